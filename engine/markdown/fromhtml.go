package markdown

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// writer turns nodes into Markdown.
type writer struct{ unshift int }

// blocks returns the blocks inside n; text between them is a paragraph.
func (w *writer) blocks(n *html.Node) []string {
	var out []string
	var loose strings.Builder
	flush := func() {
		if text := strings.TrimSpace(loose.String()); text != "" {
			out = append(out, text)
		}
		loose.Reset()
	}
	for c := range n.ChildNodes() {
		if isInline(c) {
			loose.WriteString(w.inline(c))
			continue
		}
		flush()
		out = append(out, w.block(c)...)
	}
	flush()
	return out
}

func isInline(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return true
	}
	switch n.Data {
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table", "hr", "div",
		"section", "article", "main", "header", "footer", "figure", "figcaption", "details", "summary",
		"nav", "aside", "dl", "dt", "dd", "script", "style", "template", "noscript", "iframe", "form", "body", "html", "head":
		return false
	}
	return true
}

func (w *writer) block(n *html.Node) []string {
	switch n.Data {
	case "p", "dt", "dd", "figcaption", "summary":
		return some(strings.TrimSpace(w.inlines(n)))
	case "h1", "h2", "h3", "h4", "h5", "h6":
		level := min(max(int(n.Data[1]-'0')-w.unshift, 1), 6)
		return some(strings.Repeat("#", level) + " " + strings.TrimSpace(w.inlines(n)))
	case "ul", "ol":
		return some(w.list(n))
	case "blockquote":
		return some(prefixed(strings.Join(w.blocks(n), "\n\n"), "> ", "> "))
	case "pre":
		return some(fence(rawText(n)))
	case "table":
		return some(w.table(n))
	case "hr":
		return []string{"---"}
	case "script", "style", "template", "noscript", "iframe", "nav", "form", "head":
		return nil
	}
	return w.blocks(n)
}

func some(block string) []string {
	if block == "" {
		return nil
	}
	return []string{block}
}

func (w *writer) list(n *html.Node) string {
	var items []string
	for c := range n.ChildNodes() {
		if c.Type != html.ElementNode || c.Data != "li" {
			continue
		}
		mark := "- "
		if n.Data == "ol" {
			mark = fmt.Sprintf("%d. ", len(items)+1)
		}
		body := strings.Join(w.blocks(c), "\n\n")
		if !hasParagraph(c) {
			body = strings.Join(w.blocks(c), "\n")
		}
		items = append(items, prefixed(body, mark, strings.Repeat(" ", len(mark))))
	}
	if len(items) > 0 && strings.Contains(strings.Join(items, ""), "\n\n") {
		return strings.Join(items, "\n\n")
	}
	return strings.Join(items, "\n")
}

func hasParagraph(n *html.Node) bool {
	for c := range n.ChildNodes() {
		if c.Data == "p" {
			return true
		}
	}
	return false
}

func (w *writer) table(n *html.Node) string {
	var rows []string
	for r := range n.Descendants() {
		if r.Type != html.ElementNode || r.Data != "tr" {
			continue
		}
		row, rule := "|", "|"
		for c := range r.ChildNodes() {
			if c.Data == "td" || c.Data == "th" {
				row += " " + strings.ReplaceAll(strings.TrimSpace(w.inlines(c)), "|", `\|`) + " |"
				rule += " --- |"
			}
		}
		rows = append(rows, row)
		if len(rows) == 1 {
			rows = append(rows, rule)
		}
	}
	return strings.Join(rows, "\n")
}

func (w *writer) inlines(n *html.Node) string {
	var b strings.Builder
	for c := range n.ChildNodes() {
		b.WriteString(w.inline(c))
	}
	return strings.ReplaceAll(b.String(), lineBreak+" ", lineBreak)
}

const lineBreak = "\\\n"

func (w *writer) inline(n *html.Node) string {
	e := Element{n}
	switch {
	case n.Type == html.TextNode:
		return escapeText(foldSpace(n.Data))
	case n.Type != html.ElementNode:
		return ""
	}
	switch n.Data {
	case "br":
		return lineBreak
	case "em", "i":
		return around(w.inlines(n), "*")
	case "strong", "b":
		return around(w.inlines(n), "**")
	case "del", "s":
		return around(w.inlines(n), "~~")
	case "code":
		return codeSpan(rawText(n))
	case "a":
		return link(w.inlines(n), e.Attr("href"))
	case "img":
		return "!" + link(escapeText(e.Attr("alt")), e.Attr("src"))
	}
	return w.inlines(n)
}

// link writes an address that is also its text as it is: it is found again.
func link(text, address string) string {
	switch {
	case address == "":
		return text
	case unescape([]byte(text)) == address && isExternal(address):
		return address
	}
	if strings.ContainsAny(address, " ()<>") {
		address = "<" + strings.NewReplacer("<", "%3C", ">", "%3E").Replace(address) + ">"
	}
	return "[" + text + "](" + address + ")"
}

// around puts marks next to the words, with the white space outside.
func around(text, mark string) string {
	inner := strings.TrimSpace(text)
	if inner == "" {
		return text
	}
	before, after, _ := strings.Cut(text, inner)
	return before + mark + inner + mark + after
}

func codeSpan(text string) string {
	if strings.Contains(text, "`") {
		return "`` " + text + " ``"
	}
	return "`" + text + "`"
}

func fence(text string) string {
	marks := "```"
	for strings.Contains(text, marks) {
		marks += "`"
	}
	return marks + "\n" + strings.TrimSuffix(text, "\n") + "\n" + marks
}

func rawText(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func prefixed(text, firstLine, others string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		switch {
		case i == 0:
			lines[i] = firstLine + line
		case line != "":
			lines[i] = others + line
		case strings.TrimSpace(others) != "":
			lines[i] = strings.TrimRight(others, " ")
		}
	}
	return strings.Join(lines, "\n")
}

// foldSpace folds white space as HTML does, keeping one at either end.
func foldSpace(s string) string {
	folded := strings.Join(fields(s), " ")
	if folded == "" && s != "" {
		return " "
	}
	if strings.ContainsAny(s[:min(len(s), 1)], " \t\r\n\f") {
		folded = " " + folded
	}
	if s != "" && strings.ContainsAny(s[len(s)-1:], " \t\r\n\f") {
		folded += " "
	}
	return folded
}

var escapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`,
	"<", `\<`, "~~", `\~~`)

// escapeText keeps text from being read as Markdown inside a line.
func escapeText(s string) string { return escapes.Replace(s) }
