package providertest

import (
	"net/http"
	"testing"

	"galley/engine"
)

// Marker is the credential that the suite hands to a provider. It must never
// be seen in an error, a URL or on another host.
const Marker = "marker-5ecret-t0ken"

// Page is the number of things a fake's listing holds per page unless the
// Network says otherwise.
const Page = 20

// A Network is what the suite has to know of a network. Either New and Fake
// are set, for a network behind HTTP, or Local. The rest may be left zero.
type Network struct {
	// New makes the provider of one channel; a Constructor's New fits. The suite
	// fills in the whole Config except Target.
	New func(engine.Config) (engine.Provider, error)

	// Fake returns the network itself: a handler with a memory, new and empty at
	// each call, written from the network's documents or from measurements.
	// It gets the Config of the provider that will talk to it, without HTTP.
	// time.Now is the time of the test; the handler starts no server.
	Fake func(testing.TB, engine.Config) http.Handler

	// Local returns a new and empty network that lives in this process, and the
	// way to open it. The network tells f of every write: see Faults.
	Local func(t testing.TB, f *Faults) Opener

	URL     string         // of the channel; https://network.example if empty
	Handle  string         // of the account; "galley" if empty
	Secret  string         // the credential in the form the provider reads it, which holds Marker; Marker if empty
	Page    int            // things per page of a listing; Page if zero
	Warning string         // a content warning that the network takes; "weather" if empty
	Lengths map[string]int // texts and their lengths as the network counts them

	// Words are members of the network's answers on posts that hold one word of
	// a few, and for each a word that no version of it knows yet.
	Words map[string]string
}

// An Opener makes a provider over one and the same state. A second call is a
// second process: whatever the first one kept in its memory is gone.
type Opener func(engine.Config) (engine.Provider, error)

func (n Network) url() string {
	if n.URL == "" {
		return "https://network.example"
	}
	return n.URL
}

func (n Network) handle() string {
	if n.Handle == "" {
		return "galley"
	}
	return n.Handle
}

func (n Network) secret() engine.Secret {
	if n.Secret == "" {
		return engine.NewSecret(Marker)
	}
	return engine.NewSecret(n.Secret)
}

func (n Network) warning() string {
	if n.Warning == "" {
		return "weather"
	}
	return n.Warning
}

func (n Network) page() int {
	if n.Page == 0 {
		return Page
	}
	return n.Page
}
