package metrics

import (
	"cmp"
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

	"galley/engine"
)

// A fileName is the name of a file of snapshots.
type fileName struct {
	month   string
	channel engine.Channel
	part    int // from 1; 0 is the whole of a month that is over
}

var (
	monthForm = regexp.MustCompile(`^\d{4}-\d\d$`)
	partForm  = regexp.MustCompile(`^([a-z0-9][a-z0-9-]*)(?:\.(\d{4,9}))?\.jsonl$`)
)

func monthOf(t time.Time) string { return t.UTC().Format("2006-01") }

func (n fileName) path() string {
	switch {
	case n.channel == "":
		return path.Join(Dir, n.month)
	case n.part == 0:
		return path.Join(Dir, n.month, string(n.channel)+".jsonl")
	}
	return path.Join(Dir, n.month, fmt.Sprintf("%s.%04d.jsonl", n.channel, n.part))
}

func (n fileName) compare(other fileName) int {
	return cmp.Or(strings.Compare(n.month, other.month), cmp.Compare(n.channel, other.channel), n.part-other.part)
}

// names yields the files of snapshots by month, channel and part. A folder that
// cannot be read is yielded with its error.
func names(files fs.FS) iter.Seq2[fileName, error] {
	return func(yield func(fileName, error) bool) {
		months, err := fs.ReadDir(files, Dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !yield(fileName{}, err) {
			return
		}
		for _, month := range months {
			if !month.IsDir() || !monthForm.MatchString(month.Name()) {
				continue
			}
			list, err := inMonth(files, month.Name())
			if err != nil && !yield(fileName{month: month.Name()}, err) {
				return
			}
			for _, name := range list {
				if !yield(name, nil) {
					return
				}
			}
		}
	}
}

func inMonth(files fs.FS, month string) ([]fileName, error) {
	entries, err := fs.ReadDir(files, path.Join(Dir, month))
	if err != nil {
		return nil, err
	}
	var list []fileName
	for _, e := range entries {
		m := partForm.FindStringSubmatch(e.Name())
		if m == nil || m[2] == "0000" {
			continue
		}
		part, _ := strconv.Atoi(m[2]) // digits that fit, or nothing
		list = append(list, fileName{month, engine.Channel(m[1]), part})
	}
	slices.SortFunc(list, fileName.compare)
	return list, nil
}
