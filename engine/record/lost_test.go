package record_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/record"
	"galley/engine/repo"
)

// A takeover is a run that slept through its lease, and what it had begun: slow
// has sent a-0 and a-1, of an earlier run that was killed x-0 is open.
type takeover struct {
	d       dir
	c       *clock
	slow    *record.Ledger
	sent    []engine.Intent
	earlier engine.Intent
}

func asleep(t *testing.T, d dir, hook func(point string)) takeover {
	t.Helper()
	k := takeover{d: d, c: newClock()}
	founded(t, d, k.c, "zero")
	k.earlier = begin(t, read(t, store(t, d, k.c, "earlier")), creates("x", 1), nil)[0]
	k.c.pass(13 * time.Minute)
	cfg := config(t, d, k.c, "slow")
	cfg.TestOnlyHook = hook
	k.slow = read(t, record.Open(cfg))
	k.sent = begin(t, k.slow, creates("a", 2), nil)
	k.c.pass(13 * time.Minute)
	return k
}

// taken lets another run take the lease.
func (k takeover) taken(t *testing.T) {
	t.Helper()
	begin(t, read(t, store(t, k.d, k.c, "next")), creates("b", 1), nil)
}

// holder is whose lease is in the record now, "" if nobody's.
func (k takeover) holder(t *testing.T) (*record.Ledger, string) {
	t.Helper()
	l := read(t, store(t, k.d, k.c, "reader"))
	sound(t, l)
	if h := l.Lease(t.Context()); h != nil {
		return l, h.Run.ID
	}
	return l, ""
}

func TestALeaseThatIsMissedAtTheEndLosesNoOutcome(t *testing.T) {
	k := asleep(t, newsroom(t), nil)
	k.taken(t)
	finish(t, k.slow, confirmAll(k.sent, k.c.now))
	l, holder := k.holder(t)
	if rec := l.Record().IDs; !rec[id("a-0")].Managed() || !rec[id("a-1")].Managed() || holder != "next" {
		t.Errorf("the lease is of %q, a-0 = %+v, a-1 = %+v", holder, rec[id("a-0")], rec[id("a-1")])
	}
}

// What it found out about others was found on a head that is history.
func TestWhoLostTheLeaseSpeaksOfItsOwnRequestsOnly(t *testing.T) {
	k := asleep(t, newsroom(t), nil)
	k.taken(t)
	finish(t, k.slow, []engine.Outcome{
		{Run: k.earlier.Run, Seq: k.earlier.Seq, ID: k.earlier.ID, Account: account, Result: engine.ResultAbsent, At: k.c.now},
		{Run: "slow", ID: id("z"), Account: account, Result: engine.ResultSkipped, At: k.c.now},
		confirm(k.sent[0], k.c.now),
	})
	l, _ := k.holder(t)
	rec := l.Record().IDs
	if _, decided := rec[id("z")]; decided || rec[id("x-0")].Open == nil || rec[id("a-1")].Open == nil || !rec[id("a-0")].Managed() {
		t.Errorf("z decided: %v, x-0 = %+v, a-0 = %+v, a-1 = %+v", decided, rec[id("x-0")], rec[id("a-0")], rec[id("a-1")])
	}
}

// A person may resolve what is open once the time of a lease is up, without
// taking it.
func TestALeaseThatRanOutIsGivenBackWhereNobodyTookIt(t *testing.T) {
	k := asleep(t, newsroom(t), nil)
	verdict := engine.Outcome{ID: id("a-1"), Result: engine.ResultConfirmed, Phase: engine.Live, URL: "https://blog.example/1", By: "ann"}
	if err := store(t, k.d, k.c, "person").Resolve(t.Context(), verdict); err != nil {
		t.Fatal(err)
	}
	finish(t, k.slow, confirmAll(k.sent, k.c.now))
	l, holder := k.holder(t)
	if rec := l.Record().IDs; !rec[id("a-0")].Managed() || rec[id("a-1")].Last.By != "ann" || holder != "" {
		t.Errorf("the lease is of %q, a-0 = %+v, a-1 = %+v", holder, rec[id("a-0")], rec[id("a-1")])
	}
}

func TestTheLastWordFindsItsPlaceWhereOthersWrite(t *testing.T) {
	meddle := func() {}
	k := asleep(t, newsroom(t), func(point string) {
		if point == "write:before" {
			meddle()
		}
	})
	k.taken(t)
	reports := 0
	other := store(t, k.d, k.c, "reporter")
	meddle = func() {
		if reports++; reports <= 3 {
			report(t, other, string(rune('a'+reports)))
		}
	}
	finish(t, k.slow, confirmAll(k.sent, k.c.now))
	if l, _ := k.holder(t); !l.Record().IDs[id("a-0")].Managed() || reports < 3 {
		t.Errorf("after %d reports a-0 = %+v", reports, l.Record().IDs[id("a-0")])
	}
}

// Not even by coming again.
func TestWhoLostTheLeaseBeginsNothing(t *testing.T) {
	writes := 0
	k := asleep(t, newsroom(t), func(point string) {
		if point == "write:before" {
			writes++
		}
	})
	k.taken(t)
	for i := range 2 {
		if i == 1 {
			writes = 0
		}
		if _, err := k.slow.Begin(t.Context(), creates("c", 1), nil); !errors.Is(err, engine.ErrLost) {
			t.Errorf("Begin = %v, want ErrLost", err)
		}
	}
	if writes != 0 {
		t.Errorf("it tried to write %d times after it knew", writes)
	}
	if err := k.slow.Judge(t.Context(), judgement()); !errors.Is(err, engine.ErrLost) {
		t.Errorf("Judge = %v, want ErrLost", err)
	}
	if l, holder := k.holder(t); holder != "next" || l.Record().IDs[id("c-0")].Open != nil {
		t.Errorf("the lease is of %q, c-0 = %+v", holder, l.Record().IDs[id("c-0")])
	}
}

