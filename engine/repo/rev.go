package repo

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// minAbbreviation is the least number of digits that name a commit.
const minAbbreviation = 4

// A Commit is one commit as people speak of it.
type Commit struct {
	Hash        string
	Time        time.Time // of the committer, UTC
	AuthorName  string
	AuthorEmail string
	Subject     string // the first line of its message
	Message     string // all of it
	Parents     []string
}

// Resolve returns the commit that a revision names: HEAD, a reference, a tag, a
// branch (also a remote's), a hash or the beginning of one. ErrNotFound if
// nothing has that name.
func (r *Repo) Resolve(rev string) (Commit, error) {
	hash, err := r.resolve(rev)
	if err != nil {
		return Commit{}, &Error{Op: fmt.Sprintf("find revision %q", rev), Err: err}
	}
	c, err := r.peel(hash)
	if err != nil {
		return Commit{}, &Error{Op: fmt.Sprintf("find revision %q", rev), Err: err}
	}
	return described(c), nil
}

func described(c *object.Commit) Commit {
	subject, _, _ := strings.Cut(c.Message, "\n")
	d := Commit{Hash: c.Hash.String(), Time: c.Committer.When.UTC(), AuthorName: c.Author.Name, AuthorEmail: c.Author.Email,
		Subject: subject, Message: c.Message}
	for _, p := range c.ParentHashes {
		d.Parents = append(d.Parents, p.String())
	}
	return d
}

// resolve looks in the order git does.
func (r *Repo) resolve(rev string) (plumbing.Hash, error) {
	if isHash(rev) {
		return plumbing.NewHash(rev), nil
	}
	for _, form := range []string{"%s", "refs/%s", "refs/tags/%s", "refs/heads/%s", "refs/remotes/%s", "refs/remotes/%s/HEAD"} {
		name := fmt.Sprintf(form, rev)
		if checkRefName(name) != nil {
			continue
		}
		hash, _, err := r.follow(name)
		if err == nil {
			return plumbing.NewHash(hash), nil
		}
		if !errors.Is(err, ErrNotFound) {
			return plumbing.ZeroHash, fmt.Errorf("%s %w", name, err)
		}
	}
	return r.abbreviated(rev)
}

func (r *Repo) abbreviated(rev string) (plumbing.Hash, error) {
	whole := rev[:len(rev)&^1]
	prefix, err := hex.DecodeString(whole)
	if err != nil || len(rev) < minAbbreviation || len(rev) > 40 {
		return plumbing.ZeroHash, ErrNotFound
	}
	hashes, err := r.beginningWith(prefix)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	found := plumbing.ZeroHash
	for _, h := range hashes {
		if !strings.HasPrefix(h.String(), strings.ToLower(rev)) || h == found {
			continue
		}
		if _, err := r.peel(h); err != nil {
			continue
		}
		if found != plumbing.ZeroHash {
			return found, fmt.Errorf("%w: several commits begin with it", ErrNotFound)
		}
		found = h
	}
	if found == plumbing.ZeroHash {
		return found, ErrNotFound
	}
	return found, nil
}

// beginningWith lists the objects whose hash begins with some bytes.
func (r *Repo) beginningWith(prefix []byte) ([]plumbing.Hash, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []plumbing.Hash
	for _, store := range r.stores() {
		hashes, err := store.HashesWithPrefix(prefix)
		if err != nil {
			return nil, err
		}
		all = append(all, hashes...)
	}
	return all, nil
}

// peel follows annotated tags to their commit.
func (r *Repo) peel(hash plumbing.Hash) (*object.Commit, error) {
	for range maxSymbolic {
		o, err := r.encoded(plumbing.AnyObject, hash)
		if err != nil {
			return nil, err
		}
		if o.Type() != plumbing.TagObject {
			break
		}
		tag := &object.Tag{}
		if err := tag.Decode(o); err != nil {
			return nil, fmt.Errorf("tag %s %w: %w", hash, ErrDamaged, err)
		}
		hash = tag.Target
	}
	return r.commit(hash)
}
