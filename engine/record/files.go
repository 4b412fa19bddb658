package record

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"galley/engine/repo"
)

const (
	ledgerDir = "ledger"
	leaseFile = "lease.json"
	// maxLines is where a month's file rolls over, so that a commit costs what
	// it adds and not what the month holds: it writes half such a file on
	// average, and one entry for each file there is.
	maxLines = 256
)

// A fileName is the name of a ledger file: 2026-12.jsonl, then
// 2026-12-0002.jsonl.
type fileName struct {
	month string
	part  int // 1 is not written
}

var fileForm = regexp.MustCompile(`^(\d{4}-\d\d)(?:-(\d{4,}))?\.jsonl$`)

func parseFileName(name string) (fileName, bool) {
	m := fileForm.FindStringSubmatch(name)
	if m == nil {
		return fileName{}, false
	}
	part := 1
	if m[2] != "" {
		part, _ = strconv.Atoi(m[2]) // digits; a number too large sorts last
	}
	return fileName{m[1], part}, true
}

func (f fileName) path() string {
	if f.part < 2 {
		return path.Join(ledgerDir, f.month+".jsonl")
	}
	return path.Join(ledgerDir, fmt.Sprintf("%s-%04d.jsonl", f.month, f.part))
}

func (f fileName) compare(other fileName) int {
	if c := strings.Compare(f.month, other.month); c != 0 {
		return c
	}
	return f.part - other.part
}

// ledgerFiles lists the ledger's files in the order of their lines.
func ledgerFiles(files fs.FS) ([]fileName, error) {
	entries, err := fs.ReadDir(files, ledgerDir)
	if err != nil {
		return nil, err
	}
	var names []fileName
	for _, e := range entries {
		if name, ok := parseFileName(e.Name()); ok {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, fileName.compare)
	return names, nil
}

// rawLines yields the lines of the ledger, each with the file it is in. The
// bytes are valid until the next one.
func rawLines(files fs.FS) iter.Seq2[rawLine, error] {
	return func(yield func(rawLine, error) bool) {
		names, err := ledgerFiles(files)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			yield(rawLine{}, err)
			return
		}
		for _, name := range names {
			data, err := fs.ReadFile(files, name.path())
			if err != nil {
				yield(rawLine{file: name}, err)
				return
			}
			for n := 1; len(data) > 0; n++ {
				line, rest, whole := bytes.Cut(data, []byte("\n"))
				if !whole {
					yield(rawLine{file: name, n: n}, fmt.Errorf("%w: its last line is cut off", ErrDamaged))
					return
				}
				data = rest
				if !yield(rawLine{name, n, line}, nil) {
					return
				}
			}
		}
	}
}

type rawLine struct {
	file fileName
	n    int // in its file, from 1
	data []byte
}

// A tail is where the next line goes.
type tail struct {
	file  fileName
	lines int    // in file
	n     int    // of the last line
	hash  string // of the last line
}

// appendLines returns the files that hold lines after those of the tail, and
// the new tail. Lines get their number and the hash of the one before. A clock
// that went back does not open an earlier month again: the order of files is
// that of the chain.
func (t tail) appendLines(files fs.FS, now time.Time, lines []Line) ([]repo.File, tail, error) {
	if month := now.Format("2006-01"); month > t.file.month {
		t.file, t.lines = fileName{month, 1}, 0
	}
	var changed []repo.File
	var data []byte
	if t.lines > 0 {
		old, err := fs.ReadFile(files, t.file.path())
		if err != nil {
			return nil, t, err
		}
		data = slices.Clip(old)
	}
	for i := range lines {
		if t.lines >= maxLines {
			changed = append(changed, repo.File{Path: t.file.path(), Data: data})
			t.file.part, t.lines, data = t.file.part+1, 0, nil
		}
		lines[i].V, lines[i].N, lines[i].Prev = format, t.n+1, t.hash
		encoded, err := lines[i].encode()
		if err != nil {
			return nil, t, err
		}
		data = append(append(data, encoded...), '\n')
		t.n, t.lines, t.hash = t.n+1, t.lines+1, lines[i].hash
	}
	return append(changed, repo.File{Path: t.file.path(), Data: data}), t, nil
}
