package metrics

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"galley/engine"
)

// ImportDir is the folder of the record branch that keeps what the team imported,
// a file for each month, such as metrics/imports/2026-12.csv.
const ImportDir = Dir + "/imports"

// importColumns are the headings of these files; the last three are metrics.
var importColumns = [...]string{"day", "campaign", "source", "channel", "visits", "conversions", "spend"}

// importKeys is how many of the columns say what a row is about.
const importKeys = 4

// An ImportRow is what a team imported of one day, campaign, source and channel.
type ImportRow struct {
	Day      string // such as 2026-12-24
	Campaign string // its ID, or as the import wrote it
	Source   string // utm_source, as the import wrote it
	Channel  engine.Channel
	Counts   map[string]float64 // visits, conversions and spend; an absent one was not said
}

func (r ImportRow) key() [importKeys]string {
	return [...]string{r.Day, r.Campaign, r.Source, string(r.Channel)}
}

// MergeImports returns the files that keep more rows. Rows of one import about the same
// are added up: a table may be finer than ours. What was imported before about
// the same is replaced, metric by metric, so that the same table twice counts
// once, and a table that reaches further corrects the days that were not over.
// Changed is how many rows are new or differ.
func MergeImports(files fs.FS, more []ImportRow) (list []File, changed int, err error) {
	months := map[string]map[[importKeys]string]ImportRow{}
	for _, r := range more {
		if !dayForm.MatchString(r.Day) {
			return nil, 0, fmt.Errorf("import: %q is no day", r.Day)
		}
		month := r.Day[:len("2026-12")]
		if months[month] == nil {
			months[month] = map[[importKeys]string]ImportRow{}
		}
		sum, known := months[month][r.key()]
		if !known {
			sum, sum.Counts = r, map[string]float64{}
		}
		for metric, n := range r.Counts {
			sum.Counts[metric] += n
		}
		months[month][r.key()] = sum
	}
	for _, month := range slices.Sorted(maps.Keys(months)) {
		name := path.Join(ImportDir, month+".csv")
		data, n, err := merged(files, name, months[month])
		if err != nil {
			return nil, 0, err
		}
		if n > 0 {
			list, changed = append(list, File{name, data}), changed+n
		}
	}
	return list, changed, nil
}

// merged is a file with more rows. What cannot be read of it must not be lost.
func merged(files fs.FS, name string, more map[[importKeys]string]ImportRow) (data []byte, changed int, err error) {
	rows := map[[importKeys]string]ImportRow{}
	var problems []Problem
	for _, r := range importsIn(files, name, func(p Problem) { problems = append(problems, p) }) {
		rows[r.key()] = r
	}
	if len(problems) > 0 {
		return nil, 0, problems[0]
	}
	for key, r := range more {
		old, known := rows[key]
		if !known {
			old, old.Counts = r, map[string]float64{}
		}
		before := maps.Clone(old.Counts)
		maps.Copy(old.Counts, r.Counts)
		if !maps.Equal(before, old.Counts) {
			changed++
		}
		rows[key] = old
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(importColumns[:]) // into memory
	for _, key := range slices.SortedFunc(maps.Keys(rows), func(a, b [importKeys]string) int { return slices.Compare(a[:], b[:]) }) {
		cells := key[:]
		for _, metric := range importColumns[importKeys:] {
			cell := ""
			if n, said := rows[key].Counts[metric]; said {
				cell = strconv.FormatFloat(n, 'f', -1, 64)
			}
			cells = append(cells, cell)
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return b.Bytes(), changed, nil
}

// ReadImports returns what was imported of the days that a period touches, in
// UTC; of the zero period all. What cannot be read is told to wrong, which may be
// nil, and left out.
func ReadImports(files fs.FS, p Period, wrong func(Problem)) []Import {
	if wrong == nil {
		wrong = func(Problem) {}
	}
	entries, err := fs.ReadDir(files, ImportDir)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			wrong(Problem{Path: ImportDir, Err: err})
		}
		return nil
	}
	var list []Import
	for _, e := range entries {
		month, isTable := strings.CutSuffix(e.Name(), ".csv")
		if !isTable || !monthForm.MatchString(month) || !p.From.IsZero() && month < monthOf(p.From) || !p.To.IsZero() && month > monthOf(p.To) {
			continue
		}
		for _, r := range importsIn(files, path.Join(ImportDir, e.Name()), wrong) {
			day, _ := time.Parse(time.DateOnly, r.Day) // importsIn did
			if !p.From.IsZero() && !day.Add(24*time.Hour).After(p.From) || !p.To.IsZero() && !day.Before(p.To) {
				continue
			}
			for _, metric := range slices.Sorted(maps.Keys(r.Counts)) {
				list = append(list, Import{Day: day, Channel: r.Channel, Campaign: r.Campaign, Metric: metric, N: r.Counts[metric]})
			}
		}
	}
	return list
}

var dayForm = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)

// importsIn reads one file; none is no rows.
func importsIn(files fs.FS, name string, wrong func(Problem)) []ImportRow {
	data, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		wrong(Problem{Path: name, Err: err})
		return nil
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord, r.ReuseRecord = -1, true
	head, err := r.Read()
	if err != nil || !slices.Equal(head, importColumns[:]) {
		wrong(Problem{name, 1, fmt.Errorf("its columns are not %s", strings.Join(importColumns[:], ","))})
		return nil
	}
	month := strings.TrimSuffix(path.Base(name), ".csv")
	var list []ImportRow
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return list
		}
		var torn *csv.ParseError
		if errors.As(err, &torn) {
			wrong(Problem{name, torn.Line, torn.Err})
			return list // nobody can tell what follows
		}
		line, _ := r.FieldPos(0)
		row, err := importRow(cells)
		if err == nil && !strings.HasPrefix(row.Day, month) {
			err = errors.New("it belongs into another file")
		}
		if err != nil {
			wrong(Problem{name, line, err})
			continue
		}
		list = append(list, row)
	}
}

func importRow(cells []string) (ImportRow, error) {
	if len(cells) != len(importColumns) {
		return ImportRow{}, fmt.Errorf("it has %d cells, want %d", len(cells), len(importColumns))
	}
	r := ImportRow{Day: cells[0], Campaign: cells[1], Source: cells[2], Channel: engine.Channel(cells[3]), Counts: map[string]float64{}}
	if _, err := time.Parse(time.DateOnly, r.Day); err != nil {
		return r, fmt.Errorf("%.40q is no day", r.Day)
	}
	for i, metric := range importColumns[importKeys:] {
		cell := cells[importKeys+i]
		if cell == "" {
			continue
		}
		n, err := strconv.ParseFloat(cell, 64)
		if err != nil || !(n >= 0 && n < maxImport) {
			return r, fmt.Errorf("%s: %.40q is no number", metric, cell)
		}
		r.Counts[metric] = n
	}
	return r, nil
}

// maxImport bounds a number, and keeps out what is none.
const maxImport = 1e15
