package metricstest

import (
	"time"

	"galley/engine"
	"galley/engine/metrics"
)

// grown is how much of what a post will ever have it has at each of the ages, in
// hundredths.
var grown = [...]int{22, 51, 74, 88, 96, 100}

// countPost takes the snapshots of a post.
func (l *Life) countPost(d *dice, s station, p metrics.Post) {
	if s.network == site {
		return
	}
	potential := s.potential(d, p.Published.Sub(l.From))
	remote := engine.RemoteID("r-" + p.ID.Slug)
	again := len(p.Media) > 0 && p.Removed.IsZero() && d.oneIn(60) // after two days, with another picture
	for i, age := range metrics.Ages() {
		at := p.Published.Add(age + time.Duration(d.below(40*60))*time.Second).Truncate(time.Second)
		counts := s.counts(d, potential*grown[i]/100, at)
		if again && age > 48*time.Hour {
			remote = engine.RemoteID("r-" + p.ID.Slug + "-again")
			counts = s.counts(d, potential*(grown[i]-grown[2])/100, at)
		}
		if !p.Removed.IsZero() && at.After(p.Removed) {
			if d.oneIn(2) {
				break // most networks know it no more
			}
			for name := range counts { // some go on answering
				counts[name] = 0
			}
		}
		if d.oneIn(30) || l.out(s.channel, at, p.ID) || !at.Before(l.To) {
			continue
		}
		l.Snapshots = append(l.Snapshots, metrics.Snapshot{At: at, Channel: s.channel, Network: s.network,
			ID: p.ID, Remote: remote, Age: age, Counts: counts})
	}
}

// potential is how many will react to a post: once in a while very many.
func (s station) potential(d *dice, since time.Duration) int {
	n := s.after(since) * s.warmth / 10000 * (40 + d.below(120)) / 100
	if d.oneIn(60) {
		n *= 3 + d.below(6)
	}
	return n
}

// after is how many followers there are after some time, in the long run.
func (s station) after(since time.Duration) int {
	return s.followers + s.growth*int(since/(24*time.Hour))/10
}

// counts is what a network tells when some number of people have reacted. Now
// and then it leaves a count out.
func (s station) counts(d *dice, n int, at time.Time) map[string]int64 {
	some := func(hundredths int) int64 { return int64(n * hundredths / 100) }
	var c map[string]int64
	switch s.network {
	case mastodon:
		c = map[string]int64{"favourites": some(62), "reblogs": some(26), "replies": some(12)}
		if s.channel == "museum-fedi" && !at.Before(quotesSince) {
			c["quotes"] = some(5)
		}
	case bluesky:
		c = map[string]int64{"likes": some(66), "reposts": some(19), "replies": some(11), "quotes": some(4)}
	case photos:
		c = map[string]int64{"likes": some(81), "comments": some(7), "shares": some(4), "saved": some(8), "reach": some(1400)}
		if at.Before(viewsSince) {
			c["impressions"] = some(1750)
		} else {
			c["views"] = some(2600)
		}
	}
	names := fields(s.network)
	if left := names[d.below(len(names))]; d.oneIn(90) {
		delete(c, left)
	}
	return c
}

func fields(network engine.Network) []string {
	switch network {
	case mastodon:
		return []string{"favourites", "reblogs", "replies"}
	case bluesky:
		return []string{"likes", "reposts", "replies", "quotes"}
	}
	return []string{"likes", "comments", "shares", "saved", "reach"}
}

// out reports whether nothing was counted on a channel at a moment, of its
// account or of a post.
func (l *Life) out(channel engine.Channel, at time.Time, of engine.ID) bool {
	for _, o := range outages(l.Zone) {
		if !at.Before(o.from) && at.Before(o.to) && (o.channel == "" || o.channel == channel) && (o.posts || of.IsZero()) {
			return true
		}
	}
	return false
}

// countAccount takes the daily snapshots of an account, at five in the morning.
func (l *Life) countAccount(d *dice, s station) {
	if s.network == site {
		return
	}
	for n := 0; ; n++ {
		at := l.From.AddDate(0, 0, n).Add(5*time.Hour + time.Duration(d.below(600))*time.Second).UTC().Truncate(time.Second)
		if !at.Before(l.To) {
			return
		}
		followers := s.after(at.Sub(l.From)) + d.below(9) - 4
		if !d.oneIn(50) && !l.out(s.channel, at, engine.ID{}) {
			l.Snapshots = append(l.Snapshots, metrics.Snapshot{At: at, Channel: s.channel, Network: s.network,
				Counts: map[string]int64{"followers": int64(followers)}})
		}
	}
}

// importAll makes up what the site of the town counted by the links of campaigns.
func (l *Life) importAll(d *dice) {
	for _, c := range drives(l.Zone) {
		for day := c.from; day.Before(c.to); day = day.AddDate(0, 0, 1) {
			y, m, n := day.Date()
			on := time.Date(y, m, n, 0, 0, 0, 0, time.UTC)
			for _, s := range stations() {
				visits := c.visits * (50 + d.below(100)) * s.share / 2000
				l.Imports = append(l.Imports,
					metrics.Import{Day: on, Channel: s.channel, Campaign: c.name, Metric: "visits", N: float64(visits)},
					metrics.Import{Day: on, Channel: s.channel, Campaign: c.name, Metric: "conversions", N: float64(visits * (1 + d.below(5)) / 100)})
			}
			if c.spend > 0 { // for all channels in one
				l.Imports = append(l.Imports, metrics.Import{Day: on, Campaign: c.name, Metric: "spend", N: float64(c.spend) / 100})
			}
		}
	}
}

// objectives stand differently by the end of November 2026.
func (l *Life) objectives() []metrics.Objective {
	year := time.Date(2026, time.January, 1, 0, 0, 0, 0, l.Zone)
	end, autumn := year.AddDate(1, 0, 0), time.Date(2026, time.November, 15, 0, 0, 0, 0, l.Zone)
	winter := l.Campaign("winter-market")
	return []metrics.Objective{
		{KPI: "followers", Baseline: metrics.Known(24000), Target: 30000, From: year, Due: end},
		{KPI: "followers", Channels: []engine.Channel{"museum-sky", "town-sky"}, Baseline: metrics.Known(4000), Target: 9500, From: year, Due: end},
		{KPI: "engagement-rate", Baseline: metrics.Known(1), Target: 1.2, From: year, Due: end, Note: "Rather fewer posts, and better ones."},
		{KPI: "on-time-rate", Target: 99, From: year, Due: autumn},
		{KPI: "engagement-rate-reach", Channels: []engine.Channel{"town-blog"}, Target: 5, From: year, Due: end},
		{KPI: "conversions", Campaign: "winter-market", Baseline: metrics.Known(0), Target: 700, From: winter.From, Due: winter.To},
	}
}
