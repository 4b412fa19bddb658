package transport_test

import (
	"net/http"
	"testing"
	"time"

	"galley/engine/transport"
)

func TestSkewIsTheLeastThatExplainsTheDate(t *testing.T) {
	noon := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		name           string
		date, age      string
		sent, received time.Time
		want           time.Duration
	}{
		{"Same", stamp(noon), "", noon, noon, 0},
		{"WithinTheSecond", stamp(noon), "", noon.Add(900 * time.Millisecond), noon.Add(950 * time.Millisecond), 0},
		{"SlowAnswer", stamp(noon.Add(20 * time.Second)), "", noon, noon.Add(30 * time.Second), 0},
		{"WeAreAhead", stamp(noon), "", noon.Add(time.Hour), noon.Add(time.Hour), time.Hour - time.Second},
		{"WeAreBehind", stamp(noon.Add(time.Hour)), "", noon, noon.Add(time.Second), -time.Hour + time.Second},
		{"Cached", stamp(noon.Add(-time.Hour)), "3600", noon, noon, 0},
		{"FreshFromACache", stamp(noon.Add(-time.Hour)), "0", noon, noon, time.Hour - time.Second},
		{"NoDate", "", "", noon, noon, 0},
		{"Nonsense", "yesterday", "", noon, noon, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			meter := &transport.Meter{}
			ticks := []time.Time{tc.sent, tc.received}
			c := transport.Client(transport.Options{Meter: meter,
				Now: func() time.Time { now := ticks[0]; ticks = ticks[1:]; return now },
				Base: roundTrip(func(r *http.Request) (*http.Response, error) {
					return respond(r, 200, "", "Date", tc.date, "Age", tc.age), nil
				})})
			if _, err := send(t, c, "GET", "https://a.example/", ""); err != nil {
				t.Fatal(err)
			}
			if got := meter.Skew(); got != tc.want {
				t.Errorf("skew %v, want %v", got, tc.want)
			}
		})
	}
}

func TestTheLargestSkewIsKept(t *testing.T) {
	noon := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	meter := &transport.Meter{}
	dates := []time.Duration{30 * time.Second, -2 * time.Minute, 10 * time.Second}
	c := transport.Client(transport.Options{Meter: meter, Now: func() time.Time { return noon },
		Base: roundTrip(func(r *http.Request) (*http.Response, error) {
			date := noon.Add(dates[0])
			dates = dates[1:]
			return respond(r, 200, "", "Date", stamp(date)), nil
		})})
	for range 3 {
		if _, err := send(t, c, "GET", "https://a.example/", ""); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := meter.Skew(), 2*time.Minute-time.Second; got != want {
		t.Errorf("skew %v, want %v", got, want)
	}
	var none *transport.Meter
	if none.Skew() != 0 {
		t.Error("a nil meter measured something")
	}
	if n := meter.Requests(); n != 3 {
		t.Errorf("counted %d requests, want 3", n)
	}
}

func stamp(t time.Time) string { return t.Format(http.TimeFormat) }
