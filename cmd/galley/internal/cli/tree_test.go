package cli_test

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/cli"
)

var update = flag.Bool("update", false, "write the golden files")

// commands yields every command that can be run, by its path without "galley".
func commands() iter.Seq2[string, *cobra.Command] {
	return func(yield func(string, *cobra.Command) bool) {
		var walk func(c *cobra.Command) bool
		walk = func(c *cobra.Command) bool {
			if c.Hidden || c.Name() == "help" {
				return true
			}
			if c.Runnable() && c.HasParent() && !yield(strings.TrimPrefix(c.CommandPath(), "galley "), c) {
				return false
			}
			for _, child := range c.Commands() {
				if !walk(child) {
					return false
				}
			}
			return true
		}
		walk(cli.Root(cli.Env{}))
	}
}

// helpOf returns the help text of a command.
func helpOf(t *testing.T, path string) string {
	t.Helper()
	var out bytes.Buffer
	env := cli.OS()
	env.Args, env.Dir, env.Stdout, env.Stderr = append(strings.Fields(path), "--help"), t.TempDir(), &out, &out
	if code := cli.Main(context.Background(), env); code != 0 {
		t.Fatalf("galley %s --help: exit code %d\n%s", path, code, out.String())
	}
	return out.String()
}

func TestEveryHelpTellsItsExitCodes(t *testing.T) {
	seen := 0
	for path, c := range commands() {
		if strings.HasPrefix(path, "completion") {
			continue // cobra's own text
		}
		seen++
		if !strings.Contains(c.Long, "\nExit status:\n  ") {
			t.Errorf("the help of galley %s has no exit status", path)
		}
		if c.Short == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("galley %s says of itself %q; want one line without a full stop", path, c.Short)
		}
	}
	if seen < 15 {
		t.Errorf("found %d commands only", seen)
	}
}

// sorted yields the keys of a map in their order.
func sorted[K cmp.Ordered, V any](m map[K]V) iter.Seq[K] {
	return slices.Values(slices.Sorted(maps.Keys(m)))
}
