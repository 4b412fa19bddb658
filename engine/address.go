package engine

import (
	"strings"
	"unicode"
)

// NextAddress returns the bytes of the first web address in running text or in
// Markdown, without what closes a sentence or a bracket around it. Start is -1 if
// there is none. An address that goes on with a reference ("${") ends before it.
func NextAddress(text string) (start, end int) {
	for from := 0; ; {
		i := strings.Index(text[from:], "://")
		if i < 0 {
			return -1, -1
		}
		i += from
		switch {
		case endsWith(text[:i], "https"):
			start = i - len("https")
		case endsWith(text[:i], "http"):
			start = i - len("http")
		default:
			from = i + len("://")
			continue
		}
		length := strings.IndexFunc(text[i:], EndsAddress)
		if length < 0 {
			length = len(text) - i
		}
		return start, start + addressLength(text[start:i+length])
	}
}

func endsWith(text, scheme string) bool {
	return len(text) >= len(scheme) && strings.EqualFold(text[len(text)-len(scheme):], scheme)
}

// EndsAddress reports whether no web address goes on with a character.
func EndsAddress(c rune) bool {
	return unicode.IsSpace(c) || unicode.IsControl(c) || strings.ContainsRune("<>\"`|\\{}$", c)
}

// addressLength leaves out closing punctuation and a bracket that the address
// did not open.
func addressLength(address string) int {
	round, square := 0, 0
	for i := range len(address) {
		switch address[i] {
		case '(':
			round++
		case '[':
			square++
		case ')':
			round--
		case ']':
			square--
		}
		if round < 0 || square < 0 {
			address = address[:i]
			break
		}
	}
	return len(strings.TrimRight(address, ".,;:!?'*_~…»”’"))
}
