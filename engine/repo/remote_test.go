package repo_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"galley/engine"
	"galley/engine/repo"
)

const recordRef, anchorRef = "refs/heads/galley/record", "refs/heads/galley/record-anchor"

func both(old, commit string) []repo.RefUpdate {
	return []repo.RefUpdate{{recordRef, old, commit}, {anchorRef, old, commit}}
}

func TestNoRemoteIsNoError(t *testing.T) {
	if m, err := open(t, newsroom(t).path).Remote("origin"); m != nil || err != nil {
		t.Errorf("Remote = %v, %v, want nil, nil", m, err)
	}
}

func TestTheDefaultBranchIsAskedFor(t *testing.T) {
	d := newsroom(t)
	bare := remoteOf(d)
	d.git("push", "-q", "origin", "main:trunk", "main~1:refs/heads/old")
	bare.git("symbolic-ref", "HEAD", "refs/heads/trunk")
	r := open(t, d.path)
	branch, hash, err := origin(t, r).Default(t.Context())
	if branch != "trunk" || hash != head(t, r, "HEAD") || err != nil {
		t.Errorf("Default = %s, %s, %v", branch, hash, err)
	}
	bare.git("symbolic-ref", "HEAD", "refs/heads/unborn")
	if _, _, err := origin(t, r).Default(t.Context()); !errors.Is(err, repo.ErrNotFound) {
		t.Errorf("Default of an unborn HEAD = %v, want ErrNotFound", err)
	}
}

func TestAnEmptyRemoteHasNoReferences(t *testing.T) {
	d := newsroom(t)
	bare := dir{t, filepath.Join(t.TempDir(), "bare.git")}
	d.git("init", "-q", "--bare", bare.path)
	d.git("remote", "add", "origin", bare.path)
	r := open(t, d.path)
	m := origin(t, r)
	if refs, err := m.Refs(t.Context(), recordRef); len(refs) != 0 || err != nil {
		t.Errorf("Refs = %v, %v", refs, err)
	}
	if _, err := r.Fetch(t.Context(), m, recordRef); !errors.Is(err, repo.ErrNotFound) {
		t.Errorf("Fetch = %v, want ErrNotFound", err)
	}
	commit := commitOn(t, r, "", "ledger", "x")
	if err := r.Push(t.Context(), m, both("", commit)); err != nil {
		t.Fatal(err)
	}
	bare.fsck()
}

func TestAnUnreachableRemoteIsNotAnEmptyOne(t *testing.T) {
	d := newsroom(t)
	bare := remoteOf(d)
	r := open(t, d.path)
	if err := os.Rename(bare.path, bare.path+".away"); err != nil {
		t.Fatal(err)
	}
	if refs, err := origin(t, r).Refs(t.Context(), "refs/heads/main"); err == nil {
		t.Errorf("Refs = %v, want an error", refs)
	}
}

func TestPushIsCompareAndSwapOnAllReferences(t *testing.T) {
	d := newsroom(t)
	bare := remoteOf(d)
	r := open(t, d.path)
	m := origin(t, r)
	one := commitOn(t, r, "", "ledger", "1")
	two := commitOn(t, r, one, "ledger", "2")
	three := commitOn(t, r, two, "ledger", "3")
	for _, s := range []struct {
		say     string
		updates []repo.RefUpdate
		lost    bool
	}{
		{"must exist", both(one, two), true},
		{"create", both("", one), false},
		{"must not exist", both("", two), true},
		{"second is wrong", []repo.RefUpdate{{recordRef, one, two}, {anchorRef, two, three}}, true},
		{"move", both(one, two), false},
		{"again the same: it is there", both(one, two), false},
		{"repair", both(repo.Whatever, three), false},
		{"back", both(repo.Whatever, one), false},
	} {
		if err := r.Push(t.Context(), m, s.updates); errors.Is(err, engine.ErrLost) != s.lost || (err != nil) != s.lost {
			t.Fatalf("%s: Push = %v, want lost: %v", s.say, err, s.lost)
		}
		if s.lost {
			continue
		}
		for _, u := range s.updates {
			if got, err := r.Ref(m.Tracking(u.Name)); got != u.New || err != nil {
				t.Errorf("%s: tracked at %s, %v, want %s", s.say, got, err, u.New)
			}
		}
	}
	if got := bare.git("rev-parse", recordRef, anchorRef); got != one+"\n"+one {
		t.Errorf("references = %s", got)
	}
	bare.fsck()
	d.fsck()
}

