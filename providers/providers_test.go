package providers

import (
	"slices"
	"testing"

	"galley/engine"
)

func TestEveryNetworkIsThereUnderItsName(t *testing.T) {
	r := All()
	networks := r.Networks()
	if want := []engine.Network{"bluesky", "manual", "mastodon", "site"}; !slices.Equal(networks, want) {
		t.Errorf("networks %q, want %q", networks, want)
	}
	infos := r.Infos()
	for _, n := range networks {
		c, found := r.Lookup(n)
		if !found || c.Info.Network != n || infos[n].Label != c.Info.Label || c.New == nil {
			t.Errorf("%s: found %v: %+v", n, found, c.Info)
		}
		for kind, limits := range c.Info.Kinds {
			if !slices.IsSorted(limits.Fields) || !slices.IsSorted(limits.MediaTypes) {
				t.Errorf("%s: fields or media types of %s are not sorted", n, kind)
			}
		}
	}
	if _, found := r.Lookup("nowhere"); found {
		t.Error("found a network that is not there")
	}
	if networks := new(Registry).Networks(); len(networks) != 0 {
		t.Errorf("the zero registry holds %q", networks)
	}
}
