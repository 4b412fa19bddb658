package charter

import (
	"reflect"
	"testing"
	"time"

	"galley/engine"
	"galley/schema"
)

func someFacts() Facts {
	id := engine.ID{Kind: engine.KindPost, Channel: "toots", Slug: "rink", Part: "@2026-12-03"}
	next := id
	next.Part = "@2026-12-10"
	f := Fact{ID: id, Due: time.Date(2026, 12, 3, 9, 0, 0, 0, time.UTC), At: engine.Pos{File: "a.yaml", Line: 4, Col: 5}, Network: "mastodon",
		Language: "fr", Pillar: "useful", Author: "Ada Martin", Tags: []string{"a", ""}, Sketch: []uint32{1, 1 << 31},
		Links: []Link{{Address: "https://town.example/", At: engine.Pos{File: "a.yaml", Line: 5, Col: 9}, Width: 21}}}
	again := f
	again.ID, again.Due = next, f.Due.AddDate(0, 0, 7)
	elsewhere := Fact{ID: engine.ID{Kind: engine.KindPost, Channel: "sky", Slug: "rink"}}
	return Facts{Post: "rink", Waivers: []schema.Waiver{{Rule: "spacing", Reason: "News.", By: "Ada"}}, Renditions: []Fact{f, again, elsewhere}}
}

func TestFactsAreReadAsTheyWereWritten(t *testing.T) {
	for _, want := range []Facts{{}, {Post: "draft", Renditions: []Fact{{}}}, someFacts()} {
		data, err := want.AppendBinary([]byte("before"))
		if err != nil {
			t.Fatal(err)
		}
		data = data[len("before"):]
		var got Facts
		if err := got.UnmarshalBinary(data); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		for n := range data {
			if err := new(Facts).UnmarshalBinary(data[:n]); err == nil {
				t.Errorf("%d of %d bytes are read without an error", n, len(data))
			}
		}
	}
}

func TestAnotherOccurrenceTakesFewBytes(t *testing.T) {
	all := someFacts()
	one, two := all, all
	one.Renditions, two.Renditions = all.Renditions[:1], all.Renditions[:2]
	short, _ := one.AppendBinary(nil)
	long, _ := two.AppendBinary(nil)
	if more := len(long) - len(short); more > 40 {
		t.Errorf("%d bytes more for the second occurrence", more)
	}
}

func FuzzFacts(f *testing.F) {
	data, _ := someFacts().AppendBinary(nil)
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add([]byte{0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		var facts, again Facts
		if facts.UnmarshalBinary(data) != nil {
			return
		}
		written, err := facts.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := again.UnmarshalBinary(written); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(facts, again) {
			t.Errorf("got %+v, want %+v", again, facts)
		}
	})
}
