package rest

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"galley/engine"
)

// errPage means that something in between answered: a login page, a proxy, a
// parked domain.
var errPage = errors.New("a web page answered instead of the network's API")

// A Fault is how a network explains a refusal.
type Fault struct {
	Kind       engine.ErrKind
	Text       string        // for people; empty takes what the answer's JSON says
	RetryAfter time.Duration // zero takes the header's
}

// refused makes the error of an answer that is no success.
func (c *Client) refused(call Call, answer Answer) error {
	fault, known := Fault{}, false
	if c.Refusal != nil {
		fault, known = c.Refusal(answer)
	}
	if !known {
		fault = Fault{Kind: kindOfStatus(call, answer)}
	}
	if fault.Text == "" {
		fault.Text = explain(answer)
	}
	if fault.RetryAfter == 0 {
		fault.RetryAfter = RetryAfter(answer.Header)
	}
	text := fmt.Sprintf("the network answered %d", answer.Status)
	if fault.Text != "" {
		text += ": " + fault.Text
	}
	e := c.fail(call, fault.Kind, errors.New(text))
	e.RetryAfter = fault.RetryAfter
	return e
}

// kindOfStatus is the table.
//
//	answer                                   write         read
//	300-303, other 3xx                       uncertain     uncertain
//	307, 308                                 invalid       uncertain
//	400, 405, 413, 415, 422 and other 4xx    invalid       invalid
//	401, 402, 403, 407                       unauthorized  unauthorized
//	404, 410                                 not found     not found
//	404, 410 as a web page                   uncertain     uncertain
//	408, 425                                 uncertain     transient
//	409, 412, 423                            conflict      conflict
//	429                                      throttled     throttled
//	5xx                                      uncertain     transient
//
// A redirect of a write is not followed. 307 and 308 ask to repeat the same
// request elsewhere, so nothing was done here and the channel's URL is wrong;
// after 301, 302 or 303 many servers have acted (the page to look at next).
// A redirect of a read, and a "not found" made for people, must not pass for
// the absence of a post: somebody would publish it again.
func kindOfStatus(call Call, answer Answer) engine.ErrKind {
	again := engine.Transient
	if call.writes() {
		again = engine.Uncertain
	}
	switch status := answer.Status; {
	case status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect:
		if call.writes() {
			return engine.Invalid
		}
		return engine.Uncertain
	case status == http.StatusRequestTimeout || status == http.StatusTooEarly || status/100 == 5:
		return again
	case status/100 != 4:
		return engine.Uncertain
	case status == http.StatusUnauthorized || status == http.StatusPaymentRequired ||
		status == http.StatusForbidden || status == http.StatusProxyAuthRequired:
		return engine.Unauthorized
	case status == http.StatusNotFound || status == http.StatusGone:
		if isPage(answer) {
			return engine.Uncertain
		}
		return engine.NotFound
	case status == http.StatusConflict || status == http.StatusPreconditionFailed || status == http.StatusLocked:
		return engine.Conflict
	case status == http.StatusTooManyRequests:
		return engine.Throttled
	}
	return engine.Invalid
}

// kindOfSending classifies an error of sending. Only where no connection came
// about is it certain that nothing happened.
func kindOfSending(call Call, err error) engine.ErrKind {
	var classified *engine.Error
	if errors.As(err, &classified) {
		return classified.Kind // the transport refused before anything left
	}
	var dial *net.OpError
	if errors.As(err, &dial) && (dial.Op == "dial" || dial.Op == "proxyconnect") {
		return engine.Transient
	}
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &certificate) {
		return engine.Transient // the handshake comes before the request
	}
	return kindOfBroken(call, Answer{}, err)
}

// kindOfBroken classifies an answer that did not arrive whole. A refusal stays
// one, whatever became of its explanation.
func kindOfBroken(call Call, answer Answer, err error) engine.ErrKind {
	switch {
	case answer.Status/100 == 4:
		return kindOfStatus(call, answer)
	case call.writes(), errors.Is(err, context.Canceled):
		return engine.Uncertain
	}
	return engine.Transient
}

// fail makes the error of a call, without a secret. A wait that the cause
// asks for is kept.
func (c *Client) fail(call Call, kind engine.ErrKind, err error) *engine.Error {
	text := err.Error()
	for _, secret := range c.Secrets {
		text = secret.Hide(text)
	}
	return &engine.Error{
		Op: call.Op, ID: call.ID, Kind: kind, RetryAfter: engine.RetryAfterOf(err),
		Err: &redacted{text: text, err: err},
	}
}

// redacted prints without the secret and unwraps to its cause, on which callers
// decide (context.Canceled).
type redacted struct {
	text string
	err  error
}

func (r *redacted) Error() string { return r.text }

// Is reports whether the cause is target. There is no Unwrap: the cause's own
// text may hold a secret.
func (r *redacted) Is(target error) bool { return errors.Is(r.err, target) }

// stripURL takes the address out of an error of net/http: its query may hold a
// token, and the Op says what was attempted.
func stripURL(err error) error {
	var e *url.Error
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// isPage reports whether an answer was made for a browser.
func isPage(answer Answer) bool {
	if strings.HasPrefix(strings.ToLower(answer.Header.Get("Content-Type")), "text/html") {
		return true
	}
	return bytes.HasPrefix(bytes.TrimSpace(answer.Body), []byte("<"))
}

// maxExplanation bounds how much of a network's own words an error repeats.
const maxExplanation = 300

// explain returns what an answer says of itself, in one line: the first of the
// members in which networks put their reasons.
func explain(answer Answer) string {
	if to := answer.Header.Get("Location"); answer.Status/100 == 3 && to != "" {
		return "it has moved to " + place(to)
	}
	if isPage(answer) {
		return errPage.Error()
	}
	var members map[string]any
	if json.Unmarshal(answer.Body, &members) != nil {
		return ""
	}
	for _, name := range []string{"error_description", "message", "error", "detail", "title"} {
		switch value := members[name].(type) {
		case string:
			if value != "" {
				return oneLine(value)
			}
		case map[string]any:
			if text, ok := value["message"].(string); ok && text != "" {
				return oneLine(text)
			}
		}
	}
	return ""
}

// place is an address without what may be secret in it.
func place(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "another address"
	}
	return u.Scheme + "://" + u.Host
}

func oneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if runes := []rune(text); len(runes) > maxExplanation {
		text = string(runes[:maxExplanation]) + "…"
	}
	return text
}
