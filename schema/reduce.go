package schema

import (
	"iter"
	"strings"
)

// stood reports whether others ask for a field of a post, or the time and the
// ledger make something of it. No check that concerns several posts reads
// another one or points at it.
func stood(name string) bool {
	switch name {
	case "at", "channels", "fold", "id", "repeat", "seo", "slot", "status", "until", "variants", "was":
		return true
	}
	return false
}

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
	r.places = make([]place, 0, 8) // seldom more
	for _, p := range o.places {
		if stands(p.path) {
			r.places = append(r.places, p)
		}
	}
	return r
}

func standing(fields map[string]any) map[string]any {
	out := make(map[string]any, 4)
	for name, v := range fields {
		if !stood(name) {
			continue
		}
		if seo, ok := v.(map[string]any); ok && name == "seo" {
			v = map[string]any{}
			if slug, named := seo["slug"]; named {
				v = map[string]any{"slug": slug}
			}
		}
		out[name] = v
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
	return stood(name)
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
