package engine

import "time"

// A Phase says how far a resource got on the network.
type Phase uint8

// The phases.
const (
	Absent    Phase = iota
	Draft           // prepared, invisible to readers
	Scheduled       // handed over to the network's scheduler; Remote may change when it goes live
	Live
)

var phaseNames = [...]string{"absent", "draft", "scheduled", "live"}

// String returns the lower-case name.
func (p Phase) String() string { return phaseNames[p] }

// MarshalText writes the name.
func (p Phase) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the name.
func (p *Phase) UnmarshalText(text []byte) error {
	return unmarshalName(text, phaseNames[:], p, "phase")
}

// Observed is what a network shows. Version is the CID, updated_at or etag
// that a conditional write names; empty where there is none.
type Observed struct {
	ID      ID // set by observe from the ledger, never by a provider; zero for what Galley does not manage
	Remote  RemoteID
	Version string
	Phase   Phase
	Spec    Spec
	URL     string
	Due     time.Time // when the network will publish it, if scheduled
	Created time.Time // when the network says it went live; zero if it does not say
	Parent  RemoteID  // the post of this account that it continues; empty if none
	At      time.Time // when it was seen; set by observe
}

// A Window bounds a listing. A provider lists what was created at or after
// Since, newest first; a zero Since asks for everything. What waits in the
// network's scheduler is listed whatever Since says.
type Window struct {
	Since time.Time
}

// Metrics are counts at a moment. An absent name was not reported; it is not
// zero. An empty Remote is the account itself.
type Metrics struct {
	Remote RemoteID
	At     time.Time
	Counts map[string]int64
}

// An Observation is what was seen of one channel, and how far that look
// reached. The zero value saw nothing and reached nowhere.
type Observation struct {
	Seen    []Observed       // what the listing showed; ID is set where the record owns it
	Since   time.Time        // the listing reaches back to here; zero is everything
	Begun   time.Time        // when the listing began
	Listed  bool             // the listing came to its end
	Reads   map[ID]*Observed // resources read one by one; nil was not there
	Failure string           // the channel could not be read: nothing is planned there
	Refused bool             // the failure was one of credentials
}
