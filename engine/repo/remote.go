package repo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/plumbing/transport/file"
	githttp "github.com/go-git/go-git/v5/plumbing/transport/http"
	"github.com/go-git/go-git/v5/plumbing/transport/ssh"
)

// A Remote is another repository that this one knows by name.
type Remote struct {
	Name string
	URL  string // without credentials, for people and for the ledger

	repo      *Repo
	fetchFrom string // with credentials, if it has any
	pushTo    string
}

// Remote returns a remote by its name, nil if none of that name is configured.
func (r *Repo) Remote(name string) (*Remote, error) {
	from := r.config.last("remote", name, "url")
	if from == "" {
		return nil, nil
	}
	to := r.rewritten(cmp.Or(r.config.last("remote", name, "pushurl"), from), "pushInsteadOf", "insteadOf")
	from = r.rewritten(from, "insteadOf")
	m := &Remote{Name: name, repo: r, fetchFrom: r.absolute(from), pushTo: r.absolute(to)}
	m.URL = withoutCredentials(m.fetchFrom)
	if _, err := m.open(m.fetchFrom); err != nil {
		return nil, &Error{Op: fmt.Sprintf("use remote %s at %s", name, m.URL), Err: err}
	}
	return m, nil
}

// rewritten applies git's url.<base>.insteadOf: the longest prefix wins.
func (r *Repo) rewritten(remote string, keys ...string) string {
	for _, key := range keys {
		base, prefix := "", ""
		for _, c := range r.config {
			if strings.EqualFold(c.section, "url") && strings.EqualFold(c.key, key) &&
				strings.HasPrefix(remote, c.value) && len(c.value) > len(prefix) {
				base, prefix = c.subsection, c.value
			}
		}
		if prefix != "" {
			return base + remote[len(prefix):]
		}
	}
	return remote
}

// absolute turns a path, which is relative to the working tree, into a full one.
func (r *Repo) absolute(remote string) string {
	endpoint, err := transport.NewEndpoint(remote)
	if err != nil || endpoint.Protocol != "file" || strings.HasPrefix(remote, "file:") || filepath.IsAbs(remote) {
		return remote
	}
	return filepath.Join(cmp.Or(r.worktree, r.gitDir), remote)
}

func withoutCredentials(remote string) string {
	u, err := url.Parse(remote)
	if err != nil || u.Scheme == "" || u.User == nil {
		return remote
	}
	if u.Scheme == "ssh" {
		u.User = url.User(u.User.Username())
	} else {
		u.User = nil
	}
	return u.String()
}

// A connection is how one remote is reached.
type connection struct {
	transport.Transport
	endpoint *transport.Endpoint
	auth     transport.AuthMethod
}

func (m *Remote) open(remote string) (connection, error) {
	endpoint, err := transport.NewEndpoint(remote)
	if err != nil {
		return connection{}, errors.New("its URL cannot be read")
	}
	switch endpoint.Protocol {
	case "file":
		return connection{file.NewClient("git-upload-pack", "git-receive-pack"), endpoint, nil}, nil
	case "ssh":
		return connection{ssh.NewClient(nil), endpoint, nil}, nil
	case "http", "https":
		return connection{githttp.NewClient(nil), endpoint, m.repo.httpAuth(endpoint)}, nil
	}
	return connection{}, fmt.Errorf("protocol %s: %w", endpoint.Protocol, ErrUnsupported)
}

// fault describes a failure of this remote, without its credentials.
func (m *Remote) fault(op string, err error) error {
	e := &Error{Op: fmt.Sprintf("%s %s (%s)", op, m.Name, m.URL), Err: m.redacted(err)}
	switch {
	case errors.Is(err, transport.ErrAuthenticationRequired), errors.Is(err, transport.ErrAuthorizationFailed):
		e.Next = "give a token that may read and write this repository, or an ssh key to the agent"
	case errors.Is(err, transport.ErrRepositoryNotFound):
		e.Next = "check the URL of the remote, and that the credential may see it"
	}
	return e
}

