package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"path/filepath"
	"slices"

	"galley/engine"
	"galley/engine/media"
	"galley/engine/repo"
	"galley/engine/transport"
	"galley/schema"
)

// Networks are the channels of a content with their providers.
type networks struct {
	providers map[engine.Channel]engine.Provider
	accounts  map[engine.Channel]engine.Account
	failures  map[engine.Channel]string // why a channel has no provider
	variables map[engine.Channel]string // in which each credential is
	meter     *transport.Meter
}

// connect makes the provider of every channel. It sends nothing. A channel that
// lacks something fails alone.
func (a *app) connect(c content) networks { return a.connectBut(c, nil) }

// connectBut makes the providers of some channels without credentials and
// without a network: they tell what they could do, and nothing else.
func (a *app) connectBut(c content, unread []engine.Channel) networks {
	n := networks{providers: map[engine.Channel]engine.Provider{}, accounts: map[engine.Channel]engine.Account{},
		failures: map[engine.Channel]string{}, variables: map[engine.Channel]string{}, meter: &transport.Meter{}}
	for _, ch := range c.Channels {
		name := engine.Channel(ch.ID)
		n.accounts[name] = engine.Account{Network: engine.Network(ch.Network), Handle: ch.Handle}
		n.variables[name] = ch.Credentials
		connect := a.provider
		if slices.Contains(unread, name) {
			connect = a.mute
		}
		p, err := connect(c, ch, n.meter)
		if err != nil {
			n.failures[name] = a.redact(err.Error())
			continue
		}
		n.providers[name] = p
	}
	return n
}

func (a *app) provider(c content, ch schema.Channel, meter *transport.Meter) (engine.Provider, error) {
	constructor, known := a.Providers.Lookup(engine.Network(ch.Network))
	if !known {
		return nil, fmt.Errorf("there is no provider for the network %q", ch.Network)
	}
	cfg := engine.Config{Channel: engine.Channel(ch.ID), URL: ch.URL, Language: ch.Language, Now: a.Now,
		Account: engine.Account{Network: engine.Network(ch.Network), Handle: ch.Handle}, Blobs: c.blobs(), Zone: c.zone}
	if cfg.Language == "" && len(c.Project.Languages) > 0 {
		cfg.Language = c.Project.Languages[0]
	}
	if ch.Credentials != "" {
		if cfg.Secret = a.secret(ch.Credentials); cfg.Secret.Empty() {
			return nil, fmt.Errorf("the environment variable %s, which holds its credentials, is empty", ch.Credentials)
		}
	}
	target, err := a.target(c, ch)
	if err != nil {
		return nil, err
	}
	cfg.Target = target
	cfg.HTTP = a.client(cfg.Secret, meter)
	return constructor.New(cfg)
}

// mute is a provider that reaches nobody.
func (a *app) mute(c content, ch schema.Channel, _ *transport.Meter) (engine.Provider, error) {
	constructor, known := a.Providers.Lookup(engine.Network(ch.Network))
	if !known {
		return nil, fmt.Errorf("there is no provider for the network %q", ch.Network)
	}
	target, err := a.target(c, ch)
	if err != nil {
		return nil, err
	}
	return constructor.New(engine.Config{Channel: engine.Channel(ch.ID), URL: ch.URL, Language: ch.Language, Now: a.Now, Blobs: c.blobs(), Zone: c.zone,
		Account: engine.Account{Network: engine.Network(ch.Network), Handle: ch.Handle}, Target: target,
		HTTP: &http.Client{Transport: silence{}}, Secret: engine.NewSecret("none")})
}

// silence sends nothing.
type silence struct{}

// RoundTrip implements http.RoundTripper.
func (silence) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("%s is not asked: this channel is taken as recorded", r.URL.Host)
}

// asked are the providers that may be asked.
func (n networks) asked(unread []engine.Channel) map[engine.Channel]engine.Provider {
	asked := maps.Clone(n.providers)
	for _, name := range unread {
		delete(asked, name)
	}
	return asked
}

func (a *app) client(secret engine.Secret, meter *transport.Meter) *http.Client {
	return transport.Client(transport.Options{Version: Version(), Now: a.Now, Meter: meter, Secrets: []engine.Secret{secret}})
}

// credential is the environment variable that holds a channel's; empty if it
// names none.
func (c content) credential(name engine.Channel) string {
	for _, ch := range c.Channels {
		if ch.ID == string(name) {
			return ch.Credentials
		}
	}
	return ""
}

// target is where a site is written.
func (a *app) target(c content, ch schema.Channel) (engine.Target, error) {
	switch {
	case ch.Target.Branch != "":
		if c.repo == nil {
			return nil, fmt.Errorf("target branch %s: the content is not in a git repository", ch.Target.Branch)
		}
		remote, err := c.repo.Remote(c.Project.Record.Remote)
		if err != nil {
			return nil, err
		}
		return repo.Branch(c.repo, ch.Target.Branch, remote, a.author), nil
	case ch.Target.Dir != "":
		if c.root == "" {
			return nil, fmt.Errorf("target dir %s: a bare repository has no folder; use target: {branch: …}", ch.Target.Dir)
		}
		return repo.Folder(filepath.Join(c.root, filepath.FromSlash(ch.Target.Dir))), nil
	}
	return nil, nil
}

// blobs opens the media of this content by their hash.
func (c content) blobs() engine.Blobs {
	return func(_ context.Context, sha256 string) (io.ReadCloser, error) {
		medium, known := c.media[sha256]
		if !known {
			return nil, fmt.Errorf("open the file with SHA-256 %s: %w", sha256, fs.ErrNotExist)
		}
		return medium.Open(c.files)
	}
}

// memory spares a run the pictures that another run of this clone has turned
// and scaled.
func (c content) memory() media.Memory {
	if c.repo == nil {
		return nil
	}
	return media.Folder(filepath.Join(c.repo.Dir(), "galley", "pictures"))
}
