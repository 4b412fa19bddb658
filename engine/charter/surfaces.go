package charter

import (
	"strconv"

	"galley/engine"
	"galley/schema"
)

// A surface is one text that readers see, as it would be sent.
type surface struct {
	name     string // text, title, summary, body, alt, credit, warning, option, comment, seo
	text     string
	markdown bool
	path     []string // of the first value it was made from
	values   []value  // that it was made from, in order, joined by blank lines
	pieces   []piece  // how the text comes of them; nil until it is asked
	masked   string   // of Markdown, the prose; empty until it is asked for
	reading  *reading // nil until it is read
}

// A value is a text of the content before its references were settled.
type value struct {
	path []string
	text string
}

// prose reports whether the surface is running text that people read as such;
// the others are labels and descriptions.
func (s *surface) prose() bool {
	return s.name == "text" || s.name == "body" || s.name == "comment" || s.name == "summary"
}

// allSurfaces lists every text of the message: the whole first, then its parts.
func (m *message) allSurfaces() []surface {
	g := gatherer{m: m}
	switch s := m.whole.Spec.(type) {
	case *engine.Post:
		g.post(s)
	case *engine.Article:
		g.article(s)
	}
	for _, d := range m.parts {
		g.part(d)
	}
	return g.list
}

// A gatherer collects the surfaces of one message.
type gatherer struct {
	m    *message
	list []surface
}

// add takes a surface that is not empty, with where it is written.
func (g *gatherer) add(s surface, sources ...value) {
	if s.text == "" {
		return
	}
	for i := range sources {
		sources[i].path = g.m.post.Path(g.m.channel.ID, g.m.channel.Network, sources[i].path...)
	}
	s.values = sources
	if len(sources) > 0 {
		s.path = sources[0].path
	}
	g.list = append(g.list, s)
}

func (g *gatherer) post(p *engine.Post) {
	f := g.m.fields
	g.add(surface{name: "warning", text: p.ContentWarning}, value{[]string{"contentWarning"}, f.ContentWarning})
	g.add(surface{name: "text", text: p.Text}, g.running()...)
	for i, next := range p.Thread {
		if i < len(f.Thread) {
			g.add(surface{name: "text", text: next.Text}, g.threaded(i))
		} else {
			g.add(surface{name: "comment", text: next.Text}, value{[]string{"firstComment"}, f.FirstComment})
		}
	}
	if p.Poll != nil && f.Poll != nil {
		for i, option := range p.Poll.Options {
			if i < len(f.Poll.Options) {
				g.add(surface{name: "option", text: option}, value{[]string{"poll", "options", strconv.Itoa(i)}, f.Poll.Options[i]})
			}
		}
	}
	g.media(p.Media)
	if p.Card != nil && f.Card != nil {
		g.card(p.Card, f.Card)
	}
}

// card adds what a link is said to lead to: a title and a summary, of another
// page than the post.
func (g *gatherer) card(shown *engine.Card, declared *schema.Card) {
	g.add(surface{name: "title", text: shown.Title}, value{[]string{"card", "title"}, declared.Title})
	g.add(surface{name: "summary", text: shown.Description}, value{[]string{"card", "description"}, declared.Description})
	if declared.Image != nil {
		for _, m := range shown.Image {
			g.add(surface{name: "alt", text: m.Alt}, value{[]string{"card", "image", "alt"}, declared.Image.Alt})
		}
	}
}

func (g *gatherer) article(a *engine.Article) {
	f := g.m.fields
	g.add(surface{name: "warning", text: a.ContentWarning}, value{[]string{"contentWarning"}, f.ContentWarning})
	g.add(surface{name: "title", text: a.Title}, value{[]string{"title"}, f.Title})
	g.add(surface{name: "summary", text: a.Summary}, value{[]string{"summary"}, f.Summary})
	if f.Body != "" {
		g.add(surface{name: "body", text: a.Body, markdown: true}, value{[]string{"body"}, f.Body})
	} else {
		g.add(surface{name: "body", text: a.Body, markdown: true}, g.running()...)
	}
	g.media(a.Media)
	g.add(surface{name: "seo", text: a.SEO.Title}, value{[]string{"seo", "title"}, f.SEO.Title})
	g.add(surface{name: "seo", text: a.SEO.Description}, value{[]string{"seo", "description"}, f.SEO.Description})
	for i, keyword := range a.SEO.Keywords {
		g.add(surface{name: "seo", text: keyword}, value{[]string{"seo", "keywords", strconv.Itoa(i)}, keyword})
	}
}

// running is the text with what follows it, where the network joins them.
func (g *gatherer) running() []value {
	f := g.m.fields
	list := []value{{[]string{"text"}, f.Text}}
	if g.m.info.Children || g.m.info.Atomic {
		return list
	}
	for i := range f.Thread {
		list = append(list, g.threaded(i))
	}
	if f.FirstComment != "" {
		list = append(list, value{[]string{"firstComment"}, f.FirstComment})
	}
	return list
}

func (g *gatherer) threaded(i int) value {
	return value{[]string{"thread", strconv.Itoa(i)}, g.m.fields.Thread[i]}
}

// part adds a message of a thread that is a post of its own: "2" is the first
// after the text.
func (g *gatherer) part(d engine.Desired) {
	n, err := strconv.Atoi(lastPart(d.ID))
	switch {
	case err == nil && n >= 2 && n-2 < len(g.m.fields.Thread):
		g.add(surface{name: "text", text: d.Spec.Plain()}, g.threaded(n-2))
	case err != nil:
		g.add(surface{name: "comment", text: d.Spec.Plain()}, value{[]string{"firstComment"}, g.m.fields.FirstComment})
	}
}

// media adds what is said of pictures. Those that are shown are as many as those
// declared, in the same order.
func (g *gatherer) media(list []engine.Media) {
	declared := g.m.fields.Media
	for i, m := range list {
		if i >= len(declared) {
			return
		}
		n := strconv.Itoa(i)
		g.add(surface{name: "alt", text: m.Alt}, value{[]string{"media", n, "alt"}, declared[i].Alt})
		g.add(surface{name: "credit", text: m.Credit}, value{[]string{"media", n, "credit"}, declared[i].Credit})
	}
}

// lastPart is the part of an ID behind its occurrence: "2" of "@2026-12-03/2".
func lastPart(id engine.ID) string {
	for i := len(id.Part) - 1; i >= 0; i-- {
		if id.Part[i] == '/' {
			return id.Part[i+1:]
		}
	}
	return id.Part
}
