package mastodon

import (
	"context"
	"errors"
	"slices"
	"strings"

	"galley/engine"
)

// Quotes are of Mastodon 4.5 (docs.joinmastodon.org/client/quotes). Servers that
// know nothing of them ignore what they are sent and publish a post that quotes
// nothing, so that each is asked what it is before anything is sent.

// quotesSince is the api_versions.mastodon from which on quotes can be made.
const quotesSince = 7

// quotes reports whether posts of this server quote others and say who may quote
// them.
func (s instance) quotes() bool { return s.isMastodon() && s.APIVersions.Mastodon >= quotesSince }

// The policies of the network, the state of a quote that waits for its author's
// consent, and the word of the content for the first policy.
const (
	anybodyQuotes  = "public"
	followersQuote = "followers"
	nobodyQuotes   = "nobody"
	quotePending   = "pending"
	quotesAll      = "all"
)

// quotePolicy is who may quote, in the network's words; empty if the post does
// not say.
func quotePolicy(quotes string) string {
	switch quotes {
	case quotesAll:
		return anybodyQuotes
	case "none":
		return nobodyQuotes
	}
	return ""
}

// quotesFrom reverses quotePolicy. Of those that people set by hand, one is
// neither.
func quotesFrom(policy string) string {
	switch policy {
	case anybodyQuotes:
		return quotesAll
	case nobodyQuotes:
		return "none"
	}
	return policy
}

// policy is who may quote a status; empty where the server does not tell.
func (s status) policy() string {
	switch {
	case s.QuoteApproval == nil:
		return ""
	case slices.Contains(s.QuoteApproval.Automatic, anybodyQuotes):
		return anybodyQuotes
	case slices.Contains(s.QuoteApproval.Automatic, followersQuote):
		return followersQuote
	}
	return nobodyQuotes
}

// quoted is the address of what a status quotes. As long as the author has not
// agreed, only the link tells that the server put before the text, or the one in
// it. A quote that was refused, revoked or deleted is none to readers.
func (s status) quoted() string {
	switch {
	case s.Quote == nil:
		return ""
	case s.Quote.Status != nil:
		return s.Quote.Status.URL
	case s.Quote.State == quotePending:
		return quotedIn(s.Content)
	}
	return ""
}

// quotedIn is where the link of a quote leads: that of the paragraph which the
// server adds, else the first one of the text.
func quotedIn(content string) string {
	if _, after, found := strings.Cut(content, `class="quote-inline"`); found {
		content = after
	}
	for {
		_, after, found := strings.Cut(content, "<a ")
		if !found {
			return ""
		}
		tag, rest, _ := strings.Cut(after, ">")
		classes := strings.Fields(attribute(tag, "class"))
		if !slices.Contains(classes, "mention") && !slices.Contains(classes, "hashtag") {
			return attribute(tag, "href")
		}
		content = rest
	}
}

// mayQuote refuses what this server would ignore.
func (p *provider) mayQuote(ctx context.Context, op string, d engine.Desired) (instance, error) {
	spec := normalPost(*d.Spec.(*engine.Post))
	server, err := p.instance(ctx)
	if err != nil {
		return server, attempt(op, d.ID, err)
	}
	if (spec.Quote != "" || spec.Quotes != "") && !server.quotes() {
		return server, engine.Errorf(engine.Unsupported, op, d.ID, "%s knows no quotes: they are of Mastodon 4.5 (%s)",
			p.rest.Base.Host, server.software())
	}
	return server, nil
}

// check refuses what goes together on no server.
func check(s engine.Spec) error {
	p, ok := s.(*engine.Post)
	if !ok || p.Quote == "" {
		return nil
	}
	var errs []error
	if len(p.Media) > 0 {
		errs = append(errs, errors.New("a post that quotes has no media"))
	}
	if p.Poll != nil {
		errs = append(errs, errors.New("a post that quotes has no poll"))
	}
	return errors.Join(errs...)
}
