package apply_test

import (
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"galley/engine"
	"galley/providers/memory"
)

// become changes the only post of a desk.
func (d *desk) become(edit func(*engine.Desired)) {
	p := &d.desired[0]
	edit(p)
	p.Digest = p.ComputeDigest()
}

func says(text string) func(*engine.Desired) {
	return func(p *engine.Desired) { p.Spec, p.Fields = &engine.Post{Text: text}, []string{"text"} }
}

func retracted(p *engine.Desired) { p.Class = engine.Remove }

// gone has somebody take the only post down.
func gone(d *desk) {
	time.Sleep(time.Hour)
	d.net.DeleteByHand("gazette", "p1")
}

// An intent is all that a later run may know of a request: it says what was to
// be done to what, and what was there before.
func TestAnIntentSaysWhatIsMeant(t *testing.T) {
	immutable := full()
	immutable.Caps.Update = false
	info := full().Info()
	print := func(text string) engine.Print { return engine.PrintOf(info, &engine.Post{Text: text}) }
	declared := func(text string) engine.FieldHash {
		return engine.FieldPrints(info, &engine.Post{Text: text}, []string{"text"})
	}
	former := engine.ID{Kind: engine.KindPost, Channel: "net", Slug: "former"}
	for name, tt := range map[string]struct {
		powers memory.Powers
		before func(*desk) // what earlier runs did
		now    func(*desk)
		want   []engine.Intent // without what all have in common
	}{
		"create": {full(), func(*desk) {}, func(*desk) {},
			[]engine.Intent{{Verb: engine.Create, Print: print("text of a"), Fields: declared("text of a")}}},
		"a declared field that is empty": {full(), func(*desk) {}, func(d *desk) {
			d.become(func(p *engine.Desired) { p.Fields = []string{"contentWarning", "text"} })
		}, []engine.Intent{{Verb: engine.Create, Print: print("text of a"),
			Fields: engine.FieldPrints(info, &engine.Post{Text: "text of a"}, []string{"contentWarning", "text"})}}},
		"update": {full(), func(d *desk) { d.must() }, func(d *desk) { d.become(says("new")) },
			[]engine.Intent{{Verb: engine.Update, Remote: "p1", Print: print("new"), Fields: declared("new"), Prior: print("text of a")}}},
		"update that takes fields off": {full(), func(d *desk) {
			d.become(func(p *engine.Desired) {
				p.Spec = &engine.Post{Text: "text of a", ContentWarning: "food", Language: "en", Link: "https://example.org", Tags: []string{"x"}}
				p.Fields = []string{"contentWarning", "language", "link", "tags", "text"}
			})
			d.must()
		}, func(d *desk) { d.become(says("text of a")) },
			[]engine.Intent{{Verb: engine.Update, Remote: "p1", Print: print("text of a"), Fields: declared("text of a"),
				Prior: print("text of a"), Dropped: []string{"contentWarning", "language", "link", "tags"}}}},
		"delete": {full(), func(d *desk) { d.must() }, func(d *desk) { d.become(retracted) },
			[]engine.Intent{{Verb: engine.Delete, Remote: "p1", Prior: print("text of a")}}},
		"delete what has no file any more": {full(), func(d *desk) { d.must() },
			func(d *desk) { d.desired, d.cfg.Policy.Prune = nil, true },
			[]engine.Intent{{Verb: engine.Delete, Remote: "p1", Prior: print("text of a")}}},
		"replace": {immutable, func(d *desk) { d.must() }, func(d *desk) {
			d.become(says("new"))
			d.desired[0].Rules.Replace = true
		}, []engine.Intent{
			{Verb: engine.Replace, Remote: "p1", Print: print("text of a"), Prior: print("text of a")},
			{Verb: engine.Create, Generation: 1, Print: print("new"), Fields: declared("new")}}},
		"renamed": {full(), func(d *desk) {
			d.desired[0].ID = former
			d.become(func(*engine.Desired) {})
			d.must()
			gone(d)
			d.cfg.Ask.Repost = []string{"former"}
			d.must()
			d.cfg.Ask.Repost = nil
		}, func(d *desk) {
			d.desired[0].ID.Slug, d.desired[0].Was = "a", []engine.ID{former}
			d.become(says("new"))
		}, []engine.Intent{{Verb: engine.Update, Remote: "p3", Generation: 1, Print: print("new"), Fields: declared("new"), Prior: print("text of a")}}},
		"published again, found gone by this run": {full(), func(d *desk) { d.must(); gone(d) },
			func(d *desk) { d.cfg.Ask.Repost = []string{"a"} },
			[]engine.Intent{{Verb: engine.Create, Generation: 1, Print: print("text of a"), Fields: declared("text of a")}}},
		"published a third time": {full(), func(d *desk) {
			d.must()
			gone(d)
			d.cfg.Ask.Repost = []string{"a"}
			d.must()
			time.Sleep(time.Hour)
			d.net.DeleteByHand("gazette", "p3")
		}, func(*desk) {},
			[]engine.Intent{{Verb: engine.Create, Generation: 2, Print: print("text of a"), Fields: declared("text of a")}}},
		"published again, found gone by an earlier run": {full(), func(d *desk) { d.must(); gone(d); d.must() },
			func(d *desk) { d.cfg.Ask.Repost = []string{"a"} },
			[]engine.Intent{{Verb: engine.Create, Generation: 1, Print: print("text of a"), Fields: declared("text of a")}}},
		"published again after it was retracted": {full(), func(d *desk) {
			d.must()
			d.become(retracted)
			d.must()
		}, func(d *desk) {
			d.become(func(p *engine.Desired) { p.Class = engine.Publish })
			d.cfg.Ask.Repost = []string{"a"}
		}, []engine.Intent{{Verb: engine.Create, Generation: 1, Print: print("text of a"), Fields: declared("text of a")}}},
		"on merge": {full(), func(*desk) {}, func(d *desk) {
			d.become(func(p *engine.Desired) { p.Due, p.Merge = time.Time{}, true })
		}, []engine.Intent{{Verb: engine.Create, Print: print("text of a"), Fields: declared("text of a")}}},
		"for the network's scheduler": {full(), func(*desk) {}, func(d *desk) {
			d.become(func(p *engine.Desired) { p.Due, p.Rules.Native = time.Now().Add(time.Hour), true })
		}, []engine.Intent{{Verb: engine.Create, Native: true, Print: print("text of a"), Fields: declared("text of a")}}},
	} {
		inBubble(t, name, func(t *testing.T) {
			for range 8 { // a map has no order
				d := newDesk(t, tt.powers, "a")
				d.cfg.Revision = "1a2b3c4"
				d.desired[0].Labels.Author = "ada"
				tt.before(d)
				d.book.intents = nil
				tt.now(d)
				r := d.must()
				if len(d.book.intents) != len(tt.want) {
					t.Fatalf("%d intents, want %d: %+v", len(d.book.intents), len(tt.want), d.book.intents)
				}
				for i, want := range tt.want {
					if got := d.book.intents[i]; !reflect.DeepEqual(got, d.meant(want, got)) {
						t.Errorf("got  %+v\nwant %+v", got, d.meant(want, got))
					}
					if o := r.Done[i].Outcome; o.Generation != want.Generation || o.Ref() != d.book.intents[i].Ref() {
						t.Errorf("its outcome is %+v", o)
					}
				}
			}
		})
	}
}

