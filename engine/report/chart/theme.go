package chart

import (
	"fmt"
	"strings"
)

// A palette is the colours of a theme. The series are those of Okabe and Ito, whose
// hues stay apart for the colour-blind, darkened for white and lightened for black
// until each is at least 3:1 against the ground; texts are at least 4.5:1.
// See https://jfly.uni-koeln.de/color/.
type palette struct {
	ground string
	ink    string // titles and values
	soft   string // axes and notes
	grid   string
	hatch  string // what is not known
	series [MaxParts]string
	tones  [Muted + 1]string
}

func (t Theme) palette() palette {
	if t == Dark {
		return palette{
			ground: "#0d1117", ink: "#e6edf3", soft: "#9198a1", grid: "#262c36", hatch: "#545d68",
			series: [MaxParts]string{"#56b4e9", "#e69f00", "#2fc49a", "#d98cb8", "#f0e442", "#f0763c", "#b3bac4", "#8d96f5"},
			tones:  [Muted + 1]string{Good: "#56b4e9", Warning: "#e69f00", Bad: "#f0763c", Muted: "#6e7681"},
		}
	}
	return palette{
		ground: "#ffffff", ink: "#1f2328", soft: "#59636e", grid: "#e3e7eb", hatch: "#c3cad2",
		series: [MaxParts]string{"#0072b2", "#b87100", "#00805f", "#ad4f86", "#6b6700", "#d1490a", "#56606b", "#4b55c4"},
		tones:  [Muted + 1]string{Good: "#0072b2", Warning: "#b87100", Bad: "#a83200", Muted: "#848d97"},
	}
}

// dashes of lines, in pixels; the first is unbroken.
func dashes() [MaxLines][]float64 {
	return [MaxLines][]float64{nil, {8, 4}, {2, 3}, {10, 3, 2, 3}, {5, 3}, {14, 4}}
}

// family lists fonts that are as wide as the one that texts are measured with, or
// narrower.
const family = "Helvetica,Arial,'Liberation Sans',Roboto,sans-serif"

// Sizes of texts in pixels.
const (
	titleSize = 15
	labelSize = 12
	noteSize  = 11
)

// styles are the rules of the classes that were used.
func (p palette) styles(used map[string]bool) string {
	var b strings.Builder
	rule := func(class, format string, args ...any) {
		if used[class] {
			fmt.Fprintf(&b, "."+class+"{"+format+"}", args...)
		}
	}
	px := func(n float64) string { return trimmed(n * unit) }
	fmt.Fprintf(&b, "text{font-family:%s;fill:%s;font-size:%spx}", family, p.ink, px(labelSize))
	rule("title", "font-size:%spx;font-weight:bold", px(titleSize))
	rule("strong", "font-weight:bold")
	rule("soft", "fill:%s", p.soft)
	rule("note", "fill:%s;font-size:%spx", p.soft, px(noteSize))
	rule("end", "text-anchor:end")
	rule("mid", "text-anchor:middle")
	rule("ground", "fill:%s", p.ground)
	rule("grid", "stroke:%s;stroke-width:%s;fill:none", p.grid, px(1))
	rule("axis", "stroke:%s;stroke-width:%s;fill:none", p.soft, px(1))
	rule("break", "stroke:%s;stroke-width:%s;fill:none", p.ink, px(1))
	rule("hatch", "stroke:%s;stroke-width:%s;fill:none", p.hatch, px(1))
	rule("texture", "stroke:%s;stroke-width:%s;fill:none", p.ground, px(1.5))
	rule("ground-line", "stroke:%s;stroke-width:%s;fill:none", p.ground, px(5))
	rule("plan", "stroke:%s;stroke-width:%s;fill:none", p.ink, px(2))
	for i, colour := range p.series {
		rule(fmt.Sprintf("l%d", i), "stroke:%s;stroke-width:%s;fill:none;stroke-linejoin:round;stroke-linecap:round", colour, px(2))
		rule(fmt.Sprintf("f%d", i), "fill:%s", colour)
		rule(fmt.Sprintf("m%d", i), "fill:%s;stroke:%s;stroke-width:%s", colour, p.ground, px(1.5))
	}
	for i, colour := range p.tones {
		if colour != "" {
			rule(fmt.Sprintf("t%d", i), "fill:%s", colour)
		}
	}
	return b.String()
}
