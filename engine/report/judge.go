package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"galley/engine"
	"galley/engine/markdown"
)

// A State is what became of a post. The zero state is Uncertain: a post nobody
// classified may have gone out.
type State uint8

// The states, the worst first.
const (
	Uncertain State = iota // may have gone out: a person looks
	Gone                   // somebody took it down on the network
	Blocked                // a finding, an approval, lateness or the network: a person decides
	Held                   // came due under a freeze: a person decides
	Skipped                // too late, by its own rule
	ToDo                   // due, waiting for a person to publish it by hand
	Pending                // due: the next run publishes it
	Late                   // published after its time
	OnTime                 // published
	Scheduled              // its time has not come
	Retracted              // withdrawn by the team
	Draft                  // without a time
)

const stateCount = int(Draft) + 1

var stateNames = [stateCount]string{"uncertain", "gone", "blocked", "held", "skipped", "to_do", "pending",
	"late", "on_time", "scheduled", "retracted", "draft"}

// String returns the name used in JSON.
func (s State) String() string { return stateNames[s] }

// MarshalText writes the name.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

func (s State) rank() int { return int(s) }

// waits reports whether somebody has to act on it, however old it is.
func (s State) waits() bool { return s <= Held || s == ToDo }

// A Cause says why, in a form that can be told in any language. The zero cause
// needs no words.
type Cause uint8

// The causes.
const (
	NoCause          Cause = iota
	UnderFreeze            // Detail is the freeze's reason
	TooLate                // later than its rule allows
	Expired                // its until passed before it went out
	RefusedByNetwork       // Detail is what the network said
	HeldByPlan             // Detail is the plan's reason
	NoAnswer               // the request left, no answer came
	LostByNetwork          // handed to the network's scheduler, not seen since
	HandedOver             // in the network's scheduler
	WaitsForSlot           // asks for a slot that nobody wrote down yet
	WaitsForRun            // "at: merge": due when the first run sees it
	FileGone               // published, and no longer in the content
	Withdrawn              // Detail is the author's reason
	TakenDown              // by somebody on the network
)

func judgeAll(in Input, onTime time.Duration) []Entry {
	list := make([]Entry, 0, len(in.Desired))
	desired := make(map[engine.ID]bool, len(in.Desired))
	for _, d := range in.Desired {
		desired[d.ID] = true
		rec := in.Record.IDs[d.ID]
		if d.ID.Kind == engine.KindPost || rec.Open != nil {
			list = append(list, judge(in, d, rec, onTime))
		}
	}
	for id, rec := range in.Record.IDs {
		if !desired[id] && id.Kind == engine.KindPost && rec.Renamed.IsZero() {
			if e, known := judgeLeft(in, id, rec, onTime); known {
				list = append(list, e)
			}
		}
	}
	return list
}

// judge tells what became of d. The order of the cases matters: what the
// network may hold comes before what was meant.
func judge(in Input, d engine.Desired, rec engine.Recorded, onTime time.Duration) Entry {
	e := Entry{ID: d.ID, Title: titleOf(d.Spec), Due: d.Due, Published: rec.Published, URL: rec.URL, Source: d.Source}
	manual := slices.Contains(in.Manual, d.Account.Network)
	if d.Merge {
		e.Due = rec.Seen
	}
	if !rec.Due.IsZero() && rec.Phase == engine.Live {
		e.Due = rec.Due
	}
	switch {
	case rec.Open != nil && !manual:
		return openEntry(e, *rec.Open)
	case d.Class == engine.Remove:
		return withdrawn(e, d, rec)
	case rec.Gone:
		return e.as(Gone, TakenDown, "")
	case rec.Phase == engine.Live, !rec.Published.IsZero() && !e.Due.After(rec.Published):
		return e.delivered(rec.Phase, onTime)
	case d.Slot:
		return e.as(Draft, WaitsForSlot, "")
	case e.Due.IsZero() && d.Merge:
		return e.as(Draft, WaitsForRun, "")
	case e.Due.IsZero():
		return e.as(Draft, NoCause, "")
	}
	return awaited(in, d, rec, e, manual)
}

// titleOf is what a post is known by among people.
func titleOf(spec engine.Spec) string {
	switch spec := spec.(type) {
	case *engine.Article:
		return cmp.Or(spec.Title, markdown.Summary(spec.Body, titleLength))
	case *engine.Post:
		return markdown.Shorten(spec.Text, titleLength)
	}
	return ""
}

