package validate

import (
	"strconv"

	"galley/engine"
	"galley/engine/calendar"
	"galley/schema"
)

// calendars looks at slots and holidays.
func (c *checker) calendars() {
	for _, l := range c.Content.Calendars {
		for i, slot := range l.Slots {
			c.knownChannel(slot.Channel, "Calendar "+l.ID, position(l.Object, "slots", strconv.Itoa(i), "channel"))
		}
		_, wrong := calendar.SlotsOf(l.Slots)
		c.calendar(l, "slots", wrong)
		_, wrong = calendar.DaysOf(l.Holidays)
		c.calendar(l, "holidays", wrong)
	}
}

// calendar reports what is wrong with the entries of a list.
func (c *checker) calendar(l schema.Calendar, list string, wrong []calendar.Remark) {
	for _, w := range wrong {
		path := []string{list, strconv.Itoa(w.Index)}
		if w.Field != "" {
			path = append(path, w.Field)
		}
		c.report(engine.Finding{Pos: position(l.Object, path...), Rule: string(w.Kind), Text: w.Text, Hint: w.Hint,
			Object: "Calendar " + l.ID, Fatal: true})
	}
}
