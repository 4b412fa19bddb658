package record_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/record"
	"galley/engine/repo"
)

// refusal checks that a ledger is refused for a reason, with a way on, and that
// nothing is written then.
func refusal(t *testing.T, s *record.Store, want error, hint string) {
	t.Helper()
	_, err := s.Read(t.Context())
	if !errors.Is(err, want) || !strings.Contains(hintOf(err), hint) {
		t.Errorf("Read = %v, hint %q, want %v and a hint with %q", err, hintOf(err), want, hint)
	}
	if err := s.Commit(t.Context(), []repo.File{{Path: "reports/x", Data: []byte("x")}}, "x"); err == nil && want != record.ErrFork {
		t.Error("Commit on it = nil")
	}
	if err := s.Resolve(t.Context(), engine.Outcome{ID: id("a")}); err == nil {
		t.Error("Resolve on it = nil")
	}
}

// hintOf is the way on that an error names, "" if it is none of the record's.
func hintOf(err error) string {
	var e *record.Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Hint()
}

func TestAMissingLedgerIsNotAnEmptyOne(t *testing.T) {
	places(t, func(t *testing.T, d dir) {
		s := store(t, d, newClock(), "one")
		refusal(t, s, record.ErrAbsent, "galley apply --first")
		refusal(t, s, record.ErrAbsent, "galley ledger restore COMMIT")
		refusal(t, s, record.ErrAbsent, "--adopt")
	})
}

func TestAProjectWithoutAnIDIsToldTheLineToAdd(t *testing.T) {
	d := newsroom(t)
	cfg := config(t, d, newClock(), "one")
	cfg.LedgerID = ""
	s := record.Open(cfg)
	if _, err := s.Read(t.Context()); !regexp.MustCompile(`"record: {id: [a-f][0-9a-f]{15}}"`).MatchString(hintOf(err)) {
		t.Errorf("Read = %v, hint %q", err, hintOf(err))
	}
	refusal(t, s, record.ErrNoID, `the line "record: {id: `)
	if err := s.First(t.Context(), ""); !errors.Is(err, record.ErrNoID) {
		t.Errorf("First = %v, want ErrNoID", err)
	}
}

func TestALedgerIsFoundedOnce(t *testing.T) {
	places(t, func(t *testing.T, d dir) {
		s := founded(t, d, newClock(), "one")
		if err := s.First(t.Context(), ""); !errors.Is(err, record.ErrExists) {
			t.Errorf("the second First = %v, want ErrExists", err)
		}
	})
}

func TestALedgerOfAnotherProjectIsRefused(t *testing.T) {
	d := newsroom(t)
	c := newClock()
	founded(t, d, c, "one")
	cfg := config(t, d, c, "two")
	cfg.LedgerID = "ffffffffffffffff"
	refusal(t, record.Open(cfg), record.ErrForeign, "record.id")
	if _, err := record.Open(cfg).Read(t.Context()); !strings.Contains(err.Error(), "has "+ledgerID+", the project has ffffffffffffffff") {
		t.Errorf("Read = %v, want both named", err)
	}
}

// written makes a ledger with a few commits, and returns where it is.
func written(t *testing.T, d dir, c *clock) (s *record.Store, head, before string) {
	t.Helper()
	s = founded(t, d, c, "one")
	l := read(t, s)
	done := confirmAll(begin(t, l, creates("a", 2), nil), c.now)
	before = read(t, s).Head()
	finish(t, l, done)
	return s, read(t, s).Head(), before
}

func TestADeletedBranchIsMissedAndRestored(t *testing.T) {
	for _, kind := range []string{"local", "remote"} {
		t.Run(kind, func(t *testing.T) {
			d := newsroom(t)
			at := d
			if kind == "remote" {
				at = withRemote(d)
			}
			c := newClock()
			s, head, _ := written(t, d, c)
			at.git("update-ref", "-d", "refs/heads/"+branch)
			refusal(t, s, record.ErrAbsent, "galley ledger restore "+head)
			refusal(t, s, record.ErrDeleted, "galley ledger restore "+head)
			if err := s.First(t.Context(), ""); !errors.Is(err, record.ErrExists) {
				t.Errorf("First beside an anchor = %v, want ErrExists", err)
			}
			restored(t, s, head)
		})
	}
}

