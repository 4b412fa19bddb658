package zone

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"
)

func load(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestTimesAreReadAsWritten(t *testing.T) {
	paris := load(t, "Europe/Paris")
	for _, c := range []struct {
		text string
		fold Fold
		want string // RFC 3339 in the zone declared
	}{
		{"2026-12-24 09:00", FoldNone, "2026-12-24T09:00:00+01:00"},
		{"2026-12-24T09:00", FoldNone, "2026-12-24T09:00:00+01:00"},
		{"2026-07-14 09:00:30", FoldNone, "2026-07-14T09:00:30+02:00"},
		{"2026-12-24T09:00+01:00", FoldNone, "2026-12-24T09:00:00+01:00"},
		{"2026-12-24T09:00-05:00", FoldNone, "2026-12-24T15:00:00+01:00"},
		{"2026-12-24 09:00 -05:00", FoldNone, "2026-12-24T15:00:00+01:00"},
		{"2026-12-24T09:00:00Z", FoldNone, "2026-12-24T10:00:00+01:00"},
		{"2026-12-24 09:00 America/Montreal", FoldNone, "2026-12-24T09:00:00-05:00"},
		{"2026-12-24 09:00 UTC", FoldNone, "2026-12-24T09:00:00Z"},
		{"2026-10-25 02:30", FoldFirst, "2026-10-25T02:30:00+02:00"},
		{"2026-10-25 02:30", FoldSecond, "2026-10-25T02:30:00+01:00"},
		{"2026-10-25 03:00", FoldNone, "2026-10-25T03:00:00+01:00"},
		{"2026-12-24 09:00", FoldSecond, "2026-12-24T09:00:00+01:00"},
	} {
		got, err := Parse(c.text, c.fold, paris)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.text, err)
			continue
		}
		if s := got.Format(time.RFC3339); s != c.want {
			t.Errorf("Parse(%q) = %s, want %s", c.text, s, c.want)
		}
	}
}

func TestOwnZoneIsKept(t *testing.T) {
	got, err := Parse("2026-12-24 09:00 America/Montreal", FoldNone, load(t, "Europe/Paris"))
	if err != nil || got.Location().String() != "America/Montreal" {
		t.Errorf("location %v, %v; want America/Montreal", got.Location(), err)
	}
}

