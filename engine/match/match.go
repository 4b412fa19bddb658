// Package match finds words and phrases in text the way a reader would: it
// knows that é is a letter whether it is one character or two, that « l'écho »
// holds the word écho and « conçu » does not hold the word con. Terms and text
// travel in, the places where they meet travel out, in bytes of the text as it
// was given. It is pure, safe for concurrent use, and linear in the text.
//
// # What is always the same
//
// Texts are compared after NFC; without invisible characters (zero width, soft
// hyphens, variation selectors, controls) and skin tones; with one kind of
// apostrophe and of hyphen; with one space for any white space, also across a
// line break, but not across a blank line. Unless a term says [MatchCase], by
// Unicode's full case folding: ß is ss, ﬁ is fi, and İ is i.
//
// # What a word is
//
// Letters, marks and digits of any script make words; an underscore does not.
//   - An apostrophe joins (aujourd'hui, O'Brien) but for an elided word before
//     it, which stands alone (l'écho, qu'elle, jusqu'alors), and for an English
//     ending after it, which may be left out (Lanterneau's is found by Lanterneau).
//   - A hyphen joins: uni is not found in Royaume-Uni, con not in anti-con,
//     unless the term says [InCompounds]. Pronouns after a French verb stand
//     alone: donnez-moi, dit-il, a-t-elle, celui-ci; but rendez-vous is one word.
//   - Nothing is found inside a web address, a domain, an e-mail address or an
//     @handle, and inside a #hashtag only what says [InHashtags]. A term that is
//     the whole of one (#pub, Booking.com) finds it.
//   - A term that begins or ends in something else than a letter or a digit
//     (C++, 😀) needs no boundary there. What a reader takes for one character
//     is never cut: 👩 is not found in a family.
//
// Scripts that write no space between words, such as Chinese, want [Contains].
package match

import "galley/engine"

// What is accepted at most.
const (
	MaxText    = 1 << 20 // bytes of a text: what comes after them is not looked at
	MaxTerms   = 100_000 // terms of a Set or a Bank
	MaxTerm    = 100     // characters of a term
	MaxBank    = 4 << 20 // bytes of a bank's file
	MaxPattern = 260     // characters of a regular expression
)

// A Kind says where a term may stand.
type Kind uint8

// The kinds.
const (
	// Word finds the term as a whole word, or as several in a row with nothing
	// but white space between them.
	Word Kind = iota
	// Prefix finds words that begin with the term, and the term itself. The match
	// goes to the end of the word.
	Prefix
	// Contains finds the term anywhere, also within a word.
	Contains
	// Spelling finds the term, in any case and with any accents, with or without
	// its hyphens, where it is not spelt as the term is: GitHub finds Github and
	// e-mail finds E-Mail and email. It leaves alone a capital at the beginning of
	// a sentence and a line that is all in capitals.
	Spelling
	// Allow finds as Word does but is not reported: it hides what other terms
	// find within it.
	Allow
)

// Flags loosen or tighten how a term is compared. None: case does not count,
// accents do, each form of a word has to be listed.
type Flags uint16

// The flags.
const (
	MatchCase      Flags = 1 << iota // case counts
	FoldAccents                      // é is e, ç is c, œ is oe, ø is o
	FoldLeet                         // 4 and @ may stand for a, 1 and ! for i or l, $ for s, and so on, in a word that has a letter
	FoldRepeats                      // three or more equal letters in a row may stand for fewer: coooon is con, but ass is not as
	FoldLookalikes                   // letters of other scripts in a Latin word are what they look like; 𝓬𝓸𝓷, ｃｏｎ and ⓒⓞⓝ are con
	Plural                           // the regular plurals of French (s, x, aux) and English (s, es, ies), by Language
	InHashtags                       // also within a #hashtag, as one of its words (#GrosMot, #gros_mot)
	InCompounds                      // also as a part of a compound with hyphens
)

// A Term is what is looked for.
type Term struct {
	Text     string
	Kind     Kind
	Flags    Flags
	Language string     // BCP 47: tr and az tell I from İ, fr and en choose their Plural; empty is any
	Prefer   string     // what to write instead; empty if nothing is suggested
	Pos      engine.Pos // where it is declared, for messages
}

// A Span is a part of a text, in bytes. It begins and ends between characters
// as readers see them.
type Span struct{ Start, End int }

// In returns the part of the text.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// A Match is where a term was found.
type Match struct {
	Span
	Term int // index among the terms of the Set
}

// Fold returns the text as it is compared under the flags that concern
// characters: MatchCase, FoldAccents and FoldLookalikes. It is stable: folding
// twice changes nothing more. Equal results are equal to every term.
func Fold(text string, flags Flags, language string) string {
	f := foldText(clip(text), folding{flags: flags & foldFlags, turkic: turkic(language)})
	return string(f.runes)
}

func clip(text string) string {
	if len(text) <= MaxText {
		return text
	}
	end := MaxText
	for end > MaxText-4 && text[end]&0xC0 == 0x80 {
		end--
	}
	return text[:end]
}
