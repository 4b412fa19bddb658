package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

const (
	pad      = 16 // around everything
	axisRoom = 38 // below a plot: labels of the axis and their years
)

// narrow reports whether there is room for one column only.
func (c *canvas) narrow() bool { return c.width < 480 }

// noteRoom is the height of the notes: one line, or two where lines are short.
func (c *canvas) noteRoom() float64 {
	if c.narrow() {
		return 20 + noteLine
	}
	return 20
}

const noteLine = 15

func class(prefix string, index int) string { return prefix + strconv.Itoa(index) }

// Lines draws series over time in one plot, each labelled where it ends. It refuses
// no points at all, more than MaxLines series, points out of order, and numbers
// that are none.
func Lines(spec LineSpec) ([]byte, error) {
	if len(spec.Series) > MaxLines {
		return nil, fmt.Errorf("draw %q: %d lines, at most %d can be told apart: use Rows", spec.Title, len(spec.Series), MaxLines)
	}
	if err := check(spec.Series); err != nil {
		return nil, fmt.Errorf("draw %q: %w", spec.Title, err)
	}
	height := plotHeight + max(0, float64(len(spec.Series))*endHeight-140) // room for the labels, below a long title and flags
	c := newCanvas(spec.Head, spec.width(), height)
	every, all := step(spec.Step, spec.Series), extent(spec)
	low, high, step := values(bounds(spec.Series, 5))
	marks := c.valueMarks(low, high, step, spec.Unit)
	labels := c.ends(spec)

	p := plot{box: box{left: pad + c.widest(marks) + 8, right: c.width - pad - labels.width, bottom: height - pad - c.noteRoom() - axisRoom}}
	p.x = scale{seconds(all.from), seconds(all.to), p.left, p.right - 8}
	top := c.title()
	flags, rows := c.flags(p, spec.Series)
	p.top = top + 10 + float64(rows)*16
	p.y = scale{low, high, p.bottom, p.top}

	notes := c.blanks(p, spec.Series, all, every)
	c.grid(p, marks)
	c.timeAxis(p, all, p.top)
	c.drawFlags(p, flags, top)
	for i, s := range spec.Series {
		c.trace(p, s, every, i)
	}
	c.drawEnds(p, spec, labels)
	if low > 0 || high < 0 {
		notes = append(notes, note{text: c.notZero})
	}
	c.notes(height-pad, notes)
	return c.svg()
}

// extent is the time that a picture shows.
func extent(spec LineSpec) span {
	all := span{spec.From, spec.To}
	for _, s := range spec.Series {
		for _, p := range s.Points {
			if all.from.IsZero() || p.At.Before(all.from) {
				all.from = p.At
			}
			if all.to.IsZero() || p.At.After(all.to) {
				all.to = p.At
			}
		}
	}
	if !all.from.Before(all.to) {
		all.from, all.to = all.from.Add(-12*time.Hour), all.from.Add(12*time.Hour)
	}
	return all
}

// bounds are the arguments of values for a plot with at most so many steps.
func bounds(series []Series, steps int) (low, high float64, most int, least float64) {
	low, high, least = math.Inf(1), math.Inf(-1), 1
	for _, s := range series {
		for _, p := range s.Points {
			low, high = min(low, p.N), max(high, p.N)
			if p.N != math.Trunc(p.N) {
				least = 1e-6
			}
		}
	}
	return low, high, steps, least
}

// title writes the title in at most two lines and returns where it ends.
func (c *canvas) title() float64 {
	y := float64(pad + titleSize - 3)
	for _, line := range c.wrap(c.head.Title, titleSize*1.06, c.width-2*pad, 2) {
		c.text("title", line, pad, y)
		y += titleSize + 5
	}
	return y - titleSize + 2
}

func (c *canvas) widest(marks []mark) float64 {
	widest := 0.0
	for _, m := range marks {
		widest = max(widest, c.measure(m.label, labelSize))
	}
	return widest
}

