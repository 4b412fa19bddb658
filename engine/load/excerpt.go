package load

import (
	"bytes"
	"io/fs"
	"regexp"
	"strings"
)

// quoteLines gives every finding the line it speaks of. Files are read again,
// one at a time, rather than kept.
func (l *loader) quoteLines() {
	shown, lines := "", [][]byte(nil)
	for i := range l.findings {
		f := &l.findings[i]
		if f.Pos.Line == 0 {
			continue
		}
		if f.Pos.File != shown {
			shown, lines = f.Pos.File, l.lines(f.Pos.File)
		}
		if f.Pos.Line <= len(lines) {
			f.Excerpt = quoted(string(lines[f.Pos.Line-1]))
		}
	}
}

// lines returns the lines of a file that was read before, by its shown name.
func (l *loader) lines(shown string) [][]byte {
	name := shown
	if l.prefix != "" && l.prefix != "." {
		name = strings.TrimPrefix(shown, l.shown("")+"/")
	}
	data, err := fs.ReadFile(l.fsys, name)
	if err != nil {
		return nil // it was deleted meanwhile
	}
	return bytes.Split(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), []byte("\n"))
}

// credential is a line that may hold one, written where it does not belong.
var credential = regexp.MustCompile(`(?i)^(.*(?:token|secret|passw|api[-_ ]?key|credential)[^:]*:).*$`)

// quoted is a line as it may be shown: of bounded length, without what may be a
// credential.
func quoted(line string) string {
	line = strings.ToValidUTF8(strings.TrimRight(line, "\r"), "\uFFFD")
	line = credential.ReplaceAllString(line, "$1 ***")
	const most = 160
	if runes := []rune(line); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return line
}
