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
		a, b := wordStart(shown, max(0, start-around)), wordEnd(shown, min(len(shown), end+around))
		words := shown[a:b]
		if words == "" || strings.Index(shown, words) != strings.LastIndex(shown, words) {
			continue
		}
		at := strings.Index(text, words)
		if at < 0 || at != strings.LastIndex(text, words) || wordStart(text, at) != at || wordEnd(text, at+len(words)) != at+len(words) {
			return 0, 0, "", false
		}
		return at + start - a, at + end - a, piece, true
	}
	return 0, 0, "", false
}

// wordStart is where the word around an offset begins. Words count as a whole,
// as a letter of an address may be one of the reference that it is made of.
func wordStart(text string, at int) int {
	return strings.LastIndexAny(text[:at], " \t\r\n") + 1
}

// wordEnd is where the word around an offset ends.
func wordEnd(text string, at int) int {
	if n := strings.IndexAny(text[at:], " \t\r\n"); n >= 0 {
		return at + n
	}
	return len(text)
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
