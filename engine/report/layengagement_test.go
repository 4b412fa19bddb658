package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/metrics"
)

func TestWeeksWithoutPostsBroughtNothingAndUncountedOnesAreNotKnown(t *testing.T) {
	post := func(channel engine.Channel, day int, engagement metrics.Value) metrics.PostFigures {
		return metrics.PostFigures{Post: metrics.Post{ID: engine.ID{Kind: engine.KindPost, Channel: channel, Slug: fmt.Sprint(day)},
			Published: time.Date(2026, time.November, day, 12, 0, 0, 0, time.UTC)}, Engagement: engagement}
	}
	d := Document{Source: Source{Delivery: Report{Zone: time.UTC}, Channels: []Channel{{Channel: "blog"}, {Channel: "bluesky"}, {Channel: "mastodon"}}}}
	d.Figures.Posts = []metrics.PostFigures{post("mastodon", 2, metrics.Known(5)), post("mastodon", 3, metrics.Known(7)), post("mastodon", 4, metrics.Value{}),
		post("bluesky", 5, metrics.Value{}), post("bluesky", 24, metrics.Known(0)), post("blog", 4, metrics.Value{})}
	c := d.speaker("en").engagementChart()
	const want = "[W45 · 2 Nov W46 · 9 Nov W47 · 16 Nov W48 · 23 Nov]" +
		" bluesky [{0 false} {0 true} {0 true} {0 true}] mastodon [{12 true} {0 true} {0 true} {0 true}]"
	got := fmt.Sprint(c.Labels)
	for _, s := range c.Series {
		got += fmt.Sprint(" ", s.Name, " ", s.Values)
	}
	if got != want {
		t.Errorf("the chart is\n%s, want\n%s", got, want)
	}
	if !strings.Contains(c.Description, "W45 · 2 Nov, bluesky –, mastodon 12") {
		t.Errorf("the description does not say what is not known: %s", c.Description)
	}
}
