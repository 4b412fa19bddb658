package mastodontest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/rivo/uniseg"
)

// A post is a status, published or in the scheduler.
type post struct {
	id              string
	created, edited time.Time
	due             time.Time // in the scheduler
	text, spoiler   string    // as the source gives them back
	visibility      string
	language        string
	sensitive       bool
	replyTo         *post
	author          *account
	media           []*medium
	poll            *poll
	pinned          bool
	quote           *quote
	policy          string // who may quote it; empty where the server knows no quotes
	counts          map[string]int64
}

type poll struct {
	options   []string
	votes     []int64
	multiple  bool
	hide      bool
	lasts     time.Duration
	expiresAt time.Time
}

// A form is the body of a create or an edit.
type form struct {
	Status         string   `json:"status"`
	SpoilerText    string   `json:"spoiler_text"`
	Sensitive      bool     `json:"sensitive"`
	Language       string   `json:"language"`
	Visibility     string   `json:"visibility"`
	MediaIDs       []string `json:"media_ids"`
	InReplyToID    string   `json:"in_reply_to_id"`
	ScheduledAt    string   `json:"scheduled_at"`
	QuotedStatusID string   `json:"quoted_status_id"`
	QuotePolicy    string   `json:"quote_approval_policy"`
	Poll           *struct {
		Options   []string    `json:"options"`
		ExpiresIn json.Number `json:"expires_in"`
		Multiple  bool        `json:"multiple"`
		Hide      bool        `json:"hide_totals"`
	} `json:"poll"`
	Attributes []struct {
		ID          string `json:"id"`
		Description string `json:"description"`
		Focus       string `json:"focus"`
	} `json:"media_attributes"`
}

// keysLast is how long Mastodon remembers a key.
const keysLast = time.Hour

func (s *Server) create(a *account, r *http.Request) reply {
	var f form
	if json.NewDecoder(r.Body).Decode(&f) != nil {
		return refuse(http.StatusBadRequest, "the request cannot be read")
	}
	key := r.Header.Get("Idempotency-Key")
	if known, repeated := a.keys[key]; repeated && key != "" && s.clock().Sub(known.at) < keysLast {
		if answer, replayed := s.replay(a, known.id); replayed {
			return answer
		}
	}
	p, refused := s.compose(a, f)
	if refused.status != 0 {
		return refused
	}
	if f.ScheduledAt != "" {
		later, refused := s.schedule(a, p, f.ScheduledAt)
		if refused.status != 0 {
			return refused
		}
		if later {
			a.keys[key] = keyed{p.id, s.clock()}
			return ok(s.showScheduled(p))
		}
	}
	s.publish(a, p, p.created)
	a.keys[key] = keyed{p.id, s.clock()}
	return ok(s.show(a, p))
}

// replay answers a key that was used before. It looks among the statuses only,
// so that the key of a scheduled post answers 404 (post_status_service.rb).
func (s *Server) replay(a *account, id string) (reply, bool) {
	switch s.options.Keys {
	case KeysIgnored:
		return reply{}, false
	case KeysFail:
		return refuse(http.StatusInternalServerError, "500 Internal Server Error"), true
	}
	if p := a.post(id); p != nil {
		return ok(s.show(a, p)), true
	}
	return s.notFound(), true
}

// compose checks a form and makes a post of it that is nowhere yet.
func (s *Server) compose(a *account, f form) (*post, reply) {
	p := &post{author: a, visibility: orElse(f.Visibility, "unlisted"), counts: map[string]int64{}}
	if !slices.Contains([]string{"public", "unlisted", "private", "direct"}, p.visibility) {
		return nil, refuse(http.StatusUnprocessableEntity, "processVisibility: invalid visibility")
	}
	if refused := s.put(a, p, f); refused.status != 0 {
		return nil, refused
	}
	if f.InReplyToID != "" {
		if p.replyTo = s.anyPost(f.InReplyToID); p.replyTo == nil {
			return nil, s.notFound()
		}
	}
	if refused := s.quote(a, p, f); refused.status != 0 {
		return nil, refused
	}
	s.policy(p, f)
	for _, m := range p.media {
		m.attached = true
	}
	return p, reply{}
}

