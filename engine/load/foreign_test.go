package load

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestForeignDocumentsAreReadAsTheirProgramDoes(t *testing.T) {
	for doc, want := range map[string]map[string]any{
		"":                                {},
		"a: 1\nb: [x, {c: d}]\n":          {"a": 1, "b": []any{"x", map[string]any{"c": "d"}}},
		"base: &b {k: v}\nmore: {<<: *b}": {"base": map[string]any{"k": "v"}, "more": map[string]any{"k": "v"}},
		"a: 1\n---\na: 2\n":               {"a": 1},
		"\"scr\\x69pt\": x":               {"script": "x"},
	} {
		got, err := Foreign([]byte(doc))
		if err != nil || len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("Foreign(%q) = %v, %v; want %v", doc, got, err, want)
		}
	}
}

func TestForeignDocumentsNameTheLineThatIsWrong(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'k'; c++ {
		bomb += strings.ReplaceAll("N: &N [*P,*P,*P,*P,*P,*P,*P,*P,*P,*P]\n", "P", string(c-1))
		bomb = strings.ReplaceAll(bomb, "N", string(c))
	}
	for doc, line := range map[string]int{
		"a: 1\n  b: 2\n": 2,
		"- a\n":          1,
		"a: 1\na: 2\n":   2,
		bomb:             1,
	} {
		_, err := Foreign([]byte(doc))
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Line != line {
			t.Errorf("Foreign(%.20q): %v, want line %d", doc, err, line)
		}
	}
}

func TestRulesOfValeAreNotContent(t *testing.T) {
	for text, want := range map[string]int{
		"extends: existence\nmessage: no\ntokens: [x]\n":                0,
		"# a rule\nmessage: no\nextends: A.Other\n":                     0,
		"message: no\ntokens: [x]\n":                                    1,
		"extends: existence\nkind: Pots\n":                              1,
		"extends: existence\nid: launch\n":                              1,
		"extends: [existence]\n":                                        1,
		"extends: existence\n---\nkind: Campaign\nid: a\nnonsense: 1\n": 1,
	} {
		_, findings, err := Tree(t.Context(), tree("charter/styles/A/R.yml", text), Options{})
		if err != nil || len(findings) != want {
			t.Errorf("%q: %v, %s; want %d findings", text, err, show(findings), want)
		}
	}
}
