package view_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"galley/cmd/galley/internal/view"
	"galley/engine"
)

// excerptOf is what Findings shows of a line, without what stands before it.
func excerptOf(t *testing.T, s view.Style, f engine.Finding) string {
	t.Helper()
	f.Pos.File, f.Pos.Line, f.Text, f.Rule = "f", 1, "t", "r"
	var b bytes.Buffer
	if err := view.Findings(&b, s, []engine.Finding{f}); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, line := range strings.Split(b.String(), "\n") {
		if rest, ok := strings.CutPrefix(line, "      | "); ok {
			lines = append(lines, rest)
		}
	}
	return strings.Join(lines, "\n")
}

func TestMarksStandUnderTheWord(t *testing.T) {
	for _, tt := range []struct {
		name, line string
		col, width int
		want       string
	}{
		{"in a short line", "    at: soon", 9, 4, "at: soon\n    ^^^^"},
		{"without a width", "at: soon", 5, 0, "at: soon\n    ^"},
		{"after accents", "é: ü", 4, 1, "é: ü\n   ^"},
		{"after combining accents", "e\u0301te\u0301: x", 8, 1, "e\u0301te\u0301: x\n     ^"},
		{"under half of a character", "e\u0301x", 2, 1, "e\u0301x\n^"},
		{"after wide characters", "映画: x", 5, 1, "映画: x\n      ^"},
		{"under wide characters", "a 映画 b", 3, 2, "a 映画 b\n  ^^^^"},
		{"after an emoji", "🎄 x", 3, 1, "🎄 x\n   ^"},
		{"after a family of four", "👨‍👩‍👧‍👦 x", 9, 1, "👨‍👩‍👧‍👦 x\n   ^"},
		{"after a flag", "🇫🇷x", 3, 1, "🇫🇷x\n  ^"},
		{"after a tab", "a\tb", 3, 1, "a   b\n    ^"},
		{"under a tab", "\ta: b", 1, 1, "    a: b\n^^^^"},
		{"after a change of direction", "a\u202eb c", 5, 1, "a\\u202eb c\n         ^"},
		{"under what has no width", "a\u200bb", 2, 1, "a\\u200bb\n ^^^^^^"},
		{"after a command of a runner", "##[x] y", 7, 1, "## [x] y\n       ^"},
		{"at the end", "ab", 3, 1, "ab\n  ^"},
		{"in an empty line", "", 1, 1, ""},
		{"beyond what is quoted", "ab", 500, 1, "ab"},
		{"of a file", "ab", 0, 0, "ab"},
		{"longer than the line", "ab cd", 4, 90, "ab cd\n   ^^"},
	} {
		if got := excerptOf(t, style, engine.Finding{Pos: engine.Pos{Col: tt.col}, Width: tt.width, Excerpt: tt.line}); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

func TestLongLinesAreCutAroundTheWord(t *testing.T) {
	narrow := style
	narrow.Width = 40 // 32 for the excerpt
	for _, tt := range []struct {
		name string
		f    engine.Finding
		want string
	}{
		{"at the left", engine.Finding{Pos: engine.Pos{Col: 3}, Width: 4, Excerpt: "  word" + strings.Repeat("-", 50)},
			"word" + strings.Repeat("-", 26) + "…\n^^^^"},
		{"in the middle", engine.Finding{Pos: engine.Pos{Col: 51}, Width: 4, Excerpt: strings.Repeat("-", 50) + "word" + strings.Repeat("+", 50)},
			"…" + strings.Repeat("-", 10) + "word" + strings.Repeat("+", 16) + "…\n" + strings.Repeat(" ", 11) + "^^^^"},
		{"at the right", engine.Finding{Pos: engine.Pos{Col: 51}, Width: 4, Excerpt: strings.Repeat("-", 50) + "word"},
			"…" + strings.Repeat("-", 10) + "word\n" + strings.Repeat(" ", 11) + "^^^^"},
		{"among wide characters", engine.Finding{Pos: engine.Pos{Col: 51}, Width: 2, Excerpt: strings.Repeat("画", 50) + "映映" + strings.Repeat("画", 50)},
			"…" + strings.Repeat("画", 5) + "映映" + strings.Repeat("画", 8) + "…\n" + strings.Repeat(" ", 11) + "^^^^"},
		{"cut before", engine.Finding{Pos: engine.Pos{Col: 445}, Width: 4, Excerpt: "---- word", ExcerptCol: 440},
			"…---- word\n      ^^^^"},
		{"longer than the room", engine.Finding{Pos: engine.Pos{Col: 3}, Width: 80, Excerpt: "a " + strings.Repeat("x", 80)},
			"…" + "a " + strings.Repeat("x", 28) + "…\n" + "   " + strings.Repeat("^", 28)},
	} {
		got := excerptOf(t, narrow, tt.f)
		if tt.name == "longer than the room" {
			tt.want = strings.Replace(strings.Replace(tt.want, "…a", "a", 1), "   ^", "  ^", 1)
		}
		if got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
		for _, line := range strings.Split(got, "\n") {
			if n := len([]rune(line)); n > 32 {
				t.Errorf("%s: %d columns", tt.name, n)
			}
		}
	}
}

func TestFindingsFitTheTerminal(t *testing.T) {
	narrow := style
	narrow.Width = 60
	var b bytes.Buffer
	err := view.Findings(&b, narrow, []engine.Finding{{
		Pos: engine.Pos{File: "calendar/week.yaml", Line: 12, Col: 21}, Width: 5, Rule: "lexicon", Severity: engine.SeverityWarning,
		Text: "\"users\" is a word that we do not use for the people who come to our cinema", Reason: "they are guests, and we say so everywhere",
		Cite: "charter#3.2", Hint: "write \"guests\"", Excerpt: "    text: Dear users, tonight the rink opens", Fix: &engine.Fix{}}})
	want := `calendar/week.yaml
  calendar/week.yaml:12:21  warning  "users" is a word that
        we do not use for the people who come to our cinema
        [lexicon, fixable]
      | text: Dear users, tonight the rink opens
      |                 ^^^^^
      why: they are guests, and we say so everywhere
        (charter#3.2)
      hint: write "guests"

`
	if err != nil || b.String() != want {
		t.Errorf("%v\n%s\nwant\n%s", err, b.String(), want)
	}
}

// TestTheRuleStaysWhole wants what stands in brackets on one line, however long
// the text before it is.
func TestTheRuleStaysWhole(t *testing.T) {
	narrow := style
	narrow.Width = 60
	for n := range 60 {
		var b bytes.Buffer
		list := []engine.Finding{{Pos: engine.Pos{File: "week.yaml", Line: 1}, Rule: "spelling", Text: "is " + strings.Repeat("x", n), Fix: &engine.Fix{}}}
		if err := view.Findings(&b, narrow, list); err != nil || strings.Count(b.String(), "[spelling, fixable]") != 1 || strings.Count(b.String(), "spelling") != 1 {
			t.Errorf("%v\n%s", err, b.String())
		}
	}
}

func TestTheCountTellsWhatCanBeFixed(t *testing.T) {
	list := []engine.Finding{{}, {Fix: &engine.Fix{}}, {Fix: &engine.Fix{}}}
	for n, want := range map[int]string{1: "", 2: "1 finding can be fixed by galley validate --fix.", 3: "2 findings can be fixed by galley validate --fix."} {
		if got := view.Fixable(list[:n]); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestGitHubShowsAsManyAsItTakes(t *testing.T) {
	var list []engine.Finding
	for i := range 36 {
		f := engine.Finding{Pos: engine.Pos{File: "a.yaml", Line: i + 1, Col: 2}, Width: 3, Severity: engine.Severity(i % 3), Rule: "r", Text: fmt.Sprint(i)}
		list = append(list, f)
	}
	var b bytes.Buffer
	if err := view.GitHub(&b, list); err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	lines := strings.Split(strings.TrimRight(b.String(), "\n"), "\n")
	for i, line := range lines {
		level, _, _ := strings.Cut(line, " ")
		n[level]++
		if i < 10 && level != "::error" {
			t.Errorf("line %d is no error: %s", i, line)
		}
	}
	if n["::error"] != 10 || n["::warning"] != 10 || n["::notice"] != 10 || len(lines) != 30 {
		t.Errorf("%v", n)
	}
	if last := lines[29]; !strings.Contains(last, "12 errors, 12 warnings, 12 remarks; 7 of them not shown here") {
		t.Errorf("the last line says %s", last)
	}
}

func TestNothingOfAStrangerIsACommandOfGitHub(t *testing.T) {
	for _, tt := range []struct{ file, text, want string }{
		{"a.yaml", "x", "::error file=a.yaml,line=1,col=2,endColumn=4,title=r::x"},
		{"a,line=9:b%0A.yaml", "100% a:b, c", "::error file=a%2Cline=9%3Ab%250A.yaml,line=1,col=2,endColumn=4,title=r::100%25 a:b, c"},
		{"a\n::set-output name=x::y", "a\n::set-output name=x::y", "::error file=a %3A%3Aset-output name=x%3A%3Ay,line=1,col=2,endColumn=4,title=r::a ::set-output name=x::y"},
		{"a", "\x1b[2J\u202e##[add-mask]e", `::error file=a,line=1,col=2,endColumn=4,title=r::\x1b[2J\u202e## [add-mask]e`},
	} {
		var b bytes.Buffer
		f := engine.Finding{Pos: engine.Pos{File: tt.file, Line: 1, Col: 2}, Width: 3, Rule: "r", Text: tt.text}
		if err := view.GitHub(&b, []engine.Finding{f}); err != nil {
			t.Fatal(err)
		}
		if got, _, _ := strings.Cut(b.String(), "\n"); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

func TestTextIsNoCommandOfGitHub(t *testing.T) {
	var b bytes.Buffer
	command := "::set-output name=x::y"
	f := engine.Finding{Pos: engine.Pos{File: command, Line: 1, Col: 1}, Rule: "r", Text: command, Reason: command, Hint: command, Excerpt: "  " + command}
	if err := view.Findings(&b, style, []engine.Finding{f}); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(b.String(), "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "::") {
			t.Errorf("the runner obeys %q", line)
		}
	}
}
