// Package bluesky speaks for an account of Bluesky, or of any other server of
// the AT Protocol. Desired resources go in, records go out, and records come
// back as specs. A post, the threads and the gates that belong to it are
// records under keys that we choose: writing one twice leaves one. The package
// asks a server for nothing but records, blobs, names and counts; it follows no
// link and makes no thumbnail.
package bluesky

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync"
	"time"

	"galley/engine"
	"galley/providers/internal/atproto"
	"galley/providers/internal/rest"
)

// defaultServer is asked where the channel names no other.
const defaultServer = "https://bsky.social"

// A Provider speaks for one account.
type Provider struct {
	cfg     engine.Config
	handle  string // of the channel, or a DID
	info    engine.Info
	open    *rest.Client // asks without a credential: what is in a repository is public
	session *session

	mu      sync.Mutex
	own     string            // DID of the handle; empty until it is asked for
	handles map[string]string // DIDs of mentioned handles
	targets map[string]target // quoted and answered posts, by address
}

var (
	_ engine.Preparer = (*Provider)(nil)
	_ engine.Reader   = (*Provider)(nil)
	_ engine.Lister   = (*Provider)(nil)
	_ engine.Finder   = (*Provider)(nil)
	_ engine.Updater  = (*Provider)(nil)
	_ engine.Deleter  = (*Provider)(nil)
	_ engine.Measurer = (*Provider)(nil)
	_ engine.Chooser  = (*Provider)(nil)
	_ engine.Fetcher  = (*Provider)(nil)
	_ engine.Prober   = (*Provider)(nil)
)

// Constructor returns the constructor of this network. The channel's handle is
// the account's, its credential an app password, and its URL the server's
// (bsky.social if empty).
func Constructor() engine.Constructor {
	return engine.Constructor{Info: info(), New: func(cfg engine.Config) (engine.Provider, error) { return New(cfg) }}
}

// New returns the provider of one channel. It asks nobody anything; without a
// credential the provider can only read.
func New(cfg engine.Config) (*Provider, error) {
	server := cfg.URL
	if server == "" {
		server = defaultServer
	}
	base, err := url.Parse(server)
	handle := cleanHandle(cfg.Account.Handle)
	switch {
	case err != nil || base.Host == "":
		return nil, fmt.Errorf("channel %s: url %q is not the address of a server", cfg.Channel, cfg.URL)
	case handle == "":
		return nil, fmt.Errorf("channel %s: a handle is needed, such as name.bsky.social", cfg.Channel)
	case cfg.HTTP == nil:
		return nil, fmt.Errorf("channel %s: no HTTP client", cfg.Channel)
	}
	password := engine.NewSecret(strings.TrimSpace(cfg.Secret.Reveal()))
	open := &rest.Client{HTTP: cfg.HTTP, Base: base, Secrets: []engine.Secret{password}, Refusal: refusal}
	return &Provider{
		cfg: cfg, handle: handle, info: info(), open: open,
		session: newSession(open, handle, password),
		handles: map[string]string{}, targets: map[string]target{},
	}, nil
}

// Info implements engine.Provider.
func (p *Provider) Info() engine.Info { return info() }

// Choose implements engine.Chooser: the record key of a post is made of its due
// time and its key, that of the profile is always the same.
func (p *Provider) Choose(d engine.Desired, key string, due time.Time) engine.RemoteID {
	if d.ID.Kind == engine.KindProfile {
		return profileKey
	}
	return engine.RemoteID(recordKey(key, due, answers(d)).String())
}

// Prepare implements engine.Preparer. It logs in, uploads pictures, and looks up
// who is mentioned, quoted and answered, so that mistakes show before anything
// is published.
func (p *Provider) Prepare(ctx context.Context, d engine.Desired) error {
	const op = "prepare"
	if err := p.accepts(op, d); err != nil {
		return err
	}
	if _, err := p.writer(ctx); err != nil {
		return attempt(op, d.ID, err)
	}
	for _, m := range normalize(d.Spec).Files() { // a card that is not shown needs no picture
		if err := p.upload(ctx, m); err != nil {
			return attempt(op, d.ID, err)
		}
	}
	if post, ok := d.Spec.(*engine.Post); ok {
		if _, err := p.compose(ctx, post); err != nil {
			return attempt(op, d.ID, err)
		}
	}
	return nil
}

// Create implements engine.Provider. What exists under the key of the intent is
// left as it is; if it is something else, the error is Uncertain: an earlier
// attempt has arrived, and recovery finds it.
func (p *Provider) Create(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	const op = "create"
	if err := p.accepts(op, d); err != nil {
		return engine.Observed{}, err
	}
	var seen engine.Observed
	did, err := p.writer(ctx)
	if err == nil {
		switch spec := d.Spec.(type) {
		case *engine.Profile:
			seen, err = p.putProfile(ctx, did, d)
		case *engine.Post:
			key := in.Remote
			if key == "" {
				key = p.Choose(d, in.Key, in.Due)
			}
			seen, err = p.publish(ctx, did, string(key), spec, d)
		}
	}
	if err != nil {
		return engine.Observed{}, attempt(op, d.ID, err)
	}
	return seen, nil
}

