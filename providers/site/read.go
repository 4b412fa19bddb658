package site

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"time"

	"galley/engine"
)

// errGone says that there is nothing at an address.
var errGone = errors.New("there is no such page")

// Read implements engine.Reader.
func (p *Provider) Read(ctx context.Context, _ engine.Kind, remote engine.RemoteID) (engine.Observed, error) {
	op := op{name: "read " + string(remote)}
	fsys, err := p.open(ctx)
	if err != nil {
		return engine.Observed{}, op.fail(engine.Transient, err)
	}
	seen, err := p.observe(fsys, remote)
	if err != nil {
		return engine.Observed{}, op.fail(kindOfRead(err), err)
	}
	return seen, nil
}

func (p *Provider) open(ctx context.Context) (fs.FS, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return p.target.FS(ctx)
}

// observe returns what an address shows, or errGone.
func (p *Provider) observe(fsys fs.FS, remote engine.RemoteID) (engine.Observed, error) {
	if !validRemote(remote) {
		return engine.Observed{}, errGone
	}
	if remote == home {
		return p.observeProfile(fsys)
	}
	page, err := fs.ReadFile(fsys, pageFile(remote))
	if errors.Is(err, fs.ErrNotExist) || err == nil && isDerived(page) {
		return engine.Observed{}, errGone
	} else if err != nil {
		return engine.Observed{}, err
	}
	src, err := findSource(fsys, remote, page)
	if err != nil {
		return engine.Observed{}, err
	}
	if src == nil {
		return p.foreign(remote, page), nil
	}
	return p.shownBy(&resource{source: src, version: src.version()}, page), nil
}

func (p *Provider) observeProfile(fsys fs.FS) (engine.Observed, error) {
	data, err := fs.ReadFile(fsys, profileFile)
	if errors.Is(err, fs.ErrNotExist) {
		return engine.Observed{}, errGone
	} else if err != nil {
		return engine.Observed{}, err
	}
	src, err := decode(profileFile, data)
	if err != nil {
		return engine.Observed{}, err
	}
	if src == nil {
		return engine.Observed{}, errGone
	}
	return p.shown(&resource{source: src, version: src.version()}), nil
}

