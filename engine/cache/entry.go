package cache

import (
	"maps"
	"slices"
	"time"

	"galley/engine"
	"galley/engine/charter"
	"galley/engine/load"
	"galley/schema"
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

// A body is what came of a file.
type body struct {
	Findings []engine.Finding
	Objects  []object
}

// An object is what stands in for one document.
type object struct {
	Kind, ID  string
	File      string
	Line, Col int
	Sound     bool
	Fields    string // encoded
	Places    string // encoded
	House     []engine.Finding
	Found     string // encoded; of a post
}

// found is what was found in a post, and what others ask of it.
type found struct {
	Alone      []engine.Finding
	Remarks    []engine.Finding
	Renditions string // encoded
	Facts      string // likewise
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

// decodeState reads what encodeState wrote; nothing if it is anything else.
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
		rest, err := Decode(data, &list[i].entry)
		if err != nil {
			return head{}, nil
		}
		list[i].written, data = data[:len(data)-len(rest)], rest
		known[list[i].Name] = &list[i]
	}
	return h, known
}

// A stored entry knows how it is written.
type stored struct {
	entry
	written string // empty if it was not yet
}

func encodeState(h head, entries map[string]*stored) ([]byte, error) {
	h.Entries = len(entries)
	size := 4096
	for _, e := range entries {
		size += max(len(e.written), len(e.Body)+len(e.Name)+200)
	}
	b, err := Append(make([]byte, 0, size), h)
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		switch e := entries[name]; {
		case err != nil:
		case e.written != "":
			b = append(b, e.written...)
		default:
			b, err = Append(b, e.entry)
		}
	}
	return b, err
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

// file reads the body.
func (e *entry) file(specs specs) (load.File, map[*schema.Object]*Known, error) {
	var b body
	if _, err := Decode(e.Body, &b); err != nil {
		return load.File{}, nil, err
	}
	f := load.File{Sum: e.Sum, Findings: b.Findings, Lasting: true}
	posts := make(map[*schema.Object]*Known, len(b.Objects))
	for i := range b.Objects {
		o, err := b.Objects[i].object()
		if err != nil {
			return load.File{}, nil, err
		}
		f.Objects = append(f.Objects, load.Object{Object: o, Valid: b.Objects[i].Sound, House: b.Objects[i].House})
		if o.Kind == "Post" && b.Objects[i].Sound {
			if posts[o], err = b.Objects[i].known(specs); err != nil {
				return load.File{}, nil, err
			}
		}
	}
	return f, posts, nil
}

func (o *object) object() (*schema.Object, error) {
	made := &schema.Object{Kind: o.Kind, ID: o.ID, Start: schema.Pos{File: o.File, Line: o.Line, Col: o.Col}}
	if _, err := Decode(o.Fields, &made.Fields); err != nil {
		return nil, err
	}
	return made, readPlaces(made, o.Places)
}

func (o *object) known(specs specs) (*Known, error) {
	var f found
	if _, err := Decode(o.Found, &f); err != nil {
		return nil, err
	}
	var facts charter.Facts
	if err := facts.UnmarshalBinary([]byte(f.Facts)); err != nil {
		return nil, err
	}
	renditions, err := readRenditions(f.Renditions, specs)
	return &Known{Alone: f.Alone, Remarks: f.Remarks, Facts: facts, fields: o.Fields, Renditions: renditions}, err
}

// objectOf is what is stored of a document.
func (v *Verdicts) objectOf(o load.Object, found string) (object, error) {
	reduced := o.Object.Reduced()
	fields, err := v.written(reduced.Fields)
	if err != nil {
		return object{}, err
	}
	made := object{Kind: o.Kind, ID: o.ID, File: o.Start.File, Line: o.Start.Line, Col: o.Start.Col, Sound: o.Valid, Fields: fields,
		House: o.House, Found: found}
	made.Places = writePlaces(reduced)
	return made, nil
}
