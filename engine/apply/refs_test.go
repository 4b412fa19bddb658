package apply_test

import (
	"testing"
	"testing/synctest"
	"time"

	"galley/engine"
	"galley/providers/memory"
)

// refersTo has a post of a desk link to another.
func refersTo(p *engine.Desired, other engine.ID) {
	p.Spec = &engine.Post{Text: "see ${post." + other.Slug + "." + string(other.Channel) + ".url}"}
	p.Refs = []engine.ID{other}
	p.Digest = p.ComputeDigest()
}

func TestReferencesAreAnsweredWithinTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a", "b")
		d.desired[1].Spec = &engine.Post{Text: "see ${post.a.net.url}"}
		d.desired[1].Refs = []engine.ID{d.desired[0].ID}
		d.desired[1].Digest = d.desired[1].ComputeDigest()
		d.must()
		url := d.book.ids[d.desired[0].ID].URL
		if url == "" || d.shown() != "text of a; see "+url {
			t.Errorf("shown: %s (URL %q)", d.shown(), url)
		}
		d.want(results(d.must()), "")
	})
}

func TestAReferenceToAnEarlierRunIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.must()
		d.desired = append(d.desired, post("b"))
		refersTo(&d.desired[1], d.desired[0].ID)
		d.want(results(d.must()), "b create confirmed")
		d.want(d.shown(), "text of a; see https://net.example/p1")
		d.want(results(d.must()), "")
	})
}

// A post that is published anew in this run has another address afterwards: what
// refers to it waits for that, also on another channel.
func TestAReferenceToWhatIsReplacedIsToTheNewOne(t *testing.T) {
	immutable := full()
	immutable.Caps.Update = false
	replaced := func(t *testing.T, on engine.Channel) *desk {
		d := newDesk(t, immutable, "a")
		d.must()
		d.become(says("new"))
		d.desired[0].Rules.Replace = true
		other := post("b")
		if on != "net" {
			other = d.channel(on, immutable)
		}
		refersTo(&other, d.desired[0].ID)
		d.desired = append(d.desired, other)
		return d
	}
	for _, on := range []engine.Channel{"net", "other"} {
		inBubble(t, "on "+string(on), func(t *testing.T) {
			d := replaced(t, on)
			d.must()
			last := d.book.intents[len(d.book.intents)-1]
			want := engine.PrintOf(full().Info(), &engine.Post{Text: "see " + d.book.ids[d.desired[0].ID].URL})
			if last.ID != d.desired[1].ID || !last.Print.Equal(want) {
				t.Errorf("the last intent is %+v, want %s with print %+v", last, d.desired[1].ID, want)
			}
			d.want(results(d.must()), "")
		})
	}
	inBubble(t, "which is put up again", func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.must()
		gone(d)
		d.cfg.Ask.Repost = []string{"a"}
		other := d.channel("other", full())
		refersTo(&other, d.desired[0].ID)
		other.Due = time.Now()
		d.desired = append(d.desired, other)
		d.want(results(d.must()), "a create confirmed; c create confirmed")
		if want := engine.PrintOf(full().Info(), &engine.Post{Text: "see https://net.example/p3"}); !d.book.ids[other.ID].Print.Equal(want) {
			t.Errorf("recorded is %+v", d.book.ids[other.ID])
		}
	})
	for name, ends := range map[string]func(*desk){
		"which is found gone":             gone,
		"which is taken down in this run": func(d *desk) { d.become(retracted) },
		"which lacks leave to be put up again": func(d *desk) {
			gone(d)
			d.cfg.Ask.Repost = []string{"a"}
			d.approved("Ada")
		},
	} {
		inBubble(t, name, func(t *testing.T) {
			d := newDesk(t, full(), "a")
			d.must()
			ends(d)
			other := d.channel("other", full())
			refersTo(&other, d.desired[0].ID)
			d.desired = append(d.desired, other)
			d.must()
			d.must()
			if dead := engine.PrintOf(full().Info(), &engine.Post{Text: "see https://net.example/p1"}); d.book.ids[other.ID].Print.Equal(dead) {
				t.Error("it went out, with the address of what is gone")
			}
		})
	}
	inBubble(t, "which is not replaced under a freeze", func(t *testing.T) {
		d := replaced(t, "other")
		d.freezes = []engine.Freeze{{Slug: "crisis", Channels: []engine.Channel{"net"}, From: time.Now().Add(-time.Hour)}}
		d.want(results(d.must()), "c create confirmed")
	})
	inBubble(t, "which is only edited, and keeps its address", func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.must()
		d.become(says("new"))
		d.desired = append(d.desired, post("b"))
		refersTo(&d.desired[1], d.desired[0].ID)
		d.net.Strike(func(op memory.Op) error {
			if op.Name == "update" {
				return engine.Errorf(engine.Conflict, "update", engine.ID{}, "not now")
			}
			return nil
		}, nil)
		d.want(results(d.must()), "a update absent; b create confirmed")
	})
	inBubble(t, "which was refused", func(t *testing.T) {
		d := replaced(t, "other")
		d.net.Strike(func(op memory.Op) error {
			if op.Name == "create" {
				return engine.Errorf(engine.Invalid, "create", engine.ID{}, "no")
			}
			return nil
		}, nil)
		r := d.must()
		d.want(results(r), "a replace confirmed; a create refused; c create absent")
		d.want(r.Done[2].Outcome.Reason, "create: other/c: it waits for net/a, which is not live")
	})
	inBubble(t, "which the network did not take down", func(t *testing.T) {
		d := replaced(t, "other")
		d.net.Strike(func(op memory.Op) error {
			if op.Name == "delete" {
				return engine.Errorf(engine.Conflict, "delete", engine.ID{}, "not now")
			}
			return nil
		}, nil)
		d.want(results(d.must()), "a replace absent; a create absent; c create absent")
	})
}

