package plan

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"galley/engine"
)

// language is the one field that is declared without being written: it is that
// of the channel, or of the project.
const language = "language"

// nothing is the hash of a field that is not there.
var nothing = engine.HashText("")

// A comparison is declared, recorded and observed side by side, field by field.
type comparison struct {
	changed bool // declared differs from what was recorded
	drifted bool // observed differs from what was recorded
	equal   bool // observed is what is declared
	diff    []engine.FieldDiff
}

// compareFields looks at what is declared now, plus what was declared last time
// and is not now: a content warning whose line was deleted is taken off.
// Without an observation it goes by the hashes of the record.
func compareFields(info engine.Info, d engine.Desired, r engine.Recorded, o *engine.Observed) comparison {
	declared := info.Normalized(d.Spec).Fields()
	var live map[string]string
	if o != nil && o.Spec != nil {
		live = info.Normalized(engine.AsSent(o.Spec, r.Print.Media)).Fields()
	}
	c := comparison{equal: live != nil}
	for _, name := range fieldNames(d, r) {
		want := ""
		if slices.Contains(d.Fields, name) {
			want = declared[name]
		}
		recorded, known := r.Fields[name]
		if !known {
			recorded = nothing
		}
		changed := engine.HashText(want) != recorded
		if name == language && live[name] == "" && !changed {
			continue // a network that does not tell the language says nothing against ours
		}
		drifted := live != nil && known && changed
		if live != nil && known && live[name] != want { // else it has the hash of want
			drifted = engine.HashText(live[name]) != recorded
		}
		c.changed = c.changed || changed
		c.drifted = c.drifted || drifted
		if live == nil && changed {
			c.diff = append(c.diff, engine.FieldDiff{Field: name, Now: want, Recorded: true})
		}
		if live != nil && live[name] != want {
			c.equal = false
			c.diff = append(c.diff, engine.FieldDiff{Field: name, Was: live[name], Now: want})
		}
	}
	return c
}

