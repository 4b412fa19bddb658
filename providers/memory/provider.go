// Package memory is the reference provider: a network that lives in the memory
// of a process, and a provider for it with any combination of powers. The engine
// is tested against it, and newcomers read it first.
//
// A Network is the service itself: accounts, posts, a scheduler whose posts get
// a new id when they go live, a settle time that hides fresh posts from
// listings, people who edit and delete by hand, and two points at which a
// request can fail.
//
// New gives a provider that calls a Network directly. Constructor gives one that
// reaches a Handler by HTTP, so that several processes can share a network.
// Both translate in the same way; only the service below them differs.
package memory

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"galley/engine"
)

// A provider has every capability; equip hides those that it should not have.
type provider struct {
	cfg     engine.Config
	powers  Powers
	info    engine.Info
	service service
}

var (
	_ engine.Preparer = (*provider)(nil)
	_ engine.Reader   = (*provider)(nil)
	_ engine.Lister   = (*provider)(nil)
	_ engine.Finder   = (*provider)(nil)
	_ engine.Updater  = (*provider)(nil)
	_ engine.Deleter  = (*provider)(nil)
	_ engine.Measurer = (*provider)(nil)
	_ engine.Prober   = (*provider)(nil)
)

// New returns a provider that speaks for cfg.Account on net, with exactly these
// powers. It fails only for capabilities that Powers excludes.
func New(net *Network, cfg engine.Config, powers Powers) (engine.Provider, error) {
	return newProvider(&direct{net: net, handle: cfg.Account.Handle}, cfg, powers)
}

// Constructor returns the constructor of a network behind HTTP: the Handler is
// at the channel's URL, and is reached with Config.HTTP and, if it asks for one,
// the credential.
func Constructor(powers Powers) engine.Constructor {
	return engine.Constructor{
		Info: powers.Info(),
		New: func(cfg engine.Config) (engine.Provider, error) {
			service, err := newRemote(cfg)
			if err != nil {
				return nil, err
			}
			return newProvider(service, cfg, powers)
		},
	}
}

func newProvider(s service, cfg engine.Config, powers Powers) (engine.Provider, error) {
	return equip(&provider{cfg, powers, powers.Info(), s}, powers.Caps)
}

// Info implements engine.Provider.
func (p *provider) Info() engine.Info { return p.powers.Info() }

// Create publishes d, or hands it to the scheduler if the intent says so.
func (p *provider) Create(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	const op = "create"
	if err := p.supports(op, d); err != nil {
		return engine.Observed{}, err
	}
	if p.info.Manual {
		return engine.Observed{Phase: engine.Draft, Spec: p.info.Normalized(d.Spec)}, ctx.Err()
	}
	spec, err := p.onto(ctx, d, in)
	if err != nil {
		return engine.Observed{}, attempt(op, d.ID, err)
	}
	ask := draft{Parent: string(d.ParentRemote), Spec: spec}
	if p.powers.Keyed {
		ask.Key = in.Key
	}
	if in.Native {
		ask.Due = d.Due
	}
	it, err := p.service.create(ctx, ask)
	if err != nil {
		return engine.Observed{}, attempt(op, d.ID, err)
	}
	return observed(p.cfg.URL, it), nil
}

// Prepare uploads the media of d.
func (p *provider) Prepare(ctx context.Context, d engine.Desired) error {
	const op = "prepare"
	if err := p.supports(op, d); err != nil {
		return err
	}
	for _, m := range d.Spec.Files() {
		if err := p.upload(ctx, m); err != nil {
			return attempt(op, d.ID, err)
		}
	}
	return nil
}

func (p *provider) upload(ctx context.Context, m engine.Media) error {
	file, err := p.cfg.Blobs(ctx, m.SHA256)
	if err != nil {
		return &engine.Error{Kind: engine.Invalid, Err: fmt.Errorf("open %s: %w", m.File, err)}
	}
	defer file.Close()
	return p.service.upload(ctx, m, file)
}

// Read implements engine.Reader.
func (p *provider) Read(ctx context.Context, kind engine.Kind, remote engine.RemoteID) (engine.Observed, error) {
	const op = "read"
	it, err := p.service.read(ctx, string(remote))
	if err != nil {
		return engine.Observed{}, attempt(op, engine.ID{}, err)
	}
	if it.Kind != kind {
		return engine.Observed{}, engine.Errorf(engine.NotFound, op, engine.ID{}, "%s is a %s, not a %s", remote, it.Kind, kind)
	}
	return observed(p.cfg.URL, it), nil
}

// List implements engine.Lister.
func (p *provider) List(ctx context.Context, w engine.Window) iter.Seq2[engine.Observed, error] {
	return func(yield func(engine.Observed, error) bool) {
		for it, err := range p.service.list(ctx, w.Since) {
			if err != nil {
				yield(engine.Observed{}, attempt("list", engine.ID{}, err))
				return
			}
			if !yield(observed(p.cfg.URL, it), nil) {
				return
			}
		}
	}
}

// findBack is how long before its last instant to leave a request may have
// left: a lease lasts ten minutes, the rest is allowance.
const findBack = time.Hour

