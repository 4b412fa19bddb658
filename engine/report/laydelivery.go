package report

import (
	"fmt"
	"strings"
	"time"

	"galley/engine/metrics"
	"galley/engine/report/chart"
	"galley/engine/zone"
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
	columns := []struct {
		title string
		count func(Counts) int
	}{
		{s.pick("Planned", "Prévues"), Counts.Planned},
		{s.pick("Out", "Parues"), Counts.Published},
		{s.pick("on time", "à l’heure"), func(c Counts) int { return c[OnTime] }},
		{s.pick("late", "en retard"), func(c Counts) int { return c[Late] }},
		{s.pick("taken down", "supprimées"), func(c Counts) int { return c[Gone] }},
		{s.pick("Not out", "Pas parues"), notOut},
		{s.pick("Withdrawn", "Retirées"), func(c Counts) int { return c[Retracted] }},
		{s.pick("To come", "À venir"), func(c Counts) int { return c[Scheduled] }},
	}
	total := s.doc.Delivery.Totals
	table := Table{Columns: []Column{{s.words.channel, false}}}
	row := func(head Run, c Counts) []Text {
		cells := []Text{{head}}
		for _, column := range columns {
			if column.count(total) > 0 {
				cells = append(cells, Text{{Text: s.number(column.count(c)), Style: head.Style}})
			}
		}
		return cells
	}
	for _, column := range columns {
		if column.count(total) > 0 {
			table.Columns = append(table.Columns, Column{column.title, true})
		}
	}
	for _, c := range s.doc.Delivery.Channels {
		table.Rows = append(table.Rows, row(plain(s.channel(c.Channel)), c.Totals))
	}
	if len(table.Rows) > 1 {
		table.Rows = append(table.Rows, row(strong(s.total), total))
	}
	return table
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

// pillarTable tells how posts are spread over the pillars, and how each did.
func (s speaker) pillarTable() Table {
	table := Table{Columns: []Column{{s.pick("Pillar", "Pilier"), false}, {s.pick("Posts", "Publications"), true}, {s.pick("Share", "Part"), true},
		{s.pick("Engagement against the usual", "Engagement par rapport à l’habitude"), true}}}
	for _, p := range s.doc.Pillars {
		usual := phrase("–")
		if p.Times.Known {
			usual = phrase("×" + nbsp + s.decimal(p.Times.N, 1))
		}
		table.Rows = append(table.Rows, []Text{phrase(p.Name), phrase(s.number(p.Posts)), phrase(s.part(p.Share)), usual})
	}
	return table
}

// misses are the posts that did not go out in time, and why.
func (s speaker) misses() []Block {
	table := Table{Columns: []Column{{s.post, false}, {s.words.channel, false}, {s.pick("Was due", "Prévue le"), false}, {s.what, false}}}
	all := 0
	for _, state := range sectionOrder {
		if state == Retracted || state == Scheduled || state == OnTime {
			continue
		}
		for _, e := range entriesIn(s.doc.Delivery.Posts, state) {
			if all++; all <= maxMisses {
				table.Rows = append(table.Rows, []Text{{{Text: s.named(e.ID, e.Title), URL: webAddress(e.URL)}},
					phrase(s.channel(e.ID.Channel)), phrase(s.moment(e.Due)), s.outcome(e)})
			}
		}
	}
	if all == 0 {
		return nil
	}
	if all > maxMisses {
		table.Note = phrase(fmt.Sprintf(s.more, s.number(all-maxMisses)))
	}
	return []Block{Paragraph{Text{strong(s.pick("What did not go out as planned", "Ce qui n’est pas paru comme prévu"))}}, table}
}

// outcome says what became of a post, and why.
func (s speaker) outcome(e Entry) Text {
	text := Text{strong(choose(s.states[e.State], 1))}
	if e.State == Late {
		text = append(text, plain(s.pick(" by ", " de ")+s.duration(e.Late)))
	}
	if reason := s.reason(e); reason != "" {
		text = append(text, plain(s.pick(": ", nbsp+": ")+reason))
	}
	return text
}

// settled are the posts with which all is well, and those that were withdrawn or
// have no time yet.
func (s speaker) settled() Section {
	fold := Fold{Summary: s.pick("Posts that need nobody", "Publications qui n’attendent personne")}
	for _, state := range [...]State{Retracted, Scheduled, OnTime} {
		fold.Blocks = append(fold.Blocks, s.todoList(s.sections[state], "", entriesIn(s.doc.Delivery.Posts, state))...)
	}
	fold.Blocks = append(fold.Blocks, s.todoList(s.drafts, "", s.doc.Delivery.Drafts)...)
	if len(fold.Blocks) == 0 {
		return Section{}
	}
	return Section{"settled", s.pick("All other posts", "Toutes les autres publications"), []Block{fold}}
}

// todo is what waits for a person, with what to do about it and where.
func (s speaker) todo() Section {
	var blocks []Block
	blocks = append(blocks, s.todoList(s.open, s.openAdvice, s.doc.Delivery.Open)...)
	for _, state := range sectionOrder {
		if state != Retracted && state != Scheduled && state != OnTime {
			blocks = append(blocks, s.todoList(s.sections[state], s.advice[state], entriesIn(s.doc.Delivery.Posts, state))...)
		}
	}
	return Section{"todo", s.pick("Open points and delays", "Points en suspens et retards"), blocks}
}

// when writes a moment for those who write times into files; nothing for none.
func (s speaker) when(t time.Time) Text {
	if t.IsZero() {
		return nil
	}
	return phrase(zone.SayIn(s.language, t, s.doc.Delivery.Zone, s.doc.Delivery.AsOf))
}

// happened says what became of a post, when and how late.
func (s speaker) happened(e Entry) Text {
	var parts []string
	if e.State == OnTime && !e.Published.IsZero() || e.State == Late {
		parts = append(parts, fmt.Sprintf(s.on, s.when(e.Published).String()))
	}
	if e.Late >= time.Minute && e.State != OnTime {
		parts = append(parts, fmt.Sprintf(s.words.late, s.duration(e.Late)))
	}
	if e.State == Held && !e.When.IsZero() {
		parts = append(parts, fmt.Sprintf(s.until, s.when(e.When).String()))
	}
	if reason := s.reason(e); reason != "" {
		parts = append(parts, reason)
	}
	return phrase(strings.Join(parts, s.listSeparator))
}

func (s speaker) todoList(heading, advice string, list []Entry) []Block {
	if len(list) == 0 {
		return nil
	}
	table := Table{Columns: []Column{{s.post, false}, {s.words.due, false}, {s.what, false}, {s.source, false}}}
	listed := list
	if list[0].State >= OnTime && len(list) > maxListed {
		listed = list[:maxListed]
		table.Note = phrase(fmt.Sprintf(s.more, s.number(len(list)-maxListed)))
	}
	for _, e := range listed {
		source := e.Source
		source.Col = 0
		table.Rows = append(table.Rows, []Text{{{Text: e.ID.String(), URL: webAddress(e.URL)}}, s.when(e.Due), s.happened(e),
			{{Text: source.String(), Style: Code}}})
	}
	blocks := []Block{Paragraph{Text{strong(heading + " (" + s.number(len(list)) + ")")}}}
	if advice != "" {
		blocks = append(blocks, Paragraph{coded(advice)})
	}
	return append(blocks, table)
}

func entriesIn(list []Entry, s State) []Entry {
	var in []Entry
	for _, e := range list {
		if e.State == s {
			in = append(in, e)
		}
	}
	return in
}
