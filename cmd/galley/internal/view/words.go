package view

import (
	"strings"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// words shows what changed in a text, word by word: [-gone-] and {+new+}, the
// unchanged middle of a long text cut.
func words(s Style, was, now string) string {
	diffs := diffWords(was, now, diffmatchpatch.New())
	var b strings.Builder
	for i, d := range diffs {
		text := strings.Join(strings.Fields(clean(d.Text)), " ")
		if text == "" {
			text = strings.Map(visibleSpace, d.Text)
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		switch d.Type {
		case diffmatchpatch.DiffDelete:
			b.WriteString(s.paint(red, "[-"+text+"-]"))
		case diffmatchpatch.DiffInsert:
			b.WriteString(s.paint(green, "{+"+text+"+}"))
		default:
			b.WriteString(context(text, i == 0, i == len(diffs)-1))
		}
	}
	return b.String()
}

// diffWords compares two texts by words, and by the white space between them.
func diffWords(was, now string, by *diffmatchpatch.DiffMatchPatch) []diffmatchpatch.Diff {
	index := map[string]rune{}
	var list []string
	encode := func(text string) []rune {
		var coded []rune
		for _, w := range split(text) {
			code, known := index[w]
			if !known {
				code = rune(len(list) + 1)
				if code >= 0xd800 {
					code += 0x800 // not a character by itself
				}
				index[w], list = code, append(list, w)
			}
			coded = append(coded, code)
		}
		return coded
	}
	before, after := encode(was), encode(now)
	diffs := by.DiffMainRunes(before, after, false)
	for i := range diffs {
		var b strings.Builder
		for _, code := range diffs[i].Text {
			if code >= 0xd800 {
				code -= 0x800
			}
			b.WriteString(list[code-1])
		}
		diffs[i].Text = b.String()
	}
	return diffs
}

// split cuts a text into words and the white space between them.
func split(text string) []string {
	var parts []string
	start, space := 0, false
	for i, r := range text {
		if is := unicode.IsSpace(r); is != space && i > start {
			parts, start = append(parts, text[start:i]), i
			space = is
		} else {
			space = is
		}
	}
	if start < len(text) {
		parts = append(parts, text[start:])
	}
	return parts
}

func visibleSpace(r rune) rune {
	if r == '\n' {
		return '⏎'
	}
	return '␣'
}

// around is how many words of unchanged text are kept beside a change.
const around = 6

func context(text string, first, last bool) string {
	words := strings.Fields(text)
	switch {
	case len(words) <= 2*around:
		return text
	case first:
		return "… " + strings.Join(words[len(words)-around:], " ")
	case last:
		return strings.Join(words[:around], " ") + " …"
	}
	return strings.Join(words[:around], " ") + " … " + strings.Join(words[len(words)-around:], " ")
}
