package bluesky

import (
	"net/http"
	"testing"
	"time"

	"galley/engine"
)

var aDue = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)

func TestBudgetIsKept(t *testing.T) {
	var b budget
	tell := func(at time.Time) {
		b.tell(http.Header{"Date": {at.Format(http.TimeFormat)}})
	}
	spend := func(points int) (n int, wait time.Duration) {
		for {
			if err := b.take(points); err != nil {
				if engine.KindOf(err) != engine.Throttled {
					t.Fatalf("take: %v", err)
				}
				return n, engine.RetryAfterOf(err)
			}
			n++
		}
	}
	tell(aDue)
	if n, wait := spend(pointsCreate); n != pointsPerHour/pointsCreate || wait != time.Hour {
		t.Errorf("%d creates in an hour, then %v; want %d, 1h", n, wait, pointsPerHour/pointsCreate)
	}
	tell(aDue.Add(20 * time.Minute))
	if _, wait := spend(pointsCreate); wait != 40*time.Minute {
		t.Errorf("after twenty minutes, wait %v, want 40m", wait)
	}
	tell(aDue.Add(10 * time.Minute)) // an answer that comes late does not turn time back
	if _, wait := spend(pointsCreate); wait != 40*time.Minute {
		t.Errorf("after a late answer, wait %v, want 40m", wait)
	}
	total := pointsPerHour / pointsCreate
	for hour := 1; hour < 24; hour++ {
		tell(aDue.Add(time.Duration(hour) * time.Hour))
		n, _ := spend(pointsCreate)
		total += n
	}
	if want := pointsPerDay / pointsCreate; total > want || total < want-1 {
		t.Errorf("%d creates in a day, want %d", total, want)
	}
	tell(aDue.Add(24 * time.Hour))
	if err := b.take(pointsCreate); err != nil {
		t.Errorf("the next day: %v", err)
	}
}
