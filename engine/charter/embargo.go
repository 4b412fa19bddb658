package charter

import (
	"cmp"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"galley/engine"
	"galley/engine/match"
	"galley/engine/zone"
	"galley/schema"
)

const (
	ruleEmbargoBroken = "embargo-broken"
	ruleEmbargoTold   = "embargo-told"
	ruleEmbargoPublic = "embargo-public"
)

// embargo compiles the section embargoes, and what the field embargo of a post
// asks for with or without a charter.
func (k *compiler) embargo() {
	k.addOf("embargo", (*message).held)
	for i, r := range k.rules.Embargoes {
		e := k.newEmbargo(r, strconv.Itoa(i))
		k.add(r.RuleHead, e.check)
	}
	switch {
	case k.Content.Project.Public:
		k.openly(engine.SeverityWarning, "keep it elsewhere until then")
	case k.Public:
		k.openly(engine.SeverityError, "keep it elsewhere until then, or write public: true in the Project")
	}
}

// newEmbargo makes a rule ready. One whose time cannot be read has no end, and of
// its terms only those that cannot be looked for are left out: it may be the one
// that matters.
func (k *compiler) newEmbargo(r schema.EmbargoRule, n string) embargo {
	e := embargo{EmbargoRule: r, until: forever}
	if until, err := zone.Parse(r.Until, zone.FoldSecond, k.zone); err == nil {
		e.until = until
	} else {
		k.untimely(err, "embargoes", n, "until")
	}
	e.Terms = nil
	for i, text := range r.Terms {
		if _, err := match.Compile(embargoed([]string{text})); err != nil {
			k.mistake(mistakeTerm, k.written("embargoes", n, "terms", strconv.Itoa(i)), err.Error(), "")
			continue
		}
		e.Terms, e.joined = append(e.Terms, text), append(e.joined, letters(text))
	}
	e.terms, _ = match.Compile(embargoed(e.Terms)) // each of them compiles
	return e
}

// forever is later than any time that can be written.
var forever = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)

// embargoed makes terms of what may not be told: found in any case, with any
// accents, in the plural, within hashtags and compounds.
func embargoed(texts []string) []match.Term {
	terms := make([]match.Term, len(texts))
	for i, text := range texts {
		terms[i] = match.Term{Text: text, Flags: match.FoldAccents | match.FoldLookalikes | match.Plural | match.InHashtags | match.InCompounds}
	}
	return terms
}

// openly says that a repository which everybody can read keeps nothing to itself.
// Where the Project says that it knows, it is a warning: the networks are held to
// the embargo all the same.
func (k *compiler) openly(severity engine.Severity, hint string) {
	const text = "everybody can read the repository, and with it what is under embargo"
	for i := range k.rules.Embargoes {
		k.findings = append(k.findings, engine.Finding{Pos: engine.Pos(k.written("embargoes", strconv.Itoa(i))), Rule: ruleEmbargoPublic,
			Severity: severity, Text: text, Hint: hint, Object: "Charter " + k.rules.ID})
	}
	k.addOf("embargo", func(m *message) {
		if m.fields.Embargo != "" {
			m.report(remark{head: schema.RuleHead{Severity: severity.String()}, rule: ruleEmbargoPublic, path: []string{"embargo"}, text: text, hint: hint})
		}
	})
}

// held compares when a post goes out with its own embargo.
func (m *message) held() {
	if m.fields.Embargo == "" {
		return
	}
	until, err := zone.Parse(m.fields.Embargo, cmp.Or(zone.Fold(m.fields.Fold), zone.FoldSecond), m.zone)
	if err != nil {
		m.untimely(err, "embargo")
		return
	}
	if when := m.before(until); when != "" {
		m.report(remark{rule: ruleEmbargoBroken, path: []string{"at"}, text: fmt.Sprintf("the post goes out %s, its embargo ends %s", when, m.fields.Embargo),
			hint: "write a later time, or lift the embargo"})
	}
}

// before says when the message first goes out, if that is before a time, or may
// be; empty if it is not, and for what has no time yet.
func (m *message) before(until time.Time) string {
	if m.whole.Merge {
		return "when it is merged"
	}
	for _, due := range m.dues() {
		if due.Before(until) {
			return "on " + due.In(m.zone).Format("2006-01-02 at 15:04")
		}
	}
	return ""
}

// An embargo is what may not be told before a time.
type embargo struct {
	schema.EmbargoRule
	terms  *match.Set
	joined []string // the terms, as they are where words are written together
	until  time.Time
}