// Read implements engine.Reader. A post comes with its thread.
func (p *Provider) Read(ctx context.Context, kind engine.Kind, remote engine.RemoteID) (engine.Observed, error) {
	const op = "read"
	did, err := p.reader(ctx)
	if err != nil {
		return engine.Observed{}, attempt(op, engine.ID{}, err)
	}
	var seen engine.Observed
	switch kind {
	case engine.KindProfile:
		seen, err = p.readProfile(ctx, did)
	case engine.KindPost:
		seen, err = p.readPost(ctx, did, string(remote))
	default:
		err = engine.Errorf(engine.NotFound, "", engine.ID{}, "Bluesky has no %s", kind)
	}
	if err != nil {
		return engine.Observed{}, attempt(op, engine.ID{}, err)
	}
	return seen, nil
}

func (p *Provider) readPost(ctx context.Context, did, key string) (engine.Observed, error) {
	found, err := p.posting(ctx, did, key)
	if err != nil {
		return engine.Observed{}, err
	}
	if !found.exists() {
		return engine.Observed{}, engine.Errorf(engine.NotFound, "", engine.ID{}, "there is no post %s", key)
	}
	return p.observed(found), nil
}

// Find implements engine.Finder: a create is looked for under the key that its
// intent holds. The profile is there before and after; it is found if it shows
// what the intent was to write.
func (p *Provider) Find(ctx context.Context, in engine.Intent) (engine.Observed, error) {
	const op = "find"
	remote, kind := in.Remote, engine.KindPost
	if in.ID.Kind == engine.KindProfile {
		kind = engine.KindProfile
	}
	if remote == "" {
		remote = p.Choose(engine.Desired{ID: in.ID}, in.Key, in.Due)
	}
	seen, err := p.Read(ctx, kind, remote)
	if err != nil {
		return engine.Observed{}, attempt(op, in.ID, errors.Unwrap(err))
	}
	if kind == engine.KindProfile && !in.Arrived(p.info, seen.Spec) {
		return engine.Observed{}, engine.Errorf(engine.NotFound, op, in.ID, "the profile shows something else")
	}
	return seen, nil
}

// Update implements engine.Updater. It writes the records that differ, all or
// none, if nobody has changed any of them since before was read.
func (p *Provider) Update(ctx context.Context, before engine.Observed, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	const op = "update"
	if err := p.accepts(op, d); err != nil {
		return engine.Observed{}, err
	}
	var seen engine.Observed
	did, err := p.writer(ctx)
	if err == nil {
		switch spec := d.Spec.(type) {
		case *engine.Profile:
			seen, err = p.changeProfile(ctx, did, before, d, in.Dropped)
		case *engine.Post:
			seen, err = p.change(ctx, did, before, spec)
		}
	}
	if err != nil {
		return engine.Observed{}, attempt(op, d.ID, err)
	}
	return seen, nil
}

// Delete implements engine.Deleter. The whole thread goes, with its gates and
// its place on the profile.
func (p *Provider) Delete(ctx context.Context, before engine.Observed, in engine.Intent) error {
	const op = "delete"
	if in.ID.Kind == engine.KindProfile {
		return engine.Errorf(engine.Unsupported, op, in.ID, "a profile stays as long as its account")
	}
	did, err := p.writer(ctx)
	if err == nil {
		err = p.remove(ctx, did, string(before.Remote))
	}
	if err != nil {
		return attempt(op, in.ID, err)
	}
	return nil
}

// Fetch implements engine.Fetcher: a picture is known to the server by its
// SHA-256, and what arrives is compared with that.
func (p *Provider) Fetch(ctx context.Context, m engine.Media) (io.ReadCloser, error) {
	const op = "fetch"
	name, err := blobCID(m)
	var did string
	if err == nil {
		did, err = p.reader(ctx)
	}
	var data []byte
	if err == nil {
		data, err = p.blob(ctx, did, name)
	}
	if err != nil {
		return nil, attempt(op, engine.ID{}, err)
	}
	if atproto.BlobCID(sha256.Sum256(data)) != name {
		return nil, engine.Errorf(engine.Uncertain, op, engine.ID{}, "another file arrived than was asked for")
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

// Probe implements engine.Prober: the credential is accepted and belongs to the
// channel's handle.
func (p *Provider) Probe(ctx context.Context) (engine.Info, error) {
	if _, err := p.writer(ctx); err != nil {
		return engine.Info{}, attempt("probe", engine.ID{}, err)
	}
	probed := p.Info()
	probed.Identity, probed.Scopes = p.session.identity()
	return probed, nil
}

// accepts refuses what this network does not take, before anything is sent.
func (p *Provider) accepts(op string, d engine.Desired) error {
	if d.Spec == nil {
		return engine.Errorf(engine.Unsupported, op, d.ID, "there is no content")
	}
	if _, ok := p.info.Kinds[d.Spec.Kind()]; !ok {
		return engine.Errorf(engine.Unsupported, op, d.ID, "Bluesky takes no %s", d.Spec.Kind())
	}
	if err := check(d.Spec); err != nil {
		return &engine.Error{Op: op, ID: d.ID, Kind: engine.Invalid, Err: err}
	}
	return nil
}

// attempt says what was attempted on what; the kind stays.
func attempt(op string, id engine.ID, err error) error {
	return &engine.Error{Op: op, ID: id, Kind: engine.KindOf(err), RetryAfter: engine.RetryAfterOf(err), Err: err}
}
