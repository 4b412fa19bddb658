package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Bars draws stacked bars, one for each group. It refuses parts that have not one
// value for each group, values below zero, and more parts or groups than people
// can read.
func Bars(spec BarSpec) ([]byte, error) {
	if err := spec.check(); err != nil {
		return nil, fmt.Errorf("draw %q: %w", spec.Title, err)
	}
	unknown := spec.unknown()
	height, notes := float64(plotHeight), 0.0
	if unknown {
		notes = 20
	} else {
		height -= 20
	}
	c := newCanvas(spec.Head, spec.width(), height)
	highest, least := 0.0, 1.0
	for g := range spec.Groups {
		highest = max(highest, spec.total(g))
		for _, part := range spec.Parts {
			if part.Values[g].N != math.Trunc(part.Values[g].N) {
				least = 1e-6
			}
		}
	}
	low, high, step := values(0, highest, 5, least)
	marks := c.valueMarks(low, high, step, spec.Unit)
	top := c.title()
	if len(spec.Parts) > 1 || spec.Parts[0].Tone != Neutral { // what looks like a statement is named
		top = c.key(spec.Parts, top+14)
	}
	if spec.partly() {
		top += unknownHeight
	}
	p := plot{box: box{pad + c.widest(marks) + 8, top + 22, c.width - pad, height - pad - notes - 34}}
	p.y = scale{low, high, p.bottom, p.top}
	c.grid(p, marks)
	for g := range spec.Groups {
		c.bar(p, spec, g)
	}
	c.groups(p, spec.Groups)
	if unknown {
		c.notes(height-pad+c.noteRoom()-20, []note{{text: c.missing, hatch: true}})
	}
	return c.svg()
}

func (spec BarSpec) check() error {
	switch {
	case len(spec.Groups) == 0 || len(spec.Parts) == 0:
		return errNoSeries
	case len(spec.Groups) > MaxGroups:
		return fmt.Errorf("%d bars, at most %d are drawn", len(spec.Groups), MaxGroups)
	case len(spec.Parts) > MaxParts:
		return fmt.Errorf("%d parts, at most %d can be told apart", len(spec.Parts), MaxParts)
	}
	for _, part := range spec.Parts {
		if len(part.Values) != len(spec.Groups) {
			return fmt.Errorf("part %q has %d values for %d bars", part.Name, len(part.Values), len(spec.Groups))
		}
		for _, v := range part.Values {
			if v.Known && (!drawable(v.N) || v.N < 0) {
				return fmt.Errorf("part %q: %w of zero or more", part.Name, errNotFinal)
			}
		}
	}
	return nil
}

// unknown reports whether anything of a picture is not known.
func (spec BarSpec) unknown() bool {
	for _, part := range spec.Parts {
		if slices.ContainsFunc(part.Values, func(v Value) bool { return !v.Known }) {
			return true
		}
	}
	return false
}

// partly reports whether a bar is known in part.
func (spec BarSpec) partly() bool {
	for g := range spec.Groups {
		known := 0
		for _, part := range spec.Parts {
			if part.Values[g].Known {
				known++
			}
		}
		if known > 0 && known < len(spec.Parts) {
			return true
		}
	}
	return false
}

// total is the height of a bar, of what is known.
func (spec BarSpec) total(group int) float64 {
	sum := 0.0
	for _, part := range spec.Parts {
		if v := part.Values[group]; v.Known {
			sum += v.N
		}
	}
	return sum
}

// look is the class and the texture of a part.
func (spec BarSpec) look(index int) (class string, texture int) {
	tone := spec.Parts[index].Tone
	if tone == Neutral {
		return fmt.Sprintf("f%d", index), index
	}
	return fmt.Sprintf("t%d", tone), [...]int{Good: 0, Warning: 1, Bad: 2, Muted: 3}[tone]
}

// fill draws a part: its colour, then its texture in the colour of the ground.
func (c *canvas) fill(class string, texture int, b box) {
	c.rect(class, b)
	switch texture % 4 {
	case 1:
		c.hatch("texture", b, 7)
	case 2:
		for x := math.Ceil(b.left/6) * 6; x < b.right; x += 6 {
			c.line("texture", nil, point{x, b.top}, point{x, b.bottom})
		}
	case 3:
		for y := math.Ceil(b.top/5) * 5; y < b.bottom; y += 5 {
			c.line("texture", nil, point{b.left, y}, point{b.right, y})
		}
	}
}

// key names the parts above the plot, in the order in which they are stacked, in as
// many lines as they need; it returns where it ends.
func (c *canvas) key(parts []Part, y float64) float64 {
	x := float64(pad)
	spec := BarSpec{Parts: parts}
	for i, part := range parts {
		name := c.fit(part.Name, labelSize, c.width-2*pad-18)
		width := 18 + c.measure(name, labelSize)
		if x > pad && x+width > c.width-pad {
			x, y = pad, y+18
		}
		look, texture := spec.look(i)
		c.fill(look, texture, box{x, y - 10, x + 12, y + 2})
		c.text("name", name, x+18, y)
		x += width + 18
	}
	return y
}

// room is where the bar of a group stands.
func (p plot) room(group, groups int) (left, right float64) {
	slot := (p.right - p.left) / float64(groups)
	width := min(slot*0.68, 64)
	middle := p.left + slot*(float64(group)+0.5)
	return middle - width/2, middle + width/2
}

// unknownHeight is that of the hatching on top of a bar of which a part is not known.
const unknownHeight = 14

// bar draws one group with its total.
func (c *canvas) bar(p plot, spec BarSpec, group int) {
	left, right := p.room(group, len(spec.Groups))
	sum, known := 0.0, 0
	for i, part := range spec.Parts {
		v := part.Values[group]
		if !v.Known {
			continue
		}
		known++
		if v.N == 0 {
			continue
		}
		b := box{left, p.y.at(sum + v.N), right, p.y.at(sum)}
		if sum > 0 {
			b.bottom -= min(1.5, (b.bottom-b.top)/3) // a gap between the parts
		}
		look, texture := spec.look(i)
		c.fill(look, texture, b)
		sum += v.N
	}
	if known == 0 {
		c.hatch("hatch", box{left, p.top, right, p.bottom}, 6)
		return
	}
	top := p.y.at(sum)
	if known < len(spec.Parts) { // nobody knows how high it would be
		c.hatch("hatch", box{left, top - unknownHeight, right, top}, 6)
		top -= unknownHeight
	}
	if label := c.amount(sum, ""); c.measure(label, labelSize*1.06) <= (p.right-p.left)/float64(len(spec.Groups))-4 {
		c.text("strong mid", label, (left+right)/2, top-5)
	}
}

// groups names the bars: all of them where there is room, or every second, third …
func (c *canvas) groups(p plot, names []string) {
	slot := (p.right - p.left) / float64(len(names))
	widest := 0.0
	for _, name := range names {
		widest = max(widest, c.measure(name, labelSize))
	}
	every := 1
	if widest+8 > slot && len(names) > 12 { // many, as weeks of a year: not each is named
		every = int(math.Ceil((min(widest, 80) + 8) / slot))
	}
	for i := 0; i < len(names); i += every {
		left, right := p.room(i, len(names))
		first, second := names[i], ""
		if widest+8 > slot*float64(every) { // "W45 · 2 Nov" on two lines
			first, second, _ = strings.Cut(names[i], " · ")
		}
		c.text("soft mid", c.fit(first, labelSize, slot*float64(every)-4), (left+right)/2, p.bottom+18)
		c.text("soft mid", c.fit(second, labelSize, slot*float64(every)-4), (left+right)/2, p.bottom+33)
	}
}
