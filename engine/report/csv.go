package report

import (
	"bytes"
	"encoding/csv"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/metrics"
)

// CSV writes every number of d on a line of its own, with what it is of, for
// spreadsheets: in French with semicolons and decimal commas, as a French
// spreadsheet reads them. The text is UTF-8 and says so by a byte order mark. What
// is not known has no value.
func (d Document) CSV(language string) []byte {
	s := d.speaker(language)
	t := &sheet{speaker: s}
	t.WriteString("\ufeff")
	t.file = csv.NewWriter(&t.Buffer)
	if s.french() {
		t.file.Comma = ';'
	}
	t.row(strings.Split(s.pick("section,channel,campaign,pillar,post,measure,label,unit,of,day,value,posts",
		"section,canal,campagne,pilier,post,mesure,intitulé,unité,de,jour,valeur,posts"), ","))
	t.objectives()
	t.delivery()
	t.pillars()
	t.figures()
	t.posts()
	t.series()
	t.file.Flush()
	return t.Bytes()
}

// A sheet is written line by line.
type sheet struct {
	speaker
	bytes.Buffer
	file *csv.Writer
}

// A line is one number and what it is of.
type line struct {
	section  string
	scope    metrics.Scope
	post     engine.ID
	measure  string // a name, the same in every language
	label    string
	unit     string
	of       string // which of several: now, before, year, target…
	day      time.Time
	value    metrics.Value
	posts    int // of how many it is made; 0 is not said
	channels []engine.Channel
}

func (t *sheet) line(l line) {
	channel, post, day, posts := string(l.scope.Channel), "", "", ""
	if len(l.channels) > 0 {
		names := each(l.channels, func(c engine.Channel) string { return string(c) })
		channel = strings.Join(names, " ")
	}
	if !l.post.IsZero() {
		post, channel = l.post.Slug, string(l.post.Channel)
	}
	if !l.day.IsZero() {
		day = l.day.In(t.doc.Delivery.Zone).Format(time.DateOnly)
	}
	if l.posts > 0 {
		posts = strconv.Itoa(l.posts)
	}
	t.row([]string{l.section, channel, l.scope.Campaign, l.scope.Pillar, post, l.measure, l.label, l.unit, l.of, day, t.cell(l.value), posts})
}

// row writes texts such that no spreadsheet takes one for a formula.
func (t *sheet) row(cells []string) {
	for i, c := range cells {
		if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) && i != valueColumn {
			cells[i] = "'" + c
		}
	}
	_ = t.file.Write(cells) // to a buffer
}

const valueColumn = 10

// cell is a number without any grouping, empty if it is not known.
func (t *sheet) cell(v metrics.Value) string {
	n := numberOf(v)
	if n == nil {
		return ""
	}
	text := strconv.FormatFloat(*n, 'f', -1, 64)
	return strings.ReplaceAll(text, ".", t.point())
}

func (t *sheet) objectives() {
	for _, o := range t.doc.Objectives {
		definition := t.doc.definition(o.KPI)
		for _, v := range []struct {
			of    string
			value metrics.Value
			day   time.Time
		}{{"baseline", o.Baseline, o.From}, {"now", o.Now, time.Time{}}, {"target", metrics.Known(o.Target), t.last(o.Due)},
			{"expected", o.Expected, time.Time{}}, {"projected", o.Projected, t.last(o.Due)}} {
			t.line(line{section: "objective", scope: metrics.Scope{Campaign: o.Campaign}, channels: o.Channels, measure: o.KPI,
				label: t.of(definition.Label), unit: t.measuredIn(definition), of: v.of, day: v.day, value: v.value})
		}
	}
}

func (t *sheet) delivery() {
	for _, c := range t.doc.Delivery.Channels {
		for _, w := range c.Weeks {
			y, m, d := w.Week.monday().Date()
			for state, n := range w.Totals {
				if n > 0 {
					t.line(line{section: "delivery", scope: metrics.Scope{Channel: c.Channel}, measure: State(state).String(),
						label: choose(t.states[state], 1), unit: "count", of: "week", day: time.Date(y, m, d, 0, 0, 0, 0, t.doc.Delivery.Zone),
						value: metrics.Known(float64(n))})
				}
			}
		}
	}
}

// pillars are the shares that the charter asks for; those there are stand among the
// figures.
func (t *sheet) pillars() {
	for _, p := range t.doc.Pillars {
		if p.Asked.Known {
			t.line(line{section: "pillar", scope: metrics.Scope{Pillar: p.Name}, measure: kpiPillar, label: t.metric(kpiPillar),
				unit: "percent", of: "asked", day: t.doc.Figures.Period.From, value: metrics.Known(100 * p.Asked.N)})
		}
	}
}

func (t *sheet) figures() {
	for _, f := range t.doc.Figures.All {
		definition := t.doc.definition(f.KPI)
		l := line{section: "figure", scope: f.Scope, measure: f.KPI, label: t.of(definition.Label), unit: t.measuredIn(definition)}
		for _, v := range []struct {
			of     string
			value  metrics.Value
			period metrics.Period
		}{{"now", f.Now, t.doc.Figures.Period}, {"before", f.Before, t.doc.Figures.Before}, {"year", f.Year, t.doc.Figures.Year}} {
			l.of, l.value, l.day = v.of, v.value, v.period.From
			t.line(l)
		}
		for _, p := range f.Parts {
			part := line{section: "part", scope: f.Scope, measure: p.Metric, label: t.metric(p.Metric), of: f.KPI, value: p.Value, posts: p.Posts}
			part.scope.Channel = p.Channel
			if p.Below {
				part.of += "/divisor"
			}
			t.line(part)
		}
	}
}

// measuredIn is the unit of a KPI; of money the currency, where it is known.
func (t *sheet) measuredIn(d metrics.Definition) string {
	if d.Unit == "money" && t.doc.Currency != "" {
		return t.doc.Currency
	}
	return d.Unit
}

func (t *sheet) posts() {
	for _, p := range t.doc.Figures.Posts {
		l := line{section: "post", scope: metrics.Scope{Campaign: p.Campaign, Pillar: p.Pillar}, post: p.ID, unit: "count", of: "now", day: p.Published}
		for _, metric := range slices.Sorted(maps.Keys(p.Counts)) {
			l.measure, l.label, l.value = metric, t.metric(metric), metrics.Known(float64(p.Counts[metric]))
			t.line(l)
		}
		l.measure, l.label, l.value = kpiEngagement, t.metric(kpiEngagement), p.Engagement
		t.line(l)
		if p.Rate.Known {
			l.measure, l.label, l.unit, l.value = "engagement-rate", t.metric("engagement-rate"), "percent", p.Rate
			t.line(l)
		}
	}
}

func (t *sheet) series() {
	for _, s := range t.doc.Figures.Series {
		for _, p := range s.Points {
			t.line(line{section: "series", scope: metrics.Scope{Channel: s.Channel}, measure: s.Metric, label: t.metric(s.Metric),
				unit: t.unit(s.Metric), day: p.At, value: metrics.Known(p.N)})
		}
	}
}
