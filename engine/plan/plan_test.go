package plan_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/plan"
)

func TestNamesMeanAPartItsWholeOrItsSlug(t *testing.T) {
	part := engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "launch", Part: "@2026-12-03/2"}
	for name, want := range map[string]bool{
		"blog/launch@2026-12-03/2": true, "blog/launch@2026-12-03": true, "launch": true,
		"blog/launch": false, "blog/launch/2": false, "blog": false, "": false, "other": false,
	} {
		if got := plan.Names(name, part); got != want {
			t.Errorf("%q means %s: %t", name, part, got)
		}
	}
}

// TestAPlanSaysWhatItIsOf holds what a plan tells beside its changes.
func TestAPlanSaysWhatItIsOf(t *testing.T) {
	other, elsewhere := crisis(), crisis()
	other.Slug, elsewhere.All, elsewhere.Slug, elsewhere.Channels = "another", false, "elsewhere", []engine.Channel{"other"}
	s := due(-3 * time.Hour)
	s.Freezes = []engine.Freeze{past(), elsewhere, crisis(), other}
	p := s.compute()
	if !p.AsOf.Equal(noon) {
		t.Errorf("as of %v, want %v", p.AsOf, noon)
	}
	var names []string
	for _, f := range p.Freezes {
		names = append(names, f.Slug)
	}
	if want := []string{"another", "crisis", "elsewhere"}; !slices.Equal(names, want) {
		t.Errorf("freezes in force: %v, want %v", names, want)
	}
}

func TestTheDigestOfAPlanIsOfWhatItWouldSend(t *testing.T) {
	s := due(-time.Hour)
	b, held, let := desired("b", noon.Add(-2*time.Hour)), desired("held", noon.Add(-5*time.Hour)), recorded(desired("let", noon.Add(-time.Hour)))
	s.Desired = []engine.Desired{b, held}
	s.lives(let, &engine.Post{Text: "Text of let"})
	p := s.compute()
	if got, want := line(p), "held create held:blocked; b create; a create; let release note:released"; got != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
	if want := engine.SetDigest([]string{digest("a", -time.Hour), b.Digest}); p.Digest != want {
		t.Errorf("digest %s, want that of a and b, %s", p.Digest, want)
	}
}

func TestProblemsAreSorted(t *testing.T) {
	in := plan.Input{AsOf: noon, Channels: map[engine.Channel]plan.Channel{}}
	for _, name := range []engine.Channel{"d", "b", "a", "e", "c"} {
		in.Channels[name] = plan.Channel{Observation: engine.Observation{Failure: "no route"}}
	}
	var got []string
	for _, problem := range plan.Compute(in).Problems {
		got = append(got, string(problem.Channel))
	}
	if strings.Join(got, "") != "abcde" {
		t.Errorf("problems of %v", got)
	}
}

