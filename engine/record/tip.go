package record

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"

	"galley/engine/repo"
)

// A tip is the record branch at one moment.
type tip struct {
	head   string
	anchor string // what the anchor is at; behind head only where a kill came between
	files  fs.FS
}

// maxLooks is how often the references are read before two that do not fit
// together are believed: on a remote, a push may land between them.
const maxLooks = 4

// tip reads where the record branch is and checks that nothing was lost, the
// head has to descend from the anchor, and that nobody else wrote.
func (s *Store) tip(ctx context.Context) (tip, error) {
	if s.cfg.LedgerID == "" {
		return tip{}, s.noID()
	}
	var last refs
	for range maxLooks {
		now, err := s.refs(ctx)
		if err != nil {
			return tip{}, err
		}
		if now.head == "" {
			return tip{}, s.absent(now)
		}
		fits, err := s.descends(ctx, now)
		if err != nil {
			return tip{}, err
		}
		kept := true
		if fits {
			if kept, err = s.keeps(now); err != nil {
				return tip{}, err
			}
		}
		if fits && kept {
			if err := s.checkSigned(ctx, now.head); err != nil {
				return tip{}, err
			}
			files, err := s.cfg.Repo.Tree(now.head, ".")
			if err != nil {
				return tip{}, s.fault(opRead, ErrUnreadable, hintRestore, "%w", err)
			}
			return tip{now.head, now.anchor, files}, nil
		}
		if now == last && !kept {
			return tip{}, s.overwritten(now)
		}
		if now == last {
			break
		}
		last = now
	}
	return tip{}, s.rewound(last)
}

// keeps reports whether head holds the ledger as the anchor has it: commits that
// somebody put on top, such as one that reverts the last of ours, take nothing
// away from history, and from the ledger all they like. On a remote the anchor
// moves with every line, so that there both are the same; here a kill may have
// come between, and head may have more.
func (s *Store) keeps(r refs) (bool, error) {
	if r.anchor == "" || r.anchor == r.head {
		return true, nil
	}
	var objects [2]string
	for i, commit := range []string{r.anchor, r.head} {
		var err error
		if objects[i], err = s.cfg.Repo.ObjectAt(commit, ledgerDir); err != nil {
			return false, s.fault(opRead, ErrUnreadable, hintRestore, "%w", err)
		}
	}
	if objects[0] == objects[1] || s.cfg.Remote != nil {
		return objects[0] == objects[1], nil
	}
	return s.continued(r)
}

// continued reports whether every ledger file of the anchor is at head as well,
// with more lines at most.
func (s *Store) continued(r refs) (bool, error) {
	then, err := s.cfg.Repo.Tree(r.anchor, ".")
	if err != nil {
		return false, s.fault(opRead, ErrUnreadable, hintRestore, "%w", err)
	}
	now, err := s.cfg.Repo.Tree(r.head, ".")
	if err != nil {
		return false, s.fault(opRead, ErrUnreadable, hintRestore, "%w", err)
	}
	names, err := ledgerFiles(then)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, s.fault(opRead, ErrUnreadable, hintRestore, "%w", err)
	}
	for _, name := range names {
		was, err := fs.ReadFile(then, name.path())
		if err != nil {
			return false, s.fault(opRead, ErrUnreadable, hintRestore, "%w", err)
		}
		is, err := fs.ReadFile(now, name.path())
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, s.fault(opRead, ErrUnreadable, hintRestore, "%w", err)
		}
		if !bytes.HasPrefix(is, was) {
			return false, nil
		}
	}
	return true, nil
}

type refs struct{ head, anchor string }

// refs reads both references, and brings their objects here.
func (s *Store) refs(ctx context.Context) (refs, error) {
	if s.cfg.Remote == nil {
		return s.localRefs()
	}
	found, err := s.cfg.Repo.FetchAll(ctx, s.cfg.Remote, s.head(), s.anchor())
	if err != nil {
		return refs{}, s.fault(opRead, ErrUnreadable,
			"nothing is written while its remote cannot be reached: the only ledger is there", "%w", err)
	}
	return refs{found[s.head()], found[s.anchor()]}, nil
}

