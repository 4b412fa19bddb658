package render

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"sync"

	"galley/engine"
	"galley/schema"
)

// Bounds of a media file. The head is what is kept in memory to tell its type
// and size; metadata in front of a picture's dimensions fits into it.
const (
	maxMediaBytes = 200 << 20
	headBytes     = 1 << 20
)

// files renders the media of a post. One with an error is left out.
func (r *rendition) files(ctx context.Context) []engine.Media {
	var out []engine.Media
	for i, m := range r.fields.Media {
		place := []string{"media", strconv.Itoa(i)}
		file, problem := r.media.look(ctx, m.File)
		if problem != nil {
			r.fault(problem.rule, r.at(append(place, "file")...), problem.text, problem.hint)
			continue
		}
		file.Alt = r.settle(m.Alt, append(place, "alt")...)
		file.Credit = r.settle(m.Credit, append(place, "credit")...)
		file.Focus = strings.ReplaceAll(m.Focus, " ", "")
		out = append(out, file)
	}
	return out
}

// A mediaStore looks at each file once, whichever posts show it. It may be used
// by several goroutines.
type mediaStore struct {
	files fs.FS
	mu    sync.Mutex
	seen  map[string]func() (engine.Media, *mediaProblem)
}

// A mediaProblem is a finding without its place.
type mediaProblem struct{ rule, text, hint string }

func newMediaStore(files fs.FS) *mediaStore {
	return &mediaStore{files: files, seen: map[string]func() (engine.Media, *mediaProblem){}}
}

// look returns what is known of a file by its bytes.
func (s *mediaStore) look(ctx context.Context, name string) (engine.Media, *mediaProblem) {
	s.mu.Lock()
	once, found := s.seen[name]
	if !found {
		once = sync.OnceValues(func() (engine.Media, *mediaProblem) { return s.open(ctx, name) })
		s.seen[name] = once
	}
	s.mu.Unlock()
	return once()
}

func (s *mediaStore) open(ctx context.Context, name string) (engine.Media, *mediaProblem) {
	if problem := s.checkPath(name); problem != nil {
		return engine.Media{}, problem
	}
	f, err := s.files.Open(name)
	if err != nil {
		return engine.Media{}, s.unreadable(name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return engine.Media{}, s.unreadable(name, err)
	case info.IsDir():
		return engine.Media{}, &mediaProblem{RuleMissingMedia, fmt.Sprintf("%q is a folder", name), "name a file in it"}
	case !info.Mode().IsRegular():
		return engine.Media{}, &mediaProblem{schema.RuleBadPath, fmt.Sprintf("%q is no regular file", name), "copy the file itself into the content"}
	case info.Size() > maxMediaBytes:
		return engine.Media{}, tooBig(name, info.Size())
	}
	media, head, err := hash(ctx, f)
	switch {
	case errors.Is(err, errTooBig):
		return engine.Media{}, tooBig(name, maxMediaBytes+1)
	case err != nil:
		return engine.Media{}, s.unreadable(name, err)
	}
	media.File = name
	return media, identify(&media, head)
}

func tooBig(name string, size int64) *mediaProblem {
	return &mediaProblem{RuleMediaTooBig,
		fmt.Sprintf("%q has %d MB, at most %d MB are read", name, (size+1<<20-1)>>20, maxMediaBytes>>20), "make it smaller"}
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

var errTooBig = errors.New("too big")

// hash reads a file once, for its hash, its size and its head.
func hash(ctx context.Context, r io.Reader) (engine.Media, []byte, error) {
	sum := sha256.New()
	head := &bytes.Buffer{}
	if _, err := io.CopyN(io.MultiWriter(sum, head), r, headBytes); err != nil && !errors.Is(err, io.EOF) {
		return engine.Media{}, nil, err
	}
	size := int64(head.Len())
	for size <= maxMediaBytes {
		if err := ctx.Err(); err != nil {
			return engine.Media{}, nil, err
		}
		n, err := io.CopyN(sum, r, headBytes)
		size += n
		if errors.Is(err, io.EOF) {
			return engine.Media{SHA256: hex.EncodeToString(sum.Sum(nil)), Size: size}, head.Bytes(), nil
		}
		if err != nil {
			return engine.Media{}, nil, err
		}
	}
	return engine.Media{}, nil, errTooBig
}