func TestErrorsSayWhatToWrite(t *testing.T) {
	for _, c := range []struct {
		zone, text string
		kind       Kind
		want       string
	}{
		{"Europe/Paris", "24/12/2026 9h", BadDate, `"24/12/2026 9h" is not a date and time: write 2026-12-24 09:00`},
		{"Europe/Paris", "24/12/2026 à 9h30", BadDate, `"24/12/2026 à 9h30" is not a date and time: write 2026-12-24 09:30`},
		{"Europe/Paris", "24.12.2026 21:15", BadDate, `"24.12.2026 21:15" is not a date and time: write 2026-12-24 21:15`},
		{"Europe/Paris", "12/24/2026 9:30 pm", BadDate, `"12/24/2026 9:30 pm" is not a date and time: write 2026-12-24 21:30`},
		{"Europe/Paris", "03/04/2026 9h", BadDate, `"03/04/2026 9h" is not a date and time: write 2026-04-03 09:00 or 2026-03-04 09:00`},
		{"Europe/Paris", "24 décembre 2026 9h", BadDate, `"24 décembre 2026 9h" is not a date and time: write 2026-12-24 09:00`},
		{"Europe/Paris", "December 24th, 2026 9am", BadDate, `"December 24th, 2026 9am" is not a date and time: write 2026-12-24 09:00`},
		{"Europe/Paris", "2026-12-24 9:00", BadDate, `"2026-12-24 9:00" is not a date and time: write 2026-12-24 09:00`},
		{"Europe/Paris", "2026-12-24", BadDate, `"2026-12-24" is not a date and time: the time of day is missing: write 2026-12-24 09:00`},
		{"Europe/Paris", "2026-12-24 09:00 at noon", BadDate, `"2026-12-24 09:00 at noon" is not a date and time: write 2026-12-24 09:00`},
		{"Europe/Paris", "tomorrow", BadDate, `"tomorrow" is not a date and time: write year-month-day hour:minute, such as 2026-12-24 09:00`},
		{"Europe/Paris", "", BadDate, `no date and time given: write year-month-day hour:minute, such as 2026-12-24 09:00`},
		{"Europe/Paris", "2026-02-30 09:00", BadDate, `2026-02-30 is not a date: February 2026 has 28 days`},
		{"Europe/Paris", "2026-13-01 09:00", BadDate, `2026-13-01 is not a date: there is no month 13: write year-month-day, such as 2026-12-24`},
		{"Europe/Paris", "2026-12-24 24:00", BadDate, `2026-12-24 24:00 is not a time: write 2026-12-25 00:00`},
		{"Europe/Paris", "2026-12-24 25:00", BadDate, `25:00 is not a time: hours go from 00 to 23, minutes from 00 to 59`},
		{"Europe/Paris", "2026-12-24 09:00:60", BadDate, `09:00:60 is not a time: seconds go from 00 to 59`},
		{"Europe/Paris", "2026-03-29 02:30", Gap, `02:30 does not exist on 2026-03-29 in Europe/Paris: clocks go from 02:00 to 03:00`},
		{"Australia/Lord_Howe", "2026-10-04 02:15", Gap, `02:15 does not exist on 2026-10-04 in Australia/Lord_Howe: clocks go from 02:00 to 02:30`},
		{"Pacific/Apia", "2011-12-30 12:00", Gap, `12:00 does not exist on 2011-12-30 in Pacific/Apia: clocks go from 2011-12-30 00:00 to 2011-12-31 00:00`},
		{"Europe/Paris", "2026-10-25 02:30", Ambiguous, `02:30 happens twice on 2026-10-25 in Europe/Paris (+02:00 and +01:00): say which with fold: first or fold: second`},
		{"Europe/Paris", "2026-12-24 09:00 Europe/Pariss", UnknownZone, `unknown time zone "Europe/Pariss": did you mean Europe/Paris?`},
		{"Europe/Paris", "2026-12-24 09:00 Montreal", UnknownZone, `unknown time zone "Montreal": did you mean America/Montreal?`},
	} {
		_, err := Parse(c.text, FoldNone, load(t, c.zone))
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("Parse(%q): error %v is not an *Error", c.text, err)
			continue
		}
		if e.Kind != c.kind || e.Error() != c.want {
			t.Errorf("Parse(%q)\n got %s %s\nwant %s %s", c.text, e.Kind, e, c.kind, c.want)
		}
	}
}

func TestUnknownFoldIsRefused(t *testing.T) {
	_, err := Parse("2026-10-25 02:30", "third", load(t, "Europe/Paris"))
	if want := `fold "third": write first or second`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestDateAloneIsItsFirstInstant(t *testing.T) {
	for _, c := range []struct{ zone, text, want string }{
		{"Europe/Paris", "2026-12-24", "2026-12-24T00:00:00+01:00"},
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00"}, // midnight was skipped
		{"America/Havana", "2026-11-01", "2026-11-01T00:00:00-04:00"},    // midnight comes twice
	} {
		got, err := ParseDate(c.text, load(t, c.zone))
		if err != nil || got.Format(time.RFC3339) != c.want {
			t.Errorf("ParseDate(%q) in %s = %s, %v; want %s", c.text, c.zone, got.Format(time.RFC3339), err, c.want)
		}
	}
	_, err := ParseDate("24/12/2026", time.UTC)
	if want := `"24/12/2026" is not a date: write 2026-12-24`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestNearestNeverFails(t *testing.T) {
	for _, c := range []struct {
		zone, shown string
		fold        Fold
		want        string
		kind        Kind
	}{
		{"Europe/Paris", "2026-12-24 09:00:00", FoldNone, "2026-12-24T09:00:00+01:00", ""},
		{"Europe/Paris", "2027-03-28 02:30:00", FoldNone, "2027-03-28T03:00:00+02:00", Gap},
		{"Europe/Paris", "2026-10-25 02:30:00", FoldNone, "2026-10-25T02:30:00+02:00", Ambiguous},
		{"Europe/Paris", "2026-10-25 02:30:00", FoldFirst, "2026-10-25T02:30:00+02:00", ""},
		{"Europe/Paris", "2026-10-25 02:30:00", FoldSecond, "2026-10-25T02:30:00+01:00", ""},
		{"Australia/Lord_Howe", "2026-10-04 02:15:00", FoldNone, "2026-10-04T02:30:00+11:00", Gap},
		{"Pacific/Apia", "2011-12-30 12:00:00", FoldNone, "2011-12-31T00:00:00+14:00", Gap},
	} {
		shown, err := time.Parse(time.DateTime, c.shown)
		if err != nil {
			t.Fatal(err)
		}
		got, kind := Nearest(shown, c.fold, load(t, c.zone))
		if s := got.Format(time.RFC3339); s != c.want || kind != c.kind {
			t.Errorf("Nearest(%s, %q) in %s = %s %q, want %s %q", c.shown, c.fold, c.zone, s, kind, c.want, c.kind)
		}
	}
}

func TestUnknownZonesGiveTheNearest(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"Europe/Pariss", `unknown time zone "Europe/Pariss": did you mean Europe/Paris?`},
		{"europe/paris", `unknown time zone "europe/paris": did you mean Europe/Paris?`},
		{"New York", `unknown time zone "New York": did you mean America/New_York?`},
		{"../../etc/passwd", `unknown time zone "../../etc/passwd": write an IANA name, such as Europe/Paris`},
		{"Local", `unknown time zone "Local": write an IANA name, such as Europe/Paris`},
		{"", `no time zone given: write an IANA name, such as Europe/Paris`},
	} {
		if _, err := Load(c.name); err == nil || err.Error() != c.want {
			t.Errorf("Load(%q)\n got %v\nwant %s", c.name, err, c.want)
		}
	}
}

