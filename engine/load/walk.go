package load

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"galley/engine"
)

// walk returns the names of the files to read, sorted.
func (l *loader) walk() ([]string, error) {
	w := walker{loader: l, folders: map[string]bool{}, files: map[string]bool{}}
	entries, err := fs.ReadDir(l.fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("read the content root: %w", err)
	}
	if err := w.entries(".", entries); err != nil && !errors.Is(err, errTooMany) {
		return nil, err
	}
	w.links()
	names := make([]string, 0, len(w.files))
	for name := range w.files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, nil
}

var errTooMany = errors.New("too many files")

// A walker finds the files below the root. Links wait until all files are
// known: what a link points at is read once, under its own name.
type walker struct {
	*loader
	folders map[string]bool
	files   map[string]bool
	waiting []string
}

func (w *walker) folder(name string) error {
	entries, err := fs.ReadDir(w.fsys, name)
	if err != nil {
		w.report(engine.Pos{File: w.shown(name)}, ruleUnreadable, fmt.Sprintf("read folder: %v", reason(err)), "")
		return nil
	}
	isRoot := func(e fs.DirEntry) bool { return e.Name() == ProjectFile && !e.IsDir() }
	if slices.ContainsFunc(entries, isRoot) {
		w.findings = append(w.findings, engine.Finding{
			Pos:      engine.Pos{File: w.shown(path.Join(name, ProjectFile))},
			Severity: engine.SeverityInfo,
			Rule:     ruleNestedProject,
			Text:     fmt.Sprintf("%s is a content root of its own and is not read here", w.shown(name)),
			Hint:     fmt.Sprintf("to read it, name it: galley -C %s", w.shown(name)),
		})
		return nil
	}
	if w.published(name, entries) {
		return nil
	}
	return w.entries(name, entries)
}

// published reports whether a folder is a site that was written there: it may
// hold more pages than there are files of content.
func (w *walker) published(name string, entries []fs.DirEntry) bool {
	own := func(e fs.DirEntry) bool { return e.Name() == ".galley" && e.IsDir() }
	if !slices.ContainsFunc(entries, own) {
		return false
	}
	_, err := fs.Stat(w.fsys, path.Join(name, ".galley", "site.json"))
	return err == nil
}

func (w *walker) entries(folder string, entries []fs.DirEntry) error {
	w.folders[folder] = true
	for _, e := range entries {
		if e.Name() == "node_modules" || e.Name() == "cue.mod" || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if w.spent.files++; w.spent.files > w.limits.Files {
			w.report(engine.Pos{File: w.shown(folder)}, ruleTooLarge,
				fmt.Sprintf("the content has more than %d files", w.limits.Files),
				"move what is not content elsewhere, or into a folder whose name begins with a dot")
			w.incomplete = true
			return errTooMany
		}
		name := path.Join(folder, e.Name())
		switch {
		case e.Type()&fs.ModeSymlink != 0:
			w.waiting = append(w.waiting, name)
		case e.IsDir():
			if err := w.folder(name); err != nil {
				return err
			}
		case e.Type().IsRegular() && formOf(name) != formNone:
			w.files[name] = true
		}
	}
	return nil
}

// links decides on every symbolic link that was found.
func (w *walker) links() {
	for _, name := range w.waiting {
		at := engine.Pos{File: w.shown(name)}
		target, info, err := resolve(w.fsys, name)
		switch {
		case errors.Is(err, errEscapes):
			w.report(at, ruleSymlinkEscape, "a symbolic link that leaves the content root is not followed",
				"put a copy of the file here")
		case err != nil:
			w.report(at, ruleUnreadable, fmt.Sprintf("a symbolic link that leads nowhere: %v", reason(err)), "")
		case info.IsDir():
			if !w.folders[target] {
				w.report(at, ruleSymlinkEscape, "a symbolic link to a folder that is not read is not followed",
					"put the folder here")
			}
		case info.Mode().IsRegular() && formOf(name) != formNone && !w.files[target]:
			w.files[name] = true
		}
	}
}

var errEscapes = errors.New("leaves the root")

// resolve follows a symbolic link component by component, as the kernel would
// with the root as its world, and tells what it ends at.
func resolve(fsys fs.FS, name string) (string, fs.FileInfo, error) {
	const most = 40 // as Linux does
	rest := strings.Split(name, "/")
	at, followed := ".", 0
	for len(rest) > 0 {
		part := rest[0]
		rest = rest[1:]
		switch part {
		case "", ".":
			continue
		case "..":
			if at == "." {
				return "", nil, errEscapes
			}
			at = path.Dir(at)
			continue
		}
		next := path.Join(at, part)
		info, err := fs.Lstat(fsys, next)
		if err != nil {
			return "", nil, err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			at = next
			continue
		}
		if followed++; followed > most {
			return "", nil, fmt.Errorf("%s: more than %d links behind each other", name, most)
		}
		target, err := fs.ReadLink(fsys, next)
		if err != nil {
			return "", nil, err
		}
		if path.IsAbs(target) || strings.Contains(target, `\`) || strings.Contains(target, ":") {
			return "", nil, errEscapes
		}
		rest = append(strings.Split(target, "/"), rest...)
	}
	info, err := fs.Lstat(fsys, at)
	return at, info, err
}

// reason is the cause of a file system's error, whose path is told elsewhere.
func reason(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// A form is how a file is written.
type form uint8

const (
	formNone form = iota
	formYAML
	formCUE
	formMarkdown
)

func formOf(name string) form {
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml":
		return formYAML
	case ".cue":
		return formCUE
	case ".md":
		return formMarkdown
	}
	return formNone
}