// Find looks by the key where keys are sent, else through the listing for the
// intent's print. For an intent that names what it changes, it reads that: an
// update is found where it shows, and a deletion is not found once it is done.
func (p *provider) Find(ctx context.Context, in engine.Intent) (engine.Observed, error) {
	const op = "find"
	switch {
	case in.Remote != "":
		return p.findChanged(ctx, op, in)
	case p.powers.Keyed:
		it, err := p.service.find(ctx, in.Key)
		if err != nil {
			return engine.Observed{}, attempt(op, in.ID, err)
		}
		return observed(p.cfg.URL, it), nil
	case in.ID.Kind == engine.KindProfile:
		in.Remote = profileID // there is one, and no listing shows it
		return p.findChanged(ctx, op, in)
	}
	var since time.Time
	if !in.SendBy.IsZero() {
		since = in.SendBy.Add(-findBack)
	}
	for it, err := range p.service.list(ctx, since) {
		if err != nil {
			return engine.Observed{}, attempt(op, in.ID, err)
		}
		if p.isOf(in, it) {
			return observed(p.cfg.URL, it), nil
		}
	}
	return engine.Observed{}, engine.Errorf(engine.NotFound, op, in.ID, "the whole listing lacks it")
}

// onto returns what is to be written. Of a profile the network takes the whole,
// and the file may declare a part: the rest stays as it is.
func (p *provider) onto(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Spec, error) {
	declared, ok := d.Spec.(*engine.Profile)
	if !ok {
		return d.Spec, nil
	}
	it, err := p.service.read(ctx, profileID)
	if err != nil && engine.KindOf(err) == engine.NotFound {
		return d.Spec, nil
	}
	if err != nil {
		return nil, err
	}
	spec := *declared
	kept := func(name string) bool { return !slices.Contains(d.Fields, name) && !slices.Contains(in.Dropped, name) }
	if live, ok := it.Spec.(*engine.Profile); ok {
		if kept("name") {
			spec.Name = live.Name
		}
		if kept("bio") {
			spec.Bio = live.Bio
		}
		if kept("links") {
			spec.Links = live.Links
		}
	}
	return &spec, nil
}

func (p *provider) findChanged(ctx context.Context, op string, in engine.Intent) (engine.Observed, error) {
	it, err := p.service.read(ctx, string(in.Remote))
	if err != nil {
		return engine.Observed{}, attempt(op, in.ID, err)
	}
	shown := engine.PrintOf(p.info, it.Spec).Equal(in.Print)
	if it.Kind == engine.KindProfile {
		shown = in.Arrived(p.info, it.Spec) // what the file does not declare is not ours
	}
	if in.Verb != engine.Delete && !shown {
		return engine.Observed{}, engine.Errorf(engine.NotFound, op, in.ID, "%s shows something else", in.Remote)
	}
	return observed(p.cfg.URL, it), nil
}

func (p *provider) isOf(in engine.Intent, it *item) bool {
	isPost := it.Kind == p.info.PostKind
	return (it.Kind == in.ID.Kind || isPost && in.ID.Kind == engine.KindPost) &&
		engine.PrintOf(p.info, it.Spec).Equal(in.Print)
}

// Update implements engine.Updater.
func (p *provider) Update(ctx context.Context, before engine.Observed, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	const op = "update"
	if err := p.supports(op, d); err != nil {
		return engine.Observed{}, err
	}
	spec, err := p.onto(ctx, d, in)
	if err != nil {
		return engine.Observed{}, attempt(op, d.ID, err)
	}
	ask := draft{Spec: spec}
	if before.Phase == engine.Scheduled {
		ask.Due = d.Due
	}
	it, err := p.service.update(ctx, string(before.Remote), before.Version, ask)
	if err != nil {
		return engine.Observed{}, attempt(op, d.ID, err)
	}
	return observed(p.cfg.URL, it), nil
}

// Delete implements engine.Deleter.
func (p *provider) Delete(ctx context.Context, before engine.Observed, in engine.Intent) error {
	if err := p.service.remove(ctx, string(before.Remote)); err != nil {
		return attempt("delete", in.ID, err)
	}
	return nil
}

// Measure implements engine.Measurer. What is gone is left out.
func (p *provider) Measure(ctx context.Context, remotes []engine.RemoteID) iter.Seq2[engine.Metrics, error] {
	return func(yield func(engine.Metrics, error) bool) {
		for _, remote := range remotes {
			if remote == "" {
				continue // this network counts nothing of an account
			}
			it, err := p.service.read(ctx, string(remote))
			if engine.KindOf(err) == engine.NotFound && err != nil {
				continue
			}
			if err != nil {
				yield(engine.Metrics{}, attempt("measure", engine.ID{}, err))
				return
			}
			if !yield(engine.Metrics{Remote: remote, Counts: it.Counts}, nil) {
				return
			}
		}
	}
}

// Probe implements engine.Prober: the network answers to this account, and has
// no other limits than it says.
func (p *provider) Probe(ctx context.Context) (engine.Info, error) {
	if err := p.service.probe(ctx); err != nil {
		return engine.Info{}, attempt("probe", engine.ID{}, err)
	}
	return p.Info(), nil
}

// supports refuses kinds that are not declared.
func (p *provider) supports(op string, d engine.Desired) error {
	if d.Spec != nil {
		if _, ok := p.info.Kinds[d.Spec.Kind()]; ok {
			return nil
		}
		return engine.Errorf(engine.Unsupported, op, d.ID, "%s takes no %s", p.info.Label, d.Spec.Kind())
	}
	return engine.Errorf(engine.Unsupported, op, d.ID, "there is no content")
}

// attempt says what was attempted on what; the kind stays.
func attempt(op string, id engine.ID, err error) error {
	return &engine.Error{Op: op, ID: id, Kind: engine.KindOf(err), RetryAfter: engine.RetryAfterOf(err), Err: err}
}

// observed is an item as the engine sees it; base is the channel's URL.
func observed(base string, it *item) engine.Observed {
	seen := engine.Observed{
		Remote: engine.RemoteID(it.ID), Version: it.Version, Phase: it.Phase, Spec: it.Spec,
		Due: it.Due, Created: it.Created,
	}
	if it.Phase == engine.Live && base != "" {
		seen.URL = base + "/" + it.ID
	}
	return seen
}
