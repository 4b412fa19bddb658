package charter

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"galley/schema"
)

const ruleReadingEase = "reading-ease"

// A formula tells how easy texts of a language are to read from the words of
// their sentences and the syllables of their words.
type formula struct {
	name              string
	base              float64
	perWord, perSound float64 // of a sentence; of a word
	syllables         func(string) int
}

// formulaFor returns the formula of a language, false if there is none: texts in
// others are not judged.
func formulaFor(language string) (formula, bool) {
	switch {
	case speaks(language, "en"):
		// R. Flesch, A new readability yardstick, Journal of Applied Psychology 32, 1948.
		return formula{"Flesch", 206.835, 1.015, 84.6, englishSyllables}, true
	case speaks(language, "fr"):
		// L. Kandel and A. Moles, Application de l'indice de Flesch à la langue
		// française, Cahiers d'études de radio-télévision 19, 1958.
		return formula{"Kandel and Moles", 207, 1.015, 73.6, frenchSyllables}, true
	}
	return formula{}, false
}

// readability compiles the section of that name. The running text of a message
// is judged as a whole, with its thread. Numbers count as one syllable, as Flesch
// counts them; colons and semicolons end no sentence, which makes texts a little
// harder than he would find them.
func (k *compiler) readability() {
	for _, r := range k.rules.Readability {
		k.add(r.RuleHead, func(m *message) {
			if f, ok := formulaFor(m.language); ok {
				m.judge(r, f)
			}
		})
	}
}

// A toll is what reading takes.
type toll struct {
	words, sentences, syllables int
}

func (m *message) judge(r schema.ReadabilityRule, f formula) {
	var t toll
	var longest []measured
	for i := range m.surfaces {
		s := &m.surfaces[i]
		if !s.prose() || s.name == "summary" {
			continue
		}
		read := s.read(m.language)
		for _, one := range read.sentences {
			n := t.add(read, one, f)
			longest = keepLongest(longest, measured{s, one, n})
		}
	}
	if t.words < max(r.Words, 1) {
		return
	}
	ease := f.base - f.perWord*float64(t.words)/float64(t.sentences) - f.perSound*float64(t.syllables)/float64(t.words)
	if ease >= r.Ease {
		return
	}
	top := longest[0]
	start, end := top.surface.reading.span(top.sentence)
	m.report(remark{head: r.RuleHead, rule: ruleReadingEase, surface: top.surface, start: start, end: end,
		text: fmt.Sprintf("reading ease %.0f, want at least %g (%s)", math.Floor(ease), r.Ease, f.name),
		hint: easier(longest)})
}

// add counts a sentence, and returns its words. One that holds only addresses
// and the like is none.
func (t *toll) add(r *reading, s sentence, f formula) int {
	words := 0
	for _, w := range r.words[s.first:s.last] {
		switch w.kind {
		case plainWord:
			t.syllables += f.syllables(w.in(r.text))
			words++
		case numberWord:
			t.syllables++
			words++
		}
	}
	if words > 0 {
		t.words, t.sentences = t.words+words, t.sentences+1
	}
	return words
}

// A measured sentence has been counted.
type measured struct {
	surface  *surface
	sentence sentence
	words    int
}

// keepLongest keeps the two longest sentences, the longest first.
func keepLongest(list []measured, one measured) []measured {
	i := slices.IndexFunc(list, func(m measured) bool { return one.words > m.words })
	switch {
	case i >= 0:
		list = slices.Insert(list, i, one)
	case len(list) < 2:
		list = append(list, one)
	}
	return list[:min(len(list), 2)]
}

// easier says how a text becomes easier to read, given its longest sentences.
func easier(longest []measured) string {
	long := slices.DeleteFunc(longest, func(m measured) bool { return m.words <= shortSentence })
	if len(long) == 0 {
		return "use shorter words: the sentences are short as they are"
	}
	return "use shorter words, or shorten the longest sentences: " + quoteAll(long)
}

// shortSentence has as many words as nobody has to shorten.
const shortSentence = 10

func quoteAll(list []measured) string {
	var quoted []string
	for _, m := range list {
		if m.words > 0 {
			start, end := m.surface.reading.span(m.sentence)
			quoted = append(quoted, fmt.Sprintf("%q (%s)", m.surface.reading.quotable(start, end), counted(m.words, "word")))
		}
	}
	return strings.Join(quoted, ", ")
}
