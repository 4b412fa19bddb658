package metrics

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"time"
)

// Dir is the folder of the record branch that keeps what was counted: for each
// month, in UTC, and channel
//
//	metrics/2026-12/mastodon.0001.jsonl   appended to; from a size on 0002
//	metrics/2026-11/mastodon.jsonl        once the month is over: all of it, sorted
const Dir = "metrics"

// rollAt is the size from which on the next file is begun, so that a commit
// costs what it adds and not what the month holds.
const rollAt = 64 << 10

// A File is a file of the record branch to write; nil Data takes it away.
type File struct {
	Path string
	Data []byte
}

// A Problem is a line that cannot be read. The others can.
type Problem struct {
	Path string
	Line int // from 1; 0 is the whole file
	Err  error
}

// Error returns the place and what is wrong there.
func (p Problem) Error() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %v", p.Path, p.Err)
	}
	return fmt.Sprintf("%s:%d: %v", p.Path, p.Line, p.Err)
}

// Unwrap returns what is wrong.
func (p Problem) Unwrap() error { return p.Err }

// Read yields the snapshots of a period, by month and channel; of the zero
// period all. Those that only note that a network had nothing to tell are left
// out. What cannot be read is told to wrong, which may be nil, and left out.
func Read(files fs.FS, p Period, wrong func(Problem)) iter.Seq[Snapshot] {
	return func(yield func(Snapshot) bool) {
		for s := range all(files, p, wrong) {
			if len(s.Counts) > 0 && !yield(s) {
				return
			}
		}
	}
}

func all(files fs.FS, p Period, wrong func(Problem)) iter.Seq[Snapshot] {
	if wrong == nil {
		wrong = func(Problem) {}
	}
	return func(yield func(Snapshot) bool) {
		var d decoder
		for name, err := range names(files) {
			switch {
			case err != nil:
				wrong(Problem{Path: name.path(), Err: err})
				continue
			case !p.From.IsZero() && name.month < monthOf(p.From), !p.To.IsZero() && name.month > monthOf(p.To):
				continue
			}
			for s := range d.lines(files, name, wrong) {
				if s.At.Before(p.From) || !p.To.IsZero() && !s.At.Before(p.To) {
					continue
				}
				if !yield(s) {
					return
				}
			}
		}
	}
}

// lines yields the snapshots of one file.
func (d *decoder) lines(files fs.FS, name fileName, wrong func(Problem)) iter.Seq[Snapshot] {
	return func(yield func(Snapshot) bool) {
		data, err := fs.ReadFile(files, name.path())
		if err != nil {
			wrong(Problem{Path: name.path(), Err: err})
			return
		}
		for n := 1; len(data) > 0; n++ {
			line, rest, _ := bytes.Cut(data, []byte("\n"))
			data = rest
			s, err := d.decode(line)
			if err == nil && (s.Channel != name.channel || monthOf(s.At) != name.month) {
				err = errors.New("it belongs into another file")
			}
			if err != nil {
				wrong(Problem{name.path(), n, err})
				continue
			}
			if !yield(s) {
				return
			}
		}
	}
}

// Append returns the files that keep snapshots: those of a month and channel
// come after what was appended last. A snapshot whose slot is taken is left out,
// so that what two runs counted, or one that was killed and began again, is kept
// once; kept is how many are new. One with no counts notes that the network has
// nothing to tell. What is kept is never read but for this, and never changed.
func Append(files fs.FS, more []Snapshot) (changed []File, kept int, err error) {
	if len(more) == 0 {
		return nil, 0, nil
	}
	more = slices.Clone(more)
	first, slots := more[0].At, map[slot]bool{}
	for i, s := range more {
		more[i].At = s.At.UTC().Truncate(time.Second)
		slots[more[i].slot()] = true
		if s.At.Before(first) {
			first = s.At
		}
	}
	taken, _ := takenOf(files, first, slots) // what cannot be read takes no slot
	byFile := map[fileName][]Snapshot{}
	for _, s := range more {
		if slot := s.slot(); !taken[slot] {
			taken[slot] = true
			name := fileName{month: monthOf(s.At), channel: s.Channel}
			byFile[name] = append(byFile[name], s)
			kept++
		}
	}
	last := map[fileName]int{}
	for name, err := range names(files) {
		if err == nil {
			whole := fileName{month: name.month, channel: name.channel}
			last[whole] = max(last[whole], name.part)
		}
	}
	for _, name := range slices.SortedFunc(maps.Keys(byFile), fileName.compare) {
		slices.SortFunc(byFile[name], bySlot)
		to := fileName{name.month, name.channel, max(1, last[name])}
		grown, err := appendTo(files, to, byFile[name])
		if err != nil {
			return nil, 0, err
		}
		changed = append(changed, grown...)
	}
	return changed, kept, nil
}

// appendTo writes lines into a file and those that follow it.
func appendTo(files fs.FS, to fileName, list []Snapshot) ([]File, error) {
	data, err := fs.ReadFile(files, to.path())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	data = slices.Clip(data)
	if len(data) > 0 && data[len(data)-1] != '\n' {
		data = append(data, '\n') // a hand has been at it
	}
	var changed []File
	grown := false
	for _, s := range list {
		if len(data) >= rollAt {
			if grown {
				changed = append(changed, File{to.path(), data})
			}
			to.part, data = to.part+1, nil
		}
		data, grown = append(appendLine(data, s), '\n'), true
	}
	return append(changed, File{to.path(), data}), nil
}

// Compact returns the files that bring each month that was over at a moment into
// one file for each channel, sorted, with every age of every post and every day
// of the account. However its lines came in, the same snapshots give the same
// bytes. A file of which a line cannot be read stays as it is, with its month
// and channel.
func Compact(files fs.FS, asOf time.Time) ([]File, error) {
	parts := map[fileName][]fileName{}
	for name, err := range names(files) {
		if err != nil {
			return nil, Problem{Path: name.path(), Err: err}
		}
		if name.month < monthOf(asOf) {
			whole := fileName{month: name.month, channel: name.channel}
			parts[whole] = append(parts[whole], name)
		}
	}
	var changed []File
	for _, whole := range slices.SortedFunc(maps.Keys(parts), fileName.compare) {
		from := parts[whole]
		if len(from) == 1 && from[0] == whole {
			continue
		}
		data, ok := compacted(files, from)
		if !ok {
			continue
		}
		changed = append(changed, File{whole.path(), data})
		for _, part := range from {
			if part != whole {
				changed = append(changed, File{Path: part.path()})
			}
		}
	}
	return changed, nil
}

// compacted is what several files hold, each slot once; false if a line cannot
// be read.
func compacted(files fs.FS, from []fileName) (data []byte, ok bool) {
	var d decoder
	var list []Snapshot
	ok = true
	for _, name := range from {
		list = slices.AppendSeq(list, d.lines(files, name, func(Problem) { ok = false }))
	}
	slices.SortFunc(list, bySlot)
	for i, s := range list {
		if i == 0 || s.slot() != list[i-1].slot() {
			data = append(appendLine(data, s), '\n')
		}
	}
	return data, ok
}

// bySlot sorts the account before posts, posts by ID and age. Of two that took
// one slot, the earlier comes first.
func bySlot(a, b Snapshot) int {
	if c := cmp.Or(a.ID.Compare(b.ID), cmp.Compare(a.Remote, b.Remote), cmp.Compare(a.Age, b.Age), a.At.Compare(b.At)); c != 0 {
		return c
	}
	return bytes.Compare(appendLine(nil, a), appendLine(nil, b)) // seldom needed, and costly
}
