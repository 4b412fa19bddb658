package metrics

import (
	"fmt"
	"slices"
	"strings"
)

// A formula is a sum, or a sum by a sum. It is written "likes + replies",
// "engagement / reach" or "(followers - start(followers)) / start(followers)":
// of metrics, of facts and of KPIs that are sums. start(x) is the level of x at
// the start of the period. A sum is of what is known, a difference only where
// both sides are; a ratio is the ratio of sums over what has both.
type formula struct {
	over, under []term // under is empty for a sum
	scale       float64
}

// A term is one number of a sum.
type term struct {
	name  string
	start bool
	sign  float64
	part  bool // of engagement: it counts on networks of which the catalogue says so
}

// compile reads the formula of a KPI and puts sums in the place of the KPIs that
// it names.
func (c Catalogue) compile(d Definition) (formula, error) {
	text := d.Formula
	if d.KPI == kpiEngagement && c.Engagement != nil {
		text = kpiEngagement
	}
	f, err := c.parse(text, nil)
	if err != nil {
		return formula{}, fmt.Errorf("formula of %s: %w", d.KPI, err)
	}
	if d.Unit == "percent" {
		f.scale = 100
	}
	return f, nil
}

// Check returns what is wrong with the first formula that cannot be computed.
func (c Catalogue) Check() error {
	for _, d := range c.KPIs {
		if _, err := c.compile(d); err != nil {
			return err
		}
	}
	return nil
}

func (c Catalogue) parse(text string, within []string) (formula, error) {
	over, under, ratio := strings.Cut(text, " / ")
	f := formula{scale: 1}
	var err error
	if f.over, err = c.sum(over, within); err != nil || !ratio {
		return f, err
	}
	f.under, err = c.sum(under, within)
	return f, err
}

func (c Catalogue) sum(text string, within []string) ([]term, error) {
	text = strings.TrimSpace(text)
	if inner, open := strings.CutPrefix(text, "("); open && strings.HasSuffix(inner, ")") {
		text = inner[:len(inner)-1]
	}
	words := strings.Fields(text)
	if len(words)%2 == 0 {
		return nil, fmt.Errorf("%q is not a sum", text)
	}
	var terms []term
	sign := 1.0
	for i, word := range words {
		if i%2 == 0 {
			some, err := c.terms(word, within)
			if err != nil {
				return nil, err
			}
			for _, t := range some {
				t.sign *= sign
				terms = append(terms, t)
			}
			continue
		}
		switch word {
		case "+":
			sign = 1
		case "-":
			sign = -1
		default:
			return nil, fmt.Errorf("%q: want + or - between names, got %q", text, word)
		}
	}
	return terms, nil
}

// terms returns what a name stands for: itself, or the terms of a KPI. A metric
// comes before a KPI of the same name.
func (c Catalogue) terms(word string, within []string) ([]term, error) {
	inner, start := strings.CutPrefix(word, "start(")
	name := strings.TrimSuffix(inner, ")")
	if name == kpiEngagement && c.Engagement != nil {
		return c.engagement(), nil
	}
	if start || slices.Contains(Facts(), name) || c.metric(name) >= 0 {
		if i := c.metric(name); start && (i < 0 || c.Metrics[i].Subject != OfAccount) {
			return nil, fmt.Errorf("%s: %q is no metric of an account", word, name)
		}
		return []term{{name: name, start: start, sign: 1}}, nil
	}
	for _, d := range c.KPIs {
		if d.KPI != name {
			continue
		}
		if slices.Contains(within, name) {
			return nil, fmt.Errorf("%s is defined by itself", name)
		}
		f, err := c.parse(d.Formula, append(slices.Clip(within), name))
		if err == nil && f.under != nil {
			err = fmt.Errorf("%s is a ratio, which cannot be part of a sum", name)
		}
		return f.over, err
	}
	return nil, fmt.Errorf("%q is no metric, no KPI and no fact", name)
}

// engagement is whatever counts as such on some network.
func (c Catalogue) engagement() []term {
	var terms []term
	for _, m := range c.Metrics {
		for _, parts := range c.Engagement {
			if m.Subject == OfPost && slices.Contains(parts, m.Name) {
				terms = append(terms, term{name: m.Name, sign: 1, part: true})
				break
			}
		}
	}
	return terms
}

// metric returns the place of a metric in the catalogue; -1 if there is none.
func (c Catalogue) metric(name string) int {
	return slices.IndexFunc(c.Metrics, func(m Metric) bool { return m.Name == name })
}
