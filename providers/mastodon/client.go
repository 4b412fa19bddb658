package mastodon

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"galley/engine"
	"galley/providers/internal/rest"
)

// newClient returns a client of the server at the channel's URL.
func newClient(cfg engine.Config) (*rest.Client, error) {
	base, err := url.Parse(cfg.URL)
	switch {
	case err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http":
		return nil, fmt.Errorf("channel %s: url %q is not the address of a server, such as https://mastodon.example", cfg.Channel, cfg.URL)
	case cfg.HTTP == nil:
		return nil, fmt.Errorf("channel %s: no HTTP client", cfg.Channel)
	case cfg.Secret.Empty():
		return nil, fmt.Errorf("channel %s: no access token: name the environment variable that holds it in credentials", cfg.Channel)
	}
	return &rest.Client{
		HTTP:    cfg.HTTP,
		Base:    &url.URL{Scheme: base.Scheme, Host: base.Host},
		Sign:    func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+cfg.Secret.Reveal()) },
		Secrets: []engine.Secret{cfg.Secret},
		Refusal: refusal,
	}, nil
}

// refusal reads what these servers say in their own way: when one asks to slow
// down, it names the moment from which on it listens again and no number of
// seconds.
func refusal(a rest.Answer) (rest.Fault, bool) {
	if a.Status != http.StatusTooManyRequests {
		return rest.Fault{}, false
	}
	return rest.Fault{Kind: engine.Throttled, RetryAfter: untilReset(a.Header)}, true
}

// untilReset counts from the answer's own Date. Zero means that the server did
// not say.
func untilReset(h http.Header) time.Duration {
	if h.Get("Retry-After") != "" {
		return 0 // a proxy in between knows its own limit better
	}
	reset, err := time.Parse(time.RFC3339, h.Get("X-RateLimit-Reset"))
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return 0
	}
	return max(reset.Sub(now), 0)
}

// get reads path into out.
func (p *provider) get(ctx context.Context, op string, id engine.ID, path string, query url.Values, out any) (rest.Answer, error) {
	return p.rest.Do(ctx, rest.Call{Op: op, ID: id, Method: http.MethodGet, Path: path, Query: query}, out)
}

// me returns the account that the token speaks for, and refuses if it is not
// the channel's. It asks once.
func (p *provider) me(ctx context.Context) (account, error) {
	p.mu.Lock()
	known := p.account
	p.mu.Unlock()
	if known != nil {
		return *known, nil
	}
	me, err := p.whoami(ctx)
	if err != nil && engine.KindOf(err) == engine.NotFound {
		// Not that a post is missing: there is no such server.
		return account{}, engine.Errorf(engine.Invalid, "verify the token", engine.ID{}, "%s does not speak Mastodon's API", p.rest.Base.Host)
	}
	return me, err
}

