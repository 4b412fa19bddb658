package calendar

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func instants(t testing.TB, zoneName string, texts ...string) []time.Time {
	t.Helper()
	var all []time.Time
	for _, text := range texts {
		all = append(all, instant(t, text, zoneName))
	}
	return all
}

func shown(buckets []Bucket) string {
	var words []string
	for _, b := range buckets {
		words = append(words, fmt.Sprint(b.Key, b.Members))
	}
	return strings.Join(words, " ")
}

func TestInstantsAreCountedByTheCalendarOfAZone(t *testing.T) {
	for _, c := range []struct {
		name   string
		period Period
		zone   string
		times  []time.Time
		want   string
	}{
		{"days", Day, "Europe/Paris", instants(t, "Europe/Paris", "2026-12-04 00:00", "2026-12-03 23:59", "2026-12-03 00:00"), "2026-12-03[2 1] 2026-12-04[0]"},
		{"the same instants elsewhere", Day, "America/New_York", instants(t, "Europe/Paris", "2026-12-04 00:00", "2026-12-03 23:59", "2026-12-03 00:00"), "2026-12-02[2] 2026-12-03[1 0]"},
		{"a day of 25 hours", Day, "Europe/Paris", instants(t, "Europe/Paris", "2026-10-25 00:00", "2026-10-25 23:59"), "2026-10-25[0 1]"},
		{"a day without midnight", Day, "America/Havana", instants(t, "America/Havana", "2026-03-08 01:00", "2026-03-07 23:59"), "2026-03-07[1] 2026-03-08[0]"},
		{"weeks begin on Monday", Week, "Europe/Paris", instants(t, "Europe/Paris", "2026-12-06 23:59", "2026-12-07 00:00"), "2026-W49[0] 2026-W50[1]"},
		{"weeks across the year", Week, "Europe/Paris", instants(t, "Europe/Paris", "2026-12-28 09:00", "2027-01-03 09:00", "2027-01-04 09:00"), "2026-W53[0 1] 2027-W01[2]"},
		{"months", Month, "Europe/Paris", instants(t, "Europe/Paris", "2026-12-31 23:59", "2027-01-01 00:00"), "2026-12[0] 2027-01[1]"},
		{"the same moment keeps its order", Day, "UTC", instants(t, "UTC", "2026-12-03 09:00", "2026-12-03 09:00"), "2026-12-03[0 1]"},
		{"nothing", Day, "UTC", nil, ""},
	} {
		if got := shown(Tally(c.period, c.times, load(t, c.zone))); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestEmptyWeeksCountForAMinimum(t *testing.T) {
	paris := load(t, "Europe/Paris")
	times := instants(t, "Europe/Paris", "2026-11-01 09:00", "2026-12-03 09:00", "2026-12-17 09:00", "2027-02-01 09:00")
	got := Buckets(Week, times, paris, instant(t, "2026-12-02 12:00", "Europe/Paris"), instant(t, "2026-12-21 00:00", "Europe/Paris"))
	if want := "2026-W49[1] 2026-W50[] 2026-W51[2]"; shown(got) != want {
		t.Errorf("got %s, want %s", shown(got), want)
	}
	if first := got[0].From; !first.Equal(instant(t, "2026-11-30 00:00", "Europe/Paris")) {
		t.Errorf("the week begins %s", first)
	}
	if n := len(Buckets(Day, nil, paris, times[0], times[0].AddDate(1000, 0, 0))); n != mostBuckets {
		t.Errorf("%d days of a thousand years, want %d", n, mostBuckets)
	}
	if got := Buckets(Day, nil, paris, times[1], times[0]); got != nil {
		t.Errorf("got %v backwards", got)
	}
}

func BenchmarkTally(b *testing.B) {
	paris := load(b, "Europe/Paris")
	var times []time.Time
	for i := range 10_000 {
		times = append(times, time.Unix(1_800_000_000+int64(i)*7200, 0))
	}
	for b.Loop() {
		Tally(Day, times, paris)
	}
}
