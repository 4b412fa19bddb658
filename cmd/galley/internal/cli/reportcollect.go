package cli

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/metrics"
	"galley/engine/plan"
	"galley/engine/record"
	"galley/engine/repo"
)

// collectFlags are those of report for getting numbers.
type collectFlags struct {
	collect bool
	asked   []string // channels; empty is all
	imports string   // a file of numbers
	order   string   // of the dates in it; empty leaves it to them
	keep    bool     // what was got goes to the record branch
}

const collectHelp = `
With --collect it asks the networks what they count instead: of each post at the
ages of 1 hour, 6 hours, 1 day, 3 days, 7 days and 30 days, of each account once a
day, as many in one request as the network allows. What is due is asked once; run
it every hour, and a run that was stopped, or that a network told to wait, is gone
on with by the next. With --import FILE it takes over a table of visits,
conversions or spend by day, of which no network knows: columns of date, campaign,
source, channel, visits, conversions, spend. The same table twice counts once.
Both are kept below metrics/ on the record branch.
`

func (f *collectFlags) register(c *cobra.Command) {
	c.Flags().BoolVar(&f.collect, "collect", false, "ask the networks for the counts that are due, and commit them")
	c.Flags().StringVar(&f.imports, "import", "", "take over the numbers of this `FILE`, and commit them")
	c.Flags().StringVar(&f.order, "date-format", "", "with --import: `ORDER` of its dates where they do not tell it: ymd, dmy or mdy")
	c.MarkFlagsMutuallyExclusive("collect", "import")
}

// wanted reports whether numbers are to be got, and no report to be made.
func (f collectFlags) wanted() bool { return f.collect || f.imports != "" }

// numbers gets numbers from the networks or from a table.
func (a *app) numbers(c *cobra.Command, f reportFlags) error {
	if err := onlyNumbers(c, f.reports); err != nil {
		return err
	}
	f.numbers.asked, f.numbers.keep = f.channels, !f.dry
	if f.numbers.collect {
		return a.collect(c.Context(), f.numbers)
	}
	return a.importNumbers(c.Context(), f.numbers)
}

// onlyNumbers refuses what is of reports: nobody should think that it was minded.
func onlyNumbers(c *cobra.Command, reports []string) error {
	if len(reports) > 0 {
		return usage(fmt.Errorf("report %s: numbers are got for all reports", reports[0]), "")
	}
	var other string
	c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.Changed && other == "" && !slices.Contains([]string{"collect", "import", "date-format", "channel", "dry-run"}, f.Name) {
			other = f.Name
		}
	})
	if other != "" {
		return usage(fmt.Errorf("--%s is of reports: --collect and --import make none", other), "")
	}
	return nil
}

// keepWithin bounds the commit of what an interrupted run has counted.
const keepWithin = time.Minute

// collect asks every channel for what is due, one after the other, and commits
// what they told, once.
func (a *app) collect(ctx context.Context, f collectFlags) error {
	c, err := a.worktree(ctx)
	if err != nil {
		return err
	}
	if err := a.invalid(c); err != nil {
		return err
	}
	if err := c.hasChannels(f.asked); err != nil {
		return err
	}
	open := a.open
	if f.keep {
		open = a.openToWrite
	}
	store, err := open(c)
	if err != nil {
		return err
	}
	ledger, err := store.Read(ctx)
	if err != nil {
		return err
	}
	n := a.connect(c)
	due := a.due(c, n, ledger, f.asked)
	result := view.CollectedJSON{FormatVersion: view.FormatVersion, ToolVersion: Version(), AsOf: due.at, Dry: !f.keep, Channels: []view.Counted{}}
	var all []metrics.Snapshot
	for _, name := range due.channels {
		if ctx.Err() != nil {
			break
		}
		counted, list := a.count(ctx, n, name, due.of(name))
		all = append(all, list...)
		result.Channels = append(result.Channels, counted)
	}
	if f.keep {
		if result.Kept, err = a.keepCounts(ctx, store, all); err != nil {
			return err
		}
	}
	if next := metrics.NextDue(due.at, due.channels, due.live); !next.IsZero() {
		result.Next = &next
	}
	if err := a.showCollected(c, result); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if slices.ContainsFunc(result.Channels, func(c view.Counted) bool { return c.Failure != "" && c.Again == nil }) {
		return silent(exitFailed)
	}
	return nil
}

func (a *app) showCollected(c content, result view.CollectedJSON) error {
	if a.format == "json" {
		return view.Write(a.Stdout, result)
	}
	return view.Collected(a.Stdout, a.style(a.Stdout, c.zone), result)
}

// A dueList is what is to be asked at a moment.
type dueList struct {
	at       time.Time
	channels []engine.Channel // sorted
	live     []metrics.Live   // of these channels
	asks     []metrics.Ask
}

