package vale

import (
	"errors"
	"strings"

	"galley/engine"
)

// A Kind says why Vale gave no answer.
type Kind uint8

// The kinds. The zero one is the least certain.
const (
	Crashed  Kind = iota // it failed, or its answer makes no sense
	Missing              // no Vale is installed
	Unfit                // what is installed is not Vale, or too old
	BadStyle             // a style, vocabulary or rule of the repository does not work: Pos says where
	TooSlow              // it did not finish in time
	TooMuch              // texts or remarks beyond the bounds
)

// An Error says what was attempted, why it did not work, and what a person may
// do next.
type Error struct {
	Op   string     // what was attempted, on what
	Kind Kind       //
	Pos  engine.Pos // of a style's file below the folder of styles; zero for others
	Err  error
	Next string // the next step; empty if there is none
}

// Error returns the operation, the place and the cause.
func (e *Error) Error() string {
	parts := []string{e.Op}
	if e.Pos.File != "" {
		parts = append(parts, e.Pos.String())
	}
	return strings.Join(append(parts, e.Err.Error()), ": ")
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Hint returns the next step for a person, "" if there is none.
func (e *Error) Hint() string { return e.Next }

// Problems returns every *Error that err holds, so that each becomes a finding
// of its own; none for nil and for errors of other packages.
func Problems(err error) []*Error {
	var list []*Error
	var walk func(error)
	walk = func(err error) {
		if joined, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range joined.Unwrap() {
				walk(e)
			}
			return
		}
		var e *Error
		if errors.As(err, &e) {
			list = append(list, e)
		}
	}
	if err != nil {
		walk(err)
	}
	return list
}

// howToInstall is said wherever a Vale is missing or too old.
const howToInstall = "install Vale: brew install vale (macOS, Linux), choco install vale (Windows), snap install vale (Linux), " +
	"or go install github.com/vale-cli/vale/v3/cmd/vale@v3.21.0 (needs Go and a C compiler); " +
	"then put it on PATH, or name it with --vale or GALLEY_VALE"
