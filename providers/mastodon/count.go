package mastodon

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/providers/internal/graphemes"
)

// perURL is what an address counts, however long it is, unless the server says
// otherwise (status_length_validator.rb).
const perURL = 23

var (
	// An address begins at http:// or https:// and needs a host with a dot.
	urlStart = regexp.MustCompile(`^(?i)https?://`)
	urlHost  = regexp.MustCompile(`^(?:[\pL\pN](?:[\pL\pN_-]*[\pL\pN])?\.)+(?:[\pL]{2,}|xn--[a-z0-9-]+)(?::\d+)?`)

	// A mention of another server, of which only the name counts (account.rb,
	// MENTION_RE).
	remoteMention = regexp.MustCompile(`^@([A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*)(@[\pL\pN\pM\p{Pc}.-]+[\pL\pN\pM\p{Pc}])`)
)

// countWith returns a counter of characters as a reader sees them, grapheme
// clusters, in which an address counts reserved and a mention of another server
// its name alone.
func countWith(reserved int) func(string) int {
	return func(text string) int {
		return graphemes.Count(abridge(text, reserved))
	}
}

// abridge puts a placeholder in the place of each address, and takes the
// servers off mentions.
func abridge(text string, reserved int) string {
	if !strings.Contains(text, "@") && !strings.Contains(text, "://") {
		return text
	}
	var b strings.Builder
	placeholder := strings.Repeat("x", reserved)
	for i := 0; i < len(text); {
		switch {
		case text[i] == '@' && !joined(text[:i], "=/"):
			if m := remoteMention.FindStringSubmatch(text[i:]); m != nil {
				b.WriteString("@" + m[1])
				i += len(m[0])
				continue
			}
		case (text[i] == 'h' || text[i] == 'H') && !joined(text[:i], "@＠$#＃./-"):
			if n := urlLength(text[i:]); n > 0 {
				b.WriteString(placeholder)
				i += n
				continue
			}
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		b.WriteString(text[i : i+size])
		i += size
	}
	return b.String()
}

// joined reports whether a text ends in a word or in one of the characters
// after which nothing is an entity.
func joined(before, also string) bool {
	r, size := utf8.DecodeLastRuneInString(before)
	return size > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || strings.ContainsRune(also, r))
}

// urlLength returns the length in bytes of the address that a text begins with,
// zero if it begins with none.
func urlLength(text string) int {
	scheme := urlStart.FindString(text)
	if scheme == "" {
		return 0
	}
	host := urlHost.FindString(text[len(scheme):])
	if host == "" {
		return 0
	}
	n := len(scheme) + len(host)
	if rest := text[n:]; rest != "" && strings.ContainsRune("/?#", rune(rest[0])) {
		n += pathLength(rest)
	}
	return n
}

// pathLength is how far a path, a query and a fragment reach: up to a space or
// a quote, without the punctuation of the sentence around it and without a
// bracket that was opened before.
func pathLength(text string) int {
	end, open := len(text), 0
	for i, r := range text {
		if r == '(' {
			open++
		}
		if r == ')' {
			open--
		}
		if open < 0 || unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`"<>「」“”`, r) {
			end = i
			break
		}
	}
	return len(strings.TrimRight(text[:end], ".,:;!?'"))
}