func TestOneOfManyPushersWins(t *testing.T) {
	d := newsroom(t)
	bare := remoteOf(d)
	const writers = 5
	var wg sync.WaitGroup
	results := make([]error, writers)
	for i := range writers {
		path := filepath.Join(t.TempDir(), "clone")
		d.git("clone", "-q", "--no-local", bare.path, path)
		r := open(t, path)
		m := origin(t, r)
		commit := commitOn(t, r, "", "ledger", fmt.Sprint(i))
		wg.Go(func() { results[i] = r.Push(t.Context(), m, both("", commit)) })
	}
	wg.Wait()
	won := 0
	for _, err := range results {
		if err == nil {
			won++
		} else if !errors.Is(err, engine.ErrLost) {
			t.Errorf("Push = %v, want ErrLost", err)
		}
	}
	if won != 1 {
		t.Errorf("%d pushers won, want 1", won)
	}
	bare.fsck()
}

func TestOnlyNewObjectsArePushed(t *testing.T) {
	d := newsroom(t)
	bare := remoteOf(d)
	r := open(t, d.path)
	m := origin(t, r)
	base := head(t, r, "HEAD")
	bare.git("config", "receive.unpackLimit", "1") // keep the pack, to count it
	commit := commitOn(t, r, base, "calendar/b.md", "new")
	if err := r.Push(t.Context(), m, []repo.RefUpdate{{"refs/heads/main", base, commit}}); err != nil {
		t.Fatal(err)
	}
	packs, err := filepath.Glob(filepath.Join(bare.path, "objects/pack/*.idx"))
	if err != nil || len(packs) != 1 {
		t.Fatalf("packs: %v, %v", packs, err)
	}
	// The commit, the top folder, calendar/ and the file.
	if out := bare.git("verify-pack", "-v", packs[0]); strings.Count(out, " commit ")+strings.Count(out, " tree ")+strings.Count(out, " blob ") != 4 {
		t.Errorf("the pack holds\n%s\nwant 4 objects", out)
	}
	bare.fsck()
}

func TestARefusingHookIsNamedAndNothingMoves(t *testing.T) {
	d := newsroom(t)
	bare := remoteOf(d)
	hook(t, bare, "pre-receive", "echo no pushes on Sundays >&2; exit 1")
	r := open(t, d.path)
	m := origin(t, r)
	err := r.Push(t.Context(), m, both("", commitOn(t, r, "", "ledger", "x")))
	if !errors.Is(err, repo.ErrRefused) || !strings.Contains(err.Error(), "no pushes on Sundays") {
		t.Errorf("Push = %v, want ErrRefused with the hook's words", err)
	}
	if out, err := bare.try("rev-parse", "--verify", recordRef); err == nil {
		t.Errorf("the reference is at %s", out)
	}
}

func TestARemoteThatTalksALotIsCutShort(t *testing.T) {
	d := newsroom(t)
	bare := remoteOf(d)
	hook(t, bare, "pre-receive", "yes no | head -c 100000 >&2; exit 1")
	r := open(t, d.path)
	err := r.Push(t.Context(), origin(t, r), both("", commitOn(t, r, "", "ledger", "x")))
	if !errors.Is(err, repo.ErrRefused) || len(err.Error()) > 3000 {
		t.Errorf("Push = %d bytes: %.200v", len(err.Error()), err)
	}
}

// The head must never move without its anchor.
func TestARemoteThatCannotMoveTwoAtOnceMovesNone(t *testing.T) {
	d := newsroom(t)
	bare := remoteOf(d)
	bare.git("config", "receive.advertiseAtomic", "false")
	r := open(t, d.path)
	m := origin(t, r)
	commit := commitOn(t, r, "", "ledger", "x")
	if err := r.Push(t.Context(), m, both("", commit)); !errors.Is(err, repo.ErrUnsupported) {
		t.Errorf("Push of two = %v, want ErrUnsupported", err)
	}
	if refs := bare.git("for-each-ref", "refs/heads/galley"); refs != "" {
		t.Errorf("references are %s", refs)
	}
	if err := r.Push(t.Context(), m, both("", commit)[:1]); err != nil {
		t.Errorf("Push of one = %v", err)
	}
}

