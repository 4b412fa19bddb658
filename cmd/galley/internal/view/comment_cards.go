package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"galley/engine"
)

// How much of a text a card shows at once, and behind a fold.
const (
	cardText      = 1_200 // characters
	foldedText    = 6_000
	maxRemarkText = 600
)

// cards show what this revision changes: post by post, a row for every network.
func (p *page) cards() {
	var items []func() string
	for _, group := range p.posts() {
		items = append(items, func() string { return p.post(group) })
	}
	p.list("### "+p.words.changes+"\n\n", "", p.left-p.left/6, items, p.a.Omitted.Changes)
}

// posts are the changes that this revision explains, those of one post together,
// in the order in which they go out. What only loses its file has no card.
func (p *page) posts() [][]Proof {
	index := map[engine.ID]int{}
	var groups [][]Proof
	for _, x := range p.a.Proofs {
		if x.Origin != engine.FromChange || x.Verb == engine.ReleaseOwned {
			continue
		}
		key := engine.ID{Kind: x.ID.Kind, Slug: x.ID.Slug, Part: x.ID.Occurrence()}
		at, known := index[key]
		if !known {
			at = len(groups)
			index[key] = at
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], x)
	}
	slices.SortStableFunc(groups, func(a, b []Proof) int {
		return cmp.Or(earliest(a).Compare(earliest(b)), strings.Compare(a[0].ID.Slug, b[0].ID.Slug))
	})
	return groups
}

// farAway is when what has no date goes out.
var farAway = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

func earliest(group []Proof) time.Time {
	first := farAway
	for _, x := range group {
		if x.Due != nil && x.Due.Before(first) {
			first = *x.Due
		}
	}
	return first
}

// post is the card of one post: for each network a row of facts, and below it what
// readers will see. One column: on a telephone two have no room for words.
func (p *page) post(group []Proof) string {
	var b strings.Builder
	b.WriteString("<h4>" + inert(p.heading(group[0])) + "</h4>\n<p>" + p.about(group[0]) + "</p>\n<table>\n")
	for _, x := range group {
		b.WriteString("<tr><td>" + p.facts(x) + "</td></tr>\n")
		if content := p.content(x); content != "" {
			b.WriteString("<tr><td>" + content + "</td></tr>\n")
		}
	}
	b.WriteString("</table>\n\n")
	return b.String()
}

func (p *page) heading(x Proof) string {
	name := x.ID.Slug
	if x.ID.Kind != engine.KindPost {
		name = string(x.ID.Kind) + " " + name
	}
	if date := x.ID.Occurrence(); date != "" {
		name += " " + date
	}
	if x.Card != nil && x.Card.Title != "" && !strings.EqualFold(x.Card.Title, name) {
		name = short(x.Card.Title, 100) + " (" + name + ")"
	}
	return name
}

// about is what all renditions of a post have in common.
func (p *page) about(x Proof) string {
	var parts []string
	if x.Source.File != "" {
		parts = append(parts, p.place(x.Source))
	}
	if x.Author != "" {
		parts = append(parts, p.words.author+" "+inert(cutTo(x.Author, 100)))
	}
	if x.Campaign != "" {
		parts = append(parts, p.words.campaign+" "+inert(cutTo(x.Campaign, 100)))
	}
	if len(x.Tags) > 0 {
		parts = append(parts, p.words.tags+" "+inert(cutTo(strings.Join(x.Tags, ", "), 300)))
	}
	return "<small>" + strings.Join(parts, " · ") + "</small>"
}

// place is a place in a file, with a link to it.
func (p *page) place(at engine.Pos) string {
	name := at.File
	if at.Line > 0 {
		name = fmt.Sprintf("%s:%d", name, at.Line)
	}
	text := coded(cutTo(name, 300))
	if p.o.Files == "" || at.File == "" {
		return text
	}
	link := p.o.Files + relativeURI(at.File)
	if at.Line > 0 {
		link += fmt.Sprintf("#L%d", at.Line)
	}
	return `<a href="` + strings.ReplaceAll(escapeHTML(link), "@", "&#64;") + `">` + text + "</a>"
}

// facts say what happens where, when, and who has a say.
func (p *page) facts(x Proof) string {
	where := cmp.Or(p.words.networks[x.Network], x.Network, string(x.ID.Channel))
	if child := x.ID.Child(); child != "" {
		where += ", " + strings.ToLower(fmt.Sprintf(p.words.part, child))
	}
	what := []string{"<b>" + p.words.actions[actionOf(x)] + "</b>", "<b>" + inert(where) + "</b>"}
	if x.Account != "" {
		what = append(what, inert(cutTo(x.Account, 200)))
	}
	how := p.when(x)
	if c := x.Card; c != nil && c.Length > 0 {
		how = append(how, p.length(c.Length, c.Limit))
	}
	if x.Blind && x.Verb != engine.Create {
		how = append(how, "<i>"+p.words.blind+"</i>")
	}
	if x.Digest != "" {
		how = append(how, "<small><code>"+brief(x.Digest)+"</code></small>")
	}
	lines := []string{strings.Join(what, " · "), strings.Join(how, " · ")}
	return strings.Join(append(lines, p.consent(x.Consent)...), "<br>\n")
}

func (p *page) when(x Proof) []string {
	var lines []string
	switch {
	case x.Merge:
		lines = append(lines, p.words.merge)
	case x.Due != nil:
		lines = append(lines, p.time(*x.Due))
	case x.Draft:
		lines = append(lines, p.words.noDate)
	}
	if x.Native {
		lines = append(lines, p.words.native)
	}
	if x.Until != nil {
		lines = append(lines, p.words.until+" "+p.time(*x.Until))
	}
	return lines
}

func (p *page) length(n, limit int) string {
	if limit <= 0 {
		return fmt.Sprintf(p.words.unlimited, n)
	}
	text := fmt.Sprintf(p.words.length, n, limit)
	if n > limit {
		return "❌ <b>" + text + "</b>"
	}
	return text
}

func (p *page) consent(c Consent) []string {
	var lines []string
	if len(c.Given) > 0 {
		lines = append(lines, "✅ "+p.words.given+" "+inert(cutTo(strings.Join(c.Given, ", "), 300)))
	}
	if len(c.Needs) > 0 {
		lines = append(lines, "⏳ "+p.words.needs+" "+inert(cutTo(strings.Join(c.Needs, ", "), 300)))
	}
	if c.Void {
		lines = append(lines, "↩️ "+p.words.void)
	}
	return lines
}

// content is why it does not go out, if so, what changes, and what readers will
// see. Whose approval it waits for stands above.
func (p *page) content(x Proof) string {
	var parts []string
	if x.Reason != "" && !x.Consent.Holds {
		parts = append(parts, "<b>"+prose(cutTo(x.Reason, maxRemarkText))+"</b>"+p.hinted(cutTo(x.Hint, maxRemarkText)))
	}
	diffed := map[string]bool{}
	for _, d := range x.Diff {
		if text := p.difference(d); text != "" {
			diffed[d.Field] = true
			parts = append(parts, text)
		}
	}
	if x.Card != nil {
		parts = append(parts, p.card(x.Card, diffed)...)
	}
	for _, note := range x.Notes {
		parts = append(parts, "<i>"+prose(cutTo(note, maxRemarkText))+"</i>")
	}
	if len(parts) == 0 && x.URL != "" {
		parts = append(parts, prose(x.URL))
	}
	return strings.Join(parts, "<br>\n<br>\n")
}
