package cli

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/apply"
	"galley/engine/observe"
	"galley/engine/plan"
	"galley/engine/record"
	"galley/engine/repo"
	"galley/engine/zone"
	"galley/schema"
)

func (a *app) planCommand() *cobra.Command {
	var at, refresh string
	var channels, only []string
	var detailed, driftIssue bool
	c := &cobra.Command{
		Use:   "plan",
		Short: "Show what apply would do now",
		Long: `Plan reads the content of the working tree, looks at the networks, and shows
what apply would do now. It changes nothing.

With --drift-issue, a job on a timer keeps one issue on GitHub that tells what
somebody changed on the networks, and closes it when nothing differs any more.
GITHUB_TOKEN has to be allowed to write issues.

Signs: + publish  ~ edit  - withdraw  -/+ repost  @ scheduled  ! blocked
       ? uncertain  . stop managing  = take over
` + exitHelp("0 planned, with or without changes", "1 failed", "2 changes pending (only with --detailed-exitcode)",
			"4 the content is invalid", "6 uncertain outcomes await a person", "130 interrupted"),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ask := plan.Ask{Only: only, Channels: toChannels(channels)}
			return a.plan(cmd.Context(), planFlags{at: at, refresh: refresh, ask: ask, detailed: detailed, driftIssue: driftIssue})
		},
	}
	c.Flags().StringVar(&at, "at", "", "plan as of `TIME`, such as \"2026-12-24 09:00\"")
	c.Flags().StringVar(&refresh, "refresh", "window", "how `MUCH` of the networks is read: window, all or none")
	c.Flags().StringSliceVar(&channels, "channel", nil, "only this `CHANNEL` (repeatable)")
	c.Flags().StringSliceVar(&only, "only", nil, "only this post, by `ID` (repeatable)")
	c.Flags().BoolVar(&detailed, "detailed-exitcode", false, "exit with 2 when there are changes")
	c.Flags().BoolVar(&driftIssue, "drift-issue", false, "keep an issue on GitHub that tells of drift; with --refresh all of old posts too")
	for _, part := range []string{"at", "channel", "only"} {
		c.MarkFlagsMutuallyExclusive("drift-issue", part) // what was not looked at would be taken for mended
	}
	return takes(c, "json")
}

type planFlags struct {
	at, refresh string
	ask         plan.Ask
	detailed    bool
	driftIssue  bool

	base   map[engine.ID]string // see plan.Input
	unread []engine.Channel     // taken as recorded: they are asked nothing
}

func toChannels(names []string) []engine.Channel {
	var out []engine.Channel
	for _, n := range names {
		out = append(out, engine.Channel(n))
	}
	return out
}

func (a *app) plan(ctx context.Context, flags planFlags) error {
	c, err := a.worktree(ctx)
	if err != nil {
		return err
	}
	if err := a.invalid(c); err != nil {
		return err
	}
	l, err := a.look(ctx, c, flags)
	if err != nil {
		return err
	}
	if err := a.showPlan(c, l.plan); err != nil {
		return err
	}
	if flags.driftIssue {
		if err := a.keepDriftIssue(ctx, c, l.plan); err != nil {
			return err
		}
	}
	code := planExit(l.plan)
	if code == 0 && flags.detailed && slices.ContainsFunc(l.plan.Changes, engine.Change.Acts) {
		code = exitChanges
	}
	return silent(code)
}

// A look is a plan with all it was made of.
type look struct {
	plan      engine.Plan
	input     plan.Input
	providers map[engine.Channel]engine.Provider
}

// look makes the plan that apply would start from: it recovers, in memory only,
// what an earlier run left open.
func (a *app) look(ctx context.Context, c content, flags planFlags) (look, error) {
	clock, err := clockAt(a.Now, flags.at, c.zone)
	if err != nil {
		return look{}, err
	}
	if err := c.knows(flags.ask); err != nil {
		return look{}, err
	}
	refresh, err := refreshOf(flags.refresh)
	if err != nil {
		return look{}, err
	}
	rec, freezes, err := a.past(ctx, c)
	if err != nil {
		return look{}, err
	}
	rec, goOn, err := a.foreseen(ctx, c, rec, clock())
	if err != nil {
		return look{}, err
	}
	freezes = append(freezes, goOn...)
	n := a.connectBut(c, flags.unread)
	cfg := apply.Config{Now: clock, Providers: n.asked(flags.unread), Accounts: n.accounts, Credentials: n.variables, Desired: c.desired, Policy: c.policy(),
		Ask: flags.ask, Refresh: refresh}
	seen := observe.Channels(ctx, cfg.Providers, rec, clock, refresh)
	for name, failure := range n.failures {
		seen[name] = engine.Observation{Failure: failure}
	}
	rec = apply.Apply(rec, apply.Recover(ctx, cfg, rec, seen))
	apply.Reown(seen, rec)
	asked := cfg.Providers
	cfg.Providers = n.providers
	in := apply.Input(cfg, rec, freezes, seen)
	in.Blocked, in.Base = c.blockedBy(rec, in.AsOf), flags.base
	return look{apply.Compute(ctx, in, asked), in, n.providers}, ctx.Err()
}

