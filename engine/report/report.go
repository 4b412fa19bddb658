// Package report tells what became of what was planned, and what it brought. Two
// things travel in: the content as rendered with the record and the freezes, of
// which Compute makes the delivery (published on time or late, skipped, held,
// blocked, uncertain, still to come), and the figures of the same period. Compose
// makes a Document of both: numbers, and the facts and decisions that follow from
// them. Document.JSON and Document.CSV write its numbers; Lay puts it into words of
// one language, and Layout.Markdown and HTML write those. The package reads no
// clock, no file and no network: the same input gives the same bytes.
package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"galley/engine"
)

// DefaultOnTime is how long after its due time a post still counts as on time:
// about the interval at which a timer of a CI service wakes a run.
const DefaultOnTime = 15 * time.Minute

// Input is all a report is made of.
type Input struct {
	Project string // name, for the heading
	Commit  string // of the content
	From    time.Time
	To      time.Time // exclusive
	Zone    *time.Location
	AsOf    time.Time
	OnTime  time.Duration // zero is DefaultOnTime

	Desired []engine.Desired
	Record  engine.Record
	Freezes []engine.Freeze
	Manual  []engine.Network     // published by a person, never uncertain
	Blocked map[engine.ID]string // why the plan holds what nothing else here explains: findings, approvals
}

// Report is the delivery of one period. Its slices are sorted; every post is
// counted once, a thread by the part that went worst.
type Report struct {
	Project  string
	Commit   string
	From, To time.Time
	Zone     *time.Location
	AsOf     time.Time
	OnTime   time.Duration
	Totals   Counts
	Channels []ChannelDelivery // by name
	Posts    []Entry           // due in the period, by time, then ID
	Open     []Entry           // due before the period and still waiting for a person
	Drafts   []Entry           // without a time, by ID
}

// ChannelDelivery is the part of one channel.
type ChannelDelivery struct {
	Channel engine.Channel
	Totals  Counts
	Weeks   []WeekDelivery // in order; weeks without a post are left out
}

// WeekDelivery is the part of one ISO week.
type WeekDelivery struct {
	Week   Week
	Totals Counts
}

// A Week is an ISO 8601 week, which begins on Monday.
type Week struct{ Year, Number int }

// String returns "2026-W49".
func (w Week) String() string { return fmt.Sprintf("%04d-W%02d", w.Year, w.Number) }

// monday is the day on which the week begins. The 4th of January is always in
// the first week.
func (w Week) monday() time.Time {
	day := time.Date(w.Year, time.January, 4+7*(w.Number-1), 0, 0, 0, 0, time.UTC)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

func weekOf(t time.Time) Week {
	year, number := t.ISOWeek()
	return Week{year, number}
}

// An Entry is one post on one channel.
type Entry struct {
	ID        engine.ID // of the part that went worst
	Title     string    // its title, or the beginning of its text; empty where the file is gone
	State     State
	Due       time.Time     // zero for a draft
	Published time.Time     // zero if it never was, or nobody knows when
	Late      time.Duration // Published or AsOf after Due; never negative
	URL       string
	Source    engine.Pos // empty where the file is gone
	Cause     Cause
	Detail    string    // what the network, the freeze or the author said
	When      time.Time // the moment that Cause speaks of, if any
}

// Counts holds a number of posts by state.
type Counts [stateCount]int

// Planned returns how many posts were to go out.
func (c Counts) Planned() int {
	n := 0
	for s, count := range c {
		if State(s) != Draft {
			n += count
		}
	}
	return n
}

// Published returns how many went out, taken down since or not.
func (c Counts) Published() int { return c[OnTime] + c[Late] + c[Gone] }

// Due returns how many posts should have gone out by now: those whose time has
// come and that were not withdrawn.
func (r Report) Due() int {
	n := 0
	for _, e := range r.Posts {
		if !e.Due.After(r.AsOf) && e.State != Retracted {
			n++
		}
	}
	return n
}

// Compute works out the report of in.
func Compute(in Input) Report {
	r := Report{Project: in.Project, Commit: in.Commit, From: in.From, To: in.To, Zone: in.Zone,
		AsOf: in.AsOf, OnTime: cmp.Or(in.OnTime, DefaultOnTime)}
	if r.Zone == nil {
		r.Zone = time.UTC
	}
	for _, e := range wholes(judgeAll(in, r.OnTime)) {
		switch {
		case e.Due.IsZero():
			r.Drafts = append(r.Drafts, e)
		case e.Due.Before(in.From):
			if e.State.waits() {
				r.Open = append(r.Open, e)
			}
		case e.Due.Before(in.To):
			r.Posts = append(r.Posts, e)
		}
	}
	slices.SortFunc(r.Drafts, byID)
	slices.SortFunc(r.Open, byTime)
	slices.SortFunc(r.Posts, byTime)
	r.count()
	return r
}

func (r *Report) count() {
	channels := map[engine.Channel]map[Week]*Counts{}
	for _, e := range r.Posts {
		r.Totals[e.State]++
		weeks := channels[e.ID.Channel]
		if weeks == nil {
			weeks = map[Week]*Counts{}
			channels[e.ID.Channel] = weeks
		}
		week := weekOf(e.Due.In(r.Zone))
		if weeks[week] == nil {
			weeks[week] = &Counts{}
		}
		weeks[week][e.State]++
	}
	for _, name := range sortedKeys(channels, cmp.Compare[engine.Channel]) {
		delivery := ChannelDelivery{Channel: name}
		for _, week := range sortedKeys(channels[name], compareWeeks) {
			counts := *channels[name][week]
			delivery.Weeks = append(delivery.Weeks, WeekDelivery{week, counts})
			for s, n := range counts {
				delivery.Totals[s] += n
			}
		}
		r.Channels = append(r.Channels, delivery)
	}
}

// wholes folds the parts of a thread into the one that went worst.
func wholes(parts []Entry) []Entry {
	worst := make(map[engine.ID]Entry, len(parts))
	for _, e := range parts {
		known, found := worst[e.ID.Whole()]
		if !found || worse(e, known) {
			worst[e.ID.Whole()] = e
		}
	}
	list := make([]Entry, 0, len(worst))
	for _, e := range worst {
		list = append(list, e)
	}
	return list
}

// worse ranks by state; of equals the first part stands for the whole, whatever
// the order in which they come.
func worse(a, b Entry) bool {
	return cmp.Or(
		cmp.Compare(a.State.rank(), b.State.rank()),
		cmp.Compare(engine.PartOrder(a.ID.Part), engine.PartOrder(b.ID.Part)),
		a.ID.Compare(b.ID),
	) < 0
}

func byID(a, b Entry) int { return a.ID.Compare(b.ID) }

func byTime(a, b Entry) int { return cmp.Or(a.Due.Compare(b.Due), byID(a, b)) }

func compareWeeks(a, b Week) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Number, b.Number))
}

func sortedKeys[K comparable, V any](m map[K]V, compare func(a, b K) int) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compare)
	return keys
}
