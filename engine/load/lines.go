package load

import (
	"bytes"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// A lineIndex turns places into offsets and back. Lines and columns count from
// 1, columns are characters.
type lineIndex struct {
	data   []byte
	starts []int // where each line begins
}

// indexLines knows the lines as editors and findings count them.
func indexLines(data []byte) lineIndex {
	x := lineIndex{data, []int{0}}
	for at := 0; ; {
		n := bytes.IndexByte(data[at:], '\n')
		if n < 0 {
			return x
		}
		at += n + 1
		x.starts = append(x.starts, at)
	}
}

// offset is where a place is, at most the end of the file.
func (x lineIndex) offset(line, col int) int {
	if line < 1 || line > len(x.starts) {
		return len(x.data)
	}
	at := x.starts[line-1]
	for ; col > 1 && at < len(x.data); col-- {
		_, n := utf8.DecodeRune(x.data[at:])
		at += n
	}
	return at
}

// column turns a column that counts bytes into one that counts characters.
func (x lineIndex) column(line, bytes int) int {
	if line < 1 || line > len(x.starts) || bytes < 1 {
		return bytes
	}
	from := x.starts[line-1]
	return 1 + utf8.RuneCount(x.data[from:min(from+bytes-1, len(x.data))])
}

// otherEnds reports whether a file has line ends that the parser counts and
// nobody else does. Text that was pasted from elsewhere brings them.
func otherEnds(data []byte) bool {
	if bytes.Contains(data, []byte("\u0085")) || bytes.Contains(data, []byte("\u2028")) || bytes.Contains(data, []byte("\u2029")) {
		return true
	}
	return bytes.Count(data, []byte("\r")) != bytes.Count(data, []byte("\r\n"))
}

// recount gives nodes the places that editors show, in place of the parser's.
func recount(data []byte, roots []*yaml.Node) {
	type start struct{ line, chars int } // of a line of the parser: how far into which line
	starts := []start{{line: 1}}
	now := start{line: 1}
	for at := 0; at < len(data); {
		n := lineEnd(data[at:])
		switch {
		case n == 0:
			_, n = utf8.DecodeRune(data[at:])
			now.chars++
		case data[at+n-1] == '\n':
			now = start{line: now.line + 1}
			starts = append(starts, now)
		default:
			now.chars++
			starts = append(starts, now)
		}
		at += n
	}
	var move func(nodes []*yaml.Node)
	move = func(nodes []*yaml.Node) {
		for _, n := range nodes {
			if n.Line >= 1 && n.Line <= len(starts) {
				s := starts[n.Line-1]
				n.Line, n.Column = s.line, n.Column+s.chars
			}
			move(n.Content)
		}
	}
	move(roots)
}