func restored(t *testing.T, s *record.Store, head string) {
	t.Helper()
	if err := s.Restore(t.Context(), head); err != nil {
		t.Fatalf("Restore: %v", err)
	}
	l := read(t, s)
	sound(t, l)
	if !l.Record().IDs[id("a-0")].Managed() {
		t.Errorf("after Restore: %+v", l.Record().IDs)
	}
	begin(t, l, creates("after", 1), nil)
}

func TestARewoundBranchIsMissedAndRestored(t *testing.T) {
	for _, kind := range []string{"local", "remote", "remote, shallow"} {
		t.Run(kind, func(t *testing.T) {
			d := newsroom(t)
			at := d
			if kind != "local" {
				at = withRemote(d)
			}
			c := newClock()
			s, head, before := written(t, d, c)
			at.git("update-ref", "refs/heads/"+branch, before)
			if kind == "remote, shallow" {
				s = store(t, cloneOf(at, "--depth=1"), c, "two")
			}
			refusal(t, s, record.ErrRewound, "galley ledger restore "+head)
			c.pass(13 * time.Minute) // where it was rewound to, somebody was at work
			restored(t, s, head)
		})
	}
}

func TestABranchReplacedByAnothersIsRefused(t *testing.T) {
	d := newsroom(t)
	c := newClock()
	s, _, _ := written(t, d, c)
	d.git("update-ref", "refs/heads/"+branch, "refs/heads/main")
	refusal(t, s, record.ErrRewound, "restore")
	d.git("update-ref", "refs/heads/"+branch+"-anchor", "refs/heads/main")
	refusal(t, s, record.ErrAbsent, "restore")
}

func TestATruncatedReferenceIsUnreadable(t *testing.T) {
	for _, name := range []string{branch, branch + "-anchor"} {
		t.Run(name, func(t *testing.T) {
			d := newsroom(t)
			s, head, _ := written(t, d, newClock())
			file := filepath.Join(d.path, ".git", "refs", "heads", filepath.FromSlash(name))
			if err := os.Truncate(file, 0); err != nil {
				t.Fatal(err)
			}
			refusal(t, s, record.ErrUnreadable, "restore")
			if err := s.First(t.Context(), ""); !errors.Is(err, record.ErrUnreadable) {
				t.Errorf("First = %v, want ErrUnreadable", err)
			}
			restored(t, s, head)
		})
	}
}

func TestAnUnreachableRemoteIsUnreadable(t *testing.T) {
	d := newsroom(t)
	bare := withRemote(d)
	s, _, _ := written(t, d, newClock())
	if err := os.Rename(bare.path, bare.path+".away"); err != nil {
		t.Fatal(err)
	}
	refusal(t, s, record.ErrUnreadable, "remote")
}

// Only a kill while a local ledger was founded leaves a head alone.
func TestAHeadWithoutAnAnchorIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ remote, young bool }{
		"local": {}, "remote": {remote: true}, "remote, just founded": {remote: true, young: true},
	} {
		t.Run(name, func(t *testing.T) {
			d := newsroom(t)
			at := d
			if c.remote {
				at = withRemote(d)
			}
			var s *record.Store
			if c.young {
				s = founded(t, d, newClock(), "one")
			} else {
				s, _, _ = written(t, d, newClock())
			}
			head := read(t, s).Head()
			at.git("update-ref", "-d", "refs/heads/"+branch+"-anchor")
			refusal(t, s, record.ErrRewound, "restore "+head)
		})
	}
}

