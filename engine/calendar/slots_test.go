package calendar

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
)

const (
	blog  = engine.Channel("blog")
	toots = engine.Channel("toots")
)

var workdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}

// board is that of a team in Paris on Tuesday 1 December 2026 at noon.
func board(t testing.TB, slots ...Slot) Board {
	return Board{Slots: slots, Zone: load(t, "Europe/Paris"), AsOf: instant(t, "2026-12-01 12:00", "Europe/Paris"), Lead: time.Hour}
}

func ask(post string, channels ...engine.Channel) Request {
	return Request{Post: post, Channels: channels}
}

func assigned(b Board, requests ...Request) string {
	given, refused := b.Assign(requests)
	var lines []string
	for _, a := range given {
		lines = append(lines, a.Post+" "+a.Text)
	}
	for _, r := range refused {
		lines = append(lines, fmt.Sprintf("%s: %s %s", r.Post, r.Kind, r.Error()))
	}
	return strings.Join(lines, "\n")
}

func TestPostsGetTheNextFreeSlot(t *testing.T) {
	morning := Slot{Channel: blog, Days: workdays, Time: TimeOfDay{9, 0}}
	thursday := Slot{Channel: toots, Days: []time.Weekday{time.Thursday}, Time: TimeOfDay{9, 0}}
	for _, c := range []struct {
		name   string
		board  func() Board
		asking []Request
		want   string
	}{
		{"one after the other", func() Board { return board(t, morning) }, []Request{ask("b", blog), ask("a", blog)}, "b 2026-12-02 09:00\na 2026-12-03 09:00"},
		{"today, after the lead", func() Board { return board(t, Slot{Channel: blog, Days: workdays, Time: TimeOfDay{13, 0}}) }, []Request{ask("a", blog)}, "a 2026-12-01 13:00"},
		{"not within the lead", func() Board { return board(t, Slot{Channel: blog, Days: workdays, Time: TimeOfDay{12, 59}}) }, []Request{ask("a", blog)}, "a 2026-12-02 12:59"},
		{"not on a weekend", func() Board {
			b := board(t, morning)
			b.AsOf = instant(t, "2026-12-04 12:00", "Europe/Paris")
			return b
		}, []Request{ask("a", blog)}, "a 2026-12-07 09:00"},
		{"not where a post is", func() Board {
			b := board(t, morning)
			b.Taken = map[engine.Channel][]time.Time{blog: {instant(t, "2026-12-02 09:00", "Europe/Paris"), instant(t, "2026-12-03 03:00", "America/New_York")}, toots: {instant(t, "2026-12-04 09:00", "Europe/Paris")}}
			return b
		}, []Request{ask("a", blog)}, "a 2026-12-04 09:00"},
		{"not on a holiday", func() Board {
			b := board(t, morning)
			b.AsOf = instant(t, "2026-12-24 12:00", "Europe/Paris")
			days := holidays(t, "FR")
			b.Closed = func(_ engine.Channel, date string) string {
				for _, h := range days.On(date) {
					return h.Name
				}
				return ""
			}
			return b
		}, []Request{ask("a", blog)}, "a 2026-12-28 09:00"},
		{"one that all channels have", func() Board { return board(t, morning, thursday) }, []Request{ask("a", blog, toots), ask("b", blog), ask("c", toots)}, "a 2026-12-03 09:00\nb 2026-12-02 09:00\nc 2026-12-10 09:00"},
		{"whatever their order", func() Board { return board(t, morning, thursday) }, []Request{ask("a", toots, blog)}, "a 2026-12-03 09:00"},
		{"in the campaign", func() Board { return board(t, morning) }, []Request{{Post: "a", Channels: []engine.Channel{blog}, From: instant(t, "2026-12-14 00:00", "Europe/Paris")}}, "a 2026-12-14 09:00"},
		{"in a zone of its own", func() Board {
			return board(t, Slot{Channel: blog, Days: workdays, Time: TimeOfDay{9, 0}, Zone: load(t, "America/Montreal")})
		}, []Request{ask("a", blog)}, "a 2026-12-01 09:00 America/Montreal"},
		{"the same instant in two zones", func() Board {
			return board(t, Slot{Channel: blog, Days: workdays, Time: TimeOfDay{15, 0}}, Slot{Channel: toots, Days: workdays, Time: TimeOfDay{9, 0}, Zone: load(t, "America/Montreal")})
		}, []Request{ask("a", blog, toots)}, "a 2026-12-01 15:00"},
		{"not in a gap or a fold", func() Board {
			b := board(t, Slot{Channel: blog, Days: []time.Weekday{time.Sunday}, Time: TimeOfDay{2, 30}})
			b.AsOf = instant(t, "2027-03-27 12:00", "Europe/Paris")
			return b
		}, []Request{ask("a", blog)}, "a 2027-04-04 02:30"},
		{"a slot named twice is one", func() Board { return board(t, morning, morning) }, []Request{ask("a", blog), ask("b", blog)}, "a 2026-12-02 09:00\nb 2026-12-03 09:00"},

		{"no slots", func() Board { return board(t, morning) }, []Request{ask("a", blog, toots)}, "a: no-slot channel toots has no slots: add slots for it to a Calendar, or write at:"},
		{"nothing in common", func() Board {
			return board(t, morning, Slot{Channel: toots, Days: workdays, Time: TimeOfDay{9, 5}})
		}, []Request{ask("a", blog, toots)}, "a: no-slot channels blog and toots never have a slot at the same time: give them one in common, or write a post for each"},
		{"all taken before the end", func() Board { return board(t, morning) }, []Request{ask("a", blog), {Post: "b", Channels: []engine.Channel{blog}, To: instant(t, "2026-12-03 09:00", "Europe/Paris")}},
			"a 2026-12-02 09:00\nb: no-slot no slot is free before 2026-12-03 09:00: write at:, or add slots"},
		{"always closed", func() Board {
			b := board(t, morning)
			b.Closed = func(engine.Channel, string) string { return "works" }
			return b
		}, []Request{ask("a", blog)}, "a: no-slot no slot is free within a year: write at:, or add slots; 2026-12-02 is left out: works"},
		{"no channel", func() Board { return board(t, morning) }, []Request{ask("a")}, "a: no-slot the post has no channel"},
	} {
		if got := assigned(c.board(), c.asking...); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestTheSameBoardGivesTheSameSlots(t *testing.T) {
	b := board(t, Slot{Channel: blog, Days: workdays, Time: TimeOfDay{9, 0}}, Slot{Channel: toots, Days: workdays, Time: TimeOfDay{9, 0}})
	var requests []Request
	for i := range 200 {
		requests = append(requests, ask(fmt.Sprint(i), [][]engine.Channel{{blog}, {toots}, {blog, toots}}[i%3]...))
	}
	first := assigned(b, requests...)
	b.Slots = slices.Clone(b.Slots)
	slices.Reverse(b.Slots)
	if second := assigned(b, requests...); first != second {
		t.Error("another order of slots gives other times")
	}
	given, _ := b.Assign(requests)
	seen := map[string]bool{}
	for i, a := range given {
		for _, channel := range requests[i].Channels {
			key := string(channel) + a.At.String()
			if seen[key] {
				t.Errorf("%s is given twice", key)
			}
			seen[key] = true
		}
	}
}

func BenchmarkAssign(b *testing.B) {
	on := board(b, Slot{Channel: blog, Days: workdays, Time: TimeOfDay{9, 0}}, Slot{Channel: blog, Days: workdays, Time: TimeOfDay{17, 0}})
	var requests []Request
	for i := range 1000 {
		requests = append(requests, ask(fmt.Sprint(i), blog))
	}
	for b.Loop() {
		on.Assign(requests)
	}
}
