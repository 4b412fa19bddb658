package calendar

import (
	"testing"
	"time"

	"galley/schema"
)

func TestACalendarHasItsHolidays(t *testing.T) {
	days, wrong := DaysOf([]schema.Holiday{
		{Country: "FR-67"},
		{On: "2026-12-08", Name: "Festival of lights"},
		{From: "2026-12-26", To: "2026-12-27"},
		{Country: "XY"},
		{Name: "nothing"},
		{Country: "FR", On: "2026-12-08"},
		{On: "08/12/2026"},
		{On: "2026-12-08", To: "2026-12-09"},
		{From: "2026-12-08", To: "2026-12-07"},
	})
	const want = "unknown-country country[3]: no holidays are known for \"XY\": write one of AT, BE, BR, CA, CH, CZ, DE, DK, ES, FI, FR, GB, HR, IE, IT, JP, LU, NL, NO, PL, PT, SE, SI, US, ZA, or list the days yourself with their names\n" +
		"bad-day [4]: a holiday with 0 of country, on and from: write one of them: country: FR, on: 2026-12-08, or from: 2026-12-24 with to: 2027-01-02\n" +
		"bad-day [5]: a holiday with 2 of country, on and from: write one of them: country: FR, on: 2026-12-08, or from: 2026-12-24 with to: 2027-01-02\n" +
		"bad-date on[6]: \"08/12/2026\" is not a date: write 2026-12-08 or 2026-08-12\n" +
		"bad-day to[7]: a single day has no last one: write from: and to:\n" +
		"bad-day to[8]: 2026-12-07 is before 2026-12-08: write the earlier day first"
	if said(wrong) != want {
		t.Errorf("got %s\nwant %s", said(wrong), want)
	}
	for date, want := range map[string]string{
		"2026-12-08": "Festival of lights", "2026-12-25": "Christmas Day", "2026-12-26": "St Stephen's Day",
		"2026-12-27": "holiday", "2026-12-28": "",
	} {
		got := ""
		if on := days.On(date); len(on) > 0 {
			got = on[0].In("en")
		}
		if got != want {
			t.Errorf("%s is %q, want %q", date, got, want)
		}
	}
}

func TestACalendarHasItsSlots(t *testing.T) {
	slots, wrong := SlotsOf([]schema.Slot{
		{Channel: "blog", Days: []string{"tuesday", "friday"}, Time: "09:00"},
		{Channel: "blog", Days: []string{"mardi"}, Time: "09:00"},
		{Channel: "blog", Days: []string{"tuesday"}, Time: "9h"},
	})
	const want = "bad-day days[1]: \"mardi\" is not a day of the week: did you mean tuesday?\n" +
		"bad-date time[2]: \"9h\" is not a time of day: write 09:00"
	if said(wrong) != want {
		t.Errorf("got %s\nwant %s", said(wrong), want)
	}
	if len(slots) != 1 || slots[0].Channel != blog || len(slots[0].Days) != 2 || slots[0].Days[1] != time.Friday || slots[0].Time != (TimeOfDay{9, 0}) {
		t.Errorf("got %v", slots)
	}
}
