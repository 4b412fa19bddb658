package repo

import (
	"encoding/base64"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/transport"

	"galley/engine"
)

// Auth is the credential for an https remote.
type Auth struct {
	User  string // "" is what forges take with a token
	Token engine.Secret
}

// anyUser is the name that forges take beside a token.
const anyUser = "x-access-token"

// A header is the credential of a request. It implements the interface of
// go-git's http transport, which drops it where a redirect leaves the origin.
type header struct{ name, value string }

// SetAuth puts the credential into a request.
func (h header) SetAuth(r *http.Request) { r.Header.Set(h.name, h.value) }

// Name names the kind of credential.
func (h header) Name() string { return "http-header" }

// String never shows the credential.
func (h header) String() string { return "http-header - ***" }

// httpAuth returns the credential for a remote: the one that was given, else
// the header of git's http.extraHeader, which is how CI services hand one to a
// checkout. It is nil if there is none; then the URL's own counts.
func (r *Repo) httpAuth(target *transport.Endpoint) transport.AuthMethod {
	if !r.options.Auth.Token.Empty() && isSafe(target) {
		user := r.options.Auth.User
		if user == "" {
			user = anyUser
		}
		pair := base64.StdEncoding.EncodeToString([]byte(user + ":" + r.options.Auth.Token.Reveal()))
		return header{"Authorization", "Basic " + pair}
	}
	found := ""
	for _, c := range r.config {
		if strings.EqualFold(c.section, "http") && strings.EqualFold(c.key, "extraHeader") && covers(c.subsection, target) {
			found = c.value
		}
	}
	name, value, ok := strings.Cut(found, ":")
	if !ok {
		return nil
	}
	return header{strings.TrimSpace(name), strings.TrimSpace(value)}
}

// isSafe keeps a token off an open line.
func isSafe(target *transport.Endpoint) bool {
	ip := net.ParseIP(strings.Trim(target.Host, "[]"))
	return target.Protocol == "https" || target.Host == "localhost" || ip != nil && ip.IsLoopback()
}

// covers says whether the settings of http.<prefix>.* hold for a remote.
func covers(prefix string, target *transport.Endpoint) bool {
	if prefix == "" {
		return true
	}
	u, err := url.Parse(prefix)
	if err != nil || u.Scheme != target.Protocol || !strings.EqualFold(u.Host, hostPort(target)) {
		return false
	}
	below := strings.TrimSuffix(u.Path, "/")
	return below == "" || target.Path == below || strings.HasPrefix(target.Path, below+"/")
}

func hostPort(target *transport.Endpoint) string {
	bare := transport.Endpoint{Protocol: target.Protocol, Host: target.Host, Port: target.Port}
	_, host, _ := strings.Cut(bare.String(), "//")
	return host
}
