package record

import "context"

// LastSeen reads the ledger as this clone last saw it, without asking a remote:
// behind or missing here, it may be neither there. It serves remarks, never a
// decision about what to send, and no signature is asked for. It is an *Error wrapping ErrAbsent if this clone
// has none.
func (s *Store) LastSeen(ctx context.Context) (*Ledger, error) {
	head, err := s.cfg.Repo.Ref(s.tracking())
	if err != nil {
		return nil, s.fault(opRead, ErrAbsent, "", "%w", err)
	}
	files, err := s.cfg.Repo.Tree(head, ".")
	if err != nil {
		return nil, s.fault(opRead, ErrUnreadable, "", "%w", err)
	}
	return s.parse(ctx, tip{head: head, files: files})
}

// tracking is the reference of this clone that follows the record branch.
func (s *Store) tracking() string {
	if s.cfg.Remote == nil {
		return s.head()
	}
	return s.cfg.Remote.Tracking(s.head())
}