func (a *app) due(c content, n networks, ledger *record.Ledger, only []string) dueList {
	d := dueList{at: a.Now().UTC()}
	for _, ch := range c.Channels {
		if len(only) == 0 || slices.Contains(only, ch.ID) {
			d.channels = append(d.channels, engine.Channel(ch.ID))
		}
	}
	slices.Sort(d.channels)
	d.live = slices.DeleteFunc(metrics.LivePosts(ledger.Record()), func(l metrics.Live) bool {
		return !slices.Contains(d.channels, l.ID.Channel) || n.accounts[l.ID.Channel] != l.Account // of another account nobody can ask
	})
	asks, problems := metrics.Due(ledger.Files(), d.at, d.channels, d.live)
	for _, p := range problems {
		a.say("%s: %v; it is left out", c.Project.Record.Branch, p)
	}
	d.asks = asks
	return d
}

// of is what one channel is to be asked.
func (d dueList) of(name engine.Channel) []metrics.Ask {
	return slices.DeleteFunc(slices.Clone(d.asks), func(a metrics.Ask) bool { return a.Channel != name })
}

// count asks one channel. What it told before it failed counts.
func (a *app) count(ctx context.Context, n networks, name engine.Channel, asks []metrics.Ask) (view.Counted, []metrics.Snapshot) {
	counted := view.Counted{Channel: name, Network: n.accounts[name].Network}
	for _, ask := range asks {
		if !ask.ID.IsZero() {
			counted.Due++
		}
	}
	if failure := n.failures[name]; failure != "" {
		counted.Failure = failure
		return counted, nil
	}
	measurer, can := n.providers[name].(engine.Measurer)
	if !can {
		counted.Due, counted.Silent = 0, true
		return counted, nil
	}
	if len(asks) == 0 {
		return counted, nil
	}
	before := n.meter.Requests()
	list, err := measured(ctx, measurer, asks, counted.Network, a.Now().UTC().Truncate(time.Second))
	counted.Requests = n.meter.Requests() - before
	for _, s := range list {
		switch {
		case s.ID.IsZero():
			counted.Account = true
		case len(s.Counts) == 0:
			counted.Unknown++
		default:
			counted.Posts++
		}
	}
	if err != nil {
		counted.Failure = a.redact(err.Error())
		switch engine.KindOf(err) {
		case engine.Unauthorized:
			counted.Hint = plan.CredentialHint(n.variables[name])
		case engine.Throttled:
			again := a.Now().Add(engine.RetryAfterOf(err)).UTC().Truncate(time.Second)
			counted.Again = &again
		}
	}
	return counted, list
}

// measured asks for all at once, so that the provider can put many into one
// request. A post of which an answer that came to its end says nothing is one
// that the network does not know: that is noted, or it would be asked again and
// again.
func measured(ctx context.Context, m engine.Measurer, asks []metrics.Ask, network engine.Network, at time.Time) ([]metrics.Snapshot, error) {
	var remotes []engine.RemoteID
	waiting := map[engine.RemoteID]metrics.Ask{}
	for _, ask := range asks {
		if _, twice := waiting[ask.Remote]; !twice {
			remotes = append(remotes, ask.Remote)
			waiting[ask.Remote] = ask
		}
	}
	var list []metrics.Snapshot
	note := func(ask metrics.Ask, counts map[string]int64) {
		delete(waiting, ask.Remote)
		list = append(list, metrics.Snapshot{At: at, Channel: ask.Channel, Network: network, ID: ask.ID, Remote: ask.Remote, Age: ask.Age, Counts: counts})
	}
	for told, err := range m.Measure(ctx, remotes) {
		if err != nil {
			return list, err
		}
		if ask, asked := waiting[told.Remote]; asked {
			note(ask, told.Counts)
		}
	}
	for _, remote := range remotes {
		if ask, open := waiting[remote]; open && remote != "" {
			note(ask, nil)
		}
	}
	return list, nil
}

// keepCounts commits snapshots on top of whatever is there by then, and what can
// be compacted with them. An interrupted run keeps what it has.
func (a *app) keepCounts(ctx context.Context, store *record.Store, list []metrics.Snapshot) (kept int, err error) {
	if len(list) == 0 {
		return 0, nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepWithin)
	defer cancel()
	first := list[0].At
	for _, s := range list {
		if s.At.Before(first) {
			first = s.At
		}
	}
	err = store.Change(ctx, "metrics: "+view.Count(len(list), "count", "counts"), func(files fs.FS) ([]repo.File, error) {
		grown, n, err := metrics.Append(files, list)
		if kept = n; err != nil || n == 0 {
			return nil, err
		}
		compacted, err := metrics.Compact(files, first)
		return recordFiles(slices.Concat(compacted, grown)), err
	})
	if err != nil {
		return 0, fmt.Errorf("keep %s: %w", view.Count(len(list), "count", "counts"), err)
	}
	return kept, nil
}

func recordFiles(list []metrics.File) []repo.File {
	var files []repo.File
	for _, f := range list {
		files = append(files, repo.File(f))
	}
	return files
}
