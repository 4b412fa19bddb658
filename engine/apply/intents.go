package apply

import (
	"slices"

	"galley/engine"
	"galley/engine/plan"
)

// intents are what a step writes before it sends: one, or two for a replace.
func (r *run) intents(in plan.Input, s step) []engine.Intent {
	c, rec := s.change, r.record.IDs[s.change.ID]
	if c.Note != nil && !c.Note.Renamed.IsZero() {
		rec = r.record.IDs[c.Note.Renamed]
	}
	base := engine.Intent{ID: c.ID, Verb: c.Verb, Account: r.Accounts[c.ID.Channel], Due: c.Due, Digest: c.Digest,
		Native: c.Native, Generation: rec.Generation, Revision: r.Revision}
	if c.Note != nil && c.Note.Result == engine.ResultGone {
		base.Generation++ // the note of its end is written with this intent
	}
	if c.Before != nil {
		base.Remote, base.Prior = c.Before.Remote, rec.Print
	}
	if c.Consent != nil {
		base.Approval = c.Consent.Approvers()
	}
	if c.After != nil {
		base.Author, base.Parent = c.After.Labels.Author, c.After.Parent
	}
	if c.Verb != engine.Delete {
		resolved, _ := plan.Resolve(*c.After, r.url)
		info := in.Channels[c.ID.Channel].Info
		base.Print = engine.PrintOf(info, resolved.Spec)
		base.Fields = engine.FieldPrints(info, resolved.Spec, resolved.Fields)
		if c.Verb == engine.Update {
			base.Dropped = dropped(rec.Fields, resolved.Fields)
		}
	}
	base.Key = engine.Key(r.record.Ledger, base.Account, c.ID, base.Generation)
	if c.Verb == engine.Create {
		base.Remote = r.choose(c, base, rec)
	}
	if c.Verb != engine.Replace {
		return []engine.Intent{base}
	}
	removal, again := base, base
	removal.Print, removal.Fields = rec.Print, nil
	again.Verb, again.Remote, again.Prior = engine.Create, "", engine.Print{}
	again.Generation++
	again.Key = engine.Key(r.record.Ledger, base.Account, c.ID, again.Generation)
	again.Remote = r.choose(c, again, engine.Recorded{})
	return []engine.Intent{removal, again}
}

// dropped are the fields that were declared last time and are not now.
func dropped(recorded engine.FieldHash, declared []string) []string {
	var names []string
	for name := range recorded {
		if !slices.Contains(declared, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// choose returns the remote id of a create where the network lets us choose it:
// the one that the first intent of this generation chose, because an edited
// time must not move it.
func (r *run) choose(c engine.Change, in engine.Intent, rec engine.Recorded) engine.RemoteID {
	chooser, can := r.Providers[c.ID.Channel].(engine.Chooser)
	if !can {
		return ""
	}
	if rec.Chosen != "" && rec.Generation == in.Generation {
		return rec.Chosen
	}
	return chooser.Choose(*c.After, in.Key, in.Due)
}
