package view

import (
	"encoding/json"
	"io"
	"time"

	"galley/engine"
)

// FormatVersion is of every JSON result: a minor version adds, a major one may
// break.
const FormatVersion = "1.0"

// PlanJSON is a plan as programs read it.
type PlanJSON struct {
	FormatVersion string           `json:"format_version"`
	ToolVersion   string           `json:"tool_version"`
	AsOf          time.Time        `json:"as_of,omitzero"` // absent where the run ended before there was a plan
	Revision      string           `json:"revision,omitempty"`
	Digest        string           `json:"plan_digest"`
	Summary       SummaryJSON      `json:"summary"`
	Freezes       []FreezeJSON     `json:"freezes,omitempty"` // in force
	Changes       []ChangeJSON     `json:"changes"`
	Problems      []engine.Problem `json:"problems"`
	Findings      []engine.Finding `json:"findings,omitempty"`
}

// SummaryJSON counts a plan's changes.
type SummaryJSON struct {
	Text      string `json:"text"`
	Publish   int    `json:"publish"`
	Update    int    `json:"update"`
	Repost    int    `json:"repost"`
	Delete    int    `json:"delete"`
	TakeOver  int    `json:"take_over"`
	Release   int    `json:"release"`
	Skip      int    `json:"skip"`
	Scheduled int    `json:"scheduled"`
	Blocked   int    `json:"blocked"`
	Uncertain int    `json:"uncertain"`
	Manual    int    `json:"by_hand"`
	Matches   int    `json:"matches"`
	Drafts    int    `json:"drafts"`
}

// ChangeJSON is one change.
type ChangeJSON struct {
	ID      engine.ID          `json:"id"`
	Verb    engine.Verb        `json:"verb"`
	Sign    string             `json:"sign"`
	Hold    engine.Hold        `json:"hold,omitempty"`
	Network engine.Network     `json:"network,omitempty"`
	Account string             `json:"account,omitempty"`
	Due     *time.Time         `json:"due,omitempty"`
	Digest  string             `json:"digest"`
	Origin  engine.Origin      `json:"origin"`
	Native  bool               `json:"native,omitempty"`
	Blind   bool               `json:"blind,omitempty"`
	Reason  string             `json:"reason,omitempty"`
	Hint    string             `json:"hint,omitempty"`
	Remote  engine.RemoteID    `json:"remote,omitempty"`
	URL     string             `json:"url,omitempty"`
	Fields  map[string]string  `json:"fields,omitempty"`
	Diff    []engine.FieldDiff `json:"diff,omitempty"`
	Notes   []string           `json:"notes,omitempty"`
	Source  *engine.Pos        `json:"source,omitempty"`
	Consent *ConsentJSON       `json:"approvals,omitempty"`
}

// ConsentJSON is who approved a change and who has to.
type ConsentJSON struct {
	Given   []engine.Approval `json:"given"`
	Missing []engine.Missing  `json:"missing"` // in the order they are to be taken
	Reason  string            `json:"reason,omitempty"`
}

func consentJSON(v *engine.Verdict) *ConsentJSON {
	if v == nil {
		return nil
	}
	j := &ConsentJSON{Given: v.Given, Missing: v.Missing, Reason: v.Reason}
	if j.Given == nil {
		j.Given = []engine.Approval{}
	}
	if j.Missing == nil {
		j.Missing = []engine.Missing{}
	}
	return j
}

