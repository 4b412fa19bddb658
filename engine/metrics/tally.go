package metrics

import (
	"cmp"
	"slices"
	"time"

	"galley/engine"
)

// The periods that are counted; the life of a campaign until the end of the
// period; and what lies between the period before, cut short, and a period that
// still runs: it is part of series only.
const (
	now = iota
	before
	year
	life
	between
	windows
)

// A window is a period, and the moment from which on nothing is known of it.
type window struct {
	Period
	cut time.Time
}

// A cell is the latest count of one metric of one post.
type cell struct {
	n      int64
	at     int64  // Unix seconds; 0 is no count
	fields uint64 // those of the network that told it, a bit each
}

// A row is a post in a window, counted as of the window's end.
type row struct {
	post     int32
	cells    int32 // where its own begin
	window   uint8
	groups   [3]int32 // that it is part of; -1 is none
	audience Value    // followers of its channel when it went out
}

// A levelOf names the levels of one account.
type levelOf struct {
	channel engine.Channel
	metric  int
}

// A level is what an account had at a moment.
type level struct {
	at    time.Time
	n     int64
	order int
}

// A post that was put up again has another remote id, and counts that begin
// anew: those of both add up.
type again struct {
	remote engine.RemoteID
	cells  int32 // of its first row; those of the others follow
}

// A tally is what one pass over the snapshots leaves.
type tally struct {
	in       Input
	windows  [windows]window
	channels []engine.Channel // sorted
	dialects map[engine.Network]*dialect

	posts  []*Post // by time, then ID; each once
	index  map[engine.ID]int32
	remote []engine.RemoteID // under which each post was seen first
	again  map[int32][]again // posts that were seen under others as well
	rowsOf []int32           // where the rows of each post begin, and at last where they end
	rows   []row
	cells  []cell
	levels map[levelOf][]level // by time

	unlike []Caveat // why figures are not held against earlier ones
}

func newTally(in Input) *tally {
	if in.Zone == nil {
		in.Zone = time.UTC
	}
	if in.AsOf.IsZero() || in.AsOf.After(in.Period.To) {
		in.AsOf = in.Period.To
	}
	t := &tally{in: in, dialects: in.Catalogue.dialects(),
		again: map[int32][]again{}, levels: map[levelOf][]level{}}
	t.windows[now] = window{in.Period, in.AsOf}
	was, then := Compared(in.Period, in.AsOf, in.Zone)
	t.windows[before] = window{was, was.To}
	t.windows[year] = window{then, then.To}
	t.windows[life] = window{Period{time.Time{}, in.AsOf}, in.AsOf}
	t.windows[between] = window{Period{was.To, in.Period.From}, in.AsOf}
	for channel, network := range in.Channels {
		t.channels = append(t.channels, channel)
		if t.dialects[network] == nil {
			t.dialects[network] = &dialect{}
		}
	}
	slices.Sort(t.channels)
	t.addPosts()
	return t
}

// addPosts makes room for what will be counted of each post. Of two with the
// same ID the earlier counts.
func (t *tally) addPosts() {
	for i := range t.in.Posts {
		p := &t.in.Posts[i]
		if network, ours := t.in.Channels[p.ID.Channel]; ours && network == p.Network && p.Published.Before(t.in.AsOf) {
			t.posts = append(t.posts, p)
		}
	}
	slices.SortStableFunc(t.posts, func(a, b *Post) int {
		return cmp.Or(a.Published.Compare(b.Published), a.ID.Compare(b.ID), cmp.Compare(a.Campaign, b.Campaign),
			cmp.Compare(a.Pillar, b.Pillar), a.Removed.Compare(b.Removed))
	})
	t.index = make(map[engine.ID]int32, len(t.posts))
	t.posts = slices.DeleteFunc(t.posts, func(p *Post) bool {
		_, twice := t.index[p.ID.Whole()]
		t.index[p.ID.Whole()] = 0
		return twice
	})
	for i, p := range t.posts {
		t.index[p.ID.Whole()] = int32(i)
		t.rowsOf = append(t.rowsOf, int32(len(t.rows)))
		t.addRows(int32(i), p)
	}
	t.rowsOf = append(t.rowsOf, int32(len(t.rows)))
	t.remote = make([]engine.RemoteID, len(t.posts))
}

