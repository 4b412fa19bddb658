package load

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// scalar makes a node of a plain scalar. Where its first character leaves no
// doubt it is text; else the node says itself, when it is asked, what it is.
func (s *subset) scalar(value string, line, col int) *yaml.Node {
	n := s.node(yaml.ScalarNode, line, col)
	n.Value = value
	switch c := value[0]; {
	case strings.IndexByte("nNtTfF~", c) >= 0 && len(value) <= len("false"):
	case strings.IndexByte("+-.", c) >= 0:
	case '0' <= c && c <= '9' && strings.IndexByte(value, ' ') < 0: // with one it may be a date, which stays text
	default:
		n.Tag = "!!str"
	}
	return n
}

// plain reads a scalar without quotes up to the end of the line.
func (s *subset) plain() *yaml.Node {
	begin := s.at
	if begin == s.end || !beginsPlain(s.source[begin], s.source[begin+1]) {
		return nil
	}
	for ; s.at < s.end; s.at++ {
		switch s.source[s.at] {
		case ':':
			if next := s.source[s.at+1]; next == ' ' || next == '\n' {
				return nil
			}
		case '#':
			if s.source[s.at-1] == ' ' {
				return s.plainFrom(begin)
			}
		}
	}
	return s.plainFrom(begin)
}

func (s *subset) plainFrom(begin int) *yaml.Node {
	return s.scalar(strings.TrimRight(s.source[begin:s.at], " "), s.line, s.column(begin))
}

// beginsPlain reports whether a plain scalar may begin so. Of the characters
// that could, those that mean something elsewhere are left out.
func beginsPlain(c, next byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c >= 0x80:
		return true
	case c == '-':
		return '0' <= next && next <= '9'
	}
	return strings.IndexByte("_(/$+.~=", c) >= 0
}

// quoted reads a scalar in quotes that ends in the same line.
func (s *subset) quoted() *yaml.Node {
	quote, line, col := s.source[s.at], s.line, s.column(s.at)
	s.at++
	begin, written := s.at, true // as it is meant
	for s.at < s.end {
		switch c := s.source[s.at]; {
		case c == quote && quote == '\'' && s.source[s.at+1] == quote:
			s.at++
			written = false
		case c == quote:
			value := s.source[begin:s.at]
			s.at++
			if !written {
				return s.unquoted(value, quote, line, col)
			}
			return s.text(value, line, col)
		case c == '\\' && quote == '"':
			s.at++
			written = false
		}
		s.at++
	}
	return nil
}

// unquoted answers the escapes that authors use.
func (s *subset) unquoted(value string, quote byte, line, col int) *yaml.Node {
	if quote == '\'' {
		return s.text(strings.ReplaceAll(value, "''", "'"), line, col)
	}
	s.buf = s.buf[:0]
	for i := 0; i < len(value); i++ {
		c := value[i]
		if c == '\\' {
			i++
			switch value[i] {
			case '"', '\\':
				c = value[i]
			case 'n':
				c = '\n'
			default:
				return nil
			}
		}
		s.buf = append(s.buf, c)
	}
	return s.text(string(s.buf), line, col)
}

// block reads the lines of "|" or ">", inside a map or list in column col.
func (s *subset) block(col int) *yaml.Node {
	folded, line, at := s.source[s.at] == '>', s.line, s.column(s.at)
	s.at++
	strip := s.source[s.at] == '-'
	if strip {
		s.at++
	}
	if s.spaces(s.at) != s.end {
		return nil
	}
	s.buf = s.buf[:0]
	if !s.lines(col, folded) {
		return nil
	}
	if !strip {
		s.buf = append(s.buf, '\n')
	}
	s.advance()
	return s.text(string(s.buf), line, at)
}

// lines gathers the lines of a block whose indentation is that of the first, and
// stays on the last.
func (s *subset) lines(col int, folded bool) bool {
	indent, blank := 0, 0
	for s.end+1 < len(s.source) {
		begin := s.end + 1
		end := begin + strings.IndexByte(s.source[begin:], '\n')
		at := s.spaces(begin)
		switch spaces := at - begin; {
		case indent == 0:
			if at == end || spaces <= col {
				return false
			}
			indent = spaces
		case at == end:
			if spaces > indent {
				return false
			}
			blank++
			s.end, s.line = end, s.line+1
			continue
		case spaces < indent:
			return true
		case spaces > indent && folded:
			return false
		default:
			s.breaks(blank, folded)
		}
		s.buf = append(s.buf, s.source[begin+indent:end]...)
		s.end, s.line, blank = end, s.line+1, 0
	}
	return indent > 0
}

// breaks writes what stands between two lines of a block with blank ones between
// them.
func (s *subset) breaks(blank int, folded bool) {
	switch {
	case !folded:
		blank++
	case blank == 0:
		s.buf = append(s.buf, ' ')
	}
	for range blank {
		s.buf = append(s.buf, '\n')
	}
}