func TestAForkIsRefused(t *testing.T) {
	d := newsroom(t)
	bare := withRemote(d)
	c := newClock()
	written(t, d, c)
	fork := dir{t, filepath.Join(t.TempDir(), "fork.git")}
	d.git("clone", "-q", "--mirror", bare.path, fork.path)
	ours := cloneOf(fork)
	s := store(t, ours, c, "fork")
	refusal(t, s, record.ErrFork, "record.id")
	// Without a remote, the same clone is no home either.
	ours.git("update-ref", "refs/heads/"+branch, "refs/remotes/origin/"+branch)
	ours.git("update-ref", "refs/heads/"+branch+"-anchor", "refs/remotes/origin/"+branch)
	ours.git("remote", "remove", "origin")
	refusal(t, store(t, ours, c, "fork"), record.ErrFork, "ledger restore")
	if _, err := store(t, ours, c, "fork").Read(t.Context()); !strings.Contains(err.Error(), "its home is "+record.Home(bare.path)+", this is a repository without a remote") {
		t.Errorf("Read = %v, want both named", err)
	}
}

func TestAMovedRepositoryTakesItsLedgerAlong(t *testing.T) {
	d := newsroom(t)
	bare := withRemote(d)
	c := newClock()
	_, head, _ := written(t, d, c)
	moved := filepath.Join(t.TempDir(), "moved.git")
	if err := os.Rename(bare.path, moved); err != nil {
		t.Fatal(err)
	}
	d.git("remote", "set-url", "origin", moved)
	s := store(t, d, c, "two")
	refusal(t, s, record.ErrFork, "ledger restore")
	restored(t, s, head)
}

func TestHomesAreComparedWithoutTheirSpelling(t *testing.T) {
	same := []string{"https://forge.example/team/news.git", "https://ann:t0ken@Forge.example/team/news", "git@forge.example:team/news.git",
		"ssh://git@forge.example/team/news.git", "ssh://git@forge.example:22/team/news/", "http://forge.example:80/team/news.git"}
	for _, url := range same {
		if got := record.Home(url); got != "forge.example/team/news" {
			t.Errorf("Home(%s) = %s", url, got)
		}
	}
	for _, url := range []string{"https://forge.example/ann/news.git", "https://other.example/team/news.git", "https://forge.example:8443/team/news.git",
		"/srv/git/news.git", ""} {
		if record.Home(url) == record.Home(same[0]) {
			t.Errorf("Home(%s) is that of %s", url, same[0])
		}
	}
	folder, link := t.TempDir(), filepath.Join(t.TempDir(), "link.git")
	if err := os.Symlink(folder, link); err != nil {
		t.Fatal(err)
	}
	for one, other := range map[string]string{"/srv/git/../git/news.git": "file:///srv/git/news", link: folder} {
		if a, b := record.Home(one), record.Home(other); a != b {
			t.Errorf("%s and %s differ", a, b)
		}
	}
	// One letter before the colon is a drive, not a host.
	for path, want := range map[string]string{`/srv/a:b/News.git`: "/srv/a:b/News", "C:/Git/News.git": "C:/Git/News"} {
		if got := record.Home(path); got != want {
			t.Errorf("Home(%s) = %s, want %s", path, got, want)
		}
	}
	if strings.Contains(record.Home("https://ann:t0ken@forge.example/x"), "t0ken") {
		t.Error("a credential is part of a home")
	}
}

func TestALineFromTheFutureIsAnErrorNotSkipped(t *testing.T) {
	for name, line := range map[string]string{
		"format": `{"v":2,"n":2,"type":"outcome"}`,
		"type":   `{"v":1,"n":2,"type":"metric"}`,
	} {
		t.Run(name, func(t *testing.T) {
			d := newsroom(t)
			s := founded(t, d, newClock(), "one")
			tamper(t, d, func(data string) string { return data + line + "\n" })
			refusal(t, s, record.ErrFormat, "version")
		})
	}
}

