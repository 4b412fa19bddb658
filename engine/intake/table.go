package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// TableOptions are how a table is read.
type TableOptions struct {
	Zone     *time.Location // whose clocks are meant
	Order    DateOrder      // empty leaves it to the dates
	Networks []string       // names that may be headings
}

// A Table is a table of posts.
type Table struct {
	Drafts   []Draft
	Problems []Problem
	Ignored  []string // headings that nobody reads, as written
}

// ReadTable reads a table with commas, semicolons or tabs between its cells. A
// row with a problem gives no draft; a table with a problem of line 0 gives none
// at all.
func ReadTable(data []byte, o TableOptions) Table {
	var t Table
	plain, err := decode(data)
	if err != nil {
		return t.whole(err.Error(), "save it as CSV in UTF-8")
	}
	rows, problems := rowsOf(plain)
	t.Problems = problems
	if len(rows) == 0 {
		if len(t.Problems) > 0 {
			return t
		}
		return t.whole("it has no rows", "")
	}
	head := t.head(rows[0].cells, o)
	if head.at(text) < 0 {
		return t.whole("no column is the text of the posts", `call it "Text"`)
	}
	if head.named {
		rows = rows[1:]
	}
	order := o.Order
	if order == "" {
		var told bool
		if order, told = orderOf(head.column(rows, date)); !told {
			return t.whole("its dates can be read with the day or with the month first", "--date-format dmy or --date-format mdy tells which")
		}
	}
	for _, r := range rows {
		t.read(r, head, order, o.Zone)
	}
	return t
}

func (t Table) whole(text, hint string) Table {
	return Table{Problems: append(t.Problems, Problem{Text: text, Hint: hint}), Ignored: t.Ignored}
}

// decode returns the text of a file: UTF-8, with its mark or without, or the
// UTF-16 that Excel calls Unicode text.
func decode(data []byte) ([]byte, error) {
	if len(data) > MaxTable {
		return nil, fmt.Errorf("it is larger than %d MB", MaxTable>>20)
	}
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		data = data[3:]
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		data = fromUTF16(data[2:])
	}
	if !utf8.Valid(data) {
		return nil, errors.New("it is not UTF-8")
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, errors.New("it is no text")
	}
	return data, nil
}

func fromUTF16(data []byte) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = uint16(data[2*i]) | uint16(data[2*i+1])<<8
	}
	return []byte(string(utf16.Decode(units)))
}

type row struct {
	line  int
	cells []string
}

// rowsOf cuts the text into cells. Where a quote was never closed, nobody can
// tell what follows: the rows before it count.
func rowsOf(data []byte) (rows []row, problems []Problem) {
	reader := csv.NewReader(bytes.NewReader(data))
	reader.Comma, reader.FieldsPerRecord = delimiter(data), -1
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			return rows, []Problem{{Line: bad.StartLine, Text: bad.Err.Error(),
				Hint: "put quotes around the whole cell, and write each quote inside it twice; the rows from here on were not read"}}
		}
		if err != nil {
			return rows, []Problem{{Text: err.Error()}}
		}
		line, _ := reader.FieldPos(0)
		if len(rows) > MaxRows {
			return rows, []Problem{{Line: line, Text: fmt.Sprintf("more than %d rows", MaxRows), Hint: "cut the table in parts"}}
		}
		if strings.TrimSpace(strings.Join(cells, "")) != "" {
			rows = append(rows, row{line, cells})
		}
	}
}

