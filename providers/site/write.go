package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"

	"galley/engine"
)

// A batch is the files of one write, in the order in which they must come:
//
//	media, pages in a new chrome, derived files, what an earlier write left
//	behind, and last what decides: of a resource that is put up or edited its
//	source and then its page; of one that is taken down its page and then its
//	source.
//
// Wherever a write is cut short, the page tells whether it took place. If it
// did not, doing it again ends right; if it did, all that others show of it was
// there before.
type batch struct {
	p     *Provider
	fsys  fs.FS
	st    *state
	files []engine.TargetFile
}

func (b *batch) put(name string, data []byte) {
	if data == nil {
		data = []byte{} // nil takes away
	}
	b.files = append(b.files, engine.TargetFile{Name: name, Data: data})
}

func (b *batch) takeAway(name string) { b.files = append(b.files, engine.TargetFile{Name: name}) }

// media copies what the target does not have yet.
func (b *batch) media(ctx context.Context, list []engine.Media) error {
	for _, m := range list {
		name := mediaFile(m)
		if b.st.media[name] {
			continue
		}
		data, err := b.p.blob(ctx, m)
		if err != nil {
			return err
		}
		b.put(name, data)
		b.st.media[name] = true
	}
	return nil
}

func (p *Provider) blob(ctx context.Context, m engine.Media) ([]byte, error) {
	if p.blobs == nil {
		return nil, fmt.Errorf("read %s: %w", m.File, fs.ErrNotExist)
	}
	r, err := p.blobs(ctx, m.SHA256)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", m.File, err)
	}
	data, err := io.ReadAll(r)
	return data, errors.Join(err, r.Close())
}

// refresh makes again what the state now shows differently: all pages if what
// is around them changed, and the derived files. Pages of except are left to
// the caller.
func (b *batch) refresh(except engine.RemoteID) (*chrome, error) {
	c := b.p.chrome(b.st)
	if b.st.stamp != c.look {
		if err := b.reframe(c, except); err != nil {
			return nil, err
		}
	}
	if err := b.derived(c); err != nil {
		return nil, err
	}
	if b.st.stamp != c.look {
		b.put(stampFile, encodeStamp(c.look))
		b.st.stamp = c.look
	}
	return c, nil
}

func (b *batch) reframe(c *chrome, except engine.RemoteID) error {
	for _, remote := range slices.Sorted(maps.Keys(b.st.resources)) {
		r := b.st.resources[remote]
		if remote == except || remote == home {
			continue
		}
		name := pageFile(remote)
		old, err := fs.ReadFile(b.fsys, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // gone meanwhile; whoever took it away is right
		} else if err != nil {
			return err
		}
		page := b.p.render(c, r)
		if _, edited := b.p.seen(r, old); edited {
			page = b.p.reframe(c, r, old)
		} else if now := sum(region(page)); now != r.Region {
			r.Region = now
			b.put(r.name, r.encode())
		}
		if !bytes.Equal(page, old) {
			b.put(name, page)
		}
	}
	return nil
}

// derived writes the derived files that are made of something else than
// before, and takes away those that nothing asks for any more.
func (b *batch) derived(c *chrome) error {
	wanted := b.p.derive(b.st, c)
	names := make(map[string]bool, len(wanted))
	for _, d := range wanted {
		names[d.name] = true
		known := b.st.derived[d.name]
		if known == d.ingredients {
			continue
		}
		b.st.derived[d.name] = d.ingredients
		if known == "" { // not compared by this run yet
			current, err := b.isCurrent(d)
			if err != nil {
				return err
			}
			if current {
				continue
			}
		}
		b.put(d.name, seal(d.make(), d.ingredients))
	}
	for _, name := range slices.Sorted(maps.Keys(b.st.derived)) {
		if !names[name] {
			delete(b.st.derived, name)
			b.takeAway(name)
		}
	}
	return nil
}

// isCurrent reports whether a derived file is there as it would be made now.
func (b *batch) isCurrent(d derived) (bool, error) {
	old, err := fs.ReadFile(b.fsys, d.name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case hasSeal(old):
		return bytes.Equal(old, seal(slices.Clone(old), d.ingredients)), nil
	}
	return bytes.Equal(old, seal(d.make(), d.ingredients)), nil
}

// sweep takes away what an earlier write left behind, and media that no
// resource shows any more. Files of this batch stay.
func (b *batch) sweep() {
	written := map[string]bool{}
	for _, f := range b.files {
		written[f.Name] = true
	}
	for _, name := range b.st.litter {
		if !written[name] {
			b.takeAway(name)
			written[name] = true
		}
	}
	b.st.litter = nil
}

// forget notes the media of r that nothing else shows as litter.
func (b *batch) forget(r *resource) {
	if r == nil || len(r.media()) == 0 {
		return
	}
	used := b.st.mediaInUse()
	for _, m := range r.media() {
		if name := mediaFile(m); !used[name] && b.st.media[name] {
			delete(b.st.media, name)
			b.takeAway(name)
		}
	}
}

func (b *batch) send(ctx context.Context) error {
	if len(b.files) == 0 {
		return nil
	}
	return b.p.target.Write(ctx, b.files)
}

// last puts a source and then the page that makes it count; an empty name is
// no page. What an earlier write left behind goes just before.
func (b *batch) last(sourceName string, source []byte, pageName string, page []byte) {
	tail := []engine.TargetFile{{Name: sourceName, Data: source}}
	if pageName != "" {
		tail = append(tail, engine.TargetFile{Name: pageName, Data: page})
	}
	for _, f := range tail {
		b.st.litter = slices.DeleteFunc(b.st.litter, func(name string) bool { return name == f.Name })
	}
	b.sweep()
	b.files = append(b.files, tail...)
}

// replaced takes away what old had and r has not.
func (b *batch) replaced(old, r *resource) {
	if old.name != r.name {
		b.takeAway(old.name)
	}
	b.forget(old)
}

// remove takes a resource down, or a page that is not ours: the page first.
func (b *batch) remove(remote engine.RemoteID, old *resource) error {
	b.sweep()
	if remote != home {
		if _, err := fs.Stat(b.fsys, pageFile(remote)); err == nil {
			b.takeAway(pageFile(remote))
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if old != nil {
		b.takeAway(old.name)
		b.forget(old)
	}
	return nil
}
