package charter

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"galley/engine"
	"galley/engine/match"
	"galley/schema"
)

const (
	ruleDisclosureMissing  = "disclosure-missing"
	ruleDisclosureFold     = "disclosure-fold"
	ruleDisclosureLanguage = "disclosure-language"
)

// beforeFold is how many characters most networks show of a post before one
// unfolds it.
const beforeFold = 125

// disclosure compiles the section of that name.
func (k *compiler) disclosure() {
	for i, r := range k.rules.Disclosure {
		mentions, err := newMentions(r.Mentions)
		if err != nil {
			k.mistake(mistakeTerm, k.written("disclosure", fmt.Sprint(i), "mentions"), err.Error(), "")
			continue
		}
		within := r.Within
		if within == 0 {
			within = beforeFold
		}
		k.add(r.RuleHead, func(m *message) {
			if m.sponsor() != "" {
				m.disclosed(r.RuleHead, mentions, within)
			}
		})
	}
}

// mentions are what is accepted, by language.
type mentions struct {
	texts map[string][]string
	sets  map[string]*match.Set
}

func newMentions(texts map[string][]string) (mentions, error) {
	out := mentions{texts, make(map[string]*match.Set, len(texts))}
	for _, language := range slices.Sorted(maps.Keys(texts)) {
		var terms []match.Term
		for _, text := range texts[language] {
			terms = append(terms, match.Term{Text: text, Language: language, Flags: match.FoldAccents})
		}
		set, err := match.Compile(terms)
		if err != nil {
			return out, err
		}
		out.sets[language] = set
	}
	return out, nil
}

// of returns the language among those of the mentions that a text is in; empty
// if none is.
func (a mentions) of(language string) string {
	best := ""
	for _, l := range slices.Sorted(maps.Keys(a.texts)) {
		if speaks(language, l) && len(l) >= len(best) {
			best = l
		}
	}
	return best
}

// in returns where a text holds a mention in a language: not where it says that
// there is none.
func (a mentions) in(text, language string) (match.Span, bool) {
	for _, found := range a.sets[language].All(text) {
		if !denied(text[:found.Start], 2) {
			return found.Span, true
		}
	}
	return match.Span{}, false
}

// denied reports whether one of the last words of a text says that there is none
// of what follows: « sans publicité », « ce n'est pas une publicité ».
func denied(before string, last int) bool {
	before = before[max(0, len(before)-60):]
	words := strings.FieldsFunc(strings.ToLower(before[strings.LastIndexAny(before, ".!?\n")+1:]),
		func(r rune) bool { return !letterOrDigit(r) && r != '\'' && r != '’' })
	for _, w := range words[max(0, len(words)-last):] {
		if oneOf(w, "sans", "pas", "aucun", "aucune", "jamais", "non", "no", "not", "without", "never", "n'existe", "n’existe") {
			return true
		}
	}
	return false
}

// disclosed looks for a mention where readers see it before they unfold the post,
// in the language of the post. What covers a post, describes its pictures or
// stands in what follows it is read too late or by few.
func (m *message) disclosed(head schema.RuleHead, accepted mentions, within int) {
	language := accepted.of(m.language)
	if language == "" {
		m.report(remark{head: head, rule: ruleDisclosureMissing, path: m.paid(),
			text: fmt.Sprintf("%s pays for the post, and no mention is accepted in %s", m.sponsor(), spoken(m.language)),
			hint: "add one to the charter, or say in which language the post is"})
		return
	}
	late := remark{}
	for _, s := range m.fronts() {
		text := s.read(m.language).text
		span, found := accepted.in(text, language)
		if !found {
			continue
		}
		at := m.shownLength(s, text[:span.End])
		if s.name == "title" || s.name == "summary" || at <= within {
			return
		}
		late = remark{head: head, rule: ruleDisclosureFold, surface: s, start: span.Start, end: span.End,
			text: fmt.Sprintf("the mention ends at character %d, want it within the first %d", at, within), hint: "begin with it: readers see the rest only once they unfold the post"}
	}
	if late.surface != nil {
		m.report(late)
		return
	}
	m.report(m.undisclosed(head, accepted, language, within))
}

