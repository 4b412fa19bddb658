package match

import "testing"

// TestAPluralIsKnownAsOne holds the forms of terms apart.
func TestAPluralIsKnownAsOne(t *testing.T) {
	for _, test := range []struct {
		language, term, form string
		want                 bool
	}{
		{"fr", "mail", "mails", true},
		{"fr", "mail", "Mails", true},
		{"fr", "mail", "mail", false},
		{"fr", "journal", "journaux", true},
		{"fr", "prix", "prix", false},
		{"fr", "cœur", "coeurs", true},
		{"fr", "e-mail", "emails", true},
		{"fr", "fin de semaine", "fins de semaine", true},
		{"en", "party", "parties", true},
		{"en", "party", "partys", false},
		{"", "party", "parties", true},
		{"de", "mail", "mails", false},
	} {
		if got := (Term{Text: test.term, Language: test.language}).Pluralized(test.form); got != test.want {
			t.Errorf("%s %q of %q: %v, want %v", test.language, test.form, test.term, got, test.want)
		}
	}
}

// TestThePluralOfAWord holds what is written instead of a plural.
func TestThePluralOfAWord(t *testing.T) {
	for _, test := range []struct{ language, word, want string }{
		{"fr", "infolettre", "infolettres"},
		{"fr", "réseau", "réseaux"},
		{"fr-CA", "journal", "journaux"},
		{"fr", "e-mail", "e-mails"},
		{"fr", "prix", "prix"},
		{"fr", "FAQ", "FAQ"},
		{"en", "party", "parties"},
		{"en", "class", "classes"},
		{"en", "users", "users"},
		{"fr", "fin de semaine", ""},
		{"fr", "site web", ""},
		{"en", "ticket desk", ""},
		{"de", "Brief", ""},
		{"fr", "", ""},
	} {
		if got, ok := PluralOf(test.word, test.language); got != test.want || ok != (test.want != "") {
			t.Errorf("%s %q: %q, %v, want %q", test.language, test.word, got, ok, test.want)
		}
	}
}
