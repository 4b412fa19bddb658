package forge

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
	"strconv"
	"strings"
	"time"

	"galley/engine"
)

// fail adds what was attempted to an error of the wire. Whatever else went
// wrong (an answer that is JSON but not what GitHub describes) is Uncertain.
func (c *Client) fail(op string, err error) *engine.Error {
	var known *engine.Error
	if !errors.As(err, &known) {
		known = c.wire.explain(engine.Uncertain, err)
	}
	return &engine.Error{Op: op, Kind: known.Kind, RetryAfter: known.RetryAfter, Err: known.Err}
}

// explain makes an error of a kind, without an address and without the token.
func (w *wire) explain(kind engine.ErrKind, err error) *engine.Error {
	var in *url.Error
	if errors.As(err, &in) {
		err = in.Err
	}
	return &engine.Error{Kind: kind, Err: &concealed{text: w.conceal(err.Error()), err: err}}
}

// conceal takes the token out of a text.
func (w *wire) conceal(text string) string {
	plain := w.token.Reveal()
	if plain == "" {
		return text
	}
	for _, form := range []string{plain, url.QueryEscape(plain), url.PathEscape(plain)} {
		text = strings.ReplaceAll(text, form, w.token.String())
	}
	return text
}

// concealed prints without the token. There is no Unwrap: the cause's own text
// may hold it.
type concealed struct {
	text string
	err  error
}

func (c *concealed) Error() string { return c.text }

// Is reports whether the cause is target, so that a cancellation is known.
func (c *concealed) Is(target error) bool { return errors.Is(c.err, target) }

// kindOfSending classifies an error of sending. Only where no connection came
// about is it certain that nothing happened.
func kindOfSending(r *http.Request, err error) engine.ErrKind {
	var classified *engine.Error
	if errors.As(err, &classified) {
		return classified.Kind // Base refused before anything left
	}
	var dial *net.OpError
	if errors.As(err, &dial) && (dial.Op == "dial" || dial.Op == "proxyconnect") {
		return engine.Transient
	}
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &certificate) {
		return engine.Transient // the handshake comes before the request
	}
	return kindOfBroken(r, err)
}

// kindOfBroken classifies an answer that did not arrive, or not whole.
func kindOfBroken(r *http.Request, err error) engine.ErrKind {
	if !asks(r) || errors.Is(err, context.Canceled) {
		return engine.Uncertain
	}
	return engine.Transient
}

// refusal is the error of an answer that is no success; nil for one that is,
// and for one that points elsewhere, which checkRedirect judges.
func (w *wire) refusal(a answer) error {
	switch {
	case a.asked && a.status/100 == 3 && a.header.Get("Location") != "":
		return nil
	case a.status/100 == 2 && !a.isPage():
		return nil
	case a.isLimit():
		return w.throttled(a)
	}
	return w.explain(a.kind(), errors.New(a.words()))
}

// kind is the table.
//
//	answer                       write         read
//	a web page, unless 5xx       uncertain     uncertain
//	307, 308                     invalid       uncertain
//	other 3xx                    uncertain     uncertain
//	401, 403                     unauthorized  unauthorized
//	404, 410                     not found     not found
//	409, 412, 423                conflict      conflict
//	403, 429 for a limit         throttled     throttled
//	other 4xx                    invalid       invalid
//	408, 5xx                     uncertain     transient
func (a answer) kind() engine.ErrKind {
	switch status := a.status; {
	case status/100 == 5 || status == http.StatusRequestTimeout:
		if a.asked {
			return engine.Transient
		}
		return engine.Uncertain
	case a.isPage():
		return engine.Uncertain
	case status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect:
		return engine.Invalid
	case status/100 != 4:
		return engine.Uncertain
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return engine.Unauthorized
	case status == http.StatusNotFound || status == http.StatusGone:
		return engine.NotFound
	case status == http.StatusConflict || status == http.StatusPreconditionFailed || status == http.StatusLocked:
		return engine.Conflict
	}
	return engine.Invalid
}

// secondaryWait is how long GitHub asks to wait where it does not say.
// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
const secondaryWait = time.Minute

// isLimit tells a limit from a lack of permission: both may be 403.
func (a answer) isLimit() bool {
	switch a.status {
	case http.StatusTooManyRequests:
		return true
	case http.StatusForbidden:
		page := a.said().DocumentationURL
		return a.header.Get("Retry-After") != "" || a.header.Get("X-Ratelimit-Remaining") == "0" ||
			strings.HasSuffix(page, "secondary-rate-limits") || strings.HasSuffix(page, "#abuse-rate-limits")
	}
	return false
}

// throttled counts the wait from GitHub's own Date, so that the clock of this
// machine does not matter.
func (w *wire) throttled(a answer) error {
	wait, words := secondaryWait, a.words()
	date, err := http.ParseTime(a.header.Get("Date"))
	seconds, asked := strconv.Atoi(a.header.Get("Retry-After"))
	switch reset, ok := unix(a.header.Get("X-Ratelimit-Reset")); {
	case asked == nil && seconds >= 0:
		wait = time.Duration(seconds) * time.Second
	case ok && err == nil && a.header.Get("X-Ratelimit-Remaining") == "0":
		wait = max(reset.Sub(date), time.Second)
	}
	if err == nil {
		words = fmt.Sprintf("%s; it may be asked again at %s", words, date.UTC().Add(wait).Format(time.RFC3339))
	}
	e := w.explain(engine.Throttled, errors.New(words))
	e.RetryAfter = wait
	return e
}

func unix(text string) (time.Time, bool) {
	seconds, err := strconv.ParseInt(text, 10, 64)
	return time.Unix(seconds, 0).UTC(), err == nil && seconds > 0
}

// isPage reports whether an answer was made for a browser: by a proxy, a login
// page, or GitHub when it is down.
func (a answer) isPage() bool {
	return strings.HasPrefix(strings.ToLower(a.header.Get("Content-Type")), "text/html") ||
		bytes.HasPrefix(bytes.TrimSpace(a.body), []byte("<"))
}

// A said is how GitHub explains itself.
type said struct {
	Message          string            `json:"message"`
	Errors           []json.RawMessage `json:"errors"`
	DocumentationURL string            `json:"documentation_url"`
}

func (a answer) said() said {
	var s said
	_ = json.Unmarshal(a.body, &s) // what cannot be read explains nothing
	return s
}

// words is what GitHub says, in one line.
func (a answer) words() string {
	if a.isPage() {
		return fmt.Sprintf("GitHub answered %d with a web page", a.status)
	}
	s, text := a.said(), fmt.Sprintf("GitHub answered %d", a.status)
	reasons := []string{s.Message}
	for _, raw := range s.Errors {
		var e struct{ Resource, Field, Code, Message string }
		var plain string
		switch {
		case json.Unmarshal(raw, &plain) == nil:
			reasons = append(reasons, plain)
		case json.Unmarshal(raw, &e) == nil && e.Message != "":
			reasons = append(reasons, e.Message)
		default:
			reasons = append(reasons, strings.TrimSpace(e.Field+" "+e.Code))
		}
	}
	for _, reason := range reasons {
		if reason != "" && len(text) < 2*maxWords {
			text += ": " + clip(reason)
		}
	}
	return text
}
