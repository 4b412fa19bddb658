package record

import (
	"context"
	"errors"
	"slices"
	"time"

	"galley/engine"
	"galley/engine/repo"
)

// Begin implements engine.Ledger. The first one takes the lease, the others
// renew it. It is an *Error wrapping ErrHeld if another run has it.
func (l *Ledger) Begin(ctx context.Context, batch []engine.Intent, done []engine.Outcome) ([]engine.Intent, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost {
		return nil, engine.ErrLost
	}
	s := l.store
	if !l.ours && s.over(ctx, l.lease) == "" {
		return nil, s.held(l.lease)
	}
	if err := s.journal.open(l.runsWithOpenIntents()); err != nil {
		return nil, err
	}
	now := s.cfg.Now()
	until := now.Add(s.cfg.Lease)
	lease := Lease{V: format, Run: s.cfg.Run, Taken: now.UTC(), Until: until.UTC()}
	if l.ours {
		lease.Taken = l.lease.Taken
	}
	intents := l.filled(batch, now, until)
	lines := l.outcomeLines(done)
	for _, in := range intents {
		lines = append(lines, s.intentLine(in))
	}
	data, err := lease.encode()
	if err != nil {
		return nil, err
	}
	if err := l.append(ctx, lines, []repo.File{{Path: leaseFile, Data: data}}, ""); err != nil {
		return nil, err
	}
	l.lease, l.ours = &lease, true
	return intents, nil
}

// filled returns the intents with what the ledger adds. SendBy keeps the
// clock's monotonic reading, so that a fence by it sees a clock that was set.
func (l *Ledger) filled(batch []engine.Intent, now, until time.Time) []engine.Intent {
	s := l.store
	sendBy := now.Add(s.cfg.SendWindow)
	if sendBy.After(until) {
		sendBy = until
	}
	intents := slices.Clone(batch)
	for i := range intents {
		in := &intents[i]
		in.Run, in.Seq = s.cfg.Run.ID, l.seq+1+i
		in.SendBy, in.Timeout = sendBy, engine.Seconds(s.cfg.Timeout)
		in.Due = in.Due.UTC()
		if in.Revision == "" {
			in.Revision = s.cfg.Revision
		}
	}
	return intents
}

// Judge writes what the run of a push found out about approvals, as a whole. It
// holds for the head that was read: ErrLost means that somebody else wrote
// first. It takes no lease, and is an *Error wrapping ErrHeld while another run
// has it.
func (l *Ledger) Judge(ctx context.Context, j engine.Judgement) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.ours && l.store.over(ctx, l.lease) == "" {
		return l.store.held(l.lease)
	}
	return l.append(ctx, l.store.judgementLines(j), nil, "")
}

// outcomeLines leaves out what would repeat: an outcome of an intent that is
// closed, also by an earlier outcome of the same call.
func (l *Ledger) outcomeLines(done []engine.Outcome) []Line {
	var lines []Line
	closed := map[engine.LineRef]bool{}
	for _, o := range done {
		if o.Seq != 0 {
			if !l.open[o.Ref()] || closed[o.Ref()] {
				continue
			}
			closed[o.Ref()] = o.Result.Closes()
		}
		if o.Run == "" {
			o.Run = l.store.cfg.Run.ID
		}
		lines = append(lines, l.store.outcomeLine(o))
	}
	return lines
}

// append writes lines and other files in one commit. When the head moved it
// puts them on top of it only if that changed nothing that was planned on: the
// lease is still ours and no line was added.
func (l *Ledger) append(ctx context.Context, lines []Line, others []repo.File, about string) error {
	for range maxTries {
		files, next := others, l.tail
		if len(lines) > 0 {
			changed, after, err := l.tail.appendLines(l.tip.files, l.store.now(), lines)
			if err != nil {
				return err
			}
			files, next = append(changed, others...), after
		}
		at, err := l.store.write(ctx, l.tip, files, message(lines, about))
		if err == nil {
			l.tip, l.tail = at, next
			l.note(lines)
			return nil
		}
		if !errors.Is(err, engine.ErrLost) {
			return err
		}
		if moved, err := l.rebase(ctx); err != nil {
			return err
		} else if !moved {
			l.lost = true
			return &Error{Op: "write the record", Err: engine.ErrLost}
		}
	}
	return &Error{Op: "write the record", Err: engine.ErrLost}
}

