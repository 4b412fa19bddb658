package charter

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"galley/engine/match"
)

// lookalike returns how a host is shown and what it looks like, both empty if it
// is what it seems. One that mixes Latin letters with those of other scripts, or
// holds none but such as look Latin, is not, unless all of it is foreign.
func lookalike(host string) (shown, like string) {
	if !strings.Contains(host, "xn--") && isASCII(host) {
		return "", ""
	}
	shown, err := idna.ToUnicode(host)
	if err != nil {
		return "", ""
	}
	labels := strings.Split(shown, ".")
	found := false
	for i, label := range labels {
		// A Latin letter in front makes of it a Latin word, whose foreign letters
		// are read as what they look like.
		read := strings.TrimPrefix(match.Fold("a"+label, match.FoldLookalikes, ""), "a")
		if foreign(label) && isASCII(read) {
			labels[i], found = read, true
		}
	}
	if like = strings.Join(labels, "."); !found || !isASCII(like) {
		return "", ""
	}
	return shown, like
}

// foreign reports whether a label has letters that are not Latin.
func foreign(label string) bool {
	return strings.ContainsFunc(label, func(c rune) bool { return unicode.IsLetter(c) && !unicode.Is(unicode.Latin, c) })
}

func isASCII(text string) bool {
	return strings.IndexFunc(text, func(c rune) bool { return c > unicode.MaxASCII }) < 0
}
