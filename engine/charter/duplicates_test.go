package charter

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"galley/engine"
	"galley/schema"
)

func TestAlike(t *testing.T) {
	for _, c := range []struct {
		a, b []uint32
		want float64
	}{
		{nil, nil, 0}, {[]uint32{1}, nil, 0}, {[]uint32{1}, []uint32{1}, 1}, {[]uint32{1}, []uint32{2}, 0},
		{[]uint32{1, 2, 3, 4}, []uint32{1, 2, 3, 5}, 0.6}, {[]uint32{1, 2}, []uint32{1, 2, 3, 4}, 0.5},
	} {
		if got := alike(c.a, c.b); got != c.want {
			t.Errorf("%v and %v: got %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestLongTextsAreEstimatedWithinReason(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, want := range []float64{0.5, 0.8, 0.95} {
		var off float64
		for range 50 {
			var a, b []uint32
			for range 2000 {
				n := r.Uint32()
				switch p := r.Float64(); {
				case p < want:
					a, b = append(a, n), append(b, n)
				case r.IntN(2) == 0:
					a = append(a, n)
				default:
					b = append(b, n)
				}
			}
			slices.Sort(a)
			slices.Sort(b)
			off += math.Abs(alike(a[:sketchSize], b[:sketchSize]) - want)
		}
		if off /= 50; off > 0.06 {
			t.Errorf("%.2f alike: off by %.3f on the average", want, off)
		}
	}
}

// TestTwinsAreFoundWherePairByPairFindsThem compares with looking at every pair.
func TestTwinsAreFoundWherePairByPairFindsThem(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for round := range 60 {
		likeness := []float64{0.2, 0.5, 0.8, 1}[round%4]
		facts := make([]Facts, 60)
		for i := range facts {
			var sketch []uint32
			for range 1 + r.IntN(160) {
				sketch = append(sketch, uint32(r.IntN(400)))
			}
			if i > 0 && r.IntN(2) == 0 {
				sketch = slices.Clone(facts[r.IntN(i)].Renditions[0].Sketch)
				for range r.IntN(1 + len(sketch)/5) {
					sketch[r.IntN(len(sketch))] = uint32(r.IntN(400))
				}
			}
			slices.Sort(sketch)
			sketch = slices.Compact(sketch)
			facts[i] = planned(fmt.Sprintf("p%02d", i), time.Duration(i)*7*time.Hour)
			facts[i].Renditions[0].Sketch = sketch[:min(len(sketch), sketchSize)]
		}
		within := 5 * 24 * time.Hour
		var want []string
		for i := range facts {
			best, twin := -1.0, ""
			for j := range i {
				a, b := facts[i].Renditions[0], facts[j].Renditions[0]
				if got := alike(a.Sketch, b.Sketch); a.Due.Sub(b.Due) <= within && got >= likeness-slack && got >= best {
					best, twin = got, b.ID.Slug
				}
			}
			if twin != "" {
				want = append(want, fmt.Sprintf("Post %s near-duplicate says nearly the same as post %s (%s.yaml:3): %.0f %% alike", facts[i].Post, twin, twin, math.Floor(100*best+slack)))
			}
		}
		c := ofTown(t, schema.Charter{Duplicates: []schema.DuplicateRule{{Within: "5d", Likeness: likeness}}})
		wants(t, c.Across(facts, Times{AsOf: noon}), want...)
		if t.Failed() {
			t.Fatalf("round %d, likeness %v", round, likeness)
		}
	}
}

// BenchmarkAlikeByThousands is the worst there is: posts that all say nearly the
// same, and one that goes out a thousand times.
func BenchmarkAlikeByThousands(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 8))
	common := make([]uint32, 40)
	for i := range common {
		common[i] = r.Uint32()
	}
	facts := make([]Facts, 10_000)
	for i := range facts {
		facts[i] = planned(fmt.Sprintf("p%05d", i), time.Duration(i)*time.Hour)
		f := &facts[i].Renditions[0]
		f.Sketch = slices.Clone(common)
		f.Sketch[r.IntN(40)] = r.Uint32()
		slices.Sort(f.Sketch)
	}
	for n := range 1000 {
		f := Fact{ID: engine.ID{Kind: engine.KindPost, Channel: toots, Slug: "daily"}, Due: noon.AddDate(0, 0, n), Sketch: common}
		facts[0].Renditions = append(facts[0].Renditions, f)
	}
	c := ofTown(b, schema.Charter{Duplicates: []schema.DuplicateRule{{Within: "9999d", Likeness: 0.8}}})
	for b.Loop() {
		c.Across(facts, Times{AsOf: noon})
	}
}
