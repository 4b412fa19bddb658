package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"galley/engine/load"
	"galley/engine/render"
	"galley/engine/validate"
	"galley/providers"
)

// TestTheCorpusIsFreeOfMistakes keeps the table from measuring how findings are
// written.
func TestTheCorpusIsFreeOfMistakes(t *testing.T) {
	for name, sorts := range map[string][10]sort{"agency": agency, "messages": messages} {
		t.Run(name, func(t *testing.T) { freeOfMistakes(t, corpus{t.TempDir(), 400, sorts}) })
	}
}

func freeOfMistakes(t *testing.T, c corpus) {
	if err := c.write(); err != nil {
		t.Fatal(err)
	}
	known := providers.All().Infos()
	files := os.DirFS(c.content())
	content, findings, err := load.Tree(context.Background(), files, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rendered, err := render.Content(context.Background(), render.Input{Content: content, Infos: known, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	findings = append(findings, rendered.Findings...)
	findings = append(findings, validate.Check(validate.Input{Content: content, Desired: rendered.Desired, Infos: known})...)
	for _, f := range findings {
		t.Errorf("%s: %s [%s]", f.Pos, f.Text, f.Rule)
	}
	twins, err := yamlPosts(filepath.Join(c.content(), "calendar"), c.twins())
	if err != nil || len(twins) != c.posts || len(content.Posts) != c.posts {
		t.Errorf("%d posts, %d for a program that reads YAML only, want %d (%v)", len(content.Posts), len(twins), c.posts, err)
	}
}