// What is taken down needs nothing to be live.
func TestARetractionWaitsForNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a", "b")
		refersTo(&d.desired[1], d.desired[0].ID)
		d.must()
		for i := range d.desired {
			d.desired[i].Class = engine.Remove
			d.desired[i].Digest = d.desired[i].ComputeDigest()
		}
		d.want(results(d.must()), "a delete confirmed; b delete confirmed")
		d.want(d.shown(), "")
	})
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a", "b")
		refersTo(&d.desired[1], d.desired[0].ID)
		d.must()
		gone(d)
		d.must()
		d.desired[1].Class = engine.Remove
		d.desired[1].Digest = d.desired[1].ComputeDigest()
		d.must()
		d.want(d.shown(), "")
	})
}

// thread has "a" continued by a second part.
func thread(d *desk) *engine.Desired {
	child := post("a")
	child.ID.Part, child.Parent, child.Spec = "2", d.desired[0].ID, &engine.Post{Text: "second"}
	child.Refs = []engine.ID{child.Parent}
	child.Digest = child.ComputeDigest()
	d.desired = append(d.desired, child)
	return &d.desired[len(d.desired)-1]
}

// Each part of a thread answers the one before, under the id that it has now.
func TestAChildAnswersItsParent(t *testing.T) {
	asked := func(d *desk) *witness {
		w := &witness{powers: d.cfg.Providers["net"].(powers)}
		d.cfg.Providers["net"] = w
		return w
	}
	inBubble(t, "sent just before", func(t *testing.T) {
		d := newDesk(t, full(), "a")
		thread(d)
		w := asked(d)
		d.must()
		d.want(w.parents(), "a: ; a/2: p1")
		if in := d.book.intents[1]; in.Parent != d.desired[0].ID {
			t.Errorf("the intent's parent is %s", in.Parent)
		}
	})
	inBubble(t, "sent by an earlier run", func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.must()
		thread(d)
		w := asked(d)
		d.must()
		d.want(w.parents(), "a/2: p1")
	})
	inBubble(t, "sent in an earlier batch", func(t *testing.T) {
		d := newDesk(t, full(), "a")
		other := d.channel("other", full())
		child := thread(d)
		child.Refs = append(child.Refs, other.ID)
		child.Spec = &engine.Post{Text: "see ${post.c.other.url}"}
		child.Digest = child.ComputeDigest()
		d.desired = append(d.desired, other)
		w := asked(d)
		d.must()
		d.want(w.parents(), "a: ; a/2: p1")
	})
	inBubble(t, "replaced just before", func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.must()
		thread(d)
		d.become(says("new"))
		d.desired[0].Rules.Replace = true
		d.cfg.Providers["net"] = immutableChooser{d.cfg.Providers["net"].(powers)}
		w := &immutableWitness{immutableChooser: d.cfg.Providers["net"].(immutableChooser)}
		d.cfg.Providers["net"] = w
		d.must()
		d.want(w.parents(), "a: ; a/2: p3")
	})
	inBubble(t, "which failed", func(t *testing.T) {
		d := newDesk(t, full(), "a")
		thread(d)
		d.net.Strike(onWrites(engine.Errorf(engine.Invalid, "create", engine.ID{}, "no")), nil)
		w := asked(d)
		d.want(results(d.must()), "a create refused; a create absent")
		d.want(w.parents(), "a: ")
	})
}
