package rest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"galley/engine"
)

const token = "marker-5ecret"

// network answers in process.
type network func(*http.Request) (*http.Response, error)

func (n network) RoundTrip(r *http.Request) (*http.Response, error) { return n(r) }

func newClient(n network) *Client {
	return &Client{
		HTTP: &http.Client{Transport: n, CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		}},
		Base:    &url.URL{Scheme: "https", Host: "a.example", Path: "/api/v1/"},
		Sign:    func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) },
		Secrets: []engine.Secret{engine.NewSecret(token)},
	}
}

func respond(r *http.Request, status int, contentType, body string, header ...string) *http.Response {
	rec := httptest.NewRecorder()
	rec.Header().Set("Content-Type", contentType)
	for i := 0; i+1 < len(header); i += 2 {
		rec.Header().Set(header[i], header[i+1])
	}
	rec.WriteHeader(status)
	_, _ = rec.WriteString(body)
	resp := rec.Result()
	resp.Request = r
	return resp
}

func always(status int, contentType, body string, header ...string) network {
	return func(r *http.Request) (*http.Response, error) {
		return respond(r, status, contentType, body, header...), nil
	}
}

func fails(err error) network {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

func breaksAfter(body string, err error) network {
	return func(r *http.Request) (*http.Response, error) {
		resp := respond(r, 200, "application/json", "")
		resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(body), broken{err}))
		return resp, nil
	}
}

type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

type thing struct {
	Name string `json:"name"`
}

