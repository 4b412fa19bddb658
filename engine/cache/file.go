package cache

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
	"unsafe"
)

const (
	magic     = "galley cache 1\n"
	mostBytes = 256 << 20 // of one file
	mostFiles = 32        // in the folder: one for each content root on the machine
	mostKept  = 512 << 20 // of all of them
	suffix    = ".verdicts"
)

// A File is where the cache of one content root lies. The zero File keeps
// nothing.
type File struct {
	Path          string
	TestOnlyLater time.Duration // added to Now
}

// In returns the file for a key in a folder, which need not exist.
func In(folder, key string) File {
	return File{Path: filepath.Join(folder, fmt.Sprintf("%x%s", sha256.Sum256([]byte(key)), suffix)[32:])}
}

// Read returns what Write kept, empty if there is nothing, or nothing that is
// whole.
func (f File) Read() string {
	info, err := os.Stat(f.Path)
	if err != nil || info.Size() > mostBytes || !info.Mode().IsRegular() {
		return ""
	}
	data, err := os.ReadFile(f.Path)
	if err != nil {
		return ""
	}
	data, found := bytes.CutPrefix(data, []byte(magic))
	if !found || len(data) < sha256.Size {
		return ""
	}
	sum, body := data[:sha256.Size], data[sha256.Size:]
	if got := sha256.Sum256(body); !bytes.Equal(got[:], sum) {
		return ""
	}
	return unsafe.String(unsafe.SliceData(body), len(body)) // nobody else has the bytes
}

// Write replaces what is kept. A reader finds the old or the new, never a part.
// The file is for this user alone. What other content roots kept longest ago is
// removed where it is too much.
func (f File) Write(body func(io.Writer) error) error {
	if f.Path == "" {
		return nil
	}
	folder := filepath.Dir(f.Path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	out, err := os.CreateTemp(folder, "new-*"+suffix) // 0600
	if err != nil {
		return err
	}
	size, err := writeSummed(out, body)
	if err = errors.Join(err, out.Close()); err == nil && size > mostBytes {
		err = errors.Join(fmt.Errorf("%s would be too large", f.Path), f.remove())
	}
	if err == nil {
		err = os.Rename(out.Name(), f.Path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(out.Name()))
	}
	f.prune()
	return nil
}

// writeSummed writes what begins a cache, then the body, and returns the size of
// the file.
func writeSummed(out *os.File, body func(io.Writer) error) (int64, error) {
	sum := sha256.New()
	begin := append([]byte(magic), sum.Sum(nil)...) // of nothing; the sum is known in the end
	if _, err := out.Write(begin); err != nil {
		return 0, err
	}
	buffered := bufio.NewWriterSize(io.MultiWriter(out, sum), 1<<20)
	if err := errors.Join(body(buffered), buffered.Flush()); err != nil {
		return 0, err
	}
	if _, err := out.WriteAt(sum.Sum(nil), int64(len(magic))); err != nil {
		return 0, err
	}
	return out.Seek(0, io.SeekCurrent)
}

func (f File) remove() error {
	if err := os.Remove(f.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// prune bounds the folder. A file that another process is writing is young.
func (f File) prune() {
	names, err := filepath.Glob(filepath.Join(filepath.Dir(f.Path), "*"+suffix))
	if err != nil {
		return
	}
	type kept struct {
		name string
		size int64
		at   time.Time
	}
	var all []kept
	for _, name := range names {
		if info, err := os.Lstat(name); err == nil {
			all = append(all, kept{name, info.Size(), info.ModTime()})
		}
	}
	slices.SortFunc(all, func(a, b kept) int { return b.at.Compare(a.at) })
	total := int64(0)
	for i, k := range all {
		if total += k.size; k.name != f.Path && (i >= mostFiles || total > mostKept) {
			_ = os.Remove(k.name)
		}
	}
}

// Now is the time by the clock that stamps the files of the folder, which need
// not be that of this machine. Zero if it cannot be told.
func (f File) Now() time.Time {
	if f.Path == "" || os.MkdirAll(filepath.Dir(f.Path), 0o700) != nil {
		return time.Time{}
	}
	probe, err := os.CreateTemp(filepath.Dir(f.Path), "now-*"+suffix)
	if err != nil {
		return time.Time{}
	}
	defer os.Remove(probe.Name())
	defer probe.Close()
	info, err := probe.Stat()
	if err != nil {
		return time.Time{}
	}
	return info.ModTime().Add(f.TestOnlyLater)
}
