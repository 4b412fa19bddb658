// Package atproto holds the few formats of the AT Protocol that a client needs
// when it names records itself: DAG-CBOR, the CIDs made of it, and TIDs. Values
// go in, bytes and names come out; there is no I/O.
package atproto

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// The major types of CBOR (RFC 8949) that DAG-CBOR uses.
const (
	majorUint  = 0
	majorNint  = 1
	majorBytes = 2
	majorText  = 3
	majorArray = 4
	majorMap   = 5
	majorTag   = 6
)

const (
	cborFalse = 0xf4
	cborTrue  = 0xf5
	cborNull  = 0xf6
	tagCID    = 42
)

// maxDepth bounds how deep a value may nest.
const maxDepth = 64

// Encode returns the DAG-CBOR form of a record: a value as encoding/json
// decodes it with UseNumber, in which {"$link": …} stands for a CID and
// {"$bytes": …} for bytes. Keys are sorted by length, then by bytes. A number
// that is no integer of 64 bits, and a value of another Go type, is an error.
func Encode(v any) ([]byte, error) { return encode(nil, v, 0) }

func encode(b []byte, v any, depth int) ([]byte, error) {
	if depth > maxDepth {
		return nil, errors.New("the record nests too deep")
	}
	switch v := v.(type) {
	case nil:
		return append(b, cborNull), nil
	case bool:
		if v {
			return append(b, cborTrue), nil
		}
		return append(b, cborFalse), nil
	case string:
		return append(head(b, majorText, uint64(len(v))), v...), nil
	case []byte:
		return append(head(b, majorBytes, uint64(len(v))), v...), nil
	case int:
		return integer(b, int64(v)), nil
	case int64:
		return integer(b, v), nil
	case float64:
		return whole(b, v)
	case json.Number:
		n, err := strconv.ParseInt(v.String(), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s is no integer: records hold no other numbers", v)
		}
		return integer(b, n), nil
	case []any:
		return array(b, v, depth)
	case map[string]any:
		return object(b, v, depth)
	}
	return nil, fmt.Errorf("a record cannot hold a %T", v)
}

func whole(b []byte, f float64) ([]byte, error) {
	if f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return nil, fmt.Errorf("%g is no integer: records hold no other numbers", f)
	}
	return integer(b, int64(f)), nil
}

func array(b []byte, list []any, depth int) ([]byte, error) {
	b = head(b, majorArray, uint64(len(list)))
	var err error
	for _, item := range list {
		if b, err = encode(b, item, depth+1); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func object(b []byte, m map[string]any, depth int) ([]byte, error) {
	if len(m) == 1 {
		if link, ok := m["$link"].(string); ok {
			return encodeLink(b, link)
		}
		if text, ok := m["$bytes"].(string); ok {
			return encodeBytes(b, text)
		}
	}
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(x, y string) int {
		if len(x) != len(y) {
			return len(x) - len(y)
		}
		if x < y {
			return -1
		}
		return 1
	})
	b = head(b, majorMap, uint64(len(m)))
	var err error
	for _, key := range keys {
		b = append(head(b, majorText, uint64(len(key))), key...)
		if b, err = encode(b, m[key], depth+1); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// encodeLink writes a CID: tag 42 around its bytes with a zero in front.
func encodeLink(b []byte, text string) ([]byte, error) {
	raw, err := parseCID(text)
	if err != nil {
		return nil, err
	}
	b = head(b, majorTag, tagCID)
	b = head(b, majorBytes, uint64(len(raw)+1))
	return append(append(b, 0), raw...), nil
}

func encodeBytes(b []byte, text string) ([]byte, error) {
	raw, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		if raw, err = base64.StdEncoding.DecodeString(text); err != nil {
			return nil, errors.New("$bytes is not base64")
		}
	}
	return append(head(b, majorBytes, uint64(len(raw))), raw...), nil
}

func integer(b []byte, n int64) []byte {
	if n < 0 {
		return head(b, majorNint, uint64(-(n + 1)))
	}
	return head(b, majorUint, uint64(n))
}

// head writes a major type with its number in the fewest bytes, as DAG-CBOR
// demands.
func head(b []byte, major byte, n uint64) []byte {
	m := major << 5
	switch {
	case n < 24:
		return append(b, m|byte(n))
	case n <= math.MaxUint8:
		return append(b, m|24, byte(n))
	case n <= math.MaxUint16:
		return append(b, m|25, byte(n>>8), byte(n))
	case n <= math.MaxUint32:
		return append(b, m|26, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	return append(b, m|27, byte(n>>56), byte(n>>48), byte(n>>40), byte(n>>32),
		byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
}
