package apply_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"galley/engine"
	"galley/engine/apply"
	"galley/engine/observe"
	"galley/providers/memory"
)

// unkeyed is a network that is only to be searched.
func unkeyed() memory.Powers {
	p := full()
	p.Keyed = false
	return p
}

// lost sends "a" and loses the answer; somebody then corrects the post by hand.
func lost(d *desk) {
	d.t.Helper()
	d.net.Strike(nil, onWrites(errors.New("no answer")))
	d.want(results(d.must()), "a create uncertain")
	d.net.Strike(nil, nil)
	if err := d.net.EditByHand("gazette", d.net.Shown("gazette")[0].Remote, &engine.Post{Text: "corrected"}); err != nil {
		d.t.Fatal(err)
	}
}

// A post that went out and was corrected by hand is known by one thing alone:
// that a whole listing of its time shows a post that nobody owns.
func TestAbsenceNeedsAWholeListing(t *testing.T) {
	inBubble(t, "cut short", func(t *testing.T) {
		d := newDesk(t, unkeyed(), "a")
		lost(d)
		time.Sleep(time.Hour)
		listings := 0
		d.net.Strike(func(op memory.Op) error {
			if op.Name == "list" {
				if listings++; listings == 1 {
					return engine.Errorf(engine.Throttled, "list", engine.ID{}, "slow down")
				}
			}
			return nil
		}, nil)
		d.must()
		d.net.Strike(nil, nil)
		d.must()
		d.want(d.shown(), "corrected")
	})
	inBubble(t, "not back to the intent", func(t *testing.T) {
		d := newDesk(t, unkeyed(), "a")
		d.desired[0].Rules.Late.Then = engine.LatePublish
		d.cfg.Refresh = observe.RefreshWindow
		lost(d)
		time.Sleep(observe.Window + time.Hour)
		for range 5 {
			d.must()
			time.Sleep(time.Hour)
		}
		d.want(d.shown(), "corrected")
		if r := d.book.ids[d.desired[0].ID]; r.Lookups < 3 {
			t.Errorf("%d look-ups, want those after which a person is asked", r.Lookups)
		}
	})
}

func TestAnotherAccountSaysNothingAboutTheOneBefore(t *testing.T) {
	inBubble(t, "a create", func(t *testing.T) {
		d := newDesk(t, unkeyed(), "a")
		lost(d)
		d.becomes("other", unkeyed())
		for range 4 {
			time.Sleep(time.Hour)
			d.must()
		}
		d.want(d.shown(), "corrected")
		if n := len(d.net.Shown("other")); n > 0 {
			t.Errorf("%d posts went out a second time, as another account", n)
		}
	})
	inBubble(t, "but what is mirrored is ours under any name", func(t *testing.T) {
		mirrored := unkeyed()
		mirrored.Mirrored = true
		d := newDesk(t, mirrored, "a")
		lost(d)
		d.becomes("other", mirrored)
		time.Sleep(time.Hour)
		d.must()
		if r := d.book.ids[d.desired[0].ID]; r.Open != nil || len(d.net.Shown("other")) != 1 {
			t.Errorf("recorded %+v, want it written again", r)
		}
	})
	inBubble(t, "a deletion", func(t *testing.T) {
		d := newDesk(t, unkeyed(), "a")
		d.must()
		d.desired[0].Class = engine.Remove
		d.desired[0].Digest = d.desired[0].ComputeDigest()
		d.net.Strike(onWrites(errors.New("the connection broke")), nil)
		d.want(results(d.must()), "a delete uncertain")
		d.net.Strike(nil, nil)
		d.becomes("other", unkeyed())
		time.Sleep(time.Hour)
		d.must()
		if r := d.book.ids[d.desired[0].ID]; r.Open == nil {
			t.Errorf("recorded as taken down (%+v), and %q is live", r.Last, d.shown())
		}
	})
}

func TestWhatWasPublishedAsAnotherIsNotCalledTakenDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, unkeyed(), "a")
		d.must()
		d.becomes("other", unkeyed())
		time.Sleep(time.Hour)
		for range 2 {
			d.must()
			d.desired[0].Class = engine.Remove
			d.desired[0].Digest = d.desired[0].ComputeDigest()
		}
		if r := d.book.ids[d.desired[0].ID]; !r.Managed() || d.shown() != "text of a" {
			t.Errorf("shown is %q, and recorded %+v", d.shown(), r)
		}
	})
}

