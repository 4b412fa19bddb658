package load

import (
	"bytes"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// set writes a value where one is, or a field that is not there.
func (d *draft) set(t target, value any) error {
	if _, ok := plainValue(value); !ok {
		return d.refuse(t.edit, "this value cannot be written", "")
	}
	v := ordered(value)
	for len(t.missing) > 1 || t.at >= 0 && len(t.missing) == 1 { // what is around it is missing, too
		last := len(t.missing) - 1
		v = Fields{{t.missing[last], v}}
		t.missing = t.missing[:last]
	}
	switch {
	case t.at < 0 && d.isBody(t.edit.Path):
		return d.addBody(t, v)
	case t.at < 0:
		return d.add(t, v)
	}
	return d.change(t, v)
}

// change writes another value behind the same key or dash.
func (d *draft) change(t target, v any) error {
	n := t.value()
	if n.Style&styleBody != 0 {
		return d.changeBody(t, v)
	}
	x, ok := d.extent(n)
	if !ok {
		return d.unclear(t)
	}
	c := d.container(t)
	switch {
	case x.block != nil:
		return d.changeBlock(t, c, x, v)
	case n.Kind != yaml.ScalarNode && n.Kind != yaml.AliasNode && n.Style&yaml.FlowStyle == 0 && len(n.Content) > 0:
		return d.changeLines(t, c, x, v)
	}
	from := x.value
	if n.Anchor == "" {
		from = x.node // a tag is that of the old value
	}
	if d.commented(x.value, x.end, n) {
		return d.comments(t)
	}
	if t.flow || t.parent.Kind == yaml.SequenceNode && !isText(v) || !isBlock(v) {
		d.put(t.edit, from, x.end, d.spaced(from, x.end, d.inStyleOf(n, t, v))+d.spaceAfter(x.end))
		return nil
	}
	return d.putBlock(t, from, x.end, v, c)
}

func isText(v any) bool {
	_, is := v.(string)
	return is
}

// container is the column, from 0, of the key or dash that a value belongs to.
func (d *draft) container(t target) int {
	if key := t.key(); key != nil {
		return key.Column - 1
	}
	x, _ := d.extent(t.value())
	if at := bytes.LastIndexByte(d.data[:x.node], '-'); at >= 0 {
		return at - d.lineStart(at)
	}
	return 0
}

// inStyleOf writes a value on one line, in the quotes of the one before.
func (d *draft) inStyleOf(n *yaml.Node, t target, v any) string {
	mark := byte(0)
	switch {
	case n.Style&yaml.SingleQuotedStyle != 0:
		mark = '\''
	case n.Style&yaml.DoubleQuotedStyle != 0 || d.isJSON(t.parent):
		mark = '"'
	}
	if !isText(v) && !d.isJSON(t.parent) {
		mark = 0
	}
	return inLine(v, mark, t.flow)
}

// isJSON reports whether the keys of a map between brackets are quoted.
func (d *draft) isJSON(n *yaml.Node) bool {
	return n.Style&yaml.FlowStyle != 0 && n.Kind == yaml.MappingNode && len(n.Content) > 0 && n.Content[0].Style&yaml.DoubleQuotedStyle != 0
}

// spaced puts a blank before what is written where nothing was, as it would
// touch a colon, a dash or an anchor.
func (d *draft) spaced(from, end int, text string) string {
	if from == end && from > 0 && !isBlank(d.data[from-1]) {
		return " " + text
	}
	return text
}

// spaceAfter is a blank if a comment or key would touch what is written.
func (d *draft) spaceAfter(end int) string {
	if end < len(d.data) && d.data[end] == '#' {
		return " "
	}
	return ""
}

// putBlock writes a value with lines of its own in place of one that is part of
// a line. A comment stays behind the key.
func (d *draft) putBlock(t target, from, end int, v any, column int) error {
	rest := d.data[end:d.lineTextEnd(end)]
	if text := bytes.TrimLeft(rest, " \t"); len(text) > 0 && text[0] != '#' {
		return d.unclear(t)
	}
	head, lines := d.block(v, column, 0)
	if head == "" {
		for from > 0 && isBlank(d.data[from-1]) {
			from--
		}
	} else {
		head = d.spaced(from, end, head)
	}
	d.put(t.edit, from, end, head)
	d.putLines(t.edit, d.nextLine(end), lines)
	return nil
}

// putLines puts lines before the one that begins at an offset. A file whose last
// line has no end keeps that.
func (d *draft) putLines(e *Edit, at int, lines []string) {
	text := strings.Join(lines, "")
	if at == len(d.data) && at > 0 && d.data[at-1] != '\n' {
		text = d.end + strings.TrimSuffix(text, d.end)
	}
	d.put(e, at, at, text)
}

// lineTextEnd is where the line of an offset ends, before its line end.
func (d *draft) lineTextEnd(at int) int {
	end := d.nextLine(at)
	return len(bytes.TrimRight(d.data[:end], "\r\n"))
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
		d.putInstead(t.edit, x, lines)
		return nil
	case isBlock(v) && t.parent.Kind == yaml.MappingNode:
		_, lines := d.block(v, column, 0)
		for from > 0 && isBlank(d.data[from-1]) {
			from--
		}
		d.put(t.edit, from, x.head, "")
		d.putInstead(t.edit, x, lines)
		return nil
	}
	d.put(t.edit, from, x.head, inLine(v, 0, false))
	d.putInstead(t.edit, x, nil)
	return nil
}

