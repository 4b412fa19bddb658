package schema

import (
	"iter"
	"slices"
	"strings"
)

// stood are the fields of a post that others ask for, or that the time and the
// ledger make something of, by the name of the field. No check that concerns
// several posts reads another one or points at it.
var stood = []string{"at", "channels", "fold", "id", "repeat", "seo", "slot", "status", "until", "variants", "was"}

// Reduced returns what a post is to others: without what readers see, and what
// only the post itself is judged by, in the post and in its variants. An object
// of another kind is returned as it is.
func (o *Object) Reduced() *Object {
	if o.Kind != "Post" {
		return o
	}
	r := &Object{Kind: "Post", ID: o.ID, Start: o.Start, Fields: standing(o.Fields)}
	if variants, ok := r.Fields["variants"].(map[string]any); ok {
		reduced := make(map[string]any, len(variants))
		for name, v := range variants {
			if fields, ok := v.(map[string]any); ok {
				v = standing(fields)
			}
			reduced[name] = v
		}
		r.Fields["variants"] = reduced
	}
	count := 0
	for _, p := range o.places {
		if stands(p.path) {
			count++
		}
	}
	r.places = make([]place, 0, count)
	for _, p := range o.places {
		if stands(p.path) {
			r.places = append(r.places, p)
		}
	}
	return r
}

func standing(fields map[string]any) map[string]any {
	out := make(map[string]any, 4)
	for _, name := range stood {
		v, there := fields[name]
		if seo, ok := v.(map[string]any); ok && name == "seo" {
			v = map[string]any{}
			if slug, named := seo["slug"]; named {
				v = map[string]any{"slug": slug}
			}
		}
		if there {
			out[name] = v
		}
	}
	return out
}

// stands reports whether a check may point at a path of what is left.
func stands(path string) bool {
	if rest, found := strings.CutPrefix(path, "variants/"); found {
		if _, path, found = strings.Cut(rest, "/"); !found {
			return true
		}
	}
	name, inner, _ := strings.Cut(path, "/")
	switch name {
	case "channels", "repeat":
		return inner == ""
	case "seo":
		return inner == "" || inner == "slug"
	}
	return slices.Contains(stood, name)
}

// Places yields every path that is written, with where its value begins, in the
// order of paths.
func (o *Object) Places() iter.Seq2[string, Pos] {
	return func(yield func(string, Pos) bool) {
		for _, p := range o.places {
			if !yield(p.path, Pos{o.Start.File, int(p.line), int(p.col)}) {
				return
			}
		}
	}
}
