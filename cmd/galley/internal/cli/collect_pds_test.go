package cli_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"reflect"
	"testing"
	"time"

	"galley/providers/bluesky/testserver"
)

// TestCountsOfTheRealBlueskyAreCollected lets people like and answer posts on the
// real server, and follow the account, and collects what its own index counts.
func TestCountsOfTheRealBlueskyAreCollected(t *testing.T) {
	if testing.Short() && os.Getenv("CI") == "" {
		t.Skip("the reference servers are left out of short tests")
	}
	t.Parallel()
	_, err := pdsWithIndex()
	if errors.Is(err, testserver.ErrUnavailable) && os.Getenv("CI") == "" {
		fmt.Fprintf(os.Stderr, "SKIPPED %s: %v\n", t.Name(), err)
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, "pds with its index")
	w.exactlyOnce(w.untilDone())
	gazette := w.net.(pdsService)
	first, second := gazette.reference(text(0)), gazette.reference(text(1))
	ana, ben := newPDS(t, pdsWithIndex).(pdsService), newPDS(t, pdsWithIndex).(pdsService)
	for _, reader := range []pdsService{ana, ben} {
		reader.write("app.bsky.feed.like", map[string]any{"subject": first})
		reader.write("app.bsky.graph.follow", map[string]any{"subject": gazette.did})
	}
	ana.write("app.bsky.feed.post", map[string]any{"text": "Well said.", "reply": map[string]any{"root": first, "parent": first}})
	ben.write("app.bsky.feed.repost", map[string]any{"subject": second})
	gazette.awaitIndex(first.URI, func(p indexedPost) bool { return p.LikeCount == 2 && p.ReplyCount == 1 })
	gazette.awaitIndex(second.URI, func(p indexedPost) bool { return p.RepostCount == 1 })
	gazette.awaitFollowers(2)

	w.pass(time.Hour)
	c, code := w.collected()
	if got := c.Channels[0]; code != 0 || got.Posts != posts || !got.Account || got.Requests > 4 {
		t.Errorf("exit %d: %+v, want %d posts and the account in 4 requests at most", code, c, posts)
	}
	w.countedOnce("1h")
	want := map[string]map[string]int64{
		"net/p00": {"likes": 2, "replies": 1, "reposts": 0, "quotes": 0},
		"net/p01": {"likes": 0, "replies": 0, "reposts": 1, "quotes": 0},
		"net/p02": {"likes": 0, "replies": 0, "reposts": 0, "quotes": 0},
		"":        {"followers": 2, "following": 0, "posts": posts},
	}
	got := map[string]map[string]int64{}
	for _, line := range w.snapshotLines() {
		var s struct {
			ID     string
			Counts map[string]int64
		}
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatal(err)
		}
		if want[s.ID] != nil {
			got[s.ID] = s.Counts
			delete(s.Counts, "bookmarks") // since versions of the index that know them
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("collected %v\nwant %v", got, want)
	}
}

// A reference names a record to others.
type reference struct {
	URI string `json:"uri"`
	CID string `json:"cid"`
}

// reference is that of the post with this text.
func (s pdsService) reference(text string) reference {
	s.t.Helper()
	var page struct {
		Records []struct {
			reference
			Value struct{ Text string }
		}
	}
	s.call("com.atproto.repo.listRecords?limit=100&collection=app.bsky.feed.post&repo="+url.QueryEscape(s.did), nil, &page)
	for _, r := range page.Records {
		if r.Value.Text == text {
			return r.reference
		}
	}
	s.t.Fatalf("there is no post %q", text)
	return reference{}
}

// write makes a record by hand.
func (s pdsService) write(collection string, record map[string]any) {
	s.t.Helper()
	record["$type"], record["createdAt"] = collection, time.Now().UTC().Format(time.RFC3339)
	var made reference
	s.call("com.atproto.repo.createRecord", map[string]any{"repo": s.did, "collection": collection, "record": record}, &made)
}

type indexedPost struct{ LikeCount, ReplyCount, RepostCount int }

// awaitIndex asks until the index, which follows the server, has caught up.
func (s pdsService) awaitIndex(uri string, seen func(indexedPost) bool) {
	s.t.Helper()
	s.await("the counts of "+uri, func() bool {
		var answer struct{ Posts []indexedPost }
		s.call("app.bsky.feed.getPosts?uris="+url.QueryEscape(uri), nil, &answer)
		return len(answer.Posts) == 1 && seen(answer.Posts[0])
	})
}

func (s pdsService) awaitFollowers(n int) {
	s.t.Helper()
	s.await("the followers", func() bool {
		var profile struct{ FollowersCount, PostsCount int }
		s.call("app.bsky.actor.getProfile?actor="+url.QueryEscape(s.did), nil, &profile)
		return profile.FollowersCount == n && profile.PostsCount == posts
	})
}

func (s pdsService) await(what string, there func() bool) {
	s.t.Helper()
	ticker := time.NewTicker(200 * time.Millisecond)
	defer ticker.Stop()
	for range 300 {
		if there() {
			return
		}
		<-ticker.C
	}
	s.t.Fatalf("the index does not show %s", what)
}
