package vale

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// A sheet is a text as it is handed to Vale. Its lines are those of the content,
// character for character, so that a column in one is a column in the other.
type sheet struct {
	text   string
	before int   // lines of text that the content does not have
	starts []int // byte offset in text of each line, and behind the last one
	from   []int // byte offset in the content of each line of it
	length int   // of the content
}

// cover hides from Vale that the first line opens front matter: there is none in
// a text that is sent, and what cannot be parsed as such would end the run.
const cover = "<!-- -->\n\n"

// frontMatter are the first lines that Vale takes for the start of it.
var frontMatter = map[string]bool{"---": true, "---yaml": true, "---toml": true, "---json": true, "+++": true, ";;;": true, "{": true}

// directive finds the first character of whatever HTML may end up as a comment.
// In Vale, <!-- vale off --> switches rules off: an author could. The charter
// has waivers for that, which somebody approves. "&" may stand for the "v".
var directive = regexp.MustCompile(`(?:<!-*|<\?|</)[\s\v\x{85}\p{Z}]*[v&]`)

// disarm makes what directive found mean nothing to Vale. An end tag stays one.
func disarm(found string) string {
	if before, ok := strings.CutSuffix(found, "v"); ok {
		return before + "V"
	}
	return strings.TrimSuffix(found, "&") + "."
}

// newSheet prepares a text.
func newSheet(t Text) sheet {
	s := sheet{length: len(t.Content)}
	var out strings.Builder
	if t.Format == Markdown && frontMatter[firstLine(t.Content)] {
		out.WriteString(cover)
		s.before = strings.Count(cover, "\n")
		for at := 0; at < s.before; at++ {
			s.starts = append(s.starts, strings.Index(cover, "\n")*at+min(at, 1))
		}
	}
	content := t.Content
	if t.Format == Markdown {
		content = directive.ReplaceAllStringFunc(content, disarm)
	}
	for at := 0; ; {
		s.starts = append(s.starts, out.Len())
		s.from = append(s.from, at)
		end, next := lineEnd(content, at)
		for _, r := range content[at:end] { // a broken byte becomes one character, as Vale counts it
			out.WriteRune(r)
		}
		if next == end {
			break
		}
		out.WriteByte('\n')
		at = next
	}
	s.text = out.String()
	s.starts = append(s.starts, out.Len()+1)
	return s
}

// firstLine is the first line that is not blank, trimmed.
func firstLine(content string) string {
	content = strings.TrimSpace(content)
	end, _ := lineEnd(content, 0)
	return strings.TrimSpace(content[:end])
}

// lineEnd returns where the line at a byte ends and where the next begins; both
// are alike at the end of the text. All three line endings count, as in Vale.
func lineEnd(text string, at int) (end, next int) {
	i := strings.IndexAny(text[at:], "\r\n")
	switch {
	case i < 0:
		return len(text), len(text)
	case strings.HasPrefix(text[at+i:], "\r\n"):
		return at + i, at + i + 2
	}
	return at + i, at + i + 1
}

// line returns the bytes of a line, counted from 0, without its end.
func (s sheet) line(n int) (from, to int) { return s.starts[n], s.starts[n+1] - 1 }

// place returns the bytes of content that an alert is about. Vale counts lines
// and characters from 1 and includes the last; a place it does not know is 0. It
// finds most places by searching for the match, so that is checked: what is not
// there is looked for nearby, and a remark without any match is about the line's
// beginning.
func (s sheet) place(content string, line, first, last int, match string) (start, end int) {
	n := min(max(line-1, s.before), len(s.starts)-2)
	from, to := s.line(n)
	if match == "" {
		return s.back(content, from), s.back(content, from)
	}
	a := from + offset(s.text[from:to], first-1)
	b := max(a, from+offset(s.text[from:to], last))
	if size := prefix(s.text[a:], match); size > 0 {
		return s.back(content, a), s.back(content, a+size)
	}
	if at, size := nearest(s.text[from:], match, a-from); size > 0 {
		return s.back(content, from+at), s.back(content, from+at+size)
	}
	if at, size := nearest(s.text[s.starts[s.before]:], match, a-s.starts[s.before]); size > 0 {
		at += s.starts[s.before]
		return s.back(content, at), s.back(content, at+size)
	}
	if a == b { // known no better than by its line
		a, b = from, to
	}
	return s.back(content, a), s.back(content, b)
}

// back maps a byte of the sheet to one of the content.
func (s sheet) back(content string, at int) int {
	n := s.before
	for lo, hi := n, len(s.starts)-1; lo < hi; { // the last line that starts at or before it
		mid := (lo + hi) / 2
		if s.starts[mid] <= at {
			n, lo = mid, mid+1
		} else {
			hi = mid
		}
	}
	from := s.from[n-s.before]
	count := utf8.RuneCountInString(s.text[s.starts[n]:max(at, s.starts[n])])
	return from + offset(content[from:], count)
}

// offset returns how many bytes the first characters of a text take.
func offset(text string, characters int) int {
	if characters <= 0 {
		return 0
	}
	for i := range text {
		if characters == 0 {
			return i
		}
		characters--
	}
	return len(text)
}

// prefix returns how many bytes of text are match, 0 if it does not begin with
// it. Vale looks at quotation marks as if they were all straight.
func prefix(text, match string) int {
	at := 0
	for _, want := range match {
		have, size := utf8.DecodeRuneInString(text[at:])
		if size == 0 || straight(have) != straight(want) {
			return 0
		}
		at += size
	}
	return at
}

func straight(r rune) rune {
	switch r {
	case '‘', '’':
		return '\''
	case '“', '”':
		return '"'
	}
	return r
}

// nearest returns where in text match stands nearest to a byte, and its size
// there; size 0 if nowhere.
func nearest(text, match string, to int) (at, size int) {
	best := -1
	for i := range text {
		if best >= 0 && i-to > max(best-to, to-best) {
			break
		}
		if n := prefix(text[i:], match); n > 0 && (best < 0 || max(i-to, to-i) < max(best-to, to-best)) {
			best, size = i, n
		}
	}
	return max(best, 0), size
}
