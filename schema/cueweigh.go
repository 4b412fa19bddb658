package schema

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"
)

// CUE always ends, but not always soon: twenty lines can stand for a billion
// values. An evaluation cannot be stopped once it runs, so files are weighed
// before: every reference counts as much as what it stands for, every "for" as
// a hundred turns.
const (
	mostWeight = 200_000
	trial      = 20  // of one combination of alternatives
	turns      = 100 // of a for whose list is not known
	imported   = 20  // a definition of the schema
)

// weigh refuses files of one package that could stand for too much, that call
// what makes much out of little, or that contain themselves.
func weigh(files []*ast.File) []FileProblem {
	w := &weigher{done: map[ast.Node]float64{}, ways: map[ast.Node]float64{}, open: map[ast.Node]bool{}, top: map[string]ast.Node{}}
	for _, f := range files {
		w.imports(f)
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.Field:
				w.top[labelOf(d)] = d
			case *ast.LetClause:
				w.top[d.Ident.Name] = d
			}
		}
	}
	var all []ast.Decl
	for _, f := range files {
		all = append(all, f.Decls...)
	}
	total := 0.0
	for _, f := range files {
		for _, d := range f.Decls {
			if total += w.node(d); total > mostWeight && len(w.problems) == 0 {
				w.problems = append(w.problems, tooBig(d.Pos(), "this stands for more values than can be evaluated"))
			}
		}
	}
	if len(w.problems) == 0 && total+trial*(w.declared(all)-1) > mostWeight {
		w.problems = append(w.problems, tooBig(files[0].Pos(), "this file has more combinations of alternatives than can be tried"))
	}
	return w.problems
}

type weigher struct {
	done     map[ast.Node]float64
	ways     map[ast.Node]float64
	open     map[ast.Node]bool
	top      map[string]ast.Node
	problems []FileProblem
}

func (w *weigher) refuse(n ast.Node, format string, args ...any) float64 {
	w.problems = append(w.problems, tooBig(n.Pos(), format, args...))
	return 1
}

func (w *weigher) imports(f *ast.File) {
	for _, d := range f.Decls {
		if a, ok := d.(*ast.Attribute); ok && a.Name() == "extern" {
			p := tooBig(a.Pos(), "nothing can be embedded or called from here")
			p.Rule, p.Hint = RuleCUESyntax, ""
			w.problems = append(w.problems, p)
		}
	}
	for spec := range f.ImportSpecs() {
		path, _, _ := strings.Cut(strings.Trim(spec.Path.Value, `"`), ":")
		if !slices.Contains(allowedImports(), path) {
			p := tooBig(spec.Pos(), "the package %q cannot be imported here, only %s", path, strings.Join(allowedImports(), ", "))
			p.Rule, p.Hint = RuleCUESyntax, ""
			w.problems = append(w.problems, p)
		}
	}
}

// node is the weight of a node: its own, that of its children, and that of what
// its references stand for.
func (w *weigher) node(n ast.Node) float64 {
	switch n := n.(type) {
	case *ast.Ident:
		return w.reference(n)
	case *ast.SelectorExpr:
		return w.selector(n)
	case *ast.Comprehension:
		return w.comprehension(n)
	case *ast.CallExpr:
		return w.call(n)
	case *ast.BinaryExpr:
		switch n.Op {
		case token.MUL:
			return w.number(n.X) * w.number(n.Y)
		case token.AND:
			return w.children(n) + trial*(w.alternatives(n)-1)
		}
	case *ast.StructLit:
		return w.children(n) + trial*(w.alternatives(n)-1)
	case *ast.BasicLit:
		return w.literal(n)
	}
	return w.children(n)
}

// children adds up what is directly inside n.
func (w *weigher) children(n ast.Node) float64 {
	sum := 1.0
	ast.Walk(n, func(child ast.Node) bool {
		if child == n {
			return true
		}
		switch child.(type) {
		case *ast.CommentGroup, *ast.Attribute, *ast.ImportDecl, *ast.Package:
			return false
		}
		if label, ok := child.(*ast.Ident); ok && isLabel(n, label) {
			return false
		}
		sum += w.node(child)
		return false
	}, nil)
	return sum
}

// isLabel tells the name of a field or let from a reference.
func isLabel(parent ast.Node, ident *ast.Ident) bool {
	switch p := parent.(type) {
	case *ast.Field:
		return p.Label == ast.Label(ident)
	case *ast.LetClause:
		return p.Ident == ident
	case *ast.ForClause:
		return p.Key == ident || p.Value == ident
	case *ast.Alias:
		return p.Ident == ident
	}
	return false
}

