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
	asked := func(name string) bool {
		return name != "" && (len(r.Authors) == 0 || slices.ContainsFunc(r.Authors, func(a string) bool { return strings.EqualFold(a, name) }))
	}
	lower := map[string]string{} // names as they are written
	name := func(e *outing) string {
		n, met := lower[e.Author]
		if !met {
			n = strings.ToLower(e.Author)
			lower[e.Author] = n
		}
		return n
	}
	byAuthor := map[string][]*outing{}
	for _, e := range posts(a.inScope(r.Scope), name) {
		if n := name(e); asked(n) {
			byAuthor[n] = append(byAuthor[n], e)
		}
	}
	per := calendar.Period(r.Per)
	for _, author := range slices.Sorted(maps.Keys(byAuthor)) {
		list := byAuthor[author]
		for _, s := range stretches(per, list) {
			if len(s.posts) <= r.Max {
				continue
			}
			if e := firstOpen(s.posts[r.Max:]); e != nil {
				a.report(note{head: r.RuleHead, rule: ruleCapacity, at: e,
					text: fmt.Sprintf("%s writes %s %s, want %s", e.Author, counted(len(s.posts), "post"), during(per, s.number), atMost(r.Max)),
					hint: "give one to somebody else, or move it"})
			}
		}
	}
}
