package cache

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/charter"
	"galley/engine/load"
	"galley/schema"
)

func TestWhatIsWrittenIsRead(t *testing.T) {
	when := time.Date(2026, 12, 24, 9, 0, 0, 7, time.UTC)
	for _, v := range []any{
		head{Program: "p", Banks: []sum{{"a", "b"}}, Entries: 3},
		entry{Name: "n", Stamp: Stamp{1, -2, 3, 4, 5}, Settled: true, Media: []medium{{"m", Stamp{}}}, Body: strings.Repeat("x", 300)},
		[]engine.Finding{{Pos: engine.Pos{File: "f", Line: 1, Col: 2}, Severity: engine.SeverityInfo, Text: "é", Fatal: true,
			Fix: &engine.Fix{Kind: "Post", Path: []string{"a", "0"}, Set: map[string]any{"b": []any{true, int64(-1), 1.5, nil, "x", map[string]any{}}}}}},
		[]rendition{{ID: engine.ID{Kind: engine.KindPost, Channel: "c", Slug: "s"}, Due: when, Refs: []engine.ID{{Slug: "o"}}}},
		charter.Facts{Post: "p", Renditions: []charter.Fact{{Due: when, Tags: []string{"a", ""}}}},
		[]string{}, []string(nil), map[string]any(nil), map[string]string{"b": "1", "a": "2"}, [2]int{1, -2}, uint8(7), 1.5, float32(2),
	} {
		b, err := Append(nil, v)
		if err != nil {
			t.Errorf("%T: %v", v, err)
			continue
		}
		got := reflect.New(reflect.TypeOf(v))
		rest, err := Decode(string(b)+"rest", got.Interface())
		if err != nil || rest != "rest" || !reflect.DeepEqual(got.Elem().Interface(), v) {
			t.Errorf("%T: got %+v, rest %q (%v)\nwant %+v", v, got.Elem().Interface(), rest, err, v)
		}
	}
}

// TestWhatWouldBeLostIsRefused: a fact that came back changed would be a verdict
// that nobody found.
func TestWhatWouldBeLostIsRefused(t *testing.T) {
	for _, v := range []any{
		struct{ a int }{1}, func() {}, make(chan int), map[int]string{1: ""}, struct{ A any }{int(1)},
		time.Now().In(time.FixedZone("x", 60)), engine.Desired{Spec: &engine.Post{}},
	} {
		if _, err := Append(nil, v); err == nil {
			t.Errorf("%T is written", v)
		}
	}
}

func FuzzWhatWasNotWrittenIsRefused(f *testing.F) {
	object := &schema.Object{Kind: "Post", ID: "a", Fields: map[string]any{"at": "2026-12-24 09:00", "channels": []any{"blog"}}}
	object.Note("at", 3, 5)
	w := writer{}
	w.findings([]engine.Finding{{Text: "x"}})
	w.count(1)
	w.object(load.Object{Object: object, Valid: true})
	known := writer{}
	known.known(&Known{Alone: []engine.Finding{{Text: "y"}}, Renditions: []engine.Desired{{Due: time.Unix(1, 0).UTC(), Refs: []engine.ID{{Slug: "b"}}}}})
	w.text(string(known.b))
	f.Add(string(w.b))
	f.Add(string(known.b))
	f.Add("\xff\xff\xff\xff\x0f")
	f.Add(strings.Repeat("\x05\x02", 500))
	f.Fuzz(func(t *testing.T, data string) {
		_, _, _ = (&entry{Body: data}).file()
		var fields map[string]any
		_, _ = Decode(data, &fields)
		r := reader{decoder: decoder{data}}
		r.known("a")
		_, _ = decodeState(data)
	})
}

// TestEveryFieldOfARenditionIsThoughtOf: a check across posts that asks for what
// is not kept would find nothing in posts that were recalled.
func TestEveryFieldOfARenditionIsThoughtOf(t *testing.T) {
	known := map[string]bool{ // whether it is kept
		"ID": true, "Class": true, "Account": true, "Due": true, "Merge": true, "Slot": true, "Until": true, "Refs": true, "Source": true,
		"Digest": true, "Spec": true, // of remarked ones; the address of an article
		"Fields": false, "Zone": false, "Rules": false, "Labels": false, "Parent": false, "Was": false, "Reason": false, "Notes": false,
		"ParentRemote": false,
	}
	for field := range reflect.TypeFor[engine.Desired]().Fields() {
		if _, thought := known[field.Name]; !thought {
			t.Errorf("engine.Desired has a new field %s: is it asked for by a check across posts, so that rendition has to keep it?", field.Name)
		}
	}
}
