package engine

import (
	"encoding/json"
	"sort"
	"strconv"
	"strings"
)

// A Spec is the kind-specific part of a resource: *Post, *Article, *Page,
// *Profile or *Filter. Each kind has its own struct; there is no struct that grows for
// all of them. A Spec is never changed once another stage has seen it.
type Spec interface {
	// Kind returns the kind this spec belongs to.
	Kind() Kind
	// Fields returns the non-empty fields by name, each value in a form that is
	// compared byte by byte: the text itself for a text, JSON for the rest.
	Fields() map[string]string
	// Map returns a copy in which f was applied to every text and link. It is
	// how references are resolved.
	Map(f func(string) string) Spec
	// Plain returns the text by which a person recognises the resource.
	Plain() string
	// Files returns the media in the order readers see them. SHA256 is empty
	// where a network keeps a picture in another form.
	Files() []Media
	// WithFiles returns a copy with f applied to every one of Files, in order.
	WithFiles(f func(Media) Media) Spec
}

// Media is one picture or video as it will be sent.
type Media struct {
	SHA256 string `json:"sha256"` // of the bytes as sent, hexadecimal
	Type   string `json:"type"`   // media type told by the content, such as image/png
	Size   int64  `json:"size"`   // bytes
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
	Alt    string `json:"alt,omitempty"`
	Focus  string `json:"focus,omitempty"` // "x,y", each from -1 to 1
	Credit string `json:"credit,omitempty"`
	File   string `json:"-"` // where in the content; a move changes nothing readers see
	URL    string `json:"-"` // where the network shows it; set by what was observed
}

// A Post is a short message. Where the network writes a whole thread at once,
// Thread holds what continues it; elsewhere each part is a resource of its own.
type Post struct {
	Text           string   `json:"text,omitempty"`
	Link           string   `json:"link,omitempty"`
	Card           *Card    `json:"card,omitempty"`     // how Link is shown
	Language       string   `json:"language,omitempty"` // BCP 47
	ContentWarning string   `json:"contentWarning,omitempty"`
	Visibility     string   `json:"visibility,omitempty"` // public, unlisted, followers or direct; empty is the network's default
	Tags           []string `json:"tags,omitempty"`
	Media          []Media  `json:"media,omitempty"`
	Poll           *Poll    `json:"poll,omitempty"`
	Quote          string   `json:"quote,omitempty"`   // address of the post that is quoted
	ReplyTo        string   `json:"replyTo,omitempty"` // address of a post of somebody else that is answered
	Replies        string   `json:"replies,omitempty"` // who may reply: all, followers, mentioned or none; empty is all
	Quotes         string   `json:"quotes,omitempty"`  // who may quote: all or none; empty is all
	Pinned         bool     `json:"pinned,omitempty"`  // shown first on the profile
	Thread         []Post   `json:"thread,omitempty"`  // each with text and media alone
}

// A Card is the preview of a link. What is empty is left to the network.
type Card struct {
	Title       string  `json:"title,omitempty"`
	Description string  `json:"description,omitempty"`
	Image       []Media `json:"image,omitempty"` // one, or none declared
}

// A Poll asks readers to choose.
type Poll struct {
	Options  []string `json:"options"`
	Lasts    Seconds  `json:"lasts"` // from publication
	Multiple bool     `json:"multiple,omitempty"`
	Hide     bool     `json:"hide,omitempty"` // totals until the end
}

// An Article is a page of a blog. Body is Markdown; an article without a title
// is a note.
type Article struct {
	Title          string   `json:"title,omitempty"`
	Summary        string   `json:"summary,omitempty"`
	Body           string   `json:"body,omitempty"`
	Author         string   `json:"author,omitempty"`
	Link           string   `json:"link,omitempty"`
	Language       string   `json:"language,omitempty"`
	ContentWarning string   `json:"contentWarning,omitempty"`
	Tags           []string `json:"tags,omitempty"`
	Media          []Media  `json:"media,omitempty"`
	SEO            SEO      `json:"seo,omitzero"`
}