// localRefs reads the anchor first: the head moves before it, so that a move in
// between cannot look like a loss.
func (s *Store) localRefs() (refs, error) {
	var r refs
	for _, ref := range []struct {
		name string
		into *string
	}{{s.anchor(), &r.anchor}, {s.head(), &r.head}} {
		hash, err := s.cfg.Repo.Ref(ref.name)
		if err != nil && !errors.Is(err, repo.ErrNotFound) {
			return r, s.fault(opRead, ErrUnreadable, hintRestore, "%w", err)
		}
		*ref.into = hash
	}
	return r, nil
}

// descends reports whether head is anchor or came of it.
func (s *Store) descends(ctx context.Context, r refs) (bool, error) {
	if r.anchor == "" {
		// Only a kill while the ledger was founded leaves a head alone.
		c, err := s.cfg.Repo.Resolve(r.head)
		if err != nil {
			return false, s.fault(opRead, ErrUnreadable, hintRestore, "%w", err)
		}
		return s.cfg.Remote == nil && len(c.Parents) == 0, nil
	}
	return s.reaches(ctx, r.anchor, r.head)
}

// reaches reports whether the history of head holds a commit, fetching what a
// shallow clone lacks of it.
func (s *Store) reaches(ctx context.Context, commit, head string) (bool, error) {
	found, err := s.cfg.Repo.IsAncestor(ctx, commit, head)
	if errors.Is(err, repo.ErrShallow) && s.cfg.Remote != nil {
		if err := s.deepen(ctx); err != nil {
			return false, err
		}
		found, err = s.cfg.Repo.IsAncestor(ctx, commit, head)
	}
	if err != nil {
		return false, s.fault(opRead, ErrUnreadable, hintRestore, "%w", err)
	}
	return found, nil
}

// deepen fetches the whole history of the branch.
func (s *Store) deepen(ctx context.Context) error {
	if _, err := s.cfg.Repo.Deepen(ctx, s.cfg.Remote, s.head(), s.anchor()); err != nil {
		return s.fault(opRead, ErrUnreadable, "", "%w", err)
	}
	return nil
}

func (s *Store) noID() error {
	return &Error{Op: opRead, Err: ErrNoID,
		Next: fmt.Sprintf(`add to galley.yaml the line "record: {id: %s}", then run "galley apply --first"`, NewID())}
}

func (s *Store) absent(r refs) error {
	if r.anchor == "" {
		return s.fault(opRead, ErrAbsent, hintAbsent, "there is no %s", s.place())
	}
	return s.fault(opRead, ErrAbsent, fmt.Sprintf(`it was last at %s: run "galley ledger restore %s"`, r.anchor, r.anchor),
		"%w: %s", ErrDeleted, s.place())
}

func (s *Store) overwritten(r refs) error {
	return s.fault(opRead, ErrUnreadable, fmt.Sprintf(`it was good at %s: run "galley ledger restore %s"`, r.anchor, r.anchor),
		"%w: between %.12s and %.12s somebody else changed lines of %s", ErrDamaged, r.anchor, r.head, s.place())
}

func (s *Store) rewound(r refs) error {
	if r.anchor == "" {
		return s.fault(opRead, ErrRewound, fmt.Sprintf(`if %.12s is the last commit of the record, run "galley ledger restore %s"`,
			r.head, r.head), "%s has no anchor beside it", s.place())
	}
	return s.fault(opRead, ErrRewound, fmt.Sprintf(`it was last at %s: run "galley ledger restore %s"`, r.anchor, r.anchor),
		"%s is at %.12s, which does not come of %.12s", s.place(), r.head, r.anchor)
}
