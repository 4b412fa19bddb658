package bluesky_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/providers/bluesky"
	"galley/providers/internal/atproto"
)

// local answers in process.
type local struct{ http.Handler }

func (l local) RoundTrip(r *http.Request) (*http.Response, error) {
	rec := httptest.NewRecorder()
	l.ServeHTTP(rec, r)
	return rec.Result(), nil
}

// written is a post that somebody wrote with an app: seconds after the start,
// as the answer to another.
type written struct {
	name    string
	seconds float64
	clock   uint16
	answers string
}

// TestThreadsOfOthersAreJoined writes posts as apps do, lists them, and reads
// each of those listed: both have to see the same.
func TestThreadsOfOthersAreJoined(t *testing.T) {
	for name, c := range map[string]struct {
		posts []written
		want  string // listed, newest first; parts joined by +
	}{
		"written at once":       {[]written{{"a", 0, 7, ""}, {"b", 0.1, 7, "a"}, {"c", 0.2, 7, "b"}}, "a+b+c"},
		"answered later":        {[]written{{"a", 0, 7, ""}, {"b", 60, 7, "a"}}, "b a"},
		"with another app":      {[]written{{"a", 0, 7, ""}, {"b", 1, 8, "a"}}, "b a"},
		"two of them":           {[]written{{"a", 0, 7, ""}, {"x", 0.05, 9, ""}, {"b", 0.1, 7, "a"}, {"y", 0.2, 9, "x"}}, "x+y a+b"},
		"the first goes on":     {[]written{{"a", 0, 7, ""}, {"b", 1, 7, "a"}, {"c", 2, 7, "a"}}, "c a+b"},
		"the first is gone":     {[]written{{"b", 1, 7, "gone"}, {"c", 2, 7, "b"}, {"d", 3, 7, ""}}, "d b+c"},
		"more than one page":    {[]written{{"a", 0, 7, ""}, {"b", 1, 7, "a"}, {"c", 2, 7, "b"}, {"d", 3, 7, "c"}, {"e", 4, 7, "d"}}, "a+b+c+d+e"},
		"answers to a stranger": {[]written{{"a", 0, 7, ""}, {"b", 1, 7, "stranger"}}, "b a"},
	} {
		t.Run(name, func(t *testing.T) {
			w := fakeWorld(t)
			for _, post := range c.posts {
				w.write(post, c.posts)
			}
			var names []string
			for _, seen := range w.listed() {
				names = append(names, joined(seen))
				if again := w.read(seen.Remote); joined(again) != joined(seen) || again.Version != seen.Version {
					t.Errorf("listed as %s %s, read as %s %s", joined(seen), seen.Version, joined(again), again.Version)
				}
			}
			if got := strings.Join(names, " "); got != c.want {
				t.Errorf("listed %q, want %q", got, c.want)
			}
		})
	}
}

func joined(seen engine.Observed) string {
	post := seen.Spec.(*engine.Post)
	name := post.Text
	for _, part := range post.Thread {
		name += "+" + part.Text
	}
	return name
}

func (w *world) write(post written, all []written) {
	w.Helper()
	key := func(p written) string {
		at := w.start.Add(time.Duration(p.seconds * float64(time.Second)))
		return atproto.TID{Micros: uint64(at.UnixMicro()), Clock: p.clock}.String()
	}
	value := map[string]any{"$type": "app.bsky.feed.post", "text": post.name,
		"createdAt": w.start.Add(time.Duration(post.seconds * float64(time.Second))).Format(time.RFC3339Nano)}
	to := fmt.Sprintf("at://%s/app.bsky.feed.post/%s", w.did, key(written{seconds: 0.5, clock: 7}))
	if post.answers == "stranger" {
		to = fmt.Sprintf("at://%s/app.bsky.feed.post/%s", w.otherDID, key(all[0]))
	}
	for _, p := range all {
		if p.name == post.answers {
			to = fmt.Sprintf("at://%s/app.bsky.feed.post/%s", w.did, key(p))
		}
	}
	if post.answers != "" {
		target := map[string]any{"uri": to, "cid": "bafyreifhbmh6wxnzneg2bwx4ld6clkugf24ni6jh7vepvj7ige4xo4pavq"}
		value["reply"] = map[string]any{"root": target, "parent": target}
	}
	if err := w.fake.WriteByHand(handle, "app.bsky.feed.post", engine.RemoteID(key(post)), value); err != nil {
		w.Fatal(err)
	}
}

