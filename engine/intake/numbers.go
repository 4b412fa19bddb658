package intake

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"galley/engine/zone"
)

// Numbers are a table of what no network tells: visits, conversions and spend,
// by day.
type Numbers struct {
	Rows     []NumberRow
	Problems []Problem
	Ignored  []string // headings that nobody reads, as written
}

// A NumberRow is one row. Empty is what the table does not say.
type NumberRow struct {
	Line     int    // counted from 1
	Day      string // such as 2026-12-24
	Campaign string // as written: utm_campaign, or the ID of a campaign
	Source   string // as written: utm_source
	Channel  string // as written
	Counts   map[string]float64
}

// The names of what a NumberRow counts.
const (
	Visits      = "visits"
	Conversions = "conversions"
	Spend       = "spend" // in the currency of the table
)

// countColumns are the columns of numbers.
var countColumns = map[column]string{visits: Visits, conversions: Conversions, spend: Spend}

// numberNames are headings as names has them: those of Google Analytics, Matomo,
// Plausible and the ad accounts, and what teams write themselves. Visitors are not
// visits, nor are clicks: nobody reads them.
var numberNames = map[string]column{
	"date": date, "day": date, "jour": date,
	"campaign": campaign, "utm campaign": campaign, "session campaign": campaign, "campaign name": campaign, "campagne": campaign,
	"nom de la campagne": campaign, "campagne de la session": campaign,
	"source": source, "utm source": source, "session source": source, "source de la session": source,
	"channel": channels, "canal": channels,
	"visits": visits, "sessions": visits, "visites": visits,
	"conversions": conversions, "key events": conversions, "événements clés": conversions,
	"spend": spend, "cost": spend, "amount spent": spend, "dépense": spend, "dépenses": spend, "coût": spend, "montant dépensé": spend,
}

// inBrackets is a unit behind a heading, such as (EUR).
var inBrackets = regexp.MustCompile(`\s*\([^()]*\)$`)

// ReadNumbers reads a table with commas, semicolons or tabs between its cells. A
// row with a problem gives nothing; a table with a problem of line 0 nothing at
// all. An empty order leaves it to the dates.
func ReadNumbers(data []byte, order DateOrder) Numbers {
	plain, err := decode(data)
	if err != nil {
		return wrong(err.Error(), "save it as CSV in UTF-8")
	}
	plain, above := withoutRemarks(plain)
	rows, problems := rowsOf(plain)
	n := Numbers{Problems: problems}
	if len(rows) == 0 {
		return wrong("it has no rows", "")
	}
	head := n.head(rows[0].cells)
	rows = rows[1:]
	switch {
	case head.at(date) < 0:
		return wrong("no column is the day", `call it "Date"; a table by week or month cannot be taken over`)
	case head.at(visits) < 0 && head.at(conversions) < 0 && head.at(spend) < 0:
		return wrong("no column is a number that is read", `call it "Visits", "Conversions" or "Spend"`)
	}
	if order == "" {
		var told bool
		if order, told = orderOf(head.column(rows, date)); !told {
			return wrong("its dates can be read with the day or with the month first", "--date-format dmy or --date-format mdy tells which")
		}
	}
	for i := range n.Problems {
		n.Problems[i].Line += above
	}
	for _, r := range rows {
		r.line += above
		n.read(r, head, order)
	}
	return n
}

func wrong(text, hint string) Numbers { return Numbers{Problems: []Problem{{Text: text, Hint: hint}}} }

// withoutRemarks leaves out the lines with which Google Analytics begins a table.
func withoutRemarks(data []byte) (rest []byte, lines int) {
	text := string(data)
	for strings.HasPrefix(text, "#") {
		_, text, _ = strings.Cut(text, "\n")
		lines++
	}
	return []byte(text), lines
}

func (n *Numbers) head(cells []string) headings {
	h := headings{named: true}
	for _, cell := range cells {
		kind := numberNames[inBrackets.ReplaceAllString(headingName(cell), "")]
		written := strings.TrimSpace(cell)
		if written != "" && (kind == ignored || h.at(kind) >= 0) {
			n.Ignored, kind = append(n.Ignored, written), ignored
		}
		h.list = append(h.list, heading{kind, written, ""})
	}
	return h
}

