package load

import "strings"

// block reads a literal or folded scalar from its head on.
func (p *passage) block(data []byte, at int, value string) bool {
	folded, chomp := data[at] == '>', byte(0)
	for at++; at < len(data) && strings.IndexByte("+-0123456789", data[at]) >= 0; at++ {
		if data[at] == '+' || data[at] == '-' {
			chomp = data[at]
		}
	}
	for at < len(data) && lineEnd(data[at:]) == 0 {
		at++ // blanks and a comment
	}
	at += lineEnd(data[at:])
	p.end, p.indent = at, blockIndent(data[at:], value)
	wasIndented := false
	before := p.gap(data, at)
	for first := true; before.to < len(data) && before.column == p.indent; first = false {
		indented := isBlank(data[before.to])
		switch {
		case first:
			p.lines(before.run, before.ends)
		case !folded || wasIndented || indented || before.ends[0].text != "\n":
			p.lines(before.run, before.ends)
		case len(before.ends) == 1:
			p.put(" ", before.from, before.to)
		default:
			p.lines(before.run, before.ends[1:])
		}
		wasIndented = indented
		end := before.to
		for end < len(data) && lineEnd(data[end:]) == 0 {
			end++
		}
		p.copy(data, before.to, end)
		before = p.gap(data, end)
		p.end = end
		if len(before.ends) > 0 {
			p.end = before.ends[0].to
		}
	}
	p.chomp(before, chomp)
	return true
}

// chomp adds the line ends behind the last line: one, none or all of them.
func (p *passage) chomp(tail gap, mark byte) {
	kept := tail.ends
	switch {
	case mark == '-' || len(kept) == 0:
		return
	case mark == 0 && len(p.text) == 0:
		return // there is no last line
	case mark == 0:
		kept = kept[:1]
	}
	for _, e := range kept {
		p.put(e.text, e.from, e.to)
	}
	p.end = kept[len(kept)-1].to
}

// A gap is what lies between the end of a line of a block and the text of the
// next one.
type gap struct {
	run
	column int // at its end, counted from 0
}

func (p *passage) gap(data []byte, at int) gap {
	g := gap{run: run{from: at, to: at}}
	for {
		if n := lineEnd(data[g.to:]); n > 0 {
			g.ends = append(g.ends, ending{endText(data[g.to : g.to+n]), g.to, g.to + n})
			g.to += n
			g.column = 0
			continue
		}
		if g.to == len(data) || data[g.to] != ' ' || g.column == p.indent {
			return g
		}
		g.to++
		g.column++
	}
}

// blockIndent finds by how much the lines of a block are indented: as far as its
// first line that is not blank, less the spaces with which that line begins in
// the value. This holds with an indentation indicator and without.
func blockIndent(lines []byte, value string) int {
	first := strings.IndexFunc(value, func(r rune) bool { return r != ' ' && r != '\n' })
	if first < 0 {
		return 1 << 30 // no line has text
	}
	column, at := 0, 0
	for at < len(lines) {
		if n := lineEnd(lines[at:]); n > 0 {
			at, column = at+n, 0
			continue
		}
		if lines[at] != ' ' {
			break
		}
		at++
		column++
	}
	return column - (first - 1 - strings.LastIndexByte(value[:first], '\n'))
}
