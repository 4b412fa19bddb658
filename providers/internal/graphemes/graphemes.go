// Package graphemes counts what readers take for one character. Networks count
// in these.
package graphemes

import (
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Count is the number of grapheme clusters of a text.
func Count(text string) int {
	for _, r := range text {
		if !alone(r) {
			return uniseg.GraphemeClusterCount(text)
		}
	}
	return utf8.RuneCountInString(text)
}

// alone reports whether a character is known to stand for itself beside any
// other of its kind, as nearly all do in texts of Europe: Latin letters, signs
// and spaces before the first combining mark, and the punctuation of print. A
// carriage return is one with the line feed that follows it.
func alone(r rune) bool {
	return r < 0x300 && r != '\r' || '‐' <= r && r <= '‧' || r == '€'
}
