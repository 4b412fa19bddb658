package cli

import (
	"context"
	"slices"
	"strings"

	"galley/engine"
	"galley/engine/repo"
)

// A witness vouches for what git does not hold: who opened the pull requests
// that brought commits, who reviewed them, and who started this run by hand. An
// error refuses the run: nothing goes out because nobody could be asked.
type witness interface {
	// Pulls returns the pull requests that brought a commit by one that is in the
	// history, and the one that is looked at if the commit is of it. Asked again, it
	// answers the same.
	Pulls(ctx context.Context, commit string, history func(commit string) bool) ([]pull, error)
	// Pull returns a pull request as it is now.
	Pull(ctx context.Context, number int) (pull, error)
	// Actor returns the login of who started this run by hand; "" where nobody did.
	Actor(ctx context.Context) (string, error)
	// Named are the digests, or beginnings of some, that he named.
	Named() []string
}

// A pull is a pull request that was merged, or the one that a job looks at. Each
// of its reviews names the commit that was reviewed; what that shows is found out
// here.
type pull struct {
	Number  int
	Author  string   // login of who opened it
	Base    string   // commit of the default branch below it; "" where that is unknown
	Commits []string // that it brought, squashed and merge commits among them
	Made    []made   // the commits of its branch; a squash leaves none of them
	Reviews []engine.Evidence
}

// A made commit has those who say to have made it, with the login that the forge
// knows for the address of each.
type made struct {
	Commit  string
	Authors []engine.Author
}

// of returns who made a commit of the branch.
func (p pull) of(commit string) ([]engine.Author, bool) {
	i := slices.IndexFunc(p.Made, func(m made) bool { return m.Commit == commit })
	if i < 0 {
		return nil, false
	}
	return p.Made[i].Authors, true
}

// known is an author with the login that the forge told for his address.
func (p pull) known(a engine.Author) engine.Author {
	for _, m := range p.Made {
		for _, b := range m.Authors {
			if a.Login == "" && a.Email != "" && strings.EqualFold(a.Email, b.Email) {
				a.Login = b.Login
			}
		}
	}
	return a
}

// pullsOf are the pull requests that brought a commit, in this push or before.
// What was reviewed in those of this push is evidence.
func (j *judging) pullsOf(ctx context.Context, c repo.Commit) ([]pull, error) {
	if j.forge == nil {
		return nil, nil
	}
	pulls, err := j.forge.Pulls(ctx, c.Hash, func(commit string) bool { return j.came[commit].Hash != "" })
	if err != nil {
		return nil, unasked("approvals cannot be judged", err)
	}
	isNew := slices.ContainsFunc(j.brought, func(b repo.Commit) bool { return b.Hash == c.Hash })
	for _, p := range pulls {
		if isNew && !slices.ContainsFunc(j.pulls, func(other pull) bool { return other.Number == p.Number }) {
			j.pulls = append(j.pulls, p)
		}
	}
	return pulls, nil
}

// reviewed are the digests that a commit of a pull request shows and the default
// branch below it does not: what was there already, nobody looked at.
func (j *judging) reviewed(ctx context.Context, p pull, commit string) (shown, error) {
	if p.Base == "" {
		return nil, nil
	}
	below, err := j.content.repo.MergeBase(ctx, commit, p.Base)
	if err != nil {
		return nil, unjudged(err)
	}
	return j.between(ctx, below, commit)
}
