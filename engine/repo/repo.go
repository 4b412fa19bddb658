// Package repo is all that Galley knows of git. In travel commits, which come
// out as file systems, and files, which come out as commits; references move
// by compare-and-swap, here and on a remote.
//
// It never touches the working tree, the index or a branch of the user's, and
// it never asks anybody anything: a credential is there or it is missing.
package repo

import (
	"errors"
	"os"
	"path/filepath"
	"sync"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// cacheSize bounds the memory spent on objects already read.
const cacheSize = 16 * cache.MiByte

// openPacks bounds the pack files kept open.
const openPacks = 16

// Options is what of the user's surroundings a repository may use.
type Options struct {
	// Config names the user's own git configuration files, weakest first. A
	// missing one is no error. They say who commits and which URLs stand for
	// others.
	Config []string
	// Auth is the credential for https remotes; the zero value leaves it to the
	// repository's own configuration.
	Auth Auth
}

// A Repo is an open git repository. It may be used by several goroutines.
type Repo struct {
	worktree string // "" if bare
	gitDir   string // of this working tree
	common   string // shared by all working trees
	options  Options
	config   settings

	mu      sync.Mutex // guards what follows: go-git's storage is for one goroutine
	objects *filesystem.Storage
	shared  []*filesystem.Storage // of other repositories whose objects this one borrows
}

// Open opens the repository that dir is in, with nothing of the user's
// surroundings.
func Open(dir string) (*Repo, error) { return OpenWith(dir, Options{}) }

// OpenWith opens the repository that dir is in: a working tree (linked, sparse
// or shallow as it may be), a folder below one, or a bare repository. Partial
// clones and SHA-256 repositories are refused by name.
func OpenWith(dir string, options Options) (*Repo, error) {
	r := &Repo{options: options}
	if err := r.locate(dir); err != nil {
		return nil, err
	}
	if err := r.readConfig(); err != nil {
		return nil, err
	}
	if err := r.refuseForeignFormats(); err != nil {
		return nil, err
	}
	r.objects = objectStore(dotgit.NewRepositoryFilesystem(osfs.New(r.gitDir), osfs.New(r.common)))
	if err := r.borrow(filepath.Join(r.common, "objects"), 0); err != nil {
		return nil, &Error{Op: "open repository at " + r.common, Err: err}
	}
	return r, nil
}

// checkedOut returns the branch of the working tree, also before its first
// commit; "HEAD" if it is detached.
func (r *Repo) checkedOut() string {
	_, last, _ := r.follow("HEAD")
	return last
}

// Close closes the pack files that are open. The repository may be used again.
func (r *Repo) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var errs []error
	for _, store := range r.stores() {
		errs = append(errs, store.Close())
	}
	return errors.Join(errs...)
}

// Worktree returns the top folder of the working tree, "" if there is none.
func (r *Repo) Worktree() string { return r.worktree }

// Dir returns the folder that all working trees share: the usual ".git".
func (r *Repo) Dir() string { return r.common }

// locate walks up from dir to the repository.
func (r *Repo) locate(dir string) error {
	start, err := filepath.Abs(dir)
	if err != nil {
		return &Error{Op: "open repository at " + dir, Err: err}
	}
	if _, err := os.Stat(start); err != nil {
		return &Error{Op: "open repository at " + dir, Err: err}
	}
	for at := start; ; at = filepath.Dir(at) {
		found, err := r.locateAt(at)
		if err != nil {
			return &Error{Op: "open repository at " + at, Err: err}
		}
		if found {
			return nil
		}
		if filepath.Dir(at) == at {
			return &Error{Op: "open repository at " + dir, Err: ErrNone,
				Next: `run "git init", or name a folder inside a repository with -C`}
		}
	}
}

func (r *Repo) locateAt(dir string) (bool, error) {
	dot := filepath.Join(dir, ".git")
	info, err := os.Stat(dot)
	switch {
	case err == nil && info.IsDir() && isGitDir(dot):
		r.worktree, r.gitDir = dir, dot
	case err == nil && !info.IsDir():
		target, err := readPointer(dot, "gitdir: ")
		if err != nil {
			return false, err
		}
		r.worktree, r.gitDir = dir, target
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return false, err
	case isGitDir(dir):
		r.gitDir = dir
		if filepath.Base(dir) == ".git" {
			r.worktree = filepath.Dir(dir)
		}
	default:
		return false, nil
	}
	return true, r.locateCommon()
}

func (r *Repo) locateCommon() error {
	r.common = r.gitDir
	target, err := readPointer(filepath.Join(r.gitDir, "commondir"), "")
	if err == nil {
		r.common = target
	} else if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// isGitDir asks for what git itself asks for.
func isGitDir(dir string) bool {
	if _, err := os.Lstat(filepath.Join(dir, "HEAD")); err != nil {
		return false
	}
	for _, name := range []string{"objects", "refs"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || !info.IsDir() {
			_, common := os.Stat(filepath.Join(dir, "commondir"))
			return common == nil
		}
	}
	return true
}
