package record

import (
	"errors"
	"fmt"
)

// Why a ledger is not used. Nothing is written anywhere then.
var (
	ErrNoID       = errors.New("the project has no record.id")
	ErrAbsent     = errors.New("the ledger is missing")
	ErrDeleted    = errors.New("its branch was deleted") // beside ErrAbsent, where the anchor is still there
	ErrUnreadable = errors.New("the ledger cannot be read")
	ErrForeign    = errors.New("this is the ledger of another project")
	ErrRewound    = errors.New("the ledger lost commits")
	ErrFork       = errors.New("this ledger belongs to another repository")
	ErrExists     = errors.New("there is a ledger already")
	ErrFormat     = errors.New("the ledger is of a later version")
	ErrDamaged    = errors.New("the ledger is damaged")
	ErrUnsigned   = errors.New("the ledger holds what Galley did not sign")
	ErrNoKey      = errors.New("there is no key to sign with")
	ErrHeld       = errors.New("another run is at work")
	ErrTooEarly   = errors.New("too early to tell")
	ErrNotOpen    = errors.New("nothing waits for a verdict")
)

// An Error says what was attempted, which of the errors above it is, and what a
// person may do next.
type Error struct {
	Op   string
	Err  error
	Next string
}

// Error returns the operation and the cause.
func (e *Error) Error() string { return e.Op + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Hint returns the next step for a person, "" if there is none.
func (e *Error) Hint() string { return e.Next }

func (s *Store) fault(op string, kind error, next, format string, args ...any) error {
	return &Error{Op: op, Err: fmt.Errorf("%w: "+format, append([]any{kind}, args...)...), Next: next}
}

// opRead is what most goes wrong.
const opRead = "read the ledger"

const (
	hintAbsent = `if the branch exists elsewhere, push it or run "galley ledger restore COMMIT"; ` +
		`if posts of this project are live, run "galley import CHANNEL --adopt"; ` +
		`if this is the very first run, run "galley apply --first"`
	hintRestore = `run "galley ledger restore COMMIT" with the last good commit of the record branch`
)
