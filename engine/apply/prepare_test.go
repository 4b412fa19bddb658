package apply_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"galley/engine"
)

// An editor notes what it is asked to make ready.
type editor struct {
	powers
	editing
}

type editing struct{ asked []string }

func (e *editing) Prepare(_ context.Context, d engine.Desired) error {
	e.asked = append(e.asked, "create "+d.Spec.Plain())
	return nil
}

func (e *editing) PrepareEdit(_ context.Context, before engine.Observed, d engine.Desired) error {
	e.asked = append(e.asked, "edit "+before.Spec.Plain()+" into "+d.Spec.Plain())
	return nil
}

func TestAnEditIsPreparedWithWhatIsThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, full(), "a")
		e := &editor{powers: d.cfg.Providers["net"].(powers)}
		d.cfg.Providers["net"] = e
		d.must()
		changed := d.desired[0]
		changed.Spec = &engine.Post{Text: "another text"}
		changed.Digest = changed.ComputeDigest()
		d.desired = []engine.Desired{changed}
		d.want(results(d.must()), "a update confirmed")
		d.want(strings.Join(e.asked, "; "), "create text of a; edit text of a into another text")
		d.become(retracted)
		d.want(results(d.must()), "a delete confirmed")
		if len(e.asked) != 2 {
			t.Errorf("a deletion was made ready: %v", e.asked)
		}
	})
}

// What was there is unknown where nothing can be read: then all is uploaded.
func TestAnEditOfWhatNobodyReadIsPreparedAsAWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := full()
		p.Caps.Read, p.Caps.List = false, false
		d := newDesk(t, p, "a")
		d.must()
		e := &blindEditor{Provider: d.cfg.Providers["net"], Updater: d.cfg.Providers["net"].(engine.Updater)}
		d.cfg.Providers["net"] = e
		d.become(says("another text"))
		d.must()
		d.want(strings.Join(e.asked, "; "), "create another text")
	})
}

// A blindEditor is an editor that cannot read.
type blindEditor struct {
	engine.Provider
	engine.Updater
	editing
}

// A preparer uploads as a test says.
type preparer struct {
	engine.Provider
	upload func() error
}

func (p preparer) Prepare(context.Context, engine.Desired) error { return p.upload() }

func TestAnUploadIsRepeatedUntilTheNetworkRefuses(t *testing.T) {
	fail := func(kind engine.ErrKind) error { return engine.Errorf(kind, "prepare", engine.ID{}, "no") }
	for name, tt := range map[string]struct {
		answers []error // of each try; then none fails
		tries   int
		want    string
		next    string // of the next run, in which no upload fails
	}{
		"no answer":             {[]error{errors.New("no answer")}, 2, "a create confirmed", ""},
		"throttled":             {[]error{fail(engine.Throttled), fail(engine.Throttled)}, 3, "a create confirmed", ""},
		"not for a minute":      {[]error{&engine.Error{RetryAfter: time.Minute, Err: errors.New("no, busy")}, &engine.Error{RetryAfter: time.Minute, Err: errors.New("no, busy")}, errors.New("no, busy")}, 3, "a create absent", "a create confirmed"},
		"never ready":           {[]error{fail(engine.Transient), fail(engine.Transient), fail(engine.Transient), fail(engine.Transient)}, 4, "a create absent", "a create confirmed"},
		"not for so long":       {[]error{&engine.Error{Kind: engine.Throttled, RetryAfter: time.Hour, Err: errors.New("no, not now")}}, 1, "a create absent", "a create confirmed"},
		"refused":               {[]error{fail(engine.Invalid)}, 1, "a create refused", ""},
		"not of this network":   {[]error{fail(engine.Unsupported)}, 1, "a create refused", ""},
		"somebody else's doing": {[]error{fail(engine.Conflict)}, 1, "a create absent", "a create confirmed"},
	} {
		inBubble(t, name, func(t *testing.T) {
			d := newDesk(t, full(), "a")
			d.cfg.Revision = "1a2b3c4"
			tries := 0
			d.cfg.Providers["net"] = preparer{d.cfg.Providers["net"], func() error {
				if tries++; tries <= len(tt.answers) {
					return tt.answers[tries-1]
				}
				return nil
			}}
			r := d.must()
			d.want(results(r), tt.want)
			if tries != tt.tries {
				t.Errorf("%d tries, want %d", tries, tt.tries)
			}
			if want := r.Done[0].Err; want != nil {
				p := d.desired[0]
				want := engine.Outcome{ID: p.ID, Account: p.Account, Verb: engine.Create, Digest: p.Digest, Due: p.Due, Revision: "1a2b3c4",
					Reason: want.Error(), At: time.Now().UTC().Round(0), Result: r.Done[0].Outcome.Result}
				if got := r.Done[0].Outcome; !reflect.DeepEqual(got, want) || !strings.Contains(want.Reason, "no") {
					t.Errorf("got  %+v\nwant %+v", got, want)
				}
			}
			d.want(results(d.must()), tt.next)
		})
	}
}
