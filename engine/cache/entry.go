package cache

import (
	"io"
	"maps"
	"slices"
	"time"

	"galley/engine"
	"galley/engine/load"
)

// A head begins what is stored.
type head struct {
	Program string
	Context string
	Roster  string
	Banks   []sum
	Entries int
}

// A sum is a file with the SHA-256 of its bytes.
type sum struct{ Name, Sum string }

// An entry is what is stored of one file of posts. Its body is read when it is
// asked for.
type entry struct {
	Name    string
	Stamp   Stamp
	Settled bool // the stamp says whether the file is the same
	Sum     string
	Asks    bool // its posts name others
	Media   []medium
	Body    string
}

type medium struct {
	Name  string
	Stamp Stamp
}

// A rendition is what other posts, the time and the ledger ask of one.
type rendition struct {
	ID      engine.ID
	Class   engine.Class
	Account engine.Account
	Due     time.Time
	Until   time.Time
	Merge   bool
	Slot    bool
	Refs    []engine.ID
	Source  engine.Pos
	Digest  string // where the charter has remarks
	Article bool
	Slug    string // of an article's address
}

// decodeState reads what writeState wrote; nothing if it is anything else.
func decodeState(data string) (head, map[string]*stored) {
	var h head
	if data == "" {
		return head{}, nil
	}
	data, err := Decode(data, &h)
	if err != nil || h.Entries > len(data) || h.Entries < 0 {
		return head{}, nil
	}
	list := make([]stored, h.Entries)
	known := make(map[string]*stored, len(list))
	for i := range list {
		r := reader{decoder: decoder{data}}
		r.entry(&list[i].entry)
		if r.err != nil {
			return head{}, nil
		}
		rest := r.data
		list[i].written, data = data[:len(data)-len(rest)], rest
		known[list[i].Name] = &list[i]
	}
	return h, known
}

// A stored entry knows how it is written.
type stored struct {
	entry
	written string // empty if it was not yet
	passing bool   // it is of this run only
}

// writeState writes what decodeState reads.
func writeState(out io.Writer, h head, entries map[string]*stored) error {
	h.Entries = len(entries)
	b, err := Append(nil, h)
	if err != nil {
		return err
	}
	if _, err = out.Write(b); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		e := entries[name]
		if e.written != "" {
			_, err = io.WriteString(out, e.written)
		} else {
			w := writer{b: b[:0]}
			w.entry(&e.entry)
			b = w.b
			_, err = out.Write(b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// asWritten is the same with nothing beside what is written but what this run
// asks for: a run may make as many entries as there are posts.
func (e *stored) asWritten() *stored {
	w := writer{b: make([]byte, 0, len(e.Body)+256)}
	w.entry(&e.entry)
	written := string(w.b)
	return &stored{entry: entry{Name: e.Name, Asks: e.Asks, Body: written[len(written)-len(e.Body):]}, written: written}
}

// restamped is the same file under another stamp.
func (e *stored) restamped(s Stamp, settled bool) *stored {
	if e.Stamp == s && e.Settled == settled {
		return e
	}
	other := &stored{entry: e.entry}
	other.Stamp, other.Settled = s, settled
	return other
}

// file reads the body, and what is remembered of each object that is a post.
func (e *entry) file() (load.File, []memo, error) {
	f := load.File{Sum: e.Sum, Lasting: true}
	r := reader{decoder: decoder{e.Body}}
	f.Findings = r.findings()
	f.Objects = make([]load.Object, r.count())
	posts := make([]memo, len(f.Objects))
	for i := range f.Objects {
		o := &f.Objects[i]
		var fields string
		*o, fields = r.object()
		if o.Valid && o.Kind == "Post" {
			posts[i] = memo{r.text(), fields}
		}
	}
	return f, posts, r.err
}

// recollect notes what is remembered of the objects of a file.
func (v *Verdicts) recollect(f load.File, posts []memo) {
	for i, m := range posts {
		if m.known != "" {
			v.memos[f.Objects[i].Object] = m
		}
	}
}

// bodyOf writes a file of posts, false if that would not be all. What is known of
// a post is by its index among the objects.
func bodyOf(f *load.File, known func(i int) string) (string, bool) {
	w := writer{b: make([]byte, 0, 1024)}
	w.findings(f.Findings)
	w.count(len(f.Objects))
	for i, o := range f.Objects {
		w.object(o)
		if !o.Valid || o.Kind != "Post" {
			continue
		}
		k := known(i)
		if k == "" {
			return "", false
		}
		w.text(k)
	}
	return string(w.b), w.err == nil
}

// entryOf is what is stored of a file, false if nothing is kept, or if it would
// not be true the next time.
func (v *Verdicts) entryOf(name string, f *load.File, body string) (*stored, bool) {
	if !v.Keeps() || isContext(f) || !f.Lasting || f.Info == nil {
		return nil, false
	}
	stamp := StampOf(f.Info)
	e := &stored{entry: entry{Name: name, Stamp: stamp, Settled: stamp.Settled(v.now), Sum: f.Sum, Body: body}}
	for _, o := range f.Objects {
		if !o.Valid || o.Kind != "Post" {
			continue
		}
		media, ok := v.mediaOf(o)
		if !ok {
			return nil, false
		}
		e.Asks = e.Asks || Asks(o.Object)
		e.Media = append(e.Media, media...)
	}
	return e, true
}
