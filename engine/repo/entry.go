package repo

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/go-git/go-git/v5/plumbing"
)

// ObjectAt returns the hash of the file or folder that a commit has at a path,
// "" if it has none: two commits with the same one hold the same there.
func (r *Repo) ObjectAt(commit, path string) (string, error) {
	c, err := r.commit(plumbing.NewHash(commit))
	if err != nil {
		return "", &Error{Op: fmt.Sprintf("look at %s in %.7s", path, commit), Err: err}
	}
	t := &tree{repo: r, root: c.TreeHash, folders: map[plumbing.Hash]folder{}}
	e, err := t.find(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", &Error{Op: fmt.Sprintf("look at %s in %.7s", path, commit), Err: err}
	}
	return e.hash.String(), nil
}
