package site

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"slices"

	"galley/engine"
)

// state is what the provider knows of the site between two writes: everything
// that the files made from several sources need. It is read once, by the first
// write, which therefore compares and repairs those files too.
type state struct {
	resources map[engine.RemoteID]*resource
	articles  []*resource       // newest first
	derived   map[string]string // what each derived file was made of; empty: there, not compared yet
	media     map[string]bool   // files there
	litter    []string          // left behind by a write that was cut short
	stamp     string            // how the pages look
}

// load reads the state.
func (p *Provider) load(ctx context.Context, fsys fs.FS) (*state, error) {
	found, err := scanAll(ctx, fsys)
	if err != nil {
		return nil, err
	}
	speaks, mute, err := found.speaking(fsys)
	if err != nil {
		return nil, err
	}
	if err := ours(fsys); err != nil {
		return nil, err
	}
	st := &state{resources: map[engine.RemoteID]*resource{}, derived: map[string]string{}, media: map[string]bool{}}
	made := make([]*resource, 0, len(speaks))
	for _, remote := range slices.Sorted(maps.Keys(speaks)) {
		made = append(made, &resource{source: speaks[remote]})
	}
	err = sideBySide(ctx, len(made), func(i int, _ *memory) error {
		made[i] = p.newResource(made[i].source)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, r := range made {
		st.put(r)
	}
	for _, src := range mute {
		st.litter = append(st.litter, src.name)
	}
	return st, st.look(fsys, found)
}

// errOccupied protects what somebody else made.
var errOccupied = errors.New("index.html was not written by galley: empty the target, or choose another one")

// ours returns errOccupied if the target holds a site that is not ours.
func ours(fsys fs.FS) error {
	front, err := fs.ReadFile(fsys, "index.html")
	if errors.Is(err, fs.ErrNotExist) || err == nil && bytes.Contains(front, generator) {
		return nil
	}
	if _, stampErr := fs.Stat(fsys, stampFile); err == nil && stampErr != nil {
		return errOccupied
	}
	return err
}

// look finds the derived files and the media that are there.
func (st *state) look(fsys fs.FS, found *scan) error {
	for _, name := range found.html {
		if !derivedName.MatchString(name) {
			continue
		}
		page, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		if isDerived(page) {
			st.derived[name] = ""
		}
	}
	used := st.mediaInUse()
	for _, name := range found.media {
		if used[name] {
			st.media[name] = true
		} else {
			st.litter = append(st.litter, name)
		}
	}
	if data, err := fs.ReadFile(fsys, stampFile); err == nil {
		var s stamp
		if json.Unmarshal(data, &s) == nil {
			st.stamp = s.Look
		}
	}
	return nil
}

// stamp is the file that says how the pages look.
type stamp struct {
	Format int    `json:"format"`
	Look   string `json:"look"`
}

func (st *state) put(r *resource) {
	st.remove(r.Remote)
	st.resources[r.Remote] = r
	if r.Article != nil {
		i, _ := slices.BinarySearchFunc(st.articles, r, newestFirst)
		st.articles = slices.Insert(st.articles, i, r)
	}
}

func (st *state) remove(remote engine.RemoteID) {
	old := st.resources[remote]
	if old == nil {
		return
	}
	delete(st.resources, remote)
	if i, found := slices.BinarySearchFunc(st.articles, old, newestFirst); found {
		st.articles = slices.Delete(st.articles, i, i+1)
	}
}

func newestFirst(a, b *resource) int {
	return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(a.Remote, b.Remote))
}

// byKey returns the resource made under a key.
func (st *state) byKey(key string) *resource {
	for _, r := range st.resources {
		if r.Key == key && key != "" {
			return r
		}
	}
	return nil
}

// mediaInUse names the media that some resource shows.
func (st *state) mediaInUse() map[string]bool {
	used := map[string]bool{}
	for _, r := range st.resources {
		for _, m := range r.media() {
			used[mediaFile(m)] = true
		}
	}
	return used
}

func (s *source) media() []engine.Media {
	if s == nil || s.Article == nil {
		return nil
	}
	return s.Article.Media
}

// chrome is what the state puts around every page.
func (p *Provider) chrome(st *state) *chrome {
	c := &chrome{Name: p.name, Language: p.language, Base: p.base, Style: sum(p.theme.style)}
	if r := st.resources[home]; r != nil && r.Profile != nil {
		c.Name, c.Bio, c.Links = r.Profile.Name, r.Profile.Bio, r.Profile.Links
	}
	for _, r := range st.standing() {
		c.Pages = append(c.Pages, standing{r.Page.Title, firstOf(r.Page.Language, p.language), string(r.Remote[1:])})
	}
	c.look = c.hash(p.theme.hash, p.zone.String())
	return c
}

func (c *chrome) hash(parts ...string) string {
	data, err := json.Marshal(struct {
		Chrome *chrome
		Parts  []string
	}{c, parts})
	if err != nil {
		panic(err) // strings only
	}
	return sum(data)
}
