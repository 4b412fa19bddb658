package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/apply"
	"galley/engine/observe"
	"galley/engine/plan"
	"galley/engine/record"
)

type applyFlags struct {
	ask     plan.Ask
	refresh string
	allow   string
	first   bool
	wait    time.Duration // zero does not wait
}

func (a *app) applyCommand() *cobra.Command {
	var f applyFlags
	var channels []string
	c := &cobra.Command{
		Use:   "apply",
		Short: "Publish what is due, exactly once, and record it",
		Long: `Apply reads the content of the commit at HEAD, never the working tree, looks up
what an earlier run left open, plans, and sends what is due. Each request is
written to the record before it leaves. Ctrl-C ends after the running write, with
everything recorded.

With --wait it stays for posts that become due within that time, and sends each at
its minute: start it a little early where the timer is one that runs late. While it
waits it holds nothing, and it leaves as soon as the branch has moved, so that a
retraction or a freeze never queues behind it.
` + exitHelp("0 done, or nothing to do", "1 failed", "3 partly applied", "4 the content is invalid",
			"5 refused (approval, guard, revision, something to remove by hand)", "6 uncertain outcomes await a person", "130 interrupted"),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.ask.Channels = toChannels(channels)
			return a.apply(cmd.Context(), f)
		},
	}
	flags := c.Flags()
	flags.StringSliceVar(&f.ask.Approved, "approved", nil, "apply only changes with this `DIGEST` (repeatable; 12 digits are enough)")
	flags.BoolVar(&f.ask.RequireApproval, "require-approval", false, "hold also what no rule asks anybody to approve")
	flags.StringSliceVar(&f.ask.Only, "only", nil, "only this post, by `ID` (repeatable)")
	flags.BoolVar(&f.ask.Now, "now", false, "with --only: send it although it is late or came due under a freeze")
	flags.StringSliceVar(&channels, "channel", nil, "only this `CHANNEL` (repeatable)")
	flags.StringSliceVar(&f.ask.Restore, "restore", nil, "put the declared text of this `ID` back over an edit made on the network")
	flags.StringSliceVar(&f.ask.Repost, "repost", nil, "publish this `ID` again after it was taken down")
	flags.StringVar(&f.ask.AllowDeletes, "allow-deletes", "", "let the set of deletions with this `DIGEST` through the guard")
	flags.StringVar(&f.allow, "allow-revision", "", "apply `COMMIT` although a newer one exists")
	flags.BoolVar(&f.first, "first", false, "begin a record where there is none")
	flags.DurationVar(&f.wait, "wait", 0, "stay for what is due within this `TIME`, such as 10m; at most 6h")
	flags.StringVar(&f.refresh, "refresh", "window", "how `MUCH` of the networks is read: window or all")
	c.MarkFlagsMutuallyExclusive("wait", "allow-revision") // who waits leaves when a newer revision is there
	return takes(c, "json")
}

func (a *app) apply(ctx context.Context, f applyFlags) error {
	if f.ask.Now && len(f.ask.Only) == 0 {
		return usage(errors.New("--now sends a post that was held, and needs --only ID"), "")
	}
	if i := slices.IndexFunc(f.ask.Approved, func(digest string) bool { return len(digest) < 12 }); i >= 0 {
		return usage(fmt.Errorf("--approved %q: want at least 12 digits of a digest", f.ask.Approved[i]), "galley --format json plan shows them")
	}
	if f.wait < 0 || f.wait > maxWait {
		return usage(fmt.Errorf("--wait %s: want a time up to %s", f.wait, plan.Say(maxWait)), "")
	}
	p, err := a.locate()
	if err != nil {
		return err
	}
	revision := "HEAD"
	if f.allow != "" {
		revision = f.allow
	}
	c, err := a.commit(ctx, p, revision)
	if err != nil {
		return err
	}
	if err := a.invalid(c); err != nil {
		return err
	}
	result, err := a.applyAndWait(ctx, c, f)
	if shown := a.showApplied(c, result, err); shown != nil {
		return shown
	}
	return applyError(f, result, err)
}

// applyContent runs the stage and keeps the person informed.
func (a *app) applyContent(ctx context.Context, c content, f applyFlags) (apply.Result, error) {
	if err := c.knows(f.ask); err != nil {
		return apply.Result{}, err
	}
	c.reposts = f.ask.Repost
	if f.allow != "" {
		if err := a.staysFrozen(ctx, &c); err != nil {
			return apply.Result{}, err
		}
	}
	refresh, err := refreshOf(f.refresh)
	if err != nil || refresh == observe.RefreshNone {
		return apply.Result{}, usage(fmt.Errorf("--refresh %q: want window or all; apply always looks before it writes", f.refresh), "")
	}
	store, err := a.openToWrite(c)
	if err != nil {
		return apply.Result{}, err
	}
	if f.first {
		if err := a.beginRecord(ctx, c, store); err != nil {
			return apply.Result{}, err
		}
	}
	current, err := a.current(c, f.allow)
	if err != nil {
		return apply.Result{}, err
	}
	n := a.connect(c)
	return apply.Run(ctx, apply.Config{
		Now: a.Now, Wait: a.Wait, Providers: n.providers, Accounts: n.accounts, Credentials: n.variables, Failures: n.failures,
		Desired: c.desired, Policy: c.policy(), Ask: f.ask, Refresh: refresh,
		Read:     func(ctx context.Context) (apply.Session, error) { return a.judgedSession(ctx, c, store, current) },
		Freezes:  func(ctx context.Context) ([]engine.Freeze, error) { return a.freezesNow(ctx, c, store) },
		Current:  current,
		Doubt:    a.doubt(c, store.RunID()),
		Journal:  store.Journal(),
		Revision: c.revision, Skew: a.skew(ctx, c, n.meter), Progress: a.progress().sending,
	})
}

