package report

import (
	"bytes"
	"fmt"
	"html"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Addresses say where a document finds what is not in it. An empty one is
// nowhere: what would be shown from there is told in words.
type Addresses struct {
	Charts  string // folder of the charts, relative to the document; "." is its own
	Content string // address below which the files of the content can be seen
}

// ChartFile is the name of the file of a chart in one language and one theme,
// "light" or "dark".
func ChartFile(c Chart, language, theme string) string {
	return c.Name + "." + language + "." + theme + ".svg"
}

// Markdown writes l for people, as GitHub shows it: charts follow the theme of the
// reader, and the notes stand between their marks, for Merge to keep.
func (l Layout) Markdown(a Addresses) []byte {
	w := &writer{layout: l, at: a}
	w.line("# " + inert(l.Title))
	w.line(w.text(l.Lead))
	for _, section := range append(l.First[:len(l.First):len(l.First)], l.Rest...) {
		w.line("## " + inert(section.Heading))
		w.blocks(section.Blocks)
	}
	if len(l.Foot) > 0 {
		w.line("---")
	}
	for _, text := range l.Foot {
		w.line(w.text(text))
	}
	return append(bytes.TrimRight(w.Bytes(), "\n"), '\n')
}

type writer struct {
	bytes.Buffer
	layout Layout
	at     Addresses
}

// line writes a paragraph.
func (w *writer) line(text string) { fmt.Fprintf(w, "%s\n\n", text) }

func (w *writer) blocks(list []Block) {
	for _, block := range list {
		switch b := block.(type) {
		case Paragraph:
			w.line(beginning(w.text(b.Text)))
		case Points:
			w.points(b)
		case Tiles:
			w.tiles(b)
		case Table:
			w.table(b)
		case Chart:
			w.chart(b)
		case Cards:
			for _, card := range b.Items {
				w.card(card)
			}
		case Fold:
			w.line("<details>\n<summary>" + html.EscapeString(b.Summary) + "</summary>")
			w.blocks(b.Blocks)
			w.line("</details>")
		case Notes:
			w.notes(b)
		}
	}
}

func (w *writer) points(p Points) {
	for i, item := range p.Items {
		mark := "-"
		if !p.Unnumbered {
			mark = strconv.Itoa(i+1) + "."
		}
		w.WriteString(mark + " " + beginning(w.text(item)) + "\n")
	}
	w.WriteByte('\n')
}

func (w *writer) tiles(t Tiles) {
	var labels, values []string
	for _, tile := range t.Items {
		value := "**" + inert(tile.Value) + "**"
		if change := w.text(tile.Change); change != "" {
			value += " (" + change + ")"
		}
		labels, values = append(labels, inert(tile.Label)), append(values, value)
	}
	w.row(labels)
	w.row(repeat(":-:", len(labels)))
	w.row(values)
	w.WriteByte('\n')
}

func repeat(cell string, n int) []string {
	cells := make([]string, n)
	for i := range cells {
		cells[i] = cell
	}
	return cells
}

func (w *writer) table(t Table) {
	var heads, lines []string
	for _, c := range t.Columns {
		heads = append(heads, inert(c.Title))
		if c.Numbers {
			lines = append(lines, "--:")
		} else {
			lines = append(lines, "---")
		}
	}
	w.row(heads)
	w.row(lines)
	for _, row := range t.Rows {
		var cells []string
		for _, cell := range row {
			cells = append(cells, w.text(cell))
		}
		w.row(cells)
	}
	w.WriteByte('\n')
	if len(t.Note) > 0 {
		w.line(beginning(w.text(t.Note)))
	}
}

func (w *writer) row(cells []string) {
	for _, c := range cells {
		w.WriteString("| ")
		if c != "" {
			w.WriteString(c + " ")
		}
	}
	w.WriteString("|\n")
}

// chart shows the picture that fits the reader's theme; without pictures it says
// what there would be to see.
func (w *writer) chart(c Chart) {
	if w.at.Charts == "" {
		w.line(beginning(inert(c.Description)))
		return
	}
	file := func(theme string) string {
		return html.EscapeString(path.Join(w.at.Charts, ChartFile(c, w.layout.Language, theme)))
	}
	w.line(fmt.Sprintf("<picture>\n<source media=\"(prefers-color-scheme: dark)\" srcset=\"%s\">\n<img alt=\"%s\" src=\"%s\">\n</picture>",
		file("dark"), html.EscapeString(oneLine(c.Title+". "+c.Description)), file("light")))
}

func (w *writer) card(c Card) {
	title := w.text(c.Title)
	if meta := w.text(c.Meta); meta != "" {
		title += " · " + meta
	}
	w.line(beginning(title))
	if c.Quote != "" {
		w.line("> " + beginning(inert(c.Quote)))
	}
	if len(c.Media) > 0 && w.at.Content != "" {
		w.line(fmt.Sprintf("<img alt=\"%s\" src=\"%s\" width=\"320\">", html.EscapeString(oneLine(visibly(c.Alt))),
			html.EscapeString(address(w.at.Content, c.Media[0]))))
	}
	for _, why := range c.Why {
		w.WriteString("- " + beginning(w.text(why)) + "\n")
	}
	w.WriteByte('\n')
}

func (w *writer) notes(n Notes) {
	text := n.Hint
	if n.Markdown != "" {
		text = n.Markdown
	}
	w.line(notesBegin + "\n" + strings.Trim(text, "\n") + "\n" + notesEnd)
}

// badges are the lights as a reader sees them on GitHub: no two have the same
// shape, and the word stands beside.
var badges = map[Style]string{BadgeUnknown: "⬜", BadgeMet: "✅", BadgeOnTrack: "🟢", BadgeAtRisk: "🔶", BadgeMissed: "🟥"}

func (w *writer) text(t Text) string {
	var b strings.Builder
	for _, r := range joined(t) {
		text := inert(r.Text)
		switch r.Style {
		case Strong:
			text = marked("**", text)
		case Code:
			text = codeSpan(r.Text)
		case BadgeUnknown, BadgeMet, BadgeOnTrack, BadgeAtRisk, BadgeMissed:
			text = badges[r.Style] + nbsp + marked("**", text)
		}
		if r.URL != "" {
			text = "[" + text + "](" + addressEscapes.Replace(r.URL) + ")"
		}
		b.WriteString(text)
	}
	return b.String()
}

// joined makes one run of neighbours that differ in nothing: marks of two of them
// would touch.
func joined(t Text) Text {
	var list Text
	for _, r := range t {
		if n := len(list); n > 0 && list[n-1].Style == r.Style && list[n-1].URL == r.URL {
			list[n-1].Text += r.Text
		} else {
			list = append(list, r)
		}
	}
	return list
}

// marked puts a mark around text, but for the spaces at its ends: with these it
// would not be taken for a mark.
func marked(mark, text string) string {
	inner := strings.TrimSpace(text)
	if inner == "" {
		return text
	}
	at := strings.Index(text, inner)
	return text[:at] + mark + inner + mark + text[at+len(inner):]
}

var inertEscapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "|", `\|`, "<", "&lt;", ">", "&gt;", "@", "&#64;", "*", `\*`, "_", `\_`,
	"[", `\[`, "]", `\]`, "~", `\~`, "$", `\$`, "\n", " ")

