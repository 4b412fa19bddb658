package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"galley/engine"
	"galley/engine/forge"
	"galley/engine/repo"
)

// witness is the forge of a content: GitHub, in a job that a push, a timer or a
// person started there; nil where git alone has evidence. A pull request that
// is open brought nothing yet.
func (a *app) witness(c content) witness {
	if a.Getenv("GITHUB_ACTIONS") != "true" {
		return nil
	}
	event, err := a.event()
	switch {
	case errors.Is(err, errNoEvent), engine.KindOf(err) == engine.Unsupported:
		return nil
	case err == nil && event.Name != forge.PushEvent && event.Name != forge.ScheduleEvent && event.Name != forge.DispatchEvent:
		return nil
	}
	return &gitHub{app: a, content: c, event: event, err: err}
}

// A gitHub vouches for reviews and for who started a run by hand.
type gitHub struct {
	app     *app
	content content
	event   forge.Event
	err     error // of reading the event
}

// Pulls implements witness. Each commit is asked about, but for those that a
// pull request met before has brought. One whose commits GitHub does not all tell
// of cannot be judged.
func (g *gitHub) Pulls(ctx context.Context, commits []repo.Commit) ([]pull, error) {
	if g.err != nil {
		return nil, g.err
	}
	client, err := g.app.forge(g.event.Repository.Name)
	if err != nil {
		return nil, err
	}
	brought := make(map[string]bool, len(commits))
	for _, c := range commits {
		brought[c.Hash] = true
	}
	var list []pull
	at := map[int]int{} // index in list, by number
	covered := map[string]bool{}
	for _, c := range commits {
		if covered[c.Hash] {
			continue
		}
		pulls, err := client.PullsOf(ctx, c.Hash)
		if err != nil {
			return nil, fmt.Errorf("ask for the pull requests of commit %s: %w", brief(c.Hash), err)
		}
		for _, p := range pulls {
			if !p.Merged || !brought[p.MergeCommit] {
				continue // it was merged elsewhere, or is open
			}
			if i, known := at[p.Number]; known {
				list[i].Commits = append(list[i].Commits, c.Hash) // rebased
				continue
			}
			found, err := g.pull(ctx, client, p, c.Hash)
			if err != nil {
				return nil, err
			}
			at[p.Number] = len(list)
			list = append(list, found)
			for _, hash := range found.Commits {
				covered[hash] = true
			}
		}
	}
	return list, nil
}

// pull is a merged pull request, with the review of each reviewer that stands.
func (g *gitHub) pull(ctx context.Context, client *forge.Client, p forge.PullRequest, asked string) (pull, error) {
	out := pull{Number: p.Number, Author: p.Author, Commits: []string{asked, p.MergeCommit}}
	commits, err := client.Commits(ctx, p.Number)
	if err != nil {
		return out, fmt.Errorf("ask for the commits of pull request %d: %w", p.Number, err)
	}
	if commits.Cut {
		return out, fmt.Errorf("pull request %d has more commits than GitHub tells of: their authors are not all known", p.Number)
	}
	for _, c := range commits.All {
		out.Commits = append(out.Commits, c.SHA)
	}
	reviews, err := client.Reviews(ctx, p.Number)
	if err != nil {
		return out, fmt.Errorf("ask for the reviews of pull request %d: %w", p.Number, err)
	}
	if err := g.fetch(ctx, p.Number); err != nil {
		return out, err
	}
	for _, r := range forge.Standing(reviews) {
		if r.Author == "" || !g.has(r.Commit) {
			continue // nobody can say who it was, or what was seen
		}
		out.Reviews = append(out.Reviews, engine.Evidence{Login: r.Author, State: string(r.State), Commit: r.Commit, Review: r.ID, At: r.SubmittedAt})
	}
	return out, nil
}

// fetch brings the commits that were reviewed: where pull requests are squashed
// or rebased, they are on no branch.
func (g *gitHub) fetch(ctx context.Context, number int) error {
	remote, err := g.content.repo.Remote(g.content.Project.Record.Remote)
	if err != nil || remote == nil {
		return err
	}
	ref := fmt.Sprintf("refs/pull/%d/head", number)
	if _, err := g.content.repo.Fetch(ctx, remote, ref); err != nil && !errors.Is(err, repo.ErrNotFound) {
		return fmt.Errorf("fetch what was reviewed in pull request %d: %w", number, err)
	}
	return nil
}

func (g *gitHub) has(commit string) bool {
	if commit == "" {
		return false
	}
	_, err := g.content.repo.Resolve(commit)
	return err == nil
}

// Actor implements witness: who started the run by hand names changes in its
// input "approved".
func (g *gitHub) Actor(context.Context) (engine.Evidence, []string, error) {
	if g.err != nil || g.event.Name != forge.DispatchEvent {
		return engine.Evidence{}, nil, g.err
	}
	named := strings.FieldsFunc(strings.ToLower(g.event.Inputs["approved"]), func(r rune) bool { return r == ',' || r == ' ' })
	return engine.Evidence{Login: g.event.Actor}, named, nil
}