// Whoever moves the branch may move the anchor as well: then the chain tells.
func TestATamperedLedgerIsUnreadable(t *testing.T) {
	for name, c := range map[string]struct {
		change func(string) string
		text   string
	}{
		"a word": {func(s string) string { return strings.Replace(s, "remote-a-0", "remote-a-9", 1) },
			"ledger/2026-12.jsonl:5: the ledger is damaged: line 5 does not fit the line before"},
		"a line gone": {func(s string) string {
			lines := strings.SplitAfter(s, "\n")
			return lines[0] + strings.Join(lines[2:], "")
		}, "ledger/2026-12.jsonl:2: the ledger is damaged: line 3 comes after line 1"},
		"cut off":  {func(s string) string { return s[:len(s)-10] }, "its last line is cut off"},
		"not JSON": {func(s string) string { return s + "<html>\n" }, "ledger/2026-12.jsonl:6: "},
		"genesis twice": {func(s string) string { return s + strings.SplitAfter(s, "\n")[0] },
			"line 1 comes after line 5"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newsroom(t)
			s, _, _ := written(t, d, newClock())
			tamper(t, d, c.change)
			refusal(t, s, record.ErrUnreadable, "restore")
			d.git("update-ref", "refs/heads/"+branch+"-anchor", "refs/heads/"+branch)
			refusal(t, s, record.ErrUnreadable, "restore")
			if _, err := s.Read(t.Context()); err == nil || !strings.Contains(err.Error(), c.text) {
				t.Errorf("Read = %v, want %q in it", err, c.text)
			}
		})
	}
}

// A revert rewrites no history, and its chain of hashes is whole: only the
// anchor tells that lines are missing.
func TestLinesTakenOffByACommitOnTopAreMissed(t *testing.T) {
	for _, kind := range []string{"local", "remote", "remote, shallow"} {
		t.Run(kind, func(t *testing.T) {
			d := newsroom(t)
			if kind != "local" {
				withRemote(d)
			}
			c := newClock()
			s, head, before := written(t, d, c)
			at := d
			if kind != "local" {
				at = dir{t, d.git("remote", "get-url", "origin")}
			}
			if kind == "remote, shallow" {
				s = store(t, cloneOf(at, "--depth=1"), c, "two")
			}
			revert := at.git("commit-tree", before+"^{tree}", "-p", head, "-m", "Revert the last of it")
			at.git("update-ref", "refs/heads/"+branch, revert)
			refusal(t, s, record.ErrUnreadable, "galley ledger restore "+head)
			c.pass(13 * time.Minute)
			restored(t, s, head)
		})
	}
}

// On a remote, the anchor moves with every line of ours.
func TestALineThatSomebodyElseAddsIsNotBelieved(t *testing.T) {
	d := newsroom(t)
	bare := withRemote(d)
	c := newClock()
	s, head, _ := written(t, d, c)
	begin(t, read(t, s), creates("b", 1), nil)
	bare.git("update-ref", "refs/heads/"+branch+"-anchor", head)
	refusal(t, s, record.ErrUnreadable, "galley ledger restore "+head)
}

// A freeze may be written by hand: it is nothing that was sent.
func TestAFileBesideTheLedgerIsAnybodysToAdd(t *testing.T) {
	d, c := newsroom(t), newClock()
	bare := withRemote(d)
	_, head, _ := written(t, d, c)
	d.git("checkout", "-q", "--detach", head)
	d.git("commit", "-q", "--allow-empty", "-m", "by hand")
	d.git("commit", "-q", "--allow-empty", "-m", "and another")
	d.git("push", "-q", bare.path, "HEAD:refs/heads/"+branch)
	// Where the clone is shallow, what the head came of has to be fetched first.
	begin(t, read(t, store(t, cloneOf(bare, "--depth=1"), c, "shallow")), creates("b", 1), nil)
	c.pass(time.Hour)
	begin(t, read(t, store(t, d, c, "whole")), creates("c", 1), nil)
}

