package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestARepeatIsOneRenditionForEachDate(t *testing.T) {
	got := newDesk(post("quiz", fields{"channels": list{"toots"}, "at": "2026-10-20 09:00", "text": "One", "thread": list{"Two"},
		"was": list{"game"}, "repeat": fields{"rrule": "FREQ=WEEKLY;BYDAY=TU", "count": int64(3), "except": list{"2026-10-27"}}})).sound(t)
	var lines []string
	for _, d := range got {
		lines = append(lines, fmt.Sprintf("%s %s parent=%s was=%v %s", d.ID, d.Due.Format("2006-01-02T15:04Z"), d.Parent, d.Was, d.Spec.Plain()))
		if d.Digest != d.ComputeDigest() {
			t.Errorf("%s: the digest is of something else", d.ID)
		}
	}
	slices.Sort(lines)
	want := []string{ // clocks go back on 25 October
		"toots/quiz@2026-10-20 2026-10-20T07:00Z parent=:/ was=[toots/game@2026-10-20] One",
		"toots/quiz@2026-10-20/2 2026-10-20T07:00Z parent=toots/quiz@2026-10-20 was=[toots/game@2026-10-20/2] Two",
		"toots/quiz@2026-11-03 2026-11-03T08:00Z parent=:/ was=[toots/game@2026-11-03] One",
		"toots/quiz@2026-11-03/2 2026-11-03T08:00Z parent=toots/quiz@2026-11-03 was=[toots/game@2026-11-03/2] Two",
	}
	lines = slices.DeleteFunc(lines, func(l string) bool { return !strings.HasPrefix(l, "toots/quiz") })
	if !slices.Equal(lines, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

func TestEachDateHasAnAddressOfItsOwn(t *testing.T) {
	got := newDesk(post("quiz", fields{"channels": list{"blog"}, "at": "2026-10-20 09:00", "title": "Quiz", "body": "Come.",
		"seo": fields{"slug": "pub-quiz"}, "repeat": fields{"rrule": "FREQ=WEEKLY", "count": int64(2)}})).sound(t)
	for _, date := range []string{"2026-10-20", "2026-10-27"} {
		if slug := got["blog/quiz@"+date].Spec.Fields()["seo.slug"]; slug != "pub-quiz-"+date {
			t.Errorf("%s is at %q", date, slug)
		}
	}
}

func TestWhatCannotRepeatIsToldAtItsPlace(t *testing.T) {
	for _, test := range []struct {
		name, want string
		post       fields
	}{
		{"no time", "repeat-start", fields{"at": "merge", "text": "x", "repeat": fields{"rrule": "FREQ=WEEKLY", "count": int64(2)}}},
		{"taken down", "repeat-end", fields{"at": "2026-10-20 09:00", "until": "2026-10-21 09:00", "text": "x",
			"repeat": fields{"rrule": "FREQ=WEEKLY", "count": int64(2)}}},
		{"no end", "repeat-end", fields{"at": "2026-10-20 09:00", "text": "x", "repeat": fields{"rrule": "FREQ=WEEKLY"}}},
		{"not a rule", "bad-rrule", fields{"at": "2026-10-20 09:00", "text": "x", "repeat": fields{"rrule": "weekly", "count": int64(2)}}},
		{"an exception of another day", "repeat-except", fields{"at": "2026-10-20 09:00", "text": "x",
			"repeat": fields{"rrule": "FREQ=WEEKLY", "count": int64(2), "except": list{"2026-10-21"}}}},
		{"a reference to it", "dangling-reference", fields{"at": "merge", "text": "${post.quiz.toots.url}"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(post("quiz", fields{"channels": list{"toots"}, "at": "2026-10-20 09:00", "text": "x",
				"repeat": fields{"rrule": "FREQ=WEEKLY", "count": int64(2)}}), post("tested", test.post))
			var found []string
			for _, f := range d.render(t).Findings {
				found = append(found, f.Rule)
				if f.Pos.Line == 0 {
					t.Errorf("%s has no place", f.Rule)
				}
			}
			if !slices.Contains(found, test.want) {
				t.Errorf("found %v, want %s", found, test.want)
			}
		})
	}
}
