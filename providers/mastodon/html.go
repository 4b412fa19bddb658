package mastodon

import (
	"html"
	"slices"
	"strings"
)

// A listing shows posts as HTML. Mastodon makes it of the text in one way only
// (text_formatter.rb): characters are escaped, a line end is <br />, a blank line
// ends a paragraph, addresses, hashtags and mentions become links. All but the
// mentions can be read back to the letter, so that a page of forty posts costs
// one request and not forty-one. A mention shows less than was written, for
// "@bo@example.org" only "@bo": what holds one, or anything else than the few
// elements named here, is not clear, and its text is asked for.

// plain returns the text of which Mastodon made content, and whether it can
// have been no other (after normalize).
func plain(content string) (text string, clear bool) {
	w := &htmlReader{clear: true}
	for content != "" {
		open := strings.IndexByte(content, '<')
		if open < 0 {
			w.text(content)
			break
		}
		w.text(content[:open])
		tag, rest, found := strings.Cut(content[open+1:], ">")
		if !found {
			w.clear = false
			break
		}
		w.tag(tag)
		content = rest
	}
	if w.link != nil || w.skip {
		w.clear = false
	}
	return block(w.out.String()), w.clear
}

// An htmlReader writes the text of what it is handed.
type htmlReader struct {
	out   strings.Builder
	clear bool
	link  *openLink // inside an <a>
	skip  bool      // inside the fallback of a quote
}

// An openLink is an <a>. Of an address, the text is the target itself.
type openLink struct {
	target string // empty for a hashtag
	start  int    // of its text
}

func (w *htmlReader) text(s string) {
	if w.skip {
		return
	}
	if strings.Contains(s, "\n") {
		w.clear = false // Mastodon leaves no line ends in its HTML
	}
	w.out.WriteString(html.UnescapeString(s))
}

func (w *htmlReader) tag(tag string) {
	name, attributes, _ := strings.Cut(strings.TrimSpace(tag), " ")
	name, attributes = strings.TrimSuffix(name, "/"), strings.TrimSpace(attributes)
	classes := strings.Fields(attribute(attributes, "class"))
	switch name {
	case "p":
		switch {
		case slices.Contains(classes, "quote-inline"):
			w.skip = true
		case w.out.Len() > 0:
			w.out.WriteString("\n\n")
		}
	case "/p":
		w.skip = false
	case "br":
		w.out.WriteByte('\n')
	case "span", "/span":
	case "a":
		w.anchor(attributes, classes)
	case "/a":
		w.closeAnchor()
	default:
		w.clear = w.clear && w.skip
	}
}

func (w *htmlReader) anchor(attributes string, classes []string) {
	if w.skip {
		return
	}
	link := &openLink{target: attribute(attributes, "href"), start: w.out.Len()}
	switch {
	case w.link != nil:
		w.clear = false
	case slices.Contains(classes, "hashtag"):
		link.target = ""
	case slices.Contains(classes, "mention"):
		link.target, w.clear = "", false
	}
	w.link = link
}

// closeAnchor makes sure that a link shows its address: of any other, the text
// would not tell what was written.
func (w *htmlReader) closeAnchor() {
	if w.link == nil {
		return
	}
	if w.link.target != "" && w.out.String()[w.link.start:] != w.link.target {
		w.clear = false
	}
	w.link = nil
}

// attribute returns the value of an attribute written name="value".
func attribute(attributes, name string) string {
	_, after, found := strings.Cut(" "+attributes, " "+name+`="`)
	if !found {
		return ""
	}
	value, _, _ := strings.Cut(after, `"`)
	return html.UnescapeString(value)
}
