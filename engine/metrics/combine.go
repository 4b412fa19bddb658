package metrics

import (
	"cmp"
	"slices"
)

// A share is what a group contributes to a figure.
type share struct {
	group
	account
}

// combine makes the value of a KPI of what groups contribute, sorted by channel,
// and tells of what it is made. A level that was lost is not zero: neither is
// then the sum of all known.
func (k kpi) combine(shares []share, weeks float64) (Value, []Part) {
	var over, under float64
	var overKnown, underKnown, lost bool
	var parts []Part
	for _, s := range shares {
		if !k.counts(s) {
			lost = lost || k.isLevel() && s.amounts[0].lost
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
	case lost:
		return Value{}, parts
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
	taken := slices.ContainsFunc(k.terms, func(b bound) bool { return b.sign < 0 })
	for j, b := range k.terms {
		a := s.amounts[j]
		switch {
		case !a.known && (j >= len(k.over) || taken || b.from == fromLevel):
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
