package plan

import (
	"slices"
	"time"

	"galley/engine"
)

// handedOver is a post that waits in, or came out of, the network's scheduler.
func (p *planner) handedOver(channel Channel, d engine.Desired, r engine.Recorded, o *engine.Observed, there sight) {
	if !p.in.AsOf.Before(r.Due) {
		p.lost(channel, d, r, o, there)
		return
	}
	// One that is to come counts now: no run may be there when it begins.
	f := p.freezeAt(d, r.Due)
	if f == nil {
		f = p.freezeAt(d, d.Due)
	}
	if f != nil {
		p.remove(channel, &d, r, o, frozen(*f)+": cancelled at the network")
		return
	}
	if v := p.in.Consents[d.Digest]; v.Reason != "" { // it would go out as it was before
		p.remove(channel, &d, r, o, v.Reason+": cancelled at the network")
		return
	}
	if there == missing && p.in.AsOf.Sub(r.Last.At) >= channel.Info.Settled() {
		c := hold(d, engine.HoldBlocked, "gone from the network's scheduler: somebody removed it",
			"to schedule it again: galley apply --repost "+d.ID.String())
		c.Origin, c.Note = engine.FromDrift, note(d, r, engine.ResultGone)
		p.add(c)
		return
	}
	p.reschedule(channel, d, r, o)
}

// reschedule brings a change of text or time to what was handed over.
func (p *planner) reschedule(channel Channel, d engine.Desired, r engine.Recorded, o *engine.Observed) {
	resolved, _ := p.resolve(d)
	cmp := compareFields(channel.Info, resolved, r, o)
	moved := !d.Due.Equal(r.Due)
	if !cmp.changed && !moved {
		c := hold(d, engine.HoldScheduled, "handed to the network's scheduler", "")
		c.Native, c.Note = true, p.renameNote(d, r)
		p.add(c)
		return
	}
	c := engine.Change{ID: d.ID, Verb: engine.Update, Before: before(r, o), After: &d, Due: d.Due, Digest: d.Digest,
		Origin: engine.FromChange, Blind: o == nil, Native: true, Note: p.renameNote(d, r), Diff: cmp.diff}
	switch {
	case r.Due.Sub(p.in.AsOf) < NoEditBefore:
		c.Hold, c.Reason = engine.HoldBlocked, "less than "+Say(NoEditBefore)+" before it is due, the network's scheduler is left alone"
	case channel.Info.Kinds[specKind(channel, d.ID)].Reschedule && channel.Caps.Update && (!moved || p.takes(channel, d, d.Due)):
	case channel.Caps.Delete && permits(channel, r, engine.Delete):
		c.Verb, c.Reason = engine.Replace, "taken out of the network's scheduler and handed over again"
		if !p.takes(channel, d, d.Due) {
			c.Verb, c.Native, c.Reason = engine.Delete, false, "taken out of the network's scheduler; it goes out from here"
		}
	default:
		c.Hold, c.Reason = engine.HoldManual, "the network's scheduler can neither edit nor cancel it: change it by hand"
	}
	p.add(c)
}

// lost binds a post that the network's scheduler published, under whatever id
// it has now, and asks a person when it did not.
func (p *planner) lost(channel Channel, d engine.Desired, r engine.Recorded, o *engine.Observed, there sight) {
	live := o
	if there != present || o.Phase != engine.Live {
		live = p.published(r)
	}
	switch {
	case live != nil:
		n := note(d, r, engine.ResultWentLive)
		n.ID, n.Account = r.ID, r.Account
		n.Phase, n.Remote, n.URL, n.Version = engine.Live, live.Remote, live.URL, live.Version
		p.add(engine.Change{ID: r.ID, Before: live, Due: r.Due, Digest: r.Digest, Origin: engine.FromPending,
			Note: n, Reason: "published by the network's scheduler"})
	case p.in.AsOf.Sub(r.Due) < max(d.Rules.Late.Max, channel.Info.Settled()):
		c := hold(d, engine.HoldScheduled, "due; waiting to see it published by the network's scheduler", "")
		c.ID, c.Due, c.Digest, c.Native = r.ID, r.Due, r.Digest, true
		if d.ID.IsZero() {
			c.After = nil
		}
		p.add(c)
	default:
		c := hold(d, engine.HoldUncertain, "lost by the network: its scheduler did not publish it by "+
			r.Due.UTC().Format(time.RFC3339), "look there; then: galley ledger resolve "+r.ID.String()+" --published URL (or --absent)")
		c.ID, c.Due, c.Digest = r.ID, r.Due, r.Digest
		if d.ID.IsZero() {
			c.After = nil
		}
		p.add(c)
	}
}

// published finds the live post that a scheduled one became: the print that was
// handed over, near its due time, owned by no other ID. Of several that were
// handed over with one text, each gets the copy nearest to its own time, and
// none that is nearer to another's: a copy answers for one.
func (p *planner) published(r engine.Recorded) *engine.Observed {
	var best *engine.Observed
	for _, o := range p.strangers(r.ID.Channel, r.Print) {
		if o.Phase != engine.Live || p.bound[o] || p.nearer(o, r) {
			continue
		}
		if away(o, r) <= twinWindow && (best == nil || away(o, r) < away(best, r)) {
			best = o
		}
	}
	if best != nil {
		p.bound[best] = true
	}
	return best
}

// away is how far from its due time something went live, as far as is known.
func away(o *engine.Observed, r engine.Recorded) time.Duration {
	if o.Created.IsZero() {
		return 0
	}
	return o.Created.Sub(r.Due).Abs()
}

// nearer reports whether something else of the same text, handed over and due as
// well, was due nearer to the time at which o went live.
func (p *planner) nearer(o *engine.Observed, r engine.Recorded) bool {
	if p.handed == nil {
		for _, other := range p.in.Record.IDs {
			if other.Phase == engine.Scheduled && !p.in.AsOf.Before(other.Due) {
				p.handed = append(p.handed, other)
			}
		}
	}
	return slices.ContainsFunc(p.handed, func(other engine.Recorded) bool {
		return other.ID.Channel == r.ID.Channel && other.Print.Equal(r.Print) && away(o, other) < away(o, r)
	})
}
