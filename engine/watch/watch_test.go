package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

// bound is how long a test waits for what must happen. Only a broken watch
// takes that long.
const bound = 20 * time.Second

type told struct {
	Change
	err error
}

// started watches root and returns its changes, the first one taken off.
func started(t *testing.T, root string, opt Options) <-chan told {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	changes := make(chan told)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer close(changes)
		for c, err := range Watch(ctx, root, opt) {
			select {
			case changes <- told{c, err}:
			case <-ctx.Done():
				return
			}
		}
	}()
	t.Cleanup(func() {
		cancel()
		select {
		case <-done:
		case <-time.After(bound):
			t.Error("the watch does not end with its context")
		}
	})
	if first := receive(t, changes); !first.All {
		t.Fatalf("first change is %+v, want All", first)
	}
	return changes
}

func receive(t *testing.T, changes <-chan told) told {
	t.Helper()
	select {
	case c, open := <-changes:
		if !open {
			t.Fatal("the watch ended")
		}
		return c
	case <-time.After(bound):
		t.Fatal("no change was told")
	}
	panic("unreachable")
}

// expect waits until all of want were told, in one change or several, and
// nothing else was.
func expect(t *testing.T, changes <-chan told, want ...string) {
	t.Helper()
	missing := map[string]bool{}
	for _, name := range want {
		missing[name] = true
	}
	for len(missing) > 0 {
		c := receive(t, changes)
		if c.err != nil {
			t.Fatal(c.err)
		}
		if !slices.IsSorted(c.Paths) {
			t.Errorf("paths are not sorted: %q", c.Paths)
		}
		for _, name := range c.Paths {
			if !slices.Contains(want, name) {
				t.Errorf("told of %q, want only %q", name, want)
			}
			delete(missing, name)
		}
	}
}

func write(t *testing.T, elements ...string) {
	t.Helper()
	path := filepath.Join(elements...)
	must(t, os.MkdirAll(filepath.Dir(path), 0o755))
	must(t, os.WriteFile(path, []byte(path), 0o644))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestSaveIsTold(t *testing.T) {
	root := t.TempDir()
	write(t, root, "calendar", "a.yaml")
	changes := started(t, root, Options{})
	begin := time.Now()
	write(t, root, "calendar", "a.yaml")
	expect(t, changes, "calendar/a.yaml")
	t.Logf("told after %s", time.Since(begin))
}

func TestSaveByRenameIsToldUnderItsName(t *testing.T) {
	root := t.TempDir()
	write(t, root, "a.yaml")
	changes := started(t, root, Options{})
	write(t, root, ".a.yaml.tmp-123")
	must(t, os.Rename(filepath.Join(root, ".a.yaml.tmp-123"), filepath.Join(root, "a.yaml")))
	expect(t, changes, "a.yaml")
	// vim: the old file becomes the backup, a new one takes its name.
	must(t, os.Rename(filepath.Join(root, "a.yaml"), filepath.Join(root, "a.yaml~")))
	write(t, root, "4913")
	must(t, os.Remove(filepath.Join(root, "4913")))
	write(t, root, "a.yaml")
	must(t, os.Remove(filepath.Join(root, "a.yaml~")))
	expect(t, changes, "a.yaml")
}

func TestNewFolderIsToldWithWhatItHolds(t *testing.T) {
	root, elsewhere := t.TempDir(), t.TempDir()
	changes := started(t, root, Options{})
	write(t, elsewhere, "campaign", "deep", "a.yaml")
	write(t, elsewhere, "campaign", "b.yaml")
	must(t, os.Rename(filepath.Join(elsewhere, "campaign"), filepath.Join(root, "campaign")))
	expect(t, changes, "campaign/b.yaml", "campaign/deep/a.yaml")
	write(t, root, "campaign", "deep", "c.yaml")
	expect(t, changes, "campaign/deep/c.yaml")
	write(t, root, "x", "y", "z", "d.yaml")
	expect(t, changes, "x/y/z/d.yaml")
}

func TestDeletedAndMovedFolders(t *testing.T) {
	root := t.TempDir()
	write(t, root, "old", "deep", "a.yaml")
	write(t, root, "gone", "b.yaml")
	changes := started(t, root, Options{})
	must(t, os.RemoveAll(filepath.Join(root, "gone")))
	expect(t, changes, "gone", "gone/b.yaml")
	must(t, os.Rename(filepath.Join(root, "old"), filepath.Join(root, "new")))
	expect(t, changes, "old", "new/deep/a.yaml")
	write(t, root, "new", "deep", "a.yaml")
	expect(t, changes, "new/deep/a.yaml")
	write(t, root, "gone", "b.yaml")
	expect(t, changes, "gone/b.yaml")
}

func TestIgnoredFilesAreNotTold(t *testing.T) {
	root := t.TempDir()
	write(t, root, ".git", "HEAD")
	write(t, root, "public", "index.html")
	changes := started(t, root, Options{Ignore: []string{"public"}})
	for _, name := range []string{".git/index", ".git/objects/aa/bb", "public/index.html", "public/fr/a.html", "media/.DS_Store",
		"a.yaml~", "#a.yaml#", ".#a.yaml", "a.yaml___jb_tmp___"} {
		write(t, root, filepath.FromSlash(name))
	}
	write(t, root, "publication.yaml")
	expect(t, changes, "publication.yaml")
}

func TestNothingIsMissedWhileTheCallerWorks(t *testing.T) {
	root := t.TempDir()
	ctx, cancel := context.WithTimeout(context.Background(), bound)
	defer cancel()
	seen := map[string]bool{}
	step := 0
	for c, err := range Watch(ctx, root, Options{}) {
		must(t, err)
		for _, name := range c.Paths {
			seen[name] = true
		}
		if step < 3 {
			write(t, root, fmt.Sprintf("%d.yaml", step)) // between two changes
			step++
		}
		if len(seen) == 3 {
			return
		}
	}
	t.Errorf("told of %v only", seen)
}

func TestBurstsAreToldWhole(t *testing.T) {
	const folders, files = 30, 100
	root := t.TempDir()
	changes := started(t, root, Options{})
	missing := map[string]bool{}
	for i := range folders {
		for j := range files {
			name := fmt.Sprintf("f%d/%d.yaml", i, j)
			missing[name] = true
			write(t, root, filepath.FromSlash(name))
		}
	}
	for len(missing) > 0 {
		c := receive(t, changes)
		must(t, c.err)
		if c.All {
			return
		}
		for _, name := range c.Paths {
			delete(missing, name)
		}
	}
}

func TestLostEventsMeanThatAllMayHaveChanged(t *testing.T) {
	root := t.TempDir()
	w, err := open(root, Options{})
	must(t, err)
	defer w.notify.Close()
	write(t, root, "new", "a.yaml")
	must(t, w.fault(fsnotify.ErrEventOverflow))
	if c := w.told(); !c.All || !slices.Equal(c.Paths, []string{"new/a.yaml"}) {
		t.Errorf("told %+v", c)
	}
}

func TestWhatComesAndGoesIsLeftOut(t *testing.T) {
	root := t.TempDir()
	w, err := open(root, Options{})
	must(t, err)
	defer w.notify.Close()
	write(t, w.root, "sedX1")
	for _, e := range []struct {
		name string
		op   fsnotify.Op
	}{{"sedX1", fsnotify.Create}, {"sedX1", fsnotify.Write}, {"a.yaml", fsnotify.Write}, {"a.yaml", fsnotify.Chmod},
		{"sedX1", fsnotify.Rename}, {"b.yaml", fsnotify.Chmod}, {"c.yaml", fsnotify.Remove}} {
		must(t, w.take(fsnotify.Event{Name: filepath.Join(w.root, e.name), Op: e.op}))
	}
	if got, want := w.told().Paths, []string{"a.yaml", "c.yaml"}; !slices.Equal(got, want) {
		t.Errorf("told of %q, want %q", got, want)
	}
}

func TestDeletedRootEndsTheWatch(t *testing.T) {
	root := filepath.Join(t.TempDir(), "content")
	must(t, os.Mkdir(root, 0o755))
	changes := started(t, root, Options{})
	must(t, os.RemoveAll(root))
	if c := receive(t, changes); !errors.Is(c.err, fs.ErrNotExist) {
		t.Errorf("got %+v, want an error that wraps fs.ErrNotExist", c)
	}
}

func TestMissingRootIsAnError(t *testing.T) {
	for _, err := range Watch(context.Background(), filepath.Join(t.TempDir(), "none"), Options{}) {
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %v", err)
		}
	}
}

