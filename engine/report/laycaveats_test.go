package report

import (
	"testing"
	"time"

	"galley/engine"
	"galley/engine/metrics"
)

func TestATotalNamesTheCountedChannelThatItLacks(t *testing.T) {
	series := func(c engine.Channel) metrics.Series { return metrics.Series{Channel: c, Metric: "followers"} }
	d := &Document{Source: Source{Delivery: Report{Zone: time.UTC}, KPIs: []string{"growth", "reach"},
		Channels: []Channel{{Channel: "bluesky"}, {Channel: "mastodon"}}}}
	d.Figures.Series = []metrics.Series{series("bluesky"), series("mastodon"), series("another")}
	d.Figures.All = []metrics.Figure{{KPI: "growth", Now: metrics.Known(3), Parts: []metrics.Part{{Channel: "bluesky", Metric: "followers", Value: metrics.Known(3)}}},
		{KPI: "reach", Now: metrics.Known(9), Parts: []metrics.Part{{Channel: "bluesky", Metric: "reach", Value: metrics.Known(9)}}}}
	got := d.speaker("en").partial()
	if len(got) != 1 || got[0].String() != "mastodon: not counted in the totals of growth; too little is known there." {
		t.Errorf("it says %v", got)
	}
	d.Figures.All[0].Now = metrics.Value{}
	if got := d.speaker("en").partial(); got != nil {
		t.Errorf("of a total that is not known it says %v", got)
	}
}
