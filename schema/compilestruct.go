package schema

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/token"
)

func (c *compiler) structLit(e *ast.StructLit) (*shape, error) {
	s := &structShape{byName: map[string]*field{}}
	for _, elt := range e.Elts {
		var err error
		switch elt := elt.(type) {
		case *ast.Field:
			err = c.member(s, elt)
		case *ast.Comprehension:
			err = c.condition(s, elt)
		case *ast.EmbedDecl:
			err = c.embed(s, elt)
		case *ast.CommentGroup, *ast.Attribute:
		default:
			err = unsupported(elt)
		}
		if err != nil {
			return nil, err
		}
	}
	s.listing = slices.Sorted(maps.Keys(s.byName))
	s.hint = "the fields here are " + strings.Join(s.listing, ", ")
	return &shape{types: isMap, fields: s}, nil
}

// embed compiles #Definition inside a struct: its fields, as if written here.
func (c *compiler) embed(s *structShape, e *ast.EmbedDecl) error {
	ident, ok := e.Expr.(*ast.Ident)
	if !ok {
		return unsupported(e)
	}
	sh, err := c.definition(strings.TrimPrefix(ident.Name, "#"))
	if err != nil {
		return err
	}
	if sh.fields == nil || sh.fields.values != nil || len(sh.fields.whens) > 0 {
		return unsupported(e)
	}
	for _, m := range sh.fields.fields {
		s.fields = append(s.fields, m)
		s.byName[m.name] = m
	}
	return nil
}

// member compiles name!: x, name?: x, name: "literal" and [keys]: x.
func (c *compiler) member(s *structShape, f *ast.Field) error {
	sh, err := c.expr(f.Value)
	if err != nil {
		return err
	}
	if list, ok := f.Label.(*ast.ListLit); ok && len(list.Elts) == 1 {
		s.values = sh
		s.keys, err = c.expr(list.Elts[0])
		return err
	}
	if f.Constraint == token.ILLEGAL && (sh.types != isString || len(sh.enum) != 1) {
		return fmt.Errorf("%s: a field is written name!: or name?:, only a literal needs no mark", f.Pos())
	}
	m := &field{name: labelOf(f), required: f.Constraint == token.NOT}
	m.doc, m.example = docOf(f)
	for _, a := range f.Attrs {
		if a.Name() == "secret" {
			m.secret = true
		}
	}
	own := *sh
	applyAttrs(&own, f.Attrs)
	m.shape = &own
	s.fields = append(s.fields, m)
	s.byName[m.name] = m
	return nil
}

// condition compiles
//
//	if network == "site" {target!: #Target}
//	if status != _|_ if status == "retracted" {reason!: #Text}
//
// whose fields are declared above it as optional ones of the same form.
func (c *compiler) condition(s *structShape, e *ast.Comprehension) error {
	body, ok := e.Value.(*ast.StructLit)
	if !ok {
		return unsupported(e)
	}
	var w when
	for _, clause := range e.Clauses {
		test, ok := clause.(*ast.IfClause)
		if !ok {
			return unsupported(clause)
		}
		if err := w.clause(test.Condition); err != nil {
			return err
		}
	}
	for _, elt := range body.Elts {
		f, ok := elt.(*ast.Field)
		if !ok || f.Constraint != token.NOT || s.byName[labelOf(f)] == nil {
			return unsupported(elt)
		}
		ident, ok := f.Value.(*ast.Ident)
		if !ok || "#"+s.byName[labelOf(f)].shape.name != ident.Name {
			return fmt.Errorf("%s: the form must be that of the optional field", f.Pos())
		}
		w.required = append(w.required, labelOf(f))
	}
	s.whens = append(s.whens, w)
	return nil
}

// clause reads one condition: presence, or equality with a text.
func (w *when) clause(e ast.Expr) error {
	test, ok := e.(*ast.BinaryExpr)
	if !ok {
		return unsupported(e)
	}
	name, ok := test.X.(*ast.Ident)
	if !ok || w.field != "" && w.field != name.Name {
		return unsupported(e)
	}
	w.field = name.Name
	if _, bottom := test.Y.(*ast.BottomLit); bottom && test.Op == token.NEQ {
		return nil
	}
	value, ok := test.Y.(*ast.BasicLit)
	if !ok || test.Op != token.EQL {
		return unsupported(e)
	}
	text, err := literal.Unquote(value.Value)
	if err != nil {
		return fmt.Errorf("%s: %w", e.Pos(), err)
	}
	w.equals = text
	return nil
}
