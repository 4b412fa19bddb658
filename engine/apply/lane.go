package apply

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/observe"
	"galley/engine/plan"
)

// A sender carries out one channel's share of a batch.
type sender struct {
	*run
	ctx     context.Context
	intents []engine.Intent
	begun   time.Time                    // with the monotonic clock, just before the lease was taken
	live    map[engine.ID]engine.Outcome // confirmed by this lane, for children
	halted  error                        // why the rest of the lane is not sent
}

func (s *sender) lane(steps []step) []Done {
	var done []Done
	for _, st := range steps {
		done = append(done, s.step(st)...)
	}
	return done
}

func (s *sender) step(st step) []Done {
	in := s.intents[st.first]
	if st.change.Verb != engine.Replace {
		return []Done{s.one(st.change, in)}
	}
	again := s.intents[st.first+1]
	removed := s.one(st.change, in)
	if removed.Outcome.Result != engine.ResultConfirmed {
		return []Done{removed, s.unsent(st.change, again, errors.New("the old one is not confirmed to be gone"))}
	}
	if err := s.confirmGone(st.change, in); err != nil {
		return []Done{removed, s.unsent(st.change, again, err)}
	}
	return []Done{removed, s.one(st.change, again)}
}

// confirmGone reads what was deleted: only when it is gone may its successor go
// out.
func (s *sender) confirmGone(c engine.Change, in engine.Intent) error {
	reader, can := s.provider(c).(engine.Reader)
	if !can {
		return nil
	}
	_, err := reader.Read(s.ctx, s.kind(c), in.Remote)
	switch {
	case err == nil:
		return errors.New("the network still shows the old one")
	case engine.KindOf(err) == engine.NotFound:
		return nil
	}
	return err
}

func (s *sender) provider(c engine.Change) engine.Provider { return s.Providers[c.ID.Channel] }

func (s *sender) kind(c engine.Change) engine.Kind {
	return observe.KindOf(s.provider(c).Info(), c.ID)
}

// one sends one request, or says why it did not.
func (s *sender) one(c engine.Change, in engine.Intent) Done {
	if s.halted == nil {
		s.halted = s.ctx.Err()
	}
	if s.halted != nil {
		return s.unsent(c, in, s.halted)
	}
	desired, err := s.complete(c, in)
	if err != nil {
		return s.unsent(c, in, err)
	}
	before, err := s.reread(c, in)
	if removes(in) && engine.KindOf(err) == engine.NotFound {
		return s.outcome(c, in, engine.Observed{}, s.inTime(c))
	}
	if err != nil {
		return s.unsent(c, in, err)
	}
	var seen engine.Observed
	err = s.retry(s.ctx, in.SendBy, func(ctx context.Context) error {
		if err := s.Journal.Sending(in.Ref()); err != nil {
			return &engine.Error{Op: "journal", ID: in.ID, Kind: engine.Conflict, Err: err}
		}
		// The fence is asked last: whatever came before may have taken its time.
		if err := s.fence(in); err != nil {
			return err
		}
		if s.Progress != nil {
			s.Progress(c)
		}
		// A cancelled run waits for no other try, and finishes the one it began.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), min(time.Duration(in.Timeout), in.SendBy.Sub(s.Now().Round(0))))
		defer cancel()
		var err error
		seen, err = s.call(ctx, before, desired, in)
		return err
	})
	if err == nil && removes(in) {
		err = s.inTime(c)
	}
	if errors.Is(err, errFence) || errors.Is(err, ErrSkew) || engine.KindOf(err) == engine.Unauthorized {
		s.halted = err
	}
	return s.outcome(c, in, seen, err)
}

// inTime returns an error of kind Uncertain where something was cancelled at the
// time at which the network was to publish it: gone from its scheduler, it may
// be live.
func (s *sender) inTime(c engine.Change) error {
	if !cameDue(s.record.IDs[recordedAs(c)], s.Now()) {
		return nil
	}
	return engine.Errorf(engine.Uncertain, c.Verb.String(), c.ID, "its time came while it was cancelled: it may be live")
}

// complete fills in what only became known while the run went on: the addresses
// of what the text refers to, and the parent's remote id.
func (s *sender) complete(c engine.Change, in engine.Intent) (engine.Desired, error) {
	if removes(in) {
		return engine.Desired{}, nil
	}
	d, open := plan.Resolve(*c.After, func(id engine.ID) (string, bool) {
		if o, ok := s.live[id]; ok {
			return o.URL, true
		}
		return s.url(id)
	})
	if len(open) > 0 {
		return d, fmt.Errorf("it waits for %s, which is not live", open[0])
	}
	if !d.Parent.IsZero() {
		d.ParentRemote = s.record.IDs[d.Parent].Remote
		if o, ok := s.sent[d.Parent]; ok {
			d.ParentRemote = o.Remote
		}
		if o, ok := s.live[d.Parent]; ok {
			d.ParentRemote = o.Remote
		}
	}
	d.Due = in.Due
	return d, nil
}

