package cli

import (
	"testing"
	"time"

	"galley/engine/report"
	"galley/engine/zone"
	"galley/schema"
)

func TestPeriodsAreThoseThatPeopleMean(t *testing.T) {
	paris, err := zone.Load("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	campaigns := []schema.Campaign{{ID: "winter", From: "2026-12-01", To: "2026-12-20"}, {ID: "open", From: "2026-12-01"}}
	for _, tt := range []struct {
		flags          spanFlags
		now            string
		name, from, to string // to is exclusive
	}{
		{spanFlags{month: "2026-02"}, "2026-12-09 12:00", "2026-02", "2026-02-01", "2026-03-01"},
		{spanFlags{month: "this"}, "2026-03-31 23:59", "2026-03", "2026-03-01", "2026-04-01"},
		{spanFlags{month: "last"}, "2026-03-31 12:00", "2026-02", "2026-02-01", "2026-03-01"},
		{spanFlags{month: "last"}, "2026-01-01 00:00", "2025-12", "2025-12-01", "2026-01-01"},
		{spanFlags{week: "2026-W01"}, "2026-12-09 12:00", "2026-W01", "2025-12-29", "2026-01-05"},
		{spanFlags{week: "2026-w53"}, "2026-12-09 12:00", "2026-W53", "2026-12-28", "2027-01-04"},
		{spanFlags{week: "this"}, "2027-01-03 12:00", "2026-W53", "2026-12-28", "2027-01-04"},
		{spanFlags{week: "last"}, "2026-03-30 01:00", "2026-W13", "2026-03-23", "2026-03-30"}, // the clocks go forward
		{spanFlags{quarter: "2026-q2"}, "2026-12-09 12:00", "2026-Q2", "2026-04-01", "2026-07-01"},
		{spanFlags{quarter: "last"}, "2026-01-09 12:00", "2025-Q4", "2025-10-01", "2026-01-01"},
		{spanFlags{year: "last"}, "2026-12-09 12:00", "2025", "2025-01-01", "2026-01-01"},
		{spanFlags{since: "2026-12-05"}, "2026-12-09 12:00", "2026-12-05-to-2026-12-31", "2026-12-05", "2027-01-01"},
		{spanFlags{until: "2026-12-05"}, "2026-12-09 12:00", "2026-12-01-to-2026-12-05", "2026-12-01", "2026-12-06"},
		{spanFlags{since: "2026-10-24", until: "2026-10-25"}, "2026-12-09 12:00", "2026-10-24-to-2026-10-25", "2026-10-24", "2026-10-26"},
		{spanFlags{campaign: "winter"}, "2026-12-09 12:00", "campaign-winter", "2026-12-01", "2026-12-21"},
		{spanFlags{campaign: "winter", month: "2026-12"}, "2026-12-09 12:00", "2026-12", "2026-12-01", "2027-01-01"},
		{spanFlags{campaign: "open"}, "2026-12-09 12:00", "", "", ""},
		{spanFlags{week: "2025-W53"}, "2026-12-09 12:00", "", "", ""},
		{spanFlags{week: "2026-W00"}, "2026-12-09 12:00", "", "", ""},
		{spanFlags{quarter: "2026-Q5"}, "2026-12-09 12:00", "", "", ""},
		{spanFlags{year: "26"}, "2026-12-09 12:00", "", "", ""},
		{spanFlags{month: "2026-12", since: "2026-12-01"}, "2026-12-09 12:00", "", "", ""},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", tt.now, paris)
		if err != nil {
			t.Fatal(err)
		}
		s, named, err := tt.flags.stretch(now, campaigns)
		if tt.name == "" {
			if err == nil {
				t.Errorf("%+v is taken for %s", tt.flags, s.name)
			}
			continue
		}
		from, to := s.period.From.Format(time.DateOnly), s.period.To.Format(time.DateOnly)
		if err != nil || !named || s.name != tt.name || from != tt.from || to != tt.to {
			t.Errorf("%+v at %s: %s from %s to %s, %v; want %s from %s to %s", tt.flags, tt.now, s.name, from, to, err, tt.name, tt.from, tt.to)
		}
		if again := stretchAt(s.span, s.period.From); s.span != report.Days && s.span != report.OneCampaign && again != s {
			t.Errorf("%s begins in %s", s.name, again.name)
		}
	}
}
