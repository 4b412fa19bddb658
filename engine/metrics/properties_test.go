package metrics_test

import (
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/metrics"
	"galley/engine/metrics/metricstest"
	"galley/schema"
)

// someLives are short periods of several lives.
func someLives(t *testing.T, check func(t *testing.T, l metricstest.Life, in metrics.Input)) {
	for seed := range uint64(2) {
		l, err := metricstest.Year(seed)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []metrics.Period{l.Month(2026, time.August), l.Month(2026, time.December), l.Campaign("winter-market"), l.Quarter(3)} {
			check(t, l, l.Input(p))
		}
	}
}

func TestTheOrderOfInputMakesNoDifference(t *testing.T) {
	someLives(t, func(t *testing.T, l metricstest.Life, in metrics.Input) {
		want := metrics.Compute(in)
		random := rand.New(rand.NewPCG(1, uint64(len(l.Snapshots))))
		in.Posts, in.Imports, in.Volumes = shuffled(random, in.Posts), shuffled(random, in.Imports), shuffled(random, in.Volumes)
		in.Snapshots = slices.Values(shuffled(random, l.Snapshots))
		in.Delivered.Now, in.Delivered.Before = shuffled(random, in.Delivered.Now), shuffled(random, in.Delivered.Before)
		if got := metrics.Compute(in); !reflect.DeepEqual(got, want) {
			t.Errorf("of %v, shuffled input gives other figures: %s", in.Period, firstDifference(written(got, l), written(want, l)))
		}
	})
}