// redacted keeps a credential that a URL carried out of an error's text.
func (m *Remote) redacted(err error) error {
	text := err.Error()
	for _, remote := range []string{m.fetchFrom, m.pushTo} {
		u, parse := url.Parse(remote)
		if parse != nil || u.User == nil {
			continue
		}
		if password, ok := u.User.Password(); ok && password != "" {
			text = strings.ReplaceAll(text, password, "***")
			text = strings.ReplaceAll(text, url.PathEscape(password), "***")
		} else if u.Scheme != "ssh" && u.User.Username() != "" {
			text = strings.ReplaceAll(text, u.User.Username(), "***")
		}
	}
	if text == err.Error() {
		return err
	}
	return errors.New(text)
}

// Default returns the branch that the remote's HEAD names and the commit it is
// at, in one request.
func (m *Remote) Default(ctx context.Context) (branch, hash string, err error) {
	adv, err := m.advertised(ctx)
	if err != nil {
		return "", "", m.fault("ask for the default branch of", err)
	}
	if adv == nil || adv.Head == nil {
		return "", "", m.fault("ask for the default branch of", fmt.Errorf("its HEAD: %w", ErrNotFound))
	}
	hash = adv.Head.String()
	for _, s := range adv.Capabilities.Get(capability.SymRef) {
		if target, ok := strings.CutPrefix(s, "HEAD:refs/heads/"); ok {
			return target, hash, nil
		}
	}
	for _, name := range []string{"main", "master"} {
		if adv.References["refs/heads/"+name] == *adv.Head {
			return name, hash, nil
		}
	}
	return "", "", m.fault("ask for the default branch of", errors.New("it does not say which branch its HEAD is"))
}

// Refs returns those of the named references that the remote has, in one
// request.
func (m *Remote) Refs(ctx context.Context, names ...string) (map[string]string, error) {
	adv, err := m.advertised(ctx)
	if err != nil {
		return nil, m.fault("read the references of", err)
	}
	found := map[string]string{}
	if adv == nil {
		return found, nil
	}
	for _, name := range names {
		if hash, ok := adv.References[name]; ok {
			found[name] = hash.String()
		}
	}
	return found, nil
}

// How long a remote may take. One that hangs must not hang a run.
const (
	askTime   = time.Minute
	pushTime  = 2 * time.Minute
	fetchTime = 10 * time.Minute
)

// advertised asks for all references; nil if the remote has none.
func (m *Remote) advertised(ctx context.Context) (*packp.AdvRefs, error) {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	session, err := m.uploadSession(ctx)
	if err != nil {
		return nil, err
	}
	defer session.Close()
	return references(ctx, session)
}

func references(ctx context.Context, session transport.Session) (*packp.AdvRefs, error) {
	adv, err := session.AdvertisedReferencesContext(ctx)
	if errors.Is(err, transport.ErrEmptyRemoteRepository) {
		return nil, nil
	}
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return adv, err
}

func (m *Remote) uploadSession(ctx context.Context) (transport.UploadPackSession, error) {
	c, err := m.open(m.fetchFrom)
	if err != nil {
		return nil, err
	}
	return dial(ctx, func() (transport.UploadPackSession, error) {
		return c.NewUploadPackSession(c.endpoint, c.auth)
	})
}

// dial gives up when ctx ends: go-git connects by ssh without one.
func dial[S io.Closer](ctx context.Context, connect func() (S, error)) (S, error) {
	type result struct {
		session S
		err     error
	}
	done := make(chan result, 1)
	go func() {
		s, err := connect()
		done <- result{s, err}
	}()
	select {
	case r := <-done:
		return r.session, r.err
	case <-ctx.Done():
		go func() {
			if r := <-done; r.err == nil {
				r.session.Close()
			}
		}()
		var none S
		return none, ctx.Err()
	}
}
