package charter

import (
	"fmt"
	"strings"
	"unicode"

	"galley/schema"
)

// person compiles how texts speak of those who write them.
func (k *compiler) person(r schema.VoiceRule) {
	k.add(r.RuleHead, func(m *message) {
		words := personWords(r.Person, m.language)
		if words == nil {
			return
		}
		m.eachSpoken(func(s *surface, read *reading) {
			for _, sentence := range read.sentences {
				for i := sentence.first; i < sentence.last; i++ {
					if p, ok := read.person(i, sentence); ok && words(read, p, i, sentence) {
						m.report(remark{head: r.RuleHead, rule: rulePerson, surface: s, start: p.start, end: p.end,
							text: fmt.Sprintf("%q, %s", s.text[p.start:p.end], personWanted(r.Person)), hint: personInstead(r.Person, m.language)})
					}
				}
			}
		})
	})
}

// personWanted says what a person asks for.
func personWanted(person string) string {
	switch person {
	case "i":
		return "but we speak as one person"
	case "we":
		return "but we speak as we"
	}
	return "but we do not speak of ourselves"
}

// personInstead says what to write instead.
func personInstead(person, language string) string {
	const others = "; what others say stands in quotation marks"
	switch {
	case person == "i" && speaks(language, "fr"):
		return "say je" + others
	case person == "i":
		return "say I" + others
	case person == "we" && speaks(language, "fr"):
		return "say nous" + others
	case person == "we":
		return "say we" + others
	}
	return "name who acts, or what there is" + others
}

// A test says of a pronoun whether it speaks of whom a rule does not want.
type test func(r *reading, p pronoun, i int, s sentence) bool

// personWords returns the test of a rule in a language, nil if it knows none.
func personWords(person, language string) test {
	one, several := test(saysI), test(saysOurs)
	switch {
	case speaks(language, "fr"):
		one, several = saysJe, saysNous
	case !speaks(language, "en"):
		return nil
	}
	switch person {
	case "i":
		return several
	case "we":
		return one
	}
	return func(r *reading, p pronoun, i int, s sentence) bool { return one(r, p, i, s) || several(r, p, i, s) }
}

// person is pronoun for words that English writes with a capital and joins to
// their verb: I, I'm, we'll.
func (r *reading) person(i int, s sentence) (pronoun, bool) {
	w := r.words[i]
	if !w.pronoun || w.quoted {
		return pronoun{}, false
	}
	text := w.in(r.text)
	if text[0] == 'I' && (len(text) == 1 || text[1] == '\'' || strings.HasPrefix(text[1:], "’")) {
		return pronoun{start: w.start, end: w.end, low: "i"}, true
	}
	p, ok := r.pronoun(i, s)
	if !ok {
		return p, false
	}
	if at, _ := apostrophe(p.low); at > 1 && oneOf(p.low[:at], "we") {
		p.low = p.low[:at]
	}
	return p, true
}

// saysI knows the I that is a numeral: World War I, Phase I.
func saysI(r *reading, p pronoun, i int, s sentence) bool {
	switch p.low {
	case "my":
		return r.after(i, s) != ""
	case "me", "myself":
		return true
	case "i":
		return p.end-p.start > 1 || r.after(i, s) != "" && !r.numbered(i, s)
	}
	return false
}

// numbered reports whether an I counts the thing before it.
func (r *reading) numbered(i int, s sentence) bool {
	if i == s.first {
		return false
	}
	before := r.words[i-1].in(r.text)
	if !unicode.IsUpper(firstRune(before)) {
		return oneOf(before, "phase", "part", "type", "level", "class", "grade", "tier", "volume", "chapter", "act", "and", "section") &&
			before != "and"
	}
	return i-1 > s.first && !oneOf(strings.ToLower(before), "i", "as", "when", "if") ||
		oneOf(strings.ToLower(before), "phase", "part", "type", "level", "class", "grade", "tier", "volume", "chapter", "act", "war",
			"section", "elizabeth", "charles", "francis", "james", "leopold", "napoleon", "william")
}

func saysOurs(r *reading, p pronoun, i int, s sentence) bool {
	switch p.low {
	case "we", "our", "ours", "ourselves":
		return true
	case "us": // let's and US are none
		return r.text[p.start] == 'u'
	}
	return false
}

// saysJe knows the noun le moi and what one does not know: un je-ne-sais-quoi.
func saysJe(r *reading, p pronoun, i int, s sentence) bool {
	switch p.low {
	case "je":
		return p.joined || r.after(i, s) != "ne" || r.before(i, s) != "un" && r.before(i, s) != "le"
	case "j'":
		return true
	case "moi":
		return !oneOf(r.before(i, s), "le", "du", "au", "ce", "son", "mon", "surmoi")
	case "mon", "ma", "mes":
		return !p.joined && r.after(i, s) != ""
	}
	return false
}

// saysNous leaves on alone, which is as often people in general, and churches.
func saysNous(r *reading, p pronoun, i int, s sentence) bool {
	switch p.low {
	case "nous":
		return true
	case "notre", "nos", "nôtre", "nôtres":
		return !p.joined && r.after(i, s) != "dame" && r.after(i, s) != "père"
	}
	return false
}
