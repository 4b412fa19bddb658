package report

import (
	"fmt"
	"strings"
	"time"

	"galley/engine/zone"
)

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
