package plan

import (
	"fmt"
	"time"

	"galley/engine"
)

// NoEditBefore is how long before its due time a post that was handed to a
// network's scheduler is no longer touched: the edit could cross its
// publication.
const NoEditBefore = 10 * time.Minute

// resource adds what is to be done about one ID, if anything.
func (p *planner) resource(id engine.ID) {
	d, wanted := p.desired[id]
	r := p.recorded(id)
	channel, known := p.channel(id)
	switch {
	case channel.Failure != "":
		// Told once, as a problem of the channel.
	case r.Open != nil:
		p.uncertain(d, r)
	case (wanted || p.in.Policy.Prune || p.withdrawn(id)) && p.elsewhere(channel, r):
		p.otherAccount(channel, d, r)
	case !wanted && p.withdrawn(id):
		p.retract(channel, engine.Desired{ID: id, Class: engine.Remove, Account: r.Account,
			Digest: engine.RemovalDigest(id, r.Account, ""), Reason: "with the post it is a part of"}, r)
	case !wanted && p.repeats(id):
		p.dropped(channel, r)
	case !wanted && !known:
		p.channelGone(r)
	case !wanted:
		p.fileGone(channel, r)
	case d.Class == engine.Remove:
		p.retract(channel, *d, r)
	case p.in.Blocked[id] != "":
		p.blockedByFinding(channel, *d, r)
	case !p.awaits[id].IsZero():
		p.add(p.awaiting(*d))
	default:
		p.wanted(channel, *d, r)
	}
}

// elsewhere reports whether a resource was published under another account than
// the channel's, which does not show it. Under another name of the same account
// it would. What is mirrored is ours, whatever its name.
func (p *planner) elsewhere(channel Channel, r engine.Recorded) bool {
	mirrored := channel.Info.Kinds[specKind(channel, r.ID)].Mirrored
	if !r.Managed() || mirrored || r.Account == (engine.Account{}) || r.Account == channel.Account {
		return false
	}
	_, there := p.observe(channel, r)
	_, read := channel.Reads[r.ID]
	return there == missing && (read || !channel.Caps.Read) // a listing alone may leave one out
}

// otherAccount is what only somebody with the credential of another account can
// change: that the channel's does not show it says nothing.
func (p *planner) otherAccount(channel Channel, d *engine.Desired, r engine.Recorded) {
	reason := fmt.Sprintf("it was published as %s, and the channel is %s now", r.Account, channel.Account)
	if d != nil && d.Class != engine.Remove {
		p.add(hold(*d, engine.HoldBlocked, reason, "to manage it on, give the channel its former handle, or make another channel for it"))
		return
	}
	p.remove(Channel{}, d, r, nil, reason)
}

// awaiting is a resource under a new ID, while nobody knows what became of the
// last request under the one before.
func (p *planner) awaiting(d engine.Desired) engine.Change {
	c := create(d, d.Due)
	c.Origin, c.Hold = engine.FromPending, engine.HoldBlocked
	c.Reason = fmt.Sprintf("it was %s, and a request to %s that got no answer", p.awaits[d.ID], p.recorded(p.awaits[d.ID]).Open.Verb)
	return c
}

// channelGone is what was published on a channel that the content has no more.
// What still waits in its network's scheduler would go out with nobody looking.
func (p *planner) channelGone(r engine.Recorded) {
	if r.Phase != engine.Scheduled || !p.in.AsOf.Before(r.Due) {
		p.add(release(r, "its channel is gone from the content"))
		return
	}
	p.remove(Channel{}, nil, r, nil, "its channel is gone from the content, and it waits in the network's scheduler")
}

// withdrawn reports whether the post that id is, or is a part or an occurrence
// of, is retracted: what its file no longer lists goes down with the rest.
func (p *planner) withdrawn(id engine.ID) bool {
	whole, ok := p.desired[id.Whole()]
	if !ok {
		whole, ok = p.repeating()[id.On("").Whole()]
	}
	return ok && whole.Class == engine.Remove
}

// wanted is a resource that its file asks to be published.
func (p *planner) wanted(channel Channel, d engine.Desired, r engine.Recorded) {
	o, there := p.observe(channel, r)
	switch {
	case d.Slot && !r.Managed():
		p.add(hold(d, engine.HoldBlocked, "it waits for the next free slot",
			"galley validate --fix writes its time into the file"))
	case d.Class != engine.Publish || d.Drafted():
		p.draft(channel, d, r)
	case r.Released && r.Phase == engine.Live && there != missing:
		p.compare(channel, d, r, o, note(d, r, engine.ResultAdopted))
	case r.Released && r.Phase == engine.Live:
		p.missing(channel, d, r)
	case r.Gone || r.Removed:
		p.takenDown(channel, d, r)
	case r.Phase == engine.Scheduled:
		p.handedOver(channel, d, r, o, there)
	case !r.Managed():
		p.publish(channel, d, r)
	case !d.Until.IsZero() && !p.in.AsOf.Before(d.Until):
		p.remove(channel, &d, r, o, "its until has passed")
	case there == missing:
		p.missing(channel, d, r)
	default:
		p.compare(channel, d, r, o, p.renameNote(d, r))
	}
}

