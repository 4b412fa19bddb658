package record_test

import (
	"slices"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/record"
)

var t0 = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)

// A story is written as lines and reduced.
type story struct {
	lines []record.Line
	seq   int
}

func (s *story) intent(verb engine.Verb, slug string, generation int) engine.Intent {
	s.seq++
	in := create(slug)
	in.Verb, in.Generation, in.Run, in.Seq, in.Revision = verb, generation, "r", s.seq, "rev"
	in.SendBy, in.Timeout = t0, engine.Seconds(time.Minute)
	s.lines = append(s.lines, record.Line{Type: record.TypeIntent, Intent: &in})
	return in
}

func (s *story) outcome(in engine.Intent, change func(*engine.Outcome)) *story {
	o := confirm(in, t0)
	if in.Verb == engine.Delete {
		o.Phase = engine.Absent
	}
	if change != nil {
		change(&o)
	}
	s.lines = append(s.lines, record.Line{Type: record.TypeOutcome, Outcome: &o})
	return s
}

func (s *story) decide(o engine.Outcome) *story {
	s.lines = append(s.lines, record.Line{Type: record.TypeOutcome, Outcome: &o})
	return s
}

func (s *story) of(slug string) engine.Recorded {
	return record.Reduce(slices.Values(s.lines)).IDs[id(slug)]
}

func result(r engine.Result) func(*engine.Outcome) { return func(o *engine.Outcome) { o.Result = r } }

func TestEveryResultIsUnderstood(t *testing.T) {
	s := &story{}
	published := s.intent(engine.Create, "a", 0)
	if got := s.of("a"); got.Open == nil || got.Managed() {
		t.Errorf("begun: %+v", got)
	}
	s.outcome(published, result(engine.ResultUncertain))
	s.outcome(published, func(o *engine.Outcome) { o.Result, o.Ready = engine.ResultUncertain, true })
	if got := s.of("a"); got.Open == nil || got.Lookups != 1 {
		t.Errorf("uncertain: open %v, %d look-ups, want 1", got.Open, got.Lookups)
	}
	s.outcome(published, nil)
	if got := s.of("a"); got.Open != nil || got.Phase != engine.Live || !got.Published.Equal(t0) || got.Remote != "remote-a" || !got.Managed() {
		t.Errorf("confirmed: %+v", got)
	}
	s.outcome(published, func(o *engine.Outcome) { o.Result, o.Reason = engine.ResultRefused, "late word" })
	if got := s.of("a"); got.Refusal != "" || got.Last.Result != engine.ResultConfirmed {
		t.Errorf("a repeated pair counted: %+v", got)
	}
	update := s.intent(engine.Update, "a", 0)
	s.outcome(update, func(o *engine.Outcome) { o.Result, o.Reason = engine.ResultRefused, "too long" })
	if got := s.of("a"); got.Refused != update.Digest || got.Refusal != "too long" || got.Phase != engine.Live {
		t.Errorf("refused: %+v", got)
	}
	s.outcome(s.intent(engine.Update, "a", 0), func(o *engine.Outcome) {
		o.Remote, o.URL, o.At, o.Version = "", "", t0.Add(time.Hour), "v2"
	})
	if got := s.of("a"); got.Refused != "" || got.Remote != "remote-a" || got.Version != "v2" || !got.Published.Equal(t0) {
		t.Errorf("updated: %+v", got)
	}
	s.outcome(s.intent(engine.Delete, "a", 0), nil)
	if got := s.of("a"); got.Phase != engine.Absent || !got.Removed || got.Generation != 1 || got.Remote != "" || got.Managed() {
		t.Errorf("removed: %+v", got)
	}
	s.outcome(s.intent(engine.Create, "a", 1), func(o *engine.Outcome) { o.Remote = "second" })
	if got := s.of("a"); !got.Managed() || got.Removed || got.Generation != 1 || got.Remote != "second" {
		t.Errorf("published again: %+v", got)
	}
	s.decide(engine.Outcome{ID: id("a"), Result: engine.ResultGone, Phase: engine.Live, At: t0})
	if got := s.of("a"); !got.Gone || got.Generation != 2 || got.Managed() {
		t.Errorf("gone: %+v", got)
	}
	s.outcome(s.intent(engine.Create, "a", 2), func(o *engine.Outcome) { o.Remote = "" })
	if got := s.of("a"); got.Gone || got.Generation != 2 || got.Remote != "" {
		t.Errorf("reposted: %+v", got)
	}
	s.decide(engine.Outcome{ID: id("a"), Result: engine.ResultReleased, Phase: engine.Live})
	if got := s.of("a"); !got.Released || got.Managed() || got.Phase != engine.Live {
		t.Errorf("released: %+v", got)
	}
}

