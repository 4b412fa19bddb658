package bluesky

import (
	"context"
	"iter"
	"slices"
	"time"

	"galley/engine"
)

// lateness is how much farther back a listing reaches than it was asked for. It
// goes by keys, and a key tells when its post was first due: one that was held,
// or moved to a later time after a failure, goes out long after.
const lateness = 30 * 24 * time.Hour

// List implements engine.Lister: the profile, if there is one, and the posts of
// the account, whoever wrote them, each with its thread, by their keys. Answers
// to others are among them.
func (p *Provider) List(ctx context.Context, w engine.Window) iter.Seq2[engine.Observed, error] {
	return func(yield func(engine.Observed, error) bool) {
		did, err := p.reader(ctx)
		if err == nil {
			err = p.list(ctx, did, w.Since, func(o engine.Observed) bool { return yield(o, nil) })
		}
		if err != nil {
			yield(engine.Observed{}, attempt("list", engine.ID{}, err))
		}
	}
}

func (p *Provider) list(ctx context.Context, did string, since time.Time, yield func(engine.Observed) bool) error {
	profile, err := p.optional(ctx, did, profileType, profileKey)
	if err != nil {
		return err
	}
	if profile != nil && !yield(p.observedProfile(*profile)) {
		return nil
	}
	if !since.IsZero() {
		since = since.Add(-lateness)
	}
	l := &listing{provider: p, ctx: ctx, did: did, profile: profile, end: keyAt(since),
		threadgates: p.gateReader(ctx, did, threadgateType), postgates: p.gateReader(ctx, did, postgateType)}
	defer l.threadgates.stop()
	defer l.postgates.stop()
	for s, err := range p.older(ctx, did, postType, "") {
		if err != nil {
			return unlessNotFound(err)
		}
		if s.Key < l.end && len(l.waiting) == 0 {
			break
		}
		l.add(s)
		if more, err := l.flush(s.Key, yield); err != nil || !more {
			return err
		}
	}
	_, err = l.flush("", yield)
	return err
}

// A listing joins threads while records come in, the newest first: a part comes
// before the one it continues, and waits for it.
type listing struct {
	provider    *Provider
	ctx         context.Context
	did         string
	profile     *stored
	end         string // least key that was asked for
	waiting     []*chain
	threadgates *gateReader
	postgates   *gateReader
}

// A chain is a thread, or the end of one, of which the beginning is to come.
type chain struct {
	parts  []stored // in order
	parent string   // key of the part before; empty if this is the beginning
}

// add takes the next record. Of several that continue it, the one written first
// is the thread; the others are answers of their own.
func (l *listing) add(s stored) {
	c := &chain{parts: []stored{s}, parent: l.parentOf(s)}
	for i, w := range slices.Backward(l.waiting) {
		if w.parent == s.Key {
			c.parts = append(c.parts, w.parts...)
			l.waiting = slices.Delete(l.waiting, i, i+1)
			break
		}
	}
	l.waiting = append(l.waiting, c)
}

// parentOf returns the key of the part that s continues, empty if it continues
// none.
func (l *listing) parentOf(s stored) string {
	a, ok := parseAddress(s.Value.str("reply", "parent", "uri"))
	if ok && a.actor == l.did && continues(a.key, s.Key) {
		return a.key
	}
	return ""
}

// flush yields what is whole, in order. Once a key has passed, what waits for
// it is an answer to something that is gone, and stands alone.
func (l *listing) flush(passed string, yield func(engine.Observed) bool) (more bool, err error) {
	for len(l.waiting) > 0 {
		c := l.waiting[0]
		if c.parent != "" && c.parent < passed {
			return true, nil
		}
		l.waiting = l.waiting[1:]
		o, err := l.observed(c)
		if err != nil {
			return false, err
		}
		if !yield(o) {
			return false, nil
		}
	}
	return true, nil
}

func (l *listing) observed(c *chain) (engine.Observed, error) {
	key := c.parts[0].Key
	w := posting{key: key, profile: l.profile, pinned: pins(l.profile, uri(l.did, key))}
	var err error
	if w.threadgate, err = l.threadgates.of(key); err != nil {
		return engine.Observed{}, err
	}
	for _, s := range c.parts {
		gate, err := l.postgates.of(s.Key)
		if err != nil {
			return engine.Observed{}, err
		}
		w.parts = append(w.parts, part{s, gate})
	}
	return l.provider.observed(w), nil
}

// A gateReader reads the gates of one collection along with the posts, page by
// page.
type gateReader struct {
	next func() (stored, error, bool)
	stop func()
	seen map[string]*stored
	done bool
	last string
}

func (p *Provider) gateReader(ctx context.Context, did, collection string) *gateReader {
	next, stop := iter.Pull2(p.older(ctx, did, collection, ""))
	return &gateReader{next: next, stop: stop, seen: map[string]*stored{}}
}

// of returns the gate under a key, nil if there is none.
func (g *gateReader) of(key string) (*stored, error) {
	for !g.done && (g.last == "" || g.last > key) {
		s, err, ok := g.next()
		if err != nil {
			return nil, unlessNotFound(err)
		}
		if g.done = !ok; ok {
			g.seen[s.Key], g.last = &s, s.Key
		}
	}
	return g.seen[key], nil
}
