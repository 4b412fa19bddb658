package engine_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"galley/engine"
)

func TestJSONTellsOnlyThatThereIsAFix(t *testing.T) {
	fixable := engine.Finding{Pos: engine.Pos{File: "a.yaml", Line: 1, Col: 2}, Width: 3, Rule: "links-https", Text: "http",
		Fix: &engine.Fix{Kind: "Post", Slug: "a", Path: []string{"link"}, End: 4, Was: "http", Text: "https"}}
	plain := fixable
	plain.Fix = nil
	for want, f := range map[string]engine.Finding{
		`{"pos":{"file":"a.yaml","line":1,"col":2},"width":3,"severity":"error","rule":"links-https","text":"http","fixable":true}`: fixable,
		`{"pos":{"file":"a.yaml","line":1,"col":2},"width":3,"severity":"error","rule":"links-https","text":"http"}`:                plain,
	} {
		got, err := json.Marshal(f)
		if err != nil || string(got) != want {
			t.Errorf("got %s (%v)\nwant %s", got, err, want)
		}
		var back engine.Finding
		if err := json.Unmarshal(got, &back); err != nil || !back.Same(plain) || (back.Fix != nil) != (f.Fix != nil) {
			t.Errorf("read back as %+v (%v)", back, err)
		}
	}
}

func TestFindingsAreTheSameWhateverTheirFix(t *testing.T) {
	a := engine.Finding{Rule: "r", Text: "x", Fix: &engine.Fix{Text: "1"}}
	b := engine.Finding{Rule: "r", Text: "x", Fix: &engine.Fix{Text: "1"}}
	if !a.Same(b) {
		t.Error("two findings with equal fixes differ")
	}
	if b.Text = "y"; a.Same(b) {
		t.Error("two findings with different texts are the same")
	}
}

func TestFindingsAreSortedByAllThatTheySay(t *testing.T) {
	at := func(line int) engine.Pos { return engine.Pos{File: "b.yaml", Line: line, Col: 1} }
	want := []engine.Finding{
		{Pos: engine.Pos{File: "a.yaml", Line: 9}, Rule: "z"},
		{Pos: engine.Pos{File: "b.yaml", Line: 1}},
		{Pos: at(1)},
		{Pos: at(1), Rule: "r"},
		{Pos: at(1), Rule: "r", Text: "t"},
		{Pos: at(1), Rule: "r", Text: "t", Channel: "c"},
		{Pos: at(1), Rule: "r", Text: "t", Channel: "c", Severity: engine.SeverityWarning},
		{Pos: at(1), Rule: "r", Text: "u", Object: "o"},
		{Pos: at(1), Rule: "r", Text: "u", Object: "o", Hint: "h"},
		{Pos: at(1), Rule: "r", Text: "u", Object: "o", Hint: "h", Reason: "r"},
		{Pos: at(1), Rule: "r", Text: "u", Object: "o", Hint: "h", Reason: "r", Cite: "c"},
		{Pos: at(1), Rule: "s", Fatal: true},
		{Pos: at(1), Rule: "s", Fix: &engine.Fix{}},
		{Pos: at(1), Rule: "s"},
		{Pos: at(1), Rule: "s", Width: 1},
		{Pos: at(2)},
	}
	for seed := range uint64(20) {
		got := slices.Clone(want)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		engine.SortFindings(got)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: got %+v", seed, got)
		}
	}
}

func TestAFixThatWasReadChangesNothing(t *testing.T) {
	f := engine.Fix{Text: "x", Set: "y"}
	if err := json.Unmarshal([]byte("true"), &f); err != nil || !reflect.DeepEqual(f, engine.Fix{}) {
		t.Errorf("got %+v (%v)", f, err)
	}
}
