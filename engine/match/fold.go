package match

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// foldFlags are the flags that decide how characters are compared.
const foldFlags = MatchCase | FoldAccents | FoldLookalikes

// A folding says how characters are made comparable. It is a key: what folds
// alike is searched together.
type folding struct {
	flags  Flags
	turkic bool
	layout bool // every white space character is kept for itself, for patterns
}

// folded is a text made comparable, rune by rune, with the way back.
type folded struct {
	runes    []rune
	from, to []int32 // of every rune, the bytes of the character it came of
	upper    []bool  // of every rune, whether it came of a capital
	bounds   []bound // of every place between runes, both ends included
	runEnds  []int32 // of every rune, where those equal to it end; only where findRuns was asked
}

// A bound says what begins or ends at a place.
type bound uint16

const (
	unit      bound = 1 << iota // not within what readers take for one character
	wordStart                   // as the package says
	wordEnd                     //
	partStart                   // beside a hyphen within a word
	partEnd                     //
	humpStart                   // beside a capital within a hashtag
	humpEnd                     //
	leetStart                   // of words that may be written with symbols
	leetEnd                     //
	inLink                      // within an address or a handle
	inTag                       // within a hashtag
)

// A folder folds one text.
type folder struct {
	folding
	table  *table   // nil computes
	origin []origin // of every byte that is left; nil if nothing was taken out
	out    folded
	buf    []rune
	breaks int // line breaks in the white space being read
}

func foldText(text string, how folding) *folded {
	f := folder{folding: how}
	f.text(text)
	return &f.out
}

// text folds character by character, as UAX #29 understands characters:
// composition, emoji and flags never cross them.
func (f *folder) text(s string) {
	s, f.origin = visible(s)
	f.grow(len(s))
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if isSpace(r) {
			f.space(r, i, i+size)
			i += size + f.accented(s[i:], size, i+size)
			continue
		}
		if alone(r) && startsAnew(s, i+size) {
			f.char(r, i, i+size)
			i += size
			continue
		}
		cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(s[i:], -1)
		f.cluster(cluster, i)
		i += len(cluster)
	}
	f.out.bounds = append(f.out.bounds, unit)
	if f.flags&FoldLookalikes != 0 {
		f.out.unmask()
	}
}

func (f *folder) grow(n int) {
	f.out.runes = slices.Grow(f.out.runes, n)
	f.out.from = slices.Grow(f.out.from, n)
	f.out.to = slices.Grow(f.out.to, n)
	f.out.upper = slices.Grow(f.out.upper, n)
	f.out.bounds = slices.Grow(f.out.bounds, n+1)
}

