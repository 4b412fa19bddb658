package site

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"galley/engine"
)

// A scan is what lies in the target: names, and the sources read.
type scan struct {
	sources []*source // sorted by file
	html    []string  // sorted names of pages
	media   []string  // sorted names below media/ that are ours
	skipped bool      // months before the wanted time were left out
}

var ownMedia = regexp.MustCompile(`^media/[0-9a-f]{20}\.[a-z0-9]+$`)

// scanAll looks at the whole target.
func scanAll(ctx context.Context, fsys fs.FS) (*scan, error) {
	return scanSince(ctx, fsys, time.Time{})
}

// scanSince leaves out the months that ended a day before since or earlier:
// whatever the zone, nothing in them is younger.
func scanSince(ctx context.Context, fsys fs.FS, since time.Time) (*scan, error) {
	s := &scan{}
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == ".":
			return fs.SkipAll
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case entry.IsDir():
			if hiddenDir(name) {
				return fs.SkipDir
			}
			if before(name, since) {
				s.skipped = true
				return fs.SkipDir
			}
		case strings.HasPrefix(name, sourceDir+"/"):
			if strings.HasSuffix(name, ".json") && name != stampFile {
				names = append(names, name)
			}
		case strings.HasSuffix(name, ".html"):
			s.html = append(s.html, name)
		case ownMedia.MatchString(name):
			s.media = append(s.media, name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(s.html)
	s.sources, err = readSources(ctx, fsys, names)
	return s, err
}

// hiddenDir reports whether a folder is none of ours, such as .git.
func hiddenDir(name string) bool {
	return strings.HasPrefix(path.Base(name), ".") && name != "." && name != sourceDir
}

// before reports whether a folder holds a month that ended before since.
func before(dir string, since time.Time) bool {
	if since.IsZero() {
		return false
	}
	month, err := time.Parse("2006/01", strings.TrimPrefix(dir, sourceDir+"/"))
	return err == nil && month.AddDate(0, 1, 1).Before(since)
}

// readSources reads and decodes files side by side.
func readSources(ctx context.Context, fsys fs.FS, names []string) ([]*source, error) {
	slices.Sort(names)
	sources := make([]*source, len(names))
	err := sideBySide(ctx, len(names), func(i int, memory *memory) error {
		data, err := memory.read(fsys, names[i])
		if err == nil {
			sources[i], err = decode(names[i], data)
		}
		return err
	})
	return slices.DeleteFunc(sources, func(s *source) bool { return s == nil }), err
}

// memory is what one file after the other is read into.
type memory struct{ data []byte }

// read returns a file; its bytes are good until the next one is read.
func (m *memory) read(fsys fs.FS, name string) (data []byte, err error) {
	into, can := fsys.(engine.AppendFS)
	if !can {
		return fs.ReadFile(fsys, name)
	}
	m.data, err = into.AppendFile(m.data[:0], name)
	return m.data, err
}

// sideBySide calls do for 0 to n-1 on as many goroutines as there are cores,
// each with memory of its own, until ctx ends. All errors are returned, in the
// order of their numbers.
func sideBySide(ctx context.Context, n int, do func(i int, memory *memory) error) error {
	var next atomic.Int64
	var group sync.WaitGroup
	errs := make([]error, n)
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			var memory memory
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				errs[i] = do(i, &memory)
			}
		})
	}
	group.Wait()
	return errors.Join(append(errs, ctx.Err())...)
}

// speaking returns the source that speaks for each page that is there, by
// address, and those that speak for none.
func (s *scan) speaking(fsys fs.FS) (map[engine.RemoteID]*source, []*source, error) {
	speaks := make(map[engine.RemoteID]*source, len(s.sources))
	var mute []*source
	for _, src := range s.sources {
		other, twice := speaks[src.Remote]
		_, there := slices.BinarySearch(s.html, pageFile(src.Remote))
		switch {
		case src.Remote == home || there && !twice:
			speaks[src.Remote] = src
		case !there:
			mute = append(mute, src)
		default:
			page, err := fs.ReadFile(fsys, pageFile(src.Remote))
			if err != nil {
				return nil, nil, err
			}
			if versionIn(page) == src.version() {
				src, other = other, src
			}
			speaks[src.Remote] = other
			mute = append(mute, src)
		}
	}
	return speaks, mute, nil
}

var versionMark = []byte(` data-version="`)

// versionIn is the version that a page carries, empty if it is not one of ours.
func versionIn(page []byte) string {
	_, rest, found := bytes.Cut(region(page), versionMark)
	if !found || len(rest) < 16 {
		return ""
	}
	return string(rest[:16])
}

// region is the main part of a page: what it shows of its resource. What is
// around it is the same on every page and comes of the profile.
func region(page []byte) []byte {
	start := bytes.Index(page, []byte("<main"))
	end := bytes.LastIndex(page, []byte("</main>"))
	if start < 0 || end < start {
		return page
	}
	return page[start : end+len("</main>")]
}

var generator = []byte(`<meta name="generator" content="Galley">`)

// derivedName matches the files that may be there today and not tomorrow.
var derivedName = regexp.MustCompile(`^(page/\d+|tags/[^/]+|\d{4}|\d{4}/\d\d)/index\.html$`)

// isDerived reports whether a page was made from several sources.
func isDerived(page []byte) bool {
	return bytes.Contains(page, generator) && versionIn(page) == ""
}
