package cli

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"galley/engine"
	"galley/engine/charter"
	"galley/engine/load"
	"galley/schema"
)

// A held is content before its charter.
type held struct {
	charter    *charter.Charter
	mistakes   []engine.Finding   // in the charter itself
	renditions map[string][]int32 // of a post that is asked for, by their index in what is desired
	remarks    [][]engine.Finding // by post, in the order of the content
	facts      []charter.Facts
}

// heldToCharter checks every post against the charter, in the form that each
// channel gets.
func (c *content) heldToCharter(infos map[engine.Network]engine.Info) *held {
	h := &held{renditions: map[string][]int32{}, remarks: make([][]engine.Finding, len(c.Posts)),
		facts: make([]charter.Facts, len(c.Posts))}
	c.held = h
	if j := c.judge; j != nil && j.charter != nil && j.before == len(c.Calendars) {
		h.charter, h.mistakes = j.charter, j.mistakes
	} else {
		h.charter, h.mistakes = c.compileCharter(c.Content, infos)
	}
	asked := map[string]bool{}
	for i, k := range c.recalled {
		if k == nil || len(k.Remarks) > 0 {
			asked[c.Posts[i].ID] = true
		}
	}
	for i := range c.desired {
		if id := c.desired[i].ID; id.Kind == engine.KindPost && asked[id.Slug] {
			h.renditions[id.Slug] = append(h.renditions[id.Slug], int32(i))
		}
	}
	eachInParallel(len(c.Posts), func(i int) {
		p := &c.Posts[i]
		if k := c.recalled[i]; k != nil {
			h.remarks[i], h.facts[i] = k.Remarks, k.Facts
			return
		}
		h.remarks[i], h.facts[i] = h.charter.Post(p, h.renditionsOf(c, p.ID))
	})
	return h
}

// compileCharter reads the charter of some content.
func (c *content) compileCharter(of schema.Content, infos map[engine.Network]engine.Info) (*charter.Charter, []engine.Finding) {
	sources := load.NewSources(c.files, load.Options{Prefix: c.prefix})
	return charter.New(charter.Input{Content: of, Infos: infos, Files: c.verdicts.Files(c.files), Place: placer(sources),
		Public: c.public})
}

// eachInParallel calls f for 0 to n-1 on all cores, a stretch of them on each.
func eachInParallel(n int, f func(i int)) {
	const stretch = 64 // most posts take microseconds
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n/stretch+1) {
		workers.Go(func() {
			for {
				begin := int(next.Add(stretch)) - stretch
				if begin >= n {
					return
				}
				for i := begin; i < min(begin+stretch, n); i++ {
					f(i)
				}
			}
		})
	}
	workers.Wait()
}

// renditionsOf are those of one post, sorted by ID.
func (h *held) renditionsOf(c *content, post string) []engine.Desired {
	list := make([]engine.Desired, len(h.renditions[post]))
	for i, at := range h.renditions[post] {
		list[i] = c.desired[at]
	}
	return list
}

// findings are what the charter makes of the posts, now that it is known what
// was published.
func (h *held) findings(c *content, recorded map[engine.ID]engine.Recorded, asOf time.Time) []engine.Finding {
	found := slices.Clone(h.mistakes)
	for i, remarks := range h.remarks {
		if len(remarks) > 0 {
			found = append(found, asPublished(slices.Clone(remarks), h.renditionsOf(c, c.Posts[i].ID), recorded)...)
		}
	}
	times := charter.Times{AsOf: asOf}
	for id, r := range recorded {
		if !r.Published.IsZero() {
			times.Published = append(times.Published, charter.Published{ID: id, At: r.Published})
		}
		if !r.Skipped.IsZero() {
			times.Skipped = append(times.Skipped, charter.Skipped{ID: id, Due: r.Skipped})
		}
	}
	return append(found, h.charter.Across(h.facts, times)...)
}

// asPublished makes information of what was found on posts that are out already
// and say what they said then: a charter that became stricter asks nobody to
// rewrite the past. What may no longer be shown stays what it is.
func asPublished(remarks []engine.Finding, renditions []engine.Desired, recorded map[engine.ID]engine.Recorded) []engine.Finding {
	out := map[engine.Channel]bool{}
	all := len(renditions) > 0
	for _, d := range renditions {
		r := recorded[d.ID]
		same := !r.Published.IsZero() && r.Digest == d.Digest
		if previous, met := out[d.ID.Channel]; met {
			same = same && previous
		}
		out[d.ID.Channel] = same
		all = all && same
	}
	for i := range remarks {
		if f := &remarks[i]; (out[f.Channel] || f.Channel == "" && all) && !charter.HoldsForPublished(f.Rule) {
			f.Severity = engine.SeverityInfo
		}
	}
	return remarks
}

// placer finds words in the files that were loaded.
func placer(sources *load.Sources) charter.Placer {
	return func(o *schema.Object, path []string, start, end int) (schema.Pos, int) {
		at := sources.Place(o, start, path...)
		behind := sources.Place(o, end, path...)
		if end <= start || behind.Line != at.Line || behind.Col <= at.Col {
			return at, 0
		}
		return at, behind.Col - at.Col
	}
}