// whoami asks in any case.
func (p *provider) whoami(ctx context.Context) (account, error) {
	const op = "verify the token"
	var me account
	if _, err := p.get(ctx, op, engine.ID{}, "api/v1/accounts/verify_credentials", nil, &me); err != nil {
		return account{}, err
	}
	if me.ID == "" || me.Username == "" {
		return account{}, engine.Errorf(engine.Uncertain, op, engine.ID{}, "the answer names no account")
	}
	if err := p.isOurs(ctx, me); err != nil {
		return account{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.account = &me
	return me, nil
}

// isOurs compares the token's account with the channel's handle: "galley",
// "@galley" or "@galley@server". A server may live at another address than the
// one in its handles.
func (p *provider) isOurs(ctx context.Context, me account) error {
	handle := strings.TrimPrefix(p.cfg.Account.Handle, "@")
	name, domain, _ := strings.Cut(handle, "@")
	wrong := engine.Errorf(engine.Unauthorized, "verify the token", engine.ID{},
		"the token belongs to @%s on %s and the channel declares %s: use a token of that account", me.Username, p.rest.Base.Host, p.cfg.Account.Handle)
	switch {
	case name != "" && !strings.EqualFold(name, me.Username):
		return wrong
	case domain == "" || strings.EqualFold(domain, p.rest.Base.Host):
		return nil
	}
	server, err := p.instance(ctx)
	if err != nil {
		return err
	}
	if !strings.EqualFold(domain, server.Domain) {
		return wrong
	}
	return nil
}

// instance returns what the server says of itself. It asks once.
func (p *provider) instance(ctx context.Context) (instance, error) {
	p.mu.Lock()
	known := p.server
	p.mu.Unlock()
	if known != nil {
		return *known, nil
	}
	const op = "read the server's limits"
	var server instance
	if _, err := p.get(ctx, op, engine.ID{}, "api/v2/instance", nil, &server); err != nil {
		if engine.KindOf(err) == engine.NotFound {
			return instance{}, engine.Errorf(engine.Unsupported, op, engine.ID{}, "%s is older than Mastodon 4.0", p.rest.Base.Host)
		}
		return instance{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.server = &server
	return server, nil
}

// isMastodon reports whether the server is Mastodon itself, whose HTML can be
// read back. Others call themselves so by their version alone.
func (s instance) isMastodon() bool {
	major, _, _ := strings.Cut(s.Version, ".")
	return s.APIVersions.Mastodon > 0 && major != "0" && !strings.Contains(s.Version, "compatible")
}

// status reads a status, with the answer's headers.
func (p *provider) status(ctx context.Context, op string, remote engine.RemoteID) (status, rest.Answer, error) {
	var s status
	answer, err := p.get(ctx, op, engine.ID{}, "api/v1/statuses/"+url.PathEscape(string(remote)), nil, &s)
	if err == nil && s.ID == "" {
		err = engine.Errorf(engine.Uncertain, op, engine.ID{}, "the answer names no status")
	}
	return s, answer, err
}

// source reads the text of a status as it was written. The same version of a
// status is asked for once.
func (p *provider) source(ctx context.Context, op string, s status) (string, error) {
	key := s.ID + " " + version(s)
	p.mu.Lock()
	text, known := p.texts[key]
	p.mu.Unlock()
	if known {
		return text, nil
	}
	var src struct {
		ID string `json:"id"`
		source
	}
	if _, err := p.get(ctx, op, engine.ID{}, "api/v1/statuses/"+url.PathEscape(s.ID)+"/source", nil, &src); err != nil {
		return "", err
	}
	if src.ID == "" {
		return "", engine.Errorf(engine.Uncertain, op, engine.ID{}, "the answer names no status")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.texts[key] = src.Text
	return src.Text, nil
}

// text returns the text of a status, from its HTML where that can be read back
// to the letter, else from its source.
func (p *provider) text(ctx context.Context, op string, s status) (string, error) {
	text, clear := plain(s.Content)
	if clear && (s.ContentType == "" || s.ContentType == "text/plain") {
		server, err := p.instance(ctx)
		if err != nil {
			return text, err
		}
		if server.isMastodon() {
			return text, nil
		}
	}
	written, err := p.source(ctx, op, s)
	if err != nil {
		return text, err
	}
	return written, nil
}

// resolve returns the id under which this server knows a post of somebody else.
// The server fetches it if it has to.
func (p *provider) resolve(ctx context.Context, op string, id engine.ID, address string) (string, error) {
	p.mu.Lock()
	known, ok := p.resolved[address]
	p.mu.Unlock()
	if ok {
		return known, nil
	}
	var found struct {
		Statuses []status `json:"statuses"`
	}
	query := url.Values{"q": {address}, "type": {"statuses"}, "resolve": {"true"}, "limit": {"1"}}
	if _, err := p.get(ctx, op, id, "api/v2/search", query, &found); err != nil {
		return "", err
	}
	if len(found.Statuses) == 0 || found.Statuses[0].ID == "" {
		return "", engine.Errorf(engine.Invalid, op, id, "the server cannot find the post at %s", address)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.resolved[address] = found.Statuses[0].ID
	return found.Statuses[0].ID, nil
}

// address returns the URL of a post of somebody else by its id; empty if it is
// gone.
func (p *provider) address(ctx context.Context, op, id string) (string, error) {
	p.mu.Lock()
	known, ok := p.addresses[id]
	p.mu.Unlock()
	if ok {
		return known, nil
	}
	s, _, err := p.status(ctx, op, engine.RemoteID(id))
	if err != nil && engine.KindOf(err) != engine.NotFound {
		return "", err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.addresses[id] = s.URL
	return s.URL, nil
}

// unchanged reports whether an edit was refused because it changes nothing,
// which is success. GoToSocial says it by this text alone; Mastodon answers
// 200.
func unchanged(a rest.Answer) bool {
	var said struct {
		Error string `json:"error"`
	}
	return a.Status == http.StatusUnprocessableEntity && json.Unmarshal(a.Body, &said) == nil &&
		strings.HasSuffix(said.Error, "status was not changed")
}
