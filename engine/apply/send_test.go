package apply_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"galley/engine"
	"galley/engine/apply"
	"galley/providers/memory"
)

// skipped has "a" come too late, by its own rule.
func (d *desk) skipped(slug string) {
	for i := range d.desired {
		if p := &d.desired[i]; p.ID.Slug == slug {
			p.Due, p.Rules.Late.Then = time.Now().Add(-24*time.Hour), engine.LateSkip
			p.Digest = p.ComputeDigest()
		}
	}
}

func TestADecisionIsAResultOnceItIsDurable(t *testing.T) {
	broken := errors.New("no answer")
	for name, tt := range map[string]struct {
		slugs   []string
		before  func(d *desk)
		close   error
		want    string
		written bool
	}{
		"nothing to do":                     {nil, func(*desk) {}, nil, "", false},
		"skipped":                           {[]string{"a"}, func(d *desk) { d.skipped("a") }, nil, "a nothing skipped", true},
		"skipped, and not written":          {[]string{"a"}, func(d *desk) { d.skipped("a") }, broken, "", false},
		"skipped, beside one that goes out": {[]string{"a", "b"}, func(d *desk) { d.skipped("a") }, nil, "a nothing skipped; b create confirmed", true},
		"skipped, and the last word not written": {[]string{"a", "b"}, func(d *desk) { d.skipped("a") }, broken,
			"a nothing skipped; b create confirmed", true},
		"sent, and the last word not written": {[]string{"a"}, func(*desk) {}, broken, "a create confirmed", true},
		"held by a freeze, which the plan tells": {[]string{"a"}, func(d *desk) {
			d.freezes = []engine.Freeze{{Slug: "crisis", All: true, From: time.Now().Add(-time.Hour)}}
		}, nil, "", true},
		"gone from the network, which the plan tells": {[]string{"a"}, func(d *desk) { d.must(); gone(d) }, nil, "", true},
		"first seen, and sent": {[]string{"a"}, func(d *desk) {
			d.become(func(p *engine.Desired) { p.Due, p.Merge = time.Time{}, true })
		}, nil, "a create confirmed", true},
	} {
		inBubble(t, name, func(t *testing.T) {
			d := newDesk(t, full(), tt.slugs...)
			tt.before(d)
			d.book.closing = tt.close
			r, err := d.run()
			if !errors.Is(err, tt.close) {
				t.Errorf("error %v, want %v", err, tt.close)
			}
			d.want(results(r), tt.want)
			if r.Recorded != tt.written {
				t.Errorf("recorded %t, want %t", r.Recorded, tt.written)
			}
		})
	}
}

func TestADecisionNamesItsRevisionAndItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.skipped("a")
		d.cfg.Revision = "1a2b3c4"
		d.must()
		last := d.book.ids[d.desired[0].ID].Last
		if last.Run != "" || last.Revision != "1a2b3c4" || !last.At.Equal(time.Now()) || last.Result != engine.ResultSkipped {
			t.Errorf("recorded %+v", last)
		}
	})
}

func TestWhatBecameOfAnEarlierRunIsAResultOnceItIsDurable(t *testing.T) {
	for name, tt := range map[string]struct {
		more  []engine.Desired
		close error
		want  string
	}{
		"nothing else to do":                  {nil, nil, "confirmed p1"},
		"not written":                         {nil, errors.New("no answer"), ""},
		"written with the next post's intent": {[]engine.Desired{post("b")}, errors.New("no answer"), "confirmed p1"},
	} {
		inBubble(t, name, func(t *testing.T) {
			d := newDesk(t, full(), "a")
			d.net.Strike(nil, onWrites(errors.New("no answer")))
			d.want(results(d.must()), "a create uncertain")
			d.net.Strike(nil, nil)
			time.Sleep(time.Hour)
			for _, p := range tt.more {
				p.Due = time.Now().Add(-time.Minute)
				p.Digest = p.ComputeDigest()
				d.desired = append(d.desired, p)
			}
			d.book.closing = tt.close
			r, err := d.run()
			if !errors.Is(err, tt.close) {
				t.Errorf("error %v, want %v", err, tt.close)
			}
			d.want(said(r.Recovered), tt.want)
			if r.Recorded != (tt.want != "") {
				t.Errorf("recorded: %t", r.Recorded)
			}
			d.want(d.shown()[:9], "text of a")
			if r.Plan.Matches != 1 {
				t.Errorf("%d match, want the post that was found", r.Plan.Matches)
			}
		})
	}
}

