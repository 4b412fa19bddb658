package site

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"galley/engine"
)

// memTarget is a target in memory that can fail after a number of files, as a
// process that is killed would.
type memTarget struct {
	mu     sync.Mutex
	files  map[string][]byte
	writes int // calls
	put    int // files
	fuse   int // files that still go through; negative: no end
}

var errKilled = errors.New("killed")

func newMemTarget() *memTarget { return &memTarget{files: map[string][]byte{}, fuse: -1} }

func (t *memTarget) FS(context.Context) (fs.FS, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	fsys := make(fstest.MapFS, len(t.files))
	for name, data := range t.files {
		fsys[name] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	return fsys, nil
}

func (t *memTarget) Write(_ context.Context, files []engine.TargetFile) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.writes++
	seen := map[string]bool{}
	for _, f := range files {
		if seen[f.Name] {
			return fmt.Errorf("%s is written twice in one write", f.Name)
		}
		seen[f.Name] = true
		if !fs.ValidPath(f.Name) {
			return fmt.Errorf("%s is not a name inside the target", f.Name)
		}
		if t.fuse == 0 {
			return errKilled
		}
		if t.fuse > 0 {
			t.fuse--
		}
		t.put++
		if f.Data == nil {
			delete(t.files, f.Name)
		} else {
			t.files[f.Name] = f.Data
		}
	}
	return nil
}

func (t *memTarget) clone() *memTarget {
	return &memTarget{files: maps.Clone(t.files), fuse: -1}
}

func (t *memTarget) names() []string { return slices.Sorted(maps.Keys(t.files)) }

var paris = time.FixedZone("Paris", 3600)

const pixel = "\x89PNG\r\n\x1a\nnot much of a picture"

func hashOf(data string) string {
	h := sha256.Sum256([]byte(data))
	return hex.EncodeToString(h[:])
}

func picture(file, alt string) engine.Media {
	return engine.Media{SHA256: hashOf(pixel + file), Type: "image/png", Width: 1200, Height: 800, Alt: alt, Credit: "Photo : A. B.", File: file}
}

func blobs(_ context.Context, sha string) (io.ReadCloser, error) {
	for _, file := range []string{"media/a.png", "media/b.png", "media/c.png"} {
		if hashOf(pixel+file) == sha {
			return io.NopCloser(strings.NewReader(pixel + file)), nil
		}
	}
	return nil, fs.ErrNotExist
}

func config(target engine.Target) engine.Config {
	return engine.Config{Channel: "blog", Account: engine.Account{Network: "site", Handle: "Le Galet"},
		URL: "https://galet.example/fr", Language: "fr", Zone: paris, Blobs: blobs, Target: target}
}

func open(t testing.TB, target engine.Target) *Provider {
	t.Helper()
	p, err := Constructor().New(config(target))
	if err != nil {
		t.Fatal(err)
	}
	return p.(*Provider)
}

func day(n int) time.Time { return time.Date(2026, 12, n, 8, 30, 0, 0, time.UTC) }

func want(slug string, due time.Time, spec engine.Spec) (engine.Desired, engine.Intent) {
	kind := engine.KindPost
	if spec.Kind() != engine.KindArticle {
		kind = spec.Kind()
	}
	d := engine.Desired{ID: engine.ID{Kind: kind, Channel: "blog", Slug: slug}, Class: engine.Publish, Spec: spec, Due: due,
		Fields: engine.FieldNames(spec)}
	return d, engine.Intent{ID: d.ID, Verb: engine.Create, Key: hashOf("key " + slug), Due: due}
}

func create(t testing.TB, p *Provider, slug string, due time.Time, spec engine.Spec) engine.Observed {
	t.Helper()
	d, in := want(slug, due, spec)
	o, err := p.Create(t.Context(), d, in)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func listAll(t testing.TB, p *Provider, since time.Time) []engine.Observed {
	t.Helper()
	var list []engine.Observed
	for o, err := range p.List(t.Context(), engine.Window{Since: since}) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, o)
	}
	return list
}

