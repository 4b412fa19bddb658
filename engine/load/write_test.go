package load_test

import (
	"strings"
	"testing"

	"galley/engine"
	"galley/engine/load"
)

func TestImportedPostsSayWhatAFileCan(t *testing.T) {
	picture := engine.Media{SHA256: "a", File: "media/rink.jpg"}
	for name, c := range map[string]struct {
		in   load.Imported
		want string
	}{
		"a card": {load.Imported{Spec: &engine.Post{Link: "https://a.example", Card: &engine.Card{Title: "T", Description: "D"}}, Card: []engine.Media{picture}},
			"link: https://a.example\ncard:\n  description: D\n  image:\n    file: media/rink.jpg\n  title: T\n"},
		"a card whose picture was not fetched": {load.Imported{Spec: &engine.Post{Card: &engine.Card{Title: "T"}}, Card: []engine.Media{{SHA256: "a"}}},
			"card:\n  title: T\n"},
		"quoted by nobody":      {load.Imported{Spec: &engine.Post{Quotes: "none"}}, "quotes: false\n"},
		"quoted by all":         {load.Imported{Spec: &engine.Post{Quotes: "all"}}, "quotes: true\n"},
		"quoted by some":        {load.Imported{Spec: &engine.Post{Text: "x", Quotes: "followers"}}, "text: x\n"},
		"what is no reference":  {load.Imported{Spec: &engine.Post{Text: "${{ x }}, $${"}}, "text: $${{ x }}, $$${\n"},
		"handed in by somebody": {load.Imported{Author: "ada", Spec: &engine.Post{Text: "x"}}, "author: ada\ntext: x\n"},
		"quotes another one":    {load.Imported{Spec: &engine.Post{Quote: "https://a.example/1"}}, "quote: https://a.example/1\n"},
	} {
		c.in.ID, c.in.Channels = "p", []string{"net"}
		got := string(load.PostFile(c.in))
		_, fields, _ := strings.Cut(got, "  - net\n")
		if fields, _, _ = strings.Cut(fields, "---"); fields != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, fields, c.want)
		}
	}
}
