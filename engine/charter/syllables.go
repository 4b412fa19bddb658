package charter

import (
	"slices"
	"strings"
	"unicode"
)

// Syllables are counted by the letters of a word. Of common words that is right
// for some nine in ten; over the length of a text the errors cancel out.

// A spelling is the letters of a word, small ones, without what is none.
type spelling []rune

// spell writes a word into the room that it is given.
func spell(word string, room []rune) spelling {
	out := room[:0]
	for _, c := range word {
		if c = unicode.ToLower(c); unicode.IsLetter(c) {
			out = append(out, c)
		}
	}
	return out
}

func (s spelling) at(i int) rune {
	if i < 0 || i >= len(s) {
		return 0
	}
	return s[i]
}

func (s spelling) ends(with string) bool {
	n := len(with)
	return len(s) >= n && string(s[len(s)-n:]) == with
}

// englishSyllables counts groups of vowels, but for a silent e at the end and
// before an ending, and but for vowels that are spoken apart (piano, video).
func englishSyllables(word string) int {
	var room [32]rune
	s := spell(word, room[:])
	n := 0
	for i := range s {
		if englishVowel(s[i]) && (!englishVowel(s.at(i-1)) || s.apart(i)) {
			n++
		}
	}
	if s.ends("sm") || s.ends("nt") && strings.ContainsAny(word, "'’") && slices.Contains([]rune("dsw"), s.at(len(s)-3)) { // didn't
		n++
	}
	return max(n-s.silent(), 1)
}

func englishVowel(c rune) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'y', 'é', 'è', 'ê', 'ë', 'ï', 'ö', 'ü':
		return true
	}
	return false
}

// apart reports whether a vowel behind another is a syllable of its own.
func (s spelling) apart(i int) bool {
	hissed := strings.ContainsRune("tscgx", s.at(i-2)) // nation, social
	switch string(s[i-1 : i+1]) {
	case "ia", "iu":
		return !hissed
	case "io":
		return !hissed || s.at(i-2) == 's' && s.at(i+1) != 'n'
	case "ie":
		return s[:i].ends("sci") || s[:i].ends("qui") || s[:i].ends("di") && s.at(i+1) != 's' && s.at(i+1) != 'd'
	case "eo", "yi":
		return s.at(i+1) != 'p' // video, trying, but not people
	case "ua":
		return !strings.ContainsRune("qg", s.at(i-2))
	}
	return false
}

// silent counts the groups of vowels that are not spoken: an e at the end, or
// before an ending.
func (s spelling) silent() int {
	switch {
	case s.ends("es"):
		if s := s[:len(s)-1]; s.silentE() && !strings.ContainsRune("sxzcg", s.at(len(s)-2)) && !s.ends("che") && !s.ends("she") {
			return 1
		}
	case s.ends("ed"):
		if s := s[:len(s)-1]; s.silentE() && !strings.ContainsRune("td", s.at(len(s)-2)) {
			return 1
		}
	case s.silentE():
		return 1
	}
	for _, ending := range []string{"ly", "ment", "ments", "ful", "less", "ness"} {
		if s.ends(ending) {
			if stem := s[:len(s)-len(ending)]; len(stem) > 3 && stem.silentE() {
				return 1
			}
		}
	}
	return 0
}

// silentE reports whether a word ends in an e that is not spoken: behind a
// consonant with a vowel before it, and not that of table.
func (s spelling) silentE() bool {
	n := len(s)
	if n < 3 || s[n-1] != 'e' || englishVowel(s[n-2]) || !slices.ContainsFunc(s[:n-2], englishVowel) {
		return false
	}
	return s[n-2] != 'l' || strings.ContainsRune("aeiouylr", s[n-3])
}

// frenchSyllables counts groups of vowels as they are spoken in prose: accents
// part them (théâtre, naïf), so do i behind bl, tr and the like (oublier) and y
// between vowels (voyage); an e at the end is mute. The mute ent of verbs cannot
// be told from that of moment and is counted.
func frenchSyllables(word string) int {
	var room [32]rune
	s := spell(word, room[:])
	n := 0
	for i := range s {
		if s.voiced(i) && (i == 0 || !s.voiced(i-1) || s.parted(i)) {
			n++
		}
	}
	end := len(s) - 1
	if end > 0 && s[end] == 's' {
		end--
	}
	if end > 0 && s[end] == 'e' && !s.voiced(end-1) {
		n--
	}
	return max(n, 1)
}

func frenchVowel(c rune) bool {
	return strings.ContainsRune("aeiouyàâäéèêëîïôöùûüÿœæ", c) && c != 0
}

// voiced reports whether a letter is a vowel that is spoken: neither the y of
// voyage, nor the u of quatre and guide.
func (s spelling) voiced(i int) bool {
	switch {
	case i < 0 || !frenchVowel(s[i]):
		return false
	case s[i] == 'y':
		return !frenchVowel(s.at(i + 1))
	case s[i] == 'u':
		return s.at(i-1) != 'q' && (s.at(i-1) != 'g' || !strings.ContainsRune("eiéèêy", s.at(i+1)) || s.at(i+1) == 0)
	}
	return true
}

// parted reports whether a vowel behind another is a syllable of its own.
func (s spelling) parted(i int) bool {
	last, c := s[i-1], s[i]
	if c == 'e' && (i == len(s)-1 || i == len(s)-2 && s[i+1] == 's') {
		return false // année
	}
	switch {
	case c == 'ï' || c == 'ë' || c == 'ü' || last == 'é' || last == 'ï' || last == 'ë':
		return true
	case c == 'é' || c == 'è' || c == 'ê':
		return strings.ContainsRune("aeou", last)
	case last == 'i':
		return strings.ContainsRune("lr", s.at(i-2)) && strings.ContainsRune("bcdfgptv", s.at(i-3)) && i >= 3
	case last == 'u' && c == 'a':
		return !frenchVowel(s.at(i-2)) && s.at(i-2) != 'g'
	}
	return last == 'a' && c == 'o' || last == 'o' && c == 'a'
}
