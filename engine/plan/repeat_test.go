package plan_test

import (
	"fmt"
	"testing"
	"time"

	"galley/engine"
)

// TestRepeats goes through what a rule of dates, and a change of it, does to
// what is on the record. "a" is due on 10 December, at 12:00 in Paris.
func TestRepeats(t *testing.T) {
	at := func(d engine.Desired, date string) engine.Desired {
		day, err := time.Parse(time.DateOnly, date)
		if err != nil {
			t.Fatal(err)
		}
		d.ID, d.Due = d.ID.On(date), day.Add(11*time.Hour)
		d.Digest = d.ComputeDigest()
		return d
	}
	out := func(s *scene, dates ...string) {
		s.fresh, s.hidden = true, true
		s.Record.IDs = map[engine.ID]engine.Recorded{}
		for _, date := range dates {
			d := s.d
			if date != "" {
				d = at(s.d, date)
			}
			r := recorded(d)
			r.Remote = engine.RemoteID("r" + date)
			s.Record.IDs[d.ID] = r
			s.channel.Seen = append(s.channel.Seen, engine.Observed{ID: d.ID, Remote: r.Remote, Phase: engine.Live, Spec: d.Spec, URL: r.URL})
		}
	}
	for _, test := range []struct {
		name  string
		setup func(s *scene)
		want  string
	}{
		{"each date goes out once", func(s *scene) {
			out(s, "2026-12-03")
			s.Desired = []engine.Desired{at(s.d, "2026-12-03"), at(s.d, "2026-12-17")}
			s.d = at(s.d, "2026-12-10")
		}, "a/@2026-12-10 create; a/@2026-12-17 create held:scheduled; matches=1"},
		{"a date that the rule no longer gives stays online", func(s *scene) {
			out(s, "2026-12-03", "2026-12-04")
			s.Policy.Prune = true
			s.d = at(s.d, "2026-12-04")
		}, "matches=1"},
		{"one that waits at the network is cancelled", func(s *scene) {
			out(s)
			gone := at(s.d, "2026-12-17")
			r := recorded(gone)
			r.Phase, r.Published = engine.Scheduled, time.Time{}
			s.Record.IDs[gone.ID] = r
			s.channel.Seen = append(s.channel.Seen, engine.Observed{ID: gone.ID, Remote: r.Remote, Phase: engine.Scheduled, Spec: gone.Spec})
			s.d = at(s.d, "2026-12-18")
		}, "a/@2026-12-17 delete; a/@2026-12-18 create held:scheduled"},
		{"a post that begins to repeat is not published again", func(s *scene) {
			out(s, "")
			s.d = at(s.d, "2026-12-10")
		}, "a/@2026-12-10 adopt note:adopted"},
		{"a post that begins to repeat on other days is", func(s *scene) {
			out(s, "")
			s.d = at(s.d, "2026-12-17")
		}, "a/@2026-12-17 create held:scheduled"},
		{"a post that no longer repeats is not published again", func(s *scene) {
			out(s, "2026-12-10")
		}, "a adopt note:adopted"},
		{"a retracted post goes with all its dates", func(s *scene) {
			out(s, "2026-12-03", "2026-12-10")
			s.d = at(s.d, "2026-12-10")
			s.d.Class = engine.Remove
		}, "a/@2026-12-03 delete; a/@2026-12-10 delete"},
		{"a file that is gone leaves all of them", func(s *scene) {
			out(s, "2026-12-03", "2026-12-10")
			s.gone = true
		}, "a/@2026-12-03 release note:released; a/@2026-12-10 release note:released"},
		{"a retracted post goes with the one from before it repeated", func(s *scene) {
			out(s, "", "2026-12-03")
			s.d = at(s.d, "2026-12-03")
			s.d.Class = engine.Remove
		}, "a/@2026-12-03 delete; a delete"},
		{"a post that no longer repeats leaves its other dates online", func(s *scene) {
			out(s, "2026-12-03")
		}, "a create"},
		{"among many others, a post that no longer repeats is not published again", func(s *scene) {
			out(s, "2026-12-10")
			for i := range 60 {
				other := desired(fmt.Sprintf("other-%d", i), noon.Add(-time.Hour))
				s.Desired = append(s.Desired, other)
				s.lives(recorded(other), other.Spec)
			}
		}, "a adopt note:adopted; matches=60"},
		{"a zone that nobody knows is that of Greenwich", func(s *scene) {
			s.d.Zone = "Mars/Olympus"
			out(s, "2026-12-10")
		}, "a adopt note:adopted"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := due(-time.Hour)
			test.setup(s)
			if got := line(s.compute()); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
