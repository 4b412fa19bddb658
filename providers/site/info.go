package site

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"galley/engine"
)

// network is the name channels use.
const network engine.Network = "site"

func info() engine.Info {
	verbs := []engine.Verb{engine.Create, engine.Update, engine.Replace, engine.Delete}
	return engine.Info{
		Network:  network,
		Label:    "Site",
		Docs:     "providers.md#site",
		PostKind: engine.KindArticle,
		Settle:   -1, // what is written is there
		Kinds: map[engine.Kind]engine.Limits{
			engine.KindArticle: {
				Verbs: verbs,
				Fields: []string{"author", "body", "contentWarning", "language", "link", "media", "seo.canonical",
					"seo.description", "seo.keywords", "seo.slug", "seo.title", "summary", "tags", "title"},
				MediaTypes: mediaTypes(),
				NeedsAlt:   true,
				Repeatable: true,
				Mirrored:   true,
			},
			engine.KindPage: {
				Verbs:      verbs,
				Fields:     []string{"body", "language", "slug", "title"},
				Required:   []string{"title"},
				Repeatable: true,
				Mirrored:   true,
			},
			engine.KindProfile: {
				Verbs:      verbs,
				Fields:     []string{"bio", "links", "name"},
				Required:   []string{"name"},
				Repeatable: true,
				Mirrored:   true,
			},
		},
		Normalize: normalize,
		Check:     checkImages,
	}
}

// normalize is what the site makes of a spec: composed characters, Unix line
// ends, nothing that HTML and XML cannot hold, no white space around.
func normalize(s engine.Spec) engine.Spec {
	switch s := s.(type) {
	case *engine.Article:
		return normalArticle(*s)
	case *engine.Page:
		return &engine.Page{Title: line(s.Title), Slug: line(s.Slug), Body: block(s.Body), Language: line(s.Language)}
	case *engine.Profile:
		c := &engine.Profile{Name: line(s.Name), Bio: block(s.Bio)}
		for _, l := range s.Links {
			c.Links = append(c.Links, engine.Link{Label: line(l.Label), URL: line(l.URL)})
		}
		return c
	}
	return s
}

func normalArticle(a engine.Article) *engine.Article {
	a.Title, a.Summary, a.Body, a.Author = line(a.Title), line(a.Summary), block(a.Body), line(a.Author)
	a.Link, a.Language, a.ContentWarning = line(a.Link), line(a.Language), line(a.ContentWarning)
	a.Tags = lines(a.Tags)
	a.SEO = engine.SEO{
		Slug: line(a.SEO.Slug), Title: line(a.SEO.Title), Description: line(a.SEO.Description),
		Canonical: line(a.SEO.Canonical), Keywords: lines(a.SEO.Keywords),
	}
	a.Media = slices.Clone(a.Media)
	for i := range a.Media {
		a.Media[i].Alt, a.Media[i].Credit = line(a.Media[i].Alt), line(a.Media[i].Credit)
	}
	return &a
}

// block keeps the lines of a text.
func block(s string) string {
	if !isASCIIText(s) {
		s = composed(s)
	}
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	for { // blank lines above, but not the indentation of code
		first, rest, found := strings.Cut(s, "\n")
		if !found || strings.TrimSpace(first) != "" {
			return s
		}
		s = rest
	}
}

// composed has Unix line ends and no control characters, in composed form.
func composed(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n"), "\r", "\n")
	s = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(s)
}

// isASCIIText reports whether composed would change nothing, by the bytes.
func isASCIIText(s string) bool {
	for _, c := range []byte(s) {
		if c < ' ' && c != '\n' && c != '\t' || c >= 0x7f {
			return false
		}
	}
	return true
}

// line folds a text into one line.
func line(s string) string {
	s = block(s)
	if !strings.ContainsAny(s, "\n\t") && !strings.Contains(s, "  ") && !strings.HasPrefix(s, " ") {
		return s // block left no space at its end
	}
	return strings.Join(strings.FieldsFunc(s, isFolded), " ")
}

// isFolded leaves no-break spaces alone.
func isFolded(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }

func lines(list []string) []string {
	var out []string
	for _, s := range list {
		if s = line(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// extensions of the media types a site shows; SVG is left out, because opened
// by itself it is a page that may hold a script.
var extensions = [...]struct{ mediaType, ext string }{
	{"audio/mpeg", ".mp3"},
	{"audio/ogg", ".ogg"},
	{"image/avif", ".avif"},
	{"image/gif", ".gif"},
	{"image/jpeg", ".jpg"},
	{"image/png", ".png"},
	{"image/webp", ".webp"},
	{"video/mp4", ".mp4"},
	{"video/webm", ".webm"},
}

func mediaTypes() []string {
	var types []string
	for _, e := range extensions {
		types = append(types, e.mediaType)
	}
	return types
}

// extension returns the ending of a file of this type, empty if the site does
// not show it.
func extension(mediaType string) string {
	for _, e := range extensions {
		if e.mediaType == mediaType {
			return e.ext
		}
	}
	return ""
}
