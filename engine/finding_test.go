package engine_test

import (
	"encoding/json"
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
