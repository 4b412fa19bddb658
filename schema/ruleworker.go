package schema

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"
)

// A RuleWorker holds objects against house rules, one after the other.
type RuleWorker struct {
	rules   *HouseRules
	context *cue.Context // for the documents
	folders []map[string]cue.Value
	used    int
}

// Worker returns one that compiles the rules for itself once it is asked. It is
// for one goroutine.
func (r *HouseRules) Worker() *RuleWorker { return &RuleWorker{rules: r} }

// Check returns what is wrong with an object. The FileProblem is not nil if the
// evaluation was given up; the worker is of no use then.
func (w *RuleWorker) Check(ctx context.Context, o *Object) ([]Problem, *FileProblem) {
	found, err := bounded(ctx, w.rules.limit, func() []Problem { return w.check(o) })
	if err == nil {
		return found, nil
	}
	p := givenUp(w.rules.folders[0].sources[0].Name, err)
	p.Text = fmt.Sprintf("house rules on %s: %s", o, p.Text)
	return nil, &p
}

func (w *RuleWorker) check(o *Object) []Problem {
	if w.folders == nil || w.used >= renewAfter {
		w.used, w.folders, w.context = 0, nil, cuecontext.New()
		for _, folder := range w.rules.folders {
			values, _ := w.rules.compile(folder) // it did compile before
			w.folders = append(w.folders, values)
		}
	}
	w.used++
	doc := make(map[string]any, len(o.Fields)+2)
	maps.Copy(doc, o.Fields)
	doc["kind"], doc["id"] = o.Kind, o.ID
	var problems []Problem
	for i, values := range w.folders {
		if rule, ok := values[o.Kind]; ok {
			problems = append(problems, w.checkRule(rule, doc, w.rules.folders[i].sources)...)
		}
	}
	return problems
}

// checkRule unifies a document with a rule. CUE is silent about some mistakes
// while there are others, so what it named is taken out and the rest asked
// again.
func (w *RuleWorker) checkRule(rule cue.Value, doc map[string]any, sources []Source) []Problem {
	var problems []Problem
	var removed []string
	const rounds = 5
	for range rounds {
		err := rule.Unify(w.context.Encode(doc)).Validate(cue.Concrete(true))
		if err == nil {
			break
		}
		rest, named := doc, len(removed)
		for _, e := range foldErrors(err) {
			parts := e.path[min(1, len(e.path)):] // the first is the kind
			at := strings.Join(parts, "/")
			if slices.ContainsFunc(removed[:named], func(r string) bool { return at == r || strings.HasPrefix(at, r+"/") }) {
				continue
			}
			problems = append(problems, houseProblem(e, at, doc, sources))
			for len(parts) > 0 && isIndex(parts[len(parts)-1]) {
				parts = parts[:len(parts)-1]
			}
			rest = without(rest, parts)
			removed = append(removed, strings.Join(parts, "/"))
		}
		if len(removed) == named {
			break
		}
		doc = rest
	}
	return problems
}

func houseProblem(e cueError, at string, doc map[string]any, sources []Source) Problem {
	p := Problem{Path: at, Rule: RuleHouse}
	got := ""
	if v, ok := find(doc, strings.Split(at, "/")); ok {
		if data, err := json.Marshal(v); err == nil {
			got = string(data)
		}
	}
	e.words(&p, got)
	p.Hint, p.Near = p.Advice(), ""
	for _, pos := range e.at {
		ours := slices.ContainsFunc(sources, func(s Source) bool { return s.Name == pos.Filename() })
		if pos.IsValid() && ours {
			p.Hint = strings.TrimPrefix(p.Hint+"; the rule is at "+pos.String(), "; ")
			break
		}
	}
	return p
}

// find returns the value at a path.
func find(v any, path []string) (any, bool) {
	for _, part := range path {
		switch c := v.(type) {
		case map[string]any:
			next, there := c[part]
			if !there {
				return nil, false
			}
			v = next
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(c) {
				return nil, false
			}
			v = c[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// without returns a copy of a document in which the field at path is missing;
// the document itself if it is not there.
func without(doc map[string]any, path []string) map[string]any {
	if len(path) == 0 {
		return doc
	}
	next, there := doc[path[0]]
	if !there {
		return doc
	}
	copied := maps.Clone(doc)
	if len(path) == 1 {
		delete(copied, path[0])
		return copied
	}
	switch c := next.(type) {
	case map[string]any:
		copied[path[0]] = without(c, path[1:])
	case []any:
		i, err := strconv.Atoi(path[1])
		if err != nil || i < 0 || i >= len(c) {
			return doc
		}
		if item, ok := c[i].(map[string]any); ok {
			items := slices.Clone(c)
			items[i] = without(item, path[2:])
			copied[path[0]] = items
		}
	}
	return copied
}
