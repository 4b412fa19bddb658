package chart

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"
)

// channels reads "#rrggbb" as linear light.
func channels(t *testing.T, colour string) [3]float64 {
	t.Helper()
	var bytes [3]uint8
	if _, err := fmt.Sscanf(colour, "#%02x%02x%02x", &bytes[0], &bytes[1], &bytes[2]); err != nil {
		t.Fatalf("colour %q: %v", colour, err)
	}
	var linear [3]float64
	for i, b := range bytes {
		v := float64(b) / 255
		if v <= 0.04045 {
			linear[i] = v / 12.92
		} else {
			linear[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return linear
}

// contrast is that of WCAG 2.
func contrast(t *testing.T, a, b string) float64 {
	luminance := func(c [3]float64) float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }
	x, y := luminance(channels(t, a)), luminance(channels(t, b))
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestColoursStandOutFromTheGround(t *testing.T) {
	for _, theme := range []Theme{Light, Dark} {
		p := theme.palette()
		for _, text := range []string{p.ink, p.soft} {
			if c := contrast(t, text, p.ground); c < 4.5 {
				t.Errorf("theme %d: text %s has a contrast of %.2f, at least 4.5 is needed", theme, text, c)
			}
		}
		for _, colour := range slices.Concat(p.series[:], p.tones[1:]) {
			if c := contrast(t, colour, p.ground); c < 3 {
				t.Errorf("theme %d: %s has a contrast of %.2f, at least 3 is needed", theme, colour, c)
			}
		}
	}
}

// The matrices are those of Machado, Oliveira and Fernandes (2009), severity 1.
var blindness = map[string][3][3]float64{
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
}

// lab is CIE L*a*b* of linear light.
func lab(c [3]float64) [3]float64 {
	f := func(v float64) float64 {
		if v > 0.008856 {
			return math.Cbrt(v)
		}
		return 7.787*v + 16.0/116
	}
	x := f((0.4124*c[0] + 0.3576*c[1] + 0.1805*c[2]) / 0.9505)
	y := f(0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2])
	z := f((0.0193*c[0] + 0.1192*c[1] + 0.9505*c[2]) / 1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func TestFirstThreeColoursStayApartForTheColourBlind(t *testing.T) {
	for _, theme := range []Theme{Light, Dark} {
		p := theme.palette()
		for name, matrix := range blindness {
			seen := func(colour string) [3]float64 {
				c := channels(t, colour)
				var out [3]float64
				for i, row := range matrix {
					out[i] = min(max(row[0]*c[0]+row[1]*c[1]+row[2]*c[2], 0), 1)
				}
				return lab(out)
			}
			list := slices.Concat(p.series[:3], p.tones[1:4])
			for i, a := range list {
				for _, b := range list[:i] {
					x, y := seen(a), seen(b)
					if a == b || i >= 3 != slices.Contains(p.tones[1:4], b) {
						continue
					}
					if d := math.Hypot(math.Hypot(x[0]-y[0], x[1]-y[1]), x[2]-y[2]); d < 15 {
						t.Errorf("theme %d, %s: %s and %s differ by %.1f, at least 15 is needed", theme, name, a, b, d)
					}
				}
			}
		}
	}
}

func TestEveryLineHasADashOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, dash := range dashes() {
		if key := fmt.Sprint(dash); seen[key] {
			t.Errorf("two lines have the dash %s", key)
		} else {
			seen[key] = true
		}
	}
}

func TestAxesBeginAndEndAtRoundNumbers(t *testing.T) {
	for _, c := range []struct {
		low, high, least     float64
		from, to, step       float64
		first, second, third string
	}{
		{1200, 1562, 1, 1200, 1600, 100, "1,200", "1,300", "1,400"},
		{0, 3, 1, 0, 3, 1, "0", "1", "2"},
		{0, 0, 1, 0, 1, 1, "0", "1", ""},
		{1.2, 4.8, 1e-6, 0, 5, 1, "0", "1", "2"},
		{0.61, 0.64, 1e-6, 0.61, 0.64, 0.01, "0.61", "0.62", "0.63"},
		{-40, 90, 1, -50, 100, 50, "−50", "0", "50"},
		{7, 7, 1, 6, 8, 1, "6", "7", "8"},
	} {
		from, to, step := values(c.low, c.high, 5, c.least)
		if math.Abs(from-c.from)+math.Abs(to-c.to)+math.Abs(step-c.step) > 1e-9 {
			t.Errorf("values(%v, %v) = %v, %v, %v, want %v, %v, %v", c.low, c.high, from, to, step, c.from, c.to, c.step)
			continue
		}
		marks := wordsFor("en").valueMarks(from, to, step, "")
		for i, want := range []string{c.first, c.second, c.third} {
			if want != "" && marks[i].label != want {
				t.Errorf("mark %d of %v to %v is %q, want %q", i, c.low, c.high, marks[i].label, want)
			}
		}
	}
}

func TestTimeIsMarkedAtDaysMondaysMonthsAndYears(t *testing.T) {
	from := time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		days         int
		language     string
		first, last  string
		below, count any
	}{
		{7, "fr", "1er nov.", "7 nov.", "2026", 7},
		{30, "en", "2 Nov", "30 Nov", "2026", 5},
		{365, "en", "Nov", "Oct", "2026", 12},
		{365 * 8, "fr", "2027", "2034", "", 8},
	} {
		canvas := newCanvas(Head{Language: c.language}, Wide, plotHeight)
		marks := canvas.timeMarks(from, from.AddDate(0, 0, c.days), 560)
		if n := len(marks); n != c.count || marks[0].label != c.first || marks[n-1].label != c.last || marks[0].below != c.below {
			t.Errorf("%d days are marked %v, want %v from %q to %q", c.days, marks, c.count, c.first, c.last)
		}
	}
}

func TestLabelsKeepTheirDistance(t *testing.T) {
	for _, wanted := range [][]float64{{100, 101, 102}, {10, 10, 10, 200}, {290, 295, 299, 300}, {50}, {0, 300}, {20, 60, 61, 95, 96, 97}} {
		places := spread(wanted, 30, 20, 300)
		for i, y := range places {
			if y < 20-1e-9 || y > 300+1e-9 {
				t.Errorf("%v: place %d is at %v, outside of 20 to 300", wanted, i, y)
			}
			if i > 0 && y-places[i-1] < 30-1e-9 {
				t.Errorf("%v: places %v and %v are nearer than 30", wanted, places[i-1], y)
			}
		}
	}
}

func TestWhatIsMissingIsNotJoined(t *testing.T) {
	at := func(d int) time.Time { return time.Date(2026, time.November, d, 0, 0, 0, 0, time.UTC) }
	s := Series{Points: []Point{{at(1), 5}, {at(2), 6}, {at(5), 9}, {at(6), 0}, {at(7), 2}}, Breaks: []Break{{At: at(7)}}}
	parts := stretches(s, 24*time.Hour)
	if len(parts) != 3 || len(parts[0]) != 2 || len(parts[1]) != 2 || len(parts[2]) != 1 {
		t.Errorf("the series is drawn as %v, want two points, two points, one", parts)
	}
	missing := gaps(s, span{at(1), at(8)}, 24*time.Hour)
	if len(missing) != 1 || missing[0] != (span{at(2), at(5)}) {
		t.Errorf("missing is %v, want 2 to 5 November", missing)
	}
}
