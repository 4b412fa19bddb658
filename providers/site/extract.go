package site

import (
	"path"
	"slices"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/markdown"
)

// seen returns what a page shows of its resource, and whether somebody edited
// it. What was edited is read from the page, the rest from the source, which
// says it more exactly.
func (p *Provider) seen(r *resource, page []byte) (engine.Spec, bool) {
	if !r.altered && sum(region(page)) == r.Region {
		return r.spec(), false
	}
	fresh := p.render(&chrome{}, p.newResource(r.source))
	found, ours := readPage(page, r), readPage(fresh, r)
	switch {
	case r.Article != nil:
		a := *r.Article
		edited := merge(&a, found, ours)
		return &a, edited
	case r.Page != nil:
		pg := *r.Page
		edited := take(&pg.Title, found.Title, ours.Title)
		edited = take(&pg.Body, found.Body, ours.Body) || edited
		edited = take(&pg.Language, found.Language, ours.Language) || edited
		return &pg, edited
	}
	return r.spec(), false
}

// merge puts into a what found says otherwise than ours.
func merge(a *engine.Article, found, ours engine.Article) bool {
	edited := false
	for _, f := range []struct {
		into        *string
		found, ours string
	}{
		{&a.Title, found.Title, ours.Title},
		{&a.Summary, found.Summary, ours.Summary},
		{&a.Body, found.Body, ours.Body},
		{&a.Author, found.Author, ours.Author},
		{&a.Link, found.Link, ours.Link},
		{&a.Language, found.Language, ours.Language},
		{&a.ContentWarning, found.ContentWarning, ours.ContentWarning},
	} {
		edited = take(f.into, f.found, f.ours) || edited
	}
	if !slices.Equal(found.Tags, ours.Tags) {
		a.Tags, edited = found.Tags, true
	}
	if !slices.Equal(found.Media, ours.Media) {
		a.Media, edited = mergeMedia(a.Media, found.Media, ours.Media), true
	}
	return edited
}

// mergeMedia edits the media as the figures were edited. Those that stand in
// the body are no figures and stay as they are.
func mergeMedia(list, found, ours []engine.Media) []engine.Media {
	var merged []engine.Media
	for _, m := range list {
		i, j := indexOf(ours, m), indexOf(found, m)
		switch {
		case i < 0:
			merged = append(merged, m)
		case j >= 0:
			take(&m.Alt, found[j].Alt, ours[i].Alt)
			take(&m.Credit, found[j].Credit, ours[i].Credit)
			merged = append(merged, m)
		}
	}
	for _, m := range found {
		if indexOf(ours, m) < 0 {
			merged = append(merged, m)
		}
	}
	return merged
}

func indexOf(list []engine.Media, m engine.Media) int {
	return slices.IndexFunc(list, func(other engine.Media) bool { return other.SHA256 == m.SHA256 && other.File == m.File })
}

func take(into *string, found, ours string) bool {
	if found == ours {
		return false
	}
	*into = found
	return true
}

// readPage reads an article from a page that was made by the theme, whoever
// edited it since. r lends what the page does not tell of its media.
func readPage(page []byte, r *resource) engine.Article {
	main := markdown.ReadHTML(region(page)).Tag("main")
	article := main.Tag("article")
	content := main.Class("e-content")
	unshift := 0
	if level := markdown.TopLevel(r.body()); level > 0 {
		unshift = top - level
	}
	a := engine.Article{
		Language:       article.Attr("lang"),
		Title:          main.Class("p-name").Text(),
		Summary:        main.Class("p-summary").Text(),
		Author:         main.Class("p-author").Text(),
		Link:           main.Class("u-bookmark-of").Attr("href"),
		ContentWarning: main.Class("warning").Tag("summary").Text(),
		Body:           content.Markdown(unshift),
	}
	if !content.Exists() { // somebody replaced it whole
		a.Body = firstOf(article.Markdown(unshift), main.Markdown(unshift))
	}
	for e := range main.Classes("p-category") {
		a.Tags = append(a.Tags, e.Text())
	}
	for e := range main.Classes("u-media") {
		a.Media = append(a.Media, readMedia(e, r.media()))
	}
	return plainly(a, r)
}

// plainly undoes what typesetting and addressing did to the texts.
func plainly(a engine.Article, r *resource) engine.Article {
	if markdown.IsFrench(a.Language) {
		for _, text := range []*string{&a.Title, &a.Summary, &a.ContentWarning, &a.Body} {
			*text = markdown.Unfrench(*text)
		}
		for i := range a.Media {
			a.Media[i].Credit = markdown.Unfrench(a.Media[i].Credit)
		}
	}
	up := rootOf(strings.TrimPrefix(string(r.Remote), "/"))
	for i, m := range r.media() {
		if i < len(r.Files) {
			a.Body = strings.ReplaceAll(a.Body, "]("+up+mediaFile(m)+")", "]("+r.Files[i]+")")
		}
	}
	return a
}

func readMedia(e markdown.Element, known []engine.Media) engine.Media {
	shown := e.Tag("img", "video", "audio")
	m := engine.Media{File: path.Base(shown.Attr("src"))}
	for _, k := range known {
		if path.Base(mediaFile(k)) == m.File {
			m = k
		}
	}
	m.Alt, m.Credit = firstOf(shown.Attr("alt"), shown.Attr("aria-label")), e.Class("credit").Text()
	return m
}

// readForeign reads an article from a page that is not ours, as far as it can
// be told.
func readForeign(page []byte) (*engine.Article, time.Time) {
	doc := markdown.ReadHTML(page)
	a := &engine.Article{
		Title:    firstOf(doc.Tag("h1").Text(), doc.Tag("title").Text()),
		Summary:  doc.Meta("description"),
		Author:   doc.Meta("author"),
		Language: doc.Tag("html").Attr("lang"),
	}
	for _, within := range []markdown.Element{doc.Class("e-content"), doc.Tag("article"), doc.Tag("main"), doc.Tag("body")} {
		if within.Exists() {
			a.Body = within.Markdown(1)
			break
		}
	}
	a.Body = strings.TrimSpace(strings.TrimPrefix(a.Body, "# "+a.Title+"\n"))
	stamp := firstOf(doc.Meta("article:published_time"), doc.Tag("time").Attr("datetime"))
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, stamp); err == nil {
			return normalArticle(*a), t.UTC()
		}
	}
	return normalArticle(*a), time.Time{}
}
