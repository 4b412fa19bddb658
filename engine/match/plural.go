package match

import (
	"slices"
	"strings"
)

// plurals returns the regular plurals of a text in French and English; of
// several words, those of the first, of the last, and of all. A language that is
// known to be another has none. Irregular ones are not guessed (œil, mouse): a
// word that nobody writes finds nothing, but a wrong one would.
func plurals(text, language string) []string {
	french := language == "" || speaks(language, "fr")
	english := language == "" || speaks(language, "en")
	var all []string
	if french {
		all = append(all, pluralsOf(text, frenchPlural)...)
	}
	if english {
		all = append(all, pluralsOf(text, englishPlural)...)
	}
	return all
}

// Pluralized reports whether a form that the term may have found is a regular
// plural of it, and not the term itself.
func (t Term) Pluralized(form string) bool {
	got := bare(form)
	if got == bare(t.Text) {
		return false
	}
	return slices.ContainsFunc(plurals(strings.TrimSpace(t.Text), t.Language), func(p string) bool { return bare(p) == got })
}

// PluralsAmong says of each text whether it is a regular plural of another.
func PluralsAmong(texts []string, language string) []bool {
	forms := make(map[string]bool, len(texts))
	for _, text := range texts {
		for _, p := range plurals(strings.TrimSpace(text), language) {
			if form := bare(p); form != bare(text) {
				forms[form] = true
			}
		}
	}
	among := make([]bool, len(texts))
	for i, text := range texts {
		among[i] = forms[bare(text)]
	}
	return among
}

// bare is a word without what its spellings differ in.
func bare(text string) string {
	return unhyphen("").Replace(strings.ReplaceAll(Fold(text, FoldAccents, ""), " ", ""))
}

// PluralOf returns the regular plural of a word in French or English. What is a
// plural already, or an abbreviation, stays as it is. It is false for several
// words, of which nobody knows which change (sites web, lettres ouvertes), and in
// other languages.
func PluralOf(word, language string) (plural string, ok bool) {
	french := speaks(language, "fr")
	switch {
	case len(strings.Fields(word)) != 1, !french && !speaks(language, "en"):
		return "", false
	case strings.ToUpper(word) == word, !french && inPlural(word):
		return word, true
	case french:
		return frenchPlural(word), true
	}
	return englishPlural(word), true
}

// inPlural reports whether an English word looks as if it had its plural.
func inPlural(word string) bool {
	low := strings.ToLower(word)
	return strings.HasSuffix(low, "s") && !endsIn(low, "ss", "us", "is")
}

func pluralsOf(text string, plural func(string) string) []string {
	words := strings.Fields(text)
	last := len(words) - 1
	if last <= 0 {
		return []string{plural(text)}
	}
	every := make([]string, len(words))
	for i, w := range words {
		every[i] = plural(w)
	}
	return []string{
		strings.Join(append([]string{every[0]}, words[1:]...), " "),
		strings.Join(append(words[:last:last], every[last]), " "),
		strings.Join(every, " "),
	}
}

func frenchPlural(word string) string {
	lower := strings.ToLower(word)
	switch {
	case endsIn(lower, "s", "x", "z"):
		return word
	case endsIn(lower, "al"):
		return word[:len(word)-1] + "ux"
	case endsIn(lower, "au", "eu"):
		return word + "x"
	case endsIn(lower, "bijou", "caillou", "chou", "genou", "hibou", "joujou", "pou"):
		return word + "x"
	}
	return word + "s"
}

func englishPlural(word string) string {
	lower := strings.ToLower(word)
	switch {
	case endsIn(lower, "s", "x", "z", "ch", "sh"):
		return word + "es"
	case endsIn(lower, "y") && !endsIn(lower, "ay", "ey", "oy", "uy") && len(word) > 1:
		return word[:len(word)-1] + "ies"
	}
	return word + "s"
}

func endsIn(word string, endings ...string) bool {
	for _, e := range endings {
		if strings.HasSuffix(word, e) {
			return true
		}
	}
	return false
}
