package providertest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"
)

// maxBody bounds what one request or answer may hold.
const maxBody = 64 << 20

// A wire is the http.RoundTripper between a provider and a fake. It counts,
// and it strikes where a case asks it to.
type wire struct {
	host    string
	handler http.Handler

	mu   sync.Mutex
	seen []request
	rule func(request) strike // what happens to a request; nil is nothing
	num  map[bool]int         // requests since the rule was set, by Write
	mark int                  // of seen, when the rule was set
}

// A request is what the wire saw.
type request struct {
	Method string
	URL    string
	Host   string
	Header http.Header
	Body   []byte
	Write  bool // neither GET nor HEAD nor OPTIONS
	N      int  // its number among the writes, or among the reads, since the rule was set, from 1
}

// A strike replaces the network or its answer. The zero value does neither.
type strike struct {
	instead func(*http.Request) (*http.Response, error)                 // the network sees nothing
	after   func(*http.Request, *http.Response) (*http.Response, error) // the network acted
}

// obey sets the rule and counts anew.
func (w *wire) obey(rule func(request) strike) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rule, w.num, w.mark = rule, map[bool]int{}, len(w.seen)
}

// count returns the reads and writes since the rule was set.
func (w *wire) count() (reads, writes int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.num[false], w.num[true]
}

// requests returns everything that was seen so far.
func (w *wire) requests() []request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]request{}, w.seen...)
}

// told reports whether a write since the rule was set names something.
func (w *wire) told(name string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.seen[w.mark:] {
		if r.Write && (strings.Contains(string(r.Body), name) || strings.Contains(r.URL, name)) {
			return true
		}
	}
	return false
}

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := takeBody(r)
	if err != nil {
		return nil, err
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	hit := w.note(r, body)
	if hit.instead != nil {
		return hit.instead(r)
	}
	if r.URL.Host != w.host {
		return answer(r, http.StatusOK, "text/html", "<!doctype html><title>somebody else</title>"), nil
	}
	resp, err := w.serve(r, body)
	if err != nil || hit.after == nil {
		return resp, err
	}
	return hit.after(r, resp)
}

func (w *wire) note(r *http.Request, body []byte) strike {
	w.mu.Lock()
	defer w.mu.Unlock()
	write := r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodOptions
	if w.num == nil {
		w.num = map[bool]int{}
	}
	w.num[write]++
	req := request{r.Method, r.URL.String(), r.URL.Host, r.Header.Clone(), body, write, w.num[write]}
	w.seen = append(w.seen, req)
	if w.rule == nil {
		return strike{}
	}
	return w.rule(req)
}

// serve races the handler against the request's context: without that, a
// client's time limit of one minute would only end when the handler does.
func (w *wire) serve(r *http.Request, body []byte) (*http.Response, error) {
	in := r.Clone(context.WithoutCancel(r.Context()))
	in.Body = io.NopCloser(bytes.NewReader(body))
	in.ContentLength = int64(len(body))
	in.RequestURI = r.URL.RequestURI()
	in.RemoteAddr = "192.0.2.1:1234"
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	answered := make(chan *http.Response, 1)
	go func() { answered <- w.call(in) }()
	select {
	case resp := <-answered:
		if resp == nil {
			return nil, errLost
		}
		resp.Request = r
		if resp.Header.Get("Date") == "" {
			resp.Header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
		}
		return resp, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

// call returns nil if the handler hangs up.
func (w *wire) call(r *http.Request) (resp *http.Response) {
	defer func() {
		if p := recover(); p != nil && p != http.ErrAbortHandler {
			panic(p)
		}
	}()
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return rec.Result()
}

func takeBody(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	defer r.Body.Close()
	data, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err == nil && len(data) > maxBody {
		err = errors.New("request larger than any network takes")
	}
	return data, err
}

// answer makes a response.
func answer(r *http.Request, status int, contentType, body string) *http.Response {
	rec := httptest.NewRecorder()
	rec.Header().Set("Content-Type", contentType)
	rec.Header().Set("Date", time.Now().UTC().Format(http.TimeFormat))
	rec.WriteHeader(status)
	_, _ = rec.WriteString(body)
	resp := rec.Result()
	resp.Request = r
	return resp
}

// client promises what the engine's own does: it sends once, and neither
// follows the redirect of a write nor takes credentials to another host.
func (w *wire) client() *http.Client {
	return &http.Client{
		Transport: w,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			first := via[0]
			if len(via) > 5 || first.Method != http.MethodGet || first.URL.Host != r.URL.Host {
				return http.ErrUseLastResponse
			}
			return nil
		},
	}
}
