package calendar

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"galley/engine/zone"
)

// An ending is where a rule ends, both included: a day, a time as clocks show
// it, or an instant. The form in which it is written says which.
type ending struct {
	at   time.Time
	form string // a form of the rrule package; empty for a rule without an ending
}

// An expansion is one repeat on its way to dates.
type expansion struct {
	rule  *rule
	start time.Time
	fold  zone.Fold
}

// dates returns the days of the rule with the time of day of the start, as
// clocks show them, written as if in UTC: so no change of clocks moves a day.
func (e *expansion) dates() ([]time.Time, []Remark) {
	first := asWall(e.start)
	last := first.AddDate(farthest, 0, 0)
	if wrong := e.ending(first, last); len(wrong) > 0 {
		return nil, wrong
	}
	next, back, err := e.iterate(first)
	if err != nil {
		return nil, []Remark{badRule("", err.Error(), "")}
	}
	var dates []time.Time
	for e.rule.count == 0 || len(dates) < e.rule.count {
		shifted, found := next()
		shown := back(shifted)
		switch {
		case len(dates) == 0 && (!found || shown.After(last)):
			return nil, []Remark{{Kind: RepeatEmpty, Field: "rrule", Text: "no date fits the rule", Hint: "do its months, days and interval ever meet, counted from at: " + dateOf(first) + "?"}}
		case len(dates) == 0 && !shown.Equal(first):
			return nil, []Remark{e.offRule(first, shown)}
		case e.rule.count == 0 && (!found || e.over(shown)):
			return dates, nil
		case !found || shown.After(last):
			return nil, []Remark{{Kind: RepeatTooLong, Field: "rrule", Text: fmt.Sprintf("date %d of %d is more than %d years after the first", len(dates)+1, e.rule.count, farthest), Hint: "lower the count"}}
		case len(dates) == most:
			return nil, []Remark{{Kind: RepeatTooLong, Field: "rrule", Text: fmt.Sprintf("more than %d dates", most), Hint: "end the repeat on " + dateOf(dates[most-1]) + " or before"}}
		}
		dates = append(dates, shown)
	}
	return dates, nil
}

// iterate returns the library's iterator and what leads its times back to ours.
//
// The library looks for the next date up to the year 9999, also where none can
// come and whatever the end of the rule. The calendar repeats every 400 years,
// days of the week included: so it is given the dates of the last such period
// before 9999, which bounds the search to some milliseconds.
func (e *expansion) iterate(first time.Time) (next rrule.Next, back func(time.Time) time.Time, err error) {
	const period, latest = 400, rrule.MAXYEAR - farthest - 1
	years := (latest - first.Year()) / period * period
	if first.Year() > latest {
		years = -period
	}
	option := e.rule.option
	option.Dtstart = first.AddDate(years, 0, 0)
	r, err := rrule.NewRRule(option)
	if err != nil {
		return nil, nil, err
	}
	return r.Iterator(), func(t time.Time) time.Time { return t.AddDate(-years, 0, 0) }, nil
}

// ending checks the end of the rule against its first date and the farthest.
func (e *expansion) ending(first, last time.Time) []Remark {
	until, word, field := e.rule.until, e.rule.words["UNTIL"], "until"
	if word != "" {
		field = "rrule"
	}
	switch {
	case until.form == "":
		return nil
	case e.over(first):
		return []Remark{{Kind: RepeatEnd, Field: field, Word: word, Text: fmt.Sprintf("the repeat ends %s, before it begins %s", dateOf(until.at), dateOf(first)), Hint: "write a later day"}}
	case until.at.After(last):
		return []Remark{{Kind: RepeatTooLong, Field: field, Word: word, Text: fmt.Sprintf("the repeat goes on until %s, more than %d years", dateOf(until.at), farthest), Hint: "write an earlier day"}}
	}
	return nil
}

// over reports whether a time lies behind the end of the rule.
func (e *expansion) over(shown time.Time) bool {
	switch until := e.rule.until; until.form {
	case rrule.DateFormat:
		return dateOf(shown) > dateOf(until.at)
	case rrule.LocalDateTimeFormat:
		return shown.After(until.at)
	case rrule.DateTimeFormat:
		at, _ := zone.Nearest(shown, e.fold, e.start.Location())
		return at.After(until.at)
	}
	return false
}

// offRule refuses a first date that the rule does not give. The RFC leaves its
// meaning open, and calendars differ: some count it, some drop it.
func (e *expansion) offRule(first, next time.Time) Remark {
	return Remark{Kind: RepeatStart, Field: "at",
		Text: fmt.Sprintf("at: %s is a %s, which is no date of the rule", dateOf(first), first.Weekday()),
		Hint: fmt.Sprintf("begin on a date of the rule, such as %s %s (%s), or change the rule", dateOf(next), clock(next), next.Weekday())}
}

// unknown finds dates to leave out that the rule never gives: whoever wrote
// them believes that nothing goes out that day.
func unknown(except []leftOut, dates []time.Time) []Remark {
	var wrong []Remark
	for _, left := range except {
		at, found := slices.BinarySearchFunc(dates, left.date, func(t time.Time, day string) int { return strings.Compare(dateOf(t), day) })
		if found {
			continue
		}
		hint := "the last is " + dateOf(dates[len(dates)-1])
		if at < len(dates) {
			hint = "the next is " + dateOf(dates[at])
		}
		wrong = append(wrong, Remark{Kind: RepeatExcept, Field: "except", Index: left.index, Word: left.date,
			Text: left.date + " is left out, but is no date of the repeat", Hint: hint})
	}
	return wrong
}

// remarks tells what people overlook in a rule that is right.
func (e *expansion) remarks() []Remark {
	text, found := e.rule.skips(int(e.start.Month()), e.start.Day())
	if !found {
		return nil
	}
	return []Remark{{Kind: RepeatSkips, Field: "rrule", Text: text, Hint: "for the last day of each month write BYMONTHDAY=-1"}}
}

// add turns a date into an occurrence.
func (e *expansion) add(s *Series, shown time.Time) {
	loc := e.start.Location()
	at, kind := zone.Nearest(shown, e.fold, loc)
	s.Occurrences = append(s.Occurrences, Occurrence{Date: dateOf(shown), At: at, Note: Kind(kind)})
	switch kind {
	case zone.Gap:
		when := clock(at)
		if dateOf(at) != dateOf(shown) {
			when += " on " + dateOf(at)
		}
		s.Remarks = append(s.Remarks, Remark{Kind: Gap, Field: "rrule",
			Text: fmt.Sprintf("%s does not exist on %s in %s: the post goes out at %s", clock(shown), dateOf(shown), loc, when)})
	case zone.Ambiguous:
		s.Remarks = append(s.Remarks, Remark{Kind: Fold, Field: "rrule",
			Text: fmt.Sprintf("%s happens twice on %s in %s: the post goes out the first time", clock(shown), dateOf(shown), loc), Hint: "for the other write fold: second"})
	}
}

// asWall is what clocks show at an instant, written as if in UTC.
func asWall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// clock writes seconds only where there are any.
func clock(t time.Time) string {
	if t.Second() != 0 {
		return t.Format(time.TimeOnly)
	}
	return t.Format("15:04")
}

// unreadable is a remark about a date that zone does not read.
func unreadable(field string, index int, err error) Remark {
	var e *zone.Error
	if errors.As(err, &e) {
		return Remark{Kind: Kind(e.Kind), Field: field, Index: index, Text: e.Text, Hint: e.Hint}
	}
	return Remark{Kind: BadDate, Field: field, Index: index, Text: err.Error()}
}
