package engine

import (
	"cmp"
	"slices"
)

// A Severity ranks findings. The zero severity is an error, so that a check
// that forgot to say is not ignored.
type Severity uint8

// The severities.
const (
	SeverityError Severity = iota
	SeverityWarning
	SeverityInfo
)

var severityNames = [...]string{"error", "warning", "info"}

// String returns the lower-case name.
func (s Severity) String() string { return severityNames[s] }

// MarshalText writes the name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the name.
func (s *Severity) UnmarshalText(text []byte) error {
	return unmarshalName(text, severityNames[:], s, "severity")
}

// A Finding is a validation remark with a position and a severity.
type Finding struct {
	Pos      Pos      `json:"pos"`
	Severity Severity `json:"severity"`
	Rule     string   `json:"rule"`              // id of the rule; "galley explain RULE" tells more
	Text     string   `json:"text"`              // what was found and what was expected
	Hint     string   `json:"hint,omitempty"`    // the next step: the nearest match, the line to write
	Excerpt  string   `json:"excerpt,omitempty"` // the line of the file
	Object   string   `json:"object,omitempty"`  // "Post launch"; empty for a file
	Channel  Channel  `json:"channel,omitempty"` // where only one rendition is concerned
	// Fatal findings are errors of shape, reference or id: nothing may be
	// applied while one stands. Other errors block their post only.
	Fatal bool `json:"fatal,omitempty"`
}

// SortFindings orders findings by place, then rule, then text.
func SortFindings(list []Finding) {
	slices.SortStableFunc(list, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Text, b.Text),
			cmp.Compare(a.Channel, b.Channel),
		)
	})
}

// A RuleDoc explains one rule to people. The maps are by language: en and fr.
type RuleDoc struct {
	ID       string            `json:"id"`
	Severity Severity          `json:"severity"` // that its findings have
	Title    map[string]string `json:"title"`
	Text     map[string]string `json:"text"`           // what is asked and why
	Bad      string            `json:"bad,omitempty"`  // content that breaks the rule
	Good     string            `json:"good,omitempty"` // and how it is written instead
}
