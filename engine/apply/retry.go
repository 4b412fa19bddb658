package apply

import (
	"context"
	"math/rand/v2"
	"time"

	"galley/engine"
)

// Retrying: only what certainly did not happen, here and nowhere else.
const (
	maxTries  = 4
	firstWait = time.Second
)

// retry calls f until it succeeds, fails for good, has been tried often enough,
// or would have to wait until after the deadline.
func (r *run) retry(ctx context.Context, deadline time.Time, f func(context.Context) error) error {
	wait := firstWait
	for try := 1; ; try++ {
		err := f(ctx)
		kind := engine.KindOf(err)
		if kind != engine.Transient && kind != engine.Throttled || try == maxTries {
			return err
		}
		pause := max(engine.RetryAfterOf(err), wait/2+rand.N(wait))
		if r.Now().Add(pause).After(deadline) || r.Wait(ctx, pause) != nil {
			return err
		}
		wait *= 2
	}
}
