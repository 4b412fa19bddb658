package site

import (
	"embed"
	"html/template"
	"net/url"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/markdown"
)

//go:embed theme
var themeFiles embed.FS

const styleFile = "style.css"

// A theme is the templates and the style sheet, and a hash of both: pages made
// with another one are made again.
type theme struct {
	*template.Template
	style []byte
	hash  string
}

func readTheme() (*theme, error) {
	t, err := template.New("").Funcs(template.FuncMap{"typeset": typeset, "host": host}).
		ParseFS(themeFiles, "theme/*.html")
	if err != nil {
		return nil, err
	}
	th := &theme{Template: t}
	var all []byte
	entries, err := themeFiles.ReadDir("theme") // sorted
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		data, err := themeFiles.ReadFile("theme/" + e.Name())
		if err != nil {
			return nil, err
		}
		if e.Name() == styleFile {
			th.style = data
		}
		all = append(all, data...)
	}
	th.hash = sum(all)
	return th, nil
}

// run executes a template. It fails only by a mistake in the theme.
func (t *theme) run(name string, data any) template.HTML {
	var b strings.Builder
	if err := t.ExecuteTemplate(&b, name, data); err != nil {
		panic(err)
	}
	return template.HTML(b.String())
}

// typeset keeps French punctuation on its line.
func typeset(language, text string) string {
	if markdown.IsFrench(language) {
		return markdown.French(text)
	}
	return text
}

// host is how people recognise an address.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return strings.TrimPrefix(u.Hostname(), "www.") + strings.TrimSuffix(u.EscapedPath(), "/")
}

// A chrome is what is around every page. It comes of the configuration, the
// profile and the standing pages.
type chrome struct {
	Name     string
	Bio      string
	Language string
	Base     string // address of the site without a slash at its end, empty if unknown
	Style    string // hash of the style sheet, so that browsers do not keep an old one
	Links    []engine.Link
	Pages    []standing
	look     string // hash of all this and of the theme
}

// A standing page is linked from everywhere.
type standing struct {
	Title, Language, Path string
}

// A frame is one page to be put in its chrome.
type frame struct {
	*chrome
	site        *Provider
	Words       *words
	Lang        string // of this page
	Root        string // way up to the home page: "../../"; empty at the top
	Path        string // of this page, below the home page
	Title       string
	Description string
	Canonical   string
	Keywords    string
	Picture     string // address of the lead picture
	PictureAlt  string
	Author      string
	Published   time.Time
	Article     bool // for Open Graph
	Index       bool // front page, archives and topics
	Hidden      bool // not for search engines
	Main        template.HTML
}

// Dir is the direction of the page.
func (f frame) Dir() string { return direction(f.Lang) }

// Here is the address of the page, empty if that of the site is unknown.
func (f frame) Here() string {
	if f.Base == "" {
		return ""
	}
	return f.Base + "/" + f.Path
}

// To is the way from this page to another, both below the home page.
func (f frame) To(path string) string { return f.site.way(f.Root, path) }

// Heading is the title shown by the browser.
func (f frame) Heading() string {
	if f.Title == "" || f.Title == f.Name {
		return f.Name
	}
	return f.Title + " – " + f.Name
}

// Seal is the place for the seal of a derived page.
func (f frame) Seal() string { return unsealed }

// PublishedStamp is for machines.
func (f frame) PublishedStamp() string {
	if f.Published.IsZero() {
		return ""
	}
	return f.Published.Format(time.RFC3339)
}

// way is a relative address. A site whose address is unknown is read from the
// disk, where a folder does not stand for the page in it.
func (p *Provider) way(root, path string) string {
	to := root + path
	if p.base == "" && (to == "" || strings.HasSuffix(to, "/")) {
		return to + "index.html"
	}
	if to == "" {
		return "./"
	}
	return to
}

// rootOf is the way from a path up to the home page.
func rootOf(path string) string { return strings.Repeat("../", strings.Count(path, "/")) }

// wrap puts a page in its chrome.
func (p *Provider) wrap(f frame) []byte { return p.wrapAt(f, rootOf(f.Path)) }

// wrapAbsolute serves the page that is shown at any address.
func (p *Provider) wrapAbsolute(f frame) []byte {
	u, err := url.Parse(p.base)
	if err != nil || p.base == "" {
		return p.wrapAt(f, "")
	}
	return p.wrapAt(f, u.EscapedPath()+"/")
}

func (p *Provider) wrapAt(f frame, root string) []byte {
	f.site, f.Root = p, root
	f.Lang = firstOf(f.Lang, f.Language)
	f.Words = wordsFor(f.Lang, f.Language)
	return []byte(p.theme.run("layout.html", f))
}
