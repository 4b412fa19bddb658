package apply_test

import (
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"galley/engine"
	"galley/engine/apply"
	"galley/engine/observe"
	"galley/providers/memory"
)

// A trace is what a killed run left behind: an intent without an outcome.
type trace struct {
	*desk
	in     engine.Intent
	record engine.Record
}

// searched is a network that can be searched and listed, a minute after it was
// written to.
func searched() memory.Powers {
	return memory.Powers{Caps: engine.Caps{Find: true, List: true}, Settle: time.Minute}
}

// leftOpen leaves the intent to bring "a" to the network open.
func leftOpen(t *testing.T, powers memory.Powers, verb engine.Verb) *trace {
	d := newDesk(t, powers, "a")
	x := &trace{desk: d, in: intent(d, d.desired[0], verb)}
	x.leave(engine.Recorded{}, x.in)
	return x
}

// leave is a record of which the intents have no outcome.
func (x *trace) leave(rec engine.Recorded, open ...engine.Intent) {
	for _, in := range open {
		rec = rec.Began(in)
	}
	x.record = engine.Record{IDs: map[engine.ID]engine.Recorded{x.in.ID: rec}}
}

func intent(d *desk, post engine.Desired, verb engine.Verb) engine.Intent {
	info := d.cfg.Providers["net"].Info()
	in := engine.Intent{ID: post.ID, Verb: verb, Account: post.Account, Key: "key of " + post.ID.Slug,
		Print: engine.PrintOf(info, post.Spec), Fields: engine.FieldPrints(info, post.Spec, post.Fields),
		Due: post.Due, SendBy: time.Now().Add(3 * time.Minute), Timeout: engine.Seconds(time.Minute), Digest: post.Digest,
		Generation: 2, Revision: "1a2b3c4", Author: "ada", Run: "run-1", Seq: 7}
	if verb != engine.Create {
		in.Remote = "p1"
	}
	return in
}

// publish is the request arriving.
func (x *trace) publish(text string) engine.RemoteID {
	x.t.Helper()
	remote, err := x.net.PublishByHand("gazette", &engine.Post{Text: text})
	if err != nil {
		x.t.Fatal(err)
	}
	return remote
}

// is has the record own what has a remote id.
func (x *trace) is(slug string, remote engine.RemoteID) {
	id := x.in.ID
	id.Slug = slug
	rec := x.record.IDs[id]
	rec.Phase, rec.Remote = engine.Live, remote
	x.record.IDs[id] = rec
}

func (x *trace) observe() engine.Observation {
	return observe.Channels(x.t.Context(), x.cfg.Providers, x.record, time.Now, observe.RefreshAll)["net"]
}

// recover looks up what is open, which changes nothing that readers see.
func (x *trace) recover(seen engine.Observation) []engine.Outcome {
	x.t.Helper()
	before := len(x.net.Events())
	defer func() {
		if after := x.net.Events(); len(after) != before {
			x.t.Errorf("a look-up changed the network: %v", after[before:])
		}
	}()
	return apply.Recover(x.t.Context(), x.cfg, x.record, map[engine.Channel]engine.Observation{"net": seen})
}

// said is what look-ups wrote down, in one line.
func said(outcomes []engine.Outcome) string {
	text := ""
	for i, o := range outcomes {
		if i > 0 {
			text += "; "
		}
		text += o.Result.String()
		switch {
		case o.Result == engine.ResultConfirmed && o.Phase == engine.Absent:
			text += " gone"
		case o.Result == engine.ResultConfirmed:
			text += " " + string(o.Remote)
		case o.Ready:
			text += ", which counts"
		}
	}
	return text
}

// fails has every request of a name fail.
func (x *trace) fails(name string, kind engine.ErrKind) {
	x.net.Strike(func(op memory.Op) error {
		if op.Name == name {
			return engine.Errorf(kind, name, engine.ID{}, "no")
		}
		return nil
	}, nil)
}

