package apply_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"galley/engine"
	"galley/engine/apply"
	"galley/engine/observe"
	"galley/providers/memory"
)

// problems are what a plan says of channels, in order.
func problems(p engine.Plan) string {
	var list []string
	for _, x := range p.Problems {
		list = append(list, string(x.Channel)+": "+x.Text)
	}
	return strings.Join(list, "; ")
}

func TestAChannelThatCannotBeOpenedStopsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.desired = append(d.desired, d.channel("other", full()))
		delete(d.cfg.Providers, "other")
		d.cfg.Failures = map[engine.Channel]string{"other": "there is no credential"}
		r := d.must()
		d.want(results(r), "a create confirmed")
		d.want(problems(r.Plan), "other: there is no credential")
	})
}

// Clocks may differ by a minute from those of the networks: every wait allows
// for twice that between two machines.
func TestAClockMayBeAMinuteOff(t *testing.T) {
	for skew, want := range map[time.Duration]error{
		0: nil, time.Minute: nil, -time.Minute: nil, time.Minute + 1: apply.ErrSkew, -time.Minute - 1: apply.ErrSkew,
	} {
		inBubble(t, skew.String(), func(t *testing.T) {
			d := newDesk(t, full(), "a")
			d.cfg.Skew = func() time.Duration { return skew }
			if _, err := d.run(); !errors.Is(err, want) {
				t.Errorf("error %v, want %v", err, want)
			}
			if sent := d.shown() != ""; sent != (want == nil) || len(d.book.writes) > 0 != (want == nil) {
				t.Errorf("shown is %q, written %v", d.shown(), d.book.writes)
			}
		})
	}
}

func TestWhatAFindingBlocksDoesNotGoOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a", "b")
		d.blocked = map[engine.ID]string{d.desired[0].ID: "its picture has no alternative text"}
		d.want(results(d.must()), "b create confirmed")
		d.want(d.shown(), "text of b")
	})
}

// What a look-up found belongs to its ID for the plan of the same run: another
// post with that text is not taken for it.
func TestWhatWasFoundIsNotTakenForAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		d.net.Strike(nil, onWrites(errors.New("no answer")))
		d.want(results(d.must()), "a create uncertain")
		d.net.Strike(nil, nil)
		d.desired = append(d.desired, post("b"))
		says("text of a")(&d.desired[1])
		d.desired[1].Digest = d.desired[1].ComputeDigest()
		d.want(results(d.must()), "b create confirmed")
		d.want(d.shown(), "text of a; text of a")
	})
}

// A plan made without a listing reads, one by one, what it would change.
func TestWhatWasNotListedIsReadBeforeItIsChanged(t *testing.T) {
	edited := func(t *testing.T) (*desk, *reader) {
		d := newDesk(t, full(), "a")
		d.must()
		d.become(says("new"))
		d.cfg.Refresh = observe.RefreshNone
		d.cfg.Credentials = map[engine.Channel]string{"net": "NET_TOKEN"}
		r := &reader{powers: d.cfg.Providers["net"].(powers), reads: map[engine.RemoteID]int{}}
		d.cfg.Providers["net"] = r
		return d, r
	}
	inBubble(t, "for the plan, and before the request", func(t *testing.T) {
		d, r := edited(t)
		d.want(results(d.must()), "a update confirmed")
		if r.reads["p1"] != 2 {
			t.Errorf("read %d times, want 2", r.reads["p1"])
		}
	})
	for name, before := range map[string]func(*desk){
		"but not what is held": func(d *desk) {
			d.freezes = []engine.Freeze{{Slug: "crisis", All: true, From: time.Now().Add(-time.Hour)}}
		},
		"but not what is managed no more": func(d *desk) { d.desired = nil },
		"but not what is only renamed": func(d *desk) {
			d.desired = []engine.Desired{post("b")}
			d.desired[0].Was = []engine.ID{post("a").ID}
			d.become(says("text of a"))
		},
		"but not what is skipped": func(d *desk) { d.desired = []engine.Desired{post("b")}; d.skipped("b") },
	} {
		inBubble(t, name, func(t *testing.T) {
			d, r := edited(t)
			before(d)
			d.must()
			if len(r.reads) > 0 {
				t.Errorf("read were %v", r.reads)
			}
		})
	}
	for kind, hint := range map[engine.ErrKind]bool{engine.Throttled: false, engine.Unauthorized: true} {
		inBubble(t, "which fails: "+kind.String(), func(t *testing.T) {
			d, _ := edited(t)
			d.net.Strike(func(op memory.Op) error {
				if op.Name == "read" {
					return engine.Errorf(kind, "", engine.ID{}, "no")
				}
				return nil
			}, nil)
			r := d.must()
			d.want(results(r), "")
			d.want(problems(r.Plan), "net: read: no")
			if got := len(r.Plan.Problems) > 0 && strings.Contains(r.Plan.Problems[0].Hint, "NET_TOKEN"); got != hint {
				t.Errorf("the problems are %+v; is there a hint about the credential: want %t", r.Plan.Problems, hint)
			}
		})
	}
	inBubble(t, "and the input stays as it was", func(t *testing.T) {
		d, r := edited(t)
		in := apply.Input(d.cfg, d.book.Record(), nil, nil)
		in.Desired = d.desired
		p := apply.Compute(t.Context(), in, d.cfg.Providers)
		if len(p.Changes) != 1 || p.Changes[0].Blind || r.reads["p1"] != 1 {
			t.Errorf("planned is %+v, read were %v", p.Changes, r.reads)
		}
		if in.Channels["net"].Reads != nil {
			t.Error("the reads are in the input")
		}
	})
}
