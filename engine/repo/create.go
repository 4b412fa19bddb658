package repo

import (
	"fmt"

	git "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Create makes a repository in dir with the branch main, and commits every file
// that lies there and is not ignored. It is for new content only: in a
// repository that exists it fails.
func Create(dir string, by Signature, message string) (string, error) {
	op := "make a repository in " + dir
	r, err := git.PlainInitWithOptions(dir, &git.PlainInitOptions{
		InitOptions: git.InitOptions{DefaultBranch: plumbing.NewBranchReferenceName("main")},
	})
	if err != nil {
		return "", &Error{Op: op, Err: err}
	}
	tree, err := r.Worktree()
	if err != nil {
		return "", &Error{Op: op, Err: err}
	}
	if err := tree.AddWithOptions(&git.AddOptions{All: true}); err != nil {
		return "", &Error{Op: op, Err: err}
	}
	who := &object.Signature{Name: by.Name, Email: by.Email, When: by.Time}
	hash, err := tree.Commit(message, &git.CommitOptions{Author: who, Committer: who})
	if err != nil {
		return "", &Error{Op: op, Err: fmt.Errorf("first commit: %w", err)}
	}
	return hash.String(), nil
}

// User returns the name in git's configuration, "" if it has none.
func (r *Repo) User() string { return r.config.last("user", "", "name") }
