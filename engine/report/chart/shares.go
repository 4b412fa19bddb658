package chart

import "fmt"

const shareHeight = 34

// Shares draws one bar for each part of a whole, with its value and percentage, and
// a mark where it was planned to end. It refuses no rows, more than MaxRows, and
// values below zero.
func Shares(spec ShareSpec) ([]byte, error) {
	if err := spec.check(); err != nil {
		return nil, fmt.Errorf("draw %q: %w", spec.Title, err)
	}
	measuring := newCanvas(spec.Head, spec.width(), plotHeight)
	top := measuring.title() + 8
	height := top + float64(len(spec.Rows))*shareHeight + measuring.noteRoom() + pad
	if !spec.planned() && !spec.unknown() {
		height -= measuring.noteRoom()
	}
	c := newCanvas(spec.Head, spec.width(), height)
	c.title()
	c.shares(spec, top)
	return c.svg()
}

func (spec ShareSpec) check() error {
	switch {
	case len(spec.Rows) == 0:
		return errNoSeries
	case len(spec.Rows) > MaxRows:
		return fmt.Errorf("%d rows, at most %d are drawn", len(spec.Rows), MaxRows)
	}
	for _, row := range spec.Rows {
		for _, v := range []Value{row.Value, row.Planned} {
			if v.Known && (!drawable(v.N) || v.N < 0) {
				return fmt.Errorf("row %q: %w of zero or more", row.Name, errNotFinal)
			}
		}
	}
	return nil
}

func (spec ShareSpec) planned() bool {
	for _, row := range spec.Rows {
		if row.Planned.Known {
			return true
		}
	}
	return false
}

func (spec ShareSpec) unknown() bool {
	for _, row := range spec.Rows {
		if !row.Value.Known {
			return true
		}
	}
	return false
}

// percent of all that is known.
func (spec ShareSpec) percent(n float64) float64 {
	sum := 0.0
	for _, row := range spec.Rows {
		sum += row.Value.N
	}
	if sum == 0 {
		return 0
	}
	return n / sum * 100
}

func (c *canvas) shares(spec ShareSpec, top float64) {
	names, ends, most := 0.0, 0.0, 0.0
	for _, row := range spec.Rows {
		names = max(names, c.measure(c.fit(row.Name, labelSize, c.nameRoom()), labelSize))
		ends = max(ends, c.measure(c.shareLabel(spec, row), labelSize*1.06))
		most = max(most, spec.percent(row.Value.N), row.Planned.N)
	}
	x := scale{0, max(most, 1), pad + names + 12, c.width - pad - ends - 12}
	for i, row := range spec.Rows {
		y := top + float64(i)*shareHeight
		middle := y + shareHeight/2
		c.text("name end", c.fit(row.Name, labelSize, c.nameRoom()), x.from-12, middle+4)
		c.share(spec, row, x, box{x.from, y + 7, x.to, y + shareHeight - 7})
	}
	c.line("axis", nil, point{x.from, top}, point{x.from, top + float64(len(spec.Rows))*shareHeight})
	c.shareNotes(spec)
}

func (c *canvas) share(spec ShareSpec, row Share, x scale, b box) {
	end := b.right
	if row.Value.Known {
		end = x.at(spec.percent(row.Value.N))
		c.rect("f0", box{b.left, b.top, end, b.bottom})
	} else {
		c.hatch("hatch", b, 6)
	}
	if row.Planned.Known {
		at := x.at(row.Planned.N)
		c.line("ground-line", nil, point{at, b.top - 4}, point{at, b.bottom + 4})
		c.line("plan", nil, point{at, b.top - 4}, point{at, b.bottom + 4})
		if at > end-4 {
			end = at
		}
	}
	c.text("strong", c.shareLabel(spec, row), end+8, (b.top+b.bottom)/2+4)
}

// shareLabel writes "12 · 34%".
func (c *canvas) shareLabel(spec ShareSpec, row Share) string {
	if !row.Value.Known {
		return "–"
	}
	return c.amount(row.Value.N, spec.Unit) + " · " + c.withUnit(c.number(spec.percent(row.Value.N), 0), "%")
}

func (c *canvas) shareNotes(spec ShareSpec) {
	if spec.unknown() {
		c.notes(c.height-pad, []note{{text: c.missing, hatch: true}})
	}
	if spec.planned() {
		x, y := c.width-pad, c.height-pad
		c.text("note end", c.plan, x, y)
		x -= c.measure(c.plan, noteSize) + 10
		c.line("plan", nil, point{x, y - 11}, point{x, y + 3})
	}
}
