package repo_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"galley/engine"
	"galley/engine/repo"
)

func TestCommitWritesWhatGitReads(t *testing.T) {
	d := newsroom(t)
	r := open(t, d.path)
	base := head(t, r, "HEAD")
	files := []repo.File{
		{Path: "a", Data: []byte("a")}, {Path: "a.b/c", Data: []byte("c")}, {Path: "a-b", Data: []byte{}},
		{Path: "calendar/a.md"}, {Path: "never/was/here"}, {Path: "deep/er/x.md", Data: []byte("x")},
	}
	by := repo.Signature{Name: "Ann <the> Editor\n", Email: "ann@example.org", Time: time.Date(2026, 12, 1, 9, 0, 0, 0, time.FixedZone("", 3600))}
	commit, err := r.Commit(t.Context(), base, files, by, "many\n\nfiles\n\n")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := r.Commit(t.Context(), base, files, by, "many\n\nfiles"); again != commit || err != nil {
		t.Errorf("the same commit again = %s, %v, want %s", again, err, commit)
	}
	want := "a\na-b\na.b\na.b/c\ndeep\ndeep/er\ndeep/er/x.md\ngalley.yaml" // and no folder that is empty
	if got := d.git("ls-tree", "-r", "-t", "--name-only", commit); got != want {
		t.Errorf("files = %q, want %q", got, want)
	}
	if got := d.git("log", "-1", "--format=%an|%ae|%aI|%B", commit); got != "Ann the Editor|ann@example.org|2026-12-01T09:00:00+01:00|many\n\nfiles" {
		t.Errorf("log = %q", got)
	}
	if got := d.git("status", "--porcelain"); got != "" {
		t.Errorf("the working tree changed: %s", got)
	}
	d.git("update-ref", "refs/heads/made", commit)
	d.fsck()
}

func TestAProgramStaysOne(t *testing.T) {
	d := newsroom(t)
	d.write("build.sh", "true\n")
	if err := os.Chmod(filepath.Join(d.path, "build.sh"), 0o755); err != nil {
		t.Fatal(err)
	}
	base := d.commit("notes.md", "x\n")
	r := open(t, d.path)
	files := []repo.File{{Path: "build.sh", Data: []byte("false\n")}, {Path: "notes.md", Data: []byte("y\n")}}
	commit, err := r.Commit(t.Context(), base, files, signature(), "change both")
	if err != nil {
		t.Fatal(err)
	}
	if got := d.git("ls-tree", "--format=%(objectmode) %(path)", commit, "build.sh", "notes.md"); got != "100755 build.sh\n100644 notes.md" {
		t.Errorf("files are\n%s", got)
	}
}

// unlocked checks that nothing of ours is in git's way.
func unlocked(t *testing.T, d dir) {
	t.Helper()
	var left []string
	err := filepath.WalkDir(filepath.Join(d.path, ".git"), func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() && (filepath.Ext(path) == ".lock" || filepath.Base(filepath.Dir(path)) == "locks") {
			left = append(left, path)
		}
		return err
	})
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestMergeTakesTheFilesOfTheFirst(t *testing.T) {
	d := newsroom(t)
	first, second := d.git("rev-parse", "HEAD~1"), d.git("rev-parse", "HEAD")
	r := open(t, d.path)
	commit, err := r.Merge(t.Context(), first, second, []repo.File{{Path: "new", Data: []byte("x")}}, signature(), "merge")
	if err != nil {
		t.Fatal(err)
	}
	if got := d.git("log", "-1", "--format=%P", commit); got != first+" "+second {
		t.Errorf("parents = %s, want %s and %s", got, first, second)
	}
	if got, want := d.git("diff", "--name-status", first, commit), "A\tnew"; got != want {
		t.Errorf("it changes %q, want %q", got, want)
	}
	d.git("update-ref", "refs/heads/made", commit)
	d.fsck()
}

