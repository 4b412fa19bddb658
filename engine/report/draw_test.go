package report

import (
	"bytes"
	"testing"
	"time"

	"galley/engine/metrics"
	"galley/engine/report/chart"
)

func TestLinesThatOnePlotWouldFlattenGetScalesOfTheirOwn(t *testing.T) {
	line := func(values ...float64) ChartSeries {
		s := ChartSeries{Name: "channel"}
		for i, n := range values {
			s.Points = append(s.Points, metrics.Point{At: time.Date(2026, time.November, 1+i, 0, 0, 0, 0, time.UTC), N: n})
		}
		return s
	}
	for _, c := range []struct {
		name   string
		series []ChartSeries
		rows   bool
	}{
		{"alone", []ChartSeries{line(1000, 1004)}, false},
		{"near each other", []ChartSeries{line(1000, 1100), line(1200, 1150)}, false},
		{"far from each other", []ChartSeries{line(1000, 1010), line(90, 99)}, true},
		{"one that does not move", []ChartSeries{line(1000, 1500), line(90, 90)}, false},
		{"one without points", []ChartSeries{line(1000, 1500), line()}, false},
		{"too many", []ChartSeries{line(1, 2), line(1, 3), line(1, 4), line(1, 5), line(2, 3), line(2, 4), line(2, 5)}, true},
	} {
		picture, err := Draw(Chart{Kind: LineChart, Title: "Followers", Series: c.series}, chart.Head{})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if rows := bytes.Contains(picture, []byte("a scale of its own")); rows != c.rows {
			t.Errorf("%s: drawn in rows: %v, want %v", c.name, rows, c.rows)
		}
	}
}
