package apply_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"galley/engine"
	"galley/engine/apply"
	"galley/engine/observe"
	"galley/engine/plan"
	"galley/providers/memory"
)

// A desk is everything a run needs, with a network in memory. It lives inside a
// bubble of synctest, where time stands still unless everybody waits.
type desk struct {
	t       *testing.T
	net     *memory.Network
	book    *book
	desired []engine.Desired
	freezes []engine.Freeze
	blocked map[engine.ID]string
	cfg     apply.Config
}

func newDesk(t *testing.T, powers memory.Powers, slugs ...string) *desk {
	d := &desk{t: t, book: newBook(time.Now), net: memory.NewNetwork(time.Now, memory.Options{})}
	account := engine.Account{Network: "memory", Handle: "gazette"}
	provider, err := memory.New(d.net, engine.Config{Channel: "net", Account: account, URL: "https://net.example"}, powers)
	if err != nil {
		t.Fatal(err)
	}
	for _, slug := range slugs {
		d.desired = append(d.desired, post(slug))
	}
	d.cfg = apply.Config{Now: time.Now, Wait: func(ctx context.Context, w time.Duration) error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(w):
			return nil
		}
	},
		Providers: map[engine.Channel]engine.Provider{"net": provider}, Accounts: map[engine.Channel]engine.Account{"net": account},
		Policy: plan.Policy{MaxDeletes: 100, MaxDeleteShare: 1}, Refresh: observe.RefreshAll, Journal: d.book,
		Read: func(context.Context) (apply.Session, error) {
			return apply.Session{Ledger: d.book, Freezes: d.freezes, Blocked: d.blocked}, nil
		},
		Freezes: func(context.Context) ([]engine.Freeze, error) { return d.freezes, nil },
		Current: func(context.Context, engine.Record) error { return nil }}
	return d
}

func post(slug string) engine.Desired {
	d := engine.Desired{ID: engine.ID{Kind: engine.KindPost, Channel: "net", Slug: slug}, Class: engine.Publish,
		Account: engine.Account{Network: "memory", Handle: "gazette"}, Spec: &engine.Post{Text: "text of " + slug},
		Fields: []string{"text"}, Due: time.Now().Add(-time.Minute), Zone: "UTC", Rules: engine.Rules{Late: engine.Late{Max: 4 * time.Hour}}}
	d.Digest = d.ComputeDigest()
	return d
}

func (d *desk) run() (apply.Result, error) {
	d.book.run++
	d.book.seq = 0
	d.cfg.Desired = d.desired
	return apply.Run(d.t.Context(), d.cfg)
}

func (d *desk) must() apply.Result {
	d.t.Helper()
	r, err := d.run()
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

// shown is what readers see, in order.
func (d *desk) shown() string {
	var texts []string
	for _, o := range d.net.Shown("gazette") {
		texts = append(texts, o.Spec.Plain())
	}
	return strings.Join(texts, "; ")
}

func (d *desk) want(got, want string) {
	d.t.Helper()
	if got != want {
		d.t.Errorf("got  %s\nwant %s", got, want)
	}
}

// results are the outcomes of a run in order.
func results(r apply.Result) string {
	var list []string
	for _, x := range r.Done {
		list = append(list, x.Change.ID.Slug+" "+x.Outcome.Verb.String()+" "+x.Outcome.Result.String())
	}
	return strings.Join(list, "; ")
}

func full() memory.Powers {
	p := memory.All()
	p.Caps.Prepare, p.Caps.Measure, p.Caps.Probe = false, false, false
	return p
}

func inBubble(t *testing.T, name string, f func(*testing.T)) {
	t.Run(name, func(t *testing.T) { synctest.Test(t, f) })
}

func TestBatchesPlusOneWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var slugs []string
		for i := range 45 {
			slugs = append(slugs, fmt.Sprintf("p%02d", i))
		}
		d := newDesk(t, full(), slugs...)
		d.must()
		d.want(strings.Join(d.book.writes, "; "), "0 outcomes, 20 intents; 20 outcomes, 20 intents; 20 outcomes, 5 intents; 5 outcomes")
		if len(d.book.sending) != 45 {
			t.Errorf("%d requests are in the journal, want 45", len(d.book.sending))
		}
		d.must()
		if len(d.book.writes) != 4 {
			t.Errorf("a run with nothing to do wrote: %v", d.book.writes[4:])
		}
	})
}

func TestWithoutFinderOrKeysABatchIsOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := full()
		p.Keyed, p.Caps.Find = false, false
		d := newDesk(t, p, "a", "b")
		d.must()
		d.want(strings.Join(d.book.writes, "; "), "0 outcomes, 1 intents; 1 outcomes, 1 intents; 1 outcomes")
	})
	keyed, byHand := full(), memory.Powers{Manual: true}
	keyed.Caps.Find = false
	for name, powers := range map[string]memory.Powers{"but not with keys": keyed, "but not by hand": byHand} {
		inBubble(t, name, func(t *testing.T) {
			d := newDesk(t, powers, "a", "b")
			d.must()
			d.want(strings.Join(d.book.writes, "; "), "0 outcomes, 2 intents; 2 outcomes")
		})
	}
}

func TestOnlyWhatDidNotHappenIsRepeated(t *testing.T) {
	cases := []struct {
		name  string
		err   error
		tries int
		want  string
	}{
		{"transient", engine.Errorf(engine.Transient, "create", engine.ID{}, "no route"), 2, "a create confirmed"},
		{"throttled", &engine.Error{Kind: engine.Throttled, RetryAfter: 5 * time.Second, Err: errors.New("slow down")}, 2, "a create confirmed"},
		{"throttled for longer than the lease", &engine.Error{Kind: engine.Throttled, RetryAfter: time.Hour, Err: errors.New("slow down")}, 1, "a create absent"},
		{"invalid", engine.Errorf(engine.Invalid, "create", engine.ID{}, "too long"), 1, "a create refused"},
		{"conflict", engine.Errorf(engine.Conflict, "create", engine.ID{}, "changed"), 1, "a create absent"},
		{"unauthorized", engine.Errorf(engine.Unauthorized, "create", engine.ID{}, "no"), 1, "a create absent"},
		{"nobody classified it", errors.New("odd"), 1, "a create uncertain"},
	}
	for _, c := range cases {
		inBubble(t, c.name, func(t *testing.T) {
			d := newDesk(t, full(), "a")
			tries := 0
			d.net.Strike(func(op memory.Op) error {
				if !op.Write {
					return nil
				}
				if tries++; tries == 1 {
					return c.err
				}
				return nil
			}, nil)
			d.want(results(d.must()), c.want)
			if tries != c.tries {
				t.Errorf("%d requests, want %d", tries, c.tries)
			}
		})
	}
}

// An edit that only takes a field off shows the declared fields before it
// arrives as well as after.
func TestAFieldThatWasTakenOffIsGoneForSure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		covered := d.desired[0]
		covered.Spec = &engine.Post{Text: "text of a", ContentWarning: "Food"}
		covered.Fields = []string{"contentWarning", "text"}
		covered.Digest = covered.ComputeDigest()
		bare := d.desired[0]
		d.desired = []engine.Desired{covered}
		d.must()
		d.desired = []engine.Desired{bare}
		d.net.Strike(onWrites(errors.New("the connection broke")), nil)
		d.want(results(d.must()), "a update uncertain")
		d.net.Strike(nil, nil)
		time.Sleep(time.Hour)
		r := d.must()
		d.want(results(r), "a update confirmed")
		if len(r.Recovered) != 1 || r.Recovered[0].Result != engine.ResultAbsent {
			t.Errorf("what never arrived is taken for %+v", r.Recovered)
		}
		if p := d.net.Shown("gazette")[0].Spec.(*engine.Post); p.ContentWarning != "" {
			t.Errorf("it still warns of %q", p.ContentWarning)
		}
		if fields := d.book.Record().IDs[bare.ID].Fields; len(fields) != 1 {
			t.Errorf("recorded as declared: %v, want text", fields)
		}
	})
}

func TestRefusedIsNotTriedAgainUnchanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.net.Strike(onWrites(engine.Errorf(engine.Invalid, "create", engine.ID{}, "too long")), nil)
		d.must()
		d.net.Strike(nil, nil)
		d.want(results(d.must()), "")
		d.desired[0].Spec = &engine.Post{Text: "shorter"}
		d.desired[0].Digest = d.desired[0].ComputeDigest()
		d.want(results(d.must()), "a create confirmed")
	})
}

func TestARefusedCredentialStopsItsChannel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a", "b", "c")
		writes := 0
		d.net.Strike(func(op memory.Op) error {
			if op.Write {
				writes++
				return engine.Errorf(engine.Unauthorized, "create", engine.ID{}, "revoked")
			}
			return nil
		}, nil)
		d.want(results(d.must()), "a create absent; b create absent; c create absent")
		if writes != 1 {
			t.Errorf("%d requests with a refused credential, want 1", writes)
		}
	})
}

func TestAReplaceCreatesOnlyAfterTheOldIsGone(t *testing.T) {
	immutable := full()
	immutable.Caps.Update = false
	edit := func(d *desk) {
		d.must()
		d.desired[0].Spec, d.desired[0].Rules.Replace = &engine.Post{Text: "new"}, true
		d.desired[0].Digest = d.desired[0].ComputeDigest()
	}
	inBubble(t, "gone", func(t *testing.T) {
		d := newDesk(t, immutable, "a")
		edit(d)
		d.want(results(d.must()), "a replace confirmed; a create confirmed")
		d.want(d.shown(), "new")
		if g := d.book.ids[d.desired[0].ID].Generation; g != 1 {
			t.Errorf("generation %d, want 1", g)
		}
		d.want(results(d.must()), "")
	})
	inBubble(t, "not known", func(t *testing.T) {
		d := newDesk(t, immutable, "a")
		edit(d)
		d.net.Strike(nil, func(op memory.Op) error {
			if op.Name == "delete" {
				return errors.New("no answer")
			}
			return nil
		})
		d.want(results(d.must()), "a replace uncertain; a create absent")
		d.net.Strike(nil, nil)
		time.Sleep(time.Hour)
		d.must()
		d.must()
		d.want(d.shown(), "new")
	})
}

func TestAChangeSinceThePlanIsNotOverwritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.must()
		d.desired[0].Spec = &engine.Post{Text: "new"}
		d.desired[0].Digest = d.desired[0].ComputeDigest()
		d.book.begun = func(int) {
			d.book.begun = nil
			if err := d.net.EditByHand("gazette", d.net.Shown("gazette")[0].Remote, &engine.Post{Text: "by hand"}); err != nil {
				t.Error(err)
			}
		}
		d.want(results(d.must()), "a update absent")
		d.want(d.shown(), "by hand")
	})
}

func TestAFreezeCountsBeforeEveryBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var slugs []string
		for i := range 25 {
			slugs = append(slugs, fmt.Sprintf("p%02d", i))
		}
		d := newDesk(t, full(), slugs...)
		d.book.begun = func(int) {
			d.freezes = []engine.Freeze{{Slug: "crisis", All: true, From: time.Now()}}
		}
		d.must()
		if n := len(d.net.Shown("gazette")); n != apply.MaxBatch {
			t.Errorf("%d posts went out, want the %d of the batch that was begun", n, apply.MaxBatch)
		}
	})
}