func TestRootMayBeASymbolicLink(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "content", "a.yaml")
	link := filepath.Join(folder, "link")
	if err := os.Symlink(filepath.Join(folder, "content"), link); err != nil {
		t.Skip(err)
	}
	changes := started(t, link, Options{})
	write(t, link, "a.yaml")
	expect(t, changes, "a.yaml")
}

// Whoever saves all the time hears of it all the same.
func TestAChangeIsToldWhileMoreFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		events := make(chan fsnotify.Event)
		w := &watcher{root: "/content", quiet: 100 * time.Millisecond, most: 250 * time.Millisecond, paths: map[string]bool{},
			notify: &fsnotify.Watcher{Events: events}}
		go func() {
			for range 5 { // until 240 ms
				events <- fsnotify.Event{Name: "/content/a.yaml", Op: fsnotify.Write}
				time.Sleep(60 * time.Millisecond)
			}
		}()
		began := time.Now()
		c, err := w.next(t.Context())
		if took := time.Since(began); err != nil || !slices.Equal(c.Paths, []string{"a.yaml"}) || took != 250*time.Millisecond {
			t.Errorf("told %v after %s, %v; want a.yaml after 250ms", c.Paths, took, err)
		}
		time.Sleep(time.Second) // for the writer to end
	})
}

func TestLimitsAreToldWithTheNextStep(t *testing.T) {
	for _, cause := range []error{syscall.ENOSPC, syscall.EMFILE} {
		err := limited("content/media", 8192, &os.PathError{Op: "inotify_add_watch", Path: "content/media", Err: cause})
		var limit *LimitError
		if !errors.As(err, &limit) || limit.Watched != 8192 || limit.Hint() == "" || !errors.Is(err, cause) {
			t.Errorf("%v is told as %v", cause, err)
		}
	}
	var limit *LimitError
	if err := limited("x", 1, fs.ErrPermission); errors.As(err, &limit) || !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a refused permission is told as %v", err)
	}
}
