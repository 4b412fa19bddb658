package charter

import (
	"galley/engine"
	"galley/engine/match"
	"galley/schema"
)

// Prose is one text of a post, as it would be sent, for checkers that read many
// texts at a time.
type Prose struct {
	Text     string
	Markdown bool
	Language string // BCP 47; empty if nobody says

	message *message
	surface *surface
}

// Prose returns the texts of a post that people read as language: running text,
// titles, summaries and descriptions, in each channel's form.
func (c *Charter) Prose(p *schema.Post, renditions []engine.Desired) []Prose {
	var list []Prose
	for _, m := range c.messages(p, renditions) {
		for i := range m.surfaces {
			if s := &m.surfaces[i]; s.prose() || s.name == "title" || s.name == "alt" {
				list = append(list, Prose{Text: s.text, Markdown: s.markdown, Language: m.language, message: m, surface: s})
			}
		}
	}
	return list
}

// A Remark is what a checker of prose says of the bytes [Start, End) of a text.
type Remark struct {
	Rule       string
	Severity   engine.Severity
	Start, End int
	Text, Hint string
	Instead    *string // the one right thing to write, which is the hint then; nil if a person has to think
}

// Finding is a remark at its place in the content, under the post's waivers.
func (p Prose) Finding(r Remark) engine.Finding {
	found := remark{head: schema.RuleHead{Severity: r.Severity.String()}, rule: r.Rule, surface: p.surface,
		start: r.Start, end: r.End, text: r.Text, hint: r.Hint}
	if r.Instead != nil {
		want := inPlace(p.Text, match.Span{Start: r.Start, End: r.End}, *r.Instead)
		found.fix, found.hint = &replacement{want}, "write "+want
	}
	return p.message.found(found)
}

// inPlace is a word as it is written in place of another, with its capitals, but
// where it is the same word: there the capitals may be what is mended.
func inPlace(text string, at match.Span, word string) string {
	if word == "" || letters(at.In(text)) == letters(word) {
		return word
	}
	return fitted(text, at, match.Term{Prefer: word})
}

// Once keeps one of the findings that say the same of several channels.
func Once(list []engine.Finding) []engine.Finding { return once(list) }
