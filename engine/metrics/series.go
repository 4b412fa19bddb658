package metrics

import (
	"slices"
	"time"

	"galley/engine"
)

// series are, of every channel from the start of the period before, the levels
// of its account by day, and by the week in which posts went out what became of
// them: of every KPI that is such a level or a sum over posts, in the order of
// the catalogue. A week that reaches beyond either end holds what lies within.
func (t *tally) series(kpis []kpi) []Series {
	span := Period{t.windows[before].From, t.windows[now].cut}
	var list []Series
	for _, k := range kpis {
		for _, channel := range t.channels {
			s := Series{Channel: channel, Metric: k.KPI}
			switch {
			case k.isLevel():
				s.Points = t.daily(levelOf{channel, k.terms[0].metric}, span)
			case k.isPostSum():
				s.Points = t.weekly(k, channel)
			}
			if s.Points != nil {
				s.Breaks = t.breaksOf(k, t.in.Channels[channel], span)
				list = append(list, s)
			}
		}
	}
	return list
}

func (k kpi) isLevel() bool {
	return len(k.terms) == 1 && k.terms[0].from == fromLevel && !k.terms[0].start
}

func (k kpi) isPostSum() bool {
	over, _ := k.counted()
	return over && len(k.under) == 0 && !slices.ContainsFunc(k.terms, func(b bound) bool { return b.metric < 0 || b.from != fromPost })
}

// daily keeps the last level of each local day.
func (t *tally) daily(of levelOf, span Period) []Point {
	var points []Point
	for _, l := range t.levels[of] {
		if !span.Holds(l.at) {
			continue
		}
		p := Point{midnight(l.at.In(t.in.Zone)), float64(l.n)}
		if n := len(points); n > 0 && points[n-1].At.Equal(p.At) {
			points[n-1] = p
		} else {
			points = append(points, p)
		}
	}
	return points
}

// weekly adds up posts by the Monday before they went out.
func (t *tally) weekly(k kpi, channel engine.Channel) []Point {
	values := make([]amount, len(k.terms))
	var points []Point
	for _, r := range t.rows { // by time within each window: not by week over all of them
		p := t.posts[r.post]
		if p.ID.Channel != channel || r.window != now && r.window != before && r.window != between || !t.values(k, r, values) {
			continue
		}
		week := monday(p.Published.In(t.in.Zone))
		i, known := slices.BinarySearchFunc(points, week, func(p Point, at time.Time) int { return p.At.Compare(at) })
		if !known {
			points = slices.Insert(points, i, Point{At: week})
		}
		for j, v := range values {
			points[i].N += k.terms[j].sign * v.sum
		}
	}
	return points
}

func monday(t time.Time) time.Time {
	return midnight(t).AddDate(0, 0, -(int(t.Weekday())+6)%7)
}
