package apply_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"galley/engine"
	"galley/engine/apply"
	"galley/providers/memory"
)

// Between the plan and a request somebody may have been there.
func TestWhatIsFoundJustBeforeARequest(t *testing.T) {
	byHand := func(d *desk) {
		if err := d.net.EditByHand("gazette", "p1", &engine.Post{Text: "by hand"}); err != nil {
			d.t.Error(err)
		}
	}
	removed := func(d *desk) { d.net.DeleteByHand("gazette", "p1") }
	unreadable := func(d *desk) {
		d.net.Strike(func(op memory.Op) error {
			if op.Name == "read" {
				return engine.Errorf(engine.Throttled, "read", engine.ID{}, "slow down")
			}
			return nil
		}, nil)
	}
	nobody := func(*desk) {}
	for name, tt := range map[string]struct {
		edit      func(*engine.Desired)
		meanwhile func(*desk)
		want      string
		shown     string
	}{
		"an edit":                          {says("new"), nobody, "a update confirmed", "new"},
		"an edit of what was corrected":    {says("new"), byHand, "a update absent", "by hand"},
		"an edit of what is gone":          {says("new"), removed, "a update absent", ""},
		"an edit that cannot look":         {says("new"), unreadable, "a update absent", "text of a"},
		"a deletion":                       {retracted, nobody, "a delete confirmed", ""},
		"a deletion of what was corrected": {retracted, byHand, "a delete absent", "by hand"},
		"a deletion of what is gone":       {retracted, removed, "a delete confirmed", ""},
		"a deletion that cannot look":      {retracted, unreadable, "a delete absent", "text of a"},
	} {
		inBubble(t, name, func(t *testing.T) {
			d := newDesk(t, full(), "a")
			d.must()
			d.become(tt.edit)
			d.book.begun = func(int) { tt.meanwhile(d) }
			d.want(results(d.must()), tt.want)
			d.want(d.shown(), tt.shown)
		})
	}
}

func TestWithoutAReaderWhatWasListedIsEdited(t *testing.T) {
	unread := full()
	unread.Caps.Read = false
	for name, tt := range map[string]struct {
		edit  func(*engine.Desired)
		shown string
	}{
		"edited":    {says("new"), "new"},
		"withdrawn": {retracted, ""},
		"replaced": {func(p *engine.Desired) {
			p.Spec, p.Fields, p.Rules.Replace = &engine.Post{Text: "new"}, []string{"text"}, true
		}, "new"},
	} {
		inBubble(t, name, func(t *testing.T) {
			powers := unread
			powers.Caps.Update = name != "replaced"
			d := newDesk(t, powers, "a")
			d.must()
			d.become(tt.edit)
			d.must()
			d.want(d.shown(), tt.shown)
		})
	}
}

// A network may tell versions where one post is read, and not in its listing.
func TestAVersionThatWasNotListedIsNoChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.must()
		d.cfg.Providers["net"] = unversioned{d.cfg.Providers["net"].(powers)}
		d.become(says("new"))
		d.want(results(d.must()), "a update confirmed")
	})
}

// An unversioned network lists no versions.
type unversioned struct{ powers }

func (u unversioned) List(ctx context.Context, w engine.Window) iter.Seq2[engine.Observed, error] {
	return func(yield func(engine.Observed, error) bool) {
		for o, err := range u.powers.List(ctx, w) {
			if o.Version = ""; !yield(o, err) {
				return
			}
		}
	}
}

// The provider is given what was read just now, under the ID of the content.
func TestAnEditIsOfWhatIsThereNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.must()
		w := &witness{powers: d.cfg.Providers["net"].(powers)}
		d.cfg.Providers["net"] = w
		d.become(says("new"))
		d.must()
		want := d.net.Events()[0]
		if got := w.befores; len(got) != 1 || got[0].ID != d.desired[0].ID || got[0].Remote != want.Remote || got[0].Version == "" {
			t.Errorf("edited was %+v", got)
		}
	})
}