// Also where the other one wrote no line: then the lease alone has changed.
func TestALeaseTakenForNothingIsTakenAllTheSame(t *testing.T) {
	k := asleep(t, newsroom(t), nil)
	begin(t, read(t, store(t, k.d, k.c, "next")), nil, nil)
	if _, err := k.slow.Begin(t.Context(), creates("c", 1), nil); !errors.Is(err, engine.ErrLost) {
		t.Errorf("Begin = %v, want ErrLost", err)
	}
	finish(t, k.slow, confirmAll(k.sent, k.c.now))
	if l, holder := k.holder(t); holder != "next" || !l.Record().IDs[id("a-0")].Managed() {
		t.Errorf("the lease is of %q, a-0 = %+v", holder, l.Record().IDs[id("a-0")])
	}
}

// Whoever looks a killed run's intents up, and sends nothing, clears its lease
// away with what it found.
func TestALookAfterAKillClearsTheLeaseAway(t *testing.T) {
	k := asleep(t, newsroom(t), nil)
	next := read(t, store(t, k.d, k.c, "next"))
	finish(t, next, nil)
	if _, holder := k.holder(t); holder != "slow" {
		t.Errorf("a run with nothing to do changed the lease to that of %q", holder)
	}
	finish(t, next, []engine.Outcome{{Run: "slow", Seq: 1, ID: id("a-0"), Account: account, Result: engine.ResultAbsent, At: k.c.now}})
	if l, holder := k.holder(t); holder != "" || l.Record().IDs[id("a-0")].Open != nil {
		t.Errorf("the lease is of %q, a-0 = %+v", holder, l.Record().IDs[id("a-0")])
	}
}

func TestGivingTheLeaseBackEndsTheRun(t *testing.T) {
	d, c := newsroom(t), newClock()
	founded(t, d, c, "zero")
	s := store(t, d, c, "one")
	l := read(t, s)
	in := begin(t, l, creates("a", 1), nil)
	finish(t, l, confirmAll(in, c.now))
	if h := l.Lease(t.Context()); h != nil {
		t.Errorf("Lease = %+v", h)
	}
	if err := s.Journal().Sending(in[0].Ref()); err == nil {
		t.Error("Sending without a lease = nil")
	}
	// Whoever comes again takes it anew, with a journal, and not from under
	// somebody else.
	again := read(t, s)
	in = begin(t, again, creates("again", 1), nil)
	if err := s.Journal().Sending(in[0].Ref()); err != nil {
		t.Errorf("Sending under the second lease = %v", err)
	}
	finish(t, again, confirmAll(in, c.now))
	begin(t, read(t, store(t, d, c, "two")), creates("b", 1), nil)
	if _, err := l.Begin(t.Context(), creates("c", 1), nil); !errors.Is(err, engine.ErrLost) {
		t.Errorf("Begin = %v, want ErrLost", err)
	}
}

func TestAnOutcomeIsWrittenOnce(t *testing.T) {
	d, c := newsroom(t), newClock()
	s := founded(t, d, c, "one")
	l := read(t, s)
	first := begin(t, l, creates("a", 2), nil)
	refused, unsure := confirm(first[0], c.now), confirm(first[1], c.now)
	refused.Result, unsure.Result = engine.ResultRefused, engine.ResultUncertain
	done := []engine.Outcome{confirm(first[0], c.now), refused, unsure}
	second := begin(t, l, creates("b", 1), done)
	finish(t, l, slices.Concat(done, confirmAll(first, c.now), confirmAll(second, c.now)))
	l = read(t, s)
	sound(t, l)
	for _, slug := range []string{"a-0", "a-1", "b-0"} {
		if rec := l.Record().IDs[id(slug)]; !rec.Managed() || rec.Open != nil || rec.Refusal != "" {
			t.Errorf("%s = %+v, want it live and closed", slug, rec)
		}
	}
}

func TestARenewedLeaseTellsSinceWhenItIsHeld(t *testing.T) {
	d, c := newsroom(t), newClock()
	founded(t, d, c, "zero")
	l := read(t, store(t, d, c, "one"))
	taken := c.now
	done := confirmAll(begin(t, l, creates("a", 1), nil), c.now)
	c.pass(time.Minute)
	begin(t, l, creates("b", 1), done)
	if h := read(t, store(t, d, c, "two")).Lease(t.Context()); !h.Taken.Equal(taken) || !h.Until.Equal(taken.Add(11*time.Minute)) {
		t.Errorf("taken %s until %s", h.Taken, h.Until)
	}
}

func TestARemoteThatDeclinesSaysWhatToDo(t *testing.T) {
	d, c := newsroom(t), newClock()
	bare := withRemote(d)
	s := founded(t, d, c, "one")
	l := read(t, s)
	head := l.Head()
	bare.hook("pre-receive", "exit 1")
	_, err := l.Begin(t.Context(), creates("a", 1), nil)
	var e *record.Error
	if !errors.Is(err, repo.ErrRefused) || !errors.As(err, &e) || e.Hint() == "" {
		t.Errorf("Begin = %v, want ErrRefused and a hint", err)
	}
	if got := read(t, s).Head(); got != head {
		t.Errorf("the head moved to %s", got)
	}
}
