package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// An ErrKind says what a caller may conclude from an error.
type ErrKind uint8

// The error kinds. Uncertain comes first, so that a failure nobody classified
// is never retried.
const (
	Uncertain    ErrKind = iota // may have happened: look, do not repeat
	Transient                   // certainly did not happen: repeat
	Throttled                   // did not happen: repeat after RetryAfter
	Invalid                     // the network refuses this content
	Unauthorized                // credentials, scope or account standing
	NotFound
	Conflict    // someone else changed it
	Unsupported // the network cannot do this
)

var kindNames = [...]string{"uncertain", "transient", "throttled", "invalid", "unauthorized", "not found",
	"conflict", "unsupported"}

// String returns the lower-case name.
func (k ErrKind) String() string { return kindNames[k] }

// Error is the error every provider returns.
type Error struct {
	Op         string        // what was attempted, such as "create post"
	ID         ID            // on what; zero if on the channel
	Kind       ErrKind       // what a caller may conclude
	RetryAfter time.Duration // for Throttled, and for a Prepare that is not ready
	Err        error         // why; never holds a secret
}

// Error says what was attempted, on what, and why it failed.
func (e *Error) Error() string {
	parts := []string{}
	if e.Op != "" {
		parts = append(parts, e.Op)
	}
	if !e.ID.IsZero() {
		parts = append(parts, e.ID.String())
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	} else {
		parts = append(parts, e.Kind.String())
	}
	return strings.Join(parts, ": ")
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf returns an *Error of a kind.
func Errorf(kind ErrKind, op string, id ID, format string, args ...any) *Error {
	return &Error{Op: op, ID: id, Kind: kind, Err: fmt.Errorf(format, args...)}
}

// KindOf returns the kind of err, and Uncertain if nobody said.
func KindOf(err error) ErrKind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Uncertain
}

// RetryAfterOf returns how long a network asked us to wait, zero if it did not.
func RetryAfterOf(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) {
		return e.RetryAfter
	}
	return 0
}

// ErrLost means that somebody else wrote the record first: what was planned is
// stale.
var ErrLost = errors.New("the record moved meanwhile")

// Interrupted reports whether err came of the caller's own cancellation.
func Interrupted(err error) bool { return errors.Is(err, context.Canceled) }

// A Refusal is an error of Info.Check that knows which words it is about.
type Refusal struct {
	Field string // of the post, such as body
	Mark  string // what of it is refused, as it is written; may be empty
	Text  string
	Hint  string // the next step
}

// Error is the text, and the hint behind a colon.
func (r *Refusal) Error() string { return r.Text + ": " + r.Hint }
