package metrics

import (
	"math"
	"slices"
	"time"

	"galley/engine"
)

// Judge says how an objective stands by the figures of a period. A target is of
// the KPI as the figures tell it: followers at the end of the period, visits
// within it, and for the objective of a campaign all that its posts brought so
// far. The pace is linear: from the baseline and the day of it, or, where either
// is not known, from the period before to this one. A rate has no pace: it is held
// against what it should be by now. Figures of a period that begins once the
// objective is due say nothing about it.
func Judge(o Objective, f Figures, asOf time.Time) Judged {
	j := Judged{Objective: o}
	if f.Period.To.Before(asOf) {
		asOf = f.Period.To
	}
	if !f.Period.From.Before(o.Due) {
		return j
	}
	now, was := f.toward(o)
	j.Now = now
	if !j.Now.Known {
		return j
	}
	j.Expected = o.expected(asOf)
	if !j.rate(f) {
		j.Projected = o.projected(j.Now, was, f, asOf)
	}
	if f.definition(o.KPI).Unit == "count" {
		j.Projected.N = math.Round(j.Projected.N) // as people are told it: there are no fractions of a post
	}
	j.Light = j.light(f, asOf)
	return j
}

// light is known because Now is.
func (j Judged) light(f Figures, asOf time.Time) Light {
	reaches := func(v Value) bool {
		if j.falls(f) {
			return v.N <= j.Target
		}
		return v.N >= j.Target
	}
	switch {
	case reaches(j.Now):
		return LightMet
	case !asOf.Before(j.Due):
		return LightMissed
	case j.rate(f) && j.Expected.Known && j.asExpected(f):
		return LightOnTrack
	case j.rate(f):
		return LightAtRisk // as long as it stays as it is
	case !j.Projected.Known:
		return LightUnknown
	case reaches(j.Projected):
		return LightOnTrack
	}
	return LightAtRisk
}

// asExpected reports whether Now is as good as what is expected by now.
func (j Judged) asExpected(f Figures) bool {
	if j.falls(f) {
		return j.Now.N <= j.Expected.N
	}
	return j.Now.N >= j.Expected.N
}

// rate reports whether the KPI is a ratio, which does not grow with time.
func (o Objective) rate(f Figures) bool {
	d := f.definition(o.KPI)
	return d.Averaging == "ratio of sums"
}

// falls reports whether the target lies below: by where it began, or else by
// which way the KPI is better.
func (j Judged) falls(f Figures) bool {
	if j.Baseline.Known && j.Baseline.N != j.Target {
		return j.Target < j.Baseline.N
	}
	d := f.definition(j.KPI)
	return d.Better == "down"
}

// expected is where the straight line from the baseline to the target is at.
func (o Objective) expected(at time.Time) Value {
	whole, so := o.Due.Sub(o.From), at.Sub(o.From)
	if !o.Baseline.Known || o.From.IsZero() || whole <= 0 || so < 0 {
		return Value{}
	}
	return Known(o.Baseline.N + (o.Target-o.Baseline.N)*min(1, so.Seconds()/whole.Seconds()))
}

// projected goes on as it went so far until the objective is due.
func (o Objective) projected(reached, was Value, f Figures, at time.Time) Value {
	left := max(0, o.Due.Sub(at)).Seconds()
	switch {
	case o.Baseline.Known && !o.From.IsZero() && at.After(o.From):
		return Known(reached.N + (reached.N-o.Baseline.N)*left/at.Sub(o.From).Seconds())
	case was.Known && at.After(f.Before.To):
		return Known(reached.N + (reached.N-was.N)*left/at.Sub(f.Before.To).Seconds())
	}
	return Value{}
}

// toward returns the figure that an objective is about, and the one of the period
// before. For some channels of all, it is put together from the parts; of these
// nobody kept what they were before.
func (f Figures) toward(o Objective) (reached, was Value) {
	switch {
	case len(o.Channels) == 0:
		figure, _ := f.Of(o.KPI, Scope{Campaign: o.Campaign})
		return figure.Now, figure.Before
	case o.Campaign == "" && len(o.Channels) == 1:
		figure, _ := f.Of(o.KPI, Scope{Channel: o.Channels[0]})
		return figure.Now, figure.Before
	}
	figure, _ := f.Of(o.KPI, Scope{Campaign: o.Campaign})
	d := f.definition(o.KPI)
	return figure.among(o, d), Value{}
}

// among is what the parts of an objective's channels come to. Of a figure that is
// not known as a whole, each of the channels must have its part.
func (f Figure) among(o Objective, d Definition) Value {
	if !f.Now.Known && slices.ContainsFunc(o.Channels, func(c engine.Channel) bool {
		return !slices.ContainsFunc(f.Parts, func(p Part) bool { return p.Channel == c })
	}) {
		return Value{}
	}
	var over, under float64
	var known, ratio bool
	for _, p := range f.Parts {
		ratio = ratio || p.Below
		switch {
		case p.Channel != "" && !slices.Contains(o.Channels, p.Channel), p.Channel == "" && !p.Below:
		case p.Below:
			under += p.Value.N
		default:
			over, known = over+p.Value.N, true
		}
	}
	if d.Unit == "percent" {
		over *= 100
	}
	switch {
	case !known, ratio && under == 0:
		return Value{}
	case ratio:
		return Known(over / under)
	}
	return Known(over)
}

// definition is the zero one of a KPI that the figures do not have.
func (f Figures) definition(kpi string) Definition {
	for _, d := range f.KPIs {
		if d.KPI == kpi {
			return d
		}
	}
	return Definition{}
}
