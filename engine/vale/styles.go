package vale

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"galley/engine"
)

// Styles are what the charter asks for, read and found harmless. Get them from
// Load; they do not change.
type Styles struct {
	config Config
	files  map[string][]byte // by path below the folder of styles
	digest string
}

// Bounds of a folder of styles. The largest public ones have some 500 rules; a
// dictionary of French has 1.2 MB.
const (
	mostFiles     = 5_000
	mostRuleBytes = 1 << 20
	mostFileBytes = 16 << 20
	mostBytes     = 64 << 20
)

// builtIn is the style that Vale brings along.
const builtIn = "Vale"

// assets are the folders of config that are read, each with its kinds of files.
// Scripts, actions, views, templates and filters run or read something else.
const (
	vocabularies = "config/vocabularies"
	dictionaries = "config/dictionaries"
	ignored      = "config/ignore"
)

// Load reads the styles that c lists from the folder of styles and checks them:
// names, sizes, and that no rule runs code or reads anything outside the folder.
// Where styles are part of a proposal that nobody has accepted, such as a fork's,
// the caller hands in those of the revision they are proposed to. Symbolic links
// are not followed. Every *Error (see Problems) has kind BadStyle and a Pos with
// a path below the folder; Pos is zero where c itself is wrong.
func Load(folder fs.FS, c Config) (*Styles, error) {
	l := loader{folder: folder, config: c, files: map[string][]byte{}}
	l.names()
	if len(l.problems) == 0 {
		l.styles()
		for _, name := range c.Vocab {
			l.tree(path.Join(vocabularies, name), ".txt")
		}
		l.optional(dictionaries, ".dic", ".aff")
		l.optional(ignored, ".txt")
	}
	if len(l.problems) > 0 {
		return nil, errors.Join(l.problems...)
	}
	s := &Styles{config: c, files: l.files}
	s.digest = s.sum()
	return s, nil
}

// Empty reports whether nothing would be read by any style.
func (s *Styles) Empty() bool {
	return len(s.config.Styles) == 0 && len(s.config.Languages) == 0
}

type loader struct {
	folder   fs.FS
	config   Config
	files    map[string][]byte
	bytes    int
	problems []error
}

func (l *loader) report(pos engine.Pos, hint, format string, args ...any) {
	l.problems = append(l.problems, &Error{Op: "read the styles for Vale", Kind: BadStyle, Pos: pos, Next: hint, Err: fmt.Errorf(format, args...)})
}

// A name is part of a path and of the configuration.
var (
	styleName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`)
	ruleName  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\.[A-Za-z0-9_-]{1,100}){0,8}$`)
)

// levels are what a rule may be set to, and how Vale writes it.
var levels = map[string]string{"off": "NO", "suggestion": "suggestion", "warning": "warning", "error": "error"}

// names checks the words of the charter.
func (l *loader) names() {
	for _, name := range append(l.config.listed(), l.config.Vocab...) {
		if !styleName.MatchString(name) || name == "config" {
			l.report(engine.Pos{}, "name a folder of the styles", "%q cannot be the name of a style or vocabulary", name)
		}
	}
	if c := l.config.Level; c != "" && (levels[c] == "" || c == "off") {
		l.report(engine.Pos{}, "write suggestion, warning or error", "level: unknown level %q", c)
	}
	for _, rule := range slices.Sorted(maps.Keys(l.config.Rules)) {
		style, _, _ := strings.Cut(rule, ".")
		switch level := l.config.Rules[rule]; {
		case levels[level] == "":
			l.report(engine.Pos{}, "write off, suggestion, warning or error", "%s: unknown level %q", rule, level)
		case !ruleName.MatchString(rule) || !slices.Contains(l.config.listed(), style):
			l.report(engine.Pos{}, "name it as Style.Rule, and the style under styles", "%q is no rule of a style that is listed", rule)
		}
	}
}

