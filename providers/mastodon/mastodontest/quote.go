package mastodontest

import (
	"net/http"
	"slices"
	"strings"
)

// Quotes as docs.joinmastodon.org describes them (client/quotes,
// methods/statuses, entities/Quote, entities/QuoteApproval), since 4.5. Other
// servers ignore what they are sent (GoToSocial: measured).

// A quote is what a post shows inside itself.
type quote struct {
	of    *post
	state string // pending, accepted, revoked, …
}

func (s *Server) knowsQuotes() bool { return !s.isGoToSocial() && apiVersion(s.options.Version) >= 7 }

// quote puts what a form quotes into a post that is being made.
func (s *Server) quote(a *account, p *post, f form) reply {
	if !s.knowsQuotes() || f.QuotedStatusID == "" {
		return reply{}
	}
	of := s.anyPost(f.QuotedStatusID)
	switch {
	case of == nil || of.author != a && (of.visibility == "private" || of.visibility == "direct"):
		return s.notFound()
	case len(p.media) > 0 || p.poll != nil:
		return s.invalid("A quote cannot be combined with media or a poll")
	case of.visibility == "direct" || of.author != a && of.policy == "nobody":
		return refuse(http.StatusForbidden, "This action is not allowed")
	}
	p.quote = &quote{of: of, state: "accepted"}
	if s.options.QuotesWait && of.author != a {
		p.quote.state = "pending" // as on another server
	}
	if of.visibility == "private" && p.visibility != "direct" {
		p.visibility = "private"
	}
	return reply{}
}

// policy sets who may quote a post. Without it that of the account is set, for
// an edit too.
func (s *Server) policy(p *post, f form) {
	switch {
	case !s.knowsQuotes():
		p.policy = ""
	case p.visibility == "private" || p.visibility == "direct":
		p.policy = "nobody"
	case slices.Contains([]string{"public", "followers", "nobody"}, f.QuotePolicy):
		p.policy = f.QuotePolicy
	default:
		p.policy = orElse(s.options.QuotePolicy, "public")
	}
}

// showQuote adds what a status says of quotes.
func (s *Server) showQuote(a *account, p *post, shown object) {
	if !s.knowsQuotes() {
		return
	}
	automatic := []string{}
	if p.policy != "nobody" {
		automatic = append(automatic, p.policy)
	}
	shown["quotes_count"] = p.counts["quotes"]
	shown["quote_approval"] = object{"automatic": automatic, "manual": []string{}, "current_user": "automatic"}
	shown["quote"] = nil
	if p.quote == nil {
		return
	}
	address, state := p.quote.of.address(), p.quote.state
	if s.anyPost(p.quote.of.id) == nil {
		state = "deleted"
	}
	var inner any
	if state == "accepted" {
		inner = s.show(a, p.quote.of)
	}
	shown["quote"] = object{"state": state, "quoted_status": inner}
	if !strings.Contains(p.text, address) {
		shown["content"] = `<p class="quote-inline">RE: <a href="` + address + `">` + address + `</a></p>` + shown["content"].(string)
	}
}
