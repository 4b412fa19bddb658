package chart

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// words are what the package writes itself.
type words struct {
	french      bool
	months      [12]string
	thousands   string
	point       string
	first       string // day of the month
	colon       string
	missing     string // key of the hatching
	interrupted string
	ownScale    string
	notZero     string
	plan        string // the mark of what was planned
}

func wordsFor(language string) words {
	if language == "fr" || strings.HasPrefix(language, "fr-") {
		return words{french: true,
			months:    [12]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
			thousands: "\u202f", point: ",", first: "1er", colon: "\u00a0:", missing: "pas de données", interrupted: "Ligne interrompue\u00a0: pas de données.", ownScale: "Chaque ligne a sa propre échelle.", notZero: "L’axe ne commence pas à 0.",
			plan: "prévu"}
	}
	return words{
		months:    [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		thousands: ",", point: ".", first: "1", colon: ":", missing: "no data", interrupted: "Where a line is interrupted, there are no data.", ownScale: "Each row has a scale of its own.", notZero: "The axis does not start at 0.",
		plan: "planned"}
}

// number writes n as people do, with so many decimals.
func (w words) number(n float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(n), 'f', decimals, 64)
	digits, fraction, _ := strings.Cut(text, ".")
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + w.thousands + digits[i:]
	}
	if fraction != "" {
		digits += w.point + fraction
	}
	if n < 0 && strings.Trim(text, "0.") != "" {
		return "−" + digits
	}
	return digits
}

// places is how many decimals matter of numbers that are compared with each other:
// one if any of them has some and all are below 100.
func places(list ...float64) int {
	decimals := 0
	for _, n := range list {
		if math.Abs(n) >= 100 {
			return 0
		}
		if n != math.Trunc(n) {
			decimals = 1
		}
	}
	return decimals
}

// amount writes n alone with its unit.
func (w words) amount(n float64, unit string) string {
	return w.withUnit(w.number(n, places(n)), unit)
}

func (w words) withUnit(number, unit string) string {
	switch {
	case unit == "":
		return number
	case unit == "%" && !w.french:
		return number + unit
	}
	return number + "\u00a0" + unit
}

// day writes "2 Nov", "1er nov.".
func (w words) day(t time.Time) string {
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = w.first
	}
	return day + " " + w.months[t.Month()-1]
}
