package transport_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"galley/engine"
	"galley/engine/transport"
)

// roundTrip makes a RoundTripper of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func respond(r *http.Request, status int, body string, header ...string) *http.Response {
	rec := httptest.NewRecorder()
	for i := 0; i+1 < len(header); i += 2 {
		rec.Header().Set(header[i], header[i+1])
	}
	rec.WriteHeader(status)
	_, _ = rec.WriteString(body)
	resp := rec.Result()
	resp.Request = r
	return resp
}

func send(t *testing.T, c *http.Client, method, url, body string, header ...string) (*http.Response, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	var r io.Reader
	if body != "" {
		r = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(ctx, method, url, r)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := c.Do(req)
	if resp != nil {
		t.Cleanup(func() { resp.Body.Close() })
	}
	return resp, err
}

// A kept connection breaks under the second request: that is where Go replays.
func TestAWriteLeavesOnce(t *testing.T) {
	for _, tc := range []struct{ name, method, body, key string }{
		{"WithBody", "POST", "text", ""},
		{"WithBodyAndKey", "POST", "text", "k1"},
		{"WithKeyAndNoBody", "POST", "", "k1"},
		{"DeleteWithKey", "DELETE", "", "k1"},
	} {
		for base, sender := range map[string]http.RoundTripper{"OwnBase": nil, "GivenBase": &http.Transport{}} {
			t.Run(tc.name+base, func(t *testing.T) {
				var arrived atomic.Int32
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					_, _ = io.Copy(io.Discard, r.Body)
					if r.Method == http.MethodGet {
						return
					}
					arrived.Add(1)
					panic(http.ErrAbortHandler)
				}))
				defer server.Close()
				c := transport.Client(transport.Options{Now: time.Now, Base: sender})
				defer c.CloseIdleConnections()
				keepConnection(t, c, server.URL)
				var header []string
				if tc.key != "" {
					header = []string{"Idempotency-Key", tc.key}
				}
				if _, err := send(t, c, tc.method, server.URL, tc.body, header...); err == nil {
					t.Error("no error although the connection broke")
				}
				if got := arrived.Load(); got != 1 {
					t.Errorf("the server saw %d writes, want 1", got)
				}
			})
		}
	}
}

func keepConnection(t *testing.T, c *http.Client, url string) {
	t.Helper()
	resp, err := send(t, c, "GET", url, "")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
}

// A server that went away must not leave a write uncertain.
func TestAWriteHasAConnectionOfItsOwn(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	c := transport.Client(transport.Options{Now: time.Now})
	defer c.CloseIdleConnections()
	keepConnection(t, c, server.URL)
	server.Close()
	_, err := send(t, c, "POST", server.URL, "text")
	var dial *net.OpError
	if !errors.As(err, &dial) || dial.Op != "dial" {
		t.Errorf("error %v, want that of a dial", err)
	}
}

func TestRedirects(t *testing.T) {
	type seen struct{ method, url, headers string }
	for _, tc := range []struct {
		name, method, to string
		status           int
		want             []seen
		final            int
	}{
		{"ReadOnTheSameHost", "GET", "https://a.example/2", 302,
			[]seen{{"GET", "https://a.example/1", "Authorization X-Api-Key"}, {"GET", "https://a.example/2", "Authorization X-Api-Key"}}, 200},
		{"ReadElsewhereWithoutCredentials", "GET", "https://b.example/2", 302,
			[]seen{{"GET", "https://a.example/1", "Authorization X-Api-Key"}, {"GET", "https://b.example/2", ""}}, 200},
		{"ReadOnASubdomainWithoutCredentials", "GET", "https://sub.a.example/2", 302,
			[]seen{{"GET", "https://a.example/1", "Authorization X-Api-Key"}, {"GET", "https://sub.a.example/2", ""}}, 200},
		{"ReadNotToAnOpenConnection", "GET", "http://a.example/2", 302,
			[]seen{{"GET", "https://a.example/1", "Authorization X-Api-Key"}}, 302},
		{"WriteNeverMoved", "POST", "https://a.example/2", 308,
			[]seen{{"POST", "https://a.example/1", "Authorization X-Api-Key"}}, 308},
		{"WriteNeverTurnedIntoARead", "POST", "https://a.example/2", 303,
			[]seen{{"POST", "https://a.example/1", "Authorization X-Api-Key"}}, 303},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []seen
			c := transport.Client(transport.Options{Now: time.Now, Base: roundTrip(func(r *http.Request) (*http.Response, error) {
				var credentials []string
				for _, name := range []string{"Authorization", "Cookie", "Referer", "X-Api-Key"} {
					if r.Header.Get(name) != "" {
						credentials = append(credentials, name)
					}
				}
				got = append(got, seen{r.Method, r.URL.String(), strings.Join(credentials, " ")})
				if r.URL.Path == "/1" {
					return respond(r, tc.status, "", "Location", tc.to), nil
				}
				return respond(r, 200, "{}"), nil
			})})
			resp, err := send(t, c, tc.method, "https://a.example/1", "", "Authorization", "Bearer x", "X-Api-Key", "y")
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("sent %v, want %v", got, tc.want)
			}
			if resp.StatusCode != tc.final {
				t.Errorf("answered %d, want %d", resp.StatusCode, tc.final)
			}
		})
	}
}

