package charter

import (
	"fmt"
	"strings"
	"unicode"

	"galley/schema"
)

// address compiles how French texts speak to their reader.
func (k *compiler) address(r schema.VoiceRule) {
	find := (*reading).familiar
	if r.Address == "tu" {
		find = (*reading).formal
	}
	k.add(r.RuleHead, func(m *message) {
		if !speaks(m.language, "fr") {
			return
		}
		m.eachSpoken(func(s *surface, read *reading) {
			for _, sentence := range read.sentences {
				for _, at := range find(read, sentence) {
					m.report(remark{head: r.RuleHead, rule: ruleAddress, surface: s, start: at.start, end: at.end,
						text: fmt.Sprintf("%q, but we say %s to the reader", s.text[at.start:at.end], r.Address),
						hint: "say " + r.Address + "; what others say stands between « and »"})
				}
			}
		})
	})
}

// familiar returns the words of a sentence that say tu; if none does, a verb
// that surely does.
func (r *reading) familiar(s sentence) (found []pronoun) {
	for i := s.first; i < s.last; i++ {
		if p, ok := r.pronoun(i, s); ok && r.saysTu(p, i, s) {
			found = append(found, p)
		}
	}
	if len(found) == 0 && r.ordersOne(s) {
		w := r.words[s.first]
		found = append(found, pronoun{start: w.start, end: w.end})
	}
	return found
}

// saysTu knows the words that are no pronouns: a voice's ton, what has been tu,
// the t between vowels.
func (r *reading) saysTu(p pronoun, i int, s sentence) bool {
	switch p.low {
	case "toi":
		return true
	case "t'":
		text := r.words[i].in(r.text)
		return !unicode.IsUpper(firstRune(text[p.end-p.start:])) // T'Challa
	case "tu":
		return p.joined || r.after(i, s) != "" && !r.keptQuiet(i, s)
	case "te":
		return p.joined || r.after(i, s) != "deum" && r.after(i, s) != ""
	case "ta", "tes":
		return !p.joined && r.after(i, s) != "" && r.after(i, s) != p.low
	case "ton":
		return !p.joined && r.ownsTon(i, s)
	}
	return false
}

// keptQuiet reports whether a tu is the participle of taire, or a noun: il s'est
// toujours tu hier, le tu.
func (r *reading) keptQuiet(i int, s sentence) bool {
	switch r.before(i, s) {
	case "est", "es", "sont", "était", "fut", "être", "été", "a", "as", "ont", "avait", "soit", "sera", "serait", "sommes", "suis",
		"le", "du", "au", "un", "ce":
		return true
	}
	for k := max(i-3, s.first); k < i; k++ {
		switch short(r.words[k].in(r.text)) {
		case "s'est", "s’est", "s'était", "s’était", "sont", "s'étaient", "s’étaient", "s'être", "s’être":
			return true
		}
	}
	return false
}

// ownsTon reports whether ton is the possessive and not the noun: no article in
// front of it, and something that can be owned behind.
func (r *reading) ownsTon(i int, s sentence) bool {
	switch r.before(i, s) {
	case "le", "un", "du", "au", "ce", "son", "mon", "notre", "votre", "leur", "quel", "bon", "même", "autre", "demi", "chaque",
		"aucun", "tout", "d'un", "d’un", "l'autre", "quart", "nouveau", "seul", "haut", "certain", "beau":
		return false
	}
	switch r.after(i, s) {
	case "", "à", "a", "et", "en", "de", "du", "des", "pour", "dans", "que", "qui", "ou", "mais", "avec", "sur", "plus", "très",
		"est", "était", "par", "sans", "se", "trop", "aussi", "assez", "comme", "au", "ne", "vis-à-vis", "face", "depuis", "lors", "entre":
		return false
	}
	return true
}

