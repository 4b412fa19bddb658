package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"galley/engine"
	"galley/schema"
)

// filters renders what each channel hides of what others write.
func (n *newsroom) filters() rendition {
	out := rendition{}
	for i := range n.Channels {
		c := &n.Channels[i]
		info, exists := n.infos[engine.Network(c.Network)]
		if len(c.Filters) == 0 || !exists {
			continue
		}
		limits, found := n.limits(c, engine.KindFilter)
		if !found {
			out.findings = append(out.findings, engine.Finding{Pos: position(c.Object, "filters"), Rule: RuleUnsupportedKind,
				Text: label(info) + " has no filters", Hint: "remove filters: from the channel",
				Object: "Channel " + c.ID, Channel: engine.Channel(c.ID)})
			continue
		}
		taken := map[string]bool{}
		for j, f := range c.Filters {
			d := n.filter(c, f, limits)
			d.Source = position(c.Object, "filters", fmt.Sprint(j))
			if taken[d.ID.Slug] {
				out.findings = append(out.findings, engine.Finding{Pos: d.Source, Rule: RuleDuplicateFilter,
					Text: fmt.Sprintf("another filter of %s is named %s as well", c.ID, d.ID.Slug), Hint: "add id: to one of them",
					Object: "Channel " + c.ID, Channel: engine.Channel(c.ID), Fatal: true})
				continue
			}
			taken[d.ID.Slug] = true
			out.desired = append(out.desired, d)
		}
	}
	return out
}

// allContexts are where a filter hides that does not say.
var allContexts = []string{"account", "home", "notifications", "public", "thread"}

func (n *newsroom) filter(c *schema.Channel, f schema.Filter, limits engine.Limits) engine.Desired {
	spec := &engine.Filter{Title: f.Title, Action: f.Action, Contexts: slices.Clone(f.Contexts)}
	if len(spec.Contexts) == 0 {
		spec.Contexts = slices.Clone(allContexts)
	}
	slices.Sort(spec.Contexts)
	for _, w := range f.Words {
		spec.Words = append(spec.Words, engine.FilterWord{Text: w.Text, Whole: w.Whole})
	}
	d := n.standing(c, engine.KindFilter, cmp.Or(f.ID, slugOf(f.Title)))
	d.Spec = spec
	for _, name := range engine.FieldNames(spec) {
		if limits.Shows(name) {
			d.Fields = append(d.Fields, name)
		}
	}
	for _, was := range c.Was {
		d.Was = append(d.Was, engine.ID{Kind: engine.KindFilter, Channel: engine.Channel(was), Slug: d.ID.Slug})
	}
	d.Digest = d.ComputeDigest()
	return d
}

// slugOf is a name made of a title: its letters and digits without accents, or
// a hash where it has none of ours.
func slugOf(title string) string {
	const most = 100
	var b strings.Builder
	for _, r := range strings.ToLower(norm.NFD.String(title)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case !unicode.Is(unicode.Mn, r) && b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := strings.Trim(b.String()[:min(b.Len(), most)], "-")
	return cmp.Or(slug, "filter-"+engine.HashText(title)[:8])
}
