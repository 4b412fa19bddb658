package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"galley/engine"
)

// postRef is a reference that only a network can answer. "$${" is a literal.
var postRef = regexp.MustCompile(`\$?\$\{post\.([a-z0-9][a-z0-9-]*)\.([a-z0-9][a-z0-9-]*)\.url\}`)

// Resolve returns d with every ${post.SLUG.CHANNEL.url} replaced by what url
// says, and the IDs it does not know, which stay as written.
func Resolve(d engine.Desired, url func(engine.ID) (string, bool)) (engine.Desired, []engine.ID) {
	if len(d.Refs) == 0 || d.Spec == nil {
		return d, nil
	}
	var open []engine.ID
	d.Spec = d.Spec.Map(func(text string) string {
		return postRef.ReplaceAllStringFunc(text, func(match string) string {
			if strings.HasPrefix(match, "$$") {
				return match[1:]
			}
			m := postRef.FindStringSubmatch(match)
			id := engine.ID{Kind: engine.KindPost, Slug: m[1], Channel: engine.Channel(m[2])}
			if u, ok := url(id); ok && u != "" {
				return u
			}
			open = append(open, id)
			return match
		})
	})
	if !d.Parent.IsZero() {
		if _, ok := url(d.Parent); !ok {
			open = append(open, d.Parent)
		}
	}
	return d, open
}

// resolve answers references from the record.
func (p *planner) resolve(d engine.Desired) (engine.Desired, []engine.ID) {
	return Resolve(d, func(id engine.ID) (string, bool) {
		r := p.recorded(id)
		return r.URL, r.Managed() && r.Phase == engine.Live
	})
}

// references holds what refers to a resource that neither is live nor goes out
// in this plan. It repeats until nothing changes, since a hold may hold others;
// the number of rounds is bounded by the longest chain.
func (p *planner) references() {
	sends := map[engine.ID]bool{}
	for _, c := range p.plan.Changes {
		if c.Hold == engine.HoldNone && (c.Verb == engine.Create || c.Verb == engine.Replace) && !c.Native {
			sends[c.ID] = true
		}
	}
	for again := true; again; {
		again = false
		for i := range p.plan.Changes {
			c := &p.plan.Changes[i]
			if c.Hold != engine.HoldNone || c.Verb != engine.Create && c.Verb != engine.Replace {
				continue
			}
			missing := slices.IndexFunc(c.After.Refs, func(ref engine.ID) bool {
				r := p.recorded(ref)
				live := r.Managed() && r.Phase == engine.Live
				return !live && !sends[ref]
			})
			if missing >= 0 {
				c.Hold = engine.HoldBlocked
				c.Reason = fmt.Sprintf("it waits for %s, which is not live", c.After.Refs[missing])
				delete(sends, c.ID)
				again = true
			}
		}
	}
}

// vanished stops a post whose ID changed without saying so: the old file is
// gone, a new one has its text. Releasing the one and publishing the other
// would post it twice, also where the person asked for the new one alone.
func (p *planner) vanished() {
	gone := p.withoutFile()
	if len(gone) == 0 {
		return
	}
	at := make(map[engine.ID]int, len(p.plan.Changes))
	for i, c := range p.plan.Changes {
		at[c.ID] = i
	}
	for i := range p.plan.Changes {
		c := &p.plan.Changes[i]
		if c.Verb != engine.Create || c.After == nil || p.recorded(c.ID).Phase == engine.Live {
			continue
		}
		channel := p.in.Channels[c.ID.Channel]
		resolved, _ := p.resolve(*c.After)
		id, same := gone[string(c.ID.Channel)+printKey(engine.PrintOf(channel.Info, resolved.Spec))]
		if !same || id.On("").Whole() == c.ID.On("").Whole() { // another date of a post that repeats
			continue
		}
		hint := fmt.Sprintf("if it was renamed, write was: [%s] into its file", id.Slug)
		stop(c, fmt.Sprintf("it has the text of %s, whose file is gone", id), hint)
		if j, planned := at[id]; planned {
			stop(&p.plan.Changes[j], fmt.Sprintf("its file is gone, and %s has its text", c.ID), hint)
		}
	}
}

// stop blocks a change, but for one of which nobody knows yet whether it
// happened: that waits already.
func stop(c *engine.Change, reason, hint string) {
	if c.Hold != engine.HoldUncertain {
		c.Hold, c.Note, c.Reason, c.Hint = engine.HoldBlocked, nil, reason, hint
	}
}

// withoutFile are the resources that are on a network, or may be, and that no
// file asks for any more, by channel and print. Of several the first is named.
func (p *planner) withoutFile() map[string]engine.ID {
	gone := map[string]engine.ID{}
	for id := range p.in.Record.IDs {
		r := p.recorded(id)
		print := r.Print
		if r.Open != nil && r.Open.Verb == engine.Create {
			print = r.Open.Print
		} else if !r.Managed() {
			continue
		}
		if _, wanted := p.desired[id]; wanted || p.withdrawn(id) {
			continue
		}
		key := string(id.Channel) + printKey(print)
		if first, known := gone[key]; !known || id.Compare(first) < 0 {
			gone[key] = id
		}
	}
	return gone
}
