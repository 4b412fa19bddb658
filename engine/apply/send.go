package apply

import (
	"context"
	"errors"
	"slices"
	"time"

	"galley/engine"
	"galley/engine/plan"
)

// send carries out a plan in batches. Outcomes of one batch become durable with
// the intents of the next, the last ones with the lease's return.
func (r *run) send(ctx context.Context, in plan.Input, done []engine.Outcome) error {
	r.sent, r.stopped, r.ending = map[engine.ID]engine.Outcome{}, map[engine.Channel]error{}, ending(r.result.Plan)
	decided := r.notes()
	for _, d := range decided {
		done = append(done, d.Outcome)
	}
	durable := func() {
		r.result.Recorded = r.result.Recorded || len(done) > 0
		r.result.Done = append(r.result.Done, shown(decided)...)
		r.result.Recovered = append(r.result.Recovered, r.recovered...)
		decided, r.recovered = nil, nil
	}
	queue := newQueue(r.result.Plan.Changes, in)
	r.began = false
	var err error
	for ctx.Err() == nil {
		batch := queue.next(r.ready)
		if len(batch) == 0 {
			break
		}
		var outcomes []engine.Outcome
		if outcomes, err = r.batch(ctx, in, batch, done, durable); err != nil {
			break
		}
		done = outcomes
		queue.again(r.fenced)
	}
	if err == nil {
		r.left(ctx, queue.steps)
	}
	if errors.Is(err, engine.ErrLost) && !r.began {
		return err // nothing was sent: what was decided here is decided anew
	}
	closing := r.ledger.Close(context.WithoutCancel(ctx), done)
	if closing == nil {
		durable()
	}
	return errors.Join(err, closing, ctx.Err())
}

// notes are the decisions that need no request. Those that go with a change to
// be sent are written first: they say whose it is.
func (r *run) notes() []Done {
	var notes []Done
	for _, c := range r.result.Plan.Changes {
		if c.Note == nil {
			continue
		}
		n := *c.Note
		n.Run, n.Revision, n.At = "", r.Revision, r.Now().UTC().Round(0)
		notes = append(notes, Done{Change: c, Outcome: n})
	}
	return notes
}

// shown are the decisions that are results of their own.
func shown(decided []Done) []Done {
	return slices.DeleteFunc(decided, func(d Done) bool {
		return d.Change.Hold != engine.HoldNone || d.Change.Verb.Sends()
	})
}

// recheck asks once more, before each batch, whether the clock is right by all
// that the networks said since, whether this content is still the one to apply,
// and what is frozen.
func (r *run) recheck(ctx context.Context, batch []step) ([]step, error) {
	if err := r.checkClock(); err != nil {
		return nil, err
	}
	if err := r.Current(ctx, r.record); err != nil {
		return nil, err
	}
	if r.Freezes == nil {
		return batch, nil
	}
	freezes, err := r.Config.Freezes(ctx)
	if err != nil {
		return nil, err
	}
	now := r.Now()
	return slices.DeleteFunc(batch, func(s step) bool {
		frozen := s.change.Verb != engine.Delete && slices.ContainsFunc(freezes, func(f engine.Freeze) bool {
			return f.Covers(*s.change.After) && (f.ActiveAt(now) || s.change.Native && f.ActiveAt(s.change.Due))
		})
		if frozen {
			r.report(Done{Change: s.change, Outcome: r.decision(s.change, errFrozen), Err: errFrozen})
		}
		return frozen
	}), nil
}

// errFrozen is why a change that was planned is not sent.
var errFrozen = &engine.Error{Kind: engine.Conflict, Err: errors.New("a freeze began meanwhile")}

// batch makes the intents durable and sends. Its outcomes are returned for the
// next write of the ledger.
func (r *run) batch(ctx context.Context, in plan.Input, batch []step, done []engine.Outcome, durable func()) ([]engine.Outcome, error) {
	r.fenced = nil
	batch, failed := r.prepare(ctx, batch)
	done = append(done, failed...)
	// Asked after the uploads, which may take minutes, and just before the intents.
	batch, err := r.recheck(ctx, batch)
	if err != nil {
		return done, err
	}
	if len(batch) == 0 {
		return done, nil
	}
	intents := make([]engine.Intent, 0, len(batch))
	for i := range batch {
		batch[i].first = len(intents)
		intents = append(intents, r.intents(in, batch[i])...)
	}
	begun := r.Now()
	if intents, err = r.ledger.Begin(context.WithoutCancel(ctx), intents, done); err != nil {
		return nil, err
	}
	r.result.Recorded, r.began = true, true
	durable()
	return r.sendAll(ctx, batch, intents, begun), nil
}

// sendAll sends a batch, the channels side by side and each channel in order.
func (r *run) sendAll(ctx context.Context, batch []step, intents []engine.Intent, begun time.Time) []engine.Outcome {
	lanes := map[engine.Channel][]step{}
	for _, s := range batch {
		lanes[s.change.ID.Channel] = append(lanes[s.change.ID.Channel], s)
	}
	results := make(chan []Done, len(lanes))
	for _, lane := range lanes {
		go func() {
			s := sender{run: r, ctx: ctx, intents: intents, begun: begun, live: map[engine.ID]engine.Outcome{}}
			results <- s.lane(lane)
		}()
	}
	var all []Done
	for range lanes {
		all = append(all, <-results...)
	}
	slices.SortStableFunc(all, func(a, b Done) int { return a.Outcome.Seq - b.Outcome.Seq })
	outcomes := make([]engine.Outcome, len(all))
	for i, d := range all {
		outcomes[i] = d.Outcome
		if errors.Is(d.Err, errFence) {
			r.fenced = append(r.fenced, d.Change)
		}
		if d.Outcome.Result == engine.ResultConfirmed {
			r.sent[d.Outcome.ID] = d.Outcome
		}
		if engine.KindOf(d.Err) == engine.Unauthorized {
			r.stopped[d.Outcome.ID.Channel] = d.Err
		}
	}
	r.report(all...)
	return outcomes
}

