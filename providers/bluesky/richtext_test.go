package bluesky

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func (s span) value() string {
	switch {
	case s.Link != "":
		return s.Link
	case s.Tag != "":
		return "#" + s.Tag
	}
	return "@" + s.Mention
}

func TestSpansAreWhatAReaderWouldTap(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "",
		"nothing to see":                 "",
		"https://example.org":            "https://example.org",
		"See http://a.org/b, or":         "http://a.org/b",
		"(https://a.org/b_(c))":          "https://a.org/b_(c)",
		"https://a.org/b?c=d&e=f#g.":     "https://a.org/b?c=d&e=f#g",
		"“https://a.org/été”":            "https://a.org/été",
		"xhttps://a.org":                 "",
		"https://":                       "",
		"https://...":                    "",
		"a.org is no link here":          "",
		"@ana.bsky.social hello":         "@ana.bsky.social",
		"thanks (@Ana.Example.org).":     "@ana.example.org",
		"@ana and @bo@example.org":       "",
		"mail ana@example.org":           "",
		"@ana.example.org_x":             "",
		"@-a.example.org":                "",
		"@a.example.org, @b.example.org": "@a.example.org @b.example.org",
		"https://a.org/@b.example.org":   "https://a.org/@b.example.org",
		"#news":                          "#news",
		"#été2026!":                      "#été2026",
		"the #1 of 2026, #2nd":           "#2nd",
		"#️⃣ is a key":                   "",
		"a#b":                            "",
		"##b":                            "",
		"＃ニュース です":                       "#ニュース",
		"#a-b_c.":                        "#a-b_c",
		"#" + strings.Repeat("a", 65):    "",
		"#" + strings.Repeat("é", 64):    "#" + strings.Repeat("é", 64),
		"👨‍👩‍👧‍👦 #famille https://é.org 👋": "#famille https://é.org",
		"#a(@b.example.org)": "#a(@b.example.org",
		"#a\u200bb":          "#a",
		"first\n#second":     "#second",
	} {
		var got []string
		for _, s := range spans(text) {
			got = append(got, s.value())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// FuzzSpans: whatever the text, spans lie within it, between characters, in
// order, apart from one another, and cover what they name.
func FuzzSpans(f *testing.F) {
	for _, seed := range []string{"Été #news, see https://a.org/b_(c). Thanks @ana.example.org!", "#a(@b.example.org #️⃣ ＃c", "\xff#\xffhttps://\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = clean(text)
		end := 0
		for _, s := range spans(text) {
			if s.Start < end || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("%q: %+v after %d", text, s, end)
			}
			end = s.End
			word := text[s.Start:s.End]
			if !utf8.ValidString(word) || !utf8.ValidString(text[:s.Start]) {
				t.Fatalf("%q: %+v cuts a character", text, s)
			}
			if rest, wide := strings.CutPrefix(word, "＃"); wide {
				word = "#" + rest
			}
			if covered := strings.ToLower(word); covered != strings.ToLower(s.value()) {
				t.Fatalf("%q: %+v covers %q", text, s, word)
			}
		}
		if again := fmt.Sprint(spans(text)); again != fmt.Sprint(spans(text)) {
			t.Fatal(again)
		}
	})
}