// A network that says it took a post down and still shows it gets no second one.
func TestNothingReplacesWhatIsStillThere(t *testing.T) {
	uneditable := full()
	uneditable.Caps.Update = false
	for name, tt := range map[string]struct {
		after  error // of reading it back
		reason string
	}{
		"it still shows it": {nil, "not sent: the network still shows the old one"},
		"it cannot be read": {engine.Errorf(engine.Throttled, "read", engine.ID{}, "slow down"), "not sent: read: read: slow down"},
	} {
		inBubble(t, name, func(t *testing.T) {
			d := newDesk(t, uneditable, "a")
			d.must()
			d.become(says("new"))
			d.desired[0].Rules.Replace = true
			s := &stubborn{immutableChooser: immutableChooser{d.cfg.Providers["net"].(immutable)}}
			s.deleted = func() {
				d.net.Strike(func(op memory.Op) error {
					if op.Name == "read" {
						return tt.after
					}
					return nil
				}, nil)
			}
			d.cfg.Providers["net"] = s
			r := d.must()
			d.want(results(r), "a replace confirmed; a create absent")
			d.want(r.Done[1].Outcome.Reason, tt.reason)
			d.want(d.shown(), "text of a")
		})
	}
}

// A stubborn network says that it took something down, and did not.
type stubborn struct {
	immutableChooser
	deleted func()
}

func (s *stubborn) Delete(context.Context, engine.Observed, engine.Intent) error {
	s.deleted()
	return nil
}

// What was cancelled within two minutes of its time may have gone out by the
// network's clock.
func TestWhatIsCancelledAtItsTimeIsLookedFor(t *testing.T) {
	for name, tt := range map[string]struct {
		before time.Duration // its time
		want   string
	}{
		"long before": {engine.SkewAllowance + time.Second, "a delete confirmed"},
		"at its time": {engine.SkewAllowance, "a delete uncertain"},
	} {
		inBubble(t, name, func(t *testing.T) {
			d := newDesk(t, unkeyed(), "a")
			scheduled(d)
			time.Sleep(time.Hour - tt.before)
			d.want(results(d.must()), tt.want)
			for range 4 {
				time.Sleep(10 * time.Minute)
				d.must()
			}
			if r := d.book.ids[d.desired[0].ID]; r.Open != nil || r.Managed() || d.shown() != "" {
				t.Errorf("recorded %+v, shown %q: want it cancelled", r, d.shown())
			}
		})
	}
}

// What the network made is compared with what was asked of it.
func TestWhatTheNetworkShowsDifferentlyIsSaid(t *testing.T) {
	for name, tt := range map[string]struct {
		shows func(*engine.Observed)
		want  string
	}{
		"the truth": {nil, ""},
		"nothing":   {func(o *engine.Observed) { o.Spec = nil }, ""},
		"without a field": {func(o *engine.Observed) {
			o.Spec = &engine.Post{Text: "text of a", Language: "en", Tags: []string{"x"}}
		}, "the network shows it differently: contentWarning"},
		"all differently": {func(o *engine.Observed) { o.Spec = &engine.Post{Text: "cut"} }, "the network shows it differently: contentWarning, language, tags, text"},
		"with more": {func(o *engine.Observed) {
			o.Spec = &engine.Post{Text: "text of a", ContentWarning: "food", Language: "en", Tags: []string{"x"}, Link: "https://example.org"}
		}, ""},
	} {
		inBubble(t, name, func(t *testing.T) {
			for range 8 { // a map has no order
				d := newDesk(t, full(), "a")
				d.become(func(p *engine.Desired) {
					p.Spec = &engine.Post{Text: "text of a", ContentWarning: "food", Language: "en", Tags: []string{"x"}}
					p.Fields = []string{"contentWarning", "language", "tags", "text"}
				})
				d.cfg.Providers["net"] = &witness{powers: d.cfg.Providers["net"].(powers), shows: tt.shows}
				d.want(d.must().Done[0].Outcome.Reason, tt.want)
			}
		})
	}
}

// The outcome names its intent, and says what the network has now.
func TestAnOutcomeNamesItsIntent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.cfg.Revision = "1a2b3c4"
		d.desired[0].Labels.Author = "ada"
		w := &witness{powers: d.cfg.Providers["net"].(powers)}
		d.cfg.Providers["net"] = w
		d.become(func(p *engine.Desired) { p.Due, p.Merge = time.Time{}, true })
		got := d.must().Done[0].Outcome
		in := w.intents[0]
		want := engine.Outcome{Run: in.Run, Seq: in.Seq, ID: in.ID, Account: in.Account, Result: engine.ResultConfirmed,
			Verb: engine.Create, Phase: engine.Live, Remote: "p1", URL: "https://net.example/p1", Version: "v2", Print: in.Print,
			Fields: in.Fields, Due: in.Due, Digest: in.Digest, Revision: "1a2b3c4", Author: "ada", At: time.Now().UTC().Round(0)}
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
		if due := w.created[0].Due; !due.Equal(time.Now()) {
			t.Errorf("a post due on merge was given the time %v", due)
		}
	})
}

func TestWhyARequestFailedIsRecorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.net.Strike(onWrites(engine.Errorf(engine.Invalid, "", engine.ID{}, "too long by 12")), nil)
		d.must()
		if r := d.book.ids[d.desired[0].ID]; !strings.Contains(r.Refusal, "too long by 12") {
			t.Errorf("recorded is %q", r.Refusal)
		}
	})
}

// Progress tells of every request that is about to leave, and of no other.
func TestProgressTellsOfEachRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a", "b", "c")
		revoked := engine.Errorf(engine.Unauthorized, "", engine.ID{}, "revoked")
		d.net.Strike(func(op memory.Op) error {
			if op.Write && len(d.net.Events()) == 1 {
				return revoked
			}
			return nil
		}, nil)
		var told []string
		d.cfg.Progress = func(c engine.Change) { told = append(told, c.ID.Slug) }
		d.want(results(d.must()), "a create confirmed; b create absent; c create absent")
		if !slices.Equal(told, []string{"a", "b"}) {
			t.Errorf("told of %v, want a and b", told)
		}
	})
}

// Whoever interrupts a run waits for the request that is on its way, not for
// another try.
func TestAnInterruptedRunWaitsForNoOtherTry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		ctx, cancel := context.WithCancel(t.Context())
		tries := 0
		d.net.Strike(func(op memory.Op) error {
			if !op.Write {
				return nil
			}
			tries++
			cancel()
			return &engine.Error{Kind: engine.Throttled, RetryAfter: 90 * time.Second, Err: errors.New("slow down")}
		}, nil)
		begun := time.Now()
		d.cfg.Desired = d.desired
		r, err := apply.Run(ctx, d.cfg)
		if !errors.Is(err, context.Canceled) || tries != 1 || time.Since(begun) > 0 {
			t.Errorf("error %v after %d tries and %s", err, tries, time.Since(begun))
		}
		d.want(results(r), "a create absent")
	})
}

// The request that is on its way is finished, within its time.
func TestNobodyCutsARequestOff(t *testing.T) {
	for window, want := range map[time.Duration]time.Duration{3 * time.Minute: time.Minute, time.Minute + 1: time.Minute} {
		inBubble(t, window.String(), func(t *testing.T) {
			d := newDesk(t, full(), "a")
			d.book.window = window
			ctx, cancel := context.WithCancel(t.Context())
			d.cfg.Providers["net"] = &witness{powers: d.cfg.Providers["net"].(powers), while: func(ctx context.Context) {
				cancel()
				ends, bounded := ctx.Deadline()
				if ctx.Err() != nil || !bounded || time.Until(ends) != want {
					t.Errorf("its context says %v, and ends in %s", ctx.Err(), time.Until(ends))
				}
			}}
			d.cfg.Desired = d.desired
			r, err := apply.Run(ctx, d.cfg)
			if !errors.Is(err, context.Canceled) {
				t.Errorf("error %v", err)
			}
			d.want(results(r), "a create confirmed")
		})
	}
}

// Without a line in the journal nothing leaves: the next run would take it for
// what never left, and send it again.
func TestNothingLeavesWithoutALineInTheJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.book.full = errors.New("no space left on device")
		r := d.must()
		d.want(results(r), "a create absent")
		d.want(r.Done[0].Outcome.Reason, "journal: net/a: no space left on device")
		d.want(d.shown(), "")
	})
}

// Each pause is about twice as long as the one before.
func TestPausesGrow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.net.Strike(onWrites(engine.Errorf(engine.Transient, "create", engine.ID{}, "no route")), nil)
		var pauses []time.Duration
		d.cfg.Wait = func(_ context.Context, w time.Duration) error {
			pauses = append(pauses, w)
			return nil
		}
		d.want(results(d.must()), "a create absent")
		if len(pauses) != 3 {
			t.Fatalf("%d pauses, want 3", len(pauses))
		}
		for i, w := range pauses {
			if least := time.Second << i / 2; w < least || w >= 3*least {
				t.Errorf("pause %d is %s, want from %s to %s", i+1, w, least, 3*least)
			}
		}
	})
}
