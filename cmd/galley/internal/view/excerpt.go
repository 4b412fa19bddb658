package view

import (
	"strings"

	"github.com/rivo/uniseg"

	"galley/engine"
)

// A cell is what a reader takes for one character of a line, as it is shown.
type cell struct {
	text  string
	width int // columns
	first int // column of its first character in the file, from 1
	next  int // and of the one behind it
}

// tabStop is how far apart the columns are that a tab leads to.
const tabStop = 4

// excerpt returns the part of a finding's line that fits into room columns, with
// the marked word in it, and the marks that go under it. Marks are empty where
// the word is not in the line.
func excerpt(f engine.Finding, room int) (text, marks string) {
	line := cells(f.Excerpt, max(f.ExcerptCol, 1))
	from, to := marked(line, f.Pos.Col, f.Pos.Col+max(f.Width, 1))
	start := indentation(line)
	if from >= 0 {
		start = min(start, from)
	}
	start, end := window(line, start, from, to, room)
	lead, tail := "", ""
	if start > indentation(line) || f.ExcerptCol > 1 {
		lead = "…"
	}
	if end < len(line) {
		tail = "…"
	}
	text = lead + joined(line[start:end]) + tail
	if from < start || from > end || f.Pos.Col == 0 {
		return text, ""
	}
	return text, strings.Repeat(" ", columns(line[start:from])+len([]rune(lead))) + strings.Repeat("^", max(1, columns(line[from:min(to, end)])))
}

// cells splits a line whose first character stands in a column of the file.
func cells(line string, col int) []cell {
	var list []cell
	at := 0
	for rest, state := strings.TrimRight(line, "\r\n"), -1; rest != ""; {
		var text string
		text, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		c := cell{text: shown(text), first: col, next: col + len([]rune(text))}
		switch n := len(list); {
		case text == "\t":
			c.text = strings.Repeat(" ", tabStop-at%tabStop)
		case text == "[" && n > 1 && list[n-1].text == "#" && list[n-2].text == "#":
			c.text = " [" // as defused does
		}
		c.width = width(c.text)
		at, col = at+c.width, c.next
		list = append(list, c)
	}
	return list
}

// marked returns the cells [from, to) that hold the columns [first, end) of the
// file; -1 if the line does not reach that far. Behind the last character from
// is len(line): something is missing there.
func marked(line []cell, first, end int) (from, to int) {
	from = -1
	for i, c := range line {
		if from < 0 && c.first <= first && first < c.next {
			from = i
		}
		if c.first < end {
			to = i + 1
		}
	}
	if from < 0 && (len(line) == 0 && first == 1 || len(line) > 0 && line[len(line)-1].next == first) {
		return len(line), len(line)
	}
	return from, max(from, to)
}

func indentation(line []cell) int {
	for i, c := range line {
		if strings.TrimSpace(c.text) != "" {
			return i
		}
	}
	return 0
}

// window chooses the cells [start, end) to show: from start on if the marked ones
// fit in, else with a third of the room before them.
func window(line []cell, start, from, to, room int) (int, int) {
	if columns(line[start:]) <= room {
		return start, len(line)
	}
	room -= 2 // for what says that there is more
	if from >= 0 && columns(line[start:min(to, len(line))]) > room {
		for start = from; start > 0 && columns(line[start-1:from]) <= room/3; start-- {
		}
	}
	end := start
	for used := 0; end < len(line) && used+line[end].width <= room; end++ {
		used += line[end].width
	}
	return start, end
}

func columns(line []cell) int {
	n := 0
	for _, c := range line {
		n += c.width
	}
	return n
}

func joined(line []cell) string {
	var b strings.Builder
	for _, c := range line {
		b.WriteString(c.text)
	}
	return b.String()
}
