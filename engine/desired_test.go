package engine

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
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

func TestAPrintIsOfWhatTheNetworkShows(t *testing.T) {
	info := Info{Normalize: func(s Spec) Spec { return s.Map(strings.TrimSpace) }}
	p := PrintOf(info, &Post{Text: " a ", Media: []Media{{SHA256: "m"}}, Card: &Card{Image: []Media{{SHA256: "card"}}}})
	if want := (Print{Text: HashText("a"), Media: []string{"m"}}); !p.Equal(want) {
		t.Errorf("got %+v, want %+v: without the picture of the card", p, want)
	}
	for name, other := range map[string]Print{"another text": {HashText("b"), p.Media}, "another picture": {p.Text, []string{"n"}}, "no picture": {Text: p.Text}} {
		if p.Equal(other) {
			t.Errorf("%s is taken for the same", name)
		}
	}
	if got, want := FieldPrints(info, &Post{Text: " a "}, []string{"text", "link"}), map[string]string{"text": HashText("a"), "link": HashText("")}; !maps.Equal(got, want) {
		t.Errorf("fields %v, want %v", got, want)
	}
}

func TestTheDigestOfASetHasNoOrder(t *testing.T) {
	list := []string{"b", "a"}
	if SetDigest(list) != SetDigest([]string{"a", "b"}) || SetDigest(list) == SetDigest([]string{"a"}) || list[0] != "b" {
		t.Errorf("%v and its reverse have two digests, or it was sorted itself", list)
	}
}

func TestADraftHasNoTime(t *testing.T) {
	for name, c := range map[string]struct {
		d    Desired
		want bool
	}{"nothing": {Desired{}, true}, "a time": {Desired{Due: day(1)}, false}, "merge": {Desired{Merge: true}, false}, "a slot": {Desired{Slot: true}, false}} {
		if c.d.Drafted() != c.want {
			t.Errorf("%s: drafted %t", name, !c.want)
		}
	}
}

// TestARemovalHasOneDigest, whether its file says "retracted" or is gone: what it
// said, and when, is not approved.
func TestARemovalHasOneDigest(t *testing.T) {
	d := Desired{ID: post, Class: Remove, Account: account, Zone: "UTC", Spec: &Post{Text: "x"}, Fields: []string{"text"}, Due: day(1), Until: day(2), Parent: post}
	if d.ComputeDigest() != RemovalDigest(post, account, "UTC") {
		t.Error("a file that is retracted has another digest than one that is gone")
	}
	if RemovalDigest(post, account, "UTC") == RemovalDigest(post, Account{"site", "other"}, "UTC") {
		t.Error("two accounts share a digest")
	}
}

// TestTheDigestIsOfThisVeryText: whoever changes it makes all that was approved
// before void.
func TestTheDigestIsOfThisVeryText(t *testing.T) {
	due := time.Date(2026, 12, 24, 9, 0, 0, 0, time.FixedZone("", 3600))
	d := Desired{ID: post, Class: Publish, Account: account, Spec: &Post{Text: "x"}, Fields: []string{"text"}, Due: due, Zone: "Europe/Paris"}
	want := `{"id":"blog/launch","class":"publish","account":{"network":"site","handle":"town"},"fields":{"text":"x"},` +
		`"parent":":/","due":"2026-12-24T08:00:00Z","until":"","zone":"Europe/Paris"}`
	if got := string(d.appendApproved(nil)); got != want || d.ComputeDigest() != HashText(want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
