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

// TestAPluralIsSureOfOneWord holds what is written instead of a plural.
func TestAPluralIsSureOfOneWord(t *testing.T) {
	for _, test := range []struct {
		language, text, want string
		sure                 bool
	}{
		{"fr", "infolettre", "infolettres", true},
		{"fr", "réseau", "réseaux", true},
		{"fr", "e-mail", "e-mails", true},
		{"fr", "prix", "prix", true},
		{"fr", "FAQ", "FAQ", true},
		{"fr", "fin de semaine", "fins de semaine", false},
		{"fr", "coup d’œil", "coups d’œil", false},
		{"fr", "lettre ouverte", "lettres ouvertes", false},
		{"en", "party", "parties", true},
		{"en", "class", "classes", true},
		{"en", "users", "users", true},
		{"en", "ticket desk", "ticket desks", false},
		{"de", "Brief", "Brief", false},
		{"fr", "", "", false},
	} {
		if got, sure := PluralOf(test.text, test.language); got != test.want || sure != test.sure {
			t.Errorf("%s %q: %q, %v, want %q, %v", test.language, test.text, got, sure, test.want, test.sure)
		}
	}
}
