package repo_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"galley/engine/repo"
)

// tiny is what every way of opening a repository must show.
func checkContent(t *testing.T, r *repo.Repo) {
	t.Helper()
	c, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	want := repo.Commit{Hash: c.Hash, Time: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC), AuthorName: "Ann",
		AuthorEmail: "ann@example.org", Subject: "write calendar/a.md", Message: "write calendar/a.md\n", Parents: c.Parents}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("Resolve(HEAD) = %+v, want %+v", c, want)
	}
	tree, err := r.Tree(c.Hash, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(tree, "galley.yaml", "calendar/a.md"); err != nil {
		t.Error(err)
	}
}

func TestEveryWayToCheckOutOpens(t *testing.T) {
	d := newsroom(t)
	bare := remoteOf(d)
	other := t.TempDir()
	cases := map[string]func() (dir string, worktree string){
		"folder below": func() (string, string) { return filepath.Join(d.path, "calendar"), d.path },
		"git dir":      func() (string, string) { return filepath.Join(d.path, ".git"), d.path },
		"bare":         func() (string, string) { return bare.path, "" },
		"linked worktree": func() (string, string) {
			linked := filepath.Join(other, "linked")
			d.git("worktree", "add", "-q", "--detach", linked)
			return filepath.Join(linked, "calendar"), linked
		},
		"shallow": func() (string, string) {
			shallow := filepath.Join(other, "shallow")
			d.git("clone", "-q", "--depth=1", "file://"+bare.path, shallow)
			return shallow, shallow
		},
		"sparse": func() (string, string) {
			sparse := filepath.Join(other, "sparse")
			d.git("clone", "-q", bare.path, sparse)
			dir{t, sparse}.git("sparse-checkout", "set", "calendar")
			return sparse, sparse
		},
		"sharing another's objects": func() (string, string) {
			shared := filepath.Join(other, "shared")
			d.git("clone", "-q", "--shared", bare.path, shared)
			return shared, shared
		},
		"submodule of another": func() (string, string) {
			outer := newsroom(t)
			outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", bare.path, "inner")
			return filepath.Join(outer.path, "inner"), filepath.Join(outer.path, "inner")
		},
		"packed": func() (string, string) {
			packed := dir{t, filepath.Join(other, "packed")}
			d.git("clone", "-q", bare.path, packed.path)
			packed.git("gc", "-q")
			packed.git("pack-refs", "--all")
			return packed.path, packed.path
		},
	}
	for name, prepare := range cases {
		t.Run(name, func(t *testing.T) {
			at, worktree := prepare()
			r := open(t, at)
			if r.Worktree() != worktree {
				t.Errorf("Worktree() = %q, want %q", r.Worktree(), worktree)
			}
			checkContent(t, r)
		})
	}
}

func TestForeignFormatsAreRefusedByName(t *testing.T) {
	cases := map[string]struct {
		prepare func(d dir)
		says    string
	}{
		"partial clone":   {func(d dir) { d.git("config", "remote.origin.promisor", "true") }, "partial clone: not supported"},
		"partial, filter": {func(d dir) { d.git("config", "remote.origin.partialclonefilter", "blob:none") }, "partial clone: not supported"},
		"reftable":        {func(d dir) { d.git("config", "extensions.refStorage", "reftable") }, "reference storage reftable: not supported"},
		"sha256": {func(d dir) {
			os.RemoveAll(filepath.Join(d.path, ".git"))
			d.git("init", "-q", "--object-format=sha256")
		}, "object format sha256: not supported"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			d := newsroom(t)
			c.prepare(d)
			_, err := repo.Open(d.path)
			var e *repo.Error
			if !errors.Is(err, repo.ErrUnsupported) || !errors.As(err, &e) || e.Hint() == "" || !strings.Contains(err.Error(), c.says) {
				t.Errorf("Open = %v, want %q with a hint", err, c.says)
			}
		})
	}
}

func TestNoRepositorySaysSo(t *testing.T) {
	if _, err := repo.Open(t.TempDir()); !errors.Is(err, repo.ErrNone) {
		t.Errorf("Open of an empty folder = %v, want ErrNone", err)
	}
	if _, err := repo.Open(filepath.Join(t.TempDir(), "gone")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open of a missing folder = %v, want fs.ErrNotExist", err)
	}
}

