package record

import (
	"context"
	"errors"
	"fmt"

	"galley/engine/repo"
)

// At reads the ledger as it was at a commit of the record branch: for accounts
// of the past, never for a decision about what to send. A commit that the branch
// as it is now does not come of is an *Error: nobody could tell what it holds
// from what was really recorded.
func (s *Store) At(ctx context.Context, commit string) (*Ledger, error) {
	now, err := s.tip(ctx)
	if err != nil {
		return nil, err
	}
	op := "read the record at " + commit
	next := "git log " + s.cfg.Branch + " lists its commits"
	c, err := s.cfg.Repo.Resolve(commit)
	if errors.Is(err, repo.ErrNotFound) && s.cfg.Remote != nil {
		if err := s.deepen(ctx); err != nil {
			return nil, err
		}
		c, err = s.cfg.Repo.Resolve(commit)
	}
	if err != nil {
		return nil, &Error{Op: op, Err: err, Next: next}
	}
	part, err := s.reaches(ctx, c.Hash, now.head)
	if err != nil {
		return nil, err
	}
	if !part {
		return nil, &Error{Op: op, Err: fmt.Errorf("%.12s is not a commit of %s", c.Hash, s.place()), Next: next}
	}
	files, err := s.cfg.Repo.Tree(c.Hash, ".")
	if err != nil {
		return nil, s.fault(op, ErrUnreadable, hintRestore, "%w", err)
	}
	return s.parse(ctx, tip{head: c.Hash, files: files})
}
