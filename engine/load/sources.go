package load

import (
	"io/fs"
	"sync"

	"gopkg.in/yaml.v3"

	"galley/schema"
)

// Sources finds where a text is written in files that were loaded before. It
// reads a file again when it is asked for one, and keeps no more than a few. It
// is safe for concurrent use.
type Sources struct {
	fsys  fs.FS
	opt   Options
	mu    sync.Mutex
	known []*source // the latest last
}

// NewSources takes what Tree was given.
func NewSources(fsys fs.FS, opt Options) *Sources { return &Sources{fsys: fsys, opt: opt} }

// Place returns where the byte at an offset of a text is written: that of the
// value at path in o as it was loaded. Behind an alias this is the anchor's
// text; of what an escape or a folded line end stands for it is the place of
// these. An offset at or beyond the end of the text is the place behind it.
//
// Place falls back on where the value begins, as [schema.Object.At] tells it:
// for a value that is no text, for one that CUE computes rather than quotes, and
// if the file says something else by now.
func (s *Sources) Place(o *schema.Object, offset int, path ...string) schema.Pos {
	text, isText := o.Text(path...)
	if !isText {
		return o.At(path...)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	src := s.source(o.Start.File)
	p := src.passage(o, path)
	if p == nil || string(p.text) != text {
		return o.At(path...)
	}
	line, col := lineCol(src.data, p.at(max(0, offset)))
	return schema.Pos{File: o.Start.File, Line: line, Col: col}
}

// mostSources bounds what is kept: findings speak of one file after the other,
// but checks may run side by side.
const mostSources = 4

// source reads a file, or takes it from the last few.
func (s *Sources) source(shown string) *source {
	for i, src := range s.known {
		if src.shown == shown {
			s.known = append(append(s.known[:i:i], s.known[i+1:]...), src)
			return src
		}
	}
	h := &hand{loader: &loader{fsys: s.fsys, prefix: s.opt.Prefix, limits: s.opt.Limits.orDefaults()}}
	f := h.file(h.below(shown))
	src := &source{shown: shown}
	if data, ok := h.text(f); ok {
		src = newSource(f, data)
	}
	s.known = append(s.known, src)
	if len(s.known) > mostSources {
		s.known = s.known[1:]
	}
	return src
}

// A source is a file with the nodes of its objects.
type source struct {
	shown string
	data  []byte // without byte order mark
	lines lineIndex
	cue   bool
	roots map[place]*yaml.Node // of objects, by where they start

	latest *yaml.Node // whose passage is kept: words of one text follow one another
	kept   *passage
}

// A place is a line and a column.
type place struct{ line, col int }

func newSource(f *file, data []byte) *source {
	src := &source{shown: f.shown, data: data, lines: indexLines(data), roots: map[place]*yaml.Node{}}
	src.cue = formOf(f.name) == formCUE
	for _, n := range rootsOf(f, data) {
		src.add(n)
		if posts := resolved(lookup(n, "posts")); posts != nil && posts.Kind == yaml.SequenceNode {
			for _, item := range posts.Content {
				src.add(resolved(item))
			}
		}
	}
	return src
}

// rootsOf reads the documents of a YAML or Markdown file.
func rootsOf(f *file, data []byte) []*yaml.Node {
	switch formOf(f.name) {
	case formYAML:
		return parseYAML(f, data)
	case formMarkdown:
		return parseMarkdown(f, data, parseYAML)
	}
	return nil
}

func (s *source) add(n *yaml.Node) {
	at := place{n.Line, n.Column}
	if n.Kind == yaml.MappingNode && s.roots[at] == nil {
		s.roots[at] = n
	}
}

// passage returns the text of a path of an object, nil if it has none here.
func (s *source) passage(o *schema.Object, path []string) *passage {
	if s.cue {
		at := o.At(path...)
		return cuePassage(s.data, s.lines.offset(at.Line, at.Col))
	}
	n := descend(s.roots[place{o.Start.Line, o.Start.Col}], path)
	if n == nil {
		return nil
	}
	if s.latest != n {
		p, ok := passageOf(s.data, s.lines.offset(n.Line, n.Column), n)
		if !ok {
			p = nil
		}
		s.latest, s.kept = n, p
	}
	return s.kept
}
