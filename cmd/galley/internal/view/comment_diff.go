package view

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/sergi/go-diff/diffmatchpatch"

	"galley/engine"
)

// maxDiffed bounds the texts that are compared word by word: the work grows with
// the product of what differs.
const maxDiffed = 6_000 // bytes

// difference is one field that changes, before and after in one text; empty for
// a field that readers do not see as such.
func (p *page) difference(d engine.FieldDiff) string {
	label := "<b>" + inert(p.words.field(d.Field)) + p.words.colon + "</b> "
	if d.Field == "text" || d.Field == "body" || d.Field == "bio" {
		label = ""
	}
	was, now := p.said(d.Field, d.Was), p.said(d.Field, d.Now)
	switch {
	case d.Recorded && now == "":
		return "<b>" + inert(p.words.field(d.Field)) + p.words.colon + "</b> " + p.words.gone
	case d.Recorded:
		return label + "<ins>" + p.folded(now, cardText) + "</ins>"
	case was == now:
		return label + p.words.another
	case structured(was) || structured(now):
		return label + p.words.changed
	case d.Field == "at", d.Field != "media" && (strings.HasPrefix(d.Was, "[") || strings.HasPrefix(d.Now, "[")):
		return label + deleted(was) + " → " + inserted(now)
	}
	return label + p.marked(was, now)
}

func deleted(text string) string {
	if text == "" {
		return "–"
	}
	return "<del>" + inert(text) + "</del>"
}

func inserted(text string) string {
	if text == "" {
		return "–"
	}
	return "<ins>" + inert(text) + "</ins>"
}

// said is the value of a field as people say it.
func (p *page) said(field, value string) string {
	switch {
	case value == "":
		return ""
	case field == "at" && value == "merge":
		return p.words.merge
	case field == "at":
		if t, err := time.Parse(time.RFC3339, value); err == nil {
			return p.plainTime(t)
		}
	case field == "media":
		return alts(value)
	}
	var list []string
	if strings.HasPrefix(value, "[") && json.Unmarshal([]byte(value), &list) == nil {
		return strings.Join(list, ", ")
	}
	return value
}

// alts are the alternative texts of media, which is what can be read of them.
func alts(value string) string {
	var files []struct{ Alt string }
	if json.Unmarshal([]byte(value), &files) != nil {
		return value
	}
	lines := make([]string, len(files))
	for i, f := range files {
		lines[i] = fmt.Sprintf("%d. %s", i+1, f.Alt)
	}
	return strings.Join(lines, "\n")
}

func structured(value string) bool {
	return strings.HasPrefix(value, "{") || strings.HasPrefix(value, "[{")
}

// marked is the difference of two texts, word by word. What did not change in a
// long one is cut.
func (p *page) marked(was, now string) string {
	if len(was) > maxDiffed || len(now) > maxDiffed {
		return "<ins>" + p.folded(now, cardText) + "</ins>"
	}
	exact := diffmatchpatch.New()
	exact.DiffTimeout = 0 // the same texts give the same comment, on a slow machine too
	parts := diffWords(unixLines(was), unixLines(now), exact)
	var b strings.Builder
	for i, part := range parts {
		switch part.Type {
		case diffmatchpatch.DiffDelete:
			b.WriteString("<del>" + paragraphs(spaced(part.Text)) + "</del>")
		case diffmatchpatch.DiffInsert:
			if i > 0 && parts[i-1].Type == diffmatchpatch.DiffDelete {
				b.WriteByte(' ')
			}
			b.WriteString("<ins>" + paragraphs(spaced(part.Text)) + "</ins>")
		default:
			text := part.Text
			if len(text) > cardText {
				text = cutContext(text, i == 0, i == len(parts)-1)
			}
			b.WriteString(lines(text))
		}
	}
	return b.String()
}

// spaced shows a change of white space alone.
func spaced(text string) string {
	if strings.TrimSpace(text) == "" {
		return strings.Map(visibleSpace, text)
	}
	return text
}

// lines is prose of several lines, with those at its ends.
func lines(text string) string {
	parts := strings.Split(text, "\n")
	for i, line := range parts {
		parts[i] = prose(line)
	}
	return strings.Join(parts, "<br>\n")
}

// cutContext keeps of unchanged text what stands beside a change.
func cutContext(text string, first, last bool) string {
	const kept = 300
	runes := []rune(text)
	if len(runes) <= 2*kept {
		return text
	}
	head, tail := string(runes[:kept]), string(runes[len(runes)-kept:])
	switch {
	case first:
		return "… " + tail
	case last:
		return head + " …"
	}
	return head + " … " + tail
}
