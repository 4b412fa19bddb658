package mastodon

import (
	"context"
	"slices"
	"time"

	"galley/engine"
)

// findBack is how long before its last instant to leave a request may have
// left: a lease lasts ten minutes, the rest is allowance.
const findBack = time.Hour

// Find looks for the print of an intent among what is scheduled and what was
// published since. The key cannot be asked for. For an intent that names what
// it changes, it reads that: an update is found where it shows, a deletion is
// not found once it is done.
func (p *provider) Find(ctx context.Context, in engine.Intent) (engine.Observed, error) {
	const op = "find"
	switch {
	case in.ID.Kind == engine.KindProfile:
		return p.findChanged(ctx, op, in, profileRemote)
	case in.Remote != "":
		return p.findChanged(ctx, op, in, in.Remote)
	case in.ID.Kind == engine.KindFilter:
		return p.findFilter(ctx, op, in)
	}
	me, err := p.me(ctx)
	if err != nil {
		return engine.Observed{}, attempt(op, in.ID, err)
	}
	if in.Native {
		found, err := p.findScheduled(ctx, op, in)
		if err == nil || engine.KindOf(err) != engine.NotFound {
			return found, err
		}
	}
	return p.findPublished(ctx, op, in, me)
}

func (p *provider) findScheduled(ctx context.Context, op string, in engine.Intent) (engine.Observed, error) {
	for seen, err := range p.schedule(ctx, op) {
		if err != nil {
			return engine.Observed{}, attempt(op, in.ID, err)
		}
		if shows(seen, in.Print) && seen.Due.Equal(in.Due) {
			return seen, nil
		}
	}
	return engine.Observed{}, engine.Errorf(engine.NotFound, op, in.ID, "it is not scheduled")
}

func (p *provider) findPublished(ctx context.Context, op string, in engine.Intent, me account) (engine.Observed, error) {
	var since time.Time
	if !in.SendBy.IsZero() {
		since = in.SendBy.Add(-findBack)
	}
	for s, err := range p.statuses(ctx, op, me, since) {
		if err != nil {
			return engine.Observed{}, attempt(op, in.ID, err)
		}
		if !mayBe(media(s.Media), in.Print.Media) {
			continue // whatever its text
		}
		seen, gone, err := p.seen(ctx, op, s)
		if err != nil {
			return engine.Observed{}, attempt(op, in.ID, err)
		}
		if !gone && shows(seen, in.Print) {
			return seen, nil
		}
	}
	return engine.Observed{}, engine.Errorf(engine.NotFound, op, in.ID, "the whole listing lacks it")
}

// mayBe reports whether what is shown may be the files that were sent. One that
// lost its mark may be any.
func mayBe(shown []engine.Media, sent []string) bool {
	return slices.EqualFunc(shown, sent, func(m engine.Media, sum string) bool {
		return m.SHA256 == "" || m.SHA256 == marked(sum)
	})
}

// shows reports whether what was seen is what a print is of.
func shows(seen engine.Observed, print engine.Print) bool {
	return engine.PrintOf(info(), engine.AsSent(seen.Spec, print.Media)).Equal(print)
}

func (p *provider) findChanged(ctx context.Context, op string, in engine.Intent, remote engine.RemoteID) (engine.Observed, error) {
	seen, err := p.Read(ctx, in.ID.Kind, remote)
	if err != nil {
		return engine.Observed{}, attempt(op, in.ID, err)
	}
	there := shows(seen, in.Print)
	if in.ID.Kind == engine.KindProfile {
		there = in.Arrived(info(), seen.Spec) // what the file does not declare is not ours
	}
	if in.Verb != engine.Delete && !there {
		return engine.Observed{}, engine.Errorf(engine.NotFound, op, in.ID, "%s shows something else", remote)
	}
	return seen, nil
}
