package record_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/record"
	"galley/engine/repo"
)

// places are the ways in which a ledger may be kept.
func places(t *testing.T, test func(t *testing.T, d dir)) {
	t.Run("local", func(t *testing.T) { test(t, newsroom(t)) })
	t.Run("local, bare", func(t *testing.T) {
		d := newsroom(t)
		bare := dir{t, filepath.Join(t.TempDir(), "bare.git")}
		d.git("clone", "-q", "--bare", d.path, bare.path)
		bare.git("remote", "remove", "origin")
		test(t, bare)
	})
	t.Run("local, linked worktree", func(t *testing.T) {
		d := newsroom(t)
		linked := filepath.Join(t.TempDir(), "linked")
		d.git("worktree", "add", "-q", "--detach", linked)
		test(t, dir{t, linked})
	})
	t.Run("remote", func(t *testing.T) {
		d := newsroom(t)
		withRemote(d)
		test(t, d)
	})
	t.Run("remote, shallow", func(t *testing.T) {
		d := newsroom(t)
		test(t, cloneOf(withRemote(d), "--depth=1"))
	})
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	places(t, func(t *testing.T, d dir) {
		c := newClock()
		s := founded(t, d, c, "one")
		l := read(t, s)
		if got := l.Record(); got.Ledger != ledgerID || len(got.IDs) != 0 || got.Head == "" {
			t.Errorf("the record of a new ledger = %+v", got)
		}
		c.pass(time.Second)
		first := begin(t, l, creates("a", 2), nil)
		for i, in := range first {
			want := create([]string{"a-0", "a-1"}[i])
			want.Run, want.Seq, want.Revision = "one", i+1, "rev-one"
			want.SendBy, want.Timeout = c.now.Add(3*time.Minute), engine.Seconds(time.Minute)
			if !reflect.DeepEqual(in, want) {
				t.Errorf("intent %d = %+v, want %+v", i, in, want)
			}
		}
		if during := read(t, store(t, d, c, "two")); during.Record().IDs[id("a-0")].Open == nil {
			t.Error("an intent that was begun is not seen by others")
		}
		second := begin(t, l, creates("b", 1), confirmAll(first, c.now))
		if second[0].Seq != 3 {
			t.Errorf("the next Seq = %d, want 3", second[0].Seq)
		}
		finish(t, l, confirmAll(second, c.now))

		l = read(t, store(t, d, c, "two"))
		sound(t, l)
		if got := l.Record().IDs[id("a-0")]; !got.Managed() || got.Open != nil || got.Remote != "remote-a-0" || got.URL != "https://blog.example/a-0" ||
			!got.Published.Equal(c.now) || got.Fields["text"] != engine.HashText("a-0") || got.Account != account || !got.Due.Equal(create("a-0").Due) {
			t.Errorf("a-0 = %+v", got)
		}
		if len(l.Record().IDs) != 3 || l.Record().Applied != "rev-one" {
			t.Errorf("record = %d IDs, applied %q", len(l.Record().IDs), l.Record().Applied)
		}
		if l.Lease(t.Context()) != nil {
			t.Errorf("the lease was given back, and is %+v", l.Lease(t.Context()))
		}
		d.fsck()
		if out, _ := d.try("status", "--porcelain"); strings.Contains(out, "ledger") {
			t.Errorf("the working tree changed: %s", out)
		}
	})
}

func TestBatchesCostOnePushEachAndOneMore(t *testing.T) {
	d := newsroom(t)
	bare := withRemote(d)
	c := newClock()
	s := founded(t, d, c, "one")
	before := bare.git("rev-list", "--count", branch)
	l := read(t, s)
	var done []engine.Outcome
	for range 3 {
		done = confirmAll(begin(t, l, creates("x", 2), done), c.now)
	}
	finish(t, l, done)
	if after := bare.git("rev-list", "--count", branch); before != "1" || after != "5" {
		t.Errorf("commits before %s, after %s, want 1 and 5", before, after)
	}
	if a, b := bare.git("rev-parse", branch), bare.git("rev-parse", branch+"-anchor"); a != b {
		t.Errorf("head %s, anchor %s", a, b)
	}
}

