package charter

import (
	"encoding"
	"encoding/binary"
	"errors"
	"slices"
	"time"

	"galley/engine"
	"galley/schema"
)

var (
	_ encoding.BinaryAppender    = Facts{}
	_ encoding.BinaryUnmarshaler = (*Facts)(nil)
)

// errFacts is that of bytes that AppendBinary has not written.
var errFacts = errors.New("read facts of a post: they are cut short or of another form")

// AppendBinary appends f in the form that UnmarshalBinary of the same program
// reads. The error is always nil.
func (f Facts) AppendBinary(b []byte) ([]byte, error) {
	b = appendText(b, f.Post)
	b = binary.AppendUvarint(b, uint64(len(f.Waivers)))
	for _, w := range f.Waivers {
		b = appendText(appendText(appendText(b, w.Rule), w.Reason), w.By)
	}
	b = binary.AppendUvarint(b, uint64(len(f.Renditions)))
	var before Fact
	for _, r := range f.Renditions {
		b = r.append(b, before)
		before = r
	}
	return b, nil
}

// append writes what differs from the rendition before: those of a post have most
// in common.
func (f Fact) append(b []byte, before Fact) []byte {
	texts, same := f.texts(), before.texts()
	for i, text := range texts {
		b = appendNew(b, *text, *same[i])
	}
	b = binary.AppendVarint(b, f.Due.Unix())
	b = appendPlace(b, f.At)
	if slices.Equal(f.Tags, before.Tags) {
		b = append(b, 0)
	} else {
		b = binary.AppendUvarint(b, uint64(len(f.Tags))+1)
		for _, tag := range f.Tags {
			b = appendText(b, tag)
		}
	}
	if slices.Equal(f.Sketch, before.Sketch) {
		b = append(b, 0)
	} else {
		b = binary.AppendUvarint(b, uint64(len(f.Sketch))+1)
		for _, n := range f.Sketch {
			b = binary.LittleEndian.AppendUint32(b, n)
		}
	}
	if slices.Equal(f.Links, before.Links) {
		return append(b, 0)
	}
	b = binary.AppendUvarint(b, uint64(len(f.Links))+1)
	for _, l := range f.Links {
		b = appendText(appendText(b, l.Address), l.At.File)
		b = binary.AppendUvarint(appendPlace(b, l.At), uint64(l.Width))
	}
	return b
}

// texts are the texts of a fact, in the order in which they are written.
func (f *Fact) texts() [10]*string {
	return [...]*string{(*string)(&f.ID.Kind), (*string)(&f.ID.Channel), &f.ID.Slug, &f.ID.Part, &f.At.File,
		&f.Network, &f.Language, &f.Campaign, &f.Pillar, &f.Author}
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// appendNew writes a text, or a zero where it is the one before.
func appendNew(b []byte, s, before string) []byte {
	if s == before {
		return append(b, 0)
	}
	return append(binary.AppendUvarint(b, uint64(len(s))+1), s...)
}

func appendPlace(b []byte, at engine.Pos) []byte {
	return binary.AppendVarint(binary.AppendVarint(b, int64(at.Line)), int64(at.Col))
}

// UnmarshalBinary reads what AppendBinary wrote. Anything else is an error.
func (f *Facts) UnmarshalBinary(data []byte) error {
	in := factReader{rest: string(data)}
	f.Post = in.text()
	f.Waivers = make([]schema.Waiver, 0, in.count())
	for range cap(f.Waivers) {
		f.Waivers = append(f.Waivers, schema.Waiver{Rule: in.text(), Reason: in.text(), By: in.text()})
	}
	f.Waivers = present(f.Waivers)
	f.Renditions = make([]Fact, 0, in.count())
	var before Fact
	for range cap(f.Renditions) {
		before = in.fact(before)
		f.Renditions = append(f.Renditions, before)
	}
	f.Renditions = present(f.Renditions)
	if in.bad || in.rest != "" {
		*f = Facts{}
		return errFacts
	}
	return nil
}

// present makes an empty list nil: both are written alike.
func present[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// A factReader reads from the beginning of rest. Once something is bad it reads
// zeros. The texts it returns are parts of the one it was given.
type factReader struct {
	rest string
	bad  bool
}

func (r *factReader) fact(f Fact) Fact {
	for _, text := range f.texts() {
		*text = r.textOr(*text)
	}
	f.Due = time.Unix(r.signed(), 0).UTC()
	f.At.Line, f.At.Col = int(r.signed()), int(r.signed())
	if n, ok := r.countOr(); ok {
		f.Tags = make([]string, n)
		for i := range f.Tags {
			f.Tags[i] = r.text()
		}
		f.Tags = present(f.Tags)
	}
	if n, ok := r.countOr(); ok {
		f.Sketch = make([]uint32, n)
		for i := range f.Sketch {
			f.Sketch[i] = binary.LittleEndian.Uint32([]byte(r.take(4)))
		}
		f.Sketch = present(f.Sketch)
	}
	if n, ok := r.countOr(); ok {
		f.Links = make([]Link, n)
		for i := range f.Links {
			l := Link{Address: r.text(), At: engine.Pos{File: r.text()}}
			l.At.Line, l.At.Col = int(r.signed()), int(r.signed())
			l.Width = int(r.number())
			f.Links[i] = l
		}
		f.Links = present(f.Links)
	}
	return f
}

func (r *factReader) number() uint64 {
	n, size := binary.Uvarint([]byte(r.rest[:min(len(r.rest), binary.MaxVarintLen64)]))
	if size <= 0 {
		r.fail()
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

func (r *factReader) signed() int64 {
	n := r.number() // as binary.AppendVarint writes it
	v := int64(n >> 1)
	if n&1 != 0 {
		v = ^v
	}
	return v
}

// count reads how many things follow, each of which takes a byte at least.
func (r *factReader) count() int { return r.bounded(r.number()) }

// countOr reads a count, or that the list is the one before.
func (r *factReader) countOr() (n int, ok bool) {
	more := r.number()
	if more == 0 {
		return 0, false
	}
	return r.bounded(more - 1), true
}

func (r *factReader) bounded(n uint64) int {
	if n > uint64(len(r.rest)) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *factReader) text() string { return r.take(r.count()) }

// textOr reads a text, or that it is the one before.
func (r *factReader) textOr(before string) string {
	if n, ok := r.countOr(); ok {
		return r.take(n)
	}
	return before
}

// take returns so many bytes; where there are fewer, zeros.
func (r *factReader) take(n int) string {
	if n > len(r.rest) {
		r.fail()
		return string(make([]byte, n))
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *factReader) fail() { r.rest, r.bad = "", true }
