package calendar

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"galley/engine/zone"
	"galley/schema"
)

// The years for which public holidays are known: beyond them laws are guesses.
const (
	FirstYear = 2000
	LastYear  = 2100
)

// A Holiday is one day with a name.
type Holiday struct {
	Date     string // "2026-12-25"
	Name     string // in the language of its country, or as the team wrote it; may be empty then
	Region   string // "FR", "DE-BY"; empty for a day of the team's own
	Observed bool   // the day off in place of a holiday on a weekend, which is a Holiday too
}

// In returns the name in a language: English for "en", French for "fr" and
// their variants, where we know it. Any other name is that of its country. What
// a team named is not translated; a day without a name is a holiday.
func (h Holiday) In(language string) string {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	known := translations[h.Name]
	switch {
	case h.Name == "":
		known = names{"holiday", "jour férié"}
	case h.Region == "":
		return h.Name
	}
	if base == "fr" {
		return cmp.Or(known.french, h.Name)
	}
	if base == "en" || h.Name == "" {
		return cmp.Or(known.english, h.Name)
	}
	return h.Name
}

// Days are dates with names. The zero value has none. It does not change, so
// that several goroutines may read it.
type Days struct {
	by map[string][]Holiday
}

// On returns the holidays of a date, none for any other text.
func (d Days) On(date string) []Holiday { return slices.Clone(d.by[date]) }

// Union returns the holidays of all, in the order given. A holiday that several
// have under one name is there once.
func Union(all ...Days) Days {
	union := Days{by: map[string][]Holiday{}}
	for _, days := range all {
		for _, list := range days.by {
			for _, h := range list {
				union.add(h)
			}
		}
	}
	return union
}

func (d Days) add(h Holiday) {
	same := func(other Holiday) bool { return other.Name == h.Name }
	if !slices.ContainsFunc(d.by[h.Date], same) {
		d.by[h.Date] = append(d.by[h.Date], h)
	}
}

// Holidays returns the public holidays of a country or of a part of it, from
// FirstYear to LastYear: "FR", "DE-BY", in upper or lower case. Regions lists
// what is known. Where a holiday falls on a weekend and another day is off
// instead, both days are holidays. A code that is not known is a *Remark.
func Holidays(code string) (Days, error) {
	region := strings.ToUpper(strings.TrimSpace(code))
	list, found := regions()[region]
	if !found {
		return Days{}, unknownRegion(code)
	}
	days := Days{by: map[string][]Holiday{}}
	// New Year's Day may be observed on the last day of the year before.
	for year := FirstYear; year <= LastYear+1; year++ {
		for _, h := range list {
			actual, observed := h.Calc(year)
			if known(actual) {
				days.add(Holiday{Date: dateOf(actual), Name: h.Name, Region: region})
			}
			if known(observed) && !observed.Equal(actual) {
				days.add(Holiday{Date: dateOf(observed), Name: h.Name, Region: region, Observed: true})
			}
		}
	}
	return days, nil
}

// known leaves out what lies outside the years, among it the zero time of a
// year in which a holiday is not held.
func known(day time.Time) bool { return FirstYear <= day.Year() && day.Year() <= LastYear }

// Regions returns the codes Holidays knows, sorted.
func Regions() []string { return slices.Sorted(maps.Keys(regions())) }

func unknownRegion(code string) *Remark {
	r := &Remark{Kind: UnknownCountry, Text: "no holidays are known for " + quote(code)}
	all := Regions()
	country, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(code)), "-")
	parts := slices.DeleteFunc(slices.Clone(all), func(known string) bool { return known != country && !strings.HasPrefix(known, country+"-") })
	near := schema.Nearest(countryCode(code), all)
	switch {
	case len(parts) > 0:
		r.Hint = "write one of " + strings.Join(parts, ", ") + ", or list the days yourself with their names"
	case near != "":
		r.Hint = "did you mean " + near + "?"
	default:
		countries := slices.DeleteFunc(all, func(known string) bool { return strings.Contains(known, "-") })
		r.Hint = "write one of " + strings.Join(countries, ", ") + ", or list the days yourself with their names"
	}
	return r
}

// countryCode knows the countries of our users by name, as people write them.
func countryCode(name string) string {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "france":
		return "FR"
	case "uk", "england", "united kingdom", "royaume-uni":
		return "GB"
	case "usa", "united states", "états-unis":
		return "US"
	case "germany", "deutschland", "allemagne":
		return "DE"
	case "belgium", "belgique", "belgië":
		return "BE"
	case "switzerland", "suisse", "schweiz":
		return "CH"
	case "canada", "québec", "quebec":
		return "CA"
	}
	return name
}

// longestRange is how many days one range of a team's own days may have.
const longestRange = 366

// Named is a day, or all days from one to another, to which a team gave a name.
type Named struct {
	Name string
	From string // "2026-12-24"
	To   string // the last day, included; empty for one day
}

// OwnDays returns a team's own days. What cannot be read is left out and told,
// with the fields "from" and "to" and the index in the list.
func OwnDays(list []Named) (Days, []Remark) {
	days := Days{by: map[string][]Holiday{}}
	var wrong []Remark
	for i, n := range list {
		first, last, problem := n.span()
		if problem != nil {
			problem.Index = i
			wrong = append(wrong, *problem)
			continue
		}
		for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
			days.add(Holiday{Date: dateOf(day), Name: n.Name})
		}
	}
	return days, wrong
}

func (n Named) span() (first, last time.Time, wrong *Remark) {
	first, err := zone.ParseDate(n.From, time.UTC)
	if err != nil {
		r := unreadable("from", 0, err)
		return first, first, &r
	}
	if n.To == "" {
		return first, first, nil
	}
	last, err = zone.ParseDate(n.To, time.UTC)
	switch {
	case err != nil:
		r := unreadable("to", 0, err)
		return first, last, &r
	case last.Before(first):
		return first, last, &Remark{Kind: BadDay, Field: "to", Word: n.To, Text: n.To + " is before " + n.From, Hint: "write the earlier day first"}
	case last.After(first.AddDate(0, 0, longestRange-1)):
		return first, last, &Remark{Kind: BadDay, Field: "to", Word: n.To, Text: fmt.Sprintf("%s to %s is more than %d days", n.From, n.To, longestRange), Hint: "write shorter ranges"}
	}
	return first, last, nil
}
