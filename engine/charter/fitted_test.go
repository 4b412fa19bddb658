package charter

import (
	"strings"
	"testing"

	"galley/engine/match"
)

// TestAReplacementFitsItsPlace marks the word in square brackets; what follows
// is what it becomes, and whether that needs nobody's look.
func TestAReplacementFitsItsPlace(t *testing.T) {
	for _, test := range []struct {
		language, text, prefer, want string
		fixed                        bool
	}{
		{"fr", "Un [email] part", "e-mail", "e-mail", true},
		{"fr", "L'[email] part", "e-mail", "e-mail", true},
		{"fr", "[Email] parti", "e-mail", "E-mail", true},
		{"fr", "Ouvert. [Email] parti", "e-mail", "E-mail", true},
		{"fr", "OUVERT PAR [EMAIL]", "e-mail", "E-MAIL", true},
		{"fr", "Tout sur [github]", "GitHub", "GitHub", true},
		{"fr", "Tout sur [GITHUB]", "GitHub", "GitHub", true},
		{"fr", "Répondez par [mail] vite", "courriel", "courriel", true},
		{"fr", "[Mail] reçu", "courriel", "Courriel", true},
		{"fr", "le [mail] reçu", "adresse électronique", "adresse électronique", false},
		{"fr", "près de l'[hosto]", "clinique", "clinique", false},
		{"fr", "de l’[hosto]", "clinique", "clinique", false},
		{"fr", "au [parking]", "aire de stationnement", "aire de stationnement", false},
		{"fr", "beaucoup de [fun]", "amusement", "amusement", false},
		{"fr", "la **[deadline]**", "échéance", "échéance", false},
		{"en", "a [film] of", "old movie", "old movie", false},
		{"en", "an [e mail]", "e-mail", "e-mail", true},
		{"en", "the [movie] of", "film", "film", true},
		{"de", "der [Event]", "Veranstaltung", "Veranstaltung", false},
		{"de", "die [Email]", "E-Mail", "E-Mail", true},
	} {
		start := strings.IndexByte(test.text, '[')
		end := strings.IndexByte(test.text, ']') - 1
		text := strings.NewReplacer("[", "", "]", "").Replace(test.text)
		at := match.Span{Start: start, End: end}
		got := fitted(text, at, match.Term{Prefer: test.prefer})
		if fixed := fits(text, at, got, test.language); got != test.want || fixed != test.fixed {
			t.Errorf("%s: %q, fixed %v, want %q, %v", test.text, got, fixed, test.want, test.fixed)
		}
	}
}

// TestASpellingLosesTheCapitalThatIsTheMistake holds those that stand within a
// sentence apart from those that begin one.
func TestASpellingLosesTheCapitalThatIsTheMistake(t *testing.T) {
	for text, want := range map[string]string{"An [Email] came": "e-mail", "Yes! [Email] us": "E-mail", "« [Email] » reçu": "E-mail", "By [E-MAIL] now": "e-mail"} {
		start := strings.IndexByte(text, '[')
		plain := strings.NewReplacer("[", "", "]", "").Replace(text)
		got := fitted(plain, match.Span{Start: start, End: strings.IndexByte(text, ']') - 1}, match.Term{Kind: match.Spelling, Prefer: "e-mail"})
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestAWordFromElsewhereTakesTheCapitalOfItsPlace is for checkers that know one
// form of what they want.
func TestAWordFromElsewhereTakesTheCapitalOfItsPlace(t *testing.T) {
	for _, test := range []struct{ text, word, want string }{
		{"[Au final], oui", "finalement", "Finalement"},
		{"Oui, [au final]", "finalement", "finalement"},
		{"[UTILIZE] IT", "use", "USE"},
		{"[Utilize] it", "use", "Use"},
		{"The [Internet] is", "internet", "internet"},
		{"An [Email] came", "e-mail", "e-mail"},
		{"Ask [github]", "GitHub", "GitHub"},
		{"Very [very] good", "", ""},
	} {
		start, end := strings.IndexByte(test.text, '['), strings.IndexByte(test.text, ']')-1
		text := strings.NewReplacer("[", "", "]", "").Replace(test.text)
		if got := inPlace(text, match.Span{Start: start, End: end}, test.word); got != test.want {
			t.Errorf("%s: %q, want %q", test.text, got, test.want)
		}
	}
}
