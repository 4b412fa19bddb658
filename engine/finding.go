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
	Pos Pos `json:"pos"`
	// Width is how many characters of the line the remark is about, from Pos
	// on; zero where only the place is known. A span that goes on in the next
	// line ends with its first one.
	Width int `json:"width,omitempty"`
	// Mark is what of the value at Pos the remark is about, as it is written in
	// the file; load.Quote moves Pos there. A colon at its end is that behind a key.
	Mark     string   `json:"-"`
	Severity Severity `json:"severity"`
	Rule     string   `json:"rule"`              // id of the rule; "galley explain RULE" tells more
	Text     string   `json:"text"`              // what was found and what was expected
	Reason   string   `json:"reason,omitempty"`  // why the team asks for it, in the charter's own words
	Cite     string   `json:"cite,omitempty"`    // the charter's article that asks for it: "charter#3.2"
	Hint     string   `json:"hint,omitempty"`    // the next step: the nearest match, the line to write
	Excerpt  string   `json:"excerpt,omitempty"` // the line of the file, or of a long one the part around the place
	// ExcerptCol is the column that Excerpt begins with, where that is not the
	// first.
	ExcerptCol int     `json:"excerpt_col,omitempty"`
	Object     string  `json:"object,omitempty"`  // "Post launch"; empty for a file
	Channel    Channel `json:"channel,omitempty"` // where only one rendition is concerned
	// Fatal findings are errors of shape, reference or id: nothing may be
	// applied while one stands. Other errors block their post only.
	Fatal bool `json:"fatal,omitempty"`
	// Fix mends it without asking anybody; nil where a person decides. JSON
	// tells only that there is one, as "fixable".
	Fix *Fix `json:"fixable,omitempty"`
}

// Same reports whether two findings say the same of the same place.
func (f Finding) Same(other Finding) bool {
	f.Fix, other.Fix = nil, nil
	return f == other
}

// SortFindings orders findings by place, then rule, then text, then all else: the
// order in which they were found does not show.
func SortFindings(list []Finding) {
	slices.SortStableFunc(list, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Text, b.Text),
			cmp.Compare(a.Channel, b.Channel),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Object, b.Object),
			cmp.Compare(a.Hint, b.Hint),
			cmp.Compare(a.Reason, b.Reason),
			cmp.Compare(a.Cite, b.Cite),
			cmp.Compare(a.Width, b.Width),
			compareTrue(a.Fatal, b.Fatal),
			compareTrue(a.Fix != nil, b.Fix != nil),
		)
	})
}

// compareTrue puts true first.
func compareTrue(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// A Fix is an edit of one field of one object, as data: whoever finds a mistake
// knows the value and not how it is written in the file, whoever edits files
// knows how to quote it there. Either a part of a text is replaced, or, where
// Set is not nil, the whole field is written.
type Fix struct {
	Kind string   // of the object: "Post"
	Slug string   // its id
	Path []string // of the field: "variants", "blog", "text"; "media", "0", "alt"

	// The bytes [Start, End) of the text at Path, as a program reads it after
	// quotes, escapes and folded lines are undone, are Was and become Text. With
	// Start and End alike, Text is inserted. A fix whose bytes are no longer Was
	// is not to be applied.
	Start, End int
	Was        string
	Text       string

	// Set is the new value of the field, whether or not there was one: a string,
	// bool, int64, float64, []any or map[string]any.
	Set any
}

// MarshalJSON writes true: that there is a fix is public, what it does is not.
func (Fix) MarshalJSON() ([]byte, error) { return []byte("true"), nil }

// UnmarshalJSON reads what MarshalJSON wrote, as a fix that changes nothing.
func (f *Fix) UnmarshalJSON([]byte) error {
	*f = Fix{}
	return nil
}

// A RuleDoc explains one rule to people. The maps are by language: en and fr.
type RuleDoc struct {
	ID       string            `json:"id"`
	Severity Severity          `json:"severity"` // that its findings have
	Title    map[string]string `json:"title"`
	Text     map[string]string `json:"text"`           // what is asked and why
	Bad      string            `json:"bad,omitempty"`  // content that breaks the rule
	Good     string            `json:"good,omitempty"` // and how it is written instead

	// Subject groups rules for people: "files", "fields", "posts", "times",
	// "references", "media", "networks", "project", "charter".
	Subject string `json:"subject,omitempty"`
	// Match and NoMatch are short texts that the rule finds, and texts that look
	// like it and are left alone.
	Match   []string `json:"match,omitempty"`
	NoMatch []string `json:"no_match,omitempty"`
	// Waivable rules are the charter's: a post may be let off with a reason and
	// the name of who allows it.
	Waivable bool `json:"waivable,omitempty"`
}
