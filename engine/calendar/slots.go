package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/zone"
)

// ahead is how many days a slot is looked for: a free one farther away than a
// year is none that a planner has in mind.
const ahead = 53 * 7

// A Slot is a place of every week in which a channel may have a post.
type Slot struct {
	Channel engine.Channel
	Days    []time.Weekday
	Time    TimeOfDay
	Zone    *time.Location // nil for that of the Board
}

// A Board is what decides which slots are free.
type Board struct {
	Slots []Slot
	Zone  *time.Location // the Project's
	// Taken are the times of posts by channel: those to come, and those that
	// are out already. A slot is taken by a post of the same minute; how far
	// apart posts should be is another rule.
	Taken map[engine.Channel][]time.Time
	// Closed says why nothing may go out on a channel on a local date of the
	// slot, such as a holiday; empty where all may. Nil closes nothing.
	Closed func(channel engine.Channel, date string) (why string)
	AsOf   time.Time
	Lead   time.Duration // how long after AsOf a slot is at the earliest
}

// A Request is a post that asks for the next free slot.
type Request struct {
	Post     string // its id, for what is returned
	Channels []engine.Channel
	From     time.Time // the slot is not before, such as a campaign's first day; zero for any
	To       time.Time // nor at this instant or after; zero for any
}

// An Assignment gives a post its slot.
type Assignment struct {
	Post string
	At   time.Time // in the zone of the slot
	Text string    // to write as at: "2026-12-24 09:00", with the zone's name where it is not the Project's
}

// A Refusal is a post without a slot, and why.
type Refusal struct {
	Post string
	Remark
}

// Assign gives every request the earliest slot that is free, one after the
// other in the order given: put them in an order that does not change, such as
// that of files and of posts in them. The same board and requests give the same
// slots.
//
// A post for several channels goes out on all at one time, for it has one at:.
// So its slot is one that each of its channels has at that instant, free on
// each. Where they have none in common the post is refused.
//
// A slot that clocks jump over or show twice on a day is none on that day.
func (b Board) Assign(requests []Request) ([]Assignment, []Refusal) {
	p := planner{board: b, queues: map[engine.Channel]*queue{}, taken: map[engine.Channel]map[int64]bool{}, meets: map[string]bool{}}
	for channel, times := range b.Taken {
		for _, t := range times {
			p.take(channel, t)
		}
	}
	var given []Assignment
	var refused []Refusal
	for _, r := range requests {
		found, problem := p.next(r)
		if problem != nil {
			refused = append(refused, Refusal{Post: r.Post, Remark: *problem})
			continue
		}
		for _, channel := range r.Channels {
			p.take(channel, found.at)
		}
		given = append(given, Assignment{Post: r.Post, At: found.at, Text: found.text(b.Zone)})
	}
	return given, refused
}

// A place is one slot on one day.
type place struct {
	at     time.Time
	closed string // why it is
}

// text is how the time is written in a file.
func (p place) text(project *time.Location) string {
	text := p.at.Format("2006-01-02 15:04")
	if own := p.at.Location(); own.String() != project.String() {
		text += " " + own.String()
	}
	return text
}

// A planner is a board in use.
type planner struct {
	board  Board
	queues map[engine.Channel]*queue
	taken  map[engine.Channel]map[int64]bool // by minute
	meets  map[string]bool                   // what meet found
}

func (p *planner) take(channel engine.Channel, t time.Time) {
	if p.taken[channel] == nil {
		p.taken[channel] = map[int64]bool{}
	}
	p.taken[channel][minute(t)] = true
}

func minute(t time.Time) int64 { return t.Unix() / 60 }

// next looks for the slot of one post.
func (p *planner) next(r Request) (place, *Remark) {
	if len(r.Channels) == 0 {
		return place{}, noSlot("the post has no channel", "")
	}
	for _, channel := range r.Channels {
		if len(p.queue(channel).places) == 0 {
			return place{}, noSlot(fmt.Sprintf("channel %s has no slots", channel), "add slots for it to a Calendar, or write at:")
		}
	}
	first := p.queue(r.Channels[0])
	for _, candidate := range first.places[first.head:] {
		if p.free(r, candidate) {
			return candidate, nil
		}
	}
	hint := "write at:, or add slots"
	if first.closed != "" {
		hint += "; " + first.closed
	}
	switch {
	case !p.meet(r.Channels):
		return place{}, noSlot("channels "+sayChannels(r.Channels)+" never have a slot at the same time", "give them one in common, or write a post for each")
	case !r.From.IsZero() || !r.To.IsZero():
		return place{}, noSlot("no slot is free "+p.span(r), hint)
	}
	return place{}, noSlot("no slot is free within a year", hint)
}