// check looks for the terms in everything that readers of a message get before
// the embargo ends. What has no time yet gets a remark.
func (e embargo) check(m *message) {
	when := m.before(e.until)
	if when == "" {
		if len(m.dues()) > 0 {
			return
		}
		e.Severity, when = "info", "at a time that nobody said yet"
	}
	tell := func(r remark, term int) {
		r.head, r.rule = e.RuleHead, ruleEmbargoTold
		r.text = fmt.Sprintf("%q may not be told before %s, the post goes out %s", e.Terms[term], e.Until, when)
		r.hint = "leave it out, or publish later"
		m.report(r)
	}
	for i := range m.surfaces {
		s := &m.surfaces[i]
		for _, found := range e.terms.All(s.text) {
			tell(remark{surface: s, start: found.Start, end: found.End}, found.Term)
		}
		e.together(s, tell)
	}
	m.eachName(func(s *surface, start, end int) {
		if term, found := e.in(s.text[start:end]); found {
			tell(remark{surface: s, start: start, end: end}, term)
		}
	})
	if term, found := e.in(m.shownID()); found {
		tell(remark{path: []string{"id"}}, term)
	}
}

// together looks where words stand together without spaces: in the hashtags and the
// addresses of a text. Terms of one word were found in hashtags already.
func (e embargo) together(s *surface, tell func(remark, int)) {
	eachHashtag(s.text, func(start, end int) {
		if term, found := e.in(s.text[start:end]); found && len(e.terms.All(s.text[start:end])) == 0 {
			tell(remark{surface: s, start: start, end: end}, term)
		}
	})
	for start, end := nextAddress(s.text, 0); start >= 0; start, end = nextAddress(s.text, end) {
		if term, found := e.in(s.text[start:end]); found {
			tell(remark{surface: s, start: start, end: end}, term)
		}
	}
}

// in returns the term that a name of some kind holds: an address, a tag, the name
// of a file. There, words are joined, or anything may stand between them; a term
// of less than five letters has to be a word of its own.
func (e embargo) in(name string) (term int, found bool) {
	if name == "" {
		return 0, false
	}
	joined := letters(name)
	for i, want := range e.joined {
		if utf8.RuneCountInString(want) >= 5 && strings.Contains(joined, want) {
			return i, true
		}
	}
	apart := strings.Map(func(c rune) rune {
		if letterOrDigit(c) {
			return c
		}
		return ' '
	}, name)
	if all := e.terms.All(apart); len(all) > 0 {
		return all[0].Term, true
	}
	return 0, false
}

// eachName calls f for what readers of a message see beside its texts: tags,
// addresses, and the names of files.
func (m *message) eachName(f func(s *surface, start, end int)) {
	whole := func(s *surface) { f(s, 0, len(s.text)) }
	for _, t := range m.hashtags() {
		switch {
		case !t.field: // found in its text
		case t.surface != nil:
			whole(t.surface)
		default: // of the campaign or the channel
			whole(m.field("tag", t.name, t.name, "tags"))
		}
	}
	if link := m.link(); link != nil {
		whole(link)
	}
	for _, one := range []struct{ name, text string }{{"quote", m.fields.Quote}, {"replyTo", m.fields.ReplyTo}} {
		if one.text != "" {
			whole(m.field(one.name, one.text, one.text, one.name))
		}
	}
	if m.info.PostKind == engine.KindArticle {
		for _, one := range []struct{ name, text string }{{"slug", m.fields.SEO.Slug}, {"canonical", m.fields.SEO.Canonical}} {
			if one.text != "" {
				whole(m.field(one.name, one.text, one.text, "seo", one.name))
			}
		}
	}
	m.eachFile(func(file string, at ...string) {
		f(m.field("file", file, file, at...), len(file)-len(path.Base(file)), len(file))
	})
}

// eachFile calls f for the files of a post, as they are written. Readers see the
// names of them in addresses and when they keep one.
func (m *message) eachFile(f func(file string, at ...string)) {
	for i, one := range m.fields.Media {
		f(one.File, "media", strconv.Itoa(i), "file")
		if one.Captions != "" {
			f(one.Captions, "media", strconv.Itoa(i), "captions")
		}
	}
	if card := m.fields.Card; card != nil && card.Image != nil {
		f(card.Image.File, "card", "image", "file")
	}
}

// shownID is the id of the post where it is a part of its address; else empty.
func (m *message) shownID() string {
	if m.info.PostKind == engine.KindArticle && m.fields.SEO.Slug == "" {
		return m.post.ID
	}
	return ""
}
