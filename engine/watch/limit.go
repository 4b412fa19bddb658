package watch

import (
	"errors"
	"fmt"
	"syscall"
)

// A LimitError says that the system refuses to watch one more folder.
type LimitError struct {
	Path    string // the folder that could not be watched
	Watched int    // folders watched so far
	Err     error  // what the system said
}

// Error says what was attempted and how far it got.
func (e *LimitError) Error() string {
	return fmt.Sprintf("watch %s: the system allows no further folder to be watched (%d are): %v", e.Path, e.Watched, e.Err)
}

// Unwrap returns what the system said.
func (e *LimitError) Unwrap() error { return e.Err }

// Hint is the next step for a person.
func (e *LimitError) Hint() string {
	if errors.Is(e.Err, syscall.EMFILE) {
		return "close other programs that watch files, or raise the limit: sudo sysctl fs.inotify.max_user_instances=512 (Linux), ulimit -n 8192 (macOS)"
	}
	return "raise the limit: sudo sysctl fs.inotify.max_user_watches=524288"
}

// limited makes a *LimitError of an error that means a limit.
func limited(path string, watched int, err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		return &LimitError{path, watched, err}
	}
	return fmt.Errorf("watch %s: %w", path, err)
}
