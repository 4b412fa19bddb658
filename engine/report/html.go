package report

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"slices"
	"strings"

	"galley/engine/markdown"
	"galley/engine/report/chart"
)

// A Thumbnail is a small copy of a picture of the content that a page can carry.
type Thumbnail struct {
	Type string // image/jpeg, image/png, image/gif or image/webp
	Data []byte
}

// thumbnailTypes are what every mail program that shows pictures of a page shows.
var thumbnailTypes = []string{"image/jpeg", "image/png", "image/gif", "image/webp"}

// HTML writes l as one page that needs nothing else: to be opened, attached, or
// sent as the body of a mail. Thumbnails are those of Card.Media, by file; posts
// without one go without.
//
// Charts are SVG within the page, in both themes and for wide and narrow windows.
// Apple Mail, Thunderbird and browsers show them. Gmail and Outlook show no picture
// that a page carries itself, PNG no more than SVG: there the description takes its
// place, and all numbers stand in tables, which are drawn everywhere. So are lights
// and changes, by words and signs. Styles stand at each element, because some
// programs read no others; those in the head only add the dark theme and narrow
// windows. The page may load nothing and run nothing.
func (l Layout) HTML(thumbnails map[string]Thumbnail) ([]byte, error) {
	p := &htmlPage{layout: l, thumbnails: thumbnails}
	p.head()
	p.open("h1", "title")
	p.words(l.Title)
	p.close("h1")
	p.paragraph("lead", l.Lead)
	for _, s := range l.First {
		p.section(s)
	}
	for i, s := range l.Rest {
		if i == 0 {
			p.open("div", "rest")
			p.close("div")
		}
		p.section(s)
	}
	p.foot()
	return p.Bytes(), p.err
}

