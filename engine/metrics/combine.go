package metrics

import (
	"cmp"
	"maps"
	"slices"
)

// A share is what a group contributes to a figure.
type share struct {
	group
	account
}

// combine makes the value of a KPI of what groups contribute, sorted by channel,
// and tells of what it is made.
func (k kpi) combine(shares []share, weeks float64) (Value, []Part) {
	var over, under float64
	var overKnown, underKnown bool
	var parts []Part
	for _, s := range shares {
		if !k.counts(s) {
			continue
		}
		for j, b := range k.terms {
			a := s.amounts[j]
			switch {
			case !a.known:
				continue
			case j < len(k.over):
				over, overKnown = over+b.sign*a.sum, true
			default:
				under, underKnown = under+b.sign*a.sum, true
			}
			parts = k.part(parts, j, s)
		}
	}
	for j, b := range k.terms {
		if b.name == factWeeks && weeks > 0 && j >= len(k.over) {
			under, underKnown = under+b.sign*weeks, true
			parts = append(parts, Part{Metric: factWeeks, Value: Known(weeks), Below: true})
		}
	}
	parts = inOrder(parts)
	switch {
	case !overKnown:
		return Value{}, nil
	case len(k.under) == 0:
		return Known(over * k.scale), parts
	case !underKnown || under == 0:
		return Value{}, nil
	}
	return Known(over * k.scale / under), parts
}

// counts reports whether a group has both sides of what must be known together.
func (k kpi) counts(s share) bool {
	if k.pairing != byChannel {
		return true
	}
	over, fields := false, map[int]uint64{}
	for j, b := range k.terms {
		a := s.amounts[j]
		switch {
		case !a.known && (j >= len(k.over) || b.sign < 0 || b.from == fromLevel):
			return false
		case a.known && j < len(k.over):
			over = true
		}
		if b.from == fromLevel {
			if was, twice := fields[b.metric]; twice && was != a.fields {
				return false // the level at the start was one of something else
			}
			fields[b.metric] = a.fields
		}
	}
	return over
}

// part adds the number of a term. What a level was at the start is taken off
// what it is at the end, so that the parts of a sum add up to it.
func (k kpi) part(parts []Part, j int, s share) []Part {
	b, a := k.terms[j], s.amounts[j]
	p := Part{Channel: s.channel, Metric: b.name, Value: Known(a.sum), Posts: int(a.posts), Below: j >= len(k.over)}
	if !p.Below {
		p.Value.N *= b.sign
		for i := range parts {
			if parts[i].Channel == p.Channel && parts[i].Metric == p.Metric && !parts[i].Below {
				parts[i].Value.N += p.Value.N
				return parts
			}
		}
	}
	return append(parts, p)
}

// inOrder puts what is divided by last.
func inOrder(parts []Part) []Part {
	slices.SortStableFunc(parts, func(a, b Part) int { return cmp.Compare(below(a), below(b)) })
	return parts
}

func below(p Part) int {
	if p.Below {
		return 1
	}
	return 0
}

// alike reports whether a figure may be held against an earlier one: each channel
// that contributes to both does so by the same metrics, counted by the same
// fields, and in both at least nine of ten posts were counted. A level must be
// that of the same channels.
func (k kpi) alike(a, b []share) bool {
	others := map[string]share{}
	for _, s := range b {
		others[string(s.channel)] = s
	}
	for _, s := range a {
		o := others[string(s.channel)]
		delete(others, string(s.channel))
		if !k.same(s, o) {
			return false
		}
	}
	for channel := range maps.Keys(others) {
		if !k.same(share{}, others[channel]) {
			return false
		}
	}
	return true
}

func (k kpi) same(a, b share) bool {
	if a.patchy() || b.patchy() {
		return false
	}
	for j, t := range k.terms {
		x, y := a.at(j), b.at(j)
		switch {
		case t.from == fromFact || t.name == factPosts:
		case t.from == fromPost && (a.counted == 0 || b.counted == 0): // it need not have posted in both
		case x.known != y.known || x.fields != y.fields:
			return false
		}
	}
	return true
}

func (s share) at(j int) amount {
	if j < len(s.amounts) {
		return s.amounts[j]
	}
	return amount{}
}

// patchy reports that more than a tenth of the posts went uncounted.
func (s share) patchy() bool { return s.missing*10 > s.missing+s.counted }