// becomes gives the channel another account.
func (d *desk) becomes(handle string, powers memory.Powers) {
	d.t.Helper()
	account := engine.Account{Network: "memory", Handle: handle}
	p, err := memory.New(d.net, engine.Config{Channel: "net", Account: account}, powers)
	if err != nil {
		d.t.Fatal(err)
	}
	d.cfg.Providers["net"], d.cfg.Accounts["net"] = p, account
	for i := range d.desired {
		d.desired[i].Account = account
		d.desired[i].Digest = d.desired[i].ComputeDigest()
	}
}

// scheduled hands "a" over, due in an hour, then has it withdrawn.
func scheduled(d *desk) {
	d.t.Helper()
	d.desired[0].Due, d.desired[0].Rules.Native = time.Now().Add(time.Hour), true
	d.desired[0].Digest = d.desired[0].ComputeDigest()
	d.want(results(d.must()), "a create confirmed")
	d.desired[0].Class = engine.Remove
	d.desired[0].Digest = d.desired[0].ComputeDigest()
}

// What left the network's scheduler at its time may be live under another id:
// only a listing of what is live tells that it is gone.
func TestWhatLeftTheSchedulerAtItsTimeIsLookedForAmongTheLive(t *testing.T) {
	settled := func(d *desk) {
		for range 4 {
			time.Sleep(10 * time.Minute)
			d.must()
		}
	}
	inBubble(t, "the request was lost", func(t *testing.T) {
		d := newDesk(t, unkeyed(), "a")
		scheduled(d)
		d.net.Strike(func(op memory.Op) error {
			if op.Name == "delete" {
				return errors.New("the connection broke")
			}
			return nil
		}, nil)
		d.want(results(d.must()), "a delete uncertain")
		d.net.Strike(nil, nil)
		time.Sleep(59 * time.Minute)
		settled(d)
		d.want(d.shown(), "")
	})
	inBubble(t, "its time came before the request", func(t *testing.T) {
		d := newDesk(t, unkeyed(), "a")
		scheduled(d)
		time.Sleep(time.Hour - 10*time.Second)
		d.book.begun = func(int) { d.book.begun = nil; time.Sleep(20 * time.Second) }
		d.want(results(d.must()), "a delete uncertain")
		settled(d)
		d.want(d.shown(), "")
	})
	inBubble(t, "it was cancelled, and the answer lost", func(t *testing.T) {
		d := newDesk(t, unkeyed(), "a")
		scheduled(d)
		d.net.Strike(nil, func(op memory.Op) error {
			if op.Name == "delete" {
				return errors.New("no answer")
			}
			return nil
		})
		d.want(results(d.must()), "a delete uncertain")
		d.net.Strike(nil, nil)
		time.Sleep(59 * time.Minute)
		settled(d)
		if r := d.book.ids[d.desired[0].ID]; r.Open != nil || r.Managed() || d.shown() != "" {
			t.Errorf("recorded %+v, shown %q: want it cancelled", r, d.shown())
		}
	})
}

// A slowcoach takes its time to make a change ready.
type slowcoach struct {
	engine.Provider
	meanwhile func()
}

func (s slowcoach) Prepare(context.Context, engine.Desired) error {
	s.meanwhile()
	return nil
}

// Uploads may take minutes: what was asked before them is not what holds.
func TestWhatChangesDuringAnUploadCounts(t *testing.T) {
	inBubble(t, "a freeze", func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.cfg.Providers["net"] = slowcoach{d.cfg.Providers["net"], func() {
			time.Sleep(5 * time.Minute)
			d.freezes = []engine.Freeze{{Slug: "crisis", All: true, From: time.Now()}}
		}}
		d.must()
		d.want(d.shown(), "")
	})
	inBubble(t, "a freeze to come, of what the network is to publish", func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.desired[0].Due, d.desired[0].Rules.Native = time.Now().Add(time.Hour), true
		d.desired[0].Digest = d.desired[0].ComputeDigest()
		d.cfg.Providers["net"] = slowcoach{d.cfg.Providers["net"], func() {
			d.freezes = []engine.Freeze{{Slug: "blackout", All: true, From: time.Now().Add(50 * time.Minute)}}
		}}
		d.must()
		d.want(d.shown(), "")
	})
	inBubble(t, "the branch", func(t *testing.T) {
		d := newDesk(t, full(), "a")
		var moved error
		d.cfg.Current = func(context.Context, engine.Record) error { return moved }
		d.cfg.Providers["net"] = slowcoach{d.cfg.Providers["net"], func() {
			time.Sleep(5 * time.Minute)
			moved = errors.New("the branch moved")
		}}
		if _, err := d.run(); !errors.Is(err, moved) {
			t.Errorf("error %v, want that the branch moved", err)
		}
		d.want(d.shown(), "")
	})
}

