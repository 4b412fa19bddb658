package render

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"galley/engine/media"
	"galley/schema"
)

// A mediaStore looks at each file once for each form in which it is sent,
// whichever posts show it. It may be used by several goroutines.
type mediaStore struct {
	files fs.FS
	known media.Memory  // of former runs; nil if none
	open  chan struct{} // one for each file that may be held in memory
	fit   sync.Mutex    // one picture is decoded at a time
	mu    sync.Mutex
	seen  map[string]func() (media.Result, *mediaProblem)
	made  map[string]Medium // by SHA-256
}

// A look is a question: what will be sent of a file?
type look struct {
	name string
	fit  *media.Bounds // nil: as it is
}

func (l look) String() string {
	if l.fit == nil {
		return l.name
	}
	return fmt.Sprintf("%s\x00%v", l.name, *l.fit)
}

// A mediaProblem is a finding without its place.
type mediaProblem struct{ rule, text, hint string }

// held is how many files are in memory at a time.
const held = 4

func newMediaStore(files fs.FS, known media.Memory) *mediaStore {
	return &mediaStore{files: files, known: known, open: make(chan struct{}, held),
		seen: map[string]func() (media.Result, *mediaProblem){}, made: map[string]Medium{}}
}

// look returns what is known of a file by its bytes. What needs no fitting is
// not looked at again for it.
func (s *mediaStore) look(ctx context.Context, asked look) (media.Result, *mediaProblem) {
	plain := s.once(look{name: asked.name}, func() (media.Result, *mediaProblem) { return s.measure(ctx, asked.name) })
	found, problem := plain()
	picture := strings.HasPrefix(found.Type, "image/")
	if problem != nil || asked.fit == nil || !picture || asked.fit.Takes(found) {
		return found, problem
	}
	return s.once(asked, func() (media.Result, *mediaProblem) { return s.fitted(asked, found) })()
}

// once returns the answer to a question, which is found by the first who asks.
func (s *mediaStore) once(asked look, find func() (media.Result, *mediaProblem)) func() (media.Result, *mediaProblem) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := asked.String()
	if known, found := s.seen[key]; found {
		return known
	}
	answer := sync.OnceValues(func() (media.Result, *mediaProblem) {
		s.open <- struct{}{}
		defer func() { <-s.open }()
		result, problem := find()
		if problem == nil {
			s.note(result.SHA256, Medium{asked.name, asked.fit, result.SHA256})
		}
		return result, problem
	})
	s.seen[key] = answer
	return answer
}

// note remembers how bytes are made; of several ways, the plainest from the
// first file in order.
func (s *mediaStore) note(sha256 string, m Medium) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known, there := s.made[sha256]
	if !there || known.Fit != nil && m.Fit == nil || (known.Fit == nil) == (m.Fit == nil) && cmp.Less(m.Path, known.Path) {
		s.made[sha256] = m
	}
}

