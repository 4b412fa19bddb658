package schema

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"
)

// A TreeForm says which part of a Tree holds its value.
type TreeForm uint8

// The forms of a Tree.
const (
	TreeScalar TreeForm = iota
	TreeMap
	TreeList
)

// A Tree is a value with its place in a CUE file.
type Tree struct {
	Form      TreeForm
	Line, Col int
	Scalar    any // string, bool, int64, float64 or nil
	Keys      []TreeKey
	Items     []*Tree // the values of Keys, or of the list
}

// A TreeKey is the name of a field and where it is written.
type TreeKey struct {
	Name      string
	Line, Col int
}

// Data returns the objects that a CUE file holds: one, if the file has a field
// "kind"; else one for each field, or for each entry of a field that is a list.
// Hidden fields and definitions are left out. The evaluation is given up after
// limit.
func (s *Schema) Data(ctx context.Context, src Source, limit time.Duration) ([]*Tree, []FileProblem) {
	type result struct {
		trees    []*Tree
		problems []FileProblem
	}
	r, err := bounded(ctx, limit, func() result {
		trees, problems := s.evalData(src)
		return result{trees, problems}
	})
	if err != nil {
		return nil, []FileProblem{givenUp(src.Name, err)}
	}
	return r.trees, r.problems
}

func givenUp(name string, err error) FileProblem {
	p := FileProblem{File: name, Rule: RuleCUESyntax, Text: err.Error()}
	if errors.Is(err, errSlow) || errors.Is(err, errHeap) {
		p.Rule, p.Hint = RuleCUETimeout, "write it more simply"
	}
	return p
}

func (s *Schema) evalData(src Source) ([]*Tree, []FileProblem) {
	files, problems := parse([]Source{src})
	if len(problems) > 0 {
		return nil, problems
	}
	t := &treeReader{file: src.Name, places: map[string]token.Pos{}, keys: map[string]token.Pos{}}
	for _, d := range files[0].Decls {
		t.decl("", d)
	}
	v, err := compileCUE("data", files, s.openSources)
	if err == nil {
		err = v.Validate(cue.Concrete(true))
	}
	if err != nil {
		return nil, fileProblems(src.Name, err, t.place)
	}
	root := t.tree("", v)
	return objectsIn(root), nil
}

// objectsIn splits the fields of a file into objects.
func objectsIn(root *Tree) []*Tree {
	if root.Form != TreeMap || slices.ContainsFunc(root.Keys, func(k TreeKey) bool { return k.Name == "kind" }) {
		return []*Tree{root}
	}
	var objects []*Tree
	for _, item := range root.Items {
		if item.Form == TreeList {
			objects = append(objects, item.Items...)
		} else {
			objects = append(objects, item)
		}
	}
	return objects
}

// A treeReader turns an evaluated value into a Tree. Places come from the
// source: an evaluated value may name the schema's.
type treeReader struct {
	file         string
	places, keys map[string]token.Pos
}

// decl notes the places of a declaration's fields.
func (t *treeReader) decl(prefix string, d ast.Node) {
	switch d := d.(type) {
	case *ast.Field:
		name := labelOf(d)
		if name == "" {
			return
		}
		path := prefix + "/" + name
		t.keys[path] = d.Label.Pos()
		t.expr(path, d.Value)
	case *ast.EmbedDecl:
		t.expr(prefix, d.Expr)
	}
}

func (t *treeReader) expr(path string, e ast.Expr) {
	if _, known := t.places[path]; !known {
		t.places[path] = e.Pos()
	}
	switch e := e.(type) {
	case *ast.StructLit:
		t.places[path] = e.Pos()
		for _, d := range e.Elts {
			t.decl(path, d)
		}
	case *ast.ListLit:
		for i, elem := range e.Elts {
			t.expr(path+"/"+strconv.Itoa(i), elem)
		}
	case *ast.BinaryExpr:
		t.expr(path, e.X)
		t.expr(path, e.Y)
	case *ast.ParenExpr:
		t.expr(path, e.X)
	}
}

// place is where the value of a path is written, or the nearest thing around it.
func (t *treeReader) place(path []string) token.Pos {
	for n := len(path); n > 0; n-- {
		if p, ok := t.places["/"+strings.Join(path[:n], "/")]; ok {
			return p
		}
	}
	return token.NoPos
}

// at puts a place into a tree: that of the source, or of the value if it comes
// from this file, or else of what is around it.
func (t *treeReader) at(path string, pos token.Pos) (line, col int) {
	for {
		if p, ok := t.places[path]; ok {
			return p.Line(), p.Column()
		}
		if pos.IsValid() && pos.Filename() == t.file {
			return pos.Line(), pos.Column()
		}
		i := strings.LastIndexByte(path, '/')
		if i < 0 {
			return 1, 1
		}
		path = path[:i]
	}
}

func (t *treeReader) tree(path string, v cue.Value) *Tree {
	out := &Tree{}
	out.Line, out.Col = t.at(path, v.Pos())
	switch v.Kind() {
	case cue.StructKind:
		out.Form = TreeMap
		fields, err := v.Fields()
		if err != nil {
			return out
		}
		for fields.Next() {
			name := fields.Selector().Unquoted()
			at := path + "/" + name
			item := t.tree(at, fields.Value())
			key := TreeKey{name, item.Line, item.Col}
			if p, ok := t.keys[at]; ok {
				key.Line, key.Col = p.Line(), p.Column()
			}
			out.Keys = append(out.Keys, key)
			out.Items = append(out.Items, item)
		}
	case cue.ListKind:
		out.Form = TreeList
		items, err := v.List()
		if err != nil {
			return out
		}
		for i := 0; items.Next(); i++ {
			out.Items = append(out.Items, t.tree(path+"/"+strconv.Itoa(i), items.Value()))
		}
	default:
		out.Scalar = scalarOf(v)
	}
	return out
}

func scalarOf(v cue.Value) any {
	switch v.Kind() {
	case cue.StringKind:
		s, _ := v.String()
		return s
	case cue.BytesKind:
		b, _ := v.Bytes()
		return string(b)
	case cue.BoolKind:
		b, _ := v.Bool()
		return b
	case cue.IntKind:
		n, err := v.Int64()
		if err != nil {
			f, _ := v.Float64()
			return f
		}
		return n
	case cue.FloatKind, cue.NumberKind:
		f, _ := v.Float64()
		return f
	}
	return nil
}
