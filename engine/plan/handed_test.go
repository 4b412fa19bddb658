package plan_test

import (
	"testing"
	"time"

	"galley/engine"
)

// TestHandedOver goes through the life of what waits in, or came out of, the
// network's own scheduler. What is handed over is due in an hour.
func TestHandedOver(t *testing.T) {
	run(t, []row{
		{"future goes to the network's scheduler", handed(), func(s *scene) { s.fresh, s.hidden = true, true }, "a create native"},
		{"too near for the network's scheduler", handed(), func(s *scene) {
			s.fresh, s.hidden, s.d.Due = true, true, noon.Add(5*time.Minute)
		}, "a create held:scheduled"},
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
			s.limits(func(l *engine.Limits) { l.Reschedule = true })
		}, "a update native"},
		{"handed over, changed, and its scheduler does not edit", handed(), func(s *scene) { s.text("New") }, "a replace native"},
		{"handed over and moved is handed over again", handed(), func(s *scene) { s.d.Due = noon.Add(2 * time.Hour) }, "a replace native"},
		{"handed over and changed too late", handed(), func(s *scene) { s.r.Due = noon.Add(5 * time.Minute); s.text("New") }, "a update held:blocked native"},
		{"handed over and frozen is cancelled", handed(), func(s *scene) { s.Freezes = []engine.Freeze{crisis()} }, "a delete"},
		{"handed over, frozen, and cannot be cancelled", handed(), func(s *scene) {
			s.Freezes, s.channel.Caps.Delete = []engine.Freeze{crisis()}, false
		}, "a delete held:manual"},
		{"handed over and its file gone is cancelled", handed(), func(s *scene) { s.gone = true }, "a delete"},
		{"handed over and retracted is cancelled", handed(), func(s *scene) { s.d.Class = engine.Remove }, "a delete"},
		{"handed over and blocked by a finding is cancelled", handed(), func(s *scene) { s.Blocked = map[engine.ID]string{id("a"): "x"} }, "a delete"},
		{"handed over and taken out by somebody asks", handed(), func(s *scene) {
			s.hidden, s.r.Last.At = true, noon.Add(-time.Hour)
		}, "a nothing held:blocked drift note:gone"},
		{"handed over, and due inside a freeze that is to come, is cancelled now", handed(), func(s *scene) {
			s.Freezes = []engine.Freeze{{Slug: "blackout", All: true, From: noon.Add(50 * time.Minute), Until: noon.Add(2 * time.Hour)}}
		}, "a delete"},
		{"handed over, due inside one freeze and after another, is cancelled", handed(), func(s *scene) {
			s.Freezes = []engine.Freeze{{Slug: "short", All: true, From: noon.Add(-time.Hour), Until: noon.Add(time.Minute)}, crisis()}
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
		{"handed over, and now a draft, is cancelled", handed(), func(s *scene) { s.d.Due = time.Time{} }, "a delete"},
		{"handed over, retracted and not seen there, is cancelled", handed(), func(s *scene) { s.d.Class, s.hidden = engine.Remove, true }, "a delete"},
		{"handed over just now, no listing shows it yet", handed(), func(s *scene) { s.hidden, s.r.Last.At = true, noon.Add(-time.Minute) }, "a nothing held:scheduled native"},
		{"handed over, and missing for the time the network takes to show it", handed(), func(s *scene) {
			s.hidden, s.r.Last.At = true, noon.Add(-2*time.Minute)
		}, "a nothing held:blocked drift note:gone"},
		{"handed over to a network that cannot be read waits", handed(), func(s *scene) {
			s.hidden, s.channel.Listed, s.r.Last.At = true, false, noon.Add(-time.Hour)
		}, "a nothing held:scheduled native"},
		{"handed over into a freeze, and moved out of it, is cancelled", handed(), func(s *scene) {
			s.d.Due = noon.Add(3 * time.Hour)
			s.Freezes = []engine.Freeze{{Slug: "blackout", All: true, From: noon.Add(50 * time.Minute), Until: noon.Add(2 * time.Hour)}}
		}, "a delete"},
		{"handed over and changed ten minutes before", handed(), func(s *scene) {
			s.text("New")
			s.r.Due, s.d.Due = noon.Add(10*time.Minute), noon.Add(10*time.Minute)
		}, "a replace native"},
		{"its scheduler edits, and our code does not", handed(), func(s *scene) {
			s.text("New")
			s.channel.Caps.Update = false
			s.limits(func(l *engine.Limits) { l.Reschedule = true })
		}, "a replace native"},
		{"its scheduler edits the text, however near", handed(), func(s *scene) {
			s.text("New")
			s.limits(func(l *engine.Limits) { l.Reschedule, l.ScheduleMin = true, 2*time.Hour })
		}, "a update native"},
		{"its scheduler moves it", handed(), func(s *scene) {
			s.d.Due = noon.Add(2 * time.Hour)
			s.limits(func(l *engine.Limits) { l.Reschedule = true })
		}, "a update native"},
		{"its scheduler edits, and the time is too near for it", handed(), func(s *scene) {
			s.d.Due = noon.Add(5 * time.Minute)
			s.limits(func(l *engine.Limits) { l.Reschedule = true })
		}, "a delete"},
		{"its scheduler edits, and the time is open again", handed(), func(s *scene) {
			s.d.Due, s.d.Slot = time.Time{}, true
			s.limits(func(l *engine.Limits) { l.Reschedule = true })
		}, "a delete"},
		{"nothing can be cancelled there", handed(), func(s *scene) {
			s.text("New")
			s.channel.Caps.Delete = false
		}, "a update held:manual native"},
		{"nothing may be cancelled there", handed(), func(s *scene) {
			s.text("New")
			s.limits(func(l *engine.Limits) { l.Verbs = []engine.Verb{engine.Create} })
		}, "a update held:manual native"},
		{"moved too near for its scheduler goes out from here", handed(), func(s *scene) { s.d.Due = noon.Add(9 * time.Minute) }, "a delete"},
		{"moved as near as its scheduler may be given", handed(), func(s *scene) { s.d.Due = noon.Add(10 * time.Minute) }, "a replace native"},
		{"moved nearer than its scheduler takes goes out from here", handed(), func(s *scene) {
			s.d.Due = noon.Add(20 * time.Minute)
			s.limits(func(l *engine.Limits) { l.ScheduleMin = 30 * time.Minute })
		}, "a delete"},
		{"moved further than its scheduler takes waits here", handed(), func(s *scene) {
			s.d.Due = noon.Add(3 * time.Hour)
			s.limits(func(l *engine.Limits) { l.ScheduleMax = 2 * time.Hour })
		}, "a delete"},
		{"changed, and the channel publishes by itself now", handed(), func(s *scene) {
			s.text("New")
			s.d.Rules.Native = false
		}, "a delete"},
		{"changed, and the network has no scheduler any more", handed(), func(s *scene) {
			s.text("New")
			s.limits(func(l *engine.Limits) { l.Schedules = false })
		}, "a delete"},
		{"changed to refer to what is not live waits", handed(), func(s *scene) {
			s.text("See ${post.b.c.url}")
			s.d.Refs = []engine.ID{id("b")}
		}, "a replace held:blocked native"},
		{"the channel wants its scheduler, and the network has none", handed(), func(s *scene) {
			s.fresh, s.hidden = true, true
			s.limits(func(l *engine.Limits) { l.Schedules = false })
		}, "a create held:scheduled"},
		{"the network has a scheduler, and the channel wants none", handed(), func(s *scene) { s.fresh, s.hidden, s.d.Rules.Native = true, true, false }, "a create held:scheduled"},
		{"as near as its scheduler may be given", handed(), func(s *scene) { s.fresh, s.hidden, s.d.Due = true, true, noon.Add(10*time.Minute) }, "a create native"},
		{"nearer than its scheduler takes", handed(), func(s *scene) {
			s.fresh, s.hidden = true, true
			s.limits(func(l *engine.Limits) { l.ScheduleMin = 2 * time.Hour })
		}, "a create held:scheduled"},
		{"as far as its scheduler takes", handed(), func(s *scene) {
			s.fresh, s.hidden = true, true
			s.limits(func(l *engine.Limits) { l.ScheduleMax = time.Hour })
		}, "a create native"},
		{"further than its scheduler takes", handed(), func(s *scene) {
			s.fresh, s.hidden = true, true
			s.limits(func(l *engine.Limits) { l.ScheduleMax = 30 * time.Minute })
		}, "a create held:scheduled"},
		{"what continues a thread is not handed over", handed(), func(s *scene) {
			s.fresh, s.hidden, s.d.Parent = true, true, id("root")
		}, "a create held:scheduled"},
		{"handed over, and its new text lacks an approval, is cancelled", handed(), func(s *scene) {
			s.text("New")
			s.Consents = map[string]engine.Verdict{s.d.Digest: {Reason: "lacks the approval of a senior"}}
		}, "a delete"},
		{"handed over, and its approval does not hold any more, is cancelled", handed(), func(s *scene) {
			s.Consents = map[string]engine.Verdict{s.d.Digest: {Reason: "lacks the approval of a senior"}}
		}, "a delete"},
		{"handed over, and its new text is approved", handed(), func(s *scene) {
			s.text("New")
			s.Consents = map[string]engine.Verdict{s.d.Digest: {Given: []engine.Approval{{By: "Sam"}}}}
		}, "a replace native"},
	})
}

