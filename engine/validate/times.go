package validate

import (
	"fmt"
	"time"

	"galley/engine"
	"galley/engine/zone"
)

// soon is how near a time may be before it is remarked: reviewing takes time,
// and timers of CI services are late.
const soon = time.Hour

// lifetime looks at when a resource goes out and is taken down.
func (c *checker) lifetime(d *engine.Desired) {
	if !timed(d) || d.Until.IsZero() || d.Due.IsZero() || d.Until.After(d.Due) {
		return
	}
	s := subject{checker: c, d: d}
	s.fault(ruleUntilBeforeAt, s.at("until"), fmt.Sprintf("it is taken down %s, before it goes out %s",
		c.say(d.Until, d.Due), c.say(d.Due, d.Until)), "move until: behind at:")
}

// timed reports whether a resource is what the time of a post speaks of.
func timed(d *engine.Desired) bool {
	return d.Class == engine.Publish && d.ID.Child() == "" && d.ID.Kind == engine.KindPost
}

// timely compares when a resource goes out with the time it is.
func (c *checker) timely(d *engine.Desired) {
	if !timed(d) {
		return
	}
	s := subject{checker: c, d: d}
	if d.Slot {
		c.untimely(s, ruleOpenSlot, "it waits for the next free slot of its channels", "galley validate --fix writes its time")
	}
	if c.AsOf.IsZero() || d.Due.IsZero() || c.recorded(d.ID) {
		return
	}
	switch {
	case d.Due.Before(c.AsOf):
		c.untimely(s, ruleTimePast, c.say(d.Due, c.AsOf)+" has passed", "write a time to come, or at: merge")
	case d.Due.Before(c.AsOf.Add(soon)):
		c.untimely(s, ruleTimeNear, c.say(d.Due, c.AsOf)+" is less than an hour away", "leave time for review and for a timer that is late")
	}
}

// say writes a time in the project's zone, with the year where now is far.
func (c *checker) say(t, now time.Time) string { return zone.Say(t, c.zone, now) }

// untimely warns once of a post, not for each of its channels.
func (c *checker) untimely(s subject, rule, text, hint string) {
	at := s.at("at")
	if s.d.Slot {
		at = s.at("slot")
	}
	c.report(engine.Finding{Pos: at, Severity: engine.SeverityWarning, Rule: rule, Text: text, Hint: hint, Object: objectOf(s.d.ID)})
}

// forgottenDrafts warns of drafts whose time has passed: somebody may believe
// that they went out.
func (c *checker) forgottenDrafts() {
	if c.AsOf.IsZero() {
		return
	}
	for i := range c.Desired {
		d := &c.Desired[i]
		if d.ID.Kind != engine.KindPost || d.ID.Child() != "" || d.Class != engine.Publish || !d.Drafted() {
			continue
		}
		post := c.postOf(d)
		if post == nil {
			continue
		}
		fields, err := post.Merged(string(d.ID.Channel), string(d.Account.Network))
		if err != nil || fields.Status != "draft" || fields.At == "" {
			continue
		}
		due, err := zone.Parse(fields.At, zone.Fold(fields.Fold), c.zone)
		if err == nil && due.Before(c.AsOf) {
			c.untimely(subject{checker: c, d: d}, ruleForgottenDraft,
				fmt.Sprintf("a draft, and its time %s has passed", c.say(due, c.AsOf)), "write status: ready and a new at:, or remove the post")
		}
	}
}

// recorded reports whether the ledger knows of a resource.
func (c *checker) recorded(id engine.ID) bool {
	_, known := c.Recorded[id]
	return known
}
