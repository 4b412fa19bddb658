package site

import (
	"html/template"
	"path"
	"slices"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/markdown"
)

// A resource is a source with what was made of it so far.
type resource struct {
	*source
	version   string
	year      string // "2026"
	month     string // "2026/12"
	tags      []tag
	described bool   // label and summary are there
	label     string // title, or the first words of a note
	summary   string
	fragments map[string]template.HTML // by template and root
}

// A tag is one of a resource, with the last part of its address.
type tag struct{ name, slug string }

func (p *Provider) newResource(src *source) *resource {
	r := &resource{source: src, version: src.version(), fragments: map[string]template.HTML{}}
	if a := src.Article; a != nil {
		r.month = src.Published.In(p.zone).Format("2006/01")
		r.year = r.month[:4]
		for _, t := range a.Tags {
			r.tags = append(r.tags, tag{tagName(t), tagSlug(t)})
		}
	}
	return r
}

// describe fills in label and summary, which most writes need of few
// resources.
func (r *resource) describe() {
	if r.described {
		return
	}
	r.described = true
	if a := r.Article; a != nil {
		r.label = a.Title
		r.summary = firstOf(a.Summary, a.SEO.Description, a.ContentWarning)
	} else if r.Page != nil {
		r.label = r.Page.Title
	}
	if r.label == "" {
		r.label = markdown.Summary(r.body(), 60)
	}
	if r.summary == "" {
		r.summary = markdown.Summary(r.body(), 240)
	}
}

// fragment runs a template for r, as seen from a page that is root away from
// the home page, once.
func (p *Provider) fragment(name string, r *resource, root string) template.HTML {
	key := name + " " + root
	if made, found := r.fragments[key]; found {
		return made
	}
	e := p.entryAt(r, root)
	if name != "line" {
		p.fill(e)
	}
	made := p.theme.run(name, e)
	r.fragments[key] = made
	return made
}

// An entry is an article or a page made ready for the templates, as seen from
// one place of the site.
type entry struct {
	*source
	Words   *words
	Lang    string // of the text, never empty
	Title   string
	Label   string // title, or the first words of a note
	Summary string
	Root    string
	URL     string
	Version string
	When    string // date for people
	Stamp   string // and for machines
	Body    template.HTML
	Lead    *figure
	Figures []*figure
	Topics  []topic
}

// A figure is a medium with its place.
type figure struct {
	engine.Media
	Src, Lang string
	Lead      bool
}

// Picture reports whether the figure is an image.
func (f figure) Picture() bool { return strings.HasPrefix(f.Type, "image/") }

// Sound reports whether the figure is only heard.
func (f figure) Sound() bool { return strings.HasPrefix(f.Type, "audio/") }

// A topic is a tag with its page.
type topic struct {
	Name, URL, Count string
}

// Dir is the direction of the text.
func (e entry) Dir() string { return direction(e.Lang) }

// Note reports whether the entry has no title: it is shown whole everywhere.
func (e entry) Note() bool { return e.Title == "" }

// entryAt makes r ready to be shown on a page that is root away from the home
// page, without its body. An absolute root serves the feeds.
func (p *Provider) entryAt(r *resource, root string) *entry {
	r.describe()
	e := &entry{source: r.source, Root: root, Version: r.version, Summary: r.summary}
	e.URL = p.way(root, strings.TrimPrefix(string(r.Remote), "/"))
	switch {
	case r.Article != nil:
		e.Title, e.Lang = r.Article.Title, r.Article.Language
		for _, t := range r.tags {
			e.Topics = append(e.Topics, topic{Name: t.name, URL: p.way(root, "tags/"+t.slug+"/")})
		}
	case r.Page != nil:
		e.Title, e.Lang = r.Page.Title, r.Page.Language
	}
	e.Lang = firstOf(e.Lang, p.language)
	e.Words = wordsFor(e.Lang, p.language)
	e.Label = firstOf(r.label, e.Words.Note)
	p.date(e)
	return e
}

