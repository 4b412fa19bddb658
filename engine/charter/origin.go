package charter

import (
	"sort"
	"strings"

	"galley/engine"
	"galley/schema"
)

// origin returns where the bytes [start, end) of a surface are written in the
// content: the path of the value and the bytes of it. It is exact where they are
// written as they are sent. What rendering put in place of a reference has the
// reference as its origin, and what it added to an address the place where it
// did.
func (s *surface) origin(start, end int) (path []string, from, to int, exact bool) {
	if len(s.values) == 0 {
		return s.path, 0, 0, false
	}
	if s.pieces == nil {
		s.pieces = align(s.values, s.text)
	}
	first, last := s.piece(start), s.piece(max(end-1, start))
	v := s.values[first.value]
	if !first.copied {
		return v.path, first.from, first.to, false
	}
	from = first.from + start - first.at
	if first.value != last.value || !last.copied {
		return v.path, from, first.to, false
	}
	to = last.from + end - last.at
	return v.path, from, to, 0 <= from && from <= to && to <= len(v.text) && v.text[from:to] == s.text[start:end]
}

// A piece is a run of bytes of a surface, up to the next, that come from one
// place of one value.
type piece struct {
	at       int // where it begins in the surface
	value    int
	from, to int  // the bytes of the value
	copied   bool // as they are; else something stands in place of them
}

// piece returns the one that a byte of the surface belongs to.
func (s *surface) piece(at int) piece {
	i := sort.Search(len(s.pieces), func(i int) bool { return s.pieces[i].at > at })
	return s.pieces[max(i-1, 0)]
}

// align finds what of a text was copied from which bytes of the values that it
// was made from. Rendering leaves the values as they are but for four things: it
// settles references ("${…}"), undoes escapes ("$${"), adds parameters to
// addresses, and joins values, without the white space at their ends. Between
// those holes everything is found again in order; what could be found at more
// than one place is not taken for copied. It takes time in proportion to the
// text and the values.
func align(values []value, text string) []piece {
	for shown := len(values); shown > max(len(values)-2, 0); shown-- { // a first comment may not be
		var p partition
		for i := range shown {
			p.value(i, values[i].text)
		}
		if pieces := p.place(values, text); pieces != nil {
			return pieces
		}
	}
	return []piece{{to: len(values[0].text)}}
}

// A partition is how values fall into what is copied and the holes between.
type partition struct {
	parts []piece // of holes, copied is false
}

// place finds the copied parts in a text; nil if they are not all there.
func (p *partition) place(values []value, text string) []piece {
	left, ok := p.leftmost(values, text)
	if !ok {
		return nil
	}
	right := p.rightmost(values, text)
	var pieces []piece
	end := 0 // of what is placed
	hole := piece{}
	for i, part := range p.parts {
		if !part.copied {
			if hole.to == hole.from {
				hole = part
			}
			continue
		}
		if left[i] > end {
			hole.at = end
			pieces = append(pieces, hole)
		}
		part.at, part.copied = left[i], left[i] == right[i]
		pieces = append(pieces, part)
		end = part.at + part.to - part.from
		hole = piece{value: part.value, from: part.to, to: part.to}
	}
	if end < len(text) || len(pieces) == 0 {
		hole.at = end
		pieces = append(pieces, hole)
	}
	return pieces
}

// leftmost returns where each copied part stands if all stand as early as they
// can.
func (p *partition) leftmost(values []value, text string) ([]int, bool) {
	at := make([]int, len(p.parts))
	pos := 0
	for i, part := range p.parts {
		if !part.copied {
			continue
		}
		copied := values[part.value].text[part.from:part.to]
		found := 0
		switch {
		case i == len(p.parts)-1: // nothing follows
			found = len(text) - len(copied) - pos
			if found < 0 || found > 0 && i == 0 || !strings.HasSuffix(text, copied) {
				return nil, false
			}
		case i == 0:
			if !strings.HasPrefix(text, copied) {
				return nil, false
			}
		default:
			if found = strings.Index(text[pos:], copied); found < 0 {
				return nil, false
			}
		}
		at[i] = pos + found
		pos = at[i] + len(copied)
	}
	return at, true
}

// rightmost returns where each stands if all stand as late as they can. It is
// asked only if they stand somewhere.
func (p *partition) rightmost(values []value, text string) []int {
	at := make([]int, len(p.parts))
	end := len(text)
	for i := len(p.parts) - 1; i >= 0; i-- {
		part := p.parts[i]
		if !part.copied {
			continue
		}
		copied := values[part.value].text[part.from:part.to]
		switch {
		case i == len(p.parts)-1:
			at[i] = end - len(copied)
		case i > 0:
			at[i] = strings.LastIndex(text[:end], copied)
		}
		end = at[i]
	}
	return at
}

// value adds the parts of the n-th value.
func (p *partition) value(n int, text string) {
	if n > 0 {
		p.hole(piece{value: n})
	}
	start := len(text) - len(strings.TrimLeft(text, "\r\n"))
	end := len(strings.TrimRight(text, " \t\r\n"))
	address := false // being read
	for start < end {
		rest := text[start:end]
		next := strings.Index(rest, "${")
		if next < 0 {
			p.literal(n, text, start, end, &address)
			return
		}
		if next > 0 && rest[next-1] == '$' {
			p.literal(n, text, start, start+next-1, &address)
			p.hole(piece{value: n, from: start + next - 1, to: start + next})
			p.copy(piece{value: n, from: start + next, to: start + next + 2})
			start += next + 2
			continue
		}
		p.literal(n, text, start, start+next, &address)
		length := schema.ReferenceLength(rest[next:])
		p.hole(piece{value: n, from: start + next, to: start + next + length})
		start += next + length
	}
}

// literal adds text without references, with holes wherever parameters of an
// address may have been put in.
func (p *partition) literal(n int, text string, start, end int, address *bool) {
	from := start
	cut := func(at int) {
		p.copy(piece{value: n, from: from, to: at})
		p.hole(piece{value: n, from: at, to: at})
		from = at
	}
	for i := start; i < end; {
		if !*address {
			next := strings.Index(text[i:end], "://")
			if next < 0 {
				break
			}
			i += next + len("://")
			*address = true
			continue
		}
		stop := end
		if n := strings.IndexFunc(text[i:end], engine.EndsAddress); n >= 0 {
			stop = i + n
		}
		for k := i; k < stop; k++ {
			if text[k] == '#' || text[k] == ')' || text[k] == ']' {
				cut(k)
			}
		}
		if kept := i + len(strings.TrimRight(text[i:stop], ".,;:!?'*_~…»”’")); kept > from {
			cut(kept)
		}
		if stop > from {
			cut(stop)
		}
		*address = stop == end
		i = stop
	}
	p.copy(piece{value: n, from: from, to: end})
}

func (p *partition) copy(part piece) {
	if part.from == part.to {
		return
	}
	part.copied = true
	if n := len(p.parts); n > 0 && p.parts[n-1].copied && p.parts[n-1].value == part.value && p.parts[n-1].to == part.from {
		p.parts[n-1].to = part.to
		return
	}
	p.parts = append(p.parts, part)
}

func (p *partition) hole(part piece) { p.parts = append(p.parts, part) }
