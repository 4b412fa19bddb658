package repo_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"galley/engine"
	"galley/engine/repo"
)

func TestTargetsHoldWhatWasWritten(t *testing.T) {
	d := newsroom(t)
	remoteOf(d)
	r := open(t, d.path)
	for name, target := range map[string]engine.Target{
		"folder":        repo.Folder(filepath.Join(t.TempDir(), "public", "blog")),
		"branch":        repo.Branch(r, "pages", nil, signature),
		"remote branch": repo.Branch(r, "pages", origin(t, r), signature),
	} {
		t.Run(name, func(t *testing.T) {
			check := func(want map[string]string) {
				t.Helper()
				files, err := target.FS(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				got := map[string]string{}
				err = fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
					if err != nil || e.IsDir() {
						return err
					}
					data, err := fs.ReadFile(files, name)
					got[name] = string(data)
					return err
				})
				if err != nil || len(got) != len(want) {
					t.Errorf("files = %v, %v, want %v", got, err, want)
				}
				for name, data := range want {
					if got[name] != data {
						t.Errorf("%s = %q, want %q", name, got[name], data)
					}
				}
			}
			write := func(files ...engine.TargetFile) {
				t.Helper()
				if err := target.Write(t.Context(), files); err != nil {
					t.Fatal(err)
				}
			}
			check(nil)
			write(engine.TargetFile{Name: "index.html", Data: []byte("1")}, engine.TargetFile{Name: "2026/a/index.html", Data: []byte("a")})
			check(map[string]string{"index.html": "1", "2026/a/index.html": "a"})
			write(engine.TargetFile{Name: "index.html", Data: []byte("2")}, engine.TargetFile{Name: "2026/a/index.html"},
				engine.TargetFile{Name: "never/was"})
			check(map[string]string{"index.html": "2"})
			for _, bad := range []string{"../x", "/x", "", ".", "a/../../x"} {
				err := target.Write(t.Context(), []engine.TargetFile{{Name: bad, Data: []byte("x")}})
				if engine.KindOf(err) != engine.Invalid || err == nil {
					t.Errorf("Write(%q) = %v, want Invalid", bad, err)
				}
			}
			check(map[string]string{"index.html": "2"})
		})
	}
	d.fsck()
}

func TestAFolderIsNeverLeftThroughALink(t *testing.T) {
	outside, inside := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("s"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(inside, "out")); err != nil {
		t.Skip(err)
	}
	if err := os.Symlink(filepath.Join(outside, "secret"), filepath.Join(inside, "page.html")); err != nil {
		t.Skip(err)
	}
	target := repo.Folder(inside)
	for _, data := range [][]byte{[]byte("x"), nil} {
		if err := target.Write(t.Context(), []engine.TargetFile{{Name: "out/secret", Data: data}}); err == nil {
			t.Errorf("Write(%q) through a link that leads out = nil", data)
		}
	}
	if err := target.Write(t.Context(), []engine.TargetFile{{Name: "page.html", Data: []byte("page")}}); err != nil {
		t.Fatal(err)
	}
	files, err := target.FS(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadFile(files, "out/secret"); err == nil {
		t.Error("read through a link that leads out")
	}
	if got, _ := os.ReadFile(filepath.Join(outside, "secret")); string(got) != "s" {
		t.Errorf("the file outside is %q", got)
	}
	if got, _ := os.ReadFile(filepath.Join(inside, "page.html")); string(got) != "page" {
		t.Errorf("page.html = %q", got)
	}
}

func TestABranchThatMovedIsTransient(t *testing.T) {
	d := newsroom(t)
	bare := remoteOf(d)
	r := open(t, d.path)
	target := repo.Branch(r, "pages", origin(t, r), signature)
	if err := target.Write(t.Context(), []engine.TargetFile{{Name: "a", Data: []byte("1")}}); err != nil {
		t.Fatal(err)
	}
	// Somebody comes between the read and the move of this write.
	hook(t, bare, "pre-receive", `[ -e once ] || { touch once; env -u GIT_QUARANTINE_PATH git update-ref refs/heads/pages refs/heads/main; }`)
	err := target.Write(t.Context(), []engine.TargetFile{{Name: "a", Data: []byte("2")}})
	if engine.KindOf(err) != engine.Transient || !errors.Is(err, engine.ErrLost) {
		t.Errorf("Write = %v, want Transient and ErrLost", err)
	}
	if err := target.Write(t.Context(), []engine.TargetFile{{Name: "a", Data: []byte("2")}}); err != nil {
		t.Errorf("the next Write = %v", err)
	}
}

func TestACheckedOutBranchIsNoTarget(t *testing.T) {
	d := newsroom(t)
	err := repo.Branch(open(t, d.path), "main", nil, signature).Write(t.Context(), []engine.TargetFile{{Name: "a", Data: []byte("1")}})
	if engine.KindOf(err) != engine.Unsupported {
		t.Errorf("Write = %v, want Unsupported", err)
	}
}

func TestAFolderIsReadAsItIs(t *testing.T) {
	inside := t.TempDir()
	large := bytes.Repeat([]byte("galley\n"), 30_000)
	for name, data := range map[string][]byte{"a/large": large, "a/empty": {}, "b": []byte("b")} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(inside, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(inside, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"within": "a", "out": "..", "absolute": inside} {
		if err := os.Symlink(to, filepath.Join(inside, link)); err != nil {
			t.Skip(err)
		}
	}
	files, err := repo.Folder(inside).FS(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a/large", "a/empty", "b", "within/large"} {
		want, _ := os.ReadFile(filepath.Join(inside, name))
		if got, err := fs.ReadFile(files, name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, %v, want %d", name, len(got), err, len(want))
		}
	}
	for _, name := range []string{"a", "none", "b/none", "../b", "/b", "", "out/" + filepath.Base(inside) + "/b", "absolute/b"} {
		var failure *fs.PathError
		if data, err := fs.ReadFile(files, name); !errors.As(err, &failure) {
			t.Errorf("ReadFile(%q) = %q, %v, want a PathError", name, data, err)
		}
	}
	for _, name := range []string{"b", "none", "out", "absolute"} {
		if entries, err := fs.ReadDir(files, name); err == nil {
			t.Errorf("ReadDir(%q) = %v", name, entries)
		}
	}
	entries, err := fs.ReadDir(files, "a")
	if err != nil || len(entries) != 2 || entries[0].Name() != "empty" {
		t.Fatalf("ReadDir(a) = %v, %v", entries, err)
	}
	if info, err := entries[1].Info(); err != nil || info.Size() != int64(len(large)) {
		t.Errorf("Info(%s) = %v, %v", entries[1].Name(), info, err)
	}
}
