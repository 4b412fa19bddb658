package charter

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"galley/engine/calendar"
	"galley/engine/zone"
)

// TestStretchesAreThoseOfTheCalendar compares with the package that asks the
// zone for the first instant of every day.
func TestStretchesAreThoseOfTheCalendar(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for _, name := range []string{"UTC", "Europe/Paris", "America/Montreal", "Pacific/Apia", "Asia/Beirut", "Australia/Lord_Howe"} {
		loc, err := zone.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		clocks := wall{zone: loc}
		var list []*outing
		var times []time.Time
		for range 3000 {
			at := time.Date(2010, 1, 1, 0, 0, r.IntN(20*365*24*60*60), 0, time.UTC)
			times = append(times, at)
		}
		slices.SortFunc(times, time.Time.Compare)
		for _, at := range times {
			list = append(list, &outing{at: at, shown: clocks.shown(at)})
			if got, want := clocks.shown(at).Format(time.DateTime), at.In(loc).Format(time.DateTime); got != want {
				t.Fatalf("%s: got %s, want %s", name, got, want)
			}
		}
		for _, p := range []calendar.Period{calendar.Day, calendar.Week, calendar.Month} {
			var got, want []string
			for _, s := range stretches(p, list) {
				got = append(got, fmt.Sprint(opening(p, s.number).Format(time.DateOnly), " ", len(s.posts)))
			}
			for _, b := range calendar.Tally(p, times, loc) {
				want = append(want, fmt.Sprint(b.From.In(loc).Format(time.DateOnly), " ", len(b.Members)))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, by %s: %d stretches, want %d", name, p, len(got), len(want))
			}
		}
	}
}

func TestPeriodsBefore1970(t *testing.T) {
	at := time.Date(1969, 12, 28, 23, 0, 0, 0, time.UTC) // a Sunday
	for p, want := range map[calendar.Period]string{calendar.Day: "1969-12-28", calendar.Week: "1969-12-22", calendar.Month: "1969-12-01"} {
		if got := opening(p, numbered(p, at)).Format(time.DateOnly); got != want {
			t.Errorf("%s: got %s, want %s", p, got, want)
		}
	}
}
