package engine

import (
	"maps"
	"slices"
	"time"
)

// A Role says how far a member of the team may act alone. The content calls it
// profile.
type Role string

// The roles. Intern and junior are supervised; whoever is not of the team counts
// as an intern.
const (
	RoleIntern Role = "intern"
	RoleJunior Role = "junior"
	RoleAgency Role = "agency"
	RoleClient Role = "client"
	RoleLegal  Role = "legal"
	RoleSenior Role = "senior"
)

// Supervised reports whether somebody of this role never publishes alone. The
// zero role is that of an unknown person, and is.
func (r Role) Supervised() bool { return r == RoleIntern || r == RoleJunior || r == "" }

// A Step is one consent: that of a member with a role, or of a group.
type Step struct {
	Role  Role   `json:"profile,omitempty"`
	Group string `json:"group,omitempty"`
}

// String returns "senior", or "a member of press".
func (s Step) String() string {
	if s.Group != "" {
		return "a member of " + s.Group
	}
	return string(s.Role)
}

// An Author is who a change is by, as a commit, a pull request or the field
// "author" names him. What is not known is empty.
type Author struct {
	Name  string
	Email string
	Login string // on the forge
	Key   string // fingerprint of the SSH key that signed, such as "SHA256:…"
}

// EvidenceKind says how somebody consented. The zero kind is no consent.
type EvidenceKind string

// The kinds of evidence.
const (
	FromReview    EvidenceKind = "review"    // of the pull request that brought the change
	FromSignature EvidenceKind = "signature" // a commit signed with an SSH key
	FromActor     EvidenceKind = "actor"     // who started a run by hand, as the forge vouches
)

// ReviewApproved is the state of a review that consents and was not dismissed.
const ReviewApproved = "approved"

// Evidence is what somebody did that may be consent. Whoever gathers it has
// verified it: the forge vouches for the login, the signature for the key.
type Evidence struct {
	Kind   EvidenceKind
	Login  string // of a review or an actor
	Key    string // fingerprint of the key of a signature
	State  string // of a review: ReviewApproved, or anything that is no consent
	Commit string // that was reviewed or signed
	Pull   int    // number of the pull request; 0 without one
	Review int64  // the forge's id of the review
	At     time.Time
	Shown  []string // digests of the changes that it was shown, sorted
}

// Shows reports whether the consent is to the change with a digest.
func (e Evidence) Shows(digest string) bool {
	_, found := slices.BinarySearch(e.Shown, digest)
	return found
}

// A Demand is what one change needs before it may go out, by one rule: a line of
// the ledger, written by the run of the push that brought the change.
type Demand struct {
	ID        ID         `json:"id,omitzero"`
	Object    string     `json:"object,omitempty"` // "Charter charter", where no resource changes
	Digest    string     `json:"digest"`
	Steps     []Step     `json:"steps"`             // in this order, each by somebody else
	Who       [][]string `json:"who"`               // the members who could, for each step; for people
	Authors   []string   `json:"authors,omitempty"` // members whose change it is, by name and as "@login": none of them counts
	Base      string     `json:"base,omitempty"`    // revision whose charter and team ask for it
	Bootstrap bool       `json:"bootstrap,omitempty"`
	Run       string     `json:"run"`
	At        time.Time  `json:"at"`
}

// Same reports whether two demands ask for the same of the same change.
func (d Demand) Same(other Demand) bool {
	return d.Digest == other.Digest && slices.Equal(d.Steps, other.Steps) && slices.Equal(d.Authors, other.Authors)
}

// An Approval is recorded consent to one change: a line of the ledger. Name,
// role, groups and login are those of the day it was judged.
type Approval struct {
	ID        ID           `json:"id,omitzero"`
	Object    string       `json:"object,omitempty"`
	Digest    string       `json:"digest"`
	By        string       `json:"by"`
	Role      Role         `json:"profile"`
	Groups    []string     `json:"groups,omitempty"` // sorted
	Login     string       `json:"login,omitempty"`
	Kind      EvidenceKind `json:"kind"`
	Commit    string       `json:"commit,omitempty"`
	Pull      int          `json:"pull_request,omitempty"`
	Review    int64        `json:"review,omitempty"`
	Base      string       `json:"base,omitempty"`      // revision whose charter and team judged it
	Expires   time.Time    `json:"expires,omitzero"`    // it does not count from then on; zero is never
	Bootstrap bool         `json:"bootstrap,omitempty"` // judged by the first revision with a charter, itself
	Run       string       `json:"run"`
	At        time.Time    `json:"at"` // of the consent, never later than the run
}