// listed are all styles the charter names, sorted, each once.
func (c Config) listed() []string {
	list := slices.Clone(c.Styles)
	for _, more := range c.Languages {
		list = append(list, more...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// off reports whether a rule or its whole style is switched off: Vale is not
// even shown it.
func (c Config) off(rule string) bool {
	if level, ok := c.Rules[rule]; ok {
		return level == "off"
	}
	style, _, _ := strings.Cut(rule, ".")
	return c.Rules[style] == "off"
}

// styles reads the listed styles and the ones their rules build on.
func (l *loader) styles() {
	seen := map[string]bool{builtIn: true}
	for todo := l.config.listed(); len(todo) > 0; todo = todo[1:] {
		style := todo[0]
		if seen[style] {
			continue
		}
		seen[style] = true
		if l.tree(style, ".yml", ".txt", ".dic", ".aff") == 0 && l.config.Rules[style] != "off" {
			continue
		}
		for _, file := range slices.Sorted(maps.Keys(l.files)) {
			if path.Ext(file) == ".yml" && strings.HasPrefix(file, style+"/") {
				todo = append(todo, l.rule(file)...)
			}
		}
	}
}

// rule checks a rule's file and returns the style it builds on, if any.
func (l *loader) rule(file string) []string {
	if l.config.off(strings.ReplaceAll(strings.TrimSuffix(file, ".yml"), "/", ".")) {
		delete(l.files, file)
		return nil
	}
	base, problem := checkRule(l.files[file])
	if problem != nil {
		l.report(engine.Pos{File: file, Line: problem.line}, problem.hint, "%s", problem.text)
	}
	if base == "" {
		return nil
	}
	return []string{base}
}

// optional reads a folder that need not be there.
func (l *loader) optional(dir string, kinds ...string) {
	if _, err := fs.Stat(l.folder, dir); err == nil {
		l.tree(dir, kinds...)
	}
}

// tree reads the files of some kinds below a folder and returns how many.
func (l *loader) tree(dir string, kinds ...string) int {
	count := 0
	err := fs.WalkDir(l.folder, dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != dir && (strings.HasPrefix(entry.Name(), ".") || strings.HasPrefix(entry.Name(), "_")) && entry.IsDir():
			return fs.SkipDir
		case !entry.Type().IsRegular() || !slices.Contains(kinds, path.Ext(name)):
			return nil
		case !filepath.IsLocal(filepath.FromSlash(name)) || strings.ContainsAny(name, "\\:\n\r"):
			return fmt.Errorf("its name cannot be written on every system")
		}
		count++
		return l.file(name, entry)
	})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		l.report(engine.Pos{File: dir}, "add the folder, or take the name out of the charter: styles are never downloaded", "there is no such folder")
	case err != nil:
		l.report(engine.Pos{File: dir}, "", "%w", err)
	case count == 0:
		l.report(engine.Pos{File: dir}, "symbolic links are not followed; rules are files that end in .yml", "the folder holds no file for Vale")
	}
	return count
}

func (l *loader) file(name string, entry fs.DirEntry) error {
	info, err := entry.Info()
	if err != nil {
		return err
	}
	most := int64(mostFileBytes)
	if path.Ext(name) == ".yml" {
		most = mostRuleBytes
	}
	if info.Size() > most {
		return fmt.Errorf("%s has more than %d bytes", name, most)
	}
	data, err := fs.ReadFile(l.folder, name)
	if err != nil {
		return err
	}
	l.bytes += len(data)
	if l.files[name] = data; len(l.files) > mostFiles || l.bytes > mostBytes {
		return fmt.Errorf("the styles have more than %d files or %d bytes", mostFiles, mostBytes)
	}
	return nil
}

// sum is a digest of all that decides what Vale says of a text, but for Vale
// itself and the text.
func (s *Styles) sum() string {
	h := sha256.New()
	part := func(name string, data []byte) { fmt.Fprintf(h, "%d %s %d\n%s", len(name), name, len(data), data) }
	part("config", s.ini())
	for _, language := range slices.Sorted(maps.Keys(s.config.Languages)) {
		part(language, nil)
	}
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		part(name, s.files[name])
	}
	return hex.EncodeToString(h.Sum(nil))
}
