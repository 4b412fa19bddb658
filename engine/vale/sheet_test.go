package vale

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestASheetHasTheLinesOfItsText(t *testing.T) {
	for content, want := range map[string]string{
		"":                               "",
		"a\r\nb\rc\n":                    "a\nb\nc\n",
		"\xffé":                          "\uFFFDé",
		"---\na: b\n":                    cover + "---\na: b\n",
		"\n\n {\r\n":                     cover + "\n\n {\n",
		"--- no\n":                       "--- no\n",
		"x <!-- vale off --> <em>v</em>": "x <!-- Vale off --> <em>v</em>",
		"a<!--\u00a0\n &#118;ale off-->": "a<!--\u00a0\n .#118;ale off-->",
		"1 < 2 & 3 </valé <b>v":          "1 < 2 & 3 </Valé <b>v",
	} {
		if got := newSheet(Text{Format: Markdown, Content: content}).text; got != want {
			t.Errorf("%q became %q, want %q", content, got, want)
		}
		if got := newSheet(Text{Content: "<!-- vale\n---"}).text; got != "<!-- vale\n---" {
			t.Errorf("a plain text became %q", got)
		}
	}
}

// FuzzPlaces holds what every caller relies on: a place is inside the text and
// never in the middle of a character, and a match that stands where Vale says is
// found there.
func FuzzPlaces(f *testing.F) {
	f.Add("Élodie\r\nfoo 🎉 bar", uint8(1), 2, 3, 6, "foo")
	f.Add("---\na\n---\nfoo", uint8(1), 6, 1, 3, "foo")
	f.Add("a\xff\rfoo", uint8(0), 2, 1, 3, "foo")
	f.Add("", uint8(0), -1, 0, -7, "")
	f.Fuzz(func(t *testing.T, content string, format uint8, line, first, last int, match string) {
		if len(content) > 2000 || len(match) > 100 {
			return
		}
		s := newSheet(Text{Format: Format(format % 2), Content: content})
		start, end := s.place(content, line, first, last, match)
		if start < 0 || end < start || end > len(content) {
			t.Fatalf("[%d:%d] of %d bytes", start, end, len(content))
		}
		if utf8.ValidString(content) && (!utf8.ValidString(content[:start]) || !utf8.ValidString(content[start:end])) {
			t.Fatalf("[%d:%d] splits a character", start, end)
		}
		body := s.text[s.starts[s.before]:]
		at := strings.Index(body, match)
		if match == "" || at < 0 || strings.ContainsAny(match, "'‘’\"“”") {
			return
		}
		row := strings.Count(body[:at], "\n")
		column := utf8.RuneCountInString(body[strings.LastIndexByte(body[:at], '\n')+1 : at])
		start, end = s.place(content, row+1+s.before, column+1, column+utf8.RuneCountInString(match), match)
		if got := newSheet(Text{Content: content[start:end]}).text; utf8.ValidString(match) && s.before == 0 && format%2 == 0 && got != match {
			t.Fatalf("found %q at [%d:%d], want %q", got, start, end, match)
		}
	})
}
