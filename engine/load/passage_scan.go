package load

import (
	"strconv"
	"unicode/utf8"
)

// A run is a piece of a file that holds blanks and line ends only.
type run struct {
	from, to int
	ends     []ending
}

// An ending is a line end, and what YAML reads it as.
type ending struct {
	text     string
	from, to int
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// lineEnd is the length of the line end that data begins with, 0 if it begins
// with none. YAML 1.1, of which the parser is, has five of them.
func lineEnd(data []byte) int {
	if len(data) == 0 {
		return 0
	}
	switch c := data[0]; {
	case c == '\r' && len(data) > 1 && data[1] == '\n':
		return 2
	case c == '\r' || c == '\n':
		return 1
	case c == 0xC2 && len(data) > 1 && data[1] == 0x85: // NEL
		return 2
	case c == 0xE2 && len(data) > 2 && data[1] == 0x80 && (data[2] == 0xA8 || data[2] == 0xA9): // LS, PS
		return 3
	}
	return 0
}

// endText is what a line end is in a value: LS and PS stay what they are.
func endText(end []byte) string {
	if len(end) == 3 {
		return string(end)
	}
	return "\n"
}

func readRun(data []byte, at int) run {
	r := run{from: at, to: at}
	for r.to < len(data) {
		if n := lineEnd(data[r.to:]); n > 0 {
			r.ends = append(r.ends, ending{endText(data[r.to : r.to+n]), r.to, r.to + n})
			r.to += n
		} else if isBlank(data[r.to]) {
			r.to++
		} else {
			break
		}
	}
	return r
}

// afterProperties skips an anchor and a tag, and what lies between them and the
// value.
func afterProperties(data []byte, at int) int {
	for at < len(data) && (data[at] == '&' || data[at] == '!') {
		anchor := data[at] == '&'
		at++
		for at < len(data) && !isBlank(data[at]) && lineEnd(data[at:]) == 0 && (!anchor || inAnchor(data[at])) {
			at++
		}
		for at < len(data) {
			if run := readRun(data, at); run.to > at {
				at = run.to
			} else if data[at] == '#' {
				for at < len(data) && lineEnd(data[at:]) == 0 {
					at++
				}
			} else {
				break
			}
		}
	}
	return at
}

// inAnchor reports whether the parser takes a byte as part of an anchor's name.
func inAnchor(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_' || c == '-'
}

// unescape reads one escape of a double quoted scalar; its length is 0 if there
// is no such escape.
func unescape(data []byte) (text string, length int) {
	if len(data) < 2 {
		return "", 0
	}
	digits := 0
	switch data[1] {
	case '0':
		return "\x00", 2
	case 'a':
		return "\a", 2
	case 'b':
		return "\b", 2
	case 't', '\t':
		return "\t", 2
	case 'n':
		return "\n", 2
	case 'v':
		return "\v", 2
	case 'f':
		return "\f", 2
	case 'r':
		return "\r", 2
	case 'e':
		return "\x1b", 2
	case ' ', '"', '\'', '\\':
		return string(data[1:2]), 2
	case 'N':
		return "\u0085", 2
	case '_':
		return "\u00a0", 2
	case 'L':
		return "\u2028", 2
	case 'P':
		return "\u2029", 2
	case 'x':
		digits = 2
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	}
	if digits == 0 || len(data) < 2+digits {
		return "", 0
	}
	code, err := strconv.ParseUint(string(data[2:2+digits]), 16, 32)
	if err != nil || code > utf8.MaxRune || !utf8.ValidRune(rune(code)) {
		return "", 0
	}
	return string(rune(code)), 2 + digits
}
