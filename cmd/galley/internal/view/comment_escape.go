package view

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// All text of others stands inside blocks of HTML: no Markdown is read there, so
// that fences, tables, images and emphasis are what was typed. What is left to
// guard against is HTML itself, and what GitHub makes of words afterwards:
// mentions, references to issues and commits, emoji and formulas. Those are
// broken with a space of no width, which readers do not see.
const unbreakable = "&#8203;"

var (
	// reference is what GitHub links in a text: #12, GH-12, a hash of a commit, and
	// a code of an emoji; and the dollar of a formula, or of an expression of a
	// workflow.
	reference = regexp.MustCompile(`#[0-9]|(?i:gh-[0-9])|\b[0-9a-f]{7,}|:+[A-Za-z_+-]|::+|:1[0-9a-z_]*:|(?i:github\.com)|\$|@`)
	address   = regexp.MustCompile(`https?://[^\s<>"'` + "`" + `]+`)
)

// prose is text of anybody as HTML: one line, with links that may be followed.
func prose(text string) string {
	var b strings.Builder
	for text != "" {
		at := address.FindStringIndex(text)
		if at == nil {
			break
		}
		link := strings.TrimRight(text[at[0]:at[1]], ".,;:!?)]}»…")
		b.WriteString(inert(text[:at[0]]))
		b.WriteString(anchor(link))
		text = text[at[0]+len(link):]
	}
	b.WriteString(inert(text))
	return b.String()
}

// paragraphs is prose of several lines. No line of it is empty: that would end
// the block of HTML it stands in.
func paragraphs(text string) string {
	lines := strings.Split(unixLines(strings.TrimRight(text, "\r\n")), "\n")
	for i, line := range lines {
		lines[i] = prose(line)
	}
	return strings.Join(lines, "<br>\n")
}

func unixLines(text string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
}

// inert is text of anybody as HTML, in which nothing is a link.
func inert(text string) string {
	text = writtenOut(text)
	var b strings.Builder
	last := 0
	for _, at := range reference.FindAllStringIndex(text, -1) {
		b.WriteString(escapeHTML(text[last:at[0]]))
		b.WriteString(broken(text[at[0]:at[1]]))
		last = at[1]
	}
	b.WriteString(escapeHTML(text[last:]))
	return b.String()
}

// broken is a reference that is none any more.
func broken(text string) string {
	const harmless = 6 // digits: a hash of a commit has seven
	switch {
	case text == "$":
		return "<span>$</span>"
	case text[0] == ':':
		return strings.ReplaceAll(escapeHTML(text), ":", ":"+unbreakable)
	case len(text) > harmless && strings.Trim(text, "0123456789abcdef") == "":
		return text[:harmless] + unbreakable + broken(text[harmless:])
	case strings.Trim(text, "0123456789abcdef") == "":
		return text
	}
	_, size := utf8.DecodeRuneInString(text)
	if strings.EqualFold(text, "github.com") {
		size = len("github")
	}
	if len(text) > 2 && (text[0] == 'g' || text[0] == 'G') && text[2] == '-' {
		size = len("gh-")
	}
	return escapeHTML(text[:size]) + unbreakable + escapeHTML(text[size:])
}

// escapeHTML also writes out what Markdown would read, should the text ever
// stand where Markdown is read.
func escapeHTML(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "`", "&#96;", "~", "&#126;",
		"\n", " ", "\t", " ").Replace(text)
}

// anchor is a link that may be followed. One to GitHub stays text: there a link
// alone leaves a trace in what it names.
func anchor(link string) string {
	u, err := url.Parse(link)
	if err != nil || u.Host == "" || u.User != nil || strings.Contains(strings.ToLower(u.Host), "github") || writtenOut(link) != link {
		return inert(link)
	}
	return `<a href="` + strings.ReplaceAll(escapeHTML(u.String()), "@", "&#64;") + `">` + inert(link) + `</a>`
}

// coded is text of anybody in the type of a machine: GitHub makes nothing of
// what stands there.
func coded(text string) string { return "<code>" + inert(text) + "</code>" }
