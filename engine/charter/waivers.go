package charter

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"galley/engine"
	"galley/schema"
)

// waivable are the ids of the rules that a post can be let off.
type waivable struct {
	ids    []string // sorted
	ofPost []string // those among them that are checked post by post
}

func newWaivable() waivable {
	var w waivable
	for _, r := range Rules() {
		if r.Waivable {
			w.ids = append(w.ids, r.ID)
		}
	}
	for _, r := range postRules() {
		w.ofPost = append(w.ofPost, r.ID)
	}
	return w
}

// waivers reports those of a post that name no rule, and those that nothing
// needed on any channel. Of checks across posts it is not known here.
func (c *Charter) waivers(p *schema.Post, messages []*message) (found []engine.Finding) {
	for i, w := range p.Waivers {
		f := engine.Finding{Pos: engine.Pos(p.Object.At("waivers", strconv.Itoa(i), "rule")), Object: "Post " + p.ID}
		same := func(id string) bool { return strings.EqualFold(id, w.Rule) }
		switch {
		case strings.Contains(w.Rule, "/"): // a rule of another checker: vale/Lanterneau.Terms
			continue
		case !slices.ContainsFunc(c.waivable.ids, same):
			f.Rule, f.Text, f.Hint = mistakeRule, fmt.Sprintf("no rule of the charter is called %q", w.Rule), nearest(w.Rule, c.waivable.ids)
		case len(messages) > 0 && slices.ContainsFunc(c.waivable.ofPost, same) && !slices.ContainsFunc(messages, func(m *message) bool { return m.waived[i] }):
			f.Rule, f.Severity = mistakeUnused, engine.SeverityWarning
			f.Text, f.Hint = fmt.Sprintf("the post needs no waiver of %s", w.Rule), "remove it"
		default:
			continue
		}
		found = append(found, f)
	}
	return found
}
