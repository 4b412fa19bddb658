package record_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/record"
)

func TestALeaseIsOverWhen(t *testing.T) {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("this system does not tell when a process began")
	}
	here := record.ThisProcess()
	if here.Boot == "" || here.Start == "" || here.PID != os.Getpid() || here.Host == "" {
		t.Fatalf("this process is %+v", here)
	}
	ended := exec.Command("true")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	process := func(change func(*record.Run)) record.Run {
		r := here
		change(&r)
		return r
	}
	cases := map[string]struct {
		holder record.Run
		after  time.Duration
		ended  bool
		over   string
	}{
		"running":                        {holder: here},
		"its process is gone":            {holder: process(func(r *record.Run) { r.PID = ended.Process.Pid }), over: "its process is gone"},
		"its process id is another's":    {holder: process(func(r *record.Run) { r.Start = "1" }), over: "its process is gone"},
		"gone, but of another boot":      {holder: process(func(r *record.Run) { r.PID, r.Boot = ended.Process.Pid, "other" })},
		"gone, it does not tell its id":  {holder: process(func(r *record.Run) { r.PID, r.Start = 0, "1" })},
		"gone, but of another host":      {holder: process(func(r *record.Run) { r.PID, r.Host = ended.Process.Pid, "other" })},
		"gone, the host does not tell":   {holder: record.Run{Host: here.Host, PID: ended.Process.Pid}},
		"at its written end":             {holder: here, after: 10 * time.Minute},
		"two minutes after it":           {holder: here, after: 12 * time.Minute},
		"later than that":                {holder: here, after: 12*time.Minute + time.Second, over: "its time is up"},
		"its forge says so":              {holder: here, ended: true, over: "its run is completed"},
		"the clock of the taker is back": {holder: here, after: -time.Hour},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			d := newsroom(t)
			clk := newClock()
			founded(t, d, clk, "zero")
			cfg := config(t, d, clk, "holder")
			cfg.Run = c.holder
			cfg.Run.ID = "holder"
			begin(t, read(t, record.Open(cfg)), creates("a", 1), nil)
			clk.pass(c.after)
			taker := config(t, d, clk, "taker")
			taker.Run = here
			taker.Run.ID = "taker"
			taker.Ended = func(_ context.Context, l record.Lease) bool { return c.ended && l.Run.ID == "holder" }
			l := read(t, record.Open(taker))
			h := l.Lease(t.Context())
			if h == nil || h.Over != (c.over != "") || h.Why != c.over || h.Ours {
				t.Errorf("Lease = %+v, want over: %q", h, c.over)
			}
			_, err := l.Begin(t.Context(), creates("b", 1), nil)
			if c.over != "" && err != nil || c.over == "" && !errors.Is(err, record.ErrHeld) {
				t.Errorf("Begin = %v, over: %q", err, c.over)
			}
		})
	}
}

func TestALeaseGivenBackIsFreeAtOnce(t *testing.T) {
	d := newsroom(t)
	c := newClock()
	founded(t, d, c, "zero")
	l := read(t, store(t, d, c, "one"))
	finish(t, l, confirmAll(begin(t, l, creates("a", 1), nil), c.now))
	begin(t, read(t, store(t, d, c, "two")), creates("b", 1), nil)
}

