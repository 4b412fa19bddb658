package chart

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"

	"github.com/go-analyze/charts/chartdraw"
)

// unit is how many of the library's whole-number coordinates make a pixel: lines
// that rise slowly do not become stairs.
const unit = 4

// A canvas is drawn on in pixels, from the top left.
type canvas struct {
	palette
	words
	head          Head
	width, height float64
	renderer      chartdraw.Renderer
	used          map[string]bool // classes
}

type point struct{ x, y float64 }

// A box is a rectangle.
type box struct{ left, top, right, bottom float64 }

func newCanvas(head Head, width, height float64) *canvas {
	c := &canvas{palette: head.Theme.palette(), words: wordsFor(head.Language), head: head, width: width, height: height,
		renderer: chartdraw.SVG(whole(width), whole(height)), used: map[string]bool{}}
	c.renderer.SetFont(chartdraw.GetFont("notosans"))
	c.rect("ground", box{0, 0, width, height})
	return c
}

func whole(n float64) int { return int(math.Round(n * unit)) }

func trimmed(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// use sets the class of what is drawn next.
func (c *canvas) use(class string) {
	for name := range strings.FieldsSeq(class) {
		c.used[name] = true
	}
	c.renderer.SetClassName(class)
}

// line draws through points, with dashes in pixels if there are any.
func (c *canvas) line(class string, dash []float64, points ...point) {
	if len(points) < 2 {
		return
	}
	scaled := make([]float64, len(dash))
	for i, d := range dash {
		scaled[i] = d * unit
	}
	c.renderer.SetStrokeDashArray(scaled)
	c.path(points)
	c.use(class)
	c.renderer.Stroke()
	c.renderer.SetStrokeDashArray(nil)
}

// shape fills what points enclose.
func (c *canvas) shape(class string, points ...point) {
	c.path(points)
	c.renderer.Close()
	c.use(class)
	c.renderer.Fill()
}

func (c *canvas) path(points []point) {
	for i, p := range points {
		if i == 0 {
			c.renderer.MoveTo(whole(p.x), whole(p.y))
		} else {
			c.renderer.LineTo(whole(p.x), whole(p.y))
		}
	}
}

func (c *canvas) rect(class string, b box) {
	c.shape(class, point{b.left, b.top}, point{b.right, b.top}, point{b.right, b.bottom}, point{b.left, b.bottom})
}

func (c *canvas) disc(class string, at point, radius float64) {
	c.use(class)
	c.renderer.Circle(radius*unit, whole(at.x), whole(at.y))
	c.renderer.Fill()
}

// text writes on the base line y, from x; with class "end" up to x, with "mid"
// around it. The class is never empty: the library would set a style of its own.
func (c *canvas) text(class, text string, x, y float64) {
	c.use(class)
	c.renderer.Text(text, whole(x), whole(y))
}

// measure returns how wide a text is, a little more rather than less: the reader's
// font is not known.
func (c *canvas) measure(text string, size float64) float64 {
	const measured = 24 // one size for all: the library's memory of each is large
	c.renderer.SetDPI(72)
	c.renderer.SetFontSize(measured)
	// The library takes every space but the plain one for a symbol.
	plain := strings.NewReplacer("\u202f", " ", "\u00a0", " ", "’", "'", "–", "-", "−", "-", "…", "...").Replace(text)
	return float64(c.renderer.MeasureText(plain).Width()) * size / measured
}

// fit cuts a text so that it is at most so wide.
func (c *canvas) fit(text string, size, width float64) string {
	if c.measure(text, size) <= width {
		return text
	}
	runes := []rune(text)
	for n := len(runes) - 1; n > 0; n-- {
		if cut := strings.TrimRight(string(runes[:n]), " ,.:;·") + "…"; c.measure(cut, size) <= width {
			return cut
		}
	}
	return "…"
}

// wrap sets a text in lines at most so wide, and at most so many: the last is cut.
func (c *canvas) wrap(text string, size, width float64, most int) []string {
	var lines []string
	line := ""
	words := strings.Fields(text)
	for i, word := range words {
		longer := strings.TrimLeft(line+" "+word, " ")
		if line == "" || c.measure(longer, size) <= width {
			line = longer
			continue
		}
		if len(lines) == most-1 {
			return append(lines, c.fit(line+" "+strings.Join(words[i:], " "), size, width))
		}
		lines = append(lines, c.fit(line, size, width))
		line = word
	}
	return append(lines, c.fit(line, size, width))
}

// hatch fills a box with thin diagonals, and nothing beyond it.
func (c *canvas) hatch(class string, b box, apart float64) {
	w, h := b.right-b.left, b.bottom-b.top
	if w <= 0 || h <= 0 {
		return
	}
	// Diagonals of the whole picture, so that neighbours match: x + y is a multiple.
	for d := math.Ceil((b.left+b.top)/apart) * apart; d < b.right+b.bottom; d += apart {
		from := point{max(b.left, d-b.bottom), min(b.bottom, d-b.left)}
		to := point{min(b.right, d-b.top), max(b.top, d-b.right)}
		c.line(class, nil, from, to)
	}
}

// svg closes the picture. The library's opening tag has neither
// size nor name.
func (c *canvas) svg() ([]byte, error) {
	var b bytes.Buffer
	if err := c.renderer.Save(&b); err != nil {
		return nil, err
	}
	_, rest, found := strings.Cut(b.String(), ">")
	if !found {
		return nil, fmt.Errorf("no tag in what was drawn")
	}
	language := "en"
	if c.french {
		language = "fr"
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %d %d" role="img" lang="%s">`+"\n",
		trimmed(c.width), trimmed(c.height), whole(c.width), whole(c.height), language)
	fmt.Fprintf(&out, "<title>%s</title>\n<desc>%s</desc>\n", escape(c.head.Title), escape(c.head.Description))
	fmt.Fprintf(&out, "<style>%s</style>\n", c.styles(c.used))
	out.WriteString(strings.NewReplacer("/><", "/>\n<", "</text><", "</text>\n<", "\nL ", "L", "\nZ", "Z", `d="M `, `d="M`).Replace(rest))
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// escape writes text for XML; what XML forbids is left out.
func escape(text string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD")))
}