// meant adds to an intent what all those of a desk have in common, and what only
// the ledger knows.
func (d *desk) meant(want, got engine.Intent) engine.Intent {
	want.Run, want.Seq, want.SendBy, want.Timeout = got.Run, got.Seq, got.SendBy, got.Timeout
	want.ID, want.Account, want.Revision = post("a").ID, post("a").Account, "1a2b3c4"
	want.Key = engine.Key("0123456789abcdef", want.Account, want.ID, want.Generation)
	if len(d.desired) == 0 {
		want.Due, want.Digest = got.Due, got.Digest // as recorded; the plan's tests know
		return want
	}
	want.Due, want.Digest, want.Author = d.desired[0].Due, d.desired[0].Digest, "ada"
	if d.desired[0].Merge {
		want.Due = time.Now().UTC().Round(0)
	}
	return want
}

func TestAnIntentNamesWhoApproved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.approved("Ada")
		d.must()
		if got := d.book.intents[0].Approval; !reflect.DeepEqual(got, []string{"Ada (senior)"}) {
			t.Errorf("approved by %v", got)
		}
	})
}

// approved has people approve the only post of a desk, a minute apart.
func (d *desk) approved(names ...string) {
	p := d.desired[0]
	j := engine.Judgement{Demands: []engine.Demand{{ID: p.ID, Digest: p.Digest, Steps: []engine.Step{{Role: engine.RoleSenior}}}}}
	for i, name := range names {
		j.Approvals = append(j.Approvals, engine.Approval{ID: p.ID, Digest: p.Digest, By: name, Role: engine.RoleSenior,
			Kind: engine.FromReview, At: time.Now().Add(time.Duration(i-len(names)) * time.Minute)})
	}
	d.book.consent.Add(j)
}