func TestEveryEmbeddedZoneLoads(t *testing.T) {
	names := Names()
	if len(names) < 400 {
		t.Fatalf("only %d zones are embedded", len(names))
	}
	for _, name := range names {
		if loc := load(t, name); loc.String() != name {
			t.Errorf("zone %s calls itself %s", name, loc)
		}
	}
	if len(Release) != 5 {
		t.Errorf("release %q is not of the form 2025c", Release)
	}
}

func TestLoadIsSafeAndShared(t *testing.T) {
	want := load(t, "Asia/Tokyo")
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if got, err := Load("Asia/Tokyo"); err != nil || got != want {
				t.Errorf("got %p %v, want %p", got, err, want)
			}
		})
	}
	wg.Wait()
}

// What the standard library shows of an instant must be read back as that
// instant, and what Parse calls a gap must be shown by no instant.
func TestParseAgreesWithTheStandardLibrary(t *testing.T) {
	const seed = 7
	r := rand.New(rand.NewPCG(seed, seed))
	names := Names()
	rounds := 40_000
	if testing.Short() {
		rounds = 4_000
	}
	for range rounds {
		loc := load(t, names[r.IntN(len(names))])
		t0 := time.Date(1975+r.IntN(90), 1, 1, 0, 0, r.IntN(366*24*3600), 0, time.UTC)
		if _, end := t0.In(loc).ZoneBounds(); r.IntN(2) == 0 && !end.IsZero() {
			t0 = end.Add(time.Duration(r.IntN(3*3600)-90*60) * time.Second) // near a change of clocks
		}
		text := t0.In(loc).Format("2006-01-02 15:04:05")
		var kinds Kind
		first, err := Parse(text, FoldFirst, loc)
		second, err2 := Parse(text, FoldSecond, loc)
		if err != nil || err2 != nil || !first.Equal(t0) && !second.Equal(t0) {
			t.Fatalf("seed %d: %s in %s is %s, read as %s (%v) and %s (%v)", seed, text, loc, t0, first, err, second, err2)
		}
		if _, err := Parse(text, FoldNone, loc); err != nil {
			kinds = err.(*Error).Kind
		}
		if twice := !first.Equal(second); twice != (kinds == Ambiguous) {
			t.Fatalf("seed %d: %s in %s: twice is %v, kind is %q", seed, text, loc, twice, kinds)
		}
		checkMissing(t, loc, t0)
	}
}

