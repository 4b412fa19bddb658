package validate_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"galley/engine"
	"galley/engine/load"
	"galley/engine/render"
	"galley/engine/validate"
)

var update = flag.Bool("update", false, "write the golden files")

var asOf = time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC)

// base is what the examples of the rules stand in, one document per kind and id.
const base = `kind: Project
id: town
zone: Europe/Paris
languages: [en, fr]
record: {id: r1}
handles: {acme: {mastodon: "@acme@example.social"}}
---
kind: Channel
id: blog
network: site
url: https://town.example
target: {dir: public}
---
kind: Channel
id: toots
network: mastodon
handle: "@town"
---
kind: Channel
id: paper
network: wall
handle: town
---
kind: Channel
id: sky
network: open
handle: town.example
---
kind: Campaign
id: winter
from: 2026-12-01
to: 2026-12-31
`

// infos are a site and two networks with tight limits.
func infos() map[engine.Network]engine.Info {
	article := engine.Limits{
		Fields: []string{"author", "body", "contentWarning", "language", "link", "media", "seo.canonical", "seo.description",
			"seo.keywords", "seo.slug", "seo.title", "summary", "tags", "title"},
		MaxTitle: 40, MediaTypes: []string{"image/jpeg"}, NeedsAlt: true}
	short := engine.Limits{Fields: []string{"contentWarning", "language", "link", "media", "poll", "quote", "replyTo", "text", "visibility"},
		MaxText: 60, MaxMedia: 2, MaxAlt: 40, MediaTypes: []string{"image/jpeg", "image/png"}, MediaBytes: 10_000, MediaWidth: 100, MaxRatio: 8,
		PerURL: 23, PollOptions: 4, PollText: 20, PollMin: 5 * time.Minute, PollMax: 30 * 24 * time.Hour}
	wall := engine.Limits{Fields: []string{"language", "link", "text"}, Required: []string{"link"}, Schedules: true}
	return map[engine.Network]engine.Info{
		"site": {Network: "site", Label: "Site", PostKind: engine.KindArticle, Kinds: map[engine.Kind]engine.Limits{
			engine.KindArticle: article,
			engine.KindPage:    {Fields: []string{"body", "language", "slug", "title"}},
			engine.KindProfile: {Fields: []string{"bio", "links", "name"}}}},
		"mastodon": {Network: "mastodon", Label: "Mastodon", PostKind: engine.KindPost, Children: true,
			Kinds: map[engine.Kind]engine.Limits{engine.KindPost: short,
				engine.KindFilter: {Fields: []string{"action", "contexts", "title", "words"}}}},
		"open": {Network: "open", Label: "Open", PostKind: engine.KindPost, Kinds: map[engine.Kind]engine.Limits{engine.KindPost: {
			Fields: []string{"card", "language", "link", "media", "text"}, MaxMedia: 1, CardBytes: 9_000, CardAlone: true,
			MediaTypes: []string{"image/jpeg"}}}},
		"wall": {Network: "wall", Label: "Wall", PostKind: engine.KindPost,
			Kinds: map[engine.Kind]engine.Limits{engine.KindPost: wall}, Check: calm},
	}
}

// calm refuses what is shouted.
func calm(s engine.Spec) error {
	var errs []error
	if text := s.Plain(); strings.HasSuffix(text, "!") {
		errs = append(errs, errors.New("an exclamation mark at the end"))
	}
	if text := s.Plain(); text != "" && text == strings.ToUpper(text) {
		errs = append(errs, errors.New("capitals only"))
	}
	return errors.Join(errs...)
}

// tree is the base with documents on top: one of the same kind and id replaces
// that of the base.
func tree(documents string) fstest.MapFS {
	files := fstest.MapFS{}
	for i, document := range strings.Split(base, "---\n") {
		name, _, _ := strings.Cut(strings.SplitN(document, "\nid: ", 2)[1], "\n")
		kind, _, _ := strings.Cut(document, "\n")
		if strings.Contains("\n"+documents, "\n"+kind+"\nid: "+name+"\n") {
			continue
		}
		file := fmt.Sprintf("base/%d.yaml", i)
		if kind == "kind: Project" {
			file = "galley.yaml"
		}
		files[file] = &fstest.MapFile{Data: []byte(document)}
	}
	file := "rule.yaml"
	if strings.Contains(documents, "kind: Project\n") {
		file = "galley.yaml"
	}
	files[file] = &fstest.MapFile{Data: []byte(documents)}
	addMedia(files)
	return files
}

