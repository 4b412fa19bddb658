package load

import (
	"slices"
	"strconv"
	"strings"

	"galley/schema"
)

// maxSalvaged is how often what is left of an object is held against the schema:
// what is left out may have been asked for by something else.
const maxSalvaged = 8

// salvage makes an object of a document what is right in it: a misspelt field is
// the one that was meant, and what cannot be understood is left out. It reports
// whether the rest is valid.
//
// Of a post that may be any field. What posts are held against is taken as it is
// written or not at all: it is salvaged only where names of fields are wrong.
func (d *document) salvage(s *schema.Schema, problems []schema.Problem) bool {
	for range maxSalvaged {
		for _, p := range problems {
			if !d.canLack(p) || !leaveOut(d.object, p) {
				return false
			}
		}
		if problems = s.Check(d.object.Kind, d.id, d.object.Fields); len(problems) == 0 {
			return true
		}
	}
	return false
}

func (d *document) canLack(p schema.Problem) bool {
	switch d.object.Kind {
	case "Post":
		return p.Path != "" && p.Path != "id"
	case "Channel", "Campaign", "Calendar":
		return p.Rule == schema.RuleUnknownField
	}
	return false
}

// leaveOut takes the field out of an object in which a problem lies; of a missing
// field, the one in which it is missing. It reports false where that is all of
// the object.
func leaveOut(o *schema.Object, p schema.Problem) bool {
	path := strings.Split(p.Path, "/")
	if p.Rule == schema.RuleMissingField {
		path = path[:len(path)-1]
	}
	var in map[string]any
	var name string
	depth, at := 0, any(o.Fields)
	for i, key := range path {
		switch v := at.(type) {
		case map[string]any:
			in, name, depth, at = v, key, i+1, v[key]
		case []any:
			at = nil
			if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(v) {
				at = v[i]
			}
		default:
			at = nil
		}
	}
	if in == nil {
		return false
	}
	if _, taken := in[p.Near]; p.Rule == schema.RuleUnknownField && depth == len(path) && p.Near != "" && !taken {
		in[p.Near] = in[name]
		o.Move(p.Path, p.Path[:strings.LastIndexByte(p.Path, '/')+1]+p.Near)
	}
	delete(in, name)
	return true
}

// flawed reports whether an object of a file was salvaged.
func (f *file) flawed() bool {
	return slices.ContainsFunc(f.documents, func(d *document) bool { return d.flawed })
}