// A request that takes its time leaves the lease too short for the next.
func TestWhatTheLeaseLeavesNoTimeForIsSentUnderTheNext(t *testing.T) {
	slow := func(d *desk, took time.Duration) {
		first := true
		d.net.Strike(nil, func(op memory.Op) error {
			if op.Write && first {
				first = false
				time.Sleep(took)
			}
			return nil
		})
	}
	const lease, timeout = 3 * time.Minute, time.Minute
	inBubble(t, "each once", func(t *testing.T) {
		d := newDesk(t, unkeyed(), "a", "b", "c")
		slow(d, lease-timeout)
		d.want(results(d.must()), "a create confirmed; b create confirmed; c create confirmed")
		d.want(d.shown(), "text of a; text of b; text of c")
		d.want(strings.Join(d.book.writes, "; "), "0 outcomes, 3 intents; 3 outcomes, 2 intents; 2 outcomes")
	})
	inBubble(t, "a moment more is enough", func(t *testing.T) {
		d := newDesk(t, unkeyed(), "a", "b")
		slow(d, lease-timeout-1)
		d.must()
		d.want(strings.Join(d.book.writes, "; "), "0 outcomes, 2 intents; 2 outcomes")
	})
	inBubble(t, "never enough", func(t *testing.T) {
		d := newDesk(t, unkeyed(), "a")
		d.book.window = timeout
		r := d.must()
		d.want(results(r), "a create absent")
		d.want(r.Done[0].Outcome.Reason, "create: net/a: the lease leaves no time to send it")
		d.want(strings.Join(d.book.writes, "; "), "0 outcomes, 1 intents; 1 outcomes, 1 intents; 1 outcomes, 1 intents; 1 outcomes")
		d.want(d.shown(), "")
	})
	inBubble(t, "the second half of a replacement", func(t *testing.T) {
		immutable := full()
		immutable.Caps.Update = false
		d := newDesk(t, immutable, "a")
		d.must()
		d.become(says("new"))
		d.desired[0].Rules.Replace = true
		slow(d, lease-timeout)
		d.want(results(d.must()), "a replace confirmed; a replace confirmed; a create confirmed")
		d.want(d.shown(), "new")
		if g := d.book.ids[d.desired[0].ID].Generation; g != 1 {
			t.Errorf("generation %d, want 1", g)
		}
	})
	inBubble(t, "under a freeze that began meanwhile", func(t *testing.T) {
		d := newDesk(t, unkeyed(), "a", "b")
		slow(d, lease-timeout)
		d.book.begun = func(int) { d.freezes = []engine.Freeze{{Slug: "crisis", All: true, From: time.Now()}} }
		r := d.must()
		d.want(results(r), "a create confirmed; b create absent")
		d.want(r.Done[1].Err.Error(), "a freeze began meanwhile")
		d.want(d.shown(), "text of a")
	})
}

