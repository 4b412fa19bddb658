package transport

import (
	"errors"
	"io"
	"net/http"
	"strings"
)

// once keeps Go's transport from sending a write again by itself. It does so
// when a kept connection breaks and the body can be had again: by GetBody, or
// because there is none and the request bears an Idempotency-Key.
func once(r *http.Request) *http.Request {
	r.GetBody = nil
	if isRead(r.Method) || r.Body != nil && r.Body != http.NoBody {
		return r
	}
	if hasKey(r.Header) {
		r.Body = io.NopCloser(strings.NewReader("")) // a body, if an empty one, that cannot be had again
	}
	return r
}

// hasKey reports whether Go takes a header as leave to repeat.
func hasKey(h http.Header) bool {
	_, standard := h["Idempotency-Key"]
	_, older := h["X-Idempotency-Key"]
	return standard || older
}

const maxRedirects = 5

// checkRedirect lets only reads follow. To another host goes nothing but what
// any browser would say: Go itself keeps back Authorization and cookies, yet
// not the headers in which some networks put their keys, and tells the address
// it came from.
func checkRedirect(next *http.Request, via []*http.Request) error {
	first, last := via[0], via[len(via)-1]
	if !isRead(first.Method) {
		return http.ErrUseLastResponse
	}
	if len(via) > maxRedirects {
		return errors.New("redirected too often")
	}
	next.Header.Del("Referer")
	if last.URL.Scheme == "https" && next.URL.Scheme != "https" {
		return http.ErrUseLastResponse // never from a safe connection to an open one
	}
	if next.URL.Host == first.URL.Host && next.URL.Scheme == first.URL.Scheme {
		return nil
	}
	for name := range next.Header {
		switch name {
		case "Accept", "Accept-Language", "User-Agent":
		default:
			next.Header.Del(name)
		}
	}
	return nil
}