func TestARedirectLoopEnds(t *testing.T) {
	count := 0
	c := transport.Client(transport.Options{Now: time.Now, Base: roundTrip(func(r *http.Request) (*http.Response, error) {
		count++
		return respond(r, 302, "", "Location", "https://a.example/"), nil
	})})
	if _, err := send(t, c, "GET", "https://a.example/", ""); err == nil {
		t.Error("no error")
	}
	if count != 6 {
		t.Errorf("sent %d, want 6", count)
	}
}

func TestTheUserAgentNamesGalley(t *testing.T) {
	for _, tc := range []struct {
		options transport.Options
		own     string
		want    string
	}{
		{transport.Options{}, "", "galley/dev"},
		{transport.Options{Version: "1.2.0"}, "special/1", "special/1"},
	} {
		var got string
		tc.options.Now = time.Now
		tc.options.Base = roundTrip(func(r *http.Request) (*http.Response, error) {
			got = r.Header.Get("User-Agent")
			return respond(r, 200, ""), nil
		})
		var header []string
		if tc.own != "" {
			header = []string{"User-Agent", tc.own}
		}
		if _, err := send(t, transport.Client(tc.options), "GET", "https://a.example/", "", header...); err != nil {
			t.Fatal(err)
		}
		if got != tc.want {
			t.Errorf("user agent %q, want %q", got, tc.want)
		}
	}
}

func TestARequestEndsAfterItsTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := transport.Client(transport.Options{Now: time.Now, Timeout: 30 * time.Second,
			Base: roundTrip(func(r *http.Request) (*http.Response, error) {
				<-r.Context().Done()
				return nil, r.Context().Err()
			})})
		began := time.Now()
		req, _ := http.NewRequestWithContext(t.Context(), "POST", "https://a.example/", strings.NewReader("x"))
		_, err := c.Do(req)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want a deadline", err)
		}
		if took := time.Since(began); took != 30*time.Second {
			t.Errorf("took %v, want 30s", took)
		}
	})
}

// The answer's body counts into the same minute.
func TestReadingAnAnswerEndsAfterTheTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := transport.Client(transport.Options{Now: time.Now, Base: roundTrip(func(r *http.Request) (*http.Response, error) {
			resp := respond(r, 200, "")
			resp.Body = stalled{r.Context()}
			return resp, nil
		})})
		began := time.Now()
		req, _ := http.NewRequestWithContext(t.Context(), "GET", "https://a.example/", nil)
		resp, err := c.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if _, err := io.ReadAll(resp.Body); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want a deadline", err)
		}
		if took := time.Since(began); took != transport.DefaultTimeout {
			t.Errorf("took %v, want %v", took, transport.DefaultTimeout)
		}
	})
}

type stalled struct{ ctx context.Context }

func (s stalled) Read([]byte) (int, error) { <-s.ctx.Done(); return 0, s.ctx.Err() }
func (s stalled) Close() error             { return nil }

func TestAnAnswerIsBounded(t *testing.T) {
	for _, tc := range []struct {
		size int
		want error
	}{{0, nil}, {99, nil}, {100, nil}, {101, transport.ErrTooLarge}, {5000, transport.ErrTooLarge}} {
		c := transport.Client(transport.Options{Now: time.Now, MaxBody: 100,
			Base: roundTrip(func(r *http.Request) (*http.Response, error) {
				return respond(r, 200, strings.Repeat("a", tc.size)), nil
			})})
		resp, err := send(t, c, "GET", "https://a.example/", "")
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(resp.Body)
		if !errors.Is(err, tc.want) || len(data) != min(tc.size, 100) {
			t.Errorf("%d bytes: read %d, %v; want %d, %v", tc.size, len(data), err, min(tc.size, 100), tc.want)
		}
	}
}

func TestErrorsHoldNoSecret(t *testing.T) {
	const token = "marker-5ecret"
	cause := &net.OpError{Op: "dial", Err: fmt.Errorf("no route to https://user:%s@a.example/?access_token=%s", token, token)}
	c := transport.New(transport.Options{Now: time.Now, Secrets: []engine.Secret{engine.NewSecret(token)},
		Base: roundTrip(func(*http.Request) (*http.Response, error) { return nil, cause })})
	req, _ := http.NewRequestWithContext(t.Context(), "GET", "https://a.example/", nil)
	_, err := c.RoundTrip(req) //nolint:bodyclose // there is none beside an error
	if err == nil || strings.Contains(fmt.Sprintf("%v %+v", err, err), token) {
		t.Errorf("error %v, want one without the token", err)
	}
	var dial *net.OpError
	if !errors.As(err, &dial) || dial.Op != "dial" {
		t.Errorf("%v is no longer known as a dial error", err)
	}
}