func TestARefusedCredentialEndsItsChannelForTheRun(t *testing.T) {
	var slugs []string
	for i := range apply.MaxBatch + 5 {
		slugs = append(slugs, fmt.Sprintf("p%02d", i))
	}
	revoked := engine.Errorf(engine.Unauthorized, "", engine.ID{}, "revoked")
	inBubble(t, "of a write", func(t *testing.T) {
		d := newDesk(t, full(), slugs...)
		writes := 0
		d.net.Strike(func(op memory.Op) error {
			if !op.Write {
				return nil
			}
			writes++
			return revoked
		}, nil)
		r := d.must()
		d.want(strings.Join(d.book.writes, "; "), "0 outcomes, 20 intents; 20 outcomes")
		if writes != 1 || len(r.Done) != len(slugs) {
			t.Errorf("%d requests, want 1; %d results, want %d", writes, len(r.Done), len(slugs))
		}
		for _, x := range r.Done {
			if engine.KindOf(x.Err) != engine.Unauthorized || x.Outcome.Result != engine.ResultAbsent {
				t.Errorf("%s: %v, %s", x.Change.ID, x.Err, x.Outcome.Result)
			}
		}
	})
	inBubble(t, "of an upload", func(t *testing.T) {
		d := newDesk(t, full(), slugs...)
		uploads := 0
		d.cfg.Providers["net"] = preparer{d.cfg.Providers["net"], func() error { uploads++; return revoked }}
		d.must()
		if uploads != 1 || len(d.book.writes) > 0 {
			t.Errorf("%d uploads and %v written, want one upload", uploads, d.book.writes)
		}
	})
}

// What was decided before the record moved is decided anew, and told once.
func TestALostRecordTellsNothingTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a", "b", "c")
		d.skipped("c")
		refuse := func() error { return engine.Errorf(engine.Invalid, "prepare", engine.ID{}, "too large") }
		d.cfg.Providers["net"] = onlyOf{d.cfg.Providers["net"], "a", refuse}
		d.book.lose = 2
		d.want(results(d.must()), "a create refused; c nothing skipped; b create confirmed")
	})
}

// onlyOf is a network that makes ready all but one.
type onlyOf struct {
	engine.Provider
	slug   string
	refuse func() error
}

func (o onlyOf) Prepare(_ context.Context, d engine.Desired) error {
	if d.ID.Slug == o.slug {
		return o.refuse()
	}
	return nil
}

// A record that moves between two batches is read again. What was sent stays a
// result, and is not sent again.
func TestARecordThatMovesBetweenBatchesIsReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var slugs []string
		for i := range apply.MaxBatch + 5 {
			slugs = append(slugs, fmt.Sprintf("p%02d", i))
		}
		d := newDesk(t, unkeyed(), slugs...)
		d.book.begun = func(int) { d.book.begun, d.book.lose = nil, 2 }
		if r := d.must(); len(r.Done) != 25 {
			t.Errorf("%d results, want 25: %s", len(r.Done), results(r))
		}
		if n := len(d.net.Shown("gazette")); n != 25 {
			t.Errorf("%d posts, want 25", n)
		}
		d.want(strings.Join(d.book.writes, "; "), "0 outcomes, 20 intents; 20 outcomes; 0 outcomes, 5 intents; 5 outcomes")
	})
}

// Lost twice in a row: what was decided by a plan under which nothing was sent
// is not written.
func TestADecisionUnderALostRecordIsNotWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var slugs []string
		for i := range apply.MaxBatch + 1 {
			slugs = append(slugs, fmt.Sprintf("p%02d", i))
		}
		d := newDesk(t, full(), slugs...)
		other := d.channel("other", full())
		other.Due, other.Rules.Late.Then = time.Now().Add(time.Minute-other.Rules.Late.Max), engine.LateSkip
		other.Digest = other.ComputeDigest()
		d.desired, d.book.window = append(d.desired, other), 10*time.Minute
		d.book.begun = func(int) {
			d.book.begun, d.book.lose = nil, 2
			time.Sleep(2 * time.Minute) // from now on it is too late
		}
		d.must()
		d.want(strings.Join(d.book.writes, "; "), "0 outcomes, 20 intents; 20 outcomes; 1 outcomes, 1 intents; 1 outcomes")
	})
}

