package zone

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

const (
	wantTime = "write year-month-day hour:minute, such as 2026-12-24 09:00"
	wantDate = "write year-month-day, such as 2026-12-24"
)

// friendly guesses what was meant by a text that is not a date and time, and
// says how to write it. It never decides: a guess is only a hint.
func friendly(text string) *Error {
	e := bad(quote(text)+" is not a date and time", wantTime)
	if strings.TrimSpace(text) == "" {
		e.Text = "no date and time given"
		return e
	}
	days := guessDates(text)
	if len(days) == 0 {
		return e
	}
	hour, found := guessClock(text)
	if !found {
		e.Hint = "the time of day is missing: write " + join(days, " 09:00")
		return e
	}
	e.Hint = "write " + join(days, " "+hour)
	return e
}

// friendlyDate is friendly for a date alone.
func friendlyDate(text string) *Error {
	e := bad(quote(text)+" is not a date", wantDate)
	if days := guessDates(text); len(days) > 0 {
		e.Hint = "write " + join(days, "")
	}
	return e
}

func join(days []string, clock string) string {
	for i := range days {
		days[i] += clock
	}
	return strings.Join(days, " or ")
}

var (
	yearFirst = regexp.MustCompile(`\b(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:\D|$)`)
	yearLast  = regexp.MustCompile(`\b(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})\b`)
	dayName   = regexp.MustCompile(`(?i)\b(\d{1,2})(?:er|st|nd|rd|th)?\.?\s+([a-zéû]{3,9})\.?,?\s+(\d{4})\b`)
	nameDay   = regexp.MustCompile(`(?i)\b([a-zéû]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b`)
	clockForm = regexp.MustCompile(`(?i)(?:^|[\sT])(\d{1,2})(?:\s?[h:.]\s?(\d{2}))?\s?(h|am|pm|a\.m\.|p\.m\.|heures?|uhr)?(?:\s|$|[+-]|Z)`)
)

// guessDates returns the dates a text may mean: two where day and month could
// be exchanged, the order of France first.
func guessDates(text string) []string {
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		return valid(m[1], m[2], m[3])
	}
	if m := yearLast.FindStringSubmatch(text); m != nil {
		days := valid(m[3], m[2], m[1])
		if other := valid(m[3], m[1], m[2]); m[1] != m[2] {
			days = append(days, other...)
		}
		return days
	}
	if m := dayName.FindStringSubmatch(text); m != nil {
		return valid(m[3], monthNumber(m[2]), m[1])
	}
	if m := nameDay.FindStringSubmatch(text); m != nil {
		return valid(m[3], monthNumber(m[1]), m[2])
	}
	return nil
}

func valid(year, month, day string) []string {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if (wall{year: y, month: m, day: d}).check() != nil {
		return nil
	}
	return []string{fmt.Sprintf("%04d-%02d-%02d", y, m, d)}
}

// monthNumber knows the months in English and French by as many letters as
// tell them apart; "0" for any other word.
func monthNumber(name string) string {
	name = strings.NewReplacer("é", "e", "û", "u", "É", "e", "Û", "u").Replace(strings.ToLower(name))
	for i, starts := range [...]string{"jan", "feb fev", "mar", "apr avr", "may mai", "jun juin", "jul juil",
		"aug aou", "sep", "oct", "nov", "dec"} {
		for start := range strings.FieldsSeq(starts) {
			if strings.HasPrefix(name, start) {
				return strconv.Itoa(i + 1)
			}
		}
	}
	return "0"
}

// guessClock finds a time of day beside the date: 9h, 9h30, 9:00, 9 am, 9.30 pm.
func guessClock(text string) (string, bool) {
	m := clockForm.FindStringSubmatch(withoutDate(text))
	if m == nil || m[2] == "" && m[3] == "" {
		return "", false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	switch half := strings.ToLower(m[3]); {
	case strings.HasPrefix(half, "p") && hour < 12:
		hour += 12
	case strings.HasPrefix(half, "a") && hour == 12:
		hour = 0
	}
	if hour > 23 || minute > 59 {
		return "", false
	}
	return fmt.Sprintf("%02d:%02d", hour, minute), true
}

// withoutDate cuts the last part of the date out of text, and all before it.
func withoutDate(text string) string {
	for _, form := range []*regexp.Regexp{yearFirst, yearLast, dayName, nameDay} {
		if m := form.FindStringSubmatchIndex(text); m != nil {
			return text[m[len(m)-1]:]
		}
	}
	return text
}
