package metrics

import "time"

// Compared returns what a period is held against: the one before, and the same
// one a year ago. Whole months are held against whole months, weeks against the
// same week, counted in sevens. While the period still runs, the others end
// after as much time as has passed of it.
func Compared(p Period, asOf time.Time, zone *time.Location) (before, year Period) {
	if zone == nil {
		zone = time.UTC
	}
	before, year = shifted(p, zone)
	if asOf.IsZero() || !asOf.Before(p.To) {
		return before, year
	}
	return begun(before, p.From, asOf, zone), begun(year, p.From, asOf, zone)
}

func shifted(p Period, zone *time.Location) (before, year Period) {
	from, to := p.From.In(zone), p.To.In(zone)
	if months := wholeMonths(from, to); months > 0 {
		return Period{from.AddDate(0, -months, 0), from}, Period{from.AddDate(-1, 0, 0), to.AddDate(-1, 0, 0)}
	}
	days := daysBetween(from, to)
	before = Period{from.AddDate(0, 0, -days), from}
	if days%7 == 0 {
		return before, Period{from.AddDate(0, 0, -52*7), to.AddDate(0, 0, -52*7)}
	}
	return before, Period{from.AddDate(-1, 0, 0), to.AddDate(-1, 0, 0)}
}

// wholeMonths counts them; 0 if the period is not made of whole ones.
func wholeMonths(from, to time.Time) int {
	if !startsMonth(from) || !startsMonth(to) {
		return 0
	}
	return (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
}

func startsMonth(t time.Time) bool {
	return t.Day() == 1 && t.Equal(midnight(t))
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// daysBetween counts local days, at least one, whatever the hours that the clock
// was put forward or back.
func daysBetween(from, to time.Time) int {
	a, b := civil(from), civil(to)
	return max(1, int(b.Sub(a)/(24*time.Hour)))
}

func civil(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// begun cuts p after as much as lies between from and asOf: whole days first.
func begun(p Period, from, asOf time.Time, zone *time.Location) Period {
	from, asOf = from.In(zone), asOf.In(zone)
	if !from.Before(asOf) {
		return Period{p.From, p.From}
	}
	days := int(civil(asOf).Sub(civil(from)) / (24 * time.Hour))
	rest := asOf.Sub(from.AddDate(0, 0, days))
	if to := p.From.AddDate(0, 0, days).Add(rest); to.Before(p.To) {
		p.To = to
	}
	return p
}
