package plan_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/plan"
)

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	in := crowd(40, 3)
	for i := range 20 {
		in.Desired = append(in.Desired, desired(fmt.Sprintf("n%d", i), noon.Add(time.Duration(i-10)*time.Hour)))
	}
	in.Freezes = []engine.Freeze{past(), crisis(), {Slug: "tagged", Tags: []string{"x"}, From: noon}}
	// Two that came due in the network's scheduler with one text, and two copies as
	// near to the one as to the other.
	seen := in.Channels["c"]
	for i, slug := range []string{"h1", "h2"} {
		d := desired(slug, noon.Add(-2*time.Hour))
		d.Spec = &engine.Post{Text: "handed over"}
		d.Digest = d.ComputeDigest()
		r := recorded(d)
		r.Phase, r.Remote = engine.Scheduled, engine.RemoteID("handed-"+slug)
		in.Desired, in.Record.IDs[d.ID] = append(in.Desired, d), r
		seen.Seen = append(seen.Seen, engine.Observed{Remote: engine.RemoteID(slug), Phase: engine.Live, Spec: d.Spec,
			Created: noon.Add(time.Duration(-1-2*i) * time.Hour)})
	}
	in.Channels["c"] = seen
	want := plan.Compute(in)
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 1))
		shuffled := in
		shuffled.Desired = slices.Clone(in.Desired)
		r.Shuffle(len(shuffled.Desired), func(i, j int) {
			shuffled.Desired[i], shuffled.Desired[j] = shuffled.Desired[j], shuffled.Desired[i]
		})
		shuffled.Freezes = slices.Clone(in.Freezes)
		r.Shuffle(len(shuffled.Freezes), func(i, j int) {
			shuffled.Freezes[i], shuffled.Freezes[j] = shuffled.Freezes[j], shuffled.Freezes[i]
		})
		c := in.Channels["c"]
		c.Seen = slices.Clone(c.Seen)
		r.Shuffle(len(c.Seen), func(i, j int) { c.Seen[i], c.Seen[j] = c.Seen[j], c.Seen[i] })
		shuffled.Channels = map[engine.Channel]plan.Channel{"c": c}
		if got := plan.Compute(shuffled); !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: another order gives another plan", seed)
		}
	}
}
