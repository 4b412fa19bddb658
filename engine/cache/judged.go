package cache

import (
	"galley/engine/load"
	"galley/schema"
)

// Judge remembers a file of posts of which everything was found, for this run
// and, where that is of use, for the next. What is known of its posts is by their
// index among the objects. False: it cannot be written, and is to be kept whole.
// It may be called concurrently.
func (v *Verdicts) Judge(name string, f *load.File, known map[int]*Known) bool {
	written := make(map[int]string, len(known))
	for i, k := range known {
		w := writer{b: make([]byte, 0, 256)}
		if w.known(k); w.err == nil {
			written[i] = string(w.b)
		}
	}
	body, ok := bodyOf(f, func(i int) string { return written[i] })
	if !ok {
		return false
	}
	e, ok := v.entryOf(name, f, body)
	if ok {
		e = e.asWritten()
	} else {
		e = &stored{entry: entry{Body: body}, passing: true}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.judged[name] = e
	return true
}

// Judged returns what the posts of a judged file are to others. It may be called
// concurrently.
func (v *Verdicts) Judged(name string) (load.File, bool) {
	v.mu.Lock()
	e := v.judged[name]
	v.mu.Unlock()
	if e == nil {
		return load.File{}, false
	}
	f, posts, err := e.file()
	if err != nil {
		return load.File{}, false
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.recollect(f, posts)
	if e.passing {
		delete(v.judged, name)
	}
	return f, true
}

// Rejudge forgets what was judged: it was judged by other objects.
func (v *Verdicts) Rejudge() { v.judged = map[string]*stored{} }

// Partial reports whether some posts of the content are reduced to what they are
// to others.
func (v *Verdicts) Partial() bool { return v != nil && len(v.memos) > 0 }

// Asks reports whether a post names others.
func Asks(o *schema.Object) bool { return names(o.Fields) }
