package render

import (
	"fmt"
	"slices"
	"strings"

	"galley/engine"
)

// shortFields and articleFields are the names of Spec.Fields, sorted. Readers
// see them; all other fields of a post steer it.
var (
	shortFields = []string{"card", "contentWarning", "language", "link", "media", "pin", "poll", "quote", "quotes", "replies", "replyTo",
		"tags", "text", "thread", "visibility"}
	articleFields = []string{"author", "body", "contentWarning", "language", "link", "media", "seo.canonical",
		"seo.description", "seo.keywords", "seo.slug", "seo.title", "summary", "tags", "title"}
)

// declared names the fields of a spec that are compared with the network: those
// that the content declares, and those that hold a value inherited from the
// channel, the campaign or the project. A part has its text and what covers it.
func (r *rendition) declared(part string, spec engine.Spec) []string {
	all := shortFields
	if r.info.PostKind == engine.KindArticle {
		all = articleFields
	}
	out := make([]string, 0, 8) // seldom more
	for _, name := range all {
		if r.limits.Shows(name) && r.has(name, part, spec) {
			out = append(out, name)
		}
	}
	return out
}

func (r *rendition) has(name, part string, spec engine.Spec) bool {
	switch name {
	case "language":
		return r.language() != ""
	case "text", "body":
		return r.writes("text") || r.writes(name) || spec.Plain() != ""
	case "contentWarning", "quotes", "visibility":
		return r.writes(name)
	case "thread":
		return r.atomic() && (r.writes(name) || r.writes("firstComment"))
	case "tags":
		return part == "" && (r.writes(name) || len(r.tags) > 0)
	}
	return part == "" && r.writes(name)
}

// writes reports whether the post declares a field for this channel.
func (r *rendition) writes(name string) bool {
	_, found := slices.BinarySearch(r.fields.Declared, name)
	return found
}

// unsupported reports every declared field that readers would not see on this
// network. The long form of a post is no mistake on a network of short ones, nor
// the short form where there is a body: each network takes the one it shows.
func (r *rendition) unsupported() {
	for _, name := range r.fields.Declared {
		if r.meantForReaders(name) && !r.carries(name) {
			r.fault(RuleUnsupportedField, r.at(strings.Split(name, ".")...),
				fmt.Sprintf("%s shows no %s", r.shower(name), name),
				fmt.Sprintf("add: variants: {%s: {%s}}", r.channel.ID, without(name)))
		}
	}
}

// shower is who does not show a field: the network, or this one server of it.
func (r *rendition) shower(name string) string {
	if r.info.Kinds[r.info.PostKind].Shows(name) {
		return "the server of " + r.channel.ID
	}
	return label(r.info)
}

func label(info engine.Info) string {
	if info.Label != "" {
		return info.Label
	}
	return string(info.Network)
}

// without writes the line that removes a field: "seo: {slug: null}".
func without(name string) string {
	if before, after, nested := strings.Cut(name, "."); nested {
		return before + ": {" + without(after) + "}"
	}
	return name + ": null"
}

func (r *rendition) meantForReaders(name string) bool {
	return name == "firstComment" ||
		slices.Contains(shortFields, name) || slices.Contains(articleFields, name)
}

// carries reports whether the network shows a field, or need not.
func (r *rendition) carries(name string) bool {
	article := r.info.PostKind == engine.KindArticle
	switch {
	case name == "language": // where it is not shown, it is known all the same
		return true
	case name == "tags" && !article: // they select, whether shown or not
		return true
	case name == "card": // a network that makes its own needs none
		return r.limits.Shows(name) || !r.variantWrites(name)
	case name == "thread":
		return true // as children, as a part of the post or joined
	case name == "firstComment":
		return r.info.Children || r.atomic() || r.limits.Shows(name)
	case r.asUsual(name):
		return true
	case name == "text" && article:
		return r.limits.Shows("body")
	case !article && !slices.Contains(shortFields, name):
		return !r.variantWrites(name)
	}
	return r.limits.Shows(name)
}

// asUsual reports whether a field asks for what every network does by itself.
func (r *rendition) asUsual(name string) bool {
	switch f := r.fields; name {
	case "visibility":
		return f.Visibility == "public"
	case "replies":
		return f.Replies == "all"
	case "quotes":
		return f.Quotes
	case "pin":
		return !f.Pin
	}
	return false
}

// variantWrites reports whether a variant that holds here sets a field: then it
// was meant for this network.
func (r *rendition) variantWrites(name string) bool {
	top, _, _ := strings.Cut(name, ".")
	for _, variant := range []string{r.channel.ID, r.channel.Network} {
		if r.post.Variants[variant][top] != nil {
			return true
		}
	}
	return false
}
