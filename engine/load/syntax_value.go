package load

import "strings"

// value reads what stands behind a key or a dash. What goes on in the next lines
// must stand right of the column outer.
func (s *syntax) value(at, outer int) {
	at, done := s.over(at)
	for !done && (s.src[at] == '&' || s.src[at] == '!') {
		at, done = s.over(s.wordEnd(at))
	}
	if done {
		return
	}
	s.pending = false
	switch c := s.src[at]; c {
	case '"', '\'':
		if end := s.quoted(at, outer); end >= 0 {
			s.closed(end, "text behind the closing quote", "put quotes around all of it; inside single quotes a quote is written twice")
		}
	case '[', '{':
		if end := s.flow(at, outer); end >= 0 {
			s.closed(end, "text behind the closing bracket", "")
		}
	case '|', '>':
		s.block(at, outer)
	case '*':
		s.alias(at)
	case '@', '`', '%', ',', ']', '}':
		s.fail(at, "a text cannot begin with "+string(c), "put the text in quotes")
	default:
		s.words(at, outer)
	}
}

// wordEnd is where the name of an anchor or tag ends.
func (s *syntax) wordEnd(at int) int {
	for at < len(s.src) && strings.IndexByte(" \t\r\n,]}", s.src[at]) < 0 {
		at++
	}
	return at
}

// closed wants nothing more in the line.
func (s *syntax) closed(at int, text, hint string) {
	if next, done := s.over(at); !done {
		s.fail(next, text, hint)
	}
	s.pos = max(s.pos, min(s.end(at)+1, len(s.src)))
}

// words reads a text without quotes.
func (s *syntax) words(at, outer int) {
	if s.src[at] == '-' && s.blank(at+1) {
		s.fail(at, "a list begins on the line below its key", "")
		return
	}
	if colon := s.colon(at, s.end(at)); colon >= 0 {
		s.fail(colon, "a colon inside a text", "put the text in quotes")
		return
	}
	s.plain, s.margin = true, outer
}

func (s *syntax) alias(at int) {
	end := at + 1
	for end < len(s.src) && (s.src[end] == '-' || s.src[end] == '_' || isWordByte(s.src[end])) {
		end++
	}
	if _, done := s.over(end); !done || end == at+1 {
		s.fail(at, "a text cannot begin with *", "put the text in quotes")
	}
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// block reads a text below | or >.
func (s *syntax) block(at, outer int) {
	end := at + 1
	for end < len(s.src) && strings.IndexByte("+-123456789", s.src[end]) >= 0 {
		end++
	}
	if next, done := s.over(end); !done {
		s.fail(next, "text behind "+string(s.src[at]), "begin the text on the next line, indented")
		return
	}
	inner := -1
	for s.pos < len(s.src) {
		stop := s.end(s.pos)
		line := strings.TrimRight(s.src[s.pos:stop], "\r")
		column := len(line) - len(strings.TrimLeft(line, " "))
		switch {
		case strings.TrimSpace(line) == "":
		case column <= outer, column == 0 && (line == "---" || line == "..."):
			return
		case column < inner:
			s.fail(s.pos+column, "this line of the text is indented less than its first one", "indent all lines of the text alike")
			return
		case inner < 0:
			inner = column
		}
		s.pos = min(stop+1, len(s.src))
	}
}

// quoted reads a text in quotes and returns where it ends; -1 if it does not.
func (s *syntax) quoted(at, outer int) int {
	for i := at + 1; i < len(s.src); i++ {
		switch c := s.src[i]; {
		case c == '\n' && s.begins(i+1, outer):
			s.unclosed(at)
			return -1
		case c == '\\' && s.src[at] == '"':
			n := escapeLength(s.src[i:])
			if n == 0 {
				s.fail(i, "an escape that YAML does not know", "write the backslash twice, or put the text in single quotes")
				return -1
			}
			i += n - 1
		case c == '\'' && s.src[at] == c && i+1 < len(s.src) && s.src[i+1] == c:
			i++
		case c == s.src[at]:
			return i + 1
		}
	}
	s.unclosed(at)
	return -1
}

func (s *syntax) unclosed(at int) {
	what, hint := "a bracket", ""
	line := s.src[at:s.end(at)]
	switch n := strings.Index(line, " #"); {
	case line[0] == '"' || line[0] == '\'':
		what = "a quote"
	case n >= 0 && beginsHashtag(line[n+1:]):
		hint = "after a space, # begins a comment: leave it out of tags, and put a text with one in quotes"
	}
	s.fail(at, what+" that is opened here is not closed", hint)
}

// begins reports whether a line is one of the keys around a value rather than
// part of it.
func (s *syntax) begins(line, outer int) bool {
	if line >= len(s.src) {
		return false
	}
	at, done := s.over(line)
	if strings.HasPrefix(s.src[line:], "---") && s.blank(line+3) {
		return true
	}
	if done || outer < 0 || at-line > outer {
		return false
	}
	if s.src[at] == '-' && s.blank(at+1) {
		return true
	}
	colon := s.colon(at, s.end(at))
	return colon > at && strings.IndexFunc(s.src[at:colon], func(r rune) bool { return r != '-' && r != '_' && (r > 0x7f || !isWordByte(byte(r))) }) < 0
}

// escapeLength is that of an escape in double quotes, the backslash included; 0
// if there is none.
func escapeLength(text string) int {
	if len(text) < 2 {
		return 0
	}
	digits := 0
	switch c := text[1]; {
	case c == 'x':
		digits = 2
	case c == 'u':
		digits = 4
	case c == 'U':
		digits = 8
	case strings.IndexByte("0abt\tnvfre \"/\\N_LP\n\r", c) < 0:
		return 0
	}
	if len(text) < 2+digits || strings.Trim(text[2:2+digits], "0123456789abcdefABCDEF") != "" {
		return 0
	}
	return 2 + digits
}
