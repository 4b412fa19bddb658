package engine

import (
	"reflect"
	"slices"
	"testing"
	"time"
)

// day is nine o'clock of a day of December 2026.
func day(n int) time.Time { return time.Date(2026, 12, n, 9, 0, 0, 0, time.UTC) }

var (
	post    = ID{Kind: KindPost, Channel: "blog", Slug: "launch"}
	account = Account{"site", "town"}
)

// intent is the n-th line of a run, about to do v.
func intent(n int, v Verb, generation int) Intent {
	return Intent{ID: post, Account: account, Verb: v, Run: "r", Seq: n, Generation: generation, Remote: RemoteID("chosen-" + string(rune('0'+n)))}
}

// confirmed is what came of an intent that left something live.
func confirmed(in Intent) Outcome {
	return Outcome{Run: in.Run, Seq: in.Seq, ID: in.ID, Account: in.Account, Verb: in.Verb, Result: ResultConfirmed, Phase: Live,
		Generation: in.Generation, Remote: "r1", URL: "https://town.example/1", Version: "v1", Digest: "d1", Revision: "c1",
		Print: Print{Text: "t1"}, Fields: FieldHash{"text": "f1"}, Due: day(1), At: day(2)}
}

func removed(in Intent) Outcome {
	return Outcome{Run: in.Run, Seq: in.Seq, ID: in.ID, Verb: in.Verb, Result: ResultConfirmed, Phase: Absent, Generation: in.Generation, At: day(3)}
}

func answer(in Intent, r Result) Outcome {
	return Outcome{Run: in.Run, Seq: in.Seq, ID: in.ID, Verb: in.Verb, Result: r, At: day(3)}
}

func decided(r Result, at time.Time) Outcome {
	return Outcome{ID: post, Account: account, Result: r, Due: at, At: day(3)}
}

// live is a post that one request put up.
func live() Recorded {
	in := intent(1, Create, 0)
	return Recorded{}.Began(in).With(confirmed(in))
}

// scheduled is a post that waits in the network's scheduler.
func scheduled() Recorded {
	in := intent(1, Create, 0)
	o := confirmed(in)
	o.Phase = Scheduled
	return Recorded{}.Began(in).With(o)
}

