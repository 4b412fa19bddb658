package load

import "strings"

// A bracket is one that is open.
type bracket struct {
	at    int
	colon bool // the entry has its key
	value bool // something stands in the entry that a comma must follow
}

// flow reads a list or map in brackets and returns where it ends; -1 if it does
// not.
func (s *syntax) flow(at, outer int) int {
	var open []bracket
	behind := at // the last thing that was read
	for i := at; i < len(s.src); {
		c := s.src[i]
		switch {
		case c == '\n':
			if s.begins(i+1, outer) {
				s.unclosed(open[len(open)-1].at)
				return -1
			}
			i++
			continue
		case c == ' ' || c == '\t' || c == '\r':
			i++
			continue
		case c == '#' && s.blank(i-1):
			i = s.end(i)
			continue
		case c == '[' || c == '{':
			if len(open) > 0 && !s.enter(&open[len(open)-1], behind) {
				return -1
			}
			open = append(open, bracket{at: i})
			i++
		case c == ']' || c == '}':
			if opener := s.src[open[len(open)-1].at]; (opener == '[') != (c == ']') {
				s.fail(i, "this bracket closes what another sort of bracket opened", "")
				return -1
			}
			i++
			if open = open[:len(open)-1]; len(open) == 0 {
				s.pos = max(s.pos, min(s.end(i)+1, len(s.src)))
				return i
			}
		default:
			if i = s.entry(&open[len(open)-1], i, behind, outer); i < 0 {
				return -1
			}
		}
		behind = i
	}
	s.unclosed(open[len(open)-1].at)
	return -1
}

// enter notes a value in an entry; a second one lacks a comma before it.
func (s *syntax) enter(b *bracket, behind int) bool {
	if b.value {
		s.fail(behind, "a comma is missing here", "")
		return false
	}
	b.value = true
	return true
}

// entry reads what stands between brackets and commas, and returns where it ends.
func (s *syntax) entry(b *bracket, at, behind, outer int) int {
	switch c := s.src[at]; {
	case c == ',':
		*b = bracket{at: b.at}
		return at + 1
	case c == ':' && (s.blank(at+1) || b.value):
		if b.colon {
			s.fail(at, "a colon inside a text, or a comma is missing", "put the text in quotes")
			return -1
		}
		b.colon, b.value = true, false
		return at + 1
	case c == '&' || c == '!':
		return s.wordEnd(at)
	case !s.enter(b, behind):
		return -1
	case c == '"' || c == '\'':
		return s.quoted(at, outer)
	}
	return s.flowWords(b, at)
}

// flowWords reads a text without quotes. One that is a second key lacks a comma
// before its last word.
func (s *syntax) flowWords(b *bracket, at int) int {
	end := at
	for end < len(s.src) {
		c := s.src[end]
		ends := strings.IndexByte(",[]{}\n", c) >= 0 || c == '#' && s.blank(end-1) ||
			c == ':' && (s.blank(end+1) || strings.IndexByte(",[]{}", s.src[end+1]) >= 0)
		if ends {
			break
		}
		end++
	}
	if end < len(s.src) && s.src[end] == ':' && b.colon {
		gap := max(0, strings.LastIndexByte(s.src[at:end], ' '))
		s.fail(at+len(strings.TrimRight(s.src[at:at+gap], " ")), "a comma is missing here", "or, if the colon belongs to a text, put the text in quotes")
		return -1
	}
	if end < len(s.src) && s.src[end] == '\n' {
		b.value = false // the text may go on in the next line
	}
	return max(end, at+1)
}
