package calendar

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine/zone"
)

func load(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := zone.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func instant(t testing.TB, text, zoneName string) time.Time {
	t.Helper()
	got, err := zone.Parse(text, zone.FoldFirst, load(t, zoneName))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// said writes remarks as a person reads them, each with its kind and place.
func said(remarks []Remark) string {
	var lines []string
	for _, r := range remarks {
		place := r.Field
		if r.Index > 0 {
			place += fmt.Sprintf("[%d]", r.Index)
		}
		lines = append(lines, fmt.Sprintf("%s %s: %s", r.Kind, place, r.Error()))
	}
	return strings.Join(lines, "\n")
}

func TestRepeatsGiveTheirDates(t *testing.T) {
	for _, c := range []struct {
		name, start string
		repeat      Repeat
		want        string
	}{
		{"every Tuesday", "2026-12-01 09:00", Repeat{RRule: "FREQ=WEEKLY;BYDAY=TU", Count: 3}, "2026-12-01 2026-12-08 2026-12-15"},
		{"the weekday of the first", "2026-12-03 09:00", Repeat{RRule: "FREQ=WEEKLY", Until: "2026-12-17"}, "2026-12-03 2026-12-10 2026-12-17"},
		{"the last day counts", "2026-12-03 23:59", Repeat{RRule: "FREQ=DAILY", Until: "2026-12-05"}, "2026-12-03 2026-12-04 2026-12-05"},
		{"an end in the rule", "2026-12-03 09:00", Repeat{RRule: "FREQ=DAILY;UNTIL=20261205"}, "2026-12-03 2026-12-04 2026-12-05"},
		{"an end by the clock", "2026-12-03 09:00", Repeat{RRule: "FREQ=DAILY;UNTIL=20261205T085959"}, "2026-12-03 2026-12-04"},
		{"an end by the instant", "2026-12-03 09:00", Repeat{RRule: "FREQ=DAILY;UNTIL=20261205T080000Z"}, "2026-12-03 2026-12-04 2026-12-05"},
		{"an instant before", "2026-12-03 09:00", Repeat{RRule: "FREQ=DAILY;UNTIL=20261205T075959Z"}, "2026-12-03 2026-12-04"},
		{"a number in the rule", "2026-12-03 09:00", Repeat{RRule: "FREQ=DAILY;COUNT=2"}, "2026-12-03 2026-12-04"},
		{"the same end twice", "2026-12-03 09:00", Repeat{RRule: "FREQ=DAILY;COUNT=2", Count: 2}, "2026-12-03 2026-12-04"},
		{"the same day twice", "2026-12-03 09:00", Repeat{RRule: "FREQ=DAILY;UNTIL=20261204T225959Z", Until: "2026-12-04"}, "2026-12-03 2026-12-04"},
		{"as a calendar's file has it", "2026-12-03 09:00", Repeat{RRule: " rrule:freq=daily;count=2 "}, "2026-12-03 2026-12-04"},
		{"with spaces", "2026-12-01 09:00", Repeat{RRule: "FREQ=WEEKLY; BYDAY=TU, TH", Count: 3}, "2026-12-01 2026-12-03 2026-12-08"},
		{"every second week", "2026-12-01 09:00", Repeat{RRule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR", Count: 4}, "2026-12-01 2026-12-04 2026-12-15 2026-12-18"},
		{"weeks from Sunday", "2026-12-06 09:00", Repeat{RRule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU", Count: 4}, "2026-12-06 2026-12-07 2026-12-20 2026-12-21"},
		{"weeks from Monday", "2026-12-06 09:00", Repeat{RRule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO", Count: 4}, "2026-12-06 2026-12-14 2026-12-20 2026-12-28"},
		{"working days", "2026-12-03 09:00", Repeat{RRule: "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", Count: 4}, "2026-12-03 2026-12-04 2026-12-07 2026-12-08"},
		{"the first Monday", "2026-12-07 09:00", Repeat{RRule: "FREQ=MONTHLY;BYDAY=1MO", Count: 3}, "2026-12-07 2027-01-04 2027-02-01"},
		{"the last Friday", "2026-12-25 09:00", Repeat{RRule: "FREQ=MONTHLY;BYDAY=-1FR", Count: 3}, "2026-12-25 2027-01-29 2027-02-26"},
		{"the last day of the month", "2026-12-31 09:00", Repeat{RRule: "FREQ=MONTHLY;BYMONTHDAY=-1", Count: 3}, "2026-12-31 2027-01-31 2027-02-28"},
		{"the last working day", "2026-12-31 09:00", Repeat{RRule: "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", Count: 3}, "2026-12-31 2027-01-29 2027-02-26"},
		{"the 31st where there is one", "2026-12-31 09:00", Repeat{RRule: "FREQ=MONTHLY", Count: 3}, "2026-12-31 2027-01-31 2027-03-31"},
		{"every year", "2026-12-06 09:00", Repeat{RRule: "FREQ=YEARLY", Count: 3}, "2026-12-06 2027-12-06 2028-12-06"},
		{"Thanksgiving", "2026-11-26 09:00", Repeat{RRule: "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", Count: 3}, "2026-11-26 2027-11-25 2028-11-23"},
		{"leap days", "2028-02-29 09:00", Repeat{RRule: "FREQ=YEARLY", Count: 3}, "2028-02-29 2032-02-29 2036-02-29"},
		{"the 100th day", "2027-04-10 09:00", Repeat{RRule: "FREQ=YEARLY;BYYEARDAY=100", Count: 2}, "2027-04-10 2028-04-09"},
		{"not on Christmas Eve", "2026-12-10 09:00", Repeat{RRule: "FREQ=WEEKLY", Count: 4, Except: []string{"2026-12-24"}}, "2026-12-10 2026-12-17 2026-12-31"},
		{"not the first", "2026-12-10 09:00", Repeat{RRule: "FREQ=WEEKLY", Count: 2, Except: []string{"2026-12-10"}}, "2026-12-17"},
		{"across the year 2100", "2096-02-29 09:00", Repeat{RRule: "FREQ=YEARLY", Count: 2}, "2096-02-29 2104-02-29"},
		{"at the end of times", "9999-12-30 09:00", Repeat{RRule: "FREQ=DAILY", Count: 2}, "9999-12-30 9999-12-31"},
	} {
		got, wrong := c.repeat.Expand(instant(t, c.start, "Europe/Paris"), zone.FoldNone)
		var dates []string
		for _, o := range got.Occurrences {
			dates = append(dates, o.Date)
		}
		if len(wrong) > 0 || strings.Join(dates, " ") != c.want {
			t.Errorf("%s:\n got %s %s\nwant %s", c.name, strings.Join(dates, " "), said(wrong), c.want)
		}
	}
}

func TestChangesOfClocksKeepTheTimeOfDay(t *testing.T) {
	for _, c := range []struct {
		name, zone, start string
		fold              zone.Fold
		rule              string
		want, remarks     string
	}{
		{"nine stays nine", "Europe/Paris", "2027-03-27 09:00", zone.FoldNone, "FREQ=DAILY;COUNT=2",
			"2027-03-27T09:00:00+01:00 2027-03-28T09:00:00+02:00", ""},
		{"a time jumped over comes after the jump", "Europe/Paris", "2027-03-27 02:30", zone.FoldNone, "FREQ=DAILY;COUNT=3",
			"2027-03-27T02:30:00+01:00 2027-03-28T03:00:00+02:00! 2027-03-29T02:30:00+02:00",
			"dst-gap rrule: 02:30 does not exist on 2027-03-28 in Europe/Paris: the post goes out at 03:00"},
		{"half an hour of it", "Australia/Lord_Howe", "2026-10-03 02:15", zone.FoldNone, "FREQ=DAILY;COUNT=2",
			"2026-10-03T02:15:00+10:30 2026-10-04T02:30:00+11:00!",
			"dst-gap rrule: 02:15 does not exist on 2026-10-04 in Australia/Lord_Howe: the post goes out at 02:30"},
		{"a time shown twice is the first", "Europe/Paris", "2026-10-24 02:30", zone.FoldNone, "FREQ=DAILY;COUNT=3",
			"2026-10-24T02:30:00+02:00 2026-10-25T02:30:00+02:00! 2026-10-26T02:30:00+01:00",
			"dst-fold rrule: 02:30 happens twice on 2026-10-25 in Europe/Paris: the post goes out the first time: for the other write fold: second"},
		{"unless fold says otherwise", "Europe/Paris", "2026-10-24 02:30", zone.FoldSecond, "FREQ=DAILY;COUNT=2",
			"2026-10-24T02:30:00+02:00 2026-10-25T02:30:00+01:00", ""},
		{"a day that a country skipped", "Pacific/Apia", "2011-12-29 12:00", zone.FoldNone, "FREQ=DAILY;COUNT=3",
			"2011-12-29T12:00:00-10:00 2011-12-31T00:00:00+14:00! 2011-12-31T12:00:00+14:00",
			"dst-gap rrule: 12:00 does not exist on 2011-12-30 in Pacific/Apia: the post goes out at 00:00 on 2011-12-31"},
	} {
		got, wrong := Repeat{RRule: c.rule}.Expand(instant(t, c.start, c.zone), c.fold)
		var times []string
		for _, o := range got.Occurrences {
			text := o.At.Format(time.RFC3339)
			if o.Note != "" {
				text += "!"
			}
			times = append(times, text)
		}
		if len(wrong) > 0 || strings.Join(times, " ") != c.want || said(got.Remarks) != c.remarks {
			t.Errorf("%s:\n got %s\nwant %s\n got %s %s\nwant %s", c.name, strings.Join(times, " "), c.want, said(got.Remarks), said(wrong), c.remarks)
		}
	}
}

func TestRemarksOnRepeats(t *testing.T) {
	for _, c := range []struct {
		name   string
		repeat Repeat
		want   string
	}{
		{"no rule", Repeat{Count: 2}, "bad-rrule rrule: no rule given: write one such as FREQ=WEEKLY;BYDAY=TU"},
		{"words", Repeat{RRule: "every tuesday", Count: 2}, `bad-rrule rrule: "every tuesday" is not a part of a rule: write parts as name=value with semicolons between, such as FREQ=WEEKLY;BYDAY=TU`},
		{"no value", Repeat{RRule: "FREQ=", Count: 2}, "bad-rrule rrule: FREQ has no value"},
		{"a slip", Repeat{RRule: "FERQ=DAILY", Count: 2}, `bad-rrule rrule: unknown part "FERQ": did you mean FREQ?`},
		{"all mistakes at once", Repeat{RRule: "FREQ=TAGLICH;INTERVAL=0;BYMONTH=13", Count: 2}, "bad-rrule rrule: FREQ cannot be \"TAGLICH\": write DAILY, WEEKLY, MONTHLY or YEARLY\n" +
			"bad-rrule rrule: INTERVAL cannot be \"0\": write a number from 1 to 1000\nbad-rrule rrule: BYMONTH cannot be \"13\": write numbers from 1 to 12 with commas between"},
		{"a part twice", Repeat{RRule: "FREQ=DAILY;FREQ=WEEKLY", Count: 2}, "bad-rrule rrule: FREQ is given twice: list several values with commas between"},
		{"how often", Repeat{RRule: "BYDAY=TU", Count: 2}, "bad-rrule rrule: the rule does not say how often: add FREQ=DAILY, WEEKLY, MONTHLY or YEARLY"},
		{"hours", Repeat{RRule: "FREQ=HOURLY", Count: 2}, `bad-rrule rrule: FREQ cannot be "HOURLY": a repeat goes by days: write DAILY, WEEKLY, MONTHLY or YEARLY, and one post for each time of day`},
		{"times of day", Repeat{RRule: "FREQ=DAILY;BYHOUR=9,18", Count: 2}, "bad-rrule rrule: BYHOUR is not taken here: the time of day is that of at:, and a second time of day is a second post"},
		{"a start", Repeat{RRule: "DTSTART=20261201T090000;FREQ=DAILY", Count: 2}, "bad-rrule rrule: DTSTART is not taken here: the first date, its time and its zone are those of at:"},
		{"weeks of the year", Repeat{RRule: "FREQ=YEARLY;BYWEEKNO=20", Count: 2}, "bad-rrule rrule: BYWEEKNO is not taken here: count weeks with FREQ=WEEKLY and INTERVAL, or name months with BYMONTH"},
		{"day zero", Repeat{RRule: "FREQ=MONTHLY;BYMONTHDAY=0", Count: 2}, `bad-rrule rrule: BYMONTHDAY cannot be "0": write numbers from 1 to 31, or from -1 to -31 counted from the end, with commas between`},
		{"an unknown day", Repeat{RRule: "FREQ=WEEKLY;BYDAY=MA", Count: 2}, `bad-rrule rrule: BYDAY cannot be "MA": write days such as MO,TU,WE,TH,FR,SA,SU; in a month also 1MO for the first Monday and -1FR for the last Friday`},
		{"dates in a week", Repeat{RRule: "FREQ=WEEKLY;BYMONTHDAY=1", Count: 2}, "bad-rrule rrule: a weekly rule has no days of the month: write FREQ=MONTHLY with BYMONTHDAY, or FREQ=WEEKLY with BYDAY"},
		{"days of the year", Repeat{RRule: "FREQ=MONTHLY;BYYEARDAY=100", Count: 2}, "bad-rrule rrule: only a yearly rule has days of the year: write FREQ=YEARLY with BYYEARDAY"},
		{"a choice in a week", Repeat{RRule: "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", Count: 2}, "bad-rrule rrule: BYSETPOS chooses among the days of a month or a year: name the days with BYDAY"},
		{"a choice of nothing", Repeat{RRule: "FREQ=MONTHLY;BYSETPOS=1", Count: 2}, "bad-rrule rrule: BYSETPOS has no days to choose among: add such as BYDAY=MO,TU,WE,TH,FR"},
		{"a numbered day in a week", Repeat{RRule: "FREQ=WEEKLY;BYDAY=1MO", Count: 2}, "bad-rrule rrule: days have numbers in a month or a year only: write FREQ=MONTHLY with BYDAY=1MO for the first Monday of every month"},
		{"numbered or not", Repeat{RRule: "FREQ=MONTHLY;BYDAY=MO,1TU", Count: 2}, "bad-rrule rrule: some days have a number and others have none: write 1MO,2MO,3MO,4MO,5MO for every Monday"},
		{"a number and a date", Repeat{RRule: "FREQ=MONTHLY;BYDAY=2FR;BYMONTHDAY=13", Count: 2}, "bad-rrule rrule: days with a number and days by their date contradict each other: write BYDAY=1MO, or BYMONTHDAY=1,2,3,4,5,6,7 with BYDAY=MO"},
		{"the sixth Monday", Repeat{RRule: "FREQ=MONTHLY;BYDAY=6MO", Count: 2}, "bad-rrule rrule: no month has more than five of a day: write numbers from 1 to 5, or -1 for the last"},
		{"a page of text", Repeat{RRule: strings.Repeat("FREQ=DAILY;", 100), Count: 2}, "bad-rrule rrule: a rule of 1100 bytes: at most 500 are taken"},

		{"no end", Repeat{RRule: "FREQ=DAILY"}, "repeat-end rrule: the repeat has no end: add until: with the last day, or count: with the number of dates"},
		{"two ends", Repeat{RRule: "FREQ=DAILY", Until: "2027-01-01", Count: 3}, "repeat-end until: the repeat ends both on a day and after a number of dates: keep one of them"},
		{"two ends in the rule", Repeat{RRule: "FREQ=DAILY;COUNT=3;UNTIL=20270101"}, "repeat-end rrule: the repeat ends both on a day and after a number of dates: keep one of them"},
		{"two numbers", Repeat{RRule: "FREQ=DAILY;COUNT=3", Count: 4}, "repeat-end count: count: 4 and COUNT=3 contradict each other: keep one of them"},
		{"two days", Repeat{RRule: "FREQ=DAILY;UNTIL=20270101", Until: "2027-01-02"}, "repeat-end until: until: 2027-01-02 and UNTIL=20270101 contradict each other: keep one of them"},
		{"an end in French", Repeat{RRule: "FREQ=DAILY", Until: "01/03/2027"}, `bad-date until: "01/03/2027" is not a date: write 2027-03-01 or 2027-01-03`},
		{"an end before the start", Repeat{RRule: "FREQ=DAILY", Until: "2026-11-30"}, "repeat-end until: the repeat ends 2026-11-30, before it begins 2026-12-01: write a later day"},
		{"an end in the rule before the start", Repeat{RRule: "FREQ=DAILY;UNTIL=20261130"}, "repeat-end rrule: the repeat ends 2026-11-30, before it begins 2026-12-01: write a later day"},
		{"minus one", Repeat{RRule: "FREQ=DAILY", Count: -1}, "repeat-end count: count cannot be -1: write a number from 1 to 1000"},
		{"too many", Repeat{RRule: "FREQ=DAILY", Until: "2036-12-01"}, "repeat-too-long rrule: more than 1000 dates: end the repeat on 2029-08-26 or before"},
		{"too far", Repeat{RRule: "FREQ=YEARLY", Until: "2126-12-01"}, "repeat-too-long until: the repeat goes on until 2126-12-01, more than 50 years: write an earlier day"},
		{"too far by number", Repeat{RRule: "FREQ=YEARLY;INTERVAL=10", Count: 10}, "repeat-too-long rrule: date 7 of 10 is more than 50 years after the first: lower the count"},
		{"never", Repeat{RRule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", Count: 2}, "repeat-empty rrule: no date fits the rule: do its months, days and interval ever meet, counted from at: 2026-12-01?"},
		{"another day", Repeat{RRule: "FREQ=WEEKLY;BYDAY=TH", Count: 2}, "repeat-start at: at: 2026-12-01 is a Tuesday, which is no date of the rule: begin on a date of the rule, such as 2026-12-03 09:00 (Thursday), or change the rule"},
		{"an unknown exception", Repeat{RRule: "FREQ=WEEKLY", Count: 4, Except: []string{"2026-12-08", "2026-12-24", "2027-01-24"}},
			"repeat-except except[1]: 2026-12-24 is left out, but is no date of the repeat: the last is 2026-12-22\nrepeat-except except[2]: 2027-01-24 is left out, but is no date of the repeat: the last is 2026-12-22"},
		{"an exception between", Repeat{RRule: "FREQ=WEEKLY", Count: 4, Except: []string{"2026-12-10"}}, "repeat-except except: 2026-12-10 is left out, but is no date of the repeat: the next is 2026-12-15"},
		{"an exception in words", Repeat{RRule: "FREQ=WEEKLY", Count: 4, Except: []string{"24 décembre 2026"}}, `bad-date except: "24 décembre 2026" is not a date: write 2026-12-24`},
		{"all left out", Repeat{RRule: "FREQ=DAILY", Count: 1, Except: []string{"2026-12-01"}}, "repeat-empty except: every date of the repeat is left out: remove the post, or write status: retracted"},
	} {
		got, wrong := c.repeat.Expand(instant(t, "2026-12-01 09:00", "Europe/Paris"), zone.FoldNone)
		if said(wrong) != c.want || len(got.Occurrences) > 0 {
			t.Errorf("%s:\n got %s (%d dates)\nwant %s", c.name, said(wrong), len(got.Occurrences), c.want)
		}
	}
}

func TestMonthsWithoutSuchADayAreTold(t *testing.T) {
	for rule, want := range map[string]string{
		"FREQ=MONTHLY":                          "months without such a day are passed over",
		"FREQ=MONTHLY;BYMONTHDAY=29,31":         "months without such a day are passed over",
		"FREQ=MONTHLY;BYMONTHDAY=-1":            "",
		"FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=1":  "",
		"FREQ=MONTHLY;BYDAY=-1SU":               "",
		"FREQ=YEARLY":                           "",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29":   "29 February comes in leap years only: the years between are passed over",
		"FREQ=MONTHLY;BYMONTHDAY=30,31":         "months without such a day are passed over",
		"FREQ=DAILY":                            "",
		"FREQ=MONTHLY;BYMONTHDAY=31;BYSETPOS=1": "",
	} {
		r, wrong := readRule(rule)
		if len(wrong) > 0 {
			t.Fatal(rule, said(wrong))
		}
		if got, _ := r.skips(1, 31); got != want {
			t.Errorf("%s: %q, want %q", rule, got, want)
		}
	}
}

// What a stranger writes costs little, whatever it says.
func TestHostileRulesEndSoon(t *testing.T) {
	start := instant(t, "2026-12-01 09:00", "Europe/Paris")
	for _, rule := range []string{
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
		"FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4,6,9,11", "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
		"FREQ=YEARLY;BYYEARDAY=366;INTERVAL=1000", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=366", "FREQ=YEARLY;BYDAY=53MO;BYMONTH=1",
		"FREQ=MONTHLY;INTERVAL=12;BYMONTH=6;BYMONTHDAY=" + strings.Repeat("31,", 140) + "31",
	} {
		began := time.Now()
		got, wrong := Repeat{RRule: rule, Count: 1000}.Expand(start, zone.FoldNone)
		if took := time.Since(began); len(wrong) == 0 || took > 2*time.Second {
			t.Errorf("%s: %d dates, %s, after %s", rule, len(got.Occurrences), said(wrong), took)
		}
	}
}

func FuzzExpand(f *testing.F) {
	for _, seed := range []string{"FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=-1FR;BYMONTH=1,2", "FREQ=YEARLY;BYDAY=53MO", "RRULE:FREQ=DAILY;UNTIL=20270301T235959Z",
		"FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU", "FREQ=YEARLY;BYYEARDAY=-366;WKST=SU", "FREQ=DAILY;INTERVAL=1000;COUNT=1000", ";;=;FREQ", "FREQ=YEARLY;BYDAY=-53SU"} {
		f.Add(seed, "", 5, int64(1_800_000_000))
		f.Add(seed, "2027-03-01", 0, int64(1_798_000_000))
	}
	paris := load(f, "Europe/Paris")
	f.Fuzz(func(t *testing.T, text, until string, count int, unix int64) {
		start := time.Unix(unix%(300*366*86400), 0).In(paris)
		got, wrong := Repeat{RRule: text, Until: until, Count: count}.Expand(start, zone.FoldFirst)
		if (len(got.Occurrences) == 0) == (len(wrong) == 0) || len(got.Occurrences) > most {
			t.Fatalf("%q from %s: %d dates and %d remarks", text, start, len(got.Occurrences), len(wrong))
		}
		for _, r := range wrong {
			if r.Text == "" || r.Kind == "" || r.Word != "" && !strings.Contains(text, r.Word) {
				t.Errorf("%q: remark %#v", text, r)
			}
		}
		if !slices.IsSortedFunc(got.Occurrences, func(a, b Occurrence) int { return compareOccurrences(t, a, b) }) {
			t.Errorf("%q: %v", text, got.Occurrences)
		}
	})
}

// compareOccurrences finds two occurrences of one date as well.
func compareOccurrences(t *testing.T, a, b Occurrence) int {
	if a.Date == b.Date {
		t.Errorf("%s comes twice", a.Date)
	}
	return strings.Compare(a.Date, b.Date)
}

func BenchmarkExpand(b *testing.B) {
	start := instant(b, "2026-12-01 09:00", "Europe/Paris")
	for b.Loop() {
		if _, wrong := (Repeat{RRule: "FREQ=WEEKLY;BYDAY=TU", Count: 52}).Expand(start, zone.FoldNone); len(wrong) > 0 {
			b.Fatal(said(wrong))
		}
	}
}
