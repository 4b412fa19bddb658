package mastodontest

import (
	"net/http"
	"slices"
	"time"
)

// What the scheduler takes (scheduled_status.rb).
const (
	leastLead = 5 * time.Minute
	mostADay  = 25 // by the day in UTC
	mostAhead = 300
)

// schedule keeps a post for later. A time in the past is not refused: Mastodon
// publishes at once (post_status_service.rb), GoToSocial backdates (measured).
func (s *Server) schedule(a *account, p *post, at string) (later bool, refused reply) {
	due, err := time.Parse(time.RFC3339, at)
	now := s.clock()
	switch {
	case err != nil:
		return false, s.invalid("Scheduled at is invalid")
	case !due.After(now) && s.isGoToSocial():
		p.created = due.UTC()
		return false, reply{}
	case !due.After(now):
		return false, reply{}
	case !due.After(now.Add(leastLead)):
		return false, refuse(http.StatusUnprocessableEntity, "Validation failed: Scheduled at must be at least 5 minutes in the future")
	}
	sameDay := 0
	for _, other := range a.waiting {
		if other.due.Format(time.DateOnly) == due.UTC().Format(time.DateOnly) {
			sameDay++
		}
	}
	if sameDay >= mostADay || len(a.waiting) >= mostAhead {
		return false, refuse(http.StatusUnprocessableEntity, "Validation failed: You have exceeded the limit of scheduled posts")
	}
	p.id, p.due = s.next(), due.UTC()
	a.waiting = append(a.waiting, p)
	s.note(a, "schedule", p)
	return true, reply{}
}

// publishDue makes live what is due, under a new id that nothing links to the
// old one (measured on GoToSocial, read in publish_scheduled_status_worker.rb).
func (s *Server) publishDue(a *account) {
	now := s.clock()
	slices.SortStableFunc(a.waiting, func(x, y *post) int { return x.due.Compare(y.due) })
	for len(a.waiting) > 0 && !a.waiting[0].due.After(now) {
		p := a.waiting[0]
		a.waiting = a.waiting[1:]
		s.publish(a, p, p.due.Add(6*time.Millisecond))
	}
}

func (s *Server) showScheduled(p *post) object {
	params := object{"text": p.text, "spoiler_text": null(p.spoiler), "visibility": p.visibility, "language": null(p.language),
		"sensitive": p.sensitive, "scheduled_at": nil, "application_id": 1, "poll": nil, "in_reply_to_id": nil}
	if s.knowsQuotes() {
		params["quoted_status_id"], params["quote_approval_policy"] = nil, p.policy
		if p.quote != nil {
			params["quoted_status_id"] = p.quote.of.id
		}
	}
	if p.poll != nil {
		params["poll"] = object{"options": p.poll.options, "multiple": p.poll.multiple, "hide_totals": p.poll.hide,
			"expires_in": int64(p.poll.lasts / time.Second)}
	}
	media := []object{}
	for _, m := range p.media {
		media = append(media, m.show())
	}
	return object{"id": p.id, "scheduled_at": stamp(p.due), "params": params, "media_attachments": media}
}

func (a *account) scheduled(id string) *post {
	for _, p := range a.waiting {
		if p.id == id {
			return p
		}
	}
	return nil
}

func (s *Server) listScheduled(a *account, r *http.Request) reply {
	all := slices.Clone(a.waiting)
	slices.Reverse(all)
	return page(s, r, all, func(p *post) string { return p.id }, s.showScheduled)
}

func (s *Server) readScheduled(a *account, r *http.Request) reply {
	if p := a.scheduled(r.PathValue("id")); p != nil {
		return ok(s.showScheduled(p))
	}
	return s.notFound()
}

func (s *Server) removeScheduled(a *account, r *http.Request) reply {
	p := a.scheduled(r.PathValue("id"))
	if p == nil {
		return s.notFound()
	}
	s.cancel(a, p)
	return ok(object{})
}

func (s *Server) cancel(a *account, p *post) {
	a.waiting = slices.DeleteFunc(a.waiting, func(other *post) bool { return other == p })
	s.note(a, "cancel", p)
}
