package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"galley/engine"
	"galley/engine/load"
	"galley/engine/render"
	"galley/engine/repo"
)

func (a *app) freezeCommand() *cobra.Command {
	var channels []string
	var by string
	c := &cobra.Command{
		Use:   "freeze REASON",
		Short: "Stop publishing, everywhere or on a channel, now",
		Long: `Freeze writes a freeze to the record branch, where every run reads it before each
batch. Nothing is published in its scope until it is lifted; withdrawals still go
out. What comes due meanwhile stays held after the thaw.
` + exitHelp("0 frozen", "1 failed", "4 the content is invalid"),
		Args: one(`galley freeze "wrong price in the winter campaign"`),
		RunE: func(cmd *cobra.Command, args []string) error { return a.freeze(cmd.Context(), args[0], by, channels) },
	}
	c.Flags().StringSliceVar(&channels, "channel", nil, "only this `CHANNEL` (repeatable)")
	c.Flags().StringVar(&by, "by", "", "who decides; default: the name in git's configuration")
	return c
}

func (a *app) thawCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "thaw [ID]",
		Short: "End a freeze",
		Long: `Thaw ends the freeze with this ID, or all that are in force on the record branch.
It publishes nothing by itself: what came due meanwhile needs a new "at", or
galley apply --only ID --now.

Where the charter or the team asks for approvals, the end of a freeze needs that
of a senior, or of whom a rule on the kind Freeze names: who starts the workflow
"thaw" on GitHub, or signs a commit that names the freeze's digest.
` + exitHelp("0 thawed, or nothing was frozen", "1 failed", "4 the content is invalid", "5 refused: it lacks an approval"),
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.thaw(cmd.Context(), args) },
	}
}

func (a *app) freeze(ctx context.Context, reason, by string, channels []string) error {
	if strings.TrimSpace(reason) == "" {
		return usage(fmt.Errorf("a freeze needs a reason: others will ask"), `galley freeze "wrong price in the winter campaign"`)
	}
	c, err := a.worktree(ctx)
	if err != nil {
		return err
	}
	if c.Project.Object == nil {
		return a.invalid(c)
	}
	for _, name := range channels {
		if !hasChannel(c, name) {
			return usage(fmt.Errorf("there is no channel %q", name), "channels: "+strings.Join(c.channelNames(), ", "))
		}
	}
	store, err := a.openToWrite(c)
	if err != nil {
		return err
	}
	if by == "" {
		by = c.repo.User()
	}
	now := a.Now().In(c.zone)
	id := freezeName(now, store.RunID())
	file := freezeFile(engine.Freeze{Slug: id, Reason: reason, By: by, All: len(channels) == 0, Channels: toChannels(channels), From: now}, c.zone)
	if err := store.Commit(ctx, []repo.File{file}, "freeze: "+firstLine(reason)); err != nil {
		return err
	}
	scope := "everything"
	if len(channels) > 0 {
		scope = strings.Join(channels, ", ")
	}
	_, err = fmt.Fprintf(a.Stdout, "Frozen: %s. Nothing is published there until: galley thaw %s\n", scope, id)
	return err
}

// freezeName is a name of its own for a freeze, whoever else writes one within the
// same second: a second brake must not take the place of the first.
func freezeName(now time.Time, run string) string {
	return "freeze-" + now.Format("20060102-150405") + run[strings.LastIndexByte(run, '-'):]
}

