package record

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"sync"
	"time"

	"galley/engine"
)

// A Ledger is the record as it was read at one commit, open for the writing of
// one run. It implements engine.Ledger.
type Ledger struct {
	store  *Store
	record engine.Record
	read   tip // where it was read

	mu     sync.Mutex
	tip    tip  // where the next commit goes
	tail   tail // where the next line goes
	lease  *Lease
	ours   bool // lease is ours
	lost   bool // it was, and somebody else wrote
	seq    int  // last one of this run
	open   map[engine.LineRef]bool
	remote string
}

var _ engine.Ledger = (*Ledger)(nil)

// Read reads the ledger. It is an *Error wrapping one of the errors of this
// package if there is none that can be trusted.
func (s *Store) Read(ctx context.Context) (*Ledger, error) {
	t, err := s.tip(ctx)
	if err != nil {
		return nil, err
	}
	l, err := s.parse(ctx, t)
	if err != nil {
		return nil, err
	}
	if err := s.checkFork(l.remote, t.head); err != nil {
		return nil, err
	}
	busy := ""
	if !l.ours && s.over(ctx, l.lease) == "" {
		busy = l.lease.Run.ID
	}
	s.setBusy(busy)
	return l, nil
}

// Files is the record branch as it is now, for the freezes and reports on it.
// The branch is checked as by Read, but its ledger is not read: asking costs the
// same however long that is.
func (s *Store) Files(ctx context.Context) (fs.FS, error) {
	t, err := s.tip(ctx)
	if err != nil {
		return nil, err
	}
	return t.files, nil
}

// parse reads all lines of a commit, checking the chain on the way.
func (s *Store) parse(ctx context.Context, t tip) (*Ledger, error) {
	l := &Ledger{store: s, read: t, tip: t, open: map[engine.LineRef]bool{}}
	r, d := newReducer(), newDecoder()
	for raw, err := range rawLines(t.files) {
		if err == nil && raw.n == 1 {
			err = ctx.Err()
		}
		var line Line
		if err == nil {
			line, err = d.decode(raw.data)
		}
		if err == nil {
			err = l.tail.follow(&line)
		}
		if err != nil {
			return nil, s.unreadable(raw, err)
		}
		if line.N == 1 && (line.Type != TypeGenesis || line.Genesis.Ledger != s.cfg.LedgerID) {
			return nil, s.foreign(line)
		}
		l.tail.file, l.tail.lines = raw.file, raw.n
		r.add(&line)
	}
	if l.tail.n == 0 {
		return nil, s.fault(opRead, ErrAbsent, hintAbsent, "%s holds no ledger", s.place())
	}
	lease, err := readLease(t.files)
	if err != nil {
		return nil, s.unreadable(rawLine{}, err)
	}
	l.record = r.record()
	l.record.Head = t.head
	l.remote = r.remote
	l.lease, l.ours = lease, lease.by(s.cfg.Run)
	l.seq = r.lastSeq[s.cfg.Run.ID]
	for _, rec := range l.record.IDs {
		if rec.Open == nil {
			continue
		}
		l.open[rec.Open.Ref()] = true
		for _, in := range rec.Behind {
			l.open[in.Ref()] = true
		}
	}
	return l, nil
}

// follow checks that a line comes right after the tail, and takes it in.
func (t *tail) follow(l *Line) error {
	switch {
	case l.N != t.n+1:
		return fmt.Errorf("%w: line %d comes after line %d", ErrDamaged, l.N, t.n)
	case l.Prev != t.hash:
		return fmt.Errorf("%w: line %d does not fit the line before", ErrDamaged, l.N)
	case l.Type == TypeGenesis && l.N != 1:
		return fmt.Errorf("%w: line %d begins another ledger", ErrDamaged, l.N)
	}
	t.n, t.hash = l.N, l.hash
	return nil
}

func (s *Store) unreadable(at rawLine, err error) error {
	where := ""
	if at.file.month != "" {
		where = fmt.Sprintf("%s:%d: ", at.file.path(), at.n)
	}
	switch {
	case errors.Is(err, ErrFormat):
		return &Error{Op: opRead, Err: fmt.Errorf("%s%w", where, err), Next: "use a version of Galley at least as new as the one that wrote it"}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return &Error{Op: opRead, Err: err}
	}
	return &Error{Op: opRead, Err: fmt.Errorf("%w: %s%w", ErrUnreadable, where, err), Next: hintRestore}
}

func (s *Store) foreign(first Line) error {
	theirs := "no genesis"
	if first.Genesis != nil {
		theirs = first.Genesis.Ledger
	}
	return s.fault(opRead, ErrForeign,
		"give this project a record branch of its own (record.branch), or correct record.id in galley.yaml",
		"%s has %s, the project has %s", s.place(), theirs, s.cfg.LedgerID)
}

// checkFork refuses a ledger whose home is another repository: there, the same
// posts may be published by the same ledger's run.
func (s *Store) checkFork(home, head string) error {
	here := ""
	if s.cfg.Remote != nil {
		here = Home(s.cfg.Remote.URL)
	}
	if home == here {
		return nil
	}
	return s.fault(opRead, ErrFork,
		"a fork gets a ledger of its own: a new record.id in galley.yaml and a record.branch that is not there yet; "+
			fmt.Sprintf(`if the repository has moved here for good, run "galley ledger restore %s"`, head),
		"its home is %s, this is %s", named(home), named(here))
}

func named(home string) string {
	if home == "" {
		return "a repository without a remote"
	}
	return home
}

// Record implements engine.Ledger.
func (l *Ledger) Record() engine.Record { return l.record }

// Head returns the commit the ledger was read from.
func (l *Ledger) Head() string { return l.read.head }

// Files is the record branch as it was read: freezes, reports and the ledger.
func (l *Ledger) Files() fs.FS { return l.read.files }

// Lines yields the lines as they were read, each with the hash of the one
// before. They have been checked.
func (l *Ledger) Lines() iter.Seq[Line] {
	return func(yield func(Line) bool) {
		d := newDecoder()
		for raw, err := range rawLines(l.read.files) {
			if err != nil {
				return
			}
			line, err := d.decode(raw.data)
			if err != nil || !yield(line) {
				return
			}
		}
	}
}

// Lease returns who holds the lease as read, nil if it was given back.
func (l *Ledger) Lease(ctx context.Context) *Holder {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lease == nil {
		return nil
	}
	why := l.store.over(ctx, l.lease)
	return &Holder{Lease: *l.lease, Ours: l.ours, Over: why != "", Why: why}
}

// setBusy notes the run that may still send.
func (s *Store) setBusy(run string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy = run
}

// mayStillSend reports whether a run may be at work, as of the last Read.
func (s *Store) mayStillSend(run string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.busy == run
}

// Home returns the name of the repository whose branch this ledger is, as the
// genesis or a restoration since has it: the same for ssh and https, such as
// "github.com/revue/content". It is empty for a ledger without a remote, and a
// path for one on this disk.
func (l *Ledger) Home() string { return l.remote }

// Began returns when the ledger was founded.
func (l *Ledger) Began() time.Time {
	for line := range l.Lines() {
		return line.Time
	}
	return time.Time{}
}
