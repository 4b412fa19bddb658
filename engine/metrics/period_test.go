package metrics

import (
	"testing"
	"time"

	"galley/engine/zone"
)

func TestPeriodsAreHeldAgainstTheirLike(t *testing.T) {
	paris, err := zone.Load("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", text, paris)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	span := func(from, to string) Period { return Period{at(from + " 00:00"), at(to + " 00:00")} }
	for _, c := range []struct {
		name         string
		period       Period
		asOf         time.Time
		before, year Period
	}{
		{"a month", span("2026-03-01", "2026-04-01"), time.Time{}, span("2026-02-01", "2026-03-01"), span("2025-03-01", "2025-04-01")},
		{"a quarter", span("2026-01-01", "2026-04-01"), time.Time{}, span("2025-10-01", "2026-01-01"), span("2025-01-01", "2025-04-01")},
		{"a year", span("2026-01-01", "2027-01-01"), time.Time{}, span("2025-01-01", "2026-01-01"), span("2025-01-01", "2026-01-01")},
		{"a leap February", span("2024-02-01", "2024-03-01"), time.Time{}, span("2024-01-01", "2024-02-01"), span("2023-02-01", "2023-03-01")},
		{"the week the clocks go forward", span("2026-03-23", "2026-03-30"), time.Time{}, span("2026-03-16", "2026-03-23"), span("2025-03-24", "2025-03-31")},
		{"forty days", span("2026-11-15", "2026-12-25"), time.Time{}, span("2026-10-06", "2026-11-15"), span("2025-11-15", "2025-12-25")},
		{"a month that runs", span("2026-03-01", "2026-04-01"), at("2026-03-10 12:00"),
			Period{at("2026-02-01 00:00"), at("2026-02-10 12:00")}, Period{at("2025-03-01 00:00"), at("2025-03-10 12:00")}},
		{"the end of a month longer than the last", span("2026-03-01", "2026-04-01"), at("2026-03-31 12:00"),
			span("2026-02-01", "2026-03-01"), Period{at("2025-03-01 00:00"), at("2025-03-31 12:00")}},
		{"a month that has not begun", span("2026-03-01", "2026-04-01"), at("2026-02-10 12:00"),
			span("2026-02-01", "2026-02-01"), span("2025-03-01", "2025-03-01")},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, year := Compared(c.period, c.asOf, paris)
			if !same(before, c.before) || !same(year, c.year) {
				t.Errorf("got %v and %v\nwant %v and %v", before, year, c.before, c.year)
			}
		})
	}
}

func same(a, b Period) bool { return a.From.Equal(b.From) && a.To.Equal(b.To) }
