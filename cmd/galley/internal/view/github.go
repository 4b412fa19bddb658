package view

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"galley/engine"
)

// The annotations that GitHub keeps of one step: ten of each level. What a step
// writes beyond is dropped without a word. One notice is left for the last line.
const (
	githubErrors   = 10
	githubWarnings = 10
	githubNotices  = 9
)

// GitHub writes findings as commands of GitHub's workflows, which show them in
// the diff of a pull request: errors first, as many as one step may have. The
// last line counts them all and tells how many are not shown.
func GitHub(w io.Writer, list []engine.Finding) error {
	out := &printer{w: w}
	left := map[engine.Severity]int{
		engine.SeverityError: githubErrors, engine.SeverityWarning: githubWarnings, engine.SeverityInfo: githubNotices}
	omitted := 0
	for _, f := range bySeverity(list) {
		if left[f.Severity] == 0 {
			omitted++
			continue
		}
		left[f.Severity]--
		out.f("%s\n", annotation(f))
	}
	summary, _ := FindingCounts(list)
	if omitted == 0 {
		out.f("%s.\n", summary)
		return out.err
	}
	out.f("::notice title=galley validate::%s; %d of them not shown here, as GitHub shows 10 of each level per step. "+
		"galley validate lists them all.\n", summary, omitted)
	return out.err
}

// annotation is one command. Nothing of a stranger reaches it but as escaped
// data or an escaped property.
func annotation(f engine.Finding) string {
	level := [...]string{engine.SeverityError: "error", engine.SeverityWarning: "warning", engine.SeverityInfo: "notice"}[f.Severity]
	properties := []string{}
	add := func(name, value string) { properties = append(properties, name+"="+githubProperty(value)) }
	if f.Pos.File != "" && f.Pos.File != "." {
		add("file", f.Pos.File)
	}
	if f.Pos.Line > 0 {
		add("line", fmt.Sprint(f.Pos.Line))
	}
	if f.Pos.Line > 0 && f.Pos.Col > 0 {
		add("col", fmt.Sprint(f.Pos.Col))
		add("endColumn", fmt.Sprint(f.Pos.Col+max(f.Width, 1)-1))
	}
	add("title", f.Rule)
	return "::" + level + " " + strings.Join(properties, ",") + "::" + githubData(strings.Join(sentences(f), "\n"))
}

// sentences are the lines that say a finding without its place.
func sentences(f engine.Finding) []string {
	lines := []string{shown(f.Text)}
	if why := reason(f); why != "" {
		lines = append(lines, "why: "+shown(why))
	}
	if f.Hint != "" {
		lines = append(lines, "hint: "+shown(f.Hint))
	}
	return lines
}

// bySeverity is a copy with the worst first, and otherwise in order.
func bySeverity(list []engine.Finding) []engine.Finding {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b engine.Finding) int { return cmp.Compare(a.Severity, b.Severity) })
	return sorted
}

// githubData escapes the text of a command, which may have several lines.
func githubData(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

// githubProperty escapes a property, which is one line.
func githubProperty(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(githubData(shown(text)))
}

// Uncommanded is text for the log of a job in which no line is a command, and no
// part of one: the runner takes commands from behind white space too, and lets
// a carriage return end a line.
func Uncommanded(text string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(text, "\r", " ")) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") {
			line = strings.Replace(line, "::", ": :", 1)
		}
		b.WriteString(line)
	}
	return defused(b.String())
}
