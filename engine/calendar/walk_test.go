package calendar

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"galley/engine/zone"
)

// A walk is a second implementation of rules, for comparison: it goes from day
// to day and asks of each whether it meets every part. It shares no code with
// the first and reads the text of the rule by itself.
type walk struct {
	parts map[string]string
	start time.Time // the first day, UTC midnight
}

func newWalk(rule string, start time.Time) walk {
	w := walk{parts: map[string]string{}, start: start}
	for part := range strings.SplitSeq(rule, ";") {
		name, value, _ := strings.Cut(part, "=")
		w.parts[name] = value
	}
	return w
}

func (w walk) meets(day time.Time) bool {
	return !day.Before(w.start) && w.inInterval(day) && w.inSet(day) && w.chosen(day)
}

func (w walk) inInterval(day time.Time) bool {
	interval, _ := strconv.Atoi(w.parts["INTERVAL"])
	interval = max(interval, 1)
	switch w.parts["FREQ"] {
	case "DAILY":
		return days(w.start, day)%interval == 0
	case "WEEKLY":
		return days(w.monday(w.start), w.monday(day))/7%interval == 0
	case "MONTHLY":
		return ((day.Year()-w.start.Year())*12+int(day.Month())-int(w.start.Month()))%interval == 0
	}
	return (day.Year()-w.start.Year())%interval == 0
}

func days(from, to time.Time) int { return int(to.Sub(from) / (24 * time.Hour)) }

var weekdays = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// monday is the first day of the week, which WKST may make another.
func (w walk) monday(day time.Time) time.Time {
	first := "MO"
	if w.parts["WKST"] != "" {
		first = w.parts["WKST"]
	}
	for weekdays[day.Weekday()] != first {
		day = day.AddDate(0, 0, -1)
	}
	return day
}

