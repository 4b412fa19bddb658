package cli

import (
	"fmt"
	"time"

	"galley/engine/metrics"
	"galley/engine/report"
)

// against is the period that a report is held against instead of the one before.
func against(text string, now time.Time) (stretch, error) {
	for _, span := range []report.Span{report.OneMonth, report.OneWeek, report.OneQuarter, report.OneYear} {
		at, err := instant(span, text, now)
		if form, _ := spanForm(span); err == nil && form.MatchString(text) {
			return stretchAt(span, at), nil
		}
	}
	return stretch{}, usage(fmt.Errorf("--compare %q: want a month, a week, a quarter or a year, such as 2026-11, 2026-W47, 2026-Q3 or 2025", text), "")
}

// compared puts the figures of another period in the place of those of the period
// before. While the period runs, only as much of the other counts as has passed.
func (r *reporting) compared(o order, f metrics.Figures) metrics.Figures {
	other := o
	other.period, other.other = o.other.period, nil
	if so := r.asOf.Sub(o.period.From); r.asOf.Before(o.period.To) && so > 0 && other.period.From.Add(so).Before(other.period.To) {
		other.period.To = other.period.From.Add(so)
	}
	then := r.figures(other, r.delivery(other))
	f.Before = then.Period
	for i := range f.All {
		figure, _ := then.Of(f.All[i].KPI, f.All[i].Scope)
		f.All[i].Before = figure.Now
	}
	return f
}
