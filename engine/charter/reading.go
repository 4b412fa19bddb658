package charter

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A reading is a surface as a reader takes it in: words in sentences.
type reading struct {
	text      string // as long as the surface; of Markdown, only the prose
	markdown  bool
	french    bool
	words     []word
	sentences []sentence
}

// A word is what stands between white space, without the punctuation around it,
// if there is a letter or a digit in it: "l'écho" and "donnez-moi" are one, as
// word processors count them. An address, handle or hashtag is one as well.
type word struct {
	start, end int
	kind       wordKind
	quoted     bool // within speech that is not ours
	joint      bool // has an apostrophe or a hyphen
	pronoun    bool // may be one, or hold one
}

type wordKind uint8

const (
	plainWord wordKind = iota
	numberWord
	addressWord // what is not language: an address, handle or hashtag
)

// A sentence is the words [first, last) of a reading.
type sentence struct{ first, last int }

// in returns the word as it is written.
func (w word) in(text string) string { return text[w.start:w.end] }

// span returns the bytes of a sentence, from its first word to its last.
func (r *reading) span(s sentence) (start, end int) {
	return r.words[s.first].start, r.words[s.last-1].end
}

// gap returns what stands before a word and behind the one before it.
func (r *reading) gap(i int) string {
	start := 0
	if i > 0 {
		start = r.words[i-1].end
	}
	end := len(r.text)
	if i < len(r.words) {
		end = r.words[i].start
	}
	return r.text[start:end]
}

// read returns the surface as it is read in a language. It does the work once.
func (s *surface) read(language string) *reading {
	if s.reading != nil {
		return s.reading
	}
	r := &reading{text: s.prosaic(), markdown: s.markdown, french: speaks(language, "fr")}
	r.split()
	r.quote()
	r.segment()
	s.reading = r
	return r
}

// prosaic returns the text of the surface, byte for byte as long; of Markdown,
// only the prose is left. It does the work once.
func (s *surface) prosaic() string {
	if !s.markdown {
		return s.text
	}
	if s.masked == "" {
		s.masked = masked(s.text)
	}
	return s.masked
}

// split finds the words.
func (r *reading) split() {
	r.words = make([]word, 0, len(r.text)/6+4)
	for i := 0; i < len(r.text); {
		c, size := utf8.DecodeRuneInString(r.text[i:])
		if separates(c) {
			i += size
			continue
		}
		start := i
		var w word
		for i < len(r.text) {
			if c, size = utf8.DecodeRuneInString(r.text[i:]); separates(c) {
				break
			}
			switch c {
			case '\'', '’', '-':
				w.joint = true
			case '.', ':', '@', '#':
				w.kind = addressWord // perhaps
			}
			i += size
		}
		r.chunk(w, start, i)
	}
}

// separates reports whether no word goes across a rune.
func separates(c rune) bool {
	if c < utf8.RuneSelf {
		return c <= ' ' || c == code || c == '"'
	}
	switch c {
	case '—', '…', '«', '»', '‹', '›', '“', '”', '„', '\u200B':
		return true
	}
	return unicode.IsSpace(c) || isPicture(c)
}

// isPicture reports whether a rune is an emoji or another sign of the kind.
func isPicture(c rune) bool {
	return c >= 0x2190 && c < 0x2C00 || c >= 0x1F000 && c < 0x1FB00 || c == 0xFE0F
}

// chunk adds the word between two separators, if there is one. Of the word it is
// known whether it may be an address.
func (r *reading) chunk(w word, start, end int) {
	chunk := r.text[start:end]
	first := strings.IndexFunc(chunk, letterOrDigit)
	if first < 0 {
		return
	}
	last := strings.LastIndexFunc(chunk, letterOrDigit)
	_, size := utf8.DecodeRuneInString(chunk[last:])
	w.start, w.end = start+first, start+last+size
	switch {
	case w.kind == addressWord && first > 0 && (chunk[first-1] == '@' || chunk[first-1] == '#'):
		w.start--
	case w.kind == addressWord && isAddress(w.in(r.text)):
	case isNumber(w.in(r.text)):
		w.kind = numberWord
	default:
		w.kind = plainWord
		w.pronoun = w.joint || mayBePronoun(w.in(r.text))
	}
	r.words = append(r.words, w)
}

func letterOrDigit(c rune) bool {
	if c < utf8.RuneSelf {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
	}
	return unicode.IsLetter(c) || unicode.IsDigit(c)
}

// isAddress reports whether a word is an address: of the web, of mail, or a host
// with letters on both sides of a full stop, two at least.
func isAddress(text string) bool {
	if strings.Contains(text, "://") || strings.IndexByte(text, '@') > 0 {
		return true
	}
	for i := 0; i+2 < len(text); i++ {
		if text[i] == '.' && i > 1 && asciiLetter(text[i-1]) && asciiLetter(text[i-2]) && asciiLetter(text[i+1]) && asciiLetter(text[i+2]) {
			return true
		}
	}
	return false
}

func asciiLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isNumber(text string) bool {
	return strings.IndexFunc(text, unicode.IsLetter) < 0
}

// quote marks the words of speech that is not ours: between quotation marks that
// are closed in their paragraph, in a line of dialogue, in a block quote.
func (r *reading) quote() {
	opened, until := -1, rune(0)
	line := false // of dialogue or a block quote
	for i := range len(r.words) + 1 {
		gap := r.gap(i)
		for at, c := range gap {
			switch {
			case c == '\n':
				line = false
				if strings.IndexByte(gap[at+1:], '\n') >= 0 { // a paragraph ends
					opened = -1
				}
			case (c == '—' || c == '–' || c == '>') && beginsLine(gap[:at], i):
				line = true
			case opened >= 0 && c == until:
				r.mark(opened, i)
				opened = -1
			case opened < 0 && closerOf(c) != 0:
				opened, until = i, closerOf(c)
			}
		}
		if line && i < len(r.words) {
			r.words[i].quoted = true
		}
	}
}

// beginsLine reports whether nothing but white space stands between the
// beginning of a line and the end of what is given, which follows i words.
func beginsLine(gap string, i int) bool {
	n := strings.LastIndexByte(gap, '\n')
	return (n >= 0 || i == 0) && strings.TrimSpace(gap[n+1:]) == ""
}

func (r *reading) mark(from, to int) {
	for i := from; i < to; i++ {
		r.words[i].quoted = true
	}
}

func closerOf(c rune) rune {
	switch c {
	case '«':
		return '»'
	case '“':
		return '”'
	case '„':
		return '“'
	case '‹':
		return '›'
	case '"':
		return '"'
	}
	return 0
}