func TestARunWithNothingToDoWritesNothing(t *testing.T) {
	places(t, func(t *testing.T, d dir) {
		c := newClock()
		s := founded(t, d, c, "one")
		l := read(t, s)
		finish(t, l, nil)
		if again := read(t, s); again.Head() != l.Head() {
			t.Errorf("head %s, was %s", again.Head(), l.Head())
		}
	})
}

func TestOfTwoPlansOnOneHeadOneWins(t *testing.T) {
	places(t, func(t *testing.T, d dir) {
		c := newClock()
		founded(t, d, c, "zero")
		one, two := read(t, store(t, d, c, "one")), read(t, store(t, d, c, "two"))
		intents := begin(t, one, creates("a", 1), nil)
		if _, err := two.Begin(t.Context(), creates("a", 1), nil); !errors.Is(err, engine.ErrLost) {
			t.Errorf("the second Begin = %v, want ErrLost", err)
		}
		again := read(t, store(t, d, c, "two"))
		if _, err := again.Begin(t.Context(), creates("b", 1), nil); !errors.Is(err, record.ErrHeld) {
			t.Errorf("Begin under the lease of another = %v, want ErrHeld", err)
		}
		if h := again.Lease(t.Context()); h == nil || h.Run.ID != "one" || h.Ours || h.Over {
			t.Errorf("Lease = %+v", h)
		}
		if err := again.Close(t.Context(), []engine.Outcome{{ID: id("c"), Result: engine.ResultSkipped}}); !errors.Is(err, record.ErrHeld) {
			t.Errorf("Close under the lease of another = %v, want ErrHeld", err)
		}
		finish(t, one, confirmAll(intents, c.now))
		begin(t, read(t, store(t, d, c, "two")), creates("b", 1), nil)
	})
}

func TestDecisionsWithoutALeaseAreOnePlainCommit(t *testing.T) {
	places(t, func(t *testing.T, d dir) {
		c := newClock()
		founded(t, d, c, "zero")
		one, two := read(t, store(t, d, c, "one")), read(t, store(t, d, c, "two"))
		due := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
		skip := []engine.Outcome{{ID: id("a"), Account: account, Result: engine.ResultSkipped, Due: due, At: c.now}}
		finish(t, one, skip)
		if err := two.Close(t.Context(), skip); !errors.Is(err, engine.ErrLost) {
			t.Errorf("Close on an old head = %v, want ErrLost", err)
		}
		if got := read(t, store(t, d, c, "two")).Record().IDs[id("a")]; !got.Skipped.Equal(due) || got.Last.Run != "one" {
			t.Errorf("a = %+v", got)
		}
	})
}

func TestAHolderPutsItsCommitOnTopOfAReport(t *testing.T) {
	places(t, func(t *testing.T, d dir) {
		c := newClock()
		founded(t, d, c, "zero")
		holder := read(t, store(t, d, c, "one"))
		planned := read(t, store(t, d, c, "two"))
		first := begin(t, holder, creates("a", 1), nil)
		other := store(t, d, c, "three")
		write := func(name string) {
			t.Helper()
			if err := other.Commit(t.Context(), []repo.File{{Path: name, Data: []byte("x\n")}}, "write "+name); err != nil {
				t.Fatal(err)
			}
		}
		write("freezes/stop.yaml")
		second := begin(t, holder, creates("b", 1), confirmAll(first, c.now))
		write("reports/week.md")
		finish(t, holder, confirmAll(second, c.now))
		write("reports/month.md")
		l := read(t, other)
		sound(t, l)
		for _, name := range []string{"freezes/stop.yaml", "reports/week.md", "reports/month.md"} {
			if _, err := fs.Stat(l.Files(), name); err != nil {
				t.Error(err)
			}
		}
		if rec := l.Record(); !rec.IDs[id("a-0")].Managed() || !rec.IDs[id("b-0")].Managed() {
			t.Errorf("IDs = %+v", rec.IDs)
		}
		// Who holds nothing plans again: a freeze may concern it.
		if _, err := planned.Begin(t.Context(), creates("c", 1), nil); !errors.Is(err, engine.ErrLost) {
			t.Errorf("Begin on a head that a freeze moved = %v, want ErrLost", err)
		}
		d.fsck()
	})
}