// grid draws a line for each mark of the values, and its label.
func (c *canvas) grid(p plot, marks []mark) {
	for _, m := range marks {
		y := p.y.at(m.n)
		line := "grid"
		if m.n == 0 {
			line = "axis"
		}
		c.line(line, nil, point{p.left, y}, point{p.right, y})
		c.text("soft end", m.label, p.left-8, y+4)
	}
}

// timeAxis labels the moments below a plot, with thin lines up to top.
func (c *canvas) timeAxis(p plot, all span, top float64) {
	for _, m := range c.timeMarks(all.from, all.to.Add(time.Second), p.right-p.left) {
		x := p.x.at(m.n)
		c.line("grid", nil, point{x, top}, point{x, p.bottom})
		c.line("axis", nil, point{x, p.bottom}, point{x, p.bottom + 4})
		at, class := x, "soft mid"
		if half := c.measure(m.label, labelSize) / 2; x+half > c.width-4 {
			at, class = c.width-4, "soft end"
		}
		c.text(class, m.label, at, p.bottom+18)
		if m.below != "" {
			c.text(class, m.below, at, p.bottom+33)
		}
	}
}

// A note explains something below a picture, after a swatch if it has a class.
type note struct {
	text  string
	hatch bool
}

// blanks hatches what is known of no series, and says so; and says what an
// interrupted line means where one is.
func (c *canvas) blanks(p plot, series []Series, all span, step time.Duration) []note {
	shared, any := []span{all}, false
	for _, s := range series {
		missing := gaps(s, all, step)
		shared = common(shared, missing)
		any = any || len(missing) > 0
	}
	for _, g := range shared {
		b := box{p.x.at(seconds(g.from)), p.top, p.x.at(seconds(g.to)), p.bottom}
		c.hatch("hatch", b, 6)
	}
	switch {
	case len(shared) > 0:
		return []note{{text: c.missing, hatch: true}}
	case any:
		return []note{{text: c.interrupted}}
	}
	return nil
}

// notes writes notes beside each other, the last line of them on y.
func (c *canvas) notes(y float64, notes []note) {
	x := float64(pad)
	y -= c.noteRoom() - 20
	for _, n := range notes {
		width := c.measure(n.text, noteSize)
		if n.hatch {
			width += 24
		}
		if x > pad && x+width > c.width-pad {
			x, y = pad, y+noteLine
		}
		from := x
		if n.hatch {
			c.hatch("hatch", box{x, y - 10, x + 18, y + 2}, 4)
			from += 24
		}
		c.text("note", c.fit(n.text, noteSize, c.width-pad-from), from, y)
		x += width + 20
	}
}

// A flag is a break with a place for its label above the plot.
type flag struct {
	Break
	x, labelX float64
	row       int
}

// flags sets the labels of breaks in as few rows as they need, and returns how many.
func (c *canvas) flags(p plot, series []Series) (flags []flag, rows int) {
	for _, s := range series {
		for _, b := range s.Breaks {
			if len(series) > 1 {
				b.Label = s.Name + c.colon + " " + b.Label
			}
			if x := p.x.at(seconds(b.At)); x >= p.left && x <= p.right {
				flags = append(flags, flag{Break: b, x: x})
			}
		}
	}
	slices.SortStableFunc(flags, func(a, b flag) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Label, b.Label)) })
	var taken []float64 // right ends of the rows
	for i := range flags {
		f := &flags[i]
		f.Label = c.fit(c.day(f.At)+" · "+f.Label, noteSize, c.width-2*pad)
		width := c.measure(f.Label, noteSize)
		f.labelX = max(pad, min(f.x-3, c.width-pad-width))
		for f.row < len(taken) && taken[f.row]+12 > f.labelX {
			f.row++
		}
		if f.row == len(taken) {
			taken = append(taken, 0)
		}
		taken[f.row] = f.labelX + width
	}
	return flags, len(taken)
}

// drawFlags draws breaks from their labels down to the axis.
func (c *canvas) drawFlags(p plot, flags []flag, top float64) {
	for _, f := range flags {
		y := top + 12 + float64(f.row)*16
		c.line("break", []float64{4, 3}, point{f.x, y + 4}, point{f.x, p.bottom})
		c.text("note", f.Label, f.labelX, y)
	}
}
