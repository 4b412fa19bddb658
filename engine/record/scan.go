package record

import (
	"bytes"
	"strconv"
	"time"
	"unicode/utf8"

	"galley/engine"
)

// A scan is a place in a line. Once it failed it stays so and reads nothing.
type scan struct {
	data    []byte
	at      int
	failed  bool
	decoder *decoder
}

func (s *scan) take(c byte) bool {
	if s.failed || s.at >= len(s.data) || s.data[s.at] != c {
		return false
	}
	s.at++
	return true
}

func (s *scan) want(c byte) {
	if !s.take(c) {
		s.failed = true
	}
}

// object reads an object whose keys are among the given ones, in their order,
// each at most once.
func (s *scan) object(keys []string, value func(key int)) {
	s.want('{')
	if s.take('}') {
		return
	}
	for next := 0; !s.failed; next++ {
		key := s.raw()
		for next < len(keys) && keys[next] != string(key) {
			next++
		}
		s.want(':')
		if s.failed || next == len(keys) {
			s.failed = true
			return
		}
		value(next)
		if !s.take(',') {
			s.want('}')
			return
		}
	}
}

// fields reads an object of strings.
func (s *scan) fields() engine.FieldHash {
	f := engine.FieldHash{}
	s.want('{')
	if s.take('}') {
		return f
	}
	for !s.failed {
		key := s.shared()
		s.want(':')
		f[key] = s.string()
		if !s.take(',') {
			s.want('}')
			break
		}
	}
	return f
}

func (s *scan) list() []string {
	list := []string{}
	s.want('[')
	if s.take(']') {
		return list
	}
	for !s.failed {
		list = append(list, s.string())
		if !s.take(',') {
			s.want(']')
			break
		}
	}
	return list
}

// raw reads a string that stands for itself: no escapes, nothing invalid.
func (s *scan) raw() []byte {
	s.want('"')
	begin, ascii := s.at, true
	for ; !s.failed && s.at < len(s.data); s.at++ {
		switch c := s.data[s.at]; {
		case c == '"':
			text := s.data[begin:s.at]
			s.at++
			s.failed = !ascii && !utf8.Valid(text)
			return text
		case c == '\\' || c < ' ':
			s.failed = true
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	s.failed = true
	return nil
}

func (s *scan) string() string { return string(s.raw()) }

// shared is for strings of which there are few.
func (s *scan) shared() string {
	raw := s.raw()
	if known, ok := s.decoder.strings[string(raw)]; ok {
		return known
	}
	text := string(raw)
	s.decoder.strings[text] = text
	return text
}

func (s *scan) time() (t time.Time) {
	if raw := s.raw(); s.failed || t.UnmarshalText(raw) != nil {
		s.failed = true
	}
	return t
}

func (s *scan) name(into interface{ UnmarshalText([]byte) error }) {
	if raw := s.raw(); s.failed || into.UnmarshalText(raw) != nil {
		s.failed = true
	}
}

// maxDigits keeps numbers within what every int holds.
const maxDigits = 9

func (s *scan) int() int {
	begin := s.at
	for s.at < len(s.data) && s.data[s.at] >= '0' && s.data[s.at] <= '9' {
		s.at++
	}
	digits := s.data[begin:s.at]
	if len(digits) == 0 || len(digits) > maxDigits || digits[0] == '0' && len(digits) > 1 {
		s.failed = true
		return 0
	}
	n, _ := strconv.Atoi(string(digits)) // so few digits are always a number
	return n
}

func (s *scan) true() bool {
	const word = "true"
	if s.failed || !bytes.HasPrefix(s.data[s.at:], []byte(word)) {
		s.failed = true
		return false
	}
	s.at += len(word)
	return true
}
