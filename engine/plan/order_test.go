package plan_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/plan"
)

func TestReferencesOrderTheWork(t *testing.T) {
	refer := func(to string) engine.Desired {
		d := desired("b", noon.Add(-time.Hour))
		d.Spec = &engine.Post{Text: "See ${post." + to + ".c.url}"}
		d.Refs = []engine.ID{id(to)}
		return d
	}
	run(t, []row{
		{"a post and what it refers to go out in one run", due(-2 * time.Hour), func(s *scene) { s.Desired = []engine.Desired{refer("a")} }, "a create; b create"},
		{"what refers to a held post is held", due(-5 * time.Hour), func(s *scene) { s.Desired = []engine.Desired{refer("a")} }, "a create held:blocked; b create held:blocked"},
		{"what refers to a scheduled post is held", due(time.Hour), func(s *scene) { s.Desired = []engine.Desired{refer("a")} }, "b create held:blocked; a create held:scheduled"},
		{"what refers to a live post goes out", published(), func(s *scene) { s.Desired = []engine.Desired{refer("a")} }, "b create; matches=1"},
		{"a hold travels along a chain", due(-5 * time.Hour), func(s *scene) {
			c := desired("c", noon.Add(-time.Hour))
			c.Refs = []engine.ID{id("b")}
			c.Spec = &engine.Post{Text: "${post.b.c.url}"}
			s.Desired = []engine.Desired{c, refer("a")}
		}, "a create held:blocked; b create held:blocked; c create held:blocked"},
		{"a child of a live parent is continued, however late", published(), func(s *scene) {
			child := desired("a", noon.Add(-5*time.Hour))
			child.ID.Part, child.Parent, child.Refs = "2", id("a"), []engine.ID{id("a")}
			child.Spec = &engine.Post{Text: "second"}
			s.Desired = []engine.Desired{child}
		}, "a/2 create; matches=1"},
		{"a child asks a day after its parent", published(), func(s *scene) {
			s.r.Published = noon.Add(-25 * time.Hour)
			child := desired("a", noon.Add(-25*time.Hour))
			child.ID.Part, child.Parent, child.Refs = "2", id("a"), []engine.ID{id("a")}
			child.Spec = &engine.Post{Text: "second"}
			s.Desired = []engine.Desired{child}
		}, "a/2 create held:blocked; matches=1"},
		{"a hold travels along a chain, whatever its names", due(-time.Hour), func(s *scene) {
			s.text("See ${post.b.c.url}")
			s.d.Refs = []engine.ID{id("b")}
			late := desired("c", noon.Add(-5*time.Hour))
			s.Desired = []engine.Desired{refer("c"), late}
		}, "c create held:blocked; a create held:blocked; b create held:blocked"},
		{"what refers to a post that is handed over waits", handed(), func(s *scene) {
			s.fresh, s.hidden, s.Desired = true, true, []engine.Desired{refer("a")}
		}, "b create held:blocked; a create native"},
		{"what refers to a post that is taken over and edited goes out in the next run", published(), func(s *scene) {
			s.r.Released, s.Desired = true, []engine.Desired{refer("a")}
			s.text("New")
		}, "a update note:adopted; b create held:blocked"},
		{"what refers to a post that is taken over and replaced goes out after it", published(), func(s *scene) {
			s.r.Released, s.Desired = true, []engine.Desired{refer("a")}
			s.text("New")
			s.channel.Caps.Update, s.d.Rules.Replace = false, true
		}, "a replace note:adopted; b create"},
		{"what refers to a post that was taken down waits", due(-time.Hour), func(s *scene) {
			s.d = refer("old")
			s.knows(engine.Recorded{ID: id("old"), URL: "https://x.example/1", Removed: true, Generation: 1})
		}, "b create held:blocked"},
		{"what refers to a post that is managed no more waits", due(-time.Hour), func(s *scene) {
			s.d = refer("old")
			r := recorded(desired("old", noon.Add(-time.Hour)))
			r.Released = true
			s.knows(r)
		}, "b create held:blocked"},
		{"an edit that refers to a live post goes out", published(), func(s *scene) {
			s.text("See ${post.old.c.url}")
			s.d.Refs = []engine.ID{id("old")}
			old := desired("old", noon.Add(-time.Hour))
			s.Desired = []engine.Desired{old}
			s.lives(recorded(old), old.Spec)
		}, "a update; matches=1"},
		{"an edit that refers to a post in the network's scheduler waits", published(), func(s *scene) {
			s.text("See ${post.old.c.url}")
			s.d.Refs = []engine.ID{id("old")}
			old := desired("old", noon.Add(time.Hour))
			s.Desired = []engine.Desired{old}
			r := recorded(old)
			r.Phase = engine.Scheduled
			s.lives(r, old.Spec)
		}, "a nothing held:blocked; old nothing held:scheduled native"},
		{"an edit that refers to a post that is managed no more waits", published(), func(s *scene) {
			s.text("See ${post.old.c.url}")
			s.d.Refs = []engine.ID{id("old")}
			r := recorded(desired("old", noon.Add(-time.Hour)))
			r.Released = true
			s.knows(r)
		}, "a nothing held:blocked"},
		{"what already shows the address it refers to is as declared", published(), func(s *scene) {
			s.d.Spec, s.d.Refs = &engine.Post{Text: "See ${post.old.c.url}"}, []engine.ID{id("old")}
			old := desired("old", noon.Add(-time.Hour))
			s.Desired = []engine.Desired{old}
			s.lives(recorded(old), old.Spec)
			s.r.Fields = engine.FieldHash{"text": engine.HashText("See https://x.example/1")}
			s.edited("See https://x.example/1")
		}, "matches=2"},
		{"what continues a post in the network's scheduler waits, and is not skipped", handed(), func(s *scene) {
			s.hidden, s.r.Due, s.d.Due = true, noon.Add(-time.Hour), noon.Add(-time.Hour)
			child := desired("a", noon.Add(-time.Hour))
			child.ID.Part, child.Parent, child.Refs = "2", id("a"), []engine.ID{id("a")}
			child.Spec, child.Rules.Late.Then = &engine.Post{Text: "second"}, engine.LateSkip
			s.Desired = []engine.Desired{child}
		}, "a nothing held:scheduled native; a/2 create held:blocked"},
		{"what continues a post that is managed no more is late as any other", due(-5 * time.Hour), func(s *scene) {
			s.d.Parent, s.d.Refs, s.d.Rules.Late.Then = id("old"), []engine.ID{id("old")}, engine.LateSkip
			r := recorded(desired("old", noon.Add(-5*time.Hour)))
			r.Released = true
			s.knows(r)
		}, "a nothing note:skipped"},
	})
}

