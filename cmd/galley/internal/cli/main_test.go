package cli_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"galley/cmd/galley/internal/cli"
	"galley/engine"
	"galley/providers"
	"galley/providers/bluesky"
	"galley/providers/manual"
	"galley/providers/mastodon"
	"galley/providers/memory"
	"galley/providers/site"
)

// child is how a test tells a process of this binary to be galley.
type child struct {
	Offset  time.Duration // its clock is ahead by this
	Powers  string        // of the memory network
	Control string        // where it asks before and after each durable write; may be empty
	Lease   time.Duration // shorter than the usual; zero is the usual
}

const childEnv = "GALLEY_TEST_CHILD"

// TestMain makes the test binary a galley of its own, for processes that can be
// killed and for scripts.
func TestMain(m *testing.M) {
	if spec := os.Getenv(childEnv); spec != "" {
		var c child
		if err := json.Unmarshal([]byte(spec), &c); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(99)
		}
		code := cli.Main(context.Background(), c.env())
		notePeak(os.Getenv(peakEnv))
		os.Exit(code)
	}
	testscript.Main(m, map[string]func(){"galley": func() { os.Exit(cli.Main(context.Background(), scriptEnv())) }})
}

// peakEnv names a file for the most memory that a process took. Only the process
// can tell: what its parent learns begins with the parent's own.
const peakEnv = "GALLEY_TEST_PEAK"

func notePeak(file string) {
	status, err := os.ReadFile("/proc/self/status")
	if file == "" || err != nil {
		return
	}
	for line := range strings.Lines(string(status)) {
		if kib, found := strings.CutPrefix(line, "VmHWM:"); found {
			_ = os.WriteFile(file, []byte(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(kib), "kB"))), 0o666)
		}
	}
}

func (c child) env() cli.Env {
	env := cli.OS()
	env.Now = func() time.Time { return time.Now().Add(c.Offset) }
	env.Providers = providers.New(site.Constructor(), manual.Constructor(), memory.Constructor(powers(c.Powers)),
		mastodon.Constructor(), bluesky.Constructor())
	env.Wait = func(ctx context.Context, d time.Duration) error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(d / 10):
			return nil
		}
	}
	if c.Control != "" {
		env.TestOnlyHook = func(point string) {
			answer, err := http.Get(c.Control + "/hook?point=" + url.QueryEscape(point))
			if err == nil {
				answer.Body.Close()
			}
		}
	}
	if c.Lease != 0 {
		env.TestOnlyLease = func() (lease, window, timeout time.Duration) { return c.Lease, c.Lease / 2, c.Lease / 8 }
	}
	return env
}

// powers are the kinds of network that the crash tests publish to.
func powers(name string) memory.Powers {
	p := memory.All()
	p.Caps.Prepare, p.Caps.Measure, p.Caps.Probe = false, false, false
	p.Schedules, p.Reschedule = false, false
	switch name {
	case "listing":
		p.Keyed, p.Settle = false, 30*time.Second
	case "nofinder":
		p.Keyed, p.Settle, p.Caps.Find, p.Caps.List = false, 30*time.Second, false, false
	}
	return p
}

// scriptEnv is the environment of scripts: the clock is the one they set.
func scriptEnv() cli.Env {
	env := cli.OS()
	if text := os.Getenv("GALLEY_TEST_NOW"); text != "" {
		now, err := time.Parse(time.RFC3339, text)
		if err != nil {
			panic(err)
		}
		begun := time.Now()
		env.Now = func() time.Time { return now.Add(time.Since(begun)) }
	}
	return env
}

var _ engine.Clock = time.Now
