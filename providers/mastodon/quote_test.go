package mastodon

import (
	"reflect"
	"strings"
	"testing"

	"galley/engine"
	"galley/providers/mastodon/mastodontest"
)

// quotable is a server on which bo has posted something.
func quotable(t *testing.T, o mastodontest.Options) (s *scene, address string) {
	t.Helper()
	s = newScene(t, o)
	s.AddAccount("bo", "bo's token")
	if _, err := s.PublishByHand("bo", "what do you think?"); err != nil {
		t.Fatal(err)
	}
	return s, s.Shown("bo")[0].URL
}

// What a post quotes is read from the server, and from its link as long as the
// author has not agreed (docs.joinmastodon.org/entities/Quote).
func TestAPostQuotesAnother(t *testing.T) {
	for name, o := range map[string]mastodontest.Options{"at once": {}, "after consent": {QuotesWait: true}} {
		s, address := quotable(t, o)
		for _, text := range []string{"A lot.", "A lot of " + address + " here"} {
			spec := &engine.Post{Text: text, Quote: address, Language: "en"}
			made := s.create("quote of "+text, spec)
			s.reopen()
			for what, got := range map[string]*engine.Post{"made": made.Spec.(*engine.Post), "listed": s.list()[0].Spec.(*engine.Post), "read": s.read(made.Remote)} {
				if got.Quote != address || got.Text != text {
					t.Errorf("%s: %s as %q quoting %q", name, what, got.Text, got.Quote)
				}
			}
			changed := *spec
			changed.Text = "Corrected: " + text
			if seen := s.mustUpdate(made, "quote of "+text, &changed); seen.Spec.(*engine.Post).Quote != address {
				t.Errorf("%s: after an edit it quotes %q", name, seen.Spec.(*engine.Post).Quote)
			}
		}
	}
}

func TestARevokedQuoteIsNone(t *testing.T) {
	s, address := quotable(t, mastodontest.Options{})
	made := s.create("quote", &engine.Post{Text: "A lot.", Quote: address})
	if err := s.RevokeQuoteByHand(made.Remote); err != nil {
		t.Fatal(err)
	}
	if got := s.read(made.Remote); got.Quote != "" || got.Text != "A lot." {
		t.Errorf("it still shows %q, with the text %q", got.Quote, got.Text)
	}
}

func TestAQuoteOfNothingIsRefusedBeforeSending(t *testing.T) {
	s, address := quotable(t, mastodontest.Options{})
	for name, spec := range map[string]*engine.Post{
		"a quote of what is not there": {Text: "a", Quote: address + "0"},
		"a quote with a picture":       {Text: "a", Quote: address, Media: []engine.Media{s.picture("cat", "a cat")}},
		"a quote with a poll":          {Text: "a", Quote: address, Poll: &engine.Poll{Options: []string{"x", "y"}}},
	} {
		d, _ := s.desire("quote", spec)
		s.wantKind(name, s.p.Prepare(t.Context(), d), engine.Invalid)
	}
	if n := s.requests("POST /api/"); n > 0 {
		t.Errorf("%d writes were sent", n)
	}
}

// An edit that leaves the policy out may set that of the account
// (docs.joinmastodon.org/client/quotes).
func TestWhoMayQuoteIsKept(t *testing.T) {
	s := newScene(t, mastodontest.Options{QuotePolicy: "followers"})
	policy := func(seen engine.Observed) string {
		st, _, err := s.p.status(t.Context(), "read", seen.Remote)
		if err != nil {
			t.Fatal(err)
		}
		return st.policy()
	}
	for _, step := range []struct{ first, then, made, edited string }{
		{"none", "none", "nobody", "nobody"},
		{"none", "all", "nobody", "public"},
		{"none", "", "nobody", "public"}, // the line was deleted
		{"all", "", "public", "public"},
		{"", "", "followers", "followers"}, // as the account says
	} {
		slug := "quotes " + step.first + " then " + step.then
		made := s.create(slug, &engine.Post{Text: "a", Quotes: step.first})
		if got := policy(made); got != step.made {
			t.Errorf("%s: made with %q, want %q", slug, got, step.made)
		}
		d, in := s.desire(slug, &engine.Post{Text: "b", Quotes: step.then})
		in.Verb, in.Remote = engine.Update, made.Remote
		if step.first != "" && step.then == "" {
			in.Dropped = []string{"quotes"}
		}
		seen, err := s.p.Update(t.Context(), made, d, in)
		if err != nil {
			t.Fatalf("%s: %v", slug, err)
		}
		if got := policy(seen); got != step.edited {
			t.Errorf("%s: edited to %q, want %q", slug, got, step.edited)
		}
	}
}

// A policy that somebody chose by hand, and no file declares, is not ours.
func TestAPolicyThatNobodyDeclaresStays(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	made := s.create("a", &engine.Post{Text: "a", Quotes: "none"})
	d, in := s.desire("a", &engine.Post{Text: "b"})
	in.Verb, in.Remote = engine.Update, made.Remote
	seen, err := s.p.Update(t.Context(), made, d, in)
	if err != nil || seen.Spec.(*engine.Post).Quotes != "none" {
		t.Errorf("it shows %+v, %v", seen.Spec, err)
	}
}

func TestOnlyFollowersNeedNoRuleAboutQuotes(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	spec := &engine.Post{Text: "a", Visibility: "followers", Quotes: "all"}
	if got := normalize(s.create("quiet", spec).Spec).Fields()["quotes"]; got != normalize(spec).Fields()["quotes"] {
		t.Errorf("it shows %q", got)
	}
}

// Servers without quotes ignore what they are sent (GoToSocial: measured).
func TestQuotesAreRefusedWhereTheyWouldBeIgnored(t *testing.T) {
	for _, o := range []mastodontest.Options{{Version: "4.4.22"}, {Software: mastodontest.GoToSocial}} {
		s, address := quotable(t, o)
		for _, spec := range []*engine.Post{{Text: "a", Quote: address}, {Text: "a", Quotes: "none"}} {
			d, in := s.desire("quote", spec)
			err := s.p.Prepare(t.Context(), d)
			s.wantKind("prepare", err, engine.Unsupported)
			if err == nil || !strings.Contains(err.Error(), "quotes") {
				t.Errorf("it says %v", err)
			}
			_, err = s.p.Create(t.Context(), d, in)
			s.wantKind("create", err, engine.Unsupported)
		}
		s.create("free", &engine.Post{Text: "anybody may", Quotes: "all"})
		probed, err := s.p.Probe(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		said := probed.Kinds[engine.KindPost].Said(info().Kinds[engine.KindPost])
		if said.Quotes == nil || *said.Quotes {
			t.Errorf("its limits say %+v", said)
		}
		if back := info().Kinds[engine.KindPost].With(said); !reflect.DeepEqual(back.Fields, probed.Kinds[engine.KindPost].Fields) {
			t.Errorf("written down and read again it shows %v", back.Fields)
		}
	}
}
