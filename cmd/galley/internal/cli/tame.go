package cli

import (
	"bytes"
	"io"
	"sync"

	"galley/cmd/galley/internal/view"
)

// A tame log is that of a job on GitHub, whose runner reads it: no line of what
// anybody wrote is a command there.
type tame struct {
	mu   sync.Mutex
	to   io.Writer
	rest []byte // of the line that has not ended
}

// maxLine is how much of a line is held back until it ends.
const maxLine = 1 << 20

// Write implements [io.Writer]. A line is written when it ends.
func (t *tame) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rest = append(t.rest, p...)
	end := bytes.LastIndexByte(t.rest, '\n') + 1
	if len(t.rest)-end > maxLine {
		end = len(t.rest)
	}
	if err := t.write(end); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Flush writes the line that has not ended.
func (t *tame) Flush() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.write(len(t.rest))
}

func (t *tame) write(n int) error {
	if n == 0 {
		return nil
	}
	text := view.Uncommanded(string(t.rest[:n]))
	t.rest = append(t.rest[:0], t.rest[n:]...)
	_, err := io.WriteString(t.to, text)
	return err
}

// tamed makes a job's log hold no commands but those that Galley means to give;
// the result flushes it.
func (a *app) tamed() (flush func()) {
	a.log = a.Stdout
	if a.Getenv("GITHUB_ACTIONS") != "true" {
		return func() {}
	}
	out, said := &tame{to: a.Stdout}, &tame{to: a.Stderr}
	a.Stdout, a.Stderr = out, said
	return func() {
		_ = out.Flush() // as with what went before, nobody is left to be told
		_ = said.Flush()
	}
}
