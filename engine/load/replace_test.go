package load

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReplaceKeepsWhatItMustNotTouch(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.yaml")
	if err := os.WriteFile(file, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a.yaml", filepath.Join(dir, "link.yaml")); err != nil {
		t.Skip(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, c := range []struct{ name, before, want string }{
		{"link.yaml", "old", "write link.yaml: it is not a regular file"},
		{"a.yaml", "older", "write a.yaml: it was changed by somebody else meanwhile"},
		{"b.yaml", "old", "write b.yaml: "},
		{"../a.yaml", "old", "write ../a.yaml: "},
	} {
		if err := Replace(root, c.name, []byte(c.before), []byte("new")); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
	if data, _ := os.ReadFile(file); string(data) != "old" {
		t.Fatalf("a refused write left %q", data)
	}
	if err := Replace(root, "a.yaml", []byte("old"), []byte("new")); err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(file)
	info, err := os.Stat(file)
	if err != nil || string(data) != "new" || info.Mode().Perm() != 0o640 {
		t.Errorf("got %q, %v, %v", data, info.Mode(), err)
	}
	if names, _ := os.ReadDir(dir); len(names) != 2 {
		t.Errorf("left behind: %v", names)
	}
}
