package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// An Intent is written before a request leaves. It is all that recovery may
// know: never today's content.
type Intent struct {
	ID         ID        `json:"id"`
	Verb       Verb      `json:"verb"`
	Account    Account   `json:"account"`
	Key        string    `json:"key"`              // hash of ledger id, account, ID, generation
	Remote     RemoteID  `json:"remote,omitempty"` // what is updated or deleted; for a create chosen by us, where the network lets us
	Print      Print     `json:"print"`
	Prior      Print     `json:"prior,omitzero"`    // for an update or a deletion: what was recorded before
	Fields     FieldHash `json:"fields,omitempty"`  // of the declared fields, as the network will show them
	Dropped    []string  `json:"dropped,omitempty"` // fields declared last time and not now: taken off; sorted
	Due        time.Time `json:"due,omitzero"`      // the record of an "at: merge" is its first sight
	Native     bool      `json:"native,omitempty"`  // handed to the network's scheduler
	Parent     ID        `json:"parent,omitzero"`   // in a thread
	SendBy     time.Time `json:"send_by"`           // no request leaves later
	Timeout    Seconds   `json:"timeout"`           // of the request
	Digest     string    `json:"digest"`            // of the change
	Generation int       `json:"generation"`        // how often the ledger holds a confirmed removal of ID
	Revision   string    `json:"revision"`          // commit of the content
	Author     string    `json:"author,omitempty"`  // as the post names it
	Approval   []string  `json:"approvers,omitempty"`
	Run        string    `json:"run"`
	Seq        int       `json:"seq"` // with Run, the name of this line
}

// Arrived reports whether live, which the network of info shows, has the fields
// that in declares, and none of those that it drops.
func (in Intent) Arrived(info Info, live Spec) bool {
	shown := info.Normalized(AsSent(live, in.Print.Media)).Fields()
	for name, hash := range in.Fields {
		if HashText(shown[name]) != hash {
			return false
		}
	}
	for _, name := range in.Dropped {
		if shown[name] != "" {
			return false
		}
	}
	return true
}

// FieldHash maps field names to the SHA-256 of their values.
type FieldHash map[string]string

// Seconds is a duration written as a number of seconds.
type Seconds time.Duration

// MarshalJSON writes whole seconds with up to three decimals.
func (s Seconds) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%g", time.Duration(s).Seconds()), nil
}

// UnmarshalJSON reads a number of seconds.
func (s *Seconds) UnmarshalJSON(data []byte) error {
	var f float64
	if _, err := fmt.Sscan(string(data), &f); err != nil {
		return fmt.Errorf("duration %q is not a number of seconds", data)
	}
	*s = Seconds(f * float64(time.Second))
	return nil
}

// Ref names an intent by its run and its place in it.
func (i Intent) Ref() LineRef { return LineRef{i.Run, i.Seq} }

// A LineRef names a ledger line: an outcome names its intent by it, because
// several updates of a post share one key.
type LineRef struct {
	Run string
	Seq int
}

// Key returns the key of a change: the same for every attempt of one
// generation of a resource, whatever its verb and text.
func Key(ledger string, account Account, id ID, generation int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%s\n%d",
		ledger, account.Network, account.Handle, id, generation))
	return hex.EncodeToString(sum[:])
}

// A Result is what came of an intent, or a decision that needed no request.
type Result uint8

// The results. Uncertain comes first: an outcome nobody classified may have
// happened.
const (
	ResultUncertain Result = iota // may have happened; the intent stays open
	ResultConfirmed               // the network has it, or has it no more
	ResultRefused                 // the network said no; nothing happened
	ResultAbsent                  // it never happened: not sent, or looked up and not there
	ResultSkipped                 // too late, by the post's own rule; final until its time changes
	ResultHeld                    // came due under a freeze; a person decides
	ResultSeen                    // first sight of an "at: merge"
	ResultWentLive                // the network's scheduler published it; Remote is its new id
	ResultAdopted                 // managed from here on
	ResultReleased                // managed no more
	ResultGone                    // taken down on the network by somebody else; never put up again by itself
)

var resultNames = [...]string{"uncertain", "confirmed", "refused", "absent", "skipped", "held", "seen",
	"went-live", "adopted", "released", "gone"}

// String returns the lower-case name.
func (r Result) String() string { return resultNames[r] }

// MarshalText writes the name.
func (r Result) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the name.
func (r *Result) UnmarshalText(text []byte) error {
	return unmarshalName(text, resultNames[:], r, "result")
}

// Closes reports whether the result ends its intent.
func (r Result) Closes() bool { return r != ResultUncertain }

