package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
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

// listed joins words as a sentence does: "text, json or sarif".
func listed(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0] + " only"
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
