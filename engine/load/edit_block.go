package load

import (
	"bytes"
	"strings"

	"gopkg.in/yaml.v3"
)

// putBlock writes a value with lines of its own in place of one that is part of
// a line. A comment stays behind the key.
func (d *draft) putBlock(t target, from, end int, v any, column int) error {
	rest := d.data[end:d.lineTextEnd(end)]
	if text := bytes.TrimLeft(rest, " \t"); len(text) > 0 && text[0] != '#' {
		return d.unclear(t)
	}
	head, lines := d.block(v, column)
	if head == "" {
		for from > 0 && isBlank(d.data[from-1]) {
			from--
		}
	} else {
		head = d.spaced(from, end, head)
	}
	d.put(t.edit, from, end, head)
	d.putLines(t.edit, d.nextLine(end), lines, v)
	return nil
}

// putLines puts the lines of a value before the line that begins at an offset. A
// file whose last line has no end keeps that, unless the value ends with it.
func (d *draft) putLines(e *Edit, at int, lines []string, v any) {
	text := strings.Join(lines, "")
	if at == len(d.data) && at > 0 && d.data[at-1] != '\n' {
		text = d.end + text
		if !endsLine(v) {
			text = strings.TrimSuffix(text, d.end)
		}
	}
	d.put(e, at, at, text)
}

// endsLine reports whether the last text of a value is a block that ends with a
// line end.
func endsLine(v any) bool {
	switch v := ordered(v).(type) {
	case string:
		return isBlock(v) && strings.HasSuffix(v, "\n")
	case []any:
		return len(v) > 0 && endsLine(v[len(v)-1])
	case Fields:
		return len(v) > 0 && endsLine(v[len(v)-1].Value)
	}
	return false
}

// lineTextEnd is where the line of an offset ends, before its line end.
func (d *draft) lineTextEnd(at int) int {
	return at + len(bytes.TrimRight(d.data[at:d.nextLine(at)], "\r\n"))
}

// changeBlock writes over a literal or folded text. Its head and its comment
// stay where they can.
func (d *draft) changeBlock(t target, column int, x extent, v any) error {
	from := x.value
	if t.value().Anchor == "" {
		from = x.node
	}
	text, is := v.(string)
	switch {
	case is && literalHolds(text):
		style := t.value().Style
		if strings.Contains(strings.TrimSuffix(text, "\n"), "\n") {
			style = yaml.LiteralStyle
		}
		indent := column + d.step
		if x.block.indent < len(d.data) {
			indent = max(x.block.indent, column+1)
		}
		head, lines := d.literal(text, indent, indent-column, style)
		if beginsBlank(text) && indent-column > 9 {
			break
		}
		d.put(t.edit, from, x.head, head)
		d.putInstead(t.edit, x, lines, v)
		return nil
	case isBlock(v) && t.parent.Kind == yaml.MappingNode:
		_, lines := d.block(v, column)
		for from > 0 && isBlank(d.data[from-1]) {
			from--
		}
		d.put(t.edit, from, x.head, "")
		d.putInstead(t.edit, x, lines, v)
		return nil
	}
	d.put(t.edit, from, x.head, inLine(v, 0, false))
	d.putInstead(t.edit, x, nil, v)
	return nil
}

// putInstead replaces lines by those of a value. A file whose last line has no
// end keeps that, unless the value ends with it.
func (d *draft) putInstead(e *Edit, x extent, lines []string, v any) {
	text := strings.Join(lines, "")
	from := min(x.lines, x.end)
	if x.end == len(d.data) && x.end > 0 && d.data[x.end-1] != '\n' {
		if !endsLine(v) {
			text = strings.TrimSuffix(text, d.end)
		}
		if text == "" && from < x.end {
			from = d.lineTextEnd(x.head)
		}
	}
	d.put(e, max(from, x.head), max(x.end, x.head), text)
}

// changeLines writes over a list or map that has lines of its own.
func (d *draft) changeLines(t target, column int, x extent, v any) error {
	key := t.key()
	if key == nil {
		return d.refuse(t.edit, "an entry of a list that has lines of its own is not written anew", "set its fields one by one")
	}
	colon, ok := d.colon(key)
	if !ok || x.value < d.nextLine(colon) {
		return d.unclear(t)
	}
	if t.value().Anchor != "" {
		colon = max(colon, nextBlank(d.data, x.node))
	}
	below := d.nextLine(colon)
	end := x.end
	if d.data[end-1] != '\n' {
		end = d.nextLine(end)
	}
	if d.commented(below, end, t.value()) {
		return d.comments(t)
	}
	var lines []string
	switch {
	case isBlock(v):
		var head string
		if head, lines = d.block(v, column); head != "" {
			d.put(t.edit, colon, colon, " "+head)
		}
	default:
		d.put(t.edit, colon, colon, " "+inLine(v, 0, false))
	}
	d.putInstead(t.edit, extent{head: colon, lines: below, end: end}, lines, v)
	return nil
}