// Of an interrupted run, every change has its result: also those of batches that
// were never begun.
func TestAnInterruptedRunTellsOfAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var slugs []string
		for i := range 2*apply.MaxBatch + 5 {
			slugs = append(slugs, fmt.Sprintf("p%02d", i))
		}
		d := newDesk(t, full(), slugs...)
		ctx, cancel := context.WithCancel(t.Context())
		d.net.Strike(func(op memory.Op) error {
			if op.Write {
				cancel()
			}
			return nil
		}, nil)
		d.cfg.Desired = d.desired
		r, err := apply.Run(ctx, d.cfg)
		if !errors.Is(err, context.Canceled) || len(r.Done) != len(slugs) {
			t.Errorf("error %v, %d results, want %d", err, len(r.Done), len(slugs))
		}
		for _, x := range r.Done[1:] {
			if !engine.Interrupted(x.Err) || x.Outcome.Result != engine.ResultAbsent {
				t.Errorf("%s: %v, %s", x.Change.ID, x.Err, x.Outcome.Result)
			}
		}
		d.want(d.shown(), "text of p00")
	})
}

// Once the lease leaves no time for one, nothing is read for those behind it.
func TestBehindWhatTheLeaseLeavesNoTimeForNothingIsRead(t *testing.T) {
	for name, tt := range map[string]struct {
		lease  time.Duration
		skew   time.Duration // to a network's clock, noticed after the lease was taken
		reason string
	}{
		"no time":     {time.Minute, 0, "the lease leaves no time to send it"},
		"wrong clock": {3 * time.Minute, time.Hour, "this machine's clock is wrong: it is 1h0m0s off a network's; nothing is sent"},
	} {
		inBubble(t, name, func(t *testing.T) {
			d := newDesk(t, full(), "a", "b")
			d.must()
			for i := range d.desired {
				says("new " + d.desired[i].ID.Slug)(&d.desired[i])
				d.desired[i].Digest = d.desired[i].ComputeDigest()
			}
			var skew time.Duration
			d.cfg.Skew = func() time.Duration { return skew }
			d.book.window, d.book.begun = tt.lease, func(int) { skew = tt.skew }
			reads := map[engine.RemoteID]int{}
			d.cfg.Providers["net"] = &reader{powers: d.cfg.Providers["net"].(powers), reads: reads}
			r, err := d.run()
			if errors.Is(err, apply.ErrSkew) {
				t.Errorf("error %v, though nothing more was to be begun", err)
			}
			d.want(r.Done[0].Outcome.Reason, "update: net/a: "+tt.reason)
			if reads["p1"] == 0 || reads["p3"] > 0 {
				t.Errorf("read were %v, want p1 alone", reads)
			}
			d.want(d.shown(), "text of a; text of b")
		})
	}
}

// A reader counts what is read.
type reader struct {
	powers
	reads map[engine.RemoteID]int
}

func (r *reader) Read(ctx context.Context, kind engine.Kind, remote engine.RemoteID) (engine.Observed, error) {
	r.reads[remote]++
	return r.powers.Read(ctx, kind, remote)
}

func TestOutcomesAreToldInTheOrderOfTheirIntents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a", "b")
		other := d.channel("other", full())
		d.desired = append(d.desired, other)
		d.net.Strike(func(memory.Op) error { time.Sleep(10 * time.Second); return nil }, nil)
		d.want(results(d.must()), "a create confirmed; b create confirmed; c create confirmed")
	})
}

// channel adds another channel, on a network of its own, and returns its post.
func (d *desk) channel(name engine.Channel, powers memory.Powers) engine.Desired {
	d.t.Helper()
	account := engine.Account{Network: "memory", Handle: string(name)}
	p, err := memory.New(memory.NewNetwork(time.Now, memory.Options{}), engine.Config{Channel: name, Account: account, URL: "https://" + string(name) + ".example"}, powers)
	if err != nil {
		d.t.Fatal(err)
	}
	d.cfg.Providers[name], d.cfg.Accounts[name] = p, account
	other := post("c")
	other.ID.Channel, other.Account = name, account
	other.Digest = other.ComputeDigest()
	return other
}