// TestWhatIsNotedWithoutARequest holds what apply writes down of a decision.
func TestWhatIsNotedWithoutARequest(t *testing.T) {
	same := func(s *scene, result engine.Result) engine.Outcome {
		return engine.Outcome{ID: s.d.ID, Account: s.d.Account, Result: result, Phase: s.r.Phase, Remote: s.r.Remote, URL: s.r.URL,
			Print: s.r.Print, Fields: s.r.Fields, Due: s.r.Due, Digest: s.r.Digest, Generation: s.r.Generation}
	}
	for name, c := range map[string]struct {
		scene *scene
		set   func(*scene)
		want  func(*scene) engine.Outcome
	}{
		"taken over as it is": {published(), func(s *scene) {
			s.d.Labels.Author = "Sam"
			s.d.Fields, s.d.Spec = []string{"contentWarning", "text"}, &engine.Post{Text: "See ${post.b.c.url}"}
			s.d.Digest = s.d.ComputeDigest()
			s.d.Refs = []engine.ID{id("b")}
			b := recorded(desired("b", noon.Add(-time.Hour)))
			s.Desired = []engine.Desired{desired("b", noon.Add(-time.Hour))}
			s.lives(b, &engine.Post{Text: "Text of b"})
			s.hidden, s.r.Digest, s.r.Generation = true, "older", 2
			s.channel.Seen = append(s.channel.Seen, engine.Observed{ID: s.d.ID, Remote: "r2", Version: "v2", Phase: engine.Live,
				Spec: &engine.Post{Text: "See https://x.example/1"}})
		}, func(s *scene) engine.Outcome {
			shown := &engine.Post{Text: "See https://x.example/1"}
			o := same(s, engine.ResultAdopted)
			o.Verb, o.Author, o.Digest, o.Remote, o.Version = engine.Adopt, "Sam", s.d.Digest, "r2", "v2"
			o.Print, o.Fields = engine.PrintOf(info(), shown), engine.FieldPrints(info(), shown, s.d.Fields)
			return o
		}},
		"under a new name": {published(), renamed, func(s *scene) engine.Outcome {
			o := same(s, engine.ResultAdopted)
			o.Verb, o.Renamed, o.Digest, o.URL = engine.Adopt, id("a"), s.d.Digest, s.r.URL
			return o
		}},
		"under a new name, and edited": {published(), func(s *scene) { s.text("New"); renamed(s); s.channel.Seen[0].Spec = &engine.Post{Text: "Text of a"} },
			func(s *scene) engine.Outcome {
				o := same(s, engine.ResultAdopted)
				o.Verb, o.Renamed = engine.Adopt, id("a")
				return o
			}},
		"under a new name, and refers to what is not live": {published(), func(s *scene) {
			s.text("See ${post.z.c.url}")
			s.d.Refs = []engine.ID{id("z")}
			renamed(s)
		}, func(s *scene) engine.Outcome {
			o := same(s, engine.ResultAdopted)
			o.Verb, o.Renamed = engine.Adopt, id("a")
			return o
		}},
		"gone": {published(), func(s *scene) { s.hidden = true }, func(s *scene) engine.Outcome { return same(s, engine.ResultGone) }},
		"its file is gone": {published(), func(s *scene) { s.gone = true }, func(s *scene) engine.Outcome {
			o := same(s, engine.ResultReleased)
			o.Verb, o.Reason = engine.ReleaseOwned, "its file is gone; the post stays online"
			return o
		}},
		"held by a freeze": {due(-time.Hour), func(s *scene) { s.Freezes = []engine.Freeze{crisis()} }, func(s *scene) engine.Outcome {
			o := same(s, engine.ResultHeld)
			o.Due, o.Reason = s.d.Due, "freeze crisis"
			return o
		}},
		"held after a freeze": {due(-time.Hour), func(s *scene) { s.Freezes = []engine.Freeze{past()} }, func(s *scene) engine.Outcome {
			o := same(s, engine.ResultHeld)
			o.Due, o.Reason = s.d.Due, "freeze past"
			return o
		}},
		"skipped": {due(-5 * time.Hour), func(s *scene) { s.d.Rules.Late.Then = engine.LateSkip }, func(s *scene) engine.Outcome {
			o := same(s, engine.ResultSkipped)
			o.Due, o.Reason = s.d.Due, "skipped: 5 h late"
			return o
		}},
		"seen first": {due(0), func(s *scene) {
			s.d.Due, s.d.Merge = time.Time{}, true
			s.stranger(engine.Observed{Phase: engine.Live})
		}, func(s *scene) engine.Outcome {
			o := same(s, engine.ResultSeen)
			o.Due = noon
			return o
		}},
		"published by the network's scheduler": {handed(), func(s *scene) {
			s.r.Due, s.gone, s.hidden = noon.Add(-time.Minute), true, true
			s.stranger(engine.Observed{Remote: "new", URL: "https://x.example/new", Version: "v2", Phase: engine.Live, Created: noon})
		}, func(s *scene) engine.Outcome {
			o := same(s, engine.ResultWentLive)
			o.ID, o.Account, o.Phase, o.Remote, o.URL, o.Version = s.r.ID, s.r.Account, engine.Live, "new", "https://x.example/new", "v2"
			return o
		}},
	} {
		t.Run(name, func(t *testing.T) {
			c.set(c.scene)
			p := c.scene.compute()
			if len(p.Changes) != 1 || p.Changes[0].Note == nil {
				t.Fatalf("got %s, want one change with a note", line(p))
			}
			if got, want := *p.Changes[0].Note, c.want(c.scene); !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

// TestAChangeSaysWhatItStartsFrom tells what was seen from what was recorded.
func TestAChangeSaysWhatItStartsFrom(t *testing.T) {
	unread := func(s *scene) {
		s.hidden, s.channel.Listed, s.channel.Caps.List, s.channel.Caps.Read = true, false, false, false
	}
	for name, c := range map[string]struct {
		scene *scene
		set   func(*scene)
		want  string
	}{
		"an edit":                      {published(), func(s *scene) { s.text("New") }, "a update"},
		"a withdrawal":                 {published(), func(s *scene) { s.d.Class = engine.Remove }, "a delete"},
		"a change in the scheduler":    {handed(), func(s *scene) { s.text("New") }, "a replace native"},
		"a cancellation":               {handed(), func(s *scene) { s.d.Due = time.Time{} }, "a delete"},
		"a withdrawal, under new name": {published(), func(s *scene) { renamed(s); s.d.Class = engine.Remove }, "b delete"},
	} {
		for _, blind := range []bool{false, true} {
			s := *c.scene
			c.set(&s)
			if blind {
				s.channel.Seen = nil
				unread(&s)
			}
			p := s.compute()
			before := p.Changes[0].Before
			if line(p) != c.want || p.Changes[0].Blind != blind || before.ID != id("a") || before.Remote != "r1" || (before.Spec == nil) != blind {
				t.Errorf("%s, blind %t: %s from %+v (blind %t)", name, blind, line(p), before, p.Changes[0].Blind)
			}
		}
	}
}

func TestAnApprovedEndHasTheDigestOfThePost(t *testing.T) {
	s := published()
	s.d.Until = noon
	if p := s.compute(); line(p) != "a delete" || p.Changes[0].Digest != s.d.Digest {
		t.Errorf("%s with digest %s, want %s", line(p), p.Changes[0].Digest, s.d.Digest)
	}
}

// TestWhatNoFileAsksForHasNoAfter: what is shown of it comes from the record.
func TestWhatNoFileAsksForHasNoAfter(t *testing.T) {
	for _, ago := range []time.Duration{time.Minute, 5 * time.Hour} {
		for _, gone := range []bool{false, true} {
			s := handed()
			s.r.Due, s.d.Due, s.hidden, s.gone = noon.Add(-ago), noon.Add(-ago), true, gone
			c := s.compute().Changes[0]
			if (c.After == nil) != gone || c.ID != s.r.ID || !c.Due.Equal(s.r.Due) || c.Digest != s.r.Digest {
				t.Errorf("file gone %t, due %v ago: %+v", gone, ago, c)
			}
		}
	}
}

func TestAChannelThatFailsStopsNoOther(t *testing.T) {
	s := due(-time.Hour)
	s.compute()
	broken := plan.Channel{Info: info(), Caps: all(), Observation: engine.Observation{Failure: "no route"}}
	there := desired("there", noon.Add(-time.Hour))
	there.ID.Channel = "d"
	in := s.Input
	in.Channels = map[engine.Channel]plan.Channel{"c": s.channel, "d": broken}
	in.Desired = []engine.Desired{there, s.d}
	if got, want := line(plan.Compute(in)), "a create; problem:d refused=false"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
