package cli

import (
	"testing"
	"time"

	"galley/engine/metrics"
)

func TestAnObjectiveIsHeldAgainstFiguresOfItsTimeAlone(t *testing.T) {
	day := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, time.UTC) }
	month := func(m time.Month) metrics.Period { return metrics.Period{From: day(m, 1), To: day(m+1, 1)} }
	autumn := metrics.Objective{From: day(9, 15), Due: day(11, 15)}
	for _, c := range []struct {
		name string
		of   metrics.Period
		x    metrics.Objective
		asOf time.Time
		want bool
	}{
		{"it runs", month(10), autumn, day(10, 20), true},
		{"it began within", month(9), autumn, day(12, 1), true},
		{"nobody says when it began", month(1), metrics.Objective{Due: day(11, 15)}, day(12, 1), true},
		{"it had not begun", month(8), autumn, day(12, 1), false},
		{"it was over", month(12), autumn, day(12, 20), false},
		{"the period has not begun", month(11), autumn, day(10, 20), false},
	} {
		if got := tells(c.of, c.x, c.asOf); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
