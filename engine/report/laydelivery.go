package report

import (
	"fmt"

	"galley/engine/metrics"
	"galley/engine/report/chart"
)

// sectionOrder puts what nobody would notice first: posts that did not go out.
var sectionOrder = [...]State{Skipped, Held, Late, Uncertain, Blocked, Gone, ToDo, Pending, Retracted, Scheduled, OnTime}

// maxListed bounds the lists of posts with which all is well; what needs a
// person is always listed whole.
const maxListed = 200

// maxMisses bounds how many posts a client is told of one by one.
const maxMisses = 20

// delivery is what went out against what was planned.
func (s speaker) delivery() Section {
	total := s.doc.Delivery.Totals
	heading := s.pick("Delivered against planned", "Réalisé et prévu")
	if total.Planned() == 0 {
		return Section{"delivery", heading, []Block{Paragraph{phrase(s.nothing)}}}
	}
	blocks := []Block{s.deliveryTable()}
	if drawn := s.deliveryChart(); len(drawn.Labels) > 1 {
		blocks = append(blocks, drawn)
	}
	if table := s.pillarTable(); len(table.Rows) > 0 {
		blocks = append(blocks, table)
	}
	if s.doc.Audience != ForTeam { // who is told each, with its file
		blocks = append(blocks, s.misses()...)
	}
	return Section{"delivery", heading, blocks}
}

// notOut is what should have gone out and did not.
func notOut(c Counts) int {
	return c[Skipped] + c[Held] + c[Uncertain] + c[Blocked] + c[ToDo] + c[Pending]
}

// deliveryTable has a row for each channel and one for all, without the columns
// in which nothing stands.
func (s speaker) deliveryTable() Table {
	var columns []deliveryColumn
	for _, column := range s.deliveryColumns() {
		if column.count(s.doc.Delivery.Totals) > 0 {
			columns = append(columns, column)
		}
	}
	asked := s.askedVolume(metrics.Scope{}).Known
	table := Table{Columns: []Column{{s.words.channel, false}}}
	if asked {
		table.Columns = append(table.Columns, Column{s.pick("Asked for", "Demandées"), true})
		table.Note = Text{quiet(s.askedNote())}
	}
	for _, column := range columns {
		table.Columns = append(table.Columns, Column{column.title, true})
	}
	row := func(head Run, scope metrics.Scope, c Counts) []Text {
		cells := []Text{{head}}
		if asked {
			cells = append(cells, Text{{Text: s.value(s.askedVolume(scope), ""), Style: head.Style}})
		}
		for _, column := range columns {
			cells = append(cells, Text{{Text: s.number(column.count(c)), Style: head.Style}})
		}
		return cells
	}
	for _, c := range s.doc.Delivery.Channels {
		table.Rows = append(table.Rows, row(plain(s.channel(c.Channel)), metrics.Scope{Channel: c.Channel}, c.Totals))
	}
	if len(table.Rows) > 1 {
		table.Rows = append(table.Rows, row(strong(s.total), metrics.Scope{}, s.doc.Delivery.Totals))
	}
	return table
}

// askedNote says what is asked for by whom: while the period runs, of the part that
// has passed.
func (s speaker) askedNote() string {
	if s.doc.Delivery.AsOf.Before(s.doc.Delivery.To) {
		return s.pick("Asked for: the least that the charter wants by now.", "Demandées"+s.colon+" le minimum que veut la charte à ce jour.")
	}
	return s.pick("Asked for: the least that the charter wants in the period.", "Demandées"+s.colon+" le minimum que veut la charte sur la période.")
}

// A deliveryColumn counts posts by what became of them.
type deliveryColumn struct {
	title string
	count func(Counts) int
}

func (s speaker) deliveryColumns() []deliveryColumn {
	return []deliveryColumn{
		{s.pick("Planned", "Prévues"), Counts.Planned},
		{s.pick("Out", "Parues"), Counts.Published},
		{s.pick("on time", "à l’heure"), func(c Counts) int { return c[OnTime] }},
		{s.pick("late", "en retard"), func(c Counts) int { return c[Late] }},
		{s.pick("taken down", "supprimées"), func(c Counts) int { return c[Gone] }},
		{s.pick("Not out", "Pas parues"), notOut},
		{s.pick("Withdrawn", "Retirées"), func(c Counts) int { return c[Retracted] }},
		{s.pick("To come", "À venir"), func(c Counts) int { return c[Scheduled] }},
	}
}

