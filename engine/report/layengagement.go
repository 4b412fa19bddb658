package report

import (
	"fmt"

	"galley/engine"
	"galley/engine/metrics"
	"galley/engine/report/chart"
)

// engagementChart stacks, by the week in which posts went out, what each channel's
// brought: within the period, as they were last counted. In a week without posts a
// channel brought nothing; where none of its posts was counted nobody knows what it
// brought.
func (s speaker) engagementChart() Chart {
	weeks := map[Week]bool{}
	sums := map[engine.Channel]map[Week]metrics.Value{}
	for _, p := range s.doc.Figures.Posts {
		week := weekOf(p.Published.In(s.doc.Delivery.Zone))
		channel := p.ID.Channel
		if sums[channel] == nil {
			sums[channel] = map[Week]metrics.Value{}
		}
		sum := sums[channel][week]
		sums[channel][week] = metrics.Value{N: sum.N + p.Engagement.N, Known: sum.Known || p.Engagement.Known}
		weeks[week] = true
	}
	order := everyWeek(sortedKeys(weeks, compareWeeks))
	drawn := Chart{Name: kpiEngagement, Kind: BarChart, Title: s.pick("Engagement by week of publication", "Engagement par semaine de publication")}
	if len(order) < 2 || len(order) > chart.MaxGroups {
		return drawn
	}
	for _, c := range s.doc.Channels {
		if !anyCounted(sums[c.Channel]) {
			continue
		}
		part := ChartSeries{Name: s.channel(c.Channel)}
		for _, week := range order {
			value, went := sums[c.Channel][week]
			if !went {
				value = metrics.Known(0)
			}
			part.Values = append(part.Values, value)
		}
		drawn.Series = append(drawn.Series, part)
	}
	if len(drawn.Series) > chart.MaxParts {
		drawn.Series = []ChartSeries{s.together(drawn.Series)}
	}
	s.sayWeeks(&drawn, order)
	return drawn
}

// anyCounted reports whether anything is known of a channel: one of which nothing is
// has no part in the chart, not even a zero.
func anyCounted(weeks map[Week]metrics.Value) bool {
	for _, v := range weeks {
		if v.Known {
			return true
		}
	}
	return false
}

// everyWeek fills in the weeks between the first and the last.
func everyWeek(list []Week) []Week {
	if len(list) == 0 {
		return nil
	}
	var all []Week
	last := list[len(list)-1].monday()
	for at := list[0].monday(); !at.After(last); at = at.AddDate(0, 0, 7) {
		all = append(all, weekOf(at))
	}
	return all
}

// together is one series of many: not known where one of them is not.
func (s speaker) together(list []ChartSeries) ChartSeries {
	all := ChartSeries{Name: s.pick("all channels", "tous les canaux"), Values: make([]metrics.Value, len(list[0].Values))}
	for i := range all.Values {
		all.Values[i].Known = true
		for _, series := range list {
			all.Values[i].N += series.Values[i].N
			all.Values[i].Known = all.Values[i].Known && series.Values[i].Known
		}
	}
	return all
}

// sayWeeks names the weeks of a chart, and says in its description what each brought.
func (s speaker) sayWeeks(c *Chart, weeks []Week) {
	c.Description = s.pick("Stacked bars, by week: ", "Barres empilées, par semaine"+nbsp+": ")
	for i, week := range weeks {
		c.Labels = append(c.Labels, fmt.Sprintf(s.week, week.Number, s.shortDate(week.monday())))
		if i > 0 {
			c.Description += s.pick("; ", nbsp+"; ")
		}
		c.Description += c.Labels[i]
		for _, series := range c.Series {
			c.Description += ", " + series.Name + " " + s.value(series.Values[i], "")
		}
	}
	c.Description += "."
}
