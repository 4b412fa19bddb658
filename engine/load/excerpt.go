package load

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"galley/engine"
)

// quoteLines gives every finding the line it speaks of, and the width of the
// word there unless whoever found it knows better. Files are read again, one at
// a time, rather than kept.
func (l *loader) quoteLines() {
	shown, lines := "", [][]byte(nil)
	for i := range l.findings {
		f := &l.findings[i]
		if f.Pos.Line == 0 || f.Excerpt != "" {
			continue
		}
		if f.Pos.File != shown {
			shown, lines = f.Pos.File, l.lines(f.Pos.File)
		}
		if f.Mark != "" {
			moveToMark(f, lines)
		}
		if f.Pos.Line <= len(lines) {
			line := strings.ToValidUTF8(strings.TrimRight(string(lines[f.Pos.Line-1]), "\r"), "\uFFFD")
			f.Pos.Col = min(f.Pos.Col, len([]rune(line))+1) // CUE puts the end of a line further right
			if strings.Count(line, "\x00") > 1 {
				continue // it is no text
			}
			if f.Width == 0 && f.Pos.Col > 0 {
				f.Width = wordWidth(formOf(f.Pos.File), line, f.Pos.Col)
			}
			f.Excerpt, f.ExcerptCol = quoted(line, f.Pos.Col, f.Width)
		}
	}
}

// moveToMark puts a finding at the words it marks, which are written at its place
// or behind.
func moveToMark(f *engine.Finding, lines [][]byte) {
	col := f.Pos.Col
	for i := f.Pos.Line - 1; i >= 0 && i < len(lines); i++ {
		line := []rune(string(lines[i]))
		from := min(max(col-1, 0), len(line))
		if before, _, found := strings.Cut(string(line[from:]), f.Mark); found {
			f.Pos.Line, f.Pos.Col = i+1, from+len([]rune(before))+1
			f.Width = len([]rune(strings.TrimSuffix(f.Mark, ":")))
			return
		}
		col = 1
	}
}

// lines returns the lines of a file that was read before, by its shown name.
func (l *loader) lines(shown string) [][]byte {
	data, err := fs.ReadFile(l.fsys, l.below(shown))
	if err != nil {
		return nil // it was deleted meanwhile
	}
	return bytes.Split(lineEnds(bytes.TrimPrefix(data, []byte(byteOrderMark))), []byte("\n"))
}

// quoted is a line as it may be shown: the part of bounded length around a
// place, without what may be a credential that was written where it does not
// belong. The column it begins with is 0 for the first.
func quoted(line string, col, width int) (text string, from int) {
	return around(withoutSecret(line), col, width)
}

func withoutSecret(line string) string {
	low := strings.Map(lowerASCII, line) // as long as the line
	for _, word := range []string{"token", "secret", "passw", "apikey", "api_key", "api-key", "credential"} {
		at := strings.Index(low, word)
		if at < 0 {
			continue
		}
		if colon := strings.IndexByte(line[at:], ':'); colon >= 0 {
			return line[:at+colon+1] + " ***"
		}
	}
	return line
}

func lowerASCII(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// The characters of a line that an excerpt holds, and of these how many stand
// before the place where that is far to the right.
const (
	excerptRunes = 160
	beforePlace  = 60
)

// around cuts a line so that the place is in what is left, if it is in the line.
func around(line string, col, width int) (text string, from int) {
	runes := []rune(line)
	if len(runes) <= excerptRunes || col+width <= excerptRunes || col > len(runes)+1 {
		return cut(line), 0
	}
	start := col - 1 - beforePlace
	if last := len(runes) - excerptRunes; last < start {
		start = max(0, last)
	}
	if start <= 0 {
		return cut(line), 0
	}
	return cut(string(runes[start:])), start + 1
}

// cut bounds the length of a line.
func cut(line string) string {
	if len(line) <= excerptRunes {
		return line
	}
	if runes := []rune(line); len(runes) > excerptRunes {
		return string(runes[:excerptRunes-1]) + "…"
	}
	return line
}

// wordWidth is how many characters the word at a column has: a quoted text with
// its quotes, a name or number of CUE, a key of YAML without its colon, a value up
// to where YAML ends it. It is 0 where no word begins.
func wordWidth(in form, line string, col int) int {
	runes := []rune(line)
	if col < 1 || col > len(runes) {
		return 0
	}
	rest := runes[col-1:]
	switch {
	case rest[0] == '"' || rest[0] == '\'':
		return quotedWidth(rest)
	case in == formCUE:
		return max(1, runWhile(rest, isCUEName))
	case strings.ContainsRune("[{|> \t", rest[0]), rest[0] == '-' && (len(rest) == 1 || rest[1] == ' '):
		return 1
	}
	inner := strings.ContainsAny(string(runes[:col-1]), "[{")
	return plainWidth(rest, inner)
}

func isCUEName(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_#$.@-", r)
}

func runWhile(runes []rune, is func(rune) bool) int {
	if i := slices.IndexFunc(runes, func(r rune) bool { return !is(r) }); i >= 0 {
		return i
	}
	return len(runes)
}

// plainWidth is that of a text without quotes: up to a colon, a comment, or what
// ends it inside brackets.
func plainWidth(rest []rune, inner bool) int {
	end := len(rest)
	for i, r := range rest {
		next := ' '
		if i+1 < len(rest) {
			next = rest[i+1]
		}
		if r == ':' && next == ' ' || r == ' ' && next == '#' || inner && strings.ContainsRune(",]}", r) {
			end = i
			break
		}
	}
	return len([]rune(strings.TrimRight(string(rest[:end]), " \t")))
}

// quotedWidth is that of a text in quotes, up to the end of the line if they are
// not closed there.
func quotedWidth(rest []rune) int {
	for i := 1; i < len(rest); i++ {
		switch {
		case rest[0] == '"' && rest[i] == '\\':
			i++
		case rest[i] == rest[0] && rest[0] == '\'' && i+1 < len(rest) && rest[i+1] == '\'':
			i++
		case rest[i] == rest[0]:
			return i + 1
		}
	}
	return len(rest)
}
