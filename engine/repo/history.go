package repo

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// IsAncestor reports whether a is b or one of its ancestors. Where the history
// of a shallow clone ends before that can be told, the error is ErrShallow.
func (r *Repo) IsAncestor(ctx context.Context, a, b string) (bool, error) {
	if a == b {
		return true, nil
	}
	op := fmt.Sprintf("look for %.7s in the history of %.7s", a, b)
	shallow, err := r.shallow()
	if err != nil {
		return false, &Error{Op: op, Err: err}
	}
	sought, cut := plumbing.NewHash(a), false
	seen := map[plumbing.Hash]bool{}
	for todo := []plumbing.Hash{plumbing.NewHash(b)}; len(todo) > 0; {
		if err := ctx.Err(); err != nil {
			return false, &Error{Op: op, Err: err}
		}
		hash := todo[0]
		todo = todo[1:]
		if hash == sought {
			return true, nil
		}
		if seen[hash] {
			continue
		}
		seen[hash] = true
		if shallow[hash] {
			cut = true
			continue
		}
		c, err := r.commit(hash)
		if err != nil {
			return false, &Error{Op: op, Err: err}
		}
		todo = append(todo, c.ParentHashes...)
	}
	if cut {
		return false, &Error{Op: op, Err: ErrShallow,
			Next: `fetch the whole history ("git fetch --unshallow", or fetch-depth: 0 in the workflow)`}
	}
	return false, nil
}

// Shallow reports whether the history of this clone is cut off somewhere.
func (r *Repo) Shallow() (bool, error) {
	edges, err := r.shallow()
	return len(edges) > 0, err
}

// shallow returns the commits whose parents are not here.
func (r *Repo) shallow() (map[plumbing.Hash]bool, error) {
	f, err := os.Open(filepath.Join(r.common, "shallow"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	edges := map[plumbing.Hash]bool{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if !isHash(line) {
			return nil, fmt.Errorf("the list of shallow commits %w", ErrDamaged)
		}
		edges[plumbing.NewHash(line)] = true
	}
	return edges, lines.Err()
}
