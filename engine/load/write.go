package load

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"galley/engine"
)

// Imported is a post for which a file is to be written: one that is live, or one
// that somebody handed in.
type Imported struct {
	ID       string
	Channels []string
	At       time.Time // when it went live or is due, in the project's zone; zero is unknown, or a draft
	Author   string    // who handed it in; empty leaves it to the Spec
	Spec     engine.Spec
	Thread   []string       // what continues it
	Media    []engine.Media // its files, File set; one without a File was not fetched
	Card     []engine.Media // the picture of its card, likewise
}

// PostFile returns the Markdown file of an imported post: front matter, and its
// text below. Loading the file gives the same post again.
func PostFile(in Imported) []byte {
	in = in.escaped()
	var front yaml.Node
	front.Kind = yaml.MappingNode
	add := func(key string, value any) {
		var k, v yaml.Node
		k.SetString(key)
		if v.Encode(value) == nil {
			front.Content = append(front.Content, &k, &v)
		}
	}
	text := func(key, value string) {
		if value != "" {
			add(key, value)
		}
	}
	add("kind", "Post")
	add("id", in.ID)
	add("channels", in.Channels)
	if !in.At.IsZero() {
		add("at", in.At.Format("2006-01-02 15:04:05"))
	}
	text("author", in.Author)
	body := ""
	switch s := in.Spec.(type) {
	case *engine.Article:
		text("title", s.Title)
		text("summary", s.Summary)
		if in.Author == "" {
			text("author", s.Author)
		}
		text("link", s.Link)
		text("language", s.Language)
		text("contentWarning", s.ContentWarning)
		if len(s.Tags) > 0 {
			add("tags", s.Tags)
		}
		if seo := seoOf(s.SEO); len(seo) > 0 {
			add("seo", seo)
		}
		body = s.Body
	case *engine.Post:
		text("text", s.Text)
		text("link", s.Link)
		if s.Card != nil {
			if card := cardOf(*s.Card, in.Card); len(card) > 0 {
				add("card", card)
			}
		}
		text("language", s.Language)
		text("contentWarning", s.ContentWarning)
		text("visibility", s.Visibility)
		text("replyTo", s.ReplyTo)
		text("quote", s.Quote)
		text("replies", s.Replies)
		if s.Quotes == "all" || s.Quotes == "none" { // people may choose what a file cannot say
			add("quotes", s.Quotes == "all")
		}
		if s.Pinned {
			add("pin", true)
		}
		if s.Poll != nil {
			add("poll", pollOf(*s.Poll))
		}
		if len(s.Tags) > 0 {
			add("tags", s.Tags)
		}
		for _, part := range s.Thread {
			in.Thread = append(in.Thread, part.Text)
		}
	}
	if len(in.Thread) > 0 {
		add("thread", in.Thread)
	}
	if media := mediaOf(in.Media); len(media) > 0 {
		add("media", media)
	}
	var b bytes.Buffer
	b.WriteString("---\n")
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	_ = enc.Encode(&front) // strings and lists into memory
	_ = enc.Close()
	b.WriteString("---\n")
	b.WriteString(body)
	if body != "" && body[len(body)-1] != '\n' {
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// escaped returns in with all that would be taken for a reference written as the
// plain text it is.
func (in Imported) escaped() Imported {
	plain := func(text string) string { return strings.ReplaceAll(text, "${", "$${") }
	in.Spec = in.Spec.Map(plain)
	in.Thread, in.Media, in.Card = slices.Clone(in.Thread), slices.Clone(in.Media), slices.Clone(in.Card)
	for i := range in.Thread {
		in.Thread[i] = plain(in.Thread[i])
	}
	for _, files := range [][]engine.Media{in.Media, in.Card} {
		for i := range files {
			files[i].Alt, files[i].Credit = plain(files[i].Alt), plain(files[i].Credit)
		}
	}
	return in
}

func seoOf(s engine.SEO) map[string]any {
	m := map[string]any{}
	for key, value := range map[string]string{"slug": s.Slug, "title": s.Title, "description": s.Description, "canonical": s.Canonical} {
		if value != "" {
			m[key] = value
		}
	}
	if len(s.Keywords) > 0 {
		m["keywords"] = s.Keywords
	}
	return m
}

func cardOf(c engine.Card, picture []engine.Media) map[string]any {
	m := map[string]any{}
	for key, value := range map[string]string{"title": c.Title, "description": c.Description} {
		if value != "" {
			m[key] = value
		}
	}
	for _, image := range mediaOf(picture) {
		m["image"] = image
	}
	return m
}

func pollOf(p engine.Poll) map[string]any {
	m := map[string]any{"options": p.Options, "lasts": time.Duration(p.Lasts).Round(time.Minute).String()}
	if p.Multiple {
		m["multiple"] = true
	}
	if p.Hide {
		m["hide"] = true
	}
	return m
}

func mediaOf(files []engine.Media) []map[string]string {
	var list []map[string]string
	for _, f := range files {
		if f.File == "" {
			continue
		}
		m := map[string]string{"file": f.File}
		for key, value := range map[string]string{"alt": f.Alt, "focus": f.Focus, "credit": f.Credit} {
			if value != "" {
				m[key] = value
			}
		}
		list = append(list, m)
	}
	return list
}
