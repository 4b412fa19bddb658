package cli

import (
	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/approve"
	"galley/engine/plan"
)

// consents say of every resource who has yet to approve it and who has, as far
// as the ledger and git tell, and whether this revision makes an approval void
// that it had at the base. It is said in the language of the comment.
func (b base) consents(language string, desired []engine.Desired, in plan.Input) map[engine.ID]view.Consent {
	list := map[engine.ID]view.Consent{}
	for _, d := range desired {
		v := in.Consents[d.Digest]
		c := view.Consent{Given: v.Approvers()}
		for _, m := range v.Missing {
			c.Needs = append(c.Needs, view.Asked(language, approve.Say(m), m))
		}
		if was, known := b.desired[d.ID]; known && was.Digest != d.Digest && d.Class != engine.Remove { // a withdrawal needs its own, if any
			c.Void = len(in.Record.Consent.Approvals[was.Digest]) > 0
		}
		if len(c.Given) > 0 || len(c.Needs) > 0 || c.Void {
			list[d.ID] = c
		}
	}
	return list
}

// ungoverned is what keeps a new charter or team from judging; nothing if
// nothing does.
func (a *app) ungoverned(c content, in plan.Input) []engine.Problem {
	name, v := lackingPolicy(c, in.Record.Consent, in.AsOf)
	if name == "" {
		return nil
	}
	return []engine.Problem{{Channel: engine.Channel(name), Text: v.Reason, Hint: v.Hint, Refused: true}}
}