// Of a profile, only what its file declares is ours: the rest may be anything.
func TestAnEditOfAProfileIsToldByItsDeclaredFields(t *testing.T) {
	for name, tt := range map[string]struct {
		live engine.Profile
		want string
	}{
		"arrived":        {engine.Profile{Name: "Gazette", Bio: "of somebody else"}, "confirmed profile"},
		"did not arrive": {engine.Profile{Name: "Old Gazette", Bio: "of somebody else"}, "absent"},
	} {
		inBubble(t, name, func(t *testing.T) {
			x := leftOpen(t, memory.Powers{Caps: engine.Caps{Read: true, Update: true}}, engine.Update)
			if _, err := x.net.PublishByHand("gazette", &tt.live); err != nil {
				t.Fatal(err)
			}
			declared := x.desired[0]
			declared.ID.Kind, declared.Spec, declared.Fields = engine.KindProfile, &engine.Profile{Name: "Gazette"}, []string{"name"}
			x.in = intent(x.desk, declared, engine.Update)
			x.in.Remote = "profile"
			x.leave(engine.Recorded{}, x.in)
			time.Sleep(time.Hour)
			x.want(said(x.recover(engine.Observation{})), tt.want)
		})
	}
}

// A network that keeps pictures in a form of its own shows no hashes: those
// that were sent count.
func TestAnEditWithAPictureIsFoundWithoutItsHash(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := leftOpen(t, memory.Powers{Caps: engine.Caps{Read: true, Update: true}}, engine.Update)
		sent := x.desired[0]
		sent.Spec = &engine.Post{Text: "look", Media: []engine.Media{{SHA256: "abc", Alt: "a cat"}}}
		sent.Fields = []string{"media", "text"}
		x.in = intent(x.desk, sent, engine.Update)
		x.leave(engine.Recorded{}, x.in)
		if _, err := x.net.PublishByHand("gazette", &engine.Post{Text: "look", Media: []engine.Media{{Alt: "a cat"}}}); err != nil {
			t.Fatal(err)
		}
		x.want(said(x.recover(engine.Observation{})), "confirmed p1")
	})
}

func TestARecordWithOutcomesIsAnotherRecord(t *testing.T) {
	id := engine.ID{Kind: engine.KindPost, Channel: "net", Slug: "a"}
	var empty engine.Record
	approved := engine.Consent{}.With(engine.Judgement{Approvals: []engine.Approval{{ID: id, Digest: "d", By: "Ada"}}})
	removed := engine.Outcome{ID: id, Result: engine.ResultConfirmed, Verb: engine.Delete}
	if got := apply.Apply(empty, nil); got.IDs != nil {
		t.Errorf("of nothing came %+v", got)
	}
	got := apply.Apply(empty, []engine.Outcome{{ID: id, Result: engine.ResultHeld, Due: time.Unix(60, 0)}})
	if !got.IDs[id].Held.Equal(time.Unix(60, 0)) || empty.IDs != nil {
		t.Errorf("recorded %+v, and before %+v", got.IDs, empty.IDs)
	}
	live := engine.Record{IDs: map[engine.ID]engine.Recorded{id: {Phase: engine.Live, Remote: "p1"}}, Consent: approved}
	got = apply.Apply(live, []engine.Outcome{removed})
	if len(got.Consent.Approvals) > 0 || got.IDs[id].Phase != engine.Absent {
		t.Errorf("what was taken down is still approved: %+v", got)
	}
	if len(live.Consent.Approvals) == 0 || live.IDs[id].Phase != engine.Live {
		t.Errorf("the record before changed: %+v", live)
	}
	got = apply.Apply(live, []engine.Outcome{{ID: id, Result: engine.ResultHeld}})
	if len(got.Consent.Approvals) == 0 {
		t.Error("what is held lost its approval")
	}
}
