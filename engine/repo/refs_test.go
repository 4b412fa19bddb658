package repo_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"galley/engine/repo"
)

func TestNamesOfReferencesStayInsideTheRepository(t *testing.T) {
	d := newsroom(t)
	r := open(t, d.path)
	commit := head(t, r, "HEAD")
	for _, name := range []string{"", "main", "heads/main", "/refs/heads/x", "refs/", "refs//x", "refs/heads/", "refs/heads/.x", "refs/.x/y", "refs/heads/x.lock",
		"refs/x.lock/y", "refs/heads/x.", "refs/../config", "refs/heads/a..b", "refs/heads/a@{1}", "refs/heads/a b", "refs/heads/a\n", "refs/heads/a\x00", "refs/heads/a\x7f",
		"refs/heads/~a", "refs/heads/a^", "refs/heads/a:b", "refs/heads/a?", "refs/heads/*", "refs/heads/[a", `refs/heads/a\b`} {
		if hash, err := r.Ref(name); err == nil || errors.Is(err, repo.ErrNotFound) || !strings.Contains(err.Error(), "is not the name of a reference") {
			t.Errorf("Ref(%q) = %s, %v", name, hash, err)
		}
		if err := r.Move(t.Context(), []repo.RefUpdate{{name, "", commit}}); err == nil || !strings.Contains(err.Error(), "is not the name of a reference") {
			t.Errorf("Move of %q = %v", name, err)
		}
	}
	for _, name := range []string{"refs/heads/a@b", "refs/heads/é.é", "refs/x", "refs/heads/a/b-c"} {
		if err := r.Move(t.Context(), []repo.RefUpdate{{name, "", commit}}); err != nil {
			t.Errorf("Move of %q = %v", name, err)
		}
		if got, err := r.Ref(name); got != commit || err != nil {
			t.Errorf("Ref(%q) = %s, %v", name, got, err)
		}
	}
}

// Only a commit that is here: nobody could read the branch otherwise.
func TestAReferenceMovesToNothingButACommit(t *testing.T) {
	d := newsroom(t)
	r := open(t, d.path)
	before := d.git("for-each-ref")
	for name, to := range map[string]string{"nothing": "", "a word": "main", "a tree": d.git("rev-parse", "HEAD^{tree}"),
		"a file": d.git("rev-parse", "HEAD:galley.yaml"), "what is not here": strings.Repeat("1", 40)} {
		if err := r.Move(t.Context(), []repo.RefUpdate{{"refs/heads/good", "", head(t, r, "HEAD")}, {"refs/heads/x", "", to}}); err == nil {
			t.Errorf("Move to %s = nil", name)
		}
	}
	if err := r.Move(t.Context(), []repo.RefUpdate{{"HEAD", repo.Whatever, head(t, r, "HEAD")}}); err == nil {
		t.Error("Move of HEAD = nil")
	}
	if after := d.git("for-each-ref"); after != before {
		t.Errorf("references are\n%s\nwant\n%s", after, before)
	}
}

func TestAFolderOfReferencesIsNone(t *testing.T) {
	d := newsroom(t)
	d.git("branch", "team/draft")
	r := open(t, d.path)
	for _, name := range []string{"refs/heads/team", "refs/heads/main/deeper", "refs/heads/main/much/deeper", "refs/heads/none/at/all"} {
		if hash, err := r.Ref(name); !errors.Is(err, repo.ErrNotFound) {
			t.Errorf("Ref(%s) = %s, %v, want ErrNotFound", name, hash, err)
		}
	}
}

func TestDamagedPackedReferencesAreNotMissingOnes(t *testing.T) {
	for name, change := range map[string]func(string) string{
		"no hash": func(s string) string { return strings.Replace(s, s[:40], strings.Repeat("z", 40), 1) },
		"short":   func(s string) string { return s[1:] },
		"no name": func(s string) string { return s[:40] + "\n" },
	} {
		t.Run(name, func(t *testing.T) {
			d := newsroom(t)
			d.git("pack-refs", "--all")
			file := filepath.Join(d.path, ".git", "packed-refs")
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			comment, refs, _ := strings.Cut(string(data), "\n")
			if err := os.WriteFile(file, []byte(comment+"\n"+change(refs)), 0o666); err != nil {
				t.Fatal(err)
			}
			if hash, err := open(t, d.path).Ref("refs/heads/main"); !errors.Is(err, repo.ErrDamaged) || errors.Is(err, repo.ErrNotFound) {
				t.Errorf("Ref = %s, %v, want ErrDamaged", hash, err)
			}
		})
	}
}

func TestWhatIsAtAPathIsToldByItsObject(t *testing.T) {
	d := newsroom(t)
	r := open(t, d.path)
	commit := head(t, r, "HEAD")
	for path, want := range map[string]string{"galley.yaml": d.git("rev-parse", "HEAD:galley.yaml"), "calendar": d.git("rev-parse", "HEAD:calendar"),
		"calendar/a.md": d.git("rev-parse", "HEAD:calendar/a.md"), "nowhere": "", "galley.yaml/below": ""} {
		if got, err := r.ObjectAt(commit, path); got != want || err != nil {
			t.Errorf("ObjectAt(%s) = %s, %v, want %s", path, got, err, want)
		}
	}
	if got, err := r.ObjectAt(strings.Repeat("1", 40), "calendar"); err == nil {
		t.Errorf("ObjectAt of no commit = %q, want an error", got)
	}
	folder := d.git("rev-parse", "HEAD:calendar")
	if err := os.Remove(filepath.Join(d.path, ".git", "objects", folder[:2], folder[2:])); err != nil {
		t.Fatal(err)
	}
	if got, err := open(t, d.path).ObjectAt(commit, "calendar/a.md"); err == nil {
		t.Errorf("ObjectAt below a folder that is gone = %q, want an error", got)
	}
}

// What is packed is what was true then: a file of its own is newer, and where
// that cannot be read nobody knows.
func TestAPackedReferenceIsTheOlderOne(t *testing.T) {
	d := newsroom(t)
	r := open(t, d.path)
	packed := head(t, r, "HEAD")
	d.git("pack-refs", "--all")
	later := commitOn(t, r, packed, "x", "1")
	if err := r.Move(t.Context(), []repo.RefUpdate{{"refs/heads/main", packed, later}}); err != nil {
		t.Fatal(err)
	}
	if got, err := r.Ref("refs/heads/main"); got != later || err != nil {
		t.Errorf("Ref = %s, %v, want %s and not what is packed, %s", got, err, later, packed)
	}
	file := filepath.Join(d.path, ".git/refs/heads/main")
	if err := errors.Join(os.Remove(file), os.Symlink("main", file)); err != nil {
		t.Skip(err)
	}
	if got, err := r.Ref("refs/heads/main"); err == nil || errors.Is(err, repo.ErrNotFound) {
		t.Errorf("Ref of a file that cannot be read = %s, %v", got, err)
	}
}