func TestARecordGrowsLineByLine(t *testing.T) {
	create, update, replace, again, remove := intent(1, Create, 0), intent(2, Update, 0), intent(2, Replace, 0), intent(3, Create, 1), intent(2, Delete, 0)
	whole := Recorded{ID: post, Account: account, Phase: Live, Remote: "r1", URL: "https://town.example/1", Version: "v1", Digest: "d1", Revision: "c1",
		Print: Print{Text: "t1"}, Fields: FieldHash{"text": "f1"}, Due: day(1), Published: day(2), Chosen: "chosen-1", Last: confirmed(create)}
	but := func(change func(*Recorded)) Recorded {
		r := whole
		change(&r)
		return r
	}
	edited := Outcome{Run: "r", Seq: 2, ID: post, Verb: Update, Result: ResultConfirmed, Phase: Live, Version: "v2", Print: Print{Media: []string{"m"}}, At: day(5)}
	ended := func(o Outcome) Recorded {
		return Recorded{ID: post, Account: account, Generation: 1, Due: day(1), Published: day(2), Digest: "d1", Revision: "c1", Last: o}
	}
	for name, c := range map[string]struct{ got, want Recorded }{
		"begun":     {Recorded{}.Began(create), Recorded{ID: post, Account: account, Open: &create, Chosen: "chosen-1"}},
		"published": {live(), whole},
		"an edit": {live().Began(update).With(edited), but(func(r *Recorded) {
			r.Version, r.Print, r.Last = "v2", Print{Media: []string{"m"}}, edited
		})},
		"begun to edit":  {live().Began(update), but(func(r *Recorded) { r.Open = &update })},
		"refused":        {live().Began(update).With(answer(update, ResultRefused)), but(func(r *Recorded) { r.Last = answer(update, ResultRefused) })},
		"absent":         {live().Began(update).With(answer(update, ResultAbsent)), but(func(r *Recorded) { r.Last = answer(update, ResultAbsent) })},
		"a late word":    {live().With(answer(update, ResultRefused)), whole},
		"a word twice":   {live().With(Outcome{Run: "r", Seq: 1, ID: post, Result: ResultConfirmed, Phase: Live, Remote: "other"}), whole},
		"another's word": {live().Began(update).With(Outcome{Run: "other", Seq: 2, ID: post, Result: ResultConfirmed}), but(func(r *Recorded) { r.Open = &update })},
		"taken down": {live().Began(remove).With(removed(remove)), func() Recorded {
			r := ended(removed(remove))
			r.Removed = true
			return r
		}()},
		"gone": {live().With(decided(ResultGone, day(1))), func() Recorded {
			r := ended(decided(ResultGone, day(1)))
			r.Gone = true
			return r
		}()},
		"to be replaced": {live().Began(replace).Began(again), but(func(r *Recorded) { r.Open, r.Behind, r.Generation = &replace, []Intent{again}, 1 })},
		"half replaced": {live().Began(replace).Began(again).With(removed(replace)), func() Recorded {
			r := ended(removed(replace))
			r.Open, r.Behind, r.Chosen = &again, []Intent{}, "chosen-3"
			return r
		}()},
		"the second half came first": {live().Began(replace).Began(again).With(answer(again, ResultAbsent)), but(func(r *Recorded) {
			r.Open, r.Behind, r.Generation, r.Last = &replace, []Intent{}, 1, answer(again, ResultAbsent)
		})},
		"not replaced": {live().Began(replace).Began(again).With(answer(again, ResultAbsent)).With(answer(replace, ResultAbsent)), but(func(r *Recorded) {
			r.Behind, r.Generation, r.Last = []Intent{}, 1, answer(replace, ResultAbsent)
		})},
		"tried again with another remote id": {Recorded{}.Began(create).With(answer(create, ResultAbsent)).Began(intent(2, Create, 0)).With(answer(intent(2, Create, 0), ResultAbsent)),
			Recorded{ID: post, Account: account, Chosen: "chosen-1", Last: answer(intent(2, Create, 0), ResultAbsent)}},
		"an edit chooses nothing": {Recorded{}.Began(update), Recorded{ID: post, Account: account, Open: &update}},
		"taken down by hand, by nobody's request": {live().With(Outcome{ID: post, Verb: Delete, Result: ResultConfirmed, Phase: Absent, At: day(3)}), func() Recorded {
			r := ended(Outcome{ID: post, Verb: Delete, Result: ResultConfirmed, Phase: Absent, At: day(3)})
			r.Removed = true
			return r
		}()},
		"cancelled in the scheduler": {scheduled().Began(remove).With(removed(remove)), func() Recorded {
			r := ended(removed(remove))
			r.Published = time.Time{}
			return r
		}()},
		"published by the scheduler": {scheduled().With(Outcome{ID: post, Result: ResultWentLive, Phase: Scheduled, Remote: "new", At: day(4)}), but(func(r *Recorded) {
			r.Remote, r.Published = "new", day(4)
			r.Last = Outcome{ID: post, Result: ResultWentLive, Phase: Scheduled, Remote: "new", At: day(4)}
		})},
		"taken down while it was edited": {live().Began(remove).Began(intent(3, Update, 0)).With(removed(remove)), func() Recorded {
			r, edit := ended(removed(remove)), intent(3, Update, 0)
			r.Removed, r.Open, r.Behind = true, &edit, []Intent{}
			return r
		}()},
		"a word of a generation before": {Recorded{Phase: Live, Generation: 5}.Began(remove).With(removed(remove)),
			Recorded{ID: post, Account: account, Generation: 5, Removed: true, Last: removed(remove)}},
		"let go":         {live().With(decided(ResultReleased, day(1))), but(func(r *Recorded) { r.Released, r.Last = true, decided(ResultReleased, day(1)) })},
		"seen and again": {Recorded{}.With(decided(ResultSeen, day(4))).With(decided(ResultSeen, day(6))), Recorded{ID: post, Account: account, Seen: day(4), Last: decided(ResultSeen, day(6))}},
		"held":           {Recorded{}.With(decided(ResultHeld, day(4))), Recorded{ID: post, Account: account, Held: day(4), Last: decided(ResultHeld, day(4))}},
		"skipped":        {Recorded{}.With(decided(ResultSkipped, day(4))), Recorded{ID: post, Account: account, Skipped: day(4), Last: decided(ResultSkipped, day(4))}},
		"adopted without a phase": {Recorded{}.With(decided(ResultAdopted, day(1))), Recorded{ID: post, Account: account, Phase: Live, Due: day(1), Published: day(3),
			TakenOver: true, Last: decided(ResultAdopted, day(1))}},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", name, c.got, c.want)
		}
	}
}

