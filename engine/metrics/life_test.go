package metrics_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"galley/engine/metrics"
	"galley/engine/metrics/metricstest"
)

var update = flag.Bool("update", false, "write the golden files")

func life(t testing.TB) metricstest.Life {
	t.Helper()
	l, err := metricstest.Year(metricstest.Seed)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestFiguresOfAYearOfLife(t *testing.T) {
	l := life(t)
	for _, c := range []struct {
		name   string
		period metrics.Period
	}{
		{"month", l.Month(2026, time.November)},
		{"month-of-two-years", l.Month(2026, time.December)},
		{"quarter", l.Quarter(3)},
		{"campaign", l.Campaign("winter-market")},
	} {
		t.Run(c.name, func(t *testing.T) {
			figures := metrics.Compute(l.Input(c.period))
			got := written(figures, l)
			file := filepath.Join("testdata", c.name+".golden")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs: run with -update and read the difference\n%s", file, firstDifference(got, want))
			}
		})
	}
}

func firstDifference(got, want []byte) string {
	a, b := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\n got %s\nwant %s", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("got %d lines, want %d", len(a), len(b))
}

// written shows what figures hold: the parts of those that speak of everything,
// and the best and the worst posts.
func written(f metrics.Figures, l metricstest.Life) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "period %s, before %s, year %s, catalogue %s\n", span(f.Period), span(f.Before), span(f.Year), f.Catalogue)
	for _, one := range f.All {
		fmt.Fprintf(&b, "%-28s %-22s now %s before %s year %s\n", one.KPI, scope(one.Scope), number(one.Now), number(one.Before), number(one.Year))
		if one.Scope == (metrics.Scope{}) {
			for _, p := range one.Parts {
				fmt.Fprintf(&b, "    %s%s %s %s of %d\n", map[bool]string{true: "/ "}[p.Below], p.Channel, p.Metric, number(p.Value), p.Posts)
			}
		}
	}
	for _, o := range l.Objectives {
		j := metrics.Judge(o, f, f.Period.To)
		fmt.Fprintf(&b, "objective %s %s %v to %v: %s, now %s expected %s projected %s\n", o.KPI, o.Campaign, o.Channels, o.Target,
			j.Light, number(j.Now), number(j.Expected), number(j.Projected))
	}
	for _, c := range f.Caveats {
		fmt.Fprintf(&b, "caveat %d %s %s %s %d\n", c.Kind, c.Channel, c.Metric, span(metrics.Period{From: c.From, To: c.To}), c.Count)
	}
	for _, s := range f.Series {
		fmt.Fprintf(&b, "series %s %s %d points %s breaks %v\n", s.Channel, s.Metric, len(s.Points), points(s.Points), s.Breaks)
	}
	fmt.Fprintf(&b, "%d posts\n", len(f.Posts))
	posts := slices.Clone(f.Posts)
	slices.SortStableFunc(posts, func(a, b metrics.PostFigures) int { return int(b.Engagement.N - a.Engagement.N) })
	for _, p := range slices.Concat(posts[:5], posts[len(posts)-5:]) {
		fmt.Fprintf(&b, "post %s %s counted %s %v engagement %s rate %s\n", p.ID, stamp(p.Published), stamp(p.At), p.Counts, number(p.Engagement), number(p.Rate))
	}
	return b.Bytes()
}

func points(list []metrics.Point) string {
	var b strings.Builder
	for i, p := range list {
		if i < 3 || i >= len(list)-3 {
			fmt.Fprintf(&b, "%s=%v ", p.At.Format(time.DateOnly), p.N)
		}
	}
	return b.String()
}

func span(p metrics.Period) string { return stamp(p.From) + ".." + stamp(p.To) }

func stamp(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02T15:04Z")
}

func scope(s metrics.Scope) string {
	switch {
	case s.Channel != "":
		return "channel " + string(s.Channel)
	case s.Campaign != "":
		return "campaign " + s.Campaign
	case s.Pillar != "":
		return "pillar " + s.Pillar
	}
	return "everything"
}

func number(v metrics.Value) string {
	if !v.Known {
		return "-"
	}
	return strconv.FormatFloat(v.N, 'g', 8, 64)
}
