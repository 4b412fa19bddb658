package charter

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/calendar"
	"galley/schema"
)

const (
	ruleTooMany  = "too-many-posts"
	ruleTooFew   = "too-few-posts"
	ruleSpacing  = "posts-too-close"
	ruleHours    = "posting-hours"
	ruleDays     = "posting-days"
	mistakeCount = "bad-volumetry"
)

// A volume is a rule of volumetry that was read.
type volume struct {
	schema.VolumetryRule
	per     calendar.Period // empty: nothing is counted
	spacing time.Duration
	hours   *calendar.Hours // nil: any
	days    []time.Weekday  // empty: any
}

// volumetry compiles the section of that name. A post counts once on its
// channel, with all parts of its thread.
func (k *compiler) volumetry() {
	for i, r := range k.rules.Volumetry {
		v := k.volume(r, i)
		k.across = append(k.across, func(a *agenda) {
			for _, list := range a.byChannel(r.Scope) {
				a.most(v, list)
				a.least(v, list)
				a.apart(v, list)
				a.clock(v, list)
			}
		})
	}
}

// volume reads a rule, without what is wrong with it.
func (k *compiler) volume(r schema.VolumetryRule, i int) volume {
	v := volume{VolumetryRule: r}
	wrong := func(field, text, hint string) {
		k.mistake(mistakeCount, k.written("volumetry", strconv.Itoa(i), field), text, hint)
	}
	switch {
	case r.Per == "" && (r.Min > 0 || r.Max != nil):
		wrong("", "posts are counted, but it is not said in what time", "add: per: week (or day, or month)")
	case r.Max != nil && *r.Max < r.Min:
		wrong("min", fmt.Sprintf("at least %d posts and at most %d cannot both be", r.Min, *r.Max), "make max greater than min")
	case r.Per != "" && r.Min == 0 && r.Max == nil:
		wrong("per", "nothing is counted per "+r.Per, "add min or max, or remove per")
	default:
		v.per = calendar.Period(r.Per)
	}
	v.spacing, _ = time.ParseDuration(r.Spacing) // the schema has seen to it
	if r.Hours != "" {
		if hours, err := calendar.ParseHours(r.Hours); err != nil {
			wrong("hours", remarkOf(err).Text, remarkOf(err).Hint)
		} else {
			v.hours = &hours
		}
	}
	for _, name := range r.Days {
		if day, err := calendar.ParseDay(name); err == nil { // as above
			v.days = append(v.days, day)
		}
	}
	return v
}

// most reports the periods with too many posts, each at the first post too many
// that can still be moved.
func (a *agenda) most(v volume, list []*outing) {
	if v.per == "" || v.Max == nil {
		return
	}
	for _, s := range stretches(v.per, list) {
		if len(s.posts) <= *v.Max {
			continue
		}
		if e := firstOpen(s.posts[*v.Max:]); e != nil {
			a.report(note{head: v.RuleHead, rule: ruleTooMany, at: e, channel: e.ID.Channel,
				text: fmt.Sprintf("%s has %s %s, want %s", e.ID.Channel, counted(len(s.posts), "post"), during(v.per, s.number), atMost(*v.Max)),
				hint: "move it, or leave one out"})
		}
	}
}

// least reports the periods with too few posts: those that begin after AsOf and
// end before the last post that is planned. The current one is half over, and
// the last one is still being filled. A post of the period is where it is told;
// where there is none, the rule is, once for periods in a row.
func (a *agenda) least(v volume, list []*outing) {
	if v.per == "" || v.Min == 0 {
		return
	}
	clocks := wall{zone: a.zone}
	current := numbered(v.per, clocks.shown(a.asOf))
	channel, filled := list[0].ID.Channel, stretches(v.per, list)
	for i := range len(filled) - 1 {
		s := filled[i]
		if n := len(s.posts); s.number > current && n < v.Min && !a.closed(v, channel, s.number) {
			a.report(note{head: v.RuleHead, rule: ruleTooFew, at: s.posts[n-1], channel: channel,
				text: fmt.Sprintf("%s has %s %s, want at least %d", channel, counted(n, "post"), during(v.per, s.number), v.Min),
				hint: "plan another one"})
		}
		a.nothing(v, channel, max(s.number, current)+1, filled[i+1].number)
	}
}

// mostEmpty bounds for how many empty periods in a row it is looked up whether
// they are closed: some 27 years of days.
const mostEmpty = 10_000

// nothing reports the periods [from, to), in which nothing is planned.
func (a *agenda) nothing(v volume, channel engine.Channel, from, to int) {
	for to = min(to, from+mostEmpty); from < to && a.closed(v, channel, from); {
		from++
	}
	for from < to && a.closed(v, channel, to-1) {
		to--
	}
	if from >= to {
		return
	}
	when := during(v.per, from)
	if to-from > 1 {
		last := opening(v.per, to).AddDate(0, 0, -1)
		when = fmt.Sprintf("from %s to %s", opening(v.per, from).Format(time.DateOnly), last.Format(time.DateOnly))
	}
	a.report(note{head: v.RuleHead, rule: ruleTooFew, channel: channel,
		text: fmt.Sprintf("nothing is planned on %s %s, want at least %s a %s", channel, when, counted(v.Min, "post"), v.per),
		hint: "plan something, or declare a blackout"})
}

// closed reports whether nothing may go out on any day of a period.
func (a *agenda) closed(v volume, channel engine.Channel, n int) bool {
	for day := opening(v.per, n); day.Before(opening(v.per, n+1)); day = day.AddDate(0, 0, 1) {
		if (len(v.days) == 0 || slices.Contains(v.days, day.Weekday())) && a.Closed(channel, day.Format(time.DateOnly)) == "" {
			return false
		}
	}
	return true
}

// apart reports posts that follow another too soon: the later one, or where that
// is out already, the other.
func (a *agenda) apart(v volume, list []*outing) {
	for i := 1; i < len(list); i++ {
		before, e := list[i-1], list[i]
		pause := e.at.Sub(before.at)
		if pause >= v.spacing || !e.open {
			continue
		}
		after := "at the same time as "
		if pause > 0 {
			after = lasting(pause) + " after "
		}
		a.report(note{head: v.RuleHead, rule: ruleSpacing, at: e, channel: e.ID.Channel, with: before,
			text: fmt.Sprintf("goes out on %s %s%s, want %s between two posts", e.ID.Channel, after, before.called(), lasting(v.spacing)),
			hint: "move one of the two"})
	}
}

// clock reports posts at other times of day and on other days than those asked
// for.
func (a *agenda) clock(v volume, list []*outing) {
	for _, e := range list {
		if !e.open {
			continue
		}
		at := e.shown
		if v.hours != nil && !v.hours.Contain(at, time.UTC) {
			a.report(note{head: v.RuleHead, rule: ruleHours, at: e, channel: e.ID.Channel,
				text: fmt.Sprintf("goes out at %s, want %s", at.Format("15:04"), v.hours), hint: "move it"})
		}
		if len(v.days) > 0 && !slices.Contains(v.days, at.Weekday()) {
			a.report(note{head: v.RuleHead, rule: ruleDays, at: e, channel: e.ID.Channel,
				text: fmt.Sprintf("goes out on a %s, want %s", strings.ToLower(at.Weekday().String()), strings.Join(v.Days, ", ")), hint: "move it"})
		}
	}
}

// lasting writes a length of time: "1h30m", "2h", "45m".
func lasting(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
