package observe_test

import (
	"testing"

	"galley/engine"
	"galley/engine/observe"
)

func TestWhatIsThereBelongsToTheIDThatManagesIt(t *testing.T) {
	place := observe.Place{Channel: "c", Kind: engine.KindPost, Remote: "r1"}
	live := engine.Recorded{Phase: engine.Live, Remote: "r1"}
	let := engine.Recorded{Phase: engine.Live, Remote: "r1", Released: true}
	renamed := engine.Recorded{Phase: engine.Live, Remote: "r1", Renamed: of("c", "a")}
	none := engine.Recorded{Removed: true}
	page := engine.ID{Kind: engine.KindPage, Channel: "c", Slug: "a"}
	for name, test := range map[string]struct {
		record map[engine.ID]engine.Recorded
		want   engine.ID
	}{
		"nothing recorded":                          {nil, engine.ID{}},
		"the one that published it":                 {map[engine.ID]engine.Recorded{of("c", "m"): live}, of("c", "m")},
		"not one that was taken down":               {map[engine.ID]engine.Recorded{of("c", "a"): none, of("c", "m"): live}, of("c", "m")},
		"not one that has another name now":         {map[engine.ID]engine.Recorded{of("c", "m"): renamed}, engine.ID{}},
		"its new name, sorted before":               {map[engine.ID]engine.Recorded{of("c", "m"): renamed, of("c", "a"): live}, of("c", "a")},
		"its new name, sorted behind":               {map[engine.ID]engine.Recorded{of("c", "m"): renamed, of("c", "z"): live}, of("c", "z")},
		"what was let go, and nobody took over":     {map[engine.ID]engine.Recorded{of("c", "m"): let}, of("c", "m")},
		"who took over what was let go":             {map[engine.ID]engine.Recorded{of("c", "m"): let, of("c", "a"): live}, of("c", "a")},
		"who took it over, sorted behind":           {map[engine.ID]engine.Recorded{of("c", "m"): let, of("c", "z"): live}, of("c", "z")},
		"the first of two that say so":              {map[engine.ID]engine.Recorded{of("c", "m"): live, of("c", "z"): live}, of("c", "m")},
		"the first of two that let it go":           {map[engine.ID]engine.Recorded{of("c", "m"): let, of("c", "z"): let}, of("c", "m")},
		"not one of another channel":                {map[engine.ID]engine.Recorded{of("d", "m"): live}, engine.ID{}},
		"not a page of the same remote id":          {map[engine.ID]engine.Recorded{page: live}, engine.ID{}},
		"the post, beside a page of that remote id": {map[engine.ID]engine.Recorded{page: live, of("c", "m"): live}, of("c", "m")},
	} {
		for range 200 { // a map has no order, but prefers one
			if got := observe.Owners(engine.Record{IDs: test.record})[place]; got != test.want {
				t.Errorf("%s: it belongs to %s, want %s", name, got, test.want)
				break
			}
		}
	}
	if owners := observe.Owners(engine.Record{IDs: map[engine.ID]engine.Recorded{of("c", "m"): none}}); len(owners) != 0 {
		t.Errorf("what was taken down is owned: %v", owners)
	}
}
