// Package chart draws the pictures of reports as SVG: lines, rows of lines, stacked
// bars, shares and sparklines. Numbers and words travel in, bytes come out; the
// same numbers give the same bytes on every machine. The package reads no clock,
// no file and no font of the system, and a picture loads nothing.
//
// What a picture says is said without its colours: lines differ by dash and mark
// and are labelled where they end, stacked parts by texture. What is not known is
// hatched, never drawn as zero, and a line stops where its numbers change meaning.
// Every picture has a title and a description for those who do not see it. It is
// made for an img element: the styles of two pictures within one page would mix.
//
// Paths, texts and the measures of texts are those of
// github.com/go-analyze/charts/chartdraw (MIT, released several times a year, two
// modules, 2 MB in the program, fonts read only when something is drawn). Its own
// chart types were not taken: they have no gaps, no breaks and no labels at the
// end of a line, and their axes know nothing of weeks and months. Looked at beside
// it: gonum.org/v1/plot, whose axes are better and which brings 7 MB, fifteen
// modules, LaTeX and PDF; github.com/vicanso/go-charts and
// github.com/wcharczuk/go-chart, its ancestors, both without a release for years.
package chart

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"time"
)

// Widths of pictures, in CSS pixels. A picture scales, but its texts do so with it:
// what is read on a telephone is drawn Narrow.
const (
	Wide   = 720
	Narrow = 330
)

const (
	plotHeight  = 320 // of a picture with one plot
	sparkWidth  = 120
	sparkHeight = 28
)

// Limits on what is drawn: a picture is for people, and its size is bounded.
const (
	MaxLines  = 6    // in one Lines; beyond, colours and dashes can no longer be told apart
	MaxParts  = 8    // of a bar
	MaxRows   = 40   // of Rows and Shares
	MaxGroups = 120  // bars
	MaxPoints = 5000 // of one series
)

// A Theme is what a picture is looked at on. Both are opaque: a picture opened on
// its own can be read too.
type Theme uint8

// The themes.
const (
	Light Theme = iota
	Dark
)

// Head is what every picture has.
type Head struct {
	Title       string // in the picture, and its name for those who do not see it
	Description string // what can be seen, with numbers; not drawn
	Language    string // of what the package writes itself: "fr", or English
	Theme       Theme
	Width       int // zero is Wide; not less than Narrow. A sparkline has a width of its own
}

func (h Head) width() float64 {
	if h.Width == 0 {
		return Wide
	}
	return float64(max(h.Width, Narrow))
}

// A Value is a number that may not be known. The zero value is not known.
type Value struct {
	N     float64
	Known bool
}

// Known is a value that is known.
func Known(n float64) Value { return Value{n, true} }

// A Point is a value at a moment, which is told in its own zone.
type Point struct {
	At time.Time
	N  float64
}

// A Break is where a series changes its meaning: nothing is drawn across it.
type Break struct {
	At    time.Time
	Label string // what changed, in a few words
}

// A Series is one line. Its points are in order of time.
type Series struct {
	Name   string
	Points []Point
	Breaks []Break
}

// A LineSpec is a picture of numbers over time.
type LineSpec struct {
	Head
	Series []Series
	Unit   string        // set behind numbers, such as "%"; may be empty
	From   time.Time     // what the axis shows at least; zero: from the first point
	To     time.Time     // exclusive; zero: to the last point
	Step   time.Duration // usual distance of two points, beyond twice of which is a gap; zero is what most are apart
}

// A BarSpec is a picture of numbers by group, such as weeks. Parts are stacked, the
// first at the bottom.
type BarSpec struct {
	Head
	Groups []string // names below the bars
	Parts  []Part
	Unit   string
}

// A Part is what one colour and texture of the bars stands for.
type Part struct {
	Name   string
	Tone   Tone
	Values []Value // one for each group
}

// A Tone says how a reader should take a part. The zero tone says nothing: the
// part gets the next colour.
type Tone uint8

// The tones.
const (
	Neutral Tone = iota
	Good
	Warning
	Bad
	Muted
)

// A ShareSpec is a picture of parts of a whole, one bar each.
type ShareSpec struct {
	Head
	Rows []Share
	Unit string
}

// A Share is one part. Planned is what it was to be, in percent of all.
type Share struct {
	Name    string
	Value   Value
	Planned Value
}

// A SparkSpec is a line without axes, of the height of a line of text.
type SparkSpec struct {
	Head
	Series Series
	Step   time.Duration // as in LineSpec
}

var (
	errNoSeries = errors.New("no series")
	errNotFinal = errors.New("not a number")
)

// check says what is wrong with series: they are refused, not repaired, because a
// picture of half the numbers is a lie.
func check(series []Series) error {
	points := 0
	for _, s := range series {
		if len(s.Points) > MaxPoints {
			return fmt.Errorf("series %q has %d points, at most %d are drawn", s.Name, len(s.Points), MaxPoints)
		}
		for i, p := range s.Points {
			if i > 0 && p.At.Before(s.Points[i-1].At) {
				return fmt.Errorf("series %q: point %d is before the one ahead of it", s.Name, i+1)
			}
			if !drawable(p.N) {
				return fmt.Errorf("series %q: point %d: %w", s.Name, i+1, errNotFinal)
			}
		}
		points += len(s.Points)
	}
	if points == 0 {
		return errNoSeries
	}
	return nil
}

// drawable reports whether n is a number of a size that layout can deal with.
func drawable(n float64) bool { return !math.IsNaN(n) && math.Abs(n) < 1e15 }

// step is how far apart points usually are: the median of all distances, a day
// where there is none.
func step(given time.Duration, series []Series) time.Duration {
	if given > 0 {
		return given
	}
	var apart []time.Duration
	for _, s := range series {
		for i := 1; i < len(s.Points); i++ {
			if d := s.Points[i].At.Sub(s.Points[i-1].At); d > 0 {
				apart = append(apart, d)
			}
		}
	}
	return cmp.Or(median(apart), 24*time.Hour)
}
