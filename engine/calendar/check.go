package calendar

import (
	"slices"

	"github.com/teambition/rrule-go"
)

// check finds parts that have no meaning together. The RFC forbids most of
// these; for the others libraries and calendars give different dates, and a
// rule must not mean something else here than in the calendar it came from.
func (r *rule) check() []Remark {
	var wrong []Remark
	tell := func(part, text, hint string) { wrong = append(wrong, badRule(r.words[part], text, hint)) }
	if !r.given("FREQ") {
		tell("", "the rule does not say how often", "add FREQ=DAILY, WEEKLY, MONTHLY or YEARLY")
		return wrong
	}
	daily, weekly := r.option.Freq == rrule.DAILY, r.option.Freq == rrule.WEEKLY
	yearly := r.option.Freq == rrule.YEARLY
	if weekly && r.given("BYMONTHDAY") {
		tell("BYMONTHDAY", "a weekly rule has no days of the month", "write FREQ=MONTHLY with BYMONTHDAY, or FREQ=WEEKLY with BYDAY")
	}
	if !yearly && r.given("BYYEARDAY") {
		tell("BYYEARDAY", "only a yearly rule has days of the year", "write FREQ=YEARLY with BYYEARDAY")
	}
	switch chosen := r.given("BYDAY") || r.given("BYMONTHDAY") || r.given("BYYEARDAY"); {
	case !r.given("BYSETPOS"):
	case daily || weekly:
		tell("BYSETPOS", "BYSETPOS chooses among the days of a month or a year", "name the days with BYDAY")
	case !chosen:
		tell("BYSETPOS", "BYSETPOS has no days to choose among", "add such as BYDAY=MO,TU,WE,TH,FR")
	}
	if text, hint := r.checkDays(); text != "" {
		tell("BYDAY", text, hint)
	}
	return wrong
}

// checkDays looks at the numbers of BYDAY, as in 1MO.
func (r *rule) checkDays() (problem, hint string) {
	largest, plain := 0, false
	for _, day := range r.option.Byweekday {
		largest = max(largest, day.N(), -day.N())
		plain = plain || day.N() == 0
	}
	switch {
	case largest == 0:
		return "", ""
	case r.option.Freq != rrule.MONTHLY && r.option.Freq != rrule.YEARLY:
		return "days have numbers in a month or a year only", "write FREQ=MONTHLY with BYDAY=1MO for the first Monday of every month"
	case plain:
		return "some days have a number and others have none", "write 1MO,2MO,3MO,4MO,5MO for every Monday"
	case r.given("BYMONTHDAY") || r.given("BYYEARDAY"):
		return "days with a number and days by their date contradict each other", "write BYDAY=1MO, or BYMONTHDAY=1,2,3,4,5,6,7 with BYDAY=MO"
	case largest > 5 && (r.option.Freq == rrule.MONTHLY || r.given("BYMONTH")):
		return "no month has more than five of a day", "write numbers from 1 to 5, or -1 for the last"
	}
	return "", ""
}

func (r *rule) given(part string) bool { return r.words[part] != "" }

// skips reports whether some months, or for a yearly rule some years, have none
// of the rule's days: the 31st, or 29 February. The first date of the repeat
// gives the day where the rule names none.
func (r *rule) skips(month, day int) (what string, found bool) {
	if r.given("BYDAY") || r.given("BYYEARDAY") || r.given("BYSETPOS") {
		return "", false
	}
	days, months := r.option.Bymonthday, r.option.Bymonth
	if len(days) == 0 {
		days = []int{day}
		if len(months) == 0 && r.option.Freq == rrule.YEARLY {
			months = []int{month}
		}
	}
	if slices.ContainsFunc(days, func(d int) bool { return -29 < d && d < 29 }) {
		return "", false
	}
	switch {
	case r.option.Freq == rrule.YEARLY && slices.Equal(months, []int{2}):
		return "29 February comes in leap years only: the years between are passed over", true
	case r.option.Freq == rrule.MONTHLY && len(months) == 0:
		return "months without such a day are passed over", true
	}
	return "", false
}
