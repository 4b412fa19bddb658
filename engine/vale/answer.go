package vale

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"galley/engine"
)

// A remark is an alert as Vale writes it. Before 3.21, actions are not resolved
// into suggestions.
type remark struct {
	Action      action
	Suggestions []string
	Span        [2]int // first and last character of the line, from 1
	Check       string
	Link        string
	Message     string
	Severity    string
	Match       string
	Line        int
}

// An action is how a rule says what to write instead.
type action struct {
	Name   string
	Params []string
}

// simple resolves the actions that need no knowledge of the text.
func (a action) simple() []string {
	switch a.Name {
	case "replace":
		return a.Params
	case "remove":
		return []string{""}
	}
	return nil
}

// understand reads what Vale wrote: alerts by page, in order of their place.
func understand(got said, dir string, pages []page) ([][]Alert, error) {
	if got.code != 0 && got.code != 1 {
		return nil, complaint(got.err, dir, pages)
	}
	var answer map[string][]remark
	if err := json.Unmarshal(got.out, &answer); err != nil {
		return nil, garbled(fmt.Errorf("its answer is not what Vale writes: %w%s", err, lastWords(got.err, dir)))
	}
	byName := map[string]int{}
	for i, p := range pages {
		byName[textsFolder+"/"+p.name] = i
	}
	byPage := make([][]Alert, len(pages))
	for file, remarks := range answer {
		i, ok := byName[file]
		if !ok {
			return nil, garbled(fmt.Errorf("its answer is about a file it was not given: %s", cut(file, 100)))
		}
		for _, r := range remarks {
			a, err := pages[i].alert(r)
			if err != nil {
				return nil, err
			}
			byPage[i] = append(byPage[i], a)
		}
		slices.SortFunc(byPage[i], inOrder)
		byPage[i] = slices.CompactFunc(byPage[i], func(a, b Alert) bool { return inOrder(a, b) == 0 })
	}
	return byPage, nil
}

func garbled(err error) error {
	return &Error{Op: opCheck, Kind: Crashed, Err: err, Next: "check that what is called vale is Vale " + oldest + " or newer"}
}

func inOrder(a, b Alert) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Check, b.Check),
		cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Message, b.Message))
}

var severities = map[string]engine.Severity{
	"suggestion": engine.SeverityInfo, "warning": engine.SeverityWarning, "error": engine.SeverityError,
}

// Bounds of what is taken over of a remark, in characters.
const (
	mostMessage     = 500
	mostSuggestions = 10
)

// alert translates a remark about p.
func (p page) alert(r remark) (Alert, error) {
	severity, ok := severities[r.Severity]
	if !ok || r.Check == "" {
		return Alert{}, garbled(fmt.Errorf("its answer has a remark %q of severity %q", cut(r.Check, 100), cut(r.Severity, 100)))
	}
	a := Alert{Check: oneLine(r.Check), Severity: severity, Message: oneLine(r.Message), Link: oneLine(r.Link)}
	a.Start, a.End = p.place(p.content, r.Line, r.Span[0], r.Span[1], r.Match)
	if r.Suggestions == nil {
		r.Suggestions = r.Action.simple()
	}
	for _, s := range r.Suggestions {
		if len(a.Suggestions) < mostSuggestions && len(s) <= mostMessage {
			a.Suggestions = append(a.Suggestions, s)
		}
	}
	return a, nil
}

// oneLine takes control characters out of a text, and bounds it.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
	return cut(strings.TrimSpace(text), mostMessage)
}

// styleFault is how Vale tells of a file that is wrong, on standard error.
type styleFault struct {
	Line, Span       int
	Path, Text, Code string
}

var (
	codeLine = regexp.MustCompile(`^E[0-9]+ +\[[^\]]*\] *(Runtime error|Invalid value[^\n]*)\s*`)
	ending   = regexp.MustCompile(`\s*Execution stopped with code [0-9]+\.?\s*$`)
)

// complaint puts Vale's own error into words that name the repository's files.
func complaint(errs []byte, dir string, pages []page) error {
	var f styleFault
	start := bytes.IndexByte(errs, '{')
	if start < 0 || json.NewDecoder(bytes.NewReader(errs[start:])).Decode(&f) != nil {
		return &Error{Op: opCheck, Kind: Crashed, Err: fmt.Errorf("it failed%s", lastWords(errs, dir))}
	}
	slash := filepath.ToSlash(dir) + "/"
	text := ending.ReplaceAllString(codeLine.ReplaceAllString(f.Text, ""), "")
	text = oneLine(strings.ReplaceAll(strings.ReplaceAll(text, dir+string(filepath.Separator), ""), slash, ""))
	file := strings.TrimPrefix(filepath.ToSlash(f.Path), slash)
	if style, ok := strings.CutPrefix(file, stylesFolder+"/"); ok {
		return &Error{Op: opCheck, Kind: BadStyle, Pos: engine.Pos{File: style, Line: f.Line, Col: f.Span}, Err: errors.New(text)}
	}
	for _, p := range pages {
		if file == textsFolder+"/"+p.name {
			return &Error{Op: opCheck, Kind: Crashed, Err: fmt.Errorf("it cannot read line %d of %s: %s", f.Line-p.before, p.key, text)}
		}
	}
	if f.Code == "E100" && strings.Contains(f.Text, "[loadStyles]") || strings.Contains(f.Text, "[vocab]") {
		return &Error{Op: opCheck, Kind: BadStyle, Err: errors.New(text)}
	}
	return &Error{Op: opCheck, Kind: Crashed, Err: errors.New(text)}
}
