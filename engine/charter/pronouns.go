package charter

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A pronoun is the part of a word by which a text may speak to somebody or of
// itself: "t'" of "t'attend", "tu" of "viens-tu", the whole of "votre".
type pronoun struct {
	start, end int
	low        string // in small letters, without its apostrophe
	joined     bool   // to the verb before it
}

// pronoun returns that of a word that is language and ours; false if there is
// none. What is written in capitals among words that are not, or with a capital
// within a sentence, is a name or an abbreviation: 14 h TU, Mon Espace.
func (r *reading) pronoun(i int, s sentence) (pronoun, bool) {
	w := r.words[i]
	if !w.pronoun || w.quoted {
		return pronoun{}, false
	}
	p := pronounOf(w, r.text)
	if p.low == "" || !p.joined && r.isName(i, s) {
		return pronoun{}, false
	}
	p.start, p.end = p.start+w.start, p.end+w.start
	return p, true
}

// mayBePronoun reports whether a word without apostrophe and hyphen is as short
// as the pronouns that are looked for and begins as they do. Most words do not.
func mayBePronoun(text string) bool {
	if len(text) > len("ourselves") {
		return false
	}
	switch text[0] | 0x20 {
	case 't', 'v', 'j', 'm', 'n', 'i', 'w', 'o', 'u':
		return true
	}
	return false
}

// pronounOf returns the part of a word of a text that may be a pronoun, with its
// place in the word.
func pronounOf(w word, text string) pronoun {
	text = w.in(text)
	p := pronoun{end: len(text)}
	if !w.joint {
		p.low = strings.ToLower(text)
		return p
	}
	if head, tail, found := strings.Cut(text, "-"); found && (tail == "même" || tail == "mêmes") {
		p.end = len(head)
	}
	if at, size := apostrophe(text[:p.end]); at > 0 {
		if at == 1 && strings.IndexByte(text[:at], '-') < 0 {
			p.low = strings.ToLower(text[:at]) + "'"
			p.end = at + size
			return p
		}
	}
	if at := strings.LastIndexByte(text[:p.end], '-'); at >= 0 {
		p.start, p.joined = at+1, true
	}
	if p.end-p.start <= len("ourselves") {
		p.low = strings.ToLower(text[p.start:p.end])
	}
	return p
}

// apostrophe returns where the first one of a word is and its length; -1 if
// there is none.
func apostrophe(text string) (at, size int) {
	at = strings.IndexAny(text, "'’")
	if at < 0 {
		return -1, 0
	}
	_, size = utf8.DecodeRuneInString(text[at:])
	return at, size
}

// isName reports whether a word is written as a name or an abbreviation.
func (r *reading) isName(i int, s sentence) bool {
	text := r.words[i].in(r.text)
	if !unicode.IsUpper(firstRune(text)) {
		return false
	}
	if shouted(text) {
		return !(i > s.first && r.shouts(i-1) || i+1 < s.last && r.shouts(i+1))
	}
	if i > s.first {
		return !r.opensSpeech(i)
	}
	next := r.after(i, s) // Mon Espace, Ta Prohm
	return next != "" && r.named(i+1) && !r.shouts(i+1)
}

// opensSpeech reports whether a word follows a dash or a colon, behind which
// some begin with a capital as at the beginning of a sentence.
func (r *reading) opensSpeech(i int) bool { return strings.ContainsAny(r.gap(i), ":—–") }

func (r *reading) shouts(i int) bool {
	return r.words[i].kind == plainWord && shouted(r.words[i].in(r.text))
}

// shouted reports whether a word of at least two letters is all in capitals.
func shouted(text string) bool {
	letters := 0
	for _, c := range text {
		switch {
		case unicode.IsUpper(c):
			letters++
		case unicode.IsLetter(c):
			return false
		}
	}
	return letters > 1
}

// before returns the word in front of another in its sentence, in small letters;
// empty if there is none or it is long.
func (r *reading) before(i int, s sentence) string {
	if i <= s.first {
		return ""
	}
	return short(r.words[i-1].in(r.text))
}

// after returns the word behind another, with nothing but white space between
// them.
func (r *reading) after(i int, s sentence) string {
	if i+1 >= s.last || strings.TrimSpace(r.gap(i+1)) != "" {
		return ""
	}
	return short(r.words[i+1].in(r.text))
}

func short(text string) string {
	const most = 16
	if len(text) > most {
		return text
	}
	return strings.ToLower(text)
}

func oneOf(text string, list ...string) bool {
	return slices.Contains(list, text)
}
