package load

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

func TestFolderIsOne(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"galley.yaml", "calendar/a.yaml"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, []byte("id: a\n"), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	files := Folder(dir)
	if err := fstest.TestFS(files, "galley.yaml", "calendar/a.yaml"); err != nil {
		t.Error(err)
	}
	if _, err := fs.Lstat(files, "calendar"); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"../a", "/etc/passwd", "", "calendar/b.yaml"} {
		_, err := files.Open(name)
		_, want := os.DirFS(dir).Open(name)
		if err == nil || err.Error() != want.Error() {
			t.Errorf("open %q: %v, want %v", name, err, want)
		}
	}
}