// front is the field that readers of the message begin with, where something is
// missing from it.
func (m *message) front() []string {
	if m.info.PostKind == engine.KindArticle && m.fields.Body != "" {
		return []string{"body"}
	}
	return []string{"text"}
}

// paid is the field that says who pays.
func (m *message) paid() []string {
	if m.fields.Sponsor != "" {
		return []string{"sponsor"}
	}
	return []string{"campaign"}
}

// fronts are the surfaces that a mention may stand in: the beginning of what
// readers see.
func (m *message) fronts() []*surface {
	var list []*surface
	for i := range m.surfaces {
		switch s := &m.surfaces[i]; s.name {
		case "text", "body":
			return append(list, s) // what follows is behind it
		case "title", "summary":
			list = append(list, s)
		}
	}
	return list
}

// shownLength is how many characters readers see of a text, as its network
// counts them; of Markdown, without its marks.
func (m *message) shownLength(s *surface, text string) int {
	if s.markdown {
		text = strings.Join(strings.Fields(strings.NewReplacer("*", "", "_", "", "#", "").Replace(text)), " ")
	}
	return m.info.Length(text)
}

// undisclosed says what there is in place of the mention.
func (m *message) undisclosed(head schema.RuleHead, accepted mentions, language string, within int) remark {
	r := remark{head: head, rule: ruleDisclosureMissing, path: m.front(),
		text: fmt.Sprintf("%s pays for the post, and nothing says so", m.sponsor()),
		hint: fmt.Sprintf("write %s within the first %d characters", either(accepted.texts[language]), within)}
	for i := range m.surfaces {
		s := &m.surfaces[i]
		text := s.read(m.language).text
		if span, found := accepted.in(text, language); found {
			r.surface, r.start, r.end = s, span.Start, span.End
			r.text = fmt.Sprintf("%s pays for the post, and only %s says so", m.sponsor(), placeName(s))
			return r
		}
		for _, other := range slices.Sorted(maps.Keys(accepted.texts)) {
			if span, found := accepted.in(text, other); found && other != language {
				r.rule, r.surface, r.start, r.end = ruleDisclosureLanguage, s, span.Start, span.End
				r.text = fmt.Sprintf("%q is in %s, the post in %s", span.In(text), spoken(other), spoken(m.language))
				return r
			}
		}
		if start, end := shorthand(text); end > 0 {
			r.surface, r.start, r.end = s, start, end
			if r.text = fmt.Sprintf("%q is not among the accepted mentions", s.text[start:end]); speaks(m.language, "fr") && english(s.text[start:end]) {
				r.rule = ruleDisclosureLanguage
				r.text = fmt.Sprintf("%q is English, and short for what a French reader may not know", s.text[start:end])
			}
			return r
		}
	}
	return r
}

// placeName names a surface that a mention may not stand in.
func placeName(s *surface) string {
	switch s.name {
	case "warning":
		return "the content warning"
	case "alt":
		return "the description of a picture"
	case "comment":
		return "the first comment"
	case "text":
		return "what follows it"
	case "seo":
		return "what search engines are told"
	}
	return "the " + s.name
}

// shorthand returns where a text has a hashtag that people take for a mention.
func shorthand(text string) (start, end int) {
	eachHashtag(text, func(from, to int) {
		if _, tag, _ := strings.Cut(text[from:to], "#"); end == 0 && oneOf(tagKey(tag), "ad", "ads", "advert", "sponsored", "spon", "sp", "gifted", "partner",
			"paidpartnership", "pub", "publi", "publicite", "sponso", "sponsorise", "partenariat", "collab", "collaboration", "collaborationcommerciale") {
			start, end = from, to
		}
	})
	return start, end
}

func english(tag string) bool {
	return oneOf(tagKey(tag), "ad", "ads", "advert", "sponsored", "spon", "gifted", "partner", "paidpartnership")
}

// either lists what may be written.
func either(list []string) string { return strings.Join(list, " or ") }

// spoken names a language as a message does.
func spoken(language string) string {
	switch {
	case language == "":
		return "no language that anybody says"
	case speaks(language, "fr"):
		return "French"
	case speaks(language, "en"):
		return "English"
	}
	return language
}