func TestDecisionsWithoutARequestAreUnderstood(t *testing.T) {
	due := t0.Add(time.Hour)
	s := &story{}
	s.decide(engine.Outcome{ID: id("a"), Result: engine.ResultSkipped, Due: due})
	s.decide(engine.Outcome{ID: id("b"), Result: engine.ResultHeld, Due: due})
	s.decide(engine.Outcome{ID: id("c"), Result: engine.ResultSeen, Due: due, At: t0})
	s.decide(engine.Outcome{ID: id("c"), Result: engine.ResultSeen, Due: due.Add(time.Hour)})
	s.decide(engine.Outcome{ID: id("d"), Result: engine.ResultAbsent})
	if got := s.of("a").Skipped; !got.Equal(due) {
		t.Errorf("Skipped = %s", got)
	}
	if got := s.of("b").Held; !got.Equal(due) {
		t.Errorf("Held = %s", got)
	}
	if got := s.of("c").Seen; !got.Equal(due) {
		t.Errorf("Seen = %s, want the first", got)
	}
	s.outcome(s.intent(engine.Create, "a", 0), nil)
	if got := s.of("a"); !got.Skipped.IsZero() {
		t.Errorf("published all the same, and Skipped = %s", got.Skipped)
	}
}

func TestWhatIsHandedOverGoesLiveOrIsCancelled(t *testing.T) {
	handed := func(o *engine.Outcome) { o.Phase, o.Remote = engine.Scheduled, "queue-1" }
	s := &story{}
	s.outcome(s.intent(engine.Create, "a", 0), handed)
	s.outcome(s.intent(engine.Create, "b", 0), handed)
	if got := s.of("a"); got.Phase != engine.Scheduled || !got.Published.IsZero() || !got.Managed() {
		t.Errorf("handed over: %+v", got)
	}
	s.decide(engine.Outcome{ID: id("a"), Result: engine.ResultWentLive, Remote: "live-1", URL: "https://x", At: t0})
	if got := s.of("a"); got.Phase != engine.Live || got.Remote != "live-1" || !got.Published.Equal(t0) || got.Print.Text == "" {
		t.Errorf("went live: %+v", got)
	}
	s.outcome(s.intent(engine.Delete, "b", 0), nil)
	if got := s.of("b"); got.Removed || got.Generation != 1 || got.Phase != engine.Absent {
		t.Errorf("cancelled: %+v, want the next generation, and not withdrawn", got)
	}
}

func TestAReplacementIsTwoLives(t *testing.T) {
	s := &story{}
	s.outcome(s.intent(engine.Create, "a", 0), nil)
	// Both intents of a replacement are durable before the first request.
	removal, again := s.intent(engine.Delete, "a", 0), s.intent(engine.Create, "a", 1)
	if got := s.of("a"); got.Open == nil || got.Open.Ref() != removal.Ref() {
		t.Errorf("begun: open is %+v, want the removal: its successor depends on it", got.Open)
	}
	s.outcome(removal, nil)
	if got := s.of("a"); got.Generation != 1 || got.Phase != engine.Absent || got.Open == nil || got.Open.Ref() != again.Ref() {
		t.Errorf("half replaced: %+v", got)
	}
	s.outcome(again, func(o *engine.Outcome) { o.Remote = "new" })
	if got := s.of("a"); got.Remote != "new" || got.Generation != 1 || !got.Managed() || got.Open != nil {
		t.Errorf("replaced: %+v", got)
	}
}

