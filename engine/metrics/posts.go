package metrics

import "slices"

// postFigures are those of the posts of the period, by time, then ID.
func (t *tally) postFigures() []PostFigures {
	engagement, defined := t.engagement()
	values := make([]amount, len(engagement.terms))
	n := 0
	for _, r := range t.rows {
		if r.window == now {
			n++
		}
	}
	list := make([]PostFigures, 0, n) // exactly: of a year there are many
	for _, r := range t.rows {
		if r.window != now {
			continue
		}
		p := PostFigures{Post: *t.posts[r.post]}
		p.At, p.Counts = t.counted(r), t.counts(r)
		if defined && t.values(engagement, r, values) {
			p.Engagement.Known = true
			for j, v := range values {
				p.Engagement.N += engagement.terms[j].sign * v.sum
			}
			if r.audience.Known && r.audience.N > 0 {
				p.Rate = Known(100 * p.Engagement.N / r.audience.N)
			}
		}
		list = append(list, p)
	}
	return list
}

// engagement is the KPI of that name, where it is a sum.
func (t *tally) engagement() (kpi, bool) {
	i := slices.IndexFunc(t.in.Catalogue.KPIs, func(d Definition) bool { return d.KPI == kpiEngagement })
	if i < 0 {
		return kpi{}, false
	}
	k, ok := t.in.Catalogue.bind(t.in.Catalogue.KPIs[i])
	return k, ok && len(k.under) == 0
}

func (t *tally) counts(r row) map[string]int64 {
	var counts map[string]int64
	d := t.dialects[t.posts[r.post].Network]
	for metric := range d.slots {
		c, known := t.count(r, metric)
		if !known {
			continue
		}
		if counts == nil {
			counts = make(map[string]int64, len(d.slots))
		}
		counts[t.in.Catalogue.Metrics[metric].Name] = c.n
	}
	return counts
}