// SEO is what an article tells search engines. Slug is also the last part of
// its address.
type SEO struct {
	Slug        string   `json:"slug,omitempty"`
	Title       string   `json:"title,omitempty"`
	Description string   `json:"description,omitempty"`
	Canonical   string   `json:"canonical,omitempty"`
	Keywords    []string `json:"keywords,omitempty"`
}

// A Page is a standing page. Body is Markdown.
type Page struct {
	Title    string `json:"title,omitempty"`
	Slug     string `json:"slug,omitempty"`
	Body     string `json:"body,omitempty"`
	Language string `json:"language,omitempty"`
}

// A Profile is what a channel says of itself.
type Profile struct {
	Name   string  `json:"name,omitempty"`
	Bio    string  `json:"bio,omitempty"`
	Links  []Link  `json:"links,omitempty"`
	Avatar []Media `json:"avatar,omitempty"` // one, or none declared
}

// A Filter hides posts of others that hold one of its words.
type Filter struct {
	Title    string       `json:"title"`
	Contexts []string     `json:"contexts,omitempty"` // home, notifications, public, thread, account; sorted
	Action   string       `json:"action,omitempty"`   // warn, hide or blur
	Words    []FilterWord `json:"words,omitempty"`
}

// A FilterWord is one word or phrase of a filter.
type FilterWord struct {
	Text  string `json:"text"`
	Whole bool   `json:"whole,omitempty"` // matched as a whole word only
}

// A Link is a labelled address of a profile.
type Link struct {
	Label string `json:"label"`
	URL   string `json:"url"`
}

var (
	_ Spec = (*Post)(nil)
	_ Spec = (*Article)(nil)
	_ Spec = (*Page)(nil)
	_ Spec = (*Profile)(nil)
	_ Spec = (*Filter)(nil)
)

// Kind returns KindPost.
func (p *Post) Kind() Kind { return KindPost }

// Kind returns KindArticle.
func (a *Article) Kind() Kind { return KindArticle }

// Kind returns KindPage.
func (p *Page) Kind() Kind { return KindPage }

// Kind returns KindProfile.
func (p *Profile) Kind() Kind { return KindProfile }

// Fields implements Spec.
func (p *Post) Fields() map[string]string {
	f := fields{}
	f.text("text", p.Text)
	f.text("link", p.Link)
	f.text("language", p.Language)
	f.text("contentWarning", p.ContentWarning)
	f.text("visibility", p.Visibility)
	f.list("tags", p.Tags)
	f.media(p.Media)
	f.text("quote", p.Quote)
	f.text("replyTo", p.ReplyTo)
	f.text("replies", p.Replies)
	f.text("quotes", p.Quotes)
	if p.Card != nil {
		f["card"] = p.Card.field()
	}
	if p.Poll != nil {
		f["poll"] = canonical(p.Poll)
	}
	if p.Pinned {
		f["pin"] = "true"
	}
	if len(p.Thread) > 0 {
		parts := make([]map[string]string, len(p.Thread))
		for i := range p.Thread {
			parts[i] = p.Thread[i].Fields()
		}
		f["thread"] = canonical(parts)
	}
	return f
}

// Fields implements Spec.
func (a *Article) Fields() map[string]string {
	f := fields{}
	f.text("title", a.Title)
	f.text("summary", a.Summary)
	f.text("body", a.Body)
	f.text("author", a.Author)
	f.text("link", a.Link)
	f.text("language", a.Language)
	f.text("contentWarning", a.ContentWarning)
	f.list("tags", a.Tags)
	f.media(a.Media)
	f.text("seo.slug", a.SEO.Slug)
	f.text("seo.title", a.SEO.Title)
	f.text("seo.description", a.SEO.Description)
	f.text("seo.canonical", a.SEO.Canonical)
	f.list("seo.keywords", a.SEO.Keywords)
	return f
}

// Fields implements Spec.
func (p *Page) Fields() map[string]string {
	f := fields{}
	f.text("title", p.Title)
	f.text("slug", p.Slug)
	f.text("body", p.Body)
	f.text("language", p.Language)
	return f
}