// read adds what a row says, or what is wrong with it.
func (n *Numbers) read(r row, h headings, order DateOrder) {
	problems := len(n.Problems)
	bad := func(kind column, err error) {
		text, hint := saidBy(err)
		n.Problems = append(n.Problems, Problem{r.line, h.name(kind), text, hint})
	}
	if len(r.cells) > len(h.list) {
		n.Problems = append(n.Problems, Problem{r.line, "", fmt.Sprintf("it has %d cells below %d headings", len(r.cells), len(h.list)),
			"put quotes around a number that holds a separator"})
	}
	row := NumberRow{Line: r.line, Campaign: oneLine(h.cell(r, campaign)), Source: oneLine(h.cell(r, source)),
		Channel: oneLine(h.cell(r, channels)), Counts: map[string]float64{}}
	var err error
	if row.Day, err = readDay(h.cell(r, date), order); err != nil {
		bad(date, err)
	}
	for _, kind := range []column{visits, conversions, spend} {
		cell := h.cell(r, kind)
		if cell == "" {
			continue
		}
		amount, err := readAmount(cell)
		if err != nil {
			bad(kind, err)
		}
		row.Counts[countColumns[kind]] = amount
	}
	if len(n.Problems) == problems && len(row.Counts) > 0 {
		n.Rows = append(n.Rows, row)
	}
}

var dense = regexp.MustCompile(`^(\d{4})(\d\d)(\d\d)$`)

// readDay returns a date as 2026-12-24; a time of day behind it says nothing.
func readDay(text string, order DateOrder) (string, error) {
	var year, month, day string
	if m := yearLed.FindStringSubmatch(text); m != nil {
		year, month, day = m[1], m[2], m[3]
	} else if m := dense.FindStringSubmatch(text); m != nil {
		year, month, day = m[1], m[2], m[3]
	} else if m := yearLast.FindStringSubmatch(text); m != nil {
		day, month, year = m[1], m[3], m[4]
		if order == MonthFirst {
			day, month = month, day
		}
	} else if text == "" {
		return "", &zone.Error{Kind: zone.BadDate, Text: "it is empty", Hint: "a line of totals is not needed; anything else needs its day"}
	} else {
		return "", &zone.Error{Kind: zone.BadDate, Text: fmt.Sprintf("%.40q is no date", text), Hint: "write 2026-12-24"}
	}
	written := fmt.Sprintf("%s-%s-%s", year, pad(month), pad(day))
	if _, err := zone.ParseDate(written, time.UTC); err != nil {
		return "", err
	}
	return written, nil
}

// maxAmount bounds a number, so that a sum of them is exact to the cent.
const maxAmount = 1e12

var (
	currency = regexp.MustCompile(`^(?:[€$£¥]|[A-Z]{3} ?)|(?:[€$£¥]| ?[A-Z]{3})$`)
	spaces   = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "\u2009", "", "'", "", "’", "")
	digits   = regexp.MustCompile(`^\d+(?:[.,]\d+)*$`)
)

// readAmount reads a number as people and programs write it: 1234.5, 1 234,50 €,
// $1,234.50. One that could be two numbers is refused.
func readAmount(cell string) (float64, error) {
	text := strings.TrimSpace(currency.ReplaceAllString(strings.TrimSpace(cell), ""))
	text = spaces.Replace(text)
	if !digits.MatchString(text) {
		return 0, fmt.Errorf("%.40q is no number", cell)
	}
	point := strings.LastIndexAny(text, ".,")
	if point >= 0 {
		mark := text[point : point+1]
		other := strings.ContainsAny(text[:point], strings.Trim(".,", mark))
		switch many := strings.Count(text, mark) > 1; {
		case many && other:
			return 0, fmt.Errorf("%.40q is no number", cell)
		case many: // they group thousands
			text = strings.ReplaceAll(text, mark, "")
		case !other && len(text)-point-1 == 3 && point <= 3 && text[0] != '0':
			whole, part := text[:point], text[point+1:]
			return 0, &zone.Error{Text: fmt.Sprintf("%.40q can be read as %s%s or as %s and a fraction", cell, whole, part, whole),
				Hint: fmt.Sprintf("write %s%s or %s.%s0", whole, part, whole, part)}
		default:
			text = strings.NewReplacer(".", "", ",", "").Replace(text[:point]) + "." + text[point+1:]
		}
	}
	amount, err := strconv.ParseFloat(text, 64)
	if err != nil || amount > maxAmount {
		return 0, errors.New("it is larger than anything that can be counted")
	}
	return amount, nil
}