func shuffled[T any](r *rand.Rand, list []T) []T {
	list = slices.Clone(list)
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

func TestWhatComesLaterChangesNothing(t *testing.T) {
	someLives(t, func(t *testing.T, l metricstest.Life, in metrics.Input) {
		want := metrics.Compute(in)
		in.Snapshots = func(yield func(metrics.Snapshot) bool) {
			for _, s := range l.Snapshots {
				if s.At.Before(in.AsOf) && !yield(s) {
					return
				}
			}
		}
		in.Posts = slices.DeleteFunc(slices.Clone(in.Posts), func(p metrics.Post) bool { return !p.Published.Before(in.AsOf) })
		if got := metrics.Compute(in); !reflect.DeepEqual(got, want) {
			t.Errorf("%v is not the same once it is past: %s", in.Period, firstDifference(written(got, l), written(want, l)))
		}
	})
}

// counted are the KPIs that need something a network told.
func counted(kpi string) bool {
	for _, prefix := range []string{"reach", "impressions", "engagement", "followers", "growth"} {
		if strings.HasPrefix(kpi, prefix) {
			return true
		}
	}
	return false
}

func TestWhatIsAbsentNeverBecomesZero(t *testing.T) {
	someLives(t, func(t *testing.T, l metricstest.Life, in metrics.Input) {
		const silent = engine.Channel("town-sky")
		in.Snapshots = func(yield func(metrics.Snapshot) bool) {
			for _, s := range l.Snapshots {
				if s.Channel != silent && !yield(s) {
					return
				}
			}
		}
		for _, f := range metrics.Compute(in).All {
			if f.Scope.Channel == silent && counted(f.KPI) {
				t.Errorf("of a channel that was never counted, %s is %v", f.KPI, f.Now)
			}
			for _, p := range f.Parts {
				if p.Channel == silent && counted(f.KPI) {
					t.Errorf("%s of %+v has a part of a channel that was never counted: %+v", f.KPI, f.Scope, p)
				}
			}
		}
		in.Snapshots, in.Imports, in.Delivered = nil, nil, metrics.Deliveries{}
		figures := metrics.Compute(in)
		for _, f := range figures.All {
			if f.Now.Known && !strings.Contains("posts frequency volumetry-share pillar-share", f.KPI) {
				t.Errorf("nothing was counted or handed in, but %s of %+v is %v", f.KPI, f.Scope, f.Now)
			}
		}
		for _, p := range figures.Posts {
			if p.Engagement.Known || p.Rate.Known || len(p.Counts) > 0 || !p.At.IsZero() {
				t.Fatalf("nothing was counted, but %+v", p)
			}
		}
	})
}

func TestAChannelThatCountsNothingChangesNoFigure(t *testing.T) {
	someLives(t, func(t *testing.T, l metricstest.Life, in metrics.Input) {
		with := metrics.Compute(in)
		in.Channels = maps.Clone(in.Channels)
		delete(in.Channels, "town-blog")
		without := metrics.Compute(in)
		for _, f := range with.All {
			other, known := without.Of(f.KPI, f.Scope)
			f.Parts, other.Parts = nil, nil
			if counted(f.KPI) && (!known || !reflect.DeepEqual(f, other)) {
				t.Errorf("with a site got %+v, without %+v", f, other)
			}
		}
	})
}

func TestASumLacksNoChannelWhoseLevelWasLost(t *testing.T) {
	l := life(t)
	in := l.Input(l.Month(2026, time.November)) // museum-fedi was lost on the 20th
	figures := metrics.Compute(in)
	if f, _ := figures.Of("followers", metrics.Scope{}); f.Now.Known || len(f.Parts) != 4 {
		t.Errorf("followers without those of museum-fedi: %v of %v", f.Now, f.Parts)
	}
	if f, _ := figures.Of("followers", metrics.Scope{Channel: "town-sky"}); !f.Now.Known {
		t.Error("town-sky was counted")
	}
}

func TestADeletedPostDoesNotMakeTotalsFall(t *testing.T) {
	someLives(t, func(t *testing.T, l metricstest.Life, in metrics.Input) {
		want := metrics.Compute(in)
		// Every other post goes at the end of the period, and networks answer zero.
		in.Posts = slices.Clone(in.Posts)
		gone := map[engine.ID]bool{}
		for i, p := range in.Posts {
			if i%2 == 0 && p.Removed.IsZero() && p.Published.Before(in.AsOf.Add(-time.Hour)) {
				in.Posts[i].Removed = in.AsOf.Add(-2 * time.Second)
				gone[p.ID] = true
			}
		}
		in.Snapshots = func(yield func(metrics.Snapshot) bool) {
			for _, s := range l.Snapshots {
				zero := s
				zero.At, zero.Counts = in.AsOf.Add(-time.Second), map[string]int64{"likes": 0, "favourites": 0, "reach": 0, "views": 0}
				if !yield(s) || gone[s.ID] && !yield(zero) {
					return
				}
			}
		}
		got := metrics.Compute(in)
		for i, f := range got.All {
			if f.Now != want.All[i].Now && want.All[i].KPI == f.KPI {
				t.Errorf("posts were deleted: %s of %+v goes from %v to %v", f.KPI, f.Scope, want.All[i].Now, f.Now)
			}
		}
	})
}

func TestTheSumOfPartsIsTheFigure(t *testing.T) {
	units := map[string]float64{}
	for _, d := range metricstest.Catalogue().KPIs {
		units[d.KPI] = 1
		if d.Unit == "percent" {
			units[d.KPI] = 100
		}
	}
	someLives(t, func(t *testing.T, l metricstest.Life, in metrics.Input) {
		for _, f := range metrics.Compute(in).All {
			if !f.Now.Known {
				continue
			}
			over, under, ratio := 0., 0., false
			for _, p := range f.Parts {
				if p.Below {
					under, ratio = under+p.Value.N, true
				} else {
					over += p.Value.N
				}
			}
			got := over * units[f.KPI]
			if ratio {
				got /= under
			}
			if math.Abs(got-f.Now.N) > 1e-9*math.Abs(got) {
				t.Errorf("%s of %+v is %v, its parts come to %v: %v", f.KPI, f.Scope, f.Now.N, got, f.Parts)
			}
		}
	})
}

func TestChannelsAddUpToEverything(t *testing.T) {
	sums := []string{"reach", "impressions", "engagement", "followers", "growth", "conversions", "visits", "posts", "on-time"}
	someLives(t, func(t *testing.T, l metricstest.Life, in metrics.Input) {
		figures := metrics.Compute(in)
		for _, kpi := range sums {
			total, sum := metrics.Value{}, 0.
			for _, f := range figures.All {
				switch {
				case f.KPI != kpi:
				case f.Scope == (metrics.Scope{}):
					total = f.Now
				case f.Scope.Channel != "":
					sum += f.Now.N
				}
			}
			if total.Known && math.Abs(total.N-sum) > 1e-6 {
				t.Errorf("%s of %v is %v, its channels come to %v", kpi, in.Period, total.N, sum)
			}
		}
	})
}

// A period that still runs is held against as much of the others, so that it is
// the same as if it ended there.
func TestAPeriodThatRunsIsCountedUntilThen(t *testing.T) {
	l := life(t)
	whole := l.Month(2026, time.August)
	at := time.Date(2026, time.August, 18, 12, 0, 0, 0, l.Zone)
	in := l.Input(whole)
	in.AsOf = at
	figures := metrics.Compute(in)
	if want := time.Date(2026, time.July, 18, 12, 0, 0, 0, l.Zone); !figures.Before.To.Equal(want) {
		t.Errorf("held against %v, want until %v", figures.Before, want)
	}
	for _, p := range figures.Posts {
		if !p.Published.Before(at) || !p.At.Before(at) {
			t.Fatalf("%s of %s was counted at %s", p.ID, p.Published, p.At)
		}
	}
	for _, s := range figures.Series {
		for i, p := range s.Points {
			if s.Metric == "engagement" && i > 0 && p.At.Sub(s.Points[i-1].At) > 8*24*time.Hour {
				t.Errorf("%s has nothing between %s and %s", s.Channel, s.Points[i-1].At, p.At)
			}
		}
	}
}

func TestTheCatalogueCanBeComputed(t *testing.T) {
	c, err := metrics.CatalogueOf(schema.Metrics())
	if err != nil {
		t.Fatal(err)
	}
	if len(c.KPIs) < 20 || len(c.Metrics) < 10 {
		t.Errorf("got %d KPIs of %d metrics", len(c.KPIs), len(c.Metrics))
	}
	var facts []string
	for _, m := range schema.Metrics().Metrics {
		if m.Subject == "record" {
			facts = append(facts, m.Name)
		}
	}
	want := metrics.Facts()
	slices.Sort(facts)
	slices.Sort(want)
	if !slices.Equal(facts, want) {
		t.Errorf("the catalogue has the facts %v, formulas may use %v", facts, want)
	}
}
