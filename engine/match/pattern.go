package match

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"sort"
	"strings"
	"unicode/utf8"
)

// maxInstructions bounds the time a pattern takes per character: the size of
// its program after repeats are written out.
const maxInstructions = 400

// A Pattern is a regular expression of a team, in Go's syntax (RE2): linear in
// the text.
type Pattern struct{ re *regexp.Regexp }

// CompilePattern reads a regular expression. It refuses what would surprise: \b,
// \B, \w and \W, which know the letters of English alone; a match of nothing;
// more than MaxPattern characters, or repeats that make a large program of them.
//
// A pattern sees the text in NFC, without invisible characters, with straight
// apostrophes, plain hyphens and plain spaces, and with its line breaks. Case
// and accents count: (?i) lifts the first. Where the pattern has a group, its
// first group is what is found, so that what has to stand around it can be
// written outside: (?:^|[^\pL\pN])(SA)(?:[^\pL\pN]|$).
//
// The error is a Problem where there is something to write instead.
func CompilePattern(expr string) (*Pattern, error) {
	if n := utf8.RuneCountInString(expr); n > MaxPattern {
		return nil, Problem{Text: fmt.Sprintf("pattern has %d characters, at most %d are allowed", n, MaxPattern), Hint: "list its words in a bank"}
	}
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, fmt.Errorf("pattern %s: %w", shorten(expr), err)
	}
	if class, instead := englishOnly(expr); class != "" {
		return nil, Problem{Text: fmt.Sprintf("pattern %s: %s knows no letter with an accent", shorten(expr), class), Hint: instead}
	}
	prog, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return nil, fmt.Errorf("pattern %s: %w", shorten(expr), err)
	}
	if n := len(prog.Inst); n > maxInstructions {
		return nil, Problem{Text: fmt.Sprintf("pattern %s: its repeats make %d steps of it, at most %d are allowed", shorten(expr), n, maxInstructions),
			Hint: "repeat less, or list its words in a bank"}
	}
	re, err := regexp.Compile(expr)
	if err != nil {
		return nil, fmt.Errorf("pattern %s: %w", shorten(expr), err)
	}
	if re.MatchString("") {
		return nil, Problem{Text: fmt.Sprintf("pattern %s: it matches nothing at all, and so everywhere", shorten(expr)),
			Hint: "write + instead of *, or what has to be there"}
	}
	return &Pattern{re: re}, nil
}

// englishOnly returns the first class of an expression that knows ASCII alone,
// and what to write instead.
func englishOnly(expr string) (class, instead string) {
	for i := 0; i < len(expr); i++ {
		if strings.HasPrefix(expr[i:], "[:word:]") || strings.HasPrefix(expr[i:], "[:^word:]") {
			return "[:word:]", `write \pL\pN`
		}
		if expr[i] != '\\' || i+1 == len(expr) {
			continue
		}
		i++
		switch expr[i] {
		case 'Q': // nothing counts before the end of the quotation
			end := strings.Index(expr[i:], `\E`)
			if end < 0 {
				return "", ""
			}
			i += end + 1
		case 'b', 'B':
			return `\` + expr[i:i+1], `write the word as a term, or put (?:^|[^\pL\pN]) before and (?:[^\pL\pN]|$) after a group (…)`
		case 'w':
			return `\w`, `write [\pL\pN_]`
		case 'W':
			return `\W`, `write [^\pL\pN_]`
		}
	}
	return "", ""
}

// All returns where the pattern is found, in order, without overlap. Where it
// ends within what readers take for one character, all of that is meant. Texts
// longer than MaxText are read to that length.
func (p *Pattern) All(text string) []Span {
	f := foldText(clip(text), folding{flags: MatchCase, layout: true})
	folded, ends := f.bytes()
	var spans []Span
	for _, at := range p.re.FindAllStringSubmatchIndex(folded, -1) {
		start, end := at[0], at[1]
		if len(at) > 2 && at[2] >= 0 {
			start, end = at[2], at[3]
		}
		if start < end {
			spans = append(spans, f.span(sort.SearchInts(ends, start+1), sort.SearchInts(ends, end)+1))
		}
	}
	return spans
}

// bytes returns the folded text, and where each of its runes ends.
func (f *folded) bytes() (string, []int) {
	var b strings.Builder
	ends := make([]int, len(f.runes))
	for i, r := range f.runes {
		b.WriteRune(r)
		ends[i] = b.Len()
	}
	return b.String(), ends
}
