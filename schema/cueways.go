package schema

import (
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"
)

// alternatives counts the combinations that CUE tries for a conjunction of
// disjunctions.
func (w *weigher) alternatives(n ast.Node) float64 {
	if ways, ok := w.ways[n]; ok {
		return ways
	}
	w.ways[n] = 1 // while it is counted: what contains itself has been refused
	ways := 1.0
	switch n := n.(type) {
	case *ast.ParenExpr:
		ways = w.alternatives(n.X)
	case *ast.BinaryExpr:
		switch n.Op {
		case token.OR:
			ways = w.alternatives(n.X) + w.alternatives(n.Y)
		case token.AND:
			ways = w.alternatives(n.X) * w.alternatives(n.Y)
		}
	case *ast.StructLit:
		ways = w.declared(n.Elts)
	case *ast.ListLit:
		for _, e := range n.Elts {
			ways = max(ways, w.alternatives(e))
		}
	case *ast.Ellipsis:
		if n.Type != nil {
			ways = w.alternatives(n.Type)
		}
	case *ast.Ident:
		if value := w.valueOf(n); value != nil {
			ways = w.alternatives(value)
		}
	}
	w.ways[n] = ways
	return ways
}

// declared counts for the declarations of a struct: those of one name are a
// conjunction, and so is all that is embedded. Of different names the worst
// counts, as it may meet its like in another struct.
func (w *weigher) declared(decls []ast.Decl) float64 {
	most, embedded := 1.0, 1.0
	byName := map[string]float64{}
	for _, d := range decls {
		switch d := d.(type) {
		case *ast.Field:
			name := labelOf(d)
			byName[name] = max(1, byName[name]) * w.alternatives(d.Value)
			most = max(most, byName[name])
		case *ast.EmbedDecl:
			embedded *= w.alternatives(d.Expr)
		case *ast.Comprehension:
			if body, ok := d.Value.(*ast.StructLit); ok {
				embedded *= w.declared(body.Elts)
			}
		}
	}
	return max(most, embedded)
}
