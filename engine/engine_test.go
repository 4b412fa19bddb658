package engine

import (
	"encoding/json"
	"slices"
	"testing"
	"time"
)

// names are IDs and how people and the ledger write them.
var names = map[string]ID{
	"blog/launch":              {KindPost, "blog", "launch", ""},
	"blog/launch/2":            {KindPost, "blog", "launch", "2"},
	"blog/launch/comment":      {KindPost, "blog", "launch", "comment"},
	"blog/launch@2026-12-03":   {KindPost, "blog", "launch", "@2026-12-03"},
	"blog/launch@2026-12-03/2": {KindPost, "blog", "launch", "@2026-12-03/2"},
	"page:blog/charter":        {KindPage, "blog", "charter", ""},
	"profile:blog/blog":        {KindProfile, "blog", "blog", ""},
}

func TestAnIDIsReadAsItIsWritten(t *testing.T) {
	for name, id := range names {
		if id.String() != name {
			t.Errorf("%+v is written %q, want %q", id, id, name)
		}
		if parsed, err := ParseID(name); err != nil || parsed != id {
			t.Errorf("%q is read as %+v (%v), want %+v", name, parsed, err, id)
		}
		data, err := json.Marshal(id)
		var back ID
		if err != nil || string(data) != `"`+name+`"` || json.Unmarshal(data, &back) != nil || back != id {
			t.Errorf("%+v as JSON: %s (%v), read back as %+v", id, data, err, back)
		}
	}
	for _, name := range []string{"", "launch", "blog/", "/launch", "Blog/launch", "blog/launch/x", "blog/launch@2026", "blog/launch@2026-12-03/", "blog/launch/2/3", "-/x"} {
		if id, err := ParseID(name); err == nil || !id.IsZero() {
			t.Errorf("%q is read as %+v (%v), want an error and no ID", name, id, err)
		}
	}
}

func TestNoIDIsTheEmptyText(t *testing.T) {
	if text, err := (ID{}).MarshalText(); err != nil || string(text) != "" {
		t.Errorf("written %q (%v)", text, err)
	}
	id := post
	if err := id.UnmarshalText(nil); err != nil || !id.IsZero() {
		t.Errorf("read as %+v (%v)", id, err)
	}
	id = post
	if err := id.UnmarshalText([]byte("no name")); err == nil || id != post {
		t.Errorf("what is no name changed it to %+v (%v)", id, err)
	}
}

func TestPartsOfAnID(t *testing.T) {
	for part, want := range map[string]struct{ whole, occurrence, child, once, moved string }{
		"":              {"", "", "", "", "@2026-12-10"},
		"2":             {"", "", "2", "2", "@2026-12-10/2"},
		"comment":       {"", "", "comment", "comment", "@2026-12-10/comment"},
		"@2026-12-03":   {"@2026-12-03", "2026-12-03", "", "", "@2026-12-10"},
		"@2026-12-03/2": {"@2026-12-03", "2026-12-03", "2", "2", "@2026-12-10/2"},
	} {
		id := post
		id.Part = part
		if got := id.Whole().Part; got != want.whole {
			t.Errorf("%q belongs to %q, want %q", part, got, want.whole)
		}
		if got := id.Occurrence(); got != want.occurrence {
			t.Errorf("%q is of %q, want %q", part, got, want.occurrence)
		}
		if got := id.Child(); got != want.child {
			t.Errorf("%q is child %q, want %q", part, got, want.child)
		}
		if got := id.On("").Part; got != want.once {
			t.Errorf("%q without its date is %q, want %q", part, got, want.once)
		}
		if got := id.On("2026-12-10").Part; got != want.moved {
			t.Errorf("%q on another date is %q, want %q", part, got, want.moved)
		}
	}
}

