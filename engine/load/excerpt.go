package load

import (
	"bytes"
	"io/fs"
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
	data, err := fs.ReadFile(l.fsys, l.below(shown))
	if err != nil {
		return nil // it was deleted meanwhile
	}
	return bytes.Split(bytes.TrimPrefix(data, []byte(byteOrderMark)), []byte("\n"))
}

// quoted is a line as it may be shown: of bounded length, without what may be a
// credential that was written where it does not belong.
func quoted(line string) string {
	line = strings.ToValidUTF8(strings.TrimRight(line, "\r"), "\uFFFD")
	low := strings.Map(lowerASCII, line) // as long as the line
	for _, word := range []string{"token", "secret", "passw", "apikey", "api_key", "api-key", "credential"} {
		at := strings.Index(low, word)
		if at < 0 {
			continue
		}
		if colon := strings.IndexByte(line[at:], ':'); colon >= 0 {
			return cut(line[:at+colon+1] + " ***")
		}
	}
	return cut(line)
}

func lowerASCII(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// cut bounds the length of a line.
func cut(line string) string {
	const most = 160
	if len(line) <= most {
		return line
	}
	if runes := []rune(line); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return line
}