// tamper commits a change of the ledger by hand.
func tamper(t *testing.T, d dir, change func(string) string) {
	t.Helper()
	r, err := repo.Open(d.path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	head, err := r.Ref("refs/heads/" + branch)
	if err != nil {
		t.Fatal(err)
	}
	const name = "ledger/2026-12.jsonl"
	data := d.git("show", head+":"+name) + "\n"
	commit, err := r.Commit(t.Context(), head, []repo.File{{Path: name, Data: []byte(change(data))}},
		repo.Signature{Name: "Mallory", Email: "m@example.org", Time: time.Unix(0, 0)}, "tamper")
	if err != nil {
		t.Fatal(err)
	}
	d.git("update-ref", "refs/heads/"+branch, commit)
}

func TestRestoreRefusesWhileSomebodyIsAtWork(t *testing.T) {
	for _, deleted := range []bool{false, true} {
		d := newsroom(t)
		c := newClock()
		_, to, _ := written(t, d, c)
		begin(t, read(t, store(t, d, c, "busy")), creates("b", 1), nil)
		if deleted { // then the commit to go back to tells whose lease it is
			to = d.git("rev-parse", branch)
			d.git("update-ref", "-d", "refs/heads/"+branch)
		}
		s := store(t, d, c, "two")
		if err := s.Restore(t.Context(), to); !errors.Is(err, record.ErrHeld) {
			t.Errorf("Restore = %v, want ErrHeld", err)
		}
		c.pass(13 * time.Minute)
		restored(t, s, to)
	}
}

// Whoever was at work at that commit was killed: the lease is nobody's.
func TestARestoredLedgerIsFree(t *testing.T) {
	d, c := newsroom(t), newClock()
	founded(t, d, c, "zero")
	s := store(t, d, c, "one")
	begin(t, read(t, s), creates("a", 1), nil)
	c.pass(time.Hour)
	if err := s.Restore(t.Context(), d.git("rev-parse", branch)); err != nil {
		t.Fatal(err)
	}
	if l := read(t, s); l.Lease(t.Context()) != nil || l.Record().IDs[id("a-0")].Open == nil {
		t.Errorf("lease %+v, a-0 = %+v", l.Lease(t.Context()), l.Record().IDs[id("a-0")])
	}
}

// TestTheHeadMovesBeforeItsAnchor fails the second of the two moves, as a kill
// between them does. An anchor before its head would be a loss to all who read.
func TestTheHeadMovesBeforeItsAnchor(t *testing.T) {
	d, c := newsroom(t), newClock()
	founded(t, d, c, "zero")
	l := read(t, store(t, d, c, "one"))
	d.git("pack-refs", "--all")
	inTheWay := filepath.Join(d.path, ".git", "refs", "heads", filepath.FromSlash(branch+"-anchor"), "x")
	if err := os.MkdirAll(inTheWay, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Begin(t.Context(), creates("a", 1), nil); err == nil {
		t.Fatal("Begin without an anchor = nil")
	}
	if err := os.RemoveAll(filepath.Dir(inTheWay)); err != nil {
		t.Fatal(err)
	}
	c.pass(time.Hour)
	next := read(t, store(t, d, c, "two"))
	if next.Record().IDs[id("a-0")].Open == nil || next.Head() == l.Head() {
		t.Errorf("read at %s: %+v", next.Head(), next.Record().IDs)
	}
	begin(t, next, creates("b", 1), nil)
	if head, anchor := d.git("rev-parse", branch), d.git("rev-parse", branch+"-anchor"); head != anchor {
		t.Errorf("head %s, anchor %s", head, anchor)
	}
}

func TestAKillBetweenTheReferencesIsMendedByTheNextWrite(t *testing.T) {
	for name, anchor := range map[string]func(d dir, before string){
		"behind": func(d dir, before string) { d.git("update-ref", "refs/heads/"+branch+"-anchor", before) },
		"not yet there": func(d dir, _ string) {
			d.git("update-ref", "-d", "refs/heads/"+branch+"-anchor")
			d.git("update-ref", "refs/heads/"+branch, d.git("rev-list", "--max-parents=0", branch))
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newsroom(t)
			c := newClock()
			s, _, before := written(t, d, c)
			c.pass(13 * time.Minute)
			anchor(d, before)
			begin(t, read(t, s), creates("b", 1), nil)
			if head, now := d.git("rev-parse", branch), d.git("rev-parse", branch+"-anchor"); head != now {
				t.Errorf("head %s, anchor %s", head, now)
			}
		})
	}
}

func TestALineThatCouldNotBeReadBackIsNotWritten(t *testing.T) {
	d := newsroom(t)
	s := founded(t, d, newClock(), "one")
	l := read(t, s)
	if err := l.Close(t.Context(), []engine.Outcome{{Result: engine.ResultSkipped}}); err == nil {
		t.Error("an outcome without an ID was written")
	}
	read(t, s)
}
