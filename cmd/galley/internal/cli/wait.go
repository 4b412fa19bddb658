package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/apply"
	"galley/engine/repo"
	"galley/engine/zone"
)

// How a run waits for posts that are due soon: timers of CI services are late by
// minutes to hours, so whoever wants nine o'clock has to be there before.
const (
	maxWait  = 6 * time.Hour    // as long as a job of a CI service lives
	headPoll = 30 * time.Second // how often the branch is asked whether it moved
	minNap   = time.Second      // a clock that lags must not make a run spin
)

// movedError says that the content of this run is no longer what should be
// applied.
type movedError struct{ branch, head, ours string }

func (e *movedError) Error() string {
	return fmt.Sprintf("%s is at %s, this run has %s: the newer run will do it", e.branch, brief(e.head), brief(e.ours))
}

// A waiting is a run that stays for what is due soon. Between its rounds it
// holds no lease and nothing of the record: each round reads everything anew.
type waiting struct {
	*app
	c     content
	f     applyFlags
	until time.Time // what is due later is left to another run
	blind bool      // the remote did not answer last time, and that was said
}

// applyAndWait applies what is due, and what becomes due within f.wait. It
// returns early, without an error, as soon as the branch has moved: a retraction
// must not queue behind a run that sleeps.
func (a *app) applyAndWait(ctx context.Context, c content, f applyFlags) (apply.Result, error) {
	w := waiting{app: a, c: c, f: f, until: a.Now().Add(f.wait)}
	total, err := a.applyContent(ctx, c, f)
	w.f.first = false
	for round := total; err == nil && f.wait > 0; total = joined(total, round) {
		next := w.next(round)
		if next.IsZero() {
			return total, nil
		}
		if ready, failure := w.sleep(ctx, next); !ready || failure != nil {
			return total, failure
		}
		round, err = a.applyContent(ctx, c, w.f)
		if moved := (*movedError)(nil); errors.As(err, &moved) {
			a.say("%s", moved)
			return joined(total, round), nil
		}
	}
	return total, err
}

// next is when the first post becomes due for which this run stays; zero if
// there is none. What was handed to a network's scheduler needs nobody.
func (w *waiting) next(round apply.Result) time.Time {
	var next time.Time
	var due []string
	for _, c := range round.Plan.Changes {
		if c.Hold != engine.HoldScheduled || c.Verb != engine.Create || c.Due.After(w.until) {
			continue
		}
		due = append(due, c.ID.String())
		if next.IsZero() || c.Due.Before(next) {
			next = c.Due
		}
	}
	if len(due) == 0 {
		return next
	}
	if steps := stepsOf(w.c, round); len(steps) > 0 {
		w.say("%s", view.AppliedSummary(round.Recovered, steps, round.Plan))
	}
	const named = 3
	names := strings.Join(due[:min(len(due), named)], ", ")
	if len(due) > named {
		names += fmt.Sprintf(" and %d more", len(due)-named)
	}
	w.say("waiting for %s (%s), the next one due %s", view.Count(len(due), "post", "posts"), names, zone.Say(next, w.c.zone, w.Now()))
	return next
}

// sleep returns true when the time has come, and false as soon as the branch
// moved.
func (w *waiting) sleep(ctx context.Context, due time.Time) (bool, error) {
	for {
		moved, err := w.moved(ctx)
		if err != nil {
			return false, err
		}
		if moved != nil {
			w.say("%s", moved)
			return false, nil
		}
		left := due.Sub(w.Now())
		if left <= 0 {
			return true, nil
		}
		if err := w.Wait(ctx, max(minNap, min(left, headPoll))); err != nil {
			return false, err
		}
	}
}

// moved reports whether the branch this content came from has another head. A
// remote that does not answer is asked again the next time: nothing is sent
// before it has answered.
func (w *waiting) moved(ctx context.Context) (*movedError, error) {
	branch, head, err := w.head(ctx)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		if !w.blind {
			w.say("still waiting, but: %v", err)
		}
		w.blind = true
		return nil, nil
	}
	w.blind = false
	if head == w.c.revision {
		return nil, nil
	}
	return &movedError{branch, head, w.c.revision}, nil
}

// head is the commit that should be applied now: the head of the remote's
// default branch, or of this repository where there is no remote.
func (w *waiting) head(ctx context.Context) (branch, head string, err error) {
	remote, err := w.c.repo.Remote(w.c.Project.Record.Remote)
	if err != nil {
		return "", "", err
	}
	if remote != nil {
		return remote.Default(ctx)
	}
	var commit repo.Commit
	if commit, err = w.c.repo.Resolve("HEAD"); err != nil {
		return "", "", err
	}
	return "HEAD", commit.Hash, nil
}

// joined is what two rounds of one run did. The later one knows what became of
// a change that failed in the earlier.
func joined(a, b apply.Result) apply.Result {
	again := map[engine.ID]bool{}
	for _, d := range b.Done {
		again[d.Change.ID] = true
	}
	for _, o := range b.Recovered {
		again[o.ID] = true
	}
	done := slices.DeleteFunc(slices.Clone(a.Done), func(d apply.Done) bool { return d.Err != nil && again[d.Change.ID] })
	if b.Plan.AsOf.IsZero() {
		b.Plan = a.Plan // it ended before there was a plan
	}
	return apply.Result{Plan: b.Plan, Recovered: slices.Concat(a.Recovered, b.Recovered), Done: append(done, b.Done...),
		Recorded: a.Recorded || b.Recorded}
}
