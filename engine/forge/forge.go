// Package forge speaks with GitHub about one repository: what started this run,
// who opened, wrote and reviewed a pull request, what protects a branch; and it
// keeps the one comment and the one issue that Galley writes. What travels out
// are plain values: nothing of GitHub's own client leaves the package.
//
// It never decides who may approve what, never writes a text of its own, never
// reads the environment or a clock, and never sends a write twice: one whose
// answer was lost is Uncertain, and the next upsert finds what came of it.
package forge

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/google/go-github/v60/github"

	"galley/engine"
)

// DefaultURL is the address of GitHub's own API.
const DefaultURL = "https://api.github.com"

// Options are what a client is made of. Base and Repository are required.
type Options struct {
	Base       http.RoundTripper // sends each request once, in bounded time
	Repository string            // owner/name
	URL        string            // of the API (GITHUB_API_URL); DefaultURL if empty
	Token      engine.Secret     // sent to URL's host alone; the empty one reads what is public

	// Wait waits before a read is tried again because nothing came of it, at
	// most twice; its error ends the trying. Nil tries once.
	Wait func(ctx context.Context, d time.Duration) error
}

// A Client speaks about one repository. Several goroutines may use it. Every
// error of its methods is an *engine.Error that says what was attempted and
// holds no credential:
//
//	Unauthorized  the token is wrong, or may not do this
//	NotFound      there is none, or the token may not see it
//	Throttled     not done: too many requests; RetryAfter says how long to wait, by GitHub's own clock
//	Transient     not done, and a read was tried as often as allowed
//	Invalid       GitHub refuses what was asked, or it was wrong before it left
//	Conflict      somebody else changed it
//	Uncertain     a write that may have happened; a listing that is not the whole
type Client struct {
	gh          *github.Client
	wire        *wire
	owner, name string
}

const makeClient = "speak with the forge"

// New makes a client. It sends nothing. The error is of kind Invalid.
func New(o Options) (*Client, error) {
	if !repositoryForm.MatchString(o.Repository) {
		return nil, engine.Errorf(engine.Invalid, makeClient, engine.ID{}, "%q is no owner/name of a repository", clip(o.Repository))
	}
	base, err := baseOf(o.URL)
	if err != nil {
		return nil, err
	}
	w := &wire{base: base, next: o.Base, token: o.Token, wait: o.Wait}
	gh := github.NewClient(&http.Client{Transport: w, CheckRedirect: w.checkRedirect})
	gh.BaseURL = base
	gh.UserAgent = "" // Base names us
	c := &Client{gh: gh, wire: w}
	c.owner, c.name, _ = strings.Cut(o.Repository, "/")
	return c, nil
}

// baseOf reads the address of the API. A token does not travel in the open,
// except on this machine.
func baseOf(address string) (*url.URL, error) {
	if address == "" {
		address = DefaultURL
	}
	base, err := url.Parse(address)
	if err != nil || base.Host == "" || base.User != nil || base.RawQuery != "" {
		return nil, engine.Errorf(engine.Invalid, makeClient, engine.ID{}, "the address of its API is none")
	}
	ip := net.ParseIP(base.Hostname())
	local := base.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	if base.Scheme != "https" && (base.Scheme != "http" || !local) {
		return nil, engine.Errorf(engine.Invalid, makeClient, engine.ID{}, "the address of its API does not begin with https://")
	}
	base.Path = strings.TrimSuffix(base.Path, "/") + "/"
	return base, nil
}

// Repository is the name the client was made for, owner/name.
func (c *Client) Repository() string { return c.owner + "/" + c.name }

// Time asks GitHub what time it is, to the second. It is the clock by which its
// own times (of a review, a merge, a run) are read; asking costs nothing of the
// rate limit.
func (c *Client) Time(ctx context.Context) (time.Time, error) {
	const op = "ask the forge for the time"
	// Where an Enterprise Server has no limits there is no such page. It has a
	// clock all the same.
	if _, err := c.read(ctx, "rate_limit", nil); err != nil && engine.KindOf(c.fail(op, err)) != engine.NotFound {
		return time.Time{}, c.fail(op, err)
	}
	now := c.wire.lastDate()
	if now.IsZero() {
		return time.Time{}, engine.Errorf(engine.Uncertain, op, engine.ID{}, "its answer has no date")
	}
	return now, nil
}

// maxWords bounds how much of a stranger's words an error repeats.
const maxWords = 200

// clip makes one line of a text, of a bounded length.
func clip(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if runes := []rune(text); len(runes) > maxWords {
		return string(runes[:maxWords]) + "…"
	}
	return text
}
