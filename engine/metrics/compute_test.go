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

// counts is November with other snapshots of the post "a" on mastodon.
func counts(list ...Snapshot) Input {
	in := november()
	for i := range list {
		list[i].Channel, list[i].Network = "social", "mastodon"
		list[i].ID = engine.ID{Kind: engine.KindPost, Channel: "social", Slug: "a"}
	}
	in.Snapshots = slices.Values(list)
	return in
}

func engagementOf(t *testing.T, in Input) Value {
	t.Helper()
	f, _ := Compute(in).Of("engagement", Scope{Channel: "social"})
	return f.Now
}

func TestACountThatIsLeftOutIsTheOneBefore(t *testing.T) {
	got := engagementOf(t, counts(
		Snapshot{At: at("2026-11-04T09:00"), Counts: map[string]int64{"favourites": 5, "reblogs": 2}},
		Snapshot{At: at("2026-11-10T09:00"), Counts: map[string]int64{"favourites": 8}}))
	if got != Known(10) {
		t.Errorf("got %v, want 8 and 2", got)
	}
}

func TestWhatWasPutUpAgainCountsBothTimes(t *testing.T) {
	first := Snapshot{At: at("2026-11-04T09:00"), Remote: "1", Counts: map[string]int64{"favourites": 5, "reblogs": 2}}
	later := Snapshot{At: at("2026-11-05T09:00"), Remote: "1", Counts: map[string]int64{"favourites": 6, "reblogs": 2}}
	again := Snapshot{At: at("2026-11-10T09:00"), Remote: "2", Counts: map[string]int64{"favourites": 3, "reblogs": 1}}
	for _, list := range [][]Snapshot{{first, later, again}, {again, first, later}, {later, again, first}} {
		if got := engagementOf(t, counts(list...)); got != Known(12) {
			t.Errorf("got %v, want 6, 2, 3 and 1", got)
		}
	}
	if f, _ := Compute(counts(first, later, again)).Of("engagement", Scope{Campaign: "winter"}); f.Now != Known(12) {
		t.Errorf("of its campaign got %v, want the same", f.Now)
	}
}

func TestThePartsOfAThreadAreNotCountedTwice(t *testing.T) {
	in := counts(Snapshot{At: at("2026-11-04T09:00"), Counts: map[string]int64{"favourites": 5}})
	child := Snapshot{At: at("2026-11-05T09:00"), Channel: "social", Network: "mastodon", Counts: map[string]int64{"favourites": 90},
		ID: engine.ID{Kind: engine.KindPost, Channel: "social", Slug: "a", Part: "2"}}
	all := slices.Collect(in.Snapshots)
	in.Snapshots = slices.Values(append(all, child))
	if got := engagementOf(t, in); got != Known(5) {
		t.Errorf("got %v, want 5", got)
	}
}

// renamed is a month in the middle of which a network counts something else.
func renamed(when time.Time) Input {
	in := november()
	for i, m := range in.Catalogue.Metrics {
		if m.Name == "likes" {
			in.Catalogue.Metrics[i].Sources = []Source{{Network: "mastodon", Field: "favourites", To: when},
				{Network: "mastodon", Field: "hearts", From: when}}
		}
	}
	return in
}

