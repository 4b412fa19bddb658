package schema

import (
	"iter"
	"slices"
	"strings"
)

// shown are the fields of a post that hold what readers see. They are most of
// its bytes, and no check that concerns several posts reads them or points at
// them. The address of an article, in seo, is read by others.
var shown = []string{"body", "card", "contentWarning", "firstComment", "link", "media", "poll", "quote", "replyTo", "summary",
	"text", "thread", "title"}

// Reduced returns what a post is to others: without the fields that hold what
// readers see, in the post and in its variants. An object of another kind is
// returned as it is.
func (o *Object) Reduced() *Object {
	if o.Kind != "Post" {
		return o
	}
	r := &Object{Kind: o.Kind, ID: o.ID, Start: o.Start, Fields: withoutShown(o.Fields)}
	if variants, ok := r.Fields["variants"].(map[string]any); ok {
		reduced := make(map[string]any, len(variants))
		for name, v := range variants {
			if fields, ok := v.(map[string]any); ok {
				v = withoutShown(fields)
			}
			reduced[name] = v
		}
		r.Fields["variants"] = reduced
	}
	for _, p := range o.places {
		if !isShown(p.path) {
			r.places = append(r.places, p)
		}
	}
	return r
}

func withoutShown(fields map[string]any) map[string]any {
	out := make(map[string]any, len(fields))
	for name, v := range fields {
		if !slices.Contains(shown, name) {
			out[name] = v
		}
	}
	return out
}

func isShown(path string) bool {
	if rest, found := strings.CutPrefix(path, "variants/"); found {
		if _, path, found = strings.Cut(rest, "/"); !found {
			return false
		}
	}
	name, _, _ := strings.Cut(path, "/")
	return slices.Contains(shown, name)
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
