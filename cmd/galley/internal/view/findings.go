package view

import (
	"io"
	"strings"

	"galley/engine"
)

// Findings writes findings grouped by file, each with the line it is about and
// a caret under the place, and a count last.
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
				out.f("%s\n", s.paint(bold, clean(file)))
			}
		}
		out.finding(s, f)
	}
	if len(list) > 0 {
		out.f("\n")
	}
	return out.err
}

func (out *printer) finding(s Style, f engine.Finding) {
	color := map[engine.Severity]string{engine.SeverityError: red, engine.SeverityWarning: yellow, engine.SeverityInfo: blue}[f.Severity]
	out.f("  %s  %s  %s  %s\n", clean(f.Pos.String()), s.paint(color, f.Severity.String()), clean(f.Text), s.paint(dim, "["+f.Rule+"]"))
	if f.Excerpt != "" && f.Pos.Line > 0 {
		excerpt, caret := excerpt(f.Excerpt, f.Pos.Col)
		out.f("      %s\n", excerpt)
		if caret != "" {
			out.f("      %s\n", s.paint(color, caret))
		}
	}
	if f.Hint != "" {
		out.f("      %s %s\n", s.paint(dim, "hint:"), clean(f.Hint))
	}
}

// excerptWidth is how much of a line is shown.
const excerptWidth = 100

// excerpt returns the part of a line around a column (in characters, from 1)
// and the caret that goes under it.
func excerpt(line string, col int) (text, caret string) {
	runes := []rune(clean(strings.TrimRight(line, "\r\n")))
	indent := 0
	for indent < len(runes) && runes[indent] == ' ' {
		indent++
	}
	start, lead := indent, ""
	if col-indent > excerptWidth*3/4 && col <= len(runes)+1 {
		start, lead = max(indent, col-excerptWidth/2), "…"
	}
	end, tail := len(runes), ""
	if end-start > excerptWidth {
		end, tail = start+excerptWidth, "…"
	}
	text = lead + string(runes[min(start, end):end]) + tail
	if col > 0 && col-1 >= start && col-1 <= end {
		caret = strings.Repeat(" ", len([]rune(lead))+col-1-start) + "^"
	}
	return text, caret
}

// FindingCounts says "2 errors, 1 warning", and whether there is an error.
func FindingCounts(list []engine.Finding) (text string, errors int) {
	var warnings, infos int
	for _, f := range list {
		switch f.Severity {
		case engine.SeverityError:
			errors++
		case engine.SeverityWarning:
			warnings++
		default:
			infos++
		}
	}
	parts := []string{Count(errors, "error", "errors"), Count(warnings, "warning", "warnings")}
	if infos > 0 {
		parts = append(parts, Count(infos, "remark", "remarks"))
	}
	return strings.Join(parts, ", "), errors
}
