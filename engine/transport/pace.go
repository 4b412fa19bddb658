package transport

import (
	"context"
	"sync"
	"time"

	"galley/engine"
)

// A Pace is how often a host may be asked: one request per Every on average,
// and up to Burst at once after a rest. The zero value does not limit.
type Pace struct {
	Every time.Duration
	Burst int // 1 if less
}

// A pacer keeps a Pace for each host. It remembers one moment per host: when
// the request after the next Burst would be due (the generic cell rate
// algorithm).
type pacer struct {
	pace Pace
	now  engine.Clock

	mu  sync.Mutex
	due map[string]time.Time
}

func newPacer(pace Pace, now engine.Clock) *pacer {
	if pace.Burst < 1 {
		pace.Burst = 1
	}
	return &pacer{pace: pace, now: now, due: map[string]time.Time{}}
}

// wait returns when a request may go to host. If the context will have ended
// by then, it does not wait at all and the error is of kind Throttled; if it
// ends meanwhile, of kind Transient: nothing has left.
func (p *pacer) wait(ctx context.Context, host string) error {
	if p.pace.Every <= 0 {
		return nil
	}
	delay, ok := p.reserve(ctx, host)
	if !ok {
		return &engine.Error{Kind: engine.Throttled, RetryAfter: delay,
			Err: engine.Errorf(engine.Throttled, "", engine.ID{}, "%s may be asked again in %v", host, delay)}
	}
	if delay <= 0 {
		return nil
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return &engine.Error{Kind: engine.Transient, Err: ctx.Err()}
	}
}

// reserve takes the next free moment, unless the context ends before it.
func (p *pacer) reserve(ctx context.Context, host string) (delay time.Duration, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	due := p.due[host]
	if due.Before(now) {
		due = now
	}
	delay = due.Sub(now) - time.Duration(p.pace.Burst-1)*p.pace.Every
	if deadline, has := ctx.Deadline(); has && delay > 0 && now.Add(delay).After(deadline) {
		return delay, false
	}
	p.due[host] = due.Add(p.pace.Every)
	return delay, true
}
