package charter

import (
	"fmt"

	"galley/schema"
)

const ruleLinkRepeated = "link-repeated"

// uniqueLinks compiles the part of the section links that looks across posts.
func (k *compiler) uniqueLinks() {
	for _, r := range k.rules.Links {
		if r.Unique {
			k.across = append(k.across, func(a *agenda) { a.uniqueLinks(r) })
		}
	}
}

// uniqueLinks reports the posts that lead to where another one led before them,
// on whatever channel: statistics could not tell by which somebody came.
func (a *agenda) uniqueLinks(r schema.LinkRule) {
	first := map[string]*outing{}
	for _, e := range a.inScope(r.Scope) {
		for i := range e.Links {
			link := &e.Links[i]
			before := first[link.Address]
			switch {
			case before == nil:
				first[link.Address] = e
			case before.ID.Slug != e.ID.Slug && e.open:
				a.report(note{head: r.RuleHead, rule: ruleLinkRepeated, at: e, with: before, channel: e.ID.Channel, place: link,
					text: fmt.Sprintf("leads to %s, as does %s", clipped(link.Address), before.called()),
					hint: "give each a parameter of its own, such as utm_content"})
			}
		}
	}
}
