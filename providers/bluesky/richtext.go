package bluesky

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/providers/internal/graphemes"
)

// A span is a piece of a text that is more than text: bytes from Start to End
// of its UTF-8.
type span struct {
	Start, End int
	Link       string // address
	Mention    string // handle, without its sign
	Tag        string // without its sign
}

var (
	linkForm   = regexp.MustCompile(`https?://[^\s<>"“”«»]+`)
	handleForm = regexp.MustCompile(`^@([a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?`)
)

const maxTagGraphemes = 64

// spans returns what a text links to, whom it mentions and its hashtags, in the
// order of the text and without overlap. The server stores whatever it is told,
// so that a reader's app would show what is wrong here.
func spans(text string) []span {
	list := links(text)
	for i, r := range text {
		if r != '@' && r != '#' && r != '＃' || !startsWord(text[:i]) {
			continue
		}
		var s span
		var ok bool
		if r == '@' {
			s, ok = mention(text, i)
		} else {
			s, ok = hashtag(text, i, utf8.RuneLen(r))
		}
		if ok {
			list = insert(list, s)
		}
	}
	return list
}

// insert puts a span at its place, unless it overlaps another.
func insert(list []span, s span) []span {
	i, _ := slices.BinarySearchFunc(list, s, func(a, b span) int { return a.Start - b.Start })
	if i > 0 && list[i-1].End > s.Start || i < len(list) && list[i].Start < s.End {
		return list
	}
	return slices.Insert(list, i, s)
}

func links(text string) []span {
	var list []span
	for _, m := range linkForm.FindAllStringIndex(text, -1) {
		end := m[0] + len(trimLink(text[m[0]:m[1]]))
		before, _ := utf8.DecodeLastRuneInString(text[:m[0]])
		if _, host, _ := strings.Cut(text[m[0]:end], "://"); host == "" || m[0] > 0 && isWord(before) {
			continue
		}
		list = append(list, span{Start: m[0], End: end, Link: text[m[0]:end]})
	}
	return list
}

// trimLink leaves out the punctuation of the sentence, and a bracket that was
// opened before the link.
func trimLink(link string) string {
	for link != "" {
		last, size := utf8.DecodeLastRuneInString(link)
		closes := strings.ContainsRune(")]}", last)
		opened := map[rune]string{')': "(", ']': "[", '}': "{"}[last]
		switch {
		case strings.ContainsRune(".,;:!?'’…*_~|", last):
		case closes && strings.Count(link, opened) < strings.Count(link, string(last)):
		default:
			return link
		}
		link = link[:len(link)-size]
	}
	return link
}

// startsWord reports whether a sign after this text begins something.
func startsWord(before string) bool {
	if before == "" {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	return unicode.IsSpace(last) || strings.ContainsRune("([{«“\"'’‘", last)
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func mention(text string, at int) (span, bool) {
	found := handleForm.FindString(text[at:])
	rest := text[at+len(found):]
	next, _ := utf8.DecodeRuneInString(rest)
	if found == "" || rest != "" && (isWord(next) || next == '@' || next == '_') {
		return span{}, false
	}
	return span{Start: at, End: at + len(found), Mention: strings.ToLower(found[1:])}, true
}

// hashtag takes the word behind the sign. It needs something besides digits
// and punctuation: #1 is a number, and #️⃣ a key.
func hashtag(text string, at, sign int) (span, bool) {
	word := text[at+sign:]
	if i := strings.IndexFunc(word, endsTag); i >= 0 {
		word = word[:i]
	}
	word = strings.TrimRightFunc(word, unicode.IsPunct)
	if !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsDigit(r) && !unicode.IsPunct(r) }) ||
		strings.HasPrefix(word, "\ufe0f") || strings.HasPrefix(word, "#") || strings.HasPrefix(word, "＃") ||
		graphemes.Count(word) > maxTagGraphemes {
		return span{}, false
	}
	return span{Start: at, End: at + sign + len(word), Tag: word}, true
}

// endsTag holds for white space and for what cannot be seen.
func endsTag(r rune) bool {
	switch r {
	case '\u00ad', '\u2060', '\u200a', '\u200b', '\u200c', '\u200d', '\u20e2':
		return true
	}
	return unicode.IsSpace(r)
}
