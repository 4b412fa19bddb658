package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/apply"
	"galley/engine/observe"
	"galley/engine/plan"
	"galley/engine/render"
)

func settled(t *testing.T, n newsroom) (*world, *worker) {
	t.Helper()
	w, err := newWorld(t.Context(), t.TempDir(), n)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.close)
	return w, &worker{task: task{Newsroom: w.newsroom, Dir: w.dir}}
}

func TestAPlanAsksForThePagesOfItsWindow(t *testing.T) {
	for _, c := range []struct {
		posts  int
		spread time.Duration
		want   int64
	}{
		{pageSize - 1, inWindow, 1},
		{pageSize + 1, inWindow, 2},
		{10 * pageSize, inWindow, 10},
		{10 * pageSize, tenYears, 1},
	} {
		t.Run(fmt.Sprintf("%d posts in %s", c.posts, c.spread), func(t *testing.T) {
			w, p := settled(t, newsroom{Network: "memory", Posts: c.posts, AsOf: asOf, Spread: c.spread})
			got, err := p.plan(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if requests := w.requests.Load(); requests != c.want || w.pages() != int(c.want) {
				t.Errorf("%d requests for %d pages, want %d", requests, w.pages(), c.want)
			}
			if got.Changes != 0 || got.Matches != c.posts {
				t.Errorf("%d changes and %d matches, want none and %d", got.Changes, got.Matches, c.posts)
			}
		})
	}
}

func TestASiteThatIsPublishedHasNothingToDo(t *testing.T) {
	_, p := settled(t, newsroom{Network: "site", Posts: 30, AsOf: asOf, Spread: tenYears})
	got, err := p.plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got.Changes != 0 || got.Matches != 30 {
		t.Errorf("%d changes and %d matches, want none and 30", got.Changes, got.Matches)
	}
}

// What is measured after validation must be what validation hands on.
func TestObjectsAreThoseOfTheFiles(t *testing.T) {
	for _, network := range []engine.Network{"memory", "site"} {
		t.Run(string(network), func(t *testing.T) {
			n := newsroom{Network: network, URL: "https://town.example", Posts: 20, AsOf: asOf, Spread: tenYears}
			dir := t.TempDir()
			if err := n.write(dir); err != nil {
				t.Fatal(err)
			}
			w := &worker{task: task{Newsroom: n, Dir: dir}}
			if err := w.load(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := w.render(t.Context()); err != nil {
				t.Fatal(err)
			}
			read := digests(w.desired)
			w.content = n.objects()
			if err := w.render(t.Context()); err != nil {
				t.Fatal(err)
			}
			if made := digests(w.desired); !slices.Equal(made, read) || len(made) != 20 {
				t.Errorf("%d objects and %d files give different digests", len(made), len(read))
			}
		})
	}
}

func TestAnApplyPushesABatchAtATimeAndOnceMore(t *testing.T) {
	for _, remote := range []bool{false, true} {
		t.Run(fmt.Sprintf("remote %t", remote), func(t *testing.T) {
			if _, err := exec.LookPath("git"); remote && err != nil {
				t.Skip("no git to make a remote with")
			}
			const n = 3*apply.MaxBatch + 1
			a, err := measureApply(t.Context(), t.TempDir(), n, remote)
			if err != nil {
				t.Fatal(err)
			}
			if want := 4 + 1; a.pushes != want || a.commits != want {
				t.Errorf("%d changes: %d pushes, %d commits, want %d", n, a.pushes, a.commits, want)
			}
		})
	}
}

// TestTheRecordCostsWhatChanges compares bytes, which are the same on every
// machine: four times the changes may not cost much more each.
func TestTheRecordCostsWhatChanges(t *testing.T) {
	if testing.Short() {
		t.Skip("sends a thousand posts")
	}
	perChange := func(n int) float64 {
		a, err := measureApply(t.Context(), t.TempDir(), n, false)
		if err != nil {
			t.Fatal(err)
		}
		return float64(a.written) / float64(n)
	}
	few, many := perChange(250), perChange(1000)
	if many > 1.25*few {
		t.Errorf("a change costs %.0f bytes of record among 250, and %.0f among 1000", few, many)
	}
	if most := 4000.0; many > most {
		t.Errorf("a change costs %.0f bytes of record, at most %.0f are allowed", many, most)
	}
}

// Allocations tell, without a clock, that a stage does the same for every post
// however many there are.
func TestAPostCostsTheSameAmongMany(t *testing.T) {
	stages := func(n int) map[string]float64 {
		_, p := settled(t, newsroom{Network: "memory", Posts: n, AsOf: asOf, Spread: inWindow})
		if _, err := p.plan(t.Context()); err != nil {
			t.Fatal(err)
		}
		in := render.Input{Content: p.content, Infos: infos()}
		input := plan.Input{AsOf: asOf, Desired: p.desired, Record: p.record, Channels: channels(p)}
		return map[string]float64{
			"render": testing.AllocsPerRun(1, func() {
				if _, err := render.Content(context.Background(), in); err != nil {
					t.Error(err)
				}
			}) / float64(n),
			"record": testing.AllocsPerRun(1, func() {
				if err := p.read(context.Background()); err != nil {
					t.Error(err)
				}
			}) / float64(n),
			"plan": testing.AllocsPerRun(1, func() {
				if got := plan.Compute(input); got.Matches != n {
					t.Errorf("%d matches, want %d", got.Matches, n)
				}
			}) / float64(n),
		}
	}
	few, many := stages(500), stages(2000)
	for stage, most := range map[string]float64{"render": 45, "record": 45, "plan": 35} {
		t.Logf("%s: %.1f allocations a post among 500, %.1f among 2000", stage, few[stage], many[stage])
		if raceDetector {
			most *= 1.5 // it empties pools at random, so that what was kept is made anew
		}
		if many[stage] > most || many[stage] > 1.1*few[stage] {
			t.Errorf("%s: %.1f allocations a post among 500, %.1f among 2000, want at most %.0f and no growth",
				stage, few[stage], many[stage], most)
		}
	}
}

func channels(p *worker) map[engine.Channel]plan.Channel {
	constructor := infos()[p.Newsroom.Network]
	return map[engine.Channel]plan.Channel{channelName: {Account: p.Newsroom.account(), Info: constructor,
		Caps: powers().Caps, Observation: p.observed[channelName]}}
}

// A window that no listing filled is asked for once, not once for each post.
func TestAnEmptyWindowIsOneRequest(t *testing.T) {
	w, p := settled(t, newsroom{Network: "memory", Posts: 1, AsOf: asOf, Spread: tenYears})
	providers, err := p.Newsroom.providers(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	observe.Channels(t.Context(), providers, engine.Record{}, p.clock, observe.RefreshWindow)
	if got := w.requests.Load(); got != 1 {
		t.Errorf("%d requests, want 1", got)
	}
}

// TestMain lets this binary be the process that is measured.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == measureArgument || os.Args[1] == figuresArgument) {
		main()
		return
	}
	m.Run()
}

// The program runs as it is run by hand, on small sizes.
func TestTablesHaveARowForEachSize(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git to make a remote with")
	}
	var out, progress bytes.Buffer
	if err := run(t.Context(), []string{"-posts", "40,80", "-changes", "5"}, &out, &progress); err != nil {
		t.Fatalf("%v\n%s", err, &progress)
	}
	const above = 4 // an empty line, the title, an empty line, the head
	if lines, want := bytes.Count(out.Bytes(), []byte("\n")), len(scenes)*(above+2)+2*(above+1)+above+2*len(spans); lines != want {
		t.Errorf("printed %d lines, want %d:\n%s", lines, want, &out)
	}
}

// BenchmarkCompute is the pure part of a plan with nothing to do.
func BenchmarkCompute(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprintf("posts=%d", n), func(b *testing.B) {
			w, err := newWorld(b.Context(), b.TempDir(), newsroom{Network: "memory", Posts: n, AsOf: asOf, Spread: inWindow})
			if err != nil {
				b.Fatal(err)
			}
			defer w.close()
			p := &worker{task: task{Newsroom: w.newsroom, Dir: w.dir}}
			if _, err := p.plan(b.Context()); err != nil {
				b.Fatal(err)
			}
			input := plan.Input{AsOf: asOf, Desired: p.desired, Record: p.record, Channels: channels(p)}
			b.ReportAllocs()
			for b.Loop() {
				if got := plan.Compute(input); got.Matches != n {
					b.Fatalf("%d matches", got.Matches)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/post")
		})
	}
}
