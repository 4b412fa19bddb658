package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
	"galley/engine/metrics"
	"galley/engine/record"
	"galley/engine/report"
	"galley/engine/zone"
	"galley/examples"
)

func (a *app) demoCommand() *cobra.Command {
	var with string
	c := &cobra.Command{
		Use:   "demo [DIR]",
		Short: "Make the worked example, and run it end to end on a site of its own",
		Long: `Demo writes the newsroom of a small cinema to DIR (default: newsroom), with its
dates moved so that today falls into the second week, makes a git repository of
it, and runs validate, plan, apply, a second plan, and report. Run again, it
changes nothing that is not due.

With --with bluesky it also starts a private Bluesky on this machine, the real
server from its npm package, and publishes to it; the server ends with the demo.
` + exitHelp("0 done", "1 failed, such as when DIR holds something else"),
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.demoWith(cmd.Context(), append(args, "newsroom")[0], with)
		},
	}
	c.Flags().StringVar(&with, "with", "", "publish to a local server of `NETWORK` too: bluesky")
	return c
}

// demoWith runs the demo, with a server beside it if one is asked for.
func (a *app) demoWith(ctx context.Context, dir, with string) error {
	if with == "" {
		return a.demo(ctx, dir, nil)
	}
	if with != "bluesky" {
		return usage(fmt.Errorf("--with %q: there is a local server of bluesky only", with), "")
	}
	if entries, err := os.ReadDir(a.under(dir)); err == nil && len(entries) > 0 {
		return failed("give demo a new folder: galley demo --with bluesky DIR", "%s holds something, and a new server knows nothing of it", dir)
	}
	b, server, err := a.withBluesky(ctx)
	if err != nil {
		return err
	}
	err = b.demo(ctx, dir, func(root string, weeks int) error { return addBluesky(root, server, weeks) })
	return errors.Join(err, server.Stop())
}

// under is a folder the person named, from where the command runs.
func (a *app) under(dir string) string {
	if filepath.IsAbs(dir) {
		return dir
	}
	return filepath.Join(a.dir(), dir)
}

// demoSecondWeek is the Monday of the second week of the example.
var demoSecondWeek = time.Date(2026, 12, 7, 0, 0, 0, 0, time.UTC)

func (a *app) demo(ctx context.Context, dir string, more func(root string, weeks int) error) error {
	root := a.under(dir)
	weeks, err := a.demoContent(ctx, root, more)
	if err != nil {
		return err
	}
	b := *a
	b.chdir = root
	c, err := b.worktree(ctx)
	if err != nil {
		return err
	}
	steps := []struct {
		title, command string
		run            func() error
	}{
		{"Every file is checked, as on the day the month was written", "validate", func() error { return b.validateAt(ctx, weeks) }},
		{"What would change on the networks", "plan", func() error { return b.plan(ctx, planFlags{}) }},
		{"What is due goes out, and is recorded", "apply", func() error { return b.apply(ctx, applyFlags{}) }},
		{"A second plan has nothing to do", "plan", func() error { return b.noChanges(ctx, c) }},
		{"What became of the month", "report", func() error { return b.demoReport(ctx, weeks) }},
	}
	style := a.style(a.Stdout, nil)
	for i, step := range steps {
		if err := view.Stage(a.Stdout, style, i+1, step.title, "galley -C "+dir+" "+step.command); err != nil {
			return err
		}
		if err := step.run(); err != nil {
			return err
		}
	}
	return a.whereToLook(c, dir)
}

// demoContent writes the example, unless it is there already, and returns by
// how many weeks its dates were moved.
func (a *app) demoContent(ctx context.Context, root string, more func(string, int) error) (weeks int, err error) {
	files, err := fs.Sub(examples.Content, "content")
	if err != nil {
		return 0, err
	}
	loc, err := zone.Load("Europe/Paris")
	if err != nil {
		return 0, err
	}
	today := a.Now().In(loc)
	monday := time.Date(today.Year(), today.Month(), today.Day()-(int(today.Weekday())+6)%7, 0, 0, 0, 0, time.UTC)
	weeks = int(monday.Sub(demoSecondWeek).Hours() / 24 / 7)
	if entries, err := os.ReadDir(root); err == nil && len(entries) > 0 {
		if !isDemo(root) {
			return 0, failed("give demo a new folder: galley demo DIR", "%s holds something else", root)
		}
		a.say("%s is there already: its content is left as it is", root)
		return weeks, nil
	}
	id := record.NewID()
	if err := copyTree(root, files, func(name string, data []byte) []byte {
		if name == "galley.yaml" {
			data = exampleRecord.ReplaceAll(data, []byte("${1}"+id))
		}
		return moveDates(name, data, weeks)
	}); err != nil {
		return 0, err
	}
	if more != nil {
		if err := more(root, weeks); err != nil {
			return 0, err
		}
	}
	return weeks, a.found(ctx, root, "A month of the Lanterneau")
}

