package mastodon

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"galley/engine"
	"galley/providers/mastodon/mastodontest"
)

func TestAProfileIsReplaced(t *testing.T) {
	for _, server := range servers {
		s := newScene(t, server.options)
		if len(s.list()) != 0 {
			t.Errorf("%s: a blank profile is listed", server.name)
		}
		first := &engine.Profile{Name: "The Paper", Bio: "News.\n\nDaily", Links: []engine.Link{{Label: "Home", URL: "https://example.org/"}, {Label: "Jobs", URL: "https://example.org/jobs"}}}
		made := s.create("profile", first)
		if !engine.PrintOf(info(), made.Spec).Equal(engine.PrintOf(info(), first)) || len(made.Spec.(*engine.Profile).Links) != 2 {
			t.Errorf("%s: made %+v", server.name, made.Spec)
		}
		seen := s.mustUpdate(made, "profile", &engine.Profile{Name: "The Paper", Bio: "News."})
		if got := seen.Spec.(*engine.Profile); got.Bio != "News." || len(got.Links) != 0 {
			t.Errorf("%s: after the edit %+v", server.name, got)
		}
		_, err := s.update(made, "profile", first)
		s.wantKind("an edit of an older version", err, engine.Conflict)
		if list := s.list(); len(list) != 1 || list[0].Remote != profileRemote {
			t.Errorf("%s: listed %v", server.name, list)
		}
	}
}

// An avatar is sent with the rest, and shown as there: which file it was, the
// server cannot say.
func TestAnAvatarIsSentWithTheProfile(t *testing.T) {
	for _, server := range servers {
		s := newScene(t, server.options)
		face := s.picture("face", "")
		spec := &engine.Profile{Name: "The Paper", Bio: "News.", Links: []engine.Link{{Label: "Home", URL: "https://example.org/"}}, Avatar: []engine.Media{face}}
		_, in := s.desire("profile", spec)
		made := s.create("profile", spec)
		got := made.Spec.(*engine.Profile)
		if len(got.Avatar) != 1 || got.Avatar[0].SHA256 != "" || got.Avatar[0].URL == "" || got.Bio != "News." || len(got.Links) != 1 {
			t.Errorf("%s: made %+v", server.name, got)
		}
		if found, err := s.p.Find(t.Context(), in); err != nil || found.Remote != profileRemote {
			t.Errorf("%s: found %+v, %v", server.name, found, err)
		}
		spec = &engine.Profile{Name: "The Paper", Bio: "News.", Avatar: []engine.Media{s.picture("another face", "")}}
		seen := s.mustUpdate(made, "profile", spec)
		if seen.Version == made.Version || seen.Spec.(*engine.Profile).Avatar[0].URL == got.Avatar[0].URL {
			t.Errorf("%s: the avatar is still %+v", server.name, seen.Spec)
		}
	}
}

// Of a profile that people filled in, a file changes what it declares; and what
// it declared once and no more is taken off.
func TestAProfileKeepsWhatIsNotDeclared(t *testing.T) {
	for _, server := range servers {
		s := newScene(t, server.options)
		link := engine.Link{Label: "Home", URL: "https://example.org/"}
		s.create("profile", &engine.Profile{Name: "The Paper", Bio: "News.", Links: []engine.Link{link}})
		made := s.create("again", &engine.Profile{Avatar: []engine.Media{s.picture("face", "")}})
		got := made.Spec.(*engine.Profile)
		if got.Name != "The Paper" || got.Bio != "News." || len(got.Links) != 1 || len(got.Avatar) != 1 {
			t.Errorf("%s: with an avatar alone the profile is %+v", server.name, got)
		}
		for _, step := range []struct {
			dropped  []string
			declared *engine.Profile
			want     func(*engine.Profile) bool
		}{
			{[]string{"avatar"}, &engine.Profile{}, func(p *engine.Profile) bool { return len(p.Avatar) == 0 && p.Bio == "News." }},
			{[]string{"bio", "links"}, &engine.Profile{Name: "The Evening Paper"}, func(p *engine.Profile) bool {
				return p.Name == "The Evening Paper" && p.Bio == "" && len(p.Links) == 0
			}},
		} {
			d, in := s.desire("profile", step.declared)
			in.Verb, in.Remote, in.Dropped = engine.Update, made.Remote, step.dropped
			seen, err := s.p.Update(t.Context(), made, d, in)
			if err != nil {
				t.Fatalf("%s: %v", server.name, err)
			}
			if made = seen; !step.want(seen.Spec.(*engine.Profile)) {
				t.Errorf("%s: after %v were dropped the profile is %+v", server.name, step.dropped, seen.Spec)
			}
			if found, err := s.p.Find(t.Context(), in); err != nil || found.Remote != profileRemote {
				t.Errorf("%s: found %+v, %v", server.name, found, err)
			}
		}
	}
}

func insults(words ...engine.FilterWord) *engine.Filter {
	return &engine.Filter{Title: "Insults", Contexts: []string{"home", "public"}, Action: "hide", Words: words}
}

