package load

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"gopkg.in/yaml.v3"

	"galley/engine"
	"galley/schema"
)

// cue reads a file of objects, or puts house rules aside until all objects are
// known.
func (h *hand) cue(ctx context.Context, f *file, data []byte) {
	src := schema.Source{Name: f.shown, Data: data}
	if schema.PackageOf(src) == schema.RulesPackage {
		f.rules = data
		return
	}
	trees, problems := h.schema.Data(ctx, src, h.limits.CUETime)
	chars := indexLines(data)
	for _, p := range problems {
		f.findings = append(f.findings, fileFinding(inCharacters(p, chars)))
	}
	for _, t := range trees {
		h.add(f, nodeOf(t, chars))
	}
}

// inCharacters is a problem whose column counts characters, as those of findings
// do. CUE blames the end of a file for a bracket that nobody closed.
func inCharacters(p schema.FileProblem, chars lineIndex) schema.FileProblem {
	p.Col = chars.column(p.Line, p.Col)
	if !strings.HasSuffix(p.Text, "found 'EOF'") {
		return p
	}
	if at := openInCUE(chars.data); at >= 0 {
		p.Text = "a bracket that is opened here is not closed"
		p.Line, p.Col = lineCol(chars.data, at)
	}
	return p
}

func fileFinding(p schema.FileProblem) engine.Finding {
	return engine.Finding{
		Pos:   engine.Pos{File: p.File, Line: p.Line, Col: p.Col},
		Rule:  p.Rule,
		Text:  p.Text,
		Hint:  p.Hint,
		Fatal: true,
	}
}

// nodeOf gives an evaluated value the form that YAML is read in, so that both
// are built, split and checked alike. CUE counts columns in bytes, chars in
// characters.
func nodeOf(t *schema.Tree, chars lineIndex) *yaml.Node {
	n := &yaml.Node{Line: t.Line, Column: chars.column(t.Line, t.Col)}
	switch t.Form {
	case schema.TreeMap:
		n.Kind = yaml.MappingNode
		for i, key := range t.Keys {
			n.Content = append(n.Content,
				&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key.Name, Line: key.Line, Column: chars.column(key.Line, key.Col)},
				nodeOf(t.Items[i], chars))
		}
	case schema.TreeList:
		n.Kind = yaml.SequenceNode
		for _, item := range t.Items {
			n.Content = append(n.Content, nodeOf(item, chars))
		}
	default:
		n.Kind = yaml.ScalarNode
		n.Tag, n.Value = scalarNode(t.Scalar)
	}
	return n
}

func scalarNode(v any) (tag, text string) {
	switch v := v.(type) {
	case nil:
		return "!!null", "null"
	case bool:
		return "!!bool", strconv.FormatBool(v)
	case int64:
		return "!!int", strconv.FormatInt(v, 10)
	case float64:
		return "!!float", strconv.FormatFloat(v, 'g', -1, 64)
	}
	return "!!str", fmt.Sprint(v)
}

// A ruling is the house rules of the content, with what is wrong with them.
type ruling struct {
	rules    *schema.HouseRules // nil if there are none
	problems []schema.FileProblem
	stopped  atomic.Pointer[schema.FileProblem] // why nothing more was checked
}

// ruling compiles the house rules among files, nil if there are none.
func (l *loader) ruling(ctx context.Context, files []*file) *ruling {
	var sources []schema.Source
	for _, f := range files {
		if f != nil && f.rules != nil {
			sources = append(sources, schema.Source{Name: f.shown, Data: f.rules})
		}
	}
	if len(sources) == 0 {
		return nil
	}
	r := &ruling{}
	rules, problems := l.schema.HouseRules(ctx, sources, l.limits.CUETime)
	for _, p := range problems {
		if i := slices.IndexFunc(sources, func(s schema.Source) bool { return s.Name == p.File }); i >= 0 {
			p = inCharacters(p, indexLines(sources[i].Data))
		}
		r.problems = append(r.problems, p)
	}
	if !rules.Empty() {
		r.rules = rules
	}
	return r
}

// houseRules holds the valid objects against the rules of the content, those
// that were judged excepted.
func (l *loader) houseRules(ctx context.Context, files []*file, documents []*document) {
	r := l.house
	if r == nil {
		r = l.ruling(ctx, files)
	}
	if r == nil {
		return
	}
	for _, p := range r.problems {
		l.findings = append(l.findings, fileFinding(p))
	}
	if r.rules == nil {
		return
	}
	var asked []*document
	var objects []*schema.Object
	for _, d := range documents {
		if d.valid && !d.known && !d.flawed {
			asked, objects = append(asked, d), append(objects, d.object)
		}
	}
	var broken [][]schema.Problem
	stopped := r.stopped.Load()
	if stopped == nil {
		broken, stopped = r.rules.Check(ctx, objects)
	}
	if stopped != nil {
		l.incomplete = true
		l.findings = append(l.findings, fileFinding(*stopped))
	}
	for i, d := range asked {
		if broken != nil {
			d.keepHouse(broken[i])
		}
	}
	for _, d := range documents {
		if d.valid {
			l.findings = append(l.findings, d.house...)
		}
	}
}

func (d *document) keepHouse(broken []schema.Problem) {
	for _, p := range broken {
		d.house = append(d.house, houseFinding(d.object, p))
	}
}

// heldToRules holds the posts of a file against the house rules, false if that
// was given up.
func (h *hand) heldToRules(ctx context.Context, f *file) bool {
	if h.house == nil || h.house.rules == nil {
		return true
	}
	if h.worker == nil {
		h.worker = h.house.rules.Worker()
	}
	for _, d := range f.documents {
		if !d.valid || d.known {
			continue
		}
		if h.house.stopped.Load() != nil || ctx.Err() != nil {
			return false
		}
		broken, stopped := h.worker.Check(ctx, d.object)
		if stopped != nil {
			h.house.stopped.CompareAndSwap(nil, stopped)
			return false
		}
		d.keepHouse(broken)
	}
	return true
}

// houseFinding blocks its post and nothing else; a rule that another kind breaks
// stops the run, as no post is there to be blocked.
func houseFinding(o *schema.Object, p schema.Problem) engine.Finding {
	at := o.Start
	if p.Path != "" {
		at = o.At(strings.Split(p.Path, "/")...)
	}
	return engine.Finding{
		Pos:    position(at),
		Rule:   p.Rule,
		Text:   p.Text(),
		Hint:   p.Hint,
		Object: named(o),
		Fatal:  o.Kind != "Post",
	}
}

// openInCUE returns the innermost bracket that is open at the end of a file of
// CUE, as far as comments and texts on one line are known; -1 if all are closed.
func openInCUE(data []byte) int {
	var open []int
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '{', '[', '(':
			open = append(open, i)
		case '}', ']', ')':
			open = open[:max(0, len(open)-1)]
		case '"', '\'':
			for quote := data[i]; i+1 < len(data) && data[i+1] != quote && data[i+1] != '\n'; i++ {
				if data[i+1] == '\\' {
					i++
				}
			}
			i++
		case '/':
			if i+1 < len(data) && data[i+1] == '/' {
				i += max(0, bytes.IndexByte(data[i:], '\n'))
			}
		}
	}
	if len(open) == 0 {
		return -1
	}
	return open[len(open)-1]
}
