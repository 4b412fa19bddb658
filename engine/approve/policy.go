// Package approve decides who has to consent to a change before it may go out,
// and who has. In travel the rules of a charter, its team, and what people did;
// out travel demands and approvals for the ledger, and verdicts on changes.
//
// It is pure: it reads no git, asks no forge and knows no time but what it is
// given. Whoever hands it evidence has verified it.
package approve

import (
	"slices"
	"strings"
	"time"

	"galley/engine"
)

// A Policy is what one revision of the content says of approvals. The zero
// policy asks nobody.
type Policy struct {
	Revision string        // the commit it was read from
	Expires  time.Duration // how long an approval counts; zero is for ever
	Rules    []Rule
	Members  []Member
	Groups   []Group
}

// A Rule asks for consent. All rules whose When fits a change ask for theirs.
type Rule struct {
	When    When
	Require []engine.Step // in this order, each by somebody else
}

// When selects changes: those that every list names which is not empty. The
// empty one selects every change of what is published, withdrawals left out.
type When struct {
	Authors   []engine.Role // one of the authors has one of these roles
	Sponsor   Presence
	Kinds     []string // of the object: "Post", "Channel", "Charter", "Team", "Freeze"
	Channels  []engine.Channel
	Networks  []engine.Network
	Campaigns []string
	Tags      []string
	Pillars   []string
	Verbs     []Verb // empty: Publish and Update
}

// Presence says whether something must be there. The zero value does not mind.
type Presence string

// The presences.
const (
	Present Presence = "present"
	Absent  Presence = "absent"
)

// A Verb is what a change is for readers.
type Verb string

// The verbs.
const (
	Publish Verb = "publish" // not there yet
	Update  Verb = "update"  // there, and other than declared
	Remove  Verb = "remove"  // taken down
)

// Kinds of the objects that no network shows.
const (
	KindCharter = "Charter"
	KindTeam    = "Team"
	KindFreeze  = "Freeze" // its end: a freeze itself needs nobody
)

// A Member is somebody of the team.
type Member struct {
	Name    string
	Login   string // on the forge; case does not matter
	Role    engine.Role
	Keys    []string // fingerprints of signing keys
	Mandate *Mandate // nil: acts everywhere, at any time
}

// A Mandate is within what somebody acts: changes that each of the lists names
// which is not empty, from From until Until.
type Mandate struct {
	Channels  []engine.Channel
	Campaigns []string
	Tags      []string
	From      time.Time // zero: always
	Until     time.Time // not any more from then on; zero: no end
}

// A Group is members by name.
type Group struct {
	Name    string
	Members []string
}

// Asks reports whether p can ask anybody for anything: it has a rule, or a
// member who is supervised.
func (p Policy) Asks() bool {
	return len(p.Rules) > 0 || slices.ContainsFunc(p.Members, func(m Member) bool { return m.Role.Supervised() })
}

// Named reports whether a member goes by a name: his own, or his login.
func (m Member) Named(name string) bool {
	name = strings.TrimSpace(name)
	return name != "" && (strings.EqualFold(name, m.Name) || m.Login != "" && strings.EqualFold(strings.TrimPrefix(name, "@"), m.Login))
}

// covers reports whether m may act on a change at a time.
func (m Member) covers(s Subject, at time.Time) bool {
	d := m.Mandate
	return d == nil || d.scope(s) && !at.Before(d.From) && (d.Until.IsZero() || at.Before(d.Until))
}

func (d *Mandate) scope(s Subject) bool {
	return (len(d.Channels) == 0 || slices.Contains(d.Channels, s.ID.Channel)) &&
		(len(d.Campaigns) == 0 || slices.Contains(d.Campaigns, s.Labels.Campaign)) &&
		(len(d.Tags) == 0 || s.Labels.Tagged(d.Tags))
}

// groups are those that m is in, sorted.
func (p Policy) groups(m Member) []string {
	var names []string
	for _, g := range p.Groups {
		if slices.ContainsFunc(g.Members, m.Named) {
			names = append(names, g.Name)
		}
	}
	slices.Sort(names)
	return names
}

// meets reports whether m is one whom a step asks for.
func (p Policy) meets(m Member, s engine.Step) bool {
	return engine.Approval{Role: m.Role, Groups: p.groups(m)}.Meets(s)
}
