// Package mastodontest is a server that speaks Mastodon's client API, in the
// memory of a process: accounts, posts, media, polls, a scheduler, filters, and
// people who act by hand. It has the habits by which servers differ, and two
// points at which a request can fail.
//
// It was written from what Mastodon's documents and source say (4.3 to 4.6) and
// from what was measured on GoToSocial 0.20.3. Where a habit decides something
// for us, a comment says which of the two it comes from.
package mastodontest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"galley/engine"
)

// Software is what runs on the server.
type Software uint8

// The software. The zero value is Mastodon.
const (
	Mastodon Software = iota
	// GoToSocial, as measured on 0.20.3: it ignores keys, backdates a scheduled_at
	// in the past, refuses an edit that changes nothing (422), answers 400 where
	// Mastodon answers 422, keeps a warning apart from "sensitive", collapses
	// spaces in its HTML, has no batch of statuses and no api_versions, names a next
	// page always, and refuses a second filter of one title (409).
	GoToSocial
)

// Keys is what a server does with an Idempotency-Key that it has seen.
type Keys uint8

// What becomes of a repeated key. The zero value is that of Mastodon up to 4.5.
const (
	KeysHonoured Keys = iota // the status it made is answered again, for an hour
	KeysIgnored              // another status is made: GoToSocial, measured
	KeysFail                 // 500, and nothing is made: Mastodon 4.6.0 to 4.6.5, issue 40399
)

// Options are the traits of a server. The zero value is a Mastodon 4.5.
type Options struct {
	Handle      string   // of the account that is there from the start; "galley" if empty
	Token       string   // of that account; empty takes any token for it
	Scopes      []string // of the token's application; read and write if nil
	Software    Software
	Version     string        // "4.5.0" if empty
	Keys        Keys          // of a Mastodon
	Page        int           // the most things on a page; 40 if zero
	MaxText     int           // characters; 500 if zero
	Processing  time.Duration // how long the server works on media; at once if zero
	Requests    int           // per token and five minutes of the clock; unlimited if zero
	QuotePolicy string        // of the accounts, for what they post: public, followers or nobody; public if empty
	QuotesWait  bool          // quotes of others wait for consent, as between servers
	RoundsFocus bool          // keep two decimals of a focal point: no server was seen to
}

// A Fault is what a client gets instead of an answer. Without a Status the
// connection breaks.
type Fault struct {
	Status int
	Type   string // content type; JSON if empty
	Body   string
}

// A Server is an http.Handler, safe for use by many at once.
type Server struct {
	clock   engine.Clock
	options Options
	mux     *http.ServeMux

	mu       sync.Mutex
	accounts []*account
	seq      int
	events   []Event
	asked    map[string]int // requests by token and window
	before   func(*http.Request) *Fault
	after    func(*http.Request) *Fault
}

// New returns a server with one account and nothing on it.
func New(clock engine.Clock, o Options) *Server {
	o.Handle = orElse(o.Handle, "galley")
	o.Version = orElse(o.Version, "4.5.0")
	if o.Scopes == nil {
		o.Scopes = []string{"read", "write"}
	}
	if o.Software == GoToSocial {
		o.Version, o.Keys = "0.20.3", KeysIgnored
	}
	if o.Page <= 0 {
		o.Page = 40
	}
	if o.MaxText <= 0 {
		o.MaxText = 500
	}
	s := &Server{clock: clock, options: o, mux: http.NewServeMux(), asked: map[string]int{}}
	s.AddAccount(o.Handle, o.Token)
	s.routes()
	return s
}

// AddAccount adds an account that a token speaks for.
func (s *Server) AddAccount(handle, token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seq++
	s.accounts = append(s.accounts, &account{id: fmt.Sprint(s.seq), name: handle, token: token,
		keys: map[string]keyed{}, media: map[string]*medium{}})
}

// Strike sets the two points at which requests fail: before the server acts,
// and after it has acted and before it answers. Either may be nil, as may a
// Fault, which then lets the request pass.
func (s *Server) Strike(before, after func(*http.Request) *Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before, s.after = before, after
}

