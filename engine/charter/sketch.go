package charter

import (
	"slices"
	"strings"

	"galley/engine/match"
)

const (
	// sketchSize is how many numbers a sketch holds at most. Up to so many pairs
	// of words the likeness of two texts is exact; beyond, what is estimated is
	// off by four percent or so.
	sketchSize = 128
	// fewWords are compared as a whole: of so few, most are in every announcement.
	fewWords = 6
)

// sketch returns what stands for the text of the message where it is compared
// with others: one number for each pair of neighbouring words, the smallest ones
// of a long text, sorted. Case and accents make no difference; addresses,
// hashtags, handles and emoji are left out. A message without words has none.
func (m *message) sketch() []uint32 {
	words := m.foldedWords()
	if len(words) == 0 {
		return nil
	}
	if len(words) < fewWords {
		return []uint32{numberOf("whole", strings.Join(words, " "))}
	}
	list := make([]uint32, 0, len(words))
	for i := 1; i < len(words); i++ {
		list = append(list, numberOf(words[i-1], words[i]))
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.Clip(list[:min(len(list), sketchSize)])
}

// foldedWords are those of the message with all its parts, without what pictures
// and search engines are told.
func (m *message) foldedWords() []string {
	var b strings.Builder
	for i := range m.surfaces {
		s := &m.surfaces[i]
		if !s.prose() && s.name != "title" && s.name != "option" {
			continue
		}
		r := s.read(m.language)
		for _, w := range r.words {
			if w.kind != addressWord {
				b.WriteString(w.in(r.text))
				b.WriteByte(' ')
			}
		}
	}
	return strings.Fields(match.Fold(b.String(), match.FoldAccents, m.language))
}

// numberOf is the hash of two words, which stays the same from run to run.
func numberOf(first, second string) uint32 {
	n := fnv(fnv(fnv(14695981039346656037, first), "\x00"), second)
	// FNV mixes the end of short texts too little.
	n ^= n >> 29
	n *= 0xbf58476d1ce4e5b9
	return uint32(n >> 32)
}

// fnv goes on with the hash FNV-1a of a text.
func fnv(n uint64, s string) uint64 {
	for i := range len(s) {
		n = (n ^ uint64(s[i])) * 1099511628211
	}
	return n
}

// alike returns the part of the pairs of two texts that they have in common,
// from 0 to 1. Of texts that are longer than a sketch it is an estimate: that
// part of their smallest numbers.
func alike(a, b []uint32) float64 {
	most := len(a) + len(b)
	if len(a) == sketchSize || len(b) == sketchSize {
		most = sketchSize
	}
	all, common, i, j := 0, 0, 0, 0
	for all < most && (i < len(a) || j < len(b)) {
		switch {
		case j == len(b) || i < len(a) && a[i] < b[j]:
			i++
		case i == len(a) || b[j] < a[i]:
			j++
		default:
			i, j = i+1, j+1
			common++
		}
		all++
	}
	if all == 0 {
		return 0
	}
	return float64(common) / float64(all)
}