// TestASuccessEndsWhatHeldItBack: what was decided, refused or given up before
// says nothing of what is live now.
func TestASuccessEndsWhatHeldItBack(t *testing.T) {
	in := intent(2, Create, 0)
	before := Recorded{ID: post, Skipped: day(1), Held: day(1), Gone: true, Removed: true, Released: true, Refused: "d", Refusal: "too long",
		Renamed: ID{Slug: "other"}, Seen: day(1)}
	got := before.Began(in).With(confirmed(in))
	if !got.Skipped.IsZero() || !got.Held.IsZero() || got.Gone || got.Removed || got.Released || got.Refused+got.Refusal != "" || !got.Renamed.IsZero() || !got.Managed() {
		t.Errorf("still held back: %+v", got)
	}
	if !got.Seen.Equal(day(1)) {
		t.Errorf("its first sight is forgotten: %+v", got)
	}
}

func TestARefusalIsRememberedUntilTheEnd(t *testing.T) {
	in := intent(2, Update, 0)
	o := answer(in, ResultRefused)
	o.Digest, o.Reason = "d2", "too long"
	r := live().Began(in).With(o)
	if r.Refused != "d2" || r.Refusal != "too long" || r.Digest != "d1" {
		t.Errorf("refused: %+v", r)
	}
	if r = r.With(decided(ResultGone, day(1))); r.Refused+r.Refusal != "" {
		t.Errorf("gone, and still refused: %+v", r)
	}
}

// TestLookupsCount only those from which absence can be told, of one intent.
func TestLookupsCount(t *testing.T) {
	replace, again := intent(1, Replace, 0), intent(2, Create, 1)
	sooner, ready := answer(replace, ResultUncertain), answer(replace, ResultUncertain)
	ready.Ready = true
	r := Recorded{}.Began(replace).Began(again).With(sooner).With(ready).With(ready)
	if r.Lookups != 2 || r.Open == nil || r.Open.Ref() != replace.Ref() {
		t.Errorf("%d look-ups of %+v, want 2 of the first", r.Lookups, r.Open)
	}
	if r = r.With(removed(replace)); r.Lookups != 0 || r.Open == nil || r.Open.Ref() != again.Ref() {
		t.Errorf("%d look-ups of %+v, want none of the second", r.Lookups, r.Open)
	}
}

// TestLinesDoNotChangeWhatWasReadBefore: a record is a value.
func TestLinesDoNotChangeWhatWasReadBefore(t *testing.T) {
	replace, again, third := intent(1, Replace, 0), intent(2, Create, 1), intent(3, Create, 2)
	two := Recorded{}.Began(replace).Began(again)
	one, other := two.Began(third), two.Began(intent(4, Create, 2))
	if one.Behind[1].Seq != 3 || other.Behind[1].Seq != 4 {
		t.Errorf("%v and %v share their lines", one.Behind, other.Behind)
	}
	one.With(answer(again, ResultAbsent))
	if refs := []int{one.Behind[0].Seq, one.Behind[1].Seq}; !slices.Equal(refs, []int{2, 3}) {
		t.Errorf("an answer changed what was read before: %v", refs)
	}
}

