package schema

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/build"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"
)

// ImportPath is how CUE files of a content repository import the schema.
const ImportPath = "galley.internal/schema"

// A Source is one CUE file. The name is shown to people.
type Source struct {
	Name string
	Data []byte
}

// A FileProblem is a mistake in a CUE file itself.
type FileProblem struct {
	File      string
	Line, Col int // zero if unknown
	Rule      string
	Text      string
	Hint      string
}

// PackageOf returns the package that a CUE file belongs to, empty for none or
// if the file is not CUE.
func PackageOf(src Source) string {
	f, err := parser.ParseFile(src.Name, src.Data, parser.PackageClauseOnly)
	if err != nil {
		return ""
	}
	return f.PackageName()
}

// parse reads files and refuses those that could cost too much to evaluate.
func parse(sources []Source) ([]*ast.File, []FileProblem) {
	var files []*ast.File
	var problems []FileProblem
	for _, src := range sources {
		f, err := parser.ParseFile(src.Name, src.Data)
		if err != nil {
			problems = append(problems, fileProblems(src.Name, err, nowhere)...)
			continue
		}
		files = append(files, f)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return files, weigh(files)
}

// compileCUE builds parsed files as one package. They can import the schema, in
// the form given, and nothing else: no file and no network is ever opened.
func compileCUE(name string, files []*ast.File, schema func() ([]*ast.File, error)) (cue.Value, error) {
	bc := build.NewContext()
	var load build.LoadFunc
	load = func(_ token.Pos, path string) *build.Instance {
		if path != ImportPath {
			return nil // a package of CUE itself, as weigh made sure
		}
		inst := bc.NewInstance("", load)
		inst.ImportPath = path
		own, err := schema()
		if err != nil {
			inst.ReportError(errors.Promote(err, "schema"))
		}
		for _, f := range own {
			_ = inst.AddSyntax(f) // reported by Complete
		}
		_ = inst.Complete() // reported to the importer
		return inst
	}
	inst := bc.NewInstance("", load)
	inst.ImportPath = "galley.internal/" + name
	for _, f := range files {
		if err := inst.AddSyntax(f); err != nil {
			return cue.Value{}, err
		}
	}
	if err := inst.Complete(); err != nil {
		return cue.Value{}, err
	}
	v := cuecontext.New().BuildInstance(inst)
	return v, v.Err()
}

// openSources is the schema without its constraints: objects written in CUE are
// evaluated with it, as CUE would name only some of their mistakes and stop.
// Check then tells them all.
func (s *Schema) openSources() ([]*ast.File, error) {
	var b strings.Builder
	b.WriteString("package schema\n")
	for _, name := range slices.Sorted(maps.Keys(s.shapes)) {
		if slices.Contains(s.kinds, name) {
			fmt.Fprintf(&b, "#%s: {kind: %q, ...}\n", name, name)
		} else {
			fmt.Fprintf(&b, "#%s: _\n", name)
		}
	}
	f, err := parser.ParseFile(ImportPath+"/open.cue", b.String())
	return []*ast.File{f}, err
}

func tooBig(pos token.Pos, format string, args ...any) FileProblem {
	return FileProblem{File: pos.Filename(), Line: pos.Line(), Col: pos.Column(), Rule: RuleCUETooBig,
		Text: fmt.Sprintf(format, args...), Hint: "write it more simply"}
}
