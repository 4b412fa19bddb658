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
	"maps"
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
	// Known returns what came of a post that was rendered before and need not be
	// again, by its index in the content, as far as anybody will ask; nil if it
	// is to be rendered. It is called concurrently. Nil knows of none.
	Known  func(post int) Rendered
	Memory media.Memory // of pictures that were turned and fitted before; nil remembers none
}

// Rendered are the renditions of a post, in any order.
type Rendered interface {
	Len() int
	AppendTo(list []engine.Desired) []engine.Desired
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
		if in.Known != nil {
			if rendered[i].known = in.Known(i); rendered[i].known != nil {
				return
			}
		}
		rendered[i] = n.post(ctx, p).outcome()
	})
	rendered = append(rendered, n.profiles(ctx).outcome(), n.filters().outcome(), n.charter().outcome())

	result := Result{Media: map[string]Medium{}, Findings: n.findings, Desired: joined(ctx, rendered)}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	for _, r := range rendered {
		result.Findings = append(result.Findings, r.findings...)
	}
	sortByID(result.Desired)
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
	known    Rendered // nil: the others
	desired  []engine.Desired
	findings []engine.Finding
}

func (r rendition) outcome() outcome { return outcome{desired: r.desired, findings: r.findings} }

func (o *outcome) count() int {
	if o.known != nil {
		return o.known.Len()
	}
	return len(o.desired)
}

func (o *outcome) appendTo(list []engine.Desired) []engine.Desired {
	if o.known != nil {
		return o.known.AppendTo(list)
	}
	return append(list, o.desired...)
}

// joined are the renditions of all outcomes, in their order; incomplete once ctx
// is done.
func joined(ctx context.Context, outcomes []outcome) []engine.Desired {
	behind := make([]int, len(outcomes)) // where those of an outcome end
	total := 0
	for i := range outcomes {
		total += outcomes[i].count()
		behind[i] = total
	}
	all := make([]engine.Desired, total)
	eachInParallel(ctx, len(outcomes), func(i int) {
		begin := behind[i] - outcomes[i].count()
		outcomes[i].appendTo(all[begin:begin:behind[i]])
	})
	return all
}

// sortByID sorts renditions, which are large, and many: each is moved once.
func sortByID(list []engine.Desired) {
	from := orderByID(list)
	for i := range list {
		if from[i] == int32(i) {
			continue
		}
		first, at := list[i], int32(i)
		for from[at] != int32(i) { // each place waits for the one that it is filled from
			list[at] = list[from[at]]
			at, from[at] = from[at], at
		}
		list[at], from[at] = first, at
	}
}

// orderByID tells from where each place of the sorted list is filled. Within a
// channel, posts mostly come in order already: that is how people name their
// files, and sorting what is sorted costs a comparison each.
func orderByID(list []engine.Desired) []int32 {
	channels := map[engine.Channel][]int32{}
	for i := range list {
		channels[list[i].ID.Channel] = append(channels[list[i].ID.Channel], int32(i))
	}
	from := make([]int32, 0, len(list))
	for _, channel := range slices.Sorted(maps.Keys(channels)) {
		places := channels[channel]
		slices.SortFunc(places, func(a, b int32) int { return list[a].ID.Compare(list[b].ID) })
		from = append(from, places...)
	}
	return from
}

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
