package load

import (
	"strings"

	"gopkg.in/yaml.v3"
)

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
		d.splices[len(d.splices)-1].late = 1
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
	d.putLines(t.edit, at, d.entry(strings.Repeat(" ", column)+inLine(key, 0, false)+":", v, column), v)
	d.splices[len(d.splices)-1].late = 1
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
