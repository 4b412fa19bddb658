package forge

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"galley/engine"
)

// A wire is the way to GitHub and back. Here, where status and headers are
// known, a refusal becomes an *engine.Error; GitHub's own client sees successes
// alone.
type wire struct {
	next  http.RoundTripper
	base  *url.URL
	token engine.Secret
	wait  func(context.Context, time.Duration) error

	mu   sync.Mutex
	date time.Time // of the last answer
}

const (
	maxAgain  = 2        // a read is tried three times at most
	maxAnswer = 32 << 20 // bytes: a page of a hundred changed files may come with megabytes of patches
)

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	for again := 0; ; again++ {
		resp, err := w.send(r)
		if err == nil || !asks(r) || engine.KindOf(err) != engine.Transient || again == maxAgain || w.wait == nil {
			return resp, err
		}
		if w.wait(r.Context(), time.Second<<(2*again)) != nil {
			return nil, err
		}
	}
}

// asks reports whether a request changes nothing. Queries alone are sent to
// GraphQL, as POST.
func asks(r *http.Request) bool {
	return r.Method == http.MethodGet || strings.HasSuffix(r.URL.Path, "/graphql")
}

// send sends once. Its errors are *engine.Error.
func (w *wire) send(r *http.Request) (*http.Response, error) {
	out, err := w.prepare(r)
	if err != nil {
		return nil, err
	}
	resp, err := w.next.RoundTrip(out)
	if err != nil {
		return nil, w.explain(kindOfSending(out, err), err)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	err = errors.Join(err, resp.Body.Close())
	w.note(resp.Header)
	a := answer{asked: asks(out), status: resp.StatusCode, header: resp.Header, body: body}
	switch {
	case len(body) > maxAnswer:
		return nil, w.explain(engine.Uncertain, errors.New("the answer is larger than allowed"))
	case err != nil && a.status/100 != 4: // a refusal stays one, whatever became of its explanation
		return nil, w.explain(kindOfBroken(out, err), err)
	}
	if err := w.refusal(a); err != nil {
		return nil, err
	}
	return a.response(r), nil
}

// prepare makes the request that leaves. A write cannot be sent a second time
// by Go: its body is not to be had again.
func (w *wire) prepare(r *http.Request) (*http.Request, error) {
	out := r.Clone(r.Context())
	if asks(r) && r.GetBody != nil {
		body, err := r.GetBody()
		if err != nil {
			return nil, w.explain(engine.Invalid, err)
		}
		out.Body = body
	}
	out.GetBody = nil
	if w.home(r.URL) && !w.token.Empty() {
		out.Header.Set("Authorization", "Bearer "+w.token.Reveal())
	}
	return out, nil
}

// home reports whether an address is GitHub's, as New was told.
func (w *wire) home(u *url.URL) bool { return u.Host == w.base.Host && u.Scheme == w.base.Scheme }

const maxRedirects = 5

// checkRedirect lets a read follow a repository that was renamed, on the same
// host only.
func (w *wire) checkRedirect(next *http.Request, via []*http.Request) error {
	switch {
	case next.Method != http.MethodGet || via[0].Method != http.MethodGet:
		return w.explain(engine.Invalid, errors.New("it has moved: the repository has another name"))
	case !w.home(next.URL):
		return w.explain(engine.Uncertain, errors.New("it points to another host"))
	case len(via) > maxRedirects:
		return w.explain(engine.Uncertain, errors.New("it points elsewhere again and again"))
	}
	return nil
}

// note keeps GitHub's time, and its limits away from GitHub's client: that
// would compare them with the clock of this machine, which may be wrong.
func (w *wire) note(h http.Header) {
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		w.mu.Lock()
		w.date = date.UTC()
		w.mu.Unlock()
	}
}

func (w *wire) lastDate() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.date
}

// An answer is one that arrived whole.
type answer struct {
	asked  bool // nothing was to be written
	status int
	header http.Header
	body   []byte
}

func (a answer) response(r *http.Request) *http.Response {
	header := a.header.Clone()
	for _, name := range []string{"X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset"} {
		header.Del(name)
	}
	return &http.Response{
		Status: http.StatusText(a.status), StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(bytes.NewReader(a.body)), ContentLength: int64(len(a.body)), Request: r,
	}
}
