package calendar

import (
	"fmt"
	"slices"
	"time"

	"galley/engine/zone"
)

// A Period is a stretch of the calendar in which posts are counted. Weeks
// begin on Monday, as ISO 8601 has them.
type Period string

// The periods.
const (
	Day   Period = "day"
	Week  Period = "week"
	Month Period = "month"
)

// A Bucket is one day, week or month, with what falls into it.
type Bucket struct {
	Key     string    // "2026-12-03", "2026-W49", "2026-12"
	From    time.Time // its first instant
	To      time.Time // the first instant behind it
	Members []int     // indices of the instants that were given, the earliest first
}

// mostBuckets bounds Buckets: some 27 years of days.
const mostBuckets = 10_000

// Tally sorts instants into the days, weeks or months of a zone. It returns
// those that have any, the earliest first. Instants of the same moment keep
// their order.
func Tally(p Period, times []time.Time, loc *time.Location) []Bucket {
	var buckets []Bucket
	for _, i := range byTime(times) {
		t := times[i]
		if last := len(buckets) - 1; last < 0 || !t.Before(buckets[last].To) {
			buckets = append(buckets, p.around(t, loc))
		}
		last := &buckets[len(buckets)-1]
		last.Members = append(last.Members, i)
	}
	return buckets
}

// Buckets is Tally with the empty ones as well: every day, week or month of
// which a part lies between from and to, for those who ask for a minimum.
// Instants outside of them are left out. It returns 10,000 at most.
func Buckets(p Period, times []time.Time, loc *time.Location, from, to time.Time) []Bucket {
	full := Tally(p, times, loc)
	var all []Bucket
	for at := from; at.Before(to) && len(all) < mostBuckets; at = all[len(all)-1].To {
		b := p.around(at, loc)
		for len(full) > 0 && full[0].From.Before(b.From) {
			full = full[1:]
		}
		if len(full) > 0 && full[0].Key == b.Key {
			b.Members = full[0].Members
		}
		all = append(all, b)
	}
	return all
}

// around returns the empty bucket into which an instant falls.
func (p Period) around(t time.Time, loc *time.Location) Bucket {
	t = t.In(loc)
	first := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	key, next := dateOf(first), first.AddDate(0, 0, 1)
	switch p {
	case Week:
		first = first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
		next = first.AddDate(0, 0, 7)
		year, week := first.ISOWeek()
		key = fmt.Sprintf("%d-W%02d", year, week)
	case Month:
		first = first.AddDate(0, 0, 1-first.Day())
		next = first.AddDate(0, 1, 0)
		key = first.Format("2006-01")
	}
	return Bucket{Key: key, From: midnight(first, loc), To: midnight(next, loc)}
}

// midnight is the first instant of a day, which some clocks skip.
func midnight(day time.Time, loc *time.Location) time.Time {
	at, _ := zone.Nearest(day, zone.FoldFirst, loc)
	return at
}

// byTime returns the indices of instants, the earliest first.
func byTime(times []time.Time) []int {
	order := make([]int, len(times))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return times[a].Compare(times[b]) })
	return order
}
