package view

import "galley/engine"

// An action is what becomes of a change, as people say it.
type action uint8

// The actions, in the order in which a title counts them.
const (
	actNone action = iota
	actPublish
	actEdit
	actRepost
	actWithdraw
	actTakeOver
	actRelease
	actScheduled
	actBlocked
	actUncertain
	actManual
	actSkip
	actDraft
)

// counted are the actions that a title counts, what is taken down first.
var counted = [...]action{actWithdraw, actRepost, actPublish, actEdit, actScheduled, actTakeOver, actRelease, actSkip, actManual,
	actBlocked, actUncertain, actDraft}

// actionOf says what a change is. One that nothing holds but an approval is what
// it will be once it is approved: that is what somebody is asked to look at.
func actionOf(x Proof) action {
	hold := x.Hold
	if x.Consent.Holds {
		hold = engine.HoldNone
	}
	switch hold {
	case engine.HoldScheduled:
		return actScheduled
	case engine.HoldBlocked:
		return actBlocked
	case engine.HoldUncertain:
		return actUncertain
	case engine.HoldManual:
		return actManual
	}
	switch x.Verb {
	case engine.Create:
		if x.Native {
			return actScheduled
		}
		return actPublish
	case engine.Update:
		return actEdit
	case engine.Replace:
		return actRepost
	case engine.Delete:
		return actWithdraw
	case engine.Adopt:
		return actTakeOver
	case engine.ReleaseOwned:
		return actRelease
	}
	if x.Draft {
		return actDraft
	}
	return actSkip
}
