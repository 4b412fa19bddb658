package record_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/record"
	"galley/engine/repo"
)

const (
	ledgerID = "1a2b3c4d5e6f7081"
	branch   = "galley/record"
)

// A dir is a folder in which the tests run git itself.
type dir struct {
	t    testing.TB
	path string
}

func (d dir) git(args ...string) string {
	d.t.Helper()
	out, err := d.try(args...)
	if err != nil {
		d.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func (d dir) try(args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = d.path
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_TEMPLATE_DIR=",
		"GIT_AUTHOR_NAME=Ann", "GIT_AUTHOR_EMAIL=ann@example.org", "GIT_COMMITTER_NAME=Ann", "GIT_COMMITTER_EMAIL=ann@example.org")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return strings.TrimSpace(out.String()), err
}

func (d dir) fsck() {
	d.t.Helper()
	out, err := d.try("fsck", "--full", "--strict", "--no-dangling", "--no-progress")
	if err != nil || strings.Contains(out, "missing") || strings.Contains(out, "broken") || strings.Contains(out, "error") {
		d.t.Errorf("git fsck: %v\n%s", err, out)
	}
}

// newsroom makes a repository with one commit.
func newsroom(t testing.TB) dir {
	d := dir{t, filepath.Join(t.TempDir(), "newsroom")}
	if err := os.Mkdir(d.path, 0o777); err != nil {
		t.Fatal(err)
	}
	d.git("init", "-q", "-b", "main")
	d.git("commit", "-q", "--allow-empty", "-m", "begin")
	return d
}

// hook installs a shell script in a bare repository.
func (d dir) hook(name, script string) {
	d.t.Helper()
	file := filepath.Join(d.path, "hooks", name)
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"+script+"\n"), 0o777); err != nil {
		d.t.Fatal(err)
	}
}

// withRemote gives d a bare origin.
func withRemote(d dir) dir {
	bare := dir{d.t, filepath.Join(d.t.TempDir(), "bare.git")}
	d.git("clone", "-q", "--bare", d.path, bare.path)
	d.git("remote", "add", "origin", bare.path)
	return bare
}

// cloneOf makes another disk.
func cloneOf(bare dir, args ...string) dir {
	d := dir{bare.t, filepath.Join(bare.t.TempDir(), "clone")}
	bare.git(append(append([]string{"clone", "-q"}, args...), "file://"+bare.path, d.path)...)
	return d
}

// A clock is set by the test.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)} }

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// config is that of a run on another host, so that only the clock ends its
// lease.
func config(t testing.TB, d dir, c *clock, run string) record.Config {
	t.Helper()
	r, err := repo.Open(d.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	m, err := r.Remote("origin")
	if err != nil {
		t.Fatal(err)
	}
	return record.Config{Repo: r, Remote: m, Branch: branch, LedgerID: ledgerID, Now: c.read,
		Run: record.Run{ID: run, Host: "host-of-" + run, PID: 1}, Revision: "rev-" + run, CharterDigest: "charter"}
}

func store(t testing.TB, d dir, c *clock, run string) *record.Store {
	return record.Open(config(t, d, c, run))
}

// founded is a store whose ledger exists.
func founded(t testing.TB, d dir, c *clock, run string) *record.Store {
	t.Helper()
	cfg := config(t, d, c, run)
	s := record.Open(cfg)
	url := ""
	if cfg.Remote != nil {
		url = cfg.Remote.URL
	}
	if err := s.First(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	return s
}

func read(t testing.TB, s *record.Store) *record.Ledger {
	t.Helper()
	l, err := s.Read(t.Context())
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return l
}

func id(slug string) engine.ID {
	return engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: slug}
}

var account = engine.Account{Network: "site", Handle: "blog.example"}

func create(slug string) engine.Intent {
	return engine.Intent{ID: id(slug), Verb: engine.Create, Account: account, Key: "key-" + slug,
		Print: engine.Print{Text: engine.HashText(slug)}, Fields: engine.FieldHash{"text": engine.HashText(slug)},
		Due: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC), Digest: engine.HashText("digest " + slug)}
}

func creates(prefix string, n int) []engine.Intent {
	var batch []engine.Intent
	for i := range n {
		batch = append(batch, create(fmt.Sprintf("%s-%d", prefix, i)))
	}
	return batch
}

func confirm(in engine.Intent, at time.Time) engine.Outcome {
	return engine.Outcome{Run: in.Run, Seq: in.Seq, ID: in.ID, Account: in.Account, Result: engine.ResultConfirmed, Verb: in.Verb,
		Phase: engine.Live, Remote: engine.RemoteID("remote-" + in.ID.Slug), URL: "https://blog.example/" + in.ID.Slug,
		Print: in.Print, Fields: in.Fields, Due: in.Due, Digest: in.Digest, At: at}
}

func confirmAll(intents []engine.Intent, at time.Time) []engine.Outcome {
	var done []engine.Outcome
	for _, in := range intents {
		done = append(done, confirm(in, at))
	}
	return done
}

func begin(t testing.TB, l *record.Ledger, batch []engine.Intent, done []engine.Outcome) []engine.Intent {
	t.Helper()
	intents, err := l.Begin(t.Context(), batch, done)
	if err != nil {
		t.Fatalf("Begin: %v", err)
	}
	return intents
}

func finish(t testing.TB, l *record.Ledger, done []engine.Outcome) {
	t.Helper()
	if err := l.Close(t.Context(), done); err != nil {
		t.Fatalf("Close: %v", err)
	}
}

// sound checks that the ledger as it is now has no break.
func sound(t testing.TB, l *record.Ledger) {
	t.Helper()
	if breaks := record.Verify(l.Lines()); len(breaks) > 0 {
		t.Errorf("Verify: %v", breaks)
	}
}
