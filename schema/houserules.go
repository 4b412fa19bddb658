package schema

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/parser"
)

// RulesPackage is the package of CUE files that hold house rules. Those of one
// folder belong together.
const RulesPackage = "rules"

// HouseRules are what a team asks beyond the schema: CUE that is unified with
// every object of a kind. As the schema has the last word anyway, they can only
// tighten it.
type HouseRules struct {
	schema  *Schema
	folders []ruleFolder // that compile
	kinds   map[string]string
	limit   time.Duration
}

// A ruleFolder is one package of rules. It is asked with the schema left open
// where it can be: what is asked has passed the schema, and going through all of
// it again for every object would be most of the work.
type ruleFolder struct {
	sources []Source
	schema  func() ([]*ast.File, error)
}

// HouseRules compiles files of package rules, whose fields are kinds in lower
// case. A folder with a problem is left out. Evaluating a folder, or its rules
// on one object, is given up after limit.
func (s *Schema) HouseRules(ctx context.Context, files []Source, limit time.Duration) (*HouseRules, []FileProblem) {
	r := &HouseRules{schema: s, kinds: map[string]string{}, limit: limit}
	for _, kind := range s.kinds {
		r.kinds[strings.ToLower(kind)] = kind
	}
	byFolder := map[string][]Source{}
	for _, f := range files {
		byFolder[path.Dir(f.Name)] = append(byFolder[path.Dir(f.Name)], f)
	}
	var problems []FileProblem
	for _, sources := range byFolder {
		slices.SortFunc(sources, func(a, b Source) int { return cmp.Compare(a.Name, b.Name) })
		folder := ruleFolder{sources, parseSources}
		found, err := bounded(ctx, limit, func() []FileProblem {
			_, found := r.compile(folder)
			return found
		})
		if err != nil {
			found = []FileProblem{givenUp(sources[0].Name, err)}
		}
		if len(found) == 0 {
			r.folders = append(r.folders, r.opened(ctx, folder))
		}
		problems = append(problems, found...)
	}
	slices.SortFunc(r.folders, func(a, b ruleFolder) int { return cmp.Compare(a.sources[0].Name, b.sources[0].Name) })
	return r, problems
}

// Empty reports whether there is nothing to check.
func (r *HouseRules) Empty() bool { return len(r.folders) == 0 }

// opened is a folder with the schema left open, unless its rules look into it.
func (r *HouseRules) opened(ctx context.Context, folder ruleFolder) ruleFolder {
	open := ruleFolder{folder.sources, r.schema.openSources}
	problems, err := bounded(ctx, r.limit, func() []FileProblem {
		_, problems := r.compile(open)
		return problems
	})
	if err != nil || len(problems) > 0 {
		return folder
	}
	return open
}

// compile evaluates one folder: a value for each kind it speaks of. A value
// cannot be used by two evaluations at once without keeping what they made, so
// every worker compiles its own.
func (r *HouseRules) compile(folder ruleFolder) (map[string]cue.Value, []FileProblem) {
	sources := folder.sources
	files, problems := parse(sources)
	if len(problems) > 0 {
		return nil, problems
	}
	v, err := compileCUE(RulesPackage, files, folder.schema)
	if err != nil {
		return nil, fileProblems(sources[0].Name, err, nowhere)
	}
	fields, err := v.Fields()
	if err != nil {
		return nil, fileProblems(sources[0].Name, err, nowhere)
	}
	values := map[string]cue.Value{}
	for fields.Next() {
		name := fields.Selector().Unquoted()
		kind, known := r.kinds[name]
		if !known {
			problems = append(problems, r.unknown(name, sources))
			continue
		}
		values[kind] = fields.Value()
	}
	return values, problems
}

// unknown reports a field that is no kind: its rule would never be asked.
func (r *HouseRules) unknown(name string, sources []Source) FileProblem {
	p := FileProblem{File: sources[0].Name, Rule: RuleUnknownField,
		Text: fmt.Sprintf("got the rule %q, want the name of a kind in lower case", name),
		Hint: "write _" + name + " if it is a value for other rules"}
	names := make([]string, 0, len(r.kinds))
	for k := range r.kinds {
		names = append(names, k)
	}
	slices.Sort(names)
	if near := Nearest(name, names); near != "" {
		p.Hint = "did you mean " + near + "?"
	}
	for _, src := range sources {
		f, err := parser.ParseFile(src.Name, src.Data)
		if err != nil {
			continue
		}
		for _, d := range f.Decls {
			if field, ok := d.(*ast.Field); ok && labelOf(field) == name {
				p.File, p.Line, p.Col = src.Name, d.Pos().Line(), d.Pos().Column()
				return p
			}
		}
	}
	return p
}

// renewAfter is how many objects an evaluation context is used for: it keeps
// some memory for each.
const renewAfter = 200

// Check holds objects against the rules, on all cores. The answer has the
// problems of each object, in the order given; a Hint names the rule's place.
// If an evaluation is given up, the FileProblem says which object it was about,
// and nothing more is checked.
func (r *HouseRules) Check(ctx context.Context, objects []*Object) ([][]Problem, *FileProblem) {
	out := make([][]Problem, len(objects))
	var next atomic.Int64
	var stop atomic.Pointer[FileProblem]
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(objects)) {
		workers.Go(func() {
			w := r.Worker()
			for stop.Load() == nil && ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(objects) {
					return
				}
				found, stopped := w.Check(ctx, objects[i])
				if stopped != nil {
					stop.CompareAndSwap(nil, stopped)
					return
				}
				out[i] = found
			}
		})
	}
	workers.Wait()
	return out, stop.Load()
}