// The id that was chosen for the second half of a replacement is kept for all
// its attempts: an edited time must not move it.
func TestTheChosenIDOfAReplacementIsKept(t *testing.T) {
	s := &story{}
	s.outcome(s.intent(engine.Create, "a", 0), nil)
	removal, again := s.intent(engine.Replace, "a", 0), s.intent(engine.Create, "a", 1)
	again.Remote = "chosen"
	s.lines[len(s.lines)-1].Intent.Remote = again.Remote
	s.outcome(removal, func(o *engine.Outcome) { o.Phase = engine.Absent })
	s.outcome(again, result(engine.ResultAbsent))
	if got := s.of("a"); got.Chosen != "chosen" || got.Generation != 1 || got.Managed() {
		t.Errorf("chosen %q in generation %d (%+v), want what the first attempt chose", got.Chosen, got.Generation, got)
	}
}

func TestARenamedResourceTakesItsLifeAlong(t *testing.T) {
	s := &story{}
	s.outcome(s.intent(engine.Create, "old", 0), nil)
	s.decide(engine.Outcome{ID: id("new"), Account: account, Result: engine.ResultAdopted, Verb: engine.Adopt, Phase: engine.Live,
		Renamed: id("old"), At: t0.Add(time.Hour)})
	if got := s.of("new"); got.Remote != "remote-old" || !got.Managed() || !got.Published.Equal(t0) || got.Print.Text != engine.HashText("old") {
		t.Errorf("new: %+v", got)
	}
	if got := s.of("old"); got.Managed() || got.Renamed != id("new") || got.Generation != 1 || got.Chosen != "" {
		t.Errorf("old: %+v, want one that a new post does not share a key with", got)
	}
}

// A file may say that it once had a name that the ledger never saw.
func TestAFormerNameThatNobodyKnowsIsTaken(t *testing.T) {
	s := &story{}
	s.decide(engine.Outcome{ID: id("new"), Account: account, Result: engine.ResultAdopted, Verb: engine.Adopt, Phase: engine.Live, Renamed: id("old"), At: t0})
	if got := s.of("old"); got.ID != id("old") || got.Renamed != id("new") || got.Managed() || !s.of("new").Managed() {
		t.Errorf("old: %+v, new: %+v", got, s.of("new"))
	}
}

// Taking over what nobody renamed touches one ID.
func TestWhatIsTakenOverComesAlone(t *testing.T) {
	s := &story{}
	s.decide(engine.Outcome{ID: id("a"), Account: account, Result: engine.ResultAdopted, Verb: engine.Adopt, Phase: engine.Live, At: t0})
	if ids := record.Reduce(slices.Values(s.lines)).IDs; len(ids) != 1 || !ids[id("a")].Managed() {
		t.Errorf("IDs = %+v", ids)
	}
}

func TestVerifyNamesEveryBreak(t *testing.T) {
	d := newsroom(t)
	c := newClock()
	s := founded(t, d, c, "one")
	l := read(t, s)
	finish(t, l, confirmAll(begin(t, l, creates("a", 2), nil), c.now))
	good := slices.Collect(read(t, s).Lines())
	if len(good) != 5 {
		t.Fatalf("%d lines, want 5", len(good))
	}
	orphan := good[3]
	o := *orphan.Outcome
	o.Seq = 99
	orphan.Outcome = &o
	for name, c := range map[string]struct {
		lines  []record.Line
		breaks int
	}{
		"whole":             {good, 0},
		"none":              {nil, 1},
		"one left out":      {slices.Delete(slices.Clone(good), 2, 3), 2}, // the chain, and an outcome without its intent
		"one twice":         {slices.Insert(slices.Clone(good), 2, good[1]), 2},
		"no genesis":        {good[1:], 2},
		"another's outcome": {append(slices.Clone(good[:3]), orphan), 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := record.Verify(slices.Values(c.lines)); len(got) != c.breaks {
				t.Errorf("Verify = %v, want %d breaks", got, c.breaks)
			}
		})
	}
}
