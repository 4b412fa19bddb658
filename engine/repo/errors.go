package repo

import "errors"

// What an error of this package may be about, for callers that decide on it.
var (
	// ErrNone means that there is no git repository.
	ErrNone = errors.New("not a git repository")
	// ErrNotFound means that there is no such reference, revision or object.
	ErrNotFound = errors.New("not found")
	// ErrDamaged means that something is there and cannot be trusted.
	ErrDamaged = errors.New("is damaged")
	// ErrShallow means that the answer lies beyond the edge of a shallow clone.
	ErrShallow = errors.New("the history is cut off here")
	// ErrUnsupported means that the repository is of a kind Galley refuses.
	ErrUnsupported = errors.New("not supported")
	// ErrRefused means that a remote did not accept a push for a reason of its
	// own, such as a protected branch or a hook.
	ErrRefused = errors.New("refused by the remote")
)

// An Error says what was attempted, why it did not work, and what a person may
// do next.
type Error struct {
	Op   string // what was attempted, on what
	Err  error
	Next string // the next step; empty if there is none
}

// Error returns the operation and the cause.
func (e *Error) Error() string { return e.Op + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Hint returns the next step for a person, "" if there is none.
func (e *Error) Hint() string { return e.Next }