func TestTheJournalProvesWhatNeverLeft(t *testing.T) {
	d := newsroom(t)
	c := newClock()
	founded(t, d, c, "zero")
	s := store(t, d, c, "one")
	l := read(t, s)
	if err := s.Journal().Sending(engine.LineRef{Run: "one", Seq: 1}); err == nil {
		t.Error("Sending before the lease = nil")
	}
	intents := begin(t, l, creates("a", 12), nil)
	for _, i := range []int{4, 11} {
		if err := s.Journal().Sending(intents[i].Ref()); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Journal().Sending(engine.LineRef{Run: "two", Seq: 2}); err == nil {
		t.Error("Sending for another run = nil")
	}
	next := store(t, d, c, "two")
	read(t, next)
	if next.Journal().NeverLeft(intents[1].Ref()) {
		t.Error("NeverLeft while the lease lasts = true: the request may still leave")
	}
	c.pass(13 * time.Minute)
	read(t, next)
	for i, want := range map[int]bool{4: false, 11: false, 0: true, 1: true, 10: true} {
		if got := next.Journal().NeverLeft(intents[i].Ref()); got != want {
			t.Errorf("NeverLeft(%d) = %v, want %v", i+1, got, want)
		}
	}
	if next.Journal().NeverLeft(engine.LineRef{Run: "unknown", Seq: 1}) {
		t.Error("NeverLeft of a run this disk does not know = true")
	}
	other := record.Open(config(t, cloneOf(withRemote(d)), c, "three"))
	if other.Journal().NeverLeft(intents[1].Ref()) {
		t.Error("NeverLeft on another disk = true")
	}
	file := filepath.Join(d.path, ".git", "galley", "journal", "one.log")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, changed := range map[string]string{
		"without its opening line": strings.SplitAfterN(string(data), "\n", 2)[1],
		"of another ledger":        strings.Replace(string(data), ledgerID, "ffff", 1),
		"cut off":                  string(data) + "send",
		"empty":                    "",
	} {
		if err := os.WriteFile(file, []byte(changed), 0o666); err != nil {
			t.Fatal(err)
		}
		if next.Journal().NeverLeft(intents[1].Ref()) {
			t.Errorf("NeverLeft with a journal %s = true", name)
		}
	}
}

func TestJournalsAreKeptAsLongAsSomethingIsOpen(t *testing.T) {
	d := newsroom(t)
	c := newClock()
	founded(t, d, c, "zero")
	files := func() string {
		entries, err := os.ReadDir(filepath.Join(d.path, ".git", "galley", "journal"))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return strings.Join(names, " ")
	}
	closed := read(t, store(t, d, c, "closed"))
	finish(t, closed, confirmAll(begin(t, closed, creates("a", 1), nil), c.now))
	crashed := read(t, store(t, d, c, "../crashed"))
	begin(t, crashed, creates("b", 1), nil)
	c.pass(13 * time.Minute)
	begin(t, read(t, store(t, d, c, "next")), creates("c", 1), nil)
	if got := files(); got != "..%2Fcrashed.log next.log" {
		t.Errorf("journals: %s", got)
	}
}

func TestTheOpeningLineIsThereBeforeTheLeaseIs(t *testing.T) {
	d := newsroom(t)
	c := newClock()
	founded(t, d, c, "zero")
	cfg := config(t, d, c, "one")
	seen := false
	cfg.TestOnlyHook = func(point string) {
		if point == "write:before" {
			data, err := os.ReadFile(filepath.Join(d.path, ".git", "galley", "journal", "one.log"))
			seen = err == nil && strings.HasPrefix(string(data), "galley 1 "+ledgerID+" one\n")
		}
	}
	begin(t, read(t, record.Open(cfg)), creates("a", 1), nil)
	if !seen {
		t.Error("the lease was taken before the journal was opened")
	}
}

// Without a journal nobody could tell later what never left.
func TestNothingIsBegunWithoutAJournal(t *testing.T) {
	d, c := newsroom(t), newClock()
	s := founded(t, d, c, "one")
	head := read(t, s).Head()
	dir := filepath.Join(d.path, ".git", "galley", "journal")
	for _, blocked := range []string{dir, filepath.Join(dir, "one.log")} {
		if blocked == dir {
			if err := os.WriteFile(dir, nil, 0o666); err != nil {
				t.Fatal(err)
			}
		} else if err := errors.Join(os.Remove(dir), os.MkdirAll(blocked, 0o777)); err != nil {
			t.Fatal(err)
		}
		if _, err := read(t, s).Begin(t.Context(), creates("a", 1), nil); err == nil || !strings.Contains(err.Error(), "open the journal") {
			t.Errorf("Begin where %s cannot be written = %v", filepath.Base(blocked), err)
		}
		if got := read(t, s).Head(); got != head {
			t.Errorf("the head moved to %s", got)
		}
	}
}

func TestAPersonsVerdict(t *testing.T) {
	d := newsroom(t)
	c := newClock()
	founded(t, d, c, "zero")
	cfg := config(t, d, c, "one")
	cfg.Settle = func(engine.Network) time.Duration { return time.Minute }
	s := record.Open(cfg)
	l := read(t, s)
	intents := begin(t, l, creates("a", 3), nil)
	verdict := func(slug string, result engine.Result) engine.Outcome {
		return engine.Outcome{ID: id(slug), Result: result, By: "ann", Phase: engine.Live}
	}
	person := store(t, d, c, "person")
	if err := person.Resolve(t.Context(), verdict("a-0", engine.ResultConfirmed)); !errors.Is(err, record.ErrHeld) {
		t.Errorf("Resolve under a lease = %v, want ErrHeld", err)
	}
	finish(t, l, nil)
	// Given back early: absence cannot be told before the request may have arrived.
	from := intents[0].AbsentFrom(time.Minute)
	if err := s.Resolve(t.Context(), verdict("a-0", engine.ResultAbsent)); !errors.Is(err, record.ErrTooEarly) {
		t.Errorf("Resolve as absent = %v, want ErrTooEarly", err)
	}
	published := verdict("a-1", engine.ResultConfirmed)
	published.URL, published.Remote = "https://blog.example/found", "42"
	if err := s.Resolve(t.Context(), published); err != nil {
		t.Errorf("Resolve as published = %v", err)
	}
	c.pass(from.Sub(c.now))
	if err := s.Resolve(t.Context(), verdict("a-0", engine.ResultAbsent)); err != nil {
		t.Errorf("Resolve as absent at %s = %v", from, err)
	}
	for _, slug := range []string{"a-0", "a-1", "nobody"} {
		if err := s.Resolve(t.Context(), verdict(slug, engine.ResultConfirmed)); !errors.Is(err, record.ErrNotOpen) {
			t.Errorf("Resolve of %s again = %v, want ErrNotOpen", slug, err)
		}
	}
	l = read(t, s)
	sound(t, l)
	rec := l.Record().IDs
	if got := rec[id("a-1")]; got.URL != published.URL || got.Remote != "42" || got.Print.Text != engine.HashText("a-1") || got.Last.By != "ann" || got.Open != nil {
		t.Errorf("a-1 = %+v", got)
	}
	if got := rec[id("a-0")]; got.Phase != engine.Absent || got.Open != nil {
		t.Errorf("a-0 = %+v", got)
	}
	if rec[id("a-2")].Open == nil {
		t.Error("a-2 is closed, and nobody said so")
	}
}

func TestATaskForAPersonIsDoneByItsProof(t *testing.T) {
	d := newsroom(t)
	c := newClock()
	founded(t, d, c, "zero")
	l := read(t, store(t, d, c, "one"))
	in := begin(t, l, creates("a", 1), nil)[0]
	handed := confirm(in, c.now)
	handed.Phase, handed.URL, handed.Remote = engine.Draft, "", ""
	finish(t, l, []engine.Outcome{handed})
	proof := engine.Outcome{ID: in.ID, Result: engine.ResultConfirmed, Phase: engine.Live, URL: "https://x.example/1", By: "ann"}
	person := store(t, d, c, "person")
	if err := person.Resolve(t.Context(), proof); err != nil {
		t.Fatal(err)
	}
	want := handed
	want.Run, want.Seq, want.Verb, want.Phase, want.URL, want.By, want.At = "person", 0, 0, engine.Live, proof.URL, "ann", c.now
	if got := read(t, person).Record().IDs[in.ID]; !reflect.DeepEqual(got.Last, want) || !got.Published.Equal(c.now) {
		t.Errorf("%+v\nlast %+v\nwant %+v", got, got.Last, want)
	}
}

// What the outcome of a verdict does not say is as the intent has it.
func TestAVerdictClosesItsIntentAndNoOther(t *testing.T) {
	d, c := newsroom(t), newClock()
	s := founded(t, d, c, "one")
	l := read(t, s)
	batch := creates("a", 2)
	batch[0].Remote, batch[0].Author, batch[0].Revision, batch[0].Generation = "chosen", "Ines", "cafe", 2
	in := begin(t, l, batch, nil)[0]
	finish(t, l, nil)
	if err := store(t, d, c, "person").Resolve(t.Context(), engine.Outcome{ID: in.ID, Result: engine.ResultConfirmed, Phase: engine.Live, By: "ann"}); err != nil {
		t.Fatal(err)
	}
	want := engine.Outcome{Run: "one", Seq: in.Seq, ID: in.ID, Account: account, Result: engine.ResultConfirmed, Verb: engine.Create, Phase: engine.Live,
		Remote: "chosen", Print: in.Print, Fields: in.Fields, Due: in.Due, Digest: in.Digest, Generation: 2, Revision: "cafe", Author: "Ines", By: "ann", At: c.now}
	l = read(t, s)
	sound(t, l)
	if got := l.Record().IDs[in.ID].Last; !reflect.DeepEqual(got, want) || l.Record().IDs[id("a-1")].Open == nil {
		t.Errorf("wrote %+v\nwant  %+v", got, want)
	}
}

// Taken over, and gone: nothing is open, and a person says so all the same.
func TestAPersonTakesOverAndLetsGo(t *testing.T) {
	d, c := newsroom(t), newClock()
	s := founded(t, d, c, "one")
	adopted := engine.Outcome{Run: "not ours", Seq: 7, ID: id("a"), Account: account, Result: engine.ResultAdopted, Phase: engine.Live, Remote: "7", By: "ann"}
	gone := engine.Outcome{ID: id("a"), Result: engine.ResultGone, Phase: engine.Live, By: "ann"}
	if err := s.Resolve(t.Context(), gone); !errors.Is(err, record.ErrNotOpen) {
		t.Errorf("Resolve as gone what nobody manages = %v, want ErrNotOpen", err)
	}
	for _, step := range []struct {
		verdict engine.Outcome
		managed bool
	}{{adopted, true}, {gone, false}} {
		if err := s.Resolve(t.Context(), step.verdict); err != nil {
			t.Fatal(err)
		}
		l := read(t, s)
		sound(t, l)
		got := l.Record().IDs[id("a")]
		if got.Managed() != step.managed || got.Last.Run != "one" || got.Last.Seq != 0 || got.Last.Account != account || len(l.Record().IDs) != 1 {
			t.Errorf("%s: %+v among %d IDs", step.verdict.Result, got, len(l.Record().IDs))
		}
	}
}

// A replacement has two intents open at once: recovery closes both.
func TestBothHalvesOfAReplacementAreClosedByTheNextRun(t *testing.T) {
	d, c := newsroom(t), newClock()
	s := founded(t, d, c, "one")
	l := read(t, s)
	done := confirmAll(begin(t, l, creates("a", 1), nil), c.now)
	removal, again := create("a-0"), create("a-0")
	removal.Verb, again.Generation = engine.Replace, 1
	halves := begin(t, l, []engine.Intent{removal, again}, done)
	c.pass(time.Hour)
	next := read(t, store(t, d, c, "two"))
	found := confirmAll(halves, c.now)
	found[0].Phase, found[1].Generation, found[1].Remote = engine.Absent, 1, "second"
	finish(t, next, found)
	l = read(t, s)
	sound(t, l)
	if got := l.Record().IDs[id("a-0")]; got.Open != nil || len(got.Behind) > 0 || got.Remote != "second" || got.Generation != 1 || !got.Managed() {
		t.Errorf("a-0 = %+v", got)
	}
}

// Whatever the zone of the content, of the host or of a network's answer.
func TestTheLedgerKeepsTimesInUTC(t *testing.T) {
	paris := time.FixedZone("Paris", 3600)
	d, c := newsroom(t), newClock()
	c.now = c.now.In(paris)
	s := founded(t, d, c, "one")
	l := read(t, s)
	in := create("a")
	in.Due = in.Due.In(paris)
	o := confirm(begin(t, l, []engine.Intent{in}, nil)[0], c.now)
	o.Due = o.Due.In(paris)
	finish(t, l, []engine.Outcome{o})
	if text := d.git("show", branch+":ledger/2026-12.jsonl") + d.git("show", branch+"~1:lease.json"); strings.Contains(text, "+01:00") {
		t.Errorf("the record holds\n%s", text)
	}
}
