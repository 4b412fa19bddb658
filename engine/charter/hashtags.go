package charter

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/engine"
	"galley/engine/match"
	"galley/schema"
)

const (
	ruleTagCount     = "hashtag-count"
	ruleTagRequired  = "hashtag-required"
	ruleTagForbidden = "hashtag-forbidden"
	ruleTagCase      = "hashtag-case"
)

// hashtags compiles the section of that name.
func (k *compiler) hashtags() {
	for _, r := range k.rules.Hashtags {
		forbidden := tagKeys(r.Forbidden)
		k.add(r.RuleHead, func(m *message) {
			tags := m.hashtags()
			m.countTags(r, tags)
			m.requireTags(r, tags)
			for _, t := range tags {
				if slices.Contains(forbidden, t.key) {
					m.reportTag(r.RuleHead, ruleTagForbidden, t, "#"+t.name+" is not used", "leave it out", nil)
				}
				if r.CamelCase {
					m.tagCase(r, t)
				}
			}
		})
	}
}

// A hashtag is one that readers get, without its mark: in a text, or of the field
// tags where the network shows it.
type hashtag struct {
	name       string
	key        string   // the same for all ways to write it
	surface    *surface // nil: of the campaign or the channel
	start, end int      // with the mark, if it has one
	field      bool
}

// hashtags are those in the texts, in order, then those of the field. It does the
// work once.
func (m *message) hashtags() []hashtag {
	if m.marked != nil {
		return m.marked
	}
	list := []hashtag{}
	for i := range m.surfaces {
		s := &m.surfaces[i]
		if !s.prose() {
			continue
		}
		eachHashtag(s.read(m.language).text, func(start, end int) {
			_, mark := utf8.DecodeRuneInString(s.text[start:])
			name := s.text[start+mark : end]
			list = append(list, hashtag{name: name, key: tagKey(name), surface: s, start: start, end: end})
		})
	}
	for _, name := range m.shownTags() {
		t := hashtag{name: name, key: tagKey(name), field: true}
		if i := slices.Index(m.fields.Tags, name); i >= 0 {
			t.surface, t.end = m.field("tag", name, name, "tags", strconv.Itoa(i)), len(name)
		}
		list = append(list, t)
	}
	m.marked = list
	return list
}

// shownTags are the tags that go out beside the text. Some networks know none:
// there, tags only select.
func (m *message) shownTags() []string {
	if !m.info.Kinds[m.info.PostKind].Shows("tags") {
		return nil
	}
	switch s := m.whole.Spec.(type) {
	case *engine.Post:
		return s.Tags
	case *engine.Article:
		return s.Tags
	}
	return nil
}

// eachHashtag calls f for the hashtags of a text: a mark that follows neither a
// word nor a part of an address, and letters, digits and underscores behind it,
// one letter at least.
func eachHashtag(text string, f func(start, end int)) {
	if !strings.ContainsAny(text, "#＃") {
		return
	}
	from, until := nextAddress(text, 0)
	before := ' '
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		for from >= 0 && until <= i {
			from, until = nextAddress(text, until)
		}
		if c != '#' && c != '＃' || from >= 0 && i >= from || joinsTag(before) {
			before, i = c, i+size
			continue
		}
		start := i
		i += size
		end := i + len(text[i:])
		if n := strings.IndexFunc(text[i:], func(c rune) bool { return !inTag(c) }); n >= 0 {
			end = i + n
		}
		if strings.IndexFunc(text[i:end], unicode.IsLetter) >= 0 {
			f(start, end)
		}
		before, i = '#', max(end, i)
	}
}

// nextAddress returns where the first address from a byte on stands; -1 if there
// is none.
func nextAddress(text string, from int) (start, end int) {
	if start, end = engine.NextAddress(text[from:]); start < 0 {
		return -1, -1
	}
	return from + start, from + end
}

func inTag(c rune) bool {
	return c == '_' || c == '·' || unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c)
}

// joinsTag reports whether a mark behind a character begins no hashtag: C#,
// page#part, &#39;.
func joinsTag(c rune) bool { return inTag(c) && c != '·' || strings.ContainsRune("&/=#@+", c) }

func tagKey(name string) string {
	return match.Fold(strings.TrimPrefix(name, "#"), match.FoldAccents, "")
}

// tagKeys are what tags have in common with all ways to write them.
func tagKeys(names []string) []string {
	keys := make([]string, len(names))
	for i, name := range names {
		keys[i] = tagKey(name)
	}
	return keys
}

