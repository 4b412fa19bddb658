package record

import (
	"reflect"
	"slices"
	"strings"
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
		v.SetInt(120345679)
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
	base := Line{V: 1, N: 2, Time: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC), Run: "r", Revision: "v", Charter: "c", Zones: "z", Prev: "p"}
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

// strangeLines are whole lines but for one thing each, which this program would
// not have written.
func strangeLines(t testing.TB) []string {
	data, err := samples(t)[1].encode()
	if err != nil {
		t.Fatal(err)
	}
	whole := string(data)
	list := []string{whole + "x", whole + " ", whole + "{}", whole[:len(whole)-1], whole[:len(whole)-2], `{"v":1`, `{"v":1,"type":"outcome`, `{}`, ``}
	for _, change := range [][2]string{
		{`"n":2`, `"n":2,"n":3`}, {`"v":1,"n":2`, `"n":2,"v":1`}, {`"n":2`, `"N":2`}, {`"n":2`, `"n":02`}, {`"n":2`, `"n":-2`}, {`"n":2`, `"n":2.5`},
		{`"n":2`, `"n":2e0`}, {`"n":2`, `"n":`}, {`"n":2`, `"n":0`}, {`"n":2`, `"n":99999999999999999999`}, {`"n":2`, `"n":123456789`}, {`"n":2`, `"more":2`},
		{`"v":1`, `"v":2`}, {`"v":1`, `"v":0`},
		{`"run":"r"`, `"run":"\u0072"`}, {`"run":"r"`, "\"run\":\"\t\""}, {`"run":"r"`, "\"run\":\"\xff\""}, {`"run":"r"`, "\"run\":\"\x80\""},
		{`"run":"r"`, `"run":null`}, {`"run":"r"`, `"run":"été"`}, {`"run":"r"`, `"run":"r""x"`}, {`"run":"r"`, `"run":"r","":""`},
		{`"time":"2026-12-01T09:00:00Z"`, `"time":"yesterday"`}, {`"time":"2026-12-01T09:00:00Z"`, `"time":"2026-12-01T10:00:00+01:00"`},
		{`"id":"`, `"id":"?`}, {`"result":"`, `"result":"x`}, {`"ready":true`, `"ready":false`}, {`"ready":true`, `"ready":tru`}, {`"ready":true`, `"ready":truf`},
		{`"ready":true}`, `"ready":}`}, {`"ready":true}`, `"more":}`},
		{`"text":"1"`, `"text":"1","text":"2"`}, {`["one","zwei"]`, `[]`}, {`["one","zwei"]`, `["one",]`}, {`["one","zwei"]`, `["one"`}, {`["one","zwei"]`, `null`},
		{`"outcome":{`, `"outcome":null,"x":{`}, {`"fields":{"text":"1"`, `"fields":{`},
	} {
		list = append(list, strings.Replace(whole, change[0], change[1], 1))
	}
	return list
}

func TestTheFastPathLeavesAloneWhatItDoesNotKnow(t *testing.T) {
	strange := strangeLines(t)
	whole, err := samples(t)[1].encode()
	if err != nil || slices.Contains(strange, string(whole)) {
		t.Errorf("one of them is not strange: %v", err)
	}
	for i, data := range strange {
		if slices.Contains(strange[:i], data) {
			t.Errorf("%s is there twice: it is not strange", data)
		}
		agree(t, []byte(data))
	}
}

// agree lets both paths read a line: the fast one declines, or reads the same.
func agree(t *testing.T, data []byte) {
	t.Helper()
	fast, ok := newDecoder().fast(data)
	if !ok || fast.check() != nil {
		return
	}
	slow, err := decodeLine(data)
	slow.hash = ""
	if err != nil || !reflect.DeepEqual(fast, slow) {
		t.Errorf("%s:\nfast = %+v\nslow = %+v, %v", data, fast, slow, err)
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
	for _, s := range strangeLines(f) {
		f.Add([]byte(s))
	}
	f.Add([]byte(`{"v":1,"type":"intent","intent":{"id":"","timeout":0.5}}`))
	f.Fuzz(agree)
}
