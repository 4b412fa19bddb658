package mastodon

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/providers/mastodon/mastodontest"
)

// A listing costs the pages of its window, and one request more for each post
// whose HTML does not tell what was written.
func TestAListingCostsItsPages(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	for n := range 45 {
		text := fmt.Sprintf("Post %d: 1 < 2 & so on\n\nhttps://example.org/%d #Printing", n, n)
		if n == 7 {
			text += " by @galley"
		}
		s.create(fmt.Sprint("post-", n), &engine.Post{Text: text})
		s.now = s.now.Add(time.Minute)
	}
	s.reopen()
	s.asked = nil
	list := s.list()
	if len(list) != 45 {
		t.Fatalf("%d are listed, want 45", len(list))
	}
	for i, o := range list {
		n := 44 - i
		want := fmt.Sprintf("Post %d: 1 < 2 & so on\n\nhttps://example.org/%d #Printing", n, n)
		if got := strings.TrimSuffix(o.Spec.Plain(), " by @galley"); got != want {
			t.Errorf("listed %q, want %q", got, want)
		}
	}
	want := []string{
		"GET /api/v1/accounts/verify_credentials", "GET /api/v2/filters", "GET /api/v1/scheduled_statuses",
		"GET /api/v1/accounts/1/statuses", "GET /api/v2/instance", "GET /api/v1/statuses/" + string(list[37].Remote) + "/source",
		"GET /api/v1/accounts/1/statuses",
	}
	if !slices.Equal(s.asked, want) && s.requests("GET") != len(want) {
		t.Errorf("asked %q, want %q", s.asked, want)
	}
	s.asked = nil
	s.list()
	if n := s.requests("GET /api/v1/statuses/"); n > 0 {
		t.Errorf("%d sources were asked for again", n)
	}
}

// GoToSocial collapses spaces in its HTML (measured): its texts come from their
// sources.
func TestTextsOfOtherServersComeFromTheirSource(t *testing.T) {
	s := newScene(t, mastodontest.Options{Software: mastodontest.GoToSocial})
	s.create("spaces", &engine.Post{Text: "two  spaces"})
	s.reopen()
	if got := s.list()[0].Spec.Plain(); got != "two  spaces" {
		t.Errorf("listed %q", got)
	}
}

func TestOnlyMastodonsOwnHTMLIsTrusted(t *testing.T) {
	for _, tc := range []struct {
		version string
		api     int
		want    bool
	}{
		{"4.5.0", 7, true}, {"4.6.5+glitch", 11, true}, {"0.20.3", 0, false}, {"0.21.0", 7, false},
		{"2.7.2 (compatible; Akkoma 3.15)", 7, false}, {"4.2.1", 0, false},
	} {
		var i instance
		i.Version, i.APIVersions.Mastodon = tc.version, tc.api
		if got := i.isMastodon(); got != tc.want {
			t.Errorf("%s, api version %d: %v, want %v", tc.version, tc.api, got, tc.want)
		}
	}
}

// Others schedule and apply for tokens too, with forms that know only texts. One
// of theirs must not make the account unreadable.
func TestWhatOtherClientsSentIsRead(t *testing.T) {
	var s scheduled
	if err := json.Unmarshal([]byte(`{"id":"7","scheduled_at":"2026-12-01T12:00:00.000Z","params":{"text":"Well?","language":null,
		"visibility":null,"poll":{"options":["a","b"],"expires_in":"3600","multiple":"1","hide_totals":"0"}},"media_attachments":[{"id":"1","meta":null}]}`), &s); err != nil {
		t.Fatal(err)
	}
	got := observedScheduled(s).Spec.(*engine.Post)
	if time.Duration(got.Poll.Lasts) != time.Hour || !got.Poll.Multiple || got.Text != "Well?" || len(got.Media) != 1 {
		t.Errorf("read as %+v, poll %+v", got, got.Poll)
	}
	for said, want := range map[string][]string{`["read","write"]`: {"read", "write"}, `"read write"`: {"read", "write"}, `null`: nil, `7`: nil} {
		var got scopes
		if err := json.Unmarshal([]byte(said), &got); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s is read as %q, %v", said, got, err)
		}
	}
}

