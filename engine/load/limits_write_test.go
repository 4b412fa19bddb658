package load_test

import (
	"testing"

	"galley/engine"
	"galley/engine/load"
)

func TestLimitsAreWrittenAndNothingElse(t *testing.T) {
	limits := engine.ServerLimits{MaxText: 500, PerURL: 23}
	const line = "limits: {maxText: 500, perURL: 23}\n"
	cases := []struct{ name, file, want string }{
		{"appended", "kind: Channel # ours\nid: m\nnetwork: mastodon\n", "kind: Channel # ours\nid: m\nnetwork: mastodon\n" + line},
		{"without a last line end", "kind: Channel\nid: m", "kind: Channel\nid: m\n" + line},
		{"replaced", "kind: Channel\nlimits: {maxText: 1}\nid: m\n", "kind: Channel\n" + line + "id: m\n"},
		{"replaced, on several lines", "kind: Channel\nid: m\nlimits:\n  maxText: 1\n  perURL: 2\n# the end\nhandle: x\n", "kind: Channel\nid: m\n" + line + "# the end\nhandle: x\n"},
		{"behind a nested field", "kind: Channel\nid: m\nprofile:\n  name: A\n  bio: |\n    two\n    lines\n", "kind: Channel\nid: m\nprofile:\n  name: A\n  bio: |\n    two\n    lines\n" + line},
		{"in the second document", "kind: Channel\nid: other\n---\nkind: Channel\nid: m\n---\nkind: Channel\nid: last\n",
			"kind: Channel\nid: other\n---\nkind: Channel\nid: m\n" + line + "---\nkind: Channel\nid: last\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, ok := load.WithLimits([]byte(c.file), "m", limits)
			if !ok || string(got) != c.want {
				t.Errorf("ok %t, got\n%s\nwant\n%s", ok, got, c.want)
			}
		})
	}
	for _, file := range []string{"", "kind: Channel\nid: other\n", "{kind: Channel, id: m}\n", "kind: [\n"} {
		if got, ok := load.WithLimits([]byte(file), "m", limits); ok || string(got) != file {
			t.Errorf("%q was edited: %s", file, got)
		}
	}
}
