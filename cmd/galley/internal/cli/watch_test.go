package cli_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"galley/cmd/galley/internal/cli"
)

// TestWatchPlansAgainOnEverySave saves as an editor does, by putting another
// file in its place, and waits for the plan that tells of it.
func TestWatchPlansAgainOnEverySave(t *testing.T) {
	root := exampleNewsroom(t)
	at := time.Date(2026, 12, 9, 7, 0, 0, 0, time.UTC)
	if code, out := run(t, at, root, "apply", "--first"); code != 0 {
		t.Fatalf("exit %d\n%s", code, out)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	reader, writer := io.Pipe()
	env := cli.OS()
	env.Args, env.Dir, env.Stdout, env.Stderr, env.Signals = []string{"watch"}, root, writer, io.Discard, nil
	env.Now = func() time.Time { return at }
	done := make(chan int, 1)
	go func() {
		code := cli.Main(ctx, env)
		writer.Close()
		done <- code
	}()
	lines := bufio.NewScanner(reader)
	until := func(want string) {
		t.Helper()
		for lines.Scan() {
			if strings.Contains(lines.Text(), want) {
				return
			}
		}
		t.Fatalf("watch ended without saying %q", want)
	}
	until("No changes.")
	file := filepath.Join(root, "calendar", "bienvenue.md")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	save := func(text string) {
		t.Helper()
		if err := os.WriteFile(file+".new", []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(file+".new", file); err != nil {
			t.Fatal(err)
		}
	}
	save(string(data) + "\nUne ligne de plus.\n")
	until("1 to update")
	save("---\nkind: Post\nid: bienvenue\nchanels: [site-fr]\n---\n")
	until("unknown")
	save(string(data))
	until("No changes.")
	cancel()
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	if code := <-done; code != 130 {
		t.Errorf("exit %d, want 130", code)
	}
}
