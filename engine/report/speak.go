package report

import (
	"fmt"
	"math"
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

// value writes a number of a unit, "–" if it is not known: absent is not zero.
func (s speaker) value(v metrics.Value, unit string) string {
	if !v.Known {
		return "–"
	}
	return s.amount(v.N, unit)
}

// amount writes "1,234", "12.5%", "€1,234.50", "3 h 20 min"; in French "1 234",
// "12,5 %", "1 234,50 €".
func (s speaker) amount(n float64, unit string) string {
	switch unit {
	case "", "count", "weekly":
		return s.counted(n)
	case "percent":
		return s.percentage(n) + s.percent
	case "money":
		unit = s.doc.Currency
	}
	switch unit {
	case "seconds":
		return s.duration(time.Duration(n * float64(time.Second)))
	case "":
		return s.fixed(n, 2)
	case "EUR", "USD", "GBP":
		sign := map[string]string{"EUR": "€", "USD": "$", "GBP": "£"}[unit]
		if s.french() {
			return s.fixed(n, 2) + nbsp + sign
		}
		return sign + s.fixed(n, 2)
	}
	return s.decimal(n, 2) + nbsp + unit
}

// counted writes a number of things: a fraction counts only where there are few.
func (s speaker) counted(n float64) string {
	if abs(n) >= 100 {
		return s.fixed(n, 0)
	}
	return s.decimal(n, 1)
}

// percentage writes small shares more exactly than large ones.
func (s speaker) percentage(n float64) string {
	switch size := abs(n); {
	case size >= 99.95 || size == math.Trunc(size) && size >= 10 || size == 0:
		return s.fixed(n, 0)
	case size < 0.95:
		return s.fixed(n, 2)
	}
	return s.fixed(n, 1)
}

// decimal rounds to so many places, and leaves out those that are zero.
func (s speaker) decimal(n float64, places int) string {
	text := s.fixed(n, places)
	if strings.ContainsAny(text, ".,") && strings.Contains(strconv.FormatFloat(n, 'f', places, 64), ".") {
		text = strings.TrimRight(text, "0")
		text = strings.TrimSuffix(strings.TrimSuffix(text, "."), s.point())
	}
	return text
}

func (s speaker) point() string { return s.pick(".", ",") }

// fixed writes exactly so many places, with a sign that is as wide as a digit.
func (s speaker) fixed(n float64, places int) string {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return "–"
	}
	scale := math.Pow10(places)
	digits := strconv.FormatFloat(math.Round(math.Abs(n)*scale)/scale, 'f', places, 64) // halves away from zero
	whole, fraction, _ := strings.Cut(digits, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + s.thousands + whole[i:]
	}
	if fraction != "" {
		whole += s.point() + fraction
	}
	if n < 0 && strings.Trim(digits, "0.") != "" {
		return "−" + whole
	}
	return whole
}

// signed writes a difference with its sign; nothing is ±0.
func (s speaker) signed(n float64, unit string) string {
	return s.signedText(n, s.amount(math.Abs(n), unit))
}

// signedText puts the sign of n ahead of what it is written as.
func (s speaker) signedText(n float64, text string) string {
	switch {
	case !strings.ContainsAny(text, "123456789"):
		return "±" + text
	case n < 0:
		return "−" + text
	}
	return "+" + text
}

// relative writes by how much a number moved: in percent, or in points where it
// is a percentage itself. Empty where that says nothing.
func (s speaker) relative(now, before metrics.Value, unit string) string {
	switch {
	case !now.Known || !before.Known:
		return ""
	case unit == "percent":
		points := math.Round((now.N-before.N)*10) / 10
		return s.signed(points, "count") + nbsp + s.points(points)
	case before.N == 0 || math.Signbit(before.N) != math.Signbit(now.N) && now.N != 0:
		return s.signed(now.N-before.N, unit)
	}
	percent := (now.N - before.N) / math.Abs(before.N) * 100
	if math.Abs(percent) < 9.95 {
		return s.signedText(percent, s.decimal(math.Abs(percent), 1)+s.percent)
	}
	return s.signedText(percent, s.fixed(math.Abs(percent), 0)+s.percent)
}

// points is the unit of a difference of percentages: in French its plural begins
// at two.
func (s speaker) points(n float64) string {
	if s.french() && abs(n) < 2 {
		return "pt"
	}
	return "pts"
}

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
