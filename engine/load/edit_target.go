package load

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// A target is where an edit is made: an entry of a map or of a list.
type target struct {
	edit    *Edit
	parent  *yaml.Node
	at      int      // of the value in the parent's content; -1 if it is not there
	missing []string // what follows in the path and is not there
	flow    bool     // between brackets
}

func (t target) value() *yaml.Node { return t.parent.Content[t.at] }

// key is the node of the key, nil for an entry of a list.
func (t target) key() *yaml.Node {
	if t.parent.Kind != yaml.MappingNode {
		return nil
	}
	return t.parent.Content[t.at-1]
}

// target finds what an edit names. Only what is written at its path can be
// edited there: an alias stands for what is written elsewhere.
func (d *draft) target(e *Edit) (target, error) {
	n := d.roots[place{e.Start.Line, e.Start.Col}]
	switch {
	case n == nil:
		return target{}, d.refuse(e, "no object begins here", "load the file again")
	case len(e.Path) == 0:
		return target{}, d.refuse(e, "an edit needs the path of a value", "")
	}
	t := target{edit: e}
	for i, key := range e.Path {
		t.flow = t.flow || n.Style&yaml.FlowStyle != 0
		t.parent, t.at = n, entry(n, key)
		if t.at < 0 {
			t.missing = e.Path[i:]
			return t, d.mayAdd(t)
		}
		n = t.value()
		last := i == len(e.Path)-1
		switch {
		case !last && n.Kind == yaml.AliasNode:
			return t, d.refuse(e, fmt.Sprintf("%s is the alias *%s", strings.Join(e.Path[:i+1], "/"), n.Value), fmt.Sprintf("edit what it stands for, in line %d", n.Alias.Line))
		case !last && n.Kind == yaml.ScalarNode && e.Kind == SetField && n.ShortTag() == "!!null":
			t.missing = e.Path[i+1:]
			return t, nil
		case !last && n.Kind == yaml.ScalarNode:
			return t, d.refuse(e, fmt.Sprintf("%s has no fields", strings.Join(e.Path[:i+1], "/")), "")
		}
	}
	return t, nil
}

// mayAdd allows what is missing to be added: a field, never an entry of a list.
func (d *draft) mayAdd(t target) error {
	name := strings.Join(t.edit.Path[:len(t.edit.Path)-len(t.missing)+1], "/")
	switch {
	case t.edit.Kind != SetField:
		return d.refuse(t.edit, name+" is not written here", "")
	case t.parent.Kind != yaml.MappingNode:
		return d.refuse(t.edit, fmt.Sprintf("there is no entry %s", name), "set the list as a whole")
	}
	return nil
}

// entry returns where the value of a key is in the content of a node, -1 if it
// is not there.
func entry(n *yaml.Node, key string) int {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if k := n.Content[i]; k.Kind == yaml.ScalarNode && k.Value == key && k.ShortTag() != "!!merge" {
				return i + 1
			}
		}
	case yaml.SequenceNode:
		if i, ok := index(key, len(n.Content)); ok {
			return i
		}
	}
	return -1
}

// An extent is where a node is written. Its end is that of its last character;
// the lines of a block begin below its head.
type extent struct {
	node, value, end int      // with and without anchor and tag
	block            *passage // of a literal or folded text
	head, lines      int      // end of the head of a block, where its lines begin
}

// extent measures a node.
func (d *draft) extent(n *yaml.Node) (extent, bool) {
	at := d.lines.offset(n.Line, n.Column)
	x := extent{node: at, value: at, end: at}
	switch n.Kind {
	case yaml.AliasNode:
		for x.end++; x.end < len(d.data) && inAnchor(d.data[x.end]); x.end++ {
		}
		return x, true
	case yaml.ScalarNode:
		return d.scalarExtent(x, n)
	}
	x.value = afterProperties(d.data, at)
	return d.collectionExtent(x, n)
}

