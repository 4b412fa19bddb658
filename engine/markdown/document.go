package markdown

import (
	"bytes"
	"iter"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// An Element is a part of an HTML page, to read from. The zero Element is one
// that is not there: it has no text, no attributes and nothing inside.
type Element struct{ node *html.Node }

// ReadHTML reads a page. HTML has no errors: whatever the bytes, something is
// read, as a browser would.
func ReadHTML(page []byte) Element {
	node, err := html.Parse(bytes.NewReader(page))
	if err != nil { // nested deeper than the parser goes
		return Element{}
	}
	return Element{node}
}

// Exists reports whether the element is there.
func (e Element) Exists() bool { return e.node != nil }

// Attr returns an attribute, empty if there is none.
func (e Element) Attr(name string) string {
	if e.node == nil {
		return ""
	}
	for _, a := range e.node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// HasClass reports whether the element has a class.
func (e Element) HasClass(class string) bool {
	return slices.Contains(strings.Fields(e.Attr("class")), class)
}

// Tag returns the first element inside e with one of these names.
func (e Element) Tag(names ...string) Element {
	return first(e.find(func(n Element) bool { return slices.Contains(names, n.node.Data) }))
}

// Class returns the first element inside e with a class.
func (e Element) Class(class string) Element { return first(e.Classes(class)) }

// Classes yields the elements inside e with a class, in the order of the page.
func (e Element) Classes(class string) iter.Seq[Element] {
	return e.find(func(n Element) bool { return n.HasClass(class) })
}

// Meta returns the content of a meta element, by its name or property.
func (e Element) Meta(name string) string {
	return first(e.find(func(n Element) bool {
		return n.node.Data == "meta" && (n.Attr("name") == name || n.Attr("property") == name)
	})).Attr("content")
}

// Text returns the text inside e, its white space folded.
func (e Element) Text() string {
	if e.node == nil {
		return ""
	}
	var b strings.Builder
	for n := range e.node.Descendants() {
		if n.Type == html.TextNode && !hidden(n.Parent) {
			b.WriteString(n.Data)
		}
	}
	return strings.Join(fields(b.String()), " ")
}

// Markdown returns what is inside e as Markdown: headings (unshift is taken
// from their level), paragraphs, lists, quotes, code, tables, links, images
// and emphasis; of anything else its text.
func (e Element) Markdown(unshift int) string {
	if e.node == nil {
		return ""
	}
	w := &writer{unshift: unshift}
	return strings.TrimSpace(strings.Join(w.blocks(e.node), "\n\n"))
}

func (e Element) find(match func(Element) bool) iter.Seq[Element] {
	return func(yield func(Element) bool) {
		if e.node == nil {
			return
		}
		for n := range e.node.Descendants() {
			if n.Type == html.ElementNode && match(Element{n}) && !yield(Element{n}) {
				return
			}
		}
	}
}

func first(elements iter.Seq[Element]) Element {
	for e := range elements {
		return e
	}
	return Element{}
}

// hidden reports whether readers do not see the text of n.
func hidden(n *html.Node) bool {
	switch n.Data {
	case "script", "style", "template", "noscript", "head", "title", "textarea", "iframe":
		return true
	}
	return false
}

// fields splits at the white space that HTML folds, which does not include
// no-break spaces.
func fields(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t\r\n\f", r) })
}