// note takes in what was written.
func (l *Ledger) note(lines []Line) {
	for _, line := range lines {
		switch {
		case line.Intent != nil:
			l.open[line.Intent.Ref()] = true
			l.seq = max(l.seq, line.Intent.Seq)
		case line.Outcome != nil && line.Outcome.Result.Closes():
			delete(l.open, line.Outcome.Ref())
		}
	}
}

// rebase moves to the head that is there now, if a holder may.
func (l *Ledger) rebase(ctx context.Context) (bool, error) {
	if !l.ours {
		return false, nil
	}
	now, err := l.store.tip(ctx)
	if err != nil {
		return false, err
	}
	for _, path := range []string{ledgerDir, leaseFile} {
		before, err := l.store.cfg.Repo.ObjectAt(l.tip.head, path)
		if err != nil {
			return false, err
		}
		after, err := l.store.cfg.Repo.ObjectAt(now.head, path)
		if err != nil {
			return false, err
		}
		if before != after {
			return false, nil
		}
	}
	l.tip = now
	return true, nil
}

// Close implements engine.Ledger. After the lease was lost it still appends the
// outcomes of intents that are open, on top of whatever is there.
func (l *Ledger) Close(ctx context.Context, done []engine.Outcome) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost {
		return l.closeLost(ctx, done)
	}
	lines := l.outcomeLines(done)
	if !l.ours {
		return l.closeWithoutLease(ctx, lines)
	}
	err := l.append(ctx, lines, []repo.File{{Path: leaseFile}}, "give the lease back")
	if errors.Is(err, engine.ErrLost) {
		return l.closeLost(ctx, done)
	}
	if err == nil {
		l.lease, l.ours = nil, false
		l.store.journal.close()
	}
	return err
}

// closeWithoutLease writes recovery lines and decisions of a run that sent
// nothing: they hold only for the head they were made on.
func (l *Ledger) closeWithoutLease(ctx context.Context, lines []Line) error {
	if len(lines) == 0 {
		return nil
	}
	if l.store.over(ctx, l.lease) == "" {
		return l.store.held(l.lease)
	}
	var others []repo.File
	if l.lease != nil {
		others = []repo.File{{Path: leaseFile}}
	}
	return l.append(ctx, lines, others, "")
}

// closeLost appends what came of this run's own intents and the ledger does not
// know. Decisions, and what it found out about others, were made on a head that
// is history: they are left to the next run.
func (l *Ledger) closeLost(ctx context.Context, done []engine.Outcome) error {
	for range maxTries {
		fresh, err := l.store.Read(ctx)
		if err != nil {
			return err
		}
		others := func(o engine.Outcome) bool { return o.Seq == 0 || o.Run != l.store.cfg.Run.ID }
		lines := fresh.outcomeLines(slices.DeleteFunc(slices.Clone(done), others))
		var back []repo.File
		if fresh.ours {
			back = []repo.File{{Path: leaseFile}}
		}
		if len(lines)+len(back) == 0 {
			return nil
		}
		err = fresh.append(ctx, lines, back, "after the lease")
		if !errors.Is(err, engine.ErrLost) {
			return err
		}
	}
	return &Error{Op: "append the last outcomes", Err: engine.ErrLost}
}

func (l *Ledger) runsWithOpenIntents() map[string]bool {
	runs := map[string]bool{}
	for ref := range l.open {
		runs[ref.Run] = true
	}
	return runs
}