func TestEverythingIsSaid(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	made := s.create("first", &engine.Post{Text: "first"})
	d, in := s.desire("first", &engine.Post{Text: "second", Visibility: "followers", Language: "fr-CA", ContentWarning: "weather"})
	d.ID.Part, d.ParentRemote = "2", made.Remote
	in.ID, in.Key = d.ID, "key of the child"
	child, err := s.send(d, in)
	if err != nil {
		t.Fatal(err)
	}
	st, _, err := s.p.status(t.Context(), "read", child.Remote)
	if err != nil {
		t.Fatal(err)
	}
	if st.ReplyTo != string(made.Remote) || st.Visibility != "private" || st.Language != "fr" {
		t.Errorf("the child is %+v", st)
	}
	if child.Parent != made.Remote || made.Parent != "" {
		t.Errorf("the child continues %q, the first %q", child.Parent, made.Parent)
	}
	if got := child.Spec.(*engine.Post); got.Visibility != "followers" || got.ReplyTo != "" || got.ContentWarning != "weather" {
		t.Errorf("the child is observed as %+v", got)
	}
	// The account's own default is "unlisted" there, as on GoToSocial (measured).
	if got := s.read(made.Remote); got.Visibility != "public" || got.Language != "en" {
		t.Errorf("the first is %+v, want public and in the channel's language", got)
	}
}

// Mastodon makes what bears a warning sensitive, GoToSocial keeps both apart
// (measured).
func TestAWarningMakesItSensitive(t *testing.T) {
	for _, server := range servers {
		s := newScene(t, server.options)
		for _, warning := range []string{"", "weather"} {
			made := s.create("post under "+warning, &engine.Post{Text: "rain", ContentWarning: warning})
			var shown struct {
				Sensitive bool `json:"sensitive"`
			}
			if _, err := s.p.get(t.Context(), "read", engine.ID{}, "api/v1/statuses/"+string(made.Remote), nil, &shown); err != nil {
				t.Fatal(err)
			}
			if shown.Sensitive != (warning != "") {
				t.Errorf("%s: under %q it is sensitive: %v", server.name, warning, shown.Sensitive)
			}
		}
	}
}

// TestAWarningCountsAsTheServerCountsIt holds the declaration, by which posts are
// checked before their review, to what servers take.
func TestAWarningCountsAsTheServerCountsIt(t *testing.T) {
	limits := info().Kinds[engine.KindPost]
	for _, server := range servers {
		for extra, taken := range map[int]bool{0: true, 1: false} {
			o := server.options
			o.MaxText = limits.MaxText
			s := newScene(t, o)
			d, in := s.desire("rink", &engine.Post{Text: strings.Repeat("a", limits.MaxText-7+extra), ContentWarning: "weather"})
			if _, err := s.send(d, in); (err == nil) != taken || err != nil && engine.KindOf(err) != engine.Invalid {
				t.Errorf("%s: %d characters with the warning: %v, taken should be %v", server.name, limits.MaxText+extra, err, taken)
			}
		}
	}
	if !limits.WithWarning {
		t.Error("servers count the warning with the text, and the declaration does not")
	}
}

func TestAnswersAPostOfSomebodyElse(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	s.AddAccount("bo", "bo's token")
	theirs, err := s.PublishByHand("bo", "what do you think?")
	if err != nil {
		t.Fatal(err)
	}
	address := s.Shown("bo")[0].URL
	made := s.create("answer", &engine.Post{Text: "a lot", ReplyTo: address})
	if got := made.Spec.(*engine.Post).ReplyTo; got != address {
		t.Errorf("it answers %q, want %q", got, address)
	}
	s.reopen()
	if got := s.list()[0].Spec.(*engine.Post).ReplyTo; got != address {
		t.Errorf("it is listed as an answer to %q, want %q", got, address)
	}
	s.DeleteByHand(theirs)
	d, _ := s.desire("too-late", &engine.Post{Text: "a lot", ReplyTo: address})
	s.reopen()
	s.wantKind("an answer to what is gone", s.p.Prepare(t.Context(), d), engine.Invalid)
}

func TestATokenOfAnotherAccountIsRefused(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	s.AddAccount("bo", "bo's token")
	s.cfg.Secret = engine.NewSecret("bo's token")
	s.reopen()
	d, in := s.desire("launch", &engine.Post{Text: "as somebody else"})
	_, err := s.p.Create(t.Context(), d, in)
	s.wantKind("a create", err, engine.Unauthorized)
	if err == nil || !strings.Contains(err.Error(), "the token belongs to @bo on network.example and the channel declares galley") {
		t.Errorf("it says %v", err)
	}
	_, err = s.p.Probe(t.Context())
	s.wantKind("a probe", err, engine.Unauthorized)
	// Only followers see it, so that bo would find it gone.
	_, err = s.p.Read(t.Context(), engine.KindPost, "1")
	s.wantKind("a read", err, engine.Unauthorized)
	if len(s.Shown("bo")) > 0 {
		t.Error("bo published something")
	}
}

func TestHandlesMayNameTheServer(t *testing.T) {
	for handle, want := range map[string]bool{
		"galley": true, "@galley": true, "Galley@network.example": true, "": true,
		"bo": false, "galley@elsewhere.example": false,
	} {
		s := newScene(t, mastodontest.Options{})
		s.cfg.Account.Handle = handle
		s.reopen()
		if _, err := s.p.me(t.Context()); (err == nil) != want {
			t.Errorf("handle %q: %v", handle, err)
		}
	}
}

