package cli

import (
	"testing"
	"time"

	"galley/engine"
)

// What repeats says the same each time: of which date a live post is, only its
// time tells.
func TestALivePostIsTakenOverByTheDateNearestToIt(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 12, n, 9, 0, 0, 0, time.UTC) }
	weekly := func(n int) engine.Desired {
		id := engine.ID{Kind: engine.KindPost, Channel: "net", Slug: "weekly"}
		return engine.Desired{ID: id.On(day(n).Format(time.DateOnly)), Due: day(n), Spec: &engine.Post{Text: "Every week."}}
	}
	declared := declare([]engine.Desired{weekly(3), weekly(10), weekly(17)}, engine.Info{})
	for _, n := range []int{10, 17} { // the 3rd was skipped
		got := declared.take(engine.Info{}, engine.Observed{Spec: &engine.Post{Text: "Every week."}, Created: day(n).Add(3 * time.Minute)})
		if got == nil || !got.Due.Equal(day(n)) {
			t.Errorf("the post of the %dth is taken over by %+v", n, got)
		}
	}
	if got := declared.take(engine.Info{}, engine.Observed{Spec: &engine.Post{Text: "Every week."}}); got == nil || !got.Due.Equal(day(3)) {
		t.Errorf("one without a time is taken over by %+v, want what is left", got)
	}
}