func TestAClockThatTurnsOutWrongLeavesNothingInDoubt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var slugs []string
		for i := range 25 {
			slugs = append(slugs, fmt.Sprintf("p%02d", i))
		}
		d := newDesk(t, full(), slugs...)
		var skew time.Duration
		d.cfg.Skew = func() time.Duration { return skew }
		d.book.begun = func(int) { skew = 2 * time.Minute }
		r, err := d.run()
		if !errors.Is(err, apply.ErrSkew) {
			t.Errorf("error %v, want ErrSkew", err)
		}
		d.want(strings.Join(d.book.writes, "; "), "0 outcomes, 20 intents; 20 outcomes")
		d.want(d.shown(), "")
		for _, x := range r.Done {
			if x.Outcome.Result != engine.ResultAbsent {
				t.Errorf("%s is %s: its request never left", x.Outcome.ID, x.Outcome.Result)
			}
		}
	})
}

func TestALostRecordIsReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.book.lose = 3
		d.want(results(d.must()), "a create confirmed")
		d.want(d.shown(), "text of a")
	})
}

func TestAfterCtrlCTheRunningWriteIsRecorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a", "b", "c")
		ctx, cancel := context.WithCancel(t.Context())
		d.net.Strike(func(op memory.Op) error {
			if op.Write {
				cancel()
			}
			return nil
		}, nil)
		d.cfg.Desired = d.desired
		r, err := apply.Run(ctx, d.cfg)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want that of the cancelled context", err)
		}
		d.want(results(r), "a create confirmed; b create absent; c create absent")
		d.want(d.shown(), "text of a")
		for slug, rec := range d.book.ids {
			if rec.Open != nil {
				t.Errorf("%s is left open", slug)
			}
		}
	})
}

func TestAThreadIsDurableWithItsFirstPost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full())
		whole := post("thread")
		d.desired = []engine.Desired{whole}
		for i := 2; i <= 25; i++ {
			child := post("thread")
			child.ID.Part, child.Spec = fmt.Sprint(i), &engine.Post{Text: fmt.Sprintf("part %d", i)}
			child.Parent = whole.ID
			if i > 2 {
				child.Parent.Part = fmt.Sprint(i - 1)
			}
			child.Refs = []engine.ID{child.Parent}
			d.desired = append(d.desired, child)
		}
		slices.Reverse(d.desired)
		d.must()
		d.want(d.book.writes[0], "0 outcomes, 25 intents")
		if n := len(d.net.Shown("gazette")); n != 25 {
			t.Errorf("%d posts, want 25", n)
		}
	})
}

func TestAFailedChildDoesNotRepeatItsParent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		child := post("a")
		child.ID.Part, child.Parent, child.Spec = "2", d.desired[0].ID, &engine.Post{Text: "second"}
		child.Refs = []engine.ID{child.Parent}
		d.desired = append(d.desired, child)
		writes := 0
		d.net.Strike(func(op memory.Op) error {
			if op.Write {
				if writes++; writes == 2 {
					return engine.Errorf(engine.Invalid, "create", engine.ID{}, "no")
				}
			}
			return nil
		}, nil)
		d.want(results(d.must()), "a create confirmed; a create refused")
		d.must()
		d.want(d.shown(), "text of a")
	})
}

func TestTheSlowChannelDoesNotDelayTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		slow := memory.NewNetwork(time.Now, memory.Options{})
		account := engine.Account{Network: "memory", Handle: "slow"}
		p, err := memory.New(slow, engine.Config{Channel: "slow", Account: account}, full())
		if err != nil {
			t.Fatal(err)
		}
		d.cfg.Providers["slow"], d.cfg.Accounts["slow"] = p, account
		other := post("b")
		other.ID.Channel = "slow"
		d.desired = append(d.desired, other)
		var fast time.Time
		begun := time.Now()
		slow.Strike(func(memory.Op) error { time.Sleep(20 * time.Second); return nil }, nil)
		d.net.Strike(nil, func(op memory.Op) error {
			if op.Write {
				fast = time.Now()
			}
			return nil
		})
		d.must()
		if waited := fast.Sub(begun); waited > 21*time.Second {
			t.Errorf("the fast channel waited %s", waited)
		}
	})
}
