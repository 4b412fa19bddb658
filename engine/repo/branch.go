package repo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"galley/engine"
)

// Branch returns a target that is a branch: of the remote, or of this
// repository if remote is nil. A write is one commit on top of what FS showed
// last, by compare-and-swap; when somebody else came first the error is
// Transient and nothing was written. The branch is made when it is first
// written; it must not be one that a working tree has checked out.
func Branch(r *Repo, branch string, remote *Remote, by Signer) engine.Target {
	return &branchTarget{repo: r, remote: remote, ref: "refs/heads/" + branch, by: by}
}

// A Signer says who commits now.
type Signer func() Signature

type branchTarget struct {
	repo   *Repo
	remote *Remote
	ref    string
	by     Signer
}

// FS implements engine.Target.
func (b *branchTarget) FS(ctx context.Context) (fs.FS, error) {
	head, err := b.head(ctx)
	if err != nil {
		return nil, err
	}
	if head == "" {
		return emptyFS{}, nil
	}
	return b.repo.Tree(head, ".")
}

// head returns the commit the branch is at, "" if there is none yet.
func (b *branchTarget) head(ctx context.Context) (string, error) {
	var head string
	var err error
	if b.remote != nil {
		head, err = b.repo.Fetch(ctx, b.remote, b.ref)
	} else {
		head, err = b.repo.Ref(b.ref)
	}
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return head, err
}

// Write implements engine.Target.
func (b *branchTarget) Write(ctx context.Context, files []engine.TargetFile) error {
	op := "write branch " + b.ref
	if b.remote == nil && b.repo.worktree != "" && b.repo.checkedOut() == b.ref {
		return &engine.Error{Op: op, Kind: engine.Unsupported,
			Err: errors.New("it is checked out; a site needs a branch of its own")}
	}
	head, err := b.head(ctx)
	if err != nil {
		return &engine.Error{Op: op, Kind: engine.Transient, Err: err}
	}
	changes := make([]File, len(files))
	for i, f := range files {
		if err := checkTargetName(f.Name); err != nil {
			return &engine.Error{Op: op, Kind: engine.Invalid, Err: err}
		}
		changes[i] = File{Path: f.Name, Data: f.Data}
	}
	commit, err := b.repo.Commit(ctx, head, changes, b.by(), fmt.Sprintf("Publish %d files", len(files)))
	if err != nil {
		return &engine.Error{Op: op, Kind: engine.Transient, Err: err}
	}
	return b.move(ctx, op, RefUpdate{Name: b.ref, Old: head, New: commit})
}

func (b *branchTarget) move(ctx context.Context, op string, update RefUpdate) error {
	var err error
	if b.remote != nil {
		err = b.repo.Push(ctx, b.remote, []RefUpdate{update})
	} else {
		err = b.repo.Move(ctx, []RefUpdate{update})
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, engine.ErrLost):
		return &engine.Error{Op: op, Kind: engine.Transient, Err: err}
	case errors.Is(err, ErrRefused):
		return &engine.Error{Op: op, Kind: engine.Unauthorized, Err: err}
	}
	return &engine.Error{Op: op, Kind: engine.Uncertain, Err: err}
}
