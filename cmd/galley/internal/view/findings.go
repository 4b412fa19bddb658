package view

import (
	"io"
	"strings"

	"galley/engine"
)

// Findings writes findings grouped by file, each with the line it is about, the
// word underlined, and what to do. A line of text is as long as it is unless the
// style has a width; excerpts are always cut around their word.
func Findings(w io.Writer, s Style, list []engine.Finding) error {
	out := &printer{w: w}
	file := ""
	for i, f := range list {
		if f.Pos.File != file || i == 0 {
			if i > 0 {
				out.f("\n")
			}
			file = f.Pos.File
			if file != "" {
				out.f("%s\n", s.paint(bold, fileName(file)))
			}
		}
		out.finding(s, f)
	}
	if len(list) > 0 {
		out.f("\n")
	}
	return out.err
}

// fileName is a path as it may begin a line: the log of a job would obey one
// that begins with two colons.
func fileName(file string) string {
	if strings.HasPrefix(strings.TrimSpace(file), "::") {
		file = "./" + file
	}
	return shown(file)
}

// excerptWidth is how much of a line is shown where nobody says how wide the
// terminal is.
const excerptWidth = 80

// The columns that stand before the lines of a finding.
const (
	margin = 6
	gutter = "| " // so that a line of a stranger never begins one of the log
)

func (out *printer) finding(s Style, f engine.Finding) {
	color := severityColor(f.Severity)
	pos := f.Pos
	pos.File = fileName(pos.File)
	rule := "[" + f.Rule + "]"
	if f.Fix != nil {
		rule = "[" + f.Rule + ", fixable]"
	}
	head := "  " + pos.String() + "  " + f.Severity.String() + "  "
	whole := strings.ReplaceAll(shown(rule), " ", "\u00a0") // on one line
	lines := s.wrap(width(head), shown(f.Text)+"  "+whole)
	first, last := &lines[0], &lines[len(lines)-1]
	*last = strings.TrimSuffix(*last, whole) + s.paint(dim, shown(rule))
	out.f("  %s  %s  %s\n", pos.String(), s.paint(color, f.Severity.String()), *first)
	out.indented(lines[1:])
	if f.Excerpt != "" && f.Pos.Line > 0 {
		out.excerpt(s, f, color)
	}
	out.advice(s, "why:", reason(f))
	out.advice(s, "hint:", f.Hint)
}

func (out *printer) excerpt(s Style, f engine.Finding, color string) {
	room := excerptWidth
	if s.Width > 0 {
		room = s.Width
	}
	text, marks := excerpt(f, max(20, room-margin-len(gutter)))
	out.f("      %s%s\n", s.paint(dim, gutter), text)
	if marks != "" {
		out.f("      %s%s\n", s.paint(dim, gutter), s.paint(color, marks))
	}
}

// advice writes a line that begins with a word such as "hint:".
func (out *printer) advice(s Style, word, text string) {
	if text == "" {
		return
	}
	lines := s.wrap(margin+len(word)+1, shown(text))
	out.f("      %s %s\n", s.paint(dim, word), lines[0])
	out.indented(lines[1:])
}

func (out *printer) indented(lines []string) {
	for _, line := range lines {
		out.f("        %s\n", line)
	}
}

// wrap breaks a text behind words at the width of the style, its first line
// standing behind so many columns.
func (s Style) wrap(taken int, text string) []string {
	if s.Width <= 0 || taken+width(text) <= s.Width {
		return []string{text}
	}
	var lines []string
	line, room := "", s.Width-taken
	for word := range strings.SplitSeq(text, " ") {
		if line != "" && width(line)+1+width(word) > room {
			lines, line, room = append(lines, strings.TrimRight(line, " ")), word, s.Width-margin-2
			continue
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// reason is why the team asks for it, and where that is written.
func reason(f engine.Finding) string {
	switch {
	case f.Cite == "":
		return f.Reason
	case f.Reason == "":
		return "see " + f.Cite
	}
	return f.Reason + " (" + f.Cite + ")"
}

func severityColor(s engine.Severity) string {
	switch s {
	case engine.SeverityError:
		return red
	case engine.SeverityWarning:
		return yellow
	}
	return blue
}

// FindingCounts says "2 errors, 1 warning", and whether there is an error.
func FindingCounts(list []engine.Finding) (text string, errors int) {
	n := counts(list)
	parts := []string{Count(n[engine.SeverityError], "error", "errors"), Count(n[engine.SeverityWarning], "warning", "warnings")}
	if infos := n[engine.SeverityInfo]; infos > 0 {
		parts = append(parts, Count(infos, "remark", "remarks"))
	}
	return strings.Join(parts, ", "), n[engine.SeverityError]
}

func counts(list []engine.Finding) map[engine.Severity]int {
	n := map[engine.Severity]int{}
	for _, f := range list {
		n[f.Severity]++
	}
	return n
}

// Fixable says how many findings a command mends by itself: "3 can be fixed by
// galley validate --fix."; empty if there are none.
func Fixable(list []engine.Finding) string {
	n := 0
	for _, f := range list {
		if f.Fix != nil {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return Count(n, "finding", "findings") + " can be fixed by galley validate --fix."
}