func TestARenamedMetricIsNotCompared(t *testing.T) {
	post := func(when string, field string) Snapshot {
		return Snapshot{At: at(when), Channel: "social", Network: "mastodon", Counts: map[string]int64{field: 9, "reblogs": 1}}
	}
	old, young := post("2026-10-25T09:00", "favourites"), post("2026-11-10T09:00", "hearts")
	old.ID = engine.ID{Kind: engine.KindPost, Channel: "social", Slug: "old"}
	young.ID = engine.ID{Kind: engine.KindPost, Channel: "social", Slug: "a"}
	in := renamed(date("2026-11-01"))
	in.Snapshots = slices.Values([]Snapshot{old, young})
	in.Posts = slices.DeleteFunc(in.Posts, func(p Post) bool { return p.ID.Slug == "b" })
	figures := Compute(in)
	if f, _ := figures.Of("engagement", Scope{Channel: "social"}); f.Now != Known(10) || f.Before.Known {
		t.Errorf("hearts are held against favourites: %+v", f)
	}
	if f, _ := figures.Of("posts", Scope{Channel: "social"}); f.Before != Known(1) {
		t.Errorf("posts have not been renamed: %+v", f)
	}
	want := Caveat{Renamed, "social", "likes", date("2026-11-01"), date("2026-11-01"), 1}
	if !slices.Contains(figures.Caveats, want) {
		t.Errorf("got caveats %v, want %v among them", figures.Caveats, want)
	}
	breaks := []Break{{date("2026-11-01"), "favourites", "hearts"}}
	for _, s := range figures.Series {
		if s.Metric == "engagement" && s.Channel == "social" && !slices.Equal(s.Breaks, breaks) {
			t.Errorf("got breaks %v, want %v", s.Breaks, breaks)
		}
	}

	in = renamed(date("2026-10-01")) // both posts were counted as hearts
	old.Counts = map[string]int64{"hearts": 9, "reblogs": 1}
	in.Posts = slices.DeleteFunc(in.Posts, func(p Post) bool { return p.ID.Slug == "b" })
	in.Snapshots = slices.Values([]Snapshot{old, young})
	if f, _ := Compute(in).Of("engagement", Scope{Channel: "social"}); f.Before != Known(10) {
		t.Errorf("two months of hearts are not compared: %+v", f)
	}
}

func TestACountOutsideTheDaysOfItsFieldIsNothing(t *testing.T) {
	in := renamed(date("2026-11-08"))
	in.Snapshots = counts(
		Snapshot{At: at("2026-11-04T09:00"), Counts: map[string]int64{"hearts": 50, "favourites": 5}},
		Snapshot{At: at("2026-11-10T09:00"), Counts: map[string]int64{"favourites": 70, "reblogs": 1}}).Snapshots
	if got := engagementOf(t, in); got != Known(6) {
		t.Errorf("got %v, want 5 and 1", got)
	}
}

func TestAnOldLevelIsNotBelieved(t *testing.T) {
	level := func(when string, n int64) Snapshot {
		return Snapshot{At: at(when), Channel: "social", Network: "mastodon", Counts: map[string]int64{"followers": n}}
	}
	for _, c := range []struct {
		name         string
		levels       []Snapshot
		now, growth  Value
		late, patchy int // days
	}{
		{name: "a week old", levels: []Snapshot{level("2026-10-31T00:00", 90), level("2026-11-24T00:00", 100)}, now: Known(100), growth: Known(10), late: 7, patchy: 29},
		{name: "older", levels: []Snapshot{level("2026-10-31T00:00", 90), level("2026-11-23T00:00", 100)}, patchy: 29},
		{name: "no start", levels: []Snapshot{level("2026-11-05T00:00", 90), level("2026-11-30T00:00", 100)}, now: Known(100), patchy: 28},
		{name: "a start soon after", levels: []Snapshot{level("2026-11-02T00:00", 90), level("2026-11-30T00:00", 100)}, now: Known(100), growth: Known(10), patchy: 28},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := november()
			in.Channels = map[engine.Channel]engine.Network{"social": "mastodon"}
			in.Snapshots = slices.Values(c.levels)
			figures := Compute(in)
			now, _ := figures.Of("followers", Scope{})
			growth, _ := figures.Of("follower_growth", Scope{})
			if now.Now != c.now || growth.Now != c.growth {
				t.Errorf("got %v and a growth of %v, want %v and %v", now.Now, growth.Now, c.now, c.growth)
			}
			late, patchy := 0, 0
			for _, caveat := range figures.Caveats {
				switch {
				case caveat.Metric == "followers" && caveat.Kind == LateData:
					late = caveat.Count
				case caveat.Metric == "followers" && caveat.Kind == Missing:
					patchy = caveat.Count
				}
			}
			if late != c.late || patchy != c.patchy {
				t.Errorf("%d days late and %d missing, want %d and %d", late, patchy, c.late, c.patchy)
			}
		})
	}
}

