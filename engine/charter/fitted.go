package charter

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/engine/match"
)

// fitted is a term's preferred word as it is written in that place: in capitals
// or with one where the word it replaces is. One that has capitals of its own
// keeps them.
func fitted(text string, at match.Span, t match.Term) string {
	was, want := at.In(text), t.Prefer
	switch {
	case strings.ContainsFunc(want, unicode.IsUpper):
		return want
	case shouted(was) && strings.ToUpper(want) != was:
		return strings.ToUpper(want)
	case !unicode.IsUpper(firstRune(was)), t.Kind == match.Spelling && !beginsSentence(text[:at.Start]):
		return want
	}
	_, size := utf8.DecodeRuneInString(want)
	return strings.ToUpper(want[:size]) + want[size:]
}

// beginsSentence reports whether a sentence may begin behind a text.
func beginsSentence(before string) bool {
	before = strings.TrimRight(before, " \t\u00a0\u202f\"«“‘([*_-")
	last, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || strings.ContainsRune("\n.!?…:", last)
}

// fits reports whether a word can be put in the place of another without a look
// at the words around it. It can if it only is spelt in another way. Else an
// article, an elision or an adjective in front of it may have to change with it.
func fits(text string, at match.Span, want, language string) bool {
	was := at.In(text)
	if letters(was) == letters(want) {
		return true
	}
	before := lastWord(text[:at.Start])
	switch {
	case speaks(language, "fr"):
		return !agrees(before)
	case speaks(language, "en"):
		return before != "a" && before != "an"
	}
	return false
}

// letters are what two spellings of a word have in common: neither case, accents
// nor hyphens.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if letterOrDigit(r) {
			return r
		}
		return -1
	}, match.Fold(text, match.FoldAccents, ""))
}

// lastWord returns the last word of a text if white space or nothing follows it,
// in small letters; an elided one has its apostrophe.
func lastWord(text string) string {
	text = strings.TrimRight(text, " \t\n\u00a0\u202f*_")
	start := strings.LastIndexFunc(text, func(r rune) bool { return !letterOrDigit(r) && r != '\'' && r != '’' })
	if start >= 0 {
		_, size := utf8.DecodeRuneInString(text[start:])
		start += size
	}
	return short(text[max(start, 0):])
}

// agrees reports whether a French word may change with the gender or the first
// letter of the word behind it.
func agrees(word string) bool {
	if strings.HasSuffix(word, "'") || strings.HasSuffix(word, "’") {
		return true
	}
	switch word {
	case "le", "la", "un", "une", "du", "de", "au", "ce", "cet", "cette", "mon", "ma", "ton", "ta", "son", "sa", "quel", "quelle",
		"que", "je", "me", "te", "se", "ne", "jusque", "lorsque", "puisque", "quoique", "tout", "toute", "tous", "toutes", "aucun", "aucune",
		"nul", "nulle", "certain", "certaine", "certains", "certaines", "quels", "quelles", "beau", "bel", "belle", "beaux", "belles",
		"nouveau", "nouvel", "nouvelle", "nouveaux", "nouvelles", "vieux", "vieil", "vieille", "vieilles", "bon", "bonne", "bons", "bonnes",
		"grand", "grande", "grands", "grandes", "petit", "petite", "petits", "petites", "premier", "première", "dernier", "dernière",
		"gros", "grosse", "meilleur", "meilleure", "prochain", "prochaine", "seul", "seule":
		return true
	}
	return false
}
