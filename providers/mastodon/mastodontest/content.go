package mastodontest

import (
	"html"
	"regexp"
	"strings"
)

var (
	addressForm = regexp.MustCompile(`https?://[^\s<>"]*[^\s<>".,:;!?')]`)
	entityForm  = regexp.MustCompile(`https?://[^\s<>"]*[^\s<>".,:;!?')]|[#@][\pL\pN_]+(?:@[\pL\pN.-]+[\pL\pN])?`)
	manyLines   = regexp.MustCompile(`\n\n+`)
	spaces      = regexp.MustCompile(` +`)
	addressHead = regexp.MustCompile(`^https?://(?:www\.)?`)
)

// escape is Rails' h.
func escape(s string) string { return html.EscapeString(s) }

// Render returns the HTML that Mastodon makes of a text in which it knows nobody
// of those mentioned.
func Render(text string) string {
	content, _ := (&Server{}).content(text)
	return content
}

// content renders a text as the server does, and says whom it mentions.
func (s *Server) content(text string) (string, []object) {
	if s.isGoToSocial() {
		return s.contentOfGoToSocial(text)
	}
	if text == "" {
		return "", []object{}
	}
	linked, mentions := s.linked(text)
	// simple_format, whose line ends are then deleted (text_formatter.rb).
	var b strings.Builder
	for _, paragraph := range manyLines.Split(linked, -1) {
		b.WriteString("<p>" + strings.ReplaceAll(paragraph, "\n", "<br />") + "</p>")
	}
	return b.String(), mentions
}

// contentOfGoToSocial is one paragraph, in which spaces are collapsed.
func (s *Server) contentOfGoToSocial(text string) (string, []object) {
	linked, mentions := s.linked(strings.TrimSpace(text))
	return "<p>" + strings.ReplaceAll(spaces.ReplaceAllString(linked, " "), "\n", "<br>") + "</p>", mentions
}

// linked escapes a text and makes links of what it names. Only the accounts of
// this server can be mentioned; another's name stays text.
func (s *Server) linked(text string) (string, []object) {
	var b strings.Builder
	mentions := []object{}
	last := 0
	for _, at := range entityForm.FindAllStringIndex(text, -1) {
		b.WriteString(escape(text[last:at[0]]))
		last = at[1]
		entity := text[at[0]:at[1]]
		switch {
		case strings.HasPrefix(entity, "#"):
			b.WriteString(`<a href="https://network.example/tags/` + escape(entity[1:]) + `" class="mention hashtag" rel="tag">#<span>` + escape(entity[1:]) + `</span></a>`)
		case strings.HasPrefix(entity, "@"):
			a := s.mentioned(entity)
			if a == nil {
				b.WriteString(escape(entity))
				continue
			}
			mentions = append(mentions, object{"id": a.id, "username": a.name, "acct": a.name, "url": a.address()})
			b.WriteString(`<span class="h-card" translate="no"><a href="` + a.address() + `" class="u-url mention">@<span>` + a.name + `</span></a></span>`)
		default:
			b.WriteString(shortened(entity))
		}
	}
	b.WriteString(escape(text[last:]))
	return b.String(), mentions
}

// shortened shows thirty characters of an address and hides the rest.
func shortened(address string) string {
	head := addressHead.FindString(address)
	body := []rune(address[len(head):])
	class, shown, hidden := "", body, []rune(nil)
	if len(body) > 30 {
		class, shown, hidden = "ellipsis", body[:30], body[30:]
	}
	return `<a href="` + escape(address) + `" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">` + escape(head) +
		`</span><span class="` + class + `">` + escape(string(shown)) + `</span><span class="invisible">` + escape(string(hidden)) + `</span></a>`
}

// mentioned is the account of this server that a mention names.
func (s *Server) mentioned(entity string) *account {
	name, domain, _ := strings.Cut(strings.TrimPrefix(entity, "@"), "@")
	for _, a := range s.accounts {
		if strings.EqualFold(a.name, name) && (domain == "" || domain == "network.example") {
			return a
		}
	}
	return nil
}