func TestAFilterLives(t *testing.T) {
	for _, server := range servers {
		s := newScene(t, server.options)
		made := s.create("insults", insults(engine.FilterWord{Text: "rat"}, engine.FilterWord{Text: "ass", Whole: true}))
		after := insults(engine.FilterWord{Text: "ass"}, engine.FilterWord{Text: "cow"})
		s.reopen()
		seen := s.mustUpdate(s.list()[0], "insults", after)
		if seen.Remote != made.Remote || seen.Version == made.Version {
			t.Errorf("%s: %s, %s became %s, %s", server.name, made.Remote, made.Version, seen.Remote, seen.Version)
		}
		read, err := s.p.Read(t.Context(), engine.KindFilter, made.Remote)
		if err != nil {
			t.Fatal(err)
		}
		names := engine.FieldNames(after)
		got, want := engine.FieldPrints(info(), read.Spec, names), engine.FieldPrints(info(), after, names)
		for _, name := range names {
			if got[name] != want[name] {
				t.Errorf("%s: %s is shown otherwise: %v", server.name, name, read.Spec.Fields())
			}
		}
		_, err = s.update(made, "insults", insults())
		s.wantKind("an edit of an older version", err, engine.Conflict)
		for range 2 {
			_, in := s.desire("insults", after)
			if err := s.p.Delete(t.Context(), seen, in); err != nil {
				t.Error(err)
			}
		}
		_, err = s.p.Read(t.Context(), engine.KindFilter, made.Remote)
		s.wantKind("what was deleted", err, engine.NotFound)
	}
}

// Mastodon takes two filters of one title: a person has to say which is ours.
// GoToSocial refuses the second (409, measured).
func TestFiltersAreMatchedByTitle(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	d, in := s.desire("insults", insults())
	_, err := s.p.Find(t.Context(), in)
	s.wantKind("without one", err, engine.NotFound)
	made := s.create("insults", insults())
	if found, err := s.p.Find(t.Context(), in); err != nil || found.Remote != made.Remote {
		t.Errorf("found %+v, %v", found, err)
	}
	s.create("insults", insults())
	_, err = s.p.Find(t.Context(), in)
	s.wantKind("with two", err, engine.Uncertain)

	s = newScene(t, mastodontest.Options{Software: mastodontest.GoToSocial})
	s.create("insults", insults())
	_, err = s.p.Create(t.Context(), d, in)
	s.wantKind("a second one", err, engine.Conflict)
}

// Videos are worked on after the upload: 202, then 206 until they are ready.
// Nothing may be posted before.
func TestMediaAreWaitedFor(t *testing.T) {
	s := newScene(t, mastodontest.Options{Processing: 40 * time.Second})
	film := s.picture("film", "a film")
	film.Type = "video/mp4"
	d, in := s.desire("launch", &engine.Post{Text: "look", Media: []engine.Media{film}})
	var waits []time.Duration
	for {
		err := s.p.Prepare(t.Context(), d)
		if err == nil {
			break
		}
		s.wantKind("what is not ready", err, engine.Transient)
		wait := engine.RetryAfterOf(err)
		if waits = append(waits, wait); len(waits) > 3 || wait == 0 {
			t.Fatalf("waited %v", waits)
		}
		_, err = s.p.Create(t.Context(), d, in)
		s.wantKind("a post before its time", err, engine.Conflict)
		s.now = s.now.Add(wait)
	}
	if want := []time.Duration{5 * time.Second, 20 * time.Second, time.Minute}; !slices.Equal(waits, want) {
		t.Errorf("waited %v, want %v", waits, want)
	}
	if _, err := s.p.Create(t.Context(), d, in); err != nil {
		t.Fatal(err)
	}
	if n := s.requests("POST /api/v2/media"); n != 1 {
		t.Errorf("%d uploads, want 1", n)
	}
	s.wantTexts("live look")
}

// Media lie on another host: the token does not go there.
func TestPicturesAreFetchedWithoutTheToken(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	made := s.create("launch", &engine.Post{Text: "look", Media: []engine.Media{s.picture("a", "first")}})
	asked := http.Header(nil)
	s.p.cfg.HTTP = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		asked = r.Header
		rec := httptest.NewRecorder()
		if r.URL.Host == "files.network.example" {
			_, _ = rec.WriteString("picture")
		} else {
			rec.WriteHeader(http.StatusNotFound)
		}
		return rec.Result(), nil
	})}
	body, err := s.p.Fetch(t.Context(), made.Spec.Files()[0])
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	if data, err := io.ReadAll(body); err != nil || string(data) != "picture" || asked.Get("Authorization") != "" {
		t.Errorf("%q, %v, asked with %v", data, err, asked)
	}
	for _, address := range []string{"", "https://elsewhere.example/1"} {
		_, err := s.p.Fetch(t.Context(), engine.Media{URL: address})
		s.wantKind("what is not there", err, engine.NotFound)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// An attachment belongs to one post: two posts with one picture upload it
// twice. What may have been taken by a post is not used again.
func TestOnePictureInTwoPosts(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	a := s.picture("a", "first")
	one, inOne := s.desire("one", &engine.Post{Text: "one", Media: []engine.Media{a}})
	two, inTwo := s.desire("two", &engine.Post{Text: "two", Media: []engine.Media{a}})
	for _, d := range []engine.Desired{one, two, one} {
		if err := s.p.Prepare(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.p.Create(t.Context(), one, inOne); err != nil {
		t.Fatal(err)
	}
	if _, err := s.p.Create(t.Context(), two, inTwo); err != nil {
		t.Fatal(err)
	}
	_, err := s.p.Create(t.Context(), two, inTwo)
	s.wantKind("once more without an upload", err, engine.Conflict)
	if n := s.requests("POST /api/v2/media"); n != 2 {
		t.Errorf("%d uploads, want 2", n)
	}
	s.wantTexts("live one", "live two")
}