// crowd is a channel with n live posts of which the first gone have no file.
func crowd(n, gone int) plan.Input {
	in := plan.Input{AsOf: noon, Policy: plan.Policy{Prune: true, MaxDeletes: 10, MaxDeleteShare: 0.3},
		Record: engine.Record{IDs: map[engine.ID]engine.Recorded{}}}
	channel := plan.Channel{Info: info(), Caps: all()}
	channel.Listed = true
	for i := range n {
		d := desired(fmt.Sprintf("p%03d", i), noon.Add(-time.Hour))
		r := recorded(d)
		r.Remote = engine.RemoteID(d.ID.Slug)
		in.Record.IDs[d.ID] = r
		channel.Seen = append(channel.Seen, engine.Observed{ID: d.ID, Remote: r.Remote, Phase: engine.Live, Spec: d.Spec})
		if i >= gone {
			in.Desired = append(in.Desired, d)
		}
	}
	in.Channels = map[engine.Channel]plan.Channel{"c": channel}
	return in
}

func TestGuardsRefuseDeletionsAndNothingElse(t *testing.T) {
	cases := []struct {
		live, gone int
		refused    bool
	}{{5, 4, false}, {9, 9, false}, {10, 3, false}, {10, 4, true}, {100, 10, false}, {100, 11, true}}
	for _, c := range cases {
		t.Run(fmt.Sprintf("%d of %d", c.gone, c.live), func(t *testing.T) {
			in := crowd(c.live, c.gone)
			fresh := desired("new", noon.Add(-time.Hour))
			in.Desired = append(in.Desired, fresh)
			p := plan.Compute(in)
			deletes, creates := 0, 0
			for _, x := range p.Changes {
				if x.Hold == engine.HoldNone && x.Verb == engine.Delete {
					deletes++
				}
				if x.Hold == engine.HoldNone && x.Verb == engine.Create {
					creates++
				}
			}
			if refused := deletes == 0; refused != c.refused || creates != 1 {
				t.Errorf("%d deletions and %d creations go through, want refused=%t and 1", deletes, creates, c.refused)
			}
		})
	}
}