// Fields implements Spec.
func (p *Profile) Fields() map[string]string {
	f := fields{}
	f.text("name", p.Name)
	f.text("bio", p.Bio)
	if len(p.Links) > 0 {
		f["links"] = canonical(p.Links)
	}
	if len(p.Avatar) > 0 {
		f["avatar"] = p.Avatar[0].SHA256
	}
	return f
}

// Fields implements Spec.
func (p *Filter) Fields() map[string]string {
	f := fields{}
	f.text("title", p.Title)
	f.text("action", p.Action)
	f.list("contexts", p.Contexts)
	if len(p.Words) > 0 {
		f["words"] = canonical(p.Words)
	}
	return f
}

// Map implements Spec. A filter refers to nothing.
func (p *Filter) Map(func(string) string) Spec {
	c := *p
	return &c
}

// Plain implements Spec.
func (p *Filter) Plain() string { return p.Title }

// Files implements Spec.
func (p *Filter) Files() []Media { return nil }

// Kind returns KindFilter.
func (p *Filter) Kind() Kind { return KindFilter }

type fields map[string]string

func (f fields) text(name, value string) {
	if value != "" {
		f[name] = value
	}
}

func (f fields) list(name string, values []string) {
	if len(values) > 0 {
		f[name] = canonical(values)
	}
}

// media leaves out what the network works out for itself from the bytes.
func (f fields) media(files []Media) {
	if len(files) == 0 {
		return
	}
	type seen struct{ SHA256, Alt, Focus, Credit string }
	list := make([]seen, len(files))
	for i, m := range files {
		list[i] = seen{m.SHA256, m.Alt, m.Focus, m.Credit}
	}
	f["media"] = canonical(list)
}

// field is what readers see of a card: its picture by its bytes.
func (c *Card) field() string {
	var seen struct {
		Title, Description string `json:",omitempty"`
		Image, Alt         string `json:",omitempty"`
	}
	seen.Title, seen.Description = c.Title, c.Description
	if len(c.Image) > 0 {
		seen.Image, seen.Alt = c.Image[0].SHA256, c.Image[0].Alt
	}
	return canonical(seen)
}

// canonical is JSON without HTML escapes, so that people can read it in a diff.
func canonical(v any) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // strings and numbers only
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Map implements Spec.
func (p *Post) Map(f func(string) string) Spec {
	c := *p
	c.Text, c.Link, c.ContentWarning = f(p.Text), f(p.Link), f(p.ContentWarning)
	c.Quote, c.ReplyTo = f(p.Quote), f(p.ReplyTo)
	c.Media = mapMedia(p.Media, f)
	if p.Card != nil {
		c.Card = &Card{f(p.Card.Title), f(p.Card.Description), mapMedia(p.Card.Image, f)}
	}
	if p.Poll != nil {
		poll := *p.Poll
		poll.Options = make([]string, len(p.Poll.Options))
		for i, o := range p.Poll.Options {
			poll.Options[i] = f(o)
		}
		c.Poll = &poll
	}
	if p.Thread != nil {
		c.Thread = make([]Post, len(p.Thread))
		for i := range p.Thread {
			c.Thread[i] = *p.Thread[i].Map(f).(*Post)
		}
	}
	return &c
}

// Map implements Spec.
func (a *Article) Map(f func(string) string) Spec {
	c := *a
	c.Title, c.Summary, c.Body, c.Link = f(a.Title), f(a.Summary), f(a.Body), f(a.Link)
	c.ContentWarning = f(a.ContentWarning)
	c.SEO.Title, c.SEO.Description, c.SEO.Canonical = f(a.SEO.Title), f(a.SEO.Description), f(a.SEO.Canonical)
	c.Media = mapMedia(a.Media, f)
	return &c
}

// Map implements Spec.
func (p *Page) Map(f func(string) string) Spec {
	c := *p
	c.Title, c.Body = f(p.Title), f(p.Body)
	return &c
}

// Map implements Spec.
func (p *Profile) Map(f func(string) string) Spec {
	c := *p
	c.Name, c.Bio = f(p.Name), f(p.Bio)
	c.Links = make([]Link, len(p.Links))
	for i, l := range p.Links {
		c.Links[i] = Link{f(l.Label), f(l.URL)}
	}
	return &c
}

