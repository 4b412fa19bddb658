package plan_test

import (
	"reflect"
	"testing"
	"time"

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

func TestReferencesOrderTheWork(t *testing.T) {
	refer := func(to string) engine.Desired {
		d := desired("b", noon.Add(-time.Hour))
		d.Spec = &engine.Post{Text: "See ${post." + to + ".c.url}"}
		d.Refs = []engine.ID{id(to)}
		return d
	}
	run(t, []row{
		{"a post and what it refers to go out in one run", due(-2 * time.Hour), func(s *scene) { s.Desired = []engine.Desired{refer("a")} }, "a create; b create"},
		{"what refers to a held post is held", due(-5 * time.Hour), func(s *scene) { s.Desired = []engine.Desired{refer("a")} }, "a create held:blocked; b create held:blocked"},
		{"what refers to a scheduled post is held", due(time.Hour), func(s *scene) { s.Desired = []engine.Desired{refer("a")} }, "b create held:blocked; a create held:scheduled"},
		{"what refers to a live post goes out", published(), func(s *scene) { s.Desired = []engine.Desired{refer("a")} }, "b create; matches=1"},
		{"a hold travels along a chain", due(-5 * time.Hour), func(s *scene) {
			c := desired("c", noon.Add(-time.Hour))
			c.Refs = []engine.ID{id("b")}
			c.Spec = &engine.Post{Text: "${post.b.c.url}"}
			s.Desired = []engine.Desired{c, refer("a")}
		}, "a create held:blocked; b create held:blocked; c create held:blocked"},
		{"a child of a live parent is continued, however late", published(), func(s *scene) {
			child := desired("a", noon.Add(-5*time.Hour))
			child.ID.Part, child.Parent, child.Refs = "2", id("a"), []engine.ID{id("a")}
			child.Spec = &engine.Post{Text: "second"}
			s.Desired = []engine.Desired{child}
		}, "a/2 create; matches=1"},
		{"a child is continued for a day", published(), func(s *scene) {
			s.r.Published = noon.Add(-24 * time.Hour)
			child := desired("a", noon.Add(-24*time.Hour))
			child.ID.Part, child.Parent, child.Refs = "2", id("a"), []engine.ID{id("a")}
			child.Spec = &engine.Post{Text: "second"}
			s.Desired = []engine.Desired{child}
		}, "a/2 create; matches=1"},
		{"a child that may be two days late is continued for two days", published(), func(s *scene) {
			s.r.Published = noon.Add(-48 * time.Hour)
			child := desired("a", noon.Add(-48*time.Hour))
			child.ID.Part, child.Parent, child.Refs = "2", id("a"), []engine.ID{id("a")}
			child.Spec, child.Rules.Late.Max = &engine.Post{Text: "second"}, 48*time.Hour
			s.Desired = []engine.Desired{child}
		}, "a/2 create; matches=1"},
		{"a child asks a day after its parent", published(), func(s *scene) {
			s.r.Published = noon.Add(-25 * time.Hour)
			child := desired("a", noon.Add(-25*time.Hour))
			child.ID.Part, child.Parent, child.Refs = "2", id("a"), []engine.ID{id("a")}
			child.Spec = &engine.Post{Text: "second"}
			s.Desired = []engine.Desired{child}
		}, "a/2 create held:blocked; matches=1"},
		{"a hold travels along a chain, whatever its names", due(-time.Hour), func(s *scene) {
			s.text("See ${post.b.c.url}")
			s.d.Refs = []engine.ID{id("b")}
			late := desired("c", noon.Add(-5*time.Hour))
			s.Desired = []engine.Desired{refer("c"), late}
		}, "c create held:blocked; a create held:blocked; b create held:blocked"},
		{"what refers to a post that is handed over waits", handed(), func(s *scene) {
			s.fresh, s.hidden, s.Desired = true, true, []engine.Desired{refer("a")}
		}, "b create held:blocked; a create native"},
		{"what refers to a post that is taken over and edited goes out in the next run", published(), func(s *scene) {
			s.r.Released, s.Desired = true, []engine.Desired{refer("a")}
			s.text("New")
		}, "a update note:adopted; b create held:blocked"},
		{"what refers to a post that is taken over and replaced goes out after it", published(), func(s *scene) {
			s.r.Released, s.Desired = true, []engine.Desired{refer("a")}
			s.text("New")
			s.channel.Caps.Update, s.d.Rules.Replace = false, true
		}, "a replace note:adopted; b create"},
		{"what refers to a post that was taken down waits", due(-time.Hour), func(s *scene) {
			s.d = refer("old")
			s.knows(engine.Recorded{ID: id("old"), URL: "https://x.example/1", Removed: true, Generation: 1})
		}, "b create held:blocked"},
		{"what refers to a post that is managed no more waits", due(-time.Hour), func(s *scene) {
			s.d = refer("old")
			r := recorded(desired("old", noon.Add(-time.Hour)))
			r.Released = true
			s.knows(r)
		}, "b create held:blocked"},
		{"an edit that refers to a live post goes out", published(), func(s *scene) {
			s.text("See ${post.old.c.url}")
			s.d.Refs = []engine.ID{id("old")}
			old := desired("old", noon.Add(-time.Hour))
			s.Desired = []engine.Desired{old}
			s.lives(recorded(old), old.Spec)
		}, "a update; matches=1"},
		{"an edit that refers to a post in the network's scheduler waits", published(), func(s *scene) {
			s.text("See ${post.old.c.url}")
			s.d.Refs = []engine.ID{id("old")}
			old := desired("old", noon.Add(time.Hour))
			s.Desired = []engine.Desired{old}
			r := recorded(old)
			r.Phase = engine.Scheduled
			s.lives(r, old.Spec)
		}, "a nothing held:blocked; old nothing held:scheduled native"},
		{"an edit that refers to a post that is managed no more waits", published(), func(s *scene) {
			s.text("See ${post.old.c.url}")
			s.d.Refs = []engine.ID{id("old")}
			r := recorded(desired("old", noon.Add(-time.Hour)))
			r.Released = true
			s.knows(r)
		}, "a nothing held:blocked"},
		{"what already shows the address it refers to is as declared", published(), func(s *scene) {
			s.d.Spec, s.d.Refs = &engine.Post{Text: "See ${post.old.c.url}"}, []engine.ID{id("old")}
			old := desired("old", noon.Add(-time.Hour))
			s.Desired = []engine.Desired{old}
			s.lives(recorded(old), old.Spec)
			s.r.Fields = engine.FieldHash{"text": engine.HashText("See https://x.example/1")}
			s.edited("See https://x.example/1")
		}, "matches=2"},
		{"what continues a post in the network's scheduler waits, and is not skipped", handed(), func(s *scene) {
			s.hidden, s.r.Due, s.d.Due = true, noon.Add(-time.Hour), noon.Add(-time.Hour)
			child := desired("a", noon.Add(-time.Hour))
			child.ID.Part, child.Parent, child.Refs = "2", id("a"), []engine.ID{id("a")}
			child.Spec, child.Rules.Late.Then = &engine.Post{Text: "second"}, engine.LateSkip
			s.Desired = []engine.Desired{child}
		}, "a nothing held:scheduled native; a/2 create held:blocked"},
		{"what continues a post that is managed no more is late as any other", due(-5 * time.Hour), func(s *scene) {
			s.d.Parent, s.d.Refs, s.d.Rules.Late.Then = id("old"), []engine.ID{id("old")}, engine.LateSkip
			r := recorded(desired("old", noon.Add(-5*time.Hour)))
			r.Released = true
			s.knows(r)
		}, "a nothing note:skipped"},
	})
}