// askedVolume is how many posts the charter asks for, of a channel or of all.
func (s speaker) askedVolume(scope metrics.Scope) metrics.Value {
	var sum metrics.Value
	f, _ := s.doc.Figures.Of(kpiVolume, scope)
	for _, p := range f.Parts {
		if p.Below && p.Value.Known {
			sum = metrics.Known(sum.N + p.Value.N)
		}
	}
	return sum
}

// deliveryChart stacks what became of the posts of each week.
func (s speaker) deliveryChart() Chart {
	weeks := map[Week]*Counts{}
	for _, c := range s.doc.Delivery.Channels {
		for _, w := range c.Weeks {
			if weeks[w.Week] == nil {
				weeks[w.Week] = &Counts{}
			}
			for state, n := range w.Totals {
				weeks[w.Week][state] += n
			}
		}
	}
	parts := []struct {
		name  string
		tone  chart.Tone
		count func(Counts) int
	}{
		{s.pick("on time", "à l’heure"), chart.Good, func(c Counts) int { return c[OnTime] + c[Gone] }},
		{s.pick("late", "en retard"), chart.Warning, func(c Counts) int { return c[Late] }},
		{s.pick("not out", "pas parues"), chart.Bad, notOut},
		{s.pick("to come", "à venir"), chart.Muted, func(c Counts) int { return c[Scheduled] }},
	}
	drawn := Chart{Name: "delivery", Kind: BarChart, Title: s.pick("Posts by week", "Publications par semaine"),
		Description: s.pick("Stacked bars, by week: ", "Barres empilées, par semaine"+nbsp+": ")}
	for _, part := range parts {
		if part.count(s.doc.Delivery.Totals) == 0 {
			continue
		}
		series := ChartSeries{Name: part.name, Tone: part.tone}
		for _, week := range sortedKeys(weeks, compareWeeks) {
			series.Values = append(series.Values, metrics.Known(float64(part.count(*weeks[week]))))
		}
		drawn.Series = append(drawn.Series, series)
	}
	for i, week := range sortedKeys(weeks, compareWeeks) {
		drawn.Labels = append(drawn.Labels, fmt.Sprintf(s.week, week.Number, s.shortDate(week.monday())))
		if i > 0 {
			drawn.Description += s.pick("; ", nbsp+"; ")
		}
		drawn.Description += drawn.Labels[i]
		for _, series := range drawn.Series {
			drawn.Description += ", " + s.decimal(series.Values[i].N, 0) + " " + series.Name
		}
	}
	drawn.Description += "."
	return drawn
}

// pillarTable tells how posts are spread over the pillars, how they were to be, and
// how each did.
func (s speaker) pillarTable() Table {
	asked := len(s.doc.Shares) > 0
	table := Table{Columns: []Column{{s.pick("Pillar", "Pilier"), false}, {s.pick("Posts", "Publications"), true}, {s.pick("Share", "Part"), true}}}
	if asked {
		table.Columns = append(table.Columns, Column{s.pick("Asked for", "Demandée"), true})
	}
	table.Columns = append(table.Columns, Column{s.pick("Engagement against the usual", "Engagement par rapport à l’habitude"), true})
	for _, p := range s.doc.Pillars {
		row := []Text{phrase(p.Name), phrase(s.number(p.Posts)), phrase(s.part(p.Share))}
		if asked && p.Asked.Known {
			row = append(row, phrase(s.part(p.Asked.N)))
		} else if asked {
			row = append(row, phrase("–"))
		}
		usual := phrase("–")
		if p.Times.Known {
			usual = phrase("×" + nbsp + s.decimal(p.Times.N, 1))
		}
		table.Rows = append(table.Rows, append(row, usual))
	}
	return table
}
