package report

import (
	"time"

	"galley/engine/metrics"
	"galley/engine/report/chart"
)

// A Layout is a document in one language, in the order of reading: what Markdown
// and HTML are written of, so that both say the same. No text in it is markup:
// whoever writes it out escapes it.
type Layout struct {
	Language string // "en" or "fr"
	Title    string
	Lead     Text      // one line: the period, what it speaks of, for whom
	First    []Section // the first page: what fits on one screen
	Rest     []Section // empty where the template is one page
	Foot     []Text    // of what it was made, and when
}

// A Section is a heading and what stands below it.
type Section struct {
	Name    string // the same in every language, such as "objectives": for anchors and styles
	Heading string
	Blocks  []Block
}

// A Block is one of Paragraph, Points, Tiles, Table, Chart, Cards, Fold and Notes.
type Block interface{ block() }

// Text is running text, some of it marked.
type Text []Run

// A Run is text of one style. URL is http or https, or empty.
type Run struct {
	Text  string
	Style Style
	URL   string
}

// A Style says what a run is, not what it looks like. The words carry the meaning
// without it: no style is told by colour alone.
type Style uint8

// The styles. Good and Bad are of a change that goes the right or the wrong way;
// the last five are badges, the lights of objectives.
const (
	Plain Style = iota
	Strong
	Code
	Quiet // small print
	Good
	Bad
	BadgeUnknown
	BadgeMet
	BadgeOnTrack
	BadgeAtRisk
	BadgeMissed
)

var styleNames = [...]string{"plain", "strong", "code", "quiet", "good", "bad",
	"badge-unknown", "badge-met", "badge-on-track", "badge-at-risk", "badge-missed"}

// String returns a name fit for a class of CSS.
func (s Style) String() string { return styleNames[s] }

// badge is the style of a light.
func badge(l metrics.Light) Style { return BadgeUnknown + Style(l) }

// String returns the words alone.
func (t Text) String() string {
	words := ""
	for _, r := range t {
		words += r.Text
	}
	return words
}

// A Paragraph is running text.
type Paragraph struct{ Text Text }

// Points are statements, such as the three facts, in numbers unless their order
// says nothing.
type Points struct {
	Items      []Text
	Unnumbered bool
}

// Tiles are a few numbers that are looked at first.
type Tiles struct{ Items []Tile }

// A Tile is one number, large. Change is how it moved; it may be empty.
type Tile struct {
	Label, Value string
	Change       Text
}

// A Table has as many cells in each row as columns.
type Table struct {
	Columns []Column
	Rows    [][]Text
	Note    Text // small print below; may be empty
}

// A Column is the head of a column; those of numbers are set to the right.
type Column struct {
	Title   string
	Numbers bool
}

// Cards are posts, each with its text and pictures.
type Cards struct{ Items []Card }

// A Card is one post.
type Card struct {
	Title Text // linked to the post where it is live
	Meta  Text // channel and time
	Quote string
	Media []string // files of the content, from its root
	Alt   string   // of the first
	Why   []Text   // the numbers that brought it here
}

// A Fold is what only some look at. Where nothing can be folded, it stands open.
type Fold struct {
	Summary string
	Blocks  []Block
}

// Notes are what people wrote, as Markdown, or a hint to write some.
type Notes struct {
	Hint     string
	Markdown string // without the marks; empty while nobody wrote any
}

// A ChartKind is the form of a chart.
type ChartKind uint8

// The kinds of chart.
const (
	LineChart  ChartKind = iota // Points of each series by time
	BarChart                    // Values of each series, one for each label, stacked
	ShareChart                  // Values of the first series, one for each label
	SparkChart                  // Points of the first series, without axes
)

// A Chart is the numbers of a picture, and what it shows in words.
type Chart struct {
	Name        string // unique in the layout, the same in every language; part of file names
	Kind        ChartKind
	Title       string
	Description string // the text alternative: what can be seen, with numbers
	Labels      []string
	Series      []ChartSeries
}

// A ChartSeries is one line of a line chart, or one colour of a bar chart. Where
// a value is not known there is a gap.
type ChartSeries struct {
	Name   string
	Points []metrics.Point
	Values []metrics.Value
	Breaks []ChartBreak
	Tone   chart.Tone // how a reader should take a part of a bar
}

// A ChartBreak is drawn across a line chart: what comes after is not compared
// with what was before.
type ChartBreak struct {
	At    time.Time
	Label string
}

func (Paragraph) block() {}
func (Points) block()    {}
func (Tiles) block()     {}
func (Table) block()     {}
func (Chart) block()     {}
func (Cards) block()     {}
func (Fold) block()      {}
func (Notes) block()     {}