// put puts the members that an edit replaces too into a post.
func (s *Server) put(a *account, p *post, f form) reply {
	text, spoiler, sensitive := f.Status, f.SpoilerText, f.Sensitive
	if !s.isGoToSocial() {
		text, spoiler = strings.TrimSpace(text), strings.TrimSpace(spoiler)
		if sensitive = sensitive || spoiler != ""; text == "" && spoiler != "" {
			text, spoiler = spoiler, ""
		}
	}
	media, refused := s.attach(a, p, f)
	switch {
	case refused.status != 0:
		return refused
	case strings.TrimSpace(text) == "" && len(media) == 0 && f.Poll == nil:
		return s.invalid("Text can't be blank")
	case s.length(spoiler+text) > s.options.MaxText:
		return s.invalid("Text character limit of %d exceeded", s.options.MaxText)
	}
	vote, refused := s.vote(p.poll, f)
	if refused.status != 0 {
		return refused
	}
	p.text, p.spoiler, p.sensitive, p.media, p.poll = text, spoiler, sensitive, media, vote
	if f.Language != "" {
		p.language = f.Language
	}
	return reply{}
}

// vote makes the poll of a form. With the same options votes stay; the end is
// counted from now in any case.
func (s *Server) vote(was *poll, f form) (*poll, reply) {
	if f.Poll == nil {
		return nil, reply{}
	}
	lasts, err := f.Poll.ExpiresIn.Int64()
	short := lasts < 300 && !s.isGoToSocial() // GoToSocial takes 60 in spite of what it advertises
	if err != nil || len(f.Poll.Options) < 2 && !s.isGoToSocial() || len(f.Poll.Options) > 4 || short {
		return nil, s.invalid("Expires at is too soon")
	}
	p := &poll{options: f.Poll.Options, votes: make([]int64, len(f.Poll.Options)), multiple: f.Poll.Multiple,
		hide: f.Poll.Hide, lasts: time.Duration(lasts) * time.Second}
	p.expiresAt = s.clock().Add(p.lasts)
	if was != nil && slices.Equal(was.options, p.options) {
		p.votes = was.votes
	}
	return p, reply{}
}

// length counts as status_length_validator.rb does, but for mentions; GoToSocial
// counts code points and knows no discount (measured).
func (s *Server) length(text string) int {
	if s.isGoToSocial() {
		return len([]rune(text))
	}
	return uniseg.GraphemeClusterCount(addressForm.ReplaceAllString(text, strings.Repeat("x", 23)))
}

// publish makes a post live.
func (s *Server) publish(a *account, p *post, at time.Time) {
	if at.IsZero() {
		at = s.clock().UTC()
	}
	p.id, p.created, p.due = s.statusID(at), at.Truncate(time.Millisecond), time.Time{}
	if p.poll != nil {
		p.poll.expiresAt = at.Add(p.poll.lasts)
	}
	a.posts = append(a.posts, p)
	s.note(a, "create", p)
}

// statusID grows with time: a Snowflake in decimal, or a ULID.
func (s *Server) statusID(at time.Time) string {
	s.seq++
	if s.isGoToSocial() {
		return fmt.Sprintf("01%010X%014d", at.UnixMilli(), s.seq)
	}
	return fmt.Sprint(at.UnixMilli()<<16 | int64(s.seq&0xffff))
}

func (s *Server) edit(a *account, r *http.Request) reply {
	p := a.post(r.PathValue("id"))
	if p == nil {
		return s.notFound()
	}
	var f form
	if json.NewDecoder(r.Body).Decode(&f) != nil {
		return refuse(http.StatusBadRequest, "the request cannot be read")
	}
	was := *p
	before := s.fingerprint(p)
	if refused := s.put(a, p, f); refused.status != 0 {
		*p = was
		return refused
	}
	s.policy(p, f)
	if s.fingerprint(p) == before && p.poll == nil {
		if s.isGoToSocial() {
			return refuse(http.StatusUnprocessableEntity, "Unprocessable Entity: status was not changed")
		}
		return ok(s.show(a, p)) // NoChangesSubmittedError is swallowed
	}
	for _, m := range p.media {
		m.attached = true
	}
	p.edited = s.clock().UTC()
	s.note(a, "update", p)
	return ok(s.show(a, p))
}

func (s *Server) fingerprint(p *post) string {
	var media []object
	for _, m := range p.media {
		media = append(media, m.show())
	}
	return fmt.Sprint(p.text, "\n", p.spoiler, p.sensitive, p.language, media, p.poll)
}

func (s *Server) remove(a *account, r *http.Request) reply {
	p := a.post(r.PathValue("id"))
	if p == nil {
		return s.notFound()
	}
	answer := s.show(a, p)
	answer["text"] = p.text
	s.take(a, p)
	return ok(answer)
}

func (s *Server) take(a *account, p *post) {
	a.posts = slices.DeleteFunc(a.posts, func(other *post) bool { return other == p })
	s.note(a, "delete", p)
}

func (a *account) post(id string) *post {
	for _, p := range a.posts {
		if p.id == id {
			return p
		}
	}
	return nil
}

func (s *Server) anyPost(id string) *post {
	for _, a := range s.accounts {
		if p := a.post(id); p != nil {
			return p
		}
	}
	return nil
}