// What can neither be found nor repeated goes out in a batch of its own, beside
// nothing else.
func TestABatchOfOneIsJoinedByNobody(t *testing.T) {
	lonely := full()
	lonely.Keyed, lonely.Caps.Find = false, false
	for name, tt := range map[string]struct {
		first, second memory.Powers
		want          string
	}{
		"the lonely one first":  {lonely, full(), "0 outcomes, 1 intents; 1 outcomes, 1 intents; 1 outcomes"},
		"the lonely one second": {full(), lonely, "0 outcomes, 1 intents; 1 outcomes, 1 intents; 1 outcomes"},
		"none":                  {full(), unkeyed(), "0 outcomes, 2 intents; 2 outcomes"},
	} {
		inBubble(t, name, func(t *testing.T) {
			d := newDesk(t, tt.first, "a")
			d.desired = append(d.desired, d.channel("other", tt.second))
			d.must()
			d.want(strings.Join(d.book.writes, "; "), tt.want)
		})
	}
}

// A freeze keeps back what it covers, when it covers it, and no deletion.
func TestAFreezeThatBeganMeanwhileCoversWhatItSays(t *testing.T) {
	for name, tt := range map[string]struct {
		freeze engine.Freeze
		want   string
	}{
		"all":             {engine.Freeze{All: true}, "a create absent"},
		"another channel": {engine.Freeze{Channels: []engine.Channel{"other"}}, "a create confirmed"},
		"later":           {engine.Freeze{All: true, From: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)}, "a create confirmed"},
		"but for it":      {engine.Freeze{All: true, Allow: []string{"a"}}, "a create confirmed"},
	} {
		inBubble(t, name, func(t *testing.T) {
			d := newDesk(t, full(), "a")
			d.cfg.Providers["net"] = preparer{d.cfg.Providers["net"], func() error {
				d.freezes = []engine.Freeze{tt.freeze}
				return nil
			}}
			d.want(results(d.must()), tt.want)
		})
	}
	inBubble(t, "of a time before its own, in which the network is given it", func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.desired[0].Due = time.Now().Add(time.Hour)
		d.desired[0].Rules.Native = true
		d.cfg.Providers["net"] = preparer{d.cfg.Providers["net"], func() error {
			d.freezes = []engine.Freeze{{All: true, From: time.Now().Add(time.Minute), Until: time.Now().Add(2 * time.Minute)}}
			return nil
		}}
		d.want(results(d.must()), "a create confirmed")
	})
	inBubble(t, "of its own time, which is over, and it was asked for", func(t *testing.T) {
		d := newDesk(t, full(), "a")
		over := engine.Freeze{All: true, From: time.Now().Add(-time.Hour), Until: time.Now().Add(-30 * time.Second)}
		d.freezes, d.cfg.Ask.Only, d.cfg.Ask.Now = []engine.Freeze{over}, []string{"a"}, true
		d.want(results(d.must()), "a create confirmed")
	})
	inBubble(t, "of a deletion", func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.must()
		d.desired[0].Class = engine.Remove
		d.desired[0].Digest = d.desired[0].ComputeDigest()
		d.cfg.Freezes = func(context.Context) ([]engine.Freeze, error) { return []engine.Freeze{{All: true}}, nil }
		d.want(results(d.must()), "a delete confirmed")
	})
	inBubble(t, "nobody can tell", func(t *testing.T) {
		d := newDesk(t, full(), "a")
		unreachable := errors.New("nobody answers")
		d.cfg.Freezes = func(context.Context) ([]engine.Freeze, error) { return nil, unreachable }
		if _, err := d.run(); !errors.Is(err, unreachable) {
			t.Errorf("error %v, want %v", err, unreachable)
		}
		d.want(d.shown(), "")
	})
	inBubble(t, "nothing can change", func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.cfg.Freezes = nil
		d.want(results(d.must()), "a create confirmed")
	})
}