func mapMedia(files []Media, f func(string) string) []Media {
	if files == nil {
		return nil
	}
	out := make([]Media, len(files))
	for i, m := range files {
		m.Alt, m.Credit = f(m.Alt), f(m.Credit)
		out[i] = m
	}
	return out
}

// Plain implements Spec.
func (p *Post) Plain() string {
	text := p.Text
	for i := range p.Thread {
		text += "\n\n" + p.Thread[i].Text
	}
	return text
}

// Plain implements Spec.
func (a *Article) Plain() string { return strings.TrimPrefix(a.Title+"\n\n"+a.Body, "\n\n") }

// Plain implements Spec.
func (p *Page) Plain() string { return p.Title + "\n\n" + p.Body }

// Plain implements Spec.
func (p *Profile) Plain() string { return p.Name + "\n\n" + p.Bio }

// CardFiles returns the picture of the card of s, which is the last of its
// Files; nothing where there is none. It shows what is behind a link, and is
// neither one of the media of a post nor what it is recognised by.
func CardFiles(s Spec) []Media {
	if p, ok := s.(*Post); ok && p.Card != nil {
		return p.Card.Image
	}
	return nil
}

// Files implements Spec. The picture of the card is the last.
func (p *Post) Files() []Media {
	files := p.Media
	for i := range p.Thread {
		files = append(files[:len(files):len(files)], p.Thread[i].Media...)
	}
	if p.Card != nil {
		files = append(files[:len(files):len(files)], p.Card.Image...)
	}
	return files
}

// Files implements Spec.
func (a *Article) Files() []Media { return a.Media }

// Files implements Spec.
func (p *Page) Files() []Media { return nil }

// Files implements Spec.
func (p *Profile) Files() []Media { return p.Avatar }

// WithFiles implements Spec.
func (p *Post) WithFiles(f func(Media) Media) Spec {
	c := *p
	c.Media = eachFile(p.Media, f)
	if p.Thread != nil {
		c.Thread = make([]Post, len(p.Thread))
		for i := range p.Thread {
			c.Thread[i] = p.Thread[i]
			c.Thread[i].Media = eachFile(p.Thread[i].Media, f)
		}
	}
	if p.Card != nil {
		card := *p.Card
		card.Image = eachFile(p.Card.Image, f)
		c.Card = &card
	}
	return &c
}

// WithFiles implements Spec.
func (a *Article) WithFiles(f func(Media) Media) Spec {
	c := *a
	c.Media = eachFile(a.Media, f)
	return &c
}

// WithFiles implements Spec.
func (p *Page) WithFiles(func(Media) Media) Spec { return p }

// WithFiles implements Spec.
func (p *Profile) WithFiles(f func(Media) Media) Spec {
	c := *p
	c.Avatar = eachFile(p.Avatar, f)
	return &c
}

// WithFiles implements Spec.
func (p *Filter) WithFiles(func(Media) Media) Spec { return p }

func eachFile(files []Media, f func(Media) Media) []Media {
	if files == nil {
		return nil
	}
	out := make([]Media, len(files))
	for i, m := range files {
		out[i] = f(m)
	}
	return out
}

// AsSent puts the hashes of the files that were sent into what a network shows:
// many keep a picture in another form and cannot say which one it was. Like
// those of a Print, they are without the picture of a card.
func AsSent(live Spec, sent []string) Spec {
	files := len(live.Files()) - len(CardFiles(live))
	if files == 0 || files != len(sent) {
		return live
	}
	i := 0
	return live.WithFiles(func(m Media) Media {
		if m.SHA256 == "" && i < files {
			m.SHA256 = sent[i]
		}
		i++
		return m
	})
}

// FieldNames returns the names of the non-empty fields of s, sorted.
func FieldNames(s Spec) []string {
	names := make([]string, 0, 8)
	for name := range s.Fields() {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// PartOrder returns the place of a part within its whole: 1 for the whole
// itself, n for the n-th child, and a place behind every child for a comment.
func PartOrder(part string) int {
	child := ID{Part: part}.Child()
	if child == "" {
		return 1
	}
	if n, err := strconv.Atoi(child); err == nil {
		return n
	}
	return 1 << 20
}
