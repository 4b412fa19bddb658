package plan_test

import (
	"reflect"
	"testing"

	"galley/engine"
	"galley/engine/plan"
)

func TestReferencesAreResolved(t *testing.T) {
	known := map[engine.ID]string{id("a"): "https://x.example/a", id("mute"): ""}
	for name, c := range map[string]struct {
		text   string
		refs   []engine.ID
		parent engine.ID
		want   string
		open   []engine.ID
	}{
		"an address":                 {"See ${post.a.c.url}.", []engine.ID{id("a")}, engine.ID{}, "See https://x.example/a.", nil},
		"one that nobody knows":      {"See ${post.b.c.url}.", []engine.ID{id("b")}, engine.ID{}, "See ${post.b.c.url}.", []engine.ID{id("b")}},
		"live without an address":    {"See ${post.mute.c.url}.", []engine.ID{id("mute")}, engine.ID{}, "See ${post.mute.c.url}.", []engine.ID{id("mute")}},
		"on another channel":         {"${post.a.d.url}", []engine.ID{id("a")}, engine.ID{}, "${post.a.d.url}", []engine.ID{{Kind: engine.KindPost, Channel: "d", Slug: "a"}}},
		"an escaped one beside it":   {"${post.a.c.url} $${post.a.c.url}", []engine.ID{id("a")}, engine.ID{}, "https://x.example/a ${post.a.c.url}", nil},
		"a text that refers to none": {"$${post.a.c.url}", nil, engine.ID{}, "$${post.a.c.url}", nil},
		"a parent that is live":      {"second", []engine.ID{id("mute")}, id("mute"), "second", nil},
		"a parent that is not":       {"second", []engine.ID{id("b")}, id("b"), "second", []engine.ID{id("b")}},
	} {
		d := engine.Desired{Spec: &engine.Post{Text: c.text}, Refs: c.refs, Parent: c.parent}
		got, open := plan.Resolve(d, func(id engine.ID) (string, bool) { url, ok := known[id]; return url, ok })
		if got.Spec.Plain() != c.want || !reflect.DeepEqual(open, c.open) {
			t.Errorf("%s: got %q, open %v; want %q, open %v", name, got.Spec.Plain(), open, c.want, c.open)
		}
		if d.Spec.Plain() != c.text {
			t.Errorf("%s: what was handed in changed to %q", name, d.Spec.Plain())
		}
	}
}

func TestAnAddressThatIsNotSaidToBeLiveIsNotWritten(t *testing.T) {
	d := engine.Desired{Spec: &engine.Post{Text: "${post.a.c.url}"}, Refs: []engine.ID{id("a")}}
	if got, open := plan.Resolve(d, func(engine.ID) (string, bool) { return "https://x.example/former", false }); got.Spec.Plain() != "${post.a.c.url}" || len(open) != 1 {
		t.Errorf("got %q, open %v", got.Spec.Plain(), open)
	}
}

func TestWhatHasNoContentHasNoReferences(t *testing.T) {
	d := engine.Desired{ID: id("a"), Class: engine.Remove, Refs: []engine.ID{id("b")}}
	if got, open := plan.Resolve(d, nil); !reflect.DeepEqual(got, d) || open != nil {
		t.Errorf("got %+v, open %v", got, open)
	}
}
