package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"galley/engine"
)

func (a *app) importCommand() *cobra.Command {
	var f importFlags
	c := &cobra.Command{
		Use:   "import CHANNEL",
		Short: "Write files for what is live, or take it over into the record",
		Long: `Import writes a file for every live post of a channel that no file declares, below
imported/CHANNEL. Review and commit them; then galley import CHANNEL --adopt binds
each live post to its file in the record, so that Galley edits it in place and
never publishes it again. --adopt also rebuilds a record that was lost.

With --only ID it writes what somebody edited on the network into the file of that
post, and nothing else of the file changes. If the post is on other channels too,
this one gets a variant.
` + exitHelp("0 imported, or nothing to import", "1 failed", "4 the content is invalid"),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.importChannel(cmd.Context(), engine.Channel(args[0]), f)
		},
	}
	c.Flags().BoolVar(&f.adopt, "adopt", false, "bind live posts to the files that declare them")
	c.Flags().StringVar(&f.dir, "to", "", "write files to `DIR`, relative to the content root")
	c.Flags().StringSliceVar(&f.only, "only", nil, "write what was edited on the network into the file of this `ID` (repeatable)")
	c.MarkFlagsMutuallyExclusive("adopt", "only")
	c.MarkFlagsMutuallyExclusive("to", "only")
	return c
}

type importFlags struct {
	adopt bool
	dir   string
	only  []string
}

func (a *app) importChannel(ctx context.Context, name engine.Channel, f importFlags) error {
	c, err := a.worktree(ctx)
	if err != nil {
		return err
	}
	if err := a.invalid(c); err != nil {
		return err
	}
	if !hasChannel(c, string(name)) {
		return usage(fmt.Errorf("there is no channel %q", name), "channels: "+strings.Join(c.channelNames(), ", "))
	}
	if len(f.only) > 0 {
		return a.takeOver(ctx, c, name, f.only)
	}
	n := a.connect(c)
	if failure := n.failures[name]; failure != "" {
		return failed("", "%s: %s", name, failure)
	}
	p := n.providers[name]
	lister, can := p.(engine.Lister)
	if !can {
		return failed("write its posts by hand, and record each with galley ledger resolve ID --published URL",
			"%s cannot be listed", name)
	}
	var live []engine.Observed
	for o, err := range lister.List(ctx, engine.Window{}) {
		if err != nil {
			return err
		}
		if o.Spec != nil && o.Phase == engine.Live {
			live = append(live, o)
		}
	}
	if f.adopt {
		return a.adopt(ctx, c, name, p.Info(), live)
	}
	return a.writeFiles(ctx, c, name, p, live, f.dir)
}
