package charter_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"galley/engine"
	"galley/engine/charter"
	"galley/engine/load"
	"galley/engine/render"
	"galley/providers"
	"galley/schema"
)

// TestEveryRuleFindsWhatItShouldAndNothingElse reads testdata/rules, one archive
// a rule, named after it:
//
//	charter.yaml      the charter, without kind and id
//	bad/fr/1.yaml     posts that the rule finds, without kind
//	good/en/1.yaml    posts that it does not
//
// with at least five of both, in French and in English. Other files, such as
// banks, are part of the content. What a post does not say is filled in: id,
// channels, at, language. A line "# finds: word" names what a finding marks,
// "# writes: word" what its fix puts there, and "# says: text" what one says, in
// its text or its hint. An example that begins with "kind: Charter" is the
// charter of one that says little.
func TestEveryRuleFindsWhatItShouldAndNothingElse(t *testing.T) {
	for _, rule := range charter.Rules() {
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(filepath.Join("testdata", "rules", rule.ID+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			count := map[string]int{}
			for _, f := range archive.Files {
				kind, rest, _ := strings.Cut(f.Name, "/")
				if kind != "bad" && kind != "good" {
					continue
				}
				language, _, _ := strings.Cut(rest, "/")
				count[kind]++
				count[kind+" "+language]++
				t.Run(f.Name, func(t *testing.T) { example(t, rule.ID, archive, f, kind == "bad", language) })
			}
			for _, kind := range []string{"bad", "good"} {
				if count[kind] < 5 || count[kind+" fr"] == 0 || count[kind+" en"] == 0 {
					t.Errorf("%d %s examples, %d in French, %d in English: want five, in both", count[kind], kind, count[kind+" fr"], count[kind+" en"])
				}
			}
		})
	}
}

func example(t *testing.T, rule string, archive *txtar.Archive, post txtar.File, bad bool, language string) {
	content := newsroom(t, archive, completed(string(post.Data), language))
	if bytes.HasPrefix(post.Data, []byte("kind: Charter\n")) {
		content = newsroom(t, archive, completed("text: Ouvert, open.", language))
		content["charter.yaml"] = &fstest.MapFile{Data: append([]byte("id: charter\n"), post.Data...)}
	}
	found, marked := check(t, content)
	found = slices.DeleteFunc(found, func(f engine.Finding) bool { return f.Rule != rule })
	switch {
	case !bad && len(found) > 0:
		t.Errorf("found %q: %s", marked[found[0].Pos], found[0].Text)
	case bad && len(found) == 0:
		t.Error("not found")
	}
	for _, f := range found {
		if strings.TrimSpace(f.Text) == "" {
			t.Error("a finding says nothing")
		}
	}
	for line := range strings.Lines(string(post.Data)) {
		want, ok := strings.CutPrefix(strings.TrimSpace(line), "# finds: ")
		if ok && !slices.ContainsFunc(found, func(f engine.Finding) bool { return marked[f.Pos] == want }) {
			t.Errorf("%q is not marked, but %q", want, marks(found, marked))
		}
		want, ok = strings.CutPrefix(strings.TrimSpace(line), "# writes: ")
		if ok && !slices.ContainsFunc(found, func(f engine.Finding) bool { return f.Fix != nil && f.Fix.Text == want }) {
			t.Errorf("no fix writes %q", want)
		}
		want, ok = strings.CutPrefix(strings.TrimSpace(line), "# says: ")
		if ok && !slices.ContainsFunc(found, func(f engine.Finding) bool { return strings.Contains(f.Object+" "+f.Text+"; "+f.Hint, want) }) {
			t.Errorf("nothing says %q, but %+v", want, found)
		}
	}
}

func marks(found []engine.Finding, marked map[engine.Pos]string) (list []string) {
	for _, f := range found {
		list = append(list, marked[f.Pos])
	}
	return list
}

