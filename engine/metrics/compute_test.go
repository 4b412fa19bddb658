package metrics

import (
	"math"
	"slices"
	"testing"
	"time"

	"galley/engine"
)

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// two are the metrics of two networks, of which one tells no quotes.
func two() Catalogue {
	of := func(field string, networks ...engine.Network) (list []Source) {
		for _, n := range networks {
			list = append(list, Source{Network: n, Field: field})
		}
		return list
	}
	return Catalogue{Version: "test", Metrics: []Metric{
		{"likes", OfPost, append(of("favourites", "mastodon"), of("likes", "bluesky")...)},
		{"shares", OfPost, append(of("reblogs", "mastodon"), of("reposts", "bluesky")...)},
		{"quotes", OfPost, of("quotes", "bluesky")},
		{"reach", OfPost, of("reach", "bluesky")},
		{"followers", OfAccount, of("followers", "mastodon", "bluesky")},
		{"visits", OfImport, nil},
		{"conversions", OfImport, nil},
	}, KPIs: []Definition{
		{KPI: "engagement", Unit: "count", Formula: "likes + shares + quotes"},
		{KPI: "engagement_rate_reach", Unit: "percent", Formula: "engagement / reach"},
		{KPI: "engagement_rate_followers", Unit: "percent", Formula: "engagement / publication_followers"},
		{KPI: "followers", Unit: "count", Formula: "followers"},
		{KPI: "follower_growth", Unit: "count", Formula: "followers - start(followers)"},
		{KPI: "follower_growth_rate", Unit: "percent", Formula: "follower_growth / start(followers)"},
		{KPI: "posts", Unit: "count", Formula: "posts"},
		{KPI: "frequency", Unit: "count", Formula: "posts / weeks"},
		{KPI: "conversion_rate", Unit: "percent", Formula: "conversions / visits"},
		{KPI: "volumetry", Unit: "percent", Formula: "posts / volume"},
		{KPI: "pillar_share", Unit: "percent", Formula: "posts / all_posts"},
		{KPI: "on_time", Unit: "percent", Formula: "on_time / due"},
	}}
}

func at(s string) time.Time {
	t, err := time.Parse("2006-01-02T15:04", s)
	if err != nil {
		panic(err)
	}
	return t
}

func november() Input {
	masto, sky := engine.Channel("social"), engine.Channel("sky")
	id := func(c engine.Channel, slug string) engine.ID {
		return engine.ID{Kind: engine.KindPost, Channel: c, Slug: slug}
	}
	snap := func(when string, c engine.Channel, slug string, counts map[string]int64) Snapshot {
		s := Snapshot{At: at(when), Channel: c, Network: "mastodon", Counts: counts}
		if c == sky {
			s.Network = "bluesky"
		}
		if slug != "" {
			s.ID = id(c, slug)
		}
		return s
	}
	return Input{
		Period: Period{date("2026-11-01"), date("2026-12-01")}, Catalogue: two(),
		Channels: map[engine.Channel]engine.Network{masto: "mastodon", sky: "bluesky"},
		Posts: []Post{
			{ID: id(masto, "a"), Network: "mastodon", Published: at("2026-11-03T09:00"), Pillar: "town", Campaign: "winter"},
			{ID: id(sky, "a"), Network: "bluesky", Published: at("2026-11-03T09:00"), Pillar: "town", Campaign: "winter"},
			{ID: id(masto, "b"), Network: "mastodon", Published: at("2026-11-20T09:00"), Removed: at("2026-11-22T09:00")},
			{ID: id(masto, "old"), Network: "mastodon", Published: at("2026-10-20T09:00"), Campaign: "winter"},
		},
		Snapshots: slices.Values([]Snapshot{
			snap("2026-10-31T06:00", masto, "", map[string]int64{"followers": 100}),
			snap("2026-11-30T06:00", masto, "", map[string]int64{"followers": 130}),
			snap("2026-11-02T06:00", sky, "", map[string]int64{"followers": 50}),
			snap("2026-11-30T06:00", sky, "", map[string]int64{"followers": 60}),
			snap("2026-10-21T09:00", masto, "old", map[string]int64{"favourites": 7, "reblogs": 1}),
			snap("2026-11-04T09:00", masto, "a", map[string]int64{"favourites": 5, "reblogs": 2}),
			snap("2026-11-10T09:00", masto, "a", map[string]int64{"favourites": 8, "reblogs": 2}),
			snap("2026-12-03T09:00", masto, "a", map[string]int64{"favourites": 99, "reblogs": 99}),
			snap("2026-11-10T09:00", sky, "a", map[string]int64{"likes": 4, "quotes": 1, "reach": 100}),
			snap("2026-11-21T09:00", masto, "b", map[string]int64{"favourites": 3, "reblogs": 0}),
			snap("2026-11-25T09:00", masto, "b", map[string]int64{"favourites": 0, "reblogs": 0}),
		}),
		Imports: []Import{
			{Day: date("2026-11-05"), Campaign: "winter", Metric: "visits", N: 200},
			{Day: date("2026-11-06"), Campaign: "winter", Channel: masto, Metric: "conversions", N: 5},
		},
		Volumes:   []Volume{{masto, 1}},
		Delivered: Deliveries{Now: []Delivery{{Channel: masto, Planned: 4, Due: 4, OnTime: 3, Late: 1}}},
	}
}

func TestFiguresOfAMonth(t *testing.T) {
	figures := Compute(november())
	for _, want := range []struct {
		kpi   string
		scope Scope
		now   Value
	}{
		{"engagement", Scope{}, Known(10 + 3 + 5)},
		{"engagement", Scope{Channel: "social"}, Known(13)},
		{"engagement", Scope{Channel: "sky"}, Known(5)},
		{"engagement", Scope{Campaign: "winter"}, Known(8 + 10 + 5)},
		{"engagement_rate_reach", Scope{}, Known(5)},
		{"engagement_rate_followers", Scope{Channel: "sky"}, Known(10)},
		{"engagement_rate_followers", Scope{}, Known(100 * 15. / 150)},
		{"followers", Scope{}, Known(190)},
		{"follower_growth", Scope{}, Known(40)},
		{"follower_growth_rate", Scope{Channel: "social"}, Known(30)},
		{"posts", Scope{}, Known(3)},
		{"frequency", Scope{}, Known(0.7)},
		{"conversion_rate", Scope{Campaign: "winter"}, Known(2.5)},
		{"volumetry", Scope{}, Known(200 / (30 / 7.))},
		{"pillar_share", Scope{}, Value{}},
		{"pillar_share", Scope{Pillar: "town"}, Known(200 / 3.)},
		{"on_time", Scope{}, Known(75)},
	} {
		got, _ := figures.Of(want.kpi, want.scope)
		if got.Now.Known != want.now.Known || math.Abs(got.Now.N-want.now.N) > 1e-9 {
			t.Errorf("%s of %+v: got %v of %v, want %v", want.kpi, want.scope, got.Now, got.Parts, want.now)
		}
	}
}
