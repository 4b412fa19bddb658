package bluesky

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"sync"

	"galley/engine"
	"galley/providers/internal/rest"
)

// A session is the account's login. Its tokens live in memory only: an access
// token for two hours, and one that gets the next. One login serves a process,
// because the server allows thirty in five minutes.
type session struct {
	client   *rest.Client
	handle   string
	password engine.Secret
	budget   budget

	mu      sync.Mutex
	did     string
	name    string // handle, as the server names it
	access  engine.Secret
	refresh engine.Secret
}

func newSession(client *rest.Client, handle string, password engine.Secret) *session {
	return &session{client: client, handle: handle, password: password}
}

// account returns the DID that the credential stands for, after a login if
// there was none.
func (s *session) account(ctx context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.open(ctx); err != nil {
		return "", err
	}
	return s.did, nil
}

// do makes a call with the credential. A read whose token has expired is asked
// again with a new one; a write is not, and its error is Transient: the server
// has refused it, and the next attempt will bring a new token.
func (s *session) do(ctx context.Context, call rest.Call, out any) error {
	for again := false; ; again = true {
		access, err := s.token(ctx)
		if err != nil {
			return err
		}
		answer, err := s.with(ctx, access, call, out)
		s.budget.tell(answer.Header)
		if !isNamed(err, "ExpiredToken") {
			return err
		}
		s.expire(access)
		if call.Method != http.MethodGet || again {
			return engine.Errorf(engine.Transient, "", engine.ID{}, "%w", err)
		}
	}
}

// spend makes a call that costs points of the hourly budget.
func (s *session) spend(ctx context.Context, points int, call rest.Call, out any) error {
	if err := s.budget.take(points); err != nil {
		return err
	}
	return s.do(ctx, call, out)
}

func (s *session) token(ctx context.Context) (engine.Secret, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.open(ctx)
	return s.access, err
}

// expire forgets a token, unless it was replaced already.
func (s *session) expire(access engine.Secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.access.Reveal() == access.Reveal() {
		s.access = engine.Secret{}
	}
}

// open makes sure of an access token. The lock is held.
func (s *session) open(ctx context.Context) error {
	switch {
	case !s.access.Empty():
		return nil
	case s.password.Empty():
		return engine.Errorf(engine.Unauthorized, "", engine.ID{}, "there is no app password for %s", s.handle)
	case !s.refresh.Empty():
		err := s.renew(ctx)
		if !isNamed(err, "ExpiredToken", "InvalidToken") {
			return harmless(err)
		}
		s.refresh = engine.Secret{}
	}
	return harmless(s.login(ctx))
}

// tokens are the answer to a login and to a renewal.
type tokens struct {
	Access  string `json:"accessJwt"`
	Refresh string `json:"refreshJwt"`
	DID     string `json:"did"`
	Handle  string `json:"handle"`
	Active  *bool  `json:"active"`
	Status  string `json:"status"`
}

func (s *session) login(ctx context.Context) error {
	body := map[string]string{"identifier": s.handle, "password": s.password.Reveal()}
	var got tokens
	if _, err := send(ctx, s.client, rest.Call{
		Op: "log in as " + s.handle, Method: http.MethodPost, Path: xrpc("com.atproto.server.createSession"), Body: body,
	}, &got); err != nil {
		return err
	}
	return s.keep(got)
}

func (s *session) renew(ctx context.Context) error {
	var got tokens
	if _, err := s.with(ctx, s.refresh, rest.Call{
		Op: "renew the login of " + s.handle, Method: http.MethodPost, Path: xrpc("com.atproto.server.refreshSession"),
	}, &got); err != nil {
		return err
	}
	return s.keep(got)
}

// keep takes tokens that belong to the channel's account, and no others.
func (s *session) keep(got tokens) error {
	switch {
	case got.Access == "" || got.Refresh == "" || !isDID(got.DID):
		return unreadable("the answer to the login holds no tokens")
	case !strings.EqualFold(got.Handle, s.handle) && got.DID != s.handle:
		return engine.Errorf(engine.Unauthorized, "", engine.ID{},
			"the credential belongs to %s, the channel to %s", got.Handle, s.handle)
	case got.Active != nil && !*got.Active:
		return engine.Errorf(engine.Unauthorized, "", engine.ID{}, "the account is %s", orElse(got.Status, "not active"))
	}
	s.did, s.name = got.DID, got.Handle
	s.access, s.refresh = engine.NewSecret(got.Access), engine.NewSecret(got.Refresh)
	return nil
}

// identity returns whose session it is and what its token says that it may do.
func (s *session) identity() (handle string, scopes []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if scope := scopeOf(s.access); scope != "" {
		scopes = strings.Fields(scope)
	}
	return s.name, scopes
}

// scopeOf reads the claim of a token. It decides nothing: the server does.
func scopeOf(token engine.Secret) string {
	parts := strings.Split(token.Reveal(), ".")
	if len(parts) != 3 {
		return ""
	}
	var claims struct {
		Scope string `json:"scope"`
	}
	data, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(data, &claims) != nil {
		return ""
	}
	return claims.Scope
}

// with makes a call with a token, which no error repeats.
func (s *session) with(ctx context.Context, token engine.Secret, call rest.Call, out any) (rest.Answer, error) {
	client := *s.client
	client.Secrets = append(client.Secrets[:len(client.Secrets):len(client.Secrets)], token)
	client.Sign = func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token.Reveal()) }
	return send(ctx, &client, call, out)
}

// harmless turns what may have happened into what may be repeated: a login that
// got no answer has published nothing.
func harmless(err error) error {
	if err == nil || engine.KindOf(err) != engine.Uncertain {
		return err
	}
	return &engine.Error{Kind: engine.Transient, RetryAfter: engine.RetryAfterOf(err), Err: err}
}

func orElse(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}