// reference is what Markdown takes for a character: an & by itself is one.
var reference = regexp.MustCompile(`&(#?[0-9A-Za-z]+;)`)

// inert keeps a text from being taken for Markdown of any kind, mathematics
// included: all that stands in it is read as it is, and calls nobody.
func inert(text string) string {
	text = visibly(strings.NewReplacer("\r", "", "\t", " ").Replace(text))
	return inertEscapes.Replace(reference.ReplaceAllString(text, "&amp;$1"))
}

// beginning keeps the beginning of a paragraph from being taken for that of a
// heading, a list or a quotation.
func beginning(text string) string {
	text = strings.TrimLeft(text, " ")
	digits := strings.TrimLeft(text, "0123456789")
	switch {
	case text == "":
		return text
	case strings.ContainsRune("#>+-=", rune(text[0])):
		return `\` + text
	case len(digits) < len(text) && (strings.HasPrefix(digits, ".") || strings.HasPrefix(digits, ")")):
		return text[:len(text)-len(digits)] + `\` + digits
	}
	return text
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// address is that of a file below another address.
func address(below, file string) string {
	parts := strings.Split(file, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.TrimSuffix(below, "/") + "/" + strings.Join(parts, "/")
}

var addressEscapes = strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "|", "%7C", " ", "%20")

var codeEscapes = strings.NewReplacer("`", "'", "|", `\|`, "\n", " ")

func code(text string) string { return codeEscapes.Replace(visibly(text)) }

// visibly is a text without what a terminal obeys, and without what turns the
// direction in which it is read.
func visibly(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

func codeSpan(text string) string {
	if text == "" {
		return ""
	}
	return "`" + code(text) + "`"
}
