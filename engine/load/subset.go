package load

import (
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// A subset reads the YAML that authors write: maps and lists by indentation, one
// document, comments, scalars that are plain or quoted on one line, "|" and ">",
// and lists and maps in brackets on one line. It makes the nodes that the parser
// of all of YAML makes, with the same places, in an eighth of the time.
//
// Whatever else it meets, a mistake among them, makes it give up, and the file
// goes to that parser: it alone refuses, and it words all messages. So the only
// possible defect is to read something otherwise than it does, which a fuzz test
// looks for.
type subset struct {
	nodes
	source string
	line   int // number of the current line, from 1
	begin  int // where it begins
	end    int // its newline
	indent int // spaces in front; -1 behind the last line
	at     int // where reading goes on
	depth  int
	buf    []byte // for scalars that are not written as they are meant
}

// deepest is how many values inside each other are read here.
const deepest = 32

// read returns the root of the one document of source, nil if this is not for
// the subset. The source is UTF-8. The root holds until the next read.
func (s *subset) read(source string) *yaml.Node {
	s.nodes.reset()
	if !strings.HasSuffix(source, "\n") || unusual(source) {
		return nil
	}
	s.source, s.line, s.end, s.depth = source, 0, -1, 0
	s.advance()
	if s.indent == 0 && s.rest() == "---" {
		s.advance()
	}
	if s.indent < 0 || s.keyEnd(s.begin+s.indent) < 0 {
		return nil
	}
	root := s.mapping(s.indent)
	if s.indent >= 0 {
		return nil
	}
	return root
}

// unusual reports characters that mean something to YAML, or that it refuses:
// tabs, carriage returns, control characters, other ends of lines, byte order
// marks and what is no character.
func unusual(source string) bool {
	for i := 0; i < len(source); i++ {
		switch c := source[i]; {
		case c >= ' ' && c < 0x7f, c == '\n':
		case c < ' ', c == 0x7f:
			return true
		case c == 0xc2:
			if i+1 < len(source) && source[i+1] < 0xa0 {
				return true
			}
		case c == 0xe2:
			if rest := source[i:]; strings.HasPrefix(rest, "\u2028") || strings.HasPrefix(rest, "\u2029") {
				return true
			}
		case c == 0xef:
			if rest := source[i:]; strings.HasPrefix(rest, "\ufeff") || strings.HasPrefix(rest, "\ufffe") || strings.HasPrefix(rest, "\uffff") {
				return true
			}
		}
	}
	return false
}

// advance goes to the next line that holds more than a comment.
func (s *subset) advance() {
	for s.end+1 < len(s.source) {
		s.begin = s.end + 1
		s.end = s.begin + strings.IndexByte(s.source[s.begin:], '\n')
		s.line++
		at := s.spaces(s.begin)
		if at < s.end && s.source[at] != '#' {
			s.indent = at - s.begin
			return
		}
	}
	s.indent = -1
}

// spaces returns where those from at on end.
func (s *subset) spaces(at int) int {
	for s.source[at] == ' ' {
		at++
	}
	return at
}

// rest is the current line without what is around it.
func (s *subset) rest() string { return strings.TrimRight(s.source[s.begin+s.indent:s.end], " ") }

// column counts characters from 1.
func (s *subset) column(at int) int { return 1 + utf8.RuneCountInString(s.source[s.begin:at]) }

// lineEnds reports whether nothing but a comment follows at. One that may be a
// hashtag is left to the parser of all of YAML, which keeps what it says.
func (s *subset) lineEnds() bool {
	at := s.spaces(s.at)
	return at == s.end || s.source[at] == '#' && at > s.begin && s.source[at-1] == ' ' && !beginsHashtag(s.source[at:])
}

// entry reports whether the current line holds "- " behind col spaces.
func (s *subset) entry(col int) bool {
	at := s.begin + col
	return s.source[at] == '-' && (s.source[at+1] == ' ' || s.source[at+1] == '\n')
}

// keyEnd returns where the colon of a key is that begins at, -1 if there is none.
func (s *subset) keyEnd(at int) int {
	const longest = 100
	for i := at; i < at+longest; i++ {
		switch c := s.source[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_':
		case (c == '-' || c == '.') && i > at:
		case c == ':' && i > at && (s.source[i+1] == ' ' || s.source[i+1] == '\n'):
			return i
		default:
			return -1
		}
	}
	return -1
}

// below reads the map or list that the current line begins.
func (s *subset) below() *yaml.Node {
	if s.entry(s.indent) {
		return s.sequence(s.indent)
	}
	return s.mapping(s.indent)
}

// mapping reads a map whose keys stand in the column col, the first of them in
// the current line.
func (s *subset) mapping(col int) *yaml.Node {
	if s.depth++; s.depth > deepest {
		return nil
	}
	n := s.node(yaml.MappingNode, s.line, col+1)
	for {
		begin := s.begin + col
		colon := s.keyEnd(begin)
		if colon < 0 {
			return nil
		}
		key := s.scalar(s.source[begin:colon], s.line, col+1)
		s.at = colon + 1
		value := s.value(col)
		if value == nil || s.indent > col {
			return nil
		}
		n.Content = append(n.Content, key, value)
		if s.indent < col {
			s.depth--
			return n
		}
	}
}

// value reads what follows the colon of a key in column col.
func (s *subset) value(col int) *yaml.Node {
	if !s.lineEnds() {
		s.at = s.spaces(s.at)
		return s.inline(col)
	}
	s.advance()
	switch {
	case s.indent > col:
		return s.below()
	case s.indent == col && s.entry(col):
		return s.sequence(col)
	}
	return nil
}

// sequence reads a list whose dashes stand in the column col.
func (s *subset) sequence(col int) *yaml.Node {
	if s.depth++; s.depth > deepest {
		return nil
	}
	n := s.node(yaml.SequenceNode, s.line, col+1)
	for s.indent == col && s.entry(col) {
		item := s.item(col)
		if item == nil || s.indent > col {
			return nil
		}
		n.Content = append(n.Content, item)
	}
	s.depth--
	return n
}

// item reads what follows the dash in column col.
func (s *subset) item(col int) *yaml.Node {
	s.at = s.begin + col + 1
	if s.lineEnds() {
		s.advance()
		if s.indent > col {
			return s.below()
		}
		return nil
	}
	s.at = s.spaces(s.at)
	if s.keyEnd(s.at) >= 0 {
		return s.mapping(s.at - s.begin)
	}
	return s.inline(col)
}

// inline reads a value that begins in the current line, inside a map or list in
// column col, and goes to the line behind it.
func (s *subset) inline(col int) *yaml.Node {
	var n *yaml.Node
	switch s.source[s.at] {
	case '|', '>':
		return s.block(col)
	case '"', '\'':
		n = s.quoted()
	case '[', '{':
		n = s.flow()
	default:
		n = s.plain()
	}
	if n == nil || !s.lineEnds() {
		return nil
	}
	s.advance()
	return n
}
