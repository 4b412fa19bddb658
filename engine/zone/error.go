package zone

import "strconv"

// A Kind says what is wrong with a time. Its text is the id of the rule that
// explains it.
type Kind string

// The kinds.
const (
	BadDate     Kind = "bad-date"     // not a date or time as we write them
	Gap         Kind = "dst-gap"      // the clocks jump over it
	Ambiguous   Kind = "dst-fold"     // the clocks show it twice, and nobody said which
	UnknownZone Kind = "unknown-zone" // no such IANA zone
)

// Error is the error every function of this package returns.
type Error struct {
	Kind Kind
	Text string // what was found and what is wrong with it
	Hint string // what to write; may be empty
}

// Error returns the text with its hint.
func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Text
	}
	return e.Text + ": " + e.Hint
}

func bad(text, hint string) *Error { return &Error{Kind: BadDate, Text: text, Hint: hint} }

// quote shortens what is quoted back: an error is no place for a page of text.
func quote(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return strconv.Quote(text)
}