func TestWhatIsDeletedAndPublishedAgainCountsAsDeleted(t *testing.T) {
	in := crowd(20, 0)
	channel := in.Channels["c"]
	channel.Caps.Update = false
	in.Channels["c"] = channel
	for i := range in.Desired {
		d := &in.Desired[i]
		d.Spec, d.Rules.Replace = &engine.Post{Text: "another text of " + d.ID.Slug}, true
		d.Digest = d.ComputeDigest()
	}
	p := plan.Compute(in)
	if len(p.Problems) != 1 || !p.Problems[0].Refused || slices.ContainsFunc(p.Changes, engine.Change.Acts) {
		t.Fatalf("20 posts are deleted and published again: %+v, %+v", p.Problems, p.Changes)
	}
	_, acknowledged, _ := strings.Cut(p.Problems[0].Hint, "--allow-deletes ")
	in.Ask.AllowDeletes = acknowledged
	if p = plan.Compute(in); len(p.Problems) != 0 || !p.Changes[0].Acts() || p.Changes[0].Verb != engine.Replace {
		t.Errorf("acknowledged, they are still refused: %+v, %+v", p.Problems, p.Changes[0])
	}
}

func TestAnAcknowledgementLetsThroughOnlyItsOwnDeletions(t *testing.T) {
	in := crowd(20, 15)
	p := plan.Compute(in)
	if len(p.Problems) != 1 || !p.Problems[0].Refused {
		t.Fatalf("problems: %+v", p.Problems)
	}
	var digests []string
	for _, c := range p.Changes {
		if c.Verb == engine.Delete {
			digests = append(digests, c.Digest)
		}
	}
	in.Ask.AllowDeletes = engine.SetDigest(digests)[:plan.MinDigest]
	if p = plan.Compute(in); len(p.Problems) != 0 || !p.Changes[0].Acts() {
		t.Errorf("acknowledged deletions are still refused: %+v", p.Problems)
	}
	in.Desired = in.Desired[1:]
	if p = plan.Compute(in); len(p.Problems) != 1 {
		t.Errorf("the acknowledgement of 15 deletions let 16 through")
	}
}

// TestOnlyDeletionsOfLivePostsCount: what is held is not deleted, what waits in
// the network's scheduler was never seen, and what is managed no more is not one
// of the channel's posts.
func TestOnlyDeletionsOfLivePostsCount(t *testing.T) {
	for name, c := range map[string]struct {
		set  func(in *plan.Input)
		want int // deletions that go through
	}{
		"three of ten": {func(*plan.Input) {}, 3},
		"one held by --approved": {func(in *plan.Input) {
			in.Desired[0].Class = engine.Remove
			in.Desired[0].Digest = in.Desired[0].ComputeDigest()
			for _, slug := range []string{"p000", "p001", "p002"} {
				in.Ask.Approved = append(in.Ask.Approved, engine.RemovalDigest(id(slug), in.Record.IDs[id(slug)].Account, ""))
			}
		}, 3},
		"one cancelled in the scheduler": {func(in *plan.Input) {
			d := desired("waits", noon.Add(time.Hour))
			r := recorded(d)
			r.Phase, r.Remote = engine.Scheduled, "waits"
			in.Record.IDs[d.ID] = r
		}, 4},
		"one of the ten is managed no more": {func(in *plan.Input) {
			r := in.Record.IDs[id("p009")]
			r.Released = true
			in.Record.IDs[r.ID] = r
			in.Policy.MaxDeleteShare = 0.1
		}, 3},
		"one of the ten waits in the scheduler": {func(in *plan.Input) {
			r := in.Record.IDs[id("p009")]
			r.Phase, r.Due = engine.Scheduled, noon.Add(time.Hour)
			in.Record.IDs[r.ID] = r
			in.Desired[len(in.Desired)-1].Due = r.Due
			in.Policy.MaxDeleteShare = 0.1
		}, 3},
	} {
		in := crowd(10, 3)
		c.set(&in)
		deletions := 0
		for _, x := range plan.Compute(in).Changes {
			if x.Verb == engine.Delete && x.Acts() {
				deletions++
			}
		}
		if deletions != c.want {
			t.Errorf("%s: %d deletions go through, want %d", name, deletions, c.want)
		}
	}
}

