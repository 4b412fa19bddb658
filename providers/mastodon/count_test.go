package mastodon

import (
	"strings"
	"testing"
)

// lengths are texts as status_length_validator.rb counts them.
var lengths = map[string]int{
	"":                0,
	"hello":           5,
	"e\u0301te\u0301": 3, // combining accents belong to their letter
	"👨‍👩‍👧‍👦🏳️‍🌈":                                             2,
	"see https://example.org/a?b=1&c=2#d, then go":            len("see , then go") + 23,
	"https://example.org/" + "very-long-path-very-long-path/": 23,
	"(https://example.org/a_(b)) and http://x.example.":       len("() and .") + 46,
	"http://localhost/x is no address":                        len("http://localhost/x is no address"),
	"ahttps://example.org/long/path":                          len("ahttps://example.org/long/path"),
	"thanks to @ana":                                          len("thanks to @ana"),
	"thanks to @bo@example.org":                               len("thanks to @bo"),
	"mail bo@example.org":                                     len("mail bo@example.org"),
	"@bo@example.org, @al.ice@social.example.org!":            len("@bo, @al.ice!"),
	"line\nline": 9,
}

func TestCountsAsMastodonDoes(t *testing.T) {
	for text, want := range lengths {
		if got := countWith(perURL)(text); got != want {
			t.Errorf("%q counts as %d, want %d", text, got, want)
		}
	}
	if got := countWith(25)("https://example.org/"); got != 25 {
		t.Errorf("an address counts as %d where the server says 25", got)
	}
}

func FuzzCount(f *testing.F) {
	for text := range lengths {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := countWith(perURL)(text)
		if most := len([]rune(text)) + strings.Count(strings.ToLower(text), "http")*perURL; n < 0 || n > most {
			t.Errorf("%q counts as %d, more than %d", text, n, most)
		}
	})
}
