package load

import (
	"crypto/sha256"
	"io/fs"
	"slices"

	"galley/engine"
	"galley/schema"
)

// A Memory remembers what came of files, so that those that are as they were
// need not be read. It decides what is worth remembering, and for how long it
// is true.
type Memory interface {
	// Recall returns what came of a file, false to have it read. The info is of
	// the name itself, sum hashes the bytes. It is called concurrently.
	Recall(name string, info fs.FileInfo, sum func() (string, error)) (File, bool)
	// Keep is told of every file that was read, in the order of names, once all
	// were; not of one that could not be. The info is from before it was read.
	Keep(name string, info fs.FileInfo, f File)
}

// A File is what came of one file, taken for itself: whether an id is unique, or
// the only Project, is found anew each time.
type File struct {
	Sum      string // of its bytes, SHA-256
	Objects  []Object
	Info     fs.FileInfo      // of its name, from before it was read; nil without a memory
	Findings []engine.Finding // with their lines quoted
	Rules    bool             // it holds house rules
	Lasting  bool             // the same would come of it again
}

// An Object is one document of a file. If it is valid it joins the content, even
// when only a part of it was remembered.
type Object struct {
	*schema.Object
	Valid bool
	House []engine.Finding // by the rules of the content; of a valid one that is in it
}

// recall takes a file from memory.
func (h *hand) recall(f *file) bool {
	if h.memory == nil {
		return false
	}
	info, err := fs.Lstat(h.fsys, f.name)
	if err != nil {
		return false
	}
	f.info = info
	known, ok := h.memory.Recall(f.name, info, func() (string, error) { return h.sumOfFile(f.name) })
	if !ok {
		return false
	}
	h.spent.bytes.Add(info.Size())
	f.bring(known)
	return true
}

// bring takes over what is known of a file, so that it need not be read.
func (f *file) bring(known File) {
	f.findings, f.info = known.Findings, nil // there is nothing to remember anew
	f.documents = make([]*document, len(known.Objects))
	for i, o := range known.Objects {
		f.documents[i] = &document{object: o.Object, valid: o.Valid, known: true, house: o.House}
	}
}

func (h *hand) sumOfFile(name string) (string, error) {
	f := h.file(name)
	data, ok := h.bytes(f)
	if !ok {
		return "", fs.ErrInvalid
	}
	return sumOf(data), nil
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return string(sum[:])
}

// keep tells the memory what was read.
func (l *loader) keep(files []*file) {
	if l.memory == nil {
		return
	}
	for _, f := range files {
		if f.sum == "" {
			continue // it was recalled, or could not be read
		}
		Quote(l.fsys, l.prefix, f.findings)
		kept := File{Sum: f.sum, Findings: f.findings, Rules: f.rules != nil, Lasting: !l.incomplete && !f.flawed() && lasting(f.findings)}
		for _, d := range f.documents {
			Quote(l.fsys, l.prefix, d.house)
			kept.Objects = append(kept.Objects, Object{d.object, d.sound, d.house})
		}
		l.memory.Keep(f.name, f.info, kept)
	}
}

// lasting reports whether findings say something of the file, and not of the
// circumstances in which it was read.
func lasting(list []engine.Finding) bool {
	return !slices.ContainsFunc(list, func(f engine.Finding) bool {
		return slices.Contains([]string{ruleUnreadable, ruleTooLarge, schema.RuleCUETimeout}, f.Rule)
	})
}
