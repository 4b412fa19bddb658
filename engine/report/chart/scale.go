package chart

import (
	"math"
	"slices"
	"strconv"
	"time"
)

// A scale sets values along a stretch of the picture.
type scale struct{ low, high, from, to float64 }

func (s scale) at(n float64) float64 {
	if s.high == s.low {
		return (s.from + s.to) / 2
	}
	return s.from + (n-s.low)/(s.high-s.low)*(s.to-s.from)
}

// A mark is a place on an axis and its label.
type mark struct {
	n     float64
	label string
	below string // second line, such as the year
}

// values chooses a scale that holds low and high and begins and ends at round
// numbers, at most so many steps apart, the smallest being least.
func values(low, high float64, steps int, least float64) (from, to, step float64) {
	if low >= 0 && low <= high/2 {
		low = 0 // where the base line is near, it is shown
	}
	if high <= low {
		around := math.Max(math.Abs(low)*0.05, math.Max(least, 1e-3))
		if low != 0 { // nothing is below nothing
			low -= around
		}
		high += around
	}
	step = round(math.Max((high-low)/float64(steps), least))
	for {
		from, to = math.Floor(low/step+1e-9)*step, math.Ceil(high/step-1e-9)*step
		if (to-from)/step <= float64(steps)+0.5 {
			return from, to, step
		}
		step = round(step * 1.01)
	}
}

// round returns the next of 1, 2, 5, 10, 20, 50, … that is not below n.
func round(n float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(n)))
	for _, factor := range []float64{1, 2, 5} {
		if n <= factor*power*(1+1e-9) {
			return factor * power
		}
	}
	return 10 * power
}

// decimals is how many a step needs.
func decimals(step float64) int {
	if step >= 1 {
		return 0
	}
	return int(math.Ceil(-math.Log10(step) - 1e-9))
}

// valueMarks labels a scale.
func (w words) valueMarks(from, to, step float64, suffix string) []mark {
	var marks []mark
	for i := 0; from+float64(i)*step <= to+step/2; i++ {
		n := from + float64(i)*step
		marks = append(marks, mark{n: n, label: w.withUnit(w.number(n, decimals(step)), suffix)})
	}
	return marks
}

// A tick generator returns the moment at which its first label stands, on or after
// t, and the next one.
type ticks struct {
	start func(time.Time) time.Time
	next  func(time.Time) time.Time
	label func(words, time.Time) string
}

func midnight(t time.Time) time.Time {
	year, month, day := t.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, t.Location())
}

func days(n int) ticks {
	return ticks{
		start: midnight,
		next:  func(t time.Time) time.Time { return t.AddDate(0, 0, n) },
		label: words.day,
	}
}

func weeks(n int) ticks {
	return ticks{
		start: func(t time.Time) time.Time { // Mondays
			t = midnight(t)
			return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
		},
		next:  func(t time.Time) time.Time { return t.AddDate(0, 0, 7*n) },
		label: words.day,
	}
}

func months(n int) ticks {
	return ticks{
		start: func(t time.Time) time.Time {
			month := (int(t.Month())-1)/n*n + 1
			return time.Date(t.Year(), time.Month(month), 1, 0, 0, 0, 0, t.Location())
		},
		next: func(t time.Time) time.Time { return t.AddDate(0, n, 0) },
		label: func(w words, t time.Time) string {
			if n >= 12 {
				return strconv.Itoa(t.Year())
			}
			return w.months[t.Month()-1]
		},
	}
}

// timeMarks labels the time from..to along width pixels with days, Mondays, months
// or years: the densest whose labels do not touch.
func (c *canvas) timeMarks(from, to time.Time, width float64) []mark {
	const apart = 14
	var best []mark
	for _, t := range []ticks{days(1), days(2), weeks(1), weeks(2), weeks(4), months(1), months(3), months(6), months(12), months(60), months(240)} {
		marks, widest := c.generate(t, from, to)
		if len(marks) == 0 {
			continue
		}
		best = marks
		if float64(len(marks))*(widest+apart) <= width+apart {
			break
		}
	}
	return best
}

// generate stops early where there would be too many to be read anyway.
func (c *canvas) generate(t ticks, from, to time.Time) (marks []mark, widest float64) {
	const most = 200
	year := 0
	for at := t.start(from); at.Before(to) && len(marks) < most; at = t.next(at) {
		if at.Before(from) {
			continue
		}
		m := mark{n: seconds(at), label: t.label(c.words, at)}
		if label := strconv.Itoa(at.Year()); at.Year() != year && label != m.label {
			m.below = label
		}
		year = at.Year()
		widest = max(widest, c.measure(m.label, labelSize), c.measure(m.below, labelSize))
		marks = append(marks, m)
	}
	return marks, widest
}

func seconds(t time.Time) float64 { return float64(t.Unix()) }

// median of durations, the upper one of two; zero of none.
func median(list []time.Duration) time.Duration {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}