// ordersOne reports whether a sentence begins with what one tells one person to
// do. Only verbs count that are no nouns in that form, with something behind
// them that they are done to.
func (r *reading) ordersOne(s sentence) bool {
	w := r.words[s.first]
	if w.quoted || w.kind != plainWord || shouted(w.in(r.text)) {
		return false
	}
	next := r.after(s.first, s)
	switch short(w.in(r.text)) {
	case "n'oublie", "n’oublie", "n'hésite", "n’hésite", "n'attends", "n’attends":
		return next == "pas" || next == "plus"
	case "découvre", "rejoins", "choisis", "retrouve", "télécharge", "prépare", "raconte", "réponds", "inscris":
		return oneOf(next, "le", "la", "les", "un", "une", "nos", "notre", "à", "au", "aux", "ce", "cette", "ces", "nous", "vite")
	case "rejoins-nous", "viens", "retrouve-nous", "raconte-nous", "dis-nous", "écris-nous":
		return next != "de" && next != "d'"
	case "profite":
		return oneOf(next, "de", "du", "des", "vite")
	}
	return strings.HasPrefix(next, "l'") && oneOf(short(w.in(r.text)), "découvre", "choisis", "télécharge", "rejoins")
}

// formal returns the words of a sentence that say vous to one reader. To several
// one says vous as well, so that a sentence that speaks of several is left alone.
func (r *reading) formal(s sentence) (found []pronoun) {
	if r.toSeveral(s) {
		return nil
	}
	for i := s.first; i < s.last; i++ {
		if p, ok := r.pronoun(i, s); ok && r.saysVous(p, i) {
			found = append(found, p)
		}
	}
	if len(found) > 0 {
		return found
	}
	for i := s.first; i < s.last; i++ {
		if w := r.words[i]; !w.quoted && r.ordersVous(i, s) {
			return []pronoun{{start: w.start, end: w.end}}
		}
	}
	return nil
}

func (r *reading) saysVous(p pronoun, i int) bool {
	switch p.low {
	case "vous":
		low := short(r.words[i].in(r.text))
		return !p.joined || !strings.HasPrefix(low, "rendez-") && !strings.Contains(low, "à-vous") && !strings.HasPrefix(low, "chez-")
	case "votre", "vos", "vôtre", "vôtres":
		return !p.joined
	}
	return false
}

// toSeveral reports whether a sentence says that it speaks to several.
func (r *reading) toSeveral(s sentence) bool {
	for i := s.first; i < s.last; i++ {
		switch short(r.words[i].in(r.text)) {
		case "tous", "toutes", "d'entre", "d’entre", "parmi", "entre", "nombreux", "nombreuses", "deux", "trois", "ensemble",
			"amis", "amies", "ami·e·s", "chers", "chères", "mesdames", "messieurs", "parents", "chacun", "chacune", "plusieurs", "êtes-vous-tous":
			return true
		}
	}
	return false
}

// ordersVous reports whether a word is a verb that says vous: in small letters,
// or at the beginning of a sentence with an article behind it, where no Lopez
// stands.
func (r *reading) ordersVous(i int, s sentence) bool {
	text := r.words[i].in(r.text)
	if r.words[i].kind != plainWord || !strings.HasSuffix(text, "ez") || len(text) < 5 {
		return false
	}
	low := strings.ToLower(text)
	if oneOf(low, "assez", "chez", "rez", "nez") || strings.ContainsAny(low, "-áíóúñ") {
		return false
	}
	if !unicode.IsUpper(firstRune(text)) {
		return true
	}
	return i == s.first && !surname(low) &&
		oneOf(r.after(i, s), "le", "la", "les", "un", "une", "des", "nos", "notre", "votre", "vos", "ce", "cet", "cette", "ces", "pas", "vite", "nous")
}

func surname(low string) bool {
	return oneOf(low, "lopez", "gomez", "sanchez", "fernandez", "rodriguez", "martinez", "hernandez", "gonzalez", "perez", "alvarez",
		"dominguez", "ramirez", "vasquez", "vazquez", "velazquez", "cortez", "chavez", "nunez", "jimenez", "gutierrez", "benitez",
		"mendez", "suarez", "ibanez", "valdez", "nuñez", "ibañez", "suez", "cadix", "herez")
}
