package charter

import (
	"slices"
	"strings"
	"testing"
)

// TestSentencesEndWhereReadersPause cuts texts at "¦" and compares.
func TestSentencesEndWhereReadersPause(t *testing.T) {
	for _, test := range []struct{ language, text string }{
		{"fr", "M. Dupont est là. ¦Mme. Martin aussi"},
		{"fr", "Il fait 3.5 degrés. ¦Couvrez-vous"},
		{"fr", "Venez, p. ex. Samedi. ¦Merci"},
		{"fr", "On a du pain, du vin, etc. ¦Venez"},
		{"fr", "Vraiment ! dit-il. ¦Oui ! ¦Non ? ¦Peut-être"},
		{"fr", "« Venez ! » dit le maire. ¦« Oui. » ¦Bien"},
		{"fr", "Il hésite... puis vient. ¦Il hésite… ¦Puis il vient"},
		{"fr", "Voir https://town.example/a.html?b=c.d ici. ¦Suite"},
		{"fr", "Voir la p. 3 et l'art. 5. ¦Fin"},
		{"fr", "L'avion de J.-P. Martin et de Anne B. Durand. ¦Le plan B. ¦Ensuite"},
		{"fr", "1. Ouvrir la porte. ¦2. Entrer"},
		{"fr", "Ouvert 🎉 ¦Venez 🎉 avec nous"},
		{"fr", "Une ligne\n¦puis une autre"},
		{"en", "Dr. Smith met Mrs. Jones at 5 p.m. on Monday. ¦They spoke"},
		{"en", "So do I. ¦Then we left"},
		{"en", "See e.g. Paris or i.e. London vs. Rome. ¦No. 5 is open. ¦No. ¦Stop"},
		{"en", "He said “Go.” ¦She went (slowly.) ¦Then: a pause; and on"},
		{"en", "The U.S. team won. ¦J. Smith played"},
	} {
		s := surface{text: strings.ReplaceAll(test.text, "¦", "")}
		var got []string
		r := s.read(test.language)
		for _, one := range r.sentences {
			start, end := r.span(one)
			got = append(got, s.text[start:end])
		}
		var want []string
		for _, one := range strings.Split(test.text, "¦") {
			want = append(want, strings.TrimFunc(one, func(c rune) bool { return !letterOrDigit(c) }))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", s.text, got, want)
		}
	}
}

// TestOnlyProseIsLeftOfMarkdown shows what is hidden: ˙ for a space that was put
// in, | for code.
func TestOnlyProseIsLeftOfMarkdown(t *testing.T) {
	for _, test := range []struct{ text, gone, kept string }{
		{"Run `le mail` now", "mail", "Run now"},
		{"Run ``a `mail` b`` now", "mail", "Run now"},
		{"An `open mail", "", "open mail"},
		{"[see mail](https://a.example/courriel \"titre\") it", "courriel titre", "see mail it"},
		{"[see](<a(b)c> 'x') and [this][ref] ![seen](x.jpg)", "(a (b c> 'x ref jpg", "see and this seen"},
		{"[ref]: https://a.example/mail\ntext", "mail ref", "text"},
		{"<https://a.example/mail> and <me@mail.example>", "mail", "and"},
		{"<!-- mail\n\nmail --> seen <b class=\"mail\">bold</b>", "mail", "seen bold"},
		{"a < b and c > d", "", "b and c d"},
		{"```go\nmail\n```\nseen", "mail go", "seen"},
		{"~~~~\nmail\n~~~\nmail\n~~~~\nseen", "mail", "seen"},
		{"> ```\n> mail\n> ```\n> seen", "mail", "seen"},
		{"- ```\n  mail\n  ```\n- seen", "mail", "seen"},
		{"text\n\n    mail\n\n    mail\n\nseen", "mail", "text seen"},
		{"- item\n\n    seen\n", "", "item seen"},
		{"text\n    seen", "", "text seen"},
		{"note[^1]\n\n[^1]: seen", "", "note seen"},
		{"<script>mail</script> seen <code>mail</code>", "mail", "seen"},
		{"\\`seen\\`", "", "seen"},
		{"```\nmail", "mail", ""},
	} {
		got := masked(test.text)
		if len(got) != len(test.text) || strings.Count(got, "\n") != strings.Count(test.text, "\n") {
			t.Errorf("%q became %q, which is not as long", test.text, got)
		}
		for _, word := range strings.Fields(test.gone) {
			if strings.Contains(got, word) {
				t.Errorf("%q: %q is left in %q", test.text, word, got)
			}
		}
		for _, word := range strings.Fields(test.kept) {
			if !strings.Contains(got, word) {
				t.Errorf("%q: %q is gone from %q", test.text, word, got)
			}
		}
	}
}

// FuzzReading reads whatever it is given, in Markdown and without: words stand in
// order within the text, sentences hold all of them.
func FuzzReading(f *testing.F) {
	for _, seed := range []string{"M. Dupont. « Tu viens ? » — `a` [b](c)\n\n    d", "``` `` ` <!-- ]([[^", "\xff\xfe \u00a0É. 1. a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, markdown := range []bool{false, true} {
			s := surface{text: text, markdown: markdown}
			r := s.read("fr")
			if len(r.text) != len(text) {
				t.Fatalf("%d bytes became %d", len(text), len(r.text))
			}
			end, last := 0, 0
			for _, w := range r.words {
				if w.start < end || w.end <= w.start || w.end > len(text) {
					t.Fatalf("word %v behind %d of %d", w, end, len(text))
				}
				end = w.end
			}
			for _, one := range r.sentences {
				if one.first != last || one.last <= one.first {
					t.Fatalf("sentence %v behind %d", one, last)
				}
				last = one.last
				r.familiar(one)
				r.formal(one)
			}
			if last != len(r.words) {
				t.Fatalf("sentences hold %d of %d words", last, len(r.words))
			}
		}
	})
}