// newsroom is a content repository with the channels of every sort.
func newsroom(t *testing.T, archive *txtar.Archive, posts string) fstest.MapFS {
	content := fstest.MapFS{
		"galley.yaml": {Data: []byte("kind: Project\nid: newsroom\nzone: Europe/Paris\nlanguages: [fr, en]\nrecord: {id: x}\n")},
		"channels.yaml": {Data: []byte(`kind: Channel
id: site
network: site
url: https://town.example
target: {dir: public}
---
kind: Channel
id: toots
network: mastodon
handle: "@town@social.example"
url: https://social.example
credentials: TOOTS
tags: [youth]
---
kind: Channel
id: sky
network: bluesky
handle: town.example
credentials: SKY
`)},
		"posts.yaml": {Data: []byte(posts)},
	}
	for _, f := range archive.Files {
		switch kind, _, _ := strings.Cut(f.Name, "/"); {
		case kind == "bad", kind == "good":
		case f.Name == "charter.yaml":
			content[f.Name] = &fstest.MapFile{Data: append([]byte("kind: Charter\nid: charter\n"), f.Data...)}
		default:
			content[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	for _, name := range []string{"a.jpg", "b.jpg", "IMG_2041.jpg", "patinoire-vue-nord.jpg", "enfants-patinoire.jpg", "project-aurora.jpg"} {
		content["media/"+name] = &fstest.MapFile{Data: jpegOf(t)}
	}
	content["media/v.mp4"] = &fstest.MapFile{Data: []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom")}
	for _, name := range []string{"v.fr.vtt", "v.en.vtt"} {
		content["media/"+name] = &fstest.MapFile{Data: []byte("WEBVTT\n")}
	}
	return content
}

// completed fills in what the posts of an example leave out.
func completed(posts, language string) string {
	var list []string
	for i, doc := range strings.Split(posts, "\n---\n") {
		has := func(field string) bool {
			return strings.HasPrefix(doc, field+":") || strings.Contains(doc, "\n"+field+":")
		}
		add := func(field, value string) {
			if !has(field) {
				doc = field + ": " + value + "\n" + doc
			}
		}
		add("language", language)
		add("at", fmt.Sprintf("2026-12-%02d 10:00", i+1))
		add("channels", "[toots]")
		add("id", fmt.Sprintf("post-%d", i+1))
		if !has("kind") {
			doc = "kind: Post\n" + doc
		}
		list = append(list, doc)
	}
	return strings.Join(list, "\n---\n")
}

// check runs the charter over a content repository and returns what it found
// with the words that were marked, by position.
func check(t *testing.T, content fs.FS) ([]engine.Finding, map[engine.Pos]string) {
	t.Helper()
	tree, found, err := load.Tree(t.Context(), content, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if f.Severity == engine.SeverityError {
			t.Fatalf("%s: %s", f.Pos, f.Text)
		}
	}
	infos := providers.All().Infos()
	rendered, err := render.Content(t.Context(), render.Input{Content: tree, Infos: infos, Files: content})
	if err != nil {
		t.Fatal(err)
	}
	marked := map[engine.Pos]string{}
	place := func(o *schema.Object, path []string, start, end int) (schema.Pos, int) {
		at := schema.Pos{File: o.ID, Line: len(marked) + 1}
		marked[engine.Pos(at)] = valueAt(o, path)[start:end]
		return at, end - start
	}
	c, mistakes := charter.New(charter.Input{Content: tree, Infos: infos, Files: content, Place: place})
	all := mistakes
	var facts []charter.Facts
	for i := range tree.Posts {
		var own []engine.Desired
		for _, d := range rendered.Desired {
			if d.ID.Kind == engine.KindPost && d.ID.Slug == tree.Posts[i].ID {
				own = append(own, d)
			}
		}
		found, f := c.Post(&tree.Posts[i], own)
		for _, f := range found {
			if f.Fix != nil && valueAt(tree.Posts[i].Object, f.Fix.Path)[f.Fix.Start:f.Fix.End] != f.Fix.Was {
				t.Errorf("the fix of %q is not at its place", f.Text)
			}
		}
		all = append(all, found...)
		facts = append(facts, f)
	}
	all = append(all, c.Across(facts, charter.Times{AsOf: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)})...)
	return all, marked
}

// valueAt is the text at a path of an object.
func valueAt(o *schema.Object, path []string) string {
	var v any = o.Fields
	for _, key := range path {
		switch at := v.(type) {
		case map[string]any:
			v = at[key]
		case []any:
			i, _ := strconv.Atoi(key)
			v = at[i]
		}
	}
	s, _ := v.(string)
	return s
}

// jpegOf is a small picture that the loader takes for what it is.
func jpegOf(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestEveryExampleBelongsToARule finds archives whose rule is gone.
func TestEveryExampleBelongsToARule(t *testing.T) {
	files, err := filepath.Glob("testdata/rules/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		id := strings.TrimSuffix(path.Base(name), ".txtar")
		if !slices.ContainsFunc(charter.Rules(), func(r engine.RuleDoc) bool { return r.ID == id }) {
			t.Errorf("%s: there is no rule %s", name, id)
		}
	}
}

// TestTheTextsThatExplainARuleAreFoundByIt holds the short texts of the manual to
// the charter of the rule's examples: what it finds is found in French or in
// English, as a text or as a description, and what it leaves alone in none.
func TestTheTextsThatExplainARuleAreFoundByIt(t *testing.T) {
	for _, rule := range charter.Rules() {
		archive, err := txtar.ParseFile(filepath.Join("testdata", "rules", rule.ID+".txtar"))
		if err != nil || len(rule.Match)+len(rule.NoMatch) == 0 {
			continue // the other test tells
		}
		finds := func(text string) bool {
			posts := completed("text: "+strconv.Quote(text), "fr") + "\n---\n" + completed("id: english\ntext: "+strconv.Quote(text), "en") +
				"\n---\n" + completed("id: described\ntext: x\nmedia: [{file: media/a.jpg, alt: "+strconv.Quote(text)+"}]", "en")
			found, _ := check(t, newsroom(t, archive, posts))
			return slices.ContainsFunc(found, func(f engine.Finding) bool { return f.Rule == rule.ID })
		}
		for _, text := range rule.Match {
			if !finds(text) {
				t.Errorf("%s does not find %q", rule.ID, text)
			}
		}
		for _, text := range rule.NoMatch {
			if finds(text) {
				t.Errorf("%s finds %q", rule.ID, text)
			}
		}
	}
}