func addMedia(files fstest.MapFS) {
	picture := image.NewGray(image.Rect(0, 0, 4, 3))
	noise := image.NewGray(image.Rect(0, 0, 99, 99))
	for i, seed := 0, uint32(1); i < len(noise.Pix); i++ {
		seed = seed*1664525 + 1013904223
		noise.Pix[i] = byte(seed >> 24)
	}
	moving := &gif.GIF{}
	for range 2 {
		moving.Image = append(moving.Image, image.NewPaletted(picture.Rect, color.Palette{color.Black, color.White}))
		moving.Delay = append(moving.Delay, 10)
	}
	var asGIF, asMovingGIF bytes.Buffer
	_ = gif.Encode(&asGIF, picture, nil) // into memory: cannot fail
	_ = gif.EncodeAll(&asMovingGIF, moving)
	for name, data := range map[string][]byte{
		"rink.jpg":     asJPEG(picture),
		"rink.gif":     asGIF.Bytes(),
		"moving.gif":   asMovingGIF.Bytes(),
		"false.png":    asJPEG(picture),
		"big.jpg":      asJPEG(noise),
		"wide.jpg":     asJPEG(image.NewGray(image.Rect(0, 0, 200, 100))),
		"strip.jpg":    asJPEG(image.NewGray(image.Rect(0, 0, 90, 10))),
		"telling.avif": []byte("\x00\x00\x00\x14ftypavif\x00\x00\x00\x00mif1\x00\x00\x00\x0cmetaExif"),
	} {
		files["media/"+name] = &fstest.MapFile{Data: data}
	}
}

func asJPEG(m image.Image) []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, m, &jpeg.Options{Quality: 100}) // into memory: cannot fail
	return b.Bytes()
}

// check is the way of the content up to its findings.
func check(t testing.TB, files fstest.MapFS) ([]engine.Desired, []engine.Finding) {
	t.Helper()
	return checkOn(t, files, infos())
}

// checkOn is check for other networks.
func checkOn(t testing.TB, files fstest.MapFS, infos map[engine.Network]engine.Info) ([]engine.Desired, []engine.Finding) {
	t.Helper()
	content, findings, err := load.Tree(context.Background(), files, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(findings) > 0 {
		t.Fatalf("the example does not load: %+v", findings)
	}
	rendered, err := render.Content(context.Background(), render.Input{Content: content, Infos: infos, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	findings = append(rendered.Findings, validate.Check(validate.Input{Content: content, Desired: rendered.Desired, Infos: infos, AsOf: asOf})...)
	engine.SortFindings(findings)
	return rendered.Desired, findings
}

func say(f engine.Finding) string {
	s := fmt.Sprintf("%s: %s: %s [%s]", f.Pos, f.Severity, f.Text, f.Rule)
	if f.Fatal {
		s += " fatal"
	}
	if f.Object != "" {
		s += " " + f.Object
	}
	if f.Channel != "" {
		s += " on " + string(f.Channel)
	}
	if f.Hint != "" {
		s += "\n    hint: " + f.Hint
	}
	return s
}

// Every example of the catalogue is tried: the bad one must break its rule, and
// the good one nothing. The messages are held by a golden file.
func TestExamplesBreakTheirRulesAndTheirMendingsDoNot(t *testing.T) {
	var messages strings.Builder
	for _, rule := range validate.Rules() {
		if rule.Bad == "" {
			continue
		}
		_, findings := check(t, tree(rule.Bad))
		fmt.Fprintf(&messages, "== %s\n", rule.ID)
		for _, f := range findings {
			fmt.Fprintln(&messages, say(f))
		}
		if !slices.ContainsFunc(findings, func(f engine.Finding) bool { return f.Rule == rule.ID && f.Severity == rule.Severity }) {
			t.Errorf("%s: the bad example does not break it as %s: %+v", rule.ID, rule.Severity, findings)
		}
		if _, findings := check(t, tree(rule.Good)); len(findings) > 0 {
			t.Errorf("%s: the good example is not good: %s", rule.ID, say(findings[0]))
		}
	}
	golden(t, "rules.golden", messages.String())
}

func TestCatalogueIsCompleteAndSorted(t *testing.T) {
	before := ""
	for _, rule := range validate.Rules() {
		if rule.ID <= before {
			t.Errorf("%s comes after %s", rule.ID, before)
		}
		before = rule.ID
		for _, language := range []string{"en", "fr"} {
			if rule.Title[language] == "" || rule.Text[language] == "" {
				t.Errorf("%s has no title or text in %s", rule.ID, language)
			}
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (run with -update to accept):\n%s", path, got)
	}
}