// TestGuardsJudgeEachChannelByItself: of two channels that lose posts only the
// one that loses too many is refused, and its reason says so.
func TestGuardsJudgeEachChannelByItself(t *testing.T) {
	in := crowd(20, 15)
	few := crowd(20, 2)
	for id, r := range few.Record.IDs {
		id.Channel, r.ID.Channel = "d", "d"
		in.Record.IDs[id] = r
	}
	other := few.Channels["c"]
	for i := range other.Seen {
		other.Seen[i].ID.Channel = "d"
	}
	for _, d := range few.Desired {
		d.ID.Channel = "d"
		d.Digest = d.ComputeDigest()
		in.Desired = append(in.Desired, d)
	}
	in.Channels["d"] = other
	p := plan.Compute(in)
	if len(p.Problems) != 1 || p.Problems[0].Channel != "c" ||
		p.Problems[0].Text != "15 deletions of 20 live posts are more than the guard allows (10, or 30 %)" {
		t.Errorf("problems: %+v", p.Problems)
	}
	for _, c := range p.Changes {
		if c.Verb != engine.Delete {
			continue
		}
		want := "its file is gone, and the project prunes"
		if c.ID.Channel == "c" {
			want += "; refused by the guard on deletions"
		}
		if c.Reason != want || c.Acts() != (c.ID.Channel == "d") {
			t.Errorf("%s: %q, acts %t", c.ID, c.Reason, c.Acts())
		}
	}
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	in := crowd(40, 3)
	for i := range 20 {
		in.Desired = append(in.Desired, desired(fmt.Sprintf("n%d", i), noon.Add(time.Duration(i-10)*time.Hour)))
	}
	in.Freezes = []engine.Freeze{past(), crisis(), {Slug: "tagged", Tags: []string{"x"}, From: noon}}
	// Two that came due in the network's scheduler with one text, and two copies as
	// near to the one as to the other.
	seen := in.Channels["c"]
	for i, slug := range []string{"h1", "h2"} {
		d := desired(slug, noon.Add(-2*time.Hour))
		d.Spec = &engine.Post{Text: "handed over"}
		d.Digest = d.ComputeDigest()
		r := recorded(d)
		r.Phase, r.Remote = engine.Scheduled, engine.RemoteID("handed-"+slug)
		in.Desired, in.Record.IDs[d.ID] = append(in.Desired, d), r
		seen.Seen = append(seen.Seen, engine.Observed{Remote: engine.RemoteID(slug), Phase: engine.Live, Spec: d.Spec,
			Created: noon.Add(time.Duration(-1-2*i) * time.Hour)})
	}
	in.Channels["c"] = seen
	want := plan.Compute(in)
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 1))
		shuffled := in
		shuffled.Desired = slices.Clone(in.Desired)
		r.Shuffle(len(shuffled.Desired), func(i, j int) {
			shuffled.Desired[i], shuffled.Desired[j] = shuffled.Desired[j], shuffled.Desired[i]
		})
		shuffled.Freezes = slices.Clone(in.Freezes)
		r.Shuffle(len(shuffled.Freezes), func(i, j int) {
			shuffled.Freezes[i], shuffled.Freezes[j] = shuffled.Freezes[j], shuffled.Freezes[i]
		})
		c := in.Channels["c"]
		c.Seen = slices.Clone(c.Seen)
		r.Shuffle(len(c.Seen), func(i, j int) { c.Seen[i], c.Seen[j] = c.Seen[j], c.Seen[i] })
		shuffled.Channels = map[engine.Channel]plan.Channel{"c": c}
		if got := plan.Compute(shuffled); !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: another order gives another plan", seed)
		}
	}
}

