package render

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"galley/engine"
)

// specs renders what readers see: the whole post, then the parts of its thread.
func (r *rendition) specs(ctx context.Context, frame engine.Desired) {
	r.unsupported()
	r.emit(frame, r.whole(ctx))
	previous := frame.ID
	for _, p := range r.parts() {
		d := withPart(frame, p)
		d.Parent = previous
		if p.name == commentPart {
			d.Parent = frame.ID
		}
		previous = d.ID
		r.refs = append(r.refs, d.Parent)
		r.emit(d, r.note(r.running(p.text, p.path...)))
	}
}

// emit completes d with its spec, and takes the references met since the last.
func (r *rendition) emit(d engine.Desired, spec engine.Spec) {
	slices.SortFunc(r.refs, engine.ID.Compare)
	d.Refs = slices.Compact(r.refs)
	switch {
	case r.escaped && len(d.Refs) > 0:
		spec = spec.Map(unescapeButPosts)
	case r.escaped:
		spec = spec.Map(unescape)
	}
	d.Notes = r.notes
	r.refs, r.notes, r.escaped = nil, nil, false
	d.Spec = spec
	d.Fields = r.declared(d.ID.Part, spec)
	d.Digest = r.digest(d)
	r.desired = append(r.desired, d)
}

// whole renders the post itself.
func (r *rendition) whole(ctx context.Context) engine.Spec {
	if r.info.PostKind == engine.KindArticle {
		return r.article(ctx)
	}
	f := r.fields
	if tidy(f.Text) == "" && len(f.Media) == 0 {
		r.fault(RuleNoText, r.at(), fmt.Sprintf("nothing to show on %s: the post has no text and no media", r.channel.ID),
			fmt.Sprintf("add text: …, or take %s out of channels", r.channel.ID))
	}
	p := &engine.Post{
		Text:           r.joined(f.Text),
		Link:           r.link(),
		Language:       r.language(),
		ContentWarning: r.settle(f.ContentWarning, "contentWarning"),
		Visibility:     r.visibility(),
		Quotes:         r.quotes(),
		Tags:           r.tags,
		Media:          r.files(ctx),
		Thread:         r.thread(),
	}
	p.Card = r.card(ctx, p.Link)
	r.company(p)
	return p
}

// article renders the long form. Without a body of its own it is a note made of
// the text.
func (r *rendition) article(ctx context.Context) engine.Spec {
	f := r.fields
	if tidy(f.Title+f.Body+f.Text) == "" && len(f.Media) == 0 {
		r.fault(RuleNoText, r.at(), fmt.Sprintf("nothing to show on %s: the post has no body, text, title or media", r.channel.ID),
			fmt.Sprintf("add body: …, or take %s out of channels", r.channel.ID))
	}
	body := r.running(f.Body, "body")
	if body == "" {
		body = r.joined(f.Text)
	}
	return &engine.Article{
		Title:          r.settle(f.Title, "title"),
		Summary:        r.settle(f.Summary, "summary"),
		Body:           body,
		Author:         f.Author,
		Link:           r.link(),
		Language:       r.language(),
		ContentWarning: r.settle(f.ContentWarning, "contentWarning"),
		Tags:           r.tags,
		Media:          r.files(ctx),
		SEO: engine.SEO{
			Slug:        f.SEO.Slug,
			Title:       r.settle(f.SEO.Title, "seo", "title"),
			Description: r.settle(f.SEO.Description, "seo", "description"),
			Canonical:   r.settle(f.SEO.Canonical, "seo", "canonical"),
			Keywords:    f.SEO.Keywords,
		},
	}
}

// note is the spec of a part: text and what must cover it too.
func (r *rendition) note(text string) engine.Spec {
	warning := r.settle(r.fields.ContentWarning, "contentWarning")
	if r.info.PostKind == engine.KindArticle {
		return &engine.Article{Body: text, Language: r.language(), ContentWarning: warning}
	}
	return &engine.Post{Text: text, Language: r.language(), ContentWarning: warning, Visibility: r.visibility(), Quotes: r.quotes()}
}

// running renders a text in which links are followed.
func (r *rendition) running(text string, path ...string) string {
	return r.track(r.settle(text, path...))
}

func (r *rendition) language() string {
	if l := r.fields.Language; l != "" {
		return l
	}
	return r.languageOf(r.channel)
}

// link is the address the post is about.
func (r *rendition) link() string {
	link := r.track(r.settle(r.fields.Link, "link"))
	r.checkAddress(link, "link")
	return link
}

// checkAddress reports what is no address of the web, as it will be.
func (r *rendition) checkAddress(link, field string) {
	if link == "" || strings.Contains(link, "${") || strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://") {
		return
	}
	hint := "write the whole address, such as https://example.org/page"
	if !strings.Contains(link, ":") {
		hint = "write https://" + strings.TrimLeft(link, "/")
	}
	r.fault(RuleBadLink, r.at(field), fmt.Sprintf("%s %q is not an address of the web", field, clip(link)), hint)
}

const commentPart = "comment"

// A part is a child of a post: a message of its thread, or its first comment.
type part struct {
	name string // Part of the ID
	text string
	path []string
}

// threaded reports whether what follows the text belongs to this rendition. It
// does not where an article has a body of its own: the thread is that of the
// short form.
func (r *rendition) threaded() bool {
	return r.info.PostKind != engine.KindArticle || r.fields.Body == ""
}

// parts are the children of the post, where the network has any.
func (r *rendition) parts() []part {
	if !r.info.Children || r.atomic() {
		return nil
	}
	return r.following()
}

// following is what comes after the text, whether as children or joined to it.
func (r *rendition) following() []part {
	var list []part
	if r.threaded() {
		for i, text := range r.fields.Thread {
			list = append(list, part{strconv.Itoa(i + 2), text, []string{"thread", strconv.Itoa(i)}})
		}
	}
	if r.fields.FirstComment != "" {
		list = append(list, part{commentPart, r.fields.FirstComment, []string{"firstComment"}})
	}
	return list
}

// joined renders the text, with what follows it where the network knows no
// children.
func (r *rendition) joined(text string) string {
	var paragraphs []string
	if first := r.running(text, "text"); first != "" {
		paragraphs = append(paragraphs, first)
	}
	if !r.info.Children && !r.atomic() {
		for _, p := range r.following() {
			if p.name != commentPart || r.limits.Shows("firstComment") {
				paragraphs = append(paragraphs, r.running(p.text, p.path...))
			}
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// withPart is the frame of a part, under its former names too.
func withPart(d engine.Desired, p part) engine.Desired {
	d.ID.Part = p.name
	d.Was = slices.Clone(d.Was)
	for i := range d.Was {
		d.Was[i].Part = p.name
	}
	return d
}

func names[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
