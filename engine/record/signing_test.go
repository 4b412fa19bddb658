package record_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"galley/engine"
	"galley/engine/record"
	"galley/engine/repo"
)

func newKey(t testing.TB) *repo.SigningKey {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	key, err := repo.ReadSigningKey(engine.NewSecret(string(pem.EncodeToMemory(block))))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// signing is a store of a run that signs with key, and believes those of listed.
func signing(t testing.TB, d dir, c *clock, run, since string, key *repo.SigningKey, listed ...*repo.SigningKey) *record.Store {
	t.Helper()
	cfg := config(t, d, c, run)
	cfg.Signing = record.Signing{Since: since, Key: key}
	for _, k := range listed {
		cfg.Signing.Keys = append(cfg.Signing.Keys, k.Fingerprint())
	}
	return record.Open(cfg)
}

// report commits a file to the record, as whoever s is.
func report(t testing.TB, s *record.Store, name string) {
	t.Helper()
	if err := s.Commit(t.Context(), []repo.File{{Path: "reports/" + name, Data: []byte("x")}}, "report "+name); err != nil {
		t.Fatal(err)
	}
}

func remoteURL(t testing.TB, d dir) string {
	if m := config(t, d, newClock(), "any").Remote; m != nil {
		return m.URL
	}
	return ""
}

func TestEveryCommitOfASignedRecordIsSigned(t *testing.T) {
	places(t, func(t *testing.T, d dir) {
		c, key := newClock(), newKey(t)
		s := signing(t, d, c, "one", "", key, key)
		if err := s.First(t.Context(), remoteURL(t, d)); err != nil {
			t.Fatal(err)
		}
		l := read(t, s)
		finish(t, l, confirmAll(begin(t, l, creates("a", 2), nil), c.now))
		report(t, s, "one")
		head := read(t, s).Head()
		r := config(t, d, c, "any").Repo
		commits, err := r.Since(t.Context(), "", head)
		if err != nil || len(commits) < 4 {
			t.Fatalf("%d commits, %v", len(commits), err)
		}
		for _, commit := range commits {
			if signer, err := r.Signer(commit.Hash); signer != key.Fingerprint() || err != nil {
				t.Errorf("%.7s %s: signed by %q, %v", commit.Hash, commit.Subject, signer, err)
			}
		}
		sound(t, read(t, signing(t, d, c, "two", "", nil, key)))
	})
}

func TestWhoLacksAListedKeyWritesNothing(t *testing.T) {
	places(t, func(t *testing.T, d dir) {
		c, key := newClock(), newKey(t)
		report(t, func() *record.Store {
			s := signing(t, d, c, "one", "", key, key)
			if err := s.First(t.Context(), remoteURL(t, d)); err != nil {
				t.Fatal(err)
			}
			return s
		}(), "one")
		head := read(t, signing(t, d, c, "reader", "", nil, key)).Head()
		for name, s := range map[string]*record.Store{
			"no key":    signing(t, d, c, "two", "", nil, key),
			"another's": signing(t, d, c, "three", "", newKey(t), key),
		} {
			if err := s.Ready(); !errors.Is(err, record.ErrNoKey) {
				t.Errorf("%s: Ready = %v", name, err)
			}
			l := read(t, s)
			if _, err := l.Begin(t.Context(), creates("a", 1), nil); !errors.Is(err, record.ErrNoKey) {
				t.Errorf("%s: Begin = %v", name, err)
			}
			if err := s.Commit(t.Context(), []repo.File{{Path: "reports/x", Data: []byte("x")}}, "x"); !errors.Is(err, record.ErrNoKey) {
				t.Errorf("%s: Commit = %v", name, err)
			}
			if err := s.Restore(t.Context(), head); !errors.Is(err, record.ErrNoKey) {
				t.Errorf("%s: Restore = %v", name, err)
			}
			if now := read(t, s).Head(); now != head {
				t.Errorf("%s: the head moved to %s", name, now)
			}
		}
	})
}

// TestAForgedLineIsNotBelieved lets somebody who may push the branch, and knows
// how Galley writes it, add lines and files.
func TestAForgedLineIsNotBelieved(t *testing.T) {
	for name, forge := range map[string]func(t *testing.T, d dir, c *clock, key *repo.SigningKey) *record.Store{
		"unsigned": func(t *testing.T, d dir, c *clock, _ *repo.SigningKey) *record.Store { return store(t, d, c, "eve") },
		"by another key": func(t *testing.T, d dir, c *clock, _ *repo.SigningKey) *record.Store {
			k := newKey(t)
			return signing(t, d, c, "eve", "", k)
		},
		"by a known key, afterwards": func(t *testing.T, d dir, c *clock, key *repo.SigningKey) *record.Store {
			report(t, store(t, d, c, "eve"), "forged")
			return signing(t, d, c, "one", "", key) // does not look back
		},
	} {
		t.Run(name, func(t *testing.T) {
			places(t, func(t *testing.T, d dir) {
				c, key := newClock(), newKey(t)
				s := signing(t, d, c, "one", "", key, key)
				if err := s.First(t.Context(), remoteURL(t, d)); err != nil {
					t.Fatal(err)
				}
				report(t, s, "good")
				good := read(t, s).Head()
				report(t, forge(t, d, c, key), "more")
				for _, s := range []*record.Store{s, signing(t, d, c, "two", "", key, key)} {
					refusal(t, s, record.ErrUnsigned, "galley ledger restore "+good)
					if _, err := s.Files(t.Context()); !errors.Is(err, record.ErrUnsigned) {
						t.Errorf("Files = %v", err)
					}
				}
				if err := s.Restore(t.Context(), good); err != nil {
					t.Fatalf("Restore: %v", err)
				}
				l := read(t, s)
				sound(t, l)
				if _, err := fs.Stat(l.Files(), "reports/more"); err == nil {
					t.Error("what was forged is still there")
				}
			})
		})
	}
}

func TestAForgedLeaseDoesNotHoldUpARestoration(t *testing.T) {
	d, c, key := newsroom(t), newClock(), newKey(t)
	s := signing(t, d, c, "one", "", key, key)
	if err := s.First(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	good := read(t, s).Head()
	begin(t, read(t, store(t, d, c, "eve")), creates("a", 1), nil)
	if err := s.Restore(t.Context(), good); err != nil {
		t.Errorf("Restore = %v", err)
	}
}

// TestForgingWhileARunSendsLosesNoIntent: what the run sent is looked up later,
// and is not sent again.
func TestForgingWhileARunSendsLosesNoIntent(t *testing.T) {
	d, c, key := newsroom(t), newClock(), newKey(t)
	s := signing(t, d, c, "one", "", key, key)
	if err := s.First(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	l := read(t, s)
	done := confirmAll(begin(t, l, creates("a", 1), nil), c.now)
	good := read(t, s).Head()
	report(t, store(t, d, c, "eve"), "forged")
	if err := l.Close(t.Context(), done); !errors.Is(err, record.ErrUnsigned) {
		t.Errorf("Close = %v", err)
	}
	c.pass(time.Hour)
	next := signing(t, d, c, "two", "", key, key)
	if err := next.Restore(t.Context(), good); err != nil {
		t.Fatal(err)
	}
	if rec := read(t, next).Record().IDs[id("a-0")]; rec.Open == nil {
		t.Errorf("the intent is not open: %+v", rec)
	}
}

func TestARestorationTakesNoForgedCommit(t *testing.T) {
	d, c, key := newsroom(t), newClock(), newKey(t)
	s := signing(t, d, c, "one", "", key, key)
	if err := s.First(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	report(t, store(t, d, c, "eve"), "forged")
	forged := d.git("rev-parse", branch)
	if err := s.Restore(t.Context(), forged); !errors.Is(err, record.ErrUnsigned) {
		t.Errorf("Restore = %v", err)
	}
}

func TestSigningBeginsAfterTheCommitThatIsNamed(t *testing.T) {
	places(t, func(t *testing.T, d dir) {
		c, key := newClock(), newKey(t)
		before := founded(t, d, c, "one")
		report(t, before, "unsigned")
		head := read(t, before).Head()
		refusal(t, signing(t, d, c, "two", "", key, key), record.ErrUnsigned, "since: "+head)
		s := signing(t, d, c, "three", head, key, key)
		report(t, s, "signed")
		sound(t, read(t, s))
		c.pass(time.Minute)
		report(t, before, "unsigned again")
		refusal(t, s, record.ErrUnsigned, "galley ledger restore ")
	})
}

func TestARecordWrittenAnewIsNotTheSignedOne(t *testing.T) {
	d, c, key := newsroom(t), newClock(), newKey(t)
	s := founded(t, d, c, "one")
	since := read(t, s).Head()
	d.git("update-ref", "-d", "refs/heads/"+branch)
	d.git("update-ref", "-d", "refs/heads/"+branch+"-anchor")
	c.pass(time.Hour)
	founded(t, d, c, "eve")
	refusal(t, signing(t, d, c, "two", since, key, key), record.ErrUnsigned, "record.signing.since")
}

func TestAKeyThatWasReplacedVouchesForWhatCameBefore(t *testing.T) {
	d, c, old, fresh := newsroom(t), newClock(), newKey(t), newKey(t)
	s := signing(t, d, c, "one", "", old, old)
	if err := s.First(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	report(t, s, "by the old one")
	both := signing(t, d, c, "two", "", fresh, old, fresh)
	report(t, both, "by the new one")
	head := read(t, both).Head()
	refusal(t, signing(t, d, c, "three", "", fresh, fresh), record.ErrUnsigned, "since: ")
	report(t, signing(t, d, c, "four", head, fresh, fresh), "after since has moved")
	report(t, signing(t, d, c, "eve", head, old), "by the old one again")
	refusal(t, signing(t, d, c, "five", head, fresh, fresh), record.ErrUnsigned, "galley ledger restore ")
}

func TestWhatWasCheckedIsNotReadAgain(t *testing.T) {
	d, c, key := newsroom(t), newClock(), newKey(t)
	s := signing(t, d, c, "one", "", key, key)
	if err := s.First(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	genesis := read(t, s).Head()
	report(t, s, "one")
	// Without its first commit the history cannot be walked to its end.
	object := filepath.Join(d.path, ".git/objects", genesis[:2], genesis[2:])
	reader := signing(t, d, c, "two", "", nil, key)
	read(t, reader)
	report(t, s, "two")
	if err := os.Remove(object); err != nil {
		t.Fatal(err)
	}
	read(t, reader)
}

func TestAMergeIsNoCommitOfTheRecord(t *testing.T) {
	d, c, key := newsroom(t), newClock(), newKey(t)
	s := signing(t, d, c, "one", "", key, key)
	if err := s.First(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	head := read(t, s).Head()
	cfg := config(t, d, c, "two")
	merge, err := cfg.Repo.Merge(t.Context(), head, d.git("rev-parse", "main"), nil, repo.Signature{Name: "Galley", Email: "g@localhost", Time: c.now, Key: key}, "merge")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{branch, branch + "-anchor"} {
		d.git("update-ref", "refs/heads/"+name, merge)
	}
	refusal(t, s, record.ErrUnsigned, "galley ledger restore "+head)
}

func TestAShallowCloneReadsSignaturesToTheirBeginning(t *testing.T) {
	d, c, key := newsroom(t), newClock(), newKey(t)
	bare := withRemote(d)
	s := signing(t, d, c, "one", "", key, key)
	if err := s.First(t.Context(), bare.path); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		report(t, s, fmt.Sprint(i))
	}
	clone := cloneOf(bare, "--depth", "1", "--no-single-branch")
	clone.git("remote", "set-url", "origin", bare.path)
	if l := read(t, signing(t, clone, c, "two", "", nil, key)); !strings.HasPrefix(l.Head(), read(t, s).Head()) {
		t.Errorf("the clone reads %s", l.Head())
	}
}

// BenchmarkSignatures is what a run pays for the commits since record.signing.since.
func BenchmarkSignatures(b *testing.B) {
	d, c, key := newsroom(b), newClock(), newKey(b)
	s := signing(b, d, c, "one", "", key, key)
	if err := s.First(b.Context(), ""); err != nil {
		b.Fatal(err)
	}
	const commits = 1000
	head := read(b, s).Head()
	r := config(b, d, c, "one").Repo
	for i := range commits {
		var err error
		by := repo.Signature{Name: "Galley", Email: "g@localhost", Time: c.now.Add(time.Duration(i) * time.Second), Key: key}
		if head, err = r.Commit(b.Context(), head, nil, by, "more"); err != nil {
			b.Fatal(err)
		}
	}
	for _, name := range []string{branch, branch + "-anchor"} {
		d.git("update-ref", "refs/heads/"+name, head)
	}
	for b.Loop() {
		read(b, signing(b, d, c, "two", "", nil, key))
	}
}
