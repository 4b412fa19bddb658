// Package transport makes the HTTP client that every provider is handed. A
// request goes in and leaves the machine at most once; on the way it is bounded
// in time and size, named, and kept from leaking a credential. The
// package knows no network, retries nothing and reads no clock but the one it
// is given.
package transport

import (
	"context"
	"net/http"
	"time"

	"galley/engine"
)

// Defaults of Options.
const (
	DefaultTimeout = time.Minute
	DefaultMaxBody = 8 << 20
)

// Options are what a client is made of. Only Now is required.
type Options struct {
	Version string            // of Galley, for the user agent; "dev" if empty
	Now     engine.Clock      // for measuring skew
	Base    http.RoundTripper // sends; nil is a transport of its own, with Go's usual settings
	Secrets []engine.Secret   // taken out of errors, wherever they turn up
	Timeout time.Duration     // of a request with its answer, unless its context ends sooner; a minute if zero
	MaxBody int64             // bytes of an answer; 8 MiB if zero
	Meter   *Meter            // learns how far the clocks differ, and counts; may be nil
}

// Client returns a client that
//
//   - sends a write once, over a connection of its own: neither Go nor a
//     redirect sends it again;
//   - follows redirects of reads only, at most five, and never carries a
//     header that might be a credential to another host;
//   - ends a request and the reading of its answer after Timeout;
//   - ends an answer that is longer than MaxBody with ErrTooLarge.
//
// An error whose cause lies here, before anything has left, is an
// *engine.Error. The URL that net/http writes into its own errors may hold a
// secret in its query: Redact is for whoever prints them.
func Client(o Options) *http.Client {
	return &http.Client{Transport: New(o), CheckRedirect: checkRedirect}
}

// New returns the same chain without the rule for redirects, which only an
// http.Client can have.
func New(o Options) http.RoundTripper {
	if o.Base == nil {
		o.Base = newBase()
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.MaxBody <= 0 {
		o.MaxBody = DefaultMaxBody
	}
	if o.Version == "" {
		o.Version = "dev"
	}
	return &chain{o}
}

type chain struct {
	options Options
}

// RoundTrip implements http.RoundTripper.
func (c *chain) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.send(r)
	if err != nil {
		closeBody(r)
		return nil, conceal(err, c.options.Secrets)
	}
	return resp, nil
}

func (c *chain) send(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(r.Context(), c.options.Timeout)
	out := once(r.Clone(ctx))
	if out.Header.Get("User-Agent") == "" {
		out.Header.Set("User-Agent", "galley/"+c.options.Version)
	}
	sent := c.options.Now()
	c.options.Meter.send()
	resp, err := c.options.Base.RoundTrip(out)
	if err != nil {
		cancel()
		return nil, err
	}
	c.options.Meter.observe(resp.Header, sent, c.options.Now())
	resp.Body = &boundedBody{body: resp.Body, left: c.options.MaxBody, end: cancel, secrets: c.options.Secrets}
	return resp, nil
}

// CloseIdleConnections is what an http.Client of the same name calls.
func (c *chain) CloseIdleConnections() {
	if base, ok := c.options.Base.(interface{ CloseIdleConnections() }); ok {
		base.CloseIdleConnections()
	}
}

func isRead(method string) bool {
	switch method {
	case "", http.MethodGet, http.MethodHead, http.MethodOptions:
		return true
	}
	return false
}

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close() // RoundTripper promises to close it; what it says is of no use
	}
}
