package plan

import (
	"reflect"
	"testing"

	"galley/engine"
)

// TestFieldsAreComparedThreeWays goes by what the file declares, what was
// recorded last time and what the network shows.
func TestFieldsAreComparedThreeWays(t *testing.T) {
	info := engine.Info{}
	text := func(s string) *engine.Post { return &engine.Post{Text: s} }
	french := func(s string) *engine.Post { return &engine.Post{Text: s, Language: "fr"} }
	warned := &engine.Post{Text: "a", ContentWarning: "careful"}
	recorded := func(p *engine.Post, names ...string) engine.FieldHash { return engine.FieldPrints(info, p, names) }
	live := func(p *engine.Post) *engine.Observed { return &engine.Observed{Spec: p} }
	diff := func(field, was, now string) []engine.FieldDiff {
		return []engine.FieldDiff{{Field: field, Was: was, Now: now}}
	}
	for name, c := range map[string]struct {
		spec   *engine.Post
		fields []string
		record engine.FieldHash
		seen   *engine.Observed
		want   comparison
	}{
		"as declared":                 {text("a"), []string{"text"}, recorded(text("a"), "text"), live(text("a")), comparison{equal: true}},
		"edited in the file":          {text("b"), []string{"text"}, recorded(text("a"), "text"), live(text("a")), comparison{changed: true, diff: diff("text", "a", "b")}},
		"edited on the network":       {text("a"), []string{"text"}, recorded(text("a"), "text"), live(text("c")), comparison{drifted: true, diff: diff("text", "c", "a")}},
		"edited on both sides":        {text("b"), []string{"text"}, recorded(text("a"), "text"), live(text("c")), comparison{changed: true, drifted: true, diff: diff("text", "c", "b")}},
		"edited alike on both sides":  {text("b"), []string{"text"}, recorded(text("a"), "text"), live(text("b")), comparison{changed: true, drifted: true, equal: true}},
		"edited, and not read":        {text("b"), []string{"text"}, recorded(text("a"), "text"), nil, comparison{changed: true, diff: []engine.FieldDiff{{Field: "text", Now: "b", Recorded: true}}}},
		"as declared, and not read":   {text("a"), []string{"text"}, recorded(text("a"), "text"), nil, comparison{}},
		"seen without its content":    {text("a"), []string{"text"}, recorded(text("a"), "text"), &engine.Observed{}, comparison{}},
		"two fields edited there":     {text("a"), []string{"contentWarning", "text"}, recorded(text("a"), "contentWarning", "text"), live(warned), comparison{drifted: true, diff: diff("contentWarning", "careful", "")}},
		"declared for the first time": {warned, []string{"contentWarning", "text"}, recorded(text("a"), "text"), live(text("a")), comparison{changed: true, diff: diff("contentWarning", "", "careful")}},
		"declared, and there by hand": {text("a"), []string{"contentWarning", "text"}, recorded(text("a"), "text"), live(warned), comparison{diff: diff("contentWarning", "careful", "")}},
		"declared no more":            {text("a"), []string{"text"}, recorded(warned, "contentWarning", "text"), live(warned), comparison{changed: true, diff: diff("contentWarning", "careful", "")}},
		"never declared, and there":   {text("a"), []string{"text"}, recorded(text("a"), "text"), live(warned), comparison{equal: true}},
		"no language told":            {french("a"), []string{"language", "text"}, recorded(french("a"), "language", "text"), live(text("a")), comparison{equal: true}},
		"another language told":       {french("a"), []string{"language", "text"}, recorded(french("a"), "language", "text"), live(&engine.Post{Text: "a", Language: "de"}), comparison{drifted: true, diff: diff("language", "de", "fr")}},
		"another language declared":   {french("a"), []string{"language", "text"}, recorded(text("a"), "language", "text"), live(text("a")), comparison{changed: true, diff: diff("language", "", "fr")}},
		"a text taken off there":      {warned, []string{"contentWarning", "text"}, recorded(warned, "contentWarning", "text"), live(text("a")), comparison{drifted: true, diff: diff("contentWarning", "", "careful")}},
		"the first drifts, not the rest": {text("a"), []string{"contentWarning", "text"}, recorded(text("a"), "contentWarning", "text"), live(warned),
			comparison{drifted: true, diff: diff("contentWarning", "careful", "")}},
		"no language declared or told, and not read": {text("b"), []string{"language", "text"}, recorded(text("a"), "language", "text"), nil,
			comparison{changed: true, diff: []engine.FieldDiff{{Field: "text", Now: "b", Recorded: true}}}},
		"several, by name": {&engine.Post{Text: "b", Link: "https://b.example"}, []string{"text"}, recorded(&engine.Post{Text: "a", Link: "https://a.example", ContentWarning: "x"}, "contentWarning", "link", "text"), nil,
			comparison{changed: true, diff: []engine.FieldDiff{{Field: "contentWarning", Recorded: true}, {Field: "link", Recorded: true}, {Field: "text", Now: "b", Recorded: true}}}},
	} {
		got := compareFields(info, engine.Desired{Spec: c.spec, Fields: c.fields}, engine.Recorded{Fields: c.record}, c.seen)
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}