// report adds what came of changes. Of one that was tried before, and not sent,
// only the last is a result.
func (r *run) report(done ...Done) {
	r.result.Done = slices.DeleteFunc(r.result.Done, func(was Done) bool {
		return was.Err != nil && slices.ContainsFunc(done, func(d Done) bool { return d.Change.ID == was.Change.ID })
	})
	r.result.Done = append(r.result.Done, done...)
}

// prepare uploads what the batch needs. It has no effect a reader sees, so it
// is repeated as long as the network asks for it, within bounds.
func (r *run) prepare(ctx context.Context, batch []step) ([]step, []engine.Outcome) {
	var failed []engine.Outcome
	batch = slices.DeleteFunc(batch, func(s step) bool {
		preparer := r.preparer(s.change)
		if preparer == nil || s.change.Verb == engine.Delete {
			return false
		}
		resolved, _ := plan.Resolve(*s.change.After, r.url)
		err := r.stopped[s.change.ID.Channel]
		if err == nil {
			err = r.retry(ctx, r.Now().Add(prepareFor), func(ctx context.Context) error {
				return prepareError(preparer(ctx, resolved))
			})
		}
		if err == nil {
			return false
		}
		if engine.KindOf(err) == engine.Unauthorized {
			r.stopped[s.change.ID.Channel] = err
		}
		d := Done{Change: s.change, Err: err, Outcome: r.decision(s.change, err)}
		r.report(d)
		if d.Outcome.Result == engine.ResultRefused {
			failed = append(failed, d.Outcome)
		}
		return true
	})
	return batch, failed
}

// preparer is what makes a change ready; nil where nothing has to be.
func (r *run) preparer(c engine.Change) func(context.Context, engine.Desired) error {
	provider := r.Providers[c.ID.Channel]
	if p, can := provider.(engine.EditPreparer); can && c.Verb == engine.Update && c.Before.Spec != nil {
		return func(ctx context.Context, d engine.Desired) error { return p.PrepareEdit(ctx, *c.Before, d) }
	}
	if p, can := provider.(engine.Preparer); can {
		return p.Prepare
	}
	return nil
}

// prepareFor is how long one upload may be tried again.
const prepareFor = 2 * time.Minute

// prepareError lets an upload without an answer be repeated: nobody sees it.
func prepareError(err error) error {
	if err != nil && engine.KindOf(err) == engine.Uncertain {
		return &engine.Error{Op: "prepare", Kind: engine.Transient, RetryAfter: engine.RetryAfterOf(err), Err: err}
	}
	return err
}

// decision is the outcome of a change that never got as far as an intent.
func (r *run) decision(c engine.Change, err error) engine.Outcome {
	o := engine.Outcome{ID: c.ID, Account: r.Accounts[c.ID.Channel], Verb: c.Verb, Digest: c.Digest, Due: c.Due,
		Revision: r.Revision, Reason: err.Error(), At: r.Now().UTC().Round(0), Result: engine.ResultAbsent}
	if k := engine.KindOf(err); k == engine.Invalid || k == engine.Unsupported {
		o.Result = engine.ResultRefused
	}
	return o
}

// ready reports whether c can be handed out now.
func (r *run) ready(c engine.Change) bool { return r.keeps(c) == nil }

// keeps says why c cannot be handed out now: its channel refused our credentials,
// or something that it refers to is not live, so that its text cannot be
// completed. Its parent may go out in the same batch.
func (r *run) keeps(c engine.Change) error {
	if err := r.stopped[c.ID.Channel]; err != nil || c.Verb == engine.Delete {
		return err
	}
	_, open := plan.Resolve(*c.After, r.url)
	for _, id := range open {
		if id != c.After.Parent {
			return engine.Errorf(engine.Conflict, c.Verb.String(), c.ID, "it waits for %s, which is not live", id)
		}
	}
	return nil
}

// left reports what was never handed out.
func (r *run) left(ctx context.Context, steps []step) {
	for _, s := range steps {
		err := ctx.Err()
		if err == nil {
			err = r.keeps(s.change)
		}
		r.report(Done{Change: s.change, Outcome: r.decision(s.change, err), Err: err})
	}
}

// url answers a reference from what this run did, else from the record, unless
// the address that is recorded ends with this plan.
func (r *run) url(id engine.ID) (string, bool) {
	if o, ok := r.sent[id]; ok {
		return o.URL, o.Phase == engine.Live
	}
	if r.ending[id] {
		return "", false
	}
	rec := r.record.IDs[id]
	return rec.URL, rec.Managed() && rec.Phase == engine.Live
}

// ending are the resources whose recorded address is none any more, or soon will
// be: what is found gone, taken down, or published anew.
func ending(p engine.Plan) map[engine.ID]bool {
	ids := map[engine.ID]bool{}
	for _, c := range p.Changes {
		gone := c.Note != nil && c.Note.Result == engine.ResultGone
		if gone || c.Hold == engine.HoldNone && (c.Verb == engine.Replace || c.Verb == engine.Delete) {
			ids[c.ID] = true
		}
	}
	return ids
}
