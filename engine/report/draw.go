package report

import (
	"fmt"
	"math"
	"slices"

	"galley/engine/metrics"
	"galley/engine/report/chart"
)

// A Picture is a chart, drawn: a file beside the document.
type Picture struct {
	File string
	Data []byte
}

// Pictures draws the charts of l for both themes, in the order of the document.
func (l Layout) Pictures() ([]Picture, error) {
	var list []Picture
	for _, section := range append(l.First[:len(l.First):len(l.First)], l.Rest...) {
		for _, block := range section.Blocks {
			c, is := block.(Chart)
			if !is {
				continue
			}
			for _, theme := range []struct {
				name  string
				theme chart.Theme
			}{{"light", chart.Light}, {"dark", chart.Dark}} {
				data, err := Draw(c, chart.Head{Language: l.Language, Theme: theme.theme})
				if err != nil {
					return nil, err
				}
				list = append(list, Picture{ChartFile(c, l.Language, theme.name), data})
			}
		}
	}
	return list, nil
}

// Draw draws a chart. Title and description of head are the chart's. The error
// says what in the numbers cannot be drawn.
func Draw(c Chart, head chart.Head) ([]byte, error) {
	head.Title, head.Description = c.Title, c.Description
	if len(c.Series) == 0 {
		return nil, fmt.Errorf("draw %q: no series", c.Title)
	}
	switch c.Kind {
	case LineChart:
		spec := chart.LineSpec{Head: head, Series: lines(c.Series)}
		if len(spec.Series) > chart.MaxLines || flat(c.Series) {
			return chart.Rows(spec)
		}
		return chart.Lines(spec)
	case BarChart:
		spec := chart.BarSpec{Head: head, Groups: c.Labels}
		for _, s := range c.Series {
			spec.Parts = append(spec.Parts, chart.Part{Name: s.Name, Tone: s.Tone, Values: values(s.Values)})
		}
		return chart.Bars(spec)
	case ShareChart:
		spec := chart.ShareSpec{Head: head, Unit: "%"}
		for i, v := range values(c.Series[0].Values) {
			spec.Rows = append(spec.Rows, chart.Share{Name: c.Labels[i], Value: v})
		}
		return chart.Shares(spec)
	case SparkChart:
		return chart.Spark(chart.SparkSpec{Head: head, Series: lines(c.Series)[0]})
	}
	return nil, fmt.Errorf("draw %q: unknown kind of chart %d", c.Title, c.Kind)
}

// flatBelow is which share of the plot a line has to cover for its ups and downs to
// be seen.
const flatBelow = 0.12

// flat reports whether one scale for all would show a line that moves as one that
// does not.
func flat(list []ChartSeries) bool {
	type extent struct{ low, high float64 }
	var each []extent
	all := extent{math.Inf(1), math.Inf(-1)}
	for _, s := range list {
		e := extent{math.Inf(1), math.Inf(-1)}
		for _, p := range s.Points {
			e = extent{min(e.low, p.N), max(e.high, p.N)}
		}
		each = append(each, e)
		all = extent{min(all.low, e.low), max(all.high, e.high)}
	}
	return slices.ContainsFunc(each, func(e extent) bool {
		return e.high > e.low && e.high-e.low < flatBelow*(all.high-all.low)
	})
}

func lines(list []ChartSeries) []chart.Series {
	drawn := make([]chart.Series, len(list))
	for i, s := range list {
		drawn[i].Name = s.Name
		for _, p := range s.Points {
			drawn[i].Points = append(drawn[i].Points, chart.Point(p))
		}
		for _, b := range s.Breaks {
			drawn[i].Breaks = append(drawn[i].Breaks, chart.Break(b))
		}
	}
	return drawn
}

func values(list []metrics.Value) []chart.Value {
	drawn := make([]chart.Value, len(list))
	for i, v := range list {
		drawn[i] = chart.Value(v)
	}
	return drawn
}
