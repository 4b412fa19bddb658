package zone

import (
	"fmt"
	"slices"
	"time"
)

// reach is further than any clock is from UTC, a skipped day included.
const reach = 50 * time.Hour

// resolve returns the one instant at which clocks in loc show w.
func resolve(w wall, fold Fold, loc *time.Location) (time.Time, error) {
	found := instants(w, loc)
	switch {
	case len(found) == 0:
		return time.Time{}, gapError(w, loc)
	case len(found) == 1 || fold == FoldFirst:
		return found[0], nil
	case fold == FoldSecond:
		return found[1], nil
	}
	shown := w.utc()
	return time.Time{}, &Error{Kind: Ambiguous,
		Text: fmt.Sprintf("%s happens twice on %s in %s (%s and %s)", clock(shown), shown.Format(time.DateOnly), loc,
			found[0].Format("-07:00"), found[1].Format("-07:00")),
		Hint: "say which with fold: first or fold: second"}
}

// Nearest returns the instant at which clocks in loc show the date and the time
// of day of shown, whatever zone shown itself is in. It is for times that nobody
// wrote one by one, such as 02:30 on every day, and never fails. A time that the
// clocks jump over gives the first instant after the jump, with the kind Gap;
// one they show twice gives what fold says, else the first, with the kind
// Ambiguous. For any other time the kind is empty.
func Nearest(shown time.Time, fold Fold, loc *time.Location) (time.Time, Kind) {
	w := wall{shown.Year(), int(shown.Month()), shown.Day(), shown.Hour(), shown.Minute(), shown.Second()}
	found := instants(w, loc)
	switch {
	case len(found) == 0:
		at, _, _ := gapAt(w, loc)
		return at, Gap
	case len(found) == 1 || fold == FoldFirst:
		return found[0], ""
	case fold == FoldSecond:
		return found[1], ""
	}
	return found[0], Ambiguous
}

// instants returns every instant at which clocks in loc show w, the earliest
// first: none in a gap, two in a fold.
func instants(w wall, loc *time.Location) []time.Time {
	shown := w.utc()
	if loc == time.UTC {
		return []time.Time{shown}
	}
	var all []time.Time
	for t := shown.Add(-reach).In(loc); ; {
		_, seconds := t.Zone()
		at := shown.Add(-time.Duration(seconds) * time.Second).In(loc)
		if _, there := at.Zone(); there == seconds && !slices.ContainsFunc(all, at.Equal) {
			all = append(all, at)
		}
		next, found := nextChange(t)
		if !found || next.After(shown.Add(reach)) {
			break
		}
		t = next
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// gapAt returns the instant at which the clocks of loc jump over w, and what
// they show before and after; the zero time if they do not.
func gapAt(w wall, loc *time.Location) (at, from, to time.Time) {
	shown := w.utc()
	for t := shown.Add(-reach).In(loc); ; {
		next, found := nextChange(t)
		if !found || next.After(shown.Add(reach)) {
			return time.Time{}, time.Time{}, time.Time{}
		}
		from, to := asShown(next, t), asShown(next, next)
		if !shown.Before(from) && shown.Before(to) {
			return next, from, to
		}
		t = next
	}
}

// nextChange returns when the rules that hold at t end. On the last day of a
// leap year beyond the table of a zone, ZoneBounds of Go 1.26 names an end that
// lies before t; nothing changes within the hour then.
func nextChange(t time.Time) (next time.Time, found bool) {
	_, end := t.ZoneBounds()
	if !end.IsZero() && !end.After(t) {
		end = t.Add(time.Hour)
	}
	return end, !end.IsZero()
}

// asShown is what clocks show at an instant, under the rules that hold at
// another, written as if in UTC.
func asShown(at, rules time.Time) time.Time {
	_, seconds := rules.Zone()
	return at.UTC().Add(time.Duration(seconds) * time.Second)
}

func gapError(w wall, loc *time.Location) *Error {
	shown := w.utc()
	e := &Error{Kind: Gap, Text: fmt.Sprintf("%s does not exist on %s in %s", clock(shown), shown.Format(time.DateOnly), loc)}
	at, from, to := gapAt(w, loc)
	if at.IsZero() {
		return e
	}
	if from.YearDay() == to.YearDay() {
		e.Hint = fmt.Sprintf("clocks go from %s to %s", clock(from), clock(to))
	} else {
		e.Hint = fmt.Sprintf("clocks go from %s to %s", from.Format("2006-01-02 15:04"), to.Format("2006-01-02 15:04"))
	}
	return e
}

// clock writes seconds only where there are any.
func clock(t time.Time) string {
	if t.Second() != 0 {
		return t.Format(time.TimeOnly)
	}
	return t.Format("15:04")
}
