package zone

import (
	"fmt"
	"strings"
	"time"
)

// Say writes an instant for people, "Thu 24 Dec 09:00 Paris", as clocks in loc
// show it. The year is added when the instant is more than six months from
// now; a zero now always adds it. A time that happens twice says which it is.
func Say(t time.Time, loc *time.Location, now time.Time) string {
	return SayIn("en", t, loc, now)
}

// SayIn is Say in a language: French for "fr" and its variants, such as
// "jeu. 24 déc. 09:00 Paris"; English for any other.
func SayIn(language string, t time.Time, loc *time.Location, now time.Time) string {
	w := english
	if base, _, _ := strings.Cut(strings.ToLower(language), "-"); base == "fr" {
		w = french
	}
	t = t.In(loc)
	year := ""
	if now.Before(t.AddDate(0, -6, 0)) || now.After(t.AddDate(0, 6, 0)) {
		year = fmt.Sprintf(" %d", t.Year())
	}
	return fmt.Sprintf("%s %d %s%s %s %s%s", w.days[t.Weekday()], t.Day(), w.months[t.Month()-1], year,
		clock(t), place(loc), w.which(t))
}

// place is the short name of a zone: the city of "Europe/Paris", with spaces
// for underscores.
func place(loc *time.Location) string {
	return strings.ReplaceAll(lastPart(loc.String()), "_", " ")
}

type words struct {
	days          [7]string
	months        [12]string
	first, second string
}

var (
	english = words{
		days:   [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
		months: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		first:  " (the first time)", second: " (the second time)",
	}
	french = words{
		days: [7]string{"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."},
		months: [12]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
			"nov.", "déc."},
		first: " (la première fois)", second: " (la seconde fois)",
	}
)

// which says which of two is meant, where the clocks show a time twice.
func (w words) which(t time.Time) string {
	shown := wall{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second()}
	found := instants(shown, t.Location())
	switch {
	case len(found) < 2:
		return ""
	case found[0].Equal(t.Truncate(time.Second)):
		return w.first
	}
	return w.second
}
