package bluesky

import (
	"net/http"
	"sync"
	"time"

	"galley/engine"
)

// What an account may write: https://docs.bsky.app/docs/advanced-guides/rate-limits
const (
	pointsPerHour = 5000
	pointsPerDay  = 35_000
	pointsCreate  = 3
	pointsUpdate  = 2
	pointsDelete  = 1
)

// A budget counts the points that this process has spent, because the server
// names only its tightest limit until one is exceeded. The server's own clock
// counts, as the Date of its answers tells it. The zero value is unspent.
type budget struct {
	mu    sync.Mutex
	now   time.Time
	spent []spending // oldest first
}

type spending struct {
	at     time.Time
	points int
}

// tell sets the clock.
func (b *budget) tell(h http.Header) {
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if now.After(b.now) {
		b.now = now
	}
}

// take spends points. Where they are not there, the error is Throttled and says
// when they will be.
func (b *budget) take(points int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.spent) > 0 && b.now.Sub(b.spent[0].at) >= 24*time.Hour {
		b.spent = b.spent[1:]
	}
	wait := max(b.missing(points, pointsPerHour, time.Hour), b.missing(points, pointsPerDay, 24*time.Hour))
	if wait > 0 {
		return &engine.Error{Kind: engine.Throttled, RetryAfter: wait,
			Err: engine.Errorf(engine.Throttled, "", engine.ID{}, "the account has written as much as it may for now")}
	}
	b.spent = append(b.spent, spending{b.now, points})
	return nil
}

// missing returns how long it takes until points fit into what a span allows.
func (b *budget) missing(points, most int, span time.Duration) time.Duration {
	sum := points
	for i := len(b.spent) - 1; i >= 0; i-- {
		s := b.spent[i]
		if b.now.Sub(s.at) >= span {
			break
		}
		if sum += s.points; sum > most {
			return s.at.Add(span).Sub(b.now)
		}
	}
	return 0
}