func (w *weigher) reference(n *ast.Ident) float64 {
	if _, ok := n.Node.(*ast.ImportSpec); ok {
		return imported
	}
	if value := w.valueOf(n); value != nil {
		return w.target(n, value)
	}
	return 1
}

// valueOf is what a reference stands for, nil for the variable of a loop and for
// what is built into CUE.
func (w *weigher) valueOf(n *ast.Ident) ast.Expr {
	target := n.Node
	if target == nil {
		target = w.top[n.Name] // in another file of the package
	}
	switch t := target.(type) {
	case *ast.Field:
		return t.Value
	case *ast.LetClause:
		return t.Expr
	case *ast.Alias:
		return t.Expr
	case ast.Expr:
		return t
	}
	return nil
}

// target weighs what a reference stands for, once.
func (w *weigher) target(from *ast.Ident, value ast.Expr) float64 {
	if weight, ok := w.done[value]; ok {
		return weight
	}
	if w.open[value] {
		return w.refuse(from, "%s contains itself", from.Name)
	}
	w.open[value] = true
	weight := w.node(value)
	delete(w.open, value)
	w.done[value] = weight
	return weight
}

// selector weighs a.b, and refuses functions that make much out of little.
func (w *weigher) selector(n *ast.SelectorExpr) float64 {
	if pkg, ok := n.X.(*ast.Ident); ok {
		if spec, ok := pkg.Node.(*ast.ImportSpec); ok {
			path := strings.Trim(spec.Path.Value, `"`)
			switch {
			case path == ImportPath:
				return imported
			case !slices.Contains(allowedImports(), path):
				return 1 // the import is refused already
			}
			if !slices.Contains(allowed()[path], labelName(n.Sel)) {
				return w.refuse(n, "%s.%s cannot be used here, as it could make much out of little", path, labelName(n.Sel))
			}
			return 1
		}
	}
	return w.node(n.X)
}

func labelName(l ast.Label) string {
	name, _, err := ast.LabelName(l)
	if err != nil {
		return ""
	}
	return name
}

func (w *weigher) comprehension(n *ast.Comprehension) float64 {
	factor, sum := 1.0, 0.0
	for _, c := range n.Clauses {
		switch c := c.(type) {
		case *ast.ForClause:
			source := w.node(c.Source)
			sum += factor * source
			factor *= max(source, turns)
		case *ast.IfClause:
			sum += factor * w.node(c.Condition)
		case *ast.LetClause:
			sum += factor * w.node(c.Expr)
		}
	}
	return sum + factor*w.node(n.Value)
}

// number is the size of what an operand of * may be: a text can be multiplied.
func (w *weigher) number(n ast.Node) float64 {
	if lit, ok := n.(*ast.BasicLit); ok && (lit.Kind == token.INT || lit.Kind == token.FLOAT) {
		f, err := strconv.ParseFloat(strings.ReplaceAll(lit.Value, "_", ""), 64)
		if err != nil {
			return math.Inf(1) // 10Ki, 0x...: nobody needs them in a product
		}
		return max(1, math.Abs(f))
	}
	if p, ok := n.(*ast.ParenExpr); ok {
		return w.number(p.X)
	}
	if id, ok := n.(*ast.Ident); ok {
		weight := w.node(n)
		if value := w.valueOf(id); value != nil && len(w.problems) == 0 { // else it may contain itself
			return max(weight, w.number(value))
		}
	}
	return max(turns, w.node(n))
}

// call weighs a call. strings.Join puts its separator in as often as the list
// has entries, so that must be short.
func (w *weigher) call(n *ast.CallExpr) float64 {
	if fun, ok := n.Fun.(*ast.SelectorExpr); ok && labelName(fun.Sel) == "Join" && len(n.Args) == 2 {
		const most = 16
		if sep, ok := n.Args[1].(*ast.BasicLit); !ok || len(sep.Value) > most {
			return w.refuse(n, "the separator of strings.Join must be a text of a few characters")
		}
	}
	return w.children(n)
}

func (w *weigher) literal(n *ast.BasicLit) float64 {
	number := n.Kind == token.INT || n.Kind == token.FLOAT
	if number && len(n.Value) > 40 || n.Kind == token.FLOAT && strings.ContainsAny(n.Value, "eE") && len(n.Value) > 8 {
		return w.refuse(n, "a number of this size cannot be used here")
	}
	return 1 + float64(len(n.Value))/64
}
