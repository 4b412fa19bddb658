package report

import (
	"galley/engine"
	"galley/engine/metrics"
)

// audience is how many follow each channel, and how that went.
func (s speaker) audience() Section {
	all, found := s.doc.Figures.Of(kpiFollowers, metrics.Scope{})
	table := s.compared(s.words.channel)
	for _, c := range s.doc.Channels {
		if f, known := s.doc.Figures.Of(kpiFollowers, metrics.Scope{Channel: c.Channel}); known && f.Now.Known {
			table.Rows = append(table.Rows, s.comparedRow(plain(s.channel(c.Channel)), f))
		}
	}
	if found && all.Now.Known && len(table.Rows) > 1 {
		table.Rows = append(table.Rows, s.comparedRow(strong(s.total), all))
	}
	if len(table.Rows) == 0 {
		return Section{}
	}
	blocks := []Block{table}
	if chart := s.followersChart(); len(chart.Series) > 0 {
		blocks = append(blocks, chart)
	}
	return Section{"audience", s.pick("Audience", "Audience"), blocks}
}

// compared is a table of figures: of this period, of the one before and of the
// one a year ago, as far as any is known.
func (s speaker) compared(first string) Table {
	columns := []Column{{first, false}, {s.periodName(s.span()), true}}
	if s.anyKnown(func(f metrics.Figure) metrics.Value { return f.Before }) {
		columns = append(columns, Column{s.periodName(s.doc.Figures.Before), true}, Column{s.pick("Change", "Évolution"), true})
	}
	if s.anyKnown(func(f metrics.Figure) metrics.Value { return f.Year }) {
		columns = append(columns, Column{s.periodName(s.doc.Figures.Year), true}, Column{s.pick("Change", "Évolution"), true})
	}
	return Table{Columns: columns}
}

// comparedRow is one line of such a table.
func (s speaker) comparedRow(head Run, f metrics.Figure) []Text {
	unit := s.unit(f.KPI)
	row := []Text{{head}, {{Text: s.value(f.Now, unit), Style: Strong}}}
	if s.anyKnown(func(f metrics.Figure) metrics.Value { return f.Before }) {
		row = append(row, phrase(s.value(f.Before, unit)), s.change(f, f.Before))
	}
	if s.anyKnown(func(f metrics.Figure) metrics.Value { return f.Year }) {
		row = append(row, phrase(s.value(f.Year, unit)), s.change(f, f.Year))
	}
	return row
}

func (s speaker) anyKnown(of func(metrics.Figure) metrics.Value) bool {
	for _, f := range s.doc.Figures.All {
		if of(f).Known {
			return true
		}
	}
	return false
}

// followersChart has a line for each channel. Where the network counts something
// else from a day on, the line breaks.
func (s speaker) followersChart() Chart {
	chart := Chart{Name: kpiFollowers, Kind: LineChart, Title: s.pick("Followers by day", "Abonnés par jour")}
	for _, series := range s.doc.Figures.Series {
		if series.Metric != kpiFollowers || len(series.Points) < 2 || !s.speaksOf(series.Channel) {
			continue
		}
		line := ChartSeries{Name: s.channel(series.Channel), Points: series.Points}
		for _, b := range series.Breaks {
			line.Breaks = append(line.Breaks, ChartBreak{b.At, s.pick("counted otherwise from here on", "compté autrement à partir d’ici")})
		}
		first, last := series.Points[0], series.Points[len(series.Points)-1]
		if chart.Description != "" {
			chart.Description += " "
		}
		chart.Description += line.Name + s.colon + " " + s.decimal(first.N, 0) + s.pick(" on ", " le ") + s.shortDay(first.At) +
			", " + s.decimal(last.N, 0) + s.pick(" on ", " le ") + s.shortDay(last.At) + "."
		chart.Series = append(chart.Series, line)
	}
	return chart
}

func (s speaker) speaksOf(channel engine.Channel) bool {
	for _, c := range s.doc.Channels {
		if c.Channel == channel {
			return true
		}
	}
	return false
}

// periodName is a period as the head of a column.
func (s speaker) periodName(p metrics.Period) string {
	switch s.doc.Span {
	case OneWeek:
		week := weekOf(p.From.In(s.doc.Delivery.Zone))
		return s.pick("week ", "semaine ") + s.decimal(float64(week.Number), 0) + s.pick(" of ", " de ") + s.year(week.Year)
	case OneMonth, OneQuarter, OneYear:
		return s.period(p, s.doc.Span)
	}
	from, last := p.From.In(s.doc.Delivery.Zone), s.last(p.To)
	return s.shortDate(from) + " – " + s.shortDate(last) + " " + s.year(last.Year())
}