func TestWhatBecameOfACreate(t *testing.T) {
	keyed := searched()
	keyed.Keyed = true
	unlisted := searched()
	unlisted.Caps.List = false
	blind := memory.Powers{Settle: time.Minute}
	by := memory.Powers{Manual: true}
	nothing := func(*trace) {}
	arrived := func(x *trace) { x.publish("text of a") }
	whole := func(*engine.Observation, engine.Intent) {}
	const moment = time.Duration(0) // from which absence can be told
	for name, tt := range map[string]struct {
		powers   memory.Powers
		happened func(*trace)
		at       time.Duration // of the look, from that moment
		listing  func(*engine.Observation, engine.Intent)
		want     string
	}{
		"it arrived":                               {searched(), arrived, -5 * time.Minute, whole, "confirmed p1"},
		"it arrived, and the record says so":       {searched(), func(x *trace) { x.is("a", x.publish("text of a")) }, moment, whole, "confirmed p1"},
		"what is there is another's":               {searched(), func(x *trace) { x.is("b", x.publish("text of a")) }, moment, whole, "absent"},
		"what is there is another's, looked early": {searched(), func(x *trace) { x.is("b", x.publish("text of a")) }, -1, whole, ""},
		"it did not arrive":                        {searched(), nothing, moment, whole, "absent"},
		"it may still arrive":                      {searched(), nothing, -1, whole, ""},
		"it may still arrive, with a key":          {keyed, nothing, -5 * time.Minute, whole, "absent"},
		"the search fails":                         {searched(), func(x *trace) { x.fails("list", engine.Throttled) }, moment, whole, ""},
		"the search fails, with a key":             {keyed, func(x *trace) { x.fails("find", engine.Throttled) }, moment, whole, ""},
		"the search is not listed":                 {unlisted, nothing, moment, whole, "absent"},
		"the search is not listed, looked early":   {unlisted, nothing, -1, whole, ""},
		"nobody can search":                        {blind, nothing, moment, whole, "uncertain, which counts"},
		"nobody can search, looked early":          {blind, nothing, -1, whole, ""},
		"a person was to do it":                    {by, nothing, -5 * time.Minute, whole, "absent"},
		"the listing was cut short":                {searched(), nothing, moment, func(o *engine.Observation, _ engine.Intent) { o.Listed = false }, ""},
		"the listing began too early": {searched(), nothing, moment,
			func(o *engine.Observation, _ engine.Intent) { o.Begun = o.Begun.Add(-1) }, ""},
		"the listing goes back to when the intent can have been written": {searched(), nothing, moment,
			func(o *engine.Observation, in engine.Intent) { o.Since = earliest(in) }, "absent"},
		"the listing goes back to a moment later": {searched(), nothing, moment,
			func(o *engine.Observation, in engine.Intent) { o.Since = earliest(in).Add(1) }, "uncertain, which counts"},
	} {
		inBubble(t, name, func(t *testing.T) {
			x := leftOpen(t, tt.powers, engine.Create)
			tt.happened(x)
			time.Sleep(time.Until(x.in.AbsentFrom(x.cfg.Providers["net"].Info().Settled()).Add(tt.at)))
			seen := x.observe()
			tt.listing(&seen, x.in)
			x.want(said(x.recover(seen)), tt.want)
		})
	}
}

// earliest is when an intent can have been written: a lease and the difference
// of two clocks before its last moment.
func earliest(in engine.Intent) time.Time {
	return in.SendBy.Add(-10*time.Minute - engine.SkewAllowance)
}

