package bluesky

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"slices"

	"galley/engine"
	"galley/providers/internal/rest"
)

// perMeasure is the most posts that the server counts at once.
const perMeasure = 25

// A counter is one count, by the network's name and by ours.
type counter struct{ theirs, ours string }

// What is counted of posts and accounts. The network counts no views.
var (
	countedPost = [...]counter{{"likeCount", "likes"}, {"repostCount", "reposts"}, {"replyCount", "replies"},
		{"quoteCount", "quotes"}, {"bookmarkCount", "bookmarks"}}
	countedAccount = [...]counter{{"followersCount", "followers"}, {"followsCount", "following"}, {"postsCount", "posts"}}
)

// Measure implements engine.Measurer. What is gone is left out; a count that is
// not reported is absent. Of a thread, its first part is counted.
func (p *Provider) Measure(ctx context.Context, remotes []engine.RemoteID) iter.Seq2[engine.Metrics, error] {
	return func(yield func(engine.Metrics, error) bool) {
		if err := p.measure(ctx, remotes, func(m engine.Metrics) bool { return yield(m, nil) }); err != nil {
			yield(engine.Metrics{}, attempt("measure", engine.ID{}, err))
		}
	}
}

func (p *Provider) measure(ctx context.Context, remotes []engine.RemoteID, yield func(engine.Metrics) bool) error {
	did, err := p.writer(ctx)
	if err != nil {
		return err
	}
	var posts []engine.RemoteID
	for _, remote := range remotes {
		if remote != "" && remote != profileKey {
			posts = append(posts, remote)
			continue
		}
		var counts record
		if err := p.view(ctx, "app.bsky.actor.getProfile", url.Values{"actor": {did}}, &counts); err != nil {
			return err
		}
		if !yield(engine.Metrics{Remote: remote, Counts: countsOf(counts, countedAccount[:])}) {
			return nil
		}
	}
	for some := range slices.Chunk(posts, perMeasure) {
		if more, err := p.measurePosts(ctx, did, some, yield); err != nil || !more {
			return err
		}
	}
	return nil
}

func (p *Provider) measurePosts(ctx context.Context, did string, remotes []engine.RemoteID, yield func(engine.Metrics) bool) (more bool, err error) {
	uris := url.Values{}
	byURI := map[string]engine.RemoteID{}
	for _, remote := range remotes {
		name := uri(did, string(remote))
		uris.Add("uris", name)
		byURI[name] = remote
	}
	var answer struct {
		Posts []record `json:"posts"`
	}
	if err := p.view(ctx, "app.bsky.feed.getPosts", uris, &answer); err != nil {
		return false, err
	}
	for _, post := range answer.Posts {
		remote, asked := byURI[post.str("uri")]
		if asked && !yield(engine.Metrics{Remote: remote, Counts: countsOf(post, countedPost[:])}) {
			return false, nil
		}
	}
	return true, nil
}

// view asks the network's index, which the server reaches for those it knows.
func (p *Provider) view(ctx context.Context, method string, query url.Values, out any) error {
	return p.session.do(ctx, rest.Call{Method: http.MethodGet, Path: xrpc(method), Query: query}, out)
}

// namesOf returns our names, sorted.
func namesOf(counters []counter) []string {
	names := make([]string, len(counters))
	for i, c := range counters {
		names[i] = c.ours
	}
	slices.Sort(names)
	return names
}

func countsOf(r record, counters []counter) map[string]int64 {
	counts := map[string]int64{}
	for _, c := range counters {
		if v, reported := r[c.theirs]; reported {
			counts[c.ours] = number(v)
		}
	}
	return counts
}