// reread looks once more at what is about to be edited or taken down: the plan
// may be minutes old.
func (s *sender) reread(c engine.Change, in engine.Intent) (engine.Observed, error) {
	if in.Verb == engine.Create {
		return engine.Observed{}, nil
	}
	reader, can := s.provider(c).(engine.Reader)
	if !can {
		return *c.Before, nil
	}
	now, err := reader.Read(s.ctx, s.kind(c), in.Remote)
	if err != nil {
		return now, err
	}
	now.ID = in.ID
	if c.Before.Version != "" && now.Version != c.Before.Version {
		return now, engine.Errorf(engine.Conflict, in.Verb.String(), in.ID, "somebody changed it since the plan was made")
	}
	return now, nil
}

// removes reports whether an intent takes down: a deletion, or the first half
// of a replacement.
func removes(in engine.Intent) bool { return in.Verb == engine.Delete || in.Verb == engine.Replace }

var errFence = errors.New("the lease leaves no time to send it")

// fence lets a request leave only while both clocks leave more than its timeout
// before the intent's last moment, and agree with the networks'. What it keeps
// back certainly did not happen.
func (s *sender) fence(in engine.Intent) error {
	now := s.Now()
	window := in.SendBy.Sub(s.begun.Round(0))
	wall := in.SendBy.Sub(now.Round(0))
	monotonic := window - now.Sub(s.begun)
	if min(wall, monotonic) <= time.Duration(in.Timeout) {
		return &engine.Error{Op: in.Verb.String(), ID: in.ID, Kind: engine.Conflict, Err: errFence}
	}
	if err := s.checkClock(); err != nil {
		return &engine.Error{Op: in.Verb.String(), ID: in.ID, Kind: engine.Conflict, Err: err}
	}
	return nil
}

func (s *sender) call(ctx context.Context, before engine.Observed, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	switch p := s.Providers[in.ID.Channel]; in.Verb {
	case engine.Create:
		return p.Create(ctx, d, in)
	case engine.Update:
		return p.(engine.Updater).Update(ctx, before, d, in)
	case engine.Delete, engine.Replace:
		return engine.Observed{}, p.(engine.Deleter).Delete(ctx, before, in)
	}
	return engine.Observed{}, engine.Errorf(engine.Unsupported, in.Verb.String(), in.ID, "nothing to send")
}

// unsent closes an intent whose request certainly never left.
func (s *sender) unsent(c engine.Change, in engine.Intent, err error) Done {
	o := s.line(in)
	o.Result, o.Reason = engine.ResultAbsent, "not sent: "+err.Error()
	return Done{Change: c, Outcome: o, Err: err}
}

// outcome classifies an answer, once, by the kind of its error.
func (s *sender) outcome(c engine.Change, in engine.Intent, seen engine.Observed, err error) Done {
	o := s.line(in)
	if err != nil {
		o.Reason = err.Error()
		switch engine.KindOf(err) {
		case engine.Uncertain:
			o.Result = engine.ResultUncertain
		case engine.Invalid, engine.Unsupported:
			o.Result = engine.ResultRefused
		default:
			o.Result = engine.ResultAbsent
		}
		return Done{Change: c, Outcome: o, Err: err}
	}
	o.Result = engine.ResultConfirmed
	if removes(in) {
		return Done{Change: c, Outcome: o}
	}
	o.Phase, o.Remote, o.URL, o.Version = seen.Phase, seen.Remote, seen.URL, seen.Version
	o.Print, o.Fields = in.Print, in.Fields
	o.Reason = s.differences(c, in, seen)
	s.live[in.ID] = o
	return Done{Change: c, Outcome: o}
}

// differences polices the provider: what it says it made is compared with what
// was asked. The next plan shows them as drift.
func (s *sender) differences(c engine.Change, in engine.Intent, seen engine.Observed) string {
	if seen.Spec == nil {
		return ""
	}
	names := make([]string, 0, len(in.Fields))
	for name := range in.Fields {
		names = append(names, name)
	}
	slices.Sort(names)
	shown := engine.FieldPrints(s.provider(c).Info(), engine.AsSent(seen.Spec, in.Print.Media), names)
	names = slices.DeleteFunc(names, func(n string) bool { return shown[n] == in.Fields[n] })
	if len(names) == 0 {
		return ""
	}
	return "the network shows it differently: " + strings.Join(names, ", ")
}

// line is an outcome of an intent that says nothing yet. Its phase is Absent.
func (s *sender) line(in engine.Intent) engine.Outcome {
	return engine.Outcome{Run: in.Run, Seq: in.Seq, ID: in.ID, Account: in.Account, Verb: in.Verb, Due: in.Due,
		Digest: in.Digest, Generation: in.Generation, Revision: in.Revision, Author: in.Author,
		At: s.Now().UTC().Round(0)}
}
