// Package blueskytest is a server of the AT Protocol in memory: accounts and
// their records behind HTTP, with the habits of the reference server as they
// were measured on @atproto/pds 0.5.35. It shares no code with the provider but
// the formats of keys and names, which are tested against that server.
//
// People post, edit and delete by hand; requests fail where a test wants them
// to; time is what the clock says. The comments name what was measured.
package blueskytest

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"sync"
	"time"

	"galley/engine"
)

// Options are the traits of a server. The zero value is that of the reference
// server.
type Options struct {
	Accounts  []Account     // who can log in; none has records
	Page      int           // records per page of a listing, at most; 100 if zero
	TokenLife time.Duration // of an access token; two hours if zero
}

// An Account can log in with its handle, or its DID, and its password.
type Account struct {
	Handle   string
	Password string
	Renamed  string // its handle now, if it has another than that of its login
}

// A Server is the service: an http.Handler, safe for use by many at once.
type Server struct {
	clock   engine.Clock
	options Options
	mux     *http.ServeMux

	mu     sync.Mutex
	repos  []*repo
	tokens map[string]grant
	serial int
	events []Event
	before func(*http.Request) error
	after  func(*http.Request) error
}

// New returns a server that lives by clock.
func New(clock engine.Clock, options Options) *Server {
	if options.Page <= 0 || options.Page > 100 {
		options.Page = 100
	}
	if options.TokenLife <= 0 {
		options.TokenLife = 2 * time.Hour
	}
	s := &Server{clock: clock, options: options, mux: http.NewServeMux(), tokens: map[string]grant{}}
	for _, a := range options.Accounts {
		s.repos = append(s.repos, newRepo(a))
	}
	for name, act := range map[string]endpoint{
		"POST com.atproto.server.createSession":  s.createSession,
		"POST com.atproto.server.refreshSession": s.refreshSession,
		"GET com.atproto.identity.resolveHandle": s.resolveHandle,
		"GET com.atproto.repo.getRecord":         s.getRecord,
		"GET com.atproto.repo.listRecords":       s.listRecords,
		"POST com.atproto.repo.putRecord":        s.putRecord,
		"POST com.atproto.repo.deleteRecord":     s.deleteRecord,
		"POST com.atproto.repo.applyWrites":      s.applyWrites,
		"POST com.atproto.repo.uploadBlob":       s.uploadBlob,
		"GET com.atproto.sync.getBlob":           s.getBlob,
		"GET com.atproto.sync.getLatestCommit":   s.getLatestCommit,
		"GET app.bsky.feed.getPosts":             s.getPosts,
		"GET app.bsky.actor.getProfile":          s.getProfile,
	} {
		s.handle(name, act)
	}
	return s
}

// DID returns the name of an account for life. It depends on the handle alone.
func DID(handle string) string {
	sum := sha256.Sum256([]byte(handle))
	return "did:plc:" + hex.EncodeToString(sum[:12])
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Strike sets the two points at which a request fails: before the server acts,
// and after it has acted and before it answers. Either may be nil. A *Refusal
// is answered as it says; any other error breaks the connection, so that the
// caller cannot tell whether it arrived.
func (s *Server) Strike(before, after func(*http.Request) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before, s.after = before, after
}

// ExpireTokens makes every access token that was given out too old.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for token, g := range s.tokens {
		if !g.renews {
			g.until = s.clock()
			s.tokens[token] = g
		}
	}
}

// IsWrite reports whether a request changes what readers see. Logins and
// uploads do not.
func IsWrite(r *http.Request) bool {
	switch r.URL.Path {
	case "/xrpc/com.atproto.repo.putRecord", "/xrpc/com.atproto.repo.deleteRecord", "/xrpc/com.atproto.repo.applyWrites":
		return true
	}
	return false
}
