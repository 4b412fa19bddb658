package match

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// spelling returns a text as spellings are compared: every letter counts, the
// form of apostrophes, hyphens and spaces does not.
func spelling(text string) string { return Fold(text, MatchCase, "") }

// wellSpelt reports whether a part of a text is written as it should be: as
// wanted, with a capital where a sentence begins, or all in capitals on a line
// that is.
func wellSpelt(text string, s Span, want string) bool {
	if s.End-s.Start > 16*MaxTerm { // drawn out beyond any spelling
		return false
	}
	got := spelling(s.In(text))
	switch got {
	case want:
		return true
	case capitalized(want):
		return beginsSentence(text[:s.Start])
	case strings.ToUpper(want):
		return utf8.RuneCountInString(got) > 1 && inCapitals(text, s)
	}
	return false
}

func capitalized(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToTitle(r)) + text[size:]
}

// beginsSentence reports whether a sentence may begin after a text: past
// quotation marks, brackets and pictures there is its beginning, the end of a
// line, or a full stop.
func beginsSentence(before string) bool {
	const far = 32 // so many marks in a row are decoration
	for range far {
		r, size := utf8.DecodeLastRuneInString(before)
		switch {
		case size == 0 || strings.ContainsRune("\n.!?…:", r):
			return true
		case unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune(",;'’", r):
			return false
		}
		before = before[:len(before)-size]
	}
	return true
}

// inCapitals reports whether the line around a part of a text has capitals
// beside it, and no small letter.
func inCapitals(text string, s Span) bool {
	const near = 400 // bytes looked at on each side
	before := text[max(0, s.Start-near):s.Start]
	after := text[s.End:min(len(text), s.End+near)]
	before = before[strings.LastIndexByte(before, '\n')+1:]
	after, _, _ = strings.Cut(after, "\n")
	around := before + after
	return strings.ContainsFunc(around, unicode.IsUpper) && !strings.ContainsFunc(around, unicode.IsLower)
}
