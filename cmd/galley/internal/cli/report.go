package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"galley/engine"
	"galley/engine/repo"
	"galley/engine/report"
	"galley/engine/zone"
)

type reportFlags struct {
	from, to, language string
	dry                bool
}

func (a *app) reportCommand() *cobra.Command {
	var f reportFlags
	c := &cobra.Command{
		Use:   "report",
		Short: "Write what became of the planned posts, and commit it",
		Long: `Report compares what was planned in a period with what was published: on time,
late, held, skipped, uncertain. It commits Markdown and JSON below reports/ on the
record branch, and prints the Markdown. Notes that people wrote between the
report's marks are kept.
` + exitHelp("0 written, or unchanged", "1 failed", "4 the content is invalid"),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.report(cmd.Context(), f) },
	}
	c.Flags().StringVar(&f.from, "from", "", "first `DAY`, such as 2026-12-01; default: the first of this month")
	c.Flags().StringVar(&f.to, "to", "", "last `DAY`; default: the last of the month of --from")
	c.Flags().StringVar(&f.language, "language", "", "`LANGUAGE`: en or fr; default: the project's first")
	c.Flags().BoolVar(&f.dry, "dry-run", false, "print it, commit nothing")
	return takes(c, "json")
}

func (a *app) report(ctx context.Context, f reportFlags) error {
	c, err := a.worktree(ctx)
	if err != nil {
		return err
	}
	if err := a.invalid(c); err != nil {
		return err
	}
	from, to, err := period(f, a.Now().In(c.zone))
	if err != nil {
		return err
	}
	language := reportLanguage(f.language, c.Project.Languages)
	if language == "" {
		return usage(fmt.Errorf("--language %q: want en or fr", f.language), "")
	}
	store, err := a.open(c)
	if err != nil {
		return err
	}
	ledger, err := store.Read(ctx)
	if err != nil {
		return err
	}
	freezes, err := a.freezes(c, ledger.Files())
	if err != nil {
		return err
	}
	r := report.Compute(report.Input{Project: c.Project.Name, Commit: a.head(c), From: from, To: to, Zone: c.zone,
		AsOf: a.Now(), Desired: c.desired, Record: ledger.Record(), Freezes: freezes, Manual: a.manual(), Blocked: c.blocked})
	files := ledger.Files()
	written, err := reportFiles(files, r, from, to, language)
	if err != nil {
		return err
	}
	if a.format == "json" {
		_, err = a.Stdout.Write(report.JSON(r))
	} else {
		_, err = a.Stdout.Write(written[0].Data)
	}
	if err != nil || f.dry {
		return err
	}
	return a.commitReport(ctx, store, files, written)
}

// recordStore is the part of the record that takes documents.
type recordStore interface {
	Commit(ctx context.Context, files []repo.File, message string) error
}

// commitReport commits what changed. A report that says the same as before,
// but for when it was made, is left alone.
func (a *app) commitReport(ctx context.Context, store recordStore, old fs.FS, files []repo.File) error {
	text, data := files[0], files[1]
	before, err := fs.ReadFile(old, data.Path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if _, err := fs.Stat(old, text.Path); err == nil && report.Same(before, data.Data) {
		a.say("%s is up to date", text.Path)
		return nil
	}
	if err := store.Commit(ctx, files, "report: "+text.Path); err != nil {
		return err
	}
	a.say("committed %s to the record branch", text.Path)
	return nil
}

func reportFiles(old fs.FS, r report.Report, from, to time.Time, language string) ([]repo.File, error) {
	name := "reports/delivery-" + from.Format("2006-01-02") + "-to-" + to.AddDate(0, 0, -1).Format("2006-01-02")
	if from.Day() == 1 && to.Equal(from.AddDate(0, 1, 0)) {
		name = "reports/delivery-" + from.Format("2006-01")
	}
	text := name + "." + language + ".md"
	before, err := fs.ReadFile(old, text)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return []repo.File{{Path: text, Data: report.Merge(before, report.Markdown(r, language))},
		{Path: name + ".json", Data: report.JSON(r)}}, nil
}

// period is the days asked for; the end is exclusive.
func period(f reportFlags, now time.Time) (from, to time.Time, err error) {
	from = time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, now.Location())
	if f.from != "" {
		if from, err = zone.ParseDate(f.from, now.Location()); err != nil {
			return from, to, usage(fmt.Errorf("--from: %w", err), "")
		}
	}
	to = time.Date(from.Year(), from.Month()+1, 1, 0, 0, 0, 0, from.Location())
	if f.to != "" {
		last, err := zone.ParseDate(f.to, now.Location())
		if err != nil {
			return from, to, usage(fmt.Errorf("--to: %w", err), "")
		}
		to = last.AddDate(0, 0, 1)
	}
	if !from.Before(to) {
		return from, to, usage(fmt.Errorf("the period ends on %s, before it begins on %s", f.to, from.Format("2006-01-02")), "")
	}
	return from, to, nil
}

func reportLanguage(asked string, languages []string) string {
	if asked == "en" || asked == "fr" {
		return asked
	}
	if asked != "" {
		return ""
	}
	if len(languages) > 0 && len(languages[0]) >= 2 && languages[0][:2] == "fr" {
		return "fr"
	}
	return "en"
}

// head is the commit of the content, as far as there is one.
func (a *app) head(c content) string {
	if c.revision != "" {
		return c.revision
	}
	commit, err := c.repo.Resolve("HEAD")
	if err != nil {
		return ""
	}
	return commit.Hash
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
