package match

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/engine"
)

// A Bank is a list of terms that a team keeps in a text file:
//
//	# a comment
//	mot
//	plusieurs mots
//	mail -> courriel        what to write instead
//	jargon*                 words that begin so; also: jargon [prefix]
//	*truc*                  anywhere, also within a word; also: truc [contains]
//	GitHub [spelling]       to be written so; also: [exact]
//	con de base [allow]     hides what is found within it
//	US [case] [plural]      flags, see flagOf
//	\#pub                   a term that begins with #, * or \
//
// A comment may follow a term after white space and "# ".
type Bank struct {
	Name  string
	Terms []Term
}

// A Problem is what is wrong with a term, and where.
type Problem struct {
	Pos  engine.Pos
	Text string
	Hint string // the next step; may be empty
}

// Error is position and text.
func (p Problem) Error() string {
	if p.Pos.File == "" && p.Pos.Line == 0 {
		return p.Text
	}
	return p.Pos.String() + ": " + p.Text
}

// flagOf returns the flag that banks and content call by a name: case, accents,
// leet, repeats, lookalikes, plural, hashtags or compounds.
func flagOf(name string) (Flags, bool) {
	i := slices.Index(flagNames(), name)
	return Flags(1) << max(i, 0), i >= 0
}

// flagNames are the names of the flags, in the order of their bits.
func flagNames() []string {
	return []string{"case", "accents", "leet", "repeats", "lookalikes", "plural", "hashtags", "compounds"}
}

// ParseBank reads a bank. Name is that of its file, for positions. The terms
// that are well are returned whatever else is wrong; problems are by line.
func ParseBank(name string, data []byte) (Bank, []Problem) {
	p := bankParser{bank: Bank{Name: name}, seen: map[string]int{}}
	if len(data) > MaxBank {
		p.pos = engine.Pos{File: name}
		p.fail("split it into several", "bank %s has %d bytes, at most %d are allowed", name, len(data), MaxBank)
		return p.bank, p.problems
	}
	text := strings.TrimPrefix(string(data), "\uFEFF")
	for line := range strings.SplitSeq(text, "\n") {
		p.pos = engine.Pos{File: name, Line: p.pos.Line + 1, Col: 1}
		p.line(strings.TrimSuffix(line, "\r"))
		if len(p.problems) >= maxProblems {
			p.fail("", "there are more problems than these; they are told once these are solved")
			break
		}
	}
	return p.bank, p.problems
}

const maxProblems = 100

type bankParser struct {
	bank     Bank
	pos      engine.Pos
	seen     map[string]int // by key, the line
	problems []Problem
}

func (p *bankParser) fail(hint, format string, args ...any) {
	p.problems = append(p.problems, Problem{Pos: p.pos, Text: fmt.Sprintf(format, args...), Hint: hint})
}

func (p *bankParser) line(line string) {
	if !utf8.ValidString(line) {
		p.at(line, strings.IndexFunc(line, func(r rune) bool { return r == utf8.RuneError }))
		p.fail("save the file as UTF-8", "the line is not valid UTF-8")
		return
	}
	body := strings.TrimRightFunc(uncomment(line), unicode.IsSpace)
	start := strings.IndexFunc(body, func(r rune) bool { return !unicode.IsSpace(r) })
	if start < 0 {
		return
	}
	if i := strings.IndexFunc(body, func(r rune) bool { return unicode.IsControl(r) && r != '\t' }); i >= 0 {
		p.at(line, i)
		p.fail("remove it", "the line holds a control character")
		return
	}
	p.at(line, start)
	p.term(body[start:])
}

// at sets the column, in characters, of a byte of the line.
func (p *bankParser) at(line string, i int) { p.pos.Col = 1 + utf8.RuneCountInString(line[:max(i, 0)]) }

// uncomment returns a line without its comment.
func uncomment(line string) string {
	if strings.HasPrefix(strings.TrimSpace(line), "#") {
		return ""
	}
	for _, mark := range []string{" # ", "\t# "} {
		line, _, _ = strings.Cut(line, mark)
	}
	return line
}

func (p *bankParser) term(body string) {
	t := Term{Pos: p.pos}
	body, ok := p.markers(&t, body)
	if !ok {
		return
	}
	left, prefer, arrow := strings.Cut(body, " -> ")
	if !arrow {
		left, arrow = strings.CutSuffix(body, " ->")
	}
	t.Prefer = strings.TrimSpace(prefer)
	if arrow && t.Prefer == "" {
		p.fail("write what is preferred after ->, or remove the arrow", "nothing follows the arrow")
		return
	}
	if strings.Contains(t.Prefer, "-> ") {
		p.fail("write one preferred term", "two arrows in one line")
		return
	}
	if strings.HasPrefix(left, "-> ") || left == "->" {
		p.fail("write the term before ->", "nothing comes before the arrow")
		return
	}
	stars(&t, strings.TrimSpace(left))
	if problem := check(t); problem.Text != "" {
		p.problems = append(p.problems, problem)
		return
	}
	p.add(t)
}

// add takes a term unless another finds the same.
func (p *bankParser) add(t Term) {
	if len(p.bank.Terms) == MaxTerms {
		p.fail("split it into several", "a bank has at most %d terms", MaxTerms)
		return
	}
	key := fmt.Sprint(t.Kind, t.Flags, " ", strings.TrimSpace(Fold(t.Text, t.Flags, t.Language)))
	if line := p.seen[key]; line > 0 {
		p.fail("remove one of the two", "term %q finds the same as that of line %d", t.Text, line)
		return
	}
	p.seen[key] = t.Pos.Line
	p.bank.Terms = append(p.bank.Terms, t)
}

// markers takes the words in square brackets off the end.
func (p *bankParser) markers(t *Term, body string) (string, bool) {
	for strings.HasSuffix(body, "]") {
		open := strings.LastIndexByte(body, '[')
		if open < 0 {
			break
		}
		name := body[open+1 : len(body)-1]
		if flag, ok := flagOf(name); ok {
			t.Flags |= flag
		} else if kind, ok := kindNamed(name); ok {
			t.Kind = kind
		} else {
			p.fail("use one of word, prefix, contains, spelling, allow, "+strings.Join(flagNames(), ", "),
				"there is no marker [%s]", shorten(name))
			return "", false
		}
		body = strings.TrimRightFunc(body[:open], unicode.IsSpace)
	}
	return body, true
}

func kindNamed(name string) (Kind, bool) {
	if name == "exact" {
		return Spelling, true
	}
	i := slices.Index([]string{"word", "prefix", "contains", "spelling", "allow"}, name)
	return Kind(max(i, 0)), i >= 0
}

// stars sets the text, and the kind that the stars around it say.
func stars(t *Term, text string) {
	if rest, escaped := strings.CutPrefix(text, `\`); escaped {
		t.Text = rest
		return
	}
	rest, after := strings.CutSuffix(text, "*")
	if after && t.Kind == Word {
		t.Kind = Prefix
		text = rest
		if rest, before := strings.CutPrefix(rest, "*"); before {
			t.Kind = Contains
			text = rest
		}
	}
	t.Text = text
}
