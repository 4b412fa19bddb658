package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"galley/engine"
	"galley/engine/forge"
	"galley/engine/repo"
)

// witness is the forge of a content: GitHub, in a job that a push, a timer or a
// person started there, or that looks at a pull request; nil where git alone has
// evidence.
func (a *app) witness(c content) witness {
	if a.Getenv("GITHUB_ACTIONS") != "true" {
		return nil
	}
	event, err := a.event()
	if errors.Is(err, errNoEvent) || engine.KindOf(err) == engine.Unsupported {
		return nil
	}
	g := &gitHub{app: a, content: c, event: event, err: err, pulls: map[int]pull{}, answers: map[string][]int{}}
	switch event.Name {
	case forge.PushEvent, forge.ScheduleEvent, forge.DispatchEvent:
		return g
	case forge.PullRequestEvent, forge.ReviewEvent:
		return &lenient{gitHub: g}
	}
	if err != nil {
		return g
	}
	return nil
}

// A gitHub vouches for reviews and for who started a run by hand.
type gitHub struct {
	app     *app
	content content
	event   forge.Event
	err     error // of reading the event

	client  *forge.Client
	pulls   map[int]pull     // by number
	answers map[string][]int // their numbers, by commit
	asked   int              // how often it was asked about a commit
}

// maxAsked bounds the commits that GitHub is asked about in one run: it answers a
// job 1000 times an hour. Those beyond have nobody who vouches for them.
const maxAsked = 200

// Pulls implements witness. GitHub is asked about each commit, but for those
// that a pull request met before has brought.
func (g *gitHub) Pulls(ctx context.Context, commit string, history func(string) bool) ([]pull, error) {
	if _, known := g.answers[commit]; !known {
		numbers, err := g.ask(ctx, commit, history)
		if err != nil {
			return nil, err
		}
		g.answers[commit] = numbers
	}
	var list []pull
	for _, number := range g.answers[commit] {
		list = append(list, g.pulls[number])
	}
	return list, nil
}

func (g *gitHub) ask(ctx context.Context, commit string, history func(string) bool) ([]int, error) {
	if err := g.connect(); err != nil {
		return nil, err
	}
	for number, p := range g.pulls {
		if slices.Contains(p.Commits, commit) {
			return []int{number}, nil
		}
	}
	if g.asked++; g.asked > maxAsked {
		if g.asked == maxAsked+1 {
			g.app.say("GitHub is asked about %d commits and no more: whoever wrote the others counts as somebody unknown", maxAsked)
		}
		return nil, nil
	}
	pulls, err := g.client.PullsOf(ctx, commit)
	if err != nil {
		return nil, fmt.Errorf("ask for the pull requests of commit %s: %w", brief(commit), err)
	}
	var numbers []int
	for _, p := range pulls {
		if !p.Merged || !history(p.MergeCommit) {
			continue // it was merged elsewhere, or is open
		}
		if _, known := g.pulls[p.Number]; !known {
			if g.pulls[p.Number], err = g.read(ctx, p); err != nil {
				return nil, err
			}
		}
		numbers = append(numbers, p.Number)
	}
	return numbers, nil
}

func (g *gitHub) connect() error {
	if g.err != nil || g.client != nil {
		return g.err
	}
	g.client, g.err = g.app.forge(g.event.Repository.Name)
	return g.err
}

// read is all of a pull request that approvals ask for. Where GitHub does not tell
// of all its commits, somebody unknown had a hand in all that it brought, and no
// review of it counts: the reviewer may be one of them.
func (g *gitHub) read(ctx context.Context, p forge.PullRequest) (pull, error) {
	out := pull{Number: p.Number, Author: p.Author, Base: p.Base.SHA}
	if p.Merged {
		out.Commits = []string{p.MergeCommit}
	}
	commits, err := g.client.Commits(ctx, p.Number)
	if err != nil {
		return out, fmt.Errorf("ask for the commits of pull request %d: %w", p.Number, err)
	}
	for _, c := range commits.All {
		out.Commits = append(out.Commits, c.SHA)
		out.Made = append(out.Made, made{c.SHA, authorsOfCommit(c)})
	}
	if p.Merged {
		out.Base = g.below(p.MergeCommit, out.Commits)
	}
	if commits.Cut {
		g.app.say("pull request %d has more commits than GitHub tells of: their authors are not all known, and no review of it counts", p.Number)
		out.Made = append(out.Made, made{Authors: []engine.Author{{}}})
		return out, nil
	}
	out.Reviews, err = g.reviews(ctx, p.Number)
	return out, err
}

