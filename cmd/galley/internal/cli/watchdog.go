package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/plan"
	"galley/engine/record"
)

// watchdog tells of posts that were due longer ago than limit and of which the
// record holds no outcome. It asks no network and needs no credential, so that it
// barks also where everything else fails.
func (a *app) watchdog(ctx context.Context, limit time.Duration, channels []string) error {
	if limit <= 0 {
		return usage(fmt.Errorf("--watchdog %s: want a time, such as 2h", limit), "")
	}
	c, err := a.worktree(ctx)
	if err != nil {
		return err
	}
	if err := a.invalid(c); err != nil {
		return err
	}
	ask := plan.Ask{Channels: toChannels(channels)}
	if err := c.knows(ask); err != nil {
		return err
	}
	p, rec, last, err := a.remembered(ctx, c, ask)
	if err != nil {
		return err
	}
	dog := view.WatchdogJSON{FormatVersion: view.FormatVersion, ToolVersion: Version(), AsOf: p.AsOf, Limit: plan.Say(limit),
		Overdue: overdue(p, rec, limit, committed(c))}
	if !last.IsZero() {
		dog.LastRecorded = &last
	}
	if a.format == "json" {
		err = view.Write(a.Stdout, dog)
	} else {
		err = view.Watchdog(a.Stdout, a.style(a.Stdout, c.zone), dog)
	}
	if err == nil && len(dog.Overdue) > 0 {
		return silent(exitFailed)
	}
	return err
}

// committed is when this content was committed, the earliest moment at which what
// it withdraws could be known; zero outside of git.
func committed(c content) time.Time {
	if c.repo == nil {
		return time.Time{}
	}
	head, err := c.repo.Resolve("HEAD")
	if err != nil {
		return time.Time{}
	}
	return head.Time
}

// overdue finds, in a plan made from content and record alone, what was due
// more than limit ago. What is due when the content says so, such as a
// withdrawal, counts from the time the content was committed; zero if unknown.
func overdue(p engine.Plan, rec engine.Record, limit time.Duration, committed time.Time) []view.Overdue {
	list := []view.Overdue{}
	for _, c := range p.Changes {
		since := dueSince(c, rec.IDs[c.ID], committed)
		if since.IsZero() || p.AsOf.Sub(since) <= limit {
			continue
		}
		var d engine.Desired
		if c.After != nil {
			d = *c.After
		}
		d.ID = c.ID
		post := view.NewPostStatus(d, rec.IDs[c.ID], c, true)
		if c.Note != nil && c.Note.Result == engine.ResultSkipped {
			post.State, post.Reason = "due", "no run was there to note that it is skipped"
		}
		list = append(list, view.Overdue{PostStatus: post, Since: since.UTC(), By: plan.Say(p.AsOf.Sub(since))})
	}
	slices.SortStableFunc(list, func(a, b view.Overdue) int {
		return cmp.Or(a.Since.Compare(b.Since), a.ID.Compare(b.ID))
	})
	return list
}

// dueSince is from when on the record should hold an outcome of c; zero if it
// needs none.
func dueSince(c engine.Change, r engine.Recorded, committed time.Time) time.Time {
	published := r.Managed() && r.Phase == engine.Live || r.Gone || r.Removed
	switch {
	case c.Verb == engine.Delete && c.After != nil && !c.After.Until.IsZero():
		return c.After.Until
	case c.Verb == engine.Delete:
		return committed
	case c.Hold == engine.HoldUncertain:
		return c.Due
	case published, c.Verb == engine.ReleaseOwned, c.Hold == engine.HoldManual && r.Phase == engine.Draft:
		return time.Time{} // handed to a person is an outcome: status lists it as to be done by hand
	case c.After != nil && c.After.Merge && r.Seen.IsZero():
		return committed
	}
	return c.Due
}

// remembered is the plan that follows from content and record alone, and when the
// record was written last.
func (a *app) remembered(ctx context.Context, c content, ask plan.Ask) (engine.Plan, engine.Record, time.Time, error) {
	in := plan.Input{AsOf: a.Now().UTC().Round(0), Policy: c.policy(), Desired: c.desired, Freezes: c.freezes,
		Ask: ask, Channels: a.unread(c)}
	var last time.Time
	ledger, err := a.ledgerOf(ctx, c)
	switch {
	case neverBegan(err):
	case err != nil:
		return engine.Plan{}, engine.Record{}, last, err
	default:
		in.Record = ledger.Record()
		if in.Freezes, err = a.freezes(c, ledger.Files()); err != nil {
			return engine.Plan{}, engine.Record{}, last, err
		}
		for line := range ledger.Lines() {
			last = line.Time.UTC()
		}
	}
	in.Blocked = c.blockedBy(in.Record, in.AsOf)
	return plan.Compute(in), in.Record, last, ctx.Err()
}

// ledgerOf reads the record, from the remote where there is one: a clone of one
// branch is enough.
func (a *app) ledgerOf(ctx context.Context, c content) (*record.Ledger, error) {
	if c.repo == nil || c.Project.Record.ID == "" {
		return nil, fmt.Errorf("there is no record: %w", record.ErrAbsent)
	}
	store, err := a.open(c)
	if err != nil {
		return nil, err
	}
	return store.Read(ctx)
}

// unread are the channels as far as they are known without asking their
// networks. What a network's code can do is taken for granted.
func (a *app) unread(c content) map[engine.Channel]plan.Channel {
	all := engine.Caps{Prepare: true, Read: true, List: true, Find: true, Update: true, Delete: true}
	channels := map[engine.Channel]plan.Channel{}
	for _, ch := range c.Channels {
		known, _ := a.Providers.Lookup(engine.Network(ch.Network))
		channels[engine.Channel(ch.ID)] = plan.Channel{Info: known.Info, Caps: all, Credential: ch.Credentials,
			Account: engine.Account{Network: engine.Network(ch.Network), Handle: ch.Handle}}
	}
	return channels
}