// TestHandedOverAndDue goes through what became of a post whose time came while
// it waited in the network's scheduler.
func TestHandedOverAndDue(t *testing.T) {
	ago := func(d time.Duration) *scene {
		s := handed()
		s.r.Due, s.d.Due, s.hidden = noon.Add(-d), noon.Add(-d), true
		return s
	}
	another := func(s *scene, slug string, ago time.Duration) engine.Recorded {
		d := desired(slug, noon.Add(-ago))
		d.Spec = s.d.Spec
		r := recorded(d)
		r.Phase, r.Published, r.Remote = engine.Scheduled, time.Time{}, engine.RemoteID("r-"+slug)
		return r
	}
	live := func(s *scene, remote engine.RemoteID, ago time.Duration) {
		s.stranger(engine.Observed{Remote: remote, Phase: engine.Live, Created: noon.Add(-ago)})
	}
	run(t, []row{
		{"it kept its id", ago(time.Minute), func(s *scene) {
			s.channel.Seen = []engine.Observed{{ID: s.d.ID, Remote: "r1", Phase: engine.Live, Spec: s.d.Spec}}
		}, "a nothing note:went-live"},
		{"it is in the scheduler still", ago(time.Minute), func(s *scene) {
			s.channel.Seen = []engine.Observed{{ID: s.d.ID, Remote: "r1", Phase: engine.Scheduled, Spec: s.d.Spec}}
		}, "a nothing held:scheduled native"},
		{"it is in the scheduler still, and live", ago(time.Minute), func(s *scene) {
			s.channel.Seen = []engine.Observed{{ID: s.d.ID, Remote: "r1", Phase: engine.Scheduled, Spec: s.d.Spec}}
			live(s, "new", 0)
		}, "a nothing note:went-live"},
		{"of a time that the network does not tell it is found", ago(time.Minute), func(s *scene) {
			s.stranger(engine.Observed{Phase: engine.Live})
		}, "a nothing note:went-live"},
		{"what readers do not see is not it", ago(time.Minute), func(s *scene) {
			s.stranger(engine.Observed{Phase: engine.Scheduled, Created: noon})
		}, "a nothing held:scheduled native"},
		{"a day later it is found still", ago(48 * time.Hour), func(s *scene) { live(s, "new", 24*time.Hour) }, "a nothing note:went-live"},
		{"more than a day away it is another post", ago(48 * time.Hour), func(s *scene) { live(s, "new", 24*time.Hour-time.Second) }, "a nothing held:uncertain"},
		{"within the lateness that is allowed it is waited for", ago(4*time.Hour - time.Second), nil, "a nothing held:scheduled native"},
		{"from then on a person is asked", ago(4 * time.Hour), nil, "a nothing held:uncertain"},
		{"a network that takes longer to show it is given its time", ago(time.Hour), func(s *scene) {
			s.d.Rules.Late.Max, s.channel.Info.Settle = 0, 2*time.Hour
		}, "a nothing held:scheduled native"},
		{"its file is gone, and it is live", ago(time.Minute), func(s *scene) {
			s.gone = true
			live(s, "new", time.Minute)
		}, "a nothing note:went-live"},
		{"its file is gone, and it is not seen yet", ago(time.Minute), func(s *scene) { s.gone = true }, "a nothing held:scheduled native"},
		{"its file is gone, and it was not published", ago(time.Hour), func(s *scene) { s.gone = true }, "a nothing held:uncertain"},
		{"its file is a draft, and it is given the lateness that its file allows", ago(time.Hour), func(s *scene) { s.d.Due = time.Time{} }, "a nothing held:scheduled native"},
		{"a finding blocks its file, and it is live", ago(time.Minute), func(s *scene) {
			s.Blocked = map[engine.ID]string{id("a"): "x"}
			live(s, "new", time.Minute)
		}, "a nothing note:went-live"},
		{"retracted, it is found first", ago(time.Minute), func(s *scene) {
			s.d.Class = engine.Remove
			live(s, "new", time.Minute)
		}, "a nothing note:went-live"},
		{"its channel was gone, and is back: it is found and not published again", ago(time.Hour), func(s *scene) {
			s.r.Released = true
			live(s, "new", time.Hour)
		}, "a nothing note:went-live"},
		{"its channel was gone, and is back: it is waited for", ago(time.Hour), func(s *scene) { s.r.Released = true }, "a nothing held:scheduled native"},
		{"its channel was gone, is back and cannot be read: a person is asked", ago(5 * time.Hour), func(s *scene) {
			s.r.Released, s.channel.Listed, s.d.Rules.Late.Then = true, false, engine.LatePublish
		}, "a nothing held:uncertain"},
		{"its channel was gone, and it has a new name", ago(time.Hour), func(s *scene) {
			s.r.ID, s.r.Released, s.d.Was = id("old"), true, []engine.ID{id("old")}
			live(s, "new", time.Hour)
		}, "a nothing note:went-live"},
		{"on a channel that is gone, it is managed no more", ago(time.Minute), func(s *scene) {
			s.gone, s.r.ID.Channel = true, "former"
		}, "a release note:released"},
		{"two of one text and one time, and one copy", ago(time.Hour), func(s *scene) {
			s.knows(another(s, "b", time.Hour))
			live(s, "new", time.Hour)
		}, "a nothing note:went-live; b nothing held:uncertain"},
		{"the copy nearest to the other's time is the other's", ago(2 * time.Hour), func(s *scene) {
			s.knows(another(s, "b", time.Hour))
			live(s, "new", time.Hour)
		}, "a nothing held:scheduled native; b nothing note:went-live"},
		{"the copy nearest to the time of one that has a new name is that one's", ago(2 * time.Hour), func(s *scene) {
			other := desired("new-b", noon.Add(-time.Hour))
			other.Spec, other.Was = s.d.Spec, []engine.ID{id("b")}
			s.Desired = []engine.Desired{other}
			s.knows(another(s, "b", time.Hour))
			live(s, "new", time.Hour)
		}, "a nothing held:scheduled native; new-b nothing note:went-live"},
		{"on another channel there is another copy", ago(2 * time.Hour), func(s *scene) {
			other := another(s, "b", time.Hour)
			other.ID.Channel = "d"
			s.knows(other)
			live(s, "new", time.Hour)
		}, "a nothing note:went-live; b release note:released"},
		{"one of another text has another copy", ago(2 * time.Hour), func(s *scene) {
			other := another(s, "b", time.Hour)
			other.Print = engine.Print{Text: engine.HashText("another")}
			s.knows(other)
			live(s, "new", time.Hour)
		}, "a nothing note:went-live; b nothing held:uncertain"},
		{"one that is to come has no copy yet", ago(2 * time.Hour), func(s *scene) {
			other := another(s, "b", -30*time.Minute)
			other.Last.At = noon
			s.knows(other)
			live(s, "new", time.Minute)
		}, "a nothing note:went-live; b delete"},
		{"one that is live has its own copy", ago(2 * time.Hour), func(s *scene) {
			other := another(s, "b", time.Hour)
			other.Phase, other.Published = engine.Live, noon.Add(-time.Hour)
			s.lives(other, s.d.Spec)
			live(s, "new", time.Hour)
		}, "a nothing note:went-live; b release note:released"},
	})
}

func TestOfSeveralCopiesTheNearestIsIt(t *testing.T) {
	at := func(remote engine.RemoteID, d time.Duration) engine.Observed {
		return engine.Observed{Remote: remote, Phase: engine.Live, Created: noon.Add(d)}
	}
	for name, c := range map[string]struct {
		copies []engine.Observed
		want   engine.RemoteID
	}{
		"the nearer comes last":   {[]engine.Observed{at("a", -4*time.Hour), at("b", -time.Hour)}, "b"},
		"the nearer comes first":  {[]engine.Observed{at("b", -4*time.Hour), at("a", -time.Hour)}, "a"},
		"as near before as after": {[]engine.Observed{at("b", -time.Hour), at("a", -3*time.Hour)}, "a"},
	} {
		s := handed()
		s.r.Due, s.d.Due, s.hidden = noon.Add(-2*time.Hour), noon.Add(-2*time.Hour), true
		for _, o := range c.copies {
			s.stranger(o)
		}
		if p := s.compute(); line(p) != "a nothing note:went-live" || p.Changes[0].Note.Remote != c.want {
			t.Errorf("%s: %s, %+v, want %s", name, line(p), p.Changes[0].Note, c.want)
		}
	}
}
