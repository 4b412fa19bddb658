package cli

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/plan"
)

func (a *app) statusCommand() *cobra.Command {
	var f statusFlags
	c := &cobra.Command{
		Use:   "status",
		Short: "Show every post and channel: live, scheduled, held, drifted, uncertain",
		Long: `Status shows what is frozen and where every post stands. What waits for a person
comes first.

Where GITHUB_TOKEN is set it also says what of the record is open to everybody.

With --watchdog it shows what was due longer ago than that and has no outcome in
the record, since when, and why as far as is known: late, held, blocked, uncertain,
or taken up by no run. It asks no network and needs no credential.
` + exitHelp("0 shown, or nothing is overdue", "1 failed, a channel cannot be read, or a post is overdue", "4 the content is invalid", "6 uncertain outcomes await a person"),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("watchdog") {
				return a.watchdog(cmd.Context(), f.watchdog, f.channels)
			}
			return a.status(cmd.Context(), f)
		},
	}
	c.Flags().BoolVar(&f.limits, "refresh-limits", false, "write what servers say of their limits into the channels' files")
	c.Flags().BoolVar(&f.unmanaged, "unmanaged", false, "also list what is live and not ours")
	c.Flags().StringSliceVar(&f.channels, "channel", nil, "only this `CHANNEL` (repeatable)")
	c.Flags().DurationVar(&f.watchdog, "watchdog", 0, "only what was due longer ago than this `TIME`, such as 2h, and has no outcome")
	c.MarkFlagsMutuallyExclusive("watchdog", "refresh-limits")
	c.MarkFlagsMutuallyExclusive("watchdog", "unmanaged")
	return takes(c, "json")
}

type statusFlags struct {
	channels  []string
	unmanaged bool // also what is live and not ours
	limits    bool // write them into the channels' files
	watchdog  time.Duration
}

func (a *app) status(ctx context.Context, f statusFlags) error {
	c, err := a.worktree(ctx)
	if err != nil {
		return err
	}
	if err := a.invalid(c); err != nil {
		return err
	}
	look, err := a.look(ctx, c, planFlags{refresh: "all", ask: plan.Ask{Channels: toChannels(f.channels)}})
	if err != nil {
		return err
	}
	status := statusOf(c, look, f.unmanaged)
	probe(ctx, look, status.Channels)
	status.Record = a.protection(ctx, c)
	if f.limits {
		if err := a.refreshLimits(ctx, c, look); err != nil {
			return err
		}
	}
	if a.format == "json" {
		err = view.Write(a.Stdout, status)
	} else {
		err = view.Status(a.Stdout, a.style(a.Stdout, c.zone), status)
	}
	if err != nil {
		return err
	}
	if slices.ContainsFunc(status.Channels, func(c view.ChannelStatus) bool { return c.Failure != "" }) {
		return silent(exitFailed) // also where only writing needs the credential that was refused
	}
	return silent(planExit(look.plan))
}

// probe asks each network that can tell whose credential it was given, what that
// may do, and until when.
func probe(ctx context.Context, l look, channels []view.ChannelStatus) {
	for i := range channels {
		c := &channels[i]
		prober, can := l.providers[c.Channel].(engine.Prober)
		if !can || c.Failure != "" {
			continue
		}
		info, err := prober.Probe(ctx)
		if err != nil {
			c.Failure = err.Error()
			if engine.KindOf(err) == engine.Unauthorized {
				c.Hint = plan.CredentialHint(l.input.Channels[c.Channel].Credential)
			}
			continue
		}
		c.Identity, c.Scopes, c.Server = info.Identity, info.Scopes, info.Server
		if !info.Expires.IsZero() {
			c.Expires = &info.Expires
		}
	}
}

// withoutFile are what no file asks for any more and something is to be done about,
// above all what nobody knows the end of.
func withoutFile(c content, l look, changes map[engine.ID]engine.Change) []view.PostStatus {
	for _, d := range c.desired {
		delete(changes, d.ID)
	}
	var posts []view.PostStatus
	for id, change := range changes {
		if change.Hold != engine.HoldNone || change.Verb != engine.Nothing {
			posts = append(posts, view.NewPostStatus(engine.Desired{ID: id}, l.input.Record.IDs[id], change, true))
		}
	}
	return posts
}

// statusOf joins the plan, the record and what was seen.
func statusOf(c content, l look, unmanaged bool) view.StatusJSON {
	status := view.StatusJSON{FormatVersion: view.FormatVersion, ToolVersion: Version(), AsOf: l.plan.AsOf,
		Freezes: view.NewFreezes(l.plan.Freezes), Channels: []view.ChannelStatus{}, Posts: []view.PostStatus{}}
	for _, name := range slices.Sorted(channelsOf(l.input.Channels)) {
		if len(l.input.Ask.Channels) > 0 && !slices.Contains(l.input.Ask.Channels, name) {
			continue
		}
		ch := l.input.Channels[name]
		status.Channels = append(status.Channels, view.ChannelStatus{Channel: name, Network: ch.Account.Network,
			Handle: ch.Account.Handle, Failure: ch.Failure, Hint: ch.Hint(), Read: ch.Listed, Shows: len(ch.Seen)})
		if unmanaged {
			for _, o := range ch.Seen {
				if o.ID.IsZero() {
					status.Unmanaged = append(status.Unmanaged, view.NewUnmanaged(name, o))
				}
			}
		}
	}
	changes := map[engine.ID]engine.Change{}
	for _, ch := range l.plan.Changes {
		changes[ch.ID] = ch
	}
	for _, d := range c.desired {
		if len(l.input.Ask.Channels) > 0 && !slices.Contains(l.input.Ask.Channels, d.ID.Channel) {
			continue
		}
		change, planned := changes[d.ID]
		post := view.NewPostStatus(d, l.input.Record.IDs[d.ID], change, planned)
		if !planned && l.input.Channels[d.ID.Channel].Failure != "" {
			post = view.Unknown(post)
		}
		status.Posts = append(status.Posts, post)
	}
	status.Posts = append(status.Posts, withoutFile(c, l, changes)...)
	view.SortStatus(status.Posts)
	return status
}
