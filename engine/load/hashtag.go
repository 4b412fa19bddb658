package load

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"galley/engine"
)

// hashtagLost reports a hashtag behind a value in YAML, which is a comment there:
// readers would get the text without it. A comment has a space behind its mark.
// It is said of what people read, and of any field of a post that is left with
// nothing at all.
func (b *builder) hashtagLost(path string, n *yaml.Node, comment string) {
	if comment == "" || b.inAlias > 0 || b.document.object.Kind != "Post" || !beginsHashtag(comment) {
		return
	}
	nothing := empty(n)
	if !nothing && !isRead(path) {
		return
	}
	comment, _, _ = strings.Cut(comment, "\n")
	tag := comment
	if end := strings.IndexFunc(tag[1:], func(r rune) bool { return r != '_' && !letterOrMark(r) }); end >= 0 {
		tag = tag[:1+end]
	}
	text := fmt.Sprintf("the text ends before %s: after a space, # begins a comment in YAML", cut(tag))
	if nothing {
		text = fmt.Sprintf("nothing is left before %s: after a space, # begins a comment in YAML", cut(tag))
	}
	hint := "put the text in quotes; if it is a comment, write a space after the #"
	if field(path) == "tags" {
		hint = "leave the # out: tags are written without"
	}
	b.document.lost = append(b.document.lost, lostHashtag{path, engine.Finding{
		Pos: engine.Pos{File: b.file.shown, Line: n.Line, Col: n.Column}, Mark: comment, Rule: ruleHashtagLost,
		Text: text, Hint: hint, Fatal: nothing,
	}})
}

// A lostHashtag is what is said of the field at a path.
type lostHashtag struct {
	path    string
	finding engine.Finding
}

// beginsHashtag reports whether a comment begins as a hashtag does.
func beginsHashtag(comment string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimPrefix(comment, "#"))
	return letterOrMark(r)
}

func letterOrMark(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// isRead reports whether the value at a path of a post is words that people read.
func isRead(path string) bool {
	return slices.Contains([]string{"text", "title", "body", "summary", "thread", "firstComment", "contentWarning", "alt", "options",
		"description", "tags"}, field(path))
}

// field is the last name of a path, without the numbers of its entries.
func field(path string) string {
	path = strings.TrimRight(path, "/0123456789")
	return path[strings.LastIndexByte(path, '/')+1:]
}
