package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"galley/providers/bluesky/testserver"
)

// A pdsService is an account of its own on the real server of Bluesky, started
// on this machine.
type pdsService struct {
	t      testing.TB
	base   string
	proxy  *httputil.ReverseProxy
	handle string
	did    string
	token  string
	gone   *atomic.Int64 // posts that somebody removed
}

// pds is the one server that all tests of this process share.
var pds = sync.OnceValues(func() (*testserver.Server, error) { return startPDS(testserver.Options{}) })

// pdsWithIndex is another one, whose index counts what people do.
var pdsWithIndex = sync.OnceValues(func() (*testserver.Server, error) { return startPDS(testserver.Options{AppView: true}) })

func startPDS(o testserver.Options) (*testserver.Server, error) {
	cache := os.Getenv("XDG_CACHE_HOME")
	if cache == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, err
		}
		cache = filepath.Join(home, ".cache")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	o.Cache = filepath.Join(cache, "galley")
	return testserver.Start(ctx, o)
}

// withPDS adds the real server to services. A machine without npm says that it
// is left out; CI never leaves it out.
func withPDS(t *testing.T, services []string) []string {
	if _, err := exec.LookPath("npm"); err != nil && os.Getenv("CI") == "" {
		fmt.Println("SKIPPED: the real Bluesky server, because npm is not installed")
		return services
	}
	return append(services[:len(services):len(services)], "pds")
}

var accounts atomic.Int64

// newPDS makes an account on a server.
func newPDS(t testing.TB, start func() (*testserver.Server, error)) service {
	server, err := start()
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(base)
	proxy.ErrorLog = log.New(io.Discard, "", 0) // of clients that were killed
	name := fmt.Sprintf("gazette%d", accounts.Add(1))
	s := pdsService{t: t, base: server.URL, proxy: proxy, handle: name + ".test", gone: &atomic.Int64{}}
	var made struct{ DID, AccessJwt string }
	s.call("com.atproto.server.createAccount", map[string]any{"handle": s.handle, "email": name + "@example.org", "password": password}, &made)
	s.did, s.token = made.DID, made.AccessJwt
	return s
}

// call asks the server for what people do without us.
func (s pdsService) call(method string, body, answer any) {
	s.t.Helper()
	verb, data := http.MethodGet, []byte(nil)
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			s.t.Fatal(err)
		}
		verb = http.MethodPost
	}
	r, err := http.NewRequest(verb, s.base+"/xrpc/"+method, bytes.NewReader(data))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if s.token != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	var failure struct{ Error, Message string }
	if resp.StatusCode != http.StatusOK {
		_ = json.NewDecoder(resp.Body).Decode(&failure)
		s.t.Fatalf("%s: %d %s %s", method, resp.StatusCode, failure.Error, failure.Message)
	}
	if err := json.NewDecoder(resp.Body).Decode(answer); err != nil {
		s.t.Fatal(err)
	}
}

func (s pdsService) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.proxy.ServeHTTP(w, r) }

func (pdsService) kind(r *http.Request) string { return blueskyService{}.kind(r) }

func (s pdsService) channel() string {
	return "network: bluesky\nhandle: " + s.handle + "\ncredentials: " + credential + "\n"
}

type pdsRecord struct {
	URI   string
	Value struct{ Text string }
}

func (s pdsService) records() []pdsRecord {
	var page struct{ Records []pdsRecord }
	s.call("com.atproto.repo.listRecords?limit=100&reverse=true&collection=app.bsky.feed.post&repo="+url.QueryEscape(s.did), nil, &page)
	return page.Records
}

func (s pdsService) texts() []string {
	var texts []string
	for _, r := range s.records() {
		texts = append(texts, r.Value.Text)
	}
	return texts
}

func (s pdsService) created() int { return len(s.records()) + int(s.gone.Load()) }

func (s pdsService) url(int) string { return "" }

func (s pdsService) publish(text string) error {
	var made struct{ URI string }
	s.call("com.atproto.repo.createRecord", map[string]any{"repo": s.did, "collection": "app.bsky.feed.post",
		"record": map[string]any{"$type": "app.bsky.feed.post", "text": text, "createdAt": time.Now().UTC().Format(time.RFC3339)}}, &made)
	return nil
}

func (s pdsService) remove(i int) {
	uri := s.records()[i].URI
	var none struct{}
	s.call("com.atproto.repo.deleteRecord", map[string]any{"repo": s.did, "collection": "app.bsky.feed.post",
		"rkey": uri[strings.LastIndexByte(uri, '/')+1:]}, &none)
	s.gone.Add(1)
}
