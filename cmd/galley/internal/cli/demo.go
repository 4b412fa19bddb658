package cli

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
	"galley/engine/zone"
	"galley/examples"
)

func (a *app) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo [DIR]",
		Short: "Make the worked example, and run it end to end on a site of its own",
		Long: `Demo writes the newsroom of a small cinema to DIR (default: newsroom), with its
dates moved so that today falls into the second week, makes a git repository of
it, and runs validate, plan, apply, a second plan, and report. Run again, it
changes nothing that is not due.
` + exitHelp("0 done", "1 failed, such as when DIR holds something else"),
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.demo(cmd.Context(), append(args, "newsroom")[0])
		},
	}
}

// demoSecondWeek is the Monday of the second week of the example.
var demoSecondWeek = time.Date(2026, 12, 7, 0, 0, 0, 0, time.UTC)

func (a *app) demo(ctx context.Context, dir string) error {
	root := dir
	if !filepath.IsAbs(dir) {
		root = filepath.Join(a.dir(), dir)
	}
	weeks, err := a.demoContent(ctx, root)
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
		{"Every file is checked", "validate", func() error { return b.validate(ctx, nil) }},
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
func (a *app) demoContent(ctx context.Context, root string) (weeks int, err error) {
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
		if _, err := os.Stat(filepath.Join(root, "galley.yaml")); err != nil {
			return 0, failed("give demo a new folder: galley demo DIR", "%s holds something else", root)
		}
		a.say("%s is there already: its content is left as it is", root)
		return weeks, nil
	}
	if err := copyTree(root, files, func(name string, data []byte) []byte { return moveDates(name, data, weeks) }); err != nil {
		return 0, err
	}
	return weeks, a.begin(ctx, root, "A month of the Lanterneau")
}

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

func (a *app) demoReport(ctx context.Context, weeks int) error {
	from := demoSecondWeek.AddDate(0, 0, 7*(weeks-1))
	return a.report(ctx, reportFlags{from: from.Format(time.DateOnly), to: from.AddDate(0, 0, 34).Format(time.DateOnly), language: "en"})
}

// whereToLook tells what to open.
func (a *app) whereToLook(c content, dir string) error {
	out := a.Stdout
	fmt.Fprintf(out, "\nWhere to look\n")
	for _, ch := range c.Channels {
		if ch.Target.Dir != "" {
			fmt.Fprintf(out, "  %-28s pages and feeds of %s\n", filepath.ToSlash(filepath.Join(dir, ch.Target.Dir, "index.html")), ch.ID)
		}
	}
	fmt.Fprintf(out, "  %-28s the posts of the month; edit one, and see: galley -C %s plan\n", filepath.ToSlash(filepath.Join(dir, "calendar")), dir)
	fmt.Fprintf(out, "  %-28s every intent and outcome\n", "galley -C "+dir+" ledger show")
	_, err := fmt.Fprintf(out, "  %-28s ledger and reports, as git has them\n", "git -C "+dir+" log "+c.Project.Record.Branch)
	return err
}
