package view

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"galley/engine"
)

// ArtifactVersion is of the document that galley ci writes and galley comment
// reads: a minor version adds, a major one may break.
const ArtifactVersion = "1.0"

// The bounds of an artifact. Who reads one may have got it from a stranger.
const (
	MaxArtifact  = 4 << 20 // bytes
	maxProofs    = 5_000
	maxRemarks   = 5_000
	maxProofText = 20_000 // characters of one text
	maxDiffs     = 40     // fields of one change: no resource has as many
)

// A Verdict says in one word what a job found.
type Verdict string

// The verdicts.
const (
	VerdictValid   Verdict = "valid"   // no finding is an error
	VerdictInvalid Verdict = "invalid" // the content has errors
	VerdictFailed  Verdict = "failed"  // the plan could not be made
)

// An Artifact is what a job found out about one revision, as data: enough to
// write its comment without the content. Whoever reads one from a file may not
// believe it: it is what anybody wrote who can open a pull request.
type Artifact struct {
	FormatVersion string    `json:"format_version"`
	ToolVersion   string    `json:"tool_version"`
	AsOf          time.Time `json:"as_of"`
	Project       string    `json:"project"`
	Language      string    `json:"language"` // the first of the Project's
	Zone          string    `json:"zone"`

	Verdict Verdict `json:"verdict"`
	Failure string  `json:"failure,omitempty"` // why there is no plan
	Hint    string  `json:"hint,omitempty"`    // what to do about it

	Head       string      `json:"head"`           // commit that was looked at
	Base       string      `json:"base,omitempty"` // commit it is compared with; empty if unknown
	Live       []string    `json:"live"`           // channels that were read
	Offline    []Unread    `json:"offline"`        // channels taken as recorded
	PlanDigest string      `json:"plan_digest,omitempty"`
	Summary    SummaryJSON `json:"summary"`

	Removed  Removed          `json:"removed"`
	Reopened int              `json:"reopened"` // approvals that this revision makes void
	Problems []engine.Problem `json:"problems"`
	Proofs   []Proof          `json:"changes"`
	Remarks  []Remark         `json:"findings"`
	Omitted  Omitted          `json:"omitted"`
}

// Unread is a channel that was not read, and why.
type Unread struct {
	Channel string `json:"channel"`
	Why     string `json:"why"` // one of the constants
}

// Removed counts what has lost its file by this revision and stays online.
type Removed struct {
	Files int `json:"files"` // that are gone as a whole
	Posts int `json:"posts"`
}

// Omitted counts what an artifact has no room for.
type Omitted struct {
	Changes  int `json:"changes"`
	Findings int `json:"findings"`
}

// A Proof is one change with what readers will see of it.
type Proof struct {
	ID       engine.ID          `json:"id"`
	Sign     string             `json:"sign"`
	Verb     engine.Verb        `json:"verb"`
	Hold     engine.Hold        `json:"hold,omitempty"`
	Draft    bool               `json:"draft,omitempty"` // has no time yet: nothing is planned
	Origin   engine.Origin      `json:"origin"`
	Network  string             `json:"network"` // as people call it
	Account  string             `json:"account,omitempty"`
	Due      *time.Time         `json:"due,omitempty"`
	Merge    bool               `json:"merge,omitempty"` // goes out with the merge
	Until    *time.Time         `json:"until,omitempty"`
	Native   bool               `json:"native,omitempty"`
	Blind    bool               `json:"blind,omitempty"`
	Digest   string             `json:"digest,omitempty"`
	Reason   string             `json:"reason,omitempty"`
	Hint     string             `json:"hint,omitempty"`
	URL      string             `json:"url,omitempty"`
	Source   engine.Pos         `json:"source"`
	Campaign string             `json:"campaign,omitempty"`
	Tags     []string           `json:"tags,omitempty"`
	Author   string             `json:"author,omitempty"`
	Card     *Card              `json:"card,omitempty"`
	Diff     []engine.FieldDiff `json:"diff,omitempty"`
	Notes    []string           `json:"notes,omitempty"`
	Consent  Consent            `json:"consent,omitzero"`
}

// Consent is where the approval of a change stands.
type Consent struct {
	Needs []string `json:"needs,omitempty"` // who has yet to approve it, such as "a senior (Ada)"
	Given []string `json:"given,omitempty"` // who has
	Void  bool     `json:"void,omitempty"`  // it was approved as it was before this revision
	Holds bool     `json:"holds,omitempty"` // that somebody has yet to approve it is all that holds it
}

// A Remark is a finding, with how near it is to what the revision changes.
type Remark struct {
	Where    Nearness        `json:"where"`
	Pos      engine.Pos      `json:"pos"`
	Severity engine.Severity `json:"severity"`
	Rule     string          `json:"rule"`
	Text     string          `json:"text"`
	Why      string          `json:"why,omitempty"`
	Hint     string          `json:"hint,omitempty"`
	Object   string          `json:"object,omitempty"`
}

// Nearness is how near a finding is to what a revision changes.
type Nearness string

// The degrees of nearness, the nearest first.
const (
	OnChangedLine Nearness = "line"
	InChangedFile Nearness = "file"
	Elsewhere     Nearness = "elsewhere"
)

// Compare puts the nearest first.
func (n Nearness) Compare(other Nearness) int { return n.rank() - other.rank() }