// below is the commit of the default branch that a merge was made on: its first
// ancestor that the pull request has not brought. Somebody may have pushed the
// branch as it is, and GitHub noticed. "" where there is none.
func (g *gitHub) below(merge string, brought []string) string {
	at := merge
	for range brought {
		c, err := g.content.repo.Resolve(at)
		if err != nil || len(c.Parents) == 0 {
			return ""
		}
		if at = c.Parents[0]; !slices.Contains(brought, at) {
			return at
		}
	}
	return ""
}

// Pull implements witness.
func (g *gitHub) Pull(ctx context.Context, number int) (pull, error) {
	if err := g.connect(); err != nil {
		return pull{}, err
	}
	p, err := g.client.PullRequest(ctx, number)
	if err != nil {
		return pull{}, err
	}
	return g.read(ctx, p)
}

func authorsOfCommit(c forge.Commit) []engine.Author {
	authors := []engine.Author{{Name: c.Author.Name, Email: c.Author.Email, Login: c.Author.Login}}
	for _, p := range c.CoAuthors {
		authors = append(authors, engine.Author{Name: p.Name, Email: p.Email, Login: p.Login})
	}
	return authors
}

// reviews are those of a pull request that stand, one for each reviewer who has
// an account, of a commit that is there.
func (g *gitHub) reviews(ctx context.Context, number int) ([]engine.Evidence, error) {
	reviews, err := g.client.Reviews(ctx, number)
	if err != nil {
		return nil, fmt.Errorf("ask for the reviews of pull request %d: %w", number, err)
	}
	if err := g.fetch(ctx, number); err != nil {
		return nil, err
	}
	var list []engine.Evidence
	for _, r := range forge.Standing(reviews) {
		if r.Author != "" && g.has(r.Commit) { // else nobody can say who it was, or what was seen
			list = append(list, engine.Evidence{Kind: engine.FromReview, Pull: number, Login: r.Author, State: string(r.State), Commit: r.Commit,
				Review: r.ID, At: r.SubmittedAt})
		}
	}
	return list, nil
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

// Named implements witness: they stand in the input "approved".
func (g *gitHub) Named() []string {
	return strings.FieldsFunc(strings.ToLower(g.event.Inputs["approved"]), func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
}

// Actor implements witness. GitHub is asked who started this run, or started it
// again: the file of the event is only a file.
func (g *gitHub) Actor(ctx context.Context) (string, error) {
	if g.err != nil || g.event.Name != forge.DispatchEvent {
		return "", g.err
	}
	if err := g.connect(); err != nil {
		return "", err
	}
	id, err := strconv.ParseInt(g.app.Getenv("GITHUB_RUN_ID"), 10, 64)
	if err != nil {
		return "", errors.New("GITHUB_RUN_ID names no run: nobody can say who started it")
	}
	run, err := g.client.Run(ctx, id)
	if err != nil {
		return "", fmt.Errorf("ask who started this run: %w", err)
	}
	if run.Event != forge.DispatchEvent {
		return "", fmt.Errorf("run %d was started by %s, not by a person", id, run.Event)
	}
	return run.Actor, nil
}

// A lenient gitHub vouches where a job shows what would be decided: the pull
// request that it looks at counts as merged, and what it may not read is left
// out and told.
type lenient struct {
	*gitHub
	silent bool // it was told that GitHub did not answer
}

// Pulls implements witness.
func (g *lenient) Pulls(ctx context.Context, commit string, history func(string) bool) ([]pull, error) {
	if g.silent {
		return nil, nil
	}
	err := g.look(ctx)
	if err == nil {
		var pulls []pull
		if pulls, err = g.gitHub.Pulls(ctx, commit, history); err == nil {
			return pulls, nil
		}
	}
	if ctx.Err() != nil {
		return nil, err
	}
	g.silent = true
	g.app.say("who approved it already is not known here: %s", err)
	return nil, nil
}

// look reads the pull request that the job is about. The commit that is checked
// out may be one by which GitHub tried to merge it.
func (g *lenient) look(ctx context.Context) error {
	number := g.event.Pull.Number
	if _, known := g.pulls[number]; known {
		return nil
	}
	if err := g.connect(); err != nil {
		return err
	}
	p, err := g.read(ctx, g.event.Pull)
	if err != nil {
		return err
	}
	if head, err := g.content.repo.Resolve("HEAD"); err == nil && !slices.Contains(p.Commits, head.Hash) {
		p.Commits = append(p.Commits, head.Hash)
	}
	g.pulls[number] = p
	return nil
}
