package load

import (
	"context"
	"path"
	"slices"
	"sync/atomic"

	"galley/schema"
)

// A Judge looks at posts while others are read, so that not all of them are in
// memory at a time.
type Judge interface {
	// Begin is told of all objects but posts and calendars, which posts are
	// judged by, before the first file is judged; it may be told of more, and
	// then nothing that was judged before is true. False: every post is kept.
	Begin(content schema.Content) bool
	// Judges reports whether a file with these objects is one to judge.
	Judges(objects []Object) bool
	// Judge is given a file as it was read, and reports whether it takes it: then
	// nothing of it is kept until Judged is asked. It is called concurrently.
	Judge(name string, f *File) (taken bool)
	// Judged returns, once all files were read, what is to stand in place of one
	// that was taken; false to have it read again and kept whole. It is called
	// concurrently.
	Judged(name string) (File, bool)
}

// readAndJudge reads what posts are judged by, as far as can be guessed, then
// judges all others as they are read. Whatever posts are judged by that turns up
// among these is read first the next time round, which is the last.
func (l *loader) readAndJudge(ctx context.Context, names []string) []*file {
	groups := folders(names)
	first := samples(names, groups)
	for {
		files, judged := l.readFirst(ctx, names, first, groups)
		var late atomic.Bool
		l.each(len(names), func(h *hand, i int) {
			if files[i] == nil {
				files[i] = h.read(ctx, names[i])
			}
			switch {
			case l.judges(files[i]):
				if judged && !first[names[i]] {
					late.Store(true)
				}
			case judged && !late.Load():
				h.judgeFile(ctx, files[i])
			}
		})
		if ctx.Err() != nil || !late.Load() {
			l.each(len(files), func(h *hand, i int) { h.judged(ctx, files[i]) })
			return files
		}
		for i, f := range files {
			first[names[i]] = first[names[i]] || l.judges(f)
		}
		l.spent.bytes.Store(0)
	}
}

// readFirst reads the files named first, and those around them if they hold what
// posts are judged by, and reports whether others may be judged by it.
func (l *loader) readFirst(ctx context.Context, names []string, first map[string]bool, groups map[string][]string) ([]*file, bool) {
	files := make([]*file, len(names))
	read := func() {
		l.each(len(names), func(h *hand, i int) {
			if files[i] == nil && first[names[i]] {
				files[i] = h.read(ctx, names[i])
			}
		})
	}
	read()
	known := map[string]bool{}
	for i, f := range files {
		if f != nil && l.judges(f) {
			known[names[i]] = true
		}
	}
	for _, list := range groups {
		if len(list) <= largeFolder && slices.ContainsFunc(list, func(name string) bool { return known[name] }) {
			for _, name := range list {
				first[name] = true
			}
		}
	}
	read()
	l.house = l.ruling(ctx, files)
	content, whole := l.judgedBy(files)
	return files, whole && ctx.Err() == nil && l.judge.Begin(content)
}

// judges reports whether a file holds what posts are judged by.
func (l *loader) judges(f *file) bool {
	return f.rules != nil || slices.ContainsFunc(f.documents, func(d *document) bool {
		kind := d.object.Kind
		return kind != "Post" && kind != "Calendar" && slices.Contains(l.schema.Kinds(), kind)
	})
}

// judgedBy is the content of the files read so far, without posts; false if
// posts cannot be judged by it.
func (l *loader) judgedBy(files []*file) (schema.Content, bool) {
	var some []*file
	for _, f := range files {
		if f != nil && l.judges(f) {
			some = append(some, f)
		}
	}
	alone := &loader{fsys: l.fsys, prefix: l.prefix, schema: l.schema}
	documents := alone.collect(some)
	alone.onlyOne(documents)
	alone.unique(documents)
	content := schema.Content{Root: l.prefix}
	for _, d := range documents {
		if d.object.Kind != "Post" {
			l.join(&content, d)
		}
		d.valid = d.sound // it is asked again, of all
	}
	content.Sort()
	return content, content.Project.Object != nil
}

// judgeFile judges a file that was read, and was not known.
func (h *hand) judgeFile(ctx context.Context, f *file) {
	posts := slices.ContainsFunc(f.documents, func(d *document) bool { return d.valid && !d.known && d.object.Kind == "Post" })
	if !posts || f.flawed() || !h.judge.Judges(f.objects()) || !h.heldToRules(ctx, f) {
		return
	}
	Quote(h.fsys, h.prefix, f.findings)
	for _, d := range f.documents {
		Quote(h.fsys, h.prefix, d.house)
	}
	judged := File{Sum: f.sum, Info: f.info, Findings: f.findings, Lasting: lasting(f.findings), Objects: f.objects()}
	if h.judge.Judge(f.name, &judged) {
		*f = file{name: f.name, shown: f.shown, taken: true}
	}
}

// judged puts what came of a file that the judge took in its place.
func (h *hand) judged(ctx context.Context, f *file) {
	if !f.taken {
		return
	}
	if known, ok := h.judge.Judged(f.name); ok {
		f.bring(known)
		return
	}
	*f = *h.read(ctx, f.name)
}

// objects are those of a file that was not judged yet.
func (f *file) objects() []Object {
	list := make([]Object, len(f.documents))
	for i, d := range f.documents {
		list[i] = Object{Object: d.object, Valid: d.valid, House: d.house}
	}
	return list
}

// The guess at which files hold what posts are judged by: all but those in
// folders of posts. What kind of folder it is, a few of its files tell. Small
// folders count as a part of those they lie in; large ones are not read for the
// sake of a guess.
const (
	smallFolder = 8    // files, with those below
	largeFolder = 1000 // files
)

// folders groups names by folder, in their order.
func folders(names []string) map[string][]string {
	below := map[string]int{}
	for _, name := range names {
		dir := path.Dir(name)
		for below[dir]++; dir != "."; below[dir]++ {
			dir = path.Dir(dir)
		}
	}
	groups := map[string][]string{}
	for _, name := range names {
		dir := path.Dir(name)
		for dir != "." && below[dir] < smallFolder {
			dir = path.Dir(dir)
		}
		groups[dir] = append(groups[dir], name)
	}
	return groups
}

// samples are files of each folder, and all that are likely to be no posts.
func samples(names []string, groups map[string][]string) map[string]bool {
	some := map[string]bool{}
	for _, name := range names {
		if name == ProjectFile || formOf(name) == formCUE {
			some[name] = true
		}
	}
	for _, list := range groups {
		for _, at := range []int{0, len(list) / 2, len(list) - 1} {
			some[list[at]] = true
		}
	}
	return some
}
