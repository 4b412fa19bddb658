package render

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"galley/engine"
)

func TestSortedByIDIsSorted(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 200 {
		list := make([]engine.Desired, n)
		for i := range list {
			id := engine.ID{Channel: engine.Channel(strconv.Itoa(r.IntN(3))), Slug: strconv.Itoa(i)}
			list[i] = engine.Desired{ID: id, Reason: id.Slug}
		}
		r.Shuffle(n, func(i, j int) { list[i], list[j] = list[j], list[i] })
		want := slices.Clone(list)
		slices.SortFunc(want, func(a, b engine.Desired) int { return a.ID.Compare(b.ID) })
		sortByID(list)
		if !slices.EqualFunc(list, want, func(a, b engine.Desired) bool { return a.ID == b.ID && a.Reason == b.Reason }) {
			t.Fatalf("%d renditions are not sorted", n)
		}
	}
}
