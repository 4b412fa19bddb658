package metrics

import (
	"cmp"
	"slices"

	"galley/engine"
)

// negligible is the part of a figure, in one, that may be counted otherwise
// without making it another figure: a server that learns to tell how often a
// post was quoted does not change what engagement is.
const negligible = 0.01

// A difference is why a figure is not held against an earlier one.
type difference struct {
	channel engine.Channel
	metric  string // or the KPI, where too few of the posts were counted
}

// differences are empty if a figure may be held against an earlier one: each
// channel that contributes to both does so by the same metrics, counted by the
// same fields, and in both at least nine of ten posts were counted. A level must
// be that of the same channels.
func (k kpi) differences(a, b []share) []difference {
	channels := map[engine.Channel][2]share{}
	var sums [2]float64
	for i, list := range [2][]share{a, b} {
		for _, s := range list {
			pair := channels[s.channel]
			pair[i] = s
			channels[s.channel] = pair
			for j := range k.over {
				sums[i] += s.amounts[j].sum
			}
		}
	}
	var list []difference
	for channel, pair := range channels {
		for _, metric := range k.between(pair, sums) {
			list = append(list, difference{channel, metric})
		}
	}
	slices.SortFunc(list, func(a, b difference) int {
		return cmp.Or(cmp.Compare(a.channel, b.channel), cmp.Compare(a.metric, b.metric))
	})
	return list
}

// between names what differs in what one channel contributes to figures of two
// sums.
func (k kpi) between(pair [2]share, sums [2]float64) []string {
	var list []string
	for _, s := range pair {
		if s.patchy() {
			return []string{k.KPI}
		}
	}
	posted := pair[0].counted > 0 && pair[1].counted > 0
	for j, t := range k.terms {
		x, y := pair[0].at(j), pair[1].at(j)
		small := j < len(k.over) && x.sum <= negligible*sums[0] && y.sum <= negligible*sums[1]
		switch {
		case t.from == fromFact || t.name == factPosts || t.name == factAudience:
		case t.from == fromLevel && x.known != y.known:
			list = append(list, t.name)
		case t.from == fromPost && (!posted || small): // it need not have posted in both
		case x.known != y.known || x.fields != y.fields:
			list = append(list, t.name)
		}
	}
	return list
}

func (s share) at(j int) amount {
	if j < len(s.amounts) {
		return s.amounts[j]
	}
	return amount{}
}

// patchy reports that more than a tenth of the posts went uncounted.
func (s share) patchy() bool { return s.missing*10 > s.missing+s.counted }
