package bluesky_test

import (
	"fmt"
	"testing"

	"galley/engine"
)

// TestLongestThreadFitsIntoOneBatch: each part with its gate, the gate of the
// thread, and the profile.
func TestLongestThreadFitsIntoOneBatch(t *testing.T) {
	w := fakeWorld(t)
	spec := &engine.Post{Text: "Part 1.", Quotes: "none", Replies: "none", Pinned: true}
	for n := 2; n <= 99; n++ {
		spec.Thread = append(spec.Thread, engine.Post{Text: fmt.Sprintf("Part %d.", n)})
	}
	d := w.desire(1, spec)
	made := w.publish(d)
	w.wantShown("what was read", d, w.read(made.Remote))
	list := w.listed()
	if len(list) != 1 || list[0].Version != made.Version {
		t.Errorf("listed %d, want the thread alone", len(list))
	}
	if sent := w.wire.writes(); len(sent) != 1 {
		t.Errorf("sent %v, want one batch", sent)
	}
	w.remove(made)
	if left := w.fake.Shown(handle); len(left) != 0 {
		t.Errorf("%d parts are left", len(left))
	}
	spec.Thread = append(spec.Thread, engine.Post{Text: "One too many."})
	w.wantKind("Prepare of a longer one", w.provider().Prepare(t.Context(), w.desire(2, spec)), engine.Invalid)
}
