package mastodontest

import (
	"net/http"
	"slices"
	"strings"
)

// mostPins is how many posts an account may pin.
const mostPins = 5

func (s *Server) read(a *account, r *http.Request) reply {
	p := s.anyPost(r.PathValue("id"))
	if p == nil || p.author != a && (p.visibility == "private" || p.visibility == "direct") {
		return s.notFound()
	}
	return ok(s.show(a, p))
}

// several is the batch that Mastodon has since 4.3; GoToSocial answers 405.
func (s *Server) several(a *account, r *http.Request) reply {
	if s.isGoToSocial() {
		return refuse(http.StatusMethodNotAllowed, "Method Not Allowed")
	}
	list := []object{}
	for _, id := range r.URL.Query()["id[]"] {
		if p := s.anyPost(id); p != nil {
			list = append(list, s.show(a, p))
		}
	}
	return ok(list)
}

// source is for whoever may see the post: sources_controller.rb asks for no more
// than "show?".
func (s *Server) source(a *account, r *http.Request) reply {
	p := s.anyPost(r.PathValue("id"))
	if p == nil || p.author != a && (p.visibility == "private" || p.visibility == "direct") {
		return s.notFound()
	}
	return ok(object{"id": p.id, "text": p.text, "spoiler_text": p.spoiler})
}

func (s *Server) listStatuses(a *account, r *http.Request) reply {
	i := slices.IndexFunc(s.accounts, func(other *account) bool { return other.id == r.PathValue("id") })
	if i < 0 {
		return s.notFound()
	}
	all := slices.Clone(s.accounts[i].posts)
	slices.Reverse(all)
	return page(s, r, all, func(p *post) string { return p.id }, func(p *post) object { return s.show(a, p) })
}

// search finds a post by its address, as resolve=true does.
func (s *Server) search(a *account, r *http.Request) reply {
	found := []object{}
	for _, other := range s.accounts {
		for _, p := range other.posts {
			if p.address() == r.URL.Query().Get("q") {
				found = append(found, s.show(a, p))
			}
		}
	}
	return ok(object{"accounts": []object{}, "hashtags": []object{}, "statuses": found})
}

func (s *Server) pin(a *account, r *http.Request) reply {
	p := a.post(r.PathValue("id"))
	if p == nil {
		return s.notFound()
	}
	pins := 0
	for _, other := range a.posts {
		if other.pinned {
			pins++
		}
	}
	if !p.pinned && pins >= mostPins {
		return s.invalid("You have already pinned the maximum number of posts")
	}
	p.pinned = true
	return ok(s.show(a, p))
}

func (s *Server) unpin(a *account, r *http.Request) reply {
	p := a.post(r.PathValue("id"))
	if p == nil {
		return s.notFound()
	}
	p.pinned = false
	return ok(s.show(a, p))
}

func (p *post) address() string { return p.author.address() + "/" + p.id }

// show is a Status as a sees it.
func (s *Server) show(a *account, p *post) object {
	spoiler := strings.TrimSpace(p.spoiler)
	content, mentions := s.content(p.text)
	shown := object{
		"id": p.id, "uri": p.address(), "url": p.address(), "created_at": stamp(p.created), "edited_at": stamp(p.edited),
		"content": content, "spoiler_text": spoiler, "visibility": p.visibility, "language": null(p.language),
		"sensitive": p.sensitive, "in_reply_to_id": nil, "in_reply_to_account_id": nil, "reblog": nil,
		"account":           object{"id": p.author.id, "username": p.author.name, "acct": p.author.name, "url": p.author.address()},
		"media_attachments": []object{}, "mentions": mentions, "tags": []object{}, "emojis": []object{},
		"poll": nil, "replies_count": p.counts["replies"], "reblogs_count": p.counts["reblogs"],
		"favourites_count": p.counts["favourites"],
	}
	if p.author == a {
		shown["pinned"] = p.pinned
	}
	s.showQuote(a, p, shown)
	if p.replyTo != nil {
		shown["in_reply_to_id"], shown["in_reply_to_account_id"] = p.replyTo.id, p.replyTo.author.id
	}
	media := []object{}
	for _, m := range p.media {
		media = append(media, m.show())
	}
	shown["media_attachments"] = media
	if p.poll != nil {
		shown["poll"] = s.showPoll(p)
	}
	return shown
}

func (s *Server) showPoll(p *post) object {
	expired := !p.poll.expiresAt.After(s.clock())
	options := []object{}
	var total int64
	for i, title := range p.poll.options {
		o := object{"title": title, "votes_count": p.poll.votes[i]}
		if p.poll.hide && !expired {
			o["votes_count"] = nil
		}
		total += p.poll.votes[i]
		options = append(options, o)
	}
	return object{"id": p.id + "1", "expires_at": stamp(p.poll.expiresAt), "expired": expired, "multiple": p.poll.multiple,
		"votes_count": total, "options": options}
}
