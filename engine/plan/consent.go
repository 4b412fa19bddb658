package plan

import "galley/engine"

// consent holds what lacks an approval, before anything that refers to it is
// looked at. What is held already shows who approved it, and who has to.
func (p *planner) consent() {
	for i := range p.plan.Changes {
		c := &p.plan.Changes[i]
		if !p.approvable(*c) {
			continue
		}
		v, asked := p.in.Consents[c.Digest]
		switch {
		case asked && c.Note != nil && c.Note.Result == engine.ResultGone:
			v.Given, v.Reason = nil, "lacks a new approval: it was taken down, and what was approved before does not count"
		case !asked && p.in.Ask.RequireApproval && c.Verb != engine.Delete:
			v.Reason, v.Hint = "no rule asks for its approval, and this run sends nothing without one",
				"write a rule into the approvals of the charter, or leave --require-approval out"
		case !asked:
			continue
		}
		c.Consent = &v
		if c.Hold == engine.HoldNone && v.Reason != "" {
			c.Hold, c.Reason, c.Hint = engine.HoldBlocked, v.Reason, v.Hint
		}
	}
}

// approvable reports whether approvals decide on c. They do not where a network
// is given what it was given before with the same consent, such as a site on a
// fresh machine, nor where a post ends as it was approved to.
func (p *planner) approvable(c engine.Change) bool {
	switch c.Verb {
	case engine.Create, engine.Update, engine.Replace:
		r := p.recorded(c.ID)
		again := c.Note != nil && c.Note.Result == engine.ResultGone // what was live is gone: this is another life
		return again || !(r.Managed() && r.Phase == engine.Live && r.Digest == c.Digest)
	case engine.Delete:
		return c.After == nil || c.After.Class == engine.Remove
	}
	return false
}
