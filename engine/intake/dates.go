package intake

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"galley/engine/zone"
)

// A DateOrder says which number of a date is the day. The zero order has to be
// told by the dates themselves.
type DateOrder string

// The orders.
const (
	YearFirst  DateOrder = "ymd" // 2026-12-24
	DayFirst   DateOrder = "dmy" // 24/12/2026
	MonthFirst DateOrder = "mdy" // 12/24/2026
)

var (
	yearLed  = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+(.*))?$`)
	yearLast = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})(?:[ T,]+(.*))?$`)
	clock    = regexp.MustCompile(`(?i)^(\d{1,2})(?:[:h.](\d{2}))?(?::(\d{2}))?(?:\.0+)?\s*(am|pm|a\.m\.|p\.m\.)?$`)
	offset   = regexp.MustCompile(`(?i)^(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})$`)
)

// orderOf finds the order that all dates of a column allow; ok is false where
// more than one does, or none.
func orderOf(dates []string) (order DateOrder, ok bool) {
	may := map[DateOrder]bool{DayFirst: true, MonthFirst: true}
	numeric := false
	for _, text := range dates {
		m := yearLast.FindStringSubmatch(strings.TrimSpace(text))
		if m == nil {
			continue
		}
		numeric = true
		first, _ := strconv.Atoi(m[1]) // at most two digits
		second, _ := strconv.Atoi(m[3])
		if first > 12 || m[2] == "." { // with points nobody writes the month first
			may[MonthFirst] = false
		}
		if second > 12 {
			may[DayFirst] = false
		}
	}
	switch {
	case !numeric:
		return YearFirst, true
	case may[DayFirst] != may[MonthFirst]:
		if may[DayFirst] {
			return DayFirst, true
		}
		return MonthFirst, true
	}
	return "", false
}

// readTime reads a date, and a time that may stand in a column of its own.
func readTime(date, daytime string, order DateOrder, loc *time.Location) (time.Time, error) {
	date = strings.TrimSpace(date)
	var year, month, day, rest string
	if m := yearLed.FindStringSubmatch(date); m != nil {
		year, month, day, rest = m[1], m[2], m[3], m[4]
	} else if m := yearLast.FindStringSubmatch(date); m != nil {
		day, month, year, rest = m[1], m[3], m[4], m[5]
		if order == MonthFirst {
			day, month = month, day
		}
	} else {
		return zone.Parse(date, zone.FoldNone, loc) // says what it might be
	}
	if daytime = strings.TrimSpace(daytime); daytime != "" {
		rest = daytime
	}
	at, err := readClock(rest)
	if err != nil {
		return time.Time{}, err
	}
	return zone.Parse(fmt.Sprintf("%s-%s-%s %s", year, pad(month), pad(day), at), zone.FoldNone, loc)
}

func pad(number string) string { return strings.Repeat("0", max(0, 2-len(number))) + number }

// errNoClock is a date without a time of day: nobody can guess one.
var errNoClock = errors.New("the time of day is missing")

// readClock returns a time of day as zone reads it, with the offset if there is
// one.
func readClock(text string) (string, error) {
	if text = strings.TrimSpace(text); text == "" {
		return "", errNoClock
	}
	if m := offset.FindStringSubmatch(text); m != nil {
		shift := strings.ToUpper(m[2])
		if len(shift) == len("+0100") {
			shift = shift[:3] + ":" + shift[3:]
		}
		return padClock(m[1]) + shift, nil
	}
	m := clock.FindStringSubmatch(text)
	if m == nil {
		return "", fmt.Errorf("%.40q is no time of day", text)
	}
	hour, _ := strconv.Atoi(m[1]) // at most two digits
	switch half := strings.ToLower(strings.ReplaceAll(m[4], ".", "")); {
	case half == "" && m[2] == "":
		return "", fmt.Errorf("%.40q is no time of day", text)
	case half != "" && (hour < 1 || hour > 12):
		return "", fmt.Errorf("%.40q is no time of day", text)
	case half == "pm" && hour < 12:
		hour += 12
	case half == "am" && hour == 12:
		hour = 0
	}
	return padClock(fmt.Sprintf("%d:%s:%s", hour, pad(m[2]), pad(m[3]))), nil
}

func padClock(text string) string {
	hour, rest, _ := strings.Cut(text, ":")
	return pad(hour) + ":" + rest
}

// saidBy is an error in words, with its hint.
func saidBy(err error) (text, hint string) {
	var e *zone.Error
	if errors.As(err, &e) {
		return e.Text, e.Hint
	}
	return err.Error(), ""
}