// hook installs a shell script.
func hook(t *testing.T, bare dir, name, script string) {
	t.Helper()
	file := filepath.Join(bare.path, "hooks", name)
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"+script+"\n"), 0o777); err != nil {
		t.Fatal(err)
	}
}

func TestAPushWhoseAnswerIsLostIsLookedUp(t *testing.T) {
	// The references have moved when this hook is told so, and no report is sent.
	const killed = `[ "$1" = committed ] && [ -z "$NESTED" ] || exit 0; touch killed; `
	for name, c := range map[string]struct {
		script string
		lost   bool
	}{
		"done": {killed + "kill -9 $PPID", false},
		"done and written over": {killed + "export NESTED=1; git update-ref refs/heads/galley/record $(cat next); " +
			"git update-ref refs/heads/galley/record-anchor $(cat next); kill -9 $PPID", false},
		"done, and one of them put elsewhere": {killed + "export NESTED=1; git update-ref refs/heads/galley/record-anchor refs/heads/main; kill -9 $PPID", true},
	} {
		t.Run(name, func(t *testing.T) {
			d := newsroom(t)
			bare := remoteOf(d)
			r := open(t, d.path)
			m := origin(t, r)
			one := commitOn(t, r, "", "ledger", "1")
			next := commitOn(t, r, one, "reports/x", "freeze")
			if err := r.Push(t.Context(), m, []repo.RefUpdate{{"refs/heads/keep", "", next}}); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(bare.path, "next"), []byte(next), 0o666); err != nil {
				t.Fatal(err)
			}
			hook(t, bare, "reference-transaction", c.script)
			if err := r.Push(t.Context(), m, both("", one)); errors.Is(err, engine.ErrLost) != c.lost || (err != nil) != c.lost {
				t.Errorf("Push = %v, want lost: %v", err, c.lost)
			}
			if got, err := r.Ref(m.Tracking(recordRef)); !c.lost && (got != one || err != nil) {
				t.Errorf("tracked at %s, %v, want %s", got, err, one)
			}
			if _, err := os.Stat(filepath.Join(bare.path, "killed")); err != nil {
				t.Error("the answer was not lost")
			}
			bare.fsck()
		})
	}
}

// What puts a damaged reference right says Whatever: it has no old value to
// tell by what became of it.
func TestARepairWhoseAnswerIsLostIsLookedUp(t *testing.T) {
	for name, c := range map[string]struct {
		hook, script string
		done         bool
	}{
		"done":     {"reference-transaction", `[ "$1" = committed ] || exit 0; kill -9 $PPID`, true},
		"declined": {"pre-receive", "exit 1", false},
	} {
		t.Run(name, func(t *testing.T) {
			d := newsroom(t)
			bare := remoteOf(d)
			r := open(t, d.path)
			m := origin(t, r)
			one := commitOn(t, r, "", "ledger", "1")
			if err := r.Push(t.Context(), m, both("", one)); err != nil {
				t.Fatal(err)
			}
			hook(t, bare, c.hook, c.script)
			err := r.Push(t.Context(), m, both(repo.Whatever, commitOn(t, r, "", "ledger", "other")))
			if c.done && err != nil || !c.done && !errors.Is(err, repo.ErrRefused) {
				t.Errorf("Push = %v, done: %v", err, c.done)
			}
		})
	}
}

func TestAPushLostOnTheWayIsSentAgain(t *testing.T) {
	d := newsroom(t)
	bare := remoteOf(d)
	hook(t, bare, "pre-receive", "if [ ! -e once ]; then touch once; kill -9 $PPID; fi")
	r := open(t, d.path)
	m := origin(t, r)
	one := commitOn(t, r, "", "ledger", "1")
	if err := r.Push(t.Context(), m, both("", one)); err != nil {
		t.Errorf("Push = %v", err)
	}
	if got := bare.git("rev-parse", recordRef); got != one {
		t.Errorf("record = %s, want %s", got, one)
	}
}

