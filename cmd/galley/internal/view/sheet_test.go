package view_test

import (
	"strings"
	"testing"
	"time"

	"galley/cmd/galley/internal/view"
	"galley/engine"
)

func desired(slug, text string, due time.Time) engine.Desired {
	d := engine.Desired{ID: engine.ID{Kind: engine.KindPost, Channel: "c", Slug: slug}, Class: engine.Publish, Account: engine.Account{Network: "test"},
		Spec: &engine.Post{Text: text}, Fields: []string{"text"}, Due: due}
	d.Digest = d.ComputeDigest()
	return d
}

// TestAnEditIsShownAgainstWhatReadersHave looks at which two texts are compared.
func TestAnEditIsShownAgainstWhatReadersHave(t *testing.T) {
	infos := map[engine.Network]engine.Info{"test": {Label: "Test", Kinds: map[engine.Kind]engine.Limits{engine.KindPost: {MaxText: 10}},
		Normalize: func(s engine.Spec) engine.Spec { return s.Map(strings.TrimSpace) }}}
	now, was := desired("a", " now ", noon), desired("a", "was", noon.Add(time.Hour))
	base := map[engine.ID]engine.Desired{was.ID: was}
	seen := []engine.FieldDiff{{Field: "text", Was: "live", Now: "now"}}
	recorded := []engine.FieldDiff{{Field: "text", Now: "now", Recorded: true}}
	fromBase := []engine.FieldDiff{{Field: "at", Was: "2026-12-09T12:00:00Z", Now: "2026-12-09T11:00:00Z"}, {Field: "text", Was: "was", Now: "now"}}
	for name, c := range map[string]struct {
		change engine.Change
		base   map[engine.ID]engine.Desired
		want   []engine.FieldDiff
	}{
		"what is live was seen":        {engine.Change{Verb: engine.Update, Diff: seen, Origin: engine.FromChange}, base, seen},
		"it was not, the base is here": {engine.Change{Verb: engine.Update, Diff: recorded, Origin: engine.FromChange}, base, fromBase},
		"it was not, nor is there any": {engine.Change{Verb: engine.Update, Diff: recorded, Origin: engine.FromChange}, nil, recorded},
		"nothing is live yet":          {engine.Change{Verb: engine.Create, Origin: engine.FromChange}, base, fromBase},
		"it was waiting before":        {engine.Change{Verb: engine.Create, Origin: engine.FromPending}, base, nil},
		"it is new":                    {engine.Change{Verb: engine.Create, Origin: engine.FromChange}, map[engine.ID]engine.Desired{}, nil},
	} {
		c.change.ID, c.change.After = now.ID, &now
		proofs := view.Sheet{Base: c.base, Infos: infos}.Proofs(engine.Plan{Changes: []engine.Change{c.change}})
		if len(proofs) != 1 || len(proofs[0].Diff) != len(c.want) {
			t.Fatalf("%s: %+v, want %+v", name, proofs, c.want)
		}
		for i, d := range proofs[0].Diff {
			if d != c.want[i] {
				t.Errorf("%s: %+v, want %+v", name, d, c.want[i])
			}
		}
		if card := proofs[0].Card; card == nil || card.Text != "now" || card.Length != 3 || card.Limit != 10 {
			t.Errorf("%s: the card is %+v", name, card)
		}
	}
}

// TestADraftThatChangesHasAProof, though nothing is planned of it.
func TestADraftThatChangesHasAProof(t *testing.T) {
	draft, same := desired("a", "now", time.Time{}), desired("b", "same", time.Time{})
	s := view.Sheet{Desired: []engine.Desired{draft, same}, Base: map[engine.ID]engine.Desired{same.ID: same}, Infos: map[engine.Network]engine.Info{"test": {}}}
	proofs := s.Proofs(engine.Plan{})
	if len(proofs) != 1 || proofs[0].ID != draft.ID || !proofs[0].Draft || proofs[0].Origin != engine.FromChange {
		t.Errorf("%+v, want the draft that is new alone", proofs)
	}
	if s.Base = nil; len(s.Proofs(engine.Plan{})) > 0 {
		t.Error("drafts are shown though nothing tells which of them changed")
	}
}

// TestParagraphsAreOneLine reads Markdown as its readers do.
func TestParagraphsAreOneLine(t *testing.T) {
	for markdown, want := range map[string]string{
		"a\nb\n\nc":                       "a b\n\nc",
		"# a\nb\nc":                       "# a\nb c",
		"- a\n  b\n- c\n1. d\n> e":        "- a b\n- c\n1. d\n> e",
		"a\n```\nb\nc\n```\nd":            "a\n```\nb\nc\n```\nd",
		"| a |\n| b |":                    "| a |\n| b |",
		"a  \nb":                          "a  \nb",
		"a\r\nb":                          "a b",
		"":                                "",
		"    code\n    more\n\n[x]: /y\n": "    code\n    more\n\n[x]: /y\n",
	} {
		card := view.NewCard(engine.Info{}, engine.Limits{}, &engine.Article{Body: markdown})
		if card.Text != want {
			t.Errorf("%q is shown as %q, want %q", markdown, card.Text, want)
		}
	}
}