func TestKindOfEveryAnswer(t *testing.T) {
	const (
		json, html = "application/json", "text/html; charset=utf-8"
		fine       = engine.ErrKind(99) // no error
	)
	refusal := `{"error":"no"}`
	dial := &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	for _, tc := range []struct {
		name        string
		network     network
		write, read engine.ErrKind
	}{
		{"200", always(200, json, `{"name":"a"}`), fine, fine},
		{"201", always(201, json, `{"name":"a"}`), fine, fine},
		{"WebPage", always(200, html, "<!doctype html>"), engine.Uncertain, engine.Uncertain},
		{"WebPageThatSaysJSON", always(200, json, " <html>"), engine.Uncertain, engine.Uncertain},
		{"Empty", always(200, json, ""), engine.Uncertain, engine.Uncertain},
		{"Half", always(200, json, `{"name":"a`), engine.Uncertain, engine.Uncertain},
		{"TwoDocuments", always(200, json, `{"name":"a"}{}`), engine.Uncertain, engine.Uncertain},
		{"WrongType", always(200, json, `{"name":1}`), engine.Uncertain, engine.Uncertain},
		{"204ForSomething", always(204, json, ""), engine.Uncertain, engine.Uncertain},
		{"301", always(301, json, "", "Location", "/x"), engine.Uncertain, engine.Uncertain},
		{"302", always(302, json, "", "Location", "/x"), engine.Uncertain, engine.Uncertain},
		{"303", always(303, json, "", "Location", "/x"), engine.Uncertain, engine.Uncertain},
		{"304", always(304, json, ""), engine.Uncertain, engine.Uncertain},
		{"307", always(307, json, "", "Location", "/x"), engine.Invalid, engine.Uncertain},
		{"308", always(308, json, "", "Location", "/x"), engine.Invalid, engine.Uncertain},
		{"400", always(400, json, refusal), engine.Invalid, engine.Invalid},
		{"401", always(401, json, refusal), engine.Unauthorized, engine.Unauthorized},
		{"402", always(402, json, refusal), engine.Unauthorized, engine.Unauthorized},
		{"403", always(403, json, refusal), engine.Unauthorized, engine.Unauthorized},
		{"404", always(404, json, refusal), engine.NotFound, engine.NotFound},
		{"404Empty", always(404, json, ""), engine.NotFound, engine.NotFound},
		{"404WebPage", always(404, html, "<h1>Not found</h1>"), engine.Uncertain, engine.Uncertain},
		{"405", always(405, json, refusal), engine.Invalid, engine.Invalid},
		{"407", always(407, json, refusal), engine.Unauthorized, engine.Unauthorized},
		{"408", always(408, json, refusal), engine.Uncertain, engine.Transient},
		{"409", always(409, json, refusal), engine.Conflict, engine.Conflict},
		{"410", always(410, json, refusal), engine.NotFound, engine.NotFound},
		{"412", always(412, json, refusal), engine.Conflict, engine.Conflict},
		{"413", always(413, json, refusal), engine.Invalid, engine.Invalid},
		{"415", always(415, json, refusal), engine.Invalid, engine.Invalid},
		{"422", always(422, json, refusal), engine.Invalid, engine.Invalid},
		{"423", always(423, json, refusal), engine.Conflict, engine.Conflict},
		{"425", always(425, json, refusal), engine.Uncertain, engine.Transient},
		{"429", always(429, json, refusal), engine.Throttled, engine.Throttled},
		{"429WebPage", always(429, html, "<h1>Slow</h1>"), engine.Throttled, engine.Throttled},
		{"500", always(500, json, refusal), engine.Uncertain, engine.Transient},
		{"501", always(501, json, refusal), engine.Uncertain, engine.Transient},
		{"502", always(502, html, "<h1>Bad</h1>"), engine.Uncertain, engine.Transient},
		{"503", always(503, json, refusal), engine.Uncertain, engine.Transient},
		{"504", always(504, json, refusal), engine.Uncertain, engine.Transient},
		{"999", always(999, json, refusal), engine.Uncertain, engine.Uncertain},
		{"Dial", fails(dial), engine.Transient, engine.Transient},
		{"Proxy", fails(&net.OpError{Op: "proxyconnect", Err: dial}), engine.Transient, engine.Transient},
		{"Certificate", fails(&tls.CertificateVerificationError{Err: errors.New("expired")}), engine.Transient, engine.Transient},
		{"Reset", fails(&net.OpError{Op: "read", Err: syscall.ECONNRESET}), engine.Uncertain, engine.Transient},
		{"EOF", fails(io.EOF), engine.Uncertain, engine.Transient},
		{"Deadline", fails(context.DeadlineExceeded), engine.Uncertain, engine.Transient},
		{"Cancelled", fails(context.Canceled), engine.Uncertain, engine.Uncertain},
		{"RefusedByTheTransport", fails(engine.Errorf(engine.Unsupported, "", engine.ID{}, "only reads")), engine.Unsupported, engine.Unsupported},
		{"BrokenBody", breaksAfter(`{"na`, io.ErrUnexpectedEOF), engine.Uncertain, engine.Transient},
		{"CancelledBody", breaksAfter(`{"na`, context.Canceled), engine.Uncertain, engine.Uncertain},
		{"TooLargeABody", breaksAfter(`{"na`, errors.New("too large")), engine.Uncertain, engine.Transient},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for method, want := range map[string]engine.ErrKind{
				"POST": tc.write, "PUT": tc.write, "PATCH": tc.write, "DELETE": tc.write, "GET": tc.read,
			} {
				var out thing
				_, err := newClient(tc.network).Do(t.Context(), Call{Op: "try", Method: method, Path: "things"}, &out)
				got := fine
				if err != nil {
					got = engine.KindOf(err)
				}
				if got != want {
					t.Errorf("%s: kind %v (%v), want %v", method, got, err, want)
				}
			}
		})
	}
}

func TestNothingLeavesUnderACancelledContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	left := false
	c := newClient(func(r *http.Request) (*http.Response, error) { left = true; return respond(r, 200, "", ""), nil })
	_, err := c.Do(ctx, Call{Op: "try", Method: "POST"}, nil)
	if left || !errors.Is(err, context.Canceled) || engine.KindOf(err) != engine.Transient {
		t.Errorf("left %v, error %v (%v); want nothing, cancelled, transient", left, err, engine.KindOf(err))
	}
}

