// Package observe looks at the networks: providers and the record travel in,
// one Observation a channel comes out. It never writes, and asks for the pages
// of a window, never for one post after the other.
package observe

import (
	"context"
	"errors"
	"sync"
	"time"

	"galley/engine"
)

// Window is how far back a listing reaches when nothing asks for more. What is
// older is taken as recorded.
const Window = 14 * 24 * time.Hour

// Refresh says how much of the networks is looked at.
type Refresh string

// The refreshes. The zero value is the window.
const (
	RefreshWindow Refresh = ""
	RefreshAll    Refresh = "all"
	RefreshNone   Refresh = "none" // plan from the record alone
)

// Channels lists every channel, all of them at once, and returns what each
// showed. A channel that fails says so in its Observation; the others go on.
// The record has to be read before: a listing older than an intent proves
// nothing about it.
func Channels(ctx context.Context, providers map[engine.Channel]engine.Provider, record engine.Record,
	now engine.Clock, refresh Refresh) map[engine.Channel]engine.Observation {
	owners := sync.OnceValue(func() map[Place]engine.ID { return Owners(record) }) // not in memory while listing
	var mu sync.Mutex
	var wg sync.WaitGroup
	seen := make(map[engine.Channel]engine.Observation, len(providers))
	for name, p := range providers {
		wg.Go(func() {
			o := channel(ctx, p, now, refresh)
			own(o.Seen, name, owners())
			mu.Lock()
			defer mu.Unlock()
			seen[name] = o
		})
	}
	wg.Wait()
	return seen
}

func channel(ctx context.Context, p engine.Provider, now engine.Clock, refresh Refresh) engine.Observation {
	o := engine.Observation{Begun: now()}
	lister, can := p.(engine.Lister)
	if !can || refresh == RefreshNone {
		return o
	}
	if refresh == RefreshWindow && !mirrored(p.Info()) {
		o.Since = o.Begun.Add(-Window).UTC()
	}
	for item, err := range lister.List(ctx, engine.Window{Since: o.Since}) {
		if err != nil {
			o.Failure, o.Refused = err.Error(), engine.KindOf(err) == engine.Unauthorized
			return o
		}
		item.At = o.Begun
		o.Seen = append(o.Seen, item)
	}
	o.Listed = true
	return o
}

// mirrored reports whether the network keeps nothing we could not write again:
// such a one is ours, near and cheap to list whole.
func mirrored(info engine.Info) bool {
	for _, limits := range info.Kinds {
		if limits.Mirrored {
			return true
		}
	}
	return false
}

// Reads reads resources one by one, for the few that a plan would change and
// that no listing showed. Resources that cannot be read are left out.
func Reads(ctx context.Context, p engine.Provider, record engine.Record, ids []engine.ID) (map[engine.ID]*engine.Observed, error) {
	reader, can := p.(engine.Reader)
	if !can {
		return nil, nil
	}
	found := make(map[engine.ID]*engine.Observed, len(ids))
	var failed error
	for _, id := range ids {
		r := record.IDs[id]
		o, err := reader.Read(ctx, KindOf(p.Info(), id), r.Remote)
		switch {
		case err == nil:
			o.ID = id
			found[id] = &o
		case engine.KindOf(err) == engine.NotFound:
			found[id] = nil
		default:
			failed = errors.Join(failed, err)
		}
	}
	return found, failed
}

// KindOf returns the kind of Spec that id has on its network.
func KindOf(info engine.Info, id engine.ID) engine.Kind {
	if id.Kind == engine.KindPost {
		return info.PostKind
	}
	return id.Kind
}

// A Place names one thing on one channel.
type Place struct {
	Channel engine.Channel
	Kind    engine.Kind // KindPost for posts and articles alike
	Remote  engine.RemoteID
}

// Owners returns which ID owns what on the networks. An ID that was taken down
// owns nothing, and one that is managed no more only what no other ID has taken
// over since.
func Owners(record engine.Record) map[Place]engine.ID {
	owners := make(map[Place]engine.ID, len(record.IDs))
	for id, r := range record.IDs {
		if r.Remote == "" || !r.Renamed.IsZero() {
			continue
		}
		place := Place{id.Channel, id.Kind, r.Remote}
		other, taken := owners[place]
		if older := record.IDs[other]; taken && (r.Released && !older.Released || r.Released == older.Released && other.Compare(id) < 0) {
			continue
		}
		owners[place] = id
	}
	return owners
}

// own writes the owning ID into what was seen.
func own(seen []engine.Observed, name engine.Channel, owners map[Place]engine.ID) {
	for i := range seen {
		seen[i].ID = owners[PlaceOf(name, seen[i])]
	}
}

// PlaceOf returns where an observed thing is.
func PlaceOf(name engine.Channel, o engine.Observed) Place {
	kind := engine.KindPost
	if o.Spec != nil && o.Spec.Kind() != engine.KindArticle {
		kind = o.Spec.Kind()
	}
	return Place{name, kind, o.Remote}
}
