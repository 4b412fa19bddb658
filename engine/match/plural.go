package match

import "strings"

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
