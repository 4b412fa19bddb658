package plan_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/plan"
)

// noon is the moment of every plan in these tests.
var noon = time.Date(2026, 12, 10, 12, 0, 0, 0, time.UTC)

func id(slug string) engine.ID {
	return engine.ID{Kind: engine.KindPost, Channel: "c", Slug: slug}
}

// info is a network that permits everything and shows what it is given.
func info() engine.Info {
	return engine.Info{Network: "test", PostKind: engine.KindPost, Settle: 2 * time.Minute, Children: true,
		Kinds: map[engine.Kind]engine.Limits{engine.KindPost: {
			Verbs:  []engine.Verb{engine.Create, engine.Update, engine.Delete},
			Fields: []string{"text", "contentWarning", "link"}}}}
}

func all() engine.Caps {
	return engine.Caps{Read: true, List: true, Find: true, Update: true, Delete: true}
}

// A scene is one input: one post "a" on channel "c", changed by the test.
type scene struct {
	plan.Input
	d       engine.Desired
	r       engine.Recorded
	channel plan.Channel
	gone    bool // no file asks for it
	fresh   bool // the record does not know it
	hidden  bool // the network does not show it
}

// published is a post that is live as declared, due an hour ago.
func published() *scene {
	s := due(-time.Hour)
	s.fresh, s.hidden = false, false
	s.r = recorded(s.d)
	return s
}

func recorded(d engine.Desired) engine.Recorded {
	return engine.Recorded{ID: d.ID, Account: d.Account, Phase: engine.Live, Remote: "r1", URL: "https://x.example/1",
		Print: engine.PrintOf(info(), d.Spec), Fields: engine.FieldPrints(info(), d.Spec, d.Fields), Due: d.Due,
		Published: d.Due, Digest: d.Digest, Last: engine.Outcome{At: d.Due}}
}

// due is a post that is not out yet and due at noon plus d.
func due(d time.Duration) *scene {
	s := &scene{fresh: true, hidden: true}
	s.AsOf = noon
	s.Policy = plan.Policy{MaxDeletes: 10, MaxDeleteShare: 0.3}
	s.channel = plan.Channel{Account: engine.Account{Network: "test", Handle: "me"}, Info: info(), Caps: all()}
	s.channel.Listed, s.channel.Begun = true, noon
	s.d = desired("a", noon.Add(d))
	return s
}

func desired(slug string, at time.Time) engine.Desired {
	d := engine.Desired{ID: id(slug), Class: engine.Publish, Account: engine.Account{Network: "test", Handle: "me"},
		Spec: &engine.Post{Text: "Text of " + slug}, Fields: []string{"text"}, Due: at, Zone: "Europe/Paris",
		Rules: engine.Rules{Late: engine.Late{Max: 4 * time.Hour}}}
	d.Digest = d.ComputeDigest()
	return d
}

func (s *scene) text(text string) {
	s.d.Spec = &engine.Post{Text: text}
	s.d.Digest = s.d.ComputeDigest()
}

func (s *scene) compute() engine.Plan {
	in := s.Input
	s.d.Digest = s.d.ComputeDigest()
	if !s.gone {
		in.Desired = append(in.Desired, s.d)
	}
	if !s.hidden {
		live := engine.Observed{ID: s.d.ID, Remote: s.r.Remote, Phase: s.r.Phase, Spec: &engine.Post{Text: "Text of a"}, URL: s.r.URL}
		s.channel.Seen = append(s.channel.Seen, live)
	}
	if in.Record.IDs == nil {
		in.Record.IDs = map[engine.ID]engine.Recorded{}
	}
	if !s.fresh {
		in.Record.IDs[s.r.ID] = s.r
	}
	in.Channels = map[engine.Channel]plan.Channel{"c": s.channel}
	return plan.Compute(in)
}

// line says a plan's changes in a form that tests can name.
func line(p engine.Plan) string {
	var parts []string
	for _, c := range p.Changes {
		s := c.ID.Slug
		if c.ID.Part != "" {
			s += "/" + c.ID.Part
		}
		s += " " + c.Verb.String()
		if c.Hold != engine.HoldNone {
			s += " held:" + c.Hold.String()
		}
		if c.Native {
			s += " native"
		}
		if c.Origin == engine.FromDrift {
			s += " drift"
		}
		if c.Note != nil {
			s += " note:" + c.Note.Result.String()
		}
		parts = append(parts, s)
	}
	for _, x := range p.Problems {
		parts = append(parts, fmt.Sprintf("problem:%s refused=%t", x.Channel, x.Refused))
	}
	if p.Drafts > 0 {
		parts = append(parts, fmt.Sprintf("drafts=%d", p.Drafts))
	}
	if p.Matches > 0 {
		parts = append(parts, fmt.Sprintf("matches=%d", p.Matches))
	}
	return strings.Join(parts, "; ")
}

// handed is a post that waits in the network's scheduler, due in an hour.
func handed() *scene {
	s := due(time.Hour)
	s.fresh, s.hidden = false, false
	s.r = recorded(s.d)
	s.r.Phase, s.r.Published, s.d.Rules.Native = engine.Scheduled, time.Time{}, true
	s.limits(func(l *engine.Limits) { l.Schedules = true })
	return s
}

// limits changes what the network takes of a post.
func (s *scene) limits(change func(*engine.Limits)) {
	l := s.channel.Info.Kinds[engine.KindPost]
	change(&l)
	s.channel.Info.Kinds[engine.KindPost] = l
}

// stranger is the text of "a" on the network, under no ID.
func (s *scene) stranger(o engine.Observed) {
	if o.Remote == "" {
		o.Remote = "x"
	}
	if o.Spec == nil {
		o.Spec = s.d.Spec
	}
	s.channel.Seen = append(s.channel.Seen, o)
}

// knows adds to the record.
func (s *scene) knows(list ...engine.Recorded) {
	if s.Record.IDs == nil {
		s.Record.IDs = map[engine.ID]engine.Recorded{}
	}
	for _, r := range list {
		s.Record.IDs[r.ID] = r
	}
}

// lives adds to the record what the network shows as well.
func (s *scene) lives(r engine.Recorded, spec engine.Spec) {
	s.knows(r)
	s.channel.Seen = append(s.channel.Seen, engine.Observed{ID: r.ID, Remote: r.Remote, Phase: r.Phase, Spec: spec, URL: r.URL})
}

// edited shows "a" as somebody left it on the network.
func (s *scene) edited(text string) {
	s.hidden = true
	s.channel.Seen = append(s.channel.Seen, engine.Observed{ID: s.d.ID, Remote: s.r.Remote, Phase: engine.Live, Spec: &engine.Post{Text: text}})
}

// crisis is a freeze in force for two hours, without an end.
func crisis() engine.Freeze {
	return engine.Freeze{Slug: "crisis", All: true, From: noon.Add(-2 * time.Hour)}
}

// past is a freeze that ended half an hour ago.
func past() engine.Freeze {
	return engine.Freeze{Slug: "past", All: true, From: noon.Add(-2 * time.Hour), Until: noon.Add(-30 * time.Minute)}
}

// A row is a scene, what happens in it, and the line of its plan.
type row struct {
	name  string
	scene *scene
	set   func(*scene)
	want  string
}

func run(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			if r.set != nil {
				r.set(r.scene)
			}
			if got := line(r.scene.compute()); got != r.want {
				t.Errorf("got  %s\nwant %s", got, r.want)
			}
		})
	}
}