// TestIDsAreInTheOrderInWhichTheyGoOut: the parts of a thread one after the
// other, also on a date, and a comment last.
func TestIDsAreInTheOrderInWhichTheyGoOut(t *testing.T) {
	want := []string{"a/b", "blog/a/10", "page:blog/launch", "blog/launch", "blog/launch/2", "blog/launch/10", "blog/launch/comment",
		"blog/launch@2026-12-03", "blog/launch@2026-12-03/2", "blog/launch@2026-12-03/10", "blog/launch@2026-12-03/comment",
		"blog/launch@2026-12-10", "blog/news"}
	var ids []ID
	for _, name := range want {
		id, err := ParseID(name)
		if err != nil {
			t.Fatal(err)
		}
		ids = append([]ID{id}, ids...)
	}
	slices.SortFunc(ids, ID.Compare)
	var got []string
	for _, id := range ids {
		got = append(got, id.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if post.Compare(post) != 0 {
		t.Error("an ID is not beside itself")
	}
}

func TestThePlaceOfAPart(t *testing.T) {
	for part, want := range map[string]int{"": 1, "2": 2, "10": 10, "@2026-12-03": 1, "@2026-12-03/3": 3, "comment": 1 << 20, "@2026-12-03/comment": 1 << 20} {
		if got := PartOrder(part); got != want {
			t.Errorf("%q is at %d, want %d", part, got, want)
		}
	}
}

func TestAPlaceSaysWhatIsKnownOfIt(t *testing.T) {
	for want, p := range map[string]Pos{"": {}, "a.yaml": {File: "a.yaml", Col: 3}, "a.yaml:2": {File: "a.yaml", Line: 2}, "a.yaml:2:3": {"a.yaml", 2, 3}} {
		if p.String() != want {
			t.Errorf("%+v is written %q, want %q", p, p, want)
		}
	}
}

func TestAnAccountWithoutAHandleIsItsNetwork(t *testing.T) {
	for want, a := range map[string]Account{"site": {"site", ""}, "town on mastodon": {"mastodon", "town"}} {
		if a.String() != want {
			t.Errorf("%+v is written %q, want %q", a, a, want)
		}
	}
}

// TestNamesAreWrittenInLedgers: a value read from a line is the one that was
// written, and a name that nobody knows is an error that leaves the value alone.
func TestNamesAreWrittenInLedgers(t *testing.T) {
	for _, v := range []Verb{Nothing, Create, Update, Replace, Delete, Adopt, ReleaseOwned} {
		var back Verb
		text, _ := v.MarshalText()
		if err := back.UnmarshalText(text); err != nil || back != v || string(text) != v.String() {
			t.Errorf("verb %s is read back as %s (%v)", v, back, err)
		}
	}
	for r := ResultUncertain; r <= ResultGone; r++ {
		var back Result
		text, _ := r.MarshalText()
		if err := back.UnmarshalText(text); err != nil || back != r || r.Closes() == (r == ResultUncertain) {
			t.Errorf("result %s is read back as %s (%v), closes %t", r, back, err, r.Closes())
		}
	}
	for p := Absent; p <= Live; p++ {
		var back Phase
		text, _ := p.MarshalText()
		if err := back.UnmarshalText(text); err != nil || back != p {
			t.Errorf("phase %s is read back as %s (%v)", p, back, err)
		}
	}
	for h := HoldNone; h <= HoldManual; h++ {
		var back Hold
		text, _ := h.MarshalText()
		if err := back.UnmarshalText(text); err != nil || back != h {
			t.Errorf("hold %q is read back as %q (%v)", h, back, err)
		}
	}
	v := Delete
	if err := v.UnmarshalText([]byte("destroy")); err == nil || err.Error() != `unknown verb "destroy"` || v != Delete {
		t.Errorf("an unknown verb is read as %s (%v)", v, err)
	}
}

func TestOnlyFourVerbsWriteToANetwork(t *testing.T) {
	for v, want := range map[Verb]bool{Nothing: false, Create: true, Update: true, Replace: true, Delete: true, Adopt: false, ReleaseOwned: false} {
		if v.Sends() != want {
			t.Errorf("%s sends %t", v, !want)
		}
	}
}

func TestWhatIsHeldActsOnlyByItsNote(t *testing.T) {
	for name, c := range map[string]struct {
		change Change
		want   bool
	}{
		"sent": {Change{Verb: Create}, true}, "held": {Change{Verb: Create, Hold: HoldBlocked}, false}, "nothing": {Change{}, false},
		"held, with a note": {Change{Verb: Create, Hold: HoldBlocked, Note: &Outcome{}}, true}, "taken over": {Change{Verb: Adopt, Note: &Outcome{}}, true},
	} {
		if c.change.Acts() != c.want {
			t.Errorf("%s: acts %t", name, !c.want)
		}
	}
}

func TestAFreezeHoldsFromItsBeginningToItsEnd(t *testing.T) {
	f, open := Freeze{From: day(2), Until: day(4)}, Freeze{From: day(2)}
	for at, want := range map[time.Time][2]bool{
		day(2).Add(-time.Second): {false, false}, day(2): {true, true}, day(4).Add(-time.Second): {true, true}, day(4): {false, true},
	} {
		if got := [2]bool{f.ActiveAt(at), open.ActiveAt(at)}; got != want {
			t.Errorf("at %v in force %v, want %v", at, got, want)
		}
	}
}