// Media returns the files of the content that cards show, each once, sorted.
func (l Layout) Media() []string {
	var list []string
	for _, section := range append(l.First[:len(l.First):len(l.First)], l.Rest...) {
		for _, block := range section.Blocks {
			cards, _ := block.(Cards)
			for _, card := range cards.Items {
				if len(card.Media) > 0 {
					list = append(list, card.Media[0])
				}
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// htmlPage is written from top to bottom. The first error stays.
type htmlPage struct {
	bytes.Buffer
	layout     Layout
	thumbnails map[string]Thumbnail
	err        error
}

func (p *htmlPage) head() {
	fmt.Fprintf(p, `<!DOCTYPE html>
<html lang="%s">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>%s</title>
<style>
%s</style>
</head>
`, p.layout.Language, safe(p.layout.Title), headStyles())
	p.open("body", "page")
	p.WriteString("\n" + `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed"><tr><td align="center">` + "\n")
	p.WriteString(`<!--[if mso]><table role="presentation" width="720"><tr><td><![endif]-->` + "\n")
	p.open("div", "sheet")
	p.WriteByte('\n')
}

func (p *htmlPage) foot() {
	p.open("div", "foot")
	for _, text := range p.layout.Foot {
		p.paragraph("small", text)
	}
	p.close("div")
	p.WriteString("</div>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table>\n</body>\n</html>\n")
}

// open writes a tag of one or more classes with their styles. More attributes come
// in pairs of name and value.
func (p *htmlPage) open(tag, class string, attributes ...string) {
	fmt.Fprintf(p, `<%s class="%s"`, tag, class)
	var styles []string
	for name := range strings.FieldsSeq(class) {
		if style := inlineStyles[name]; style != "" {
			styles = append(styles, style)
		}
	}
	if len(styles) > 0 {
		fmt.Fprintf(p, ` style="%s"`, strings.Join(styles, ";"))
	}
	for pair := range slices.Chunk(attributes, 2) {
		fmt.Fprintf(p, ` %s="%s"`, pair[0], safe(pair[1]))
	}
	p.WriteByte('>')
}

func (p *htmlPage) close(tag string) { p.WriteString("</" + tag + ">\n") }

func (p *htmlPage) words(text string) { p.WriteString(safe(text)) }

// safe writes text of strangers as HTML, on one line.
func safe(text string) string {
	return html.EscapeString(strings.NewReplacer("\n", " ", "\t", " ").Replace(readable(text)))
}

// readable leaves out what is no character of a page, and what turns the direction
// of the text around it.
func readable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfffe, r == 0xffff:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
}

func (p *htmlPage) section(s Section) {
	blocks := slices.DeleteFunc(slices.Clone(s.Blocks), func(b Block) bool {
		notes, is := b.(Notes)
		return is && notes.Markdown == "" // a page is not written into
	})
	if len(blocks) == 0 {
		return
	}
	p.open("h2", "heading", "id", s.Name)
	p.words(s.Heading)
	p.close("h2")
	p.blocks(blocks)
}

func (p *htmlPage) blocks(list []Block) {
	for _, block := range list {
		switch b := block.(type) {
		case Paragraph:
			p.paragraph("text", b.Text)
		case Points:
			p.points(b)
		case Tiles:
			p.tiles(b)
		case Table:
			p.table(b)
		case Chart:
			p.chart(b)
		case Cards:
			for _, card := range b.Items {
				p.card(card)
			}
		case Fold:
			p.open("details", "fold")
			p.open("summary", "summary")
			p.words(b.Summary)
			p.close("summary")
			p.blocks(b.Blocks)
			p.close("details")
		case Notes:
			p.open("div", "notes")
			p.WriteString(markdown.HTML(readable(b.Markdown), markdown.Options{Language: p.layout.Language, Top: 3, Prefix: "notes-",
				Image: func(string) (string, bool) { return "", false }}))
			p.close("div")
		}
	}
}

func (p *htmlPage) paragraph(class string, text Text) {
	p.open("p", class)
	p.text(text)
	p.close("p")
}

// signs are the lights: no two have the same shape, and the word stands beside.
var signs = map[Style]string{BadgeUnknown: "–", BadgeMet: "✓", BadgeOnTrack: "→", BadgeAtRisk: "!", BadgeMissed: "✕"}

func (p *htmlPage) text(text Text) {
	for _, r := range joined(text) {
		linked := strings.HasPrefix(r.URL, "https://") || strings.HasPrefix(r.URL, "http://")
		if linked {
			p.open("a", "link", "href", r.URL, "rel", "noopener noreferrer")
		}
		class := r.Style.String()
		switch r.Style {
		case Plain:
			p.words(r.Text)
		case Strong:
			p.WriteString("<strong>" + safe(r.Text) + "</strong>")
		case Code:
			p.open("code", class)
			p.words(r.Text)
			p.WriteString("</code>")
		default:
			p.open("span", class)
			if sign := signs[r.Style]; sign != "" {
				p.words(sign + nbsp)
			}
			p.words(r.Text)
			p.WriteString("</span>")
		}
		if linked {
			p.WriteString("</a>")
		}
	}
}

func (p *htmlPage) points(points Points) {
	list := "ol"
	if points.Unnumbered {
		list = "ul"
	}
	p.open(list, "points")
	p.WriteByte('\n')
	for _, item := range points.Items {
		p.open("li", "point")
		p.text(item)
		p.close("li")
	}
	p.close(list)
}

func (p *htmlPage) tiles(tiles Tiles) {
	p.open("table", "tiles", "role", "presentation", "cellpadding", "0", "cellspacing", "0", "border", "0", "width", "100%")
	p.WriteString("<tr>\n")
	for _, t := range tiles.Items {
		p.open("td", "tile", "valign", "top")
		p.open("div", "tile-label")
		p.words(t.Label)
		p.close("div")
		p.open("div", "tile-value")
		p.words(t.Value)
		p.close("div")
		if len(t.Change) > 0 {
			p.open("div", "tile-change")
			p.text(t.Change)
			p.close("div")
		}
		p.close("td")
	}
	p.WriteString("</tr></table>\n")
}

// chart carries its picture for both themes and for windows wide and narrow.
func (p *htmlPage) chart(c Chart) {
	draw := func(theme chart.Theme, width int) string {
		picture, err := Draw(c, chart.Head{Language: p.layout.Language, Theme: theme, Width: width})
		if err != nil && p.err == nil {
			p.err = err
		}
		return "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(picture)
	}
	p.WriteString("<picture>\n")
	for _, source := range []struct {
		media string
		theme chart.Theme
		width int
	}{
		{narrowWindow + " and (prefers-color-scheme: dark)", chart.Dark, chart.Narrow},
		{narrowWindow, chart.Light, chart.Narrow},
		{"(prefers-color-scheme: dark)", chart.Dark, chartWidth},
	} {
		fmt.Fprintf(p, `<source media="%s" srcset="%s">`+"\n", source.media, draw(source.theme, source.width))
	}
	p.open("img", "chart", "alt", oneLine(c.Title+". "+c.Description), "width", fmt.Sprint(chartWidth), "src", draw(chart.Light, chartWidth))
	p.WriteString("\n</picture>\n")
}

func (p *htmlPage) card(c Card) {
	p.open("table", "card", "role", "presentation", "cellpadding", "0", "cellspacing", "0", "border", "0", "width", "100%")
	p.WriteString("<tr>\n")
	if len(c.Media) > 0 {
		if t, known := p.thumbnails[c.Media[0]]; known && slices.Contains(thumbnailTypes, t.Type) {
			p.open("td", "card-picture", "valign", "top", "width", "168")
			p.open("img", "thumbnail", "alt", oneLine(c.Alt), "width", "152", "src", "data:"+t.Type+";base64,"+base64.StdEncoding.EncodeToString(t.Data))
			p.close("td")
		}
	}
	p.open("td", "card-text", "valign", "top")
	p.paragraph("card-title", c.Title)
	p.paragraph("small", c.Meta)
	if c.Quote != "" {
		p.open("blockquote", "quote", "dir", "auto")
		p.words(c.Quote)
		p.close("blockquote")
	}
	p.open("ul", "whys")
	for _, why := range c.Why {
		p.open("li", "why")
		p.text(why)
		p.close("li")
	}
	p.close("ul")
	p.WriteString("</td></tr></table>\n")
}
