package match

import "slices"

// A trie holds the keys of terms. Walking it from where a word begins costs a
// few steps for nearly every word of a text, however many terms there are, and
// lets a character of the text stand for several (see walk.go), which the one
// state of an automaton such as Aho and Corasick's does not.
type trie struct {
	nodes   []node
	labels  []rune // of the edges, grouped by node and sorted
	targets []int32
	entries []entry // grouped by node
	first   [128]int32
}

type node struct {
	edges, entries   int32 // the first of each
	nEdges, nEntries int32
}

// An entry is one way to write a term.
type entry struct {
	key        []rune
	term       int32
	kind       Kind
	start, end bound // of which one has to stand at its ends; zero if any place will do
	within     bound // what it may not be cut out of
	want       string
}

func newTrie(entries []entry) *trie {
	slices.SortStableFunc(entries, func(a, b entry) int { return slices.Compare(a.key, b.key) })
	t := &trie{entries: entries}
	t.add(0, int32(len(entries)), 0)
	for i := range t.nodes[0].nEdges {
		if r := t.labels[i]; r < rune(len(t.first)) {
			t.first[r] = t.targets[i]
		}
	}
	return t
}

// add makes the node of the entries from lo to before hi, which share their
// first runes, depth of them.
func (t *trie) add(lo, hi int32, depth int) int32 {
	id := int32(len(t.nodes))
	t.nodes = append(t.nodes, node{})
	n := node{entries: lo}
	for lo < hi && len(t.entries[lo].key) == depth {
		lo++
	}
	n.nEntries, n.edges = lo-n.entries, int32(len(t.labels))
	var starts []int32
	for i := lo; i < hi; i++ {
		if r := t.entries[i].key[depth]; i == lo || r != t.entries[i-1].key[depth] {
			starts = append(starts, i)
			t.labels = append(t.labels, r)
			t.targets = append(t.targets, 0)
		}
	}
	n.nEdges = int32(len(starts))
	t.nodes[id] = n
	for i, start := range starts {
		end := hi
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		t.targets[n.edges+int32(i)] = t.add(start, end, depth+1)
	}
	return id
}

// child returns the node behind the edge r, zero if there is none: nothing
// leads back to the root.
func (t *trie) child(id int32, r rune) int32 {
	if id == 0 && r < rune(len(t.first)) {
		return t.first[r]
	}
	n := t.nodes[id]
	labels := t.labels[n.edges : n.edges+n.nEdges]
	if len(labels) > 8 {
		i, found := slices.BinarySearch(labels, r)
		if !found {
			return 0
		}
		return t.targets[n.edges+int32(i)]
	}
	for i, label := range labels {
		if label == r {
			return t.targets[n.edges+int32(i)]
		}
	}
	return 0
}