func (d *draft) scalarExtent(x extent, n *yaml.Node) (extent, bool) {
	if n.Value == "" && n.Style&^yaml.TaggedStyle == 0 {
		for x.end < len(d.data) && (d.data[x.end] == '&' || d.data[x.end] == '!') {
			x.end = nextBlank(d.data, x.end)
			if more := afterProperties(d.data, x.end); more < len(d.data) && (d.data[more] == '&' || d.data[more] == '!') {
				x.end = more
			}
		}
		x.value = x.end
		return x, true
	}
	p, ok := passageOf(d.data, x.node, n)
	if !ok {
		return x, false
	}
	x.value, x.end = p.start, p.end
	if n.Style&blockStyles != 0 {
		x.block = p
		x.head = p.start + 1
		for x.head < len(d.data) && strings.IndexByte("+-0123456789", d.data[x.head]) >= 0 {
			x.head++
		}
		x.lines = d.nextLine(x.head)
	}
	return x, true
}

func (d *draft) collectionExtent(x extent, n *yaml.Node) (extent, bool) {
	x.end = x.value
	if len(n.Content) > 0 {
		last, ok := d.extent(n.Content[len(n.Content)-1])
		if !ok {
			return x, false
		}
		x.end = last.end
	}
	if n.Style&yaml.FlowStyle == 0 || x.value == len(d.data) || d.data[x.value] != '{' && d.data[x.value] != '[' {
		return x, true
	}
	for at := max(x.end, x.value+1); at < len(d.data); at++ {
		switch c := d.data[at]; c {
		case '}', ']':
			x.end = at + 1
			return x, true
		case '#':
			at = d.nextLine(at) - 1
		}
	}
	return x, false
}

func nextBlank(data []byte, at int) int {
	for at < len(data) && !isBlank(data[at]) && lineEnd(data[at:]) == 0 {
		at++
	}
	return at
}

// nextLine is where the line after the one of an offset begins.
func (d *draft) nextLine(at int) int {
	if n := bytes.IndexByte(d.data[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(d.data)
}

// lineStart is where the line of an offset begins.
func (d *draft) lineStart(at int) int { return bytes.LastIndexByte(d.data[:at], '\n') + 1 }

// colon is where the colon of a key ends. Keys that are written apart from their
// colon are not edited.
func (d *draft) colon(key *yaml.Node) (int, bool) {
	x, ok := d.extent(key)
	if !ok {
		return 0, false
	}
	at := x.end
	for at < len(d.data) && isBlank(d.data[at]) {
		at++
	}
	return at + 1, at < len(d.data) && d.data[at] == ':'
}

// commented reports whether there is a comment in a piece of the file, outside
// of the scalars of nodes.
func (d *draft) commented(from, to int, nodes ...*yaml.Node) bool {
	var scalars []extent
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			if x, ok := d.extent(n); ok {
				scalars = append(scalars, x)
			}
		}
		for _, c := range n.Content {
			visit(c)
		}
	}
	for _, n := range nodes {
		visit(n)
	}
	slices.SortFunc(scalars, func(a, b extent) int { return a.value - b.value })
	for _, x := range scalars {
		if x.block != nil {
			x.value = x.lines
		}
		if from < x.value && bytes.IndexByte(d.data[from:min(x.value, to)], '#') >= 0 {
			return true
		}
		from = min(max(from, x.end), to)
	}
	return bytes.IndexByte(d.data[from:to], '#') >= 0
}

// learn finds out how the file is indented.
func (d *draft) learn() {
	var step, dash int
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		for i, c := range n.Content {
			if n.Kind == yaml.MappingNode && i%2 == 1 && c.Style&yaml.FlowStyle == 0 && c.Line > n.Content[i-1].Line && len(c.Content) > 0 {
				by := c.Column - n.Content[i-1].Column
				switch {
				case c.Kind == yaml.MappingNode && step == 0 && by > 0:
					step = min(by, 8)
				case c.Kind == yaml.SequenceNode && dash == 0 && by >= 0:
					dash = min(by, 8) + 1
				}
			}
			visit(c)
		}
	}
	for _, n := range sortedRoots(d.roots) {
		visit(n)
	}
	if step > 0 {
		d.step = step
	}
	d.dash = d.step
	if dash > 0 {
		d.dash = dash - 1
	}
}

func sortedRoots(roots map[place]*yaml.Node) []*yaml.Node {
	var list []*yaml.Node
	for _, n := range roots {
		list = append(list, n)
	}
	slices.SortFunc(list, func(a, b *yaml.Node) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return list
}