func (s *Server) routes() {
	for pattern, act := range map[string]endpoint{
		"GET /api/v1/accounts/verify_credentials":   (*Server).verify,
		"PATCH /api/v1/accounts/update_credentials": (*Server).updateProfile,
		"DELETE /api/v1/profile/avatar":             (*Server).removeAvatar,
		"GET /api/v1/accounts/{id}/statuses":        (*Server).listStatuses,
		"GET /api/v1/apps/verify_credentials":       (*Server).verifyApp,
		"GET /api/v2/instance":                      (*Server).instance,
		"GET /api/v2/search":                        (*Server).search,
		"POST /api/v2/media":                        (*Server).upload,
		"GET /api/v1/media/{id}":                    (*Server).readMedia,
		"POST /api/v1/statuses":                     (*Server).create,
		"GET /api/v1/statuses":                      (*Server).several,
		"GET /api/v1/statuses/{id}":                 (*Server).read,
		"GET /api/v1/statuses/{id}/source":          (*Server).source,
		"PUT /api/v1/statuses/{id}":                 (*Server).edit,
		"DELETE /api/v1/statuses/{id}":              (*Server).remove,
		"POST /api/v1/statuses/{id}/pin":            (*Server).pin,
		"POST /api/v1/statuses/{id}/unpin":          (*Server).unpin,
		"GET /api/v1/scheduled_statuses":            (*Server).listScheduled,
		"GET /api/v1/scheduled_statuses/{id}":       (*Server).readScheduled,
		"DELETE /api/v1/scheduled_statuses/{id}":    (*Server).removeScheduled,
		"GET /api/v2/filters":                       (*Server).listFilters,
		"POST /api/v2/filters":                      (*Server).createFilter,
		"GET /api/v2/filters/{id}":                  (*Server).readFilter,
		"PUT /api/v2/filters/{id}":                  (*Server).editFilter,
		"DELETE /api/v2/filters/{id}":               (*Server).removeFilter,
		"/":                                         (*Server).nowhere,
	} {
		s.mux.HandleFunc(pattern, s.serve(act))
	}
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// An endpoint acts for an account, under the server's lock.
type endpoint func(s *Server, a *account, r *http.Request) reply

// serve puts the two points, the limit and the token around an endpoint.
func (s *Server) serve(act endpoint) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		before, after := s.before, s.after
		s.mu.Unlock()
		if s.struck(before, w, r) {
			return
		}
		answer := s.act(act, r)
		if s.struck(after, w, r) {
			return
		}
		s.write(w, answer)
	}
}

func (s *Server) struck(point func(*http.Request) *Fault, w http.ResponseWriter, r *http.Request) bool {
	if point == nil {
		return false
	}
	fault := point(r)
	if fault == nil {
		return false
	}
	if fault.Status == 0 {
		panic(http.ErrAbortHandler) // the way net/http offers to hang up
	}
	w.Header().Set("Date", s.clock().UTC().Format(http.TimeFormat))
	w.Header().Set("Content-Type", orElse(fault.Type, "application/json"))
	w.WriteHeader(fault.Status)
	_, _ = w.Write([]byte(fault.Body)) // a client that is gone has its own error
	return true
}

func (s *Server) act(act endpoint, r *http.Request) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.URL.Path == "/api/v2/instance" {
		return act(s, nil, r) // open to all
	}
	a := s.authorized(r)
	if a == nil {
		return refuse(http.StatusUnauthorized, "The access token is invalid")
	}
	limits, exceeded := s.limit(a)
	answer := exceeded
	if answer.status == 0 {
		s.publishDue(a)
		answer = act(s, a, r)
	}
	for name, value := range limits {
		answer = answer.with(name, value)
	}
	return answer
}

func (s *Server) authorized(r *http.Request) *account {
	token, given := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !given {
		return nil
	}
	i := slices.IndexFunc(s.accounts, func(a *account) bool { return a.token == "" || a.token == token })
	if i < 0 {
		return nil
	}
	return s.accounts[i]
}

// window is the span of the limit on requests. It is aligned on the clock, not
// sliding (rack_attack.rb).
const window = 5 * time.Minute

// limit counts a request. What is over the limit is answered with 429 and no
// Retry-After: the moment of the next window is in X-RateLimit-Reset alone, as
// a date.
func (s *Server) limit(a *account) (headers map[string]string, exceeded reply) {
	if s.options.Requests == 0 {
		return nil, reply{}
	}
	begun := s.clock().UTC().Truncate(window)
	key := a.id + begun.String()
	s.asked[key]++
	left := s.options.Requests - s.asked[key]
	headers = map[string]string{
		"X-RateLimit-Limit":     strconv.Itoa(s.options.Requests),
		"X-RateLimit-Remaining": strconv.Itoa(max(left, 0)),
		"X-RateLimit-Reset":     begun.Add(window).Format("2006-01-02T15:04:05.000000Z"),
	}
	if left < 0 {
		return headers, refuse(http.StatusTooManyRequests, "Too many requests")
	}
	return headers, reply{}
}

func (s *Server) nowhere(*account, *http.Request) reply { return s.notFound() }

func (s *Server) isGoToSocial() bool { return s.options.Software == GoToSocial }

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
