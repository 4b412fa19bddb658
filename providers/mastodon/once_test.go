package mastodon

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"galley/engine"
	"galley/providers/internal/rest"
	"galley/providers/mastodon/mastodontest"
)

// A write that happened although no answer came is found by its print, whatever
// the server does with keys.
func TestALostCreateIsFound(t *testing.T) {
	for _, s := range servers {
		for name, fault := range map[string]mastodontest.Fault{
			"the connection broke": {},
			"a proxy answered":     {Status: 502, Type: "text/html", Body: "<html><h1>Bad gateway</h1>"},
			"a page answered":      {Status: 200, Type: "text/html", Body: "<!doctype html>"},
		} {
			t.Run(s.name+"/"+name, func(t *testing.T) {
				scene := newScene(t, s.options)
				d, in := scene.desire("launch", &engine.Post{Text: "We  open\n\nsoon, @galley", Media: []engine.Media{scene.picture("a", "b")}})
				scene.Strike(nil, onCreate(fault))
				_, err := scene.send(d, in)
				scene.wantKind("the create", err, engine.Uncertain)
				scene.Strike(nil, nil)
				scene.reopen()
				found, err := scene.p.Find(t.Context(), in)
				if err != nil || found.Phase != engine.Live || found.Remote == "" {
					t.Fatalf("found %+v, %v", found, err)
				}
				scene.wantTexts("live We  open\n\nsoon, @galley")
			})
		}
	}
}

// mastodon/mastodon issue 40399: from 4.6.0 on a repeated key is answered with
// 500. The first one has made the post.
func TestARepeatedKeyThatFailsIsUncertain(t *testing.T) {
	s := newScene(t, mastodontest.Options{Version: "4.6.5", Keys: mastodontest.KeysFail})
	d, in := s.desire("launch", &engine.Post{Text: "once"})
	if _, err := s.send(d, in); err != nil {
		t.Fatal(err)
	}
	_, err := s.send(d, in)
	s.wantKind("the repetition", err, engine.Uncertain)
	if _, err := s.p.Find(t.Context(), in); err != nil {
		t.Error(err)
	}
	s.wantTexts("live once")
}

// GoToSocial, measured: the same key twice makes two posts. That is why posts
// are not declared repeatable.
func TestKeysAreSentAndNotReliedOn(t *testing.T) {
	if info().Kinds[engine.KindPost].Repeatable {
		t.Error("posts are declared repeatable")
	}
	for _, s := range servers[2:] {
		scene := newScene(t, s.options)
		keys := 0
		scene.Strike(func(r *http.Request) *mastodontest.Fault {
			if r.Header.Get("Idempotency-Key") == "key of launch" {
				keys++
			}
			return nil
		}, nil)
		scene.create("launch", &engine.Post{Text: "once"})
		if keys != 1 {
			t.Errorf("%s: the key was sent %d times, want once", s.name, keys)
		}
	}
}

// What the servers of these tests do with a repeated key is what was measured
// and read.
func TestServersDifferInKeys(t *testing.T) {
	for _, tc := range []struct {
		options mastodontest.Options
		want    int
	}{
		{mastodontest.Options{}, 1},
		{mastodontest.Options{Version: "4.6.0", Keys: mastodontest.KeysFail}, 1},
		{mastodontest.Options{Keys: mastodontest.KeysIgnored}, 2},
		{mastodontest.Options{Software: mastodontest.GoToSocial}, 2},
	} {
		s := newScene(t, tc.options)
		d, in := s.desire("launch", &engine.Post{Text: "once"})
		for range 2 {
			_, _ = s.send(d, in) // the second fails where keys fail
		}
		if got := len(s.Shown("galley")); got != tc.want {
			t.Errorf("%+v: %d posts, want %d", tc.options, got, tc.want)
		}
		s.now = s.now.Add(61 * time.Minute)
		if _, err := s.send(d, in); err != nil {
			t.Errorf("%+v: a key of an hour ago: %v", tc.options, err)
		}
		if got := len(s.Shown("galley")); got != tc.want+1 {
			t.Errorf("%+v: after an hour %d posts, want %d: the key is forgotten", tc.options, got, tc.want+1)
		}
	}
}

// A scheduled_at in the past never fails, which is why none is sent.
func TestServersPublishWhatWasDue(t *testing.T) {
	for _, server := range servers {
		s := newScene(t, server.options)
		due := s.now.Add(-2 * time.Hour)
		var made status
		_, err := s.p.rest.Do(t.Context(), rest.Call{Op: "create", Method: http.MethodPost, Path: "api/v1/statuses",
			Body: post{Status: "late", ScheduledAt: due.Format(time.RFC3339)}}, &made)
		want := s.now
		if server.options.Software == mastodontest.GoToSocial {
			want = due
		}
		if err != nil || !made.CreatedAt.Equal(want) {
			t.Errorf("%s: published at %v, %v; want %v", server.name, made.CreatedAt, err, want)
		}
	}
}

