package charter

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"galley/engine"
	"galley/schema"
)

// An agenda is all posts in time: those that are out and those to come.
type agenda struct {
	*Charter
	asOf     time.Time
	outings  []outing    // by time, those of one time as they are due
	channels [][]*outing // all of them, by channel
	findings []engine.Finding
}

// An outing is a post on a channel at a time, with its parts. Of one whose file
// is gone, only the ID and the network are known.
type outing struct {
	*Fact
	post  *Facts    // nil: the file is gone
	at    time.Time // when it went out, or will
	shown time.Time // what clocks of the Project's zone show then, as if it were UTC
	open  bool      // it is still to come
}

// agenda puts facts and what is recorded of them together.
func (c *Charter) agenda(facts []Facts, times Times) *agenda {
	a := &agenda{Charter: c, asOf: times.AsOf}
	out, skipped := recorded(times)
	known := len(out)+len(skipped) > 0
	given := make(map[engine.ID]bool, len(out))
	for i := range facts {
		for n := range facts[i].Renditions {
			e := outing{Fact: &facts[i].Renditions[n], post: &facts[i]}
			at, published := out[e.ID]
			switch {
			case published:
				e.at = at
				given[e.ID] = true
			case e.Due.IsZero(), len(skipped) > 0 && e.Due.Equal(skipped[e.ID]):
				continue
			case known && e.Due.Before(a.asOf): // late: if it may, it goes out now
				e.at, e.open = a.asOf, true
			default:
				e.at, e.open = e.Due, e.Due.After(a.asOf.Add(-believed))
			}
			a.outings = append(a.outings, e)
		}
	}
	for id, at := range out {
		if !given[id] {
			a.outings = append(a.outings, outing{Fact: &Fact{ID: id, Network: c.network(id.Channel)}, at: at})
		}
	}
	slices.SortFunc(a.outings, compareOutings)
	clocks := wall{zone: c.zone}
	for i := range a.outings {
		a.outings[i].shown = clocks.shown(a.outings[i].at)
	}
	return a
}

// recorded returns when posts went out, and the times that were given up.
func recorded(times Times) (out, skipped map[engine.ID]time.Time) {
	out = make(map[engine.ID]time.Time, len(times.Published))
	for _, p := range times.Published {
		if p.ID.Kind != engine.KindPost || p.ID.Child() != "" {
			continue
		}
		out[p.ID] = p.At
		if p.At.After(times.AsOf) { // by another clock
			out[p.ID] = times.AsOf
		}
	}
	skipped = make(map[engine.ID]time.Time, len(times.Skipped))
	for _, s := range times.Skipped {
		skipped[s.ID] = s.Due
	}
	return out, skipped
}

func (c *Charter) network(id engine.Channel) string {
	if channel := c.channels[string(id)]; channel != nil {
		return channel.Network
	}
	return ""
}

func compareOutings(x, y outing) int {
	if order := x.at.Compare(y.at); order != 0 {
		return order
	}
	return cmp.Or(x.Due.Compare(y.Due), x.ID.Compare(y.ID), strings.Compare(x.At.File, y.At.File), cmp.Compare(x.At.Line, y.At.Line))
}

// inScope returns the outings that a rule is for.
func (a *agenda) inScope(s schema.RuleScope) []*outing {
	list := make([]*outing, 0, len(a.outings))
	for i := range a.outings {
		e := &a.outings[i]
		if inScope(s, string(e.ID.Channel), e.Network, e.Campaign, e.Pillar, e.Language, e.Tags) {
			list = append(list, e)
		}
	}
	return list
}

// byChannel returns the outings that a rule is for, by channel, those in the
// order of their names.
func (a *agenda) byChannel(s schema.RuleScope) [][]*outing {
	if everywhere(s) && a.channels != nil {
		return a.channels
	}
	lists := map[engine.Channel]*[]*outing{}
	for _, e := range a.inScope(s) {
		list := lists[e.ID.Channel]
		if list == nil {
			list = new([]*outing)
			lists[e.ID.Channel] = list
		}
		*list = append(*list, e)
	}
	var out [][]*outing
	for _, channel := range slices.Sorted(maps.Keys(lists)) {
		out = append(out, *lists[channel])
	}
	if everywhere(s) {
		a.channels = out
	}
	return out
}

func everywhere(s schema.RuleScope) bool {
	return len(s.Channels)+len(s.Networks)+len(s.Campaigns)+len(s.Tags)+len(s.Pillars)+len(s.Languages) == 0
}

// posts returns each post of outings once, at the first of its times, and each
// occurrence of a repeat as one of its own where that is asked for. What is
// known of them has to be in their files.
func posts(list []*outing, key func(*outing) string) []*outing {
	type post struct {
		of  *Facts
		key string
	}
	met := map[post]bool{}
	out := make([]*outing, 0, len(list))
	for _, e := range list {
		switch {
		case e.post == nil:
			continue
		case len(e.post.Renditions) > 1:
			k := post{e.post, key(e)}
			if met[k] {
				continue
			}
			met[k] = true
		}
		out = append(out, e)
	}
	return out
}

// A note is a finding in the making: what a rule found about posts.
type note struct {
	head schema.RuleHead
	rule string  // id
	at   *outing // nil: the charter's rule is where it is told
	with *outing // the other post, whose waiver counts as well; nil if none

	channel engine.Channel // where only one is concerned
	place   *Link          // in the post, where it is not the time that matters

	text, hint string
}

// report makes a finding of a note. One that a post has a waiver for is kept as
// information, with who allowed it.
func (a *agenda) report(n note) {
	f := a.finding(n.head, n.rule, n.text, n.hint)
	f.Channel = n.channel
	switch {
	case n.at == nil:
		f.Pos = engine.Pos(n.head.Pos) // and no object: it is no mistake of the charter's
	case n.place != nil:
		f.Pos, f.Width = n.place.At, n.place.Width
	default:
		f.Pos = n.at.At
	}
	if n.at != nil {
		f.Object = "Post " + n.at.ID.Slug
	}
	for _, e := range []*outing{n.at, n.with} {
		if e == nil || e.post == nil {
			continue
		}
		if i := waiverOf(e.post.Waivers, n.rule); i >= 0 {
			waive(&f, &e.post.Waivers[i])
			break
		}
	}
	a.findings = append(a.findings, f)
}

// called names a post with its place: "post rink (calendar/2026-12.yaml:4)".
func (e *outing) called() string {
	name := "post " + e.ID.Slug
	if date := e.ID.Occurrence(); date != "" {
		name += " of " + date
	}
	if e.At.File == "" {
		return name
	}
	return fmt.Sprintf("%s (%s:%d)", name, e.At.File, e.At.Line)
}

// date is the day of an outing in the Project's zone.
func (e *outing) date() string { return e.shown.Format(time.DateOnly) }

// firstOpen returns the first post that is still to come, nil if none is: what is
// out is out.
func firstOpen(list []*outing) *outing {
	if i := slices.IndexFunc(list, func(e *outing) bool { return e.open }); i >= 0 {
		return list[i]
	}
	return nil
}
