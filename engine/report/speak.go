package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/metrics"
)

// Spaces at which no line breaks: the narrow one within numbers.
const (
	nbsp   = "\u00a0"
	narrow = "\u202f"
)

// A speaker puts a document into words of one language.
type speaker struct {
	words
	language string
	doc      *Document
}

func (d *Document) speaker(language string) speaker {
	s := speaker{words: wordsFor(language), language: "en", doc: d}
	if s.french() {
		s.language = "fr"
	}
	return s
}

func (s speaker) french() bool { return s.words.percent == nbsp+"%" }

// pick returns the text of the language.
func (s speaker) pick(en, fr string) string {
	if s.french() {
		return fr
	}
	return en
}

// choose picks of "one|many" what goes with n: nothing is "0 posts" in English, and
// "0 publication" in French.
func (s speaker) choose(text string, n int) string {
	if n == 0 && !s.french() {
		n = 2
	}
	return choose(text, n)
}

// of picks a text of the catalogue.
func (s speaker) of(t metrics.Text) string { return s.pick(t.En, t.Fr) }

// weave sets runs into a sentence, where it says {0}, {1} and so on.
func (s speaker) weave(en, fr string, runs ...Run) Text {
	var text Text
	rest := s.pick(en, fr)
	for {
		before, after, found := strings.Cut(rest, "{")
		if before != "" {
			text = append(text, Run{Text: before})
		}
		if !found {
			return text
		}
		index, after, _ := strings.Cut(after, "}")
		if n, err := strconv.Atoi(index); err == nil && n < len(runs) {
			text = append(text, runs[n])
		}
		rest = after
	}
}

func phrase(text string) Text { return Text{{Text: text}} }
func plain(text string) Run   { return Run{Text: text} }
func strong(text string) Run  { return Run{Text: text, Style: Strong} }
func quiet(text string) Run   { return Run{Text: text, Style: Quiet} }

// channel writes "Bluesky", or the channel's own name where its network has none
// for people, or more than one channel.
func (s speaker) channel(name engine.Channel) string {
	network, there := "", map[string]int{}
	for _, c := range s.doc.Channels {
		there[c.NetworkName]++
		if c.Channel == name {
			network = c.NetworkName
		}
	}
	if network == "" || there[network] > 1 {
		return string(name)
	}
	return network
}

// date writes "2 December 2026".
func (s speaker) date(t time.Time) string { return s.longDate(t.In(s.doc.Delivery.Zone)) }

// last is the last day of a period that ends before t.
func (s speaker) last(t time.Time) time.Time { return t.In(s.doc.Delivery.Zone).Add(-1) }

// period names a span of time: "November 2026", "Q4 2026", "2026", "week 49
// (30 November to 6 December 2026)".
func (s speaker) period(p metrics.Period, span Span) string {
	from, last := p.From.In(s.doc.Delivery.Zone), s.last(p.To)
	switch span {
	case OneMonth:
		return fmt.Sprintf("%s %d", s.longMonths[from.Month()-1], from.Year())
	case OneQuarter:
		n := int(from.Month()-1)/3 + 1
		return s.pick(fmt.Sprintf("Q%d %d", n, from.Year()), fmt.Sprintf("%s trimestre %d", s.ordinal(n), from.Year()))
	case OneYear:
		return strconv.Itoa(from.Year())
	case OneWeek:
		return fmt.Sprintf(s.pick("week %d (%s)", "semaine %d (%s)"), weekOf(from).Number, s.days(from, last))
	}
	return s.days(from, last)
}

// ordinal writes "1er", "2e" in French.
func (s speaker) ordinal(n int) string {
	if n == 1 {
		return "1er"
	}
	return strconv.Itoa(n) + "e"
}

// days writes "1 to 15 November 2026", naming month and year once where they are
// the same.
func (s speaker) days(from, last time.Time) string {
	first := s.longDate(from)
	switch {
	case from.Year() == last.Year() && from.YearDay() == last.YearDay():
		return first
	case from.Year() == last.Year() && from.Month() == last.Month():
		first = s.dayOfMonth(from)
	case from.Year() == last.Year():
		first = s.dayOfMonth(from) + " " + s.longMonths[from.Month()-1]
	}
	return s.pick(first+" to "+s.longDate(last), first+" au "+s.longDate(last))
}

// against names the period that is compared with, in a sentence: "in October",
// "in week 48"; with its year where that is another.
func (s speaker) against(p metrics.Period) string {
	from, now := p.From.In(s.doc.Delivery.Zone), s.doc.Figures.Period.From.In(s.doc.Delivery.Zone)
	name := s.period(p, s.doc.Span)
	switch s.doc.Span {
	case OneMonth:
		if from.Year() == now.Year() {
			name = s.longMonths[from.Month()-1]
		}
		return s.pick("in "+name, "en "+name)
	case OneQuarter:
		if from.Year() == now.Year() {
			name = strings.TrimSuffix(name, " "+strconv.Itoa(from.Year()))
		}
		return s.pick("in "+name, "au "+name)
	case OneYear:
		return s.pick("in "+name, "en "+name)
	case OneWeek:
		number := weekOf(from).Number
		if from.Year() == now.Year() {
			return fmt.Sprintf(s.pick("in week %d", "en semaine %d"), number)
		}
		return fmt.Sprintf(s.pick("in week %d of %d", "en semaine %d de %d"), number, weekOf(from).Year)
	}
	return s.pick("from "+name, "du "+name)
}