func TestARequestSaysWhatItShould(t *testing.T) {
	var got *http.Request
	var body string
	c := newClient(func(r *http.Request) (*http.Response, error) {
		data, err := io.ReadAll(r.Body)
		got, body = r, string(data)
		return respond(r, 200, "application/json", `{"name":"x"}`), err
	})
	var out thing
	answer, err := c.Do(t.Context(), Call{Op: "try", Method: "POST", Path: "/things/" + url.PathEscape("a/b c:d"),
		Query: url.Values{"q": {"1 2"}}, Header: http.Header{"if-match": {"v1"}}, Body: thing{"<é>"}}, &out)
	if err != nil {
		t.Fatal(err)
	}
	sent := fmt.Sprint(got.Method, " ", got.URL, " ", got.Header.Get("Content-Type"), " ",
		got.Header.Get("Authorization"), " ", got.Header.Get("If-Match"))
	if want := "POST https://a.example/api/v1/things/a%2Fb%20c:d?q=1+2 application/json Bearer " + token + " v1"; sent != want {
		t.Errorf("sent %s\nwant %s", sent, want)
	}
	if got.GetBody != nil {
		t.Error("the body can be had again: Go may send it twice")
	}
	if int64(len(body)) != got.ContentLength || !strings.Contains(body, "é") {
		t.Errorf("body %q of length %d", body, got.ContentLength)
	}
	if out.Name != "x" || answer.Status != 200 {
		t.Errorf("read %+v, %d", out, answer.Status)
	}
}

func TestAPathCannotLeaveItsHost(t *testing.T) {
	for _, path := range []string{"//b.example/x", "https://b.example/x", "../../x", "?host=b", "#x"} {
		var got *url.URL
		c := newClient(func(r *http.Request) (*http.Response, error) {
			got = r.URL
			return respond(r, 200, "application/json", `{}`), nil
		})
		if _, err := c.Do(t.Context(), Call{Op: "try", Method: "GET", Path: path}, nil); err == nil && got.Host != "a.example" {
			t.Errorf("path %q went to %s", path, got)
		}
	}
}

