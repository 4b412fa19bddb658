package repo_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"galley/engine/repo"
)

// A dir is a folder in which the tests run git itself.
type dir struct {
	t    testing.TB
	path string
}

func (d dir) git(args ...string) string {
	d.t.Helper()
	out, err := d.try(args...)
	if err != nil {
		d.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func (d dir) try(args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = d.path
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Ann", "GIT_AUTHOR_EMAIL=ann@example.org", "GIT_AUTHOR_DATE=2026-12-01T09:00:00Z",
		"GIT_COMMITTER_NAME=Ann", "GIT_COMMITTER_EMAIL=ann@example.org", "GIT_COMMITTER_DATE=2026-12-01T09:00:00Z",
		"GIT_TERMINAL_PROMPT=0")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return strings.TrimSpace(out.String()), err
}

func (d dir) write(name, data string) {
	d.t.Helper()
	file := filepath.Join(d.path, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(data), 0o666); err != nil {
		d.t.Fatal(err)
	}
}

func (d dir) commit(name, data string) string {
	d.t.Helper()
	d.write(name, data)
	d.git("add", ".")
	d.git("commit", "-q", "-m", "write "+name)
	return d.git("rev-parse", "HEAD")
}

// fsck fails the test if git finds anything wrong.
func (d dir) fsck() {
	d.t.Helper()
	out, err := d.try("fsck", "--full", "--strict", "--no-dangling", "--no-progress")
	if err != nil || strings.Contains(out, "missing") || strings.Contains(out, "broken") || strings.Contains(out, "error") {
		d.t.Errorf("git fsck: %v\n%s", err, out)
	}
}

// newsroom makes a repository with two commits.
func newsroom(t testing.TB) dir {
	d := dir{t, t.TempDir()}
	d.git("init", "-q", "-b", "main")
	d.commit("galley.yaml", "kind: Project\n")
	d.commit("calendar/a.md", "hello\n")
	return d
}

// remoteOf pushes d to a new bare repository and makes it its origin.
func remoteOf(d dir) dir {
	bare := dir{d.t, filepath.Join(d.t.TempDir(), "bare.git")}
	d.git("init", "-q", "--bare", "-b", "main", bare.path)
	d.git("remote", "add", "origin", bare.path)
	d.git("push", "-q", "origin", "main")
	return bare
}

func open(t testing.TB, path string) *repo.Repo {
	t.Helper()
	r, err := repo.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func origin(t testing.TB, r *repo.Repo) *repo.Remote {
	t.Helper()
	m, err := r.Remote("origin")
	if err != nil || m == nil {
		t.Fatalf("Remote(origin) = %v, %v", m, err)
	}
	return m
}

func signature() repo.Signature {
	return repo.Signature{Name: "Galley", Email: "galley@localhost", Time: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)}
}

// commitOn makes a commit with the package under test.
func commitOn(t testing.TB, r *repo.Repo, parent, name, data string) string {
	t.Helper()
	hash, err := r.Commit(context.Background(), parent, []repo.File{{Path: name, Data: []byte(data)}}, signature(), "write "+name)
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

func head(t testing.TB, r *repo.Repo, rev string) string {
	t.Helper()
	c, err := r.Resolve(rev)
	if err != nil {
		t.Fatal(err)
	}
	return c.Hash
}
