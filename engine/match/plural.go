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

// PluralOf returns the regular plural of a text in French or English, and
// whether it is beyond doubt: it is for one word. What is a plural already, and
// what is in another language, stays as it is.
func PluralOf(text, language string) (plural string, sure bool) {
	words := strings.Fields(text)
	french := speaks(language, "fr")
	if len(words) == 0 || !french && !speaks(language, "en") {
		return text, false
	}
	head := len(words) - 1 // of an English compound
	for i := range words {
		switch {
		case french && i > 0 && links(words[i]):
			return strings.Join(words, " "), false // what follows belongs to what came before
		case french:
			words[i] = inflected(words[i], frenchPlural)
		case i == head && !inPlural(words[i]):
			words[i] = inflected(words[i], englishPlural)
		}
	}
	return strings.Join(words, " "), len(words) == 1
}

// inflected is the plural of a word that is no abbreviation: those stay as they
// are.
func inflected(word string, plural func(string) string) string {
	if strings.ToUpper(word) == word {
		return word
	}
	return plural(word)
}

// inPlural reports whether an English word looks as if it had its plural.
func inPlural(word string) bool {
	low := strings.ToLower(word)
	return strings.HasSuffix(low, "s") && !endsIn(low, "ss", "us", "is")
}

// links reports whether a French word joins a complement to the noun before it:
// fin de semaine.
func links(word string) bool {
	low := strings.ToLower(strings.ReplaceAll(word, "’", "'"))
	switch low {
	case "de", "du", "des", "à", "au", "aux", "en", "par", "pour", "sur", "sous", "sans", "avec", "entre", "dans", "et":
		return true
	}
	return strings.HasPrefix(low, "d'") || strings.HasPrefix(low, "l'")
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
