package vale

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"galley/engine"
)

// files makes a folder of styles.
func files(pairs ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return m
}

const harmless = "extends: existence\nmessage: \"not '%s'\"\ntokens: [foo]\n"

func TestRulesThatRunCodeOrReadElsewhereAreRefused(t *testing.T) {
	for rule, want := range map[string]struct {
		line int
		text string
	}{
		"extends: script\nmessage: x\nscript: |\n  matches := []\n":                            {1, "may not run code"},
		"extends: existence\nmessage: x\nScript: ../../tmp/x.tengo\n":                          {3, "may not run code"},
		"message: x\n\"ext\\x65nds\": script\n":                                                {1, "may not run code"},
		"extends: existence\nmessage: x\naction: {name: suggest, params: [up.tengo]}\n":        {3, "this action is a script"},
		"extends: existence\nmessage: x\naction: {name: suggest, params: up.tengo}\n":          {3, "this action is a script"},
		"extends: existence\nmessage: x\nACTION: {Name: suggest, Params: [[a, b]]}\n":          {3, "this action is a script"},
		"extends: A.Other\naction+: {params: [up.tengo]}\n":                                    {2, "has to be written out"},
		"extends: existence\nmessage: x\naction: [{name: suggest}, {params: [up]}]\n":          {3, "has to be written out"},
		"extends: existence\nmessage: x\naction: {name: exec}\n":                               {3, "no such action"},
		"extends: spelling\nmessage: x\ndic: /usr/share/dict/words\n":                          {3, "not inside the folder"},
		"extends: spelling\nmessage: x\naff: ../../../secret.aff\n":                            {3, "not inside the folder"},
		"extends: spelling\nmessage: x\nDicpath: ~/dictionaries\n":                             {3, "not inside the folder"},
		"extends: spelling\nmessage: x\nignore: [ok.txt, C:\\words.txt]\n":                     {3, "not inside the folder"},
		"extends: spelling\nmessage: x\ndictionaries+: [../fr]\n":                              {3, "not inside the folder"},
		"extends: metric\nmessage: x\nformula: |\n  func(){ for {} }()\ncondition: \"> 3\"\n":  {3, "more than arithmetic"},
		"extends: metric\nmessage: x\nformula: words\ncondition: [a]\n":                        {4, "more than arithmetic"},
		"extends: sequence\nmessage: x\nmodel: fr\n":                                           {3, "language model"},
		"extends: A/../../x.yml\nmessage: x\n":                                                 {1, "is no rule"},
		"extends: existence\n  message: x\n":                                                   {2, "not YAML"},
		"a: &a [x,x,x,x]\nb: &b [*a,*a,*a]\nextends: &c script\nmessage: x\ntokens: [*b,*c]\n": {3, "may not run code"},
	} {
		_, err := Load(files("A/R.yml", rule), Config{Styles: []string{"A"}})
		list := Problems(err)
		if len(list) != 1 || list[0].Kind != BadStyle || list[0].Pos != (engine.Pos{File: "A/R.yml", Line: want.line}) || !strings.Contains(err.Error(), want.text) {
			t.Errorf("rule %q: %v; want line %d and %q", rule, err, want.line, want.text)
		}
	}
}

func TestRulesOfEveryHarmlessKindAreRead(t *testing.T) {
	for _, rule := range []string{
		harmless,
		"extends: spelling\nmessage: x\ndictionaries: [fr]\nignore: [names.txt, A/more.txt]\naction: {name: suggest, params: [spellings]}\n",
		"extends: spelling\nmessage: x\naction: {name: suggest}\n",
		"extends: metric\nmessage: x\nformula: |\n  (0.39 * (words / sentences)) + (11.8 * (syllables / words)) - 15.59\ncondition: \"> 8\"\n",
		"extends: substitution\nmessage: x\naction: {name: replace}\nswap: {a: b}\n",
		"extends: existence\nmessage: x\naction: {name: edit, params: [[regex, a, b], [lower]]}\ntokens: [a]\n",
	} {
		if _, err := Load(files("A/R.yml", rule), Config{Styles: []string{"A"}}); err != nil {
			t.Errorf("rule %q: %v", rule, err)
		}
	}
}

func TestOnlyWhatIsListedIsRead(t *testing.T) {
	folder := files(
		"A/R.yml", harmless,
		"A/Child.yml", "extends: Base.One\nmessage: y\n",
		"A/README.md", "words", "A/run.tengo", "code", "A/.hidden/R.yml", "x: [", "A/_old/R.yml", "x: [",
		"A/deep/R.yml", harmless, "A/words.txt", "word",
		"Base/One.yml", harmless,
		"Unlisted/Bad.yml", "extends: script\n",
		".vale-config/0-pkg.ini", "NLPEndpoint = http://192.0.2.1\n", ".vale.ini", "x",
		"config/vocabularies/V/accept.txt", "Vaubrume", "config/vocabularies/W/accept.txt", "x",
		"config/dictionaries/fr.dic", "1\nmot", "config/dictionaries/fr.aff", "SET UTF-8", "config/ignore/n.txt", "x",
		"config/scripts/a.tengo", "x", "config/actions/b.tengo", "x", "config/views/v.yml", "x: [", "config/templates/t.tmpl", "x",
	)
	folder["A/link.yml"] = &fstest.MapFile{Data: []byte("/etc/passwd"), Mode: fs.ModeSymlink}
	s, err := Load(folder, Config{Styles: []string{"A"}, Vocab: []string{"V"}})
	if err != nil {
		t.Fatal(err)
	}
	want := "A/Child.yml A/R.yml A/deep/R.yml A/words.txt Base/One.yml config/dictionaries/fr.aff config/dictionaries/fr.dic " +
		"config/ignore/n.txt config/vocabularies/V/accept.txt"
	if got := strings.Join(names(s), " "); got != want {
		t.Errorf("read %s\nwant %s", got, want)
	}
}

