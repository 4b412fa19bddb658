package mastodon

import (
	"context"
	"iter"
	"net/url"
	"slices"
	"strings"

	"galley/engine"
)

// batch is how many posts the server tells of at once (since 4.3).
const batch = 20

// Measure counts favourites, reblogs, replies and, where the server tells them,
// quotes of posts; for the account followers, following and statuses. What is
// gone or not live is left out.
func (p *provider) Measure(ctx context.Context, remotes []engine.RemoteID) iter.Seq2[engine.Metrics, error] {
	return func(yield func(engine.Metrics, error) bool) {
		const op = "measure"
		var posts []engine.RemoteID
		for _, remote := range remotes {
			if remote == "" && !p.measureAccount(ctx, op, yield) {
				return
			}
			if remote != "" && remote != profileRemote && !strings.HasPrefix(string(remote), scheduledPrefix) {
				posts = append(posts, remote)
			}
		}
		if len(posts) == 0 {
			return
		}
		if _, err := p.me(ctx); err != nil { // nothing is asked where the account was
			yield(engine.Metrics{}, attempt(op, engine.ID{}, err))
			return
		}
		for some := range slices.Chunk(posts, batch) {
			list, err := p.several(ctx, op, some)
			for _, s := range list {
				if !yield(engine.Metrics{Remote: engine.RemoteID(s.ID), Counts: present(counted(s))}, nil) {
					return
				}
			}
			if err != nil {
				yield(engine.Metrics{}, err)
				return
			}
		}
	}
}

func (p *provider) measureAccount(ctx context.Context, op string, yield func(engine.Metrics, error) bool) bool {
	me, err := p.whoami(ctx)
	if err != nil {
		yield(engine.Metrics{}, attempt(op, engine.ID{}, err))
		return false
	}
	return yield(engine.Metrics{Counts: present(countedAccount(me))}, nil)
}

func counted(s status) map[string]*int64 {
	return map[string]*int64{"favourites": s.FavouritesCount, "reblogs": s.ReblogsCount,
		"replies": s.RepliesCount, "quotes": s.QuotesCount}
}

func countedAccount(a account) map[string]*int64 {
	return map[string]*int64{"followers": a.Followers, "following": a.Following, "statuses": a.Statuses}
}

// present keeps what was reported: what is absent is not zero.
func present(all map[string]*int64) map[string]int64 {
	counts := map[string]int64{}
	for name, n := range all {
		if n != nil {
			counts[name] = *n
		}
	}
	return counts
}

// several reads posts at once, or one by one where the server cannot (405 on
// GoToSocial, 404 on others).
func (p *provider) several(ctx context.Context, op string, remotes []engine.RemoteID) ([]status, error) {
	query := url.Values{}
	for _, remote := range remotes {
		query.Add("id[]", string(remote))
	}
	var list []status
	_, err := p.get(ctx, op, engine.ID{}, "api/v1/statuses", query, &list)
	if kind := engine.KindOf(err); err == nil || kind != engine.Invalid && kind != engine.NotFound {
		return list, err
	}
	list = nil
	for _, remote := range remotes {
		s, _, err := p.status(ctx, op, remote)
		switch {
		case err == nil:
			list = append(list, s)
		case engine.KindOf(err) != engine.NotFound:
			return list, err
		}
	}
	return list, nil
}
