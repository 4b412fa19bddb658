package match

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"galley/engine"
)

func TestBankLinesBecomeTerms(t *testing.T) {
	data := "\uFEFF# Mots de la rédaction\r\n" +
		"\r\n" +
		"mot\r\n" +
		"  plusieurs mots  # with a comment\n" +
		"mail -> courriel\n" +
		"jargon*\n" +
		"*truc*\n" +
		"jargonner [prefix] [accents]\n" +
		"GitHub [spelling]\n" +
		"Mastodon [exact]\n" +
		"un con de base [allow]\n" +
		"US [case][plural]\n" +
		`\#pub [hashtags]` + "\n" +
		`\*` + "\n" +
		"C# -> C dièse\n" +
		"café [accents]\n"
	bank, problems := ParseBank("banks/mots.fr.txt", []byte(data))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	at := func(line, col int) engine.Pos {
		return engine.Pos{File: "banks/mots.fr.txt", Line: line, Col: col}
	}
	want := []Term{
		{Text: "mot", Pos: at(3, 1)},
		{Text: "plusieurs mots", Pos: at(4, 3)},
		{Text: "mail", Prefer: "courriel", Pos: at(5, 1)},
		{Text: "jargon", Kind: Prefix, Pos: at(6, 1)},
		{Text: "truc", Kind: Contains, Pos: at(7, 1)},
		{Text: "jargonner", Kind: Prefix, Flags: FoldAccents, Pos: at(8, 1)},
		{Text: "GitHub", Kind: Spelling, Pos: at(9, 1)},
		{Text: "Mastodon", Kind: Spelling, Pos: at(10, 1)},
		{Text: "un con de base", Kind: Allow, Pos: at(11, 1)},
		{Text: "US", Flags: MatchCase | Plural, Pos: at(12, 1)},
		{Text: "#pub", Flags: InHashtags, Pos: at(13, 1)},
		{Text: "*", Pos: at(14, 1)},
		{Text: "C#", Prefer: "C dièse", Pos: at(15, 1)},
		{Text: "café", Flags: FoldAccents, Pos: at(16, 1)},
	}
	if !slices.Equal(bank.Terms, want) {
		t.Errorf("got  %+v\nwant %+v", bank.Terms, want)
	}
}

func TestBankProblemsNameLineAndColumn(t *testing.T) {
	for _, test := range []struct{ data, want string }{
		{"mot\nété\n  Mot\n", `b.txt:3:3: term "Mot" finds the same as that of line 1`},
		{"café\nCAFE\u0301\n", `b.txt:2:1: term "CAFE` + "\u0301" + `" finds the same as that of line 1`},
		{"l'écho\nl’écho", `b.txt:2:1: term "l’écho" finds the same as that of line 1`},
		{"été\nà \xff\n", "b.txt:2:3: the line is not valid UTF-8"},
		{"é\x01\n", "b.txt:1:2: the line holds a control character"},
		{"\u200B\n", `b.txt:1:1: term "` + `\u200b` + `" is empty: nothing of it can be seen`},
		{"*\n", `b.txt:1:1: term "" is empty: nothing of it can be seen`},
		{"-> mot\n", "b.txt:1:1: nothing comes before the arrow"},
		{"->\n", "b.txt:1:1: nothing comes before the arrow"},
		{"mot ->\n", "b.txt:1:1: nothing follows the arrow"},
		{"mot -> terme -> parole\n", "b.txt:1:1: two arrows in one line"},
		{"mot [préfixe]\n", "b.txt:1:1: there is no marker [préfixe]"},
		{strings.Repeat("a", 101), `b.txt:1:1: term "` + strings.Repeat("a", 40) + `…" has 101 characters, at most 100 are allowed`},
		{strings.Repeat("a", MaxBank+1), "b.txt: bank b.txt has 4194305 bytes, at most 4194304 are allowed"},
	} {
		_, problems := ParseBank("b.txt", []byte(test.data))
		var got []string
		for _, p := range problems {
			got = append(got, p.Error())
		}
		if s := strings.Join(got, "; "); s != test.want {
			t.Errorf("%.40q: got  %s\nwant %s", test.data, s, test.want)
		}
	}
}

func TestBankStopsAfterManyProblems(t *testing.T) {
	_, problems := ParseBank("b.txt", []byte(strings.Repeat("mot [x]\n", 10_000)))
	if len(problems) != maxProblems+1 {
		t.Errorf("%d problems", len(problems))
	}
}

