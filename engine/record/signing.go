package record

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"galley/engine/repo"
)

// Signing says whose signatures the record bears. Every commit is signed by one
// of the keys, or the record is not believed: whoever may push the branch can
// make it unreadable, but cannot write into it.
type Signing struct {
	Keys  []string // fingerprints, such as "SHA256:…"; without any, nobody has to sign
	Since string   // the last commit that is taken as it is, with all before it; empty: none is

	// Key signs what this run writes, also where there are no Keys; nil only reads.
	Key *repo.SigningKey
}

// Ready says why this run could not write the record, before it begins: an
// *Error wrapping ErrNoKey, or nil.
func (s *Store) Ready() error {
	const op = "sign the record"
	own := s.cfg.Signing
	switch {
	case len(own.Keys) == 0:
		return nil
	case own.Key == nil:
		return s.fault(op, ErrNoKey, "", "the project has record.signing, and this run has no key")
	case !slices.Contains(own.Keys, own.Key.Fingerprint()):
		return s.fault(op, ErrNoKey, "list its public key under record.signing.keys in galley.yaml, or run with one that is there",
			"%s is not among record.signing.keys", own.Key.Fingerprint())
	}
	return nil
}

// A stranger is a commit of the record that none of the keys vouches for.
type stranger struct {
	commit repo.Commit
	why    string
}

// checkSigned reads the commits back to the one that is taken as it is, or to
// the one checked last, and is an *Error wrapping ErrUnsigned that names the
// oldest one that is not signed.
func (s *Store) checkSigned(ctx context.Context, head string) error {
	if len(s.cfg.Signing.Keys) == 0 {
		return nil
	}
	found, err := s.stranger(ctx, head)
	switch {
	case err != nil:
		return err
	case found != nil:
		return s.unsigned(head, found)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signed = head
	return nil
}

// stranger returns the oldest commit that is not signed, nil if all are. The
// record has no merges: one parent is all that a commit of it has.
func (s *Store) stranger(ctx context.Context, head string) (oldest *stranger, err error) {
	s.mu.Lock()
	done := s.signed
	s.mu.Unlock()
	since := s.cfg.Signing.Since
	for at := head; at != since && at != done; {
		if err := ctx.Err(); err != nil {
			return nil, &Error{Op: opRead, Err: err}
		}
		c, err := s.commitAt(ctx, at)
		if err != nil {
			return nil, err
		}
		why, err := s.doubt(c)
		if err != nil {
			return nil, err
		}
		if why != "" {
			oldest = &stranger{c, why}
		}
		if len(c.Parents) == 0 {
			if since != "" {
				return nil, s.notSince(head)
			}
			break
		}
		at = c.Parents[0]
	}
	return oldest, nil
}

// commitAt reads a commit of the record, fetching what a shallow clone lacks.
func (s *Store) commitAt(ctx context.Context, hash string) (repo.Commit, error) {
	c, err := s.cfg.Repo.Resolve(hash)
	if errors.Is(err, repo.ErrNotFound) && s.cfg.Remote != nil {
		if err := s.deepen(ctx); err != nil {
			return c, err
		}
		c, err = s.cfg.Repo.Resolve(hash)
	}
	if err != nil {
		return c, s.fault(opRead, ErrUnreadable, hintRestore, "%w", err)
	}
	return c, nil
}

// doubt says why a commit is not one of the record, "" if it is.
func (s *Store) doubt(c repo.Commit) (string, error) {
	if len(c.Parents) > 1 {
		return "is a merge", nil
	}
	key, err := s.cfg.Repo.Signer(c.Hash)
	switch {
	case errors.Is(err, repo.ErrSignature):
		return "has a signature that is not valid", nil
	case err != nil:
		return "", s.fault(opRead, ErrUnreadable, hintRestore, "%w", err)
	case key == "":
		return "is not signed", nil
	case !slices.Contains(s.cfg.Signing.Keys, key):
		return "is signed by " + key + ", which is not among record.signing.keys", nil
	}
	return "", nil
}

// unsigned tells what a person may do: what comes before the oldest stranger is
// signed, unless there is nothing before it, as where signing begins now.
func (s *Store) unsigned(head string, first *stranger) error {
	hint := fmt.Sprintf("look at the record. If it is yours, take it as it is: since: %s under record.signing in galley.yaml", head)
	if len(first.commit.Parents) > 0 {
		hint = fmt.Sprintf(`if it is not yours, run "galley ledger restore %s", the last commit before it; `+
			`if it is, list its key under record.signing.keys in galley.yaml, or take the record as it is: since: %s`, first.commit.Parents[0], head)
	}
	return s.fault(opRead, ErrUnsigned, hint, "commit %.12s of %s %s (%q)", first.commit.Hash, s.place(), first.why, first.commit.Subject)
}

func (s *Store) notSince(head string) error {
	return s.fault(opRead, ErrUnsigned,
		`if somebody wrote the record anew, run "galley ledger restore COMMIT" with the last commit that was good; else correct record.signing.since in galley.yaml`,
		"%s is at %.12s, which does not come of %.12s, the commit in record.signing.since", s.place(), head, s.cfg.Signing.Since)
}
