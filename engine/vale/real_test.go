package vale

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"galley/engine"
	"galley/engine/vale/valetest"
)

// realVale is the one that teams use.
func realVale(t testing.TB) Tool {
	t.Helper()
	tool, err := Open(t.Context(), valetest.Path(t))
	if err != nil {
		t.Fatal(err)
	}
	return tool
}

func TestTheRealValeTellsItsVersion(t *testing.T) {
	if got := realVale(t).Version; got != valetest.Version {
		t.Errorf("version %q, want %q", got, valetest.Version)
	}
}

// trial are styles that find something in every way Vale knows.
func trial(t testing.TB, c Config) *Styles {
	t.Helper()
	s, err := Load(files(
		"T/Swap.yml", "extends: substitution\nmessage: \"'%s', not '%s'\"\nlevel: error\nignorecase: true\naction: {name: replace}\nlink: https://example.org/swap\nswap:\n  foo: bar\n  été: hiver\n  l'an: l'année\n",
		"T/Marks.yml", "extends: existence\nmessage: \"'%s'\"\nlevel: suggestion\nnonword: true\nscope: raw\ntokens: ['\\?{2,}', '👨‍👩‍👧', 'deux\\slignes']\n",
		"T/Long.yml", "extends: occurrence\nmessage: too long\nlevel: warning\nscope: sentence\nmax: 8\ntoken: '\\p{L}+'\n",
		"T/Words.yml", "extends: metric\nmessage: \"%s words\"\nlevel: warning\nformula: words\ncondition: \"> 30\"\n",
		"F/Oui.yml", "extends: existence\nmessage: oui\nlevel: warning\ntokens: [oui]\n",
		"config/vocabularies/V/accept.txt", "Vaubrume\n", "config/vocabularies/V/reject.txt", "octante\n",
	), c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// marked puts the places of alerts into a text, as [Check…].
func marked(content string, alerts []Alert) string {
	var b strings.Builder
	at := 0
	for _, a := range alerts {
		if a.Start < at || a.End < a.Start || a.End > len(content) {
			fmt.Fprintf(&b, "{%s %d:%d}", a.Check, a.Start, a.End)
			continue
		}
		_, rule, _ := strings.Cut(a.Check, ".")
		fmt.Fprintf(&b, "%s[%s:%s]", content[at:a.Start], rule, content[a.Start:a.End])
		at = a.End
	}
	return b.String() + content[at:]
}

func TestPlacesAreBytesOfTheText(t *testing.T) {
	tool := realVale(t)
	styles := trial(t, Config{Styles: []string{"T"}})
	both := []Format{Plain, Markdown}
	markdown := []Format{Markdown}
	cases := map[string]struct {
		want    string // of the text, with what Vale finds in brackets
		formats []Format
	}{
		"accents":           {"Élodie a vu [Swap:foo] l’[Swap:été] dernier.", both},
		"emoji":             {"🎉🎉 [Swap:foo] 🇫🇷 [Swap:foo] é", both},
		"joined emoji":      {"Avec [Marks:👨‍👩‍👧] et [Swap:foo].", both},
		"decomposed":        {"De\u0301but [Swap:foo] fin", both},
		"windows lines":     {"Eins.\r\n\r\nÉs [Swap:foo] da.\r\n[Swap:foo]", both},
		"old lines":         {"Eins.\r\rÉs [Swap:foo] da.\r[Swap:foo]", both},
		"mixed lines":       {"É\r\n\n\r[Swap:foo]\n", both},
		"twice in a line":   {"[Swap:foo] et [Swap:foo] et [Swap:foo]\n\nplus loin, [Swap:foo]", both},
		"case":              {"[Swap:FOO] [Swap:Foo]", both},
		"raw scope":         {"Vraiment[Marks:??] Vraiment[Marks:???]", both},
		"over two lines":    {"Voilà [Marks:deux\nlignes] ici", both},
		"over windows ones": {"Voilà [Marks:deux\r\nlignes] ici", both},
		"straight marks":    {"Dans [Swap:l'an] neuf", both},
		"byte order mark":   {"\uFEFFSoit [Swap:foo]", both},
		"broken bytes":      {"a\xff\xfe [Swap:foo]", both},
		"no line end":       {"[Swap:foo]", both},
		"blank lines first": {"\n\n  [Swap:foo]", both},
		"wide columns":      {"한국어 텍스트 [Swap:foo] 中文 [Swap:foo]", both},
		"right to left":     {"שלום [Swap:foo] عالم", both},
		"entity":            {"dans l&rsquo;air, [Swap:foo]", both},
		"a heading":         {"# Titre [Swap:foo]\n\nTexte [Swap:foo].", both},
		"code":              {"le `foo` est là, [Swap:foo] aussi", markdown},
		"a link":            {"voir [[Swap:foo]](https://foo.example/foo) et [Swap:foo]", markdown},
		"strong":            {"un **[Swap:foo]** fort et *[Swap:foo]* fin", markdown},
		"a list":            {"- un [Swap:foo]\n- deux [Swap:foo]\n  suite [Swap:foo]", both},
		"a table":           {"| a | b |\n|---|---|\n| É | [Swap:foo] |", markdown},
		"a quotation":       {"> dit [Swap:foo]\n> encore [Swap:foo]", markdown},
		"an address":        {"<https://lune.example/a> [Swap:foo]", markdown},
	}
	var texts []Text
	want := map[string]string{}
	for name, c := range cases {
		for _, format := range c.formats {
			key := name + extension(format)
			texts = append(texts, Text{Key: key, Format: format, Content: unmarked(c.want)})
			want[key] = c.want
		}
	}
	found := byKey(t, tool, styles, texts)
	for _, text := range texts {
		if got := marked(text.Content, found[text.Key]); got != want[text.Key] {
			t.Errorf("%s:\n got %q\nwant %q", text.Key, got, want[text.Key])
		}
	}
}

// byKey has texts read in one run.
func byKey(t testing.TB, tool Tool, styles *Styles, texts []Text) map[string][]Alert {
	t.Helper()
	alerts, err := tool.Check(t.Context(), styles, texts)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]Alert{}
	for _, a := range alerts {
		found[a.Key] = append(found[a.Key], a)
	}
	return found
}

// unmarked takes the brackets out that marked puts in.
func unmarked(text string) string {
	for _, rule := range []string{"Swap", "Marks", "Long", "Oui"} {
		for {
			before, rest, ok := strings.Cut(text, "["+rule+":")
			if !ok {
				break
			}
			inside, after, _ := strings.Cut(rest, "]")
			text = before + inside + after
		}
	}
	return text
}

func TestAlertsSayWhatTheStyleSays(t *testing.T) {
	got, err := realVale(t).Check(t.Context(), trial(t, Config{Styles: []string{"T"}}), []Text{
		{Key: "b", Content: "Un foo."}, {Key: "empty"}, {Key: "a", Format: Markdown, Content: strings.Repeat("mot ", 31) + "fin"}, {Key: "c", Content: "Un foo."},
	})
	if err != nil {
		t.Fatal(err)
	}
	swap := Alert{"b", 3, 6, "T.Swap", engine.SeverityError, "'bar', not 'foo'", []string{"bar"}, "https://example.org/swap"}
	same := swap
	same.Key = "c"
	want := []Alert{swap, {"a", 0, 0, "T.Words", engine.SeverityWarning, "32.00 words", nil, ""},
		{"a", 0, 3, "T.Long", engine.SeverityWarning, "too long", nil, ""}, same}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestNoTextCanSwitchRulesOffOrEndTheRun(t *testing.T) {
	tool := realVale(t)
	styles := trial(t, Config{Styles: []string{"T"}})
	var texts []Text
	for _, before := range []string{
		"<!-- vale off -->\n\n", "<!--vale off-->\n\n", "<!--\nvale off\n-->\n\n", "<!-- &#118;ale off -->\n\n", "<!--\u00a0vale off -->\n\n",
		"<!-- &nbsp;vale off -->\n\n", "<!-- vale T.Swap = NO -->\n\n", "<!-- vale styles = F -->\n\n", "<!-- vale T.Swap[\"foo\"] = NO -->\n\n", "<!vale off>\n\n", "<?vale off?>\n\n",
		"text <!-- vale off -->\n", "</ vale off>\n\n", "<!---vale off--->\n\n", "- <!-- vale T = NO -->\n\n", "<div>\n<!-- vale off -->\n</div>\n\n",
		"---\nvale: off\n---\n\n", "---\na: [\n---\n\n", "\n\n---\na: b: c\n---\n\n", "+++\na = \n+++\n\n", ";;;\n{\n;;;\n\n", "{\n\"a\": \n}\n\n", "---yaml\n{[}\n---\n\n",
		"<var>x</var>\n\n", "<code>v</ vale off></code>\n\n", "\x00\n\n", "\u2028\n\n", "[^1]: foo\n\n", "$$\nx\n$$\n\n",
	} {
		texts = append(texts, Text{Key: before, Format: Markdown, Content: before + "Ein foo hier."})
	}
	found := byKey(t, tool, styles, texts)
	for _, text := range texts {
		at := strings.Index(text.Content, "foo hier")
		if !slices.ContainsFunc(found[text.Key], func(a Alert) bool { return a.Check == "T.Swap" && a.Start == at && a.End == at+3 }) {
			t.Errorf("after %q: %v", text.Key, found[text.Key])
		}
	}
}

func TestStylesAreByLanguage(t *testing.T) {
	texts := []Text{{Key: "fr", Language: "fr-BE", Content: "oui foo"}, {Key: "en", Language: "en", Content: "oui foo"}, {Key: "none", Content: "oui foo"}}
	for want, c := range map[string]Config{
		"fr F.Oui, fr T.Swap, en T.Swap, none T.Swap": {Styles: []string{"T"}, Languages: map[string][]string{"fr": {"F"}}},
		"fr F.Oui, en T.Swap":                         {Languages: map[string][]string{"fr": {"F"}, "en": {"T"}}},
		"fr F.Oui":                                    {Languages: map[string][]string{"fr": {"F"}}, Rules: map[string]string{"F.Oui": "error"}},
		"":                                            {Styles: []string{"T"}, Rules: map[string]string{"T.Swap": "off"}},
		"fr T.Swap, en T.Swap, none T.Swap":           {Styles: []string{"T", "F"}, Level: "error"},
	} {
		alerts, err := realVale(t).Check(t.Context(), trial(t, c), texts)
		var got []string
		for _, a := range alerts {
			got = append(got, a.Key+" "+a.Check)
		}
		if strings.Join(got, ", ") != want || err != nil {
			t.Errorf("%+v: %s, %v; want %s", c, got, err, want)
		}
	}
}

func TestVocabulariesAndTheBuiltInStyleWork(t *testing.T) {
	styles := trial(t, Config{Styles: []string{"Vale"}, Vocab: []string{"V"}, Rules: map[string]string{"Vale.Repetition": "off"}})
	content := "Vaubrume has has octante wrods."
	alerts, err := realVale(t).Check(t.Context(), styles, one(content))
	if got := marked(content, alerts); err != nil || !strings.Contains(got, "[Avoid:octante]") || !strings.Contains(got, "[Spelling:wrods]") || strings.Contains(got, ":has]") || strings.Contains(got, "[Spelling:Vaubrume]") {
		t.Errorf("%v: %s", err, got)
	}
}

func TestABrokenStyleIsNamedByItsFile(t *testing.T) {
	tool := realVale(t)
	for rule, want := range map[string]string{
		"extends: existence\nmessage: x\nlevel: bogus\ntokens: [x]\n": "A/R.yml:3:1: 'level' must be one of [suggestion warning error]",
		"extends: existence\nmessage: x\ntokens: ['(x']\n":            "A/R.yml:1:1: error parsing regexp",
		"extends: nothing\nmessage: x\n":                              "A/R.yml:1:10: 'extends' key must be one of",
		"extends: A.Gone\n":                                           "A/R.yml:1:1: 'A.Gone' does not exist",
		"extends: existence\nmessage: x\ntokens: [x]\ncolour: blue\n": "A/R.yml",
		"extends: spelling\nmessage: x\ndictionaries: [gone]\n":       "A/R.yml",
	} {
		styles, err := Load(files("A/R.yml", rule), Config{Styles: []string{"A"}})
		if err != nil {
			t.Fatal(err)
		}
		alerts, err := tool.Check(t.Context(), styles, one("some text"))
		if list := Problems(err); len(list) != 1 || list[0].Kind != BadStyle || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), os.TempDir()) || strings.Contains(err.Error(), "Execution stopped") {
			t.Errorf("rule %q: %v, %v; want %q", rule, alerts, err, want)
		}
	}
}