// inSet asks the parts that name months and days.
func (w walk) inSet(day time.Time) bool {
	lastOfMonth := time.Date(day.Year(), day.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	lastOfYear := time.Date(day.Year(), 12, 31, 0, 0, 0, 0, time.UTC).YearDay()
	if !w.lists("BYMONTH", int(day.Month()), 0) || !w.lists("BYMONTHDAY", day.Day(), lastOfMonth) ||
		!w.lists("BYYEARDAY", day.YearDay(), lastOfYear) || !w.listsWeekday(day) {
		return false
	}
	if w.parts["BYDAY"] != "" || w.parts["BYMONTHDAY"] != "" || w.parts["BYYEARDAY"] != "" {
		return true
	}
	switch w.parts["FREQ"] { // the first day stands for parts that are missing
	case "WEEKLY":
		return day.Weekday() == w.start.Weekday()
	case "MONTHLY":
		return day.Day() == w.start.Day()
	case "YEARLY":
		return day.Day() == w.start.Day() && (w.parts["BYMONTH"] != "" || day.Month() == w.start.Month())
	}
	return true
}

// lists reports whether a part names n, counted from the front or from last.
func (w walk) lists(part string, n, last int) bool {
	if w.parts[part] == "" {
		return true
	}
	for text := range strings.SplitSeq(w.parts[part], ",") {
		if listed, _ := strconv.Atoi(text); listed == n || listed < 0 && last+listed+1 == n {
			return true
		}
	}
	return false
}

func (w walk) listsWeekday(day time.Time) bool {
	if w.parts["BYDAY"] == "" {
		return true
	}
	name := weekdays[day.Weekday()]
	for text := range strings.SplitSeq(w.parts["BYDAY"], ",") {
		n, _ := strconv.Atoi(strings.TrimSuffix(text, name))
		if strings.HasSuffix(text, name) && (n == 0 || n == w.nth(day, 1) || n == -w.nth(day, -1)) {
			return true
		}
	}
	return false
}

// nth counts how many of its weekday there are from the edge of the month or
// the year up to day, the edge before it for 1, behind it for -1.
func (w walk) nth(day time.Time, direction int) int {
	n := 0
	byMonth := w.parts["FREQ"] == "MONTHLY" || w.parts["BYMONTH"] != ""
	for d := day; d.Year() == day.Year() && (!byMonth || d.Month() == day.Month()); d = d.AddDate(0, 0, -7*direction) {
		n++
	}
	return n
}

// chosen asks BYSETPOS, which counts among the days of the month or the year.
func (w walk) chosen(day time.Time) bool {
	if w.parts["BYSETPOS"] == "" {
		return true
	}
	first := time.Date(day.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	next := first.AddDate(1, 0, 0)
	if w.parts["FREQ"] == "MONTHLY" {
		first = time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
		next = first.AddDate(0, 1, 0)
	}
	place, total := 0, 0
	for d := first; d.Before(next); d = d.AddDate(0, 0, 1) {
		if w.inSet(d) {
			total++
			if !d.After(day) {
				place++
			}
		}
	}
	return w.lists("BYSETPOS", place, total)
}

// firstShown walks through the instants of a night until the clocks of a zone
// show a time or a later one: the first of two, and the end of a gap.
func firstShown(day time.Time, hour, minute int, loc *time.Location) time.Time {
	want := day.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
	t := want.Add(-16 * time.Hour) // no clock is farther ahead
	for {
		_, ahead := t.In(loc).Zone()
		if !t.Add(time.Duration(ahead) * time.Second).Before(want) {
			return t
		}
		t = t.Add(15 * time.Minute)
	}
}

// randomRule writes a rule of those that are taken.
func randomRule(r *rand.Rand) string {
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	list := func(least, largest, most int) string {
		var out []string
		for range 1 + r.IntN(most) {
			n := least + r.IntN(largest-least+1)
			if n == 0 {
				n = largest
			}
			out = append(out, strconv.Itoa(n))
		}
		return strings.Join(out, ",")
	}
	somedays := func(number func() string) string {
		var out []string
		for range 1 + r.IntN(4) {
			out = append(out, number()+weekdays[r.IntN(7)])
		}
		return strings.Join(out, ",")
	}
	plain := func() string { return "" }
	frequency := pick("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
	parts := []string{"FREQ=" + frequency}
	add := func(chance int, part string) bool {
		if r.IntN(100) >= chance {
			return false
		}
		parts = append(parts, part)
		return true
	}
	add(40, "INTERVAL="+strconv.Itoa(1+r.IntN(5)))
	add(30, "WKST="+weekdays[r.IntN(7)])
	inMonths := add(30, "BYMONTH="+list(1, 12, 4))
	switch frequency {
	case "DAILY":
		add(30, "BYMONTHDAY="+list(-31, 31, 8))
		add(30, "BYDAY="+somedays(plain))
	case "WEEKLY":
		add(70, "BYDAY="+somedays(plain))
	default:
		days := add(30, "BYMONTHDAY="+list(-31, 31, 6))
		if frequency == "YEARLY" {
			days = add(20, "BYYEARDAY="+list(-366, 366, 6)) || days
		}
		if farthest := 5; !days {
			if frequency == "YEARLY" && !inMonths {
				farthest = 53
			}
			days = add(40, "BYDAY="+somedays(func() string { return list(-farthest, farthest, 1) })) || add(40, "BYDAY="+somedays(plain))
		} else {
			add(40, "BYDAY="+somedays(plain))
		}
		if days {
			add(30, "BYSETPOS="+list(-6, 6, 3))
		}
	}
	return strings.Join(parts, ";")
}

// Ten years of random rules in five zones: the two implementations give the
// same days and the same instants.
func TestTwoImplementationsAgreeForTenYears(t *testing.T) {
	const seed, years = 11, 10
	r := rand.New(rand.NewPCG(seed, seed))
	rounds := 200
	if testing.Short() {
		rounds = 50
	}
	zones := []string{"Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"}
	compared := 0
	for i := range rounds {
		rule := randomRule(r)
		from := time.Date(2005+r.IntN(30), time.Month(1+r.IntN(12)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
		loc := load(t, zones[i%len(zones)])
		hour, minute := r.IntN(24), 15*r.IntN(4)
		if r.IntN(2) == 0 {
			hour = 1 + r.IntN(3) // when clocks are changed
		}
		want := walked(rule, from, years)
		if len(want) == 0 {
			continue
		}
		want = walked(rule, want[0], years) // INTERVAL counts from the first date
		want = want[:min(len(want), most)]
		clock := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute
		start, err := zone.Parse(want[0].Add(clock).Format("2006-01-02 15:04"), zone.FoldFirst, loc)
		if err != nil {
			continue // in a gap
		}
		until := dateOf(want[0].AddDate(years, 0, -1))
		if len(want) == most {
			until = dateOf(want[most-1])
		}
		got, wrong := Repeat{RRule: rule, Until: until}.Expand(start, zone.FoldNone)
		if len(wrong) > 0 {
			t.Errorf("seed %d: %s from %s: %s", seed, rule, start, said(wrong))
			continue
		}
		compare(t, fmt.Sprintf("seed %d: %s from %s", seed, rule, start), got.Occurrences, want, hour, minute, loc)
		compared += len(want)
	}
	if compared < 50*rounds {
		t.Errorf("only %d dates were compared", compared)
	}
}

func walked(rule string, start time.Time, years int) []time.Time {
	w := newWalk(rule, start)
	var found []time.Time
	for day := start; day.Before(start.AddDate(years, 0, 0)); day = day.AddDate(0, 0, 1) {
		if w.meets(day) {
			found = append(found, day)
		}
	}
	return found
}

func compare(t *testing.T, name string, got []Occurrence, want []time.Time, hour, minute int, loc *time.Location) {
	t.Helper()
	var gotDates, wantDates []string
	for _, o := range got {
		gotDates = append(gotDates, o.Date)
	}
	for _, day := range want {
		wantDates = append(wantDates, dateOf(day))
	}
	if !slices.Equal(gotDates, wantDates) {
		t.Errorf("%s:\nlibrary %s\nwalked  %s", name, differing(gotDates, wantDates), differing(wantDates, gotDates))
		return
	}
	for i, o := range got {
		if shown := firstShown(want[i], hour, minute, loc); !o.At.Equal(shown) {
			t.Errorf("%s: %s is at %s, walked to %s", name, o.Date, o.At, shown.In(loc))
		}
	}
}

// differing lists the first dates of one that the other has not.
func differing(one, other []string) string {
	var out []string
	for _, d := range one {
		if !slices.Contains(other, d) && len(out) < 5 {
			out = append(out, d)
		}
	}
	return fmt.Sprint(len(one), out)
}