func noSlot(text, hint string) *Remark {
	return &Remark{Kind: NoSlot, Field: "slot", Text: text, Hint: hint}
}

// span says between which days a request looks.
func (p *planner) span(r Request) string {
	var words []string
	if !r.From.IsZero() {
		words = append(words, "from "+r.From.In(p.board.Zone).Format("2006-01-02 15:04"))
	}
	if !r.To.IsZero() {
		words = append(words, "before "+r.To.In(p.board.Zone).Format("2006-01-02 15:04"))
	}
	return strings.Join(words, " and ")
}

func sayChannels(channels []engine.Channel) string {
	var names []string
	for _, c := range channels {
		names = append(names, string(c))
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// free reports whether a post may have a slot of its first channel.
func (p *planner) free(r Request, candidate place) bool {
	if candidate.at.Before(r.From) || !r.To.IsZero() && !candidate.at.Before(r.To) {
		return false
	}
	for _, channel := range r.Channels {
		q := p.queue(channel)
		i, found := q.find(candidate.at)
		if !found || q.places[i].closed != "" || p.taken[channel][minute(candidate.at)] {
			return false
		}
	}
	return true
}

// meet reports whether channels have a slot in common at all.
func (p *planner) meet(channels []engine.Channel) bool {
	key := sayChannels(channels)
	if meet, known := p.meets[key]; known {
		return meet
	}
	everywhere := func(candidate place) bool {
		return !slices.ContainsFunc(channels, func(c engine.Channel) bool {
			_, found := p.queue(c).find(candidate.at)
			return !found
		})
	}
	p.meets[key] = slices.ContainsFunc(p.queue(channels[0]).places, everywhere)
	return p.meets[key]
}

// A queue is the slots of one channel to come.
type queue struct {
	places []place // by time, each instant once
	head   int     // the first that may be free
	closed string  // a day that was passed over because of what it is
}

func (q *queue) find(t time.Time) (i int, found bool) {
	return slices.BinarySearchFunc(q.places, t, func(a place, t time.Time) int { return a.at.Compare(t) })
}

// queue returns the slots of a channel, with those passed over that no post
// can have any more.
func (p *planner) queue(channel engine.Channel) *queue {
	q := p.queues[channel]
	if q == nil {
		q = &queue{places: p.board.places(channel)}
		p.queues[channel] = q
	}
	for ; q.head < len(q.places); q.head++ {
		switch head := q.places[q.head]; {
		case p.taken[channel][minute(head.at)]:
		case head.closed == "":
			return q
		case q.closed == "":
			q.closed = fmt.Sprintf("%s is left out: %s", dateOf(head.at), head.closed)
		}
	}
	return q
}

// places lists the slots of a channel.
func (b Board) places(channel engine.Channel) []place {
	var list []place
	for _, s := range b.Slots {
		if s.Channel == channel {
			list = append(list, b.days(s)...)
		}
	}
	slices.SortStableFunc(list, func(a, b place) int { return a.at.Compare(b.at) })
	return slices.CompactFunc(list, func(a, b place) bool { return a.at.Equal(b.at) })
}

// days lists one slot day by day.
func (b Board) days(s Slot) []place {
	loc := s.Zone
	if loc == nil {
		loc = b.Zone
	}
	earliest := b.AsOf.Add(b.Lead)
	first := earliest.In(loc)
	var list []place
	for i := range ahead {
		shown := time.Date(first.Year(), first.Month(), first.Day()+i, s.Time.Hour, s.Time.Minute, 0, 0, time.UTC)
		if !slices.Contains(s.Days, shown.Weekday()) {
			continue
		}
		at, odd := zone.Nearest(shown, zone.FoldNone, loc)
		if odd != "" || at.Before(earliest) {
			continue
		}
		found := place{at: at}
		if b.Closed != nil {
			found.closed = b.Closed(s.Channel, dateOf(shown))
		}
		list = append(list, found)
	}
	return list
}
