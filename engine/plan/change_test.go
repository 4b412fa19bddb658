package plan_test

import (
	"reflect"
	"testing"
	"time"

	"galley/engine"
)

// TestWhatAChangeHolds goes by all that apply, the approvals and the printed plan
// need of one; what people are told has its own table.
func TestWhatAChangeHolds(t *testing.T) {
	seen := func(s *scene, text string) *engine.Observed {
		return &engine.Observed{ID: s.r.ID, Remote: "r1", Phase: s.r.Phase, Spec: &engine.Post{Text: text}, URL: s.r.URL}
	}
	diff := []engine.FieldDiff{{Field: "text", Was: "Text of a", Now: "New"}}
	for name, c := range map[string]struct {
		scene *scene
		set   func(*scene)
		want  func(*scene) engine.Change
	}{
		"a post": {due(-time.Hour), nil, func(s *scene) engine.Change {
			return engine.Change{ID: s.d.ID, Verb: engine.Create, After: &s.d, Due: s.d.Due, Digest: s.d.Digest, Origin: engine.FromChange}
		}},
		"a post due at its merge": {due(0), func(s *scene) { s.d.Due, s.d.Merge = time.Time{}, true }, func(s *scene) engine.Change {
			return engine.Change{ID: s.d.ID, Verb: engine.Create, After: &s.d, Due: noon, Digest: s.d.Digest, Origin: engine.FromChange}
		}},
		"a post that is blocked": {due(-time.Hour), func(s *scene) { s.Blocked = map[engine.ID]string{id("a"): "x"} }, func(s *scene) engine.Change {
			return engine.Change{ID: s.d.ID, After: &s.d, Due: s.d.Due, Digest: s.d.Digest, Origin: engine.FromPending, Hold: engine.HoldBlocked}
		}},
		"an edit, moved since": {published(), func(s *scene) { s.text("New"); s.d.Due = noon.Add(-2 * time.Hour) }, func(s *scene) engine.Change {
			return engine.Change{ID: s.d.ID, Verb: engine.Update, Before: seen(s, "Text of a"), After: &s.d, Due: s.r.Due, Digest: s.d.Digest,
				Origin: engine.FromChange, Diff: diff}
		}},
		"an edit that is not read": {published(), func(s *scene) {
			s.text("New")
			s.hidden, s.channel.Listed, s.channel.Caps.List, s.r.Version = true, false, false, "v1"
		}, func(s *scene) engine.Change {
			return engine.Change{ID: s.d.ID, Verb: engine.Update, Before: &engine.Observed{ID: s.d.ID, Remote: "r1", Version: "v1", Phase: engine.Live, URL: s.r.URL, Due: s.r.Due},
				After: &s.d, Due: s.r.Due, Digest: s.d.Digest, Origin: engine.FromChange, Blind: true,
				Diff: []engine.FieldDiff{{Field: "text", Now: "New", Recorded: true}}}
		}},
		"a withdrawal": {published(), func(s *scene) { s.d.Class = engine.Remove }, func(s *scene) engine.Change {
			return engine.Change{ID: s.d.ID, Verb: engine.Delete, Before: seen(s, "Text of a"), After: &s.d, Due: s.r.Due, Digest: s.d.Digest, Origin: engine.FromChange}
		}},
		"a part that goes with its post": {published(), func(s *scene) {
			whole := desired("a", noon)
			whole.Class = engine.Remove
			s.gone, s.Desired = true, []engine.Desired{whole}
			s.d.ID.Part, s.r.ID.Part = "2", "2"
		}, func(s *scene) engine.Change {
			digest := engine.RemovalDigest(s.r.ID, s.r.Account, "")
			return engine.Change{ID: s.r.ID, Verb: engine.Delete, Before: seen(s, "Text of a"), Due: s.r.Due, Digest: digest, Origin: engine.FromChange,
				After: &engine.Desired{ID: s.r.ID, Class: engine.Remove, Account: s.r.Account, Digest: digest, Reason: "with the post it is a part of"}}
		}},
		"a file that is gone": {published(), func(s *scene) { s.gone, s.r.Version, s.r.Generation = true, "v1", 2 }, func(s *scene) engine.Change {
			return engine.Change{ID: s.r.ID, Verb: engine.ReleaseOwned, Due: s.r.Due, Digest: engine.RemovalDigest(s.r.ID, s.r.Account, ""), Origin: engine.FromChange,
				Before: &engine.Observed{ID: s.r.ID, Remote: "r1", Version: "v1", Phase: engine.Live, URL: s.r.URL, Due: s.r.Due},
				Note: &engine.Outcome{ID: s.r.ID, Account: s.r.Account, Result: engine.ResultReleased, Phase: engine.Live, Verb: engine.ReleaseOwned, Remote: "r1",
					URL: s.r.URL, Version: "v1", Print: s.r.Print, Fields: s.r.Fields, Due: s.r.Due, Digest: s.r.Digest, Generation: 2,
					Reason: "its file is gone; the post stays online"}}
		}},
		"what is gone there": {published(), func(s *scene) { s.hidden, s.r.Version = true, "v1" }, func(s *scene) engine.Change {
			return engine.Change{ID: s.d.ID, After: &s.d, Due: s.d.Due, Digest: s.d.Digest, Origin: engine.FromDrift, Hold: engine.HoldBlocked,
				Note: &engine.Outcome{ID: s.d.ID, Account: s.d.Account, Result: engine.ResultGone, Phase: engine.Live, Remote: "r1", URL: s.r.URL, Version: "v1",
					Print: s.r.Print, Fields: s.r.Fields, Due: s.r.Due, Digest: s.r.Digest}}
		}},
		"a request without an answer": {due(-time.Hour), func(s *scene) {
			open(s)
			s.r.Open.Digest, s.r.Open.Due = "sent", noon.Add(-2*time.Hour)
		}, func(s *scene) engine.Change {
			return engine.Change{ID: s.d.ID, Verb: engine.Create, After: &s.d, Due: noon.Add(-2 * time.Hour), Digest: "sent", Origin: engine.FromPending, Hold: engine.HoldUncertain}
		}},
		"handed over, changed and renamed": {handed(), func(s *scene) {
			renamed(s)
			s.channel.Seen[0].Phase, s.channel.Seen[0].URL = engine.Scheduled, s.r.URL
			s.text("New")
			s.d.Due = noon.Add(2 * time.Hour)
			s.limits(func(l *engine.Limits) { l.Reschedule = true })
		}, func(s *scene) engine.Change {
			before := seen(s, "Text of a")
			before.Phase = engine.Scheduled
			return engine.Change{ID: s.d.ID, Verb: engine.Update, Before: before, After: &s.d, Due: s.d.Due, Digest: s.d.Digest, Origin: engine.FromChange, Native: true,
				Diff: diff, Note: &engine.Outcome{ID: s.d.ID, Account: s.d.Account, Result: engine.ResultAdopted, Verb: engine.Adopt, Phase: engine.Scheduled, Remote: "r1",
					URL: s.r.URL, Print: s.r.Print, Fields: s.r.Fields, Due: s.r.Due, Digest: s.r.Digest, Renamed: id("a")}}
		}},
		"published by the scheduler": {handed(), func(s *scene) {
			s.r.Due, s.d.Due, s.hidden = noon.Add(-time.Minute), noon.Add(-time.Minute), true
			s.stranger(engine.Observed{Remote: "new", Phase: engine.Live, Created: noon})
		}, func(s *scene) engine.Change {
			return engine.Change{ID: s.d.ID, Before: &s.channel.Seen[0], Due: s.r.Due, Digest: s.r.Digest, Origin: engine.FromPending,
				Note: &engine.Outcome{ID: s.d.ID, Account: s.d.Account, Result: engine.ResultWentLive, Phase: engine.Live, Remote: "new",
					Print: s.r.Print, Fields: s.r.Fields, Due: s.r.Due, Digest: s.r.Digest}}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if c.set != nil {
				c.set(c.scene)
			}
			p := c.scene.compute()
			if len(p.Changes) != 1 {
				t.Fatalf("got %s, want one change", line(p))
			}
			got := p.Changes[0]
			got.Reason, got.Hint = "", ""
			if want := c.want(c.scene); !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v\nbefore %+v\nwant   %+v\nnote %+v\nwant %+v", got, want, got.Before, want.Before, got.Note, want.Note)
			}
		})
	}
}
