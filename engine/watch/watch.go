// Package watch tells which files of a content tree changed, soon after they
// were saved. It watches folders rather than files, so that editors which
// replace a file by renaming another over it are seen like those that write in
// place. It reads no content and decides nothing about it.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A Change is what happened since the one before.
type Change struct {
	// Paths are slash-separated, relative to the root and sorted: files that
	// were written, made or taken away, and folders that went. A file that came
	// and went in between is left out.
	Paths []string
	// All means that anything may have changed: the watch just began, or the
	// system lost events.
	All bool
}

// Options steer a watch. The zero value is the usual one.
type Options struct {
	// Quiet is how long nothing must happen before a change is told; zero is
	// 100 ms.
	Quiet time.Duration
	// Most bounds the wait when saves never stop; zero is 250 ms.
	Most time.Duration
	// Ignore names paths, slash-separated and relative to the root, which are
	// left out with everything below them: where a site is written, for one.
	Ignore []string
}

// Watch yields the changes below root until ctx ends or the caller stops. The
// first one comes as soon as every folder is watched and says All: a caller
// that reads the content then misses nothing. Events that arrive while the
// caller is at work are told with the next change.
//
// An error is yielded once, last: a *LimitError when the system refuses to
// watch more, an error that wraps fs.ErrNotExist when root is gone. The end of
// ctx is no error.
func Watch(ctx context.Context, root string, opt Options) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		w, err := open(root, opt)
		if err != nil {
			yield(Change{}, err)
			return
		}
		defer w.notify.Close()
		if !yield(Change{All: true}, nil) {
			return
		}
		for {
			change, err := w.next(ctx)
			switch {
			case ctx.Err() != nil:
				return
			case err != nil:
				yield(Change{}, err)
				return
			case !yield(change, nil):
				return
			}
		}
	}
}

type watcher struct {
	root   string // absolute, symbolic links resolved
	quiet  time.Duration
	most   time.Duration
	ignore []string
	notify *fsnotify.Watcher

	paths map[string]bool // changed since the last change was told; true if it was made since
	all   bool
}

func open(root string, opt Options) (*watcher, error) {
	resolved, err := filepath.EvalSymlinks(root)
	if err == nil {
		resolved, err = filepath.Abs(resolved)
	}
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", root, err)
	}
	notify, err := fsnotify.NewBufferedWatcher(4096)
	if err != nil {
		return nil, limited(root, 0, err)
	}
	w := &watcher{root: resolved, quiet: opt.Quiet, most: opt.Most, ignore: opt.Ignore, notify: notify,
		paths: map[string]bool{}}
	if w.quiet <= 0 {
		w.quiet = 100 * time.Millisecond
	}
	if w.most <= 0 {
		w.most = 250 * time.Millisecond
	}
	if err := w.add(resolved); err != nil {
		notify.Close()
		return nil, err
	}
	clear(w.paths)
	return w, nil
}

// next waits for a change: the first event, and then until it is quiet, but no
// longer than most.
func (w *watcher) next(ctx context.Context) (Change, error) {
	var most <-chan time.Time // nil before the first event
	quiet := time.NewTimer(w.quiet)
	quiet.Stop()
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return Change{}, ctx.Err()
		case event, open := <-w.notify.Events:
			if !open {
				return Change{}, fmt.Errorf("watch %s: the watch was closed", w.root)
			}
			if err := w.take(event); err != nil {
				return Change{}, err
			}
		case err, open := <-w.notify.Errors:
			if !open {
				return Change{}, fmt.Errorf("watch %s: the watch was closed", w.root)
			}
			if err := w.fault(err); err != nil {
				return Change{}, err
			}
		case <-quiet.C:
			return w.told(), nil
		case <-most:
			return w.told(), nil
		}
		if len(w.paths) == 0 && !w.all {
			continue
		}
		quiet.Reset(w.quiet)
		if most == nil {
			most = time.After(w.most)
		}
	}
}

func (w *watcher) told() Change {
	c := Change{Paths: slices.Sorted(maps.Keys(w.paths)), All: w.all}
	clear(w.paths)
	w.all = false
	return c
}

// take notes what one event says.
func (w *watcher) take(event fsnotify.Event) error {
	name, ignored := w.relative(event.Name)
	gone := event.Has(fsnotify.Remove) || event.Has(fsnotify.Rename)
	switch {
	case gone && event.Name == w.root:
		return fmt.Errorf("watch %s: the folder is gone: %w", w.root, fs.ErrNotExist)
	case ignored:
		return nil
	case gone:
		w.drop(event.Name)
		if w.paths[name] {
			delete(w.paths, name)
		} else {
			w.paths[name] = false
		}
		return nil
	case event.Has(fsnotify.Create):
		return w.add(event.Name)
	case event.Has(fsnotify.Write):
		if _, known := w.paths[name]; !known {
			w.paths[name] = false
		}
	}
	return nil
}

// add notes what is at path, and watches every folder there. A folder is
// watched before it is read, so that nothing slips in between.
func (w *watcher) add(path string) error {
	return filepath.WalkDir(path, func(path string, entry fs.DirEntry, err error) error {
		name, ignored := w.relative(path)
		switch {
		case errors.Is(err, fs.ErrNotExist) && path != w.root:
			return nil // gone again
		case err != nil:
			return fmt.Errorf("watch %s: %w", path, err)
		case ignored && entry.IsDir():
			return fs.SkipDir
		case ignored:
			return nil
		case entry.IsDir():
			if err := w.notify.Add(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return limited(path, len(w.notify.WatchList()), err)
			}
		default:
			if _, known := w.paths[name]; !known {
				w.paths[name] = true
			}
		}
		return nil
	})
}

// drop forgets the folders at and below path, which went. A folder that was
// moved would otherwise go on telling of files under its old name.
func (w *watcher) drop(path string) {
	below := path + string(filepath.Separator)
	for _, watched := range w.notify.WatchList() {
		if watched == path || strings.HasPrefix(watched, below) {
			_ = w.notify.Remove(watched) // it may have gone by itself
		}
	}
}

// fault answers an error of the system. Lost events are made good by looking at
// everything anew.
func (w *watcher) fault(err error) error {
	if !errors.Is(err, fsnotify.ErrEventOverflow) {
		return limited(w.root, len(w.notify.WatchList()), err)
	}
	w.all = true
	return w.add(w.root)
}

// relative returns path below the root with slashes, and whether it is ignored.
func (w *watcher) relative(path string) (name string, ignored bool) {
	name, err := filepath.Rel(w.root, path)
	if err != nil {
		return path, true
	}
	name = filepath.ToSlash(name)
	if name == "." {
		return name, false
	}
	for _, ignore := range w.ignore {
		if name == ignore || strings.HasPrefix(name, ignore+"/") {
			return name, true
		}
	}
	for part := range strings.SplitSeq(name, "/") {
		if passing(part) {
			return name, true
		}
	}
	return name, false
}

// passing reports whether a file or folder of this name is none of the content:
// .git, what systems and editors hide, and what editors leave for a moment.
func passing(name string) bool {
	switch {
	case strings.HasPrefix(name, "."): // .git, .x.swp (vim), .#x (emacs), .goutputstream-x (GTK)
		return true
	case strings.HasSuffix(name, "~"): // backups of vim and others
		return true
	case strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"): // autosaves of emacs
		return true
	case strings.HasSuffix(name, "___jb_tmp___"), strings.HasSuffix(name, "___jb_old___"): // safe writes of JetBrains
		return true
	}
	return name == "4913" // vim, to see whether it may write here
}
