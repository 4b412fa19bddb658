package blueskytest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Refusal is an answer that says no.
type Refusal struct {
	Status int
	Name   string        // of the protocol, such as InvalidSwap
	Text   string        // for people
	Page   bool          // something in between answers, with a web page
	Reset  time.Duration // of a limit: when it ends
}

// Error implements error.
func (r *Refusal) Error() string { return r.Name + ": " + r.Text }

// TooMany is the answer of a limit that ends after reset.
func TooMany(reset time.Duration) *Refusal {
	return &Refusal{Status: http.StatusTooManyRequests, Name: "RateLimitExceeded", Text: "Rate Limit Exceeded", Reset: reset}
}

// Proxy is the answer of something that is not the server.
func Proxy(status int) *Refusal { return &Refusal{Status: status, Page: true} }

func invalid(text string) *Refusal {
	return &Refusal{Status: http.StatusBadRequest, Name: "InvalidRequest", Text: text}
}

// broken is how the server answers where it did not expect what came.
func broken() *Refusal {
	return &Refusal{Status: http.StatusInternalServerError, Name: "InternalServerError", Text: "Internal Server Error"}
}

// An endpoint answers a request. The lock is held.
type endpoint func(*request) (any, error)

// A request is what an endpoint reads.
type request struct {
	*http.Request
	raw  []byte
	body map[string]any // of a POST with JSON
}

func (r *request) query(name string) string { return r.URL.Query().Get(name) }

func (r *request) text(name string) string {
	text, _ := r.body[name].(string)
	return text
}

// handle puts the two points, the lock and the answer around an endpoint.
func (s *Server) handle(pattern string, act endpoint) {
	method, name, _ := strings.Cut(pattern, " ")
	s.mux.HandleFunc(method+" /xrpc/"+name, func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		w.Header().Set("Date", s.clock().UTC().Format(http.TimeFormat))
		var result any
		in, err := readRequest(r)
		if err == nil {
			err = struck(s.before, r)
		}
		if err == nil {
			result, err = act(in)
			if lost := struck(s.after, r); lost != nil {
				err = lost
			}
		}
		s.answer(w, result, err)
	})
}

func struck(point func(*http.Request) error, r *http.Request) error {
	if point == nil {
		return nil
	}
	return point(r)
}

// maxRequest is what the reference server reads at most.
const maxRequest = 5 << 20

func readRequest(r *http.Request) (*request, error) {
	in := &request{Request: r}
	var err error
	if in.raw, err = io.ReadAll(io.LimitReader(r.Body, maxRequest+1)); err != nil {
		return nil, err
	}
	if len(in.raw) > maxRequest {
		return nil, &Refusal{Status: http.StatusRequestEntityTooLarge, Name: "PayloadTooLarge", Text: "request entity too large"}
	}
	if r.Header.Get("Content-Type") == "application/json" {
		if in.body, err = decode(in.raw); err != nil {
			return nil, invalid("the body is no JSON")
		}
	}
	return in, nil
}

// decode keeps integers what they are.
func decode(data []byte) (map[string]any, error) {
	var m map[string]any
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	return m, dec.Decode(&m)
}

func (s *Server) answer(w http.ResponseWriter, result any, err error) {
	var no *Refusal
	switch {
	case err == nil:
		limits(w.Header(), 2999, s.clock().Add(5*time.Minute))
		writeJSON(w, http.StatusOK, result)
	case !errors.As(err, &no):
		panic(http.ErrAbortHandler) // the way net/http offers to hang up
	case no.Page:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(no.Status)
		_, _ = io.WriteString(w, "<!doctype html><title>Please wait</title>")
	default:
		if no.Status == http.StatusTooManyRequests {
			limits(w.Header(), 0, s.clock().Add(no.Reset))
			w.Header().Set("Retry-After", strconv.Itoa(int(no.Reset/time.Second)))
		}
		writeJSON(w, no.Status, map[string]string{"error": no.Name, "message": no.Text})
	}
}

// limits are on every answer. Only the tightest policy is told.
func limits(h http.Header, remaining int, reset time.Time) {
	h.Set("RateLimit-Limit", "3000")
	h.Set("RateLimit-Remaining", strconv.Itoa(remaining))
	h.Set("RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	h.Set("RateLimit-Policy", "3000;w=300")
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	if f, isFile := body.(file); isFile {
		w.Header().Set("Content-Type", f.mime)
		_, _ = w.Write(f.data)
		return
	}
	data, err := json.Marshal(body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(data) // a client that is gone has its own error
}
