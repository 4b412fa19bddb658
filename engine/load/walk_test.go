package load

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

const post = "kind: Post\nchannels: [blog]\nid: "

// write makes a folder of files and symbolic links ("-> target").
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, link := strings.CutPrefix(text, "-> "); link {
			err = os.Symlink(target, file)
		} else {
			err = os.WriteFile(file, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestSymbolicLinksStayInside(t *testing.T) {
	dir := write(t, map[string]string{
		"secret.yaml":              post + "secret",
		"root/galley.yaml":         project,
		"root/posts/a.yaml":        post + "a",
		"root/posts/same.yaml":     "-> a.yaml",
		"root/.shared/b.yaml":      post + "b",
		"root/posts/b.yaml":        "-> ../.shared/b.yaml",
		"root/folder":              "-> posts",
		"root/posts/up.yaml":       "-> ../../secret.yaml",
		"root/posts/absolute.yaml": "-> /etc/hostname",
		"root/media/passwd.png":    "-> /etc/passwd",
		"root/outside":             "-> ..",
		"root/hop/one":             "-> ../outside/secret.yaml",
		"root/hidden":              "-> .shared",
		"root/nowhere.yaml":        "-> nothing.yaml",
		"root/loop.yaml":           "-> loop.yaml",
		"root/.git/link":           "-> /etc",
	})
	root, err := os.OpenRoot(filepath.Join(dir, "root"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for name, fsys := range map[string]fs.FS{"DirFS": os.DirFS(filepath.Join(dir, "root")), "Root": root.FS()} {
		t.Run(name, func(t *testing.T) {
			content, findings, err := Tree(t.Context(), fsys, Options{})
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, p := range content.Posts {
				ids = append(ids, p.ID)
			}
			if got := strings.Join(ids, " "); got != "a b" {
				t.Errorf("posts %q, want a b", got)
			}
			want := "hidden symlink-escape\n" +
				"hop/one symlink-escape\n" +
				"loop.yaml unreadable\n" +
				"media/passwd.png symlink-escape\n" +
				"nowhere.yaml unreadable\n" +
				"outside symlink-escape\n" +
				"posts/absolute.yaml symlink-escape\n" +
				"posts/up.yaml symlink-escape\n"
			if got := lines(findings); got != want {
				t.Errorf("findings\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestOnlyContentIsRead(t *testing.T) {
	broken := "{"
	fsys := tree(
		".github/workflows/test.yml", broken,
		".golangci.yml", broken,
		"a/.b/c.yaml", broken,
		"node_modules/x/y.yaml", broken,
		"cue.mod/module.cue", "module: \"example.org/x\"\n",
		"deep/node_modules/x/y.yaml", broken,
		"README.md", "# Title\n---\n",
		"notes.txt", broken,
		"media/a.png", broken,
		"public/.galley/site.json", "{}",
		"public/2026/01/a/page.yaml", broken,
		"other/galley.yaml", broken,
		"other/more/b.yaml", broken,
		"posts/UPPER.YAML", post+"upper",
		"posts/short.yml", post+"short",
		"posts/empty.yaml", "",
		"posts/comments.yaml", "# nothing\n---\n# yet\n",
	)
	content, findings, err := Tree(t.Context(), fsys, Options{Prefix: "letters"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := lines(findings), "letters/other/galley.yaml nested-project\n"; got != want {
		t.Errorf("findings\n%s\nwant\n%s", got, want)
	}
	if len(content.Posts) != 2 {
		t.Errorf("got %d posts, want 2", len(content.Posts))
	}
	if at := content.Posts[0].Object.Start.File; at != "letters/posts/short.yml" {
		t.Errorf("a place is in %q, want the path in the repository", at)
	}
}

func TestRootIsTheNearestAbove(t *testing.T) {
	dir := write(t, map[string]string{
		"galley.yaml":           project,
		"a/b/file":              "",
		"a/inner/galley.yaml":   project,
		"a/inner/c/file":        "",
		"a/odd/galley.yaml/dir": "",
	})
	for from, want := range map[string]string{"": "", "a/b": "", "a/inner": "a/inner", "a/inner/c": "a/inner", "a/odd": ""} {
		got, err := Root(filepath.Join(dir, from))
		if err != nil || got != filepath.Join(dir, want) {
			t.Errorf("from %q: got %q, %v, want %q", from, got, err, want)
		}
	}
	if _, err := Root(t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a galley.yaml: got %v, want fs.ErrNotExist", err)
	}
}

func TestFreezesOfTheRecordBranch(t *testing.T) {
	fsys := fstest.MapFS{
		"freezes/b.yaml":   {Data: []byte("kind: Freeze\nid: b\nscope: {tags: [party]}\nreason: Storm\n")},
		"freezes/a.yaml":   {Data: []byte("kind: Freeze\nid: a\nscope: {all: true}\nreason: Storm\nfrom: 2026-12-24 18:00\nallow: [warning]\n")},
		"freezes/c.yaml":   {Data: []byte("kind: Freeze\nid: c\nscope: {channel: [x]}\nreason: Storm\n")},
		"freezes/d.yaml":   {Data: []byte(post + "d")},
		"freezes/e.txt":    {Data: []byte("{")},
		"ledger/2026.yaml": {Data: []byte("{")},
	}
	freezes, findings := Freezes(fsys, "record")
	if len(freezes) != 2 || freezes[0].ID != "a" || !freezes[0].Scope.All || freezes[0].From != "2026-12-24 18:00" || freezes[1].Scope.Tags[0] != "party" {
		t.Errorf("got %+v", freezes)
	}
	want := "record/freezes/c.yaml:3:9 unknown-field\nrecord/freezes/d.yaml:1:1 unknown-kind\n"
	if got := lines(findings); got != want {
		t.Errorf("findings\n%s\nwant\n%s", got, want)
	}
	for _, f := range findings {
		if !f.Fatal {
			t.Errorf("%s is not fatal", f.Pos)
		}
	}
	if freezes, findings := Freezes(fstest.MapFS{}, ""); len(freezes)+len(findings) != 0 {
		t.Errorf("a branch without freezes: got %v, %v", freezes, findings)
	}
}
