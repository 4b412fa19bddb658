package load

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// replace makes the edits of one text, which are in order: in its style, or by writing that text
// anew where its style cannot hold them.
func (d *draft) replace(t target, edits []Edit) error {
	n := t.value()
	if n.Kind != yaml.ScalarNode {
		return d.refuse(t.edit, fmt.Sprintf("%s is %s, not a text", strings.Join(t.edit.Path, "/"), kindWords(n)), "edit what it stands for")
	}
	at := d.lines.offset(n.Line, n.Column)
	p, ok := passageOf(d.data, at, n)
	if !ok || n.Style&styleBody == 0 && n.ShortTag() != "!!str" && n.ShortTag() != "!!timestamp" {
		return d.refuse(t.edit, strings.Join(t.edit.Path, "/")+" is not a text", "set its value")
	}
	want, err := d.replaced(n.Value, edits)
	if err != nil {
		return err
	}
	if p.indent > len(d.data) { // a block without a line of text
		return d.set(t, want)
	}
	made := d.inStyle(p, t.edit, edits)
	if p.style&styleBody != 0 || d.holds(p, made, want, t.flow) {
		d.splices = append(d.splices, made...)
		return nil
	}
	return d.set(t, want)
}

func kindWords(n *yaml.Node) string {
	if n.Kind == yaml.AliasNode {
		return "the alias *" + n.Value
	}
	return nodeWords(n)
}

// replaced is a text after edits, which are sorted.
func (d *draft) replaced(text string, edits []Edit) (string, error) {
	var out strings.Builder
	at := 0
	for i := range edits {
		e := &edits[i]
		switch {
		case e.From < 0 || e.To < e.From || e.To > len(text):
			return "", d.refuse(e, fmt.Sprintf("bytes %d to %d are not in a text of %d", e.From, e.To, len(text)), "load the file again")
		case !runeAt(text, e.From) || !runeAt(text, e.To):
			return "", d.refuse(e, fmt.Sprintf("bytes %d to %d cut a character", e.From, e.To), "")
		case !utf8.ValidString(e.Text):
			return "", d.refuse(e, "what is to be written is not UTF-8 text", "")
		case e.From < at:
			return "", d.refuse(e, fmt.Sprintf("two edits change the same bytes of %s", strings.Join(e.Path, "/")), "make one of them first")
		}
		out.WriteString(text[at:e.From])
		out.WriteString(e.Text)
		at = e.To
	}
	return out.String() + text[at:], nil
}

func runeAt(text string, at int) bool { return at == len(text) || utf8.RuneStart(text[at]) }

// inStyle makes the edits of a text within its style.
func (d *draft) inStyle(p *passage, e *Edit, edits []Edit) []splice {
	var made []splice
	for _, one := range edits {
		from := p.at(one.From)
		to := from
		if one.To > one.From {
			to = int(p.to[one.To-1])
		}
		made = append(made, splice{from, to, d.encoded(p, one.Text), e, 0})
	}
	return made
}

// encoded is a text in a style, less quotes.
func (d *draft) encoded(p *passage, text string) string {
	switch {
	case p.style&yaml.DoubleQuotedStyle != 0:
		quoted := doubleQuoted(text)
		return quoted[1 : len(quoted)-1]
	case p.style&yaml.SingleQuotedStyle != 0:
		return strings.ReplaceAll(text, "'", "''")
	case p.style&styleBody != 0:
		return strings.ReplaceAll(text, "\n", d.end)
	case p.style&yaml.LiteralStyle != 0:
		return d.indented(text, d.end, p.indent)
	case p.style&yaml.FoldedStyle != 0:
		return d.indented(text, d.end+d.end, p.indent)
	}
	return text
}

// indented ends lines with end and indents what follows, but for empty lines.
func (d *draft) indented(text, end string, indent int) string {
	lines := strings.Split(text, "\n")
	for i := 1; i < len(lines); i++ {
		if lines[i] != "" || i == len(lines)-1 {
			lines[i] = strings.Repeat(" ", indent) + lines[i]
		}
	}
	return strings.Join(lines, end)
}

// holds reports whether a text, edited within its style, is what is wanted and
// nothing else.
func (d *draft) holds(p *passage, made []splice, want string, flow bool) bool {
	var out []byte
	at := p.start
	for _, s := range made {
		if s.from < at {
			return false
		}
		out = append(append(out, d.data[at:s.from]...), s.text...)
		at = s.to
	}
	if at > p.end {
		return false
	}
	out = append(out, d.data[at:p.end]...)
	if p.style&blockStyles != 0 {
		return d.blockHolds(p, out, want)
	}
	return scalarHolds(string(out), want, flow)
}

// blockHolds reads an edited block again. The value says how its lines are
// indented, unless the first of them begins with a space.
func (d *draft) blockHolds(p *passage, text []byte, want string) bool {
	head, _, _ := strings.Cut(string(text[:min(len(text), 4)]), "\n")
	ended := bytes.HasSuffix(d.data[p.start:p.end], []byte("\n"))
	if ended != bytes.HasSuffix(text, []byte("\n")) || beginsBlank(want) && !strings.ContainsAny(head, "123456789") {
		return false
	}
	node := &yaml.Node{Kind: yaml.ScalarNode, Style: p.style, Value: want}
	q, ok := passageOf(text, 0, node)
	return ok && q.indent == p.indent && q.end == len(text) && printable(want)
}

// scalarHolds reports whether a scalar is read as a text.
func scalarHolds(scalar, want string, flow bool) bool {
	document := "k: " + scalar + "\n"
	if flow {
		document = "{k: " + scalar + "}\n"
	}
	f := &file{}
	roots := parseYAML(f, []byte(document))
	if !printable(scalar) || len(f.findings) > 0 || len(roots) != 1 || len(roots[0].Content) != 2 {
		return false
	}
	n := roots[0].Content[1]
	return n.Kind == yaml.ScalarNode && n.Value == want && (n.ShortTag() == "!!str" || n.ShortTag() == "!!timestamp")
}

// printable reports whether a text has only what may be written as it is.
func printable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' && r != '\r' || r >= 0x7F && r <= 0x9F || r == '\u2028' || r == '\u2029' || r == '\uFEFF' || r == '\uFFFE' || r == '\uFFFF'
	})
}
