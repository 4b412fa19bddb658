package cli_test

import (
	"net/http"
	"testing"

	"galley/engine"
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
