package charter

import (
	"bytes"
	"strings"
)

// What stands in a masked text for a byte that is no prose: a space where
// readers see nothing, such as the target of a link, and a bar where they see
// something that is not language, such as code.
const (
	unseen = ' '
	code   = '|'
)

// Longer than this, in bytes, no target of a link and no mark of a footnote is
// looked for: a text of nothing but their beginnings is read once.
const (
	maxTarget = 4000
	maxLabel  = 200
)

// masked returns a Markdown text, byte for byte as long, in which only prose is
// left: no code, target of a link, address in angle brackets, HTML tag or
// comment. It is a reader's idea of Markdown rather than a parser's: what is in
// doubt is prose, but for what stands between fences.
func masked(text string) string {
	if !strings.ContainsAny(text, "`~<[\t") && !strings.Contains(text, "    ") {
		return text
	}
	s := masker{out: []byte(text)}
	s.blocks()
	s.spans()
	return string(s.out)
}

// A masker works on a text in place.
type masker struct{ out []byte }

// hide puts a byte in place of those of [from, to) that break no line.
func (s *masker) hide(from, to int, with byte) {
	for i := from; i < to; i++ {
		if c := s.out[i]; c != '\n' && c != '\r' {
			s.out[i] = with
		}
	}
}

// blocks hides fenced and indented code and definitions of links, line by line.
func (s *masker) blocks() {
	var fence []byte // that is open
	blank, list := true, false
	for start := 0; start < len(s.out); {
		end := len(s.out)
		if n := bytes.IndexByte(s.out[start:], '\n'); n >= 0 {
			end = start + n + 1
		}
		line := bytes.TrimRight(s.out[start:end], "\r\n")
		inside := bytes.TrimLeft(line, " \t>")
		switch opened := fenceOf(inside); {
		case fence != nil:
			if closes(inside, fence) {
				fence = nil
			}
			s.hide(start, end, code)
		case opened != nil:
			fence = bytes.Clone(opened)
			s.hide(start, end, code)
		case len(inside) == 0:
			blank = true
			start = end
			continue
		case blank && !list && indented(line):
			s.hide(start, end, code)
			start = end
			continue // the next may be code as well
		case definesLink(inside):
			s.hide(start, end, unseen)
		case !indented(line):
			list = listMarker(inside) > 0
		}
		blank = false
		start = end
	}
}

// fenceOf returns the marks of the fence that a line begins with, nil if none.
func fenceOf(line []byte) []byte {
	if line = line[listMarker(line):]; len(line) < 3 || line[0] != '`' && line[0] != '~' {
		return nil
	}
	n := run(line, 0)
	if n < 3 || line[0] == '`' && bytes.IndexByte(line[n:], '`') >= 0 {
		return nil
	}
	return line[:n]
}

// closes reports whether a line ends the code that a fence began.
func closes(line, fence []byte) bool {
	return len(line) > 0 && line[0] == fence[0] && run(line, 0) >= len(fence) && len(bytes.TrimSpace(line[run(line, 0):])) == 0
}

// run counts the bytes from i on that are like that at i.
func run(text []byte, i int) int {
	n := 0
	for i+n < len(text) && text[i+n] == text[i] {
		n++
	}
	return n
}

func indented(line []byte) bool {
	return bytes.HasPrefix(line, []byte("    ")) || bytes.HasPrefix(line, []byte("\t"))
}

// definesLink reports whether a line is such as "[1]: https://example.org". A
// footnote, "[^1]: A word on it.", is read.
func definesLink(line []byte) bool {
	end := bytes.Index(line, []byte("]:"))
	return end > 1 && line[0] == '[' && line[1] != '^' && bytes.IndexByte(line[:end], ']') < 0
}

// listMarker returns how long the bullet or number is that a line begins with,
// the space behind it included; zero if there is none.
func listMarker[text []byte | string](line text) int {
	n := 0
	for n < len(line) && n < 9 && line[n] >= '0' && line[n] <= '9' {
		n++
	}
	switch {
	case n < len(line) && n > 0 && (line[n] == '.' || line[n] == ')'):
	case n == 0 && len(line) > 0 && (line[0] == '-' || line[0] == '*' || line[0] == '+'):
	default:
		return 0
	}
	if n++; n < len(line) && line[n] != ' ' && line[n] != '\t' {
		return 0
	}
	return min(n+1, len(line))
}

