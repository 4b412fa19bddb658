package record

import (
	"reflect"
	"testing"
	"time"

	"galley/engine"
)

// full returns a value of which every field is set, so that a new field of the
// vocabulary cannot be forgotten.
func full(t testing.TB, v any) {
	t.Helper()
	set(t, reflect.ValueOf(v).Elem())
}

func set(t testing.TB, v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *time.Time:
		*x = time.Date(2026, 12, 1, 9, 0, 0, 123456789, time.UTC)
		return
	case *engine.ID:
		*x = engine.ID{Kind: engine.KindPage, Channel: "blog", Slug: "a", Part: "@2026-12-03/2"}
		return
	case *engine.Seconds:
		*x = engine.Seconds(time.Minute)
		return
	case *engine.FieldHash:
		*x = engine.FieldHash{"text": "1", "été": "2"}
		return
	case *[]string:
		*x = []string{"one", "zwei"}
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("wörd <&>")
	case reflect.Int:
		v.SetInt(7)
	case reflect.Uint8:
		v.SetUint(2)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Struct:
		for i := range v.NumField() {
			set(t, v.Field(i))
		}
	default:
		t.Fatalf("a field of kind %s: teach the decoder, then this test", v.Kind())
	}
}

func samples(t testing.TB) []Line {
	var in engine.Intent
	var o engine.Outcome
	full(t, &in)
	full(t, &o)
	base := Line{V: 1, N: 2, Time: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC), Run: "r", Revision: "v", Charter: "c", Prev: "p"}
	first, second, third, fourth := base, base, base, base
	first.Type, first.Intent = TypeIntent, &in
	second.Type, second.Outcome = TypeOutcome, &o
	third.Type, third.Intent = TypeIntent, &engine.Intent{ID: in.ID}
	fourth.Type, fourth.Outcome = TypeOutcome, &engine.Outcome{ID: o.ID}
	return []Line{first, second, third, fourth}
}

func TestTheFastPathReadsAllThatIsWritten(t *testing.T) {
	for _, l := range samples(t) {
		data, err := l.encode()
		if err != nil {
			t.Fatal(err)
		}
		fast, ok := newDecoder().fast(data)
		slow, err := decodeLine(data)
		if err != nil {
			t.Fatal(err)
		}
		slow.hash = ""
		if !ok || !reflect.DeepEqual(fast, slow) {
			t.Errorf("fast = %v %+v\nslow = %+v\n%s", ok, fast, slow, data)
		}
	}
}

// FuzzFastPathAgrees hunts a line that the fast path reads in another way than
// encoding/json does.
func FuzzFastPathAgrees(f *testing.F) {
	for _, l := range samples(f) {
		data, err := l.encode()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, s := range []string{`{"v":1,"n":01}`, `{"v":1,"v":2}`, `{"V":1}`, `{"v":1,"type":"\u0061"}`, `{"v":1,"n":-1}`, `{"v":1}x`,
		`{"v":1,"type":"intent","intent":{"id":"","timeout":0.5}}`, `{"v":1,"type":"outcome","outcome":null}`,
		`{"v":1,"type":"intent","intent":{"fields":{"a":"1","a":"2"}}}`, "{\"v\":1,\"type\":\"\xff\"}", `{}`, `{"v":1,}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		fast, ok := newDecoder().fast(data)
		if !ok || fast.check() != nil {
			return
		}
		slow, err := decodeLine(data)
		slow.hash = ""
		if err != nil || !reflect.DeepEqual(fast, slow) {
			t.Errorf("fast = %+v\nslow = %+v, %v", fast, slow, err)
		}
	})
}
