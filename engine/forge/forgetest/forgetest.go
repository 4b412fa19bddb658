// Package forgetest is a GitHub for tests: one repository with its pull
// requests, reviews, comments, issues, runs and protections, kept in memory and
// served on loopback. Every request that reaches it and every answer it gives
// is checked against GitHub's own OpenAPI description, so that neither the code
// under test nor this package can make up an API.
//
// Faults stand in for what GitHub does on a bad day: limits, outages before and
// after it has acted, answers that are lost, pages of HTML.
package forgetest

import (
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Options say what kind of repository it is. The zero value is a public one.
type Options struct {
	Repository string           // owner/name; revue/content if empty
	Private    bool             // what only members may read
	PageSize   int              // entries of a page at most, whatever is asked for; 100 if zero
	Now        time.Time        // GitHub's time at first; every request takes a second
	Clock      func() time.Time // what its answers bear as their date instead; nil: nothing else
}

// A Token is a credential GitHub knows. That of an app has a login that ends
// in [bot], such as github-actions[bot].
type Token struct {
	Value    string
	Login    string
	ReadOnly bool // as that of a workflow that a fork started
	Admin    bool // may see who is above the rules
}

// A Server is a running GitHub. Its methods may be called from several
// goroutines, also while requests are served.
type Server struct {
	URL string // of the API

	t       testing.TB
	options Options
	checks  *description // nil where the description cannot be had

	mu       sync.Mutex
	now      time.Time
	ids      int64
	tokens   map[string]Token
	users    map[string]int64
	members  map[string]string
	pulls    []*Pull
	issues   []*issue // pull requests have one as well: they share numbers
	comments []*comment
	runs     map[int64]*Run
	rulesets []Ruleset
	classic  map[string]Classic
	faults   []*Fault
	hooks    []*hook
	limit    *limit
	log      []string
}

// New starts a GitHub that ends with the test. Where npm is missing it serves
// unchecked and says so; in CI it fails instead.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	if o.Repository == "" {
		o.Repository = "revue/content"
	}
	if o.PageSize == 0 {
		o.PageSize = 100
	}
	if o.Now.IsZero() {
		o.Now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	}
	s := &Server{t: t, options: o, now: o.Now, checks: described(t), tokens: map[string]Token{}, users: map[string]int64{},
		members: map[string]string{}, runs: map[int64]*Run{}, classic: map[string]Classic{}}
	server := httptest.NewServer(s.routes())
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Grant makes tokens known.
func (s *Server) Grant(tokens ...Token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, token := range tokens {
		s.tokens[token.Value] = token
		s.user(token.Login)
	}
}

// Member lets an account do something in the repository: admin, write or read.
// Read is what everybody may in a public one.
func (s *Server) Member(login, permission string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.user(login)
	s.members[login] = permission
}

// Requests are those that came, in order, each as method and path of the
// description, such as "GET /repos/{owner}/{repo}/pulls".
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.log)
}

// Writes are those of them that are no GET and ask nothing of GraphQL.
func (s *Server) Writes() []string {
	return slices.DeleteFunc(s.Requests(), func(r string) bool {
		return strings.HasPrefix(r, "GET ") || strings.HasSuffix(r, "/graphql")
	})
}

// id returns a number nothing else has.
func (s *Server) id() int64 {
	s.ids++
	return s.ids
}

// user returns the number of an account, which exists from then on.
func (s *Server) user(login string) int64 {
	if s.users[login] == 0 {
		s.users[login] = s.id()
	}
	return s.users[login]
}
