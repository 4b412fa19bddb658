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
	cases := []struct {
		name  string
		scene *scene
		set   func(*scene)
		want  string
	}{
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
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.set(c.scene)
			if got := line(c.scene.compute()); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
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

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	in := crowd(40, 3)
	for i := range 20 {
		in.Desired = append(in.Desired, desired(fmt.Sprintf("n%d", i), noon.Add(time.Duration(i-10)*time.Hour)))
	}
	want := plan.Compute(in)
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 1))
		shuffled := in
		shuffled.Desired = slices.Clone(in.Desired)
		r.Shuffle(len(shuffled.Desired), func(i, j int) {
			shuffled.Desired[i], shuffled.Desired[j] = shuffled.Desired[j], shuffled.Desired[i]
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
