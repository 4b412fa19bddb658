// Package forge speaks with GitHub about one repository: what started this run,
// who opened, wrote and reviewed a pull request, what protects a branch; and it
// keeps the one comment and the one issue that Galley writes. What travels out
// are plain values: nothing of GitHub's own client leaves the package.
//
// It never decides who may approve what, never writes a text of its own, never
// reads the environment or a clock, and never sends a write twice: one whose
// answer was lost is Uncertain, and the next upsert finds what came of it.
package forge

import (
	"strings"
	"unicode"
)

// maxWords bounds how much of a stranger's words an error repeats.
const maxWords = 200

// clip makes one line of a text, of a bounded length.
func clip(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if runes := []rune(text); len(runes) > maxWords {
		return string(runes[:maxWords]) + "…"
	}
	return text
}
