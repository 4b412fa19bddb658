package load_test

import (
	"testing"

	"galley/engine"
	"galley/engine/load"
	"galley/schema"
)

func TestLimitsAreWrittenAndNothingElse(t *testing.T) {
	limits := engine.ServerLimits{MaxText: 500, PerURL: 23, Quotes: new(bool)}
	const lines = "limits:\n  maxText: 500\n  perURL: 23\n  quotes: false\n"
	there := map[string]any{"limits": map[string]any{"maxText": int64(1), "pollMin": int64(2)}}
	cases := []struct {
		name, file, want string
		line             int
		fields           map[string]any
	}{
		{"appended", "kind: Channel # ours\nid: m\nnetwork: mastodon\n", "kind: Channel # ours\nid: m\nnetwork: mastodon\n" + lines, 1, nil},
		{"replaced", "kind: Channel\nlimits: {maxText: 1, pollMin: 2} # theirs\nid: m\n", "kind: Channel\nlimits: {maxText: 500, perURL: 23, quotes: false} # theirs\nid: m\n", 1, there},
		{"replaced, on several lines", "kind: Channel\nid: m\nlimits:\n  # much\n  maxText: 1\n  pollMin: 2\n# the end\nhandle: x\n",
			"kind: Channel\nid: m\nlimits:\n  # much\n  maxText: 500\n  perURL: 23\n  quotes: false\n# the end\nhandle: x\n", 1, there},
		{"in the second document", "kind: Channel\nid: other\n---\nkind: Channel\nid: m\n---\nkind: Channel\nid: last\n",
			"kind: Channel\nid: other\n---\nkind: Channel\nid: m\n" + lines + "---\nkind: Channel\nid: last\n", 4, nil},
		{"between brackets", "{kind: Channel, id: m}\n", "{kind: Channel, id: m, limits: {maxText: 500, perURL: 23, quotes: false}}\n", 1, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o := &schema.Object{Start: schema.Pos{File: "m.yaml", Line: c.line, Col: 1}, Fields: c.fields}
			got, err := load.Apply("m.yaml", []byte(c.file), load.LimitsEdits(o, limits))
			if err != nil || string(got) != c.want {
				t.Errorf("%v, got\n%s\nwant\n%s", err, got, c.want)
			}
		})
	}
}
