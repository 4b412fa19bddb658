package site

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"strings"
	"time"
)

// feedSize is how many entries a feed holds, each in full.
const feedSize = 30

// feeds makes the Atom and JSON feeds and the site map.
func (d *deriver) feeds() {
	latest := d.st.articles[:min(feedSize, len(d.st.articles))]
	d.add("feed.xml", latest, "", func() []byte { return d.atom(latest) })
	d.add("feed.json", latest, "", func() []byte { return d.jsonFeed(latest) })
	if d.c.Base != "" {
		d.add("sitemap.xml", append(d.st.standing(), d.st.articles...), "", d.sitemap)
	}
}

type (
	atomFeed struct {
		XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang     string      `xml:"xml:lang,attr"`
		ID       string      `xml:"id"`
		Title    string      `xml:"title"`
		Subtitle string      `xml:"subtitle,omitempty"`
		Updated  string      `xml:"updated"`
		Author   atomPerson  `xml:"author"`
		Links    []atomLink  `xml:"link"`
		Entries  []atomEntry `xml:"entry"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		Lang       string         `xml:"xml:lang,attr"`
		ID         string         `xml:"id"`
		Title      string         `xml:"title"`
		Published  string         `xml:"published"`
		Updated    string         `xml:"updated"`
		Author     *atomPerson    `xml:"author,omitempty"`
		Links      []atomLink     `xml:"link"`
		Categories []atomCategory `xml:"category"`
		Summary    string         `xml:"summary,omitempty"`
		Content    atomContent    `xml:"content"`
	}
	atomCategory struct {
		Term string `xml:"term,attr"`
	}
	atomContent struct {
		Type string `xml:"type,attr"`
		Base string `xml:"xml:base,attr,omitempty"`
		Text string `xml:",chardata"`
	}
)

func (d *deriver) atom(latest []*resource) []byte {
	feed := atomFeed{
		Lang: d.c.Language, ID: d.feedID(), Title: d.c.Name, Subtitle: strings.Join(paragraphs(d.c.Bio), " "),
		Updated: time.Unix(0, 0).UTC().Format(time.RFC3339), Author: atomPerson{d.c.Name},
		Links: []atomLink{
			{"self", "application/atom+xml", d.c.Base + "/feed.xml"},
			{"alternate", "text/html", d.c.Base + "/"},
		},
	}
	for i, r := range latest {
		if i == 0 {
			feed.Updated = d.p.stamp(r)
		}
		feed.Entries = append(feed.Entries, d.atomEntry(r))
	}
	return marshalXML(feed)
}

func (d *deriver) atomEntry(r *resource) atomEntry {
	e := d.p.entryAt(r, d.c.Base+"/")
	entry := atomEntry{
		Lang: e.Lang, ID: d.p.entryID(r), Title: e.Label, Published: e.Stamp, Updated: e.Stamp,
		Links:   []atomLink{{"alternate", "text/html", d.p.link(r.Remote)}},
		Summary: r.Article.Summary,
		Content: atomContent{"html", d.p.link(r.Remote), string(d.p.fragment("feed", r, d.c.Base+"/"))},
	}
	if r.Article.Author != "" {
		entry.Author = &atomPerson{r.Article.Author}
	}
	if r.Article.Link != "" {
		entry.Links = append(entry.Links, atomLink{Rel: "related", Href: r.Article.Link})
	}
	for _, tag := range r.Article.Tags {
		entry.Categories = append(entry.Categories, atomCategory{tagName(tag)})
	}
	return entry
}

func marshalXML(v any) []byte {
	data, err := xml.MarshalIndent(v, "", " ")
	if err != nil {
		panic(err) // structs of strings only
	}
	return append(append([]byte(xml.Header), data...), '\n')
}

type (
	jsonFeed struct {
		Version     string      `json:"version"`
		Title       string      `json:"title"`
		HomePage    string      `json:"home_page_url,omitempty"`
		FeedURL     string      `json:"feed_url,omitempty"`
		Description string      `json:"description,omitempty"`
		Language    string      `json:"language,omitempty"`
		Items       []jsonEntry `json:"items"`
	}
	jsonEntry struct {
		ID          string       `json:"id"`
		URL         string       `json:"url"`
		ExternalURL string       `json:"external_url,omitempty"`
		Title       string       `json:"title,omitempty"`
		Summary     string       `json:"summary,omitempty"`
		ContentHTML string       `json:"content_html"`
		Image       string       `json:"image,omitempty"`
		Published   string       `json:"date_published"`
		Authors     []jsonAuthor `json:"authors,omitempty"`
		Tags        []string     `json:"tags,omitempty"`
		Language    string       `json:"language,omitempty"`
	}
	jsonAuthor struct {
		Name string `json:"name"`
	}
)

func (d *deriver) jsonFeed(latest []*resource) []byte {
	feed := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: d.c.Name, Language: d.c.Language,
		Description: strings.Join(paragraphs(d.c.Bio), " "), Items: []jsonEntry{},
	}
	if d.c.Base != "" {
		feed.HomePage, feed.FeedURL = d.c.Base+"/", d.c.Base+"/feed.json"
	}
	for _, r := range latest {
		feed.Items = append(feed.Items, d.jsonEntry(r))
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(feed); err != nil {
		panic(err) // structs of strings only
	}
	return b.Bytes()
}

func (d *deriver) jsonEntry(r *resource) jsonEntry {
	e := d.p.entryAt(r, d.c.Base+"/")
	entry := jsonEntry{
		ID: d.p.entryID(r), URL: d.p.link(r.Remote), ExternalURL: r.Article.Link, Title: r.Article.Title,
		Summary: r.Article.Summary, ContentHTML: string(d.p.fragment("feed", r, d.c.Base+"/")),
		Published: e.Stamp, Language: e.Lang,
	}
	if r.Article.Author != "" {
		entry.Authors = []jsonAuthor{{r.Article.Author}}
	}
	for _, tag := range r.Article.Tags {
		entry.Tags = append(entry.Tags, tagName(tag))
	}
	for _, m := range r.Article.Media {
		if entry.Image == "" && strings.HasPrefix(m.Type, "image/") {
			entry.Image = d.c.Base + "/" + mediaFile(m)
		}
	}
	return entry
}

// entryID is a tag URI (RFC 4151): it stays when the text is edited.
func (p *Provider) entryID(r *resource) string {
	return "tag:" + p.authority() + "," + r.Published.In(p.zone).Format("2006-01-02") + ":" + (&url.URL{Path: string(r.Remote)}).EscapedPath()
}

func (d *deriver) feedID() string {
	if d.c.Base != "" {
		return d.c.Base + "/"
	}
	return "tag:" + d.p.authority() + ",2026:/"
}

func (p *Provider) authority() string {
	if u, err := url.Parse(p.base); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "localhost"
}

func (p *Provider) stamp(r *resource) string { return r.Published.In(p.zone).Format(time.RFC3339) }

// maxSitemap is what one site map may list (sitemaps.org/protocol.html).
const maxSitemap = 50000

// sitemap is written line by line: it names every page each time.
func (d *deriver) sitemap() []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	line := func(path, day string) {
		b.WriteString("<url><loc>")
		_ = xml.EscapeText(&b, []byte(d.c.Base+path)) // a buffer takes everything
		b.WriteString("</loc>")
		if day != "" {
			b.WriteString("<lastmod>" + day + "</lastmod>")
		}
		b.WriteString("</url>\n")
	}
	line("/", "")
	all := append(d.st.standing(), d.st.articles...)
	for _, r := range all[:min(len(all), maxSitemap-1)] {
		day := ""
		if !r.Published.IsZero() {
			day = r.Published.In(d.p.zone).Format(time.DateOnly)
		}
		line((&url.URL{Path: string(r.Remote)}).EscapedPath(), day)
	}
	b.WriteString("</urlset>\n")
	return b.Bytes()
}