// By the source of 4.5 and 4.6, a repeated key of a scheduled post answers 404.
func TestA404OnAScheduledCreateIsUncertain(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	d, in := s.desire("later", &engine.Post{Text: "later"})
	d.Due, in.Due, in.Native = s.now.Add(time.Hour), s.now.Add(time.Hour), true
	if _, err := s.send(d, in); err != nil {
		t.Fatal(err)
	}
	_, err := s.send(d, in)
	s.wantKind("the repetition", err, engine.Uncertain)
	found, err := s.p.Find(t.Context(), in)
	if err != nil || found.Phase != engine.Scheduled || !found.Due.Equal(d.Due) {
		t.Errorf("found %+v, %v; want it scheduled for %v", found, err, d.Due)
	}
	s.wantTexts("scheduled later")
	s.now = s.now.Add(time.Hour + time.Minute)
	live, err := s.p.Find(t.Context(), in)
	if err != nil || live.Phase != engine.Live || live.Remote == found.Remote {
		t.Errorf("after its time found %+v, %v; want it live under a new id", live, err)
	}
	_, err = s.p.Read(t.Context(), engine.KindPost, found.Remote)
	s.wantKind("the old id", err, engine.NotFound)
}

// A scheduled_at that is past is published at once (Mastodon) or backdated
// (GoToSocial, measured): none is sent that may be past when it arrives.
func TestNothingIsScheduledForAMomentThatMayBePast(t *testing.T) {
	for _, lead := range []time.Duration{-time.Hour, time.Minute, 9 * time.Minute} {
		s := newScene(t, mastodontest.Options{})
		d, in := s.desire("late", &engine.Post{Text: "late"})
		d.Due, in.Native = s.now.Add(lead), true
		_, err := s.send(d, in)
		s.wantKind(fmt.Sprintf("due in %v", lead), err, engine.Invalid)
		s.wantTexts()
		if n := s.requests("POST /api/v1/statuses"); n > 0 {
			t.Errorf("due in %v: it was sent", lead)
		}
	}
}

// 25 posts a day are taken. What is refused is not there.
func TestTheSchedulersDayIsFull(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	for n := range 26 {
		d, in := s.desire(fmt.Sprint("later-", n), &engine.Post{Text: fmt.Sprint("later ", n)})
		d.Due, in.Native = s.now.Add(time.Hour), true
		_, err := s.send(d, in)
		if n == 25 {
			s.wantKind("the 26th", err, engine.Invalid)
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if got := len(s.list()); got != 25 {
		t.Errorf("%d are listed, want 25", got)
	}
}

// A proxy that takes Link headers away must not make half a listing of a whole
// one: what is missing there would be published again.
func TestAFullPageWithoutALinkIsNotTheEnd(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	for n := range 85 {
		if _, err := s.PublishByHand("galley", fmt.Sprint("post ", n)); err != nil {
			t.Fatal(err)
		}
	}
	s.cfg.HTTP = &http.Client{Transport: unlinked{s}}
	s.reopen()
	if got := len(s.list()); got != 85 {
		t.Errorf("%d of 85 are listed", got)
	}
	_, in := s.desire("first", &engine.Post{Text: "post 0"})
	if _, err := s.p.Find(t.Context(), in); err != nil {
		t.Error(err)
	}
}

// unlinked is a way to the server on which Link headers get lost.
type unlinked struct{ http.RoundTripper }

func (u unlinked) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := u.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Header.Del("Link")
	}
	return resp, err
}

// The listing is on a server that answers 404 to it: that says nothing about a
// post.
func TestAMissingListingIsNoAbsence(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	_, in := s.desire("launch", &engine.Post{Text: "a"})
	for _, path := range []string{"/api/v1/accounts/1/statuses", "/api/v1/scheduled_statuses", "/api/v1/accounts/verify_credentials"} {
		in.Native = true
		s.reopen()
		s.Strike(func(r *http.Request) *mastodontest.Fault {
			if r.URL.Path == path {
				return &mastodontest.Fault{Status: 404, Body: `{"error":"Record not found"}`}
			}
			return nil
		}, nil)
		if _, err := s.p.Find(t.Context(), in); err == nil || engine.KindOf(err) == engine.NotFound {
			t.Errorf("%s: %v (%v), want anything but not found", path, err, engine.KindOf(err))
		}
	}
}

// Measured and read in rack_attack.rb: no Retry-After, but the moment of the
// next window, which is aligned on the clock.
func TestALimitIsReadFromItsDate(t *testing.T) {
	s := newScene(t, mastodontest.Options{Requests: 2})
	s.now = s.now.Add(90 * time.Second)
	for range 2 {
		if _, err := s.p.whoami(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	d, in := s.desire("launch", &engine.Post{Text: "a"})
	_, err := s.p.Create(t.Context(), d, in)
	s.wantKind("the third", err, engine.Throttled)
	if got, want := engine.RetryAfterOf(err), 3*time.Minute+30*time.Second; got != want {
		t.Errorf("to wait %v, want %v", got, want)
	}
	s.wantTexts()
}
