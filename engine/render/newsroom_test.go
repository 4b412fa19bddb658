package render

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strings"
	"testing"

	"galley/engine"
	"galley/schema"
)

type fields = map[string]any

type list = []any

// A desk collects objects for a test. Each is a file of its own, with a line
// for every value in the order of their names.
type desk struct {
	content schema.Content
	infos   map[engine.Network]engine.Info
	files   fs.FS
}

func newDesk(posts ...*schema.Object) desk {
	d := desk{infos: infos()}
	d.add(
		object("Project", "town", fields{"zone": "Europe/Paris", "languages": list{"en", "fr"},
			"handles": fields{"acme": fields{"short": "@acme@example.social", "site": "Acme"}}}),
		object("Channel", "blog", fields{"network": "site", "url": "https://town.example", "target": fields{"dir": "public"}}),
		object("Channel", "toots", fields{"network": "short", "handle": "@town", "url": "https://social.example/@town", "language": "fr"}),
		object("Campaign", "winter", fields{"from": "2026-12-01", "to": "2026-12-31",
			"utm": fields{"source": "galley", "campaign": "winter"}, "hashtags": list{"Winter"}}),
	)
	d.add(posts...)
	return d
}

func (d *desk) add(objects ...*schema.Object) {
	for _, o := range objects {
		d.content.Add(o)
	}
	d.content.Sort()
}

func object(kind, id string, f fields) *schema.Object {
	o := &schema.Object{Kind: kind, ID: id, Fields: f, Start: schema.Pos{File: strings.ToLower(kind) + "/" + id + ".yaml", Line: 1, Col: 1}}
	line := 2
	note(o, nil, f, &line)
	o.SortPlaces()
	return o
}

func note(o *schema.Object, path []string, v any, line *int) {
	each := func(name string, v any) {
		p := append(slices.Clone(path), name)
		o.Note(strings.Join(p, "/"), *line, 2*len(p)-1)
		*line++
		note(o, p, v, line)
	}
	switch v := v.(type) {
	case fields:
		names := []string{}
		for name := range v {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			each(name, v[name])
		}
	case list:
		for i, e := range v {
			each(fmt.Sprint(i), e)
		}
	}
}

func post(id string, f fields) *schema.Object {
	if f["channels"] == nil {
		f["channels"] = list{"blog", "toots"}
	}
	return object("Post", id, f)
}

// infos are two networks: pages, and short messages with threads; a third takes
// short messages without children.
func infos() map[engine.Network]engine.Info {
	short := engine.Limits{Fields: []string{"contentWarning", "language", "link", "media", "text"}}
	return map[engine.Network]engine.Info{
		"site": {Network: "site", Label: "Site", PostKind: engine.KindArticle, Kinds: map[engine.Kind]engine.Limits{
			engine.KindArticle: {Fields: articleFields},
			engine.KindPage:    {Fields: []string{"body", "language", "slug", "title"}},
			engine.KindProfile: {Fields: []string{"bio", "links", "name"}},
		}},
		"short": {Network: "short", Label: "Short", PostKind: engine.KindPost, Children: true,
			Kinds: map[engine.Kind]engine.Limits{engine.KindPost: short}},
		"flat": {Network: "flat", Label: "Flat", PostKind: engine.KindPost,
			Kinds: map[engine.Kind]engine.Limits{engine.KindPost: short}},
	}
}

func (d desk) render(t testing.TB) Result {
	t.Helper()
	result, err := Content(context.Background(), Input{Content: d.content, Infos: d.infos, Files: d.files})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// sound renders content in which nothing is wrong.
func (d desk) sound(t testing.TB) map[string]engine.Desired {
	t.Helper()
	result := d.render(t)
	for _, f := range result.Findings {
		t.Errorf("unexpected finding: %s", say(f))
	}
	byID := map[string]engine.Desired{}
	for _, d := range result.Desired {
		byID[d.ID.String()] = d
	}
	return byID
}

// say writes a finding on one line.
func say(f engine.Finding) string {
	s := fmt.Sprintf("%s: %s %s: %s", f.Pos, f.Severity, f.Rule, f.Text)
	if f.Hint != "" {
		s += " | " + f.Hint
	}
	if f.Channel != "" {
		s += " | on " + string(f.Channel)
	}
	if f.Fatal {
		s += " | fatal"
	}
	return s
}
