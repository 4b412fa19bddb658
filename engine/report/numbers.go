package report

import (
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/currency"

	"galley/engine/metrics"
)

// value writes a number of a unit, "–" if it is not known: absent is not zero.
func (s speaker) value(v metrics.Value, unit string) string {
	if !v.Known {
		return "–"
	}
	return s.amount(v.N, unit)
}

// amount writes "1,234", "12.5%", "€1,234.50", "3 h 20 min"; in French "1 234",
// "12,5 %", "1 234,50 €".
func (s speaker) amount(n float64, unit string) string {
	switch unit {
	case "", "count", "weekly":
		return s.counted(n)
	case "percent":
		return s.percentage(n) + s.percent
	case "seconds":
		return s.duration(time.Duration(n * float64(time.Second)))
	case "money":
		return s.money(n, s.doc.Currency)
	}
	return s.decimal(n, 2) + nbsp + unit
}

// money writes "€1,234.50", "CHF 1,234.50", in French "1 234,50 €", with as many
// decimals as the currency has; without one the number alone.
func (s speaker) money(n float64, code string) string {
	sign, known := map[string]string{"EUR": "€", "USD": "$", "GBP": "£"}[code]
	amount := s.fixed(math.Abs(n), decimalsOf(code))
	switch {
	case code == "":
	case !known && s.french():
		amount += nbsp + code
	case !known:
		amount = code + nbsp + amount
	case s.french():
		amount += nbsp + sign
	default:
		amount = sign + amount
	}
	if n < 0 && strings.ContainsAny(amount, "123456789") {
		return "−" + amount
	}
	return amount
}

// decimalsOf is how many decimals an amount of a currency is written with by ISO
// 4217: none of yen, three of dinars, and two where it is not known.
func decimalsOf(code string) int {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return 2
	}
	decimals, _ := currency.Standard.Rounding(unit)
	return decimals
}

// counted writes a number of things: a fraction counts only where there are few.
func (s speaker) counted(n float64) string {
	if abs(n) >= 100 {
		return s.fixed(n, 0)
	}
	return s.decimal(n, 1)
}

// percentage writes small shares more exactly than large ones.
func (s speaker) percentage(n float64) string {
	switch size := abs(n); {
	case size >= 99.95 || size == math.Trunc(size) && size >= 10 || size == 0:
		return s.fixed(n, 0)
	case size < 0.95:
		return s.fixed(n, 2)
	}
	return s.fixed(n, 1)
}

// decimal rounds to so many places, and leaves out those that are zero.
func (s speaker) decimal(n float64, places int) string {
	text := s.fixed(n, places)
	if strings.ContainsAny(text, ".,") && strings.Contains(strconv.FormatFloat(n, 'f', places, 64), ".") {
		text = strings.TrimRight(text, "0")
		text = strings.TrimSuffix(strings.TrimSuffix(text, "."), s.point())
	}
	return text
}

func (s speaker) point() string { return s.pick(".", ",") }

// fixed writes exactly so many places, with a sign that is as wide as a digit.
func (s speaker) fixed(n float64, places int) string {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return "–"
	}
	scale := math.Pow10(places)
	digits := strconv.FormatFloat(math.Round(math.Abs(n)*scale)/scale, 'f', places, 64) // halves away from zero
	whole, fraction, _ := strings.Cut(digits, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + s.thousands + whole[i:]
	}
	if fraction != "" {
		whole += s.point() + fraction
	}
	if n < 0 && strings.Trim(digits, "0.") != "" {
		return "−" + whole
	}
	return whole
}

// signed writes a difference with its sign; nothing is ±0.
func (s speaker) signed(n float64, unit string) string {
	return s.signedText(n, s.amount(math.Abs(n), unit))
}

// signedText puts the sign of n ahead of what it is written as.
func (s speaker) signedText(n float64, text string) string {
	switch {
	case !strings.ContainsAny(text, "123456789"):
		return "±" + text
	case n < 0:
		return "−" + text
	}
	return "+" + text
}

// relative writes by how much a number moved: in percent, or in points where it
// is a percentage itself. Empty where that says nothing.
func (s speaker) relative(now, before metrics.Value, unit string) string {
	switch {
	case !now.Known || !before.Known:
		return ""
	case unit == "percent":
		points := math.Round((now.N-before.N)*10) / 10
		return s.signed(points, "count") + nbsp + s.points(points)
	case before.N == 0 || math.Signbit(before.N) != math.Signbit(now.N) && now.N != 0:
		return s.signed(now.N-before.N, unit)
	}
	percent := (now.N - before.N) / math.Abs(before.N) * 100
	if math.Abs(percent) < 9.95 {
		return s.signedText(percent, s.decimal(math.Abs(percent), 1)+s.percent)
	}
	return s.signedText(percent, s.fixed(math.Abs(percent), 0)+s.percent)
}

// points is the unit of a difference of percentages: in French its plural begins
// at two.
func (s speaker) points(n float64) string {
	if s.french() && abs(n) < 2 {
		return "pt"
	}
	return "pts"
}