func startsAnew(s string, i int) bool {
	if i >= len(s) || s[i] < utf8.RuneSelf {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return alone(r)
}

// alone reports whether a rune is known to be in NFC, and neither to join nor to
// be joined to another of its kind: most of what French and English are made
// of. False only costs time.
func alone(r rune) bool {
	switch {
	case r < 0x300: // Latin
		return true
	case r < 0x2010: // Greek and Cyrillic letters
		return r >= 0x391 && r <= 0x3CE || r >= 0x400 && r <= 0x482 || r >= 0x48A && r <= 0x52F
	}
	return r <= 0x2027 || r >= 0x202F && r <= 0x203B || r >= 0x20A0 && r <= 0x20BF // punctuation, currencies
}

// char folds a character that is one rune.
func (f *folder) char(r rune, from, to int) {
	if f.table != nil {
		if one, ok := f.table.one(f, r); ok {
			f.emit(one, from, to, unit, unicode.IsUpper(r))
			return
		}
	}
	f.buf = f.fold(f.buf[:0], r)
	f.compose()
	f.put(from, to, unicode.IsUpper(r))
}

// compose brings what a character became into NFC: ΰ folds to three runes.
func (f *folder) compose() {
	if len(f.buf) > 1 {
		f.buf = append(f.buf[:0], []rune(norm.NFC.String(string(f.buf)))...)
	}
}

// cluster folds a character of any number of runes.
func (f *folder) cluster(s string, at int) {
	s, size := norm.NFC.String(s), len(s)
	f.buf = f.buf[:0]
	first, _ := utf8.DecodeRuneInString(s)
	defer func(flags Flags) { f.flags = flags }(f.flags)
	if !unicode.In(first, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Common, unicode.Inherited) {
		f.flags &^= FoldAccents // on other letters they are no accents, whatever their name
	}
	for _, r := range s {
		// What becomes of İ in lower case, in the hands of most programs.
		if r == '\u0307' && f.flags&MatchCase == 0 && len(f.buf) == 1 && f.buf[0] == 'i' {
			continue
		}
		f.buf = f.fold(f.buf, r)
	}
	f.compose()
	f.put(at, at+size, unicode.IsUpper(first))
}

// accented folds the marks that stand on white space, of that size, at the
// beginning of s, and returns how long they are: they are one character with it.
func (f *folder) accented(s string, size, at int) int {
	if startsAnew(s, size) {
		return 0
	}
	cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(s, -1)
	if len(cluster) == size {
		return 0
	}
	before := len(f.out.bounds)
	f.cluster(cluster[size:], at)
	if len(f.out.bounds) > before {
		f.out.bounds[before] = 0
	}
	return len(cluster) - size
}

// A paragraph is what white space folds to that holds a blank line. No term
// holds it.
const paragraph = '\u2029'

// gap reports whether a folded rune stands for white space.
func gap(r rune) bool { return r == ' ' || r == paragraph }

// space folds white space: to one space, or one paragraph.
func (f *folder) space(r rune, from, to int) {
	out, n := rune(' '), len(f.out.runes)
	if f.layout {
		if r == '\n' {
			out = r
		}
		f.emit(out, from, to, unit, false)
		return
	}
	if n == 0 || !gap(f.out.runes[n-1]) {
		f.breaks = 0
		f.emit(out, from, to, unit, false)
		n++
	} else {
		_, f.out.to[n-1] = f.place(from, to)
	}
	if r == '\n' || r == '\u2028' {
		f.breaks++
	}
	if f.breaks > 1 || r == paragraph {
		f.out.runes[n-1] = paragraph
	}
}

// put writes what one character became; nothing, if it became nothing.
func (f *folder) put(from, to int, upper bool) {
	for i, r := range f.buf {
		b := unit
		if i > 0 {
			b = 0
		}
		f.emit(r, from, to, b, upper)
	}
}

func (f *folder) emit(r rune, from, to int, b bound, upper bool) {
	f.out.runes = append(f.out.runes, r)
	start, end := f.place(from, to)
	f.out.from = append(f.out.from, start)
	f.out.to = append(f.out.to, end)
	f.out.upper = append(f.out.upper, upper)
	f.out.bounds = append(f.out.bounds, b)
}

// place returns where a part of the visible text was.
func (f *folder) place(from, to int) (start, end int32) {
	if f.origin != nil {
		return f.origin[from].at, f.origin[to-1].end
	}
	return int32(from), int32(to)
}

// span returns where the runes from i to before j came of.
func (f *folded) span(i, j int) Span { return Span{int(f.from[i]), int(f.to[j-1])} }

// An origin says where a byte was, and where the character ended that it ends:
// behind what was taken out of it.
type origin struct{ at, end int32 }

// visible returns the text without its invisible characters, and the origin of
// each byte that is left, nil if all are left.
func visible(s string) (string, []origin) {
	if strings.IndexFunc(s, invisible) < 0 {
		return s, nil
	}
	var out strings.Builder
	origins := make([]origin, 0, len(s))
	last := rune(0)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		end := int32(i + size)
		switch {
		case !invisible(r) || r == joiner && picture(last) && pictureFollows(s[i+size:]):
			// A byte that is no text is written as such: with what is behind what is
			// taken out here, it would become a character.
			n, _ := out.WriteRune(r)
			for k := range n {
				origins = append(origins, origin{at: int32(i + min(k, size-1)), end: end})
			}
			last = r
		case len(origins) > 0 && int(origins[len(origins)-1].end) == i && extends(r):
			origins[len(origins)-1].end = end
		}
		i += size
	}
	return out.String(), origins
}

// extends reports whether an invisible character belongs to the one before it,
// as the shape of an emoji does.
func extends(r rune) bool {
	return !unicode.Is(unicode.Cf, r) && !unicode.IsControl(r) || r == joiner || r == '\u200C'
}

// A joiner between two pictures makes a third of them; elsewhere it only hides.
const joiner = '\u200D'

func pictureFollows(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return picture(r) && !invisible(r)
}

// picture reports whether a rune may be part of an emoji that is joined. Letters
// in circles and squares are not.
func picture(r rune) bool {
	enclosed := r >= 0x2460 && r <= 0x24FF || r >= 0x1F100 && r <= 0x1F1FF
	return r >= 0x2190 && r != utf8.RuneError && !enclosed && unicode.IsSymbol(r)
}