func TestARefusedRuleMayBeSwitchedOff(t *testing.T) {
	folder := files("A/R.yml", harmless, "A/deep/Bad.yml", "extends: script\n")
	s, err := Load(folder, Config{Styles: []string{"A"}, Rules: map[string]string{"A.deep.Bad": "off"}})
	if err != nil || strings.Join(names(s), " ") != "A/R.yml" {
		t.Errorf("Load = %v, %v", s, err)
	}
}

func TestWordsOfTheCharterAreChecked(t *testing.T) {
	for text, c := range map[string]Config{
		`"../A" cannot be the name`:               {Styles: []string{"../A"}},
		`"A, B" cannot be the name`:               {Languages: map[string][]string{"fr": {"A, B"}}},
		`"config" cannot be the name`:             {Styles: []string{"config"}},
		`"x\nPackages = y" cannot be the name`:    {Vocab: []string{"x\nPackages = y"}},
		`level: unknown level "loud"`:             {Styles: []string{"A"}, Level: "loud"},
		`A.R: unknown level "NO"`:                 {Styles: []string{"A"}, Rules: map[string]string{"A.R": "NO"}},
		`"B.R" is no rule of a style`:             {Styles: []string{"A"}, Rules: map[string]string{"B.R": "off"}},
		`"A.R[max]" is no rule`:                   {Styles: []string{"A"}, Rules: map[string]string{"A.R[max]": "off"}},
		"B: there is no such folder":              {Styles: []string{"A", "B"}},
		"Empty: the folder holds no file":         {Styles: []string{"Empty"}},
		"config/vocabularies/V: there is no such": {Styles: []string{"A"}, Vocab: []string{"V"}},
	} {
		_, err := Load(files("A/R.yml", harmless, "Empty/README.md", "x"), c)
		if err == nil || !strings.Contains(err.Error(), text) || kindOf(err) != BadStyle || hint(err) == "" {
			t.Errorf("Load(%+v): %v; want %q and a hint", c, err, text)
		}
	}
}

func TestAllProblemsAreTold(t *testing.T) {
	_, err := Load(files("A/R.yml", "extends: script\n", "A/S.yml", "extends: script\n"), Config{Styles: []string{"A", "B"}})
	var places []string
	for _, p := range Problems(err) {
		places = append(places, p.Pos.String())
	}
	if got := strings.Join(places, " "); got != "A/R.yml:1 A/S.yml:1 B" {
		t.Errorf("problems at %s", got)
	}
}

func TestStylesAreBounded(t *testing.T) {
	many := fstest.MapFS{}
	for i := range mostFiles + 1 {
		many[fmt.Sprintf("A/R%d.yml", i)] = &fstest.MapFile{Data: []byte(harmless)}
	}
	for text, folder := range map[string]fstest.MapFS{
		"more than 5000 files":    many,
		"more than 1048576 bytes": files("A/R.yml", strings.Repeat("#", mostRuleBytes+1)),
	} {
		if _, err := Load(folder, Config{Styles: []string{"A"}}); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("Load: %.200v; want %q", err, text)
		}
	}
}

func TestTheConfigurationIsWrittenHere(t *testing.T) {
	folder := files("Ours/R.yml", harmless, "Theirs/R.yml", harmless, "config/vocabularies/V/accept.txt", "x")
	s, err := Load(folder, Config{
		Styles: []string{"Ours"}, Languages: map[string][]string{"fr": {"Vale", "Ours"}, "en": {"Theirs"}}, Vocab: []string{"V"},
		Level: "warning", Rules: map[string]string{"Theirs.R": "error", "Ours": "suggestion", "Vale.Spelling": "off"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `StylesPath = styles
MinAlertLevel = warning
Vocab = V

[*.l0.*]
BasedOnStyles = Ours
Ours = suggestion

[*.l1.*]
BasedOnStyles = Ours, Theirs
Ours = suggestion
Theirs.R = error

[*.l2.*]
BasedOnStyles = Ours, Vale
Ours = suggestion
Vale.Spelling = NO
`
	if got := string(s.ini()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for tag, want := range map[string]int{"": 0, "de": 0, "en": 1, "en-GB": 1, "FR-ca": 2, "frr": 0} {
		if _, got := s.language(tag); got != want {
			t.Errorf("texts in %q are read by section %d, want %d", tag, got, want)
		}
	}
}

func names(s *Styles) []string { return slices.Sorted(maps.Keys(s.files)) }
