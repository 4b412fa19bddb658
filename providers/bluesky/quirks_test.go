package bluesky_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/providers/bluesky/blueskytest"
)

// onWrite strikes the next write of records, once.
func onWrite(hit error) func(*http.Request) error {
	struck := false
	return func(r *http.Request) error {
		if struck || !blueskytest.IsWrite(r) {
			return nil
		}
		struck = true
		return hit
	}
}

// TestExpiredTokenIsReplaced: a write is refused before anything happens, and
// the next attempt brings a new token; what only asks goes on by itself.
func TestExpiredTokenIsReplaced(t *testing.T) {
	w := fakeWorld(t)
	p := w.provider()
	d := w.desire(1, &engine.Post{Text: "After two hours."})
	if err := p.Prepare(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	w.fake.ExpireTokens()
	_, err := p.Create(t.Context(), d, w.intent(engine.Create, d))
	w.wantKind("Create with an expired token", err, engine.Transient)
	if len(w.fake.Shown(handle)) > 0 {
		t.Error("it was published all the same")
	}
	made, err := p.Create(t.Context(), d, w.intent(engine.Create, d))
	if err != nil {
		t.Fatalf("Create with a new token: %v", err)
	}
	w.fake.ExpireTokens()
	for m, err := range p.Measure(t.Context(), []engine.RemoteID{made.Remote, ""}) {
		if err != nil || m.Counts == nil {
			t.Errorf("Measure with an expired token: %v, %v", m, err)
		}
	}
}

func TestLimitSaysWhenItEnds(t *testing.T) {
	w := fakeWorld(t)
	p := w.provider()
	d := w.desire(1, &engine.Post{Text: "Too much."})
	if err := p.Prepare(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	w.fake.Strike(onWrite(blueskytest.TooMany(90*time.Second)), nil)
	_, err := p.Create(t.Context(), d, w.intent(engine.Create, d))
	w.wantKind("Create above the limit", err, engine.Throttled)
	if wait := engine.RetryAfterOf(err); wait != 90*time.Second {
		t.Errorf("it may be tried again after %v, want 1m30s", wait)
	}
}

// TestWriteThatMayHaveHappenedIsUncertain covers what stands between us and the
// server, and a connection that breaks before and after it has acted.
func TestWriteThatMayHaveHappenedIsUncertain(t *testing.T) {
	for name, c := range map[string]struct {
		before, after error
		posts         int
	}{
		"page instead":       {before: blueskytest.Proxy(http.StatusOK)},
		"bad gateway":        {before: blueskytest.Proxy(http.StatusBadGateway)},
		"page after it":      {after: blueskytest.Proxy(http.StatusOK), posts: 1},
		"gateway timed out":  {after: blueskytest.Proxy(http.StatusGatewayTimeout), posts: 1},
		"broken":             {before: errors.New("hung up")},
		"broken after it":    {after: errors.New("hung up"), posts: 1},
		"server is confused": {after: &blueskytest.Refusal{Status: 500, Name: "InternalServerError"}, posts: 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := fakeWorld(t)
			p := w.provider()
			d := w.desire(1, &engine.Post{Text: "Once."})
			if err := p.Prepare(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			w.fake.Strike(onWrite(c.before), onWrite(c.after))
			_, err := p.Create(t.Context(), d, w.intent(engine.Create, d))
			w.wantKind("Create", err, engine.Uncertain)
			if n := len(w.fake.Shown(handle)); n != c.posts {
				t.Errorf("%d posts, want %d", n, c.posts)
			}
			_, err = w.provider().Find(t.Context(), w.intent(engine.Create, d))
			if found := err == nil; found != (c.posts == 1) {
				t.Errorf("Find: %v", err)
			}
		})
	}
}

// TestChangedMeanwhileIsNotOverwritten changes the profile between the look at
// it and the batch that pins a post.
func TestChangedMeanwhileIsNotOverwritten(t *testing.T) {
	w := fakeWorld(t)
	p := w.provider()
	d := w.desire(1, &engine.Post{Text: "First.", Pinned: true})
	if err := p.Prepare(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	meddled := false
	w.fake.Strike(func(r *http.Request) error {
		if blueskytest.IsWrite(r) && !meddled {
			meddled = true
			return &blueskytest.Refusal{Status: 400, Name: "InvalidSwap", Text: "Commit was at another"}
		}
		return nil
	}, nil)
	_, err := p.Create(t.Context(), d, w.intent(engine.Create, d))
	w.wantKind("Create beside somebody else's change", err, engine.Transient)
	if _, err := p.Create(t.Context(), d, w.intent(engine.Create, d)); err != nil {
		t.Errorf("Create again: %v", err)
	}
}

func TestFileThatIsGoneIsNoRefusalOfTheContent(t *testing.T) {
	w := fakeWorld(t)
	d := w.desire(1, &engine.Post{Text: "A picture.", Media: []engine.Media{w.picture("of a cat")}})
	_, err := w.provider().Create(t.Context(), d, w.intent(engine.Create, d))
	w.wantKind("Create of what was not uploaded", err, engine.NotFound)
}

func TestFetchReturnsTheBytes(t *testing.T) {
	w := fakeWorld(t)
	picture := w.picture("of a cat")
	made := w.publish(w.desire(1, &engine.Post{Text: "A picture.", Media: []engine.Media{picture}}))
	seen := w.read(made.Remote).Spec.Files()[0]
	body, err := w.provider().Fetch(t.Context(), seen)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	data, err := io.ReadAll(body)
	if err != nil || string(data) != string(w.blobs[picture.SHA256]) {
		t.Errorf("fetched %d bytes, %v", len(data), err)
	}
	seen.SHA256 = strings.Repeat("0", 64)
	_, err = w.provider().Fetch(t.Context(), seen)
	w.wantKind("Fetch of what is not there", err, engine.NotFound)
}

func TestCredentialOfAnotherAccountIsRefused(t *testing.T) {
	w := fakeWorld(t)
	fake := blueskytest.New(time.Now, blueskytest.Options{Accounts: []blueskytest.Account{
		{Handle: handle, Password: w.password, Renamed: "renamed.example.org"},
	}})
	w.wire.base = local{fake}
	_, err := w.provider().Probe(t.Context())
	w.wantKind("Probe", err, engine.Unauthorized)
	if err == nil || !strings.Contains(err.Error(), "renamed.example.org") {
		t.Errorf("Probe: %v, want the account's handle in it", err)
	}
}

func TestProbeTellsWhoseAccountItIs(t *testing.T) {
	w := fakeWorld(t)
	info, err := w.provider().Probe(t.Context())
	if err != nil || info.Identity != handle {
		t.Errorf("Probe: %q, %v", info.Identity, err)
	}
}

func TestMeasureAsksForManyAtOnce(t *testing.T) {
	w := fakeWorld(t)
	var remotes []engine.RemoteID
	for range 30 {
		key, err := w.fake.PublishByHand(handle, "One of many.")
		if err != nil {
			t.Fatal(err)
		}
		remotes = append(remotes, key)
	}
	w.fake.Count(handle, remotes[29], "likeCount", 7)
	w.fake.Count(handle, "", "followersCount", 1200)
	w.fake.DeleteByHand(handle, remotes[3])
	got := map[engine.RemoteID]map[string]int64{}
	for m, err := range w.provider().Measure(t.Context(), append(remotes, "")) {
		if err != nil {
			t.Fatal(err)
		}
		got[m.Remote] = m.Counts
	}
	if len(got) != 30 || got[remotes[29]]["likes"] != 7 || got[""]["followers"] != 1200 || got[remotes[3]] != nil {
		t.Errorf("measured %v", got)
	}
	if _, counted := got[remotes[0]]["views"]; counted {
		t.Error("views are reported, which the network does not count")
	}
}
