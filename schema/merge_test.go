package schema

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestChannelOverNetworkOverBase(t *testing.T) {
	type m = map[string]any
	base := m{
		"text": "base", "title": "base", "tags": []any{"a", "b"}, "summary": "base", "replace": true,
		"seo": m{"slug": "base", "title": "base", "keywords": []any{"k"}}, "late": m{"max": "1h", "then": "ask"},
		"media": []any{m{"file": "a.jpg", "alt": "A", "focus": "0,0", "credit": "C"}}, "at": "2026-12-24 09:00",
	}
	variants := map[string]m{
		"mastodon": {"text": "network", "title": "network", "tags": []any{"n"}, "seo": m{"title": "network", "slug": nil}, "media": nil},
		"masto":    {"text": "channel", "title": nil, "late": nil, "seo": m{"keywords": []any{}}, "replace": false},
		"plain":    {"seo": nil},
		"again":    {"seo": m{"title": "again"}},
	}
	base["poll"] = m{"options": []any{"a", "b"}, "lasts": "3d"}
	variants["mastodon"]["poll"], variants["masto"]["poll"], variants["plain"]["poll"] = m{"lasts": "1d", "multiple": true}, m{"hide": true}, nil
	base["card"] = m{"title": "base", "image": m{"file": "a.jpg", "alt": "A"}}
	variants["mastodon"]["card"], variants["masto"]["card"], variants["plain"]["card"] = m{"title": nil, "description": "network"}, m{"image": nil}, nil
	image := &CardImage{"a.jpg", "A"}
	poll := func(lasts string) *Poll {
		return &Poll{Options: []string{"a", "b"}, Lasts: lasts, Multiple: lasts == "1d"}
	}
	media := []MediaFile{{File: "a.jpg", Alt: "A", Focus: "0,0", Credit: "C"}}
	full := PostFields{Text: "base", Title: "base", Tags: []string{"a", "b"}, Summary: "base", Replace: true, At: "2026-12-24 09:00",
		SEO: SEO{Slug: "base", Title: "base", Keywords: []string{"k"}}, Late: Late{"1h", "ask"}, Media: media, Poll: poll("3d"),
		Card:     &Card{Title: "base", Image: image},
		Declared: []string{"at", "card", "late", "media", "poll", "replace", "seo.keywords", "seo.slug", "seo.title", "summary", "tags", "text", "title"}}
	for _, test := range []struct {
		channel, network string
		want             func(*PostFields)
	}{
		{"blog", "site", func(*PostFields) {}},
		{"other", "mastodon", func(f *PostFields) {
			f.Text, f.Title, f.Tags, f.Media = "network", "network", []string{"n"}, nil
			f.SEO = SEO{Title: "network", Keywords: []string{"k"}}
			f.Poll = poll("1d")
			f.Card = &Card{Description: "network", Image: image}
			f.Declared = []string{"at", "card", "late", "poll", "replace", "seo.keywords", "seo.title", "summary", "tags", "text", "title"}
		}},
		{"masto", "mastodon", func(f *PostFields) {
			f.Text, f.Title, f.Tags, f.Media, f.Late, f.Replace = "channel", "", []string{"n"}, nil, Late{}, false
			f.SEO = SEO{Title: "network"}
			f.Poll = poll("1d")
			f.Poll.Hide = true
			f.Card = &Card{Description: "network"}
			f.Declared = []string{"at", "card", "poll", "replace", "seo.keywords", "seo.title", "summary", "tags", "text"}
		}},
		{"plain", "site", func(f *PostFields) {
			f.SEO, f.Poll, f.Card = SEO{}, nil, nil
			f.Declared = []string{"at", "late", "media", "replace", "summary", "tags", "text", "title"}
		}},
		{"plain", "again", func(f *PostFields) { // null removes what is below it, whatever the network says
			f.SEO, f.Poll, f.Card = SEO{}, nil, nil
			f.Declared = []string{"at", "late", "media", "replace", "summary", "tags", "text", "title"}
		}},
		{"mastodon", "mastodon", func(f *PostFields) {
			f.Text, f.Title, f.Tags, f.Media = "network", "network", []string{"n"}, nil
			f.SEO = SEO{Title: "network", Keywords: []string{"k"}}
			f.Poll = poll("1d")
			f.Card = &Card{Description: "network", Image: image}
			f.Declared = []string{"at", "card", "late", "poll", "replace", "seo.keywords", "seo.title", "summary", "tags", "text", "title"}
		}},
	} {
		t.Run(test.channel+" on "+test.network, func(t *testing.T) {
			want := full
			test.want(&want)
			got, err := Post{ID: "p", Base: base, Variants: variants}.Merged(test.channel, test.network)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestMergedRefusesWhatTheSchemaWould(t *testing.T) {
	for field, value := range map[string]any{"text": int64(1), "tags": "a", "thread": []any{int64(1)}, "media": "a.jpg", "replace": "yes", "late": "4h",
		"poll": "yes", "card": "yes", "visibility": true, "pin": "yes", "quotes": "none"} {
		_, err := Post{ID: "p", Base: map[string]any{field: value}}.Merged("blog", "site")
		if err == nil || !strings.Contains(err.Error(), "post p: "+field) {
			t.Errorf("%s: %v: got %v, want an error that names the post and the field", field, value, err)
		}
	}
	_, err := Post{ID: "p", Base: map[string]any{"seo": map[string]any{"title": int64(1)}}}.Merged("blog", "site")
	if err == nil || !strings.Contains(err.Error(), "seo: ") {
		t.Errorf("got %v, want an error that names seo", err)
	}
}

// TestMergedFieldsAreAllOfAPost sets every field to something and looks that it
// arrives: a field that Merged forgets would never be published.
func TestMergedFieldsAreAllOfAPost(t *testing.T) {
	doc := whole()["Post"]
	got, err := Post{ID: "p", Base: doc}.Merged("none", "none")
	if err != nil {
		t.Fatal(err)
	}
	v := reflect.ValueOf(got)
	for f := range v.Type().Fields() {
		if v.FieldByIndex(f.Index).IsZero() {
			t.Errorf("%s did not arrive", f.Name)
		}
	}
}

func BenchmarkMerged(b *testing.B) {
	doc := whole()["Post"]
	var posts []Post
	for i := range 10_000 {
		o := &Object{Kind: "Post", ID: fmt.Sprint("p-", i), Fields: doc}
		posts = append(posts, post(o))
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range posts {
			for _, c := range []string{"blog", "masto", "bluesky"} {
				if _, err := p.Merged(c, "network"); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}
