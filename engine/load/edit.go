package load

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"galley/schema"
)

// An EditKind says what an Edit does. The zero kind does nothing.
type EditKind uint8

// The kinds of edits, and the fields of Edit that each reads.
const (
	EditNone    EditKind = iota
	ReplaceText          // put Text in place of the bytes From to To of a text
	SetField             // give a field, or an entry of a list that is there, the Value
	RemoveField          // take a field away, with what stands behind it on its last line
	RenameField          // write a field Key with the Value in place of this one
)

// An Edit changes one value of one object as it was loaded.
type Edit struct {
	Start schema.Pos // of the object
	Path  []string   // of the value: "media", "0", "alt"
	Kind  EditKind

	From, To int    // bytes of the text as it is read, without escapes and indentation
	Text     string // in their place

	Value any    // string, bool, int, int64, float64, nil, []string, []any, map[string]any or Fields
	After string // the field behind which a new one is written; else it is the last one
	Key   string // the new name
}

// Fields are the fields of a map in the order in which they are to be written.
type Fields []Field

// A Field is a key with its value.
type Field struct {
	Key   string
	Value any // as that of an Edit
}

// An EditError says why a file was not edited.
type EditError struct {
	Pos  schema.Pos // of the object or value; the line is 0 if it is the file as a whole
	Text string
	Next string // what a person can do instead
}

// Error returns "a.yaml:4:7: why".
func (e *EditError) Error() string {
	if e.Pos.Line == 0 {
		return fmt.Sprintf("%s: %s", e.Pos.File, e.Text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Pos.File, e.Pos.Line, e.Pos.Col, e.Text)
}

// Hint returns the next step.
func (e *EditError) Hint() string { return e.Next }

// Apply returns a YAML or Markdown file with all edits made. File is its path as
// positions show it; data is what it holds. Every line that no edit speaks of
// stays as it is, byte for byte, and so does every comment, except inside a field
// that is removed. The style of a text stays, unless it cannot hold what is to be
// written; what is new is written as the rest of the file is.
//
// The result is read again. If it differs from data in more than the edits say,
// if edits overlap, or if one cannot be made where it is, the error is an
// [*EditError] that says so, and data is returned as it was. CUE is written by
// people: the error shows what to write.
func Apply(file string, data []byte, edits []Edit) ([]byte, error) {
	edits = slices.DeleteFunc(slices.Clone(edits), func(e Edit) bool { return e.Kind == EditNone })
	if len(edits) == 0 {
		return data, nil
	}
	if formOf(file) == formCUE {
		return data, byHand(file, edits[0])
	}
	text := bytes.TrimPrefix(data, []byte(byteOrderMark))
	d, err := newDraft(file, text)
	if err != nil {
		return data, err
	}
	texts := byText(edits)
	if err := d.plan(edits, texts); err != nil {
		return data, err
	}
	edited, err := d.splice()
	if err != nil {
		return data, err
	}
	if err := d.verify(edited, edits, texts); err != nil {
		return data, err
	}
	return slices.Concat(data[:len(data)-len(text)], edited), nil
}

// A draft is a file that is being edited.
type draft struct {
	*source
	file    *file
	end     string // of lines
	step    int    // by which maps are indented in each other
	dash    int    // by which lists are indented in maps
	splices []splice
}

// A splice puts text in place of a piece of the file.
type splice struct {
	from, to int
	text     string
	edit     *Edit
	late     int // 1 for a new field, which stands behind what others put there
}

func newDraft(name string, text []byte) (*draft, error) {
	f := &file{name: name, shown: name}
	src := newSource(f, text)
	if len(f.findings) > 0 {
		first := f.findings[0]
		return nil, &EditError{schema.Pos{File: name, Line: first.Pos.Line, Col: first.Pos.Col}, first.Text, "correct this first"}
	}
	d := &draft{source: src, file: f, end: "\n", step: 2, dash: -1}
	if crlf := bytes.Count(text, []byte("\r\n")); crlf*2 > bytes.Count(text, []byte("\n")) {
		d.end = "\r\n"
	}
	d.learn()
	return d, nil
}

// plan turns edits into splices. Those of one text belong together: whether its
// style holds the new text depends on all of them.
func (d *draft) plan(edits []Edit, texts map[string][]Edit) error {
	planned := map[string]bool{}
	for i := range edits {
		e := &edits[i]
		t, err := d.target(e)
		if err != nil {
			return err
		}
		switch e.Kind {
		case ReplaceText:
			if !planned[e.value()] {
				err = d.replace(t, texts[e.value()])
			}
			planned[e.value()] = true
		case SetField:
			err = d.set(t, e.Value)
		case RemoveField:
			err = d.remove(t)
		case RenameField:
			err = d.rename(t)
		default:
			err = d.refuse(e, fmt.Sprintf("there is no edit of kind %d", e.Kind), "")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// value names the value that an edit changes.
func (e *Edit) value() string {
	return fmt.Sprintf("%d:%d/%s", e.Start.Line, e.Start.Col, strings.Join(e.Path, "/"))
}

// byText sorts the edits of texts: those of each text, the first bytes first.
func byText(edits []Edit) map[string][]Edit {
	texts := map[string][]Edit{}
	for _, e := range edits {
		if e.Kind == ReplaceText {
			texts[e.value()] = append(texts[e.value()], e)
		}
	}
	for _, list := range texts {
		slices.SortStableFunc(list, func(a, b Edit) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	}
	return texts
}

func (d *draft) put(e *Edit, from, to int, text string) {
	d.splices = append(d.splices, splice{from, to, text, e, 0})
}

// splice makes the edits, which must not overlap. What is put in one place keeps
// the order of the edits.
func (d *draft) splice() ([]byte, error) {
	slices.SortStableFunc(d.splices, func(a, b splice) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.late, b.late))
	})
	var out bytes.Buffer
	at := 0
	for _, s := range d.splices {
		if s.from < at {
			return nil, d.refuse(s.edit, fmt.Sprintf("another edit changes %s as well", strings.Join(s.edit.Path, "/")), "make one of them first")
		}
		out.Write(d.data[at:s.from])
		out.WriteString(s.text)
		at = s.to
	}
	out.Write(d.data[at:])
	return out.Bytes(), nil
}

// refuse is the error of an edit that is not made, at the value if it is
// written.
func (d *draft) refuse(e *Edit, text, next string) error {
	pos := e.Start
	pos.File = d.shown
	if n := descend(d.roots[place{e.Start.Line, e.Start.Col}], e.Path); n != nil {
		pos.Line, pos.Col = n.Line, n.Column
	}
	return &EditError{pos, text, next}
}

// byHand refuses to edit CUE.
func byHand(file string, e Edit) error {
	name := strings.Join(e.Path, ".")
	next := fmt.Sprintf("write it by hand: %s: %s", name, inFlow(e.Value, '"'))
	switch e.Kind {
	case ReplaceText:
		next = fmt.Sprintf("write it by hand: %s in %s", doubleQuoted(e.Text), name)
	case RemoveField:
		next = fmt.Sprintf("remove %s by hand", name)
	case RenameField:
		path := append(slices.Clone(e.Path[:max(0, len(e.Path)-1)]), e.Key)
		next = fmt.Sprintf("write it by hand, in place of %s: %s: %s", name, strings.Join(path, "."), inFlow(e.Value, '"'))
	}
	return &EditError{schema.Pos{File: file, Line: e.Start.Line, Col: e.Start.Col}, "CUE is not edited, as its values may be computed", next}
}
