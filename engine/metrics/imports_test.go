package metrics

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func imported(t *testing.T, files fstest.MapFS, rows ...ImportRow) (fstest.MapFS, int) {
	t.Helper()
	list, changed, err := MergeImports(files, rows)
	if err != nil {
		t.Fatal(err)
	}
	return with(files, list), changed
}

func TestTheSameTableTwiceCountsOnce(t *testing.T) {
	rows := []ImportRow{
		{"2026-12-01", "winter", "social", "masto", map[string]float64{"visits": 10, "conversions": 1}},
		{"2026-12-01", "winter", "social", "masto", map[string]float64{"visits": 5}},
		{"2026-12-01", "", `odd "source", with marks`, "", map[string]float64{"spend": 12.5, "visits": 0}},
		{"2026-11-30", "winter", "social", "masto", map[string]float64{"visits": 7}},
	}
	files, changed := imported(t, nil, rows...)
	const december = "day,campaign,source,channel,visits,conversions,spend\n" +
		"2026-12-01,,\"odd \"\"source\"\", with marks\",,0,,12.5\n2026-12-01,winter,social,masto,15,1,\n"
	if got := string(files["metrics/imports/2026-12.csv"].Data); got != december || changed != 3 || len(files) != 2 {
		t.Errorf("%d changed, files %s:\n%s", changed, paths(files), got)
	}
	again, changed := imported(t, files, rows...)
	if changed != 0 || !reflect.DeepEqual(again, files) {
		t.Errorf("again: %d changed:\n%s", changed, again["metrics/imports/2026-12.csv"].Data)
	}
	// The next table knows more of that day, and nothing of conversions.
	later, changed := imported(t, files, ImportRow{"2026-12-01", "winter", "social", "masto", map[string]float64{"visits": 20}})
	if got := string(later["metrics/imports/2026-12.csv"].Data); changed != 1 || got != strings.ReplaceAll(december, "masto,15,1,", "masto,20,1,") {
		t.Errorf("later: %d changed:\n%s", changed, got)
	}
	var said []string
	for _, one := range ReadImports(files, Period{}, func(p Problem) { t.Error(p) }) {
		said = append(said, fmt.Sprint(one.Day.Format("2006-01-02"), " ", one.Channel, " ", one.Campaign, " ", one.Metric, " ", one.N))
	}
	want := []string{"2026-11-30 masto winter visits 7", "2026-12-01   spend 12.5", "2026-12-01   visits 0",
		"2026-12-01 masto winter conversions 1", "2026-12-01 masto winter visits 15"}
	if !slices.Equal(said, want) {
		t.Errorf("read %q, want %q", said, want)
	}
	if got := ReadImports(files, Period{moment("2026-12-01T00:00"), moment("2026-12-02T00:00")}, nil); len(got) != 4 {
		t.Errorf("of the first of December: %v", got)
	}
}

func TestImportsThatCannotBeReadAreNotOverwritten(t *testing.T) {
	const head = "day,campaign,source,channel,visits,conversions,spend\n"
	for name, text := range map[string]string{
		"another table": "date,visits\n2026-12-01,3\n", "a bad day": head + "2026-12-32,,,,1,,\n", "a bad number": head + "2026-12-01,,,,NaN,,\n",
		"another month": head + "2026-11-01,,,,1,,\n", "few cells": head + "2026-12-01,,,1,,\n", "torn": head + "2026-12-01,\",,,1,,\n", "empty": "",
	} {
		files := fstest.MapFS{"metrics/imports/2026-12.csv": {Data: []byte(text)}}
		var problems []Problem
		if got := ReadImports(files, Period{}, func(p Problem) { problems = append(problems, p) }); len(got) > 0 || len(problems) != 1 {
			t.Errorf("%s: read %v, told of %v", name, got, problems)
		}
		if list, _, err := MergeImports(files, []ImportRow{{Day: "2026-12-01", Counts: map[string]float64{"visits": 1}}}); err == nil {
			t.Errorf("%s: overwritten with %v", name, list)
		}
	}
}

func FuzzImports(f *testing.F) {
	f.Add("day,campaign,source,channel,visits,conversions,spend\n2026-12-01,winter,social,masto,15,1,0.5\n2026-12-01,,\"a\nb\",,,,\n")
	f.Fuzz(func(t *testing.T, text string) {
		const name = "metrics/imports/2026-12.csv"
		files := fstest.MapFS{name: {Data: []byte(text)}}
		whole := true
		rows := importsIn(files, name, func(Problem) { whole = false })
		if !whole {
			return
		}
		list, _, err := MergeImports(fstest.MapFS{}, rows)
		if err != nil {
			t.Fatal(err)
		}
		again, changed, err := MergeImports(with(nil, list), rows)
		if err != nil || changed != 0 || len(again) != 0 {
			t.Fatalf("%q: again %d rows changed, %v", text, changed, err)
		}
	})
}
