package load

import (
	"bytes"
	"fmt"
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
	if key := t.key(); ok && key != nil {
		_, ok = d.colon(key)
	}
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
	if t.flow || t.parent.Kind == yaml.SequenceNode && !isString(v) || !isBlock(v) {
		d.put(t.edit, from, x.end, d.spaced(from, x.end, d.inStyleOf(n, t, v))+d.spaceAfter(x.end))
		return nil
	}
	return d.putBlock(t, from, x.end, v, c)
}

func isString(v any) bool {
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
	if !isString(v) && !d.isJSON(t.parent) {
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

func (d *draft) unclear(t target) error {
	return d.refuse(t.edit, strings.Join(t.edit.Path, "/")+" is written in a form that is not edited", "edit it by hand")
}

func (d *draft) comments(t target) error {
	return d.refuse(t.edit, strings.Join(t.edit.Path, "/")+" has comments inside, which would be lost",
		fmt.Sprintf("edit it by hand in line %d, or its fields one by one", t.value().Line))
}
