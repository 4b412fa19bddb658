package schema

import "regexp"

// types is a set of the types a value may have.
type types uint8

const (
	isNull types = 1 << iota
	isBool
	isInt
	isFloat
	isString
	isList
	isMap
	isNumber = isInt | isFloat
	isAny    = isNull | isBool | isNumber | isString | isList | isMap
)

// A shape is what one expression of the schema allows, in a form that tells
// every mistake of a document and not only the first. It is compiled from the
// source of the CUE definitions, whose values hide their "if" blocks.
type shape struct {
	types    types
	enum     []any     // if not empty, the only strings or booleans
	patterns []pattern // of strings
	filled   bool      // no empty string
	min, max *float64
	list     *listShape
	fields   *structShape
	want     string // in words; from the attribute @want
	rule     string // that a wrong form breaks; from @rule, else RuleBadValue
	name     string // of the definition, without #
	doc      string // its comment
}

// A pattern is a regular expression that a string must match, or must not.
type pattern struct {
	re     *regexp.Regexp
	source string
	not    bool
}

type listShape struct {
	elem   *shape // nil for any
	min    int
	unique bool
}

type structShape struct {
	fields   []*field
	byName   map[string]*field
	listing  []string // names of the fields, sorted
	hint     string   // for who wrote another one
	keys     *shape   // of a map whose keys are free; nil for none
	values   *shape
	min, max int // number of fields; a max of 0 is none
	whens    []when
}

// A field is one named member of a struct.
type field struct {
	name     string
	required bool
	secret   bool // its value is never printed
	shape    *shape
	doc      string // the comment, without its example
	example  string // "at: 2026-12-24 09:00"
}

// A when makes fields required by the value of another.
type when struct {
	field, equals string
	required      []string
}
