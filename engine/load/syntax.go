package load

import "strings"

// A fault is the first place where a text stops being YAML, as its author would
// name it. The parser knows only where it gave up, which is often lines below: at
// the end of a file whose quote was never closed.
type fault struct {
	offset     int
	text, hint string
}

// findFault looks for it in a text that the parser has refused. Of YAML it knows
// what people write by hand; at anything else it gives up, and nothing is found.
func findFault(data []byte) (fault, bool) {
	s := syntax{src: string(data)}
	s.fresh()
	for s.found == nil && !s.lost && s.pos < len(s.src) {
		s.line()
	}
	if s.found == nil || s.lost {
		return fault{}, false
	}
	return *s.found, true
}

// A syntax is how far a text was read. Offsets count bytes, columns from 0.
type syntax struct {
	src   string
	bol   int // where the line begins that is read
	pos   int // and the next one
	found *fault
	lost  bool // this is YAML of a sort that is not followed

	levels  []level
	pending bool // a value may begin on the next line
	plain   bool // the value of the last line may go on, further right than
	margin  int  // this
}

// A level is a map or list that is open.
type level struct {
	column int
	list   bool
}

func (s *syntax) fresh() { s.levels, s.pending, s.plain, s.margin = nil, true, false, -1 }

func (s *syntax) fail(offset int, text, hint string) {
	if s.found == nil {
		s.found = &fault{offset, text, hint}
	}
}

// end is where the line of an offset ends.
func (s *syntax) end(offset int) int {
	if n := strings.IndexByte(s.src[offset:], '\n'); n >= 0 {
		return offset + n
	}
	return len(s.src)
}

// mostLevels bounds how deep is looked.
const mostLevels = 100

// over skips blanks of a line; done is at its end, or before a comment.
func (s *syntax) over(offset int) (next int, done bool) {
	next = offset
	for next < len(s.src) && (s.src[next] == ' ' || s.src[next] == '\t') {
		next++
	}
	if next == len(s.src) || s.src[next] == '\n' || s.src[next] == '\r' {
		return next, true
	}
	return next, s.src[next] == '#' && (next > offset || next == 0 || s.src[next-1] == '\n')
}

// line reads one line, and those that its value reaches over.
func (s *syntax) line() {
	start := s.pos
	s.bol = start
	first := start + len(s.src[start:]) - len(strings.TrimLeft(s.src[start:], " "))
	at, done := s.over(start)
	s.pos = min(s.end(start)+1, len(s.src))
	switch rest := s.src[start:s.end(start)]; {
	case done:
	case strings.HasPrefix(rest, "---") || strings.HasPrefix(rest, "..."):
		_, bare := s.over(start + 3)
		s.lost = !bare
		s.fresh()
	case rest[0] == '%' && len(s.levels) == 0:
		s.lost = true
	case at > first && !(s.plain && !strings.Contains(rest, ": ")):
		s.fail(first, "a tab in the indentation", "YAML takes spaces only")
	case at == first:
		s.item(at)
	}
}

// item reads what begins at an offset: list items, a key and its value, a value.
func (s *syntax) item(at int) {
	column := at - s.bol
	if s.src[at] == '?' && s.blank(at+1) || len(s.levels) > mostLevels {
		s.lost = true
		return
	}
	if s.src[at] == '-' && s.blank(at+1) && !(s.plain && column > s.margin) {
		if !s.open(at, level{column, true}) {
			return
		}
		s.pending, s.plain = true, false
		if next, done := s.over(at + 1); !done {
			s.item(next)
		}
		return
	}
	colon := s.key(at)
	switch {
	case colon >= 0:
		if s.plain && column > s.margin {
			s.fail(at, "this line is indented further than the one above, which has its value already", "align it with the lines around it")
			return
		}
		if s.open(at, level{column, false}) {
			s.pending, s.plain = true, false
			s.value(colon+1, column)
		}
	case s.plain && column > s.margin:
	case s.pending && (len(s.levels) == 0 || column > s.levels[len(s.levels)-1].column):
		s.value(at, s.outer())
	default:
		s.noKey(at)
	}
}

// outer is the column that the text of a value must be right of.
func (s *syntax) outer() int {
	if len(s.levels) == 0 {
		return -1
	}
	return s.levels[len(s.levels)-1].column
}

func (s *syntax) noKey(at int) {
	line := s.src[at:s.end(at)]
	word, _, colon := strings.Cut(line, ":")
	if colon && !strings.ContainsAny(word, " \t\"'") {
		s.fail(at, "there is no space behind the colon", "write "+cut(word)+": and then the value")
		return
	}
	s.fail(at, "this line does not fit what is above it", "a text of several lines is indented below its key; a text with special characters needs quotes")
}

// blank reports whether a character that means something is followed by what it
// needs for that.
func (s *syntax) blank(offset int) bool {
	return offset >= len(s.src) || strings.IndexByte(" \t\r\n", s.src[offset]) >= 0
}

// open goes to the level of a key or list item, closing those further right.
func (s *syntax) open(at int, l level) bool {
	n := len(s.levels)
	for n > 0 && s.levels[n-1].column > l.column {
		n--
	}
	top := level{column: -1}
	if n > 0 {
		top = s.levels[n-1]
	}
	closed := n < len(s.levels)
	s.levels = s.levels[:n]
	switch {
	case top.column < l.column && !closed && s.pending:
		s.levels = append(s.levels, l)
	case top.column < l.column:
		s.fail(at, "this line is indented otherwise than its neighbours", "align it with the lines around it")
	case top.list == l.list:
	case l.list && s.pending && !closed: // items may stand right below their key
		s.levels = append(s.levels, l)
	case !l.list && n > 1 && s.levels[n-2] == l: // and end with the next key
		s.levels = s.levels[:n-1]
	case l.list:
		s.fail(at, "an item of a list among keys", "a list stands below its key, with a dash before every item")
	default:
		s.fail(at, "a key among the items of a list", "indent it to where the words of the item begin")
	}
	return s.found == nil
}

// key returns where the colon behind a key is; -1 if no key begins here.
func (s *syntax) key(at int) int {
	end := s.end(at)
	switch s.src[at] {
	case '"', '\'':
		quote := s.src[at]
		for i := at + 1; i < end; i++ {
			switch {
			case quote == '"' && s.src[i] == '\\':
				i++
			case s.src[i] == quote:
				if i+1 < end && s.src[i+1] == ':' && s.blank(i+2) {
					return i + 1
				}
				return -1
			}
		}
		return -1
	case '[', '{', '&', '!', '*', '|', '>', '@', '`':
		return -1
	}
	return s.colon(at, end)
}

// colon returns where a colon ends a key, or would, in a text without quotes.
func (s *syntax) colon(at, end int) int {
	for i := at; i < end; i++ {
		switch {
		case s.src[i] == ':' && s.blank(i+1):
			return i
		case s.src[i] == '#' && i > at && s.src[i-1] == ' ':
			return -1
		}
	}
	return -1
}