// reportTag points at a hashtag, or at the post where it is not its own.
func (m *message) reportTag(head schema.RuleHead, rule string, t hashtag, text, hint string, fix *replacement) {
	m.report(remark{head: head, rule: rule, surface: t.surface, start: t.start, end: t.end, path: []string{"tags"}, text: text, hint: hint, fix: fix})
}

// countTags bounds the hashtags of a post, each once whatever its case and
// accents. The first that is too many is marked.
func (m *message) countTags(r schema.HashtagRule, tags []hashtag) {
	if r.Min == 0 && r.Max == nil {
		return
	}
	met := map[string]bool{}
	var over hashtag
	for _, t := range tags {
		if !met[t.key] {
			if met[t.key] = true; r.Max != nil && len(met) == *r.Max+1 {
				over = t
			}
		}
	}
	switch {
	case r.Max != nil && len(met) > *r.Max:
		m.reportTag(r.RuleHead, ruleTagCount, over, fmt.Sprintf("%s, want %s", counted(len(met), "hashtag"), atMost(*r.Max)), "keep those that people follow", nil)
	case len(met) < r.Min:
		m.report(remark{head: r.RuleHead, rule: ruleTagCount, path: m.front(), text: fmt.Sprintf("%s, want at least %d", counted(len(met), "hashtag"), r.Min),
			hint: "add one that people follow"})
	}
}

// requireTags reports the tags that readers of every post should get and of this
// one do not.
func (m *message) requireTags(r schema.HashtagRule, tags []hashtag) {
	for _, name := range r.Required {
		if key := tagKey(name); slices.ContainsFunc(tags, func(t hashtag) bool { return t.key == key }) {
			continue
		}
		text, hint := fmt.Sprintf("#%s is missing", name), "add it to tags or to the text"
		if !m.info.Kinds[m.info.PostKind].Shows("tags") {
			hint = "add it to the text: " + m.info.Label + " shows no others"
		}
		m.report(remark{head: r.RuleHead, rule: ruleTagRequired, path: m.front(), text: text, hint: hint})
	}
}

// tagCase reports a tag whose words cannot be told: where another writes the same
// one with capitals, and in a text where it is too long to be one word.
func (m *message) tagCase(r schema.HashtagRule, t hashtag) {
	if humps(t.name) {
		return
	}
	if right := m.capitalized(r, t.name); right != "" {
		if !t.field {
			right = t.surface.text[t.start:t.end-len(t.name)] + right
		}
		m.reportTag(r.RuleHead, ruleTagCase, t, fmt.Sprintf("the words of #%s cannot be told", t.name), "write "+right, &replacement{right})
		return
	}
	if !t.field && manyWords(t.name) {
		m.reportTag(r.RuleHead, ruleTagCase, t, fmt.Sprintf("the words of #%s cannot be told", t.name), "begin each with a capital, such as #BonneAnnéeÀTous", nil)
	}
}

// capitalized is the form with capitals of a tag that the charter, the campaign,
// the channel or the post itself knows; empty if none does.
func (m *message) capitalized(r schema.HashtagRule, name string) string {
	for _, known := range slices.Concat(r.Required, m.tags()) {
		if humps(known) && strings.EqualFold(known, name) {
			return known
		}
	}
	return ""
}

// humps reports whether a capital stands behind a small letter, or what is
// between the words can be seen.
func humps(name string) bool {
	before := ' '
	for _, c := range name {
		if unicode.IsUpper(c) && unicode.IsLower(before) || c == '_' || c == '·' {
			return true
		}
		before = c
	}
	return false
}

// manyWords reports whether a tag is too long for one word: 15 letters at least,
// in small letters but perhaps for the first, without the ending of the long
// words that French and English have.
func manyWords(name string) bool {
	letters := []rune(name)
	if len(letters) < 15 || strings.IndexFunc(name, func(c rune) bool { return !unicode.Is(unicode.Latin, c) }) >= 0 ||
		string(letters[1:]) != strings.ToLower(string(letters[1:])) {
		return false
	}
	folded := strings.TrimSuffix(tagKey(name), "s")
	return !slices.ContainsFunc([]string{"tion", "ment", "ite", "itie", "ity", "isme", "ism", "iste", "ist", "nes", "ship", "nel", "nelle", "nal", "nale", "logie", "logy",
		"riat", "ture", "graphie", "graphy", "graphe", "ienne", "ien", "teur", "trice"}, func(end string) bool { return strings.HasSuffix(folded, end) })
}