// sight is what is known of a recorded resource's presence on its network.
type sight uint8

const (
	unknown sight = iota // outside what was listed, or the network cannot be read
	present
	missing
)

// observe looks a recorded resource up in what was seen of its channel.
func (p *planner) observe(channel Channel, r engine.Recorded) (*engine.Observed, sight) {
	id := r.ID
	if old, ok := p.renamed[id]; ok {
		id = old
	}
	if o := p.seen[id]; o != nil {
		return o, present
	}
	if o, read := channel.Reads[id]; read {
		if o == nil {
			return nil, missing
		}
		return o, present
	}
	if channel.Listed && !r.Published.Before(channel.Since) {
		return nil, missing
	}
	return nil, unknown
}

// draft is a resource without a time: nothing, unless it is already out.
func (p *planner) draft(channel Channel, d engine.Desired, r engine.Recorded) {
	switch {
	case r.Phase == engine.Scheduled:
		p.cancel(channel, &d, r, "its file is a draft again")
	case r.Managed():
		p.add(hold(d, engine.HoldBlocked, "it is live, and a draft takes nothing down",
			"to withdraw it write status: retracted, with a reason"))
	default:
		p.plan.Drafts++
	}
}

// takenDown is a resource that was live and is not: found gone, or withdrawn by
// us and wanted again. Only a person puts it up again.
func (p *planner) takenDown(channel Channel, d engine.Desired, r engine.Recorded) {
	if names(p.in.Ask.Repost, d.ID) {
		p.publish(channel, d, r)
		return
	}
	reason := "gone from the network: somebody took it down"
	if !r.Gone {
		reason = "it was withdrawn, and is wanted again"
	}
	if !d.Until.IsZero() && !p.in.AsOf.Before(d.Until) {
		return // expired as asked
	}
	p.add(hold(d, engine.HoldBlocked, reason, fmt.Sprintf(
		"to publish it again: galley apply --repost %s; to leave it: status: retracted", d.ID)))
}

// missing is a live resource that a whole listing did not show.
func (p *planner) missing(channel Channel, d engine.Desired, r engine.Recorded) {
	limits := channel.Info.Kinds[d.Spec.Kind()]
	switch {
	case limits.Mirrored:
		c := create(d, r.Due)
		c.Origin, c.Reason = engine.FromDrift, "written again: its target does not hold it"
		if f := p.activeFreeze(d); f != nil && r.Digest != d.Digest {
			c.Hold, c.Reason = engine.HoldBlocked, frozen(*f)
		}
		p.add(c)
	case p.in.AsOf.Sub(r.Published) < channel.Info.Settled():
		p.plan.Matches++ // too fresh for a listing to show
	default:
		c := hold(d, engine.HoldBlocked, "gone from the network: somebody took it down", fmt.Sprintf(
			"to publish it again: galley apply --repost %s; to leave it: status: retracted", d.ID))
		c.Origin = engine.FromDrift
		c.Note = note(d, r, engine.ResultGone)
		if names(p.in.Ask.Repost, d.ID) {
			p.publish(channel, d, r)
			p.plan.Changes[len(p.plan.Changes)-1].Note = c.Note
			return
		}
		p.add(c)
	}
}

// retract takes a resource down because its file says so.
func (p *planner) retract(channel Channel, d engine.Desired, r engine.Recorded) {
	o, there := p.observe(channel, r)
	switch {
	case r.Phase != engine.Live && r.Phase != engine.Scheduled:
		// A tombstone: never published, or down already.
	case there == missing && p.in.AsOf.Sub(r.Published) >= channel.Info.Settled() && r.Phase == engine.Live:
		c := hold(d, engine.HoldNone, "already gone from the network", "")
		c.Note = note(d, r, engine.ResultGone)
		p.add(c)
	case r.Phase == engine.Scheduled && !p.in.AsOf.Before(r.Due):
		p.lost(channel, d, r, o, there)
	default:
		reason := "retracted"
		if d.Reason != "" {
			reason += ": " + d.Reason
		}
		p.remove(channel, &d, r, o, reason)
	}
}

// remove adds a deletion, or what a person has to do instead.
func (p *planner) remove(channel Channel, d *engine.Desired, r engine.Recorded, o *engine.Observed, reason string) {
	c := engine.Change{
		ID: r.ID, Verb: engine.Delete, Before: before(r, o), After: d, Due: r.Due,
		Digest: engine.RemovalDigest(r.ID, r.Account, zoneOf(d)), Origin: engine.FromChange,
		Reason: reason, Blind: o == nil,
	}
	if d != nil {
		c.Digest = d.Digest
	}
	if old, ok := p.renamed[r.ID]; ok {
		c.Before.ID = old
	}
	if !channel.Caps.Delete || !permits(channel, r, engine.Delete) {
		c.Hold = engine.HoldManual
		c.Hint = fmt.Sprintf("remove it by hand%s, then: galley ledger resolve %s --absent", at(r.URL), r.ID)
		c.Reason += "; this network gives no way to delete"
	}
	p.add(c)
}

