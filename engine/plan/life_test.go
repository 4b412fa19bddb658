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
	if p.Matches > 0 {
		parts = append(parts, fmt.Sprintf("matches=%d", p.Matches))
	}
	return strings.Join(parts, "; ")
}

func TestLifeOfAPost(t *testing.T) {
	freeze := engine.Freeze{Slug: "crisis", All: true, From: noon.Add(-2 * time.Hour)}
	over := engine.Freeze{Slug: "past", All: true, From: noon.Add(-2 * time.Hour), Until: noon.Add(-30 * time.Minute)}
	handed := func() *scene {
		s := due(time.Hour)
		s.fresh, s.hidden = false, false
		s.r = recorded(s.d)
		s.r.Phase, s.r.Published, s.d.Rules.Native = engine.Scheduled, time.Time{}, true
		l := s.channel.Info.Kinds[engine.KindPost]
		l.Schedules = true
		s.channel.Info.Kinds[engine.KindPost] = l
		return s
	}
	cases := []struct {
		name  string
		scene *scene
		set   func(*scene)
		want  string
	}{
		{"draft does nothing", due(-time.Hour), func(s *scene) { s.d.Due = time.Time{} }, ""},
		{"merge is due at once", due(0), func(s *scene) { s.d.Due, s.d.Merge = time.Time{}, true }, "a create"},
		{"merge seen long ago is late", due(0), func(s *scene) {
			s.d.Due, s.d.Merge, s.fresh = time.Time{}, true, false
			s.r = engine.Recorded{ID: s.d.ID, Seen: noon.Add(-5 * time.Hour)}
		}, "a create held:blocked"},
		{"merge under a freeze is noted once", due(0), func(s *scene) {
			s.d.Due, s.d.Merge = time.Time{}, true
			s.Freezes = []engine.Freeze{freeze}
		}, "a create held:blocked note:held"},
		{"an error finding blocks this post only", due(-time.Hour), func(s *scene) {
			s.Blocked = map[engine.ID]string{id("a"): "no alt text"}
			s.Desired = []engine.Desired{desired("b", noon.Add(-time.Hour))}
		}, "a nothing held:blocked; b create"},
		{"a slot without a time waits", due(0), func(s *scene) { s.d.Due, s.d.Slot = time.Time{}, true }, "a nothing held:blocked"},
		{"due goes out", due(-time.Hour), nil, "a create"},
		{"future is scheduled here", due(time.Hour), nil, "a create held:scheduled"},
		{"future goes to the network's scheduler", handed(), func(s *scene) { s.fresh, s.hidden = true, true }, "a create native"},
		{"too near for the network's scheduler", handed(), func(s *scene) {
			s.fresh, s.hidden, s.d.Due = true, true, noon.Add(5*time.Minute)
		}, "a create held:scheduled"},
		{"late asks", due(-5 * time.Hour), nil, "a create held:blocked"},
		{"late publishes", due(-5 * time.Hour), func(s *scene) { s.d.Rules.Late.Then = engine.LatePublish }, "a create"},
		{"late skips", due(-5 * time.Hour), func(s *scene) { s.d.Rules.Late.Then = engine.LateSkip }, "a nothing note:skipped"},
		{"skipped is final", due(-5 * time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Skipped: s.d.Due}
		}, ""},
		{"skipped has a new time", due(-time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Skipped: s.d.Due.Add(-time.Hour)}
		}, "a create"},
		{"late goes out when asked for", due(-5 * time.Hour), func(s *scene) {
			s.Ask = plan.Ask{Only: []string{"c/a"}, Now: true}
		}, "a create"},
		{"frozen and due is blocked and noted", due(-time.Hour), func(s *scene) { s.Freezes = []engine.Freeze{freeze} }, "a create held:blocked note:held"},
		{"frozen and due is noted once", due(-time.Hour), func(s *scene) {
			s.Freezes = []engine.Freeze{freeze}
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Held: s.d.Due}
		}, "a create held:blocked"},
		{"a freeze allows by name", due(-time.Hour), func(s *scene) {
			f := freeze
			f.Allow = []string{"a"}
			s.Freezes = []engine.Freeze{f}
		}, "a create"},
		{"a freeze of another channel does not count", due(-time.Hour), func(s *scene) {
			f := freeze
			f.All, f.Channels = false, []engine.Channel{"other"}
			s.Freezes = []engine.Freeze{f}
		}, "a create"},
		{"a thaw publishes nothing by itself", due(-time.Hour), func(s *scene) { s.Freezes = []engine.Freeze{over} }, "a create held:blocked note:held"},
		{"a freeze whose file is gone still holds what it held", due(-time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Held: s.d.Due}
		}, "a create held:blocked"},
		{"thawed goes out when asked for", due(-time.Hour), func(s *scene) {
			s.Freezes = []engine.Freeze{over}
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Held: s.d.Due}
			s.Ask = plan.Ask{Only: []string{"a"}, Now: true}
		}, "a create"},
		{"no asking lifts a freeze in force", due(-time.Hour), func(s *scene) {
			s.Freezes = []engine.Freeze{freeze}
			s.Ask = plan.Ask{Only: []string{"a"}, Now: true}
		}, "a create held:blocked note:held"},
		{"came due before the freeze goes out after it", due(-3 * time.Hour), func(s *scene) { s.Freezes = []engine.Freeze{over} }, "a create"},
		{"expired before it went out", due(-time.Hour), func(s *scene) { s.d.Until = noon.Add(-time.Minute) }, "a nothing held:blocked"},
		{"refused by the network waits for a change", due(-time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Refused: s.d.Digest, Refusal: "too long"}
		}, "a create held:blocked"},
		{"refused and changed is tried", due(-time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Refused: "other"}
		}, "a create"},
		{"a twin made by hand asks", due(-time.Hour), func(s *scene) {
			s.channel.Seen = []engine.Observed{{Remote: "x", Phase: engine.Live, Spec: &engine.Post{Text: "Text of a"}, Created: noon.Add(-time.Hour)}}
		}, "a create held:uncertain"},
		{"a twin whose pictures the network keeps in another form asks", due(-time.Hour), func(s *scene) {
			s.d.Spec = &engine.Post{Text: "With a picture", Media: []engine.Media{{SHA256: "aa", Alt: "x"}}}
			s.channel.Seen = []engine.Observed{{Remote: "x", Phase: engine.Live, Created: noon.Add(-time.Hour),
				Spec: &engine.Post{Text: "With a picture", Media: []engine.Media{{Alt: "y"}}}}}
		}, "a create held:uncertain"},
		{"a picture that the network keeps in another form is no drift", published(), func(s *scene) {
			s.d.Spec, s.d.Fields = &engine.Post{Text: "Text of a", Media: []engine.Media{{SHA256: "aa", Alt: "x"}}}, []string{"media", "text"}
			s.r, s.hidden = recorded(s.d), true
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live,
				Spec: &engine.Post{Text: "Text of a", Media: []engine.Media{{Alt: "x"}}}}}
		}, "matches=1"},
		{"another picture is a change there too", published(), func(s *scene) {
			s.d.Spec, s.d.Fields = &engine.Post{Text: "Text of a", Media: []engine.Media{{SHA256: "aa", Alt: "x"}}}, []string{"media", "text"}
			s.r, s.hidden = recorded(s.d), true
			s.d.Spec = &engine.Post{Text: "Text of a", Media: []engine.Media{{SHA256: "bb", Alt: "x"}}}
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live,
				Spec: &engine.Post{Text: "Text of a", Media: []engine.Media{{Alt: "x"}}}}}
		}, "a update"},
		{"an old twin is another post", due(-time.Hour), func(s *scene) {
			s.channel.Seen = []engine.Observed{{Remote: "x", Phase: engine.Live, Spec: &engine.Post{Text: "Text of a"}, Created: noon.AddDate(0, 0, -3)}}
		}, "a create"},
		{"a twin in the network's scheduler asks", due(-time.Hour), func(s *scene) {
			s.channel.Seen = []engine.Observed{{Remote: "x", Phase: engine.Scheduled, Spec: &engine.Post{Text: "Text of a"}, Due: noon.Add(-30 * time.Minute)}}
		}, "a create held:uncertain"},
		{"live as declared matches", published(), nil, "matches=1"},
		{"changed is edited", published(), func(s *scene) { s.text("New") }, "a update"},
		{"changed, and the network cannot edit", published(), func(s *scene) { s.text("New"); s.channel.Caps.Update = false }, "a replace held:blocked"},
		{"changed, cannot edit, may be replaced", published(), func(s *scene) {
			s.text("New")
			s.channel.Caps.Update, s.d.Rules.Replace = false, true
		}, "a replace"},
		{"replace needs deletion", published(), func(s *scene) {
			s.text("New")
			s.channel.Caps.Update, s.channel.Caps.Delete, s.d.Rules.Replace = false, false, true
		}, "a replace held:blocked"},
		{"changed under a freeze waits", published(), func(s *scene) { s.text("New"); s.Freezes = []engine.Freeze{freeze} }, "a update held:blocked"},
		{"a field no longer declared is taken off", published(), func(s *scene) {
			s.r.Fields["contentWarning"] = engine.HashText("careful")
		}, "a adopt note:adopted"},
		{"a field that was declared empty does not matter", published(), func(s *scene) {
			s.r.Fields["contentWarning"] = engine.HashText("")
		}, "matches=1"},
		{"edited there to what the file says is taken over", published(), func(s *scene) {
			s.r.Fields["text"] = engine.HashText("older")
		}, "a adopt note:adopted"},
		{"drift is shown", published(), func(s *scene) {
			s.hidden = true
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: &engine.Post{Text: "by hand"}}}
		}, "a update held:blocked drift"},
		{"drift is restored when asked for", published(), func(s *scene) {
			s.hidden = true
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: &engine.Post{Text: "by hand"}}}
			s.Ask.Restore = []string{"c/a"}
		}, "a update drift"},
		{"drift is restored by policy", published(), func(s *scene) {
			s.hidden = true
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: &engine.Post{Text: "by hand"}}}
			s.Policy.Restore = true
		}, "a update drift"},
		{"gone from the network asks", published(), func(s *scene) { s.hidden = true }, "a nothing held:blocked drift note:gone"},
		{"gone is noted once", published(), func(s *scene) {
			s.hidden, s.r = true, engine.Recorded{ID: s.d.ID, Gone: true, Generation: 1}
		}, "a nothing held:blocked"},
		{"too fresh to be gone", published(), func(s *scene) { s.hidden, s.r.Published = true, noon.Add(-time.Minute) }, "matches=1"},
		{"outside of the window is taken as recorded", published(), func(s *scene) { s.hidden, s.channel.Since = true, noon.Add(-time.Minute) }, "matches=1"},
		{"a network that is not read back is planned from the record", published(), func(s *scene) {
			s.hidden, s.channel.Listed, s.channel.Caps.List = true, false, false
		}, "matches=1"},
		{"gone is put up again when asked for", published(), func(s *scene) {
			s.hidden, s.r = true, engine.Recorded{ID: s.d.ID, Gone: true, Generation: 1}
			s.Ask.Repost = []string{"a"}
		}, "a create"},
		{"gone just now and put up again is one step", published(), func(s *scene) { s.hidden, s.Ask.Repost = true, []string{"a"} }, "a create note:gone"},
		{"mirrored is written again", published(), func(s *scene) {
			s.hidden = true
			l := s.channel.Info.Kinds[engine.KindPost]
			l.Mirrored = true
			s.channel.Info.Kinds[engine.KindPost] = l
		}, "a create drift"},
		{"until passed is taken down", published(), func(s *scene) { s.d.Until = noon }, "a delete"},
		{"taken down at its until stays down", published(), func(s *scene) {
			s.hidden, s.d.Until, s.r = true, noon, engine.Recorded{ID: s.d.ID, Removed: true, Generation: 1}
		}, ""},
		{"retracted is taken down", published(), func(s *scene) { s.d.Class = engine.Remove }, "a delete"},
		{"retracted goes through a freeze", published(), func(s *scene) { s.d.Class, s.Freezes = engine.Remove, []engine.Freeze{freeze} }, "a delete"},
		{"retracted, and the network cannot delete", published(), func(s *scene) { s.d.Class, s.channel.Caps.Delete = engine.Remove, false }, "a delete held:manual"},
		{"a part that its file no longer lists is taken down with its post", published(), func(s *scene) {
			s.d.Class, s.hidden = engine.Remove, true
			part := recorded(s.d)
			part.ID.Part, part.Remote = "2", "r2"
			s.Record.IDs = map[engine.ID]engine.Recorded{part.ID: part}
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: s.d.Spec},
				{ID: part.ID, Remote: "r2", Phase: engine.Live, Spec: s.d.Spec}}
		}, "a delete; a/2 delete"},
		{"retracted and already gone", published(), func(s *scene) { s.d.Class, s.hidden = engine.Remove, true }, "a nothing note:gone"},
		{"retracted and never out is a tombstone", due(-time.Hour), func(s *scene) { s.d.Class = engine.Remove }, ""},
		{"withdrawn and wanted again asks", published(), func(s *scene) {
			s.hidden, s.r = true, engine.Recorded{ID: s.d.ID, Removed: true, Generation: 1}
		}, "a nothing held:blocked"},
		{"file gone stops managing", published(), func(s *scene) { s.gone = true }, "a release note:released"},
		{"file gone is pruned where the project says so", published(), func(s *scene) { s.gone, s.Policy.Prune = true, true }, "a delete"},
		{"released and declared again is taken over", published(), func(s *scene) { s.r.Released = true }, "a adopt note:adopted"},
		{"released, declared again and changed is edited", published(), func(s *scene) { s.r.Released = true; s.text("New") }, "a update note:adopted"},
		{"live and now a draft stays", published(), func(s *scene) { s.d.Due = time.Time{} }, "a nothing held:blocked"},
		{"handed over waits", handed(), nil, "a nothing held:scheduled native"},
		{"handed over and due is bound", handed(), func(s *scene) {
			s.r.Due, s.d.Due, s.hidden = noon.Add(-time.Minute), noon.Add(-time.Minute), true
			s.channel.Seen = []engine.Observed{{Remote: "new", Phase: engine.Live, Spec: &engine.Post{Text: "Text of a"}, Created: noon.Add(-time.Minute)}}
		}, "a nothing note:went-live"},
		{"handed over, due and not seen waits", handed(), func(s *scene) {
			s.r.Due, s.d.Due, s.hidden = noon.Add(-time.Minute), noon.Add(-time.Minute), true
		}, "a nothing held:scheduled native"},
		{"handed over and lost asks", handed(), func(s *scene) {
			s.r.Due, s.d.Due, s.hidden = noon.Add(-5*time.Hour), noon.Add(-5*time.Hour), true
		}, "a nothing held:uncertain"},
		{"handed over, changed, and its scheduler edits", handed(), func(s *scene) {
			s.text("New")
			l := s.channel.Info.Kinds[engine.KindPost]
			l.Reschedule = true
			s.channel.Info.Kinds[engine.KindPost] = l
		}, "a update native"},
		{"handed over, changed, and its scheduler does not edit", handed(), func(s *scene) { s.text("New") }, "a replace native"},
		{"handed over and moved is handed over again", handed(), func(s *scene) { s.d.Due = noon.Add(2 * time.Hour) }, "a replace native"},
		{"handed over and changed too late", handed(), func(s *scene) { s.r.Due = noon.Add(5 * time.Minute); s.text("New") }, "a update held:blocked native"},
		{"handed over and frozen is cancelled", handed(), func(s *scene) { s.Freezes = []engine.Freeze{freeze} }, "a delete"},
		{"handed over, frozen, and cannot be cancelled", handed(), func(s *scene) {
			s.Freezes, s.channel.Caps.Delete = []engine.Freeze{freeze}, false
		}, "a delete held:manual"},
		{"handed over and its file gone is cancelled", handed(), func(s *scene) { s.gone = true }, "a delete"},
		{"handed over and retracted is cancelled", handed(), func(s *scene) { s.d.Class = engine.Remove }, "a delete"},
		{"handed over and blocked by a finding is cancelled", handed(), func(s *scene) { s.Blocked = map[engine.ID]string{id("a"): "x"} }, "a delete"},
		{"handed over and taken out by somebody asks", handed(), func(s *scene) {
			s.hidden, s.r.Last.At = true, noon.Add(-time.Hour)
		}, "a nothing held:blocked drift note:gone"},
		{"renamed on purpose keeps its post", published(), func(s *scene) {
			s.d.ID, s.d.Was = id("b"), []engine.ID{id("a")}
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: &engine.Post{Text: "Text of a"}}}
			s.hidden = true
			s.d.Spec = &engine.Post{Text: "Text of a"}
		}, "b adopt note:adopted"},
		{"renamed without saying so is stopped", published(), func(s *scene) {
			s.d.ID, s.hidden = id("b"), true
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: &engine.Post{Text: "Text of a"}}}
		}, "a release held:blocked; b create held:blocked"},
		{"handed over, and due inside a freeze that is to come, is cancelled now", handed(), func(s *scene) {
			s.Freezes = []engine.Freeze{{Slug: "blackout", All: true, From: noon.Add(50 * time.Minute), Until: noon.Add(2 * time.Hour)}}
		}, "a delete"},
		{"handed over, due inside one freeze and after another, is cancelled", handed(), func(s *scene) {
			s.Freezes = []engine.Freeze{{Slug: "short", All: true, From: noon.Add(-time.Hour), Until: noon.Add(time.Minute)}, freeze}
		}, "a delete"},
		{"handed over and due after the freeze stays", handed(), func(s *scene) {
			s.Freezes = []engine.Freeze{{Slug: "short", All: true, From: noon.Add(-time.Hour), Until: noon.Add(time.Minute)}}
		}, "a nothing held:scheduled native"},
		{"handed over and moved into a freeze is cancelled", handed(), func(s *scene) {
			s.d.Due = noon.Add(2 * time.Hour)
			s.Freezes = []engine.Freeze{{Slug: "blackout", All: true, From: noon.Add(90 * time.Minute), Until: noon.Add(3 * time.Hour)}}
		}, "a delete"},
		{"two that came due at the network are bound to one copy each", handed(), func(s *scene) {
			s.r.Due, s.d.Due, s.hidden = noon.Add(-2*time.Hour), noon.Add(-2*time.Hour), true
			second := desired("b", noon.Add(-time.Hour))
			second.Spec = s.d.Spec
			r := recorded(second)
			r.Phase, r.Published, r.Remote = engine.Scheduled, time.Time{}, "r2"
			s.Desired, s.Record.IDs = []engine.Desired{second}, map[engine.ID]engine.Recorded{r.ID: r}
			s.channel.Seen = []engine.Observed{{Remote: "new", Phase: engine.Live, Spec: s.d.Spec, Created: noon.Add(-time.Hour)}}
		}, "a nothing held:scheduled native; b nothing note:went-live"},
		{"handed over on a channel that is gone is to be removed by hand", handed(), func(s *scene) {
			s.gone, s.r.ID.Channel = true, "former"
		}, "a delete held:manual"},
		{"the text of a post that is managed no more asks", due(-time.Hour), func(s *scene) {
			r := recorded(desired("old", noon.Add(-2*time.Hour)))
			r.Released = true
			s.Record.IDs = map[engine.ID]engine.Recorded{r.ID: r}
			s.channel.Seen = []engine.Observed{{ID: r.ID, Remote: r.Remote, Phase: engine.Live, Spec: s.d.Spec, Created: noon.Add(-2 * time.Hour)}}
		}, "a create held:uncertain"},
		{"renamed on purpose after it was let go keeps its post", due(-time.Hour), func(s *scene) {
			r := recorded(desired("old", noon.Add(-2*time.Hour)))
			r.Released, r.Fields = true, recorded(s.d).Fields
			s.d.Was = []engine.ID{r.ID}
			s.Record.IDs = map[engine.ID]engine.Recorded{r.ID: r}
			s.channel.Seen = []engine.Observed{{ID: r.ID, Remote: r.Remote, Phase: engine.Live, Spec: s.d.Spec, Created: noon.Add(-2 * time.Hour)}}
		}, "a adopt note:adopted"},
		{"renamed while nobody knows whether it went out waits", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("old")}
			s.Record.IDs = map[engine.ID]engine.Recorded{id("old"): {ID: id("old"), Open: &engine.Intent{ID: id("old"), Verb: engine.Create, SendBy: noon}}}
		}, "old create held:uncertain; a create held:blocked"},
		{"renamed while nobody knows whether it was edited waits", due(-time.Hour), func(s *scene) {
			r := recorded(desired("old", noon.Add(-2*time.Hour)))
			r.Open = &engine.Intent{ID: r.ID, Verb: engine.Update, SendBy: noon}
			s.d.Was, s.Policy.Prune = []engine.ID{r.ID}, true
			s.Record.IDs = map[engine.ID]engine.Recorded{r.ID: r}
			s.channel.Seen = []engine.Observed{{ID: r.ID, Remote: r.Remote, Phase: engine.Live, Spec: s.d.Spec}}
		}, "old update held:uncertain; a create held:blocked"},
		{"renamed without saying so while nobody knows whether it went out waits", due(-time.Hour), func(s *scene) {
			s.Record.IDs = map[engine.ID]engine.Recorded{id("old"): {ID: id("old"),
				Open: &engine.Intent{ID: id("old"), Verb: engine.Create, SendBy: noon, Print: engine.PrintOf(info(), s.d.Spec)}}}
		}, "old create held:uncertain; a create held:blocked"},
		{"a file that is gone while nobody knows what became of it, and another, both wait", published(), func(s *scene) {
			s.gone = true
			s.Record.IDs = map[engine.ID]engine.Recorded{id("old"): {ID: id("old"), Open: &engine.Intent{ID: id("old"), Verb: engine.Create, SendBy: noon}}}
		}, "old create held:uncertain; a release note:released"},
		{"renamed after somebody took it down stays down", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("old")}
			s.Record.IDs = map[engine.ID]engine.Recorded{id("old"): {ID: id("old"), Gone: true, Generation: 1}}
		}, "a nothing held:blocked"},
		{"renamed after it was withdrawn stays down", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("old")}
			s.Record.IDs = map[engine.ID]engine.Recorded{id("old"): {ID: id("old"), Removed: true, Generation: 1}}
		}, "a nothing held:blocked"},
		{"renamed after a freeze held it stays held", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("old")}
			s.Record.IDs = map[engine.ID]engine.Recorded{id("old"): {ID: id("old"), Held: s.d.Due}}
		}, "a create held:blocked"},
		{"renamed without saying so is stopped, though only the new one is asked for", published(), func(s *scene) {
			s.d.ID, s.hidden, s.Ask.Only = id("b"), true, []string{"b"}
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: &engine.Post{Text: "Text of a"}}}
		}, "b create held:blocked"},
		{"published under another account, changed and not shown, waits", published(), func(s *scene) {
			s.r.Account.Handle, s.hidden = "before", true
			s.channel.Reads = map[engine.ID]*engine.Observed{s.d.ID: nil}
			s.text("New")
		}, "a nothing held:blocked"},
		{"published under another account and retracted is to be removed by hand", published(), func(s *scene) {
			s.r.Account.Handle, s.hidden, s.d.Class = "before", true, engine.Remove
			s.channel.Reads = map[engine.ID]*engine.Observed{s.d.ID: nil}
		}, "a delete held:manual"},
		{"published under another account and pruned is to be removed by hand", published(), func(s *scene) {
			s.r.Account.Handle, s.hidden, s.gone, s.Policy.Prune = "before", true, true, true
			s.channel.Reads = map[engine.ID]*engine.Observed{s.d.ID: nil}
		}, "a delete held:manual"},
		{"mirrored under another name is written again", published(), func(s *scene) {
			s.r.Account.Handle, s.hidden = "before", true
			s.channel.Reads = map[engine.ID]*engine.Observed{s.d.ID: nil}
			l := s.channel.Info.Kinds[engine.KindPost]
			l.Mirrored = true
			s.channel.Info.Kinds[engine.KindPost] = l
		}, "a create drift"},
		{"published under another name of the account is as it was", published(), func(s *scene) { s.r.Account.Handle = "before" }, "matches=1"},
		{"an open intent asks, and blocks itself", published(), func(s *scene) {
			s.r.Open = &engine.Intent{ID: s.d.ID, Verb: engine.Update, SendBy: noon}
			s.Desired = []engine.Desired{desired("b", noon.Add(-time.Hour))}
		}, "a update held:uncertain; b create"},
		{"a channel that cannot be read is a problem, nothing is planned there", due(-time.Hour), func(s *scene) {
			s.channel.Failure = "no route"
		}, "problem:c refused=false"},
		{"manual is handed over once", due(-time.Hour), func(s *scene) {
			s.channel.Info.Manual, s.channel.Caps = true, engine.Caps{}
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Phase: engine.Draft, Digest: s.d.Digest}
		}, "a nothing held:manual"},
		{"manual that was handed over and is frozen now is held", due(-time.Hour), func(s *scene) {
			s.channel.Info.Manual, s.channel.Caps = true, engine.Caps{}
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Phase: engine.Draft, Digest: s.d.Digest}
			s.Freezes = []engine.Freeze{freeze}
		}, "a nothing held:blocked"},
		{"manual that was handed over and is over is held", due(-time.Hour), func(s *scene) {
			s.channel.Info.Manual, s.channel.Caps = true, engine.Caps{}
			s.d.Until = noon.Add(-time.Minute)
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Phase: engine.Draft, Digest: s.d.Digest}
		}, "a nothing held:blocked"},
		{"manual whose text changed is handed over again", due(-time.Hour), func(s *scene) {
			s.channel.Info.Manual, s.channel.Caps = true, engine.Caps{}
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Phase: engine.Draft, Digest: "older"}
		}, "a create"},
		{"not among the approved digests is held", due(-time.Hour), func(s *scene) { s.Ask.Approved = []string{"000000000000"} }, "a create held:blocked"},
		{"a short digest approves nothing", due(-time.Hour), func(s *scene) { s.Ask.Approved = []string{s.d.Digest[:8]} }, "a create held:blocked"},
		{"among the approved digests goes out", due(-time.Hour), func(s *scene) { s.Ask.Approved = []string{s.d.Digest[:12]} }, "a create"},
		{"not asked for is not planned", due(-time.Hour), func(s *scene) { s.Ask.Only = []string{"other"} }, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.set != nil {
				c.set(c.scene)
			}
			if got := line(c.scene.compute()); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestAnEditThatNotAllReadersSeeSaysSo(t *testing.T) {
	s := published()
	s.text("New")
	s.channel.Info.Edits = func(_, _ engine.Spec, rules engine.Rules) bool { return rules.Edit }
	if got := line(s.compute()); got != "a replace held:blocked" {
		t.Errorf("without edit: true: %s", got)
	}
	s = published()
	s.text("New")
	s.channel.Info.Edits = func(_, _ engine.Spec, rules engine.Rules) bool { return rules.Edit }
	s.d.Rules.Edit = true
	p := s.compute()
	if got := line(p); got != "a update" || !strings.Contains(p.Changes[0].Reason, "readers may not see") {
		t.Errorf("with edit: true: %s, %q", got, p.Changes[0].Reason)
	}
}
