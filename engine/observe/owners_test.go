package observe_test

import (
	"testing"

	"galley/engine"
	"galley/engine/observe"
)

func TestWhatWasLetGoBelongsToWhoTookItOver(t *testing.T) {
	of := func(slug string) engine.ID { return engine.ID{Kind: engine.KindPost, Channel: "c", Slug: slug} }
	place := observe.Place{Channel: "c", Kind: engine.KindPost, Remote: "r1"}
	for range 20 { // a map has no order
		for _, slug := range []string{"a", "z"} {
			owners := observe.Owners(engine.Record{IDs: map[engine.ID]engine.Recorded{
				of("m"):  {ID: of("m"), Phase: engine.Live, Remote: "r1", Released: true},
				of(slug): {ID: of(slug), Phase: engine.Live, Remote: "r1"},
			}})
			if got := owners[place]; got != of(slug) {
				t.Fatalf("it belongs to %s, want %s", got, of(slug))
			}
		}
	}
	owners := observe.Owners(engine.Record{IDs: map[engine.ID]engine.Recorded{of("m"): {ID: of("m"), Phase: engine.Live, Remote: "r1", Released: true}}})
	if got := owners[place]; got != of("m") {
		t.Errorf("what nobody took over belongs to %s, want %s", got, of("m"))
	}
}
