package charter

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"galley/engine/calendar"
	"galley/schema"
)

const ruleCapacity = "author-capacity"

// capacity compiles the section of that name.
func (k *compiler) capacity() {
	for _, r := range k.rules.Capacity {
		k.across = append(k.across, func(a *agenda) { a.capacity(r) })
	}
}

// capacity counts the posts of each person. A post on several channels is
// written once, and so is one that repeats: they count at the first of their
// times.
func (a *agenda) capacity(r schema.CapacityRule) {
	byAuthor := map[string][]*outing{}
	for _, e := range posts(a.inScope(r.Scope), func(e *outing) string { return strings.ToLower(e.Author) }) {
		if e.Author == "" || len(r.Authors) > 0 && !slices.ContainsFunc(r.Authors, func(name string) bool { return strings.EqualFold(name, e.Author) }) {
			continue
		}
		byAuthor[strings.ToLower(e.Author)] = append(byAuthor[strings.ToLower(e.Author)], e)
	}
	per := calendar.Period(r.Per)
	for _, author := range slices.Sorted(maps.Keys(byAuthor)) {
		list := byAuthor[author]
		for _, b := range a.tally(per, list) {
			if len(b.Members) <= r.Max {
				continue
			}
			if e := firstOpen(list, b.Members[r.Max:]); e != nil {
				a.report(note{head: r.RuleHead, rule: ruleCapacity, at: e,
					text: fmt.Sprintf("%s writes %s %s, want at most %d", e.Author, counted(len(b.Members), "post"), during(per, b), r.Max),
					hint: "give one to somebody else, or move it"})
			}
		}
	}
}
