package cache

import (
	"encoding/binary"
	"time"

	"galley/engine"
	"galley/engine/load"
	"galley/schema"
)

// A writer writes what there is much of, without the help of reflection.
type writer struct {
	b   []byte
	err error // the first
}

func (w *writer) text(s string) { w.b = appendText(w.b, s) }
func (w *writer) count(n int)   { w.b = binary.AppendUvarint(w.b, uint64(n)) }
func (w *writer) number(n int64) {
	w.b = binary.AppendVarint(w.b, n)
}

func (w *writer) flags(list ...bool) {
	var bits byte
	for i, set := range list {
		if set {
			bits |= 1 << i
		}
	}
	w.b = append(w.b, bits)
}

func (w *writer) value(v any) {
	b, err := Append(w.b, v)
	w.b = b
	if w.err == nil {
		w.err = err
	}
}

func (w *writer) findings(list []engine.Finding) {
	w.count(len(list))
	for _, f := range list {
		w.value(f)
	}
}

func (w *writer) entry(e *entry) {
	w.text(e.Name)
	w.stamp(e.Stamp)
	w.flags(e.Settled, e.Asks)
	w.text(e.Sum)
	w.count(len(e.Media))
	for _, m := range e.Media {
		w.text(m.Name)
		w.stamp(m.Stamp)
	}
	w.text(e.Body)
}

func (w *writer) stamp(s Stamp) {
	w.number(s.Size)
	w.number(s.Modified)
	w.number(s.Changed)
	w.b = binary.AppendUvarint(binary.AppendUvarint(w.b, s.Inode), s.Device)
}

// object writes one document, reduced.
func (w *writer) object(o load.Object) {
	reduced := o.Object.Reduced()
	w.text(o.Kind)
	w.text(o.ID)
	w.text(o.Start.File)
	w.number(int64(o.Start.Line))
	w.number(int64(o.Start.Col))
	w.flags(o.Valid)
	w.findings(o.House)
	w.places(reduced)
	fields := writer{}
	fields.fields(reduced.Fields)
	if w.err == nil {
		w.err = fields.err
	}
	w.text(string(fields.b))
}

func (w *writer) fields(fields map[string]any) {
	b, err := appendAnyMap(w.b, fields)
	w.b = b
	if w.err == nil {
		w.err = err
	}
}

func (w *writer) places(o *schema.Object) {
	count := 0
	for range o.Places() {
		count++
	}
	w.count(count)
	for path, at := range o.Places() {
		w.text(path)
		w.number(int64(at.Line))
		w.number(int64(at.Col))
	}
}

// known writes what was found in a post, and what others ask of it.
func (w *writer) known(k *Known) {
	w.findings(k.Alone)
	w.findings(k.Remarks)
	facts := len(k.Facts.Renditions)+len(k.Facts.Waivers) > 0
	w.flags(facts)
	if facts {
		b, err := k.Facts.AppendBinary(nil)
		if w.err == nil {
			w.err = err
		}
		w.text(string(b))
	}
	w.count(len(k.Renditions))
	for _, d := range k.Renditions {
		w.rendition(renditionOf(d, k.Remarks))
	}
}

func (w *writer) rendition(r rendition) {
	w.id(r.ID)
	w.text(string(r.Class))
	w.text(string(r.Account.Network))
	w.text(r.Account.Handle)
	w.flags(r.Merge, r.Slot, r.Article, !r.Due.IsZero(), !r.Until.IsZero())
	for _, t := range []time.Time{r.Due, r.Until} {
		if !t.IsZero() {
			w.number(t.Unix())
			w.count(t.Nanosecond())
		}
	}
	w.count(len(r.Refs))
	for _, id := range r.Refs {
		w.id(id)
	}
	w.text(r.Source.File)
	w.number(int64(r.Source.Line))
	w.number(int64(r.Source.Col))
	w.text(r.Digest)
	w.text(r.Slug)
}

func (w *writer) id(id engine.ID) {
	w.text(string(id.Kind))
	w.text(string(id.Channel))
	w.text(id.Slug)
	w.text(id.Part)
}

