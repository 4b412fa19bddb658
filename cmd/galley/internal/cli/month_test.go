package cli_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"galley/cmd/galley/internal/cli"
	"galley/examples"
	"galley/providers"
)

// run is one command in this process, at a moment.
func run(t testing.TB, at time.Time, dir string, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	begun := time.Now()
	code := cli.Main(context.Background(), cli.Env{Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out,
		Getenv: func(string) string { return "" }, Dir: dir, Providers: providers.All(),
		Now:  func() time.Time { return at.Add(time.Since(begun)) },
		Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	return code, out.String()
}

// exampleNewsroom is a repository of the example, its dates as they are.
func exampleNewsroom(t testing.TB) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "newsroom")
	files, err := fs.Sub(examples.Content, "content")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(root, files); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"add", "."}, {"commit", "-qm", "the month"}} {
		cmd := exec.Command("git", args...)
		cmd.Dir, cmd.Env = root, gitEnv()
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	return root
}

// TestASecondPlanIsEmptyAtEveryHourOfTheMonth lives the month of the example
// hour by hour: whatever an apply did, a plan right after it has nothing to do.
// The weeks are lived side by side, each in a newsroom of its own that begins
// with what came due before.
func TestASecondPlanIsEmptyAtEveryHourOfTheMonth(t *testing.T) {
	t.Parallel()
	if ranWithoutRaceDetector(t) {
		return
	}
	month := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	const hours, share = 31 * 24, 31 * 24 / 4
	for part := range 4 {
		first := month.Add(time.Duration(part*share) * time.Hour)
		t.Run(first.Format("from 2 Jan"), func(t *testing.T) {
			t.Parallel()
			root := exampleNewsroom(t)
			if code, out := run(t, first.Add(-time.Minute), root, "apply", "--first"); code != 0 {
				t.Fatalf("exit %d\n%s", code, out)
			}
			published := 0
			for h := range share {
				at := first.Add(time.Duration(h) * time.Hour)
				code, log := run(t, at, root, "apply")
				if code != 0 {
					t.Fatalf("apply at %s: exit %d\n%s", at, code, log)
				}
				published += strings.Count(log, "  published")
				if strings.Contains(log, "No changes.") {
					continue // that was a plan right after the apply of the hour before
				}
				if code, out := run(t, at, root, "plan", "--at", at.Format(time.RFC3339)); code != 0 || !strings.Contains(out, "No changes.") {
					t.Fatalf("plan at %s, right after an apply: exit %d\n%s\nthe apply said:\n%s", at, code, out, log)
				}
			}
			if published == 0 {
				t.Error("nothing was published in a week: this test tested nothing")
			}
		})
	}
}
