// Package rest is what providers of networks behind HTTP and JSON share: it
// sends a call once, reads the answer, follows pages, and turns whatever went
// wrong into an *engine.Error whose kind says what the caller may conclude.
//
// It never retries, waits, logs or reads a clock, and it never guesses: an
// answer to a write that cannot be read is Uncertain. kind.go holds the table.
package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"galley/engine"
)

// A Client sends the calls of one channel.
type Client struct {
	HTTP    *http.Client               // of the Config: sends once, redacts, paces
	Base    *url.URL                   // to which the paths of calls are relative
	Sign    func(*http.Request)        // puts the credential in; nil if there is none
	Secrets []engine.Secret            // taken out of every error
	Refusal func(Answer) (Fault, bool) // how this network says no; nil, or false, leaves it to the table
}

// A Call is one request.
type Call struct {
	Op      string    // what is attempted, for errors, such as "create post"
	ID      engine.ID // on what; zero if on the channel
	Method  string
	Path    string // relative to the base, its parts escaped; a "/" in front is ignored
	Query   url.Values
	Header  http.Header
	Body    any       // sent as JSON; nil sends none
	Raw     io.Reader // sent as it is, instead of Body; Header names its type
	RawSize int64     // bytes of Raw
	link    *url.URL  // the next page, instead of Path and Query
}

// writes reports whether the call may change what readers see. A method that
// is not known to be safe does.
func (c Call) writes() bool {
	switch c.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return false
	}
	return true
}

// An Answer is what the network said.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Do sends call and reads the answer into out, which may be nil if nothing but
// success matters. Every error is an *engine.Error. The Answer is filled in as
// far as there was one, also beside an error.
func (c *Client) Do(ctx context.Context, call Call, out any) (Answer, error) {
	req, err := c.request(ctx, call)
	if err != nil {
		return Answer{}, c.fail(call, engine.Invalid, err)
	}
	if err := ctx.Err(); err != nil {
		return Answer{}, c.fail(call, engine.Transient, err)
	}
	resp, err := c.HTTP.Do(req)
	if err != nil {
		return Answer{}, c.fail(call, kindOfSending(call, err), stripURL(err))
	}
	defer resp.Body.Close()
	answer := Answer{Status: resp.StatusCode, Header: resp.Header}
	if answer.Body, err = io.ReadAll(resp.Body); err != nil {
		return answer, c.fail(call, kindOfBroken(call, answer, err), fmt.Errorf("read the answer: %w", stripURL(err)))
	}
	if resp.StatusCode/100 != 2 {
		return answer, c.refused(call, answer)
	}
	if err := decode(answer, out); err != nil {
		return answer, c.fail(call, engine.Uncertain, err)
	}
	return answer, nil
}

func (c *Client) request(ctx context.Context, call Call) (*http.Request, error) {
	body, size, err := payload(call)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, call.Method, c.address(call).String(), body)
	if err != nil {
		return nil, err
	}
	// Without GetBody Go cannot send the body a second time by itself.
	req.GetBody = nil
	if body != nil {
		req.ContentLength = size
	}
	if call.Body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Accept", "application/json")
	for name, values := range call.Header {
		req.Header[http.CanonicalHeaderKey(name)] = values
	}
	if c.Sign != nil {
		c.Sign(req)
	}
	return req, nil
}

func (c *Client) address(call Call) *url.URL {
	if call.link != nil {
		return call.link
	}
	address := c.Base.JoinPath(strings.TrimPrefix(call.Path, "/"))
	if query := call.Query.Encode(); query != "" {
		address.RawQuery = query
	}
	return address
}

func payload(call Call) (io.Reader, int64, error) {
	if call.Raw != nil {
		return call.Raw, call.RawSize, nil
	}
	if call.Body == nil {
		return nil, 0, nil
	}
	data, err := json.Marshal(call.Body)
	if err != nil {
		return nil, 0, err
	}
	return bytes.NewReader(data), int64(len(data)), nil
}

// decode reads a successful answer. A page for people, an empty answer or half
// of one is an error where out expects something.
func decode(answer Answer, out any) error {
	if isPage(answer) {
		return errPage
	}
	if out == nil {
		return nil
	}
	if len(bytes.TrimSpace(answer.Body)) == 0 {
		return fmt.Errorf("the answer (%d) is empty", answer.Status)
	}
	if err := json.Unmarshal(answer.Body, out); err != nil {
		return fmt.Errorf("the answer (%d) cannot be read: %w", answer.Status, err)
	}
	return nil
}
