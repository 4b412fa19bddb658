package match

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// traps are characters that fold, compose, join, hide or end something.
var traps = strings.Split("c|o|n|C|ON|é|e|\u0301|\u0327|ç|œ|Æ|ß|ẞ|İ|ı|I|ﬁ|ŉ|ΐ|ς|Σ|\u0345|ᾳ|\u200B|\u200D|\u00AD|\uFE0F|\u034F|"+
	" |\n|\n\n|\r\n|\t|\u00A0|\u202F|\u2029|'|’|-|‑|_|.|,|!|$|@|#|1|5|0|🏽|👩|👩‍🚀|❤️|🇫|🇷|가|ᄀ|ᅡ|か|\u3099|\u0653|ا|и|\u0306|о|с|𝓬|ⓒ|ｃ|"+
	"l'|://|.fr|http|\x00|\xff|\xe2\x82|mm|qu'|-moi|'s|K|Å|\u1ABF", "|")

// strange returns a text made of traps.
func strange(r *rand.Rand, most int) string {
	var b strings.Builder
	for range 1 + r.IntN(most) {
		b.WriteString(traps[r.IntN(len(traps))])
	}
	return b.String()
}

// flags returns any combination.
func anyFlags(r *rand.Rand) Flags { return Flags(r.IntN(int(InCompounds) << 1)) }

func TestFoldingIsStable(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 100_000 {
		text, flags, language := strange(r, 8), anyFlags(r), []string{"", "tr"}[r.IntN(2)]
		checkStable(t, text, flags, language)
	}
}

func checkStable(t *testing.T, text string, flags Flags, language string) {
	t.Helper()
	once := Fold(text, flags, language)
	if twice := Fold(once, flags, language); twice != once {
		t.Fatalf("%+q under %b %s folds to %+q, and that to %+q", text, flags, language, once, twice)
	}
}

func TestMatchesFoldToTheirTerm(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	found := 0
	for range 50_000 {
		term := Term{Text: strange(r, 3), Kind: []Kind{Word, Contains}[r.IntN(2)], Flags: anyFlags(r) &^ (FoldLeet | FoldRepeats | Plural)}
		set, err := Compile([]Term{term})
		if err != nil {
			continue
		}
		text := strange(r, 6) + term.Text + strange(r, 6)
		want := strings.TrimSpace(Fold(term.Text, term.Flags, ""))
		for _, m := range set.All(text) {
			found++
			// A letter that looks like another is known by the word around it.
			if got := Fold(m.In(text), term.Flags, ""); strings.TrimSpace(got) != want && term.Flags&FoldLookalikes == 0 {
				t.Fatalf("%+q in %+q finds %+q, which folds to %+q, want %+q", term.Text, text, m.In(text), got, want)
			}
		}
	}
	if found < 1000 {
		t.Errorf("only %d matches: the texts do not try much", found)
	}
}

func TestATermAloneIsFound(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 50_000 {
		term := Term{Text: strange(r, 4), Kind: Kind(r.IntN(3)), Flags: anyFlags(r)}
		set, err := Compile([]Term{term})
		if err != nil {
			continue
		}
		text := "avant " + strings.TrimSpace(term.Text) + " après"
		if len(set.All(text)) == 0 && !hidden(term.Text) {
			t.Fatalf("%+q (kind %d, flags %b) is not found in %+q", term.Text, term.Kind, term.Flags, text)
		}
	}
}

// hidden reports whether a term is none that a text can hold as written: its
// ends join what is around it, or are within an address.
func hidden(text string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(text, func(r rune) bool { return invisible(r) || isSpace(r) }))
	return unicode.IsMark(first) || strings.ContainsAny(text, "@#.:")
}

func FuzzMatching(f *testing.F) {
	for _, text := range []string{"con", "l'e\u0301cho", "c\u200Bo\u00ADn", "👩‍👩‍👧 #GrosCon @con https://con.fr/", "İSTANBUL straße ﬁn", "a$$ 1d10t coooon", "\xff\xfe"} {
		f.Add("con", text, uint16(0))
		f.Add("écho", text, uint16(0xFFFF))
	}
	f.Fuzz(func(t *testing.T, word, text string, bits uint16) {
		flags := Flags(bits) & (InCompounds<<1 - 1)
		checkStable(t, text, flags, "")
		var all []Term
		for kind := range Allow + 1 {
			all = append(all, Term{Text: word, Kind: kind, Flags: flags})
		}
		for i := range all {
			if set, err := Compile(all[i : i+1]); err == nil {
				checkSpans(t, text, spansOf(set.All(text)))
			}
		}
		if set, err := Compile(all); err == nil {
			checkSpans(t, text, slices.Compact(spansOf(set.All(text))))
		}
	})
}

func FuzzPattern(f *testing.F) {
	f.Add(`(?i)c[o0]n+`, "un CON")
	f.Add(`(?:^|[^\pL])(SA)`, "e\u0301SA")
	f.Add(`.`, "👩‍🚀e\u0301")
	f.Fuzz(func(t *testing.T, expr, text string) {
		if p, err := CompilePattern(expr); err == nil {
			for _, s := range p.All(text) {
				checkSpan(t, text, s)
			}
		}
	})
}

func FuzzBank(f *testing.F) {
	f.Add([]byte("# insultes\ncon -> sot [plural]\nconn*\n*truc*\n\\#pub\nGitHub [spelling] # a name\n"))
	f.Add([]byte("\xff\n[x]\n->\na -> \n*\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		bank, problems := ParseBank("banks/a.txt", data)
		if _, err := Compile(bank.Terms); err != nil {
			t.Errorf("a bank without what its problems name does not compile: %v", err)
		}
		lines := strings.Count(string(data), "\n") + 1
		for _, p := range problems {
			if p.Text == "" || p.Pos.Line > lines {
				t.Errorf("problem %+v of %d lines", p, lines)
			}
		}
	})
}

