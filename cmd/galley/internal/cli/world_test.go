package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// posts is how many posts are due in a world.
const posts = 30

// A world is a bare remote, clones of it, and a network on loopback that shows
// what went out. Its clock is moved by the test.
type world struct {
	t      testing.TB
	dir    string
	powers string
	server *httptest.Server
	net    service

	mu     sync.Mutex
	offset time.Duration
	events int                              // durable writes and requests so far
	struck func(n int, point string) action // what happens to the process in clone a at an event
	victim *exec.Cmd                        // that process
	lease  time.Duration                    // a shorter one, for processes that start from now on
	ahead  time.Duration                    // the processes' clock is ahead of the network's
}

// An action is what a test does to the process at an event.
type action uint8

const (
	goOn      action = iota
	kill             // SIGKILL, and no answer
	drop             // no answer, the process lives
	stop             // SIGSTOP, and the event goes on
	interrupt        // SIGINT, likewise
)

const handle = "gazette"

func newWorld(t testing.TB, powers string) *world {
	binary(t) // built before anything is timed
	w := &world{t: t, dir: t.TempDir(), powers: "listing"}
	w.net = newService(t, powers, w.now)
	mux := http.NewServeMux()
	mux.HandleFunc("/hook", func(_ http.ResponseWriter, r *http.Request) {
		if w.event("hook "+r.URL.Query().Get("point")) != goOn {
			panic(http.ErrAbortHandler)
		}
	})
	mux.Handle("/", w.network())
	w.server = httptest.NewServer(mux)
	t.Cleanup(w.server.Close)
	w.git("", "init", "-q", "--bare", "-b", "main", "remote.git")
	w.git("", "clone", "-q", "remote.git", "a")
	w.content(posts)
	w.git("a", "add", ".")
	w.git("a", "commit", "-qm", "thirty posts")
	w.git("a", "push", "-q", "origin", "HEAD:main")
	if code, out := w.galley("a", "import", "net", "--adopt"); code != 0 {
		t.Fatalf("begin the record: exit %d\n%s", code, out)
	}
	w.events, w.powers = 0, powers
	return w
}

// network serves the network, with an event before and after each request acts.
// Its clock is the world's.
func (w *world) network() http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		kind := w.net.kind(r)
		if w.event("before "+kind) != goOn {
			panic(http.ErrAbortHandler)
		}
		answer := httptest.NewRecorder()
		w.net.ServeHTTP(answer, r)
		if w.event("after "+kind) != goOn {
			panic(http.ErrAbortHandler)
		}
		for name, values := range answer.Header() {
			rw.Header()[name] = values
		}
		rw.Header().Set("Date", w.now().UTC().Format(http.TimeFormat))
		rw.WriteHeader(answer.Code)
		_, _ = rw.Write(answer.Body.Bytes()) // a client that was killed does not listen
	})
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Now().Add(w.offset)
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.offset += d
}

// event counts, and strikes the process in clone a.
func (w *world) event(point string) action {
	w.mu.Lock()
	w.events++
	n, struck, victim := w.events, w.struck, w.victim
	w.mu.Unlock()
	if struck == nil || victim == nil {
		return goOn
	}
	switch a := struck(n, point); a {
	case kill:
		_ = victim.Process.Kill() // it may have ended by itself
		return kill
	case interrupt:
		_ = victim.Process.Signal(os.Interrupt)
		return goOn
	case stop:
		_ = victim.Process.Signal(syscall.SIGSTOP)
		return goOn
	default:
		return a
	}
}

// strike sets what happens from the next event on, which is number 1.
func (w *world) strike(struck func(n int, point string) action) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events, w.struck = 0, struck
}

func (w *world) write(name, text string) {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		w.t.Fatal(err)
	}
}

// content writes a project with n posts that were due an hour ago.
func (w *world) content(n int) {
	w.write("a/galley.yaml", `kind: Project
id: gazette
name: Gazette
zone: UTC
languages: [en]
schema: v1
record: {id: 0123456789abcdef, branch: galley/record, remote: origin}
late: {max: 200h, then: ask}
`)
	w.write("a/net.yaml", "kind: Channel\nid: net\n"+w.net.channel()+"url: "+w.server.URL+"\n")
	var b strings.Builder
	b.WriteString("kind: Calendar\nid: posts\nposts:")
	if n == 0 {
		b.WriteString(" []")
	}
	b.WriteByte('\n')
	at := w.now().Add(-time.Hour).UTC().Format("2006-01-02 15:04")
	for i := range n {
		fmt.Fprintf(&b, "  - {id: p%02d, channels: [net], at: %s, text: %q}\n", i, at, text(i))
	}
	w.write("a/posts.yaml", b.String())
}

func text(i int) string { return fmt.Sprintf("Post number %d of the gazette.", i) }

