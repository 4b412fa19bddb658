// Package load reads a content tree into typed objects. What travels in is a
// file system whose root is the content root; what travels out is
// [schema.Content] and every mistake of every file as a finding with its place.
// It never leaves the root, never reads the clock, and never follows what a file
// says beyond the bounds of [Limits]. [Sources] finds the place of a word again,
// [Apply] edits a file in place, as bytes; nothing but [Replace] writes.
//
// Read are all .yaml, .yml, .cue and .md files below the root, except those
// whose name or folder begins with a dot, those in node_modules and cue.mod, and
// those in a folder with a galley.yaml of its own, which is a content root of its
// own. A Markdown file without front matter is no content. A CUE file holds house
// rules if its package is called rules; else it holds objects and stands for
// itself, whatever its package.
package load

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"galley/engine"
	"galley/schema"
)

// ProjectFile marks a content root.
const ProjectFile = "galley.yaml"

// Root returns the folder of the nearest galley.yaml at or above dir, as an
// absolute path; an error that wraps [fs.ErrNotExist] if there is none.
func Root(dir string) (string, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the content root of %s: %w", dir, err)
	}
	for at := start; ; at = filepath.Dir(at) {
		info, err := os.Stat(filepath.Join(at, ProjectFile))
		switch {
		case err == nil && info.Mode().IsRegular():
			return at, nil
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return "", fmt.Errorf("find the content root of %s: %w", start, err)
		case at == filepath.Dir(at):
			return "", fmt.Errorf("no %s in %s or in a folder above it: %w", ProjectFile, start, fs.ErrNotExist)
		}
	}
}

// Options steer Tree. The zero value reads the top of a repository within the
// default limits.
type Options struct {
	Prefix string // path of the content root in the repository, put before file names in positions
	Limits Limits // zero fields are defaults
	Memory Memory // of former runs; nil remembers nothing
	Judge  Judge  // of posts, as they are read; nil keeps them whole

	// Salvage keeps of objects with mistakes what can be understood, for whoever
	// looks for the next mistakes. Nothing of that may be approved or published.
	Salvage bool
}

// Tree reads the content below the root of fsys. The findings are sorted; while
// one of them is fatal, the content lacks the objects they speak of. The error
// is that of ctx, or tells that the root itself cannot be read.
//
// Symbolic links are resolved by Tree itself where fsys can tell them
// ([fs.ReadLinkFS]); those that leave the root are refused. [os.Root.FS] refuses
// them a second time.
func Tree(ctx context.Context, fsys fs.FS, opt Options) (schema.Content, []engine.Finding, error) {
	l, err := newLoader(fsys, opt)
	if err != nil {
		return schema.Content{}, nil, err
	}
	names, err := l.walk()
	if err != nil {
		return schema.Content{}, nil, err
	}
	files := l.readAll(ctx, names)
	if err := ctx.Err(); err != nil {
		return schema.Content{}, nil, fmt.Errorf("read content: %w", err)
	}
	l.tooMuch()
	documents := l.collect(files)
	l.onlyOne(documents)
	l.unique(documents)
	content := schema.Content{Root: opt.Prefix, Posts: make([]schema.Post, 0, countPosts(documents))}
	for _, d := range documents {
		l.join(&content, d)
	}
	content.Sort()
	l.houseRules(ctx, files, documents)
	if err := ctx.Err(); err != nil {
		return schema.Content{}, nil, fmt.Errorf("read content: %w", err)
	}
	l.keep(files)
	return content, l.finish(), nil
}

// join adds a document to the content, or notes that it is there.
func (l *loader) join(content *schema.Content, d *document) {
	switch {
	case d.valid:
		content.Add(d.object)
	case l.salvage && d.object.ID != "":
		if content.Broken == nil {
			content.Broken = map[string]bool{}
		}
		content.Broken[d.object.String()] = true
	}
}

func countPosts(documents []*document) (n int) {
	for _, d := range documents {
		if d.object.Kind == "Post" {
			n++
		}
	}
	return n
}

// Freezes reads freezes/*.yaml of the record branch, given as fsys, within the
// default limits. A file that does not hold valid freezes is a fatal finding:
// whoever wrote it wanted something stopped.
func Freezes(fsys fs.FS, prefix string) ([]schema.Freeze, []engine.Finding) {
	l, err := newLoader(fsys, Options{Prefix: prefix})
	if err != nil {
		return nil, []engine.Finding{{Rule: ruleUnreadable, Text: err.Error(), Fatal: true}}
	}
	var content schema.Content
	var documents []*document
	names, err := fs.Glob(fsys, "freezes/*.yaml")
	if err != nil {
		l.report(engine.Pos{File: l.shown("freezes")}, ruleUnreadable, err.Error(), "")
	}
	for _, name := range names {
		f := l.file(name)
		h := &hand{loader: l}
		if data, ok := h.text(f); ok {
			h.yaml(f, data)
		}
		l.findings = append(l.findings, f.findings...)
		documents = append(documents, f.documents...)
	}
	for _, d := range documents {
		if d.object.Kind != "Freeze" && d.valid {
			l.report(position(d.object.Start), schema.RuleUnknownKind,
				fmt.Sprintf("got a %s, want a Freeze: freezes/ of the record branch holds nothing else", d.object.Kind), "")
			continue
		}
		if d.valid {
			content.Add(d.object)
		}
	}
	l.unique(documents)
	content.Sort()
	return content.Freezes, l.finish()
}

// A loader reads one tree.
type loader struct {
	fsys     fs.FS
	prefix   string
	limits   Limits
	schema   *schema.Schema
	memory   Memory
	judge    Judge
	salvage  bool
	house    *ruling // once posts are judged
	spent    spent
	findings []engine.Finding

	// incomplete says that files were left out, so that what is missing says
	// nothing.
	incomplete bool
}

func newLoader(fsys fs.FS, opt Options) (*loader, error) {
	s, err := schema.New()
	if err != nil {
		return nil, err
	}
	return &loader{fsys: fsys, prefix: opt.Prefix, limits: opt.Limits.orDefaults(), memory: opt.Memory, judge: opt.Judge,
		salvage: opt.Salvage, schema: s}, nil
}

// shown is the path of a file in the repository.
func (l *loader) shown(name string) string { return path.Join(l.prefix, name) }

// below is the name below the content root of a file by its path in the
// repository.
func (l *loader) below(shown string) string {
	if l.prefix == "" || l.prefix == "." {
		return shown
	}
	return strings.TrimPrefix(shown, l.shown("")+"/")
}

// report adds a fatal finding.
func (l *loader) report(pos engine.Pos, rule, text, hint string) {
	l.findings = append(l.findings, engine.Finding{Pos: pos, Rule: rule, Text: text, Hint: hint, Fatal: true})
}

func position(p schema.Pos) engine.Pos { return engine.Pos{File: p.File, Line: p.Line, Col: p.Col} }

// finish sorts the findings and quotes their lines.
func (l *loader) finish() []engine.Finding {
	engine.SortFindings(l.findings)
	l.quoteLines()
	return l.findings
}
