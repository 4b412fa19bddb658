package schema

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/token"
)

// A cueError is one message of CUE, or several about one disjunction.
type cueError struct {
	path []string
	text string
	want []string    // the branches of a disjunction
	at   []token.Pos // the places it names, that of the message first
}

// foldErrors makes one error of the header and the branches of a disjunction:
// CUE gives a line to each of them.
func foldErrors(err error) []cueError {
	var out []cueError
	for _, e := range errors.Errors(err) {
		path := e.Path()
		text := strings.TrimPrefix(e.Error(), strings.Join(path, ".")+": ")
		at := append([]token.Pos{e.Position()}, e.InputPositions()...)
		if strings.Contains(text, "errors in empty disjunction") {
			out = append(out, cueError{path: path, text: text, at: at})
			continue
		}
		if n := len(out); n > 0 && strings.Contains(out[n-1].text, "empty disjunction") && slices.Equal(out[n-1].path, path) {
			if m := conflict.FindStringSubmatch(text); m != nil {
				out[n-1].want = append(out[n-1].want, m[1], m[2])
			}
			out[n-1].at = append(out[n-1].at, at...)
			continue
		}
		out = append(out, cueError{path: path, text: text, at: at})
	}
	return out
}

var (
	conflict = regexp.MustCompile(`^conflicting values (.+) and (.+?)(?: \(mismatched types (.+) and (.+)\))?$`)
	bounds   = regexp.MustCompile(`^invalid value (.+) \(out of bound (.+)\)$`)
	notValid = regexp.MustCompile(`^invalid value (.+) \(does not satisfy (.+?)\)(?:: .*)?$`)
	lacking  = regexp.MustCompile(`^incomplete value (.+)$`)
)

// words puts an error into the Got and Want of p, where got is the value in the
// document, as CUE writes it; empty if it is not known.
func (e cueError) words(p *Problem, got string) {
	switch {
	case len(e.want) > 0:
		var want []string
		for _, w := range e.want {
			if w != got && !slices.Contains(want, w) {
				want = append(want, w)
			}
		}
		p.Got, p.Want = got, "one of "+strings.Join(want, ", ")
		p.Near = Nearest(got, want)
	case conflict.MatchString(e.text):
		m := conflict.FindStringSubmatch(e.text)
		p.Got, p.Want = m[2], m[1]
		if m[1] == got {
			p.Got, p.Want = m[1], m[2]
		}
	case bounds.MatchString(e.text):
		m := bounds.FindStringSubmatch(e.text)
		p.Got, p.Want = shortenQuoted(m[1]), boundWords(m[2])
	case notValid.MatchString(e.text):
		m := notValid.FindStringSubmatch(e.text)
		p.Got, p.Want = shortenQuoted(cmp.Or(got, m[1])), validatorWords(m[2])
	case lacking.MatchString(e.text):
		p.Want = "is missing, want " + boundWords(lacking.FindStringSubmatch(e.text)[1])
	case strings.HasPrefix(e.text, "field is required but not present"):
		p.Want = "is missing"
	case strings.HasPrefix(e.text, "field not allowed"):
		p.Want = "is not allowed here"
	default:
		p.Want = shortenTo(300, e.text)
	}
}

// boundWords says what a bound of CUE wants.
func boundWords(b string) string {
	for _, w := range [][2]string{
		{"!=\"\"", "some text"}, {"!~", "nothing that matches "}, {"=~", "something that matches "}, {"!=", "anything but "},
		{">=", "at least "}, {"<=", "at most "}, {">", "more than "}, {"<", "less than "},
	} {
		if rest, ok := strings.CutPrefix(b, w[0]); ok {
			return w[1] + rest
		}
	}
	return b
}

func validatorWords(v string) string {
	for _, w := range [][3]string{
		{"list.MinItems(", "at least ", " entries"}, {"list.MaxItems(", "at most ", " entries"},
		{"strings.MinRunes(", "at least ", " characters"}, {"strings.MaxRunes(", "at most ", " characters"},
	} {
		if rest, ok := strings.CutPrefix(v, w[0]); ok {
			return w[1] + strings.TrimSuffix(rest, ")") + w[2]
		}
	}
	return v
}

// syntaxWords says what CUE's parser found in words of whoever writes a file.
func syntaxWords(text string) string {
	switch {
	case strings.HasPrefix(text, "expected operand, found 'EOF'"), strings.HasPrefix(text, "expected operand, found newline"):
		return "a value is missing at the end of this line"
	case strings.HasPrefix(text, "string literal not terminated"):
		return "a quote that is opened here is not closed"
	}
	return text
}

// fileProblems puts what CUE says of a package's own files into words. The
// place comes from what CUE names there, else from place, else it is the file.
func fileProblems(file string, err error, place func(path []string) token.Pos) []FileProblem {
	var out []FileProblem
	for _, e := range foldErrors(err) {
		var p Problem
		e.words(&p, e.shared())
		p.Path, p.Rule = strings.Join(e.path, "/"), RuleBadValue
		fp := FileProblem{File: file, Rule: p.Rule, Text: p.Text(), Hint: p.Advice()}
		if p.Got == "" {
			fp.Rule = RuleCUESyntax
		}
		fp.Text = syntaxWords(fp.Text)
		fp.at(append(e.at, place(e.path)))
		out = append(out, fp)
	}
	return out
}

// nowhere knows no places.
func nowhere([]string) token.Pos { return token.NoPos }

// at takes the first place that is not in the schema.
func (p *FileProblem) at(list []token.Pos) {
	for _, pos := range list {
		if pos.IsValid() && !strings.HasPrefix(pos.Filename(), ImportPath+"/") {
			p.File, p.Line, p.Col = pos.Filename(), pos.Line(), pos.Column()
			return
		}
	}
}

// shared guesses which side of a conflict the author wrote: the one that every
// branch shares.
func (e cueError) shared() string {
	count := map[string]int{}
	for _, w := range e.want {
		count[w]++
	}
	best := ""
	for _, w := range e.want {
		if count[w] > 1 && count[w] > count[best] {
			best = w
		}
	}
	return best
}
