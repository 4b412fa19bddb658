package repo

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/rogpeppe/go-internal/lockedfile"

	"galley/engine"
)

// Whatever stands for any old value of a reference, also a damaged one. Only
// what repairs a reference may say so.
const Whatever = "*"

// lockPatience is how long another program may hold the lock of a reference.
const lockPatience = time.Second

// A RefUpdate moves one reference from Old to New. An empty Old means that
// there must be none yet.
type RefUpdate struct {
	Name string // in full, such as refs/heads/main
	Old  string
	New  string
}

// Move moves local references by compare-and-swap, in the order given, as git
// does: each is written beside its place under an exclusive lock, synced and
// renamed. If one is not at its Old, none moves and the error is
// engine.ErrLost. A process killed on the way leaves references at their old
// or new value, the first ones first, and its locks are recognised and cleared
// by the next Move.
func (r *Repo) Move(ctx context.Context, updates []RefUpdate) error {
	for _, u := range updates {
		if err := r.checkUpdate(u); err != nil {
			return &Error{Op: "move " + u.Name, Err: err}
		}
	}
	unlock, err := r.lock(ctx)
	if err != nil {
		return &Error{Op: "lock the repository", Err: err}
	}
	defer unlock()
	if err := r.clearLeftovers(); err != nil {
		return &Error{Op: "clear the locks of a killed run", Err: err}
	}
	var held []*refLock
	defer func() {
		for _, l := range held {
			l.release()
		}
	}()
	for _, u := range updates {
		l, err := r.lockRef(ctx, u)
		if err != nil {
			return err
		}
		held = append(held, l)
	}
	for _, l := range held {
		if err := l.commit(); err != nil {
			return err
		}
	}
	return syncDirsOf(held)
}

// syncDirsOf makes renames durable, each folder once.
func syncDirsOf(locks []*refLock) error {
	synced := map[string]bool{}
	for _, l := range locks {
		dir := filepath.Dir(l.file)
		if synced[dir] {
			continue
		}
		synced[dir] = true
		if err := SyncDir(dir); err != nil {
			return &Error{Op: "move " + l.update.Name, Err: err}
		}
	}
	return nil
}

func (r *Repo) checkUpdate(u RefUpdate) error {
	if err := checkRefName(u.Name); err != nil {
		return err
	}
	if u.Name == "HEAD" || !isHash(u.New) {
		return errNoCommit
	}
	_, err := r.commit(plumbing.NewHash(u.New))
	return err
}

// lock keeps other processes of ours out. A stopped one is waited for as long
// as ctx allows.
func (r *Repo) lock(ctx context.Context) (unlock func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(r.leftovers(), 0o777); err != nil {
		return nil, err
	}
	type result struct {
		unlock func()
		err    error
	}
	locked := make(chan result, 1)
	go func() {
		unlock, err := lockedfile.MutexAt(filepath.Join(r.common, "galley", "lock")).Lock()
		locked <- result{unlock, err}
	}()
	select {
	case l := <-locked:
		return l.unlock, l.err
	case <-ctx.Done():
		go func() {
			if l := <-locked; l.err == nil {
				l.unlock()
			}
		}()
		return nil, ctx.Err()
	}
}

func (r *Repo) leftovers() string { return filepath.Join(r.common, "galley", "locks") }

// A refLock is the lock of one reference, held by this process. Its file is a
// hard link of one of ours, so that the next process can tell our leftover from
// a lock of git's: by the inode, not by a guess.
type refLock struct {
	update  RefUpdate
	file    string // of the reference
	own     string // our name for the lock file
	content string // to be
	linked  bool
}

// shallowFile is the one file besides references that is replaced like one.
const shallowFile = "shallow"

func (r *Repo) lockRef(ctx context.Context, u RefUpdate) (*refLock, error) {
	l := &refLock{update: u, file: r.refFile(u.Name), own: filepath.Join(r.leftovers(), url.PathEscape(u.Name)),
		content: u.New + "\n"}
	if err := l.take(ctx); err != nil {
		l.release()
		return nil, &Error{Op: "lock " + u.Name, Err: err}
	}
	if err := r.compare(u); err != nil {
		l.release()
		return nil, &Error{Op: "move " + u.Name, Err: err}
	}
	return l, nil
}

func (r *Repo) compare(u RefUpdate) error {
	if u.Old == Whatever {
		return nil
	}
	now, err := r.readRef(u.Name)
	switch {
	case errors.Is(err, ErrNotFound): // now is empty
	case err != nil:
		return err
	case strings.HasPrefix(now, "ref: "):
		return fmt.Errorf("%w: it stands for another reference", ErrDamaged)
	}
	if now != u.Old {
		return engine.ErrLost
	}
	return nil
}

func (l *refLock) take(ctx context.Context) error {
	if err := replaceFile(l.own, ".galley-*", []byte(l.content), 0o666); err != nil {
		return err
	}
	patience := time.NewTimer(lockPatience)
	defer patience.Stop()
	for {
		err := os.MkdirAll(filepath.Dir(l.file), 0o777)
		if err == nil {
			err = os.Link(l.own, l.file+".lock")
		}
		if err == nil {
			l.linked = true
			return nil
		}
		// git removes empty folders below refs/ at any time.
		if !errors.Is(err, os.ErrExist) && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		again := time.NewTimer(10 * time.Millisecond)
		select {
		case <-again.C:
		case <-patience.C:
			return &Error{Op: l.file + ".lock", Err: errors.New("another git process holds it"),
				Next: "wait for that process; if there is none any more, remove the file"}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (l *refLock) commit() error {
	if err := os.Rename(l.file+".lock", l.file); err != nil {
		return &Error{Op: "move " + l.update.Name, Err: err}
	}
	l.linked = false
	return nil
}

func (l *refLock) release() {
	if l.linked {
		os.Remove(l.file + ".lock")
	}
	os.Remove(l.own)
}

// clearLeftovers removes the locks of ours whose process was killed. Nobody
// else of ours is at work while the repository is locked.
func (r *Repo) clearLeftovers() error {
	names, err := os.ReadDir(r.leftovers())
	if err != nil {
		return err
	}
	for _, n := range names {
		own := filepath.Join(r.leftovers(), n.Name())
		ref, err := url.PathUnescape(n.Name())
		if err == nil && (ref == shallowFile || checkRefName(ref) == nil) {
			lock := filepath.Join(r.common, filepath.FromSlash(ref)) + ".lock"
			if sameFile(own, lock) {
				if err := os.Remove(lock); err != nil {
					return err
				}
			}
		}
		if err := os.Remove(own); err != nil {
			return err
		}
	}
	return nil
}

func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Lstat(b)
	return err == nil && os.SameFile(first, second)
}
