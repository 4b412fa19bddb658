package metrics

import (
	"slices"
	"time"

	"galley/engine"
)

// breaks are where a metric changes its meaning on a network within a span, by
// time: a field follows another, is told no more, or is told for the first time
// since then.
func (t *tally) breaks(network engine.Network, metric int, span Period) []Break {
	var all []field
	for _, f := range slices.Concat(t.dialects[network].posts, t.dialects[network].accounts) {
		if f.metric == metric {
			all = append(all, f)
		}
	}
	var list []Break
	for _, f := range all {
		if inside(f.From, span) {
			list = append(list, Break{f.From, fieldAt(all, func(o field) bool { return !o.To.IsZero() && !o.To.After(f.From) }), f.Field})
		}
		followed := func(o field) bool { return !o.From.Before(f.To) || o.holds(f.To) }
		if inside(f.To, span) && !slices.ContainsFunc(all, followed) {
			list = append(list, Break{At: f.To, Old: f.Field})
		}
	}
	slices.SortStableFunc(list, func(a, b Break) int { return a.At.Compare(b.At) })
	return list
}

// inside leaves out what began before anybody could look.
func inside(at time.Time, span Period) bool { return !at.IsZero() && span.Holds(at) }

// fieldAt names the field, of those that fit, that ended last.
func fieldAt(all []field, fits func(field) bool) string {
	var last field
	for _, f := range all {
		if fits(f) && f.To.After(last.To) {
			last = f
		}
	}
	return last.Field
}

// breaksOf are those of all metrics of a network that a KPI is made of.
func (t *tally) breaksOf(k kpi, network engine.Network, span Period) []Break {
	var list []Break
	for _, b := range k.terms {
		if b.metric >= 0 && !b.start {
			list = append(list, t.breaks(network, b.metric, span)...)
		}
	}
	slices.SortStableFunc(list, func(a, b Break) int { return a.At.Compare(b.At) })
	return slices.CompactFunc(list, func(a, b Break) bool { return a == b })
}
