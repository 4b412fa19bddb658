package record

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"galley/engine"
	"galley/engine/repo"
)

// readme is what somebody sees who opens the record branch.
const readme = `# The record of this newsroom

Galley writes this branch: what it meant to publish and what came of it
(ledger/), reports, counts (metrics/), freezes, and who is at work (lease.json).
Every line of the ledger holds the hash of the one before. Do not edit or rewrite
it: posts would go out twice.
`

// First founds the ledger: its genesis and its anchor. remoteURL is that of the
// remote whose branch it is, "" without one. ErrExists if there is anything
// that could be a ledger.
func (s *Store) First(ctx context.Context, remoteURL string) error {
	const op = "found the ledger"
	if s.cfg.LedgerID == "" {
		return s.noID()
	}
	now, err := s.refs(ctx)
	if err != nil {
		return err
	}
	if now.head != "" {
		return s.fault(op, ErrExists, `run "galley apply" without --first`, "%s is at %.12s", s.place(), now.head)
	}
	if now.anchor != "" {
		return s.fault(op, ErrExists, fmt.Sprintf(`run "galley ledger restore %s"; to begin anew, delete the branch %s-anchor first`,
			now.anchor, s.cfg.Branch), "%s was deleted, and its anchor is at %.12s", s.place(), now.anchor)
	}
	line := s.line(TypeGenesis)
	line.Genesis = &Genesis{Ledger: s.cfg.LedgerID, Remote: Home(remoteURL)}
	files, _, err := tail{}.appendLines(nil, s.now(), []Line{line})
	if err != nil {
		return &Error{Op: op, Err: err}
	}
	files = append(files, repo.File{Path: "README.md", Data: []byte(readme)})
	_, err = s.write(ctx, tip{}, files, "begin the ledger "+s.cfg.LedgerID)
	return err
}

// Commit puts reports or freezes on top of the record, whoever holds the
// lease. It never touches the ledger or the lease.
func (s *Store) Commit(ctx context.Context, files []repo.File, message string) error {
	return s.Change(ctx, message, func(fs.FS) ([]repo.File, error) { return files, nil })
}

// Change is Commit for what depends on what is there: change is given the record
// branch and returns the files to put on it, none to leave it alone. It is called
// again for as long as others write in between, so that nothing of theirs is
// lost.
func (s *Store) Change(ctx context.Context, message string, change func(fs.FS) ([]repo.File, error)) error {
	const op = "commit to the record"
	for range maxTries {
		t, err := s.tip(ctx)
		if err != nil {
			return err
		}
		files, err := change(t.files)
		if err != nil {
			return &Error{Op: op, Err: err}
		}
		if len(files) == 0 {
			return nil
		}
		if err := notOurs(files); err != nil {
			return &Error{Op: op, Err: err}
		}
		if _, err := s.parse(ctx, t); err != nil {
			return err
		}
		if _, err = s.write(ctx, t, files, message); !errors.Is(err, engine.ErrLost) {
			return err
		}
	}
	return &Error{Op: op, Err: engine.ErrLost, Next: "others write all the time; try again"}
}

// notOurs refuses files that only the ledger's own writer may touch.
func notOurs(files []repo.File) error {
	for _, f := range files {
		if f.Path == leaseFile || path.Clean(f.Path) != f.Path || strings.HasPrefix(f.Path, ledgerDir+"/") || f.Path == ledgerDir {
			return fmt.Errorf("%s is not for reports or freezes", f.Path)
		}
	}
	return nil
}

