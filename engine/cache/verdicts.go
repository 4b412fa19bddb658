// Package cache remembers between two runs what validation found in each file of
// posts, so that only what changed is looked at again. Content as it is read
// travels in; what is known of the posts that are as they were travels out. All
// of it lies in one file that may be deleted at any time.
//
// Posts are what there is much of. All other objects (the context) are read on
// every run, and a change of one of them, of the program or of the schema
// forgets everything. What concerns several posts, the time or the ledger is
// never remembered: it is found anew from what a post is to others.
package cache

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"galley/engine"
	"galley/engine/charter"
	"galley/engine/load"
	"galley/schema"
)

// Verdicts are the memory of one content root. It is a [load.Memory] for one
// call of [load.Tree] after [Verdicts.Begin].
type Verdicts struct {
	file    File
	program string
	files   fs.FS
	now     time.Time // of the file system, when this run began

	opened chan struct{} // closed once these two are read
	stored head
	known  map[string]*stored // of the last run, by name
	dirty  bool

	mu      sync.Mutex
	without bool                    // posts that name others are not recalled
	again   map[string]*stored      // that were recalled
	judged  map[string]*stored      // that were read, and judged on the way
	memos   map[*schema.Object]memo // of the posts of both
	fresh   map[string]*load.File   // that were read and not judged
	learnt  map[string]string       // what was found in fresh posts, by id, written
	banks   map[string]string       // read beside the content -> SHA-256
	media   map[string]medium
	specs   specs
}

// Known is what is remembered of one post.
type Known struct {
	Alone      []engine.Finding // rendering and validation found in the post itself
	Remarks    []engine.Finding // the charter did, before it is asked what was published
	Renditions []engine.Desired // as they are learnt; of what is known, see AppendTo
	Facts      charter.Facts

	kept  string // the renditions, as they are written
	count int
	specs specs
}

// A memo is what is remembered of a post, as it is written.
type memo struct {
	known  string
	fields string // of the post, as it is to others
}

// Len is how many renditions are known of a post.
func (k *Known) Len() int { return k.count }

// AppendTo appends them to a list, without what readers see, but for what others
// ask of it.
func (k *Known) AppendTo(list []engine.Desired) []engine.Desired {
	r := reader{decoder: decoder{k.kept}}
	for range k.count {
		list = append(list, r.rendition().desired(k.specs))
	}
	return list
}

// Open reads what is remembered of the content root with a key, whose files are
// given. What is kept under another program, a set of networks or anything else
// that the text says is not of use.
func Open(file File, files fs.FS, program string) *Verdicts {
	v := &Verdicts{file: file, program: program, files: files, now: file.Now(), specs: specs{&engine.Post{}, &engine.Article{}},
		opened: make(chan struct{})}
	go func() { // while the content is listed
		defer close(v.opened)
		v.stored, v.known = decodeState(file.Read())
		if v.stored.Program != program {
			v.stored, v.known = head{}, nil
		}
	}()
	return v
}

// Begin prepares for reading the content.
func (v *Verdicts) Begin() {
	v.memos, v.again = map[*schema.Object]memo{}, map[string]*stored{}
	v.fresh, v.learnt, v.media = map[string]*load.File{}, map[string]string{}, map[string]medium{}
	v.banks = map[string]string{}
	v.Rejudge()
}

// Recall implements [load.Memory].
func (v *Verdicts) Recall(name string, info fs.FileInfo, sum func() (string, error)) (load.File, bool) {
	<-v.opened
	e := v.known[name]
	if e == nil || v.without && e.Asks {
		return load.File{}, false
	}
	if now := StampOf(info); now != e.Stamp || !e.Settled {
		if got, err := sum(); err != nil || got != e.Sum {
			return load.File{}, false
		}
		e = e.restamped(now, now.Settled(v.now))
	}
	f, posts, err := e.file()
	if err != nil || !v.sameMedia(e) {
		return load.File{}, false
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.again[name] = e
	v.dirty = v.dirty || e != v.known[name]
	v.recollect(f, posts)
	return f, true
}

// Keep implements [load.Memory].
func (v *Verdicts) Keep(name string, info fs.FileInfo, f load.File) {
	f.Info = info
	v.fresh[name] = &f
}

// Holds reports whether what was recalled is still true, now that all files are
// read; if not, Begin and read again, until it does.
func (v *Verdicts) Holds(content schema.Content) bool {
	<-v.opened
	if len(v.again) == 0 {
		return true
	}
	if v.context(content) != v.stored.Context || !sameBanks(v.files, v.stored.Banks) {
		v.known, v.stored = nil, head{}
		return false
	}
	if v.roster(content, v.again) != v.stored.Roster && askers(v.again) {
		v.without = true
		return false
	}
	return true
}

// askers reports whether there are posts that name others.
func askers(entries map[string]*stored) bool {
	for _, e := range entries {
		if e.Asks {
			return true
		}
	}
	return false
}

// Of returns what is known of a post of the content, nil if it is to be looked
// at.
func (v *Verdicts) Of(p *schema.Post) *Known {
	if v == nil {
		return nil
	}
	m, known := v.memos[p.Object]
	if !known {
		return nil
	}
	r := reader{decoder: decoder{m.known}}
	k := r.known(p.ID)
	k.specs = v.specs
	if r.err != nil { // it was written by this program, and its sum was right
		return nil
	}
	return k
}

// Learn remembers what was found of a post that was looked at. The findings have
// their lines quoted.
func (v *Verdicts) Learn(post string, k Known) {
	if v == nil {
		return
	}
	w := writer{}
	if w.known(&k); w.err == nil {
		v.learnt[post] = string(w.b)
	}
}

// context is the digest of all that is not a post.
func (v *Verdicts) context(content schema.Content) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(v.fresh)) {
		if f := v.fresh[name]; isContext(f) {
			fmt.Fprintf(h, "%q %x\n", name, f.Sum)
		}
	}
	for _, c := range content.Calendars { // they lie among posts
		fields, err := appendAnyMap(nil, c.Object.Fields)
		fmt.Fprintf(h, "%q %s %x %v\n", c.ID, c.Object.Start.File, fields, err)
		for path, at := range c.Object.Places() {
			fmt.Fprintln(h, path, at)
		}
	}
	return string(h.Sum(nil))
}

// isContext reports whether a file holds what other files are judged by.
func isContext(f *load.File) bool {
	return f.Rules || slices.ContainsFunc(f.Objects, func(o load.Object) bool { return o.Kind != "Post" && o.Kind != "Calendar" })
}

// roster is the digest of what every post is to others; empty where none asks.
func (v *Verdicts) roster(content schema.Content, entries map[string]*stored) string {
	if !askers(entries) {
		return ""
	}
	h, line := sha256.New(), []byte(nil)
	for i := range content.Posts {
		p := &content.Posts[i]
		var fields string
		if m, known := v.memos[p.Object]; known {
			fields = m.fields
		} else if written, err := appendAnyMap(nil, p.Object.Reduced().Fields); err == nil {
			fields = string(written)
		}
		for _, part := range []string{p.ID, fields} {
			line = append(binary.AppendUvarint(line[:0], uint64(len(part))), part...)
			h.Write(line)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(content.Broken)) {
		fmt.Fprintf(h, "%q\n", name)
	}
	return string(h.Sum(nil))
}

// names reports whether a value holds a reference to a post.
func names(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.Contains(v, "${post.")
	case []any:
		return slices.ContainsFunc(v, names)
	case map[string]any:
		for _, e := range v {
			if names(e) {
				return true
			}
		}
	}
	return false
}