func hasChannel(c content, name string) bool {
	for _, ch := range c.Channels {
		if ch.ID == name {
			return true
		}
	}
	return false
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// freezeFile writes a freeze as a file of the record branch. A JSON string is a
// YAML string.
func freezeFile(f engine.Freeze, loc *time.Location) repo.File {
	var b strings.Builder
	write := func(field string, value any) {
		text, _ := json.Marshal(value) // texts and lists of texts
		fmt.Fprintf(&b, "%s: %s\n", field, text)
	}
	fmt.Fprintf(&b, "kind: Freeze\nid: %s\n", f.Slug)
	write("reason", f.Reason)
	if f.By != "" {
		write("by", f.By)
	}
	scope := map[string]any{}
	if f.All {
		scope["all"] = true
	}
	for field, list := range map[string][]string{"channels": texts(f.Channels), "campaigns": f.Campaigns, "tags": f.Tags} {
		if len(list) > 0 {
			scope[field] = list
		}
	}
	write("scope", scope)
	if len(f.Allow) > 0 {
		write("allow", f.Allow)
	}
	for i, t := range [...]time.Time{f.From, f.Until} {
		if !t.IsZero() {
			write([...]string{"from", "until"}[i], t.In(loc).Format(time.RFC3339))
		}
	}
	return repo.File{Path: "freezes/" + f.Slug + ".yaml", Data: []byte(b.String())}
}

func texts(channels []engine.Channel) []string {
	var list []string
	for _, c := range channels {
		list = append(list, string(c))
	}
	return list
}

func (a *app) thaw(ctx context.Context, ids []string) error {
	c, err := a.worktree(ctx)
	if err != nil {
		return err
	}
	if c.Project.Object == nil {
		return a.invalid(c)
	}
	store, err := a.openToWrite(c)
	if err != nil {
		return err
	}
	ledger, err := a.readRecord(ctx, store)
	if err != nil {
		return err
	}
	all, err := a.freezes(c, ledger.Files())
	if err != nil {
		return err
	}
	if len(ids) > 0 && !slices.ContainsFunc(all, func(f engine.Freeze) bool { return f.Slug == ids[0] }) {
		return usage(fmt.Errorf("there is no freeze %q", ids[0]), "galley status names those in force")
	}
	ending := a.ending(c, all, ids)
	if len(ending) == 0 {
		_, err := fmt.Fprintln(a.Stdout, "Nothing to thaw.")
		return err
	}
	if err := a.mayLift(ctx, c, ledger, ending); err != nil {
		return err
	}
	return a.thawed(ctx, c, store, ending)
}

// ending are the freezes of the record branch that a thaw ends.
func (a *app) ending(c content, all []engine.Freeze, ids []string) []engine.Freeze {
	now := a.Now()
	return slices.DeleteFunc(slices.Clone(all), func(f engine.Freeze) bool {
		named := len(ids) > 0 && f.Slug == ids[0]
		if len(ids) > 0 && !named || !f.ActiveAt(now) && !(named && f.From.After(now)) {
			return true
		}
		elsewhere := !strings.HasPrefix(f.Source.File, c.Project.Record.Branch+":")
		if elsewhere {
			a.say("freeze %s is written in %s: give it an until there", f.Slug, f.Source)
		}
		return elsewhere
	})
}

// recordStore is the part of the record that takes documents.
type recordStore interface {
	Commit(ctx context.Context, files []repo.File, message string) error
}

func (a *app) thawed(ctx context.Context, c content, store recordStore, ending []engine.Freeze) error {
	now := a.Now()
	var files []repo.File
	var names []string
	for _, f := range ending {
		f.Until = now
		files = append(files, freezeFile(f, c.zone))
		names = append(names, f.Slug)
	}
	if err := store.Commit(ctx, files, "thaw: "+strings.Join(names, ", ")); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.Stdout, "Thawed: %s. What came due meanwhile stays held: galley plan shows it.\n", strings.Join(names, ", "))
	return err
}

// staysFrozen adds to an older content what the newest one stops: who goes back to
// what was said before did not say that a freeze is over.
func (a *app) staysFrozen(ctx context.Context, c *content) error {
	heads := []string{"HEAD"}
	remote, err := c.repo.Remote(c.Project.Record.Remote)
	if err != nil {
		return err
	}
	if remote != nil {
		_, head, err := remote.Default(ctx)
		if err != nil {
			return err
		}
		heads = append(heads, head)
	}
	for _, head := range heads {
		freezes, err := c.freezesAt(ctx, head)
		if err != nil {
			return failed("git fetch, then try again", "read what is frozen at %s: %w", brief(head), err)
		}
		c.freezes = slices.DeleteFunc(slices.Clone(c.freezes), func(f engine.Freeze) bool {
			return slices.ContainsFunc(freezes, func(newer engine.Freeze) bool { return newer.Slug == f.Slug })
		})
		c.freezes = append(c.freezes, freezes...)
	}
	return nil
}

// freezesAt are the freezes of another revision. One that cannot be read is an
// error: it may be the one that matters.
func (c *content) freezesAt(ctx context.Context, revision string) ([]engine.Freeze, error) {
	_, files, err := c.place.tree(revision)
	if err != nil {
		return nil, err
	}
	tree, findings, err := load.Tree(ctx, files, load.Options{Prefix: c.prefix})
	if err != nil {
		return nil, err
	}
	freezes, wrong := render.Freezes(tree.Freezes, c.zone)
	for _, f := range errorsOnly(append(findings, wrong...)) {
		if strings.HasPrefix(f.Object, "Freeze") {
			return nil, fmt.Errorf("%s: %s", f.Pos, f.Text)
		}
	}
	return freezes, nil
}
