package calendar

import (
	"errors"
	"fmt"
	"time"

	"galley/engine"
	"galley/schema"
)

// DaysOf returns the holidays that a Calendar lists: those of countries, and
// the team's own. An entry that says nothing, or two things at once, cannot be
// read or names a country nobody knows, is left out and told with its index
// and the field "country", "on", "from" or "to".
func DaysOf(list []schema.Holiday) (Days, []Remark) {
	var all []Days
	var wrong []Remark
	for i, h := range list {
		days, problem := daysOf(h)
		if problem != nil {
			problem.Index = i
			wrong = append(wrong, *problem)
			continue
		}
		all = append(all, days)
	}
	return Union(all...), wrong
}

func daysOf(h schema.Holiday) (Days, *Remark) {
	given := 0
	for _, text := range []string{h.Country, h.On, h.From} {
		if text != "" {
			given++
		}
	}
	switch {
	case given != 1:
		return Days{}, &Remark{Kind: BadDay, Text: fmt.Sprintf("a holiday with %d of country, on and from", given), Hint: "write one of them: country: FR, on: 2026-12-08, or from: 2026-12-24 with to: 2027-01-02"}
	case h.Country != "":
		days, err := Holidays(h.Country)
		if err != nil {
			return Days{}, about("country", err)
		}
		return days, nil
	case h.On != "" && h.To != "":
		return Days{}, &Remark{Kind: BadDay, Field: "to", Text: "a single day has no last one", Hint: "write from: and to:"}
	}
	field, first := "from", h.From
	if h.On != "" {
		field, first = "on", h.On
	}
	days, wrong := OwnDays([]Named{{Name: h.Name, From: first, To: h.To}})
	if len(wrong) == 0 {
		return days, nil
	}
	if wrong[0].Field == "from" {
		wrong[0].Field = field
	}
	return Days{}, &wrong[0]
}

// SlotsOf returns the slots that a Calendar lists. One whose day or time cannot
// be read is left out and told with its index and the field "days" or "time".
func SlotsOf(list []schema.Slot) ([]Slot, []Remark) {
	var slots []Slot
	var wrong []Remark
	for i, s := range list {
		slot, problem := slotOf(s)
		if problem != nil {
			problem.Index = i
			wrong = append(wrong, *problem)
			continue
		}
		slots = append(slots, slot)
	}
	return slots, wrong
}

func slotOf(s schema.Slot) (Slot, *Remark) {
	at, err := ParseTimeOfDay(s.Time)
	if err != nil {
		return Slot{}, about("time", err)
	}
	days := make([]time.Weekday, 0, len(s.Days))
	for _, name := range s.Days {
		day, err := ParseDay(name)
		if err != nil {
			return Slot{}, about("days", err)
		}
		days = append(days, day)
	}
	return Slot{Channel: engine.Channel(s.Channel), Days: days, Time: at}, nil
}

// about is the remark in an error of this package, with the field it is about.
func about(field string, err error) *Remark {
	r := &Remark{Kind: BadDay, Text: err.Error()}
	errors.As(err, &r)
	r.Field = field
	return r
}
