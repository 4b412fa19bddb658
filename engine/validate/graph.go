package validate

import (
	"fmt"
	"slices"
	"strings"

	"galley/engine"
	"galley/engine/zone"
)

// references looks at what the texts refer to, now that both ends are rendered.
func (c *checker) references() {
	if !slices.ContainsFunc(c.Desired, refersToOthers) {
		return
	}
	c.desired = make(map[engine.ID]*engine.Desired, len(c.Desired))
	for i := range c.Desired {
		c.desired[c.Desired[i].ID] = &c.Desired[i]
	}
	for i := range c.Desired {
		d := &c.Desired[i]
		if d.Class != engine.Publish {
			continue
		}
		for _, ref := range d.Refs {
			if to := c.desired[ref]; to != nil && ref.Whole() != d.ID.Whole() {
				c.reference(d, to)
			}
		}
	}
	c.cycles()
}

// refersToOthers reports whether d refers to more than what it continues: most
// that refer are parts of a thread.
func refersToOthers(d engine.Desired) bool {
	return slices.ContainsFunc(d.Refs, func(ref engine.ID) bool { return d.ID.Child() == "" || ref.Whole() != d.ID.Whole() })
}

// reference warns of one that cannot be answered when it is needed.
func (c *checker) reference(d, to *engine.Desired) {
	if d.Drafted() {
		return
	}
	said := func(t engine.Desired) string { return zone.Say(t.Due, c.zone, d.Due) }
	warn := func(rule, text, hint string) {
		c.report(engine.Finding{Pos: d.Source, Mark: referenceTo(to.ID), Severity: engine.SeverityWarning, Rule: rule, Text: text, Hint: hint,
			Object: objectOf(d.ID), Channel: d.ID.Channel})
	}
	switch {
	case to.Class == engine.Remove:
		warn(ruleReferenceNeverLive, fmt.Sprintf("it refers to %s, which is retracted: it will wait for ever", to.ID), "remove the reference")
	case to.Drafted():
		warn(ruleReferenceNeverLive, fmt.Sprintf("it refers to %s, which is a draft: it will wait for it", to.ID), "give that post a time")
	case to.Due.IsZero() || d.Due.IsZero():
	case to.Due.After(d.Due):
		warn(ruleReferenceOrder, fmt.Sprintf("it is due %s and refers to %s, which goes out later: %s", said(*d), to.ID, said(*to)),
			"let the post it refers to go out first")
	case !to.Until.IsZero() && !to.Until.After(d.Due):
		warn(ruleReferenceNeverLive, fmt.Sprintf("it refers to %s, which is taken down before", to.ID), "remove the reference, or move until:")
	}
}

// referenceTo is how a text refers to the address of a resource.
func referenceTo(id engine.ID) string { return fmt.Sprintf("${post.%s.%s.url}", id.Slug, id.Channel) }

// cycles finds loops of references: their posts would wait for each other.
func (c *checker) cycles() {
	const (
		open = 1 + iota // on the way
		done
	)
	state := map[engine.ID]int{}
	var way []engine.ID
	var visit func(id engine.ID)
	visit = func(id engine.ID) {
		d := c.desired[id]
		if d == nil || d.Class != engine.Publish || state[id] == done {
			return
		}
		if state[id] == open {
			c.cycle(way[slices.Index(way, id):])
			return
		}
		state[id] = open
		way = append(way, id)
		for _, ref := range d.Refs {
			visit(ref)
		}
		way = way[:len(way)-1]
		state[id] = done
	}
	for _, id := range sortedIDs(c.Desired) {
		visit(id)
	}
}

func sortedIDs(desired []engine.Desired) []engine.ID {
	var ids []engine.ID
	for _, d := range desired {
		if len(d.Refs) > 0 {
			ids = append(ids, d.ID)
		}
	}
	slices.SortFunc(ids, engine.ID.Compare)
	return ids
}

// cycle reports a loop at each of its posts, beginning with the first in order.
func (c *checker) cycle(loop []engine.ID) {
	first := slices.Index(loop, slices.MinFunc(loop, engine.ID.Compare))
	loop = slices.Concat(loop[first:], loop[:first], loop[first:first+1])
	steps := make([]string, len(loop))
	for i, id := range loop {
		steps[i] = id.String()
	}
	d := c.desired[loop[0]]
	c.report(engine.Finding{Pos: d.Source, Mark: referenceTo(loop[1]), Rule: ruleReferenceCycle, Text: "these refer to each other: " + strings.Join(steps, " -> "),
		Hint: "remove one of the references", Object: objectOf(d.ID), Channel: d.ID.Channel, Fatal: true})
}
