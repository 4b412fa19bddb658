package chart_test

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine/report/chart"
)

var update = flag.Bool("update", false, "write the golden files")

func TestPicturesAreThoseOfTheGoldenFiles(t *testing.T) {
	for _, s := range scenes() {
		for _, v := range versions() {
			got, err := s.draw(v.theme, v.width)
			if err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
			golden := filepath.Join("testdata", s.name+"."+v.name+".svg")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs from what is drawn now: look at both, then go test -update", golden)
			}
		}
	}
}

// wellFormed fails unless a picture is XML that loads nothing and runs nothing.
func wellFormed(t *testing.T, picture []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(picture))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, picture)
		}
		element, is := token.(xml.StartElement)
		if !is {
			continue
		}
		if !slices.Contains([]string{"svg", "title", "desc", "style", "path", "circle", "text"}, element.Name.Local) {
			t.Fatalf("element %s in\n%s", element.Name.Local, picture)
		}
		for _, a := range element.Attr {
			if strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Name.Local, "href") {
				t.Fatalf("attribute %s in\n%s", a.Name.Local, picture)
			}
		}
	}
}

func TestTextsOfStrangersStayTexts(t *testing.T) {
	const hostile = "]]><script>alert(1)</script>\"'&\x00\x1b\xff</text></svg>\u202e{}"
	head := chart.Head{Title: hostile, Description: hostile, Language: hostile}
	points := []chart.Point{{At: day(time.November, 1), N: 1}, {At: day(time.November, 2), N: 3}}
	series := []chart.Series{{Name: hostile, Points: points, Breaks: []chart.Break{{At: points[1].At, Label: hostile}}}}
	for _, draw := range []func() ([]byte, error){
		func() ([]byte, error) {
			return chart.Lines(chart.LineSpec{Head: head, Series: series, Unit: hostile})
		},
		func() ([]byte, error) { return chart.Rows(chart.LineSpec{Head: head, Series: series, Unit: hostile}) },
		func() ([]byte, error) {
			return chart.Bars(chart.BarSpec{Head: head, Groups: []string{hostile}, Parts: []chart.Part{{Name: hostile, Values: known(1)}, {Name: hostile, Values: known(2)}}})
		},
		func() ([]byte, error) {
			return chart.Shares(chart.ShareSpec{Head: head, Rows: []chart.Share{{Name: hostile, Value: chart.Known(2)}}})
		},
		func() ([]byte, error) { return chart.Spark(chart.SparkSpec{Head: head, Series: series[0]}) },
	} {
		picture, err := draw()
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, picture)
	}
}

func TestWhatCannotBeDrawnIsRefused(t *testing.T) {
	head := chart.Head{Title: "Followers"}
	one := chart.Series{Name: "a", Points: []chart.Point{{At: day(time.November, 1), N: 1}}}
	back := chart.Series{Name: "a", Points: []chart.Point{{At: day(time.November, 2), N: 1}, {At: day(time.November, 1), N: 1}}}
	odd := chart.Series{Name: "a", Points: []chart.Point{{At: day(time.November, 2), N: math.NaN()}}}
	long := chart.Series{Name: "a", Points: make([]chart.Point, chart.MaxPoints+1)}
	for want, draw := range map[string]func() ([]byte, error){
		`draw "Followers": no series`: func() ([]byte, error) {
			return chart.Lines(chart.LineSpec{Head: head, Series: []chart.Series{{Name: "a"}}})
		},
		`draw "Followers": 7 lines, at most 6 can be told apart: use Rows`: func() ([]byte, error) {
			return chart.Lines(chart.LineSpec{Head: head, Series: []chart.Series{one, one, one, one, one, one, one}})
		},
		`draw "Followers": series "a": point 2 is before the one ahead of it`: func() ([]byte, error) {
			return chart.Rows(chart.LineSpec{Head: head, Series: []chart.Series{back}})
		},
		`draw "Followers": series "a": point 1: not a number`: func() ([]byte, error) {
			return chart.Spark(chart.SparkSpec{Head: head, Series: odd})
		},
		`draw "Followers": series "a" has 5001 points, at most 5000 are drawn`: func() ([]byte, error) {
			return chart.Spark(chart.SparkSpec{Head: head, Series: long})
		},
		`draw "Followers": part "p" has 2 values for 1 bars`: func() ([]byte, error) {
			return chart.Bars(chart.BarSpec{Head: head, Groups: []string{"w"}, Parts: []chart.Part{{Name: "p", Values: known(1, 2)}}})
		},
		`draw "Followers": part "p": not a number of zero or more`: func() ([]byte, error) {
			return chart.Bars(chart.BarSpec{Head: head, Groups: []string{"w"}, Parts: []chart.Part{{Name: "p", Values: []chart.Value{chart.Known(-1)}}}})
		},
		`draw "Followers": row "r": not a number of zero or more`: func() ([]byte, error) {
			return chart.Shares(chart.ShareSpec{Head: head, Rows: []chart.Share{{Name: "r", Value: chart.Known(math.Inf(1))}}})
		},
	} {
		if _, err := draw(); err == nil || err.Error() != want {
			t.Errorf("the error is %v, want %s", err, want)
		}
	}
}

// Numbers of any size, at any time, give a picture or an error.
func FuzzLines(f *testing.F) {
	f.Add(int64(1_800_000_000), int64(86_400), 1200.0, 3.5, "Mastodon", "portée → vues")
	f.Add(int64(-62_135_596_800), int64(1), 0.0, 0.0, "", "")
	f.Add(int64(0), int64(9_000_000_000), -1e14, 1e-300, "\x00", "]]>")
	f.Fuzz(func(t *testing.T, begin, apart int64, first, growth float64, name, label string) {
		if begin < -62_135_596_800 || begin > 200_000_000_000 || apart < 0 || apart > 10_000_000_000 {
			t.Skip("not a time that a calendar has")
		}
		s := chart.Series{Name: name, Breaks: []chart.Break{{At: time.Unix(begin+apart, 0).UTC(), Label: label}}}
		for i := range 5 {
			s.Points = append(s.Points, chart.Point{At: time.Unix(begin+int64(i*i)*apart, 0).UTC(), N: first + float64(i)*growth})
		}
		spec := chart.LineSpec{Head: chart.Head{Title: name}, Series: []chart.Series{s, s}}
		for _, draw := range []func(chart.LineSpec) ([]byte, error){chart.Lines, chart.Rows} {
			if picture, err := draw(spec); err == nil {
				wellFormed(t, picture)
			}
		}
	})
}

func TestPartThatIsAStatementIsNamedEvenAlone(t *testing.T) {
	for _, c := range []struct {
		tone chart.Tone
		want int
	}{{chart.Neutral, 0}, {chart.Muted, 1}} {
		picture, err := chart.Bars(chart.BarSpec{Head: chart.Head{Title: "Posts by week"}, Groups: []string{"W1"},
			Parts: []chart.Part{{Name: "to come", Tone: c.tone, Values: known(3)}}})
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(picture), ">to come<"); n != c.want {
			t.Errorf("a single part of tone %d is named %d times, want %d", c.tone, n, c.want)
		}
	}
}