func (n Nearness) rank() int {
	switch n {
	case OnChangedLine:
		return 0
	case InChangedFile:
		return 1
	}
	return 2
}

// SortRemarks puts the worst first, and of those the nearest.
func SortRemarks(list []Remark) {
	slices.SortStableFunc(list, func(a, b Remark) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), a.Where.Compare(b.Where))
	})
}

// Why a channel is not read. Comments say it in their language.
const (
	UnreadFork       = "fork"       // files of a stranger are seen without credentials
	UnreadOffline    = "offline"    // a person asked for it
	UnreadChanged    = "changed"    // the revision itself adds it or points it elsewhere
	UnreadLocal      = "local"      // it has no credentials: there is nothing to ask
	UnreadCredential = "credential" // its credential is not here
)

// NewRemark returns a finding as data.
func NewRemark(f engine.Finding, where Nearness) Remark {
	return Remark{Where: where, Pos: f.Pos, Severity: f.Severity, Rule: f.Rule, Text: cutTo(f.Text, maxProofText),
		Why: cutTo(reason(f), maxProofText), Hint: cutTo(f.Hint, maxProofText), Object: f.Object}
}

// Bounded returns a as it may be written: with empty lists instead of none, and
// without the last items of what takes more room than there is.
func (a Artifact) Bounded() Artifact {
	a.FormatVersion = ArtifactVersion
	a.Live, a.Offline, a.Problems = orEmpty(a.Live), orEmpty(a.Offline), orEmpty(a.Problems)
	a.Proofs, a.Remarks = orEmpty(a.Proofs), orEmpty(a.Remarks)
	room := MaxArtifact / 2 // each; the indentation, and what else is in it, takes less than it takes here
	proofs := fitting(a.Proofs, maxProofs, room)
	remarks := fitting(a.Remarks, maxRemarks, room/2)
	a.Omitted = Omitted{a.Omitted.Changes + len(a.Proofs) - proofs, a.Omitted.Findings + len(a.Remarks) - remarks}
	a.Proofs, a.Remarks = a.Proofs[:proofs], a.Remarks[:remarks]
	return a
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// fitting is how many items fit into so many bytes of JSON.
func fitting[T any](list []T, most, room int) int {
	for i, item := range list {
		var b bytes.Buffer
		if err := Write(&b, item); err != nil {
			return i
		}
		if room -= b.Len() + 4*bytes.Count(b.Bytes(), []byte("\n")); room < 0 || i == most {
			return i
		}
	}
	return len(list)
}

// DecodeArtifact reads what a job wrote. The reader may be a stranger's: it is
// read to MaxArtifact, and everything that is not exactly an artifact of this
// version is an error.
func DecodeArtifact(r io.Reader) (Artifact, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxArtifact+1))
	if err != nil {
		return Artifact{}, fmt.Errorf("read the artifact: %w", err)
	}
	if len(data) > MaxArtifact {
		return Artifact{}, fmt.Errorf("read the artifact: it is larger than %d MiB", MaxArtifact>>20)
	}
	var version struct {
		FormatVersion string `json:"format_version"`
	}
	if err := json.Unmarshal(data, &version); err != nil {
		return Artifact{}, fmt.Errorf("read the artifact: %w", err)
	}
	if version.FormatVersion != ArtifactVersion {
		return Artifact{}, fmt.Errorf("read the artifact: its format is %q, this galley reads %q", short(version.FormatVersion, 20), ArtifactVersion)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var a Artifact
	if err := dec.Decode(&a); err != nil {
		return Artifact{}, fmt.Errorf("read the artifact: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Artifact{}, errors.New("read the artifact: there is more behind it")
	}
	return a, a.check()
}

var (
	commitForm = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
	digestForm = regexp.MustCompile(`^([0-9a-f]{64})?$`)
)

// check refuses what a job of ours never writes.
func (a Artifact) check() error {
	wrong := func(what string) error { return fmt.Errorf("read the artifact: %s", what) }
	switch {
	case a.Verdict != VerdictValid && a.Verdict != VerdictInvalid && a.Verdict != VerdictFailed:
		return wrong("its verdict is none of valid, invalid, failed")
	case !commitForm.MatchString(a.Head) || a.Base != "" && !commitForm.MatchString(a.Base):
		return wrong("it names no commit")
	case !digestForm.MatchString(a.PlanDigest):
		return wrong("its plan has no digest")
	case len(a.Proofs) > maxProofs || len(a.Remarks) > maxRemarks:
		return wrong("it has more in it than galley ci writes")
	}
	for _, p := range a.Proofs {
		if p.ID.IsZero() || !digestForm.MatchString(p.Digest) {
			return wrong("one of its changes has no name or no digest")
		}
		if len(p.Diff) > maxDiffs {
			return wrong("one of its changes has more fields than there are")
		}
	}
	for _, n := range []int{a.Removed.Files, a.Removed.Posts, a.Reopened, a.Omitted.Changes, a.Omitted.Findings} {
		if n < 0 {
			return wrong("it counts less than nothing")
		}
	}
	return nil
}

// cutTo is at most n characters of a text.
func cutTo(text string, n int) string {
	if len(text) <= n {
		return text
	}
	runes := []rune(strings.ToValidUTF8(text, "\uFFFD"))
	if len(runes) <= n {
		return string(runes)
	}
	return string(runes[:n]) + "…"
}
