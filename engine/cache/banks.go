package cache

import (
	"crypto/sha256"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// Files is the content root for what reads files beside the content, such as
// banks of words: what is opened through it belongs to the context.
func (v *Verdicts) Files(files fs.FS) fs.FS {
	if v == nil || files == nil {
		return files
	}
	return &witness{files, v}
}

// A witness notes what is opened.
type witness struct {
	fs.FS
	v *Verdicts
}

func (w *witness) Open(name string) (fs.File, error) {
	w.note(name)
	return w.FS.Open(name)
}

// Lstat implements [fs.ReadLinkFS].
func (w *witness) Lstat(name string) (fs.FileInfo, error) {
	w.note(name)
	return fs.Lstat(w.FS, name)
}

// ReadLink implements [fs.ReadLinkFS].
func (w *witness) ReadLink(name string) (string, error) {
	w.note(name)
	return fs.ReadLink(w.FS, name)
}

func (w *witness) note(name string) {
	w.v.mu.Lock()
	defer w.v.mu.Unlock()
	if _, noted := w.v.banks[name]; !noted {
		w.v.banks[name] = sumOfFile(w.FS, name)
	}
}

func (v *Verdicts) witnessed() []sum {
	var list []sum
	for _, name := range slices.Sorted(maps.Keys(v.banks)) {
		list = append(list, sum{name, v.banks[name]})
	}
	return list
}

func sameBanks(files fs.FS, banks []sum) bool {
	return !slices.ContainsFunc(banks, func(s sum) bool { return sumOfFile(files, s.Name) != s.Sum })
}

// sumOfFile is the SHA-256 of the bytes of a file or of the names in a folder,
// and of what it is: a link is another thing than the file it leads to.
func sumOfFile(files fs.FS, name string) string {
	h := sha256.New()
	if info, err := fs.Lstat(files, name); err == nil {
		io.WriteString(h, info.Mode().Type().String())
	}
	switch info, err := fs.Stat(files, name); {
	case err != nil:
		io.WriteString(h, "absent")
	case info.IsDir():
		entries, _ := fs.ReadDir(files, name)
		for _, e := range entries {
			io.WriteString(h, strings.Join([]string{e.Type().String(), e.Name(), ""}, "\x00"))
		}
	case info.Mode().IsRegular():
		data, _ := fs.ReadFile(files, name)
		h.Write(data)
	}
	return string(h.Sum(nil))
}
