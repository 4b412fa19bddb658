package charter

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"galley/engine"
	"galley/engine/calendar"
	"galley/engine/zone"
	"galley/schema"
)

const (
	ruleBlackout    = "blackout"
	mistakeBlackout = "bad-blackout"
)

// A blackout is a rule of that section that was read.
type blackout struct {
	schema.BlackoutRule
	from, to time.Time            // zero to: no end
	holidays func() calendar.Days // nil: a span
}

// blackouts compiles the section of that name.
func (k *compiler) blackouts() {
	holidays := sync.OnceValue(func() calendar.Days {
		var all []calendar.Days
		for _, c := range k.Content.Calendars {
			days, _ := calendar.DaysOf(c.Holidays) // what cannot be read is a finding already
			all = append(all, days)
		}
		return calendar.Union(all...)
	})
	for i, r := range k.rules.Blackouts {
		b := blackout{BlackoutRule: r}
		if r.Holidays {
			b.holidays = holidays
		}
		if !k.spanned(&b, i) {
			continue
		}
		k.closings = append(k.closings, b)
		k.across = append(k.across, func(a *agenda) { a.blackout(b) })
	}
}

// spanned reads from when to when a blackout is, and reports what is wrong with
// it.
func (k *compiler) spanned(b *blackout, i int) bool {
	given := 0
	for _, there := range []bool{b.On != "", b.From != "", b.Holidays} {
		if there {
			given++
		}
	}
	wrong := func(field, text, hint string) bool {
		k.mistake(mistakeBlackout, k.written("blackouts", strconv.Itoa(i), field), text, hint)
		return false
	}
	switch {
	case given == 0 && b.To == "":
		return false // a rule that asks for nothing is told of every section
	case given != 1:
		return wrong("", fmt.Sprintf("a blackout with %d of on, from and holidays", given),
			"write one of them: on: 2026-11-13, from: 2026-12-24 with to: 2026-12-26, or holidays: true")
	case b.To != "" && b.From == "":
		return wrong("to", "there is an end and no beginning", "write from: and to:")
	case b.Holidays:
		return true
	}
	field := "on"
	if b.From != "" {
		field = "from"
	}
	var err error
	if b.from, _, err = k.span(cmp.Or(b.On, b.From)); err != nil {
		return wrong(field, remarkOf(err).Text, remarkOf(err).Hint)
	}
	if b.On != "" {
		b.To = b.On
	}
	if b.To == "" {
		return true
	}
	if _, b.to, err = k.span(b.To); err != nil {
		return wrong("to", remarkOf(err).Text, remarkOf(err).Hint)
	}
	if !b.from.Before(b.to) {
		return wrong("to", fmt.Sprintf("%s is before %s", b.To, b.From), "the end comes last")
	}
	return true
}

// span returns the first instant of a day and the first behind it; of a time,
// that time twice.
func (c *Charter) span(text string) (from, to time.Time, err error) {
	if from, err = zone.ParseDate(text, c.zone); err == nil {
		day := calendar.Buckets(calendar.Day, nil, c.zone, from, from.Add(1))[0]
		return day.From, day.To, nil
	}
	from, err = zone.Parse(text, zone.FoldFirst, c.zone)
	return from, from, err
}

// remarkOf is what is wrong with a time or hours that could not be read.
func remarkOf(err error) calendar.Remark {
	r, z := &calendar.Remark{Text: err.Error()}, (*zone.Error)(nil)
	if errors.As(err, &z) {
		return calendar.Remark{Text: z.Text, Hint: z.Hint}
	}
	errors.As(err, &r)
	return *r
}

// name returns how the day of a local date is called on which an instant is that
// belongs to the blackout, empty for a day without a name; false if it does not.
func (b *blackout) name(at time.Time, date string) (name string, ok bool) {
	if b.holidays == nil {
		return "", !at.Before(b.from) && (b.to.IsZero() || at.Before(b.to))
	}
	for _, h := range b.holidays().On(date) {
		return h.In("en"), true
	}
	return "", false
}

// Closed says why nothing may go out on a channel at some time of a local date:
// the name of a holiday, or the reason of a blackout. It is empty where all may.
// Blackouts for some campaigns, pillars, tags or languages alone close no
// channel.
func (c *Charter) Closed(channel engine.Channel, date string) (why string) {
	from, to, err := c.span(date)
	if err != nil {
		return ""
	}
	for i := range c.closings {
		b := &c.closings[i]
		s := b.Scope
		if !names(s.Channels, string(channel)) || !names(s.Networks, c.network(channel)) ||
			len(s.Campaigns)+len(s.Pillars)+len(s.Tags)+len(s.Languages) > 0 {
			continue
		}
		at := from
		if b.holidays == nil && b.from.After(from) && b.from.Before(to) {
			at = b.from
		}
		if name, closed := b.name(at, date); closed {
			return cmp.Or(name, b.Reason, "a blackout")
		}
	}
	return ""
}

// blackout reports the posts that fall into one. Of a post that repeats, all
// dates are told at once.
func (a *agenda) blackout(b blackout) {
	type post struct {
		of      *Facts
		channel engine.Channel
	}
	repeated := map[post][]fallen{}
	var order []post
	for _, e := range a.inScope(b.Scope) {
		if !e.open {
			continue
		}
		date := ""
		if b.holidays != nil {
			date = e.date()
		}
		name, ok := b.name(e.at, date)
		switch {
		case !ok:
		case e.ID.Occurrence() == "":
			a.report(note{head: b.RuleHead, rule: ruleBlackout, at: e, channel: e.ID.Channel,
				text: "goes out on " + fallen{e, name}.String() + ", when nothing is published", hint: "move it to another day"})
		default:
			p := post{e.post, e.ID.Channel}
			if repeated[p] == nil {
				order = append(order, p)
			}
			repeated[p] = append(repeated[p], fallen{e, name})
		}
	}
	for _, p := range order {
		a.except(b, repeated[p])
	}
}

// A fallen outing goes out on a day that is closed.
type fallen struct {
	*outing
	name string
}

func (f fallen) String() string {
	if f.name == "" {
		return f.date()
	}
	return fmt.Sprintf("%s (%s)", f.date(), f.name)
}

// mostDates bounds how many are listed in a message.
const mostDates = 12

// except reports a post that repeats, with what to leave out.
func (a *agenda) except(b blackout, list []fallen) {
	var days, dates []string
	for _, f := range list[:min(len(list), mostDates)] {
		days, dates = append(days, f.String()), append(dates, f.ID.Occurrence())
	}
	more, hint := "", "add to repeat: except: ["+strings.Join(dates, ", ")+"]"
	if n := len(list) - mostDates; n > 0 {
		more, hint = " and "+strconv.Itoa(n)+" more", "let it end before, with until:"
	}
	a.report(note{head: b.RuleHead, rule: ruleBlackout, at: list[0].outing, channel: list[0].ID.Channel,
		text: "goes out on " + strings.Join(slices.Compact(days), ", ") + more + ", when nothing is published", hint: hint})
}
