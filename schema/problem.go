package schema

import (
	"fmt"
	"strings"
)

// The rules that a document can break.
const (
	RuleUnknownKind  = "unknown-kind"
	RuleUnknownField = "unknown-field"
	RuleMissingField = "missing-field"
	RuleWrongType    = "wrong-type"
	RuleBadValue     = "bad-value"
	RuleBadID        = "bad-id"
	RuleBadPath      = "bad-path"
	RuleUnknownKPI   = "unknown-kpi"
	RuleHouse        = "house-rule"
	RuleCUESyntax    = "cue-syntax"
	RuleCUETimeout   = "cue-timeout"
	RuleCUETooBig    = "cue-too-big"
)

// A Problem is one mistake in a document, in words for its author.
type Problem struct {
	Path string // "media/0/alt"; empty for the document itself
	Key  bool   // the mistake is the key, not its value
	Rule string
	Got  string // what was found, in words; empty if nothing was
	Want string // what was expected, in words
	Near string // the nearest valid spelling, if one is near
	Hint string // the next step, where it is not to take Near
}

// Text says what was found and what was expected.
func (p Problem) Text() string {
	name := showPath(p.Path)
	switch p.Rule {
	case RuleUnknownField:
		return fmt.Sprintf("unknown field %q", name)
	case RuleMissingField:
		if p.Got != "" {
			return fmt.Sprintf("%s is missing: %s", name, p.Got)
		}
		return name + " is missing"
	}
	text := p.Want
	if p.Got != "" {
		text = "got " + p.Got + ", want " + p.Want
	}
	switch {
	case name == "":
		return text
	case strings.HasPrefix(text, "is "):
		return name + " " + text
	}
	return name + ": " + text
}

// Advice is the next step for the author, empty if there is none to give.
func (p Problem) Advice() string {
	if p.Near != "" {
		return fmt.Sprintf("did you mean %s?", p.Near)
	}
	return p.Hint
}

// showPath writes "media/0/alt" as people do: "media[0].alt".
func showPath(path string) string {
	var b strings.Builder
	for i, part := range strings.Split(path, "/") {
		switch {
		case i > 0 && isIndex(part):
			b.WriteString("[" + part + "]")
			continue
		case i > 0:
			b.WriteByte('.')
		}
		b.WriteString(part)
	}
	return b.String()
}

func isIndex(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

// describe puts a value into words.
func describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case string:
		if v == "" {
			return "an empty text"
		}
		return fmt.Sprintf("%q", shorten(v))
	case bool:
		return fmt.Sprintf("%t", v)
	case []any:
		return "a list"
	case map[string]any:
		return "a map"
	}
	return fmt.Sprintf("the number %v", v)
}

func shorten(s string) string { return shortenTo(60, s) }

// shortenQuoted is shorten for a value as CUE writes it, which keeps its quote at
// the end.
func shortenQuoted(s string) string {
	if short := shorten(s); short != s && strings.HasPrefix(s, `"`) {
		return short + `"`
	}
	return shorten(s)
}

// shortenTo cuts a text behind so many characters.
func shortenTo(most int, s string) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}

// Nearest returns the candidate that differs from s by a slip or two, empty if
// none does; ties go to the first.
func Nearest(s string, candidates []string) string {
	written := []rune(strings.ToLower(s))
	best, least := "", min(len(written)/3+1, 4)
	for _, c := range candidates {
		if strings.EqualFold(s, c) {
			return c
		}
		if d := distance(written, []rune(strings.ToLower(c))); d < least {
			best, least = c, d
		}
	}
	return best
}

// distance counts insertions, deletions, replacements and swaps of neighbours.
// Of very long words it is the length.
func distance(x, y []rune) int {
	const most = 64
	if len(x) > most || len(y) > most {
		return max(len(x), len(y))
	}
	var rows [3][most + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