// Somebody may have corrected by hand what went out: any post of that time that
// nobody owns may be it.
func TestAPostThatNobodyOwnsMayBeTheOneThatWentOut(t *testing.T) {
	for name, tt := range map[string]struct {
		there func(in engine.Intent) engine.Observed
		want  string
	}{
		"of that time":              {func(in engine.Intent) engine.Observed { return engine.Observed{Created: earliest(in)} }, "uncertain, which counts"},
		"older":                     {func(in engine.Intent) engine.Observed { return engine.Observed{Created: earliest(in).Add(-1)} }, "absent"},
		"another's":                 {func(in engine.Intent) engine.Observed { return engine.Observed{Remote: "owned", Created: in.SendBy} }, "absent"},
		"the network says not when": {func(engine.Intent) engine.Observed { return engine.Observed{} }, "absent"},
		"in the scheduler": {func(in engine.Intent) engine.Observed {
			return engine.Observed{Phase: engine.Scheduled, Created: in.SendBy}
		}, "absent"},
	} {
		inBubble(t, name, func(t *testing.T) {
			x := leftOpen(t, searched(), engine.Create)
			x.is("b", "owned")
			time.Sleep(time.Hour)
			o := tt.there(x.in)
			o.Spec = &engine.Post{Text: "corrected"}
			if o.Remote == "" {
				o.Remote = "p1"
			}
			if o.Phase == engine.Absent {
				o.Phase = engine.Live
			}
			x.want(said(x.recover(engine.Observation{Listed: true, Begun: time.Now(), Seen: []engine.Observed{o}})), tt.want)
		})
	}
}

func TestWhatBecameOfAnEditOrARemoval(t *testing.T) {
	read := memory.Powers{Caps: engine.Caps{Read: true, Update: true, Delete: true}, Settle: time.Minute}
	keyed := read
	keyed.Keyed = true
	listed := read
	listed.Caps.Read, listed.Caps.List = false, true
	blind := memory.Powers{Settle: time.Minute}
	whole := func(*engine.Observation) {}
	there := func(text string) func(*trace) { return func(x *trace) { x.publish(text) } }
	gone := func(*trace) {}
	fails := func(kind engine.ErrKind) func(*trace) {
		return func(x *trace) { x.publish("text of a"); x.fails("read", kind) }
	}
	const moment = time.Duration(0) // from which a request that did not arrive never will
	for name, tt := range map[string]struct {
		powers   memory.Powers
		verb     engine.Verb
		happened func(*trace)
		at       time.Duration // of the look, from that moment
		listing  func(*engine.Observation)
		want     string
	}{
		"an edit arrived":                      {read, engine.Update, there("text of a"), -3 * time.Minute, whole, "confirmed p1"},
		"an edit did not arrive":               {read, engine.Update, there("old"), moment, whole, "absent"},
		"an edit may still arrive":             {read, engine.Update, there("old"), -1, whole, ""},
		"an edit may still arrive, with a key": {keyed, engine.Update, there("old"), -3 * time.Minute, whole, "absent"},
		"what was to be edited is gone":        {read, engine.Update, gone, -3 * time.Minute, whole, "absent"},
		"an edit cannot be read back":          {blind, engine.Update, gone, time.Minute, whole, "uncertain, which counts"},
		"an edit cannot be read back, early":   {blind, engine.Update, gone, time.Minute - 1, whole, ""},
		"an edit cannot be read now":           {read, engine.Update, fails(engine.Throttled), time.Hour, whole, ""},
		"a removal arrived":                    {read, engine.Delete, gone, -3 * time.Minute, whole, "confirmed gone"},
		"a removal did not arrive":             {read, engine.Delete, there("text of a"), moment, whole, "absent"},
		"a removal may still arrive":           {read, engine.Delete, there("text of a"), -1, whole, ""},
		"a removal cannot be read now":         {read, engine.Delete, fails(engine.Unauthorized), time.Hour, whole, ""},
		"half a replacement arrived":           {read, engine.Replace, gone, -3 * time.Minute, whole, "confirmed gone"},
		"half a replacement did not arrive":    {read, engine.Replace, there("text of a"), moment, whole, "absent"},

		"an edit shows in the listing":       {listed, engine.Update, there("text of a"), time.Minute, whole, "confirmed p1"},
		"an edit does not show":              {listed, engine.Update, there("old"), time.Minute, whole, "absent"},
		"an edit does not show yet":          {listed, engine.Update, there("old"), time.Minute - 1, whole, ""},
		"an edit did not show":               {listed, engine.Update, there("old"), time.Minute, func(o *engine.Observation) { o.Begun = o.Begun.Add(-1) }, ""},
		"a removal is gone from the listing": {listed, engine.Delete, gone, time.Minute, whole, "confirmed gone"},
		"a removal is not in a listing that began too early": {listed, engine.Delete, gone, time.Minute,
			func(o *engine.Observation) { o.Begun = o.Begun.Add(-1) }, ""},
		"a removal is not in what was listed": {listed, engine.Delete, gone, time.Minute,
			func(o *engine.Observation) { o.Since = o.Begun.Add(-time.Hour) }, "uncertain, which counts"},
		"a removal is not in a listing that was cut short": {listed, engine.Delete, gone, time.Minute,
			func(o *engine.Observation) { o.Listed = false }, ""},
	} {
		inBubble(t, name, func(t *testing.T) {
			x := leftOpen(t, tt.powers, tt.verb)
			tt.happened(x)
			x.is("a", "p1")
			time.Sleep(time.Until(x.in.AbsentFrom(0).Add(tt.at)))
			seen := x.observe()
			tt.listing(&seen)
			x.want(said(x.recover(seen)), tt.want)
		})
	}
}

func TestAJournalSaysWhatNeverLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := leftOpen(t, memory.Powers{}, engine.Create)
		x.book.unsent = []engine.LineRef{x.in.Ref()}
		x.want(said(x.recover(engine.Observation{})), "absent")
		x.cfg.Providers = nil
		x.want(said(x.recover(engine.Observation{})), "absent")
		x.book.unsent = []engine.LineRef{{Run: "run-1", Seq: 8}}
		x.want(said(x.recover(engine.Observation{})), "")
		x.cfg.Journal = nil
		x.want(said(x.recover(engine.Observation{})), "")
	})
}

// The line says all that the intent knew, so that the ledger can be read without
// the content of that day.
func TestALookUpNamesItsIntent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := leftOpen(t, unkeyed(), engine.Create)
		x.publish("text of a")
		in := x.in
		want := []engine.Outcome{{Run: "run-1", Seq: 7, ID: in.ID, Account: in.Account, Result: engine.ResultConfirmed,
			Verb: engine.Create, Phase: engine.Live, Remote: "p1", URL: "https://net.example/p1", Version: "v2", Print: in.Print,
			Fields: in.Fields, Due: in.Due, Digest: in.Digest, Generation: 2, Revision: "1a2b3c4", Author: "ada",
			Reason: "found on the network", At: time.Now().UTC().Round(0)}}
		if got := x.recover(engine.Observation{}); !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	})
}

// Two posts of one text lost their answers, and one of them went out: it answers
// for one of them, the first.
func TestAPostAnswersForOneIntent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, searched(), "a", "b", "c")
		record := engine.Record{IDs: map[engine.ID]engine.Recorded{}}
		for i, p := range d.desired {
			in := intent(d, p, engine.Create)
			in.Print, in.Seq = engine.PrintOf(d.cfg.Providers["net"].Info(), &engine.Post{Text: "the same"}), i+1
			record.IDs[p.ID] = engine.Recorded{}.Began(in)
		}
		x := &trace{desk: d, record: record}
		x.publish("the same")
		time.Sleep(time.Hour)
		for range 10 { // a map has no order
			outcomes := x.recover(x.observe())
			x.want(said(outcomes), "confirmed p1; absent; absent")
			x.want(outcomes[0].ID.Slug+outcomes[1].ID.Slug+outcomes[2].ID.Slug, "abc")
		}
	})
}