func (s *mediaStore) measure(ctx context.Context, name string) (media.Result, *mediaProblem) {
	if problem := s.checkPath(name); problem != nil {
		return media.Result{}, problem
	}
	f, err := s.files.Open(name)
	if err != nil {
		return media.Result{}, s.unreadable(name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return media.Result{}, s.unreadable(name, err)
	case info.IsDir():
		return media.Result{}, &mediaProblem{RuleMissingMedia, fmt.Sprintf("%q is a folder", name), "name a file in it"}
	case !info.Mode().IsRegular():
		return media.Result{}, &mediaProblem{schema.RuleBadPath, fmt.Sprintf("%q is no regular file", name), "copy the file itself into the content"}
	case info.Size() > media.MaxBytes:
		return media.Result{}, &mediaProblem{RuleMediaTooBig,
			fmt.Sprintf("%q has %d MB, at most %d MB are read", name, (info.Size()+1<<20-1)>>20, media.MaxBytes>>20), "make it smaller"}
	}
	result, err := media.Measure(ctx, f, s.known)
	if problem := misnamed(name, result.Stored); problem != nil {
		return media.Result{}, problem
	}
	if err != nil {
		return media.Result{}, s.refused(name, err)
	}
	return result, nil
}

// misnamed reports a name that says another type than the content has.
func misnamed(name, mediaType string) *mediaProblem {
	extension := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	known, ok := media.TypesOf(extension)
	if !ok || mediaType == "" || slices.Contains(known, mediaType) {
		return nil
	}
	text, hint := fmt.Sprintf("%q is not what its name says: its content is %s", name, mediaType), "export it again"
	if right := media.ExtensionOf(mediaType); right != "" {
		hint = fmt.Sprintf("rename it to %s.%s", strings.TrimSuffix(name, path.Ext(name)), right)
	}
	return &mediaProblem{RuleMediaMismatch, text, hint}
}

// refused says what is wrong with a file that cannot be measured.
func (s *mediaStore) refused(name string, err error) *mediaProblem {
	var unread *fs.PathError
	switch {
	case errors.As(err, &unread):
		return s.unreadable(name, err)
	case errors.Is(err, media.ErrTooBig):
		return &mediaProblem{RuleMediaTooBig, fmt.Sprintf("%q is %v", name, err), "make it smaller"}
	case errors.Is(err, media.ErrSealed):
		return &mediaProblem{RuleMediaMetadata, fmt.Sprintf("%q %v", name, err), "export it as JPEG or PNG, or without metadata"}
	}
	return &mediaProblem{RuleMediaMismatch, fmt.Sprintf("%q %v", name, err), "export it again"}
}

func (s *mediaStore) fitted(asked look, as media.Result) (media.Result, *mediaProblem) {
	s.fit.Lock()
	defer s.fit.Unlock()
	f, err := s.files.Open(asked.name)
	if err != nil {
		return media.Result{}, s.unreadable(asked.name, err)
	}
	defer f.Close()
	result, err := media.MeasureFit(f, as, *asked.fit, s.known)
	if err != nil {
		return media.Result{}, &mediaProblem{RuleMediaUnfit, fmt.Sprintf("%q cannot be made to fit: %v", asked.name, err),
			"make it smaller, or add a variant with another file"}
	}
	return result, nil
}

// checkPath refuses what may lead out of the content: a path with "..", an
// absolute one, and a symbolic link anywhere on the way.
func (s *mediaStore) checkPath(name string) *mediaProblem {
	if strings.Contains(name, `\`) {
		return &mediaProblem{schema.RuleBadPath, fmt.Sprintf("%q is no path of the content", name),
			"write " + strings.ReplaceAll(name, `\`, "/")}
	}
	if !fs.ValidPath(name) || name == "." {
		return &mediaProblem{schema.RuleBadPath, fmt.Sprintf("%q is no path of the content", name),
			"write it from the content's root, without .. and without a leading slash, such as media/tree.jpg"}
	}
	if s.files == nil {
		return &mediaProblem{RuleMissingMedia, fmt.Sprintf("there is no file %q", name), ""}
	}
	for end := range len(name) + 1 {
		if end < len(name) && name[end] != '/' {
			continue
		}
		info, err := fs.Lstat(s.files, name[:end])
		if err != nil {
			return s.unreadable(name, err)
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			return &mediaProblem{schema.RuleBadPath, fmt.Sprintf("%q is a symbolic link", name[:end]), "copy the file itself into the content"}
		}
	}
	return nil
}

func (s *mediaStore) unreadable(name string, err error) *mediaProblem {
	if errors.Is(err, fs.ErrNotExist) {
		return &mediaProblem{RuleMissingMedia, fmt.Sprintf("there is no file %q", name), didYouMean(s.nearest(name))}
	}
	return &mediaProblem{RuleMissingMedia, fmt.Sprintf("%q cannot be read: %v", name, err), ""}
}

// nearest looks for a missing file by a slip in its name, then by its name in
// another folder.
func (s *mediaStore) nearest(name string) string {
	if near := s.nearestBeside(name); near != "" {
		return near
	}
	const most = 10_000
	looked, found := 0, ""
	_ = fs.WalkDir(s.files, ".", func(p string, entry fs.DirEntry, err error) error {
		looked++
		switch {
		case looked > most:
			return fs.SkipAll
		case err != nil || entry.IsDir() && len(entry.Name()) > 1 && entry.Name()[0] == '.':
			return fs.SkipDir
		case !entry.IsDir() && strings.EqualFold(entry.Name(), path.Base(name)):
			found = p
			return fs.SkipAll
		}
		return nil
	})
	return found
}

func (s *mediaStore) nearestBeside(name string) string {
	entries, err := fs.ReadDir(s.files, path.Dir(name))
	if err != nil {
		return ""
	}
	var beside []string
	for _, e := range entries {
		if !e.IsDir() {
			beside = append(beside, e.Name())
		}
	}
	near := schema.Nearest(path.Base(name), beside)
	if near == "" {
		return ""
	}
	return path.Join(path.Dir(name), near)
}
