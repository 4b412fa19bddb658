package calendar

import (
	"cmp"
	"fmt"
	"time"

	"github.com/teambition/rrule-go"

	"galley/engine/zone"
)

// farthest is how many years after its first date a repeat may go on.
const farthest = 50

// A Repeat is what a post says of its dates beside the first.
type Repeat struct {
	// RRule is a recurrence rule as in RFC 5545, by days: FREQ (DAILY to
	// YEARLY), INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, BYYEARDAY (yearly),
	// BYSETPOS (monthly and yearly), WKST, COUNT, UNTIL. In upper or lower
	// case, with "RRULE:" before it or not.
	RRule string
	// Until is the last day, "2027-03-01", included. Count is how many dates
	// there are, the first included and those of Except as well, as calendars
	// count. One of the two, here or in the rule.
	Until string
	Count int
	// Except lists days to leave out. Each is a day of the rule.
	Except []string
}

// An Occurrence is one date of a repeat.
type Occurrence struct {
	Date string    // the local date by the rule: names the occurrence for life, as in "winter@2026-12-03"
	At   time.Time // the instant, in the zone of the first
	Note Kind      // Gap or Fold where the clocks of that day made it another time, else empty
}

// A Series is what a repeat comes to.
type Series struct {
	Occurrences []Occurrence // by date; at least one, at most 1,000
	Remarks     []Remark     // worth knowing, not wrong
}

// Expand returns the dates of a repeat that begins at start, by calendar days
// in the zone of start: 09:00 stays 09:00 when the clocks change. A time that
// the clocks jump over that day moves to the first instant after the jump. One
// that they show twice is what fold says, else the first. Both are remarks.
//
// Start has to be a date of the rule. Anything that is wrong is in the second
// result, and the series is empty then. Its fields are "rrule", "until",
// "count", "except" and "at".
func (p Repeat) Expand(start time.Time, fold zone.Fold) (Series, []Remark) {
	r, wrong := readRule(p.RRule)
	wrong = append(wrong, p.end(r)...)
	except, unread := readExcept(p.Except)
	if wrong = append(wrong, unread...); len(wrong) > 0 {
		return Series{}, wrong
	}
	e := expansion{rule: r, start: start, fold: fold}
	dates, wrong := e.dates()
	if len(wrong) > 0 {
		return Series{}, wrong
	}
	if wrong := unknown(except, dates); len(wrong) > 0 {
		return Series{}, wrong
	}
	without := make(map[string]bool, len(except))
	for _, left := range except {
		without[left.date] = true
	}
	s := Series{Remarks: e.remarks()}
	for _, shown := range dates {
		if !without[dateOf(shown)] {
			e.add(&s, shown)
		}
	}
	if len(s.Occurrences) == 0 {
		return Series{}, []Remark{{Kind: RepeatEmpty, Field: "except", Text: "every date of the repeat is left out", Hint: "remove the post, or write status: retracted"}}
	}
	return s, nil
}

// end settles where the rule ends: in it or beside it, by day or by number.
func (p Repeat) end(r *rule) []Remark {
	if p.Count != 0 {
		if p.Count < 0 || p.Count > most {
			return []Remark{{Kind: RepeatEnd, Field: "count", Text: fmt.Sprintf("count cannot be %d", p.Count), Hint: fmt.Sprintf("write a number from 1 to %d", most)}}
		}
		if r.count != 0 && r.count != p.Count {
			return []Remark{twice("count", fmt.Sprintf("count: %d and COUNT=%d contradict each other", p.Count, r.count))}
		}
		r.count = p.Count
	}
	if p.Until != "" {
		day, err := zone.ParseDate(p.Until, time.UTC)
		if err != nil {
			return []Remark{unreadable("until", 0, err)}
		}
		if r.until.form != "" && dateOf(r.until.at) != dateOf(day) {
			return []Remark{twice("until", fmt.Sprintf("until: %s and %s contradict each other", p.Until, r.words["UNTIL"]))}
		}
		if r.until.form == "" {
			r.until = ending{at: day, form: rrule.DateFormat}
		}
	}
	switch ends := r.until.form != ""; {
	case ends && r.count != 0:
		return []Remark{twice(cmp.Or(p.where("until"), p.where("count"), "rrule"), "the repeat ends both on a day and after a number of dates")}
	case !ends && r.count == 0 && !r.given("UNTIL") && !r.given("COUNT"):
		return []Remark{{Kind: RepeatEnd, Field: "rrule", Text: "the repeat has no end", Hint: "add until: with the last day, or count: with the number of dates"}}
	}
	return nil
}

// where returns the field if it is given beside the rule.
func (p Repeat) where(field string) string {
	if field == "until" && p.Until != "" || field == "count" && p.Count != 0 {
		return field
	}
	return ""
}

func twice(field, text string) Remark {
	return Remark{Kind: RepeatEnd, Field: field, Text: text, Hint: "keep one of them"}
}

// A leftOut is a date of Except.
type leftOut struct {
	date  string
	index int
}

func readExcept(list []string) (except []leftOut, wrong []Remark) {
	for i, text := range list {
		day, err := zone.ParseDate(text, time.UTC)
		if err != nil {
			wrong = append(wrong, unreadable("except", i, err))
			continue
		}
		except = append(except, leftOut{dateOf(day), i})
	}
	return except, wrong
}
