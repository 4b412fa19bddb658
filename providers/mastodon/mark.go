package mastodon

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"galley/engine"
)

// A server encodes every picture anew and gives it a name of its own, so that
// nobody could tell later which file is shown. What it does keep, digit for
// digit, is the focal point (media_attachment.rb, focus=). Two decimals of it
// are what people set, a hundredth of half the picture. The first six digits of
// the file's SHA-256 ride behind them, twelve bits in the third to sixth
// decimals of each coordinate: at most 0.0021, which moves no crop by a pixel.
//
// A focal point that somebody moved by hand has no such digits: the file is
// then unknown, and the post is shown as edited on the network, which it was.

const (
	markDigits = 6    // hexadecimal digits of the hash that are kept
	markHalf   = 2048 // of the 4096 values of a coordinate, half lie below its hundredth
	markUnit   = 1e-6
	mostFocus  = 0.99 // leaves room for the mark: a coordinate beyond 1 is refused
)

// marked is what the network can give back of a file's hash.
func marked(sum string) string {
	if len(sum) < markDigits {
		return ""
	}
	return sum[:markDigits]
}

// quantum rounds a coordinate to what people set.
func quantum(v float64) float64 {
	v = math.Round(v*100) / 100
	return min(max(v, -mostFocus), mostFocus) + 0 // no negative zero
}

// mark returns the focal point to send for a file.
func mark(m engine.Media) string {
	x, y := parseFocus(m.Focus)
	x, y = quantum(x), quantum(y)
	if n, err := strconv.ParseUint(marked(m.SHA256), 16, 32); err == nil {
		x, y = x+markOffset(n>>12), y+markOffset(n&0xfff)
	}
	return fmt.Sprintf("%.6f,%.6f", x, y)
}

// markOffset is never zero: a coordinate on its hundredth bears no mark.
func markOffset(v uint64) float64 {
	n := int64(v) - markHalf
	if n >= 0 {
		n++
	}
	return float64(n) * markUnit
}

// unmark returns the file's hash, as far as it is known, and the focal point
// that people set.
func unmark(p *focusPoint) (sum, focus string) {
	if p == nil {
		return "", ""
	}
	x, y := quantum(p.X), quantum(p.Y)
	focus = focusString(x, y)
	high, ok := markValue(p.X - x)
	low, also := markValue(p.Y - y)
	if !ok || !also {
		return "", focus
	}
	return fmt.Sprintf("%0*x", markDigits, high<<12|low), focus
}

func markValue(offset float64) (uint64, bool) {
	n := int64(math.Round(offset / markUnit))
	switch {
	case n == 0 || n < -markHalf || n > markHalf:
		return 0, false
	case n > 0:
		n--
	}
	return uint64(n + markHalf), true
}

// parseFocus reads "x,y"; what cannot be read is the middle.
func parseFocus(s string) (x, y float64) {
	first, second, _ := strings.Cut(s, ",")
	return coordinate(first), coordinate(second)
}

func coordinate(s string) float64 {
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(v) {
		return 0
	}
	return v
}

// focusString writes a focal point as content does; the middle is empty.
func focusString(x, y float64) string {
	if x == 0 && y == 0 {
		return ""
	}
	return strconv.FormatFloat(x, 'f', -1, 64) + "," + strconv.FormatFloat(y, 'f', -1, 64)
}
