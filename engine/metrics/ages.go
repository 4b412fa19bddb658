package metrics

import (
	"cmp"
	"io/fs"
	"slices"
	"time"

	"galley/engine"
)

// ages are dense at first, when counts move most, and sparse later. They are
// never changed.
var ages = [...]struct {
	age  time.Duration
	name string
}{
	{time.Hour, "1h"}, {6 * time.Hour, "6h"}, {24 * time.Hour, "1d"},
	{3 * 24 * time.Hour, "3d"}, {7 * 24 * time.Hour, "7d"}, {30 * 24 * time.Hour, "30d"},
}

// lastOpen is how long after it went out a post may be counted for the last of
// Ages: that long, one that was published before anybody collected still gets
// the counts by which the next year is compared.
const lastOpen = 365 * 24 * time.Hour

// Ages returns the ages at which a post is counted: 1 hour, 6 hours, 1 day, 3
// days, 7 days and 30 days.
func Ages() []time.Duration {
	list := make([]time.Duration, len(ages))
	for i, a := range ages {
		list[i] = a.age
	}
	return list
}

// AgeName returns how an age is written, such as "6h"; empty if it is none of
// Ages.
func AgeName(age time.Duration) string {
	for _, a := range ages {
		if a.age == age {
			return a.name
		}
	}
	return ""
}

// A Live is a post that a network shows, which may be counted.
type Live struct {
	ID        engine.ID // of the whole
	Account   engine.Account
	Remote    engine.RemoteID
	Published time.Time
}

// LivePosts returns what of a record is live and can be counted: posts, each as a
// whole, by ID.
func LivePosts(record engine.Record) []Live {
	var list []Live
	for id, r := range record.IDs {
		if id.Kind == engine.KindPost && id.Child() == "" && r.Phase == engine.Live && r.Remote != "" && r.Renamed.IsZero() {
			list = append(list, Live{id, r.Account, r.Remote, r.WentLive()})
		}
	}
	slices.SortFunc(list, func(a, b Live) int { return a.ID.Compare(b.ID) })
	return list
}

// An Ask is something to ask a network about: a post at an age, or the account
// of a channel.
type Ask struct {
	Channel engine.Channel
	ID      engine.ID // zero for the account
	Remote  engine.RemoteID
	Age     time.Duration
}

// Due returns what is to be counted at a moment and is not among the files of the
// record branch yet: of a post the latest of Ages that it has reached, of a
// channel its account, once a day (in UTC, as snapshots are kept). An age that
// passed while nobody collected is left out for good: what would be counted now
// belongs to the next one. The accounts come first, then posts by age, so that
// what is cut short by a network's limits is what moves least. Lines that cannot
// be read take nothing, and are told.
func Due(files fs.FS, at time.Time, channels []engine.Channel, posts []Live) ([]Ask, []Problem) {
	asks := reachedBy(at, channels, posts)
	slots := make(map[slot]bool, len(asks))
	for _, a := range asks {
		slots[a.slot(at)] = true
	}
	taken, problems := takenOf(files, at, slots)
	return slices.DeleteFunc(asks, func(a Ask) bool { return taken[a.slot(at)] }), problems
}

// reachedBy is what would be due were nothing taken.
func reachedBy(at time.Time, channels []engine.Channel, posts []Live) []Ask {
	var asks []Ask
	for _, c := range channels {
		asks = append(asks, Ask{Channel: c})
	}
	published := map[Ask]time.Time{}
	for _, p := range posts {
		age, open := reached(at.Sub(p.Published))
		if !open || p.Remote == "" {
			continue
		}
		ask := Ask{p.ID.Channel, p.ID, p.Remote, age}
		asks, published[ask] = append(asks, ask), p.Published
	}
	slices.SortFunc(asks[len(channels):], func(a, b Ask) int {
		return cmp.Or(cmp.Compare(a.Age, b.Age), published[b].Compare(published[a]), a.ID.Compare(b.ID))
	})
	return asks
}

// NextDue returns the first moment after at when something more will be due, if nothing is published until then; zero if there is none.
func NextDue(at time.Time, channels []engine.Channel, posts []Live) time.Time {
	var next time.Time
	if len(channels) > 0 {
		next = at.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
	}
	for _, p := range posts {
		for _, a := range ages {
			if t := p.Published.Add(a.age); t.After(at) && p.Remote != "" {
				if next.IsZero() || t.Before(next) {
					next = t
				}
				break
			}
		}
	}
	return next
}

// reached is the latest age that a post has, and whether it can still be counted
// for it.
func reached(old time.Duration) (age time.Duration, open bool) {
	for _, a := range ages {
		if old >= a.age {
			age = a.age
		}
	}
	return age, age != 0 && old < lastOpen
}

// A slot is what is counted once: a post at an age, or an account on a day. A
// post that was put up again has another remote id, and begins anew.
type slot struct {
	channel engine.Channel
	id      engine.ID
	remote  engine.RemoteID
	age     time.Duration
	day     int64 // of an account: since 1970, in UTC
}

func slotOfAccount(c engine.Channel, at time.Time) slot {
	return slot{channel: c, day: at.Unix() / (24 * 60 * 60)}
}

func (a Ask) slot(at time.Time) slot {
	if a.ID.IsZero() {
		return slotOfAccount(a.Channel, at)
	}
	return slot{a.Channel, a.ID, a.Remote, a.Age, 0}
}

func (s Snapshot) slot() slot { return Ask{s.Channel, s.ID, s.Remote, s.Age}.slot(s.At) }

// takenOf tells which of some slots, none of them older than lastOpen at a
// moment, the files have, and which lines cannot be read.
func takenOf(files fs.FS, at time.Time, slots map[slot]bool) (taken map[slot]bool, problems []Problem) {
	taken = map[slot]bool{}
	for s := range all(files, Period{From: at.Add(-lastOpen)}, func(p Problem) { problems = append(problems, p) }) {
		if slot := s.slot(); slots[slot] {
			taken[slot] = true
		}
	}
	return taken, problems
}
