package providertest

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// knownFile holds the oddities of a network that no declaration can express.
const knownFile = "testdata/known.txt"

// readKnown returns the lines of known.txt by case, none if there is no file.
func readKnown(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(knownFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	known, err := parseKnown(string(data))
	if err != nil {
		t.Fatal(err)
	}
	return known
}

// parseKnown reads lines of "case — reason — link"; # begins a comment.
func parseKnown(text string) (map[string]string, error) {
	known := map[string]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, " — ")
		if len(parts) != 3 || !strings.Contains(parts[2], "://") {
			return nil, fmt.Errorf("%s: %q is not \"case — reason — link\"", knownFile, line)
		}
		if _, twice := known[parts[0]]; twice {
			return nil, fmt.Errorf("%s: %q is there twice", knownFile, parts[0])
		}
		known[parts[0]] = line
	}
	return known, nil
}

// strangers returns the lines that name no case of this network.
func strangers(known map[string]string, bouts []bout) []string {
	names := map[string]bool{}
	for _, b := range bouts {
		names[b.name()] = true
	}
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(known)) {
		if !names[name] {
			lines = append(lines, known[name])
		}
	}
	return lines
}

// runKnown runs a case that is known to fail, and fails if it passes.
func runKnown(t *testing.T, b bout, line string) {
	t.Helper()
	verdict := rehearse(t, b)
	if len(verdict) == 0 {
		t.Fatalf("it passes: take its line out of %s: %s", knownFile, line)
	}
	t.Skipf("known: %s\n%s", line, strings.Join(verdict, "\n"))
}

// reportKnown ends the run with what is known to be odd.
func reportKnown(t *testing.T, known map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(known)) {
		t.Logf("known: %s", known[name])
	}
}

// rehearse runs a case without letting it fail the test, and returns its
// failures.
func rehearse(t *testing.T, b bout) []string {
	t.Helper()
	rec := &recorder{}
	bubble(t, func(t *testing.T) {
		rec.TB = t
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer func() {
				if r := recover(); r != nil {
					rec.note(fmt.Sprint("panic: ", r))
				}
			}()
			b.run(newStage(rec, b.network, b.kind))
		}()
		<-done
	})
	return rec.failures
}

// A recorder is a testing.TB whose failures are only noted. It runs in a
// goroutine of its own, which FailNow ends.
type recorder struct {
	testing.TB
	mu       sync.Mutex
	failures []string
}

func (r *recorder) note(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures = append(r.failures, text)
}

func (r *recorder) Failed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.failures) > 0
}

func (r *recorder) Fail()                          { r.note("failed") }
func (r *recorder) FailNow()                       { r.Fail(); runtime.Goexit() }
func (r *recorder) Error(args ...any)              { r.note(fmt.Sprint(args...)) }
func (r *recorder) Errorf(form string, arg ...any) { r.note(fmt.Sprintf(form, arg...)) }
func (r *recorder) Fatal(args ...any)              { r.note(fmt.Sprint(args...)); runtime.Goexit() }
func (r *recorder) Fatalf(form string, arg ...any) {
	r.note(fmt.Sprintf(form, arg...))
	runtime.Goexit()
}
