package match

import (
	"cmp"
	"slices"
	"unicode"
)

// All returns where terms stand in a text, in order. Of terms that begin at the
// same place the longest counts, and of those that overlap the one that begins
// first; terms that cover the very same place are all named, by their order. A
// term of kind Allow first takes away what lies within it.
//
// Texts longer than MaxText are read to that length.
func (s *Set) All(text string) []Match {
	if s == nil || text == "" {
		return nil
	}
	text = clip(text)
	var found []hit
	for _, g := range s.groups {
		found = g.find(found, text)
	}
	if len(found) == 0 {
		return nil
	}
	return settle(found)
}

// A hit is a place where a term stands, before it is known whether another
// takes it away.
type hit struct {
	Match
	allow bool
}

// settle sorts hits and leaves those that All promises.
func settle(found []hit) []Match {
	slices.SortFunc(found, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.Term, b.Term))
	})
	var matches []Match
	for _, h := range allowed(found) {
		if n := len(matches); n > 0 && h.Start < matches[n-1].End && h.Span != matches[n-1].Span {
			continue
		}
		matches = append(matches, h.Match)
	}
	return matches
}

// allowed returns the hits that lie within none of kind Allow, without those.
// The hits are sorted: of the allowed ones that begin before a hit, the one that
// ends last decides.
func allowed(found []hit) []hit {
	if !slices.ContainsFunc(found, func(h hit) bool { return h.allow }) {
		return found
	}
	until := make([]int, len(found))
	end := 0
	for i, h := range found {
		if h.allow {
			end = max(end, h.End)
		}
		until[i] = end
	}
	var left []hit
	for i, h := range found {
		last := i // hits at the same place count whatever their order
		for last+1 < len(found) && found[last+1].Span == h.Span {
			last++
		}
		if !h.allow && h.End > until[last] {
			left = append(left, h)
		}
	}
	return left
}

// A walk looks for the terms of a group in one text.
type walk struct {
	*group
	*folded
	text  string
	start int // where the words being looked at begin
	found []hit
	mark  int // of found, those from here on begin there
}

func (g *group) find(found []hit, text string) []hit {
	f := g.folder()
	defer g.folders.Put(f)
	f.text(text)
	f.out.segment()
	if g.leet {
		f.out.boundLeet()
	}
	if g.repeats {
		f.out.findRuns()
	}
	w := walk{group: g, folded: &f.out, text: text, found: found}
	const begins = wordStart | partStart | humpStart | leetStart
	for i, r := range f.out.runes {
		b := f.out.bounds[i]
		if b&unit == 0 || b&begins == 0 && !g.anywhere && isWord(r) {
			continue
		}
		if g.repeats && f.out.elongates(i) {
			continue // what begins here begins with the first of them
		}
		w.start, w.mark = i, len(w.found)
		w.from(0, i, 0)
	}
	return w.found
}

// folder returns a folder for one text, with the memory of an earlier one.
func (g *group) folder() *folder {
	f, ok := g.folders.Get().(*folder)
	if !ok || cap(f.out.runes) > 1<<16 { // a long text's memory is not worth keeping
		return &folder{folding: g.folding, table: g.table}
	}
	f.out = folded{f.out.runes[:0], f.out.from[:0], f.out.to[:0], f.out.upper[:0], f.out.bounds[:0], f.out.runEnds[:0]}
	return f
}

// A reading says what was seen on the way through the trie.
type reading uint8

const (
	symbol reading = 1 << iota // one that was taken for a letter
	letter                     // a letter that is one
)

// from goes on at a node of the trie and a place of the text.
func (w *walk) from(node int32, i int, seen reading) {
	for {
		n := w.trie.nodes[node]
		// Without a letter it is a number: 455 is not ass.
		if n.nEntries > 0 && w.bounds[i]&unit != 0 && seen != symbol {
			for k := range n.nEntries {
				w.arrive(&w.trie.entries[n.entries+k], i)
			}
		}
		if i == len(w.runes) {
			return
		}
		if w.repeats {
			if end := w.elongated(i); end > 0 {
				w.from(node, end, seen)
			}
		}
		if n.nEdges == 0 {
			return
		}
		r := w.runes[i]
		if w.leet {
			for _, other := range readings(r) {
				if next := w.trie.child(node, other); next != 0 {
					w.from(next, i+1, seen|symbol)
				}
			}
			if unicode.IsLetter(r) {
				seen |= letter
			}
		}
		if node = w.trie.child(node, r); node == 0 {
			return
		}
		i++
	}
}

// elongated returns where three or more equal characters end of which one was
// just read, zero if there are none: the others may not count.
func (w *walk) elongated(i int) int {
	if i == w.start || !w.elongates(i) {
		return 0
	}
	return int(w.runEnds[i])
}

// arrive notes that the text up to end is what an entry is written as, if it
// may stand there.
func (w *walk) arrive(e *entry, end int) {
	begin := w.bounds[w.start]
	if e.start != 0 && begin&e.start == 0 || begin&e.within != 0 {
		return
	}
	if e.kind == Prefix {
		end = w.endOf(e, end)
	}
	if e.end != 0 && isWord(w.runes[end-1]) && w.bounds[end]&e.end == 0 || w.bounds[end]&e.within != 0 {
		return
	}
	span := w.span(w.start, end)
	if e.kind == Spelling && wellSpelt(w.text, span, e.want) {
		return
	}
	w.note(hit{Match: Match{Span: span, Term: int(e.term)}, allow: e.kind == Allow})
}

// endOf returns where the word ends that a prefix begins.
func (w *walk) endOf(e *entry, i int) int {
	for ; i < len(w.runes) && (w.bounds[i]&e.end == 0 || w.bounds[i]&unit == 0); i++ {
		r := w.runes[i]
		if !isWord(r) && r != '-' && r != '\'' && (!w.leet || !letterSymbol(r)) {
			break
		}
	}
	return i
}

// note keeps a hit if none that begins there is longer, so that nothing grows
// with what will not count.
func (w *walk) note(h hit) {
	here := w.found[w.mark:]
	for _, old := range here {
		if old == h || old.allow == h.allow && old.End > h.End {
			return
		}
	}
	here = slices.DeleteFunc(here, func(old hit) bool { return old.allow == h.allow && old.End < h.End })
	w.found = append(w.found[:w.mark+len(here)], h)
}
