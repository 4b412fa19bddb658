package charter

import (
	"fmt"
	"math"
	"math/bits"
	"time"

	"galley/schema"
)

const ruleDuplicate = "near-duplicate"

// duplicates compiles the section of that name. Posts of one channel are
// compared, with all parts of their threads; the dates of a repeat are not
// compared with each other.
func (k *compiler) duplicates() {
	for _, r := range k.rules.Duplicates {
		within := time.Duration(daysIn(r.Within)) * 24 * time.Hour
		k.across = append(k.across, func(a *agenda) {
			for _, list := range a.byChannel(r.Scope) {
				a.duplicates(r, within, list)
			}
		})
	}
}

// duplicates reports the posts of a channel that say nearly the same as one
// before them, each once, with the one that is most like it.
func (a *agenda) duplicates(r schema.DuplicateRule, within time.Duration, list []*outing) {
	next := firstOpen(list)
	if next == nil {
		return
	}
	for list[0].at.Before(next.at.Add(-within)) {
		list = list[1:]
	}
	t := newTwins(list, within, max(r.Likeness, slack))
	for i, e := range list {
		t.rare = t.rarest(e.Sketch)
		if e.open && t.told[e.post] == nil {
			if n, likeness := t.nearest(i); n >= 0 {
				t.told[e.post] = list[n].post
				a.report(note{head: r.RuleHead, rule: ruleDuplicate, at: e, with: list[n], channel: e.ID.Channel,
					text: fmt.Sprintf("says nearly the same as %s: %.0f %% alike", list[n].called(), math.Floor(100*likeness+slack)),
					hint: "say it in other words, or leave one of the two out"})
			}
		}
		t.add(i)
	}
}

// Twins finds, among the posts before one, the one that is most like it. Two
// sketches of which so large a part is equal share one of their rarest numbers:
// posts are looked up by those, in chains that begin with the latest post.
type twins struct {
	list   []*outing
	within time.Duration
	least  float64           // likeness
	told   map[*Facts]*Facts // what was reported, and as a twin of what

	frequency []uint16  // of numbers, by their lower bits
	first     []int32   // link of a chain, by the same; 0 is none
	links     []chained // the first is not used
	met       []int32   // by post, the last one that was compared with it
	rare      []uint64  // of the post that is looked at
}

// A chained number is one number of one post.
type chained struct {
	number uint32
	post   int32
	next   int32 // 0 ends the chain
}

// mostTried bounds how many posts one is compared with: of more that are alike,
// the latest count.
const mostTried = 200

func newTwins(list []*outing, within time.Duration, least float64) *twins {
	numbers := 0
	for _, e := range list {
		numbers += len(e.Sketch)
	}
	size := 1 << max(bits.Len(uint(numbers)), 10)
	t := &twins{list: list, within: within, least: least, told: map[*Facts]*Facts{},
		frequency: make([]uint16, size), first: make([]int32, size), links: make([]chained, 1, 1+numbers/4), met: make([]int32, len(list))}
	for _, e := range list {
		for _, n := range e.Sketch {
			if at := &t.frequency[t.slot(n)]; *at < math.MaxUint16 {
				*at++
			}
		}
	}
	return t
}

func (t *twins) slot(n uint32) int { return int(n) & (len(t.first) - 1) }

// add makes the post that is looked at one that is before the next.
func (t *twins) add(i int) {
	for _, key := range t.rare {
		slot := t.slot(uint32(key))
		t.links = append(t.links, chained{uint32(key), int32(i), t.first[slot]})
		t.first[slot] = int32(len(t.links) - 1)
	}
}

// rarest returns those numbers of a sketch of which a twin has one as well, the
// rarest first, with their frequency above them: if at least m of n are in
// common, one of any n-m+1 is.
func (t *twins) rarest(sketch []uint32) []uint64 {
	enough := len(sketch) - int(math.Ceil(t.least*float64(len(sketch))-slack)) + 1
	enough = min(enough, len(sketch))
	rare := t.rare[:0]
	for _, n := range sketch {
		key := uint64(t.frequency[t.slot(n)])<<32 | uint64(n)
		at := len(rare)
		for at > 0 && rare[at-1] > key {
			at--
		}
		if at == enough {
			continue
		}
		if len(rare) < enough {
			rare = append(rare, 0)
		}
		copy(rare[at+1:], rare[at:])
		rare[at] = key
	}
	return rare
}

// nearest returns the post before the i-th that is most like it, of equal ones
// the latest, and -1 if none is like enough.
func (t *twins) nearest(i int) (twin int, likeness float64) {
	e := t.list[i]
	earliest := e.at.Add(-t.within)
	twin, tried := -1, 0
	for _, key := range t.rare {
		for at := t.first[t.slot(uint32(key))]; at > 0 && tried < mostTried; at = t.links[at].next {
			l := t.links[at]
			other := t.list[l.post]
			if other.at.Before(earliest) {
				break
			}
			if l.number != uint32(key) || t.met[l.post] == int32(i) {
				continue
			}
			t.met[l.post] = int32(i)
			tried++
			if other.ID.Slug == e.ID.Slug {
				continue
			}
			got := alike(e.Sketch, other.Sketch)
			if got >= t.least-slack && (got > likeness || got == likeness && int(l.post) > twin) && t.told[other.post] != e.post {
				twin, likeness = int(l.post), got
			}
		}
		if likeness == 1 {
			break
		}
	}
	return twin, likeness
}
