package validate

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"galley/engine"
)

// A subject is a resource before the limits of its network.
type subject struct {
	*checker
	d      *engine.Desired
	info   engine.Info
	limits engine.Limits
}

// limits compares what is to be shown with what the network takes.
func (c *checker) limits(d *engine.Desired) {
	if d.Class != engine.Publish || d.Spec == nil {
		return
	}
	info := c.Infos[d.Account.Network]
	limits, found := info.Kinds[d.Spec.Kind()]
	s := subject{c, d, info, limits}
	if !found {
		s.fault(ruleUnsupportedKind, s.at(), fmt.Sprintf("%s takes no %s", label(info), d.Spec.Kind()), "")
		return
	}
	s.length()
	s.required()
	s.media()
}

// fault reports an error; a warning for a draft, which cannot go out and may
// be unfinished.
func (s subject) fault(rule string, at engine.Pos, text, hint string) {
	severity := engine.SeverityError
	if s.d.Drafted() {
		severity = engine.SeverityWarning
	}
	s.remark(severity, rule, at, text, hint)
}

func (s subject) remark(severity engine.Severity, rule string, at engine.Pos, text, hint string) {
	object := objectOf(s.d.ID)
	if s.d.ID.Kind == engine.KindPage && s.Content.Charter != nil {
		object += " " + s.Content.Charter.ID
	}
	s.report(engine.Finding{Pos: at, Severity: severity, Rule: rule, Text: text, Hint: hint, Object: object, Channel: s.d.ID.Channel})
}

// at is where a field of the resource is written.
func (s subject) at(path ...string) engine.Pos {
	post := s.postByID[s.d.ID.Slug]
	if s.d.ID.Kind != engine.KindPost || post == nil || len(path) == 0 {
		return s.d.Source
	}
	return engine.Pos(post.At(string(s.d.ID.Channel), string(s.d.Account.Network), path...))
}

// atText is where the running text is written. An article without a body of its
// own is made of the text.
func (s subject) atText(field string) engine.Pos {
	switch part := s.d.ID.Part; {
	case part == "comment":
		return s.at("firstComment")
	case part != "":
		return s.at("thread", strconv.Itoa(engine.PartOrder(part)-2))
	}
	if at := s.at(field); field != "body" || at != s.d.Source {
		return at
	}
	return s.at("text")
}

func (s subject) length() {
	field, title, text := "text", "", ""
	switch spec := s.d.Spec.(type) {
	case *engine.Post:
		text = spec.Text
	case *engine.Article:
		field, title, text = "body", spec.Title, spec.Body
	case *engine.Page:
		field, title, text = "body", spec.Title, spec.Body
	case *engine.Profile:
		field, title, text = "bio", spec.Name, spec.Bio
	}
	if most := s.limits.MaxText; most > 0 && len(text) > 0 {
		if n := s.info.Length(s.answered(text)); n > most {
			s.fault(ruleTextTooLong, s.atText(field), fmt.Sprintf("%d characters, %s takes %d", n, label(s.info), most), s.shorter(field))
		}
	}
	if most := s.limits.MaxTitle; most > 0 {
		if n := len([]rune(title)); n > most {
			s.fault(ruleTitleTooLong, s.at("title"), fmt.Sprintf("title of %d characters, %s takes %d", n, label(s.info), most), s.shorter("title"))
		}
	}
}

func (s subject) shorter(field string) string {
	if s.d.ID.Kind != engine.KindPost || s.d.ID.Part != "" {
		return "shorten it"
	}
	return fmt.Sprintf("shorten it, or add: variants: {%s: {%s: …}}", s.d.ID.Channel, field)
}

var postReference = regexp.MustCompile(`\$\{post\.([a-z0-9][a-z0-9-]*)\.([a-z0-9][a-z0-9-]*)\.url\}`)

// answered puts an address of likely length in place of each reference to a
// post: what readers see counts, not how it was written.
func (s subject) answered(text string) string {
	if !strings.Contains(text, "${post.") {
		return text
	}
	return postReference.ReplaceAllStringFunc(text, func(match string) string {
		m := postReference.FindStringSubmatch(match)
		base := "https://network.example"
		if channel := s.channel[m[2]]; channel != nil && channel.URL != "" {
			base = strings.TrimSuffix(channel.URL, "/")
		}
		return base + "/2006/01/" + m[1] + "/"
	})
}

func (s subject) required() {
	if len(s.limits.Required) == 0 || s.d.ID.Part != "" {
		return
	}
	fields := s.d.Spec.Fields()
	for _, name := range s.limits.Required {
		if fields[name] == "" {
			s.fault(ruleRequiredField, s.at(), fmt.Sprintf("%s asks for %s", label(s.info), name), "add "+name+":")
		}
	}
}

func (s subject) media() {
	files := s.d.Spec.Files()
	if most := s.limits.MaxMedia; most > 0 && len(files) > most {
		s.fault(ruleTooManyMedia, s.at("media"), fmt.Sprintf("%d media, %s takes %d", len(files), label(s.info), most),
			fmt.Sprintf("add: variants: {%s: {media: […]}}", s.d.ID.Channel))
	}
	for _, m := range files {
		s.file(m)
		s.alt(m)
	}
}

func (s subject) file(m engine.Media) {
	if types := s.limits.MediaTypes; !slices.Contains(types, m.Type) {
		hint := "it takes no media"
		if len(types) > 0 {
			hint = "it takes " + strings.Join(types, ", ")
		}
		s.fault(ruleMediaType, s.atFile(m, "file"), fmt.Sprintf("%s takes no %s (%s)", label(s.info), m.Type, m.File), hint)
	}
	if most := s.limits.MediaBytes; most > 0 && m.Size > most {
		s.fault(ruleMediaBytes, s.atFile(m, "file"),
			fmt.Sprintf("%s has %s, %s takes %s", m.File, size(m.Size), label(s.info), size(most)), "make it smaller")
	}
}

func size(bytes int64) string {
	if bytes < 1e6 {
		return fmt.Sprintf("%d kB", (bytes+999)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}

func (s subject) alt(m engine.Media) {
	if strings.TrimSpace(m.Alt) == "" {
		text, hint := m.File+" has no alternative text", "add alt: what it shows, for those who do not see it"
		if s.limits.NeedsAlt {
			s.fault(ruleMissingAlt, s.atFile(m, "alt"), text, hint)
		} else {
			s.remark(engine.SeverityWarning, ruleMissingAlt, s.atFile(m, "alt"), text, hint)
		}
		return
	}
	if most := s.limits.MaxAlt; most > 0 {
		if n := len([]rune(m.Alt)); n > most {
			s.fault(ruleAltTooLong, s.atFile(m, "alt"),
				fmt.Sprintf("alternative text of %d characters, %s takes %d", n, label(s.info), most), "shorten it")
		}
	}
}

// atFile is where a field of a medium is written. It merges the post again, as
// it is called for findings only.
func (s subject) atFile(m engine.Media, field string) engine.Pos {
	post := s.postByID[s.d.ID.Slug]
	if s.d.ID.Kind != engine.KindPost || post == nil {
		return s.d.Source
	}
	fields, err := post.Merged(string(s.d.ID.Channel), string(s.d.Account.Network))
	if err == nil {
		for i, declared := range fields.Media {
			if declared.File == m.File && declared.Alt == m.Alt {
				return s.at("media", strconv.Itoa(i), field)
			}
		}
	}
	return s.at("media")
}
