package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
	"galley/engine/validate"
	"galley/engine/watch"
)

func (a *app) watchCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "watch",
		Short: "Validate and plan again on every save",
		Long: `Watch checks the content whenever a file is saved, and shows what apply would do
now. It changes nothing. End it with Ctrl-C.
` + exitHelp("1 failed", "130 interrupted"),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.watch(cmd.Context()) },
	}
}

func (a *app) watch(ctx context.Context) error {
	p, err := a.locate()
	if err != nil {
		return err
	}
	if p.root == "" {
		return failed("clone it and run galley watch there", "a bare repository has no files to watch")
	}
	for change, err := range watch.Watch(ctx, p.root, watch.Options{Ignore: a.targets(ctx)}) {
		if err != nil {
			return err
		}
		if terminal(a.Stdout) {
			fmt.Fprint(a.Stdout, "\x1b[2J\x1b[3J\x1b[H")
		}
		for _, path := range change.Paths {
			a.say("saved: %s", path)
		}
		if err := a.glance(ctx); err != nil && ctx.Err() == nil {
			a.say("%v", err)
		}
	}
	return ctx.Err()
}

// targets are the folders that sites are written to.
func (a *app) targets(ctx context.Context) []string {
	c, err := a.worktree(ctx)
	if err != nil {
		return nil
	}
	var dirs []string
	for _, ch := range c.Channels {
		if ch.Target.Dir != "" {
			dirs = append(dirs, ch.Target.Dir)
		}
	}
	return dirs
}

// glance validates and plans once.
func (a *app) glance(ctx context.Context) error {
	c, err := a.worktree(ctx)
	if err != nil {
		return err
	}
	if len(c.findings) > 0 {
		if err := a.showFindings(a.Stdout, c, c.findings); err != nil {
			return err
		}
	}
	if validate.Fatal(c.findings) {
		return nil
	}
	l, err := a.look(ctx, c, planFlags{})
	if err != nil {
		return err
	}
	return view.Plan(a.Stdout, a.style(a.Stdout, c.zone), l.plan)
}
