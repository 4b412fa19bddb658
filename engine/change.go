package engine

import (
	"fmt"
	"slices"
	"time"
)

// A Verb is what a change does to a network. The zero verb does nothing.
type Verb uint8

// The verbs.
const (
	Nothing      Verb = iota
	Create            // publish, or hand over to the network's scheduler
	Update            // edit in place, keeping the remote id
	Replace           // remove, confirm, create the next generation
	Delete            // take down
	Adopt             // start managing what exists; nothing is sent
	ReleaseOwned      // stop managing, leave alone; nothing is sent
)

var verbNames = [...]string{"nothing", "create", "update", "replace", "delete", "adopt", "release"}

// String returns the lower-case name.
func (v Verb) String() string { return verbNames[v] }

// MarshalText writes the name.
func (v Verb) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads the name.
func (v *Verb) UnmarshalText(text []byte) error { return unmarshalName(text, verbNames[:], v, "verb") }

// Sends reports whether a change with this verb writes to a network.
func (v Verb) Sends() bool { return v >= Create && v <= Delete }

// Origin says why a change is in a plan.
type Origin string

// The origins.
const (
	FromChange  Origin = "change"  // this revision explains it
	FromPending Origin = "pending" // was due before
	FromDrift   Origin = "drift"   // someone acted on the network
)

// A Hold says that apply leaves a change alone, and for which sort of reason.
type Hold uint8

// The holds. The zero value does not hold.
const (
	HoldNone      Hold = iota
	HoldScheduled      // its time has not come
	HoldBlocked        // a finding, a freeze, an approval, lateness: a person decides
	HoldUncertain      // may have happened: a person looks
	HoldManual         // handed to a person, not yet confirmed
)

var holdNames = [...]string{"", "scheduled", "blocked", "uncertain", "manual"}

// String returns the lower-case name, empty for HoldNone.
func (h Hold) String() string { return holdNames[h] }

// MarshalText writes the name.
func (h Hold) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads the name.
func (h *Hold) UnmarshalText(text []byte) error { return unmarshalName(text, holdNames[:], h, "hold") }

// A FieldDiff is one field that differs. Recorded tells that Was could only be
// taken from the ledger, which holds no texts: Was is empty then.
type FieldDiff struct {
	Field    string `json:"field"`
	Was      string `json:"was"`
	Now      string `json:"now"`
	Recorded bool   `json:"recorded,omitempty"`
}

// A Change is one step of a plan. It is data, not a function, so that it can be
// printed, approved, stored and compared.
type Change struct {
	ID     ID
	Verb   Verb        // the zero Verb does nothing
	Before *Observed   // nil for Create
	After  *Desired    // nil for Release, and for Delete where the file is gone
	Due    time.Time   // when it is to go live; for "at: merge", the first sight of it
	Digest string      // After's, or that of removing ID
	Origin Origin      // change, pending, drift
	Hold   Hold        // apply leaves a held change alone
	Reason string      // for people; nothing decides on it
	Hint   string      // the next step for a person, if any; nothing decides on it
	Blind  bool        // Before was recorded, not seen: the network cannot be read
	Native bool        // a create that goes to the network's scheduler
	Note   *Outcome    // a decision that needs no request (skipped, released, adopted…): apply records it
	Diff   []FieldDiff // what differs, by field name

	// Consent is who approved the change and who has to; nil where nobody is
	// asked.
	Consent *Verdict
}

// Acts reports whether apply has something to send or to record for c.
func (c Change) Acts() bool { return c.Hold == HoldNone && c.Verb.Sends() || c.Note != nil }

// A Plan is what apply would do, and what it would not and why. Computing it
// has no effect; it is sorted by channel, due time and ID.
type Plan struct {
	AsOf     time.Time
	Changes  []Change
	Problems []Problem // channels that could not be read, guards that refused
	Matches  int       // resources that are live as declared
	Drafts   int       // resources without a time
	Freezes  []Freeze  // in force at AsOf, whether or not anything is due; sorted by name
	Digest   string    // over the sorted digests of what would be sent; for display
}

// A Problem concerns a channel rather than one resource. The others go on.
type Problem struct {
	Channel Channel `json:"channel"`
	Text    string  `json:"text"`
	Hint    string  `json:"hint,omitempty"`
	Refused bool    `json:"refused"` // a guard, answered by an acknowledgement; otherwise a failure
}

// A Freeze stops publishing in its scope from From until Until. A zero Until
// has no end. What came due inside the interval stays held after its end.
type Freeze struct {
	Slug      string
	All       bool
	Channels  []Channel
	Campaigns []string
	Tags      []string
	Allow     []string // slugs that go out all the same
	Reason    string
	By        string
	From      time.Time
	Until     time.Time
	Source    Pos
}

// Covers reports whether f's scope contains d, whatever the time.
func (f Freeze) Covers(d Desired) bool {
	if slices.Contains(f.Allow, d.ID.Slug) {
		return false
	}
	return f.All || slices.Contains(f.Channels, d.ID.Channel) ||
		d.Labels.Campaign != "" && slices.Contains(f.Campaigns, d.Labels.Campaign) ||
		d.Labels.Tagged(f.Tags)
}

// ActiveAt reports whether f is in force at t.
func (f Freeze) ActiveAt(t time.Time) bool {
	return !t.Before(f.From) && (f.Until.IsZero() || t.Before(f.Until))
}

func unmarshalName[T ~uint8](text []byte, names []string, into *T, what string) error {
	i := slices.Index(names, string(text))
	if i < 0 {
		return fmt.Errorf("unknown %s %q", what, text)
	}
	*into = T(i)
	return nil
}
