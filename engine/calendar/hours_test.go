package calendar

import (
	"testing"
	"time"
)

func TestHoursHoldTheirEnds(t *testing.T) {
	for _, c := range []struct {
		hours, at string
		want      bool
	}{
		{"08:00-20:00", "08:00:00", true},
		{"08:00-20:00", "07:59:59", false},
		{"08:00-20:00", "20:00:00", true},
		{"08:00-20:00", "20:00:01", false},
		{"08:00-20:00", "12:30:00", true},
		{"22:00-06:00", "23:00:00", true},
		{"22:00-06:00", "00:00:00", true},
		{"22:00-06:00", "06:00:00", true},
		{"22:00-06:00", "06:01:00", false},
		{"22:00-06:00", "21:59:59", false},
		{"18:00-24:00", "23:59:59", true},
		{"18:00-24:00", "00:00:00", false},
		{"00:00-24:00", "00:00:00", true},
		{"18:00-00:00", "00:00:00", true},
		{"18:00-00:00", "00:00:01", false},
		{" 08:00 – 20:00 ", "09:00:00", true},
	} {
		h, err := ParseHours(c.hours)
		if err != nil {
			t.Errorf("%s: %v", c.hours, err)
			continue
		}
		if got := h.Contain(instant(t, "2026-12-03 "+c.at, "Europe/Paris"), load(t, "Europe/Paris")); got != c.want {
			t.Errorf("%s holds %s: %v, want %v", h, c.at, got, c.want)
		}
	}
}

func TestHoursAreThoseOfTheZone(t *testing.T) {
	h := Hours{From: TimeOfDay{8, 0}, To: TimeOfDay{20, 0}}
	at := instant(t, "2026-12-03 09:00", "Europe/Paris")
	if !h.Contain(at, load(t, "Europe/Paris")) || h.Contain(at, load(t, "America/New_York")) {
		t.Error("09:00 in Paris is 03:00 in New York")
	}
}

func TestHoursAndDaysSayWhatToWrite(t *testing.T) {
	hours := func(text string) error { _, err := ParseHours(text); return err }
	clock := func(text string) error { _, err := ParseTimeOfDay(text); return err }
	day := func(text string) error { _, err := ParseDay(text); return err }
	for _, c := range []struct {
		read func(string) error
		text string
		want string
	}{
		{hours, "8-20", `"8-20" are not hours of a day: write 08:00-20:00`},
		{hours, "8h-20h30", `"8h-20h30" are not hours of a day: write 08:00-20:30`},
		{hours, "in the morning", `"in the morning" are not hours of a day: write such as 08:00-20:00`},
		{hours, "24:00-08:00", `"24:00-08:00" are not hours of a day: write such as 08:00-20:00`},
		{hours, "08:00-25:00", `"08:00-25:00" are not hours of a day: write such as 08:00-20:00`},
		{hours, "08:00-08:00", `"08:00-08:00" begin when they end: for the whole day write 00:00-24:00`},
		{hours, "", `"" are not hours of a day: write such as 08:00-20:00`},
		{clock, "9:00", `"9:00" is not a time of day: write 09:00`},
		{clock, "9h", `"9h" is not a time of day: write 09:00`},
		{clock, "18h30", `"18h30" is not a time of day: write 18:30`},
		{clock, "24:00", `"24:00" is not a time of day: write hour:minute with two digits each, such as 09:00`},
		{clock, "noon", `"noon" is not a time of day: write hour:minute with two digits each, such as 09:00`},
		{clock, "09:60", `"09:60" is not a time of day: write hour:minute with two digits each, such as 09:00`},
		{day, "lundi", `"lundi" is not a day of the week: did you mean monday?`},
		{day, "Tue", `"Tue" is not a day of the week: did you mean tuesday?`},
		{day, "wendesday", `"wendesday" is not a day of the week: did you mean wednesday?`},
		{day, "x", `"x" is not a day of the week: write monday, tuesday, wednesday, thursday, friday, saturday or sunday`},
	} {
		if err := c.read(c.text); err == nil || err.Error() != c.want {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
	if got, err := ParseDay("Sunday"); got != time.Sunday || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := ParseTimeOfDay("23:59"); got != (TimeOfDay{23, 59}) || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
}

func FuzzParseHours(f *testing.F) {
	for _, seed := range []string{"08:00-20:00", "22:00-06:00", "00:00-24:00", "8h–20h30", "-", "é-é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		h, err := ParseHours(text)
		if err != nil {
			if h != (Hours{}) || err.Error() == "" {
				t.Errorf("%q: %v with %v", text, h, err)
			}
			return
		}
		if again, err := ParseHours(h.String()); err != nil || again != h {
			t.Errorf("%q is %s, read again %s, %v", text, h, again, err)
		}
	})
}
