package repo

import (
	"context"
	"errors"
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// Since returns the commits that head has in its history and base has not, each
// after its children; all of head's where base is "". Where the history of a
// shallow clone ends before base, the error is ErrShallow.
func (r *Repo) Since(ctx context.Context, base, head string) ([]Commit, error) {
	op := fmt.Sprintf("list the commits since %.7s", base)
	edges, err := r.shallow()
	if err != nil {
		return nil, &Error{Op: op, Err: err}
	}
	h := &history{repo: r, edges: edges}
	known := map[plumbing.Hash]bool{}
	if base != "" {
		if err := h.walk(ctx, plumbing.NewHash(base), known, nil); err != nil && !errors.Is(err, ErrShallow) {
			return nil, &Error{Op: op, Err: err}
		}
	}
	var found []Commit
	if err := h.walk(ctx, plumbing.NewHash(head), known, &found); err != nil {
		e := &Error{Op: op, Err: err}
		if errors.Is(err, ErrShallow) {
			e.Next = `fetch the whole history ("git fetch --unshallow", or fetch-depth: 0 in the workflow)`
		}
		return nil, e
	}
	for i, j := 0, len(found)-1; i < j; i, j = i+1, j-1 {
		found[i], found[j] = found[j], found[i]
	}
	return found, nil
}

// A history is walked without recursion: it may be long.
type history struct {
	repo  *Repo
	edges map[plumbing.Hash]bool
}

// walk visits what is not in seen, parents first, and adds it to both. It goes
// on past the edge of a shallow clone and says so at the end.
func (h *history) walk(ctx context.Context, from plumbing.Hash, seen map[plumbing.Hash]bool, into *[]Commit) error {
	type step struct {
		hash plumbing.Hash
		done Commit // its parents were visited
	}
	cut := false
	for todo := []step{{hash: from}}; len(todo) > 0; {
		if err := ctx.Err(); err != nil {
			return err
		}
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if at.done.Hash != "" {
			if into != nil {
				*into = append(*into, at.done)
			}
			continue
		}
		if seen[at.hash] {
			continue
		}
		seen[at.hash] = true
		c, err := h.repo.commit(at.hash)
		if err != nil {
			return err
		}
		todo = append(todo, step{at.hash, described(c)})
		if h.edges[at.hash] {
			cut = true
			continue
		}
		for i := len(c.ParentHashes) - 1; i >= 0; i-- {
			todo = append(todo, step{hash: c.ParentHashes[i]})
		}
	}
	if cut {
		return ErrShallow
	}
	return nil
}

// Changed returns the paths of the files that a commit made other than they are
// in each of its parents: what it says itself, and not what a merge brought. All
// files of a commit without parents are changed.
func (r *Repo) Changed(ctx context.Context, commit Commit) (map[string]bool, error) {
	op := fmt.Sprintf("look at what %.7s changed", commit.Hash)
	c, err := r.commit(plumbing.NewHash(commit.Hash))
	if err != nil {
		return nil, &Error{Op: op, Err: err}
	}
	var changed map[string]bool
	parents := []plumbing.Hash{plumbing.ZeroHash} // of a first commit: the empty tree
	if len(c.ParentHashes) > 0 {
		parents = parents[:0]
		for _, hash := range c.ParentHashes {
			p, err := r.commit(hash)
			if err != nil {
				return nil, &Error{Op: op, Err: err}
			}
			parents = append(parents, p.TreeHash)
		}
	}
	for i, parent := range parents {
		own := map[string]bool{}
		if err := r.differ(ctx, parent, c.TreeHash, "", own); err != nil {
			return nil, &Error{Op: op, Err: err}
		}
		if i == 0 {
			changed = own
			continue
		}
		for path := range changed {
			if !own[path] {
				delete(changed, path)
			}
		}
	}
	return changed, nil
}

// differ adds the files that differ between two trees; the zero hash is the
// empty one.
func (r *Repo) differ(ctx context.Context, before, after plumbing.Hash, prefix string, into map[string]bool) error {
	if before == after {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	names := map[string][2]entry{}
	for i, hash := range []plumbing.Hash{before, after} {
		if hash == plumbing.ZeroHash {
			continue
		}
		entries, err := r.entries(hash)
		if err != nil {
			return err
		}
		for _, e := range entries {
			pair := names[e.name]
			pair[i] = e
			names[e.name] = pair
		}
	}
	for name, pair := range names {
		if pair[0] == pair[1] {
			continue
		}
		folders := [2]plumbing.Hash{}
		for i, e := range pair {
			switch {
			case e.mode == filemode.Dir:
				folders[i] = e.hash
			case e.name != "":
				into[prefix+name] = true
			}
		}
		if err := r.differ(ctx, folders[0], folders[1], prefix+name+"/", into); err != nil {
			return err
		}
	}
	return nil
}
