package engine

import (
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"
)

func medium(name string) Media {
	return Media{SHA256: name, Type: "image/png", Size: 7, Width: 8, Height: 9, Alt: "alt " + name, Focus: "0,1", Credit: "credit " + name, File: name + ".png"}
}

// full are specs with everything that readers see, and a few with nothing.
func full() map[string]Spec {
	return map[string]Spec{
		"post": &Post{Text: "text", Link: "link", Card: &Card{"title", "description", []Media{medium("card")}}, Language: "fr", ContentWarning: "warning",
			Visibility: "unlisted", Tags: []string{"a&b", "c"}, Media: []Media{medium("m1"), medium("m2")},
			Poll: &Poll{Options: []string{"yes", "no"}, Lasts: Seconds(time.Hour), Multiple: true}, Quote: "quote", ReplyTo: "reply", Replies: "none", Quotes: "all",
			Pinned: true, Thread: []Post{{Text: "second", Media: []Media{medium("m3")}}, {Text: "third"}}},
		"article": &Article{Title: "title", Summary: "summary", Body: "body", Author: "Sam", Link: "link", Language: "fr", ContentWarning: "warning",
			Tags: []string{"a"}, Media: []Media{medium("m1")}, SEO: SEO{Slug: "slug", Title: "seo", Description: "found", Canonical: "canonical", Keywords: []string{"k"}}},
		"page":      &Page{Title: "title", Slug: "slug", Body: "body", Language: "fr"},
		"profile":   &Profile{Name: "name", Bio: "bio", Links: []Link{{"label", "url"}}, Avatar: []Media{medium("face")}},
		"filter":    &Filter{Title: "title", Contexts: []string{"home"}, Action: "warn", Words: []FilterWord{{Text: "w", Whole: true}}},
		"bare card": &Post{Text: "text", Card: &Card{Title: "title"}},
	}
}

func TestEveryFieldThatReadersSeeIsCompared(t *testing.T) {
	want := map[string]map[string]string{
		"post": {"text": "text", "link": "link", "language": "fr", "contentWarning": "warning", "visibility": "unlisted", "tags": `["a&b","c"]`,
			"media": `[{"SHA256":"m1","Alt":"alt m1","Focus":"0,1","Credit":"credit m1"},{"SHA256":"m2","Alt":"alt m2","Focus":"0,1","Credit":"credit m2"}]`,
			"card":  `{"Title":"title","Description":"description","Image":"card","Alt":"alt card"}`,
			"poll":  `{"options":["yes","no"],"lasts":3600,"multiple":true}`, "quote": "quote", "replyTo": "reply", "replies": "none", "quotes": "all", "pin": "true",
			"thread": `[{"media":"[{\"SHA256\":\"m3\",\"Alt\":\"alt m3\",\"Focus\":\"0,1\",\"Credit\":\"credit m3\"}]","text":"second"},{"text":"third"}]`},
		"article": {"title": "title", "summary": "summary", "body": "body", "author": "Sam", "link": "link", "language": "fr", "contentWarning": "warning", "tags": `["a"]`,
			"media":    `[{"SHA256":"m1","Alt":"alt m1","Focus":"0,1","Credit":"credit m1"}]`,
			"seo.slug": "slug", "seo.title": "seo", "seo.description": "found", "seo.canonical": "canonical", "seo.keywords": `["k"]`},
		"page":      {"title": "title", "slug": "slug", "body": "body", "language": "fr"},
		"profile":   {"name": "name", "bio": "bio", "links": `[{"label":"label","url":"url"}]`, "avatar": "face"},
		"filter":    {"title": "title", "action": "warn", "contexts": `["home"]`, "words": `[{"text":"w","whole":true}]`},
		"bare card": {"text": "text", "card": `{"Title":"title"}`},
	}
	for name, spec := range full() {
		if got := spec.Fields(); !maps.Equal(got, want[name]) {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, want[name])
		}
	}
	for name, spec := range map[string]Spec{"post": &Post{}, "article": &Article{}, "page": &Page{}, "profile": &Profile{}, "filter": &Filter{}} {
		if got := spec.Fields(); len(got) != 0 {
			t.Errorf("an empty %s has %v", name, got)
		}
		if spec.Kind() != Kind(name) {
			t.Errorf("a %s is of kind %s", name, spec.Kind())
		}
	}
}