// TestListingReachesBackToItsWindow: and a month beyond it, for what went out
// late, but no farther.
func TestListingReachesBackToItsWindow(t *testing.T) {
	w := fakeWorld(t)
	day := 24 * time.Hour
	for n := range 4 * page {
		w.write(written{name: fmt.Sprint(n), seconds: float64(n) * 10 * day.Seconds(), clock: 4}, nil)
	}
	var got []string
	for seen, err := range w.provider().List(t.Context(), engine.Window{Since: w.start.Add(105 * day)}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, joined(seen))
	}
	if want := "11 10 9 8"; strings.Join(got, " ") != want {
		t.Errorf("listed %v, want %s", got, want)
	}
}

// TestHiddenRepliesStayHidden: what was hidden by hand outlives the gate that
// the file takes away.
func TestHiddenRepliesStayHidden(t *testing.T) {
	w := fakeWorld(t)
	made := w.publish(w.desire(1, &engine.Post{Text: "Discuss.", Replies: "none"}))
	gate, _ := w.fake.Record(handle, "app.bsky.feed.threadgate", made.Remote)
	gate["hiddenReplies"] = []any{"at://" + w.otherDID + "/app.bsky.feed.post/3kaaaaaaaaa2a"}
	if err := w.fake.WriteByHand(handle, "app.bsky.feed.threadgate", made.Remote, gate); err != nil {
		t.Fatal(err)
	}
	d := w.desire(1, &engine.Post{Text: "Discuss."})
	if _, err := w.update(w.read(made.Remote), d); err != nil {
		t.Fatal(err)
	}
	gate, found := w.fake.Record(handle, "app.bsky.feed.threadgate", made.Remote)
	if _, limited := gate["allow"]; !found || limited || gate["hiddenReplies"] == nil {
		t.Errorf("the gate became %v", gate)
	}
	if replies := w.read(made.Remote).Spec.(*engine.Post).Replies; replies != "" {
		t.Errorf("replies: %q", replies)
	}
}

// TestKeysOfOnePostNeverMove: a key is told by the due second and the key of
// the intent, and two posts of one second have two.
func TestKeysOfOnePostNeverMove(t *testing.T) {
	p := fakeWorld(t).provider()
	d := engine.Desired{ID: engine.ID{Kind: engine.KindPost}, Spec: &engine.Post{Text: "a"}}
	due := time.Date(2026, 12, 24, 9, 0, 0, 0, time.UTC)
	seen := map[engine.RemoteID]string{}
	for n := range 1000 {
		key := engine.HashText(fmt.Sprint(n))
		chosen := p.Choose(d, key, due)
		if again := p.Choose(d, key, due.Add(time.Millisecond)); again != chosen {
			t.Fatalf("%s, then %s", chosen, again)
		}
		if other := seen[chosen]; other != "" {
			t.Fatalf("%s and %s share %s", key, other, chosen)
		}
		seen[chosen] = key
		tid, ok := atproto.ParseTID(string(chosen))
		if !ok || !tid.Time().Truncate(time.Second).Equal(due) {
			t.Fatalf("%s is of %v, want %v", chosen, tid.Time(), due)
		}
	}
	if p.Choose(d, "k", due) == p.Choose(d, "k", due.Add(time.Second)) {
		t.Error("the due time is not in the key")
	}
	if key := p.Choose(engine.Desired{ID: engine.ID{Kind: engine.KindProfile}}, "k", due); key != "self" {
		t.Errorf("the profile is %s", key)
	}
}

func TestNewNamesWhatIsMissing(t *testing.T) {
	good := fakeWorld(t).config(handle, "x")
	for name, change := range map[string]func(*engine.Config){
		"handle": func(c *engine.Config) { c.Account.Handle = "" },
		"url":    func(c *engine.Config) { c.URL = "bsky.social" },
		"HTTP":   func(c *engine.Config) { c.HTTP = nil },
	} {
		cfg := good
		change(&cfg)
		if _, err := bluesky.New(cfg); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
	good.URL = ""
	if _, err := bluesky.New(good); err != nil {
		t.Error(err)
	}
}
