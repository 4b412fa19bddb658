package chart

import (
	"fmt"
	"time"
)

const (
	rowHeight = 58
	rowHead   = 18 // of a narrow row: name and value above the line
	rowInset  = 9  // above and below the line of a row
)

// Rows draws series over time below each other, each with a scale of its own: for
// numbers too many or too far apart for one plot. It refuses what Lines refuses,
// and more than MaxRows series.
func Rows(spec LineSpec) ([]byte, error) {
	if len(spec.Series) > MaxRows {
		return nil, fmt.Errorf("draw %q: %d rows, at most %d are drawn", spec.Title, len(spec.Series), MaxRows)
	}
	if err := check(spec.Series); err != nil {
		return nil, fmt.Errorf("draw %q: %w", spec.Title, err)
	}
	measuring := newCanvas(spec.Head, spec.width(), plotHeight)
	top := measuring.title() + 10
	height := top + float64(len(spec.Series))*measuring.rowHeight() + axisRoom + measuring.noteRoom() + pad
	c := newCanvas(spec.Head, spec.width(), height)
	c.title()
	c.rows(spec, box{pad, top, c.width - pad, height - axisRoom - c.noteRoom() - pad})
	return c.svg()
}

func (c *canvas) rowHeight() float64 {
	if c.narrow() {
		return rowHeight + rowHead
	}
	return rowHeight
}

func (c *canvas) rows(spec LineSpec, area box) {
	every, all := step(spec.Step, spec.Series), extent(spec)
	names, ends, scales := c.columns(spec)
	room := c.nameRoom()
	p := plot{box: box{area.left + names + scales + 24, area.top, area.right - ends - 20, area.bottom}}
	if c.narrow() {
		p.left, p.right = area.left+scales+10, area.right
		room = area.right - area.left - ends - 20
	}
	p.x = scale{seconds(all.from), seconds(all.to), p.left + 4, p.right - 8}
	c.timeAxis(p, all, p.top)
	c.line("axis", nil, point{area.left, p.bottom}, point{area.right, p.bottom})
	hatched := false
	for i, s := range spec.Series {
		row := p
		row.top = area.top + float64(i)*c.rowHeight()
		row.bottom = row.top + c.rowHeight()
		if i > 0 {
			c.line("grid", nil, point{area.left, row.top}, point{area.right, row.top})
		}
		words := (row.top+row.bottom)/2 + 4
		if c.narrow() { // above the line, over a ground of their own
			words = row.top + rowHead
			c.rect("ground", box{area.left, row.top + 2, area.right, words + 5})
			row.top += rowHead
		}
		c.text("name", c.fit(s.Name, labelSize, room), area.left, words)
		c.text("strong end", c.lastOf(s, lastPlaces([]Series{s}), spec.Unit), area.right, words)
		hatched = c.row(row, s, every, all) || hatched
	}
	notes := []note{{text: c.ownScale}}
	if hatched {
		notes = append([]note{{text: c.missing, hatch: true}}, notes...)
	}
	c.notes(c.height-pad, notes)
}

// columns are how wide names, last values and labels of scales are.
func (c *canvas) columns(spec LineSpec) (names, ends, scales float64) {
	for _, s := range spec.Series {
		names = max(names, c.measure(c.fit(s.Name, labelSize, c.nameRoom()), labelSize))
		ends = max(ends, c.measure(c.lastOf(s, lastPlaces([]Series{s}), spec.Unit), labelSize*1.06))
		if len(s.Points) > 0 {
			low, high, _, _ := bounds([]Series{s}, 1)
			scales = max(scales, c.measure(c.amount(low, spec.Unit), noteSize), c.measure(c.amount(high, spec.Unit), noteSize))
		}
	}
	return names, ends, scales
}

// row draws one line between its lowest and its highest value, and reports whether
// something is missing.
func (c *canvas) row(p plot, s Series, every time.Duration, all span) bool {
	missing := gaps(s, all, every)
	for _, g := range missing {
		c.hatch("hatch", box{p.x.at(seconds(g.from)), p.top + rowInset, p.x.at(seconds(g.to)), p.bottom - rowInset}, 6)
	}
	if len(s.Points) == 0 {
		return true
	}
	low, high, _, _ := bounds([]Series{s}, 1)
	p.y = scale{low, high, p.bottom - rowInset - 4, p.top + rowInset + 4}
	c.text("note end", c.amount(high, ""), p.left-6, p.top+rowInset+8)
	if low != high {
		c.text("note end", c.amount(low, ""), p.left-6, p.bottom-rowInset)
	}
	flags, _ := c.flags(p, []Series{s})
	for _, f := range flags {
		c.line("break", []float64{4, 3}, point{f.x, p.top + 4}, point{f.x, p.bottom - 2})
	}
	c.trace(p, s, every, 0)
	for _, f := range flags {
		c.flagInRow(p, s, f)
	}
	return len(missing) > 0
}

// flagInRow writes the label of a break where the line after it is not: at the
// bottom of the row, or at its top.
func (c *canvas) flagInRow(p plot, s Series, f flag) {
	width := c.measure(f.Label, noteSize)
	x, y := min(f.x+5, c.width-pad-width), p.bottom-4
	for _, q := range s.Points {
		if at := p.at(q); at.x >= x-2 && at.x <= x+width && at.y > y-noteSize-2 {
			y = p.top + noteSize
		}
	}
	c.text("note", f.Label, x, y)
}

// Spark draws one line of the height of a line of text, without words beside its
// title and description. It refuses what Lines refuses.
func Spark(spec SparkSpec) ([]byte, error) {
	series := []Series{spec.Series}
	if err := check(series); err != nil {
		return nil, fmt.Errorf("draw %q: %w", spec.Title, err)
	}
	every, all := step(spec.Step, series), extent(LineSpec{Series: series})
	c := newCanvas(spec.Head, sparkWidth, sparkHeight)
	low, high, _, _ := bounds(series, 1)
	p := plot{box: box{4, 5, sparkWidth - 7, sparkHeight - 6}}
	p.x = scale{seconds(all.from), seconds(all.to), p.left, p.right}
	p.y = scale{low, high, p.bottom, p.top}
	for _, part := range stretches(spec.Series, every) {
		points := make([]point, len(part))
		for i, q := range part {
			points[i] = p.at(q)
		}
		c.line("l0", nil, points...)
		if len(points) == 1 {
			c.disc("f0", points[0], 1.5)
		}
	}
	c.disc("m0", p.at(spec.Series.Points[len(spec.Series.Points)-1]), 4)
	return c.svg()
}