// freezesNow reads the freezes again without waiting for anybody: the lease may
// be ours.
func (a *app) freezesNow(ctx context.Context, c content, store *record.Store) ([]engine.Freeze, error) {
	files, err := store.Files(ctx)
	if err != nil {
		return nil, err
	}
	return a.freezes(c, files)
}

// showApplied prints the result, whatever happened.
func (a *app) showApplied(c content, r apply.Result, failure error) error {
	steps := stepsOf(c, r)
	if interrupted := len(r.Done) - len(steps); interrupted > 0 {
		a.say("interrupted: what was sent is recorded, %s not sent", view.Count(interrupted, "change was", "changes were"))
	}
	if a.format == "json" {
		text := ""
		if failure != nil {
			text = a.redact(failure.Error())
		}
		return view.Write(a.Stdout, view.NewAppliedJSON(view.NewPlanJSON(r.Plan, Version(), c.revision, nil), r.Recovered, steps, text))
	}
	if r.Plan.AsOf.IsZero() {
		return nil // it ended before there was a plan
	}
	return view.Applied(a.Stdout, a.style(a.Stdout, c.zone), r.Recovered, steps, r.Plan)
}

// stepsOf returns what came of the changes that were not interrupted.
func stepsOf(c content, r apply.Result) []view.Step {
	var steps []view.Step
	for _, d := range r.Done {
		if engine.Interrupted(d.Err) {
			continue
		}
		st := view.Step{Change: d.Change, Outcome: d.Outcome}
		if d.Err != nil && engine.KindOf(d.Err) == engine.Unauthorized {
			st.Hint = plan.CredentialHint(c.credential(d.Change.ID.Channel))
		}
		steps = append(steps, st)
	}
	return steps
}

// applyError turns what a run did into its exit code.
func applyError(f applyFlags, r apply.Result, err error) error {
	if err != nil {
		return err
	}
	var failures, done int
	for _, d := range r.Done {
		if d.Err != nil && engine.KindOf(d.Err) != engine.Uncertain {
			failures++
		} else if d.Outcome.Result == engine.ResultConfirmed {
			done++
		}
	}
	channels := slices.ContainsFunc(r.Plan.Problems, func(p engine.Problem) bool { return !p.Refused })
	uncertain := slices.ContainsFunc(r.Done, func(d apply.Done) bool { return d.Outcome.Result == engine.ResultUncertain })
	n := view.CountOf(r.Plan)
	switch {
	case channels, failures > 0 && done == 0:
		return silent(exitFailed)
	case failures > 0:
		return silent(exitPartly)
	case uncertain, n.Uncertain > 0:
		return silent(exitUncertain)
	case refusedSomething(f, r.Plan):
		return silent(exitRefused)
	}
	return nil
}

// refusedSomething reports whether the run was asked for something it may not
// do. A timer's run that lists blocked posts is no failure: otherwise every run
// were red for as long as a freeze lasts.
func refusedSomething(f applyFlags, p engine.Plan) bool {
	guarded := slices.ContainsFunc(p.Problems, func(x engine.Problem) bool { return x.Refused })
	byHand := slices.ContainsFunc(p.Changes, func(c engine.Change) bool {
		return c.Hold == engine.HoldManual && c.Verb == engine.Delete
	})
	blocked := slices.ContainsFunc(p.Changes, func(c engine.Change) bool {
		return c.Hold == engine.HoldBlocked && addressed(f.ask, c)
	})
	return guarded || byHand || blocked || f.ask.RequireApproval && unapproved(p)
}

// unapproved reports whether something is held for want of an approval.
func unapproved(p engine.Plan) bool {
	return slices.ContainsFunc(p.Changes, func(c engine.Change) bool {
		return c.Hold == engine.HoldBlocked && c.Consent != nil && c.Consent.Reason != ""
	})
}

// addressed reports whether a person named this very change.
func addressed(ask plan.Ask, c engine.Change) bool {
	for _, list := range [][]string{ask.Only, ask.Restore, ask.Repost} {
		if slices.ContainsFunc(list, func(name string) bool { return plan.Names(name, c.ID) }) {
			return true
		}
	}
	return slices.ContainsFunc(ask.Approved, func(digest string) bool { return strings.HasPrefix(c.Digest, digest) })
}

// quiet is how long a run may take before it says what it is doing.
const quiet = time.Second

// A progress tells on stderr what is being sent once a run takes longer than a
// moment. The channels send side by side.
type progress struct {
	app   *app
	begun time.Time

	mu    sync.Mutex
	count int
}

func (a *app) progress() *progress { return &progress{app: a, begun: time.Now()} }

func (p *progress) sending(c engine.Change) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.count++; time.Since(p.begun) > quiet {
		p.app.say("%d: %s %s", p.count, c.Verb, c.ID)
	}
}
