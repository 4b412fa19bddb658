package memory

import (
	"context"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"time"

	"galley/engine"
	"galley/providers/internal/rest"
)

// remote reaches a Handler by HTTP.
type remote struct {
	client *rest.Client
}

var _ service = (*remote)(nil)

func newRemote(cfg engine.Config) (*remote, error) {
	base, err := url.Parse(cfg.URL)
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("channel %s: url %q is not the address of a server", cfg.Channel, cfg.URL)
	}
	if cfg.HTTP == nil {
		return nil, fmt.Errorf("channel %s: no HTTP client", cfg.Channel)
	}
	client := &rest.Client{
		HTTP:    cfg.HTTP,
		Base:    base.JoinPath("@" + url.PathEscape(cfg.Account.Handle)),
		Secrets: []engine.Secret{cfg.Secret},
	}
	if !cfg.Secret.Empty() {
		client.Sign = func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+cfg.Secret.Reveal()) }
	}
	return &remote{client}, nil
}

func (c *remote) create(ctx context.Context, d draft) (*item, error) {
	return c.send(ctx, rest.Call{Op: "post", Method: http.MethodPost, Path: "items"}, d)
}

func (c *remote) update(ctx context.Context, id, version string, d draft) (*item, error) {
	call := rest.Call{Op: "put", Method: http.MethodPut, Path: "items/" + url.PathEscape(id)}
	if version != "" {
		call.Header = http.Header{"If-Match": {version}}
	}
	return c.send(ctx, call, d)
}

func (c *remote) send(ctx context.Context, call rest.Call, d draft) (*item, error) {
	body, err := newWireDraft(d)
	if err != nil {
		return nil, &engine.Error{Kind: engine.Invalid, Err: err}
	}
	call.Body = body
	return c.one(ctx, call)
}

func (c *remote) read(ctx context.Context, id string) (*item, error) {
	return c.one(ctx, rest.Call{Op: "get", Method: http.MethodGet, Path: "items/" + url.PathEscape(id)})
}

func (c *remote) find(ctx context.Context, key string) (*item, error) {
	return c.one(ctx, rest.Call{Op: "get", Method: http.MethodGet, Path: "keys/" + url.PathEscape(key)})
}

// one makes a call that is answered with an item.
func (c *remote) one(ctx context.Context, call rest.Call) (*item, error) {
	var wire wireItem
	if _, err := c.client.Do(ctx, call, &wire); err != nil {
		return nil, err
	}
	return wire.item()
}

func (c *remote) remove(ctx context.Context, id string) error {
	_, err := c.client.Do(ctx, rest.Call{Op: "delete", Method: http.MethodDelete, Path: "items/" + url.PathEscape(id)}, nil)
	return err
}

func (c *remote) upload(ctx context.Context, m engine.Media, file io.Reader) error {
	_, err := c.client.Do(ctx, rest.Call{
		Op: "upload", Method: http.MethodPost, Path: "media/" + url.PathEscape(m.SHA256),
		Header: http.Header{"Content-Type": {m.Type}}, Raw: file, RawSize: m.Size,
	}, nil)
	return err
}

func (c *remote) probe(ctx context.Context) error {
	var who struct {
		Handle string `json:"handle"`
	}
	_, err := c.client.Do(ctx, rest.Call{Op: "get", Method: http.MethodGet}, &who)
	return err
}

func (c *remote) list(ctx context.Context, since time.Time) iter.Seq2[*item, error] {
	call := rest.Call{Op: "get", Method: http.MethodGet, Path: "items"}
	if !since.IsZero() {
		call.Query = url.Values{"since": {since.UTC().Format(time.RFC3339Nano)}}
	}
	return func(yield func(*item, error) bool) {
		for page, err := range rest.Pages[wirePage](ctx, c.client, call) {
			if err != nil {
				yield(nil, err)
				return
			}
			for _, wire := range page.Items {
				it, err := wire.item()
				if !yield(it, err) || err != nil {
					return
				}
			}
		}
	}
}
