package chart

import (
	"cmp"
	"slices"
)

// ends are the labels at the right of a plot.
type ends struct {
	width float64
	names []string
}

const (
	endHeight = 32 // of a name and a value
	endIndent = 30 // from the plot to the text
)

// nameRoom is the most that the name of a series may take.
func (c *canvas) nameRoom() float64 { return min(150, c.width*0.24) }

// ends cuts the names of series and says how much room they take.
func (c *canvas) ends(spec LineSpec) ends {
	var e ends
	decimals := lastPlaces(spec.Series)
	for _, s := range spec.Series {
		name := c.fit(s.Name, labelSize, c.nameRoom())
		e.names = append(e.names, name)
		e.width = max(e.width, c.measure(name, labelSize), c.measure(c.lastOf(s, decimals, spec.Unit), labelSize*1.06))
	}
	e.width += endIndent
	return e
}

// lastOf writes the last value of a series.
func (c *canvas) lastOf(s Series, decimals int, unit string) string {
	if len(s.Points) == 0 {
		return c.missing
	}
	return c.withUnit(c.number(s.Points[len(s.Points)-1].N, decimals), unit)
}

// lastPlaces is how many decimals the last values have.
func lastPlaces(series []Series) int {
	var last []float64
	for _, s := range series {
		if n := len(s.Points); n > 0 {
			last = append(last, s.Points[n-1].N)
		}
	}
	return places(last...)
}

// drawEnds writes name and last value of each series beside the plot, as near to
// the end of its line as the others allow, with a thin line to where it ends.
func (c *canvas) drawEnds(p plot, spec LineSpec, labels ends) {
	decimals := lastPlaces(spec.Series)
	order := make([]int, len(spec.Series))
	wanted := make([]float64, len(spec.Series))
	for i, s := range spec.Series {
		order[i], wanted[i] = i, p.bottom
		if n := len(s.Points); n > 0 {
			wanted[i] = p.at(s.Points[n-1]).y
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(wanted[a], wanted[b]) })
	sorted := make([]float64, len(order))
	for i, index := range order {
		sorted[i] = wanted[index]
	}
	for i, y := range spread(sorted, endHeight, p.top+4, p.bottom-4) {
		index := order[i]
		s := spec.Series[index]
		x := p.right + endIndent - 12
		if n := len(s.Points); n > 0 {
			end := p.at(s.Points[n-1])
			c.line("grid", nil, point{end.x + 7, end.y}, point{p.right + 4, end.y}, point{x - 7, y})
		}
		c.marker(class("m", index), index, point{x, y}, 4.5)
		c.text("name", labels.names[index], x+10, y-1)
		c.text("strong", c.lastOf(s, decimals, spec.Unit), x+10, y+13)
	}
}

// spread moves sorted places apart so that neighbours keep their distance within
// low..high, each as near to where it was as that allows. Where there is not room
// for all, the distance shrinks.
func spread(wanted []float64, distance, low, high float64) []float64 {
	if n := float64(len(wanted) - 1); n > 0 {
		distance = min(distance, (high-low)/n)
	}
	places := slices.Clone(wanted)
	// Groups that touch move together, around the mean of what they wanted.
	type group struct {
		first, count int
		middle       float64
	}
	var groups []group
	for i, y := range places {
		g := group{i, 1, min(max(y, low), high)}
		for len(groups) > 0 {
			last := groups[len(groups)-1]
			if last.middle+float64(last.count)*distance/2+float64(g.count)*distance/2 <= g.middle {
				break
			}
			sum := last.middle*float64(last.count) + g.middle*float64(g.count)
			g = group{last.first, last.count + g.count, sum / float64(last.count+g.count)}
			half := float64(g.count-1) * distance / 2
			g.middle = min(max(g.middle, low+half), high-half)
			groups = groups[:len(groups)-1]
		}
		groups = append(groups, g)
	}
	for _, g := range groups {
		for i := range g.count {
			places[g.first+i] = g.middle + (float64(i)-float64(g.count-1)/2)*distance
		}
	}
	return places
}
