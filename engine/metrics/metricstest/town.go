package metricstest

import (
	"time"

	"galley/engine"
)

// The networks of the town. What photos counts is the invention of this package,
// so that a network can change its mind when a test needs it.
const (
	mastodon engine.Network = "mastodon"
	bluesky  engine.Network = "bluesky"
	photos   engine.Network = "photos"
	site     engine.Network = "site" // counts nothing
)

// A station is one of the channels.
type station struct {
	channel   engine.Channel
	network   engine.Network
	share     int // of the posts, in hundredths
	followers int // when the year begins
	growth    int // new followers a day, in tenths
	warmth    int // how many followers of ten thousand react to a usual post
	perWeek   int // what the charter asks for
}

func stations() []station {
	return []station{
		{"museum-fedi", mastodon, 13, 1840, 21, 92, 6},
		{"museum-sky", bluesky, 12, 960, 34, 110, 6},
		{"town-blog", site, 10, 0, 0, 0, 5},
		{"town-fedi", mastodon, 22, 5210, 48, 61, 10},
		{"town-photos", photos, 19, 12400, 95, 205, 10},
		{"town-sky", bluesky, 24, 2730, 102, 74, 12},
	}
}

// A topic is what posts are about.
type topic struct {
	pillar string
	weight int
	titles []string
}

func topics() []topic {
	return []topic{
		{"useful", 55, []string{"Roadworks in Mill Street", "La piscine rouvre samedi", "How to vote by proxy",
			"Collecte des sapins : le calendrier", "Night buses over the holidays"}},
		{"culture", 28, []string{"New at the museum: the river in maps", "Concert at the bandstand, free entry",
			"L’heure du conte, mercredi à 15 h", "An evening with the <i>authors</i> | readings"}},
		{"backstage", 12, []string{"Who waters 412 flower beds?", "Dans l’atelier des menuisiers", "The organ, seen from inside"}},
		{"", 5, []string{"Thank you!", "Happy Sunday"}},
	}
}

// A drive is a campaign.
type drive struct {
	name     string
	from, to time.Time
	visits   int // a day and channel, about
	spend    int // a day, in hundredths of a euro; 0 where nothing is paid
}

func drives(zone *time.Location) []drive {
	on := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, zone) }
	return []drive{
		{"summer-concerts", on(time.June, 15), on(time.September, 1), 70, 0},
		{"winter-market", on(time.November, 15), on(time.December, 25), 160, 4250},
	}
}

// An outage is a time in which nothing was counted: of accounts alone, or of
// posts as well.
type outage struct {
	from, to time.Time
	channel  engine.Channel // empty: on all
	posts    bool
}

func outages(zone *time.Location) []outage {
	on := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, zone) }
	return []outage{
		{on(time.August, 5), on(time.August, 12), "town-sky", true},
		{on(time.October, 17), on(time.October, 20), "", true},
		{on(time.November, 20), on(time.December, 2), "museum-fedi", false},
	}
}