// An Outcome is what came of an intent (named by Run and Seq), or a decision
// without one (Seq is zero then).
type Outcome struct {
	Run        string    `json:"run"`
	Seq        int       `json:"seq,omitempty"`
	ID         ID        `json:"id"`
	Account    Account   `json:"account"`
	Result     Result    `json:"result"`
	Verb       Verb      `json:"verb,omitempty"`
	Phase      Phase     `json:"phase"` // of the resource, after this
	Remote     RemoteID  `json:"remote,omitempty"`
	URL        string    `json:"url,omitempty"`
	Version    string    `json:"version,omitempty"`
	Print      Print     `json:"print,omitzero"`
	Fields     FieldHash `json:"fields,omitempty"` // hashes of the fields as declared then
	Due        time.Time `json:"due,omitzero"`
	Digest     string    `json:"digest,omitempty"`
	Generation int       `json:"generation"`
	Revision   string    `json:"revision,omitempty"`
	Author     string    `json:"author,omitempty"`
	Renamed    ID        `json:"was,omitzero"` // adopted from this former ID
	By         string    `json:"by,omitempty"` // the person, where one decided
	Reason     string    `json:"reason,omitempty"`
	At         time.Time `json:"at"`             // when it was known
	Ready      bool      `json:"ready,omitzero"` // an uncertain look-up made after the moment from which absence can be told
}

// Ref names the intent this outcome belongs to.
func (o Outcome) Ref() LineRef { return LineRef{o.Run, o.Seq} }

// Recorded is what the ledger says of one ID, all its lines taken together.
type Recorded struct {
	ID         ID
	Account    Account
	Phase      Phase // Absent: never published, taken down or gone
	Remote     RemoteID
	URL        string
	Version    string
	Print      Print
	Fields     FieldHash
	Due        time.Time // of what is live or handed over
	Published  time.Time // when it was confirmed live; zero if it never was
	TakenOver  bool      // it was live before anybody here published it: Published is when it was adopted
	Digest     string
	Revision   string // of the content that the network has
	Generation int
	Chosen     RemoteID // that the first intent of this generation chose, kept for all its attempts

	Open     *Intent   // begun and not closed
	Lookups  int       // look-ups of Open that could have told absence and did not
	Behind   []Intent  // begun after Open and not closed either: the second half of a replacement
	Skipped  time.Time // the due time that was skipped; zero if none
	Held     time.Time // the due time that came under a freeze; zero if none
	Seen     time.Time // first sight of an "at: merge"
	Gone     bool      // found missing on the network: never put up again by itself
	Removed  bool      // taken down by us: retracted, pruned or expired
	Released bool      // no longer managed
	Refused  string    // digest of the change that the network refused last; empty after a success
	Refusal  string    // what it said
	Renamed  ID        // it lives on under this ID
	Last     Outcome   // the latest outcome, for reports
}

// Managed reports whether something on the network belongs to this ID.
func (r Recorded) Managed() bool {
	return (r.Phase == Live || r.Phase == Scheduled) && !r.Released && r.Renamed.IsZero()
}

// SkewAllowance is what every wait allows for the difference of two clocks: a
// host more than half of it off a network's or forge's clock writes nothing.
const SkewAllowance = 2 * time.Minute

// AbsentFrom is the moment before which no listing can tell that the request of
// an intent never arrived: its last instant to leave, its timeout, the time the
// network needs to show a post, and the difference of clocks. The listing has
// to begin after it.
func (i Intent) AbsentFrom(settle time.Duration) time.Time {
	return i.SendBy.Add(time.Duration(i.Timeout)).Add(settle).Add(SkewAllowance)
}

// A Record is everything a plan may know of the past: a value, read once.
type Record struct {
	Ledger  string          // ledger id
	Head    string          // commit of the record branch it was read from
	Applied string          // content revision of the last run that sent something; empty if none
	IDs     map[ID]Recorded // by ID
	Consent Consent         // who was asked, and who approved
}

// A Journal is this disk's own account of which requests left. It is written
// and synced before each request.
type Journal interface {
	// Sending notes that the request of an intent is about to leave.
	Sending(LineRef) error
	// NeverLeft reports whether this disk proves that the request of an intent
	// never left: it holds the run's opening line and no line for the intent.
	// It must only be asked once the run's lease is over.
	NeverLeft(LineRef) bool
}

// A Ledger is the append-only account of what Galley meant to do and what came
// of it, open for the writing of one run. It was read at one head; every write
// is a compare-and-swap on it.
type Ledger interface {
	// Record returns what was read, the same value each time.
	Record() Record
	// Begin returns once the batch's intents are durable together with done,
	// the outcomes of the batch before, and the lease is ours. It fills in Run,
	// Seq, SendBy and Timeout of each intent and returns them in order. ErrLost
	// means that somebody else wrote first: read and plan again.
	Begin(ctx context.Context, batch []Intent, done []Outcome) ([]Intent, error)
	// Close writes the last outcomes and gives the lease back, if it was taken.
	Close(ctx context.Context, done []Outcome) error
}
