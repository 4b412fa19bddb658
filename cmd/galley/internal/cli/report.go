package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"galley/engine"
)

type reportFlags struct {
	spanFlags
	reports            []string // objects of that kind
	channels           []string
	language, audience string
	compare            string

	from, content, asOf string // what it is made of again

	export       string
	dry          bool
	risks, issue bool

	numbers collectFlags
}

func (a *app) reportCommand() *cobra.Command {
	var f reportFlags
	c := &cobra.Command{
		Use:   "report [ID]...",
		Short: "Write what became of the planned posts, and commit it",
		Long: `Report compares what was planned in a period with what was published: on time,
late, held, skipped, uncertain, and tells what it brought. It reads the content as it
was committed and prints the report in Markdown. Below reports/ on the record branch
it commits that Markdown with its charts (SVG, for light and dark), one page of HTML
that can be sent as a mail, and every number in CSV and in JSON. Notes that people
wrote between the report's marks are kept.

ID names an object of kind Report, which says for whom and of what it is. Without
one, and without flags that say so, all that the content declares are made, each
of the span that runs and in its first week of the one before.

By hand, the period is the month that runs, or the one that --month, --week, --quarter,
--year, --campaign, or --since and --until name; "this" and "last" are the span
that runs and the one before.

With --from, a report is made from the record as it was at a commit of the record
branch, and committed nowhere: the command at the foot of a report makes the same
bytes again.

With --at-risk, it writes no report: it tells the objectives that will be missed at
the pace of the last month, the channels on which nothing went out for as long as
the charter asks for a post at least, and the credentials that end within two weeks.
` + collectHelp + exitHelp("0 written, or unchanged; nothing at risk", "1 failed, or something is at risk; of --collect also a channel that cannot be asked", "3 some rows were not imported", "4 the content is invalid"),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.reports = args
			if f.issue && !f.risks {
				return usage(errors.New("--issue goes with --at-risk"), "")
			}
			if f.risks {
				return a.atRisk(cmd.Context(), f)
			}
			if f.numbers.wanted() {
				return a.numbers(cmd, f)
			}
			return a.report(cmd.Context(), f)
		},
	}
	flags := c.Flags()
	f.register(c)
	flags.StringSliceVar(&f.channels, "channel", nil, "only this `CHANNEL` (repeatable)")
	flags.StringVar(&f.compare, "compare", "", "hold it against `PERIOD`, such as 2025-12, instead of the one before")
	flags.StringVar(&f.audience, "audience", "", "for `WHOM`: team, client or management; default: team")
	flags.StringVar(&f.language, "language", "", "`LANGUAGE`: en or fr; default: the project's first")
	flags.StringVar(&f.from, "from", "", "make it from the record at `COMMIT` of the record branch, and commit nothing")
	flags.StringVar(&f.content, "content", "", "with --from: the content at `COMMIT`; default: what had been applied by then")
	flags.StringVar(&f.asOf, "as-of", "", "with --from: the `TIME` at which it is made; default: that of its commit")
	flags.StringVar(&f.export, "export", "", "write the files to `DIR` as well")
	flags.BoolVar(&f.dry, "dry-run", false, "print it, commit nothing")
	flags.BoolVar(&f.risks, "at-risk", false, "tell what will be missed as things go, and exit 1 if anything will")
	flags.BoolVar(&f.issue, "issue", false, "with --at-risk: keep one issue on GitHub open for as long as anything is")
	f.numbers.register(c)
	return takes(c, "json")
}

// commits reports whether the record is to keep what is made.
func (f reportFlags) commits() bool { return !f.dry && !f.risks && f.from == "" }

func (a *app) report(ctx context.Context, f reportFlags) error {
	r, err := a.reporting(ctx, f)
	if err != nil {
		return err
	}
	orders, err := r.orders(f)
	if err != nil {
		return err
	}
	var made []madeReport
	for _, o := range orders {
		m, err := r.make(o)
		if err != nil {
			return err
		}
		made = append(made, m)
	}
	for _, m := range made {
		if err := a.showReport(m); err != nil {
			return err
		}
	}
	if f.export != "" {
		if err := exportReports(a.under(f.export), made); err != nil {
			return err
		}
	}
	if !f.commits() {
		return nil
	}
	if err := r.commit(ctx, made); err != nil || !r.c.Project.Reports.Pull {
		return err
	}
	return r.propose(ctx)
}

// showReport prints a report, for people or for programs.
func (a *app) showReport(m madeReport) error {
	data := m.text.Data
	if a.format == "json" {
		data = m.data.Data
	}
	_, err := a.Stdout.Write(data)
	return err
}

// reportLanguage is the first of some languages that reports know.
func reportLanguage(own string, languages []string) string {
	for _, l := range append([]string{own}, languages...) {
		if len(l) >= 2 && (l[:2] == "en" || l[:2] == "fr") {
			return l[:2]
		}
	}
	return "en"
}

// manual are the networks where a person publishes.
func (a *app) manual() []engine.Network {
	var list []engine.Network
	for _, name := range a.Providers.Networks() {
		if c, known := a.Providers.Lookup(name); known && c.Info.Manual {
			list = append(list, name)
		}
	}
	return list
}

// hasChannels is an error that names the first channel that is not there.
func (c content) hasChannels(names []string) error {
	for _, name := range names {
		if !hasChannel(c, name) {
			return usage(fmt.Errorf("there is no channel %q", name), "channels: "+listed(c.channelNames()))
		}
	}
	return nil
}
