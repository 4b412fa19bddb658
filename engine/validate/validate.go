// Package validate looks at a content repository as a whole and at what it
// renders to: references between objects, the limits of the networks, times.
// Content and engine.Desired travel in, findings travel out. It is pure:
// offline, without credentials, without a clock of its own.
package validate

import (
	"time"

	"galley/engine"
	"galley/schema"
)

// Input is what Check looks at.
type Input struct {
	Content schema.Content
	Desired []engine.Desired               // as rendered from Content
	Infos   map[engine.Network]engine.Info // of every network there is
	AsOf    time.Time                      // for remarks on times that have passed; zero makes none
	// Recorded names what the ledger knows: its time may have passed. Nil knows
	// of nothing.
	Recorded map[engine.ID]bool
}

// Check returns all that is wrong, sorted. Rendering has findings of its own.
func Check(in Input) []engine.Finding { return nil }

// Blocked says why each resource with an error finding may not be touched. A
// finding on a post without a channel blocks all its renditions and their
// parts; one on a Channel blocks all it shows.
func Blocked(desired []engine.Desired, findings []engine.Finding) map[engine.ID]string { return nil }

// Fatal reports whether a finding stops the whole run.
func Fatal(findings []engine.Finding) bool { return false }