func TestNoOtherConfigurationIsRead(t *testing.T) {
	tool := realVale(t)
	home := t.TempDir()
	for _, name := range []string{".vale.ini", "vale/.vale.ini", ".config/vale/.vale.ini", ".local/share/vale/styles/T/Swap.yml"} {
		file := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("this = [is broken\nStylesPath = /nowhere\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, variable := range []string{"HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR", "TMP", "TEMP"} {
		t.Setenv(variable, home)
	}
	t.Setenv("VALE_CONFIG_PATH", filepath.Join(home, ".vale.ini"))
	t.Setenv("VALE_STYLES_PATH", filepath.Join(home, ".local/share/vale/styles"))
	t.Chdir(home)
	alerts, err := tool.Check(t.Context(), trial(t, Config{Styles: []string{"T"}}), one("foo"))
	if err != nil || len(alerts) != 1 {
		t.Errorf("Check = %v, %v", alerts, err)
	}
}

func TestAPatternThatNeverEndsIsStopped(t *testing.T) {
	tool := realVale(t)
	tool.Within = 2e9
	styles, err := Load(files("A/R.yml", "extends: existence\nmessage: x\nnonword: true\ntokens: ['(?=(a+)+b)(a+)+$']\n"), Config{Styles: []string{"A"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tool.Check(t.Context(), styles, one(strings.Repeat("a", 60)+"c")); kindOf(err) != TooSlow {
		t.Errorf("Check: %v, want it too slow", err)
	}
}

func TestManyTextsAreReadInSeveralRuns(t *testing.T) {
	var texts []Text
	for i := range perRun + 2 {
		texts = append(texts, Text{Key: fmt.Sprint(i), Content: fmt.Sprintf("Un texte %d avec foo.", i)})
	}
	alerts, err := realVale(t).Check(t.Context(), trial(t, Config{Styles: []string{"T"}, Level: "error"}), texts)
	if err != nil || len(alerts) != len(texts) {
		t.Fatalf("%d alerts for %d texts, %v", len(alerts), len(texts), err)
	}
	for i, a := range alerts {
		if at := strings.Index(texts[i].Content, "foo"); a.Key != texts[i].Key || a.Start != at || a.End != at+3 {
			t.Fatalf("alert %d is %+v", i, a)
		}
	}
}
