package load

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"galley/schema"
)

// yaml reads a stream of YAML documents. What stands before a syntax error is
// read all the same.
func (h *hand) yaml(f *file, data []byte) {
	for _, n := range h.roots(f, data) {
		h.add(f, n)
	}
}

// roots returns those of the documents that are not empty. They hold until the
// next call.
func (h *hand) roots(f *file, data []byte) []*yaml.Node {
	if root := h.subset.read(string(data)); root != nil {
		return append(h.one[:0], root)
	}
	return parseYAML(f, data)
}

// parseYAML reads all that is YAML.
func parseYAML(f *file, data []byte) (roots []*yaml.Node) {
	// The parser reports mistakes of its input as errors; should it trip over
	// one, that is a mistake of the input all the same.
	defer func() {
		if r := recover(); r != nil {
			f.report(0, 0, ruleYAMLSyntax, "the file is not YAML", "")
		}
	}()
	if otherEnds(data) {
		defer func() { recount(data, roots) }()
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var n yaml.Node
		err := decoder.Decode(&n)
		switch {
		case errors.Is(err, io.EOF):
			return roots
		case err != nil:
			reportSyntax(f, data, err)
			return roots
		case n.Kind == yaml.DocumentNode && len(n.Content) == 1 && !empty(n.Content[0]):
			roots = append(roots, n.Content[0])
		}
	}
}

// empty reports whether a document holds nothing but comments.
func empty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" && n.Value == ""
}

var anchorName = regexp.MustCompile(`^unknown anchor '(.+)' referenced$`)

var syntaxLine = regexp.MustCompile(`^line (\d+): `)

// reportSyntax puts a message of the parser into words.
func reportSyntax(f *file, data []byte, err error) {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if m := syntaxLine.FindStringSubmatch(text); m != nil {
		line, _ = strconv.Atoi(m[1])
		text = text[len(m[0]):]
	}
	if m := anchorName.FindStringSubmatch(text); m != nil {
		line, col := lineCol(data, max(0, bytes.Index(data, []byte("*"+m[1]))))
		f.report(line, col, ruleYAMLSyntax, fmt.Sprintf("there is no anchor &%s for this alias", m[1]), "write the anchor before the alias")
		return
	}
	if at, ok := findFault(data); ok && !strings.Contains(text, "exceeded max depth") {
		line, col := lineCol(data, at.offset)
		f.report(line, col, ruleYAMLSyntax, at.text, at.hint)
		return
	}
	lines := bytes.Split(data, []byte("\n"))
	line = max(1, min(line, len(lines)))
	content := string(lines[line-1])
	indent := len(content) - len(strings.TrimLeft(content, " \t"))
	text, hint := syntaxWords(text, content[:indent])
	f.report(line, indent+1, ruleYAMLSyntax, text, hint)
}

// syntaxWords rewrites the parser's messages, whose terms are those of the YAML
// specification.
func syntaxWords(text, indent string) (words, hint string) {
	switch {
	case strings.Contains(indent, "\t"):
		return "a tab in the indentation", "YAML takes spaces only"
	case strings.Contains(text, "mapping values are not allowed"):
		return "a colon inside a text, or a wrong indentation", "put the text in quotes"
	case strings.Contains(text, "did not find expected key"),
		strings.Contains(text, "did not find expected '-' indicator"),
		strings.Contains(text, "could not find expected ':'"):
		return "this line does not fit what is above it", "compare the indentation; a text with special characters needs quotes"
	case strings.Contains(text, "cannot start any token"):
		return "a text cannot begin with this character", "put the text in quotes"
	case strings.Contains(text, "found unexpected end of stream"), strings.Contains(text, "did not find expected ',' or"):
		return "a quote or bracket that is opened here is not closed", ""
	case strings.Contains(text, "exceeded max depth"):
		return "values inside values inside values, thousands deep", ""
	}
	return "not YAML: " + text, ""
}

// add turns a root into a document, and a Calendar's posts into documents of
// their own, and checks them.
func (h *hand) add(f *file, root *yaml.Node) {
	if root.Kind == yaml.AliasNode {
		root = root.Alias
	}
	if root.Kind != yaml.MappingNode {
		f.report(root.Line, root.Column, schema.RuleWrongType, "got "+nodeWords(root)+", want a map that begins with kind:",
			"begin the document with a line such as kind: Post")
		return
	}
	if foreign(root) {
		return
	}
	b := &builder{file: f, limits: h.limits, open: map[*yaml.Node]bool{}}
	for _, d := range b.documents(root) {
		h.check(f, d)
		f.documents = append(f.documents, d)
	}
}

func nodeWords(n *yaml.Node) string {
	switch n.Kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "a map"
	}
	return fmt.Sprintf("%q", cut(n.Value))
}

// lookup returns the value of a key of a mapping, nil if it is not there.
func lookup(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key && n.Content[i].Kind == yaml.ScalarNode {
			return n.Content[i+1]
		}
	}
	return nil
}
