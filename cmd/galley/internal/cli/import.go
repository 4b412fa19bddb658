package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"galley/engine"
	"galley/schema"
)

func (a *app) importCommand() *cobra.Command {
	var f importFlags
	c := &cobra.Command{
		Use:   "import [CHANNEL]",
		Short: "Write files for what is live or in a spreadsheet, or take what is live over into the record",
		Long: `Import writes a file for every live post of a channel that no file declares, below
imported/CHANNEL. Review and commit them; then galley import CHANNEL --adopt binds
each live post to its file in the record, so that Galley edits it in place and
never publishes it again. --adopt also rebuilds a record that was lost. What the
server says of its limits is written into the channel's file, as
galley status --refresh-limits does.

With --only ID it writes what somebody edited on the network into the file of that
post, and nothing else of the file changes. If the post is on other channels too,
this one gets a variant.

With --csv it writes a file for every row of a spreadsheet of planned posts, as
Buffer, Hootsuite, Metricool, Agorapulse and teams by themselves write them: columns
of text, date, time, link, channel, tags, draft, or a column for each network. Cells
may be separated by commas, semicolons or tabs. Without CHANNEL the rows name their
channels. A row that is there already, with its text and time, is left out. Pictures
are named, not fetched.
` + exitHelp("0 imported, or nothing to import", "1 failed", "3 some rows were not imported", "4 the content is invalid"),
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := engine.Channel(append(args, "")[0])
			if f.csv != "" {
				return a.importTable(cmd.Context(), name, f)
			}
			if name == "" {
				return usage(errors.New("import which channel?"), "galley import CHANNEL, or galley import --csv FILE")
			}
			return a.importChannel(cmd.Context(), name, f)
		},
	}
	c.Flags().BoolVar(&f.adopt, "adopt", false, "bind live posts to the files that declare them")
	c.Flags().StringVar(&f.dir, "to", "", "write files to `DIR`, relative to the content root")
	c.Flags().StringSliceVar(&f.only, "only", nil, "write what was edited on the network into the file of this `ID` (repeatable)")
	c.Flags().StringVar(&f.csv, "csv", "", "write files for the rows of this `FILE`")
	c.Flags().StringVar(&f.order, "date-format", "", "with --csv: `ORDER` of its dates where they do not tell it: ymd, dmy or mdy")
	c.MarkFlagsMutuallyExclusive("adopt", "only")
	c.MarkFlagsMutuallyExclusive("csv", "adopt")
	c.MarkFlagsMutuallyExclusive("csv", "only")
	c.MarkFlagsMutuallyExclusive("to", "only")
	return c
}

type importFlags struct {
	adopt bool
	dir   string
	only  []string
	csv   string
	order string // of the dates in it; empty leaves it to them
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
	if err := a.writeFiles(ctx, c, name, p, live, f.dir); err != nil {
		return err
	}
	return a.importLimits(ctx, c, name, p)
}

// importLimits writes the limits of the server beside what was imported from it.
func (a *app) importLimits(ctx context.Context, c content, name engine.Channel, p engine.Provider) error {
	prober, can := p.(engine.Prober)
	if !can {
		return nil
	}
	i := slices.IndexFunc(c.Channels, func(ch schema.Channel) bool { return ch.ID == string(name) })
	if _, err := a.limitsOf(ctx, c, c.Channels[i], prober); err != nil {
		a.say("its limits are as they were: %v", err)
	}
	return nil
}
