package schema

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"
)

//go:embed *.cue
var sources embed.FS

// A Schema checks documents. It is immutable and may be used concurrently.
type Schema struct {
	shapes map[string]*shape // of every definition, by name without #
	kinds  []string          // sorted
}

// New compiles the schema. It fails only if the embedded definitions use
// something of CUE that compile does not know, which a test rules out.
func New() (*Schema, error) {
	c := &compiler{exprs: map[string]*ast.Field{}, done: map[string]*shape{}}
	files, err := parseSources()
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		for _, decl := range f.Decls {
			if def, ok := decl.(*ast.Field); ok {
				c.exprs[strings.TrimPrefix(labelOf(def), "#")] = def
			}
		}
	}
	s := &Schema{shapes: c.done}
	for name := range c.exprs {
		sh, err := c.definition(name)
		if err != nil {
			return nil, err
		}
		if sh.fields != nil && sh.fields.byName["kind"] != nil {
			s.kinds = append(s.kinds, name)
		}
	}
	slices.Sort(s.kinds)
	return s, nil
}

// Kinds returns the names of the kinds, sorted.
func (s *Schema) Kinds() []string { return slices.Clone(s.kinds) }

// parseSources returns the files of the schema, sorted by name.
func parseSources() ([]*ast.File, error) {
	entries, err := sources.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	var files []*ast.File
	for _, e := range entries {
		data, err := sources.ReadFile(e.Name())
		if err != nil {
			return nil, fmt.Errorf("read schema: %w", err)
		}
		f, err := parser.ParseFile(ImportPath+"/"+e.Name(), data, parser.ParseComments)
		if err != nil {
			return nil, fmt.Errorf("parse schema: %w", err)
		}
		files = append(files, f)
	}
	return files, nil
}

type compiler struct {
	exprs map[string]*ast.Field
	done  map[string]*shape
}

func labelOf(f *ast.Field) string {
	name, _, err := ast.LabelName(f.Label)
	if err != nil {
		return ""
	}
	return name
}

// definition compiles #name once. The schema has no recursive definitions: CUE
// itself would refuse a required one.
func (c *compiler) definition(name string) (*shape, error) {
	if sh, ok := c.done[name]; ok {
		if sh == nil {
			return nil, fmt.Errorf("schema: #%s contains itself", name)
		}
		return sh, nil
	}
	def, ok := c.exprs[name]
	if !ok {
		return nil, fmt.Errorf("schema: no definition #%s", name)
	}
	c.done[name] = nil
	sh, err := c.expr(def.Value)
	if err != nil {
		return nil, fmt.Errorf("schema: #%s: %w", name, err)
	}
	named := *sh
	named.name = name
	named.doc, _ = docOf(def)
	applyAttrs(&named, def.Attrs)
	c.done[name] = &named
	return &named, nil
}

func applyAttrs(sh *shape, attrs []*ast.Attribute) {
	for _, a := range attrs {
		name, body := a.Split()
		text, err := literal.Unquote(body)
		if err != nil {
			text = body
		}
		switch name {
		case "want":
			sh.want = text
		case "rule":
			sh.rule = text
		}
	}
}

// docOf splits the comment of a field into its prose and its example.
func docOf(n ast.Node) (doc, example string) {
	var prose []string
	for _, g := range ast.Comments(n) {
		if !g.Doc {
			continue
		}
		for line := range strings.Lines(g.Text()) {
			line = strings.TrimSpace(line)
			if e, ok := strings.CutPrefix(line, "Example: "); ok {
				example = e
			} else if line != "" {
				prose = append(prose, line)
			}
		}
	}
	return strings.Join(prose, " "), example
}

func (c *compiler) expr(e ast.Expr) (*shape, error) {
	switch e := e.(type) {
	case *ast.Ident:
		return c.ident(e.Name)
	case *ast.ParenExpr:
		return c.expr(e.X)
	case *ast.BasicLit:
		return basicLit(e)
	case *ast.UnaryExpr:
		return c.bound(e)
	case *ast.BinaryExpr:
		return c.binary(e)
	case *ast.ListLit:
		return c.listLit(e)
	case *ast.StructLit:
		return c.structLit(e)
	case *ast.CallExpr:
		return call(e)
	}
	return nil, unsupported(e)
}

func unsupported(n ast.Node) error {
	return fmt.Errorf("%s: %T is not in the subset that shapes know", n.Pos(), n)
}

func (c *compiler) ident(name string) (*shape, error) {
	if def, ok := strings.CutPrefix(name, "#"); ok {
		return c.definition(def)
	}
	known := map[string]types{"string": isString, "bool": isBool, "int": isInt, "number": isNumber, "_": isAny}
	t, ok := known[name]
	if !ok {
		return nil, fmt.Errorf("type %s is not in the subset that shapes know", name)
	}
	return &shape{types: t}, nil
}

func (c *compiler) binary(e *ast.BinaryExpr) (*shape, error) {
	x, err := c.expr(e.X)
	if err != nil {
		return nil, err
	}
	y, err := c.expr(e.Y)
	if err != nil {
		return nil, err
	}
	switch e.Op {
	case token.AND:
		return both(x, y)
	case token.OR:
		return either(x, y)
	}
	return nil, unsupported(e)
}

func (c *compiler) listLit(e *ast.ListLit) (*shape, error) {
	if len(e.Elts) != 1 {
		return nil, unsupported(e)
	}
	rest, ok := e.Elts[0].(*ast.Ellipsis)
	if !ok || rest.Type == nil {
		return nil, unsupported(e)
	}
	elem, err := c.expr(rest.Type)
	if err != nil {
		return nil, err
	}
	return &shape{types: isList, list: &listShape{elem: elem}}, nil
}
