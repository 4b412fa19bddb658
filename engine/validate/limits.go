package validate

import (
	"errors"
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
	perURL int      // what Count takes an address for; limits.PerURL is what the server does
	within []string // where its file is written; nil is among the media
}

// limits compares what is to be shown with what the network takes.
func (c *checker) limits(d *engine.Desired) {
	if d.Class != engine.Publish || d.Spec == nil {
		return
	}
	info := c.Infos[d.Account.Network]
	limits, found := info.Kinds[d.Spec.Kind()]
	s := subject{checker: c, d: d, info: info, limits: limits, perURL: limits.PerURL}
	if channel := c.channel[string(d.ID.Channel)]; channel != nil && d.ID.Kind == engine.KindPost {
		s.limits = limits.With(engine.ServerLimits(channel.Limits))
	}
	if !found {
		s.fault(ruleUnsupportedKind, s.at(), fmt.Sprintf("%s takes no %s", label(info), d.Spec.Kind()), "")
		return
	}
	before := len(c.findings)
	s.length()
	s.required()
	s.media()
	s.poll()
	s.others()
	if !slices.ContainsFunc(c.findings[before:], func(f engine.Finding) bool { return f.Severity == engine.SeverityError }) {
		s.refused() // it would say the same again in other words
	}
}

// refused reports what the network refuses beyond its limits.
func (s subject) refused() {
	if s.info.Check == nil {
		return
	}
	err := s.info.Check(s.d.Spec)
	all := []error{err}
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		all = several.Unwrap()
	}
	for _, err := range all {
		if r := (*engine.Refusal)(nil); errors.As(err, &r) {
			s.faultAt(ruleNetworkRefuses, s.at(r.Field), r.Mark, fmt.Sprintf("%s refuses it: %s", label(s.info), r.Text), r.Hint)
		} else if err != nil {
			s.fault(ruleNetworkRefuses, s.at(), fmt.Sprintf("%s refuses it: %v", label(s.info), err), "")
		}
	}
}

// fault reports an error; a warning for a draft, which cannot go out and may
// be unfinished.
func (s subject) fault(rule string, at engine.Pos, text, hint string) {
	s.faultAt(rule, at, "", text, hint)
}

// faultAt is fault at the words that are marked, at a place or behind it.
func (s subject) faultAt(rule string, at engine.Pos, mark, text, hint string) {
	severity := engine.SeverityError
	if s.d.Drafted() {
		severity = engine.SeverityWarning
	}
	s.remarkAt(severity, rule, at, mark, text, hint)
}

func (s subject) remark(severity engine.Severity, rule string, at engine.Pos, text, hint string) {
	s.remarkAt(severity, rule, at, "", text, hint)
}

func (s subject) remarkAt(severity engine.Severity, rule string, at engine.Pos, mark, text, hint string) {
	object := objectOf(s.d.ID)
	if s.d.ID.Kind == engine.KindPage && s.Content.Charter != nil {
		object += " " + s.Content.Charter.ID
	}
	s.report(engine.Finding{Pos: at, Mark: mark, Severity: severity, Rule: rule, Text: text, Hint: hint, Object: object, Channel: s.d.ID.Channel})
}

// at is where a field of the resource is written.
func (s subject) at(path ...string) engine.Pos {
	post := s.postOf(s.d)
	if s.d.ID.Kind != engine.KindPost || post == nil || len(path) == 0 {
		return s.d.Source
	}
	return engine.Pos(post.At(string(s.d.ID.Channel), string(s.d.Account.Network), path...))
}

// atText is where the running text is written. An article without a body of its
// own is made of the text.
func (s subject) atText(field string) engine.Pos {
	switch part := s.d.ID.Child(); {
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
		warning := ""
		if s.limits.WithWarning {
			warning = spec.ContentWarning
		}
		text = warning + spec.Text
		for i, part := range spec.Thread {
			s.textLength(warning+part.Text, func() string { return "shorten it" }, func() engine.Pos { return s.atPart(i) })
		}
	case *engine.Article:
		field, title, text = "body", spec.Title, spec.Body
	case *engine.Page:
		field, title, text = "body", spec.Title, spec.Body
	case *engine.Profile:
		field, title, text = "bio", spec.Name, spec.Bio
	case *engine.Filter:
		title = spec.Title
	}
	s.textLength(text, func() string { return s.shorter(field) }, func() engine.Pos { return s.atText(field) })
	if most := s.limits.MaxTitle; most > 0 {
		if n := len([]rune(title)); n > most {
			s.fault(ruleTitleTooLong, s.at("title"), fmt.Sprintf("title of %d characters, %s takes %d", n, label(s.info), most), s.shorter("title"))
		}
	}
}

func (s subject) textLength(text string, hint func() string, at func() engine.Pos) {
	most := s.limits.MaxText
	if most <= 0 || text == "" {
		return
	}
	if n := s.count(s.answered(text)); n > most {
		s.fault(ruleTextTooLong, at(), fmt.Sprintf("%d characters, %s takes %d", n, label(s.info), most), hint())
	}
}

var webAddress = regexp.MustCompile(`https?://[^\s]+`)

// count is the length as the network counts, with addresses as the server does.
func (s subject) count(text string) int {
	n := s.info.Length(text)
	if s.perURL > 0 && s.limits.PerURL != s.perURL {
		n += len(webAddress.FindAllStringIndex(text, -1)) * (s.limits.PerURL - s.perURL)
	}
	return n
}

// atPart is where a part is written that belongs to the post itself. It merges
// the post again, as it is called for findings only.
func (s subject) atPart(i int) engine.Pos {
	post := s.postOf(s.d)
	if post == nil {
		return s.d.Source
	}
	fields, err := post.Merged(string(s.d.ID.Channel), string(s.d.Account.Network))
	if err == nil && i >= len(fields.Thread) {
		return s.at("firstComment")
	}
	return s.at("thread", strconv.Itoa(i))
}

func (s subject) shorter(field string) string {
	if s.d.ID.Kind != engine.KindPost || s.d.ID.Child() != "" {
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
	if len(s.limits.Required) == 0 || s.d.ID.Child() != "" {
		return
	}
	fields := s.d.Spec.Fields()
	for _, name := range s.limits.Required {
		if fields[name] == "" {
			s.fault(ruleRequiredField, s.at(), fmt.Sprintf("%s asks for %s", label(s.info), name), "add "+name+":")
		}
	}
}
