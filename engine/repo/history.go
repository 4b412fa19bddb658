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
	"github.com/go-git/go-git/v5/plumbing/object"
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
			Next: wholeHistory}
	}
	return false, nil
}

const wholeHistory = `fetch the whole history ("git fetch --unshallow", or fetch-depth: 0 in the workflow)`

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

// MergeBase returns the newest commit that a and b have in common, "" if there
// is none. Where the history of a shallow clone ends before one is found, the
// error is ErrShallow.
func (r *Repo) MergeBase(ctx context.Context, a, b string) (string, error) {
	op := fmt.Sprintf("look for what %.7s and %.7s have in common", a, b)
	shallow, err := r.shallow()
	if err != nil {
		return "", &Error{Op: op, Err: err}
	}
	first := map[plumbing.Hash]bool{}
	cut, err := r.walk(ctx, shallow, a, func(c *object.Commit) bool {
		first[c.Hash] = true
		return true
	})
	if err != nil {
		return "", &Error{Op: op, Err: err}
	}
	var newest *object.Commit
	cutToo, err := r.walk(ctx, shallow, b, func(c *object.Commit) bool {
		if first[c.Hash] && (newest == nil || c.Committer.When.After(newest.Committer.When)) {
			newest = c
		}
		return !first[c.Hash]
	})
	switch {
	case err != nil:
		return "", &Error{Op: op, Err: err}
	case newest != nil:
		return newest.Hash.String(), nil
	case cut || cutToo:
		return "", &Error{Op: op, Err: ErrShallow, Next: wholeHistory}
	}
	return "", nil
}

// walk visits a commit and its ancestors, each once, and goes on behind those
// of which visit says so. It reports whether a shallow clone cut it short.
func (r *Repo) walk(ctx context.Context, shallow map[plumbing.Hash]bool, from string, visit func(*object.Commit) bool) (cut bool, err error) {
	seen := map[plumbing.Hash]bool{}
	for todo := []plumbing.Hash{plumbing.NewHash(from)}; len(todo) > 0; todo = todo[1:] {
		if err := ctx.Err(); err != nil {
			return cut, err
		}
		hash := todo[0]
		if seen[hash] {
			continue
		}
		seen[hash] = true
		c, err := r.commit(hash)
		if err != nil {
			return cut, err
		}
		switch {
		case !visit(c):
		case shallow[hash]:
			cut = true
		default:
			todo = append(todo, c.ParentHashes...)
		}
	}
	return cut, nil
}