// awaited judges a post with a time that is not live.
func awaited(in Input, d engine.Desired, rec engine.Recorded, e Entry, manual bool) Entry {
	due := e.Due
	past := !due.After(in.AsOf)
	if past {
		e.Late = in.AsOf.Sub(due)
	}
	tooLate := past && d.Rules.Late.Max > 0 && e.Late > d.Rules.Late.Max
	freeze, frozen := freezeOn(in, d, due)
	reason, blocked := in.Blocked[d.ID]
	switch {
	case manual && rec.Phase == engine.Draft:
		return e.as(ToDo, NoCause, "")
	case rec.Skipped.Equal(due), tooLate && d.Rules.Late.Then == engine.LateSkip && rec.Phase == engine.Absent:
		return e.as(Skipped, TooLate, "")
	case !d.Until.IsZero() && !d.Until.After(in.AsOf):
		return e.as(Blocked, Expired, "")
	case frozen && !past:
		return e.as(Scheduled, UnderFreeze, freeze.Reason) // and will be held, unless the freeze is lifted
	case frozen:
		e.When = freeze.Until
		return e.as(Held, UnderFreeze, freeze.Reason)
	case rec.Held.Equal(due):
		return e.as(Held, UnderFreeze, "")
	case rec.Refused != "" && rec.Refused == d.Digest:
		return e.as(Blocked, RefusedByNetwork, rec.Refusal)
	case blocked:
		return e.as(Blocked, HeldByPlan, reason)
	case manual && past:
		return e.as(ToDo, NoCause, "")
	case rec.Phase == engine.Scheduled && tooLate:
		return e.as(Uncertain, LostByNetwork, "")
	case rec.Phase == engine.Scheduled && past:
		return e.as(Pending, HandedOver, "")
	case rec.Phase == engine.Scheduled && !manual:
		return e.as(Scheduled, HandedOver, "")
	case tooLate && d.Rules.Late.Then == engine.LateAsk:
		return e.as(Blocked, TooLate, "")
	case past:
		return e.as(Pending, NoCause, "")
	}
	return e.as(Scheduled, NoCause, "")
}

// judgeLeft judges what the record holds and the content no longer names; false
// if it never came to anything.
func judgeLeft(in Input, id engine.ID, rec engine.Recorded, onTime time.Duration) (Entry, bool) {
	e := Entry{ID: id, Due: rec.Due, Published: rec.Published, URL: rec.URL}
	if e.Due.IsZero() {
		e.Due = rec.Published
	}
	switch {
	case rec.Open != nil && !slices.Contains(in.Manual, rec.Account.Network):
		return openEntry(e, *rec.Open), true
	case rec.Gone:
		return e.as(Gone, TakenDown, ""), true
	case rec.Published.IsZero() || e.Due.IsZero():
		return Entry{}, false
	case rec.Removed:
		return e.as(Retracted, FileGone, ""), true
	}
	e = e.delivered(rec.Phase, onTime)
	e.Cause = FileGone
	return e, true
}

// openEntry judges a post whose request left without an answer. Its time is the
// intent's: the file may have been edited since.
func openEntry(e Entry, in engine.Intent) Entry {
	if !in.Due.IsZero() {
		e.Due = in.Due
	}
	if e.Due.IsZero() {
		e.Due = in.SendBy
	}
	e.When = in.SendBy
	return e.as(Uncertain, NoAnswer, "")
}

func withdrawn(e Entry, d engine.Desired, rec engine.Recorded) Entry {
	if e.Due.IsZero() {
		e.Due = rec.Due
	}
	if e.Due.IsZero() {
		e.Due = rec.Published
	}
	if rec.Phase == engine.Absent {
		e.URL = ""
	}
	return e.as(Retracted, Withdrawn, d.Reason)
}

// freezeOn returns the freeze that keeps d from going out: one in force at its
// due time, or now if the due time has passed. Of several, the first by name.
func freezeOn(in Input, d engine.Desired, due time.Time) (freeze engine.Freeze, found bool) {
	for _, f := range in.Freezes {
		active := f.ActiveAt(due) || !due.After(in.AsOf) && f.ActiveAt(in.AsOf)
		if active && f.Covers(d) && (!found || f.Slug < freeze.Slug) {
			freeze, found = f, true
		}
	}
	return freeze, found
}

func (e Entry) as(s State, c Cause, detail string) Entry {
	e.State, e.Cause, e.Detail = s, c, detail
	return e
}

// delivered judges a post that went out. One whose moment nobody knows (taken
// over, or seen only later) counts as on time; one that has expired has no
// address any more.
func (e Entry) delivered(now engine.Phase, onTime time.Duration) Entry {
	if now != engine.Live {
		e.URL = ""
	}
	if e.Due.IsZero() {
		e.Due = e.Published
	}
	if e.Published.After(e.Due) {
		e.Late = e.Published.Sub(e.Due)
	}
	if e.Late > onTime {
		return e.as(Late, NoCause, "")
	}
	return e.as(OnTime, NoCause, "")
}

// UnmarshalText reads the name.
func (s *State) UnmarshalText(text []byte) error {
	for i, name := range stateNames {
		if name == string(text) {
			*s = State(i)
			return nil
		}
	}
	return fmt.Errorf("unknown state %q", text)
}
