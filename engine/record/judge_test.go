package record_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/record"
)

// judgement is what the run of a push finds out: Sam approves the launch, and a
// freeze may end once Lou says so.
func judgement() engine.Judgement {
	at := time.Date(2026, 12, 1, 10, 0, 0, 0, time.FixedZone("Paris", 3600))
	launch, freeze := strings.Repeat("a", 64), strings.Repeat("b", 64)
	return engine.Judgement{
		Judged: engine.Judged{Base: "b0", Revision: "0123456789abcdef", Policy: "b0", At: at},
		Demands: []engine.Demand{
			{ID: id("launch"), Digest: launch, Steps: []engine.Step{{Group: "press"}}, Who: [][]string{{"Sam"}}, At: at},
			{Object: "Freeze storm", Digest: freeze, Steps: []engine.Step{{Group: "press"}}, Who: [][]string{{"Lou"}}, At: at},
		},
		Approvals: []engine.Approval{{ID: id("launch"), Digest: launch, By: "Sam", Kind: engine.FromReview, Expires: at.AddDate(0, 1, 0), At: at}},
	}
}

func TestAJudgementIsOneCommitAndReadAsItWasWritten(t *testing.T) {
	d, c := newsroom(t), newClock()
	founded(t, d, c, "zero")
	l := read(t, store(t, d, c, "one"))
	want := judgement()
	if err := l.Judge(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	next := read(t, store(t, d, c, "two"))
	sound(t, next)
	for i := range want.Demands {
		want.Demands[i].Run, want.Demands[i].At = "one", want.Demands[i].At.UTC()
	}
	a := &want.Approvals[0]
	a.Run, a.At, a.Expires = "one", a.At.UTC(), a.Expires.UTC()
	want.Judged.Run, want.Judged.At = "one", want.Judged.At.UTC()
	if got, whole := next.Record().Consent, (engine.Consent{}).With(want); !reflect.DeepEqual(got, whole) {
		t.Errorf("read    %+v\nwritten %+v", got, whole)
	}
	log := d.git("log", "--format=%s", branch)
	if want := "ask for blog/launch, Freeze storm; approve blog/launch by Sam; judge up to 0123456\nbegin the ledger " + ledgerID; log != want {
		t.Errorf("the log reads\n%s\nwant\n%s", log, want)
	}
	// What was only looked at is no judgement.
	if err := next.Judge(t.Context(), engine.Judgement{Demands: want.Demands[:1]}); err != nil {
		t.Fatal(err)
	}
	if got := read(t, store(t, d, c, "three")).Record().Consent.Judged; got.Revision != want.Judged.Revision {
		t.Errorf("judged up to %q", got.Revision)
	}
}

func TestAJudgementHoldsForTheHeadThatWasRead(t *testing.T) {
	d, c := newsroom(t), newClock()
	founded(t, d, c, "zero")
	first, second := read(t, store(t, d, c, "one")), read(t, store(t, d, c, "two"))
	if err := first.Judge(t.Context(), judgement()); err != nil {
		t.Fatal(err)
	}
	if err := second.Judge(t.Context(), judgement()); !errors.Is(err, engine.ErrLost) {
		t.Errorf("Judge on a head that moved = %v, want ErrLost", err)
	}
}

func TestAJudgementWaitsForTheRunAtWork(t *testing.T) {
	d, c := newsroom(t), newClock()
	founded(t, d, c, "zero")
	cfg := config(t, d, c, "busy")
	cfg.Run.URL = "https://forge.example/runs/7"
	busy := read(t, record.Open(cfg))
	begin(t, busy, creates("a", 1), nil)
	err := read(t, store(t, d, c, "one")).Judge(t.Context(), judgement())
	if !errors.Is(err, record.ErrHeld) || !strings.Contains(err.Error(), "busy (https://forge.example/runs/7) on host-of-busy, until 2026-12-01T09:12:00Z") {
		t.Errorf("Judge under the lease of another = %v, want ErrHeld that says whose", err)
	}
	if err := busy.Judge(t.Context(), judgement()); err != nil {
		t.Errorf("Judge of the holder = %v", err)
	}
	c.pass(13 * time.Minute)
	if err := read(t, store(t, d, c, "one")).Judge(t.Context(), judgement()); err != nil {
		t.Errorf("Judge once the lease is over = %v", err)
	}
}