func TestAnEndIsSaidOnce(t *testing.T) {
	gone, down, there := Recorded{Gone: true}, Recorded{Removed: true}, Recorded{Phase: Live}
	for name, c := range map[string]struct {
		before, after Recorded
		want          bool
	}{
		"found gone": {there, gone, true}, "taken down": {there, down, true}, "gone, and taken down": {gone, Recorded{Gone: true, Removed: true}, true},
		"gone before": {gone, gone, false}, "down before": {down, down, false}, "as it was": {there, there, false}, "put up again": {gone, there, false},
	} {
		if got := c.before.Ends(c.after); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestANewNameTakesAllAlong, and leaves an ID that may name another post.
func TestANewNameTakesAllAlong(t *testing.T) {
	old := live()
	old.Generation, old.TakenOver = 2, true
	want := Recorded{Phase: Live, Remote: "r1", URL: "https://town.example/1", Version: "v1", Print: old.Print, Fields: old.Fields, Due: day(1),
		Published: day(2), TakenOver: true, Generation: 2}
	if got := (Recorded{Phase: Live}).Inherit(old); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	own := Recorded{Remote: "mine", Print: Print{Text: "t"}, Fields: FieldHash{}, Due: day(9), Published: day(9), Generation: 3}
	if got := own.Inherit(Recorded{Generation: 1, Remote: "r", Print: Print{Text: "u"}, Fields: FieldHash{"a": "b"}, Due: day(1)}); !reflect.DeepEqual(got, own) {
		t.Errorf("what it has of its own: got %+v, want %+v", got, own)
	}

	old.Skipped, old.Held, old.Seen, old.Released, old.Refused = day(1), day(1), day(1), true, "d"
	old.Gone, old.Removed = true, true
	left := old.MovedTo(ID{Kind: KindPost, Channel: "blog", Slug: "opening"})
	if want := (Recorded{ID: post, Account: account, Generation: 3, Digest: "d1", Revision: "c1", Last: old.Last,
		Renamed: ID{Kind: KindPost, Channel: "blog", Slug: "opening"}}); !reflect.DeepEqual(left, want) {
		t.Errorf("left behind: %+v\nwant         %+v", left, want)
	}
	if Key("l", account, post, left.Generation) == Key("l", account, post, old.Generation) {
		t.Error("a new post under a name that was given up has the key of the one before")
	}
}

func TestManagedIsWhatIsOurs(t *testing.T) {
	for name, c := range map[string]struct {
		record Recorded
		want   bool
	}{
		"live": {Recorded{Phase: Live}, true}, "scheduled": {Recorded{Phase: Scheduled}, true}, "draft": {Recorded{Phase: Draft}, false},
		"nothing": {Recorded{}, false}, "let go": {Recorded{Phase: Live, Released: true}, false}, "moved": {Recorded{Phase: Live, Renamed: post}, false},
	} {
		if c.record.Managed() != c.want {
			t.Errorf("%s: managed %t", name, !c.want)
		}
	}
}

func TestWhatWasTakenOverIsAsOldAsItsFileSays(t *testing.T) {
	adopted := Outcome{Result: ResultAdopted, Phase: Live, Due: day(1), At: day(10)}
	sent := Outcome{Result: ResultConfirmed, Phase: Live, Due: day(1), At: day(2)}
	for name, tc := range map[string]struct {
		record Recorded
		want   time.Time
	}{
		"nothing":                   {Recorded{}, time.Time{}},
		"published late":            {Recorded{}.With(sent), day(2)},
		"taken over":                {Recorded{}.With(adopted), day(1)},
		"edited since":              {Recorded{}.With(adopted).With(Outcome{Result: ResultConfirmed, Phase: Live, At: day(12)}), day(1)},
		"adopted once more":         {Recorded{}.With(sent).With(adopted), day(2)},
		"published again":           {Recorded{}.With(adopted).With(Outcome{Result: ResultGone, At: day(11)}).With(Outcome{Result: ResultConfirmed, Phase: Live, Due: day(12), At: day(12)}), day(12)},
		"renamed":                   {Recorded{}.With(adopted).Inherit(Recorded{}.With(sent)), day(2)},
		"taken over undated":        {Recorded{}.With(Outcome{Result: ResultAdopted, Phase: Live, At: day(10)}), day(10)},
		"due after the adoption":    {Recorded{}.With(Outcome{Result: ResultAdopted, Phase: Live, Due: day(20), At: day(10)}), day(10)},
		"let go before it was seen": {Recorded{Phase: Live}.With(sent), day(2)},
	} {
		if got := tc.record.WentLive(); !got.Equal(tc.want) {
			t.Errorf("%s: went live %v, want %v", name, got, tc.want)
		}
	}
}
