package calendar

import (
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func holidays(t testing.TB, code string) Days {
	t.Helper()
	days, err := Holidays(code)
	if err != nil {
		t.Fatal(err)
	}
	return days
}

// The dates of ten years, as they were and will be: Easter from the tables of
// the Paris observatory, the others by counting from it and from the law.
func TestMovableFeastsAreOnTheirDates(t *testing.T) {
	for _, c := range []struct {
		region, name string
		dates        string
	}{
		{"FR", "Lundi de Pâques", "2021-04-05 2022-04-18 2023-04-10 2024-04-01 2025-04-21 2026-04-06 2027-03-29 2028-04-17 2029-04-02 2030-04-22"},
		{"FR", "Ascension", "2021-05-13 2022-05-26 2023-05-18 2024-05-09 2025-05-29 2026-05-14 2027-05-06 2028-05-25 2029-05-10 2030-05-30"},
		{"FR", "Lundi de Pentecôte", "2021-05-24 2022-06-06 2023-05-29 2024-05-20 2025-06-09 2026-05-25 2027-05-17 2028-06-05 2029-05-21 2030-06-10"},
		{"FR-67", "Vendredi saint", "2021-04-02 2022-04-15 2023-04-07 2024-03-29 2025-04-18 2026-04-03 2027-03-26 2028-04-14 2029-03-30 2030-04-19"},
		{"DE-BY", "Fronleichnam", "2021-06-03 2022-06-16 2023-06-08 2024-05-30 2025-06-19 2026-06-04 2027-05-27 2028-06-15 2029-05-31 2030-06-20"},
		{"DE-SN", "Buß- und Bettag", "2021-11-17 2022-11-16 2023-11-22 2024-11-20 2025-11-19 2026-11-18 2027-11-17 2028-11-22 2029-11-21 2030-11-20"},
		{"US", "Thanksgiving Day", "2021-11-25 2022-11-24 2023-11-23 2024-11-28 2025-11-27 2026-11-26 2027-11-25 2028-11-23 2029-11-22 2030-11-28"},
		{"US", "Memorial Day", "2021-05-31 2022-05-30 2023-05-29 2024-05-27 2025-05-26 2026-05-25 2027-05-31 2028-05-29 2029-05-28 2030-05-27"},
		{"CA", "Victoria Day", "2021-05-24 2022-05-23 2023-05-22 2024-05-20 2025-05-19 2026-05-18 2027-05-24 2028-05-22 2029-05-21 2030-05-20"},
		{"CA", "Thanksgiving Day", "2021-10-11 2022-10-10 2023-10-09 2024-10-14 2025-10-13 2026-10-12 2027-10-11 2028-10-09 2029-10-08 2030-10-14"},
		{"GB", "Spring Bank Holiday", "2021-05-31 2022-06-02 2023-05-29 2024-05-27 2025-05-26 2026-05-25 2027-05-31 2028-05-29 2029-05-28 2030-05-27"},
		{"CH-GE", "Jeûne genevois", "2021-09-09 2022-09-08 2023-09-07 2024-09-05 2025-09-11 2026-09-10 2027-09-09 2028-09-07 2029-09-06 2030-09-05"},
		{"CH-VD", "Lundi du Jeûne fédéral", "2021-09-20 2022-09-19 2023-09-18 2024-09-16 2025-09-22 2026-09-21 2027-09-20 2028-09-18 2029-09-17 2030-09-16"},
		{"FI", "Juhannuspäivä", "2021-06-26 2022-06-25 2023-06-24 2024-06-22 2025-06-21 2026-06-20 2027-06-26 2028-06-24 2029-06-23 2030-06-22"},
	} {
		var got []string
		for _, h := range between(holidays(t, c.region), "2021-01-01", "2030-12-31") {
			if h.Name == c.name {
				got = append(got, h.Date)
			}
		}
		if s := strings.Join(got, " "); s != c.dates {
			t.Errorf("%s %s:\n got %s\nwant %s", c.region, c.name, s, c.dates)
		}
	}
}

func TestAYearOfHolidays(t *testing.T) {
	for region, want := range map[string]string{
		"FR":     "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25",
		"FR-57":  "01-01 04-03 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25 12-26",
		"FR-974": "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-20 12-25",
		"BE":     "01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25",
		"LU":     "01-01 04-06 05-01 05-09 05-14 05-25 06-23 08-15 11-01 12-25 12-26",
		"CH":     "01-01 05-14 08-01 12-25",
		"CH-GE":  "01-01 04-03 04-06 05-14 05-25 08-01 09-10 12-25 12-31",
		"DE":     "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26",
		"DE-BE":  "01-01 03-08 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26",
		"GB":     "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28*",
		"GB-SCT": "01-01 01-02 04-03 05-04 05-25 08-03 11-30 12-25 12-26 12-28*",
		"GB-NIR": "01-01 03-17 04-03 04-06 05-04 05-25 07-12 07-13* 08-31 12-25 12-26 12-28*",
		"US":     "01-01 01-19 02-16 05-25 06-19 07-03* 07-04 09-07 10-12 11-11 11-26 12-25",
		"IT":     "01-01 01-06 04-06 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26",
		"ES":     "01-01 01-06 04-03 05-01 08-15 10-12 11-01 12-06 12-08 12-25",
		"PT":     "01-01 04-03 04-05 04-25 05-01 06-04 06-10 08-15 10-05 11-01 12-01 12-08 12-25",
		"FI":     "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-20 10-31 12-06 12-25 12-26",
		"PL":     "01-01 01-06 04-06 05-01 05-03 06-04 08-15 11-01 11-11 12-24 12-25 12-26",
	} {
		var got []string
		for _, h := range between(holidays(t, region), "2026-01-01", "2026-12-31") {
			day := strings.TrimPrefix(h.Date, "2026-")
			if h.Observed {
				day += "*"
			}
			got = append(got, day)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s:\n got %s\nwant %s", region, s, want)
		}
	}
}

func TestADayOffInPlaceOfAWeekendIsAHoliday(t *testing.T) {
	us := holidays(t, "us")
	if got, want := us.On("2027-12-31"), []Holiday{{"2027-12-31", "New Year's Day", "US", true}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v: New Year's Day 2028 is a Saturday", got, want)
	}
	if got, want := us.On("2028-01-01"), []Holiday{{"2028-01-01", "New Year's Day", "US", false}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := us.On("2027-12-30"); got != nil {
		t.Errorf("got %v on a day like any other", got)
	}
}

func TestHolidaysHaveNamesInTwoLanguages(t *testing.T) {
	for _, c := range []struct{ region, date, local, english, french string }{
		{"FR", "2026-07-14", "Fête Nationale", "Bastille Day", "Fête nationale"},
		{"FR", "2026-12-25", "Noël", "Christmas Day", "Noël"},
		{"US", "2026-11-26", "Thanksgiving Day", "Thanksgiving Day", "Action de grâce"},
		{"BE", "2026-07-21", "Nationale Feestdag", "Belgian National Day", "Fête nationale belge"},
		{"CH", "2026-08-01", "Bundesfeiertag", "Swiss National Day", "Fête nationale suisse"},
		{"SE", "2026-06-06", "Sveriges nationaldag", "Sveriges nationaldag", "Sveriges nationaldag"},
	} {
		list := holidays(t, c.region).On(c.date)
		if len(list) != 1 || list[0].Name != c.local || list[0].In("en-GB") != c.english || list[0].In("fr") != c.french {
			t.Errorf("%s on %s: %v, want %s, %s, %s", c.region, c.date, list, c.local, c.english, c.french)
		}
	}
	if h := (Holiday{Name: "Natal"}); h.In("fr") != "Natal" || h.In("en") != "Natal" {
		t.Error("the name that a team gave is translated")
	}
	if h := (Holiday{}); h.In("fr") != "jour férié" || h.In("de") != "holiday" {
		t.Errorf("a day without a name is %q and %q", h.In("fr"), h.In("de"))
	}
}

// A name of ours that no country has is a slip of the pen.
func TestEveryTranslationIsUsed(t *testing.T) {
	used := map[string]bool{}
	for _, code := range Regions() {
		for _, h := range between(holidays(t, code), "0", "9") {
			used[h.Name] = true
		}
	}
	for name := range translations {
		if !used[name] {
			t.Errorf("no country calls a holiday %q", name)
		}
	}
}

func TestUnknownCountriesGiveTheNearest(t *testing.T) {
	const all = "AT, BE, BR, CA, CH, CZ, DE, DK, ES, FI, FR, GB, HR, IE, IT, JP, LU, NL, NO, PL, PT, SE, SI, US, ZA"
	for code, want := range map[string]string{
		"France": `no holidays are known for "France": did you mean FR?`,
		"UK":     `no holidays are known for "UK": did you mean GB?`,
		"CH-ZH":  `no holidays are known for "CH-ZH": write one of CH, CH-GE, CH-VD, or list the days yourself with their names`,
		"XX":     `no holidays are known for "XX": write one of ` + all + `, or list the days yourself with their names`,
		"":       `no holidays are known for "": write one of ` + all + `, or list the days yourself with their names`,
	} {
		if _, err := Holidays(code); err == nil || err.Error() != want {
			t.Errorf("%q:\n got %v\nwant %s", code, err, want)
		}
	}
}

func TestOwnDaysHaveRanges(t *testing.T) {
	days, wrong := OwnDays([]Named{
		{Name: "Works closed", From: "2026-12-24", To: "2027-01-02"},
		{Name: "Founders' day", From: "2026-12-25"},
		{Name: "A", From: "24/12/2026"},
		{Name: "B", From: "2026-12-24", To: "2026-12-23"},
		{Name: "C", From: "2026-12-24", To: "2027-12-25"},
		{Name: "D", From: "2026-12-24", To: "soon"},
	})
	const want = "bad-date from[2]: \"24/12/2026\" is not a date: write 2026-12-24\n" +
		"bad-day to[3]: 2026-12-23 is before 2026-12-24: write the earlier day first\n" +
		"bad-day to[4]: 2026-12-24 to 2027-12-25 is more than 366 days: write shorter ranges\n" +
		"bad-date to[5]: \"soon\" is not a date: write year-month-day, such as 2026-12-24"
	if said(wrong) != want {
		t.Errorf("got %s\nwant %s", said(wrong), want)
	}
	if got := len(between(days, "2026-01-01", "2027-12-31")); got != 11 {
		t.Errorf("%d days, want 11", got)
	}
	both := Union(holidays(t, "FR"), days, holidays(t, "FR"))
	var got []string
	for _, h := range both.On("2026-12-25") {
		got = append(got, h.Name)
	}
	if s := strings.Join(got, ", "); s != "Noël, Works closed, Founders' day" {
		t.Errorf("Christmas is %s", s)
	}
}

func TestNoDaysAreNoHolidays(t *testing.T) {
	if got := (Days{}).On("2026-12-25"); got != nil {
		t.Errorf("got %v", got)
	}
	if got := holidays(t, "FR").On("1999-12-25"); got != nil {
		t.Errorf("got %v before the first year", got)
	}
}

// Where the clocks of the machine jump over midnight, a day must not slip: in
// Havana they do so on 8 March 2026, a holiday in Berlin.
func TestHolidaysDoNotDependOnTheMachine(t *testing.T) {
	const inside = "CALENDAR_IN_ANOTHER_ZONE"
	if os.Getenv(inside) != "" {
		return
	}
	for _, name := range []string{"America/Havana", "Africa/Cairo"} {
		c := exec.Command(os.Args[0], "-test.run=MovableFeasts|AYearOf|ADayOff")
		c.Env = append(os.Environ(), "TZ="+name, inside+"=1")
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("TZ=%s: %v\n%s", name, err, out)
		}
	}
}

func BenchmarkHolidays(b *testing.B) {
	for b.Loop() {
		holidays(b, "FR")
	}
}

// between returns the holidays from a date to another, both included, by date.
func between(d Days, first, last string) []Holiday {
	var found []Holiday
	for _, date := range slices.Sorted(maps.Keys(d.by)) {
		if first <= date && date <= last {
			found = append(found, d.by[date]...)
		}
	}
	return found
}
