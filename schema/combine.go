package schema

import (
	"cmp"
	"errors"
	"slices"
)

// both is x & y. The words of a named definition win over those of a bare
// constraint beside it.
func both(x, y *shape) (*shape, error) {
	z := &shape{
		types:    x.types & y.types,
		enum:     x.enum,
		patterns: slices.Concat(x.patterns, y.patterns),
		filled:   x.filled || y.filled,
		min:      cmp.Or(x.min, y.min),
		max:      cmp.Or(x.max, y.max),
		want:     cmp.Or(x.want, y.want),
		rule:     cmp.Or(x.rule, y.rule),
		name:     cmp.Or(x.name, y.name),
		doc:      cmp.Or(x.doc, y.doc),
	}
	switch {
	case z.types == 0:
		return nil, errors.New("& of two types that have nothing in common")
	case len(x.enum) > 0 && len(y.enum) > 0, x.min != nil && y.min != nil, x.max != nil && y.max != nil:
		return nil, errors.New("& of two bounds of one sort is not in the subset that shapes know")
	case len(y.enum) > 0:
		z.enum = y.enum
	}
	var err error
	z.list = bothLists(x.list, y.list)
	z.fields, err = bothStructs(x.fields, y.fields)
	return z, err
}

func bothLists(x, y *listShape) *listShape {
	if x == nil || y == nil {
		return cmp.Or(x, y)
	}
	return &listShape{elem: cmp.Or(x.elem, y.elem), min: max(x.min, y.min), unique: x.unique || y.unique}
}

func bothStructs(x, y *structShape) (*structShape, error) {
	if x == nil || y == nil {
		return cmp.Or(x, y), nil
	}
	if y.byName != nil || y.keys != nil {
		return nil, errors.New("& of two structs is not in the subset that shapes know")
	}
	z := *x
	z.min = max(x.min, y.min)
	z.max = cmp.Or(x.max, y.max)
	return &z, nil
}

// either is x | y, where at most one of both is more than a list of values.
func either(x, y *shape) (*shape, error) {
	if x.types != isNull && y.types == isNull {
		x, y = y, x
	}
	if x.types == isNull {
		z := *y
		z.types |= isNull
		return &z, nil
	}
	if len(x.enum) == 0 || len(y.enum) == 0 {
		return nil, errors.New("| is for values and for null; anything else hides which branch a mistake is in")
	}
	z := *x
	z.types |= y.types
	z.enum = slices.Concat(x.enum, y.enum)
	return &z, nil
}
