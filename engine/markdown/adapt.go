package markdown

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// adapt makes a parsed document safe and puts it in its place. All that
// decides on safety is here; the renderer only prints what is left.
func adapt(doc ast.Node, source []byte, o Options) {
	shift := 0
	if top := topLevel(doc); o.Top > 0 && top > 0 {
		shift = o.Top - top
	}
	for _, n := range collect(doc) {
		switch n := n.(type) {
		case *ast.RawHTML, *ast.HTMLBlock:
			n.Parent().RemoveChild(n.Parent(), n)
		case *ast.Heading:
			n.Level = min(max(n.Level+shift, 1), 6)
		case *ast.Link:
			adaptLink(n)
		case *ast.AutoLink:
			adaptAutoLink(n, source)
		case *ast.Image:
			adaptImage(n, o.Image)
		}
	}
}

// TopLevel returns the level of the highest heading of src, zero if it has
// none.
func TopLevel(src string) int { return topLevel(parse([]byte(clean(src)), "")) }

func topLevel(doc ast.Node) int {
	top := 0
	for _, n := range collect(doc) {
		if h, ok := n.(*ast.Heading); ok && (top == 0 || h.Level < top) {
			top = h.Level
		}
	}
	return top
}

// collect lists the nodes, parents first, so that the tree may change after.
func collect(doc ast.Node) []ast.Node {
	var nodes []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			nodes = append(nodes, n)
		}
		return ast.WalkContinue, nil
	})
	return nodes
}

func adaptLink(n *ast.Link) {
	destination := string(util.URLEscape(n.Destination, true))
	if !SafeLink(destination) {
		unwrap(n)
		return
	}
	if isExternal(destination) {
		n.SetAttributeString("rel", []byte("noopener"))
	}
}

func adaptAutoLink(n *ast.AutoLink, source []byte) {
	destination := string(n.URL(source))
	if n.AutoLinkType == ast.AutoLinkEmail || SafeLink(destination) {
		if isExternal(destination) {
			n.SetAttributeString("rel", []byte("noopener"))
		}
		return
	}
	label := ast.NewString(util.EscapeHTML(n.Label(source)))
	label.SetCode(true) // written as it is
	n.Parent().ReplaceChild(n.Parent(), n, label)
}

func adaptImage(n *ast.Image, resolve func(string) (string, bool)) {
	destination, shown := string(n.Destination), true
	if resolve != nil {
		destination, shown = resolve(destination)
	}
	if !shown || !SafeImage(string(util.URLEscape([]byte(destination), true))) {
		unwrap(n)
		return
	}
	n.Destination = []byte(destination)
	n.SetAttributeString("loading", []byte("lazy"))
}

// unwrap puts the children of n in its place.
func unwrap(n ast.Node) {
	parent := n.Parent()
	for child := n.FirstChild(); child != nil; {
		next := child.NextSibling()
		parent.InsertBefore(parent, n, child)
		child = next
	}
	parent.RemoveChild(parent, n)
}

// SafeLink reports whether a reader may be sent to address: http, https,
// mailto, tel, or a place on the same site.
func SafeLink(address string) bool {
	return hasScheme(address, "", "http", "https", "mailto", "tel")
}

// SafeImage reports whether an image may be shown from address: https, or a
// place on the same site.
func SafeImage(address string) bool { return hasScheme(address, "", "https") }

// hasScheme refuses what a browser could read in another way than we do.
func hasScheme(address string, allowed ...string) bool {
	u, err := url.Parse(address)
	if err != nil || strings.ContainsAny(address, "\\\t\r\n") {
		return false
	}
	return slices.Contains(allowed, strings.ToLower(u.Scheme))
}

func isExternal(address string) bool {
	address = strings.ToLower(address)
	return strings.HasPrefix(address, "http:") || strings.HasPrefix(address, "https:") ||
		strings.HasPrefix(address, "//")
}

// headingIDs names headings by their text, so that a link to one survives the
// edits around it.
type headingIDs struct {
	prefix string
	used   map[string]bool
}

// Generate implements parser.IDs.
func (h *headingIDs) Generate(value []byte, _ ast.NodeKind) []byte {
	slug := Slug(string(value))
	if slug == "" {
		slug = "section"
	}
	id := h.prefix + slug
	for n := 2; h.used[id]; n++ {
		id = h.prefix + slug + "-" + strconv.Itoa(n)
	}
	h.used[id] = true
	return []byte(id)
}

// Put implements parser.IDs.
func (h *headingIDs) Put(value []byte) { h.used[string(value)] = true }

// frenchWriter keeps double punctuation on the line of the word before it.
// Code and addresses do not pass through Write.
type frenchWriter struct{ html.Writer }

// Write implements html.Writer.
func (w frenchWriter) Write(out util.BufWriter, source []byte) {
	w.Writer.Write(out, []byte(French(string(source))))
}

const (
	noBreak       = "\u00a0"
	narrowNoBreak = "\u202f"
)

var toFrench = strings.NewReplacer(
	" ;", narrowNoBreak+";", " !", narrowNoBreak+"!", " ?", narrowNoBreak+"?",
	" :", noBreak+":", " »", noBreak+"»", "« ", "«"+noBreak,
)

var fromFrench = strings.NewReplacer(
	narrowNoBreak+";", " ;", narrowNoBreak+"!", " !", narrowNoBreak+"?", " ?",
	noBreak+":", " :", noBreak+"»", " »", "«"+noBreak, "« ",
)

// French makes the spaces of French punctuation such that no line breaks
// there, in a text that is not Markdown, such as a title.
func French(s string) string { return toFrench.Replace(s) }

// Unfrench reverses French.
func Unfrench(s string) string { return fromFrench.Replace(s) }

// scrolling lets wide tables scroll by themselves, with the keyboard too.
type scrolling struct{}

// Extend implements goldmark.Extender.
func (scrolling) Extend(m goldmark.Markdown) {
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(scrolling{}, 100)))
}

// RegisterFuncs implements renderer.NodeRenderer.
func (scrolling) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(extast.KindTable, renderTable)
}

func renderTable(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</table></div>\n")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString(`<div class="table" tabindex="0"><table>` + "\n")
	return ast.WalkContinue, nil
}