func zoneOf(d *engine.Desired) string {
	if d == nil {
		return ""
	}
	return d.Zone
}

func at(url string) string {
	if url == "" {
		return ""
	}
	return " at " + url
}

// permits reports whether the network permits a verb for what is recorded. The
// kind of its Spec is that of the network, whatever was observed.
func permits(channel Channel, r engine.Recorded, v engine.Verb) bool {
	return channel.Info.Kinds[specKind(channel, r.ID)].Permits(v)
}

func specKind(channel Channel, id engine.ID) engine.Kind {
	if id.Kind == engine.KindPost {
		return channel.Info.PostKind
	}
	return id.Kind
}

// fileGone is a managed resource that no file asks for.
func (p *planner) fileGone(channel Channel, r engine.Recorded) {
	o, _ := p.observe(channel, r)
	switch {
	case r.Phase == engine.Scheduled:
		p.cancel(channel, nil, r, "its file is gone")
	case p.in.Policy.Prune:
		p.remove(channel, nil, r, o, "its file is gone, and the project prunes")
	default:
		p.add(release(r, "its file is gone; the post stays online"))
	}
}

// cancel takes what was handed over out of the network's scheduler.
func (p *planner) cancel(channel Channel, d *engine.Desired, r engine.Recorded, reason string) {
	o, there := p.observe(channel, r)
	if !p.in.AsOf.Before(r.Due) {
		var after engine.Desired
		if d != nil {
			after = *d
		}
		p.lost(channel, after, r, o, there)
		return
	}
	p.remove(channel, d, r, o, reason+": cancelled at the network")
}

// blockedByFinding is a resource with an error in its file: it alone waits.
func (p *planner) blockedByFinding(channel Channel, d engine.Desired, r engine.Recorded) {
	if r.Phase == engine.Scheduled {
		p.cancel(channel, &d, r, p.in.Blocked[d.ID])
		return
	}
	p.add(hold(d, engine.HoldBlocked, p.in.Blocked[d.ID], "galley validate tells where"))
}

// uncertain is a resource whose last request may have happened.
func (p *planner) uncertain(d *engine.Desired, r engine.Recorded) {
	c := engine.Change{ID: r.ID, Verb: r.Open.Verb, After: d, Due: r.Open.Due, Digest: r.Open.Digest,
		Origin: engine.FromPending, Hold: engine.HoldUncertain}
	c.Reason = fmt.Sprintf("a request to %s it left at most until %s and got no answer",
		r.Open.Verb, r.Open.SendBy.UTC().Format("2006-01-02 15:04 MST"))
	c.Hint = fmt.Sprintf("the next run looks again; if you know better: galley ledger resolve %s --published URL (or --absent)", r.ID)
	p.add(c)
}

func release(r engine.Recorded, reason string) engine.Change {
	return engine.Change{ID: r.ID, Verb: engine.ReleaseOwned, Before: before(r, nil), Due: r.Due,
		Digest: engine.RemovalDigest(r.ID, r.Account, ""), Origin: engine.FromChange, Reason: reason,
		Note: &engine.Outcome{ID: r.ID, Account: r.Account, Result: engine.ResultReleased, Phase: r.Phase,
			Verb: engine.ReleaseOwned, Remote: r.Remote, URL: r.URL, Version: r.Version, Print: r.Print,
			Fields: r.Fields, Due: r.Due, Digest: r.Digest, Generation: r.Generation, Reason: reason}}
}

// before is what a change starts from: what was seen, else what was recorded.
func before(r engine.Recorded, o *engine.Observed) *engine.Observed {
	if o != nil {
		return o
	}
	return &engine.Observed{ID: r.ID, Remote: r.Remote, Version: r.Version, Phase: r.Phase, URL: r.URL, Due: r.Due}
}

// note is a decision about d that apply writes down without a request.
func note(d engine.Desired, r engine.Recorded, result engine.Result) *engine.Outcome {
	n := &engine.Outcome{ID: d.ID, Account: d.Account, Result: result, Phase: r.Phase, Remote: r.Remote, URL: r.URL,
		Version: r.Version, Print: r.Print, Fields: r.Fields, Due: r.Due, Digest: r.Digest,
		Generation: r.Generation, Author: d.Labels.Author}
	if result == engine.ResultAdopted {
		n.Verb = engine.Adopt
	}
	return n
}

func hold(d engine.Desired, h engine.Hold, reason, hint string) engine.Change {
	return engine.Change{ID: d.ID, After: &d, Due: d.Due, Digest: d.Digest, Origin: engine.FromPending,
		Hold: h, Reason: reason, Hint: hint}
}

func create(d engine.Desired, due time.Time) engine.Change {
	return engine.Change{ID: d.ID, Verb: engine.Create, After: &d, Due: due, Digest: d.Digest, Origin: engine.FromChange}
}
