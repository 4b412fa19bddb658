package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"galley/engine"
	"galley/schema"
)

// read reads a tree that must be without findings.
func read(t *testing.T, fsys fstest.MapFS) schema.Content {
	t.Helper()
	content, findings, err := Tree(t.Context(), fsys, Options{})
	if err != nil || len(findings) > 0 {
		t.Fatalf("%v\n%s", err, show(findings))
	}
	return content
}

func TestContentIsTypedAndSorted(t *testing.T) {
	content := read(t, tree(
		"z.yaml", `
kind: Channel
id: blog
network: site
target: {dir: public}
profile: {name: Town hall, links: [{label: Site, url: "https://example.org"}]}
---
kind: Campaign
id: winter
from: 2026-12-01
utm: {source: social}
hashtags: [winter]
---
kind: Charter
id: charter
articles: [{number: "3.10", text: Every picture has a description.}]
publish: [{channel: blog, slug: charter}]
---
kind: Calendar
id: december
posts:
  - id: second
    channels: [blog]
    at: 2026-12-24 09:00
    thread: [One, Two]
`,
		"a.md", "---\nkind: Post\nid: first\nchannels: [blog]\ntitle: First\n---\n\n\nHello\n\n    code\n\n",
		"b.cue", "kind: \"Post\"\nid: \"third\"\nchannels: [\"blog\"]\nreplace: true\n",
	))
	if content.Project.Zone != "Europe/Paris" || content.Project.Record.Branch != "galley/record" || content.Project.Late != (schema.Late{Max: "4h", Then: "ask"}) {
		t.Errorf("project %+v", content.Project)
	}
	if got := content.Channels[0]; got.Target.Dir != "public" || got.Profile.Links[0].URL != "https://example.org" || got.Schedule != "self" {
		t.Errorf("channel %+v", got)
	}
	if got := content.Charter.Articles[0]; got.Number != "3.10" {
		t.Errorf("article %+v", got)
	}
	if got := content.Campaigns[0]; got.UTM["source"] != "social" || got.From != "2026-12-01" {
		t.Errorf("campaign %+v", got)
	}
	var got []string
	for _, p := range content.Posts {
		fields, err := p.Merged("blog", "site")
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s %s %q %q %v %v", p.Object.Start.File, p.ID, fields.At, fields.Body, fields.Thread, fields.Declared))
	}
	want := []string{
		`a.md first "" "Hello\n\n    code" [] [body title]`,
		`z.yaml second "2026-12-24 09:00" "" [One Two] [at thread]`,
		`b.cue third "" "" [] [replace]`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("posts\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestPlacesOfValues(t *testing.T) {
	content := read(t, tree("a.yaml", `# one
kind: Calendar
id: december
posts:
  - id: a
    channels: [blog]
    media:
      - file: a.jpg
        alt: |
          Text
`, "b.md", "---\nkind: Post\nid: b\nchannels: [blog]\n---\n\nBody\n",
		"c.cue", "import s \"galley.internal/schema\"\n\nitems: [s.#Post & {\n\tid: \"c\"\n\tchannels: [\"blog\"]\n\tmedia: [{file: \"a.jpg\"}]\n}]\n"))
	places := map[string]string{}
	for _, p := range content.Posts {
		for _, path := range []string{"channels/0", "media/0/alt", "media/0", "body", "nothing/0"} {
			places[p.ID+" "+path] = position(p.Object.At(strings.Split(path, "/")...)).String()
		}
	}
	want := map[string]string{
		"a channels/0": "a.yaml:6:16", "a media/0/alt": "a.yaml:9:14", "a media/0": "a.yaml:8:9", "a body": "a.yaml:5:5", "a nothing/0": "a.yaml:5:5",
		"b channels/0": "b.md:4:12", "b media/0/alt": "b.md:2:1", "b media/0": "b.md:2:1", "b body": "b.md:7:1", "b nothing/0": "b.md:2:1",
		"c channels/0": "c.cue:5:13", "c media/0/alt": "c.cue:6:10", "c media/0": "c.cue:6:10", "c body": "c.cue:3:19", "c nothing/0": "c.cue:3:19",
	}
	for key, at := range want {
		if places[key] != at {
			t.Errorf("%s is at %s, want %s", key, places[key], at)
		}
	}
}

// TestDatesAndWordsStayAsWritten: YAML would make other things of them.
func TestDatesAndWordsStayAsWritten(t *testing.T) {
	content := read(t, tree("a.yaml", `
kind: Post
id: words
channels: [on, "no", y]
text: yes
title: 010
summary: 0x1f
author: 1_000
at: 2026-12-24T09:00:00Z
until: 2026-12-25
reason: .inf
link: 12:30:45
`))
	fields, err := content.Posts[0].Merged("on", "site")
	if err != nil {
		t.Fatal(err)
	}
	want := schema.PostFields{
		Text: "yes", Title: "010", Summary: "0x1f", Author: "1_000", At: "2026-12-24T09:00:00Z", Until: "2026-12-25",
		Reason: ".inf", Link: "12:30:45",
		Declared: []string{"at", "author", "link", "reason", "summary", "text", "title", "until"},
	}
	if !reflect.DeepEqual(fields, want) {
		t.Errorf("got %+v\nwant %+v", fields, want)
	}
}

func TestMergeKeysBringWhatIsNotWritten(t *testing.T) {
	content := read(t, tree("a.yaml", `
kind: Calendar
id: december
posts:
  - &first
    id: one
    channels: &all [blog]
    text: Hello
    seo: {title: One}
  - <<: *first
    id: two
    seo: {slug: two}
  - <<: [{text: Third}, *first]
    id: three
    channels: *all
`))
	got := map[string]string{}
	for _, p := range content.Posts {
		f, err := p.Merged("blog", "site")
		if err != nil {
			t.Fatal(err)
		}
		got[p.ID] = strings.Join([]string{p.Channels[0], f.Text, f.SEO.Title, f.SEO.Slug}, ",")
	}
	want := map[string]string{"one": "blog,Hello,One,", "two": "blog,Hello,,two", "three": "blog,Third,One,"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestCancelledReadingIsAnError(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Tree(ctx, tree(), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if _, _, err := Tree(t.Context(), os.DirFS(t.TempDir()+"/nowhere"), Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a root that is not there: got %v, want os.ErrNotExist", err)
	}
}

// TestFindingsDoNotDependOnTheOrderOfWork reads a broken tree many times.
func TestFindingsDoNotDependOnTheOrderOfWork(t *testing.T) {
	fsys := tree("charter/a.cue", "package rules\npost: text!: !~\"x\"\n", "charter/b/b.cue", "package rules\npost: tags!: _\n")
	for i := range 60 {
		fsys[fmt.Sprintf("p%02d.yaml", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "%sp%d\ntext: x\n---\n%ssame\ntxt: a\n", post, i, post)}
	}
	first := show(findingsOf(t, fsys, Limits{}))
	for range 5 {
		if again := show(findingsOf(t, fsys, Limits{})); again != first {
			t.Fatalf("got\n%s\nthen\n%s", first, again)
		}
	}
	if !strings.Contains(first, "house-rule") || !strings.Contains(first, "unknown-field") {
		t.Errorf("too few findings:\n%s", first)
	}
}

// TestRuleExamplesHold reads the examples of the catalogue: the bad one breaks
// its rule, the good one breaks none.
func TestRuleExamplesHold(t *testing.T) {
	for i, r := range Rules() {
		if i > 0 && r.ID <= Rules()[i-1].ID {
			t.Errorf("%s is not sorted", r.ID)
		}
		for _, lang := range []string{"en", "fr"} {
			if r.Title[lang] == "" || r.Text[lang] == "" {
				t.Errorf("%s has no words in %s", r.ID, lang)
			}
		}
		name := "a.yaml"
		if strings.HasPrefix(r.ID, "cue-") {
			name = "a.cue"
		}
		if r.Bad != "" {
			found := findingsOf(t, tree(name, r.Bad), Limits{})
			if !strings.Contains(lines(found), " "+r.ID+"\n") {
				t.Errorf("%s: the bad example gives\n%s", r.ID, show(found))
			}
		}
		if r.Good != "" && r.ID != ruleNoProject {
			if found := findingsOf(t, tree(name, r.Good), Limits{}); len(found) > 0 {
				t.Errorf("%s: the good example gives\n%s", r.ID, show(found))
			}
		}
	}
}

// TestSchemaExamplesAreValid writes one document of each kind from the examples
// that editors show.
func TestSchemaExamplesAreValid(t *testing.T) {
	data, err := schema.JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Definitions map[string]struct {
			Properties map[string]struct{ Description string }
		}
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	for kind, def := range doc.Definitions {
		if _, isKind := def.Properties["kind"]; !isKind || kind == "Project" {
			continue
		}
		text := "kind: " + kind + "\n"
		for name, p := range def.Properties {
			if _, example, found := strings.Cut(p.Description, "Example: "); found {
				text += example + "\n"
			} else if name == "scope" || name != "kind" && name != "seo" && name != "articles" && name != "profile" {
				t.Errorf("%s: %s has no example", kind, name)
			}
		}
		if found := findingsOf(t, tree("a.yaml", text), Limits{}); len(found) > 0 {
			t.Errorf("%s", show(found))
		}
	}
}

// FuzzTree reads one file of any form. Nothing panics; every finding is in the
// catalogue and has a place in its file.
func FuzzTree(f *testing.F) {
	for _, r := range Rules() {
		f.Add(r.Bad, uint8(0))
		f.Add(r.Good, uint8(2))
	}
	f.Add("---\nkind: Post\nid: a\nchannels: [b]\n---\nText", uint8(1))
	f.Add("kind: Calendar\nid: a\nposts: &p\n- <<: &a {id: b}\n- *a\n- *p\n", uint8(0))
	f.Add("package rules\nimport s \"galley.internal/schema\"\npost: s.#Post & {tags!: _}", uint8(2))
	addArchives(f)
	known := map[string]bool{}
	for _, r := range Rules() {
		known[r.ID] = true
	}
	f.Fuzz(func(t *testing.T, text string, form uint8) {
		name := []string{"a.yaml", "a.md", "a.cue"}[form%3]
		limits := Limits{FileBytes: 16 << 10, Aliased: 2000, CUETime: 20 * time.Second}
		content, findings, err := Tree(t.Context(), tree(name, text, "p.yaml", post+"p"), Options{Limits: limits})
		if err != nil {
			t.Fatal(err)
		}
		// YAML breaks lines at more than the line feed.
		count := 1 + strings.Count(text, "\n") + strings.Count(text, "\r") + strings.Count(text, "\u0085") +
			strings.Count(text, "\u2028") + strings.Count(text, "\u2029")
		for _, found := range findings {
			checkFinding(t, found, known, name, count)
		}
		for _, p := range content.Posts {
			if _, err := p.Merged("b", "site"); err != nil {
				t.Errorf("a post that was accepted cannot be merged: %v", err)
			}
		}
	})
}

// addArchives makes seeds of the broken content.
func addArchives(f *testing.F) {
	f.Helper()
	archives, err := filepath.Glob("testdata/broken/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if form := formOf(file.Name); form != formNone {
				f.Add(string(file.Data), map[string]uint8{".yaml": 0, ".md": 1, ".cue": 2}[filepath.Ext(file.Name)])
			}
		}
	}
}

func checkFinding(t *testing.T, f engine.Finding, known map[string]bool, name string, count int) {
	t.Helper()
	switch {
	case !known[f.Rule]:
		t.Errorf("%s is not in the catalogue: %+v", f.Rule, f)
	case f.Rule == schema.RuleCUETimeout:
		t.Errorf("it should have been refused by its weight: %+v", f)
	case f.Text == "" || strings.Contains(f.Text, "%!"):
		t.Errorf("no text: %+v", f)
	case f.Pos.File == name && f.Pos.Line > count:
		t.Errorf("beyond the end of the file (%d lines): %+v", count, f)
	}
}

func BenchmarkLoad10000Posts(b *testing.B) {
	fsys := fstest.MapFS{ProjectFile: {Data: []byte(project)}}
	for i := range 10_000 {
		fsys[fmt.Sprintf("posts/%d/p-%d.yaml", i/100, i)] = &fstest.MapFile{Data: fmt.Appendf(nil, `kind: Post
id: post-%d
channels: [blog, mastodon, bluesky]
at: 2026-12-24 09:00
text: |
  The ice rink below the market hall opens on Saturday at ten, with hot
  chocolate for the first hundred who come. Skates can be hired.
title: The ice rink opens
tags: [winter, icerink]
language: en
campaign: winter
media:
  - file: media/rink.jpg
    alt: Children skating below the market hall
variants:
  mastodon: {text: "The rink opens on Saturday.", tags: [winter]}
  bluesky: {text: "Rink: Saturday, ten.", title: null}
`, i)}
	}
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		content, findings, err := Tree(b.Context(), fsys, Options{})
		if err != nil || len(findings) > 0 || len(content.Posts) != 10_000 {
			b.Fatal(err, len(content.Posts), findings)
		}
	}
}

// TestANameThatIsNoTextIsSaid names what is wrong instead of what the system calls it.
func TestANameThatIsNoTextIsSaid(t *testing.T) {
	fsys := fstest.MapFS{ProjectFile: {Data: []byte(project)}, "caf\xe9.yaml": {Data: []byte("kind: Post\n")}}
	_, findings, err := Tree(t.Context(), fsys, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if f.Rule == ruleUnreadable && strings.Contains(f.Text, "not UTF-8") && f.Hint != "" {
			return
		}
	}
	t.Errorf("got %v", findings)
}