// checkMissing walks from a change of clocks forward: the texts that time.Date
// cannot give back are those that Parse calls a gap.
func checkMissing(t *testing.T, loc *time.Location, near time.Time) {
	t.Helper()
	shown := near.In(loc).Add(30 * time.Minute)
	naive := time.Date(shown.Year(), shown.Month(), shown.Day(), shown.Hour(), shown.Minute()-45, 0, 0, time.UTC)
	text := naive.Format("2006-01-02 15:04")
	standard := time.Date(naive.Year(), naive.Month(), naive.Day(), naive.Hour(), naive.Minute(), 0, 0, loc)
	missing := standard.Format("2006-01-02 15:04") != text
	_, err := Parse(text, FoldFirst, loc)
	var e *Error
	if gap := errors.As(err, &e) && e.Kind == Gap; gap != missing {
		t.Fatalf("%s in %s: gap is %v, the standard library misses it: %v (%v)", text, loc, gap, missing, err)
	}
}

func TestTimesAreSaidBack(t *testing.T) {
	paris, now := load(t, "Europe/Paris"), time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		language, zone, at string
		want               string
	}{
		{"en", "Europe/Paris", "2026-12-24 09:00", "Thu 24 Dec 09:00 Paris"},
		{"fr", "Europe/Paris", "2026-12-24 09:00", "jeu. 24 déc. 09:00 Paris"},
		{"fr-CA", "America/Montreal", "2026-12-24 09:00", "jeu. 24 déc. 03:00 Montreal"},
		{"en", "America/New_York", "2026-12-24 09:00", "Thu 24 Dec 03:00 New York"},
		{"en", "UTC", "2026-12-24 09:00", "Thu 24 Dec 08:00 UTC"},
		{"en", "Europe/Paris", "2027-12-24 09:00", "Fri 24 Dec 2027 09:00 Paris"},
		{"en", "Europe/Paris", "2026-02-24 09:00", "Tue 24 Feb 2026 09:00 Paris"},
		{"fr", "Europe/Paris", "2027-02-01 09:00", "lun. 1 févr. 09:00 Paris"},
	} {
		at, err := Parse(c.at, FoldNone, paris)
		if err != nil {
			t.Fatal(err)
		}
		if got := SayIn(c.language, at, load(t, c.zone), now); got != c.want {
			t.Errorf("SayIn(%s, %s, %s) = %q, want %q", c.language, c.at, c.zone, got, c.want)
		}
	}
	second, _ := Parse("2026-10-25 02:30", FoldSecond, paris)
	if got, want := Say(second, paris, now), "Sun 25 Oct 02:30 Paris (the second time)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2026-12-24 09:00", "2026-03-29 02:30", "24/12/2026 9h", "2026-12-24T09:00:00+01:00",
		"2026-10-25 02:30 Europe/Paris", "é 3 mars 2026", "9999-12-31 23:59:59 -15:59"} {
		f.Add(seed)
	}
	paris := load(f, "Europe/Paris")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Parse(text, FoldNone, paris)
		if err == nil {
			again, err := Parse(got.Format("2006-01-02T15:04:05Z07:00"), FoldNone, paris)
			if got.Year() < 10000 && got.Year() > 0 && got.Location() != time.UTC && sane(got) && (err != nil || !again.Equal(got)) {
				t.Errorf("%q is %s, read again %s, %v", text, got, again, err)
			}
			return
		}
		var e *Error
		if !errors.As(err, &e) || e.Text == "" {
			t.Errorf("%q: error %#v is not an *Error with a text", text, err)
		}
		if hint, found := strings.CutPrefix(e.Hint, "write "); found && len(hint) == len("2026-12-24 09:00") {
			if _, err := Parse(hint, FoldFirst, time.UTC); err != nil {
				t.Errorf("%q: the hint %q is wrong itself: %v", text, e.Hint, err)
			}
		}
	})
}

// sane leaves out offsets with seconds, which RFC 3339 cannot write.
func sane(t time.Time) bool {
	_, seconds := t.Zone()
	return seconds%60 == 0
}

func BenchmarkParse(b *testing.B) {
	paris := load(b, "Europe/Paris")
	for b.Loop() {
		if _, err := Parse("2026-12-24 09:00", FoldNone, paris); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleSay() {
	paris, _ := Load("Europe/Paris")
	at, _ := Parse("2026-12-24 09:00", FoldNone, paris)
	fmt.Println(Say(at, paris, at))
	// Output: Thu 24 Dec 09:00 Paris
}
