// Package site publishes on a site of one's own: pages, an Atom and a JSON
// feed, archives and topics, written to a folder or a branch; it cannot tell
// which. Articles, standing pages and a profile come in; files go out.
//
// Everything can be made again from the sources kept under .galley/, one per
// page. The package runs no script, asks no network, reads no clock, and gives
// the same bytes for the same content, in whatever order it was published.
package site

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"sync"
	"time"

	"galley/engine"
)

var (
	_ engine.Provider = (*Provider)(nil)
	_ engine.Reader   = (*Provider)(nil)
	_ engine.Lister   = (*Provider)(nil)
	_ engine.Finder   = (*Provider)(nil)
	_ engine.Updater  = (*Provider)(nil)
	_ engine.Deleter  = (*Provider)(nil)
	_ engine.Fetcher  = (*Provider)(nil)
)

// A Provider writes one site. It may be used by several goroutines; its writes
// come one after the other. Between two writes it trusts that nobody else
// publishes, which the lease of a run guarantees.
type Provider struct {
	target   engine.Target
	blobs    engine.Blobs
	theme    *theme
	zone     *time.Location
	name     string // until a profile is published
	language string
	base     string // address without a slash at its end; empty for a site read from the disk

	mu    sync.Mutex
	state *state // nil before the first write, and after one that failed
}

// Constructor makes providers of sites. New needs a Target; an address that is
// neither empty nor http, https or file is an error. Without an address, or
// with that of a file, links name index.html, so that the site can be read from
// the disk, and nothing that needs the address is written: canonical links and
// the site map.
func Constructor() engine.Constructor { return engine.Constructor{Info: info(), New: newProvider} }

func newProvider(cfg engine.Config) (engine.Provider, error) {
	if cfg.Target == nil {
		return nil, fmt.Errorf("channel %s: a site needs a target: a folder or a branch", cfg.Channel)
	}
	base, err := baseOf(cfg.URL)
	if err != nil {
		return nil, fmt.Errorf("channel %s: %w", cfg.Channel, err)
	}
	th, err := readTheme()
	if err != nil {
		return nil, fmt.Errorf("channel %s: read the theme: %w", cfg.Channel, err)
	}
	p := &Provider{target: cfg.Target, blobs: cfg.Blobs, theme: th, zone: cfg.Zone, base: base,
		name: firstOf(cfg.Account.Handle, string(cfg.Channel), "Site"), language: firstOf(cfg.Language, "en")}
	if p.zone == nil {
		p.zone = time.UTC
	}
	return p, nil
}

func baseOf(address string) (string, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return "", fmt.Errorf("the address %q of the site: %w", address, err)
	case address == "" || u.Scheme == "file":
		return "", nil
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return "", fmt.Errorf("the address %q of the site does not begin with https://", address)
	}
	u.RawQuery, u.Fragment, u.User = "", "", nil
	return strings.TrimRight(u.String(), "/"), nil
}

// Info implements engine.Provider.
func (p *Provider) Info() engine.Info { return info() }

