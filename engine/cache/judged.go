package cache

import (
	"slices"

	"galley/engine/load"
	"galley/schema"
)

// Judged takes a file of posts of which everything was found, and puts what they
// are to others in place of its objects. What is known of its posts is by their
// index among the objects. It may be called concurrently.
func (v *Verdicts) Judged(name string, f *load.File, known map[int]*Known) {
	memos := make(map[int]memo, len(known))
	for i, k := range known {
		w := writer{b: make([]byte, 0, 256)}
		if w.known(k); w.err == nil {
			memos[i] = memo{known: string(w.b)}
		}
	}
	if len(memos) < len(known) {
		return // it is kept whole
	}
	var e *stored
	if v.Keeps() {
		e = v.entryOf(name, f, func(i int) string { return memos[i].known })
	}
	f.Objects, f.Info = slices.Clone(f.Objects), nil
	for i := range f.Objects {
		f.Objects[i].Object = f.Objects[i].Object.Reduced()
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if e != nil {
		v.judged[name] = e
	}
	for i, m := range memos {
		v.found[f.Objects[i].Object] = m
	}
}

// Rejudge forgets what was judged: it was judged by other objects.
func (v *Verdicts) Rejudge() {
	v.judged, v.found = map[string]*stored{}, map[*schema.Object]memo{}
}

// Partial reports whether some posts of the content are reduced to what they are
// to others.
func (v *Verdicts) Partial() bool { return v != nil && len(v.recalled)+len(v.found) > 0 }

// Asks reports whether a post names others.
func Asks(o *schema.Object) bool { return names(o.Fields) }
