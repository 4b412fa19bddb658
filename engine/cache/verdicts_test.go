package cache

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/load"
	"galley/schema"
)

// A counted tree notes which files are opened.
type counted struct {
	fs.FS
	mu     sync.Mutex
	opened []string
}

func (c *counted) Open(name string) (fs.File, error) {
	f, err := c.FS.Open(name)
	if err == nil {
		if info, _ := f.Stat(); !info.IsDir() {
			c.mu.Lock()
			c.opened = append(c.opened, name)
			c.mu.Unlock()
		}
	}
	return f, err
}

func (c *counted) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(c.FS, name) }
func (c *counted) ReadLink(name string) (string, error)   { return fs.ReadLink(c.FS, name) }

type root struct {
	*testing.T
	dir     string
	file    File
	program string
}

// run is a validation that finds one thing in each post. It returns the files
// that were opened and the posts that were looked at.
func (r *root) run() (opened, looked []string) {
	r.Helper()
	files := &counted{FS: os.DirFS(r.dir)}
	v := Open(r.file, files, r.program)
	var content schema.Content
	for {
		v.Begin()
		var err error
		if content, _, err = load.Tree(context.Background(), files, load.Options{Memory: v}); err != nil {
			r.Fatal(err)
		}
		if v.Holds(content) {
			break
		}
	}
	for i := range content.Posts {
		p := &content.Posts[i]
		want := []engine.Finding{{Text: "of " + p.ID}}
		if k := v.Of(p); k != nil {
			if !slices.EqualFunc(k.Alone, want, engine.Finding.Same) {
				r.Errorf("%s: recalled %v", p.ID, k.Alone)
			}
			continue
		}
		looked = append(looked, p.ID)
		v.Learn(p.ID, Known{Alone: want})
	}
	if err := v.Save(content); err != nil {
		r.Fatal(err)
	}
	slices.Sort(files.opened)
	return slices.Compact(files.opened), looked
}

func (r *root) write(name, text string) {
	r.Helper()
	path := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		r.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		r.Fatal(err)
	}
}

func newRoot(t *testing.T) *root {
	r := &root{T: t, dir: t.TempDir(), file: In(t.TempDir(), "root"), program: "this"}
	r.file.TestOnlyLater = time.Hour
	r.write("galley.yaml", "kind: Project\nid: p\nzone: UTC\n")
	for i := range 5 {
		r.write(fmt.Sprintf("posts/%d.yaml", i), fmt.Sprintf("kind: Post\nid: p%d\nchannels: [c]\ntext: Hello.\n", i))
	}
	r.write("posts/asks.yaml", "kind: Post\nid: asks\nchannels: [c]\ntext: See ${post.p1.c.url}\n")
	r.write("media/a.jpg", "one")
	r.write("posts/shows.yaml", "kind: Post\nid: shows\nchannels: [c]\nmedia: [{file: media/a.jpg}]\n")
	return r
}

var all = []string{"asks", "p0", "p1", "p2", "p3", "p4", "shows"}

func TestOnlyWhatChangedIsLookedAt(t *testing.T) {
	if _, told := systemStamp(must(os.Stat("."))); !told {
		t.Skip("this system does not tell when a file was changed")
	}
	steps := []struct {
		name           string
		change         func(r *root)
		opened, looked []string
	}{
		{"nothing", func(*root) {}, []string{"galley.yaml"}, nil},
		{"a text", func(r *root) { r.write("posts/3.yaml", "kind: Post\nid: p3\nchannels: [c]\ntext: Other.\n") },
			[]string{"galley.yaml", "posts/3.yaml"}, []string{"p3"}},
		{"where another post is", func(r *root) { r.write("posts/1.yaml", "kind: Post\nid: p1\nchannels: [c, d]\n") },
			[]string{"galley.yaml", "posts/1.yaml", "posts/asks.yaml"}, []string{"asks", "p1"}},
		{"a post more", func(r *root) { r.write("posts/9.yaml", "kind: Post\nid: p9\nchannels: [c]\n") },
			[]string{"galley.yaml", "posts/9.yaml", "posts/asks.yaml"}, []string{"asks", "p9"}},
		{"a picture", func(r *root) { r.write("media/a.jpg", "two") },
			[]string{"galley.yaml", "posts/shows.yaml"}, []string{"shows"}},
		{"a touch", func(r *root) { must0(os.Chtimes(filepath.Join(r.dir, "posts", "2.yaml"), time.Now(), time.Now())) },
			[]string{"galley.yaml", "posts/2.yaml"}, nil},
		{"the program", func(r *root) { r.program = "other" }, nil, all},
		{"a channel", func(r *root) { r.write("channels/c.yaml", "kind: Channel\nid: c\nnetwork: site\n") }, nil, all},
		{"the project", func(r *root) { r.write("galley.yaml", "kind: Project\nid: p\nzone: Europe/Paris\n") }, nil, all},
		{"a house rule", func(r *root) { r.write("rules.cue", "package rules\n") }, nil, all},
		{"a calendar", func(r *root) { r.write("posts/0.yaml", "kind: Calendar\nid: cal\nposts: [{id: p0, channels: [c]}]\n") }, nil, all},
	}
	for _, s := range steps {
		t.Run(s.name, func(t *testing.T) {
			r := newRoot(t)
			if _, looked := r.run(); !slices.Equal(looked, all) {
				t.Fatalf("the first time %v were looked at, want %v", looked, all)
			}
			s.change(r)
			opened, looked := r.run()
			if s.opened != nil && !slices.Equal(opened, s.opened) || !slices.Equal(looked, s.looked) {
				t.Errorf("opened %v, looked at %v\nwant %v, %v", opened, looked, s.opened, s.looked)
			}
			if _, looked := r.run(); looked != nil {
				t.Errorf("once more, %v were looked at", looked)
			}
		})
	}
}

// TestAYoungStampIsNotBelieved reads what was written just now again.
func TestAYoungStampIsNotBelieved(t *testing.T) {
	r := newRoot(t)
	r.file.TestOnlyLater = 0
	r.run()
	opened, looked := r.run()
	if len(opened) != 8 || !slices.Equal(looked, []string{"shows"}) {
		t.Errorf("opened %v and looked at %v: want all files of text compared, and the post with a picture looked at", opened, looked)
	}
}

// TestAnotherWithTheSameIDIsNotRemembered: only one of both was looked at.
func TestAnotherWithTheSameIDIsNotRemembered(t *testing.T) {
	r := newRoot(t)
	r.write("posts/8.yaml", "kind: Post\nid: p4\nchannels: [c]\n")
	r.run()
	must0(os.Remove(filepath.Join(r.dir, "posts", "4.yaml")))
	if _, looked := r.run(); !slices.Equal(looked, []string{"asks", "p4"}) && !slices.Equal(looked, []string{"p4"}) {
		t.Errorf("looked at %v, want p4", looked)
	}
}

func must[T any](v T, err error) T { must0(err); return v }

func must0(err error) {
	if err != nil {
		panic(err)
	}
}