// Restore puts the record branch and its anchor at a commit that holds this
// ledger, whatever is there now, and notes so in the ledger. It is how a
// deleted, rewound or damaged branch comes back, and how a repository that has
// moved takes its ledger along. What the ledger forgets by it may be published
// again.
func (s *Store) Restore(ctx context.Context, commit string) error {
	const op = "restore the ledger"
	if s.cfg.LedgerID == "" {
		return s.noID()
	}
	now := s.remains(ctx)
	c, err := s.cfg.Repo.Resolve(commit)
	if err != nil {
		return &Error{Op: op, Err: err, Next: "fetch the commit into this repository first"}
	}
	if err := s.checkSigned(ctx, c.Hash); err != nil {
		return err
	}
	files, err := s.cfg.Repo.Tree(c.Hash, ".")
	if err != nil {
		return &Error{Op: op, Err: err}
	}
	l, err := s.parse(ctx, tip{head: c.Hash, files: files})
	if err != nil {
		return err
	}
	if err := s.refuseWhileHeld(ctx, now, l); err != nil {
		return err
	}
	line := s.line(TypeRestored)
	line.Restored = &Restored{Commit: c.Hash, Was: now.head}
	if s.cfg.Remote != nil {
		line.Restored.Remote = Home(s.cfg.Remote.URL)
	}
	changed, _, err := l.tail.appendLines(files, s.now(), []Line{line})
	if err != nil {
		return &Error{Op: op, Err: err}
	}
	if l.lease != nil {
		changed = append(changed, repo.File{Path: leaseFile})
	}
	made, err := s.commitOn(ctx, c.Hash, changed, fmt.Sprintf("restore the ledger from %.12s", c.Hash))
	if err != nil {
		return &Error{Op: op, Err: err}
	}
	return s.move(ctx, []repo.RefUpdate{
		{Name: s.head(), Old: repo.Whatever, New: made},
		{Name: s.anchor(), Old: repo.Whatever, New: made},
	})
}

// remains is what of the references can still be read; their objects come here
// on the way.
func (s *Store) remains(ctx context.Context) refs {
	r, err := s.refs(ctx)
	if err != nil {
		return refs{}
	}
	return r
}

// refuseWhileHeld looks for a running lease where the branch is and where it
// shall be. One that nobody of ours signed is none.
func (s *Store) refuseWhileHeld(ctx context.Context, now refs, restored *Ledger) error {
	leases := []*Lease{restored.lease}
	if now.head != "" && s.checkSigned(ctx, now.head) == nil {
		if files, err := s.cfg.Repo.Tree(now.head, "."); err == nil {
			if lease, err := readLease(files); err == nil {
				leases = append(leases, lease)
			}
		}
	}
	for _, lease := range leases {
		if s.over(ctx, lease) == "" && !lease.by(s.cfg.Run) {
			return s.held(lease)
		}
	}
	return nil
}

// Resolve writes a person's verdict on what is uncertain, or the proof that a
// task for a person is done. The outcome names its ID and its Result; what else
// it lacks is taken from the open intent. Without one, ResultAdopted takes over
// what the outcome describes, and ResultGone notes that a managed resource was
// taken down; anything else is ErrNotOpen. ResultAbsent is ErrTooEarly before
// the moment from which absence can be told.
func (s *Store) Resolve(ctx context.Context, o engine.Outcome) error {
	l, err := s.Read(ctx)
	if err != nil {
		return err
	}
	op := "resolve " + o.ID.String()
	if !l.ours && s.over(ctx, l.lease) == "" {
		return s.held(l.lease)
	}
	rec := l.record.IDs[o.ID]
	now := s.now()
	o.Run, o.Seq, o.At = s.cfg.Run.ID, 0, now
	if o.Account == (engine.Account{}) {
		o.Account = rec.Account
	}
	switch in := rec.Open; {
	case in != nil:
		from := in.AbsentFrom(s.settle(in.Account.Network))
		if o.Result == engine.ResultAbsent && now.Before(from) {
			return s.fault(op, ErrTooEarly, "look again then: until that moment the request may still arrive", "absence can be told from %s",
				from.UTC().Format("2006-01-02 15:04:05 MST"))
		}
		complete(&o, in)
	case rec.Phase == engine.Draft && o.Result == engine.ResultConfirmed:
		o.Print, o.Fields, o.Due, o.Digest = rec.Print, rec.Fields, rec.Due, rec.Digest
	case o.Result == engine.ResultAdopted, o.Result == engine.ResultGone && rec.Managed():
	default:
		return &Error{Op: op, Err: ErrNotOpen, Next: `run "galley status" to see what does`}
	}
	return l.append(ctx, l.outcomeLines([]engine.Outcome{o}), nil, "")
}

// complete fills an outcome from the intent it closes.
func complete(o *engine.Outcome, in *engine.Intent) {
	o.Run, o.Seq, o.Verb, o.Account = in.Run, in.Seq, in.Verb, in.Account
	o.Print, o.Fields, o.Due, o.Digest = in.Print, in.Fields, in.Due, in.Digest
	o.Generation, o.Revision, o.Author = in.Generation, in.Revision, in.Author
	if o.Remote == "" {
		o.Remote = in.Remote
	}
}