func (p *Provider) date(e *entry) {
	if e.Published.IsZero() {
		return
	}
	local := e.Published.In(p.zone)
	e.When, e.Stamp = e.Words.date(local), local.Format(time.RFC3339)
}

// fill renders the body and sorts out which media stand in it and which
// around it.
func (p *Provider) fill(e *entry) {
	var placed []int
	resolve := func(destination string) (string, bool) {
		if isElsewhere(destination) {
			return destination, true
		}
		i := slices.Index(e.Files, path.Base(destination))
		if i < 0 || e.Article == nil || i >= len(e.Article.Media) {
			return "", false
		}
		placed = append(placed, i)
		return e.Root + mediaFile(e.Article.Media[i]), true
	}
	e.Body = template.HTML(markdown.HTML(e.body(), markdown.Options{
		Language: e.Lang, Top: top, Prefix: idPrefix(e.Remote, e.Root), Image: resolve,
	}))
	if e.Article == nil {
		return
	}
	for i, m := range e.Article.Media {
		if !slices.Contains(placed, i) {
			e.Figures = append(e.Figures, &figure{Media: m, Src: e.Root + mediaFile(m), Lang: e.Lang})
		}
	}
	if len(e.Figures) > 0 {
		e.Lead, e.Figures = e.Figures[0], e.Figures[1:]
		e.Lead.Lead = true
	}
}

// top is the level of the headings of a body: below the title.
const top = 2

// body is the Markdown of the source.
func (s *source) body() string {
	switch {
	case s.Article != nil:
		return s.Article.Body
	case s.Page != nil:
		return s.Page.Body
	}
	return ""
}

// idPrefix keeps the ids of several entries on one page apart; on its own page
// an entry needs none.
func idPrefix(remote engine.RemoteID, root string) string {
	if root == rootOf(strings.TrimPrefix(string(remote), "/")) {
		return ""
	}
	return markdown.Slug(string(remote)) + "-"
}

// render makes the whole page of a resource.
func (p *Provider) render(c *chrome, r *resource) []byte {
	to := strings.TrimPrefix(string(r.Remote), "/")
	e := p.entryAt(r, rootOf(to))
	p.fill(e)
	f := frame{
		chrome: c, Path: to, Lang: e.Lang, Title: e.Label, Description: e.Summary,
		Article: r.Article != nil, Main: p.theme.run("entry.html", e),
	}
	if a := r.Article; a != nil {
		f.Title = firstOf(a.SEO.Title, e.Label)
		f.Description = firstOf(a.SEO.Description, e.Summary)
		f.Canonical, f.Keywords, f.Author = a.SEO.Canonical, strings.Join(a.SEO.Keywords, ", "), a.Author
		if e.Lead != nil && e.Lead.Picture() && p.base != "" {
			f.Picture, f.PictureAlt = p.base+"/"+mediaFile(e.Lead.Media), e.Lead.Alt
		}
	}
	if !e.Published.IsZero() {
		f.Published = e.Published.In(p.zone)
	}
	return p.wrap(f)
}

// reframe puts the main part of a page that somebody edited into today's
// chrome, and leaves alone a page that has none.
func (p *Provider) reframe(c *chrome, r *resource, page []byte) []byte {
	fresh, main := p.render(c, r), region(page)
	ours := region(fresh)
	if len(main) == len(page) || len(ours) == len(fresh) {
		return page
	}
	return []byte(strings.Replace(string(fresh), string(ours), string(main), 1))
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// tagSlug is the address of a topic; one without letters is named by its hash.
func tagSlug(tag string) string {
	if slug := markdown.Slug(tag); slug != "" && len(slug) <= maxSlug {
		return slug
	}
	return "t-" + sum([]byte(tag))
}

// tagName is a tag as readers see it.
func tagName(tag string) string { return strings.TrimPrefix(tag, "#") }
