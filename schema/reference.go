package schema

import "strings"

// ReferenceLength returns how many bytes of a text that begins with "${" are the
// reference: up to its brace, or to the end of the line where it is not closed.
func ReferenceLength(text string) int {
	end := strings.IndexAny(text, "}\n")
	switch {
	case end < 0:
		return len(text)
	case text[end] == '\n':
		return end
	}
	return end + 1
}
