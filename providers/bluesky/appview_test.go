package bluesky_test

import (
	"context"
	"testing"
	"time"

	"galley/engine"
	"galley/providers/bluesky/testserver"
)

// TestCountsOfTheReferenceIndex lets somebody like and answer a post, and reads
// the counts of the reference app view through the server.
func TestCountsOfTheReferenceIndex(t *testing.T) {
	if testing.Short() && !inCI() {
		t.Skip("the reference servers are left out of short tests")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	server, err := testserver.Start(ctx, testserver.Options{Cache: cache(), AppView: true})
	mayLack(t, err)
	defer func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	}()
	w := worldOf(t, server).as(t, 0)
	made := w.publish(w.desire(1, &engine.Post{Text: "What do you think?", Replies: "all"}))
	other := worldOf(t, server).as(t, 0)
	other.did, other.handle, other.password = w.otherDID, w.other, w.otherPW
	callByHand(other, "com.atproto.repo.createRecord", map[string]any{
		"repo": other.did, "collection": "app.bsky.feed.like", "record": map[string]any{
			"$type": "app.bsky.feed.like", "createdAt": time.Now().UTC().Format(time.RFC3339),
			"subject": map[string]any{"uri": "at://" + w.did + "/app.bsky.feed.post/" + string(made.Remote), "cid": made.Version},
		}})
	other.publish(other.desire(2, &engine.Post{Text: "A lot.", ReplyTo: made.URL}))
	want := map[string]int64{"likes": 1, "replies": 1, "reposts": 0, "quotes": 0}
	got := await(t, w, made.Remote, want)
	for name, n := range want {
		if got[name] != n {
			t.Errorf("%s: %d, want %d (of %v)", name, got[name], n, got)
		}
	}
	if account := measured(t, w, ""); account["posts"] != 1 || account["followers"] != 0 {
		t.Errorf("of the account: %v, want 1 post and no followers", account)
	}
	if gone := measured(t, w, "3kaaaaaaaaa2a"); gone != nil {
		t.Errorf("of what is not there: %v", gone)
	}
}

// await asks until the index, which follows the server, has caught up.
func await(t *testing.T, w *world, remote engine.RemoteID, want map[string]int64) map[string]int64 {
	t.Helper()
	ticker := time.NewTicker(200 * time.Millisecond)
	defer ticker.Stop()
	var got map[string]int64
	for range 150 {
		if got = measured(t, w, remote); got["likes"] == want["likes"] && got["replies"] == want["replies"] {
			return got
		}
		<-ticker.C
	}
	return got
}

func measured(t *testing.T, w *world, remote engine.RemoteID) map[string]int64 {
	t.Helper()
	for m, err := range w.account().Measure(t.Context(), []engine.RemoteID{remote}) {
		if err != nil {
			t.Fatal(err)
		}
		return m.Counts
	}
	return nil
}