// A reader reads what a writer wrote; the zero value of everything once that is
// not what there is.
type reader struct {
	decoder
	err error // the first
}

func (r *reader) keep(err error) {
	if r.err == nil && err != nil {
		r.err, r.data = err, ""
	}
}

func (r *reader) text() string {
	s, err := r.decoder.text()
	r.keep(err)
	return s
}

// count reads how many follow, of at least one byte each.
func (r *reader) count() int {
	n, err := r.length()
	r.keep(err)
	if err != nil {
		return 0
	}
	return n
}

func (r *reader) unsigned() uint64 {
	n, err := r.uvarint()
	r.keep(err)
	return n
}

func (r *reader) number() int64 {
	n, err := r.varint()
	r.keep(err)
	return n
}

func (r *reader) flags() (list [8]bool) {
	if r.data == "" {
		r.keep(errShort)
		return list
	}
	bits := r.data[0]
	r.data = r.data[1:]
	for i := range list {
		list[i] = bits&(1<<i) != 0
	}
	return list
}

func (r *reader) value(into any) {
	rest, err := Decode(r.data, into)
	r.data = rest
	r.keep(err)
}

func (r *reader) findings() []engine.Finding {
	n := r.count()
	if n == 0 {
		return nil
	}
	list := make([]engine.Finding, n)
	for i := range list {
		r.value(&list[i])
	}
	return list
}

func (r *reader) entry(e *entry) {
	e.Name, e.Stamp = r.text(), r.stamp()
	flags := r.flags()
	e.Settled, e.Asks = flags[0], flags[1]
	e.Sum = r.text()
	if n := r.count(); n > 0 {
		e.Media = make([]medium, n)
	}
	for i := range e.Media {
		e.Media[i] = medium{r.text(), r.stamp()}
	}
	e.Body = r.text()
}

func (r *reader) stamp() Stamp {
	return Stamp{Size: r.number(), Modified: r.number(), Changed: r.number(), Inode: r.unsigned(), Device: r.unsigned()}
}

// object reads a document, with its fields as they are written.
func (r *reader) object() (load.Object, string) {
	o := &schema.Object{Kind: r.text(), ID: r.text()}
	o.Start = schema.Pos{File: r.text(), Line: int(r.number()), Col: int(r.number())}
	made := load.Object{Object: o, Valid: r.flags()[0], House: r.findings()}
	n := r.count()
	o.Reserve(n)
	for range n {
		o.Note(r.text(), int(r.number()), int(r.number()))
	}
	fields := r.text()
	within := reader{decoder: decoder{fields}}
	o.Fields = within.fields()
	r.keep(within.err)
	return made, fields
}

func (r *reader) fields() map[string]any {
	fields, err := r.anyMap(0)
	r.keep(err)
	return fields
}

func (r *reader) known(post string) *Known {
	k := &Known{Alone: r.findings(), Remarks: r.findings()}
	k.Facts.Post = post
	if r.flags()[0] {
		r.keep(k.Facts.UnmarshalBinary([]byte(r.text())))
	}
	k.count = r.count()
	k.kept = r.data
	for range k.count { // they are whole
		r.rendition()
	}
	return k
}

func (r *reader) rendition() rendition {
	made := rendition{ID: r.id(), Class: engine.Class(r.text()),
		Account: engine.Account{Network: engine.Network(r.text()), Handle: r.text()}}
	flags := r.flags()
	made.Merge, made.Slot, made.Article = flags[0], flags[1], flags[2]
	for i, t := range []*time.Time{&made.Due, &made.Until} {
		if flags[3+i] {
			*t = time.Unix(r.number(), int64(r.unsigned()%1e9)).UTC()
		}
	}
	if n := r.count(); n > 0 {
		made.Refs = make([]engine.ID, n)
	}
	for i := range made.Refs {
		made.Refs[i] = r.id()
	}
	made.Source = engine.Pos{File: r.text(), Line: int(r.number()), Col: int(r.number())}
	made.Digest, made.Slug = r.text(), r.text()
	return made
}

func (r *reader) id() engine.ID {
	return engine.ID{Kind: engine.Kind(r.text()), Channel: engine.Channel(r.text()), Slug: r.text(), Part: r.text()}
}
