package engine

import (
	"encoding/json"
	"slices"
	"testing"
	"time"
)

// TestWhatIsApprovedIsWrittenAsJSON holds digests still: a byte more or less and
// all that was approved before would not be any more.
func TestWhatIsApprovedIsWrittenAsJSON(t *testing.T) {
	due := time.Date(2026, 12, 24, 9, 0, 0, 0, time.FixedZone("", 3600))
	id := ID{Kind: KindPost, Channel: "blog", Slug: "launch"}
	for _, d := range []Desired{
		{},
		{ID: id, Class: Publish},
		{ID: id, Class: Publish, Merge: true, Due: due, Until: due.Add(time.Hour), Zone: "Europe/Paris"},
		{ID: ID{KindPage, "blog", "charter", ""}, Class: Remove, Spec: &Post{Text: "x"}, Fields: []string{"text"}, Parent: id, Due: due},
		{ID: ID{KindPost, "blog", "launch", "@2026-12-03/2"}, Parent: id, Class: Publish, Spec: &Post{Text: "x"}, Fields: []string{"text", "tags"}},
		{ID: id, Class: Publish, Account: Account{"site", `a"b\c`}, Spec: &Post{
			Text: "é « <b> & \u2028 \u2029 \u007f \x00 \n\t \xff — 🎄 ’", Link: "https://x.example/?a=b&c=d", Tags: []string{"noël", "x"}},
			Fields: []string{"language", "link", "link", "nothing", "tags", "text"}, Due: due, Zone: "UTC"},
	} {
		if got, want := string(d.appendApproved(nil)), approvedByReflection(t, d); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func approvedByReflection(t *testing.T, d Desired) string {
	content := struct {
		ID      ID                `json:"id"`
		Class   Class             `json:"class"`
		Account Account           `json:"account"`
		Fields  map[string]string `json:"fields"`
		Parent  string            `json:"parent"`
		Due     string            `json:"due"`
		Until   string            `json:"until"`
		Zone    string            `json:"zone"`
	}{ID: d.ID, Class: d.Class, Account: d.Account, Fields: map[string]string{}, Zone: d.Zone}
	if d.Spec != nil && d.Class == Publish {
		for _, name := range d.Fields {
			content.Fields[name] = d.Spec.Fields()[name]
		}
	}
	if d.Class == Publish {
		content.Parent, content.Due, content.Until = d.Parent.String(), stamp(d.Due), stamp(d.Until)
		if d.Merge {
			content.Due = "merge"
		}
	}
	data, err := json.Marshal(content)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func FuzzTextIsWrittenAsJSON(f *testing.F) {
	for _, text := range []string{"", "a", "é", "\"", "\\", "<&>", "\u2028", "\u2029x", "\xe2", "\xff", "\x1f", "\x7f", "’", "🎄"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got := appendText(nil, text); !slices.Equal(got, quoteJSON(text)) {
			t.Errorf("got %s, want %s", got, quoteJSON(text))
		}
	})
}
