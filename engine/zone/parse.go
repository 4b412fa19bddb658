package zone

import (
	"fmt"
	"strings"
	"time"
)

// A Fold says which of two is meant, where the clocks show a time twice.
type Fold string

// The folds. The zero value has not said.
const (
	FoldNone   Fold = ""
	FoldFirst  Fold = "first"
	FoldSecond Fold = "second"
)

// Parse reads a date and a time of day: "2026-12-24 09:00", with a T instead of
// the space, with seconds, with an offset ("+01:00" or "Z") or with a zone of
// its own ("2026-12-24 09:00 America/Montreal").
//
// The result is in the zone in which the time was declared: its own, else loc;
// an offset fixes the instant and leaves loc. A time that the clocks of that
// zone jump over is an *Error of kind Gap; one they show twice needs a fold,
// else it is an *Error of kind Ambiguous. A fold where there is none to choose
// changes nothing. Every error is an *Error.
func Parse(text string, fold Fold, loc *time.Location) (time.Time, error) {
	if fold != FoldNone && fold != FoldFirst && fold != FoldSecond {
		return time.Time{}, bad("fold "+quote(string(fold)), "write first or second")
	}
	w, rest, ok := scanDateTime(text)
	if !ok {
		return time.Time{}, friendly(text)
	}
	if err := w.check(); err != nil {
		return time.Time{}, err
	}
	if offset, found := scanOffset(rest); found {
		return w.utc().Add(-offset).In(loc), nil
	}
	if name := strings.TrimSpace(rest); name != "" {
		own, err := Load(name)
		if err != nil {
			return time.Time{}, err
		}
		loc = own
	}
	return resolve(w, fold, loc)
}

// ParseDate reads a date alone, "2026-12-24", and returns its first instant in
// loc: midnight, or where the clocks jump over midnight, the end of the jump.
func ParseDate(text string, loc *time.Location) (time.Time, error) {
	w, rest, ok := scanDate(text)
	if !ok || rest != "" {
		return time.Time{}, friendlyDate(text)
	}
	if err := w.check(); err != nil {
		return time.Time{}, err
	}
	found := instants(w, loc)
	if len(found) > 0 {
		return found[0], nil
	}
	at, _, _ := gapAt(w, loc)
	return at, nil
}

// A wall is what a calendar and a clock on a wall show.
type wall struct{ year, month, day, hour, minute, second int }

// scanDateTime reads the date and the time and returns what follows.
func scanDateTime(text string) (w wall, rest string, ok bool) {
	w, rest, ok = scanDate(text)
	if !ok || len(rest) < 6 || rest[0] != ' ' && rest[0] != 'T' || rest[3] != ':' {
		return w, rest, false
	}
	hour, okHour := digits(rest[1:3])
	minute, okMinute := digits(rest[4:6])
	w.hour, w.minute, rest = hour, minute, rest[6:]
	if !okHour || !okMinute {
		return w, rest, false
	}
	if strings.HasPrefix(rest, ":") {
		if len(rest) < 3 {
			return w, rest, false
		}
		w.second, ok = digits(rest[1:3])
		rest = rest[3:]
	}
	return w, rest, ok && ends(rest)
}

// ends reports whether a time of day may end before rest: at the end of the
// text, an offset, or a space and a zone's name.
func ends(rest string) bool {
	_, offset := scanOffset(rest)
	name := strings.TrimSpace(rest)
	return rest == "" || offset || rest[0] == ' ' && name != "" && !strings.ContainsAny(name, " \t\n") && isLetter(name[0])
}

func isLetter(c byte) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }

func scanDate(text string) (w wall, rest string, ok bool) {
	if len(text) < 10 || text[4] != '-' || text[7] != '-' {
		return wall{}, text, false
	}
	var okYear, okMonth, okDay bool
	w.year, okYear = digits(text[:4])
	w.month, okMonth = digits(text[5:7])
	w.day, okDay = digits(text[8:10])
	return w, text[10:], okYear && okMonth && okDay
}

// scanOffset reads "Z" or "+01:00", after a space or not.
func scanOffset(text string) (time.Duration, bool) {
	text = strings.TrimPrefix(text, " ")
	if text == "Z" {
		return 0, true
	}
	if len(text) != 6 || text[0] != '+' && text[0] != '-' || text[3] != ':' {
		return 0, false
	}
	hours, okHours := digits(text[1:3])
	minutes, okMinutes := digits(text[4:6])
	if !okHours || !okMinutes || hours > 15 || minutes > 59 {
		return 0, false
	}
	offset := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if text[0] == '-' {
		offset = -offset
	}
	return offset, true
}

func digits(text string) (n int, ok bool) {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		n = n*10 + int(text[i]-'0')
	}
	return n, true
}

// check finds a date that no calendar has and a time that no clock shows.
func (w wall) check() error {
	switch {
	case w.year < 1:
		return bad(w.date()+" is not a date", "years count from 0001")
	case w.month < 1 || w.month > 12:
		return bad(w.date()+" is not a date: there is no month "+fmt.Sprintf("%02d", w.month), "write year-month-day, such as 2026-12-24")
	case w.day < 1 || w.day > w.monthLength():
		return bad(w.date()+" is not a date", fmt.Sprintf("%s %d has %d days", time.Month(w.month), w.year, w.monthLength()))
	case w.hour == 24 && w.minute == 0 && w.second == 0:
		next := w.utc()
		return bad(w.date()+" 24:00 is not a time", "write "+next.Format("2006-01-02 15:04"))
	case w.hour > 23 || w.minute > 59:
		return bad(w.clock()+" is not a time", "hours go from 00 to 23, minutes from 00 to 59")
	case w.second > 59:
		return bad(fmt.Sprintf("%s:%02d is not a time", w.clock(), w.second), "seconds go from 00 to 59")
	}
	return nil
}

func (w wall) date() string  { return fmt.Sprintf("%04d-%02d-%02d", w.year, w.month, w.day) }
func (w wall) clock() string { return fmt.Sprintf("%02d:%02d", w.hour, w.minute) }

func (w wall) monthLength() int {
	return time.Date(w.year, time.Month(w.month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// utc is the instant at which clocks in UTC show w.
func (w wall) utc() time.Time {
	return time.Date(w.year, time.Month(w.month), w.day, w.hour, w.minute, w.second, 0, time.UTC)
}
