package metrics

import (
	"cmp"
	"slices"
	"strings"
)

// kpiEngagement is the sum that tells the best posts from the others.
const kpiEngagement = "engagement"

// Compute works out the figures of a period. The order of posts, snapshots,
// imports and deliveries makes no difference.
//
// A post belongs to the period in which it went out, and counts as it stood at
// the period's end: what came of it later counts nowhere, so that a period is
// held against another of which just as much was known. The figures of a
// campaign speak of all its posts until the end of the period, and have nothing
// to be held against.
func Compute(in Input) Figures {
	t := newTally(in)
	if in.Snapshots != nil {
		for s := range in.Snapshots {
			t.observe(s)
		}
	}
	t.settle()
	g := t.grouped()
	figures := Figures{Period: in.Period, Before: t.windows[before].Period, Year: t.windows[year].Period,
		Catalogue: in.Catalogue.Version, KPIs: in.Catalogue.KPIs}
	var kpis []kpi
	for _, d := range in.Catalogue.KPIs {
		if k, ok := in.Catalogue.bind(d); ok {
			kpis = append(kpis, k)
			figures.All = append(figures.All, t.figures(k, g)...)
		} else {
			figures.All = append(figures.All, Figure{KPI: d.KPI})
		}
	}
	figures.Posts = t.postFigures()
	figures.Series = t.series(kpis)
	figures.Caveats = t.caveats(kpis) // last: by then it is known what could not be compared
	return figures
}

// figures gives a KPI in every scope in which it is known, and in the scope of
// everything in any case.
func (t *tally) figures(k kpi, g *groups) []Figure {
	accounts := t.measure(k, g)
	byScope := map[Scope]*[windows][]share{{}: {}}
	for i, of := range g.list {
		if byScope[of.scope] == nil {
			byScope[of.scope] = &[windows][]share{}
		}
		byScope[of.scope][of.window] = append(byScope[of.scope][of.window], share{of, accounts[i]})
	}
	var list []Figure
	for scope, shares := range byScope {
		figure := t.figure(k, scope, shares)
		if scope == (Scope{}) || figure.Now.Known || figure.Before.Known || figure.Year.Known {
			list = append(list, figure)
		}
	}
	slices.SortFunc(list, func(a, b Figure) int { return a.Scope.compare(b.Scope) })
	return list
}

func (t *tally) figure(k kpi, scope Scope, shares *[windows][]share) Figure {
	figure := Figure{KPI: k.KPI, Scope: scope}
	for _, list := range shares {
		slices.SortFunc(list, func(a, b share) int { return cmp.Compare(a.channel, b.channel) })
	}
	if scope.Campaign != "" {
		figure.Now, figure.Parts = k.combine(shares[life], 0)
		return figure
	}
	figure.Now, figure.Parts = k.combine(shares[now], t.weeks(now))
	figure.Before = t.earlier(k, scope, shares, before)
	figure.Year = t.earlier(k, scope, shares, year)
	return figure
}

// earlier is the value of an earlier window, if it may be held against the one of
// now. Why it may not is told by channel.
func (t *tally) earlier(k kpi, scope Scope, shares *[windows][]share, w int) Value {
	value, _ := k.combine(shares[w], t.weeks(w))
	if !value.Known {
		return Value{}
	}
	differences := k.differences(shares[now], shares[w])
	if len(differences) == 0 {
		return value
	}
	if scope.Channel != "" {
		for _, d := range differences {
			t.unlike = append(t.unlike, Caveat{Unlike, d.channel, d.metric, t.windows[w].From, t.windows[w].cut, 0})
		}
	}
	return Value{}
}

// compare puts everything first, then channels, campaigns and pillars by name.
func (s Scope) compare(other Scope) int {
	return cmp.Or(cmp.Compare(s.rank(), other.rank()), cmp.Compare(s.Channel, other.Channel),
		strings.Compare(s.Campaign, other.Campaign), strings.Compare(s.Pillar, other.Pillar))
}

func (s Scope) rank() int {
	switch {
	case s.Pillar != "":
		return 3
	case s.Campaign != "":
		return 2
	case s.Channel != "":
		return 1
	}
	return 0
}
