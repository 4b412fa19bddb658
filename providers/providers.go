// Package providers is the list of the networks that Galley speaks to.
package providers

import (
	"maps"
	"slices"
	"strings"

	"galley/engine"
	"galley/providers/bluesky"
	"galley/providers/manual"
	"galley/providers/mastodon"
	"galley/providers/site"
)

// A Registry holds the constructors of the providers, by network. The zero
// Registry holds none.
type Registry struct {
	constructors []engine.Constructor // sorted by network
}

// All returns every provider of the product. Adding one takes its folder and a
// line here.
func All() *Registry {
	return New(
		bluesky.Constructor(),
		manual.Constructor(),
		mastodon.Constructor(),
		site.Constructor(),
	)
}

// New returns a registry of these constructors, for tests that need another
// choice than All. Of two for one network the last one counts.
func New(list ...engine.Constructor) *Registry {
	byNetwork := make(map[engine.Network]engine.Constructor, len(list))
	for _, c := range list {
		byNetwork[c.Info.Network] = c
	}
	sorted := slices.SortedFunc(maps.Values(byNetwork), func(a, b engine.Constructor) int {
		return strings.Compare(string(a.Info.Network), string(b.Info.Network))
	})
	return &Registry{sorted}
}

// Networks returns the networks, sorted.
func (r *Registry) Networks() []engine.Network {
	networks := make([]engine.Network, len(r.constructors))
	for i, c := range r.constructors {
		networks[i] = c.Info.Network
	}
	return networks
}

// Lookup returns the constructor of a network, and whether there is one.
func (r *Registry) Lookup(network engine.Network) (engine.Constructor, bool) {
	i, found := slices.BinarySearchFunc(r.constructors, network, func(c engine.Constructor, n engine.Network) int {
		return strings.Compare(string(c.Info.Network), string(n))
	})
	if !found {
		return engine.Constructor{}, false
	}
	return r.constructors[i], true
}

// Infos returns what every network says of itself.
func (r *Registry) Infos() map[engine.Network]engine.Info {
	infos := make(map[engine.Network]engine.Info, len(r.constructors))
	for _, c := range r.constructors {
		infos[c.Info.Network] = c.Info
	}
	return infos
}