// TestReferencesAreAnsweredInEveryText that people write; the rest is what
// programs read.
func TestReferencesAreAnsweredInEveryText(t *testing.T) {
	files := func(names ...string) []Media {
		var list []Media
		for _, name := range names {
			m := medium(name)
			m.Alt, m.Credit = strings.ToUpper(m.Alt), strings.ToUpper(m.Credit)
			list = append(list, m)
		}
		return list
	}
	want := map[string]Spec{
		"post": &Post{Text: "TEXT", Link: "LINK", Card: &Card{"TITLE", "DESCRIPTION", files("card")}, Language: "fr", ContentWarning: "WARNING",
			Visibility: "unlisted", Tags: []string{"a&b", "c"}, Media: files("m1", "m2"), Poll: &Poll{Options: []string{"YES", "NO"}, Lasts: Seconds(time.Hour), Multiple: true},
			Quote: "QUOTE", ReplyTo: "REPLY", Replies: "none", Quotes: "all", Pinned: true, Thread: []Post{{Text: "SECOND", Media: files("m3")}, {Text: "THIRD"}}},
		"article": &Article{Title: "TITLE", Summary: "SUMMARY", Body: "BODY", Author: "Sam", Link: "LINK", Language: "fr", ContentWarning: "WARNING",
			Tags: []string{"a"}, Media: files("m1"), SEO: SEO{Slug: "slug", Title: "SEO", Description: "FOUND", Canonical: "CANONICAL", Keywords: []string{"k"}}},
		"page":      &Page{Title: "TITLE", Slug: "slug", Body: "BODY", Language: "fr"},
		"profile":   &Profile{Name: "NAME", Bio: "BIO", Links: []Link{{"LABEL", "URL"}}, Avatar: []Media{medium("face")}},
		"filter":    full()["filter"],
		"bare card": &Post{Text: "TEXT", Card: &Card{Title: "TITLE"}},
	}
	for name, spec := range full() {
		if got := spec.Map(strings.ToUpper); !reflect.DeepEqual(got, want[name]) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", name, got, want[name])
		}
		if !reflect.DeepEqual(spec, full()[name]) {
			t.Errorf("%s was changed itself: %+v", name, spec)
		}
	}
}

func TestFilesComeInTheOrderInWhichReadersSeeThem(t *testing.T) {
	want := map[string][]string{"post": {"m1", "m2", "m3", "card"}, "article": {"m1"}, "profile": {"face"}}
	for name, spec := range full() {
		var got, visited []string
		for _, m := range spec.Files() {
			got = append(got, m.SHA256)
		}
		numbered := spec.WithFiles(func(m Media) Media {
			visited = append(visited, m.SHA256)
			m.SHA256 += "!"
			return m
		})
		if !reflect.DeepEqual(got, want[name]) || !reflect.DeepEqual(visited, want[name]) {
			t.Errorf("%s: files %v, visited %v, want %v", name, got, visited, want[name])
		}
		for i, m := range numbered.Files() {
			if m.SHA256 != want[name][i]+"!" || m.Alt != "alt "+want[name][i] {
				t.Errorf("%s: file %d became %+v", name, i, m)
			}
		}
		if !reflect.DeepEqual(spec, full()[name]) {
			t.Errorf("%s was changed itself: %+v", name, spec)
		}
		if plain := numbered.Plain(); plain != spec.Plain() {
			t.Errorf("%s reads %q with other files", name, plain)
		}
	}
	several := full()["post"].(*Post)
	several.Media = append(make([]Media, 0, 9), several.Media...) // room behind, which is not ours
	if first, again := several.Files(), several.Files(); &first[2] == &again[2] {
		t.Error("two lists of the files of a thread share their memory")
	}
	if card := CardFiles(full()["post"]); len(card) != 1 || card[0].SHA256 != "card" {
		t.Errorf("files of the card: %v", card)
	}
	if CardFiles(&Post{}) != nil || CardFiles(&Page{}) != nil {
		t.Error("what has no card has its files")
	}
}

func TestAResourceIsRecognisedByItsText(t *testing.T) {
	for name, want := range map[string]string{"post": "text\n\nsecond\n\nthird", "article": "title\n\nbody", "page": "title\n\nbody", "profile": "name\n\nbio", "filter": "title"} {
		if got := full()[name].Plain(); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := (&Article{Body: "a note"}).Plain(); got != "a note" {
		t.Errorf("a note: %q", got)
	}
}

// TestWhatANetworkKeepsInAnotherFormIsWhatWasSent: it shows a picture without
// telling which file it was.
func TestWhatANetworkKeepsInAnotherFormIsWhatWasSent(t *testing.T) {
	shown := func(card string, hashes ...string) *Post {
		p := &Post{Text: "x"}
		for _, h := range hashes {
			p.Media = append(p.Media, Media{SHA256: h})
		}
		if card != "none" {
			p.Card = &Card{Image: []Media{{SHA256: card}}}
		}
		return p
	}
	for name, c := range map[string]struct {
		live *Post
		sent []string
		want *Post
	}{
		"both kept in another form": {shown("none", "", ""), []string{"a", "b"}, shown("none", "a", "b")},
		"one kept as it was":        {shown("none", "z", ""), []string{"a", "b"}, shown("none", "z", "b")},
		"one less than was sent":    {shown("none", ""), []string{"a", "b"}, shown("none", "")},
		"one more than was sent":    {shown("none", "", ""), []string{"a"}, shown("none", "", "")},
		"none":                      {shown("none"), nil, shown("none")},
		"a card beside":             {shown("", ""), []string{"a"}, shown("", "a")},
		"a card alone":              {shown(""), nil, shown("")},
	} {
		if got := AsSent(c.live, c.sent); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v, want %+v", name, got.Files(), c.want.Files())
		}
	}
}

func TestFieldNamesAreSorted(t *testing.T) {
	want := []string{"body", "language", "slug", "title"}
	for range 20 {
		if got := FieldNames(full()["page"]); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}