func remotes(list []engine.Observed) []string {
	var out []string
	for _, o := range list {
		out = append(out, string(o.Remote))
	}
	return out
}

func same(t testing.TB, info engine.Info, got, want engine.Spec) {
	t.Helper()
	g, w := info.Normalized(got).Fields(), info.Normalized(want).Fields()
	if !maps.Equal(g, w) {
		t.Errorf("got  %q\nwant %q", g, w)
	}
}

// newsroom is a small bilingual site.
func newsroom() map[string]struct {
	due  time.Time
	spec engine.Spec
} {
	type item = struct {
		due  time.Time
		spec engine.Spec
	}
	return map[string]item{
		"profile": {time.Time{}, &engine.Profile{Name: "Le Galet", Bio: "Un petit journal du bord de mer : marées, gens, pierres.\n\nTwo languages, one shore.",
			Links: []engine.Link{{Label: "Mastodon", URL: "https://social.example/@galet"}, {URL: "https://galet.example/en/"}}}},
		"charter": {day(1), &engine.Page{Title: "Charte éditoriale", Body: "## 1. Ce que nous publions\n\nDes faits ; des sources.\n\n## 2. Corrections\n\nOn corrige, et on le dit.", Language: "fr"}},
		"about":   {day(1), &engine.Page{Title: "About & contact", Slug: "about", Body: "Write to us: <hello@galet.example>.", Language: "en"}},
		"launch": {day(3), &engine.Article{Title: "Bonjour la marée !", Summary: "Pourquoi un journal de plus ? Parce que la mer monte.",
			Body:   "La mer monte : *lentement*, puis **d’un coup**. « Personne ne l’a vue venir », dit Anne-Lise.[^1]\n\n![Le port à marée basse](b.png)\n\n## Ce qu’on a mesuré\n\n| Jour | Hauteur |\n|---|--:|\n| Lundi | 3,2 m |\n| Mardi | 4,1 m |\n\n> La mer ne se trompe jamais d’heure.\n\n1. Regarder.\n2. Noter.\n3. Recommencer.\n\n```\nmaree --port galet --jour demain\n```\n\nVoir [la charte](../../../charter/) et <https://example.org/marees>.\n\n[^1]: Entretien du 2 décembre.",
			Author: "Anne-Lise Œrsted", Language: "fr", Tags: []string{"Marées", "Lancement"},
			Media: []engine.Media{picture("media/a.png", "La plage de galets à l’aube, la mer très loin"), picture("media/b.png", "Le port")},
			SEO:   engine.SEO{Slug: "bonjour-maree", Description: "La mer monte, un journal naît.", Keywords: []string{"mer", "journal"}}}},
		"note-1": {day(4), &engine.Article{Body: "Ce matin, la digue fume. On dirait du *pain*. 🌊", Language: "fr", Tags: []string{"Marées"}}},
		"tides": {day(5), &engine.Article{Title: "Reading the tide <table> & other \"facts\"", Body: "The tide table is a promise.\n\nIt is kept twice a day.", Language: "en",
			Tags: []string{"Tides", "marées"}, Link: "https://www.example.org/tides?a=1&b=2", SEO: engine.SEO{Canonical: "https://elsewhere.example/tides"}}},
		"storm": {day(24), &engine.Article{Title: "La tempête", Body: "Trois blessés.", ContentWarning: "Images de blessés", Language: "fr",
			Media: []engine.Media{picture("media/c.png", "La jetée brisée")}}},
		"arabic": {day(25), &engine.Article{Title: "مرحبا بالبحر", Body: "البحر هنا.", Language: "ar", Tags: []string{"🎉"}}},
	}
}

func publishAll(t testing.TB, p *Provider, order []string) {
	t.Helper()
	all := newsroom()
	for _, slug := range order {
		create(t, p, slug, all[slug].due, all[slug].spec)
	}
}