// A chooser names what it creates, by its time.
type chooser struct{ powers }

func (chooser) Choose(_ engine.Desired, key string, due time.Time) engine.RemoteID {
	return engine.RemoteID(due.Format("15:04 ") + key[:4])
}

// chosen are the remote ids of the creates that were begun.
func (b *book) chosen() string {
	var ids []string
	for _, in := range b.intents {
		if in.Verb == engine.Create {
			ids = append(ids, string(in.Remote))
		}
	}
	return strings.Join(ids, "; ")
}

// The first intent of a generation chooses: an edited time must not move the id,
// or the attempt before, if it arrived after all, would stand beside the next.
func TestAnIDIsChosenOncePerGeneration(t *testing.T) {
	id := func(generation int, at string) string {
		p := post("a")
		return at + " " + engine.Key("0123456789abcdef", p.Account, p.ID, generation)[:4]
	}
	start := func(t *testing.T, p memory.Powers) *desk {
		d := newDesk(t, p, "a")
		d.cfg.Providers["net"] = chooser{d.cfg.Providers["net"].(powers)}
		return d
	}
	anHourLater := func(d *desk) {
		time.Sleep(time.Hour)
		d.become(func(p *engine.Desired) { p.Due = p.Due.Add(time.Hour) })
	}
	inBubble(t, "after a refusal", func(t *testing.T) {
		d := start(t, full())
		d.net.Strike(func(op memory.Op) error {
			if op.Write {
				return engine.Errorf(engine.Conflict, op.Name, engine.ID{}, "not now")
			}
			return nil
		}, nil)
		d.must()
		d.net.Strike(nil, nil)
		anHourLater(d)
		d.must()
		d.want(d.book.chosen(), id(0, "23:59")+"; "+id(0, "23:59"))
	})
	inBubble(t, "after it was taken down", func(t *testing.T) {
		d := start(t, full())
		d.must()
		gone(d)
		d.must()
		d.cfg.Ask.Repost = []string{"a"}
		d.must()
		d.want(d.book.chosen(), id(0, "23:59")+"; "+id(1, "23:59"))
	})
	inBubble(t, "after it was taken down, found gone by this run", func(t *testing.T) {
		d := start(t, full())
		d.must()
		gone(d)
		d.cfg.Ask.Repost = []string{"a"}
		d.must()
		d.want(d.book.chosen(), id(0, "23:59")+"; "+id(1, "23:59"))
	})
	inBubble(t, "of a replacement", func(t *testing.T) {
		d := start(t, full())
		d.must()
		d.cfg.Providers["net"] = immutableChooser{d.cfg.Providers["net"].(chooser).powers}
		d.become(says("new"))
		d.desired[0].Rules.Replace = true
		d.must()
		d.want(d.book.chosen(), id(0, "23:59")+"; "+id(1, "23:59"))
		d.want(d.shown(), "new")
	})
}

// An immutableChooser names what it creates, and cannot edit it.
type immutableChooser struct {
	immutable
}

type immutable interface {
	engine.Provider
	engine.Reader
	engine.Lister
	engine.Finder
	engine.Deleter
}

func (immutableChooser) Info() engine.Info {
	p := full()
	p.Caps.Update = false
	return p.Info()
}

func (immutableChooser) Choose(d engine.Desired, key string, due time.Time) engine.RemoteID {
	return chooser{}.Choose(d, key, due)
}
