// Package metricstest makes up a year in the life of a town, as its accounts on
// four kinds of network would show it: three thousand posts and what was counted
// of them, with all that goes wrong in a year. Networks are out of reach, posts
// are deleted or put up again, some counts are missing, one network renames what
// it measures and the server of another learns to count more. The same seed gives
// the same year, on every machine.
package metricstest

import (
	"fmt"
	"slices"
	"time"

	"galley/engine"
	"galley/engine/metrics"
	"galley/engine/zone"
)

// Seed is that of the year that golden files show.
const Seed = 7

// posts is how many go out in a Life.
const posts = 3000

// A Life is a year, and the month before it, in which it is December as well.
type Life struct {
	Zone     *time.Location
	From, To time.Time

	Catalogue  metrics.Catalogue
	Channels   map[engine.Channel]engine.Network
	Posts      []metrics.Post     // by time
	Snapshots  []metrics.Snapshot // of one post after the other, then of accounts
	Imports    []metrics.Import   // by day
	Volumes    []metrics.Volume
	Objectives []metrics.Objective
	Plans      []Plan // by time
}

// A Plan is a post that was to go out.
type Plan struct {
	ID     engine.ID
	Pillar string
	Due    time.Time
	Fate   Fate
}

// A Fate is what became of a plan.
type Fate uint8

// The fates.
const (
	OnTime Fate = iota
	Late
	Skipped
	Held
	Blocked
	Uncertain
	Gone // it went out, and was taken down
)

// Year makes up a Life. The error is of the zone, which is embedded.
func Year(seed uint64) (Life, error) {
	paris, err := zone.Load("Europe/Paris")
	if err != nil {
		return Life{}, err
	}
	l := Life{Zone: paris, Catalogue: Catalogue(), Channels: map[engine.Channel]engine.Network{},
		From: time.Date(2025, time.December, 1, 0, 0, 0, 0, paris), To: time.Date(2027, time.January, 1, 0, 0, 0, 0, paris)}
	d := dice(seed)
	for _, s := range stations() {
		l.Channels[s.channel] = s.network
		l.Volumes = append(l.Volumes, metrics.Volume{Channel: s.channel, PerWeek: float64(s.perWeek)})
	}
	for i := range posts {
		l.publish(&d, i)
	}
	for _, s := range stations() {
		l.countAccount(&d, s)
	}
	l.importAll(&d)
	l.Objectives = l.objectives()
	return l, nil
}

// publish lets the post of a number go out, and now and then another one not.
func (l *Life) publish(d *dice, i int) {
	s := pick(d, stations(), func(s station) int { return s.share })
	about := pick(d, topics(), func(t topic) int { return t.weight })
	days := int(l.To.Sub(l.From) / (24 * time.Hour))
	due := l.From.AddDate(0, 0, i*days/posts).Add(time.Duration(7*60+d.below(13*60)) * time.Minute)
	plan := Plan{engine.ID{Kind: engine.KindPost, Channel: s.channel, Slug: fmt.Sprintf("p%04d", i+1)}, about.pillar, due, OnTime}
	if d.oneIn(40) {
		lost := plan
		lost.ID.Slug += "-lost"
		lost.Fate = pick(d, []Fate{Skipped, Held, Blocked, Uncertain}, func(Fate) int { return 1 })
		l.Plans = append(l.Plans, lost)
	}
	late := time.Duration(d.below(240)) * time.Second
	if d.oneIn(12) {
		plan.Fate, late = Late, time.Duration(16+d.below(180))*time.Minute
	}
	p := l.written(d, i, s, about)
	p.Published = due.Add(late).UTC()
	p.Campaign = l.campaignOf(d, p)
	if d.oneIn(45) {
		p.Removed = p.Published.Add(time.Duration(20+d.below(30)) * time.Minute)
		if !d.oneIn(3) {
			p.Removed = p.Published.Add(time.Duration(60+d.below(30*24*60)) * time.Minute)
		}
		plan.Fate = Gone
	}
	l.Plans = append(l.Plans, plan)
	l.Posts = append(l.Posts, p)
	l.countPost(d, s, p)
}

// written is a post with all that it says.
func (l *Life) written(d *dice, i int, s station, about topic) metrics.Post {
	slug := fmt.Sprintf("p%04d", i+1)
	title := about.titles[d.below(len(about.titles))]
	p := metrics.Post{ID: engine.ID{Kind: engine.KindPost, Channel: s.channel, Slug: slug}, Network: s.network,
		Pillar: about.pillar, Title: title, Text: title + "\n\nMore at the town hall, and on our site.",
		URL: fmt.Sprintf("https://%s.example/%s/%s", s.network, s.channel, slug)}
	if s.network == photos || d.oneIn(4) {
		p.Media = []string{fmt.Sprintf("media/%s.jpg", slug)}
	}
	if about.pillar != "" {
		p.Tags = []string{about.pillar}
	}
	return p
}

func (l *Life) campaignOf(d *dice, p metrics.Post) string {
	for _, c := range drives(l.Zone) {
		if !p.Published.Before(c.from) && p.Published.Before(c.to) && d.oneIn(4) {
			return c.name
		}
	}
	return ""
}

// Month is one of the zone of the town.
func (l Life) Month(y int, m time.Month) metrics.Period {
	from := time.Date(y, m, 1, 0, 0, 0, 0, l.Zone)
	return metrics.Period{From: from, To: from.AddDate(0, 1, 0)}
}

// Quarter is one of 2026, from 1 to 4.
func (l Life) Quarter(n int) metrics.Period {
	from := time.Date(2026, time.Month(3*n-2), 1, 0, 0, 0, 0, l.Zone)
	return metrics.Period{From: from, To: from.AddDate(0, 3, 0)}
}

// Campaign is the time of a campaign: summer-concerts or winter-market; the zero
// period for any other.
func (l Life) Campaign(name string) metrics.Period {
	for _, c := range drives(l.Zone) {
		if c.name == name {
			return metrics.Period{From: c.from, To: c.to}
		}
	}
	return metrics.Period{}
}

// Input is what figures of a period are computed of, once it is over.
func (l Life) Input(p metrics.Period) metrics.Input {
	before, year := metrics.Compared(p, p.To, l.Zone)
	return metrics.Input{Period: p, Zone: l.Zone, AsOf: p.To, Catalogue: l.Catalogue, Channels: l.Channels,
		Posts: l.Posts, Snapshots: slices.Values(l.Snapshots), Imports: l.Imports, Volumes: l.Volumes,
		Delivered: metrics.Deliveries{Now: l.delivered(p), Before: l.delivered(before), Year: l.delivered(year)}}
}

// delivered is nil for a period that begins before the life does.
func (l Life) delivered(p metrics.Period) []metrics.Delivery {
	if p.From.Before(l.From) {
		return nil
	}
	var list []metrics.Delivery
	for _, plan := range l.Plans {
		if !p.Holds(plan.Due) {
			continue
		}
		d := metrics.Delivery{Channel: plan.ID.Channel, Pillar: plan.Pillar, Planned: 1, Due: 1}
		if plan.Fate != Gone { // which is neither on time nor late any more
			*[]*int{&d.OnTime, &d.Late, &d.Skipped, &d.Held, &d.Blocked, &d.Uncertain}[plan.Fate] = 1
		}
		list = append(list, d)
	}
	return list
}