func TestCompileNamesEachTermThatCannotBe(t *testing.T) {
	pos := engine.Pos{File: "charter.yaml", Line: 7}
	_, err := Compile([]Term{
		{Text: "bon"}, {Text: " ", Pos: pos}, {Text: strings.Repeat("é", 101)}, {Text: "a\x00b"}, {Text: "mot", Kind: 9},
	})
	want := `charter.yaml:7: term " " is empty: nothing of it can be seen
term "` + strings.Repeat("é", 40) + `…" has 101 characters, at most 100 are allowed
term "a\x00b" holds a control character
term "mot" has the unknown kind 9`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if _, err := Compile(make([]Term, MaxTerms+1)); err == nil || !strings.Contains(err.Error(), "100001 terms") {
		t.Errorf("too many terms: %v", err)
	}
	if _, err := Compile(make([]Term, 50)); err == nil || !strings.HasSuffix(err.Error(), "and 30 more") {
		t.Errorf("many bad terms: %v", err)
	}
}

func TestNoSetFindsNothing(t *testing.T) {
	var none *Set
	if none.All("con") != nil || new(Set).All("con") != nil {
		t.Error("a set without terms found something")
	}
}

func TestPatternsSeeTextAsReadersDo(t *testing.T) {
	for _, test := range []struct {
		expr, text string
		want       []string
	}{
		{`été`, "un e\u0301te\u0301", []string{"e\u0301te\u0301"}},
		{`(?i)É`, "e\u0301 é", []string{"e\u0301", "é"}},
		{`l'écho`, "l’écho", []string{"l’écho"}},
		{`\d+ %`, "de 12\u202F% à 13 %", []string{"12\u202F%", "13 %"}},
		{`connard`, "con\u200Bnard", []string{"con\u200Bnard"}},
		{`(?m)^SA$`, "SA\nSAS\nSA", []string{"SA", "SA"}},
		{`(?:^|[^\pL\pN])(SA)(?:[^\pL\pN]|$)`, "SAS, la SA.", []string{"SA"}},
		{`a(b)?`, "a ab", []string{"a", "b"}},
		{`\\b`, `a\b`, []string{`\b`}},
		{`\Q\b\E!`, `\b!`, []string{`\b!`}},
		{`e`, "e\u0302 e", []string{"e"}},
		{"x", "x\u0302 x", []string{"x\u0302", "x"}},
	} {
		p, err := CompilePattern(test.expr)
		if err != nil {
			t.Errorf("%s: %v", test.expr, err)
			continue
		}
		var got []string
		for _, s := range p.All(test.text) {
			got = append(got, s.In(test.text))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s in %q: %q, want %q", test.expr, test.text, got, test.want)
		}
	}
}

func TestPatternsThatSurpriseAreRefused(t *testing.T) {
	for expr, want := range map[string]string{
		`\bcon\b`:                `knows no letter with an accent; write the word as a term`,
		`con\B`:                  `\B knows no letter`,
		`\w+`:                    `write [\pL\pN_]`,
		`[\W]`:                   `write [^\pL\pN_]`,
		`[[:word:]]`:             `write \pL\pN`,
		`\Qa\E\b`:                `\b knows`,
		`a*`:                     `it matches nothing at all`,
		`(`:                      `missing closing )`,
		`a{2000}`:                `invalid repeat count`,
		`(?:a{30}){30}`:          `its repeats make`,
		`(a|b`:                   `missing closing )`,
		strings.Repeat("é", 261): `261 characters, at most 260`,
	} {
		_, err := CompilePattern(expr)
		var said Problem
		if errors.As(err, &said) {
			err = errors.New(said.Text + "; " + said.Hint)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v, want %s", expr, err, want)
		}
	}
}

// TestManyTermsFindWhatEachFinds compares a set with its terms one by one.
func TestManyTermsFindWhatEachFinds(t *testing.T) {
	bank := words(300, 5)
	for i, text := range comments(100, bank) {
		text = strings.ReplaceAll(text, " ta", "-ta ")
		var all []Term
		for k, w := range bank {
			all = append(all, Term{Text: w, Kind: []Kind{Word, Prefix, Contains, Spelling, Word}[k%5], Flags: Flags(k%7) << 1})
		}
		var hits []hit
		for k, term := range all {
			one, err := Compile([]Term{term})
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range one.All(text) {
				hits = append(hits, hit{Match: Match{Span: m.Span, Term: k}})
			}
		}
		set, err := Compile(all)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := fmt.Sprint(set.All(text)), fmt.Sprint(settle(hits)); got != want {
			t.Fatalf("comment %d, %q: got %s, want %s", i, text, got, want)
		}
	}
}

func TestASetServesManyAtOnce(t *testing.T) {
	bank := words(200, 3)
	set, err := Compile(terms(bank, FoldAccents|FoldLeet|FoldRepeats|FoldLookalikes))
	if err != nil {
		t.Fatal(err)
	}
	texts := comments(50, bank)
	var each [4][][]Match
	var all sync.WaitGroup
	for i := range each {
		all.Go(func() {
			for _, text := range texts {
				each[i] = append(each[i], set.All(text))
			}
		})
	}
	all.Wait()
	for i := range each {
		if !slices.EqualFunc(each[i], each[0], slices.Equal) {
			t.Errorf("%d found otherwise", i)
		}
	}
}
