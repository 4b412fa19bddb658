package metricstest

import (
	"fmt"
	"iter"
	"time"

	"galley/engine"
	"galley/engine/metrics"
)

// Crowd is the same town with as many posts as wanted, evenly over 2026, for what
// is measured: nothing goes wrong in it. Its snapshots are made up as they are
// asked for, by post, then those of accounts, and are the same each time.
func Crowd(posts int) (metrics.Input, iter.Seq[metrics.Snapshot], error) {
	l, err := Year(Seed)
	if err != nil {
		return metrics.Input{}, nil, err
	}
	from := time.Date(2026, time.January, 1, 0, 0, 0, 0, l.Zone)
	period := metrics.Period{From: from, To: from.AddDate(1, 0, 0)}
	in := l.Input(period)
	counting := stationsThatCount()
	in.Posts = make([]metrics.Post, posts)
	d := dice(Seed)
	for i := range in.Posts {
		s, about := counting[d.below(len(counting))], topics()[d.below(len(topics()))]
		in.Posts[i] = l.written(&d, i, s, about)
		in.Posts[i].Published = from.Add(period.To.Sub(from) / time.Duration(posts) * time.Duration(i)).Truncate(time.Second).UTC()
	}
	return in, func(yield func(metrics.Snapshot) bool) {
		d := dice(Seed)
		for i, p := range in.Posts {
			if !crowdPost(&d, i, p, counting, yield) {
				return
			}
		}
		for _, s := range l.Snapshots {
			if s.ID.IsZero() && !yield(s) {
				return
			}
		}
	}, nil
}

func stationsThatCount() []station {
	var list []station
	for _, s := range stations() {
		if s.network != site {
			list = append(list, s)
		}
	}
	return list
}

// crowdPost yields the snapshots of one post at all ages.
func crowdPost(d *dice, i int, p metrics.Post, counting []station, yield func(metrics.Snapshot) bool) bool {
	for _, s := range counting {
		if s.channel != p.ID.Channel {
			continue
		}
		for n, age := range metrics.Ages() {
			at := p.Published.Add(age)
			more := metrics.Snapshot{At: at, Channel: s.channel, Network: s.network, ID: p.ID, Age: age,
				Remote: engine.RemoteID(fmt.Sprintf("at://did:plc:ragtjsm2j2vknwkz3zp4oxrd/app.bsky.feed.post/%09d", i)),
				Counts: s.counts(d, (50+d.below(400))*grown[n]/100, at)}
			if !yield(more) {
				return false
			}
		}
	}
	return true
}