// Meets reports whether an approval is one that a step asks for.
func (a Approval) Meets(s Step) bool {
	return s.Role != "" && s.Role == a.Role || s.Group != "" && slices.Contains(a.Groups, s.Group)
}

// Expired reports whether a does not count any more.
func (a Approval) Expired(asOf time.Time) bool { return !a.Expires.IsZero() && !asOf.Before(a.Expires) }

// Same reports whether two approvals are of one act of one person.
func (a Approval) Same(other Approval) bool {
	return a.Digest == other.Digest && a.By == other.By && a.Kind == other.Kind && a.Commit == other.Commit &&
		a.Pull == other.Pull && a.Review == other.Review && a.At.Equal(other.At)
}

// String returns "Sam Okafor (senior)".
func (a Approval) String() string { return a.By + " (" + string(a.Role) + ")" }

// Judged says up to where a newsroom's changes were judged: a line of the
// ledger. What came later is judged by the charter and team of Policy.
type Judged struct {
	Base      string    `json:"base,omitempty"` // judged are the changes since then; empty is all
	Revision  string    `json:"revision"`       // up to here
	Policy    string    `json:"policy"`         // revision whose charter and team judge what comes next
	Bootstrap bool      `json:"bootstrap,omitempty"`
	Run       string    `json:"run"`
	At        time.Time `json:"at"`
}

// A Judgement is all that the run of one push found out about approvals. It
// becomes durable as a whole.
type Judgement struct {
	Judged    Judged
	Demands   []Demand
	Approvals []Approval
}

// Consent is what the ledger says of approvals, all its lines taken together.
// The zero value says that nobody was ever asked.
type Consent struct {
	Judged    Judged
	Demands   map[string][]Demand   // by digest of the change
	Approvals map[string][]Approval // by digest; those that nothing made void
}

// With returns c after a line about approvals was written. An approval that is
// there already changes nothing.
func (c Consent) With(j Judgement) Consent {
	c.Demands, c.Approvals = maps.Clone(c.Demands), maps.Clone(c.Approvals)
	c.Add(j)
	return c
}

// Add takes a judgement into c itself, whose maps it makes where there are none.
func (c *Consent) Add(j Judgement) {
	if c.Demands == nil {
		c.Demands, c.Approvals = map[string][]Demand{}, map[string][]Approval{}
	}
	if j.Judged.Revision != "" {
		c.Judged = j.Judged
	}
	for _, d := range j.Demands {
		if !slices.ContainsFunc(c.Demands[d.Digest], d.Same) {
			c.Demands[d.Digest] = append(slices.Clip(c.Demands[d.Digest]), d)
		}
	}
	for _, a := range j.Approvals {
		if !slices.ContainsFunc(c.Approvals[a.Digest], a.Same) {
			c.Approvals[a.Digest] = append(slices.Clip(c.Approvals[a.Digest]), a)
		}
	}
}

// Without returns c after what readers saw of id was taken down or found gone:
// what was approved before says nothing of putting it up again.
func (c Consent) Without(id ID) Consent {
	c.Approvals = maps.Clone(c.Approvals)
	for digest, list := range c.Approvals {
		if list[0].ID == id {
			delete(c.Approvals, digest)
		}
	}
	return c
}

// Less returns c as if some approvals had never been given.
func (c Consent) Less(void []Approval) Consent {
	c.Approvals = maps.Clone(c.Approvals)
	for _, a := range void {
		list := slices.DeleteFunc(slices.Clone(c.Approvals[a.Digest]), a.Same)
		if delete(c.Approvals, a.Digest); len(list) > 0 {
			c.Approvals[a.Digest] = list
		}
	}
	return c
}

// A Missing is a step that nobody took yet.
type Missing struct {
	Step Step     `json:"step"`
	Who  []string `json:"who,omitempty"` // members who could
}

// A Verdict says whether a change may go out, as far as approvals decide.
type Verdict struct {
	Given   []Approval // that count, in order of time
	Missing []Missing  // steps that are open, in the order they are to be taken; none: it may go out
	Reason  string     // why not, for people; empty if it may
	Hint    string     // the next step for a person; empty if there is none
}

// Approvers returns who approved, such as "Sam Okafor (senior)".
func (v Verdict) Approvers() []string {
	var names []string
	for _, a := range v.Given {
		names = append(names, a.String())
	}
	return names
}
