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
	var e *stored
	if v.Keeps() {
		e = v.entryOf(name, f, func(i int) *Known { return known[i] })
	}
	f.Objects = slices.Clone(f.Objects)
	posts := make(map[*schema.Object]*Known, len(known))
	for i := range f.Objects {
		f.Objects[i].Object = f.Objects[i].Object.Reduced()
		if k := known[i]; k != nil {
			posts[f.Objects[i].Object] = k.reduced(v.specs)
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if e != nil {
		v.judged[name] = e
	}
	for o, k := range posts {
		v.found[o] = k
	}
}

// Rejudge forgets what was judged: it was judged by other objects.
func (v *Verdicts) Rejudge() {
	v.judged, v.found = map[string]*stored{}, map[*schema.Object]*Known{}
}

// Partial reports whether some posts of the content are reduced to what they are
// to others.
func (v *Verdicts) Partial() bool { return v != nil && len(v.recalled)+len(v.found) > 0 }

// Asks reports whether a post names others.
func Asks(o *schema.Object) bool { return names(o.Fields) }
