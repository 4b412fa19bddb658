package charter

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// segment finds the sentences. They end with a mark behind which something that
// can begin one follows, with a picture, or with the line where lines are shown
// as they are; in Markdown, with the block. Colons and semicolons end none.
// What is in doubt goes on.
func (r *reading) segment() {
	first := 0
	for i := 1; i <= len(r.words); i++ {
		if i < len(r.words) && !r.breaks(i, first) {
			continue
		}
		if r.sentences == nil {
			r.sentences = make([]sentence, 0, len(r.words)/8+1)
		}
		r.sentences = append(r.sentences, sentence{first, i})
		first = i
	}
}

// breaks reports whether a sentence begins with a word; the one before it would
// begin with the word first.
func (r *reading) breaks(i, first int) bool {
	gap := r.gap(i)
	if gap == " " {
		return false
	}
	if _, below, broken := strings.Cut(gap, "\n"); broken && (!r.markdown || r.newBlock(below, i)) {
		return true
	}
	if !r.canBegin(i) {
		return false
	}
	switch mark := terminator(gap); mark {
	case 0:
		return false
	case '.':
		return !r.abbreviated(i, first)
	}
	return true
}

// newBlock reports whether the line that begins behind a line break begins a
// block of Markdown, or the line before it was one of its own. rest goes up to a
// word.
func (r *reading) newBlock(rest string, i int) bool {
	if strings.Contains(rest, "\n") {
		return true
	}
	line := strings.TrimLeft(rest, " \t>")
	if line != "" && (line[0] == '#' || line[0] == code || listMarker(line) > 0 || strings.HasPrefix(line, "===") || strings.HasPrefix(line, "---")) {
		return true
	}
	if r.words[i].kind == numberWord && listMarker(r.text[r.words[i].start:]) > 0 {
		return true
	}
	end := r.words[i-1].end
	begin := strings.LastIndexByte(r.text[:end], '\n') + 1
	before := strings.TrimLeft(r.text[begin:end], " \t>")
	return strings.HasPrefix(before, "#") || strings.HasPrefix(before, "|")
}

// terminator returns the mark that ends a sentence in a gap, a picture as '!';
// zero if there is none. What follows it without white space is none: "Yahoo!s".
func terminator(gap string) rune {
	for at, c := range gap {
		switch c {
		case '.', '!', '?', '…', '‽', '‼', '⁉':
		default:
			if !isPicture(c) {
				continue
			}
			c = '!'
		}
		rest := strings.TrimLeft(gap[at+utf8.RuneLen(firstRune(gap[at:])):], ".!?…\"'”’)]}*_~»")
		if c == '!' || c == '?' || rest != "" && unicode.IsSpace(firstRune(rest)) {
			if c == '.' && strings.HasPrefix(gap[at:], "...") {
				return '…'
			}
			return c
		}
	}
	return 0
}

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

// canBegin reports whether a word can begin a sentence: not with a small letter.
func (r *reading) canBegin(i int) bool {
	return !unicode.IsLower(firstRune(r.text[r.words[i].start:]))
}

// abbreviated reports whether the full stop before a word ends an abbreviation,
// or a number that begins a line, and not a sentence.
func (r *reading) abbreviated(i, first int) bool {
	before := r.words[i-1]
	text := before.in(r.text)
	if before.kind == numberWord {
		return i-1 == first // "1. Open the door"
	}
	if len(text) > len("l'messrs") {
		return false
	}
	if at, size := apostrophe(text); r.french && at == 1 { // l'art. 5
		text = text[at+size:]
	}
	if r.initial(text, i-1, first) {
		return true
	}
	low := strings.ToLower(text)
	return abbreviation(low) || r.french && frenchAbbreviation(low) || r.beforeNumber(i, low)
}

// initial reports whether a text is that of a first name, as in J. Dupont and
// J.-P. Martin, and not the end of « le plan B. ».
func (r *reading) initial(text string, i, first int) bool {
	switch {
	case !unicode.IsUpper(firstRune(text)) || text == "I":
		return false
	case utf8.RuneCountInString(text) == 1:
		return i == first || text == "M" || r.named(i-1)
	}
	return strings.Contains(text, ".-")
}

// named reports whether a word has a capital, as the first names before an
// initial have.
func (r *reading) named(i int) bool {
	return i >= 0 && unicode.IsUpper(firstRune(r.text[r.words[i].start:]))
}

// beforeNumber reports whether a short form stands before its number: "p. 3".
func (r *reading) beforeNumber(i int, text string) bool {
	if r.words[i].kind != numberWord {
		return false
	}
	switch text {
	case "p", "pp", "art", "fig", "no", "vol", "chap", "ch", "al", "nos", "tel", "tél", "env", "approx", "v", "sect", "sec":
		return true
	}
	return false
}

// abbreviation reports whether a short form is always followed by something,
// such as a name.
func abbreviation(text string) bool {
	switch text {
	case "e.g", "i.e", "p.ex", "mr", "mrs", "ms", "dr", "prof", "st", "rev", "hon", "gen", "col", "capt", "lt", "sgt", "sen", "rep", "gov", "mt",
		"vs", "cf", "viz", "messrs":
		return true
	}
	return false
}

func frenchAbbreviation(text string) bool {
	switch text {
	case "mm", "mme", "mmes", "mlle", "mlles", "pr", "ste", "bd", "av", "ex", "réf", "éd", "boul":
		return true
	}
	return false
}