func TestRevisionsResolveAsGitDoes(t *testing.T) {
	d := newsroom(t)
	d.git("tag", "light")
	d.git("tag", "-a", "-m", "annotated", "heavy")
	d.git("branch", "team/draft", "HEAD~1")
	remoteOf(d)
	d.git("pack-refs", "--all")
	full := d.git("rev-parse", "HEAD")
	r := open(t, d.path)
	for _, rev := range []string{"HEAD", "main", "light", "heavy", "refs/heads/main", "heads/main", "origin/main",
		"team/draft", full, full[:7], full[:8], strings.ToUpper(full[:12]), full[:5]} {
		want := d.git("rev-parse", rev+"^{commit}")
		if got := head(t, r, rev); got != want {
			t.Errorf("Resolve(%s) = %s, want %s", rev, got, want)
		}
	}
	for _, rev := range []string{"nowhere", "", "../../etc/passwd", "abc", strings.Repeat("0", 40), "refs/heads/main/deeper", "main..light"} {
		if c, err := r.Resolve(rev); !errors.Is(err, repo.ErrNotFound) {
			t.Errorf("Resolve(%q) = %v, %v, want ErrNotFound", rev, c, err)
		}
	}
}

func TestADamagedReferenceIsNeverAMissingOne(t *testing.T) {
	for name, content := range map[string]string{"empty": "", "short": "1a2b3c", "garbled": strings.Repeat("z", 40) + "\n"} {
		t.Run(name, func(t *testing.T) {
			d := newsroom(t)
			d.write(".git/refs/heads/main", content)
			r := open(t, d.path)
			for _, rev := range []string{"HEAD", "main", "refs/heads/main"} {
				if _, err := r.Resolve(rev); !errors.Is(err, repo.ErrDamaged) || errors.Is(err, repo.ErrNotFound) {
					t.Errorf("Resolve(%s) = %v, want ErrDamaged", rev, err)
				}
			}
			if _, err := r.Ref("refs/heads/main"); !errors.Is(err, repo.ErrDamaged) {
				t.Errorf("Ref = %v, want ErrDamaged", err)
			}
		})
	}
}

func TestAncestryStopsAtTheEdgeAndSaysSo(t *testing.T) {
	d := newsroom(t)
	first := d.git("rev-parse", "HEAD~1")
	second := d.git("rev-parse", "HEAD")
	d.git("checkout", "-q", "-b", "side", first)
	side := d.commit("side.md", "side")
	d.git("checkout", "-q", "main")
	d.git("merge", "-q", "--no-edit", "side")
	merge := d.git("rev-parse", "HEAD")
	r := open(t, d.path)
	for _, c := range []struct {
		a, b string
		want bool
	}{{first, merge, true}, {side, merge, true}, {second, merge, true}, {merge, merge, true}, {merge, first, false},
		{side, second, false}, {strings.Repeat("1", 40), merge, false}} {
		if got, err := r.IsAncestor(t.Context(), c.a, c.b); got != c.want || err != nil {
			t.Errorf("IsAncestor(%.7s, %.7s) = %v, %v, want %v", c.a, c.b, got, err, c.want)
		}
	}
	bare := remoteOf(d)
	shallow := filepath.Join(t.TempDir(), "shallow")
	d.git("clone", "-q", "--depth=1", "file://"+bare.path, shallow)
	if _, err := open(t, shallow).IsAncestor(t.Context(), first, merge); !errors.Is(err, repo.ErrShallow) {
		t.Errorf("IsAncestor in a shallow clone = %v, want ErrShallow", err)
	}
}

func TestMergeBaseIsWhatBothHaveInCommon(t *testing.T) {
	d := newsroom(t)
	root, fork := d.git("rev-parse", "HEAD~1"), d.git("rev-parse", "HEAD")
	d.git("checkout", "-q", "-b", "side")
	side := d.commit("side.md", "side")
	d.git("checkout", "-q", "main")
	onMain := d.commit("main.md", "main")
	d.git("merge", "-q", "--no-edit", "side")
	merge := d.git("rev-parse", "HEAD")
	d.git("checkout", "-q", "--orphan", "other")
	orphan := d.commit("other.md", "other")
	r := open(t, d.path)
	for _, c := range []struct{ a, b, want string }{
		{onMain, side, fork}, {side, onMain, fork}, {root, side, root}, {onMain, merge, onMain}, {side, merge, side},
		{merge, merge, merge}, {merge, orphan, ""},
	} {
		if got, err := r.MergeBase(t.Context(), c.a, c.b); got != c.want || err != nil {
			t.Errorf("MergeBase(%.7s, %.7s) = %.7s, %v, want %.7s", c.a, c.b, got, err, c.want)
		}
	}
	d.git("checkout", "-q", "main")
	bare := remoteOf(d)
	shallow := filepath.Join(t.TempDir(), "shallow")
	d.git("clone", "-q", "--depth=1", "--no-single-branch", "file://"+bare.path, shallow)
	if _, err := open(t, shallow).MergeBase(t.Context(), merge, "refs"); err == nil {
		t.Error("MergeBase with a commit that is not there = nil error")
	}
}

