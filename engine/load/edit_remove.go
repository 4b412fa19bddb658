package load

import (
	"bytes"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// remove takes a field or an entry of a list away.
func (d *draft) remove(t target) error {
	n := t.value()
	if n.Style&styleBody != 0 {
		return d.removeBody(t)
	}
	value, ok := d.extent(n)
	if !ok {
		return d.unclear(t)
	}
	first, size := t.at, 1
	from := value.node
	if key := t.key(); key != nil {
		x, ok := d.extent(key)
		colon, has := d.colon(key)
		if !ok || !has {
			return d.unclear(t)
		}
		first, size = t.at-1, 2
		from, value.end = x.node, max(value.end, colon)
	}
	switch {
	case len(inFile(t.parent)) == size && !t.flow:
		return d.refuse(t.edit, fmt.Sprintf("nothing would be left around %s", strings.Join(t.edit.Path, "/")), "remove what is around it")
	case t.flow:
		return d.removeFlow(t, first, size, from, value.end)
	}
	return d.removeLines(t, first, from, value)
}

// removeFlow takes an entry away from between brackets, with one comma.
func (d *draft) removeFlow(t target, first, size, from, end int) error {
	content := t.parent.Content
	switch {
	case first+size < len(content):
		next, ok := d.extent(content[first+size])
		if !ok {
			return d.unclear(t)
		}
		if d.commented(end, next.node) {
			return d.comments(t)
		}
		end = next.node
	case first > 0:
		before, ok := d.extent(content[first-1])
		if !ok {
			return d.unclear(t)
		}
		if d.commented(before.end, from) {
			return d.comments(t)
		}
		from = before.end
	default:
		for at := end; at < len(d.data); at++ {
			if d.data[at] == ',' {
				end = at + 1
			}
			if !isBlank(d.data[at]) {
				break
			}
		}
	}
	d.put(t.edit, from, end, "")
	return nil
}

// removeLines takes the lines of an entry away. Where a dash is before it on its
// line, the next field moves there.
func (d *draft) removeLines(t target, first, from int, value extent) error {
	end := value.end
	if d.data[end-1] != '\n' {
		end = d.nextLine(end)
	}
	if t.parent.Kind == yaml.SequenceNode {
		from = bytes.LastIndexByte(d.data[:from], '-')
	}
	start := d.lineStart(from)
	switch before := bytes.TrimLeft(d.data[start:from], " "); {
	case len(before) == 0:
		from = start
	case first+2 < len(t.parent.Content) && t.parent.Kind == yaml.MappingNode:
		next, ok := d.extent(t.parent.Content[first+2])
		if !ok {
			return d.unclear(t)
		}
		if d.commented(end, next.node) {
			end = d.lineTextEnd(value.end)
			from = start + len(bytes.TrimRight(d.data[start:from], " "))
		} else {
			end = next.node
		}
	default:
		return d.unclear(t)
	}
	if end == len(d.data) && from > 0 && d.data[end-1] != '\n' {
		from = d.lineTextEnd(d.lineStart(from - 1)) // the line above is the last now, and has no end either
	}
	d.put(t.edit, from, end, "")
	return nil
}