func TestAPushNobodyAnswersFails(t *testing.T) {
	d := newsroom(t)
	bare := remoteOf(d)
	hook(t, bare, "pre-receive", "kill -9 $PPID")
	r := open(t, d.path)
	m := origin(t, r)
	err := r.Push(t.Context(), m, both("", commitOn(t, r, "", "ledger", "1")))
	if err == nil || errors.Is(err, engine.ErrLost) {
		t.Errorf("Push = %v, want an error that is not ErrLost", err)
	}
}

func TestFetchBringsOneReferenceAndTouchesNothing(t *testing.T) {
	d := newsroom(t)
	bare := remoteOf(d)
	writer := open(t, d.path)
	m := origin(t, writer)
	commits := []string{""}
	for i := range 5 {
		commits = append(commits, commitOn(t, writer, commits[i], "ledger", fmt.Sprint(i)))
	}
	if err := writer.Push(t.Context(), m, both("", commits[3])); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{"whole": nil, "shallow": {"--depth=1"}} {
		t.Run(name, func(t *testing.T) {
			if err := writer.Push(t.Context(), m, both(repo.Whatever, commits[3])); err != nil {
				t.Fatal(err)
			}
			clone := dir{t, filepath.Join(t.TempDir(), "clone")}
			d.git(append(append([]string{"clone", "-q", "--single-branch"}, args...), "file://"+bare.path, clone.path)...)
			before := clone.git("for-each-ref", "refs/heads", "refs/remotes", "refs/tags")
			r := open(t, clone.path)
			from := origin(t, r)
			if got, err := r.Fetch(t.Context(), from, recordRef); got != commits[3] || err != nil {
				t.Fatalf("Fetch = %s, %v, want %s", got, err, commits[3])
			}
			if _, err := r.IsAncestor(t.Context(), commits[1], commits[3]); errors.Is(err, repo.ErrShallow) != (args != nil) {
				t.Errorf("IsAncestor after the first fetch = %v", err)
			}
			clone.fsck()
			if err := writer.Push(t.Context(), m, both(commits[3], commits[5])); err != nil {
				t.Fatal(err)
			}
			if got, err := r.Fetch(t.Context(), from, recordRef); got != commits[5] || err != nil {
				t.Fatalf("second Fetch = %s, %v, want %s", got, err, commits[5])
			}
			// What came since is whole, also in a shallow clone.
			if found, err := r.IsAncestor(t.Context(), commits[4], commits[5]); !found || err != nil {
				t.Errorf("IsAncestor = %v, %v", found, err)
			}
			if found, err := r.Contains(t.Context(), from, recordRef, commits[1]); !found || err != nil {
				t.Errorf("Contains = %v, %v", found, err)
			}
			if got := clone.git("for-each-ref", "refs/heads", "refs/remotes", "refs/tags"); got != before {
				t.Errorf("references of the user moved:\n%s\nwant\n%s", got, before)
			}
			if got := clone.git("status", "--porcelain"); got != "" {
				t.Errorf("status: %s", got)
			}
			// The clone can write on top of what it fetched.
			next := commitOn(t, r, commits[5], "ledger", "more")
			if err := r.Push(t.Context(), from, []repo.RefUpdate{{recordRef, commits[5], next}}); err != nil {
				t.Errorf("Push = %v", err)
			}
			clone.fsck()
			bare.fsck()
			clone.git("gc", "-q", "--prune=now")
			clone.fsck()
		})
	}
}

func TestAURLsPasswordIsInNoError(t *testing.T) {
	d := newsroom(t)
	for _, remote := range []string{"http://ann:s3cret%2Fpass@127.0.0.1:1/x.git", "http://s3cretTOKEN@127.0.0.1:1/x.git", "rsync://ann:s3cret@host/x"} {
		d.git("config", "remote.origin.url", remote)
		r := open(t, d.path)
		m, err := r.Remote("origin")
		if err == nil {
			_, err = m.Refs(t.Context(), recordRef)
		}
		if err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", remote, err)
		}
	}
}
