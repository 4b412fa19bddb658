package load

import (
	"strings"
	"testing"
)

func TestExcerptsHideCredentials(t *testing.T) {
	for line, want := range map[string]string{
		"text: The rink opens":          "text: The rink opens",
		"token: hunter2":                "token: ***",
		"  API_KEY:hunter2":             "  API_KEY: ***",
		"{id: İ, credentials: hunter2}": "{id: İ, credentials: ***",
		"password":                      "password",
	} {
		if got, _ := quoted(line, 1, 1); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}

func TestALongLineIsCutAroundItsWord(t *testing.T) {
	line := strings.Repeat("é", 500) + "word" + strings.Repeat("ü", 500)
	for _, tt := range []struct {
		col, from int
		begins    string
	}{
		{1, 0, "é"}, {100, 0, "é"}, {501, 441, strings.Repeat("é", 60) + "word"}, {1004, 845, "ü"}, {9000, 0, "é"},
	} {
		text, from := quoted(line, tt.col, 4)
		if from != tt.from || !strings.HasPrefix(text, tt.begins) || len([]rune(text)) != excerptRunes {
			t.Errorf("column %d: got %d characters from %d: %s", tt.col, len([]rune(text)), from, text)
		}
	}
}

func TestTheWordOfCUEAtAPlaceIsMarked(t *testing.T) {
	for _, tt := range []struct{ before, word, behind string }{
		{"post: ", "exec.Run", " & {cmd: 1}"}, {"", "channels", ": [...]"}, {"import ", `"tool/os"`, ""}, {"", "@extern", "(embed)"}, {"x: ", "{", "a: 1}"},
	} {
		if got := wordWidth(formCUE, tt.before+tt.word+tt.behind, len(tt.before)+1); got != len(tt.word) {
			t.Errorf("%s: got %d", tt.word, got)
		}
	}
}

func TestTheWordAtAPlaceIsMarked(t *testing.T) {
	for _, tt := range []struct{ before, word, behind string }{
		{"", "chanels", ": [blog]"},
		{"channels: [", "blgo", ", mastodon]"},
		{"seo: {slug: ", "Ice Rink", "}"},
		{"at: ", "2026-12-24 09:00", "   # Christmas Eve"},
		{"text: ", `"Tonight: \"it\" opens"`, " # really"},
		{"text: ", `'it''s open'`, ""},
		{"text: ", `"never closed`, ""},
		{"text: ", "rink#open é 🎄", ""},
		{"n: ", "-5", ""},
		{"", "- ", "a"},
	} {
		want := len([]rune(tt.word))
		if tt.word == "- " {
			want = 1
		}
		if got := wordWidth(formYAML, tt.before+tt.word+tt.behind, len([]rune(tt.before))+1); got != want {
			t.Errorf("%s: got %d characters of %q, want %d", tt.before, got, tt.word+tt.behind, want)
		}
	}
	if wordWidth(formYAML, "ab", 3) != 0 || wordWidth(formCUE, "ab", 0) != 0 {
		t.Error("beyond the line there is a word")
	}
}