// neverBegan reports whether there is no record and no sign that there was one:
// what lost its branch is not empty.
func neverBegan(err error) bool {
	return errors.Is(err, record.ErrAbsent) && !errors.Is(err, record.ErrDeleted)
}

// past is the record as far as there is one: before the first apply a plan is
// made from an empty one, and says so.
func (a *app) past(ctx context.Context, c content) (engine.Record, []engine.Freeze, error) {
	if c.repo == nil || c.Project.Record.ID == "" {
		a.say("there is no record yet: this plan is for a first apply")
		return engine.Record{}, c.freezes, nil
	}
	store, err := a.open(c)
	if err != nil {
		return engine.Record{}, nil, err
	}
	ledger, err := store.Read(ctx)
	if neverBegan(err) {
		a.say("there is no record yet: this plan is for a first apply")
		return engine.Record{Ledger: c.Project.Record.ID}, c.freezes, nil
	}
	if err != nil {
		return engine.Record{}, nil, err
	}
	freezes, err := a.freezes(c, ledger.Files())
	return ledger.Record(), freezes, err
}

// foreseen is the record as apply would find it after it judged this content, and
// the freezes that would go on. A repository without commits has nothing to judge;
// where apply would refuse to judge, a plan says so.
func (a *app) foreseen(ctx context.Context, c content, rec engine.Record, at time.Time) (engine.Record, []engine.Freeze, error) {
	if c.repo == nil {
		return rec, nil, nil
	}
	if _, err := c.repo.Resolve("HEAD"); errors.Is(err, repo.ErrNotFound) {
		return rec, nil, nil
	}
	j, goOn, err := a.judge(ctx, c, rec, at)
	var e *exitError
	if errors.As(err, &e) && e.code == exitRefused {
		a.say("apply will refuse: %s", err)
		return rec, nil, nil
	}
	if err != nil {
		return rec, nil, err
	}
	rec.Consent = rec.Consent.With(j)
	return rec, goOn, nil
}

// clockAt is the real clock, or one that stands still at a time given.
func clockAt(now engine.Clock, at string, loc *time.Location) (engine.Clock, error) {
	if at == "" {
		return now, nil
	}
	t, err := zone.Parse(at, zone.FoldNone, loc)
	if err != nil {
		return nil, usage(fmt.Errorf("--at: %w", err), "")
	}
	return func() time.Time { return t }, nil
}

func refreshOf(name string) (observe.Refresh, error) {
	switch name {
	case "window", "":
		return observe.RefreshWindow, nil
	case "all", "none":
		return observe.Refresh(name), nil
	}
	return "", usage(fmt.Errorf("--refresh %q: want window, all or none", name), "")
}

// knows refuses names that mean nothing here, so that a slip of the pen is not
// taken for "nothing to do".
func (c content) knows(ask plan.Ask) error {
	for _, name := range ask.Channels {
		if !slices.ContainsFunc(c.Channels, func(ch schema.Channel) bool { return ch.ID == string(name) }) {
			return usage(fmt.Errorf("there is no channel %q", name), "channels: "+strings.Join(c.channelNames(), ", "))
		}
	}
	for _, list := range [][]string{ask.Only, ask.Restore, ask.Repost} {
		for _, name := range list {
			if !slices.ContainsFunc(c.desired, func(d engine.Desired) bool { return plan.Names(name, d.ID) }) {
				return usage(fmt.Errorf("there is no post %q", name), "galley status lists them")
			}
		}
	}
	return nil
}

func (c content) channelNames() []string {
	var names []string
	for _, ch := range c.Channels {
		names = append(names, ch.ID)
	}
	return names
}

func (a *app) showPlan(c content, p engine.Plan) error {
	if a.format == "json" {
		return view.Write(a.Stdout, view.NewPlanJSON(p, Version(), c.revision, c.findings))
	}
	return view.Plan(a.Stdout, a.style(a.Stdout, c.zone), p)
}

func planExit(p engine.Plan) int {
	n := view.CountOf(p)
	failed := slices.ContainsFunc(p.Problems, func(x engine.Problem) bool { return !x.Refused })
	switch {
	case failed:
		return exitFailed
	case n.Uncertain > 0:
		return exitUncertain
	}
	return 0
}

// channelsOf yields the names of channels.
func channelsOf(m map[engine.Channel]plan.Channel) iter.Seq[engine.Channel] { return maps.Keys(m) }
