package load

import (
	"strings"
	"unicode/utf8"
)

// Carry finds the bytes of a text as it is written that became what differs
// between what was made of it, shown, and what somebody made of that, live; and
// what to write in their place. It is false if nothing differs, or if what
// differs is not to be found in the text once and only once: a reference or a
// followed link is written otherwise than it is shown.
func Carry(text, shown, live string) (from, to int, piece string, ok bool) {
	if shown == live {
		return 0, 0, "", false
	}
	start := commonPrefix(shown, live)
	tail := commonSuffix(shown[start:], live[start:])
	end := len(shown) - tail
	piece = live[start : len(live)-tail]
	for _, around := range []int{0, 8, 32, 128, len(shown)} {
		a, b := max(0, start-around), min(len(shown), end+around)
		for a > 0 && !utf8.RuneStart(shown[a]) {
			a--
		}
		for b < len(shown) && !utf8.RuneStart(shown[b]) {
			b++
		}
		context := shown[a:b]
		if context == "" || strings.Count(shown, context) != 1 {
			continue
		}
		if strings.Count(text, context) != 1 {
			return 0, 0, "", false
		}
		at := strings.Index(text, context)
		return at + start - a, at + end - a, piece, true
	}
	return 0, 0, "", false
}

// commonPrefix is the length of what two texts begin with, in whole characters.
func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && (n < len(a) && !utf8.RuneStart(a[n]) || n < len(b) && !utf8.RuneStart(b[n])) {
		n--
	}
	return n
}

// commonSuffix is the length of what two texts end with, in whole characters.
func commonSuffix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	for n > 0 && (!utf8.RuneStart(a[len(a)-n]) || !utf8.RuneStart(b[len(b)-n])) {
		n--
	}
	return n
}