// delimiter is what separates the cells of the first line, outside of quotes.
func delimiter(data []byte) rune {
	count := map[rune]int{}
	quoted := false
	for _, r := range string(data) {
		if r == '"' {
			quoted = !quoted
		}
		if r == '\n' && !quoted {
			break
		}
		if !quoted {
			count[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if count[r] > count[best] {
			best = r
		}
	}
	return best
}

// A heading is one column of a table.
type heading struct {
	kind    column
	written string
	network string
}

type headings struct {
	list  []heading
	named bool // the first row is headings
}

// head reads the first row: headings, or, where its first cell is a date, the
// three columns of a table that has none.
func (t *Table) head(cells []string, o TableOptions) headings {
	var h headings
	for _, cell := range cells {
		kind, network := columnOf(cell, o.Networks)
		h.list = append(h.list, heading{kind, strings.TrimSpace(cell), network})
	}
	first := strings.TrimSpace(cells[0])
	if h.at(text) < 0 && len(cells) > 1 && (yearLed.MatchString(first) || yearLast.MatchString(first)) {
		return headings{list: []heading{{date, "the first column", ""}, {text, "the second column", ""}, {link, "the third column", ""}}}
	}
	h.named = true
	for _, c := range h.list {
		if c.kind == ignored && c.written != "" {
			t.Ignored = append(t.Ignored, c.written)
		}
	}
	return h
}

// at is the place of the first column of a kind, -1 if there is none.
func (h headings) at(kind column) int {
	for i, c := range h.list {
		if c.kind == kind {
			return i
		}
	}
	return -1
}

// cell is a row's cell in the first column of a kind; empty if there is none.
func (h headings) cell(r row, kind column) string {
	if i := h.at(kind); i >= 0 && i < len(r.cells) {
		return strings.TrimSpace(r.cells[i])
	}
	return ""
}

// name is how the first column of a kind is called.
func (h headings) name(kind column) string {
	if i := h.at(kind); i >= 0 {
		return h.list[i].written
	}
	return ""
}

func (h headings) column(rows []row, kind column) []string {
	var cells []string
	for _, r := range rows {
		cells = append(cells, h.cell(r, kind))
	}
	return cells
}

// read adds the draft of a row, or what is wrong with it.
func (t *Table) read(r row, h headings, order DateOrder, loc *time.Location) {
	d := Draft{Line: r.line, Title: oneLine(h.cell(r, title)), Text: h.cell(r, text), Link: h.cell(r, link)}
	problems := len(t.Problems)
	bad := func(kind column, text, hint string) {
		t.Problems = append(t.Problems, Problem{r.line, h.name(kind), text, hint})
	}
	if len(r.cells) > len(h.list) && h.named {
		t.Problems = append(t.Problems, Problem{r.line, "", fmt.Sprintf("it has %d cells below %d headings", len(r.cells), len(h.list)),
			"put quotes around a text that holds a separator"})
	}
	if d.Text == "" {
		bad(text, "it is empty", "a post needs a text")
	}
	asDraft, ok := yes(h.cell(r, draft))
	if !ok {
		bad(draft, "it is neither yes nor no", "write true or false")
	}
	if when := h.cell(r, date); when != "" && !asDraft {
		at, err := readTime(when, h.cell(r, daytime), order, loc)
		if err != nil {
			said, hint := saidBy(err)
			bad(date, said, hint)
		}
		d.At = at
	}
	for i, c := range h.list {
		if i < len(r.cells) {
			t.more(&d, c, strings.TrimSpace(r.cells[i]), r.line)
		}
	}
	if len(t.Problems) == problems {
		t.Drafts = append(t.Drafts, d)
	}
}

// more reads a cell of which there may be several.
func (t *Table) more(d *Draft, c heading, cell string, line int) {
	switch {
	case c.kind == ticked:
		set, ok := yes(cell)
		if !ok {
			t.Problems = append(t.Problems, Problem{line, c.written, "it is neither yes nor no", "write true or false"})
		}
		if set {
			d.Channels = append(d.Channels, c.network)
		}
	case cell == "":
	case c.kind == channels:
		d.Channels = append(d.Channels, list(cell)...)
	case c.kind == tags:
		for _, tag := range list(cell) {
			d.Tags = append(d.Tags, strings.TrimPrefix(tag, "#"))
		}
	case c.kind == picture:
		for address := range strings.FieldsSeq(strings.ReplaceAll(cell, ",http", " http")) {
			d.Pictures = append(d.Pictures, Picture{URL: strings.Trim(address, ",;|"), number: number(c.written)})
		}
	case c.kind == alt:
		for i := range d.Pictures {
			if d.Pictures[i].number == number(c.written) && d.Pictures[i].Alt == "" {
				d.Pictures[i].Alt = oneLine(cell)
				break
			}
		}
	}
}

// list cuts a cell at commas, semicolons and bars.
func list(cell string) []string {
	var parts []string
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return r == ',' || r == ';' || r == '|' || r == '\n' }) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}
