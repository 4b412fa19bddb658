package charter

import "strings"

// origin returns where the bytes [start, end) of a surface are written in the
// content: the path of the value and the bytes of it. What rendering put in
// place of a reference, or added to an address, has the reference or the end of
// the address as its origin, and is not exact.
func (s *surface) origin(start, end int) (path []string, from, to int, exact bool) {
	if len(s.values) == 0 {
		return s.path, 0, 0, false
	}
	first, last := s.trace(start), s.trace(max(end-1, start))
	v := s.values[first.value]
	if first.value != last.value || !first.exact || !last.exact {
		return v.path, first.offset, first.offset, false
	}
	from, to = first.offset, last.offset+min(1, end-start)
	return v.path, from, to, to <= len(v.text) && v.text[from:to] == s.text[start:end]
}

// A trace says from which byte of which value a byte of the surface comes.
type trace struct {
	value, offset int
	exact         bool
}

// trace walks the values and the surface side by side up to a byte of the
// surface. They differ only where rendering settled a reference ("${…}"),
// undid an escape ("$${"), added parameters behind an address, joined values by
// a blank line or took off white space at the ends.
func (s *surface) trace(at int) trace {
	t := trace{exact: true}
	t.offset = skipLines(s.values[0].text)
	for i := 0; i < at; {
		rest := s.values[t.value].text[t.offset:]
		switch {
		case strings.HasPrefix(rest, "$${") && strings.HasPrefix(s.text[i:], "${"):
			t.offset++
		case rest != "" && rest[0] == s.text[i] && !reference(rest):
			t.offset, i = t.offset+1, i+1
		case reference(rest):
			length := referenceLength(rest)
			next := s.resume(i, rest[length:])
			if strings.HasPrefix(s.text[i:], rest[:length]) { // answered later
				next = i + length
			}
			if at < next {
				return trace{value: t.value, offset: t.offset}
			}
			t.offset, i = t.offset+length, next
		case rest == "" || strings.TrimSpace(rest) == "":
			if t.value+1 == len(s.values) {
				return trace{value: t.value, offset: t.offset}
			}
			next := s.resume(i, strings.TrimLeft(s.values[t.value+1].text, "\r\n"))
			if at < next {
				return trace{value: t.value, offset: t.offset}
			}
			t.value, i = t.value+1, next
			t.offset = skipLines(s.values[t.value].text)
		default: // parameters behind an address
			next := s.resume(i, rest)
			if at < next {
				return trace{value: t.value, offset: t.offset}
			}
			i = next
		}
	}
	rest := s.values[t.value].text[t.offset:]
	t.exact = rest != "" && at < len(s.text) && rest[0] == s.text[at] && !reference(rest)
	return t
}

// resume returns where, from i on, the surface goes on with what begins a rest
// of a value, up to the next thing that rendering changes.
func (s *surface) resume(i int, rest string) int {
	if stop := strings.Index(rest, "${"); stop >= 0 {
		rest = rest[:stop]
	}
	const enough = 16
	if len(rest) > enough {
		rest = rest[:enough]
	}
	if rest = strings.TrimRight(rest, " \t\r\n"); rest == "" {
		return len(s.text)
	}
	if n := strings.Index(s.text[i:], rest); n >= 0 {
		return i + n
	}
	return len(s.text)
}

func reference(text string) bool { return strings.HasPrefix(text, "${") }

func referenceLength(text string) int {
	if end := strings.IndexByte(text, '}'); end >= 0 {
		return end + 1
	}
	return len(text)
}

// skipLines counts the line breaks in front of a text, which rendering takes off.
func skipLines(text string) int { return len(text) - len(strings.TrimLeft(text, "\r\n")) }
