package charter

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"galley/schema"
)

const (
	ruleEmojiCount     = "emoji-count"
	ruleEmojiRow       = "emoji-row"
	ruleEmojiForbidden = "emoji-forbidden"
	ruleEmojiBullets   = "emoji-bullets"
)

// emoji compiles the section of that name.
func (k *compiler) emoji() {
	for _, r := range k.rules.Emoji {
		k.add(r.RuleHead, func(m *message) {
			count := 0
			m.eachSpoken(func(s *surface, read *reading) {
				found := emojiIn(read.text)
				for _, e := range found {
					if count++; r.Max != nil && count == *r.Max+1 {
						total := m.emojiCount()
						m.reportEmoji(r.RuleHead, ruleEmojiCount, s, e, fmt.Sprintf("%d emoji in the post, want %s", total, atMost(*r.Max)), "a screen reader reads the name of each")
					}
					m.allowEmoji(r, s, e)
				}
				if r.Row != nil {
					m.emojiRow(r, s, found)
				}
				m.emojiBullets(r, s, found)
			})
		})
	}
}

// An emoji is what a reader takes for one: a flag, a keycap, a family and a hand
// with its skin tone are one each.
type emoji struct{ start, end int }

// emojiIn returns the emoji of a text.
func emojiIn(text string) []emoji {
	var list []emoji
	for i := 0; i < len(text); {
		if c, size := utf8.DecodeRuneInString(text[i:]); c < firstPunctuation {
			if next, _ := utf8.DecodeRuneInString(text[i+size:]); next < firstMark { // nothing joins the two
				i += size
				continue
			}
		}
		cluster, _, width, _ := uniseg.FirstGraphemeClusterInString(text[i:], -1)
		if isEmoji(cluster, width) {
			list = append(list, emoji{i, i + len(cluster)})
		}
		i += len(cluster)
	}
	return list
}

const (
	textStyle    = '\uFE0E'
	emojiStyle   = '\uFE0F'
	keycap       = '\u20E3'
	pictographs  = '\U0001F000' // from here on, symbols are shown as emoji
	firstSymbols = '\u2300'

	firstMark        = '\u0300'
	firstPunctuation = '\u2000' // before it, no rune is an emoji by itself
)

// isEmoji reports whether one character, and the columns it takes, is an emoji.
// Signs that are text by themselves (digits, ©, ™, ❤) are only if they ask for it.
func isEmoji(cluster string, width int) bool {
	if strings.ContainsRune(cluster, textStyle) {
		return false
	}
	first := firstRune(cluster)
	switch {
	case strings.ContainsRune(cluster, emojiStyle), strings.ContainsRune(cluster, keycap):
		return true
	case first >= pictographs:
		return unicode.IsSymbol(first)
	case first >= firstSymbols && first < '\u2E00':
		return width == 2 && unicode.Is(unicode.So, first)
	}
	return false
}

// plainEmoji is an emoji without what only changes its look.
func plainEmoji(text string) string {
	return strings.Map(func(c rune) rune {
		if c == emojiStyle || c >= '\U0001F3FB' && c <= '\U0001F3FF' {
			return -1
		}
		return c
	}, text)
}

func (m *message) emojiCount() int {
	count := 0
	m.eachSpoken(func(_ *surface, read *reading) { count += len(emojiIn(read.text)) })
	return count
}

func (m *message) reportEmoji(head schema.RuleHead, rule string, s *surface, e emoji, text, hint string) {
	m.report(remark{head: head, rule: rule, surface: s, start: e.start, end: e.end, text: text, hint: hint})
}

// allowEmoji reports an emoji that is forbidden, or not among those allowed.
func (m *message) allowEmoji(r schema.EmojiRule, s *surface, e emoji) {
	written := s.text[e.start:e.end]
	listed := func(list []string) bool {
		return slices.ContainsFunc(list, func(one string) bool { return plainEmoji(one) == plainEmoji(written) })
	}
	switch {
	case listed(r.Forbidden):
		m.reportEmoji(r.RuleHead, ruleEmojiForbidden, s, e, written+" is not used", "leave it out")
	case len(r.Allowed) > 0 && !listed(r.Allowed):
		m.reportEmoji(r.RuleHead, ruleEmojiForbidden, s, e, written+" is not among the emoji we use", "they are "+strings.Join(r.Allowed, " "))
	}
}

// emojiRow reports emoji with nothing but white space between them, where they
// are more than the rule allows.
func (m *message) emojiRow(r schema.EmojiRule, s *surface, found []emoji) {
	for i := 0; i < len(found); {
		end := i + 1
		for end < len(found) && strings.TrimSpace(s.text[found[end-1].end:found[end].start]) == "" {
			end++
		}
		if end-i > *r.Row {
			m.reportEmoji(r.RuleHead, ruleEmojiRow, s, emoji{found[i].start, found[end-1].end}, fmt.Sprintf("%d emoji in a row, want at most %d", end-i, *r.Row),
				"a screen reader reads the name of each")
		}
		i = end
	}
}

// emojiBullets remarks on lists whose bullets are emoji: three lines or more of a
// text that begin with one.
func (m *message) emojiBullets(r schema.EmojiRule, s *surface, found []emoji) {
	var bullets []emoji
	end := 0 // of the emoji before
	for _, e := range found {
		gap := s.text[end:e.start]
		line := strings.LastIndexByte(gap, '\n') + 1
		if (line > 0 || end == 0) && strings.Trim(gap[line:], " \t-*") == "" {
			bullets = append(bullets, e)
		}
		end = e.end
	}
	if len(bullets) < 3 {
		return
	}
	r.Severity = "info"
	m.reportEmoji(r.RuleHead, ruleEmojiBullets, s, bullets[0], fmt.Sprintf("%d lines begin with an emoji", len(bullets)),
		"begin them with a dash: a screen reader reads the name of each emoji")
}
