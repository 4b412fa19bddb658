package load

import (
	"fmt"
	"strconv"

	"gopkg.in/yaml.v3"

	"galley/schema"
)

// A builder turns nodes into data. Nothing of the nodes is kept.
type builder struct {
	file     *file
	limits   Limits
	open     map[*yaml.Node]bool // anchors being expanded: one inside itself has no end
	inAlias  int
	outer    *yaml.Node // the alias in whose text all others are
	aliased  int
	stopped  bool // the rest of the document is not worth reading
	document *document
}

// documents builds one document, and for a Calendar one for each post.
func (b *builder) documents(root *yaml.Node) []*document {
	kind := ""
	if n := lookup(root, "kind"); n != nil && n.Kind == yaml.ScalarNode {
		kind = n.Value
	}
	posts := lookup(root, "posts")
	if posts != nil && posts.Kind == yaml.AliasNode {
		posts = posts.Alias
	}
	if kind != "Calendar" || posts == nil || posts.Kind != yaml.SequenceNode {
		return []*document{b.object(root, kind, nil)}
	}
	list := []*document{b.object(root, kind, posts)}
	for _, item := range posts.Content {
		if b.aliased > b.limits.Aliased {
			break
		}
		aliases := 0
		if item.Kind == yaml.AliasNode {
			b.outer, item, aliases = item, item.Alias, 1
		}
		if item.Kind != yaml.MappingNode {
			b.file.report(item.Line, item.Column, schema.RuleWrongType, "posts: got "+nodeWords(item)+", want a map with the fields of a Post", "")
			continue
		}
		b.inAlias += aliases
		list = append(list, b.object(item, b.postKind(item), nil))
		b.inAlias -= aliases
	}
	return list
}

// postKind is Post unless the author says otherwise, which is then reported.
func (b *builder) postKind(item *yaml.Node) string {
	n := lookup(item, "kind")
	if n == nil || n.Value == "Post" {
		return "Post"
	}
	b.file.report(n.Line, n.Column, schema.RuleUnknownKind, fmt.Sprintf("got %s among the posts of a Calendar, want a Post", nodeWords(n)),
		"write it as a document of its own")
	return n.Value
}

// object builds one object. The value apart is left out: it becomes objects of
// its own.
func (b *builder) object(root *yaml.Node, kind string, apart *yaml.Node) *document {
	d := &document{
		object: &schema.Object{
			Kind:  kind,
			Start: schema.Pos{File: b.file.shown, Line: root.Line, Col: root.Column},
		},
		keys:  make([]keyPlace, 0, len(root.Content)), // twice as many as on top
		valid: true,
	}
	d.object.Reserve(len(root.Content))
	b.document, b.stopped = d, false
	d.before = len(b.file.findings)
	fields := b.mapping("", root, 1, apart)
	d.id = fields["id"]
	d.object.ID, _ = d.id.(string)
	delete(fields, "kind")
	delete(fields, "id")
	d.object.Fields = fields
	d.object.SortPlaces()
	d.partial = b.stopped
	for i := d.before; i < len(b.file.findings); i++ {
		b.file.findings[i].Object = named(d.object)
		d.valid = false
	}
	for _, l := range d.lost {
		l.finding.Object = named(d.object)
		b.file.findings = append(b.file.findings, l.finding)
	}
	return d
}

func (b *builder) fail(n *yaml.Node, rule, text, hint string) {
	b.file.report(n.Line, n.Column, rule, text, hint)
}

// value builds any node; nil for what was refused.
func (b *builder) value(path string, n *yaml.Node, depth int) any {
	switch {
	case b.stopped:
		return nil
	case depth > b.limits.Depth:
		b.fail(n, ruleTooDeep, fmt.Sprintf("more than %d values inside each other", b.limits.Depth), "")
		b.stopped = true
		return nil
	}
	if b.inAlias > 0 && b.tooMany() {
		return nil
	}
	switch n.Kind {
	case yaml.ScalarNode:
		b.hashtagLost(path, n, n.LineComment)
		return b.scalar(path, n)
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for i, item := range n.Content {
			at := path + "/" + strconv.Itoa(i)
			b.note(at, item)
			list = append(list, b.value(at, item, depth+1))
		}
		return list
	case yaml.MappingNode:
		return b.mapping(path, n, depth, nil)
	case yaml.AliasNode:
		return b.alias(n, func(target *yaml.Node) any { return b.value(path, target, depth+1) })
	}
	return nil
}

// note keeps a place, but not those inside an alias: there would be as many as
// values.
func (b *builder) note(path string, n *yaml.Node) {
	if b.inAlias == 0 {
		b.document.object.Note(path, n.Line, n.Column)
	}
}

// mostPath bounds the length of a path in bytes: long keys around many values
// would multiply.
const mostPath = 400

func (b *builder) mapping(path string, n *yaml.Node, depth int, apart *yaml.Node) map[string]any {
	out := make(map[string]any, len(n.Content)/2)
	var first firstKeys
	prefix := path
	if path != "" {
		prefix += "/"
	}
	for i := 0; i+1 < len(n.Content) && !b.stopped; i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			b.fail(key, ruleYAMLSyntax, "the key of a map must be a word", "")
			continue
		}
		if len(prefix)+len(key.Value) > mostPath {
			b.fail(key, ruleTooDeep, "keys of this length are not read", "")
			b.stopped = true
			break
		}
		if other := first.of(n.Content, i); other != nil {
			b.fail(key, ruleDuplicateKey, fmt.Sprintf("the key %q is there twice", key.Value),
				fmt.Sprintf("it was first written in line %d; keep one of both", other.Line))
			continue
		}
		if key.ShortTag() == "!!merge" {
			continue
		}
		at := prefix + key.Value
		b.note(at, value)
		if empty(value) {
			b.hashtagLost(at, value, key.LineComment)
		}
		if b.inAlias == 0 {
			b.document.keys = append(b.document.keys, keyPlace{at, key.Line, key.Column})
		}
		if value != apart && (apart == nil || value.Alias != apart) {
			out[key.Value] = b.value(at, value, depth+1)
		}
	}
	b.merges(path, n, depth, out)
	return out
}

// firstKeys finds the keys that a mapping has twice. Few keys are compared with
// each other; the map is for many.
type firstKeys map[string]*yaml.Node

// of returns the key before the i-th node of a mapping that is the same word,
// nil if there is none. It is called for each key in turn.
func (f *firstKeys) of(content []*yaml.Node, i int) *yaml.Node {
	const few = 32
	key := content[i]
	if len(content) <= 2*few {
		for j := 0; j < i; j += 2 {
			if content[j].Kind == yaml.ScalarNode && content[j].Value == key.Value {
				return content[j]
			}
		}
		return nil
	}
	if *f == nil {
		*f = make(firstKeys, len(content)/2)
	}
	other := (*f)[key.Value]
	if other == nil {
		(*f)[key.Value] = key
	}
	return other
}
