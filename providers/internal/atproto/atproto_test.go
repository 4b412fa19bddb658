package atproto

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestRecordsHaveTheNamesOfTheServer goes by records that the reference server
// has named; the provider's tests keep them.
func TestRecordsHaveTheNamesOfTheServer(t *testing.T) {
	file, err := os.Open("testdata/records.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	count := 0
	for lines := bufio.NewScanner(file); lines.Scan(); count++ {
		row := parse(t, lines.Bytes()).(map[string]any)
		got, err := CID(row["value"])
		if err != nil || got != row["cid"] {
			t.Errorf("%s is %s (%v), want %s", row["uri"], got, err, row["cid"])
		}
	}
	if count < 15 {
		t.Errorf("only %d records", count)
	}
}

func parse(t testing.TB, data []byte) any {
	t.Helper()
	var v any
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestBlobsAreNamedByTheirSum(t *testing.T) {
	sum := [32]byte{1, 2, 3}
	name := BlobCID(sum)
	if got, ok := BlobSum(name); !ok || got != sum {
		t.Errorf("BlobSum(%s) = %v, %v", name, got, ok)
	}
	record, err := CID(map[string]any{})
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{"", "b", record, strings.ToUpper(name), name + "a", name[:len(name)-1], "z" + name[1:]} {
		if _, ok := BlobSum(other); ok {
			t.Errorf("BlobSum takes %q", other)
		}
	}
}

func TestEncodeRefusesWhatNoRecordHolds(t *testing.T) {
	deep := any("end")
	for range maxDepth + 2 {
		deep = []any{deep}
	}
	for _, v := range []any{1.5, json.Number("1e3"), json.Number("99999999999999999999"), struct{}{}, deep,
		map[string]any{"$link": "nothing"}, map[string]any{"$bytes": "?"}} {
		if data, err := Encode(v); err == nil {
			t.Errorf("Encode(%v) = %x, want an error", v, data)
		}
	}
}

func TestTIDsSortByTime(t *testing.T) {
	at := time.Date(2026, 12, 24, 9, 0, 0, 0, time.UTC)
	before := ""
	for _, tid := range []TID{{}, {0, 1}, {1, 0}, {uint64(at.UnixMicro()), 0}, {uint64(at.UnixMicro()), Clocks - 1},
		{uint64(at.UnixMicro()) + 1, 0}, {MaxMicros - 1, Clocks - 1}} {
		text := tid.String()
		if got, ok := ParseTID(text); !ok || got != tid {
			t.Errorf("ParseTID(%s) = %v, %v; want %v", text, got, ok, tid)
		}
		if text <= before {
			t.Errorf("%s sorts before %s", text, before)
		}
		if b := tid.Before(); tid != (TID{}) && b.String() >= text || tid == (TID{}) && b != tid {
			t.Errorf("before %v is %v", tid, b)
		}
		before = text
	}
	if (TID{}).String() != "2222222222222" {
		t.Errorf("the zero TID is %s", TID{})
	}
	if got, _ := ParseTID("3jzfcijpj2z2a"); got.Time().Year() != 2023 {
		t.Errorf("3jzfcijpj2z2a is of %v", got.Time())
	}
	for _, text := range []string{"", "3jzfcijpj2z2", "3jzfcijpj2z2aa", "3jzfcijpj2z21", "zzzzzzzzzzzzz", "3JZFCIJPJ2Z2A", "self"} {
		if tid, ok := ParseTID(text); ok {
			t.Errorf("ParseTID takes %q as %v", text, tid)
		}
	}
}

// FuzzEncode reads back what was written, with a decoder that shares nothing
// with it.
func FuzzEncode(f *testing.F) {
	for _, seed := range []string{`{}`, `{"b":1,"a":[true,null,-7,"é"],"aa":{"$bytes":"AQI"}}`, `[9007199254740991,-1,256,65536]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var v any
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.UseNumber()
		if dec.Decode(&v) != nil {
			return
		}
		encoded, err := Encode(v)
		if err != nil {
			return
		}
		got, rest, err := read(encoded)
		if err != nil || len(rest) != 0 {
			t.Fatalf("%x: %v, %d bytes left", encoded, err, len(rest))
		}
		again, err := Encode(got)
		if err != nil || !bytes.Equal(again, encoded) {
			t.Fatalf("%x became %x (%v)", encoded, again, err)
		}
		if want := plain(v); !reflect.DeepEqual(got, want) {
			t.Fatalf("wrote %v, read %v", want, got)
		}
	})
}

// plain is v with numbers and bytes in the form in which read returns them.
func plain(v any) any {
	switch v := v.(type) {
	case json.Number:
		n, _ := v.Int64()
		return n
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = plain(v[i])
		}
		return list
	case map[string]any:
		if text, ok := v["$bytes"].(string); ok && len(v) == 1 {
			raw, err := base64.RawStdEncoding.DecodeString(text)
			if err != nil {
				raw, _ = base64.StdEncoding.DecodeString(text)
			}
			return raw
		}
		if _, ok := v["$link"].(string); ok && len(v) == 1 {
			return v
		}
		m := map[string]any{}
		for key := range v {
			m[key] = plain(v[key])
		}
		return m
	}
	return v
}

var errCut = errors.New("cut short, or no DAG-CBOR")

func read(b []byte) (any, []byte, error) {
	if len(b) == 0 {
		return nil, nil, errCut
	}
	major, n, rest, err := readHead(b)
	if err != nil {
		return nil, nil, err
	}
	switch major {
	case majorUint:
		return int64(n), rest, nil
	case majorNint:
		return -1 - int64(n), rest, nil
	case majorBytes, majorText:
		if uint64(len(rest)) < n {
			return nil, nil, errCut
		}
		if major == majorText {
			return string(rest[:n]), rest[n:], nil
		}
		return append([]byte{}, rest[:n]...), rest[n:], nil
	case majorArray:
		return readArray(n, rest)
	case majorMap:
		return readMap(n, rest)
	case majorTag:
		inner, rest, err := read(rest)
		raw, ok := inner.([]byte)
		if err != nil || !ok || n != tagCID || raw[0] != 0 {
			return nil, nil, errCut
		}
		return map[string]any{"$link": "b" + base32Lower.EncodeToString(raw[1:])}, rest, nil
	}
	switch b[0] {
	case cborTrue, cborFalse:
		return b[0] == cborTrue, b[1:], nil
	case cborNull:
		return nil, b[1:], nil
	}
	return nil, nil, errCut
}

func readHead(b []byte) (major byte, n uint64, rest []byte, err error) {
	major, small := b[0]>>5, b[0]&31
	if small < 24 || major == 7 {
		return major, uint64(small), b[1:], nil
	}
	size := 1 << (small - 24)
	if len(b) < 1+size {
		return 0, 0, nil, errCut
	}
	wide := make([]byte, 8)
	copy(wide[8-size:], b[1:1+size])
	return major, binary.BigEndian.Uint64(wide), b[1+size:], nil
}

func readArray(n uint64, rest []byte) (any, []byte, error) {
	list := []any{}
	for range n {
		item, after, err := read(rest)
		if err != nil {
			return nil, nil, err
		}
		list, rest = append(list, item), after
	}
	return list, rest, nil
}

func readMap(n uint64, rest []byte) (any, []byte, error) {
	m := map[string]any{}
	before := ""
	for i := range n {
		key, after, err := read(rest)
		name, ok := key.(string)
		if err != nil || !ok || i > 0 && (len(name) < len(before) || len(name) == len(before) && name <= before) {
			return nil, nil, errCut
		}
		if m[name], rest, err = read(after); err != nil {
			return nil, nil, err
		}
		before = name
	}
	return m, rest, nil
}
