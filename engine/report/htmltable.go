package report

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A fit is how a table is kept from sticking out.
type fit struct {
	stacking string // class of a table that becomes lists in windows where it does not fit
	whole    bool   // short cells stay on one line
}

// fit measures a table, roughly: its widest words are what it cannot go below.
func (t Table) fit() fit {
	const telephone, narrow, sheet = 320, 500, 600 // pixels, less than there are
	width := t.width(Table.short)
	whole := width <= sheet
	if !whole {
		width = t.width(func(Table, int) bool { return false })
	}
	switch {
	case width <= telephone:
		return fit{"", whole}
	case width <= narrow:
		return fit{"stacked", whole}
	}
	return fit{"stacked tight", whole}
}

// width is about how many pixels a table needs, if the columns that whole names are
// not broken.
func (t Table) width(whole func(Table, int) bool) float64 {
	const perLetter, perColumn = 7.5, 16
	width := 0.0
	for i, c := range t.Columns {
		letters := longest(c.Title)
		for _, row := range t.Rows {
			switch {
			case i >= len(row):
			case whole(t, i):
				letters = max(letters, utf8.RuneCountInString(row[i].String()))
			default:
				letters = max(letters, min(longest(row[i].String()), longWord))
			}
		}
		width += float64(letters)*perLetter + perColumn
	}
	return width
}

// short reports whether no cell of a column is longer than a date: those are kept
// on one line. First columns are names, which may break.
func (t Table) short(column int) bool {
	const date = 17
	return column > 0 && !slices.ContainsFunc(t.Rows, func(row []Text) bool {
		return column < len(row) && utf8.RuneCountInString(row[column].String()) > date
	})
}

// longest is how many characters the longest word has.
func longest(text string) int {
	letters := 0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' || r == '\n' }) {
		letters = max(letters, utf8.RuneCountInString(word))
	}
	return letters
}

func (p *htmlPage) table(t Table) {
	fit := t.fit()
	p.open("table", strings.TrimSpace("table "+fit.stacking), "cellpadding", "0", "cellspacing", "0", "border", "0", "width", "100%")
	p.WriteString("\n<thead><tr>")
	for i, c := range t.Columns {
		p.open("th", p.cell("th", c, i, c.Title), "scope", "col")
		p.words(c.Title)
		p.WriteString("</th>")
	}
	p.WriteString("</tr></thead>\n<tbody>\n")
	for _, row := range t.Rows {
		p.WriteString("<tr>")
		for i, cell := range row {
			p.tableCell(t, i, cell, fit)
		}
		p.WriteString("</tr>\n")
	}
	p.WriteString("</tbody></table>\n")
	if len(t.Note) > 0 {
		p.paragraph("small", t.Note)
	}
}

// tableCell repeats the head of its column, for where the heads are not shown.
func (p *htmlPage) tableCell(t Table, index int, cell Text, fit fit) {
	column := Column{}
	if index < len(t.Columns) {
		column = t.Columns[index]
	}
	class := p.cell("td", column, index, cell.String())
	if fit.whole && t.short(index) {
		class += " short"
	}
	p.open("td", class)
	if fit.stacking != "" && index > 0 && len(cell) > 0 {
		p.open("span", "label")
		p.words(column.Title)
		p.WriteString("</span>")
	}
	if len(cell) > 0 {
		p.WriteString(`<span class="value">`)
		p.text(cell)
		p.WriteString("</span>")
	}
	p.WriteString("</td>")
}

// longWord is from how many characters on a word is broken where it does not fit.
// Shorter ones are left whole, or a narrow column would cut every name.
const longWord = 24

// cell is the class of a cell.
func (p *htmlPage) cell(tag string, c Column, index int, text string) string {
	class := tag
	switch {
	case index == 0:
		class += "-first"
	case c.Numbers:
		class += "-number"
	}
	if longest(text) >= longWord {
		class += " long"
	}
	return class
}
