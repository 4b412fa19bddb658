// Package render turns the objects of a content repository into what each
// channel is to show: objects and channels travel in, engine.Desired and
// findings travel out. Variants, campaigns, tags and references are settled
// here, except for what only a network can answer. The package reads media
// files from the tree it is given and nothing else; it never asks a network,
// the ledger or the clock.
package render

import (
	"context"
	"io/fs"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"galley/engine"
	"galley/engine/media"
	"galley/schema"
)

// Input is what Content renders.
type Input struct {
	Content schema.Content
	Infos   map[engine.Network]engine.Info // of every network there is
	Files   fs.FS                          // the content root, for media; nil has none
	// Known are posts, by id, that were rendered before and need not be again:
	// what came of them, as far as anybody will ask. Nil knows of none.
	Known  map[string][]engine.Desired
	Memory media.Memory // of pictures that were turned and fitted before; nil remembers none
}

// Result is what Content makes of it.
type Result struct {
	// Desired is sorted by ID and holds every resource that the content names on
	// a channel and network that exist. A faulty one is there as well, with an
	// error among the findings: were it left out, it would look as if its file
	// were gone.
	Desired  []engine.Desired
	Freezes  []engine.Freeze   // sorted by slug
	Findings []engine.Finding  // sorted
	Media    map[string]Medium // SHA-256 of the bytes of each file that is shown, as sent -> how they come about
}

// Content renders every object for every channel. What is wrong with the
// content is a finding; the error is that of ctx.
func Content(ctx context.Context, in Input) (Result, error) {
	n := newNewsroom(in)
	rendered := make([]outcome, len(in.Content.Posts), len(in.Content.Posts)+3)
	eachInParallel(ctx, len(rendered), func(i int) {
		p := &in.Content.Posts[i]
		if known, found := in.Known[p.ID]; found {
			rendered[i].desired = known
			return
		}
		rendered[i] = n.post(ctx, p).outcome()
	})
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	rendered = append(rendered, n.profiles(ctx).outcome(), n.filters().outcome(), n.charter().outcome())

	total := 0
	for _, r := range rendered {
		total += len(r.desired)
	}
	result := Result{Media: map[string]Medium{}, Findings: n.findings, Desired: make([]engine.Desired, 0, total)}
	sorted := make([]*engine.Desired, 0, total) // they are large, and many
	for _, r := range rendered {
		for i := range r.desired {
			sorted = append(sorted, &r.desired[i])
		}
		result.Findings = append(result.Findings, r.findings...)
	}
	slices.SortFunc(sorted, func(a, b *engine.Desired) int { return a.ID.Compare(b.ID) })
	for _, d := range sorted {
		result.Desired = append(result.Desired, *d)
	}
	freezes, findings := Freezes(in.Content.Freezes, n.zone)
	result.Freezes, result.Findings = freezes, append(result.Findings, findings...)
	engine.SortFindings(result.Findings)
	for _, d := range result.Desired {
		for _, m := range d.Spec.Files() {
			result.Media[m.SHA256] = n.media.made[m.SHA256]
		}
	}
	return result, nil
}

// An outcome is what came of one object.
type outcome struct {
	desired  []engine.Desired
	findings []engine.Finding
}

func (r rendition) outcome() outcome { return outcome{r.desired, r.findings} }

// eachInParallel calls f for 0 to n-1 on as many goroutines as there are cores,
// until ctx ends.
func eachInParallel(ctx context.Context, n int, f func(i int)) {
	const batch = 32 // a post takes microseconds: fetch several at once
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n/batch+1) {
		workers.Go(func() {
			for ctx.Err() == nil {
				start := int(next.Add(batch)) - batch
				if start >= n {
					return
				}
				for i := start; i < min(start+batch, n) && ctx.Err() == nil; i++ {
					f(i)
				}
			}
		})
	}
	workers.Wait()
}
