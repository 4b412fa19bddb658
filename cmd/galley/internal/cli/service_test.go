package cli_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"galley/engine"
	"galley/providers/bluesky/blueskytest"
	"galley/providers/mastodon/mastodontest"
	"galley/providers/memory"
)

// A service is what a crash test publishes to: a network with memory, behind
// HTTP, where people can act without us.
type service interface {
	http.Handler
	kind(r *http.Request) string // post, write or read
	channel() string             // lines of the Channel file
	texts() []string             // of the posts that readers see, oldest first
	created() int                // how many posts ever went out
	url(i int) string            // of the i-th of texts
	publish(text string) error   // by somebody
	remove(i int)                // the i-th of texts, by somebody
}

// The credential of every channel of these tests.
const (
	credential = "GALLEY_TEST_CREDENTIAL"
	password   = "abcd-efgh-ijkl-mnop"
)

func newService(t testing.TB, name string, now engine.Clock) service {
	switch name {
	case "listing", "keyed", "nofinder":
		net := memory.NewNetwork(now, memory.Options{})
		return memoryService{net, memory.Handler(net, memory.Points{})}
	}
	switch name {
	case "mastodon":
		return mastodonService{mastodontest.New(now, mastodontest.Options{Handle: handle, Token: password})}
	case "mastodon, busy":
		s := busyService{mastodonService{mastodontest.New(now, mastodontest.Options{Handle: handle, Token: password})}, &atomic.Int32{}, &atomic.Pointer[func()]{}}
		s.left.Store(1 << 20)
		return s
	case "mastodon, long":
		return mastodonService{mastodontest.New(now, mastodontest.Options{Handle: handle, Token: password, MaxText: 4242})}
	case "mastodon 4.6":
		return mastodonService{mastodontest.New(now, mastodontest.Options{Handle: handle, Token: password, Version: "4.6.0", Keys: mastodontest.KeysFail})}
	case "gotosocial":
		return mastodonService{mastodontest.New(now, mastodontest.Options{Handle: handle, Token: password, Software: mastodontest.GoToSocial})}
	case "pds":
		return newPDS(t, pds)
	case "pds with its index":
		return newPDS(t, pdsWithIndex)
	case "bluesky":
		return blueskyService{blueskytest.New(now, blueskytest.Options{Accounts: []blueskytest.Account{{Handle: domain, Password: password}}})}
	}
	t.Fatalf("there is no service %q", name)
	return nil
}

type memoryService struct {
	net *memory.Network
	http.Handler
}

func (s memoryService) kind(r *http.Request) string {
	switch r.Method {
	case http.MethodPost:
		return "post"
	case http.MethodGet:
		return "read"
	}
	return "write"
}

func (memoryService) channel() string { return "network: memory\nhandle: " + handle + "\n" }

func (s memoryService) texts() []string {
	var texts []string
	for _, o := range s.net.Shown(handle) {
		texts = append(texts, o.Spec.Plain())
	}
	return texts
}

func (s memoryService) created() int {
	n := 0
	for _, e := range s.net.Events() {
		if e.What == "create" {
			n++
		}
	}
	return n
}

func (s memoryService) url(i int) string { return s.net.Shown(handle)[i].URL }

func (s memoryService) publish(text string) error {
	_, err := s.net.PublishByHand(handle, &engine.Post{Text: text})
	return err
}

func (s memoryService) remove(i int) { s.net.DeleteByHand(handle, s.net.Shown(handle)[i].Remote) }

// A mastodonService is a server with the habits of Mastodon, or of GoToSocial.
type mastodonService struct{ *mastodontest.Server }

func (mastodonService) kind(r *http.Request) string {
	switch {
	case r.Method == http.MethodGet:
		return "read"
	case r.Method == http.MethodPost && r.URL.Path == "/api/v1/statuses":
		return "post"
	}
	return "write"
}

func (mastodonService) channel() string {
	return "network: mastodon\nhandle: " + handle + "\ncredentials: " + credential + "\n"
}

func (s mastodonService) texts() []string {
	var texts []string
	for _, o := range s.Shown(handle) {
		texts = append(texts, o.Spec.Plain())
	}
	return texts
}

func (s mastodonService) created() int {
	n := 0
	for _, e := range s.Events() {
		if e.What == "create" {
			n++
		}
	}
	return n
}

func (s mastodonService) url(i int) string { return s.Shown(handle)[i].URL }

func (s mastodonService) publish(text string) error {
	_, err := s.PublishByHand(handle, text)
	return err
}

func (s mastodonService) remove(i int) { s.DeleteByHand(s.Shown(handle)[i].Remote) }

// domain is the handle of the account on Bluesky, where handles are domains.
const domain = handle + ".test"

// A blueskyService is a server with the habits of Bluesky's own.
type blueskyService struct{ *blueskytest.Server }

func (blueskyService) kind(r *http.Request) string {
	switch {
	case r.Method == http.MethodGet, strings.Contains(r.URL.Path, "server."):
		return "read"
	case strings.HasSuffix(r.URL.Path, ".putRecord"), strings.HasSuffix(r.URL.Path, ".applyWrites"):
		return "post"
	}
	return "write"
}

func (blueskyService) channel() string {
	return "network: bluesky\nhandle: " + domain + "\ncredentials: " + credential + "\n"
}

func (s blueskyService) texts() []string {
	var texts []string
	for _, p := range s.Shown(domain) {
		texts = append(texts, p.Text)
	}
	return texts
}

func (s blueskyService) created() int {
	n := 0
	for _, e := range s.Events() {
		if e.What == "create" {
			n++
		}
	}
	return n
}

func (s blueskyService) url(int) string { return "" }

func (s blueskyService) publish(text string) error {
	_, err := s.PublishByHand(domain, text)
	return err
}

func (s blueskyService) remove(i int) { s.DeleteByHand(domain, s.Shown(domain)[i].Remote) }