func TestLinksAreFollowedInsideTheTreeOnly(t *testing.T) {
	d := newsroom(t)
	for link, target := range map[string]string{"calendar/in.md": "a.md", "calendar/round": "../calendar/a.md", "calendar/dir": "sub",
		"calendar/out": "../galley.yaml", "calendar/abs": "/etc/passwd", "calendar/loop": "loop", "calendar/dangling": "gone"} {
		if err := os.Symlink(target, filepath.Join(d.path, link)); err != nil {
			t.Skip(err)
		}
	}
	commit := d.commit("calendar/sub/b.md", "below\n")
	r := open(t, d.path)
	whole, err := r.Tree(commit, ".")
	if err != nil {
		t.Fatal(err)
	}
	calendar, err := r.Tree(commit, "calendar")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		tree       fs.FS
		name, want string // "" for an error
	}{
		{calendar, "in.md", "hello\n"}, {calendar, "dir/b.md", "below\n"}, {calendar, "out", ""}, {calendar, "round", ""},
		{calendar, "abs", ""}, {calendar, "loop", ""}, {calendar, "dangling", ""},
		{whole, "calendar/round", "hello\n"}, {whole, "calendar/out", "kind: Project\n"},
	} {
		got, err := fs.ReadFile(c.tree, c.name)
		if string(got) != c.want || (err == nil) != (c.want != "") {
			t.Errorf("ReadFile(%s) = %q, %v, want %q", c.name, got, err, c.want)
		}
	}
	if target, err := fs.ReadLink(calendar, "out"); target != "../galley.yaml" || err != nil {
		t.Errorf("ReadLink = %q, %v", target, err)
	}
	if _, err := fs.ReadFile(calendar, "out"); errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a link that leads out reads as missing: %v", err)
	}
}

func TestSubmodulesAreRefusedByName(t *testing.T) {
	d := newsroom(t)
	library := newsroom(t)
	d.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", library.path, "media/stock")
	d.git("commit", "-q", "-m", "submodule")
	r := open(t, d.path)
	commit := head(t, r, "HEAD")
	if _, err := r.Tree(commit, "."); !errors.Is(err, repo.ErrUnsupported) {
		t.Errorf("Tree with .gitmodules = %v, want ErrUnsupported", err)
	}
	media, err := r.Tree(commit, "media")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadDir(media, "."); !errors.Is(err, repo.ErrUnsupported) || !strings.Contains(err.Error(), "stock") {
		t.Errorf("ReadDir = %v, want ErrUnsupported naming stock", err)
	}
	if _, err := r.Tree(commit, "calendar"); err != nil {
		t.Errorf("a folder without submodules: %v", err)
	}
}

func TestAMissingObjectIsNotAMissingFile(t *testing.T) {
	d := newsroom(t)
	blob := d.git("rev-parse", "HEAD:calendar/a.md")
	if err := os.Remove(filepath.Join(d.path, ".git", "objects", blob[:2], blob[2:])); err != nil {
		t.Fatal(err)
	}
	r := open(t, d.path)
	tree, err := r.Tree(head(t, r, "HEAD"), ".")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadFile(tree, "calendar/a.md"); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("ReadFile = %v, want an error that is not fs.ErrNotExist", err)
	}
}

func TestObjectsPackedBehindOurBackAreFound(t *testing.T) {
	d := newsroom(t)
	r := open(t, d.path)
	before := commitOn(t, r, head(t, r, "HEAD"), "calendar/b.md", "before")
	if err := r.Move(t.Context(), []repo.RefUpdate{{Name: "refs/heads/main", Old: head(t, r, "HEAD"), New: before}}); err != nil {
		t.Fatal(err)
	}
	d.git("gc", "-q", "--prune=now")
	tree, err := r.Tree(head(t, r, "HEAD"), "calendar")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := fs.ReadFile(tree, "b.md"); string(got) != "before" {
		t.Errorf("ReadFile = %q, %v", got, err)
	}
	// What another process wrote is in no list that this one made before.
	after := commitOn(t, open(t, d.path), before, "calendar/c.md", "after")
	d.git("update-ref", "refs/heads/main", after)
	d.git("gc", "-q", "--prune=now")
	if got := head(t, r, after); got != after {
		t.Errorf("Resolve = %s, want %s", got, after)
	}
}