// FuzzPlan draws a world from a seed and checks what must hold of every plan.
func FuzzPlan(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 2))
		in := world(r)
		p := plan.Compute(in)
		in.Desired = slices.Clone(in.Desired)
		r.Shuffle(len(in.Desired), func(i, j int) { in.Desired[i], in.Desired[j] = in.Desired[j], in.Desired[i] })
		if again := plan.Compute(in); !reflect.DeepEqual(p, again) {
			t.Fatal("another order gives another plan")
		}
		once := map[engine.ID]bool{}
		for _, c := range p.Changes {
			if once[c.ID] {
				t.Errorf("%s is planned twice", c.ID)
			}
			once[c.ID] = true
			rec := in.Record.IDs[c.ID]
			if c.Acts() && c.Verb == engine.Create && (rec.Managed() || rec.Open != nil || rec.Gone) && c.Hold == engine.HoldNone {
				t.Errorf("%s may be out already and is created: %+v", c.ID, rec)
			}
			if c.Verb == engine.Create && c.Hold == engine.HoldNone && c.Due.After(in.AsOf) && !c.Native {
				t.Errorf("%s goes out before its time", c.ID)
			}
			for _, fr := range in.Freezes {
				if c.Hold == engine.HoldNone && c.Verb != engine.Delete && c.Verb.Sends() && fr.Covers(*c.After) && fr.ActiveAt(in.AsOf) {
					t.Errorf("%s goes out under freeze %s", c.ID, fr.Slug)
				}
			}
		}
	})
}

func world(r *rand.Rand) plan.Input {
	in := crowd(r.IntN(12), 0)
	hours := func() time.Duration { return time.Duration(r.IntN(20)-12) * time.Hour }
	for i := range in.Desired {
		d := &in.Desired[i]
		switch r.IntN(8) {
		case 0:
			d.Spec = &engine.Post{Text: "changed"}
		case 1:
			d.Class = engine.Remove
		case 2:
			d.Until = noon.Add(hours())
		case 3:
			rec := in.Record.IDs[d.ID]
			rec.Open = &engine.Intent{ID: d.ID, Verb: engine.Update}
			in.Record.IDs[d.ID] = rec
		case 4:
			in.Record.IDs[d.ID] = engine.Recorded{ID: d.ID, Gone: true, Generation: 1}
		case 5:
			rec := in.Record.IDs[d.ID]
			rec.Phase = engine.Scheduled
			in.Record.IDs[d.ID] = rec
		}
		d.Digest = d.ComputeDigest()
	}
	for i := range r.IntN(10) {
		d := desired(fmt.Sprintf("n%d", i), noon.Add(hours()))
		d.Rules.Late.Then = []engine.LateThen{engine.LateAsk, engine.LatePublish, engine.LateSkip}[r.IntN(3)]
		if r.IntN(3) == 0 && i > 0 {
			d.Refs = []engine.ID{id(fmt.Sprintf("n%d", r.IntN(i)))}
		}
		d.Merge = r.IntN(5) == 0
		in.Desired = append(in.Desired, d)
	}
	if r.IntN(2) == 0 {
		in.Freezes = []engine.Freeze{{Slug: "f", All: true, From: noon.Add(hours()), Until: noon.Add(hours())}}
	}
	c := in.Channels["c"]
	c.Caps.Update, c.Caps.Delete, c.Caps.List = r.IntN(2) == 0, r.IntN(2) == 0, r.IntN(2) == 0
	c.Listed = c.Caps.List
	if !c.Caps.List {
		c.Seen = nil
	}
	in.Channels["c"] = c
	return in
}