// Of a replacement both halves may be open: the second is looked for once the
// first is known, and not before.
func TestTheHalvesOfAReplacementAreLookedForInOrder(t *testing.T) {
	for name, tt := range map[string]struct {
		happened func(x *trace)
		want     string
	}{
		"both arrived":      {func(x *trace) { x.net.DeleteByHand("gazette", "p1"); x.publish("new") }, "confirmed gone; confirmed p3"},
		"the first arrived": {func(x *trace) { x.net.DeleteByHand("gazette", "p1") }, "confirmed gone; absent"},
		"none arrived":      {func(*trace) {}, "absent; absent"},
		"nobody can tell":   {func(x *trace) { x.fails("read", engine.Unsupported) }, "uncertain, which counts"},
	} {
		inBubble(t, name, func(t *testing.T) {
			x := leftOpen(t, unkeyed(), engine.Replace)
			x.publish("text of a")
			again := x.in
			again.Verb, again.Remote, again.Seq = engine.Create, "", 8
			again.Print = engine.PrintOf(x.cfg.Providers["net"].Info(), &engine.Post{Text: "new"})
			x.leave(engine.Recorded{Phase: engine.Live, Remote: "p1"}, x.in, again)
			tt.happened(x)
			time.Sleep(time.Hour)
			x.want(said(x.recover(x.observe())), tt.want)
		})
	}
}

// Three look-ups that could have told are written down. After them a person
// decides, unless the network tells after all.
func TestLookUpsAreWrittenDownThreeTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := leftOpen(t, memory.Powers{Caps: engine.Caps{Read: true, Update: true}}, engine.Update)
		x.publish("text of a")
		x.fails("read", engine.Unsupported)
		time.Sleep(time.Hour)
		for _, want := range []string{"uncertain, which counts", "uncertain, which counts", "uncertain, which counts", "", ""} {
			outcomes := x.recover(x.observe())
			x.want(said(outcomes), want)
			x.record = apply.Apply(x.record, outcomes)
		}
		x.net.Strike(nil, nil)
		x.want(said(x.recover(x.observe())), "confirmed p1")
	})
}