// TestAChangeLosesNothingOfOthers lets somebody write to the same file between
// the look and the write.
func TestAChangeLosesNothingOfOthers(t *testing.T) {
	places(t, func(t *testing.T, d dir) {
		c := newClock()
		founded(t, d, c, "zero")
		one, other := store(t, d, c, "one"), store(t, d, c, "two")
		const name = "metrics/counts"
		add := func(line string) func(fs.FS) ([]repo.File, error) {
			return func(files fs.FS) ([]repo.File, error) {
				before, err := fs.ReadFile(files, name)
				if err != nil && !errors.Is(err, fs.ErrNotExist) {
					return nil, err
				}
				return []repo.File{{Path: name, Data: append(slices.Clip(before), line...)}}, nil
			}
		}
		looks := 0
		err := one.Change(t.Context(), "count", func(files fs.FS) ([]repo.File, error) {
			if looks++; looks == 1 {
				if err := other.Change(t.Context(), "count", add("theirs\n")); err != nil {
					t.Fatal(err)
				}
			}
			return add("ours\n")(files)
		})
		if err != nil {
			t.Fatal(err)
		}
		head := read(t, one).Head()
		if err := one.Change(t.Context(), "nothing", func(fs.FS) ([]repo.File, error) { return nil, nil }); err != nil {
			t.Fatal(err)
		}
		l := read(t, one)
		if got, err := fs.ReadFile(l.Files(), name); err != nil || string(got) != "theirs\nours\n" || looks != 2 || l.Head() != head {
			t.Errorf("after %d looks: %q, %v; moved by nothing: %v", looks, got, err, l.Head() != head)
		}
		sound(t, l)
		d.fsck()
	})
}

func TestReportsMayNotTouchTheLedger(t *testing.T) {
	s := founded(t, newsroom(t), newClock(), "one")
	for _, name := range []string{"lease.json", "ledger/2026-12.jsonl", "ledger", "reports/../lease.json", "ledger/new"} {
		if err := s.Commit(t.Context(), []repo.File{{Path: name, Data: []byte("x")}}, "x"); err == nil {
			t.Errorf("Commit(%s) = nil", name)
		}
	}
}

func TestAnIntentsTimesNeverPassTheLease(t *testing.T) {
	d := newsroom(t)
	c := newClock()
	founded(t, d, c, "zero")
	cfg := config(t, d, c, "one")
	cfg.Lease, cfg.SendWindow = time.Minute, time.Hour
	l, err := record.Open(cfg).Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	first := begin(t, l, creates("a", 1), nil)
	if want := c.now.Add(time.Minute); !first[0].SendBy.Equal(want) {
		t.Errorf("SendBy = %s, want the end of the lease, %s", first[0].SendBy, want)
	}
	c.pass(30 * time.Second)
	second := begin(t, l, creates("b", 1), nil)
	if want := c.now.Add(time.Minute); !second[0].SendBy.Equal(want) || !l.Lease(t.Context()).Until.Equal(want) {
		t.Errorf("after renewal SendBy = %s, lease until %s, want %s", second[0].SendBy, l.Lease(t.Context()).Until, want)
	}
}

