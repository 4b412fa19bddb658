package blueskytest

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// A grant is what a token stands for.
type grant struct {
	repo   *repo
	until  time.Time
	renews bool // a refresh token
}

// createSession: the wrong password is 401 AuthenticationRequired.
func (s *Server) createSession(r *request) (any, error) {
	a := s.find(r.text("identifier"))
	if a == nil || a.account.Password != r.text("password") {
		return nil, &Refusal{Status: http.StatusUnauthorized, Name: "AuthenticationRequired", Text: "Invalid identifier or password"}
	}
	return s.grantTokens(a), nil
}

// refreshSession: an access token, or none that is known, is 400 InvalidToken.
func (s *Server) refreshSession(r *request) (any, error) {
	g, known := s.tokens[bearer(r)]
	switch {
	case !known || !g.renews:
		return nil, &Refusal{Status: http.StatusBadRequest, Name: "InvalidToken", Text: "Token could not be verified"}
	case !s.clock().Before(g.until):
		return nil, &Refusal{Status: http.StatusBadRequest, Name: "ExpiredToken", Text: "Token has expired"}
	}
	return s.grantTokens(g.repo), nil
}

func (s *Server) grantTokens(a *repo) any {
	s.serial++
	access, refresh := fmt.Sprintf("access-%d-%s", s.serial, a.did), fmt.Sprintf("refresh-%d-%s", s.serial, a.did)
	s.tokens[access] = grant{a, s.clock().Add(s.options.TokenLife), false}
	s.tokens[refresh] = grant{a, s.clock().Add(90 * 24 * time.Hour), true}
	handle := a.account.Handle
	if a.account.Renamed != "" {
		handle = a.account.Renamed
	}
	return map[string]any{"accessJwt": access, "refreshJwt": refresh, "did": a.did, "handle": handle,
		"active": true, "emailConfirmed": false}
}

// authorized returns whose token a request bears; an expired one is 400.
func (s *Server) authorized(r *request) (*repo, error) {
	token := bearer(r)
	g, known := s.tokens[token]
	switch {
	case token == "":
		return nil, &Refusal{Status: http.StatusUnauthorized, Name: "AuthMissing", Text: "Authentication Required"}
	case !known || g.renews:
		return nil, &Refusal{Status: http.StatusBadRequest, Name: "InvalidToken", Text: "Token could not be verified"}
	case !s.clock().Before(g.until):
		return nil, &Refusal{Status: http.StatusBadRequest, Name: "ExpiredToken", Text: "Token has expired"}
	}
	return g.repo, nil
}

func bearer(r *request) string {
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return token
}

func (s *Server) resolveHandle(r *request) (any, error) {
	a := s.find(r.query("handle"))
	if a == nil {
		return nil, invalid("Unable to resolve handle")
	}
	return map[string]string{"did": a.did}, nil
}

// find returns an account by handle or DID, nil if there is none.
func (s *Server) find(name string) *repo {
	for _, a := range s.repos {
		if a.did == name || strings.EqualFold(a.account.Handle, name) {
			return a
		}
	}
	return nil
}