func spansOf(matches []Match) []Span {
	var spans []Span
	for _, m := range matches {
		spans = append(spans, m.Span)
	}
	return spans
}

// checkSpans checks places that are to follow each other.
func checkSpans(t *testing.T, text string, spans []Span) {
	t.Helper()
	for i, s := range spans {
		checkSpan(t, text, s)
		if i > 0 && s.Start < spans[i-1].End {
			t.Fatalf("%v overlaps %v in %+q", s, spans[i-1], text)
		}
	}
}

func checkSpan(t *testing.T, text string, s Span) {
	t.Helper()
	if s.Start < 0 || s.Start >= s.End || s.End > len(text) {
		t.Fatalf("%v of a text of %d bytes", s, len(text))
	}
	for _, i := range []int{s.Start, s.End} {
		if i < len(text) && !utf8.RuneStart(text[i]) && utf8.ValidString(text) {
			t.Fatalf("%v cuts a character of %+q", s, text)
		}
	}
}

// TestCharactersAreNeverCut compares with all places between characters.
func TestCharactersAreNeverCut(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 20_000 {
		text := strange(r, 10)
		if strings.ContainsFunc(text, func(r rune) bool {
			return r == utf8.RuneError || r < ' ' || r == '\u200B' || r == '\u00AD' || r == '\u2029'
		}) {
			continue
		}
		between := map[int]bool{0: true}
		at := 0
		for g := uniseg.NewGraphemes(text); g.Next(); {
			at += len(g.Str())
			between[at] = true
		}
		set, err := Compile([]Term{{Text: traps[r.IntN(len(traps))], Kind: Contains, Flags: anyFlags(r)}})
		if err != nil {
			continue
		}
		for _, m := range set.All(text) {
			if !between[m.Start] || !between[m.End] {
				t.Fatalf("%+q cuts a character of %+q at %v", set.terms[0].Text, text, m.Span)
			}
		}
	}
}

// evade writes a word as people do who do not want it to be found: what each of
// the flags is said to read through.
func evade(r *rand.Rand, word string, flags Flags) string {
	var out strings.Builder
	for i, letter := range word {
		s := string(letter)
		if flags&FoldLeet != 0 && i > 0 && i < len(word)-1 && r.IntN(3) == 0 {
			s = cmpOr(map[rune]string{'a': "4", 'e': "3", 'i': "1", 'l': "1", 'o': "0", 's': "5", 't': "7", 'b': "8", 'g': "9"}[letter], s)
		}
		if flags&FoldLookalikes != 0 && r.IntN(4) == 0 && i > 0 {
			s = cmpOr(map[rune]string{'a': "а", 'e': "е", 'o': "о", 'p': "р", 'c': "с", 'x': "х"}[letter], s)
		}
		if flags&FoldAccents != 0 && r.IntN(4) == 0 && len(s) == 1 && letter == rune(s[0]) {
			s += "\u0302"
		}
		if flags&FoldRepeats != 0 && r.IntN(4) == 0 && (i == 0 || word[i-1] != word[i]) {
			s = strings.Repeat(s, 3+r.IntN(4))
		}
		if r.IntN(4) == 0 {
			s = strings.ToUpper(s)
		}
		if r.IntN(6) == 0 && i < len(word)-1 {
			s += "\u200B"
		}
		out.WriteString(s)
	}
	return out.String()
}

func cmpOr(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

func TestEvasionsOfEveryWordAreFound(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for _, word := range strings.Fields("connard salope pute abruti imbecile idiot batard encule merde asshole bitch bastard moron") {
		for range 500 {
			flags := anyFlags(r) & (FoldAccents | FoldLeet | FoldRepeats | FoldLookalikes)
			text := fmt.Sprintf("tu es un %s, toi", evade(r, word, flags))
			if got := found(t, Term{Text: word, Flags: flags}, text); len(got) != 1 {
				t.Fatalf("%s under %b in %+q: %+q", word, flags, text, got)
			}
		}
	}
}

func TestProseHoldsNoneOfTheWordsWithinItsWords(t *testing.T) {
	var all []Term
	for _, word := range strings.Fields("con pute cul ass cum anal nul sot rat sale bite tit nazi gland porc") {
		all = append(all, Term{Text: word, Flags: FoldAccents | FoldLeet | FoldRepeats | FoldLookalikes | Plural | InHashtags | InCompounds})
	}
	set, err := Compile(all)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"Un produit conçu pour vous, au second tour : la concertation continue. Il se dispute et se répute.",
		"Scunthorpe, Penistone, Sussex and Essex: a classic assessment of the document, with analysis.",
		"La culture, le calcul et l'agriculture : 455 personnes, 20 € et 3 % de hausse. Habite-t-elle ici ?",
		"Le titre du chapitre, une gratuité, la salle, l'annulation, l'anglais, la porcelaine, les rateaux.",
		"Passez voir https://exemple.org/con/cul?ass=1 ou @con, con@exemple.fr et #conseil #Culture2026 !",
		"As-tu vu ? As if. A bitter title, accumulated titles, as a class; Cassandra passes.",
	} {
		for _, m := range set.All(text) {
			t.Errorf("%s is found as %q in %q", set.terms[m.Term].Text, m.In(text), text)
		}
	}
}
