package schema

import (
	"fmt"
	"regexp"
	"strconv"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/token"
)

func basicLit(e *ast.BasicLit) (*shape, error) {
	switch e.Kind {
	case token.NULL:
		return &shape{types: isNull}, nil
	case token.TRUE, token.FALSE:
		return &shape{types: isBool, enum: []any{e.Kind == token.TRUE}}, nil
	case token.STRING:
		text, err := literal.Unquote(e.Value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Pos(), err)
		}
		return &shape{types: isString, enum: []any{text}}, nil
	}
	return nil, unsupported(e)
}

// bound compiles =~ !~ != >= and <=.
func (c *compiler) bound(e *ast.UnaryExpr) (*shape, error) {
	operand, ok := e.X.(*ast.BasicLit)
	if !ok {
		return nil, unsupported(e)
	}
	switch e.Op {
	case token.GEQ, token.LEQ:
		n, err := strconv.ParseFloat(operand.Value, 64)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Pos(), err)
		}
		if e.Op == token.GEQ {
			return &shape{types: isNumber, min: &n}, nil
		}
		return &shape{types: isNumber, max: &n}, nil
	}
	text, err := literal.Unquote(operand.Value)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.Pos(), err)
	}
	switch {
	case e.Op == token.NEQ && text == "":
		return &shape{types: isString, filled: true}, nil
	case e.Op == token.MAT || e.Op == token.NMAT:
		re, err := regexp.Compile(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Pos(), err)
		}
		return &shape{types: isString, patterns: []pattern{{re, text, e.Op == token.NMAT}}}, nil
	}
	return nil, unsupported(e)
}

// call compiles the validators of CUE's packages list and struct.
func call(e *ast.CallExpr) (*shape, error) {
	fun, ok := e.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil, unsupported(e)
	}
	pkg, _ := fun.X.(*ast.Ident)
	name, _, err := ast.LabelName(fun.Sel)
	if err != nil || pkg == nil {
		return nil, unsupported(e)
	}
	n := 0
	if len(e.Args) == 1 {
		arg, ok := e.Args[0].(*ast.BasicLit)
		if !ok {
			return nil, unsupported(e)
		}
		if n, err = strconv.Atoi(arg.Value); err != nil {
			return nil, fmt.Errorf("%s: %w", e.Pos(), err)
		}
	}
	switch pkg.Name + "." + name {
	case "list.MinItems":
		return &shape{types: isList, list: &listShape{min: n}}, nil
	case "list.UniqueItems":
		return &shape{types: isList, list: &listShape{unique: true}}, nil
	case "struct.MinFields":
		return &shape{types: isMap, fields: &structShape{min: n}}, nil
	case "struct.MaxFields":
		return &shape{types: isMap, fields: &structShape{max: n}}, nil
	}
	return nil, unsupported(e)
}