func TestSendByKeepsTheMonotonicClock(t *testing.T) {
	d := newsroom(t)
	cfg := config(t, d, newClock(), "one")
	cfg.Now = time.Now
	s := record.Open(cfg)
	if err := s.First(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	in := begin(t, read(t, s), creates("a", 1), nil)[0]
	if !strings.Contains(in.SendBy.String(), "m=+") {
		t.Errorf("SendBy = %s has no monotonic reading", in.SendBy)
	}
	if got := read(t, s).Record().IDs[id("a-0")].Open; !got.SendBy.Equal(in.SendBy) {
		t.Errorf("SendBy read = %s, written %s", got.SendBy, in.SendBy)
	}
}

func TestARunThatLostItsLeaseStillTellsWhatItKnows(t *testing.T) {
	places(t, func(t *testing.T, d dir) {
		c := newClock()
		founded(t, d, c, "zero")
		slow := read(t, store(t, d, c, "slow"))
		intents := begin(t, slow, creates("a", 3), nil)
		c.pass(13 * time.Minute)
		next := read(t, store(t, d, c, "next"))
		if h := next.Lease(t.Context()); h == nil || !h.Over {
			t.Fatalf("the lease is not over: %+v", h)
		}
		// The next run closes one of the three by looking.
		looked := engine.Outcome{Run: "slow", Seq: 2, ID: id("a-1"), Account: account, Result: engine.ResultAbsent, At: c.now}
		begin(t, next, creates("b", 1), []engine.Outcome{looked})
		if _, err := slow.Begin(t.Context(), creates("c", 1), nil); !errors.Is(err, engine.ErrLost) {
			t.Fatalf("Begin after the lease was taken = %v, want ErrLost", err)
		}
		refused := confirm(intents[2], c.now)
		refused.Result, refused.Reason = engine.ResultRefused, "too long"
		decision := engine.Outcome{ID: id("z"), Result: engine.ResultSkipped, At: c.now}
		finish(t, slow, []engine.Outcome{confirm(intents[0], c.now), confirm(intents[1], c.now), refused, decision})
		l := read(t, store(t, d, c, "reader"))
		sound(t, l)
		rec := l.Record().IDs
		if got := rec[id("a-0")]; !got.Managed() {
			t.Errorf("a-0 = %+v, want confirmed", got)
		}
		if got := rec[id("a-1")]; got.Managed() || got.Last.Result != engine.ResultAbsent {
			t.Errorf("a-1 = %+v, want absent: it was closed before", got)
		}
		if got := rec[id("a-2")]; got.Refusal != "too long" || got.Open != nil {
			t.Errorf("a-2 = %+v, want refused", got)
		}
		if _, decided := rec[id("z")]; decided {
			t.Error("a decision on an old head was written")
		}
		if h := l.Lease(t.Context()); h == nil || h.Run.ID != "next" {
			t.Errorf("the lease is %+v, want that of next", h)
		}
		// next plans again, and goes on under its own lease.
		begin(t, read(t, store(t, d, c, "next")), creates("d", 1), nil)
	})
}

func TestTwoProcessesWithOneRunIDAreTwoRuns(t *testing.T) {
	d := newsroom(t)
	c := newClock()
	founded(t, d, c, "zero")
	begin(t, read(t, store(t, d, c, "same")), creates("a", 1), nil)
	cfg := config(t, d, c, "same")
	cfg.Run.PID = 2
	if _, err := read(t, record.Open(cfg)).Begin(t.Context(), creates("b", 1), nil); !errors.Is(err, record.ErrHeld) {
		t.Errorf("Begin = %v, want ErrHeld", err)
	}
}

func TestSequencesOfARunGoOnAfterReadingAgain(t *testing.T) {
	d := newsroom(t)
	c := newClock()
	s := founded(t, d, c, "one")
	first := begin(t, read(t, s), creates("a", 2), nil)
	if err := s.Journal().Sending(first[0].Ref()); err != nil {
		t.Fatal(err)
	}
	again := store(t, d, c, "one")
	if got := begin(t, read(t, again), creates("b", 1), nil); got[0].Seq != 3 {
		t.Errorf("Seq = %d, want 3", got[0].Seq)
	}
	sound(t, read(t, s))
	data, err := os.ReadFile(filepath.Join(d.path, ".git", "galley", "journal", "one.log"))
	if want := "galley 1 " + ledgerID + " one\nsending 1\n"; err != nil || string(data) != want {
		t.Errorf("journal = %q, %v, want %q", data, err, want)
	}
}
