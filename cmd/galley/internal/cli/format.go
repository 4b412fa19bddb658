package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
)

// formatsKey is where a command keeps the formats that its result has beside
// text.
const formatsKey = "formats"

// takes says in which formats beside text a command writes its result.
func takes(c *cobra.Command, formats ...string) *cobra.Command {
	if c.Annotations == nil {
		c.Annotations = map[string]string{}
	}
	c.Annotations[formatsKey] = strings.Join(formats, " ")
	return c
}

// formatsOf are all the formats of a command's result, text first.
func formatsOf(c *cobra.Command) []string {
	return append([]string{"text"}, strings.Fields(c.Annotations[formatsKey])...)
}

// checkFormat refuses a format that the command does not have: a program that
// waits for JSON must not be handed text.
func (a *app) checkFormat(c *cobra.Command) error {
	formats := formatsOf(c)
	if slices.Contains(formats, a.format) {
		return nil
	}
	return usage(fmt.Errorf("--format %q: %s takes %s", a.format, c.CommandPath(), listed(formats)), "")
}

// A result is what a command writes for a program.
type result struct {
	to    io.Writer
	begun bool
}

// Write implements [io.Writer].
func (r *result) Write(p []byte) (int, error) {
	r.begun = true
	return r.to.Write(p)
}

// failedInstead writes JSON where a command came to no result: what reads it is
// handed an object in every case.
func (a *app) failedInstead(err error, hint string) {
	if a.result == nil || a.result.begun || a.format != "json" || err.Error() == "" {
		return
	}
	// The exit code tells of the failure already, and there is nowhere else to tell
	// that stdout cannot be written.
	_ = view.Write(a.Stdout, view.FailureJSON{FormatVersion: view.FormatVersion, ToolVersion: Version(),
		Error: a.redact(err.Error()), Hint: a.redact(hint)})
}

// listed joins words as a sentence does: "text, json or sarif".
func listed(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0] + " only"
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
