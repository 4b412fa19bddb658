package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"galley/engine"
)

// ContinueThread is how long after its parent went live a child of a thread is
// still sent without being asked.
const ContinueThread = 24 * time.Hour

// publish decides about a resource that is not on its network: now, later, or
// not before a person said so.
func (p *planner) publish(channel Channel, d engine.Desired, r engine.Recorded) {
	due := p.due(d, r)
	c := create(d, due)
	if channel.Info.Manual && r.Phase == engine.Draft && r.Digest == d.Digest {
		p.byHand(&c)
		p.add(c)
		return
	}
	for _, check := range []func(Channel, *engine.Change, engine.Recorded) bool{
		p.skipped, p.expired, p.future, p.frozen, p.refused, p.late, p.twin,
	} {
		if check(channel, &c, r) {
			break
		}
	}
	if c.Hold != engine.HoldNone && d.Merge && r.Seen.IsZero() && c.Note == nil {
		c.Note = note(d, r, engine.ResultSeen)
		c.Note.Due = due
	}
	if c.Verb != engine.Nothing || c.Hold != engine.HoldNone || c.Note != nil {
		p.add(c)
	}
}

// byHand is a post that a person was given to publish. What a freeze covers by
// now, or whose time is over, that person should leave alone.
func (p *planner) byHand(c *engine.Change) {
	c.Verb = engine.Nothing
	if f := p.activeFreeze(*c.After); f != nil {
		c.Hold, c.Reason = engine.HoldBlocked, frozen(*f)
		c.Hint = "it was handed to a person: ask not to publish it yet"
		return
	}
	if p.expired(Channel{}, c, engine.Recorded{}) {
		c.Hint = "it was handed to a person: if it is out, galley ledger resolve " + c.ID.String() + " --published URL"
		return
	}
	c.Hold, c.Reason = engine.HoldManual, "to do by hand"
	c.Hint = fmt.Sprintf("galley tasks shows what to publish; then: galley ledger resolve %s --published URL", c.ID)
}

// due is the time from which lateness counts. "at: merge" counts from the run
// that saw it first; a child of a thread from its parent.
func (p *planner) due(d engine.Desired, r engine.Recorded) time.Time {
	switch {
	case !d.Merge:
		return d.Due
	case !r.Seen.IsZero():
		return r.Seen
	}
	return p.in.AsOf
}

func (p *planner) skipped(_ Channel, c *engine.Change, r engine.Recorded) bool {
	if !r.Skipped.Equal(c.Due) || p.pushed(c.ID) {
		return false
	}
	c.Verb = engine.Nothing
	return true
}

func (p *planner) expired(_ Channel, c *engine.Change, _ engine.Recorded) bool {
	if c.After.Until.IsZero() || p.in.AsOf.Before(c.After.Until) {
		return false
	}
	c.Verb, c.Hold, c.Reason = engine.Nothing, engine.HoldBlocked, "its until passed before it went out"
	c.Hint = "give it a new until, or status: retracted"
	return true
}

// future is a post whose time has not come: handed to the network's scheduler
// where that is wanted and possible, else kept here.
func (p *planner) future(channel Channel, c *engine.Change, r engine.Recorded) bool {
	if !c.Due.After(p.in.AsOf) {
		return false
	}
	if !p.takes(channel, *c.After, c.Due) {
		c.Hold = engine.HoldScheduled
		return true
	}
	c.Native = true
	if !p.frozenAt(c, r, c.Due) && !p.refused(channel, c, r) {
		p.twin(channel, c, r)
	}
	return true
}

// takes reports whether the network's scheduler is to publish d, and takes it for
// that time. What continues a thread has no parent there before it is live.
func (p *planner) takes(channel Channel, d engine.Desired, due time.Time) bool {
	limits, lead := channel.Info.Kinds[specKind(channel, d.ID)], due.Sub(p.in.AsOf)
	return d.Rules.Native && d.Parent.IsZero() && limits.Schedules && lead >= max(limits.ScheduleMin, NoEditBefore) &&
		(limits.ScheduleMax == 0 || lead <= limits.ScheduleMax)
}

func (p *planner) frozen(_ Channel, c *engine.Change, r engine.Recorded) bool {
	return p.frozenAt(c, r, p.in.AsOf)
}

// frozenAt holds what a freeze covers at t, and what came due inside a freeze
// that is over: a thaw publishes nothing by itself.
func (p *planner) frozenAt(c *engine.Change, r engine.Recorded, t time.Time) bool {
	f, held := p.freezeAt(*c.After, p.in.AsOf), r.Held.Equal(c.Due)
	if f == nil {
		f = p.freezeAt(*c.After, t)
	}
	switch over := p.freezeAt(*c.After, c.Due); {
	case f != nil:
		c.Hold, c.Reason = engine.HoldBlocked, frozen(*f)
	case p.pushed(c.ID) || over == nil && !held:
		return false
	default:
		c.Hold, c.Reason, c.Hint = engine.HoldBlocked, "came due under a freeze", heldHint(c.ID)
		if f = over; f != nil {
			c.Reason = "came due under freeze " + f.Slug
		}
	}
	if !held && !c.Due.After(p.in.AsOf) {
		c.Note = note(*c.After, r, engine.ResultHeld)
		c.Note.Due, c.Note.Reason = c.Due, "freeze "+f.Slug
	}
	return true
}

