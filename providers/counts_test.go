package providers_test

import (
	"slices"
	"testing"

	"galley/engine"
	"galley/providers"
	"galley/schema"
)

// TestCountsAreInTheCatalogue holds what the networks report against what the
// catalogue of metrics explains, both ways.
func TestCountsAreInTheCatalogue(t *testing.T) {
	registry, catalogue := providers.All(), schema.Metrics()
	measured := 0
	for _, network := range registry.Networks() {
		constructor, _ := registry.Lookup(network)
		for subject, declared := range map[string][]string{"post": constructor.Info.Counts.Post, "account": constructor.Info.Counts.Account} {
			measured += len(declared)
			if got, want := slices.Sorted(slices.Values(declared)), explained(catalogue, network, subject); !slices.Equal(got, want) {
				t.Errorf("%s counts of a %s %q, the catalogue explains %q", network, subject, got, want)
			}
		}
	}
	if measured == 0 {
		t.Error("no network counts anything")
	}
}

// explained returns the counts of a network that are still told, sorted.
func explained(c schema.Catalogue, network engine.Network, subject string) []string {
	var names []string
	for _, m := range c.Metrics {
		for _, s := range m.Sources {
			if m.Subject == subject && s.Network == string(network) && s.To == "" {
				names = append(names, s.Count)
			}
		}
	}
	slices.Sort(names)
	return names
}