func TestCommitKeepsToTheRepository(t *testing.T) {
	d := newsroom(t)
	r := open(t, d.path)
	base := head(t, r, "HEAD")
	for _, files := range [][]string{{"../x"}, {"/x"}, {"a//b"}, {".git/config"}, {"sub/.GIT/hooks/x"}, {""}, {"."}, {"a", "a/b"},
		{"a/b", "a"}, {"galley.yaml/x"}, {"calendar"}} {
		var list []repo.File
		for _, name := range files {
			list = append(list, repo.File{Path: name, Data: []byte("x")})
		}
		if hash, err := r.Commit(t.Context(), base, list, signature(), "x"); err == nil {
			t.Errorf("Commit(%q) = %s, want an error", files, hash)
		}
	}
}

func TestMoveIsCompareAndSwap(t *testing.T) {
	d := newsroom(t)
	r := open(t, d.path)
	one, two := d.git("rev-parse", "HEAD~1"), d.git("rev-parse", "HEAD")
	const name, other = "refs/heads/galley/record", "refs/heads/galley/record-anchor"
	steps := []struct {
		say     string
		updates []repo.RefUpdate
		lost    bool
	}{
		{"must exist", []repo.RefUpdate{{name, one, two}}, true},
		{"create both", []repo.RefUpdate{{name, "", one}, {other, "", one}}, false},
		{"must not exist", []repo.RefUpdate{{name, "", two}}, true},
		{"second is wrong", []repo.RefUpdate{{name, one, two}, {other, two, one}}, true},
		{"first is unmoved by that", []repo.RefUpdate{{name, one, two}, {other, one, two}}, false},
		{"whatever", []repo.RefUpdate{{name, repo.Whatever, one}}, false},
	}
	for _, s := range steps {
		if err := r.Move(t.Context(), s.updates); errors.Is(err, engine.ErrLost) != s.lost || (err != nil) != s.lost {
			t.Fatalf("%s: Move = %v, want lost: %v", s.say, err, s.lost)
		}
		unlocked(t, d)
		d.git("pack-refs", "--all") // the next one finds them packed
	}
	if got := d.git("rev-parse", name, other); got != one+"\n"+two {
		t.Errorf("references = %s", got)
	}
	d.fsck()
}

