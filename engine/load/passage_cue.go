package load

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// cuePassage reads a string literal of CUE: "…", """…""" or #"…"#. It is nil for
// all else, and for a string that interpolates.
func cuePassage(data []byte, at int) *passage {
	p := &passage{start: at}
	hashes := 0
	for at < len(data) && data[at] == '#' {
		at++
		hashes++
	}
	marks := strings.Repeat("#", hashes)
	var ok bool
	switch rest := data[min(at, len(data)):]; {
	case bytes.HasPrefix(rest, []byte(`"""`)):
		ok = p.cueLines(data, at+3, `"""`+marks, `\`+marks)
	case bytes.HasPrefix(rest, []byte(`"`)):
		ok = p.cueText(data, at+1, `"`+marks, `\`+marks)
	}
	if !ok {
		return nil
	}
	return p
}

// cueText reads a string of one line up to its closing quote.
func (p *passage) cueText(data []byte, at int, closing, escape string) bool {
	for at < len(data) && data[at] != '\n' {
		switch {
		case hasPrefix(data[at:], closing):
			p.end = at + len(closing)
			return true
		case hasPrefix(data[at:], escape):
			n := p.cueEscape(data, at, len(escape))
			if n == 0 {
				return false
			}
			at += n
		default:
			p.copy(data, at, at+1)
			at++
		}
	}
	return false
}

// cueLines reads a string of several lines. What stands before the closing
// quotes is the indentation of every line; the line end before them is not part
// of the text.
func (p *passage) cueLines(data []byte, at int, closing, escape string) bool {
	if at += lineEnd(data[at:]); at == 0 || at > len(data) || data[at-1] != '\n' {
		return false
	}
	indent, ok := cueIndent(data[at:], closing)
	if !ok {
		return false
	}
	for before := -1; at < len(data); {
		text := at
		if hasPrefix(data[at:], indent) {
			text += len(indent)
		}
		if hasPrefix(data[text:], closing) {
			p.end = text + len(closing)
			return true
		}
		if before >= 0 {
			p.put("\n", before, text)
		}
		if before = p.cueLine(data, text, escape); before < 0 {
			return false
		}
		for at = before; data[at] != '\n'; {
			at++
		}
		at++
	}
	return false
}

// cueLine reads the text of a line and returns where it ends, -1 if that is not
// to be told. Nothing of a line that goes on behind an escaped line end is told.
func (p *passage) cueLine(data []byte, at int, escape string) int {
	for at < len(data) {
		switch {
		case data[at] == '\n', data[at] == '\r' && lineEnd(data[at:]) == 2:
			return at
		case hasPrefix(data[at:], escape):
			n := p.cueEscape(data, at, len(escape))
			if n == 0 {
				return -1
			}
			at += n
		default:
			p.copy(data, at, at+1)
			at++
		}
	}
	return -1
}

// cueIndent finds the closing quotes, which are the first thing of their line.
func cueIndent(data []byte, closing string) (string, bool) {
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		text := bytes.TrimLeft(line, " \t")
		if hasPrefix(text, closing) {
			return string(line[:len(line)-len(text)]), true
		}
		data = rest
	}
	return "", false
}

// cueEscape adds what an escape stands for and returns its length, 0 if it is
// none that stands for a character.
func (p *passage) cueEscape(data []byte, at, mark int) int {
	if at+mark >= len(data) {
		return 0
	}
	const names, texts = `abfnrtv/\"`, "\a\b\f\n\r\t\v/\\\""
	c := data[at+mark]
	if i := strings.IndexByte(names, c); i >= 0 {
		p.put(texts[i:i+1], at, at+mark+1)
		return mark + 1
	}
	digits := map[byte]int{'u': 4, 'U': 8}[c]
	end := at + mark + 1 + digits
	if digits == 0 || end > len(data) {
		return 0
	}
	code, err := strconv.ParseUint(string(data[end-digits:end]), 16, 32)
	if err != nil || code > utf8.MaxRune || !utf8.ValidRune(rune(code)) {
		return 0
	}
	p.put(string(rune(code)), at, end)
	return end - at
}

func hasPrefix(data []byte, prefix string) bool { return bytes.HasPrefix(data, []byte(prefix)) }