func (w *world) git(clone string, args ...string) string {
	w.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = filepath.Join(w.dir, clone)
	cmd.Env = gitEnv()
	out, err := cmd.CombinedOutput()
	if err != nil {
		w.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// gitEnv keeps git away from the configuration of whoever runs the tests.
func gitEnv() []string {
	return append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=Ana",
		"GIT_AUTHOR_EMAIL=ana@example.org", "GIT_COMMITTER_NAME=Ana", "GIT_COMMITTER_EMAIL=ana@example.org")
}

// command is a process of galley in a clone.
func (w *world) command(ctx context.Context, clone string, args ...string) *exec.Cmd {
	w.mu.Lock()
	spec, err := json.Marshal(child{Offset: w.offset + w.ahead, Powers: w.powers, Control: w.server.URL, Lease: w.lease})
	w.mu.Unlock()
	if err != nil {
		w.t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, binary(w.t), args...)
	cmd.Dir = filepath.Join(w.dir, clone)
	cmd.Env = append(gitEnv(), childEnv+"="+string(spec), "GITHUB_RUN_ID=", "NO_COLOR=1", credential+"="+password)
	return cmd
}

// built is this test binary without the race detector: the crash tests start
// hundreds of processes, each of which would take several times as long. What
// runs side by side within one process is raced by the tests that call it here.
var built = sync.OnceValues(func() (string, error) {
	if !raceDetector {
		return os.Args[0], nil
	}
	dir, err := os.MkdirTemp("", "galley-test")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "galley.test")
	out, err := exec.Command("go", "test", "-c", "-o", path, "galley/cmd/galley/internal/cli").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return path, nil
})

func binary(t testing.TB) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// ranWithoutRaceDetector runs the test by the binary without the race detector,
// if this one has it: hundreds of runs take it minutes and tell it nothing that one
// run does not.
func ranWithoutRaceDetector(t *testing.T) bool {
	t.Helper()
	if !raceDetector {
		return false
	}
	cmd := exec.Command(binary(t), "-test.run", "^"+t.Name()+"$", "-test.v", "-test.timeout", "10m")
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("%v\n%s", err, out)
	}
	return true
}

// limit bounds every process of these tests.
const limit = 2 * time.Minute

// galley runs a command to its end, or to its being killed (exit -1).
func (w *world) galley(clone string, args ...string) (int, string) {
	w.t.Helper()
	return w.killedAfter(clone, limit, args...)
}

// killedAfter runs a command and kills it after a while, unless it ends before.
func (w *world) killedAfter(clone string, after time.Duration, args ...string) (int, string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := w.command(ctx, clone, args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	w.mu.Lock()
	err := cmd.Start()
	if clone == "a" {
		w.victim = cmd
	}
	w.mu.Unlock()
	if err != nil {
		w.t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait()
	timer.Stop()
	if ctx.Err() != nil {
		w.t.Fatalf("galley %s: did not end in %s\n%s", strings.Join(args, " "), limit, out.String())
	}
	return cmd.ProcessState.ExitCode(), out.String()
}

// maxRuns is after how many runs something is wrong.
const maxRuns = 15

// untilDone applies, again and again as a timer would, until a run has nothing
// left to do.
func (w *world) untilDone() string {
	w.t.Helper()
	var log strings.Builder
	for range maxRuns {
		code, out := w.galley("a", "apply")
		fmt.Fprintf(&log, "exit %d\n%s\n", code, out)
		if code == 0 && strings.Contains(out, "No changes.") {
			return log.String()
		}
		w.pass(11 * time.Minute)
	}
	w.t.Fatalf("not done after the most runs:\n%s", log.String())
	return ""
}

// exactlyOnce fails unless the network shows every post once, never showed one
// twice, and the ledger holds.
func (w *world) exactlyOnce(log string) {
	w.t.Helper()
	shown := map[string]int{}
	for _, text := range w.net.texts() {
		shown[text]++
	}
	for i := range posts {
		if n := shown[text(i)]; n != 1 {
			w.t.Errorf("%q is there %d times", text(i), n)
		}
	}
	if len(shown) != posts {
		w.t.Errorf("the network shows %d different posts, want %d", len(shown), posts)
	}
	if n := w.net.created(); n != posts {
		w.t.Errorf("%d posts went out, want %d", n, posts)
	}
	if code, out := w.galley("a", "ledger", "verify"); code != 0 {
		w.t.Errorf("ledger verify: exit %d\n%s", code, out)
	}
	if w.t.Failed() {
		w.t.Logf("what the runs said:\n%s", log)
	}
}

// read returns a file of the world.
func (w *world) read(name string) string {
	w.t.Helper()
	data, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(data)
}

// commit commits what changed in clone a, and pushes it.
func (w *world) commit(message string) {
	w.t.Helper()
	w.git("a", "commit", "-qam", message)
	w.git("a", "push", "-q", "origin", "HEAD:main")
}

// resume continues the process that was stopped.
func (w *world) resume() {
	w.mu.Lock()
	defer w.mu.Unlock()
	_ = w.victim.Process.Signal(syscall.SIGCONT)
}