// Create implements engine.Provider. A key that was published already is not
// published again: what it made is returned as it is.
func (p *Provider) Create(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	op := op{"create", d.ID}
	spec, err := op.accept(ctx, d)
	if err != nil {
		return engine.Observed{}, err
	}
	published := in.Due
	if published.IsZero() {
		published = d.Due
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	b, err := p.begin(ctx)
	if err != nil {
		return engine.Observed{}, op.fail(kindOfRead(err), err)
	}
	remote, err := address(d, spec, published.In(p.zone))
	if err != nil {
		return engine.Observed{}, op.fail(engine.Invalid, err)
	}
	if made := b.st.byKey(in.Key); made != nil {
		if seen, err := p.observe(b.fsys, made.Remote); err == nil {
			return seen, nil
		}
		remote = made.Remote // somebody took the page away meanwhile
	} else if err := p.vacant(b, remote); err != nil {
		return engine.Observed{}, op.fail(engine.Invalid, err)
	}
	src := (&source{Format: format, ID: d.ID, Key: in.Key, Remote: remote, Published: published.UTC()}).with(spec)
	return p.publish(ctx, op, b, b.st.resources[remote], src)
}

// vacant returns an error that names what is at an address already. The one
// profile of a site gives way to the next.
func (p *Provider) vacant(b *batch, remote engine.RemoteID) error {
	if remote == home {
		return nil
	}
	if other := b.st.resources[remote]; other != nil {
		return fmt.Errorf("the address %s is taken by %s: give one of them another slug", remote, other.ID)
	}
	if _, err := fs.Stat(b.fsys, pageFile(remote)); err == nil {
		return fmt.Errorf("the address %s is taken by a page that galley did not write: %s", remote, pageFile(remote))
	}
	return nil
}

// Update implements engine.Updater. The address stays.
func (p *Provider) Update(ctx context.Context, before engine.Observed, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	op := op{"update", d.ID}
	spec, err := op.accept(ctx, d)
	if err != nil {
		return engine.Observed{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	b, err := p.begin(ctx)
	if err != nil {
		return engine.Observed{}, op.fail(kindOfRead(err), err)
	}
	seen, err := p.observe(b.fsys, before.Remote)
	if err != nil {
		return engine.Observed{}, op.fail(kindOfRead(err), err)
	}
	if before.Version != "" && before.Version != seen.Version {
		return engine.Observed{}, op.fail(engine.Conflict, fmt.Errorf("%s was edited since it was read", before.Remote))
	}
	if err := keepsAddress(before.Remote, spec); err != nil {
		return engine.Observed{}, op.fail(engine.Invalid, err)
	}
	src := &source{Format: format, ID: d.ID, Key: in.Key, Remote: before.Remote, Published: seen.Created}
	if src.Published.IsZero() && !in.Due.IsZero() { // a page taken over
		src.Published = in.Due.UTC()
	}
	return p.publish(ctx, op, b, b.st.resources[before.Remote], src.with(spec))
}

// publish writes src in the place of old, if there is one.
func (p *Provider) publish(ctx context.Context, op op, b *batch, old *resource, src *source) (engine.Observed, error) {
	r := p.newResource(src)
	r.name = r.file()
	b.st.put(r)
	p.state = nil // until all is written
	if err := b.media(ctx, r.media()); err != nil {
		return engine.Observed{}, op.fail(kindOfRead(err), err)
	}
	c, err := b.refresh(r.Remote)
	if err != nil {
		return engine.Observed{}, op.fail(engine.Transient, err)
	}
	if r.Profile == nil {
		page := p.render(c, r)
		r.Region = sum(region(page))
		b.last(r.name, r.encode(), pageFile(r.Remote), page)
	} else {
		b.last(r.name, r.encode(), "", nil)
	}
	if old != nil {
		b.replaced(old, r)
	}
	if err := b.send(ctx); err != nil {
		return engine.Observed{}, op.fail(engine.Uncertain, err)
	}
	p.state = b.st
	return p.shown(r), nil
}

// Delete implements engine.Deleter.
func (p *Provider) Delete(ctx context.Context, before engine.Observed, in engine.Intent) error {
	op := op{"delete", in.ID}
	if err := ctx.Err(); err != nil {
		return op.fail(engine.Transient, err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	b, err := p.begin(ctx)
	if err != nil {
		return op.fail(kindOfRead(err), err)
	}
	if !validRemote(before.Remote) {
		return nil
	}
	p.state = nil
	old := b.st.resources[before.Remote]
	b.st.remove(before.Remote)
	if _, err := b.refresh(before.Remote); err != nil {
		return op.fail(engine.Transient, err)
	}
	if err := b.remove(before.Remote, old); err != nil {
		return op.fail(engine.Transient, err)
	}
	if err := b.send(ctx); err != nil {
		return op.fail(engine.Uncertain, err)
	}
	p.state = b.st
	return nil
}

// begin opens a batch on what is there.
func (p *Provider) begin(ctx context.Context) (*batch, error) {
	fsys, err := p.target.FS(ctx)
	if err != nil {
		return nil, err
	}
	st := p.state
	if st == nil {
		if st, err = p.load(ctx, fsys); err != nil {
			return nil, err
		}
		p.state = st
	}
	return &batch{p: p, fsys: fsys, st: st}, nil
}

func encodeStamp(look string) []byte {
	data, err := json.MarshalIndent(stamp{Format: format, Look: look}, "", " ")
	if err != nil {
		panic(err) // a number and a string
	}
	return append(data, '\n')
}

// op is what is being done, for errors.
type op struct {
	name string
	id   engine.ID
}

func (o op) fail(kind engine.ErrKind, err error) error {
	return &engine.Error{Op: o.name, ID: o.id, Kind: kind, Err: err}
}

// kindOfRead tells a file that is not there from one that could not be read.
func kindOfRead(err error) engine.ErrKind {
	switch {
	case errors.Is(err, errGone):
		return engine.NotFound
	case errors.Is(err, errOccupied), errors.Is(err, fs.ErrNotExist):
		return engine.Invalid
	}
	return engine.Transient
}
