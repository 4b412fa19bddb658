package match

import "strings"

// segment finds where words, parts of compounds and of hashtags begin and end,
// and what is within addresses.
func (f *folded) segment() {
	for i := 0; i < len(f.runes); {
		if !isWord(f.runes[i]) {
			i++
			continue
		}
		end := f.tokenEnd(i)
		f.bounds[i] |= wordStart
		f.bounds[end] |= wordEnd
		f.split(i, end)
		i = end
	}
	f.maskAddresses()
}

// tokenEnd returns where the letters and digits from i end that are joined by
// single apostrophes and hyphens.
func (f *folded) tokenEnd(i int) int {
	for ; i < len(f.runes); i++ {
		switch r := f.runes[i]; {
		case isWord(r):
		case (r == '\'' || r == '-') && i+1 < len(f.runes) && isWord(f.runes[i+1]):
		default:
			return i
		}
	}
	return i
}

// split finds the words within a token: at its hyphens from the right, since a
// pronoun belongs to the verb only if nothing but pronouns follows (arc-en-ciel
// is one word, donne-m'en are three), then at its apostrophes from the left.
func (f *folded) split(start, end int) {
	after := end // of the part being looked at
	pronouns := true
	joined := false
	for k := end - 1; k > start; k-- {
		joined = joined || f.runes[k] == '\''
		if f.runes[k] != '-' {
			continue
		}
		joined = true
		f.bounds[k] |= partEnd
		f.bounds[k+1] |= partStart
		pronouns = pronouns && after-k <= 7 && pronoun(f.lower(k+1, after)) && !f.meeting(start, k)
		if pronouns {
			f.bounds[k] |= wordEnd
			f.bounds[k+1] |= wordStart
		}
		after = k
	}
	if joined {
		f.splitElisions(start, end)
	}
}

func (f *folded) splitElisions(start, end int) {
	for k := start; k < end; k++ {
		switch {
		case f.bounds[k]&(wordStart|partStart) != 0:
			start = k
		case f.runes[k] != '\'':
		case k-start <= 7 && elided(f.lower(start, k)):
			f.bounds[k+1] |= partStart | partEnd
			if f.bounds[start]&wordStart != 0 { // and not only a part of a compound
				f.bounds[k+1] |= wordStart | wordEnd
			}
		default:
			f.splitEnding(k, end)
		}
	}
}

// splitEnding allows a word to end before an English ending.
func (f *folded) splitEnding(k, end int) {
	after := k + 1
	for after < end && isWord(f.runes[after]) {
		after++
	}
	if after-k <= 3 && f.bounds[after]&wordEnd != 0 && englishEnding(f.lower(k+1, after)) {
		f.bounds[k] |= wordEnd
	}
}

func (f *folded) lower(i, j int) string { return strings.ToLower(string(f.runes[i:j])) }

// meeting reports whether what stands before the hyphen at k is the noun
// rendez-vous, which is no verb.
func (f *folded) meeting(start, k int) bool {
	return k-start >= 6 && f.lower(k-6, k) == "rendez"
}

// pronoun reports whether a word is one that French joins by a hyphen to the
// verb or the pronoun before it.
func pronoun(word string) bool {
	switch word {
	case "je", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "ce", "ci", "là", "la", "moi", "toi", "soi",
		"eux", "le", "les", "lui", "leur", "en", "y", "t", "m'en", "t'en", "l'en", "m'y", "t'y", "l'y",
		"même", "mêmes", "meme", "memes":
		return true
	}
	return false
}

// elided reports whether a word is one that French cuts before a vowel.
func elided(word string) bool {
	switch word {
	case "l", "d", "j", "m", "t", "s", "n", "c", "ç", "y", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu":
		return true
	}
	return false
}

func englishEnding(word string) bool {
	switch word {
	case "s", "ll", "re", "ve", "d", "m":
		return true
	}
	return false
}