// spans hides what stands within lines: code, targets of links, tags.
func (s *masker) spans() {

	for i := 0; i < len(s.out); {
		switch s.out[i] {
		case '\\':
			i += 2
		case '`':
			i = s.codeSpan(i)
		case '<':
			i = s.angle(i)
		case ']':
			i = s.target(i)
		case '[':
			s.footnote(i)
			i++
		default:
			i++
		}
	}
}

// footnote hides the mark of a footnote that begins at i, if one does.
func (s *masker) footnote(i int) {
	rest := s.out[i:min(len(s.out), i+maxLabel)]
	if n := bytes.IndexAny(rest, "]\n"); n > 2 && rest[1] == '^' && rest[n] == ']' {
		s.hide(i, i+n+1, unseen)
	}
}

// codeSpan hides the code that begins at i and returns where to go on.
func (s *masker) codeSpan(i int) int {
	n := run(s.out, i)
	end := s.closing(i+n, n)
	if end < 0 {
		return i + n
	}
	s.hide(i, end, code)
	return end
}

// closing returns the end of the code span that n backticks before i began; -1
// if none of the paragraph closes it.
func (s *masker) closing(i, n int) int {
	for i < len(s.out) {
		next := bytes.IndexAny(s.out[i:], "`\n")
		if next < 0 {
			return -1
		}
		i += next
		if s.out[i] == '\n' {
			if i++; blankLine(s.out[i:]) {
				return -1
			}
			continue
		}
		length := run(s.out, i)
		i += length
		if length == n {
			return i
		}
	}
	return -1
}

func blankLine(rest []byte) bool {
	rest = bytes.TrimLeft(rest, " \t\r")
	return len(rest) == 0 || rest[0] == '\n'
}

// angle hides an address in angle brackets, a tag with all within it that is no
// text, or a comment. It returns where to go on.
func (s *masker) angle(i int) int {
	rest := s.out[i:]
	if bytes.HasPrefix(rest, []byte("<!--")) {
		end := len(s.out)
		if n := bytes.Index(rest, []byte("-->")); n >= 0 {
			end = i + n + len("-->")
		}
		s.hide(i, end, unseen)
		return end
	}
	end := bytes.IndexAny(rest[1:], "<>")
	if end < 1 || rest[1+end] != '>' {
		return i + 1
	}
	inside := rest[1 : 1+end]
	switch c := inside[0]; {
	case !bytes.ContainsAny(inside, " \t\n") && bytes.ContainsAny(inside, ":@"):
		s.hide(i, i+end+2, code)
	case c == '/' || c == '!' || c == '?' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		next := s.wordless(i+end+2, inside)
		s.hide(i, i+end+2, unseen)
		return next
	}
	return i + end + 2
}

// wordless hides what is within an element that holds no prose and whose tag
// ends at i. It returns where to go on.
func (s *masker) wordless(i int, tag []byte) int {
	for _, name := range []string{"script", "style", "pre", "code", "svg"} {
		if len(tag) < len(name) || !strings.EqualFold(string(tag[:len(name)]), name) ||
			len(tag) > len(name) && tag[len(name)] != ' ' {
			continue
		}
		end := len(s.out)
		if n := bytes.Index(s.out[i:], []byte("</"+name)); n >= 0 {
			end = i + n
		}
		s.hide(i, end, code)
		return end
	}
	return i
}

// target hides where a link leads whose text ends at i, and returns where to go
// on.
func (s *masker) target(i int) int {
	if i+1 >= len(s.out) || s.out[i+1] != '(' && s.out[i+1] != '[' {
		return i + 1
	}
	open, shut := s.out[i+1], byte(')')
	if open == '[' {
		shut = ']'
	}
	depth := 0
	for k := i + 1; k < min(len(s.out), i+maxTarget); k++ {
		switch c := s.out[k]; {
		case c == '\\':
			k++
		case c == open:
			depth++
		case c == '\n' && blankLine(s.out[k+1:]):
			return i + 1
		case c == shut:
			if depth--; depth == 0 {
				s.hide(i+1, k+1, unseen)
				return k + 1
			}
		}
	}
	return i + 1
}
