package load

import (
	"math"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// A passage is the text of a scalar, and where in the file each byte of it is
// written. What an escape or a folded line end stands for has the place of that
// escape or line end, indentation included; what brings no text, such as quotes,
// has none. The places follow one another in the order of the text.
type passage struct {
	style      yaml.Style
	text       []byte
	from, to   []int32
	start, end int // of all that is the scalar's: quotes, the head of a block
	indent     int // of the lines of a block
}

// styleBody marks the text below a front matter, beside the styles of YAML.
const styleBody yaml.Style = 1 << 16

// blockStyles are those whose lines stand below the key.
const blockStyles = yaml.LiteralStyle | yaml.FoldedStyle

// passageOf reads a scalar again from where its node begins, guided by its
// value. It is false for a node without text of its own, and for one whose
// value the file does not hold (any more).
func passageOf(data []byte, at int, n *yaml.Node) (*passage, bool) {
	if n.Kind != yaml.ScalarNode || at >= len(data) || len(data) > math.MaxInt32 {
		return nil, false
	}
	p := &passage{style: n.Style}
	at = afterProperties(data, at)
	p.start, p.end = at, at
	read := false
	switch {
	case n.Style&styleBody != 0:
		read = p.body(data, at, n.Value)
	case n.Style&blockStyles != 0:
		read = p.block(data, at, n.Value)
	case n.Style&yaml.DoubleQuotedStyle != 0:
		read = p.doubleQuoted(data, at)
	case n.Style&yaml.SingleQuotedStyle != 0:
		read = p.singleQuoted(data, at)
	default:
		read = p.plain(data, at, n.Value)
	}
	return p, read && string(p.text) == n.Value
}

// put adds text that stands for a piece of the file.
func (p *passage) put(text string, from, to int) {
	for i := range len(text) {
		p.text = append(p.text, text[i])
		p.from = append(p.from, int32(from))
		p.to = append(p.to, int32(to))
	}
}

// copy adds a piece of the file as it is.
func (p *passage) copy(data []byte, from, to int) {
	for i := from; i < to; i++ {
		p.text = append(p.text, data[i])
		p.from = append(p.from, int32(i))
		p.to = append(p.to, int32(i+1))
	}
}

// at is where the byte of the text at an offset is written; behind the last one
// for the end of the text.
func (p *passage) at(offset int) int {
	switch {
	case len(p.text) == 0:
		return p.start
	case offset >= len(p.text):
		return int(p.to[len(p.text)-1])
	}
	for offset > 0 && !utf8.RuneStart(p.text[offset]) {
		offset--
	}
	return int(p.from[offset])
}

// plain follows the value, as what ends a plain scalar depends on what is around
// it.
func (p *passage) plain(data []byte, at int, value string) bool {
	for len(p.text) < len(value) {
		if at == len(data) {
			return false
		}
		if isBlank(data[at]) || lineEnd(data[at:]) > 0 {
			at = p.spaces(data, at)
			continue
		}
		if data[at] != value[len(p.text)] {
			return false
		}
		p.copy(data, at, at+1)
		at++
	}
	p.end = at
	return true
}

func (p *passage) singleQuoted(data []byte, at int) bool {
	for at++; at < len(data); {
		switch {
		case data[at] == '\'' && at+1 < len(data) && data[at+1] == '\'':
			p.put("'", at, at+2)
			at += 2
		case data[at] == '\'':
			p.end = at + 1
			return true
		case isBlank(data[at]) || lineEnd(data[at:]) > 0:
			at = p.spaces(data, at)
		default:
			p.copy(data, at, at+1)
			at++
		}
	}
	return false
}

func (p *passage) doubleQuoted(data []byte, at int) bool {
	for at++; at < len(data); {
		switch {
		case data[at] == '"':
			p.end = at + 1
			return true
		case data[at] == '\\':
			if n := lineEnd(data[at+1:]); n > 0 {
				run := readRun(data, at+1+n)
				p.lines(run, run.ends)
				at = run.to
				continue
			}
			text, n := unescape(data[at:])
			if n == 0 {
				return false
			}
			p.put(text, at, at+n)
			at += n
		case isBlank(data[at]) || lineEnd(data[at:]) > 0:
			at = p.spaces(data, at)
		default:
			p.copy(data, at, at+1)
			at++
		}
	}
	return false
}

// spaces adds the blanks and line ends from a place on, folded as in a flow
// scalar, and returns where they end.
func (p *passage) spaces(data []byte, at int) int {
	run := readRun(data, at)
	switch {
	case len(run.ends) == 0:
		p.copy(data, run.from, run.to)
	case run.ends[0].text != "\n": // LS and PS are never folded
		p.lines(run, run.ends)
	case len(run.ends) == 1:
		p.put(" ", run.from, run.to)
	default:
		p.lines(run, run.ends[1:])
	}
	return run.to
}

// lines adds line ends of a run, which share it among themselves.
func (p *passage) lines(run run, kept []ending) {
	from := run.from
	for i, e := range kept {
		to := run.to
		if i+1 < len(kept) {
			to = e.to
		}
		p.put(e.text, from, to)
		from = to
	}
}

// body is Markdown: what is there, with line ends of one byte.
func (p *passage) body(data []byte, at int, value string) bool {
	for len(p.text) < len(value) && at < len(data) {
		if data[at] == '\r' && lineEnd(data[at:]) == 2 {
			p.put("\n", at, at+2)
			at += 2
			continue
		}
		p.copy(data, at, at+1)
		at++
	}
	p.end = at
	return len(p.text) == len(value)
}