// isDemo reports whether a demo made the project in a folder. Any other project is
// a team's own, and applying that would publish its posts.
func isDemo(root string) bool {
	ours, err := fs.ReadFile(examples.Content, "content/galley.yaml")
	if err != nil {
		return false
	}
	theirs, err := os.ReadFile(filepath.Join(root, "galley.yaml"))
	return err == nil && slices.Equal(exampleProject.Find(ours), exampleProject.Find(theirs))
}

// exampleProject is what a project is called for life.
var exampleProject = regexp.MustCompile(`(?m)^id: \S+`)

// exampleRecord is the record id of the example. Each demo draws its own: two
// projects that share one would take each other's ledger for theirs.
var exampleRecord = regexp.MustCompile(`(?m)^(record:\n  id: )[0-9a-f]+`)

var plainDate = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)

// moveDates moves every date of a text by whole weeks, so that weekdays stay.
func moveDates(name string, data []byte, weeks int) []byte {
	switch filepath.Ext(name) {
	case ".yaml", ".yml", ".md", ".cue":
	default:
		return data
	}
	return plainDate.ReplaceAllFunc(data, func(date []byte) []byte {
		t, err := time.Parse(time.DateOnly, string(date))
		if err != nil {
			return date
		}
		return []byte(t.AddDate(0, 0, 7*weeks).Format(time.DateOnly))
	})
}

// noChanges shows the plan, and fails if there is anything to do in it.
func (a *app) noChanges(ctx context.Context, c content) error {
	l, err := a.look(ctx, c, planFlags{})
	if err != nil {
		return err
	}
	if err := a.showPlan(c, l.plan); err != nil {
		return err
	}
	if summary := view.Summary(l.plan); !strings.HasPrefix(summary, "No changes.") {
		return failed("this is a defect of Galley: please report it", "a plan right after an apply is not empty: %s", summary)
	}
	return nil
}

// demoBegin is the first day of the example once it was moved.
func demoBegin(weeks int) time.Time { return demoSecondWeek.AddDate(0, 0, 7*(weeks-1)) }

// validateAt checks the content as on the day before its first: the times of
// its first week have passed since, as they should.
func (a *app) validateAt(ctx context.Context, weeks int) error {
	b := *a
	b.Now = func() time.Time { return demoBegin(weeks).AddDate(0, 0, -1) }
	return b.validate(ctx, nil, false, proofreading{})
}

// demoReport commits the report of the month and shows its first page.
func (a *app) demoReport(ctx context.Context, weeks int) error {
	from := demoBegin(weeks)
	f := reportFlags{language: "en", spanFlags: spanFlags{since: from.Format(time.DateOnly), until: from.AddDate(0, 0, 34).Format(time.DateOnly)}}
	r, err := a.reporting(ctx, f)
	if err != nil {
		return err
	}
	orders, err := r.orders(f)
	if err != nil {
		return err
	}
	for _, o := range orders {
		whole, err := r.make(o)
		if err != nil {
			return err
		}
		if err := r.commit(ctx, []madeReport{whole}); err != nil {
			return err
		}
		o.template = report.OnePage
		page, err := r.make(o)
		if err != nil {
			return err
		}
		if err := a.showReport(page); err != nil {
			return err
		}
		if err := a.uncounted(whole); err != nil {
			return err
		}
	}
	return nil
}

// uncounted tells what a first page has no room for.
func (a *app) uncounted(m madeReport) error {
	var names []string
	for _, c := range m.caveats {
		if c.Kind == metrics.Unmeasured && c.Metric == "" {
			names = append(names, string(c.Channel))
		}
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	_, err := fmt.Fprintf(a.Stdout, "\n(Nothing is counted on %s: the whole report says so, and puts no number in its place.)\n", strings.Join(slices.Compact(names), ", "))
	return err
}

// whereToLook tells what to open.
func (a *app) whereToLook(c content, dir string) error {
	table := tabwriter.NewWriter(a.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "\nWhere to look\n")
	for _, ch := range c.Channels {
		if ch.Target.Dir != "" {
			fmt.Fprintf(table, "  %s\tpages and feeds of %s\n", filepath.ToSlash(filepath.Join(dir, ch.Target.Dir, "index.html")), ch.ID)
		}
	}
	fmt.Fprintf(table, "  %s\tthe posts of the month\n", filepath.ToSlash(filepath.Join(dir, "calendar")))
	fmt.Fprintf(table, "  galley -C %s plan\twhat an edit of them would change\n", dir)
	fmt.Fprintf(table, "  galley -C %s ledger show\tevery intent and outcome\n", dir)
	fmt.Fprintf(table, "  galley -C %s report --export out\tthe reports that this content declares, as pages in %s\n", dir, filepath.ToSlash(filepath.Join(dir, "out")))
	fmt.Fprintf(table, "  git -C %s ls-tree -r %s\tledger and reports, as git has them\n", dir, c.Project.Record.Branch)
	return table.Flush()
}
