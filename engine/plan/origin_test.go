package plan_test

import (
	"testing"
	"time"

	"galley/engine"
)

// TestARevisionExplainsWhatItChanged tells the changes of a pull request from
// those that were waiting before it.
func TestARevisionExplainsWhatItChanged(t *testing.T) {
	frozen := []engine.Freeze{{Slug: "f", All: true, From: noon.Add(-time.Hour)}}
	edited := func(s *scene) { s.text("Another text") }
	for name, c := range map[string]struct {
		scene  *scene
		change func(*scene)
		base   map[engine.ID]string
		want   engine.Origin
	}{
		"a new post":                                 {due(time.Hour), nil, map[engine.ID]string{}, engine.FromChange},
		"one that was there before":                  {due(time.Hour), nil, map[engine.ID]string{id("a"): digest("a", time.Hour)}, engine.FromPending},
		"one that is frozen and new":                 {due(-time.Hour), func(s *scene) { s.Freezes = frozen }, map[engine.ID]string{}, engine.FromChange},
		"one that is frozen and old":                 {due(-time.Hour), func(s *scene) { s.Freezes = frozen }, map[engine.ID]string{id("a"): digest("a", -time.Hour)}, engine.FromPending},
		"an edit":                                    {published(), edited, map[engine.ID]string{id("a"): digest("a", -time.Hour)}, engine.FromChange},
		"an edit made before":                        {published(), edited, map[engine.ID]string{id("a"): edit("a")}, engine.FromPending},
		"a file that is gone":                        {published(), func(s *scene) { s.gone = true }, map[engine.ID]string{id("a"): digest("a", -time.Hour)}, engine.FromChange},
		"a file that was gone before":                {published(), func(s *scene) { s.gone = true }, map[engine.ID]string{}, engine.FromPending},
		"a post somebody took down":                  {published(), func(s *scene) { s.hidden = true }, map[engine.ID]string{id("a"): "other"}, engine.FromDrift},
		"a file that is gone where nothing is known": {published(), func(s *scene) { s.gone = true }, nil, engine.FromChange},
		"a finding where nothing is known":           {due(time.Hour), func(s *scene) { s.Blocked = map[engine.ID]string{id("a"): "x"} }, nil, engine.FromPending},
		"an edit where nothing is known":             {published(), edited, nil, engine.FromChange},
		"a request that got no answer yet":           {due(-time.Hour), open, map[engine.ID]string{}, engine.FromPending},
	} {
		t.Run(name, func(t *testing.T) {
			if c.change != nil {
				c.change(c.scene)
			}
			c.scene.Base = c.base
			p := c.scene.compute()
			if len(p.Changes) != 1 || p.Changes[0].Origin != c.want {
				t.Errorf("got %+v, want one change that is %q", p.Changes, c.want)
			}
		})
	}
}

func digest(slug string, d time.Duration) string { return desired(slug, noon.Add(d)).Digest }

func edit(slug string) string {
	s := published()
	s.text("Another text")
	return s.d.Digest
}

// open is a create that left and was not answered.
func open(s *scene) {
	s.fresh = false
	s.r = engine.Recorded{}.Began(engine.Intent{ID: s.d.ID, Verb: engine.Create, Account: s.d.Account, Digest: s.d.Digest,
		Due: s.d.Due, Run: "r", Seq: 1})
}
