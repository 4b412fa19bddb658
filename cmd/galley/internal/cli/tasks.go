package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/plan"
)

func (a *app) tasksCommand() *cobra.Command {
	return takes(&cobra.Command{
		Use:   "tasks [ID...]",
		Short: "Show what was handed to a person: the text to paste, pictures, what to do afterwards",
		Long: `Tasks shows what a person has to do where no program may publish: the text to paste
with its tags and its link, the pictures in order with what they show, and the
command that records that it is done. The first due comes first. It is Markdown, in
the language of each post.

It shows what an apply handed over, as it was approved, and nothing that is frozen
by now. It asks no network and needs no credential.
` + exitHelp("0 shown, or there is nothing to do", "1 failed", "4 the content is invalid"),
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.tasks(cmd.Context(), args) },
	}, "json")
}

func (a *app) tasks(ctx context.Context, only []string) error {
	c, err := a.worktree(ctx)
	if err != nil {
		return err
	}
	if err := a.invalid(c); err != nil {
		return err
	}
	f := planFlags{ask: plan.Ask{Only: only}}
	infos := a.Providers.Infos()
	for _, ch := range c.Channels {
		if name := engine.Channel(ch.ID); infos[engine.Network(ch.Network)].Manual {
			f.ask.Channels = append(f.ask.Channels, name)
		} else {
			f.unread = append(f.unread, name)
		}
	}
	var l look
	if len(f.ask.Channels) > 0 { // none would be all
		if l, err = a.look(ctx, c, f); err != nil {
			return err
		}
	}
	list := tasksOf(c, l, infos)
	if a.format == "json" {
		return view.Write(a.Stdout, view.TasksJSON{FormatVersion: view.FormatVersion, ToolVersion: Version(), Tasks: list})
	}
	if len(list) == 0 {
		fmt.Fprintln(a.Stderr, "galley: nothing is left to do by hand")
		return nil
	}
	return view.Tasks(a.Stdout, list)
}

// tasksOf are what a plan leaves to a person, by the time they are due.
func tasksOf(c content, l look, infos map[engine.Network]engine.Info) []view.Task {
	url := func(id engine.ID) (string, bool) {
		r := l.input.Record.IDs[id]
		return r.URL, r.Managed() && r.Phase == engine.Live
	}
	list := []view.Task{}
	for _, ch := range l.plan.Changes {
		if ch.Hold != engine.HoldManual {
			continue
		}
		task := view.NewTask(ch)
		info := infos[l.input.Channels[ch.ID.Channel].Account.Network]
		if ch.Verb == engine.Nothing && ch.After != nil && info.Task != nil {
			resolved, _ := plan.Resolve(*ch.After, url)
			task.Text = info.Task(resolved, c.zone)
		}
		list = append(list, task)
	}
	slices.SortStableFunc(list, func(a, b view.Task) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.ID, b.ID))
	})
	return list
}