func TestErrorsExplainWithoutSecrets(t *testing.T) {
	id := engine.ID{Kind: engine.KindPost, Channel: "c", Slug: "launch"}
	for _, tc := range []struct {
		name    string
		network network
		want    string
	}{
		{"Member", always(422, "application/json", `{"error":"text too long"}`), "create: c/launch: the network answered 422: text too long"},
		{"Nested", always(400, "application/json", `{"error":{"message":"bad\nrequest"}}`), "create: c/launch: the network answered 400: bad request"},
		{"Both", always(401, "application/json", `{"error":"x","error_description":"expired"}`), "create: c/launch: the network answered 401: expired"},
		{"Page", always(500, "text/html", "<h1>x</h1>"), "create: c/launch: the network answered 500: a web page answered instead of the network's API"},
		{"Nothing", always(500, "application/json", ""), "create: c/launch: the network answered 500"},
		{"Echo", always(401, "application/json", `{"error":"bad Bearer `+token+`"}`), "create: c/launch: the network answered 401: bad Bearer ***"},
		{"Moved", always(308, "", "", "Location", "https://b.example/?token="+token), "create: c/launch: the network answered 308: it has moved to https://b.example"},
		{"Sending", fails(errors.New("lost " + token)), "create: c/launch: lost ***"},
		{"Long", always(400, "application/json", `{"error":"`+strings.Repeat("é", 400)+`"}`), "create: c/launch: the network answered 400: " + strings.Repeat("é", 300) + "…"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := newClient(tc.network).Do(t.Context(), Call{Op: "create", ID: id, Method: "POST",
				Query: url.Values{"access_token": {token}}}, nil)
			if err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

// Networks have their own words: Bluesky says "not found" with 400.
func TestANetworksOwnReadingComesFirst(t *testing.T) {
	c := newClient(always(400, "application/json", `{"error":"RecordNotFound"}`, "Retry-After", "7"))
	c.Refusal = func(a Answer) (Fault, bool) {
		return Fault{Kind: engine.NotFound, Text: "no such record"}, strings.Contains(string(a.Body), "RecordNotFound")
	}
	_, err := c.Do(t.Context(), Call{Op: "read", Method: "GET"}, nil)
	if engine.KindOf(err) != engine.NotFound || !strings.HasSuffix(err.Error(), "no such record") {
		t.Errorf("%v (%v), want not found", err, engine.KindOf(err))
	}
	if got := engine.RetryAfterOf(err); got != 7*time.Second {
		t.Errorf("retry after %v, want 7s", got)
	}
}

func TestRetryAfter(t *testing.T) {
	const noon = "Tue, 01 Dec 2026 12:00:00 GMT"
	for _, tc := range []struct {
		value, date string
		want        time.Duration
	}{
		{"", noon, 0},
		{"0", noon, 0},
		{"120", "", 2 * time.Minute},
		{" 5 ", "", 5 * time.Second},
		{"-5", "", 0},
		{"1.5", "", 0},
		{"99999999999999", "", 7 * 24 * time.Hour},
		{"999999999999999999999", "", 0},
		{"Tue, 01 Dec 2026 12:05:00 GMT", noon, 5 * time.Minute},
		{"Tue, 01 Dec 2026 11:00:00 GMT", noon, 0},
		{"Tuesday, 01-Dec-26 12:05:00 GMT", noon, 5 * time.Minute},
		{"Tue, 01 Dec 2026 12:05:00 GMT", "", 0},
		{"Fri, 01 Dec 2099 12:05:00 GMT", noon, 7 * 24 * time.Hour},
		{"soon", noon, 0},
	} {
		h := http.Header{"Retry-After": {tc.value}, "Date": {tc.date}}
		if got := RetryAfter(h); got != tc.want {
			t.Errorf("Retry-After %q, Date %q: %v, want %v", tc.value, tc.date, got, tc.want)
		}
	}
}

func TestPagesFollowLinks(t *testing.T) {
	for _, tc := range []struct {
		name  string
		links map[string]string // by query
		want  []string
		err   string
	}{
		{"One", nil, []string{"?limit=2"}, ""},
		{"Three", map[string]string{"limit=2": `</api/v1/things?p=2>; rel="next"`, "p=2": `<things?p=3>; rel=next, <x>; rel="prev"`},
			[]string{"?limit=2", "?p=2", "?p=3"}, ""},
		{"OnlyPrevious", map[string]string{"limit=2": `<things?p=0>; rel="prev"; title="a, b"`}, []string{"?limit=2"}, ""},
		{"SeveralRelations", map[string]string{"limit=2": `<things?p=0>; rel="prev", <things?p=2>; title="x, y"; rel="last next"`},
			[]string{"?limit=2", "?p=2"}, ""},
		{"Circle", map[string]string{"limit=2": `<things?p=2>; rel="next"`, "p=2": `<things?p=2>; rel="next"`},
			[]string{"?limit=2", "?p=2"}, "in circles"},
		{"AnotherHost", map[string]string{"limit=2": `<https://b.example/things?p=2>; rel="next"`}, []string{"?limit=2"}, "another host"},
		{"AnOpenConnection", map[string]string{"limit=2": `<http://a.example/things?p=2>; rel="next"`}, []string{"?limit=2"}, "another host"},
		{"Unreadable", map[string]string{"limit=2": `<:>; rel="next"`}, []string{"?limit=2"}, "cannot be read"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newClient(func(r *http.Request) (*http.Response, error) {
				return respond(r, 200, "application/json", `{"name":"?`+r.URL.RawQuery+`"}`, "Link", tc.links[r.URL.RawQuery]), nil
			})
			var got []string
			var last error
			call := Call{Op: "list", Method: "GET", Path: "things", Query: url.Values{"limit": {"2"}}}
			for page, err := range Pages[thing](t.Context(), c, call) {
				if last = err; err == nil {
					got = append(got, page.Name)
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("read %v, want %v", got, tc.want)
			}
			if tc.err == "" && last != nil || tc.err != "" && (last == nil || !strings.Contains(last.Error(), tc.err) || engine.KindOf(last) != engine.Uncertain) {
				t.Errorf("ended with %v, want %q", last, tc.err)
			}
		})
	}
}

func TestAPageIsAskedForWhenItIsWanted(t *testing.T) {
	asked := 0
	c := newClient(func(r *http.Request) (*http.Response, error) {
		asked++
		return respond(r, 200, "application/json", `{}`, "Link", fmt.Sprintf(`<?p=%d>; rel="next"`, asked)), nil
	})
	for range Pages[thing](t.Context(), c, Call{Op: "list", Method: "GET"}) {
		break
	}
	if asked != 1 {
		t.Errorf("asked for %d pages, want 1", asked)
	}
}

func FuzzRelation(f *testing.F) {
	f.Add(`<a>; rel="next", <b>; rel=prev`)
	f.Add(`<a>; title=",>"; rel="x next`)
	f.Fuzz(func(t *testing.T, header string) {
		if got := relation(header, "next"); got != "" && !strings.Contains(header, "<"+got+">") {
			t.Errorf("%q has no target %q", header, got)
		}
	})
}