// findSource returns the source that speaks for a page, nil if there is none.
func findSource(fsys fs.FS, remote engine.RemoteID, page []byte) (*source, error) {
	prefix := sourcePrefix(remote)
	if version := versionIn(page); version != "" {
		name := prefix + version + ".json"
		if data, err := fs.ReadFile(fsys, name); err == nil {
			if src, err := decode(name, data); src != nil || err != nil {
				return src, err
			}
		}
	}
	entries, err := fs.ReadDir(fsys, path.Dir(prefix))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	for _, e := range entries {
		name := path.Dir(prefix) + "/" + e.Name()
		middle := strings.TrimSuffix(strings.TrimPrefix(name, prefix), ".json")
		if !strings.HasPrefix(name, prefix) || len(middle) != 16 || strings.Contains(middle, ".") {
			continue
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		if src, err := decode(name, data); src != nil || err != nil {
			return src, err
		}
	}
	return nil, nil
}

// shown is what readers see of a resource as it was written.
func (p *Provider) shown(r *resource) engine.Observed {
	return engine.Observed{
		Remote: r.Remote, Version: r.version, Phase: engine.Live, Spec: r.spec(),
		URL: p.link(r.Remote), Created: r.Published,
	}
}

// shownBy is what a page shows of its resource, edited or not. The version is
// that of the resource, not of the bytes: a new theme or a new name of the site
// is no edit.
func (p *Provider) shownBy(r *resource, page []byte) engine.Observed {
	o := p.shown(r)
	if spec, edited := p.seen(r, page); edited {
		o.Spec, o.Version = spec, "edited-"+sum(region(page))
	}
	return o
}

// foreign is a page that galley did not write.
func (p *Provider) foreign(remote engine.RemoteID, page []byte) engine.Observed {
	a, created := readForeign(page)
	return engine.Observed{
		Remote: remote, Version: "page-" + sum(page), Phase: engine.Live, Spec: a,
		URL: p.link(remote), Created: created,
	}
}

// Find implements engine.Finder. NotFound is certain: every source was read.
func (p *Provider) Find(ctx context.Context, in engine.Intent) (engine.Observed, error) {
	op := op{"find", in.ID}
	fsys, err := p.open(ctx)
	if err != nil {
		return engine.Observed{}, op.fail(engine.Uncertain, err)
	}
	found, err := scanAll(ctx, fsys)
	if err != nil {
		return engine.Observed{}, op.fail(engine.Uncertain, err)
	}
	for _, src := range found.sources {
		if src.Key != in.Key || in.Key == "" {
			continue
		}
		switch seen, err := p.observe(fsys, src.Remote); {
		case err == nil:
			return seen, nil
		case !errors.Is(err, errGone):
			return engine.Observed{}, op.fail(engine.Uncertain, err)
		}
	}
	return engine.Observed{}, op.fail(engine.NotFound, fmt.Errorf("no page was made under key %.12s", in.Key))
}

// List implements engine.Lister: the profile and standing pages whatever their
// age, then articles and pages that are not ours. Of the latter, those that do
// not say when they were made are listed only if everything is asked for.
func (p *Provider) List(ctx context.Context, w engine.Window) iter.Seq2[engine.Observed, error] {
	return func(yield func(engine.Observed, error) bool) {
		list, err := p.list(ctx, w.Since)
		if err != nil {
			yield(engine.Observed{}, (op{name: "list pages"}).fail(engine.Transient, err))
			return
		}
		for _, o := range list {
			if err := ctx.Err(); err != nil {
				yield(engine.Observed{}, (op{name: "list pages"}).fail(engine.Transient, err))
				return
			}
			if !yield(o, nil) {
				return
			}
		}
	}
}

func (p *Provider) list(ctx context.Context, since time.Time) ([]engine.Observed, error) {
	fsys, err := p.open(ctx)
	if err != nil {
		return nil, err
	}
	found, err := scanSince(ctx, fsys, since)
	if err != nil {
		return nil, err
	}
	speaks, _, err := found.speaking(fsys)
	if err != nil {
		return nil, err
	}
	list := make([]engine.Observed, len(found.html)+1)
	if src := speaks[home]; src != nil {
		list[len(found.html)] = p.shown(&resource{source: src, version: src.version()})
	}
	err = sideBySide(ctx, len(found.html), func(i int, memory *memory) error {
		page, err := memory.read(fsys, found.html[i])
		if errors.Is(err, fs.ErrNotExist) {
			err = nil // taken away while we looked
		}
		if err == nil {
			list[i] = p.listed(speaks, found.html[i], page, since)
		}
		return err
	})
	list = slices.DeleteFunc(list, func(o engine.Observed) bool { return o.Remote == "" })
	slices.SortStableFunc(list, byAge)
	return list, err
}

// listed is the entry of one page in a listing, the zero one if it has none.
func (p *Provider) listed(speaks map[engine.RemoteID]*source, name string, page []byte, since time.Time) engine.Observed {
	remote := addressOf(name)
	if remote == home { // made of everything
		return engine.Observed{}
	}
	if src := speaks[remote]; src != nil {
		if src.Article != nil && src.Published.Before(since) {
			return engine.Observed{}
		}
		return p.shownBy(&resource{source: src, version: src.version()}, page)
	}
	if len(bytes.TrimSpace(page)) == 0 || isDerived(page) || !validRemote(remote) {
		return engine.Observed{}
	}
	o := p.foreign(remote, page)
	if !since.IsZero() && o.Created.Before(since) {
		return engine.Observed{}
	}
	return o
}

// byAge puts the newest first; what has no age is the channel's own and comes
// last.
func byAge(a, b engine.Observed) int {
	if c := b.Created.Compare(a.Created); c != 0 {
		return c
	}
	return strings.Compare(string(a.Remote), string(b.Remote))
}

// Fetch implements engine.Fetcher: a medium lies in the folder, under the
// beginning of its SHA-256. What is there is compared with that.
func (p *Provider) Fetch(ctx context.Context, m engine.Media) (io.ReadCloser, error) {
	op := op{name: "fetch"}
	if m.SHA256 == "" {
		return nil, op.fail(engine.NotFound, fmt.Errorf("%q is no medium of this site", m.File))
	}
	fsys, err := p.open(ctx)
	if err != nil {
		return nil, op.fail(engine.Transient, err)
	}
	data, err := fs.ReadFile(fsys, mediaFile(m))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, op.fail(engine.NotFound, err)
	} else if err != nil {
		return nil, op.fail(engine.Transient, err)
	}
	if sha := sha256.Sum256(data); hex.EncodeToString(sha[:]) != m.SHA256 {
		return nil, op.fail(engine.NotFound, fmt.Errorf("%s is not the file that was published", mediaFile(m)))
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}
