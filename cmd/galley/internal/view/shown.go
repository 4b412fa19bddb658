package view

import (
	"fmt"
	"strings"

	"github.com/rivo/uniseg"
)

// shown makes text of a stranger safe for a terminal and for the log of a job:
// one line, in which what cannot be seen or would be obeyed is written out, as
// \x1b or \u202e. A finding is often about just that character.
func shown(text string) string { return defused(writtenOut(text)) }

// writtenOut is shown for what is no log.
func writtenOut(text string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case r == '\n' || r == '\t':
			b.WriteByte(' ')
		case r < 0x20 || r >= 0x7f && r < 0xa0:
			fmt.Fprintf(&b, `\x%02x`, r)
		case unseen(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unseen reports whether r turns the direction of text or has no width of its
// own. Joiners are left: emoji and some scripts need them.
func unseen(r rune) bool {
	switch r {
	case 0xad, 0x61c, 0x180e, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x2060, 0xfeff:
		return true
	}
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// defused breaks the opening of the commands that GitHub's runner takes from
// anywhere in a line of a job's log.
func defused(text string) string { return strings.ReplaceAll(text, "##[", "## [") }

// width is how many columns of a terminal a shown text takes.
func width(text string) int { return uniseg.StringWidth(text) }