func (t *tally) addRows(i int32, p *Post) {
	shared := int32(-1) // its campaign counts the post as of the same moment as the period does
	for w := range uint8(windows) {
		switch {
		case w == life && p.Campaign == "", !t.windows[w].Holds(p.Published):
			continue
		case w == life && shared >= 0:
			t.rows = append(t.rows, row{post: i, cells: shared, window: w})
			continue
		}
		cells := int32(len(t.cells))
		t.rows = append(t.rows, row{post: i, cells: cells, window: w})
		t.cells = append(t.cells, make([]cell, len(t.dialects[p.Network].slots))...)
		if w == now {
			shared = cells
		}
	}
}

// observe takes in a snapshot; in any order they leave the same.
func (t *tally) observe(s Snapshot) {
	switch {
	case !s.At.Before(t.in.AsOf), t.in.Channels[s.Channel] != s.Network:
	case s.ID.IsZero():
		t.observeAccount(s)
	default:
		t.observePost(s)
	}
}

func (t *tally) observeAccount(s Snapshot) {
	seen := -1
	for _, f := range t.dialects[s.Network].accounts {
		n, reported := s.Counts[f.Field]
		if !reported || !f.holds(s.At) || f.metric == seen {
			continue
		}
		seen = f.metric
		of := levelOf{s.Channel, f.metric}
		t.levels[of] = append(t.levels[of], level{s.At, n, f.order})
	}
}

// observePost leaves out the children of a thread, which would be counted twice,
// and what was said of a post after it was taken down.
func (t *tally) observePost(s Snapshot) {
	i, known := t.index[s.ID.Whole()]
	if !known || s.ID.Child() != "" || t.rowsOf[i] == t.rowsOf[i+1] {
		return
	}
	if removed := t.posts[i].Removed; !removed.IsZero() && s.At.After(removed) {
		return
	}
	shift := t.shift(i, s.Remote)
	d := t.dialects[s.Network]
	seen := -1
	for _, f := range d.posts {
		n, reported := s.Counts[f.Field]
		if !reported || f.metric == seen || !f.holds(s.At) {
			continue
		}
		seen = f.metric
		c := cell{n, s.At.Unix(), bit(f.order)}
		for _, r := range t.rows[t.rowsOf[i]:t.rowsOf[i+1]] {
			at := &t.cells[int(r.cells+shift)+d.slots[f.metric]]
			if s.At.Before(t.windows[r.window].cut) && c.after(*at) {
				*at = c
			}
		}
	}
}

// shift is how far the cells of a remote id lie behind those of the rows.
func (t *tally) shift(post int32, remote engine.RemoteID) int32 {
	first := t.rows[t.rowsOf[post]].cells
	switch t.remote[post] {
	case "":
		t.remote[post] = remote
		return 0
	case remote:
		return 0
	}
	for _, other := range t.again[post] {
		if other.remote == remote {
			return other.cells - first
		}
	}
	other := again{remote, int32(len(t.cells))}
	last := first
	for _, r := range t.rows[t.rowsOf[post]:t.rowsOf[post+1]] {
		last = max(last, r.cells)
	}
	width := len(t.dialects[t.posts[post].Network].slots)
	t.cells = append(t.cells, make([]cell, int(last-first)+width)...)
	t.again[post] = append(t.again[post], other)
	return other.cells - first
}

// after reports whether c is what to go by when other is known as well.
func (c cell) after(other cell) bool {
	return cmp.Or(cmp.Compare(c.at, other.at), -cmp.Compare(c.fields, other.fields), cmp.Compare(c.n, other.n)) > 0
}

// settle ends the pass.
func (t *tally) settle() {
	for _, list := range t.levels {
		slices.SortFunc(list, func(a, b level) int {
			return cmp.Or(a.at.Compare(b.at), -cmp.Compare(a.order, b.order), cmp.Compare(a.n, b.n))
		})
	}
	followers := t.in.Catalogue.metric(metricFollowers)
	for i := range t.rows {
		p := t.posts[t.rows[i].post]
		if l, known := t.levelAround(levelOf{p.ID.Channel, followers}, p.Published); known {
			t.rows[i].audience = Known(float64(l.n))
		}
	}
}

// count returns the latest count of a metric in a row; false if there is none.
func (t *tally) count(r row, metric int) (cell, bool) {
	slot, told := t.dialects[t.posts[r.post].Network].slots[metric]
	if !told {
		return cell{}, false
	}
	c := t.cells[int(r.cells)+slot]
	for _, other := range t.again[r.post] {
		more := t.cells[int(other.cells+r.cells-t.rows[t.rowsOf[r.post]].cells)+slot]
		c = cell{c.n + more.n, max(c.at, more.at), c.fields | more.fields}
	}
	return c, c.at != 0
}