func TestPostsThatWereNotCountedAreTold(t *testing.T) {
	in := november()
	id := func(slug string) engine.ID { return engine.ID{Kind: engine.KindPost, Channel: "social", Slug: slug} }
	in.Channels = map[engine.Channel]engine.Network{"social": "mastodon", "blog": "site"}
	in.Posts = []Post{
		{ID: id("never"), Network: "mastodon", Published: at("2026-11-03T09:00")},
		{ID: id("young"), Network: "mastodon", Published: at("2026-11-30T23:00")},
		{ID: id("gone"), Network: "mastodon", Published: at("2026-11-05T09:00"), Removed: at("2026-11-05T09:30")},
		{ID: id("late"), Network: "mastodon", Published: at("2026-11-06T09:00")},
		{ID: id("well"), Network: "mastodon", Published: at("2026-11-07T09:00")},
		{ID: engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "a"}, Network: "site", Published: at("2026-11-07T09:00")},
	}
	snap := func(slug, when string) Snapshot {
		return Snapshot{At: at(when), Channel: "social", Network: "mastodon", ID: id(slug), Counts: map[string]int64{"favourites": 1}}
	}
	in.Snapshots = slices.Values([]Snapshot{snap("late", "2026-11-07T10:00"), snap("well", "2026-11-14T10:00")})
	var got []Caveat
	for _, c := range Compute(in).Caveats {
		if c.Metric == "" {
			got = append(got, c)
		}
	}
	want := []Caveat{
		{Missing, "social", "", at("2026-11-03T09:00"), at("2026-11-03T09:00"), 1},
		{LateData, "social", "", at("2026-11-06T09:00"), at("2026-11-06T09:00"), 1},
		{Kind: Unmeasured, Channel: "blog", Count: 1},
		{Deleted, "social", "", at("2026-11-05T09:00"), at("2026-11-05T09:00"), 1},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestALevelOfAnotherFieldIsNoStart(t *testing.T) {
	in := november()
	in.Channels = map[engine.Channel]engine.Network{"social": "mastodon"}
	for i, m := range in.Catalogue.Metrics {
		if m.Name == "followers" {
			in.Catalogue.Metrics[i].Sources = []Source{{Network: "mastodon", Field: "fans", To: date("2026-11-10")},
				{Network: "mastodon", Field: "followers", From: date("2026-11-10"), To: date("2026-11-30")}}
		}
	}
	level := func(when string, fans, followers int64) Snapshot {
		return Snapshot{At: at(when), Channel: "social", Network: "mastodon", Counts: map[string]int64{"fans": fans, "followers": followers}}
	}
	in.Snapshots = slices.Values([]Snapshot{level("2026-10-31T00:00", 500, 1), level("2026-11-29T00:00", 2, 100)})
	figures := Compute(in)
	if f, _ := figures.Of("followers", Scope{}); f.Now != Known(100) || f.Before.Known {
		t.Errorf("got %+v, want 100 followers and no fans", f)
	}
	if f, _ := figures.Of("follower_growth", Scope{}); f.Now.Known {
		t.Errorf("followers less fans are %v", f.Now)
	}
	want := []Break{{date("2026-11-10"), "fans", "followers"}, {date("2026-11-30"), "followers", ""}}
	for _, s := range figures.Series {
		if s.Metric == "followers" && !slices.Equal(s.Breaks, want) {
			t.Errorf("got breaks %v, want %v", s.Breaks, want)
		}
	}
}

func TestFractionsAddUpTheSameInAnyOrder(t *testing.T) {
	in := november()
	in.Catalogue.Metrics = append(in.Catalogue.Metrics, Metric{Name: "spend", Subject: OfImport})
	in.Catalogue.KPIs = []Definition{{KPI: "spend", Formula: "spend"}}
	in.Imports = nil
	for _, n := range []float64{0.1, 0.2, 0.3, 1e15, 0.7} {
		in.Imports = append(in.Imports, Import{Day: date("2026-11-05"), Metric: "spend", N: n})
	}
	want, _ := Compute(in).Of("spend", Scope{})
	for range in.Imports {
		in.Imports = append(in.Imports[1:], in.Imports[0])
		if got, _ := Compute(in).Of("spend", Scope{}); got.Now != want.Now {
			t.Errorf("got %v, then %v", want.Now, got.Now)
		}
	}
}