// putInstead replaces the lines of a block. A file whose last line has no end
// keeps that.
func (d *draft) putInstead(e *Edit, x extent, lines []string) {
	text := strings.Join(lines, "")
	from := min(x.lines, x.end)
	if x.end == len(d.data) && x.end > 0 && d.data[x.end-1] != '\n' {
		text = strings.TrimSuffix(text, d.end)
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
		if head, lines = d.block(v, column, 0); head != "" {
			d.put(t.edit, colon, colon, " "+head)
		}
	default:
		d.put(t.edit, colon, colon, " "+inLine(v, 0, false))
	}
	d.putInstead(t.edit, extent{head: colon, lines: below, end: end}, lines)
	return nil
}

// add writes a field that is not there.
func (d *draft) add(t target, v any) error {
	fields := inFile(t.parent)
	if len(fields) == 0 {
		return d.addFirst(t, v)
	}
	behind := len(fields) - 1
	if i := entry(t.parent, t.edit.After); i >= 0 && t.edit.After != "" {
		behind = i
	}
	x, ok := d.extent(fields[behind])
	if !ok {
		return d.unclear(t)
	}
	key := t.missing[0]
	if t.flow || t.parent.Style&yaml.FlowStyle != 0 {
		mark := byte(0)
		if d.isJSON(t.parent) {
			mark = '"'
		}
		d.put(t.edit, x.end, x.end, ", "+inLine(key, mark, true)+": "+inLine(v, mark, true))
		return nil
	}
	column := fields[0].Column - 1
	at := x.end
	if x.end == 0 || d.data[x.end-1] != '\n' {
		at = d.nextLine(x.end)
	}
	if at == len(d.data) && x.block != nil && d.data[at-1] != '\n' {
		d.noLastEnd(t, x)
	}
	d.putLines(t.edit, at, d.entry(strings.Repeat(" ", column)+inLine(key, 0, false)+":", v, column))
	return nil
}

// inFile are the keys and values of a map that are in the file, but for the
// body of a Markdown file.
func inFile(n *yaml.Node) []*yaml.Node {
	fields := n.Content
	if len(fields) > 1 && fields[len(fields)-1].Style&styleBody != 0 {
		fields = fields[:len(fields)-2]
	}
	return fields
}

// noLastEnd makes the head of a block say that its text does not end with the
// line end which follows from now on.
func (d *draft) noLastEnd(t target, x extent) {
	head := strings.NewReplacer("+", "", "-", "").Replace(string(d.data[x.value:x.head])) + "-"
	d.put(t.edit, x.value, x.head, head)
}

// addFirst writes a field into a map that has none.
func (d *draft) addFirst(t target, v any) error {
	x, ok := d.extent(t.parent)
	if !ok || t.parent.Style&yaml.FlowStyle == 0 {
		return d.unclear(t)
	}
	d.put(t.edit, x.value+1, x.value+1, inLine(t.missing[0], 0, true)+": "+inLine(v, 0, true))
	return nil
}

// rename writes another field in place of one.
func (d *draft) rename(t target) error {
	key := t.key()
	if key == nil {
		return d.refuse(t.edit, "an entry of a list has no name", "")
	}
	if key.Style&styleBody != 0 {
		return d.refuse(t.edit, "the text below the front matter has no other name", "")
	}
	x, ok := d.extent(key)
	if _, colon := d.colon(key); !ok || !colon {
		return d.unclear(t)
	}
	mark := byte(0)
	if d.isJSON(t.parent) {
		mark = '"'
	}
	d.put(t.edit, x.value, x.end, inLine(t.edit.Key, mark, t.flow))
	return d.set(t, t.edit.Value)
}

func (d *draft) unclear(t target) error {
	return d.refuse(t.edit, strings.Join(t.edit.Path, "/")+" is written in a form that is not edited", "edit it by hand")
}

func (d *draft) comments(t target) error {
	return d.refuse(t.edit, strings.Join(t.edit.Path, "/")+" has comments inside, which would be lost",
		"edit it by hand, or its fields one by one, or line "+strconv.Itoa(t.value().Line))
}
