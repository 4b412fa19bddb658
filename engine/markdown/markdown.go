// Package markdown turns the Markdown people write into HTML that is safe to
// publish, into plain text and summaries, and reads HTML back into Markdown.
//
// Raw HTML is left out. Links go to http, https, mailto and tel addresses or
// inside the site; images come from the site or from https. Whatever is
// dropped leaves its text behind. The same input gives the same bytes. The
// package does no I/O.
package markdown

import (
	"bytes"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
)

// Options say where the HTML will stand. The zero value is a page of its own
// in no particular language.
type Options struct {
	// Language is a BCP 47 tag. In French the spaces before ; : ! ? » and
	// after « become such that no line breaks there.
	Language string
	// Top is the level that the highest heading gets, so that a body fits under
	// the title of its page; the others keep their distance, up to 6. Zero
	// leaves levels as they are.
	Top int
	// Prefix begins each id, so that several texts fit on one page.
	Prefix string
	// Image maps the destination of an image to the address to show, and
	// answers false for an image to leave out. Nil keeps destinations as they
	// are. What it returns must still be relative or https.
	Image func(destination string) (string, bool)
}

// HTML renders src. The result is a fragment without html or body element.
func HTML(src string, o Options) string {
	source := []byte(clean(src))
	doc := parse(source, o.Prefix)
	adapt(doc, source, o)
	var out bytes.Buffer
	md := plainMarkdown()
	if IsFrench(o.Language) {
		md = frenchMarkdown()
	}
	// Rendering to a buffer does not fail.
	_ = md.Renderer().Render(&out, source, doc)
	return out.String()
}

// IsFrench reports whether a BCP 47 tag names a French of some country.
func IsFrench(language string) bool {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	return base == "fr"
}

var (
	plainMarkdown  = sync.OnceValue(func() goldmark.Markdown { return newMarkdown(html.DefaultWriter) })
	frenchMarkdown = sync.OnceValue(func() goldmark.Markdown { return newMarkdown(frenchWriter{html.DefaultWriter}) })
)

func newMarkdown(w html.Writer) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableHTMLOptions(html.WithWriter(w))),
			extension.Strikethrough,
			extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})),
			extension.NewFootnote(
				extension.WithFootnoteIDPrefixFunction(footnotePrefix),
				extension.WithFootnoteBacklinkHTML("↩\ufe0e"),
			),
			scrolling{},
		),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		goldmark.WithRendererOptions(html.WithWriter(w)),
	)
}

const prefixKey = "prefix"

func parse(source []byte, prefix string) ast.Node {
	known := &headingIDs{prefix: prefix, used: map[string]bool{}}
	doc := plainMarkdown().Parser().Parse(text.NewReader(source),
		parser.WithContext(parser.NewContext(parser.WithIDs(known))))
	doc.OwnerDocument().AddMeta(prefixKey, prefix)
	return doc
}

func footnotePrefix(n ast.Node) []byte {
	doc := n.OwnerDocument()
	if doc == nil {
		return nil
	}
	prefix, _ := doc.Meta()[prefixKey].(string)
	return []byte(prefix)
}

// clean removes what neither HTML nor XML may hold.
func clean(src string) string {
	src = strings.ReplaceAll(strings.ToValidUTF8(src, "\ufffd"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\n' || r == '\t':
			return r
		case r < 0x20, r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff:
			return -1
		}
		return r
	}, src)
}
