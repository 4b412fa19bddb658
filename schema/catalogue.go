package schema

import (
	"slices"
	"strings"
)

// A Catalogue says what every number of a report means: which metrics there are,
// under which name a network counts them, and which KPIs follow from them. It is
// kept in catalogue/*.cue, of which Metrics is made.
type Catalogue struct {
	Version string // changes with anything in it; reports print it
	Metrics []Metric
	KPIs    []KPI // in the order in which they are shown

	Engagement []Engagement // by network
}

// A Text is said in both languages of the catalogue.
type Text struct{ En, Fr string }

// In returns the text in a language, "en" or "fr"; in English for any other.
func (t Text) In(language string) string {
	if language == "fr" {
		return t.Fr
	}
	return t.En
}

// A Metric is something that is counted.
type Metric struct {
	Name       string // lower-case words; those joined by an underscore are what we know ourselves
	Label      Text
	Definition Text
	Unit       string // count, or money in the currency of the import
	Kind       string // stock: a level, such as followers; total: it grows over a post's life; daily: of one day, and days are added up
	Subject    string // post, account, import (of a file) or record (what we know ourselves)
	Sources    []MetricSource
}

// A MetricSource is where a metric comes from: on one network, or from an import.
type MetricSource struct {
	Network string // empty for an import
	Count   string // the name under which snapshots keep it, or the column of an import
	Field   string // the network's own name
	API     string // interface and version
	From    string // local date since which it is taken; empty: ever since
	To      string // the last day on which it is; empty: it still is
	Not     Text   // what it is not, where a reader might think so; may be empty
}

// A KPI is what follows from metrics, and may have a target.
type KPI struct {
	Name       string
	Label      Text
	Definition Text
	Formula    string // a sum, or a sum by a sum, of metrics and of KPIs that are sums; start(x) is the level of x at the start of the period
	Unit       string // count, percent (12.5 is 12.5 %) or money
	Better     string // up, down, or none where neither is
	Group      string // visibility, engagement, loyalty, conversion or delivery
	Averaging  string // how posts, channels and days are brought together: sum, last, or ratio of sums
	Per        string // pillar: told of pillars only, and nothing can aim at it; empty: of everything, a channel or a campaign
}

// Engagement says which metrics of a network count as engagement: the sum of
// those that it reports.
type Engagement struct {
	Network string
	Metrics []string
}

// Metric returns the metric of a name; false if there is none.
func (c Catalogue) Metric(name string) (Metric, bool) {
	for _, m := range c.Metrics {
		if m.Name == name {
			return m, true
		}
	}
	return Metric{}, false
}

// KPI returns the KPI of a name; false if there is none.
func (c Catalogue) KPI(name string) (KPI, bool) {
	for _, k := range c.KPIs {
		if k.Name == name {
			return k, true
		}
	}
	return KPI{}, false
}

// SourcesOn returns where a metric comes from on a network, the oldest first.
// Several mean that the network measured something else before: the numbers on
// both sides of a change are not compared. None means that the network does not
// tell it.
func (m Metric) SourcesOn(network string) []MetricSource {
	var on []MetricSource
	for _, s := range m.Sources {
		if s.Network == network {
			on = append(on, s)
		}
	}
	return on
}

// Tells reports whether a network tells what a KPI is made of: something of each
// side of its formula. What needs no network, such as posts or imported visits,
// every one tells; a KPI that is not in the catalogue, none.
func (c Catalogue) Tells(network, kpi string) bool {
	k, ok := c.KPI(kpi)
	if !ok {
		return false
	}
	for side := range strings.SplitSeq(k.Formula, " / ") {
		if !slices.ContainsFunc(strings.Fields(side), func(word string) bool { return c.told(network, word) }) {
			return false
		}
	}
	return true
}

// told looks at one word of a formula: a name, "start(name)" or a sign.
func (c Catalogue) told(network, word string) bool {
	name := strings.Trim(strings.TrimPrefix(strings.TrimLeft(word, "("), "start("), "()")
	m, ok := c.Metric(name)
	switch {
	case !ok:
		return c.Tells(network, name)
	case m.Subject == "post" || m.Subject == "account":
		return slices.ContainsFunc(m.SourcesOn(network), func(s MetricSource) bool { return s.To == "" })
	}
	return true
}
