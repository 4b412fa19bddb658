package calendar

import (
	"fmt"
	"strings"
	"time"

	"galley/schema"
)

// A TimeOfDay is what a clock shows, without a date. The zero value is
// midnight; only the end of Hours may be 24:00.
type TimeOfDay struct {
	Hour, Minute int
}

// String writes "09:00".
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", t.Hour, t.Minute) }

func (t TimeOfDay) minutes() int { return 60*t.Hour + t.Minute }

// ParseTimeOfDay reads "09:00". Any other text is a *Remark, with how to write
// it where that can be guessed.
func ParseTimeOfDay(text string) (TimeOfDay, error) {
	t, found := readClock(text)
	if found && t.minutes() < 24*60 {
		return t, nil
	}
	r := &Remark{Kind: BadDate, Text: quote(text) + " is not a time of day", Hint: "write hour:minute with two digits each, such as 09:00"}
	if meant, found := guessClock(text); found {
		r.Hint = "write " + meant.String()
	}
	return TimeOfDay{}, r
}

// readClock reads two digits, a colon and two digits, up to 24:00.
func readClock(text string) (t TimeOfDay, found bool) {
	if len(text) != 5 || text[2] != ':' {
		return t, false
	}
	for _, i := range []int{0, 1, 3, 4} {
		if text[i] < '0' || text[i] > '9' {
			return t, false
		}
	}
	t = TimeOfDay{Hour: 10*int(text[0]-'0') + int(text[1]-'0'), Minute: 10*int(text[3]-'0') + int(text[4]-'0')}
	return t, t.Minute < 60 && t.minutes() <= 24*60
}

// guessClock knows 9:00, 9h, 9h30 and 9.
func guessClock(text string) (TimeOfDay, bool) {
	hour, minute, _ := strings.Cut(strings.NewReplacer("h", ":", "H", ":", ".", ":", " ", "").Replace(text), ":")
	if len(hour) == 1 {
		hour = "0" + hour
	}
	if minute == "" {
		minute = "00"
	}
	t, found := readClock(hour + ":" + minute)
	return t, found && t.Hour < 24
}

var dayNames = [...]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// ParseDay reads the English name of a day of the week, "monday", in upper or
// lower case. Any other text is a *Remark.
func ParseDay(text string) (time.Weekday, error) {
	french := [...]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}
	near := ""
	for day, name := range dayNames {
		if strings.EqualFold(text, name) {
			return time.Weekday(day), nil
		}
		if strings.EqualFold(text, french[day]) || len(text) >= 3 && strings.HasPrefix(name, strings.ToLower(text)) {
			near = name
		}
	}
	if near == "" {
		near = schema.Nearest(text, dayNames[:])
	}
	r := &Remark{Kind: BadDay, Text: quote(text) + " is not a day of the week", Hint: didYouMean(near)}
	if near == "" {
		r.Hint = "write monday, tuesday, wednesday, thursday, friday, saturday or sunday"
	}
	return 0, r
}

// Hours are a part of the day, "08:00-20:00"; both ends belong to it. Where the
// end comes before the beginning it lies on the next day: "22:00-06:00". The
// zero value holds midnight alone.
type Hours struct {
	From, To TimeOfDay
}

// ParseHours reads two times of day with a hyphen between. The second may be
// 24:00. Any other text is a *Remark.
func ParseHours(text string) (Hours, error) {
	from, to, found := strings.Cut(strings.ReplaceAll(text, "–", "-"), "-")
	h, first := Hours{}, false
	h.From, first = readClock(strings.TrimSpace(from))
	second := false
	h.To, second = readClock(strings.TrimSpace(to))
	switch {
	case !found || !first || !second || h.From.Hour == 24:
		return Hours{}, &Remark{Kind: BadHours, Text: quote(text) + " are not hours of a day", Hint: guessHours(from, to)}
	case h.From == h.To:
		return Hours{}, &Remark{Kind: BadHours, Text: quote(text) + " begin when they end", Hint: "for the whole day write 00:00-24:00"}
	}
	return h, nil
}

func guessHours(from, to string) string {
	first, found := guessClock(from)
	second, foundToo := guessClock(to)
	if found && foundToo && first != second {
		return fmt.Sprintf("write %s-%s", first, second)
	}
	return "write such as 08:00-20:00"
}

// String writes "08:00-20:00".
func (h Hours) String() string { return h.From.String() + "-" + h.To.String() }

// Contain reports whether clocks in loc show a time of these hours. 20:00
// itself belongs to 08:00-20:00, 20:01 does not.
func (h Hours) Contain(t time.Time, loc *time.Location) bool {
	t = t.In(loc)
	at := TimeOfDay{t.Hour(), t.Minute()}.minutes()
	after := at >= h.From.minutes()
	before := at < h.To.minutes() || at == h.To.minutes() && t.Second() == 0
	if h.To.minutes() < h.From.minutes() {
		return after || before
	}
	return after && before
}