func TestProbesLimitsAndScopes(t *testing.T) {
	s := newScene(t, mastodontest.Options{MaxText: 5000})
	got, err := s.p.Probe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	limits := got.Kinds[engine.KindPost]
	if limits.MaxText != 5000 || limits.MaxMedia != 4 || slices.Contains(limits.MediaTypes, "image/avif") || !slices.Contains(limits.MediaTypes, "image/png") {
		t.Errorf("limits %+v", limits)
	}
	if limits.PollAlone != true || limits.PollOptions != 4 || limits.PollMin != 5*time.Minute || limits.VideoBytes != 99<<20 {
		t.Errorf("limits %+v", limits)
	}
	if got.Identity != "@galley@network.example" || got.Server != "Mastodon 4.5.0" || !slices.Equal(got.Scopes, []string{"read", "write"}) {
		t.Errorf("it is %s with %q on %s", got.Identity, got.Scopes, got.Server)
	}
	for options, want := range map[*mastodontest.Options]string{
		{Version: "4.6.5"}:                  "Mastodon 4.6.5, polls alone: false",
		{Software: mastodontest.GoToSocial}: "gotosocial 0.20.3, polls alone: true",
	} {
		s := newScene(t, *options)
		got, err := s.p.Probe(t.Context())
		if said := fmt.Sprintf("%s, polls alone: %v", got.Server, got.Kinds[engine.KindPost].PollAlone); err != nil || said != want {
			t.Errorf("%s, %v; want %s", said, err, want)
		}
	}
	s = newScene(t, mastodontest.Options{Scopes: []string{"read", "write:statuses", "write:media"}})
	_, err = s.p.Probe(t.Context())
	s.wantKind("a token without scopes", err, engine.Unauthorized)
	if err == nil || !strings.Contains(err.Error(), "write:accounts, write:filters:") {
		t.Errorf("it says %v", err)
	}
}

func TestMeasuresInBatchesWhereItCan(t *testing.T) {
	for _, server := range servers {
		t.Run(server.name, func(t *testing.T) {
			s := newScene(t, server.options)
			var ids []engine.RemoteID
			for n := range 21 {
				ids = append(ids, s.create(fmt.Sprint("post-", n), &engine.Post{Text: fmt.Sprint("post ", n)}).Remote)
			}
			if err := s.Count(ids[3], "favourites", 12); err != nil {
				t.Fatal(err)
			}
			s.DeleteByHand(ids[20])
			s.asked = nil
			got := map[engine.RemoteID]map[string]int64{}
			for m, err := range s.p.Measure(t.Context(), append(ids, "", "scheduled/1")) {
				if err != nil {
					t.Fatal(err)
				}
				got[m.Remote] = m.Counts
			}
			if len(got) != 21 || got[ids[3]]["favourites"] != 12 || got[""]["followers"] != 3 {
				t.Errorf("measured %v", got)
			}
			_, quotes := got[ids[0]]["quotes"]
			newer := strings.HasPrefix(server.options.Version, "4.6") || server.options.Version == "" && server.options.Software == mastodontest.Mastodon
			if quotes != newer {
				t.Errorf("quotes are reported: %v; they are since 4.5", quotes)
			}
			if n := s.requests("GET /api/v1/statuses"); server.options.Software == mastodontest.Mastodon && n != 2 {
				t.Errorf("%d requests for 21 posts, want 2", n)
			}
		})
	}
}

func TestConfigurationsThatLackSomethingAreRefused(t *testing.T) {
	secret := engine.NewSecret("t0ken")
	for _, cfg := range []engine.Config{
		{}, {URL: "https://m.example"}, {URL: "m.example", HTTP: http.DefaultClient, Secret: secret},
		{URL: "https://m.example", HTTP: http.DefaultClient},
	} {
		if _, err := Constructor().New(cfg); err == nil || strings.Contains(err.Error(), "t0ken") {
			t.Errorf("%s: %v", cfg.URL, err)
		}
	}
}

// A server shows anybody's public post to everybody, and answers to the deletion
// of another's that there is none: neither must pass for ours.
func TestAPostOfAnotherAccountIsNotThere(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	s.AddAccount("before", "t1ken")
	remote, err := s.PublishByHand("before", "from another account")
	if err != nil {
		t.Fatal(err)
	}
	if seen, err := s.p.Read(t.Context(), engine.KindPost, remote); engine.KindOf(err) != engine.NotFound || err == nil {
		t.Errorf("read as %+v (%v), want that it is not there", seen, err)
	}
}
