package repo

import (
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// missing lists the objects that somebody who has the known commits lacks of
// news: the new commits and what each changed against its first parent. It
// stops at the edge of a shallow clone.
func (r *Repo) missing(news []plumbing.Hash, known map[plumbing.Hash]bool) ([]plumbing.Hash, error) {
	edges, err := r.shallow()
	if err != nil {
		return nil, err
	}
	var list []plumbing.Hash
	seen := map[plumbing.Hash]bool{}
	add := func(h plumbing.Hash) bool {
		if seen[h] {
			return false
		}
		seen[h] = true
		list = append(list, h)
		return true
	}
	for todo := news; len(todo) > 0; todo = todo[1:] {
		hash := todo[0]
		if known[hash] || !add(hash) {
			continue
		}
		c, err := r.commit(hash)
		if err != nil {
			return nil, err
		}
		base := plumbing.ZeroHash
		if len(c.ParentHashes) > 0 && !edges[hash] {
			parent, err := r.commit(c.ParentHashes[0])
			if err != nil {
				return nil, err
			}
			base = parent.TreeHash
			todo = append(todo, c.ParentHashes...)
		}
		if err := r.changed(base, c.TreeHash, add); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// changed adds the trees and files of tree that base lacks at the same path.
func (r *Repo) changed(base, tree plumbing.Hash, add func(plumbing.Hash) bool) error {
	if base == tree || !add(tree) {
		return nil
	}
	entries, err := r.entries(tree)
	if err != nil {
		return err
	}
	before := map[string]plumbing.Hash{}
	if base != plumbing.ZeroHash {
		old, err := r.entries(base)
		if err != nil {
			return err
		}
		for _, e := range old {
			before[e.name+"\x00"+e.mode.String()] = e.hash
		}
	}
	for _, e := range entries {
		old := before[e.name+"\x00"+e.mode.String()]
		switch {
		case e.hash == old || e.mode == filemode.Submodule:
		case e.mode == filemode.Dir:
			if err := r.changed(old, e.hash, add); err != nil {
				return err
			}
		default:
			add(e.hash)
		}
	}
	return nil
}
