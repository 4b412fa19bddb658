package match

import (
	"slices"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A table remembers what the first runes fold to, once one was seen: zero is
// not known yet, several is not one rune. It may be used by many at once, since
// all of them find the same.
type table [0x600]atomic.Int32

const several = -1

// one returns the one rune that a rune folds to; false if there are several or
// none.
func (t *table) one(f *folder, r rune) (rune, bool) {
	if int(r) >= len(t) {
		return 0, false
	}
	known := t[r].Load()
	if known == 0 {
		known = several
		if out := f.fold(nil, r); len(out) == 1 {
			known = out[0]
		}
		t[r].Store(known)
	}
	return known, known > 0
}

// fold appends what a rune becomes: any number of runes.
func (f *folder) fold(out []rune, r rune) []rune {
	switch {
	case r >= utf8.RuneSelf:
		return f.foldWide(out, sameMark(r))
	case f.flags&MatchCase != 0 || r < 'A' || r > 'Z':
		return append(out, r)
	case r == 'I' && f.turkic:
		return append(out, f.unaccent('ı')...)
	}
	return append(out, r+'a'-'A')
}

func (f *folder) foldWide(out []rune, r rune) []rune {
	plain := []rune{r}
	if f.flags&FoldLookalikes != 0 {
		plain = compatible(r)
	}
	for _, r := range plain {
		lower := string(r)
		if f.flags&MatchCase == 0 {
			lower = foldCase(r, f.turkic)
		}
		for _, r := range lower {
			out = append(out, f.unaccent(sameMark(r))...)
		}
	}
	return out
}

// foldCase is Unicode's full case folding, but for İ, which is i without a
// second dot; in Turkish, I is ı.
func foldCase(r rune, turkic bool) string {
	switch {
	case r == 'İ':
		return "i"
	case r == 'I' && turkic:
		return "ı"
	case unicode.SimpleFold(r) == r && !foldsToMore(r):
		return string(r) // no case: cheaper than to ask
	case unicode.Is(unicode.Cherokee, r):
		return string(min(r, unicode.SimpleFold(r))) // to capitals, as Unicode says; cases swaps the two
	}
	return cases.Fold().String(string(r))
}

// foldsToMore reports whether the runes around r may fold to several although
// they have no other case.
func foldsToMore(r rune) bool {
	return r < 0x600 || r >= 0x1E00 && r < 0x2000 || r >= 0xFB00 && r < 0xFB18
}

// unaccent returns a rune without its accents, if they are not to count.
func (f *folder) unaccent(r rune) []rune {
	if f.flags&FoldAccents == 0 || r < utf8.RuneSelf {
		return []rune{r}
	}
	if !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Inherited) {
		return []rune{r}
	}
	var out []rune
	for _, r := range norm.NFD.String(string(r)) {
		if base := unligatured(r); base != "" {
			out = append(out, []rune(base)...)
		} else if !accent(r) {
			out = append(out, r)
		}
	}
	return out
}

// accent reports whether a rune is a mark of Latin, Greek and Cyrillic letters.
// Marks of other scripts are vowels and the like: without them there is another
// word.
func accent(r rune) bool {
	return r >= 0x300 && r <= 0x36F || r >= 0x1AB0 && r <= 0x1AFF || r >= 0x1DC0 && r <= 0x1DFF ||
		r >= 0x20D0 && r <= 0x20FF || r >= 0xFE20 && r <= 0xFE2F
}

// unligatured returns how people write a letter that no decomposition takes
// apart where they lack it; empty for all others.
func unligatured(r rune) string {
	switch r {
	case 'œ':
		return "oe"
	case 'Œ':
		return "OE"
	case 'æ':
		return "ae"
	case 'Æ':
		return "AE"
	case 'ø':
		return "o"
	case 'Ø':
		return "O"
	case 'ł':
		return "l"
	case 'Ł':
		return "L"
	case 'đ', 'ð':
		return "d"
	case 'Đ', 'Ð':
		return "D"
	case 'þ':
		return "th"
	case 'Þ':
		return "TH"
	case 'ħ':
		return "h"
	case 'Ħ':
		return "H"
	case 'ŧ':
		return "t"
	case 'Ŧ':
		return "T"
	case 'ı':
		return "i"
	}
	return ""
}

// compatible returns the letters and digits that a styled one stands for: 𝓬, ｃ
// and ⓒ are c.
func compatible(r rune) []rune {
	out := []rune(norm.NFKC.String(string(r)))
	for _, part := range out {
		if !isWord(part) {
			return []rune{r}
		}
	}
	return out
}

// sameMark returns the apostrophe or hyphen that a rune is a form of, or the
// rune.
func sameMark(r rune) rune {
	switch r {
	case '’', '‘', '‛', 'ʼ', 'ʻ', '´', '＇':
		return '\''
	case '‐', '‑', '﹣', '－':
		return '-'
	}
	return r
}

// isSpace reports whether a rune is white space, no-break spaces included.
func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' ' || r >= '\t' && r <= '\r'
	}
	return unicode.IsSpace(r)
}

// isWord reports whether words are made of a rune.
func isWord(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	case r >= 0xC0 && r < 0x250: // Latin
		return r != '×' && r != '÷'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// invisible reports whether a rune shows nothing of its own: format characters,
// controls, variation selectors, fillers, and the colour of a skin.
func invisible(r rune) bool {
	switch {
	case r < 0x7F:
		return r < ' ' && !isSpace(r)
	case r < 0x300:
		return r == 0xAD || r < 0xA0 && r != 0x85
	case r == 0x34F, r == 0x115F, r == 0x1160, r == 0x3164, r == 0xFFA0,
		r >= 0x1F3FB && r <= 0x1F3FF:
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector)
}

// lookalike returns the Latin letter that a Cyrillic or Greek one looks like,
// zero if none.
func lookalike(r rune) rune {
	const wide, latin = "аАВеЕкКМНоОрРсСТуУхХіІјЈѕЅԁԛԝһαΑβΒεΕΖηΗιΙκΚΜνΝοΟρΡτΤυΥχΧϲ",
		"aABeEkKMHoOpPcCTyYxXiIjJsSdqwhaAbBeEZnHiIkKMvNoOpPtTuYxXc"
	at := 0
	for _, w := range wide {
		if w == r {
			return rune(latin[at])
		}
		at++
	}
	return 0
}

// unmask writes the letters of other scripts in words that have a Latin letter
// as the Latin letters that they look like.
func (f *folded) unmask() {
	if !slices.ContainsFunc(f.runes, perhapsMasked) {
		return
	}
	for i := 0; i < len(f.runes); {
		if !isWord(f.runes[i]) {
			i++
			continue
		}
		start := i
		latin, other := false, false
		for ; i < len(f.runes) && isWord(f.runes[i]); i++ {
			latin = latin || unicode.Is(unicode.Latin, f.runes[i])
			other = other || unicode.In(f.runes[i], unicode.Cyrillic, unicode.Greek)
		}
		for k := start; latin && other && k < i; k++ {
			f.unmaskRune(k)
		}
	}
}

// perhapsMasked is true of all runes that lookalike knows, and cheap.
func perhapsMasked(r rune) bool { return r >= 0x370 && r < 0x530 }

// unmaskRune leaves a letter with a mark alone: it looks like another.
func (f *folded) unmaskRune(i int) {
	if i+1 < len(f.runes) && unicode.IsMark(f.runes[i+1]) {
		return
	}
	if r := lookalike(f.runes[i]); r != 0 {
		f.runes[i] = r
	}
}
