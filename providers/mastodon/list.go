package mastodon

import (
	"context"
	"iter"
	"maps"
	"net/url"
	"strconv"
	"time"

	"galley/engine"
	"galley/providers/internal/rest"
)

// pageSize is the most that Mastodon puts on a page.
const pageSize = 40

// List yields the profile unless it is blank, the filters, what is scheduled,
// then the account's own posts and replies, newest first. The scheduler comes
// before the posts: what it publishes meanwhile is seen twice rather than not
// at all.
func (p *provider) List(ctx context.Context, w engine.Window) iter.Seq2[engine.Observed, error] {
	return func(yield func(engine.Observed, error) bool) {
		const op = "list"
		me, err := p.whoami(ctx)
		if err != nil {
			yield(engine.Observed{}, attempt(op, engine.ID{}, err))
			return
		}
		if seen := observedProfile(me); len(seen.Spec.Fields()) > 0 && !yield(seen, nil) {
			return
		}
		for _, part := range []iter.Seq2[engine.Observed, error]{p.filters(ctx, op), p.schedule(ctx, op), p.posts(ctx, op, me, w.Since)} {
			for seen, err := range part {
				if !yield(seen, err) || err != nil {
					return
				}
			}
		}
	}
}

// schedule yields what waits in the server's scheduler.
func (p *provider) schedule(ctx context.Context, op string) iter.Seq2[engine.Observed, error] {
	return func(yield func(engine.Observed, error) bool) {
		for s, err := range pages(ctx, p.rest, op, "api/v1/scheduled_statuses", nil, func(s scheduled) string { return s.ID }) {
			if err != nil {
				yield(engine.Observed{}, err)
				return
			}
			if !yield(observedScheduled(s), nil) {
				return
			}
		}
	}
}

// posts yields what the account itself published at or after since.
func (p *provider) posts(ctx context.Context, op string, me account, since time.Time) iter.Seq2[engine.Observed, error] {
	return func(yield func(engine.Observed, error) bool) {
		for s, err := range p.statuses(ctx, op, me, since) {
			if err != nil {
				yield(engine.Observed{}, err)
				return
			}
			seen, gone, err := p.seen(ctx, op, s)
			if gone {
				continue
			}
			if !yield(seen, err) || err != nil {
				return
			}
		}
	}
}

// statuses yields the raw statuses of a listing back to since.
func (p *provider) statuses(ctx context.Context, op string, me account, since time.Time) iter.Seq2[status, error] {
	return func(yield func(status, error) bool) {
		path := "api/v1/accounts/" + url.PathEscape(me.ID) + "/statuses"
		for s, err := range pages(ctx, p.rest, op, path, url.Values{"exclude_reblogs": {"true"}}, func(s status) string { return s.ID }) {
			if err != nil {
				yield(status{}, err)
				return
			}
			if s.CreatedAt.Before(since) {
				return
			}
			if !s.isReblog() && !yield(s, nil) {
				return
			}
		}
	}
}

// seen is a listed status as the engine sees it. It may be gone by the time its
// source is asked for.
func (p *provider) seen(ctx context.Context, op string, s status) (o engine.Observed, gone bool, err error) {
	text, err := p.text(ctx, op, s)
	if err == nil {
		var replyTo string
		if replyTo, err = p.replyTo(ctx, op, s); err == nil {
			return observed(s, text, replyTo), false, nil
		}
	}
	if engine.KindOf(err) == engine.NotFound {
		return engine.Observed{}, true, nil
	}
	return engine.Observed{}, false, err
}

// pages yields what a listing holds, page by page as its Link headers name
// them. GoToSocial always names one more: an empty page is the end. Should a
// proxy have taken the header off a full page, the next one is asked for by the
// last id, so that half a listing does not pass for all of it. A listing that is
// not there at all is no empty one either.
func pages[T any](ctx context.Context, c *rest.Client, op, path string, query url.Values, id func(T) string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		ask := url.Values{"limit": {strconv.Itoa(pageSize)}}
		maps.Copy(ask, query)
		for {
			last := []T(nil)
			for page, err := range rest.Pages[[]T](ctx, c, rest.Call{Op: op, Method: "GET", Path: path, Query: ask}) {
				if err != nil {
					yield(none, whole(op, err))
					return
				}
				if last = page; len(page) == 0 {
					break
				}
				for _, item := range page {
					if id(item) == "" {
						yield(none, engine.Errorf(engine.Uncertain, op, engine.ID{}, "the listing holds something without an id"))
						return
					}
					if !yield(item, nil) {
						return
					}
				}
			}
			if len(last) < pageSize || ask.Get("max_id") == id(last[len(last)-1]) {
				return
			}
			ask.Set("max_id", id(last[len(last)-1]))
		}
	}
}

// whole keeps "there is no such listing" apart from "the listing lacks it".
func whole(op string, err error) error {
	if engine.KindOf(err) != engine.NotFound {
		return err
	}
	return &engine.Error{Op: op, Kind: engine.Uncertain, Err: err}
}
