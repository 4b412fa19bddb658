package providertest_test

import (
	"context"
	"errors"
	"iter"

	"galley/engine"
)

// whole has every capability.
type whole interface {
	engine.Provider
	engine.Preparer
	engine.Reader
	engine.Lister
	engine.Finder
	engine.Updater
	engine.Deleter
	engine.Measurer
	engine.Prober
}

// A sinner is the reference provider with one thing wrong. Each field, where it
// is set, stands in for the method of its name.
type sinner struct {
	whole
	info    func(engine.Info) engine.Info
	create  func(context.Context, engine.Desired, engine.Intent) (engine.Observed, error)
	prepare func(context.Context, engine.Desired) error
	read    func(context.Context, engine.Kind, engine.RemoteID) (engine.Observed, error)
	list    func(context.Context, engine.Window) iter.Seq2[engine.Observed, error]
	find    func(context.Context, engine.Intent) (engine.Observed, error)
	update  func(context.Context, engine.Observed, engine.Desired, engine.Intent) (engine.Observed, error)
	remove  func(context.Context, engine.Observed, engine.Intent) error
	measure func(context.Context, []engine.RemoteID) iter.Seq2[engine.Metrics, error]
}

func (s *sinner) Info() engine.Info {
	if s.info != nil {
		return s.info(s.whole.Info())
	}
	return s.whole.Info()
}

func (s *sinner) Create(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	if s.create != nil {
		return s.create(ctx, d, in)
	}
	return s.whole.Create(ctx, d, in)
}

func (s *sinner) Prepare(ctx context.Context, d engine.Desired) error {
	if s.prepare != nil {
		return s.prepare(ctx, d)
	}
	return s.whole.Prepare(ctx, d)
}

func (s *sinner) Read(ctx context.Context, kind engine.Kind, remote engine.RemoteID) (engine.Observed, error) {
	if s.read != nil {
		return s.read(ctx, kind, remote)
	}
	return s.whole.Read(ctx, kind, remote)
}

func (s *sinner) List(ctx context.Context, w engine.Window) iter.Seq2[engine.Observed, error] {
	if s.list != nil {
		return s.list(ctx, w)
	}
	return s.whole.List(ctx, w)
}

func (s *sinner) Find(ctx context.Context, in engine.Intent) (engine.Observed, error) {
	if s.find != nil {
		return s.find(ctx, in)
	}
	return s.whole.Find(ctx, in)
}

func (s *sinner) Update(ctx context.Context, before engine.Observed, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	if s.update != nil {
		return s.update(ctx, before, d, in)
	}
	return s.whole.Update(ctx, before, d, in)
}

func (s *sinner) Delete(ctx context.Context, before engine.Observed, in engine.Intent) error {
	if s.remove != nil {
		return s.remove(ctx, before, in)
	}
	return s.whole.Delete(ctx, before, in)
}

func (s *sinner) Measure(ctx context.Context, remotes []engine.RemoteID) iter.Seq2[engine.Metrics, error] {
	if s.measure != nil {
		return s.measure(ctx, remotes)
	}
	return s.whole.Measure(ctx, remotes)
}

// limits changes the limits of every kind.
func limits(change func(*engine.Limits)) func(*sinner) {
	return func(s *sinner) {
		s.info = func(info engine.Info) engine.Info {
			for kind, l := range info.Kinds {
				change(&l)
				info.Kinds[kind] = l
			}
			return info
		}
	}
}

// creating changes what is created.
func creating(change func(*engine.Desired, *engine.Intent)) func(*sinner) {
	return func(s *sinner) {
		s.create = func(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
			change(&d, &in)
			return s.whole.Create(ctx, d, in)
		}
	}
}

// post changes a copy of the post that is created.
func post(change func(*engine.Post)) func(*sinner) {
	return creating(func(d *engine.Desired, _ *engine.Intent) {
		if p, ok := d.Spec.(*engine.Post); ok {
			other := *p
			change(&other)
			d.Spec = &other
		}
	})
}

// measuring changes how posts are measured.
func measuring(change func(*sinner, context.Context, []engine.RemoteID) iter.Seq2[engine.Metrics, error]) func(*sinner) {
	return func(s *sinner) {
		s.measure = func(ctx context.Context, remotes []engine.RemoteID) iter.Seq2[engine.Metrics, error] {
			return change(s, ctx, remotes)
		}
	}
}

// listing changes the listing as a whole.
func listing(change func(iter.Seq2[engine.Observed, error]) iter.Seq2[engine.Observed, error]) func(*sinner) {
	return func(s *sinner) {
		s.list = func(ctx context.Context, w engine.Window) iter.Seq2[engine.Observed, error] {
			return change(s.whole.List(ctx, w))
		}
	}
}

// as gives an error another kind.
func as(err error, from, to engine.ErrKind) error {
	var e *engine.Error
	if errors.As(err, &e) && e.Kind == from {
		other := *e
		other.Kind = to
		return &other
	}
	return err
}