// byName are freezes in an order that does not depend on who found them.
func byName(freezes []engine.Freeze) []engine.Freeze {
	return slices.SortedStableFunc(slices.Values(freezes), func(a, b engine.Freeze) int {
		return cmp.Or(strings.Compare(a.Slug, b.Slug), strings.Compare(a.Source.String(), b.Source.String()))
	})
}

func heldHint(id engine.ID) string {
	return fmt.Sprintf("give it a new at, or: galley apply --only %s --now", id)
}

func (p *planner) activeFreeze(d engine.Desired) *engine.Freeze { return p.freezeAt(d, p.in.AsOf) }

// freezeAt returns the first freeze that covers d and is in force at t.
func (p *planner) freezeAt(d engine.Desired, t time.Time) *engine.Freeze {
	for i, f := range p.in.Freezes {
		if f.Covers(d) && f.ActiveAt(t) {
			return &p.in.Freezes[i]
		}
	}
	return nil
}

func frozen(f engine.Freeze) string {
	reason := "freeze " + f.Slug
	if f.Reason != "" {
		reason += ": " + f.Reason
	}
	if f.By != "" {
		reason += " (" + f.By + ")"
	}
	return reason
}

// refused is a post that the network refused as it is: repeating it would be
// refused again.
func (p *planner) refused(_ Channel, c *engine.Change, r engine.Recorded) bool {
	if r.Refused != c.Digest || p.pushed(c.ID) {
		return false
	}
	c.Hold, c.Reason = engine.HoldBlocked, "the network refused it: "+r.Refusal
	c.Hint = fmt.Sprintf("change it, or try again: galley apply --only %s --now", c.ID)
	return true
}

func (p *planner) late(_ Channel, c *engine.Change, r engine.Recorded) bool {
	if !r.Published.IsZero() {
		return false // the second half of a replacement
	}
	since, most := c.Due, c.After.Rules.Late.Max
	if parent := p.recorded(c.After.Parent); parent.Managed() && parent.Phase == engine.Live {
		since, most = parent.Published, max(most, ContinueThread)
	}
	by := p.in.AsOf.Sub(since)
	if by <= most || p.pushed(c.ID) || names(p.in.Ask.Repost, c.ID) {
		return false
	}
	switch c.After.Rules.Late.Then {
	case engine.LatePublish:
		return false
	case engine.LateSkip:
		c.Verb, c.Reason = engine.Nothing, fmt.Sprintf("skipped: %s late", Say(by))
		c.Note = note(*c.After, r, engine.ResultSkipped)
		c.Note.Due, c.Note.Reason = c.Due, c.Reason
	default:
		c.Hold, c.Reason = engine.HoldBlocked, fmt.Sprintf("%s late, more than the %s allowed", Say(by), Say(most))
		c.Hint = heldHint(c.ID)
	}
	return true
}

// twinWindow is how far back a post of the same text counts as this one.
const twinWindow = 24 * time.Hour

// twin finds a post that is already there and that no ID owns: made by hand, by
// a second repository, or by ourselves before the ledger was lost.
func (p *planner) twin(channel Channel, c *engine.Change, _ engine.Recorded) bool {
	after := *c.After
	resolved, open := p.resolve(after)
	if len(open) > 0 {
		return false
	}
	for _, o := range p.strangers(c.ID.Channel, engine.PrintOf(channel.Info, resolved.Spec)) {
		since := p.in.AsOf.Add(-max(after.Rules.Late.Max, twinWindow))
		near := o.Phase == engine.Scheduled && o.Due.Sub(c.Due).Abs() <= time.Hour
		if !near && (o.Phase != engine.Live || o.Created.Before(since) && !o.Created.IsZero()) {
			continue
		}
		c.Hold, c.Before = engine.HoldUncertain, o
		c.Reason = "already there" + at(o.URL) + ", and no post of this record owns it"
		c.Hint = fmt.Sprintf("to take it over: galley ledger resolve %s --published %s", c.ID, urlOr(o.URL))
		return true
	}
	return false
}

func urlOr(url string) string {
	if url == "" {
		return "URL"
	}
	return url
}

// Say writes a duration for people: "3 h 20 min", "2 days".
func Say(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		h, m := int(d.Hours()), int(d.Minutes())%60
		if m == 0 {
			return fmt.Sprintf("%d h", h)
		}
		return fmt.Sprintf("%d h %d min", h, m)
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}
