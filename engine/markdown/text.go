package markdown

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/unicode/norm"
)

// Text returns what a reader would read of src: blocks apart by a blank line,
// images by their alternative text, without raw HTML and footnote marks.
func Text(src string) string {
	source := []byte(clean(src))
	doc := parse(source, "")
	var b strings.Builder
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		return writeText(&b, n, source, entering), nil
	})
	return strings.TrimSpace(b.String())
}

// Images returns the destinations of the images of src, in its order, shown or
// not.
func Images(src string) []string {
	if !strings.Contains(src, "![") {
		return nil
	}
	var destinations []string
	for _, n := range collect(parse([]byte(clean(src)), "")) {
		if image, ok := n.(*ast.Image); ok {
			destinations = append(destinations, string(image.Destination))
		}
	}
	return destinations
}

func writeText(b *strings.Builder, n ast.Node, source []byte, entering bool) ast.WalkStatus {
	if !entering {
		endBlock(b, n)
		return ast.WalkContinue
	}
	switch n := n.(type) {
	case *ast.RawHTML, *ast.HTMLBlock, *extast.FootnoteLink, *extast.FootnoteBacklink, *extast.FootnoteList:
		return ast.WalkSkipChildren
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			b.Write(line.Value(source))
		}
	case *ast.AutoLink:
		b.Write(n.Label(source))
	case *ast.String:
		b.Write(n.Value)
	case *ast.Text:
		if n.IsRaw() {
			b.Write(n.Value(source))
		} else {
			b.WriteString(unescape(n.Value(source)))
		}
		if n.SoftLineBreak() || n.HardLineBreak() {
			b.WriteByte(' ')
		}
	}
	return ast.WalkContinue
}

func endBlock(b *strings.Builder, n ast.Node) {
	switch {
	case n.Kind() == extast.KindTableCell:
		b.WriteByte(' ')
	case n.Type() == ast.TypeBlock && !strings.HasSuffix(b.String(), "\n\n") && b.Len() > 0:
		b.WriteString("\n\n")
	}
}

// Summary returns the beginning of the text of src on one line: at most n
// characters, cut at a word boundary and then ended by an ellipsis, which is
// counted.
func Summary(src string, n int) string { return Shorten(Text(src), n) }

// Shorten is Summary of a text that is not Markdown.
func Shorten(text string, n int) string {
	words := strings.Join(strings.Fields(text), " ")
	runes := []rune(words)
	if len(runes) <= n {
		return words
	}
	if n < 1 {
		return ""
	}
	cut := n - 1
	for cut > 0 && !unicode.IsSpace(runes[cut]) {
		cut--
	}
	if cut == 0 { // one word longer than n
		cut = n - 1
		for cut > 0 && joins(runes[cut]) {
			cut--
		}
	}
	return strings.TrimRightFunc(string(runes[:cut]), endsBadly) + "…"
}

// joins reports whether r belongs to the character before it.
func joins(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Variation_Selector) || r == 0x200d ||
		r >= 0x1f3fb && r <= 0x1f3ff
}

func endsBadly(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:–—-(«", r) }

var letters = map[rune]string{
	'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'þ': "th", 'ı': "i", 'ŋ': "n",
}

// Slug returns text as the last part of an address: lower case, letters and
// digits joined by hyphens, Latin letters without their accents. Letters of
// other scripts stay. It is empty if text has neither letter nor digit.
func Slug(text string) string {
	var b strings.Builder
	latin, gap := false, false
	for _, r := range norm.NFD.String(strings.ToLower(strings.ToValidUTF8(text, ""))) {
		if unicode.Is(unicode.M, r) {
			if !latin && !gap && b.Len() > 0 {
				b.WriteRune(r)
			}
			continue
		}
		latin = unicode.Is(unicode.Latin, r)
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		if plain, found := letters[r]; found {
			b.WriteString(plain)
		} else {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// unescape resolves backslashes and entities, as the renderer does.
func unescape(value []byte) string {
	return string(util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(value))))
}