// Write writes any JSON result, indented.
func Write(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// NewPlanJSON returns the plan as data.
func NewPlanJSON(p engine.Plan, tool, revision string, findings []engine.Finding) PlanJSON {
	n := CountOf(p)
	out := PlanJSON{FormatVersion: FormatVersion, ToolVersion: tool, AsOf: p.AsOf, Revision: revision, Digest: p.Digest,
		Summary: SummaryJSON{Summary(p), n.Publish, n.Update, n.Repost, n.Delete, n.TakeOver, n.Release, n.Skip, n.Scheduled,
			n.Blocked, n.Uncertain, n.Manual, p.Matches, p.Drafts},
		Freezes: NewFreezes(p.Freezes), Changes: make([]ChangeJSON, 0, len(p.Changes)), Problems: p.Problems, Findings: findings}
	if out.Problems == nil {
		out.Problems = []engine.Problem{}
	}
	for _, c := range p.Changes {
		out.Changes = append(out.Changes, changeJSON(c))
	}
	return out
}

func changeJSON(c engine.Change) ChangeJSON {
	sign, _ := Sign(c)
	j := ChangeJSON{ID: c.ID, Verb: c.Verb, Sign: sign, Hold: c.Hold, Digest: c.Digest, Origin: c.Origin,
		Native: c.Native, Blind: c.Blind, Reason: c.Reason, Hint: c.Hint, Diff: c.Diff, Consent: consentJSON(c.Consent)}
	if !c.Due.IsZero() {
		due := c.Due.UTC()
		j.Due = &due
	}
	if c.Before != nil {
		j.Remote, j.URL = c.Before.Remote, c.Before.URL
	}
	if c.After != nil {
		j.Network, j.Account = c.After.Account.Network, c.After.Account.Handle
		if c.After.Spec != nil && c.After.Class == engine.Publish {
			j.Fields = c.After.Spec.Fields()
		}
		j.Notes = c.After.Notes
		if c.After.Source.File != "" {
			j.Source = &c.After.Source
		}
	}
	return j
}

// OutcomeJSON is what came of one change.
type OutcomeJSON struct {
	ID     engine.ID       `json:"id"`
	Verb   engine.Verb     `json:"verb"`
	Result engine.Result   `json:"result"`
	Remote engine.RemoteID `json:"remote,omitempty"`
	URL    string          `json:"url,omitempty"`
	Digest string          `json:"digest,omitempty"`
	Reason string          `json:"reason,omitempty"`
	Hint   string          `json:"hint,omitempty"`
	At     time.Time       `json:"at"`
}

// NewOutcomeJSON returns an outcome as data.
func NewOutcomeJSON(o engine.Outcome) OutcomeJSON {
	return OutcomeJSON{ID: o.ID, Verb: o.Verb, Result: o.Result, Remote: o.Remote, URL: o.URL, Digest: o.Digest, Reason: o.Reason, At: o.At}
}

// FailureJSON stands where there is no result.
type FailureJSON struct {
	FormatVersion string `json:"format_version"`
	ToolVersion   string `json:"tool_version"`
	Error         string `json:"error"`
	Hint          string `json:"hint,omitempty"`
}

// AppliedJSON is what a run did.
type AppliedJSON struct {
	PlanJSON
	Recovered []OutcomeJSON `json:"recovered"`
	Done      []OutcomeJSON `json:"done"`
	Result    Tally         `json:"result"`
	Error     string        `json:"error,omitempty"` // that ended the run
}

// NewAppliedJSON returns a run as data; failure is what ended it, if anything.
func NewAppliedJSON(p PlanJSON, recovered []engine.Outcome, steps []Step, failure string) AppliedJSON {
	out := AppliedJSON{PlanJSON: p, Recovered: []OutcomeJSON{}, Done: []OutcomeJSON{}, Result: TallyOf(steps), Error: failure}
	if failure != "" && p.AsOf.IsZero() {
		out.Summary.Text = "Nothing was planned."
	}
	for _, o := range recovered {
		out.Recovered = append(out.Recovered, NewOutcomeJSON(o))
	}
	for _, st := range steps {
		done := NewOutcomeJSON(st.Outcome)
		done.Hint = st.Hint
		out.Done = append(out.Done, done)
	}
	return out
}

// FindingsJSON is the result of a validation.
type FindingsJSON struct {
	FormatVersion string           `json:"format_version"`
	ToolVersion   string           `json:"tool_version"`
	Revision      string           `json:"revision,omitempty"`
	Summary       string           `json:"summary"`
	Findings      []engine.Finding `json:"findings"`
	Mended        []Mended         `json:"mended,omitempty"`
}

// NewFindingsJSON returns findings as data.
func NewFindingsJSON(list []engine.Finding, tool, revision string) FindingsJSON {
	if list == nil {
		list = []engine.Finding{}
	}
	summary, _ := FindingCounts(list)
	return FindingsJSON{FormatVersion: FormatVersion, ToolVersion: tool, Revision: revision, Summary: summary, Findings: list}
}
