package load

import "strings"

// isBody reports whether a path is that of the text below a front matter, unless
// the front matter has it.
func (d *draft) isBody(path []string) bool {
	return formOf(d.shown) == formMarkdown && len(path) == 1 && path[0] == "body"
}

// addBody writes a text below a front matter that has none.
func (d *draft) addBody(t target, v any) error {
	text, is := v.(string)
	if !is {
		return d.refuse(t.edit, "the text below the front matter takes a text only", "")
	}
	_, rest, _, _ := frontMatter(d.data)
	at := len(d.data) - len(rest)
	lines := strings.SplitAfter(text+"\n", "\n")
	start := ""
	if at > 0 && d.data[at-1] != '\n' {
		start = d.end
	}
	d.put(t.edit, at, len(d.data), start+strings.ReplaceAll(strings.Join(lines, ""), "\n", d.end))
	return nil
}

// changeBody writes another text below a front matter; what is blank around it
// stays.
func (d *draft) changeBody(t target, v any) error {
	text, is := v.(string)
	if !is {
		return d.refuse(t.edit, "the text below the front matter takes a text only", "")
	}
	n := t.value()
	p, ok := passageOf(d.data, d.lines.offset(n.Line, n.Column), n)
	if !ok {
		return d.unclear(t)
	}
	text = strings.TrimRight(strings.TrimLeft(text, "\n"), " \t\n")
	d.put(t.edit, p.start, p.end, strings.ReplaceAll(text, "\n", d.end))
	return nil
}

// removeBody leaves the front matter alone.
func (d *draft) removeBody(t target) error {
	n := t.value()
	p, ok := passageOf(d.data, d.lines.offset(n.Line, n.Column), n)
	if !ok {
		return d.unclear(t)
	}
	d.put(t.edit, p.start, min(d.nextLine(p.end), len(d.data)), "")
	return nil
}
