package chart

import (
	"slices"
	"time"
)

// A stretch is a run of points that may be joined.
type stretch []Point

// A span is a stretch of time.
type span struct{ from, to time.Time }

// stretches cuts a series where points are missing and where it changes meaning.
func stretches(s Series, step time.Duration) []stretch {
	var list []stretch
	begin := 0
	for i := 1; i <= len(s.Points); i++ {
		if i == len(s.Points) || apart(s.Points[i-1].At, s.Points[i].At, step) || broken(s.Breaks, s.Points[i-1].At, s.Points[i].At) {
			list = append(list, s.Points[begin:i])
			begin = i
		}
	}
	return list
}

// apart reports whether a point is missing between two.
func apart(a, b time.Time, step time.Duration) bool { return b.Sub(a) > step+step/2 }

func broken(breaks []Break, a, b time.Time) bool {
	return slices.ContainsFunc(breaks, func(br Break) bool { return br.At.After(a) && !br.At.After(b) })
}

// gaps are the spans of the picture in which a series has no points.
func gaps(s Series, whole span, step time.Duration) []span {
	if len(s.Points) == 0 {
		return []span{whole}
	}
	var list []span
	if first := s.Points[0].At; apart(whole.from, first, step) {
		list = append(list, span{whole.from, first})
	}
	for i := 1; i < len(s.Points); i++ {
		if a, b := s.Points[i-1].At, s.Points[i].At; apart(a, b, step) {
			list = append(list, span{a, b})
		}
	}
	if last := s.Points[len(s.Points)-1].At; apart(last, whole.to, step) {
		list = append(list, span{last, whole.to})
	}
	return list
}

// common are the spans that lie in both lists; each is in order.
func common(a, b []span) []span {
	var list []span
	for len(a) > 0 && len(b) > 0 {
		from, to := a[0].from, a[0].to
		if b[0].from.After(from) {
			from = b[0].from
		}
		if b[0].to.Before(to) {
			to = b[0].to
		}
		if from.Before(to) {
			list = append(list, span{from, to})
		}
		if a[0].to.Before(b[0].to) {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return list
}

// A plot is where values and moments meet.
type plot struct {
	box
	x, y scale
}

func (p plot) at(q Point) point { return point{p.x.at(seconds(q.At)), p.y.at(q.N)} }

// fewPoints is up to how many points each has a marker: weeks of a quarter, months
// of a year. Days of a month do not.
const fewPoints = 14

// trace draws a series: its stretches, a marker at each point that stands alone and
// at the last, and at every point where there are few.
func (c *canvas) trace(p plot, s Series, step time.Duration, index int) {
	line, filled := class("l", index), class("m", index)
	for _, part := range stretches(s, step) {
		points := make([]point, len(part))
		for i, q := range part {
			points[i] = p.at(q)
		}
		c.line(line, dashes()[index%MaxLines], points...)
		if len(points) == 1 || len(s.Points) <= fewPoints {
			for _, q := range points {
				c.marker(filled, index, q, 4)
			}
		}
	}
	if n := len(s.Points); n > 0 {
		c.marker(filled, index, p.at(s.Points[n-1]), 5)
	}
}

// marker draws the shape of a series.
func (c *canvas) marker(class string, index int, at point, r float64) {
	x, y := at.x, at.y
	switch index % MaxLines {
	case 0:
		c.disc(class, at, r)
	case 1:
		c.shape(class, point{x - r, y - r}, point{x + r, y - r}, point{x + r, y + r}, point{x - r, y + r})
	case 2:
		c.shape(class, point{x, y - r*1.2}, point{x + r*1.2, y + r*0.9}, point{x - r*1.2, y + r*0.9})
	case 3:
		c.shape(class, point{x, y - r*1.35}, point{x + r*1.35, y}, point{x, y + r*1.35}, point{x - r*1.35, y})
	case 4:
		c.shape(class, point{x, y + r*1.2}, point{x + r*1.2, y - r*0.9}, point{x - r*1.2, y - r*0.9})
	default: // a cross
		a, b := r*0.45, r*1.25
		c.shape(class, point{x - a, y - b}, point{x + a, y - b}, point{x + a, y - a}, point{x + b, y - a}, point{x + b, y + a},
			point{x + a, y + a}, point{x + a, y + b}, point{x - a, y + b}, point{x - a, y + a}, point{x - b, y + a}, point{x - b, y - a}, point{x - a, y - a})
	}
}
