package load

import (
	"bytes"
	"strings"

	"gopkg.in/yaml.v3"

	"galley/schema"
)

// markdown reads a file that begins with YAML between two lines of "---"; the
// rest of it is the field body. A file without that is not content, such as
// README.md.
func (h *hand) markdown(f *file, data []byte) {
	for _, n := range parseMarkdown(f, data, h.roots) {
		h.add(f, n)
	}
}

// parseMarkdown returns the roots of the front matter. If there is one that has
// fields, the text below it is the last of them.
func parseMarkdown(f *file, data []byte, parse func(*file, []byte) []*yaml.Node) []*yaml.Node {
	front, rest, line, ok := frontMatter(data)
	if !ok {
		f.misplaced(data)
		return nil
	}
	if rest == nil {
		f.report(1, 1, ruleYAMLSyntax, "the front matter is not closed", "end it with a line of three dashes: ---")
		return nil
	}
	roots := parse(f, front)
	if len(roots) == 0 && len(f.findings) == 0 {
		f.report(1, 1, schema.RuleUnknownKind, "the front matter is empty", "begin it with a line such as kind: Post, or leave it out if this is not content")
	}
	if len(roots) != 1 || roots[0].Kind != yaml.MappingNode {
		return roots
	}
	root := roots[0]
	body := strings.TrimRight(strings.ReplaceAll(string(rest), "\r\n", "\n"), " \t\n")
	text := strings.TrimLeft(body, "\n")
	if text != "" {
		line += strings.Count(body[:len(body)-len(text)], "\n")
		root.Content = append(root.Content,
			&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: styleBody, Value: "body", Line: line, Column: 1},
			&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: styleBody, Value: text, Line: line, Column: 1})
	}
	return roots
}

// frontMatter splits a file. The front matter keeps its opening line, so that
// lines count as in the file; line is where the rest begins. A rest of nil says
// that the front matter has no end.
func frontMatter(data []byte) (front, rest []byte, line int, ok bool) {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	if string(bytes.TrimRight(first, " \t\r")) != "---" {
		return nil, nil, 0, false
	}
	line = 1
	for at := len(first) + 1; at < len(data); {
		text, _, _ := bytes.Cut(data[at:], []byte("\n"))
		line++
		end := min(at+len(text)+1, len(data))
		if string(bytes.TrimRight(text, " \t\r")) == "---" {
			return data[:at], data[end:len(data):len(data)], line + 1, true
		}
		at = end
	}
	return data, nil, 0, true
}

// misplaced reports front matter that would pass for text: in another language,
// or not in the first line.
func (f *file) misplaced(data []byte) {
	text := bytes.TrimLeft(data, " \t\r\n")
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	line, col := lineCol(data, len(data)-len(text))
	switch mark := string(bytes.TrimRight(first, " \t\r")); {
	case mark == "+++" && bytes.Contains(rest, []byte("\n+++")):
		f.report(line, col, ruleYAMLSyntax, "front matter in TOML is not read", "write it in YAML, between two lines of three dashes")
	case kindLine([]byte(mark)) && bytes.Contains(rest, []byte("\n---")):
		f.report(line, col, ruleYAMLSyntax, "front matter begins with a line of three dashes", "write --- above this line")
	case mark == "---" && bytes.HasPrefix(rest, []byte("kind:")):
		f.report(line, col, ruleYAMLSyntax, "front matter begins in the first line of the file", "remove what stands above it")
	}
}

// kindLine reports whether a line says what a document is, as the first of a post
// does.
func kindLine(line []byte) bool {
	kind, ok := bytes.CutPrefix(line, []byte("kind: "))
	return ok && len(kind) > 0 && kind[0] >= 'A' && kind[0] <= 'Z' && !bytes.ContainsRune(bytes.TrimSpace(kind), ' ')
}

// isContent reports whether a file is read as such: all but Markdown without
// front matter.
func isContent(name string, data []byte) bool {
	return formOf(name) != formMarkdown || bytes.HasPrefix(data, []byte("---"))
}
