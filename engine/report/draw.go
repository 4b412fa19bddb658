package report

import (
	"fmt"

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
		if len(spec.Series) > chart.MaxLines || farFromEachOther(c.Series) {
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

// apart is how many times as high as the lowest line the highest may be, for both
// to be read on one scale.
const apart = 4

func farFromEachOther(list []ChartSeries) bool {
	low, high := 0.0, 0.0
	for i, s := range list {
		top := 0.0
		for _, p := range s.Points {
			top = max(top, p.N)
		}
		if i == 0 || top < low {
			low = top
		}
		high = max(high, top)
	}
	return high > apart*low
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
