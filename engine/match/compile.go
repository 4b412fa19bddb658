package match

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Set is many terms made ready. The zero Set, and nil, find nothing.
type Set struct {
	terms  []Term
	groups []*group
}

// A group holds the terms that are compared alike: a text is folded once for
// each.
type group struct {
	folding
	leet, repeats bool
	anywhere      bool // some may stand within a word
	table         *table
	trie          *trie
	entries       []entry   // until the trie holds them
	folders       sync.Pool // of *folder, between two texts
}

// Compile makes terms ready to be found. Its error names each term that cannot
// be, and where it is declared. The same text may be declared twice: both
// match.
func Compile(terms []Term) (*Set, error) {
	if len(terms) > MaxTerms {
		return nil, fmt.Errorf("compile %d terms: at most %d are allowed", len(terms), MaxTerms)
	}
	s := &Set{terms: slices.Clone(terms)}
	groups := map[groupKey]*group{}
	var problems []error
	for i, t := range terms {
		if p := check(t); p.Text != "" {
			problems = append(problems, p)
			continue
		}
		key := keyOf(t)
		g := groups[key]
		if g == nil {
			g = key.group()
			groups[key] = g
			s.groups = append(s.groups, g)
		}
		g.declare(t, int32(i))
	}
	if len(problems) > 0 {
		return nil, joinFirst(problems)
	}
	for _, g := range s.groups {
		g.trie, g.entries = newTrie(g.entries), nil
	}
	return s, nil
}

// joinFirst joins as many errors as people read.
func joinFirst(all []error) error {
	const most = 20
	if len(all) > most {
		all = append(all[:most:most], fmt.Errorf("and %d more", len(all)-most))
	}
	return errors.Join(all...)
}

// check returns what is wrong with a term, with no text if nothing is.
func check(t Term) Problem {
	fail := func(hint, format string, args ...any) Problem {
		return Problem{Pos: t.Pos, Text: fmt.Sprintf(format, args...), Hint: hint}
	}
	switch n := utf8.RuneCountInString(t.Text); {
	case !utf8.ValidString(t.Text):
		return fail("save the file as UTF-8", "term %q is not valid UTF-8", shorten(t.Text))
	case n > MaxTerm:
		return fail("a term is a word or a few", "term %q has %d characters, at most %d are allowed", shorten(t.Text), n, MaxTerm)
	case strings.ContainsFunc(t.Text, unicode.IsControl):
		return fail("remove it", "term %q holds a control character", t.Text)
	case !strings.ContainsFunc(Fold(t.Text, t.Flags, t.Language), func(r rune) bool { return !isSpace(r) }):
		return fail("write a word, or leave it out", "term %q is empty: nothing of it can be seen", t.Text)
	case t.Kind > Allow:
		return fail("use one of the package's kinds", "term %q has the unknown kind %d", t.Text, t.Kind)
	}
	return Problem{}
}

func shorten(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// A groupKey is what terms have in common that are searched together.
type groupKey struct {
	flags  Flags
	turkic bool
}

func keyOf(t Term) groupKey {
	flags := t.Flags & (foldFlags | FoldLeet | FoldRepeats)
	if t.Kind == Spelling {
		flags = flags&^MatchCase | FoldAccents
	}
	return groupKey{flags: flags, turkic: turkic(t.Language)}
}

func (k groupKey) group() *group {
	return &group{
		table:   new(table),
		folding: folding{flags: k.flags & foldFlags, turkic: k.turkic},
		leet:    k.flags&FoldLeet != 0, repeats: k.flags&FoldRepeats != 0,
	}
}

func turkic(language string) bool { return speaks(language, "tr") || speaks(language, "az") }

// speaks reports whether a language tag is of a language.
func speaks(tag, language string) bool {
	primary, _, _ := strings.Cut(tag, "-")
	return strings.EqualFold(primary, language)
}

// declare adds every way to write a term.
func (g *group) declare(t Term, id int32) {
	texts := []string{strings.TrimSpace(norm.NFC.String(t.Text))}
	if t.Flags&Plural != 0 {
		texts = append(texts, plurals(texts[0], t.Language)...)
	}
	seen := map[string]bool{}
	for _, text := range texts {
		want := ""
		if t.Kind == Spelling {
			want = spelling(text)
		}
		for _, variant := range hyphenless(text, t.Kind) {
			f := foldText(variant, g.folding)
			key := trimSpaces(f.runes)
			if len(key) == 0 || seen[string(key)] {
				continue
			}
			seen[string(key)] = true
			e := entry{key: key, term: id, kind: t.Kind, want: want, within: inLink | inTag}
			g.place(&e, t)
			g.entries = append(g.entries, e)
		}
	}
}

// place says where an entry may begin and end.
func (g *group) place(e *entry, t Term) {
	if t.Flags&InHashtags != 0 {
		e.within = inLink
	}
	if t.Kind == Contains {
		g.anywhere = true
		return
	}
	start, end := wordStart, wordEnd
	if g.leet {
		start, end = leetStart, leetEnd
	}
	if t.Flags&InCompounds != 0 {
		start, end = start|partStart, end|partEnd
	}
	if t.Flags&InHashtags != 0 {
		start, end = start|humpStart, end|humpEnd
	}
	if isWord(e.key[0]) {
		e.start = start
	}
	if isWord(e.key[len(e.key)-1]) || t.Kind == Prefix {
		e.end = end
	}
}

// hyphenless returns a text and, if its spelling is to be watched, the ways to
// miss its hyphens.
func hyphenless(text string, kind Kind) []string {
	if kind != Spelling || !strings.ContainsAny(text, "-‐‑") {
		return []string{text}
	}
	return []string{text, unhyphen("").Replace(text), unhyphen(" ").Replace(text)}
}

func unhyphen(with string) *strings.Replacer {
	return strings.NewReplacer("-", with, "‐", with, "‑", with)
}

func trimSpaces(runes []rune) []rune {
	for len(runes) > 0 && isSpace(runes[0]) {
		runes = runes[1:]
	}
	for len(runes) > 0 && isSpace(runes[len(runes)-1]) {
		runes = runes[:len(runes)-1]
	}
	return runes
}
