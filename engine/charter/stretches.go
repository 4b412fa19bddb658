package charter

import (
	"time"

	"galley/engine/calendar"
)

// A stretch is the posts of one day, week or month.
type stretch struct {
	number int // of the period, so that the next one has the next number
	posts  []*outing
}

// stretches sorts posts, which are in order, into days, weeks or months of the
// Project's zone. It is calendar.Tally without the instants at which those
// begin, which cost more than all the rest.
func stretches(p calendar.Period, list []*outing) []stretch {
	var out []stretch
	for i, first := 0, 0; i < len(list); i++ {
		n := numbered(p, list[i].shown)
		if i+1 < len(list) && numbered(p, list[i+1].shown) == n {
			continue
		}
		out = append(out, stretch{n, list[first : i+1]})
		first = i + 1
	}
	return out
}

// numbered returns the number of the period into which a time falls: days and
// weeks since 1970, months since the year zero.
func numbered(p calendar.Period, shown time.Time) int {
	if p == calendar.Month {
		year, month, _ := shown.Date()
		return 12*year + int(month) - 1
	}
	day := int(floor(shown.Unix(), 24*60*60))
	if p == calendar.Week {
		return int(floor(int64(day)+3, 7)) // 1 January 1970 was a Thursday
	}
	return day
}

func floor(n, by int64) int64 {
	if n < 0 {
		n -= by - 1
	}
	return n / by
}

// opening returns the first day of a period.
func opening(p calendar.Period, n int) time.Time {
	switch p {
	case calendar.Month:
		return time.Date(0, time.Month(n+1), 1, 0, 0, 0, 0, time.UTC)
	case calendar.Week:
		n = 7*n - 3
	}
	return time.Unix(int64(n)*24*60*60, 0).UTC()
}

// during names a period: "in the week of 2026-12-07".
func during(p calendar.Period, n int) string {
	first := opening(p, n)
	switch p {
	case calendar.Week:
		return "in the week of " + first.Format(time.DateOnly)
	case calendar.Month:
		return "in " + first.Format("2006-01")
	}
	return "on " + first.Format(time.DateOnly)
}

// A wall tells what clocks of a zone show. Asked in the order of time, it looks
// at the zone's rules twice a year.
type wall struct {
	zone        *time.Location
	offset      time.Duration
	since, till time.Time // while the offset holds; zero is for ever
}

// shown returns what clocks show at an instant, as if it were UTC.
func (w *wall) shown(at time.Time) time.Time {
	if w.since.IsZero() && w.till.IsZero() || at.Before(w.since) || !w.till.IsZero() && !at.Before(w.till) {
		local := at.In(w.zone)
		w.since, w.till = local.ZoneBounds()
		_, seconds := local.Zone()
		w.offset = time.Duration(seconds) * time.Second
	}
	return at.UTC().Add(w.offset)
}