func TestReferencesMoveInTheOrderGiven(t *testing.T) {
	d := newsroom(t)
	r := open(t, d.path)
	commit := head(t, r, "HEAD")
	// The second cannot be renamed into its place.
	if err := os.MkdirAll(filepath.Join(d.path, ".git/refs/heads/second/x"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := r.Move(t.Context(), []repo.RefUpdate{{"refs/heads/first", "", commit}, {"refs/heads/second", "", commit}, {"refs/heads/third", "", commit}}); err == nil {
		t.Fatal("Move = nil")
	}
	if got := d.git("for-each-ref", "--format=%(refname)", "refs/heads"); got != "refs/heads/first\nrefs/heads/main" {
		t.Errorf("references are\n%s", got)
	}
	unlocked(t, d)
}

func TestOneOfManyMoversWins(t *testing.T) {
	d := newsroom(t)
	r := open(t, d.path)
	base := head(t, r, "HEAD")
	const writers = 8
	var wg sync.WaitGroup
	results := make([]error, writers)
	for i := range writers {
		own := open(t, d.path)
		commit := commitOn(t, own, base, "x", fmt.Sprint(i))
		wg.Go(func() {
			results[i] = own.Move(t.Context(), []repo.RefUpdate{{"refs/heads/r", "", commit}})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range results {
		if err == nil {
			won++
		} else if !errors.Is(err, engine.ErrLost) {
			t.Errorf("Move = %v, want ErrLost", err)
		}
	}
	if won != 1 {
		t.Errorf("%d writers won, want 1", won)
	}
}

func TestALockOfGitsIsNeverStolen(t *testing.T) {
	d := newsroom(t)
	r := open(t, d.path)
	d.write(".git/refs/heads/r.lock", "")
	err := r.Move(t.Context(), []repo.RefUpdate{{"refs/heads/r", "", head(t, r, "HEAD")}})
	if err == nil || !strings.Contains(err.Error(), "another git process") {
		t.Errorf("Move = %v, want a complaint about the lock", err)
	}
	if err := os.Remove(filepath.Join(d.path, ".git/refs/heads/r.lock")); err != nil {
		t.Errorf("the lock is gone: %v", err)
	}
	unlocked(t, d)
}

func TestOurOwnLeftoverDoesNotBlock(t *testing.T) {
	d := newsroom(t)
	r := open(t, d.path)
	commit := head(t, r, "HEAD")
	// What a process killed between taking the lock and renaming it leaves.
	d.write(".git/galley/locks/refs%2Fheads%2Fr", commit+"\n")
	if err := os.Link(filepath.Join(d.path, ".git/galley/locks/refs%2Fheads%2Fr"), filepath.Join(d.path, ".git/refs/heads/r.lock")); err != nil {
		t.Fatal(err)
	}
	// And one whose own name remained beside a lock of git's.
	d.write(".git/galley/locks/refs%2Fheads%2Fq", commit+"\n")
	d.write(".git/refs/heads/q.lock", commit+"\n")
	// And the list of shallow commits, which is locked like a reference.
	d.write(".git/galley/locks/shallow", "")
	if err := os.Link(filepath.Join(d.path, ".git/galley/locks/shallow"), filepath.Join(d.path, ".git/shallow.lock")); err != nil {
		t.Fatal(err)
	}
	if err := r.Move(t.Context(), []repo.RefUpdate{{"refs/heads/r", "", commit}}); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(d.path, ".git/refs/heads/q.lock")); err != nil {
		t.Errorf("git's lock is gone: %v", err)
	}
	unlocked(t, d)
}

func TestADamagedReferenceIsNotMoved(t *testing.T) {
	d := newsroom(t)
	r := open(t, d.path)
	commit := head(t, r, "HEAD")
	d.write(".git/refs/heads/r", "")
	if err := r.Move(t.Context(), []repo.RefUpdate{{"refs/heads/r", "", commit}}); !errors.Is(err, repo.ErrDamaged) {
		t.Errorf("Move = %v, want ErrDamaged", err)
	}
	d.git("symbolic-ref", "refs/heads/s", "refs/heads/main")
	if err := r.Move(t.Context(), []repo.RefUpdate{{"refs/heads/s", commit, d.git("rev-parse", "HEAD~1")}}); !errors.Is(err, repo.ErrDamaged) {
		t.Errorf("Move of what stands for another one = %v, want ErrDamaged", err)
	}
	if err := r.Move(t.Context(), []repo.RefUpdate{{"refs/heads/r", repo.Whatever, commit}}); err != nil {
		t.Errorf("Move over whatever is there = %v", err)
	}
	if got := d.git("rev-parse", "r"); got != commit {
		t.Errorf("r = %s, want %s", got, commit)
	}
}

func TestMoveGivesUpWithItsContext(t *testing.T) {
	d := newsroom(t)
	r := open(t, d.path)
	move := []repo.RefUpdate{{"refs/heads/r", "", head(t, r, "HEAD")}}
	d.write(".git/refs/heads/r.lock", "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Move(ctx, move); !errors.Is(err, context.Canceled) {
		t.Errorf("Move with a context that is over = %v", err)
	}
	if err := os.Remove(filepath.Join(d.path, ".git/refs/heads/r.lock")); err != nil {
		t.Fatal(err)
	}
	// A process of ours that was stopped holds the lock of them all.
	if err := os.Mkdir(filepath.Join(d.path, ".git/galley"), 0o777); err != nil {
		t.Fatal(err)
	}
	unlock, err := lockedfile.MutexAt(filepath.Join(d.path, ".git/galley/lock")).Lock()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := r.Move(ctx, move); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Move beside a stopped one = %v", err)
	}
	// Who gave up gets the lock at some time later, and gives it back at once.
	unlock()
	ctx, cancel = context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for range 20 {
		if err := r.Move(ctx, []repo.RefUpdate{{"refs/heads/r", repo.Whatever, move[0].New}}); err != nil {
			t.Fatalf("Move once the other one is done = %v", err)
		}
	}
}
