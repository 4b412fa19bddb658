package schema

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// JSONSchema returns the definitions as JSON Schema (draft-07), for editors: it
// completes fields and values, shows what they mean, and marks mistakes, each
// kind apart. It is compiled from the same source as Check and agrees with it,
// but for the ids and references of other objects, which no schema knows.
func JSONSchema() ([]byte, error) {
	s, err := New()
	if err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(s.jsonSchema(), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write JSON Schema: %w", err)
	}
	return append(data, '\n'), nil
}

// object is a JSON object, written with sorted keys.
type object map[string]any

func (s *Schema) jsonSchema() object {
	var cases []any
	var help []string
	for _, kind := range s.kinds {
		cases = append(cases, object{
			"if":   object{"required": []string{"kind"}, "properties": object{"kind": object{"const": kind}}},
			"then": object{"$ref": "#/definitions/" + kind},
		})
		help = append(help, s.shapes[kind].doc)
	}
	definitions := object{}
	for name, sh := range s.shapes {
		if sh.fields != nil {
			definitions[name] = sh.body()
		}
	}
	return object{
		"$schema":     "http://json-schema.org/draft-07/schema#",
		"title":       "Galley content",
		"description": "One object of a content repository; its kind says which fields it has.",
		"type":        "object",
		"required":    []string{"kind"},
		"properties": object{"kind": object{
			"description":              "What this document is.",
			"enum":                     s.kinds,
			"markdownEnumDescriptions": help,
		}},
		"allOf":       cases,
		"definitions": definitions,
	}
}

// schema is a reference to a named struct, else the body.
func (sh *shape) schema() object {
	if sh.name == "" || sh.fields == nil {
		return sh.body()
	}
	ref := object{"$ref": "#/definitions/" + sh.name}
	if sh.types&isNull != 0 {
		return object{"anyOf": []any{ref, object{"type": "null"}}}
	}
	return object{"allOf": []any{ref}} // beside $ref alone, a description would be ignored
}

func (sh *shape) body() object {
	o := object{}
	if list := sh.typeNames(); len(list) == 1 {
		o["type"] = list[0]
	} else {
		o["type"] = list
	}
	if sh.doc != "" {
		o["description"] = sh.doc
	}
	if len(sh.enum) > 0 {
		o["enum"] = slices.Clone(sh.enum)
		if sh.types&isNull != 0 {
			o["enum"] = append(slices.Clone(sh.enum), nil)
		}
	}
	sh.bounds(o)
	if l := sh.list; l != nil {
		l.schema(o)
	}
	if s := sh.fields; s != nil {
		s.schema(o)
	}
	return o
}

func (sh *shape) typeNames() []string {
	var list []string
	for _, t := range []struct {
		of   types
		name string
	}{{isString, "string"}, {isBool, "boolean"}, {isList, "array"}, {isMap, "object"}, {isNull, "null"}} {
		if sh.types&t.of != 0 {
			list = append(list, t.name)
		}
	}
	switch {
	case sh.types&isFloat != 0:
		list = append(list, "number")
	case sh.types&isInt != 0:
		list = append(list, "integer")
	}
	return list
}

// bounds adds what a text or a number must be.
func (sh *shape) bounds(o object) {
	if sh.filled {
		o["minLength"] = 1
	}
	var not []any
	for _, p := range sh.patterns {
		if p.not {
			not = append(not, object{"not": object{"pattern": p.source}})
		} else {
			o["pattern"] = p.source
			o["patternErrorMessage"] = "want " + sh.want
		}
	}
	if not != nil {
		o["allOf"] = not
	}
	if sh.min != nil {
		o["minimum"] = *sh.min
	}
	if sh.max != nil {
		o["maximum"] = *sh.max
	}
}

func (l *listShape) schema(o object) {
	if l.elem != nil {
		o["items"] = l.elem.schema()
	}
	if l.min > 0 {
		o["minItems"] = l.min
	}
	if l.unique {
		o["uniqueItems"] = true
	}
}

func (s *structShape) schema(o object) {
	properties, required := object{}, []string{}
	for _, f := range s.fields {
		properties[f.name] = f.schema()
		if f.required {
			required = append(required, f.name)
		}
	}
	o["additionalProperties"] = false
	if s.keys != nil {
		o["additionalProperties"] = s.values.schema()
		o["propertyNames"] = s.keys.schema()
	} else {
		o["properties"] = properties
	}
	if len(required) > 0 {
		o["required"] = required
	}
	s.count(o)
	var cases []any
	for _, w := range s.whens {
		cases = append(cases, object{
			"if":   object{"required": []string{w.field}, "properties": object{w.field: object{"const": w.equals}}},
			"then": object{"required": w.required},
		})
	}
	if cases != nil {
		o["allOf"] = cases
	}
}

// count bounds the number of fields. Exactly one is written as a choice: editors
// count the field that is being typed and would offer nothing.
func (s *structShape) count(o object) {
	if s.min == 1 && s.max == 1 {
		var one []any
		for _, name := range s.names() {
			one = append(one, object{"required": []string{name}})
		}
		o["oneOf"] = one
		return
	}
	if s.min > 0 {
		o["minProperties"] = s.min
	}
	if s.max > 0 {
		o["maxProperties"] = s.max
	}
}

// schema is that of the field's form, with what the field means in its place.
func (f *field) schema() object {
	o := maps.Clone(f.shape.schema())
	help := f.doc
	if f.example != "" {
		help = strings.TrimSpace(help + "\n\nExample: " + f.example)
	}
	if help != "" {
		o["description"] = help
	}
	return o
}
