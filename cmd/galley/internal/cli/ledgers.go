package cli

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"galley/engine"
	"galley/engine/apply"
	"galley/engine/load"
	"galley/engine/record"
	"galley/engine/render"
	"galley/engine/repo"
	"galley/engine/zone"
)

// open opens the record of a content, to be read. It reads nothing yet.
func (a *app) open(c content) (*record.Store, error) { return a.openWith(c, nil) }

// openWith opens the record for one run, which signs with key.
func (a *app) openWith(c content, key *repo.SigningKey) (*record.Store, error) {
	if c.repo == nil {
		return nil, failed("git init, and commit the content", "%s is not in a git repository: there is no place for the record", c.root)
	}
	remote, err := c.repo.Remote(c.Project.Record.Remote)
	if err != nil {
		return nil, err
	}
	signing, err := c.signing(key)
	if err != nil {
		return nil, err
	}
	cfg := record.Config{Repo: c.repo, Remote: remote, Branch: c.Project.Record.Branch, LedgerID: c.Project.Record.ID, Signing: signing,
		Run: a.run(), Now: a.Now, Revision: c.revision, CharterDigest: c.charterDigest(), Zones: zone.Release,
		Settle: a.settle, Ended: a.ended(c), TestOnlyHook: a.TestOnlyHook}
	if a.TestOnlyLease != nil {
		cfg.Lease, cfg.SendWindow, cfg.Timeout = a.TestOnlyLease()
	}
	return record.Open(cfg), nil
}

// charterDigest names the charter of a commit, as an approval of it does; empty
// where there is none, and for a working tree, whose charter nobody can look up.
func (c content) charterDigest() string {
	if c.Charter == nil || c.revision == "" {
		return ""
	}
	return objectDigest(c.Charter.Object)
}

// run names this run for the lease and the ledger.
func (a *app) run() record.Run {
	var random [4]byte
	_, _ = rand.Read(random[:]) // never fails: crypto/rand ends the program instead
	run := record.ThisProcess()
	run.ID = a.Now().UTC().Format("20060102T150405Z") + "-" + hex.EncodeToString(random[:])
	run.URL = a.runAddress()
	return run
}

// settle is the settle time of a network.
func (a *app) settle(n engine.Network) time.Duration {
	c, known := a.Providers.Lookup(n)
	if !known {
		return engine.DefaultSettle
	}
	return c.Info.Settled()
}

// leasePoll is how often a run that waits for another one looks again.
const leasePoll = 2 * time.Second

// readRecord reads the record, waiting while another run holds it.
func (a *app) readRecord(ctx context.Context, store *record.Store) (*record.Ledger, error) {
	told := ""
	for {
		ledger, err := store.Read(ctx)
		if err != nil {
			return nil, err
		}
		lease := ledger.Lease(ctx)
		if lease == nil || lease.Over || lease.Ours {
			return ledger, nil
		}
		if lease.Run.ID != told {
			a.say("waiting for run %s on %s, which holds the record until %s at most", lease.Run.ID, lease.Host,
				lease.Until.Add(engine.SkewAllowance).UTC().Format("15:04:05 MST"))
			told = lease.Run.ID
		}
		if err := a.Wait(ctx, leasePoll); err != nil {
			return nil, err
		}
	}
}

// judgedSession reads record and freezes together, once everything that this
// content brought is judged, durably.
func (a *app) judgedSession(ctx context.Context, c content, store *record.Store, current func(context.Context, engine.Record) error) (apply.Session, error) {
	at := a.Now()
	for range apply.MaxReplans {
		ledger, err := a.readRecord(ctx, store)
		if err != nil {
			return apply.Session{}, err
		}
		if err := current(ctx, ledger.Record()); err != nil {
			return apply.Session{}, err
		}
		wrote, err := a.judged(ctx, c, ledger, store, at)
		switch {
		case errors.Is(err, engine.ErrLost), err == nil && wrote:
			continue // read what is there now
		case err != nil:
			return apply.Session{}, err
		}
		a.sayPending(c, ledger.Record())
		freezes, err := a.freezes(c, ledger.Files())
		return apply.Session{Ledger: ledger, Freezes: freezes, Blocked: c.blockedBy(ledger.Record(), at)}, err
	}
	return apply.Session{}, fmt.Errorf("judge approvals: %w", engine.ErrLost)
}

// known is what the record knows of, as far as this clone has seen: a time that
// passed is worth a remark only for a post that never went out.
func (a *app) known(ctx context.Context, c content) map[engine.ID]engine.Recorded {
	if c.repo == nil || c.Project.Record.ID == "" {
		return nil
	}
	store, err := a.open(c)
	if err != nil {
		return nil
	}
	ledger, err := store.LastSeen(ctx)
	if err != nil {
		return nil // the commands that need the record say what is wrong with it
	}
	return ledger.Record().IDs
}

// freezes are those of the content and those on the record branch. One that
// cannot be read stops the run: it may be the one that matters.
func (a *app) freezes(c content, files fs.FS) ([]engine.Freeze, error) {
	list, findings := load.Freezes(files, c.Project.Record.Branch+":")
	onBranch, more := render.Freezes(list, c.zone)
	if findings = append(findings, more...); len(errorsOnly(findings)) > 0 {
		f := errorsOnly(findings)[0]
		return nil, failed("mend or remove that file on the record branch", "%s: %s", f.Pos, f.Text)
	}
	return append(append([]engine.Freeze{}, c.freezes...), onBranch...), nil
}

// current returns the check that this content is the one to apply.
func (a *app) current(c content, allowed string) (func(context.Context, engine.Record) error, error) {
	remote, err := c.repo.Remote(c.Project.Record.Remote)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, rec engine.Record) error {
		if allowed != "" {
			return nil
		}
		if remote == nil {
			return notOlder(ctx, c.repo, c.revision, rec.Applied)
		}
		branch, head, err := remote.Default(ctx)
		if errors.Is(err, repo.ErrNotFound) {
			return failed("push a branch there, and make it the default one", "%w", err)
		}
		if err != nil {
			return err
		}
		if head != c.revision {
			return &exitError{exitRefused, "to go back on purpose: galley apply --allow-revision " + brief(c.revision),
				&movedError{branch, head, c.revision}}
		}
		return nil
	}, nil
}

// notOlder refuses a revision that was already followed by a newer one.
func notOlder(ctx context.Context, r *repo.Repo, revision, applied string) error {
	if applied == "" || applied == revision {
		return nil
	}
	older, err := r.IsAncestor(ctx, revision, applied)
	if err != nil && !errors.Is(err, repo.ErrShallow) {
		return err
	}
	if older {
		return refused("to go back on purpose: galley apply --allow-revision "+brief(revision),
			"revision %s is older than %s, which was applied last", brief(revision), brief(applied))
	}
	return nil
}

func brief(hash string) string {
	if len(hash) > 7 {
		return hash[:7]
	}
	return hash
}

// beginRecord founds the ledger: only where somebody said so, since a missing
// ledger is not an empty one.
func (a *app) beginRecord(ctx context.Context, c content, store *record.Store) error {
	remote, err := c.repo.Remote(c.Project.Record.Remote)
	if err != nil {
		return err
	}
	url := ""
	if remote != nil {
		url = remote.URL
	}
	return store.First(ctx, url)
}