// What was to be cancelled at about its time has left the network's scheduler.
// It was cancelled, unless a listing of what is live shows it.
func TestWhatWasToBeCancelledAtItsTime(t *testing.T) {
	powers := memory.Powers{Caps: engine.Caps{Read: true, List: true, Delete: true}, Settle: time.Minute}
	unlisted := powers
	unlisted.Caps.List = false
	const moment = time.Minute + engine.SkewAllowance // from which it shows if it is live, whichever clock is right
	same := &engine.Post{Text: "text of a"}
	for name, tt := range map[string]struct {
		powers memory.Powers
		at     time.Duration // of the look, from its time
		phase  engine.Phase  // as recorded
		live   engine.Observed
		since  time.Duration // the listing goes back to here, from its time; zero is everything
		want   string
	}{
		"long before its time":           {powers, -engine.SkewAllowance - 1, engine.Scheduled, engine.Observed{}, 0, "confirmed gone"},
		"at its time by another clock":   {powers, -engine.SkewAllowance, engine.Scheduled, engine.Observed{}, 0, ""},
		"at its time, but live before":   {powers, 0, engine.Live, engine.Observed{}, 0, "confirmed gone"},
		"before a listing would show it": {powers, moment - 1, engine.Scheduled, engine.Observed{}, 0, ""},
		"nothing is live":                {powers, moment, engine.Scheduled, engine.Observed{}, 0, "confirmed gone"},
		"it is live":                     {powers, moment, engine.Scheduled, engine.Observed{Remote: "p9", Phase: engine.Live, Spec: same}, 0, "absent"},
		"something else is live":         {powers, moment, engine.Scheduled, engine.Observed{Remote: "p9", Phase: engine.Live, Spec: &engine.Post{Text: "other"}}, 0, "confirmed gone"},
		"something unknown is live":      {powers, moment, engine.Scheduled, engine.Observed{Remote: "p9", Phase: engine.Live}, 0, "confirmed gone"},
		"another's is live":              {powers, moment, engine.Scheduled, engine.Observed{Remote: "owned", Phase: engine.Live, Spec: same}, 0, "confirmed gone"},
		"the same is planned":            {powers, moment, engine.Scheduled, engine.Observed{Remote: "s9", Phase: engine.Scheduled, Spec: same}, 0, "confirmed gone"},
		"listed back to before its time": {powers, moment, engine.Scheduled, engine.Observed{}, -engine.SkewAllowance, "confirmed gone"},
		"not listed back to before":      {powers, moment, engine.Scheduled, engine.Observed{}, -engine.SkewAllowance + 1, "uncertain, which counts"},
		"nothing lists what is live":     {unlisted, time.Hour, engine.Scheduled, engine.Observed{}, 0, "uncertain, which counts"},
	} {
		inBubble(t, name, func(t *testing.T) {
			x := leftOpen(t, tt.powers, engine.Delete)
			due := x.in.SendBy.Add(10 * time.Minute)
			x.in.Remote = "s1"
			x.leave(engine.Recorded{Phase: engine.Scheduled, Remote: "s1", Due: due, Print: x.in.Print}, x.in)
			rec := x.record.IDs[x.in.ID]
			rec.Phase = tt.phase
			x.record.IDs[x.in.ID] = rec
			x.is("b", "owned")
			time.Sleep(time.Until(due.Add(tt.at)))
			seen := engine.Observation{Begun: time.Now(), Listed: true}
			if tt.live.Phase != engine.Absent {
				seen.Seen = append(seen.Seen, tt.live)
			}
			if tt.since != 0 {
				seen.Since = due.Add(tt.since)
			}
			x.want(said(x.recover(seen)), tt.want)
		})
	}
}

func TestWhatIsStillInTheSchedulerWasNotCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := leftOpen(t, memory.Powers{Caps: engine.Caps{Read: true, List: true, Delete: true}}, engine.Delete)
		x.leave(engine.Recorded{Phase: engine.Scheduled, Remote: x.publish("text of a"), Due: time.Now()}, x.in)
		time.Sleep(time.Hour)
		x.want(said(x.recover(engine.Observation{Begun: time.Now(), Listed: true})), "absent")
	})
}

// An account that has another name now, and shows what was sent, is the same.
func TestWhatAnotherAccountShowsIsThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := leftOpen(t, searched(), engine.Create)
		x.in.Account.Handle = "the-gazette"
		x.leave(engine.Recorded{}, x.in)
		x.want(said(x.recover(x.observe())), "")
		time.Sleep(time.Hour)
		x.want(said(x.recover(engine.Observation{})), "") // the listing failed
		x.publish("text of a")
		x.want(said(x.recover(x.observe())), "confirmed p1")
	})
}

// What was handed over, and could not be edited any more, is looked for by
// others: its edit did not arrive.
func TestAnEditOfWhatLeftTheSchedulerDidNotArrive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := leftOpen(t, memory.Powers{Caps: engine.Caps{Read: true, List: true, Update: true}}, engine.Update)
		x.leave(engine.Recorded{Phase: engine.Scheduled, Remote: "s1", Due: time.Now()}, x.in)
		x.want(said(x.recover(x.observe())), "absent")
	})
}

// An intent of which no field is declared is told by its text.
func TestAnEditWithoutDeclaredFieldsIsToldByItsText(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := leftOpen(t, memory.Powers{Caps: engine.Caps{Read: true, Update: true}}, engine.Update)
		x.in.Fields = nil
		x.leave(engine.Recorded{}, x.in)
		x.publish("old")
		time.Sleep(time.Hour)
		x.want(said(x.recover(engine.Observation{})), "absent")
	})
}
