package plan_test

import (
	"testing"
	"time"

	"galley/engine"
	"galley/engine/plan"
)

func TestFreezes(t *testing.T) {
	run(t, []row{
		{"merge under a freeze is noted once", due(0), func(s *scene) {
			s.d.Due, s.d.Merge = time.Time{}, true
			s.Freezes = []engine.Freeze{crisis()}
		}, "a create held:blocked note:held"},
		{"frozen and due is blocked and noted", due(-time.Hour), func(s *scene) { s.Freezes = []engine.Freeze{crisis()} }, "a create held:blocked note:held"},
		{"frozen and due is noted once", due(-time.Hour), func(s *scene) {
			s.Freezes = []engine.Freeze{crisis()}
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Held: s.d.Due}
		}, "a create held:blocked"},
		{"a freeze allows by name", due(-time.Hour), func(s *scene) {
			f := crisis()
			f.Allow = []string{"a"}
			s.Freezes = []engine.Freeze{f}
		}, "a create"},
		{"a freeze of another channel does not count", due(-time.Hour), func(s *scene) {
			f := crisis()
			f.All, f.Channels = false, []engine.Channel{"other"}
			s.Freezes = []engine.Freeze{f}
		}, "a create"},
		{"a thaw publishes nothing by itself", due(-time.Hour), func(s *scene) { s.Freezes = []engine.Freeze{past()} }, "a create held:blocked note:held"},
		{"a freeze whose file is gone still holds what it held", due(-time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Held: s.d.Due}
		}, "a create held:blocked"},
		{"thawed goes out when asked for", due(-time.Hour), func(s *scene) {
			s.Freezes = []engine.Freeze{past()}
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Held: s.d.Due}
			s.Ask = plan.Ask{Only: []string{"a"}, Now: true}
		}, "a create"},
		{"no asking lifts a freeze in force", due(-time.Hour), func(s *scene) {
			s.Freezes = []engine.Freeze{crisis()}
			s.Ask = plan.Ask{Only: []string{"a"}, Now: true}
		}, "a create held:blocked note:held"},
		{"came due before the freeze goes out after it", due(-3 * time.Hour), func(s *scene) { s.Freezes = []engine.Freeze{past()} }, "a create"},
		{"changed under a freeze waits", published(), func(s *scene) { s.text("New"); s.Freezes = []engine.Freeze{crisis()} }, "a update held:blocked"},
		{"retracted goes through a freeze", published(), func(s *scene) { s.d.Class, s.Freezes = engine.Remove, []engine.Freeze{crisis()} }, "a delete"},
		{"manual that was handed over and is frozen now is held", due(-time.Hour), func(s *scene) {
			byHand(s)
			s.Freezes = []engine.Freeze{crisis()}
		}, "a nothing held:blocked"},
		{"frozen now and due after it is not handed over", handed(), func(s *scene) {
			s.fresh, s.hidden = true, true
			s.Freezes = []engine.Freeze{{Slug: "short", All: true, From: noon.Add(-time.Hour), Until: noon.Add(time.Minute)}}
		}, "a create held:blocked native"},
		{"due in a freeze to come is not handed over", handed(), func(s *scene) {
			s.fresh, s.hidden = true, true
			s.Freezes = []engine.Freeze{{Slug: "blackout", All: true, From: noon.Add(50 * time.Minute), Until: noon.Add(2 * time.Hour)}}
		}, "a create held:blocked native"},
		{"due between two freezes is handed over", handed(), func(s *scene) {
			s.fresh, s.hidden = true, true
			s.Freezes = []engine.Freeze{past(), {Slug: "later", All: true, From: noon.Add(2 * time.Hour)}}
		}, "a create native"},
		{"a time in a freeze to come waits for its time", due(time.Hour), func(s *scene) {
			s.Freezes = []engine.Freeze{{Slug: "blackout", All: true, From: noon.Add(50 * time.Minute)}}
		}, "a create held:scheduled"},
		{"what a freeze held at another time goes out", due(-time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Held: s.d.Due.Add(-time.Hour)}
		}, "a create"},
		{"thawed, and held before, is not noted again", due(-time.Hour), func(s *scene) {
			s.Freezes = []engine.Freeze{past()}
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Held: s.d.Due}
		}, "a create held:blocked"},
		{"asked for, it goes out after one freeze and not into another", due(-time.Hour), func(s *scene) {
			s.Freezes = []engine.Freeze{past(), crisis()}
			s.Ask = plan.Ask{Only: []string{"a"}, Now: true}
		}, "a create held:blocked note:held"},
		{"a freeze of another channel holds no edit", published(), func(s *scene) {
			f := crisis()
			f.All, f.Channels = false, []engine.Channel{"other"}
			s.text("New")
			s.Freezes = []engine.Freeze{f}
		}, "a update"},
		{"no drift is put back under a freeze", published(), func(s *scene) {
			s.edited("by hand")
			s.Policy.Restore, s.Freezes = true, []engine.Freeze{crisis()}
		}, "a update held:blocked drift"},
		{"what its target lost is written again under a freeze", published(), func(s *scene) {
			s.hidden, s.Freezes = true, []engine.Freeze{crisis()}
			s.limits(func(l *engine.Limits) { l.Mirrored = true })
		}, "a create drift"},
		{"an edit of what its target lost waits", published(), func(s *scene) {
			s.text("New")
			s.hidden, s.Freezes = true, []engine.Freeze{crisis()}
			s.limits(func(l *engine.Limits) { l.Mirrored = true })
		}, "a create held:blocked drift"},
		{"an edit of what its target lost goes out without a freeze", published(), func(s *scene) {
			s.text("New")
			s.hidden = true
			s.limits(func(l *engine.Limits) { l.Mirrored = true })
		}, "a create drift"},
		{"no asking hands it over into a freeze to come", handed(), func(s *scene) {
			s.fresh, s.hidden, s.Ask = true, true, plan.Ask{Only: []string{"a"}, Now: true}
			s.Freezes = []engine.Freeze{{Slug: "blackout", All: true, From: noon.Add(50 * time.Minute), Until: noon.Add(2 * time.Hour)}}
		}, "a create held:blocked native"},
	})
}