func fieldNames(d engine.Desired, r engine.Recorded) []string {
	names := slices.Clone(d.Fields)
	for name := range r.Fields {
		if !slices.Contains(d.Fields, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// compare decides about a live resource. The note, if any, is recorded along
// with whatever is done.
func (p *planner) compare(channel Channel, d engine.Desired, r engine.Recorded, o *engine.Observed, n *engine.Outcome) {
	resolved, open := p.resolve(d)
	if len(open) > 0 {
		c := hold(d, engine.HoldBlocked, "it refers to "+open[0].String()+", which is not live", "")
		c.Note = n
		p.add(c)
		return
	}
	cmp := compareFields(channel.Info, resolved, r, o)
	change := engine.Change{ID: d.ID, Verb: engine.Update, Before: before(r, o), After: &d, Due: r.Due,
		Digest: d.Digest, Origin: engine.FromChange, Blind: o == nil, Note: n, Diff: cmp.diff}
	switch {
	case cmp.equal && cmp.changed:
		// It already shows what the file says: only the record lags behind.
		p.adopt(channel, change, resolved, r)
	case cmp.changed:
		p.edit(channel, change, r, cmp)
	case cmp.drifted:
		p.drift(channel, change, r)
	case n != nil:
		p.adopt(channel, change, resolved, r)
	default:
		p.plan.Matches++
	}
}

// adopt records that what is live is what is declared.
func (p *planner) adopt(channel Channel, c engine.Change, resolved engine.Desired, r engine.Recorded) {
	c.Verb, c.Diff = engine.Adopt, nil
	c.Reason = "already there as declared"
	if c.Note == nil {
		c.Note = note(*c.After, r, engine.ResultAdopted)
	}
	n := *c.Note
	n.Phase, n.Digest = r.Phase, c.Digest
	n.Remote, n.URL, n.Version = c.Before.Remote, cmp.Or(c.Before.URL, r.URL), c.Before.Version
	n.Print = engine.PrintOf(channel.Info, resolved.Spec)
	n.Fields = engine.FieldPrints(channel.Info, resolved.Spec, resolved.Fields)
	if !n.Renamed.IsZero() {
		c.Reason = "taken over from " + n.Renamed.String()
	}
	c.Note = &n
	p.add(c)
}

// edit brings a change of the file to the network, in place where it can.
func (p *planner) edit(channel Channel, c engine.Change, r engine.Recorded, cmp comparison) {
	if cmp.drifted {
		c.Reason = "somebody also edited it on the network; the file wins"
	}
	switch {
	case p.editable(channel, c, r):
		if c.Reason == "" && p.unseen(channel, c) {
			c.Reason = "readers may not see this edit everywhere"
		}
	case channel.Info.Manual:
		c.Hold, c.Reason = engine.HoldManual, "its text changed after it was published by hand"
		c.Hint = fmt.Sprintf("edit it by hand%s, then: galley ledger resolve %s --published %s", at(r.URL), c.ID, urlOr(r.URL))
	case c.After.Rules.Replace && channel.Caps.Delete && permits(channel, r, engine.Delete):
		c.Verb = engine.Replace
		c.Reason = "this network cannot edit: it is deleted and published again, as replace: true asks"
	default:
		c.Verb, c.Hold = engine.Replace, engine.HoldBlocked
		c.Reason = "this network cannot edit what is published: it would have to be deleted and published again"
		c.Hint = "to do that write replace: true; its address, replies and counts are lost"
	}
	if f := p.activeFreeze(*c.After); f != nil && c.Hold == engine.HoldNone {
		c.Hold, c.Reason, c.Hint = engine.HoldBlocked, frozen(*f), ""
	}
	p.add(c)
}

// editable reports whether the network can bring c about in place.
func (p *planner) editable(channel Channel, c engine.Change, r engine.Recorded) bool {
	if !channel.Caps.Update || !permits(channel, r, engine.Update) {
		return false
	}
	if channel.Info.Edits == nil {
		return true
	}
	resolved, _ := p.resolve(*c.After)
	return channel.Info.Edits(c.Before.Spec, resolved.Spec, c.After.Rules)
}

// unseen reports whether c is made in place only because edit: true asks for it.
func (p *planner) unseen(channel Channel, c engine.Change) bool {
	rules := c.After.Rules
	if channel.Info.Edits == nil {
		return false
	}
	rules.Edit = false
	resolved, _ := p.resolve(*c.After)
	return !channel.Info.Edits(c.Before.Spec, resolved.Spec, rules)
}

// drift shows an edit that somebody made on the network. A timer does nothing
// about it.
func (p *planner) drift(channel Channel, c engine.Change, r engine.Recorded) {
	c.Origin = engine.FromDrift
	c.Reason = "somebody edited it on the network"
	canEdit := p.editable(channel, c, r)
	asked := p.in.Policy.Restore || names(p.in.Ask.Restore, c.ID)
	switch f := p.activeFreeze(*c.After); {
	case !asked || !canEdit:
		c.Hold = engine.HoldBlocked
		keep := "write it into the file"
		if c.ID.Kind == engine.KindPost {
			keep = fmt.Sprintf("galley import %s --only %s", c.ID.Channel, c.ID)
		}
		c.Hint = fmt.Sprintf("to keep the edit: %s; to put the declared text back: galley apply --restore %s", keep, c.ID)
		if !canEdit {
			c.Hint = "this network cannot edit, so the file follows: " + keep
		}
	case f != nil:
		c.Hold, c.Reason = engine.HoldBlocked, frozen(*f)
	}
	p.add(c)
}

// renames gives a resource the record of the ID it had before.
func (p *planner) renames() {
	p.renamed = map[engine.ID]engine.ID{}
	for _, d := range p.unsent() {
		for _, old := range p.former(d) {
			r := p.recorded(old)
			if _, taken := p.desired[old]; taken {
				continue
			}
			if r.Open != nil {
				p.awaits[d.ID] = old
				break
			}
			if r.Phase != engine.Live && r.Phase != engine.Scheduled {
				p.inherit(d, r)
				continue
			}
			p.renewed[d.ID] = engine.Recorded{ID: d.ID, Account: r.Account, Phase: r.Phase, Digest: r.Digest}.Inherit(r)
			p.renewed[old] = r.MovedTo(d.ID)
			p.renamed[d.ID] = old
			break
		}
	}
}

// inherit gives d what was decided under a former ID of something that is not on
// the network: a new name puts nothing up that somebody took down, and lifts
// nothing that holds it.
func (p *planner) inherit(d *engine.Desired, former engine.Recorded) {
	r := p.recorded(d.ID)
	r.Gone, r.Removed = r.Gone || former.Gone, r.Removed || former.Removed
	for _, moment := range []struct{ to, from *time.Time }{{&r.Skipped, &former.Skipped}, {&r.Held, &former.Held}, {&r.Seen, &former.Seen}} {
		if moment.to.IsZero() {
			*moment.to = *moment.from
		}
	}
	p.renewed[d.ID] = r
}

// unsent are the resources that were never sent under their own ID, sorted. What
// was only decided about one, such as that a freeze holds it, does not keep it
// from what it was before.
func (p *planner) unsent() []*engine.Desired {
	var list []*engine.Desired
	for id, d := range p.desired {
		own := p.in.Record.IDs[id]
		if own.Phase == engine.Absent && own.Open == nil && own.Generation == 0 {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(a, b *engine.Desired) int { return a.ID.Compare(b.ID) })
	return list
}

func (p *planner) renameNote(d engine.Desired, r engine.Recorded) *engine.Outcome {
	old, ok := p.renamed[d.ID]
	if !ok {
		return nil
	}
	n := note(d, r, engine.ResultAdopted)
	n.Renamed = old
	return n
}
