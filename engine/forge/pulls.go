package forge

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/google/go-github/v60/github"

	"galley/engine"
)

// A PullRequest is one as GitHub describes it.
type PullRequest struct {
	Number      int
	Title       string // whatever its author wrote
	Author      string // login; empty for an account that is gone
	Head, Base  Ref
	Open        bool
	Draft       bool
	Merged      bool
	MergeCommit string    // what came of it on the base branch; empty unless Merged
	MergedAt    time.Time // GitHub's own time; zero unless Merged
	MergedBy    string    // login; empty in lists
	Labels      []string
	URL         string
	Commits     int // how many; zero in lists
}

// Fork reports whether the head is outside of the repository, or was in one
// that is gone.
func (p PullRequest) Fork() bool { return !p.Head.in(p.Base.Repository) }

func pullOf(p *github.PullRequest) PullRequest {
	pull := PullRequest{
		Number: p.GetNumber(), Title: p.GetTitle(), Author: p.GetUser().GetLogin(), Open: p.GetState() == "open",
		Head: refOf(p.GetHead()), Base: refOf(p.GetBase()), Draft: p.GetDraft(), URL: p.GetHTMLURL(),
		Commits: p.GetCommits(), MergedBy: p.GetMergedBy().GetLogin(),
		MergedAt: p.GetMergedAt().UTC(), Labels: labelsOf(p.Labels),
	}
	// A list has the time of a merge alone, and before a merge the hash is that
	// of one GitHub made to try.
	if pull.Merged = p.GetMerged() || p.MergedAt != nil; pull.Merged {
		pull.MergeCommit = p.GetMergeCommitSHA()
	}
	return pull
}

func refOf(b *github.PullRequestBranch) Ref {
	return Ref{Repository: b.GetRepo().GetFullName(), Branch: b.GetRef(), SHA: b.GetSHA()}
}

func labelsOf(labels []*github.Label) []string {
	var names []string
	for _, l := range labels {
		names = append(names, l.GetName())
	}
	return names
}

// PullRequest reads one; NotFound if there is none.
func (c *Client) PullRequest(ctx context.Context, number int) (PullRequest, error) {
	p, _, err := c.gh.PullRequests.Get(ctx, c.owner, c.name, number)
	if err != nil {
		return PullRequest{}, c.fail(fmt.Sprintf("read pull request %d of %s", number, c.Repository()), err)
	}
	return pullOf(p), nil
}

// PullsOf returns the merged pull request that brought a commit to the default
// branch. Of a commit that is not there it returns those, open or merged, whose
// branch holds it, but none of a fork: who looks for what brought a commit to a
// branch checks Base and MergeCommit. None is no error; a hash that is none is
// of kind Invalid.
func (c *Client) PullsOf(ctx context.Context, sha string) ([]PullRequest, error) {
	op := fmt.Sprintf("list the pull requests of commit %s of %s", clip(sha), c.Repository())
	if !hashForm.MatchString(sha) {
		return nil, engine.Errorf(engine.Invalid, op, engine.ID{}, "it is no hash of a commit")
	}
	return all(ctx, c, op, "commits/"+sha+"/pulls", texts(), pullOf)
}

// PullsFrom returns the open pull requests whose head is a branch, of a fork as
// well: the event of a run that a fork started names none.
func (c *Client) PullsFrom(ctx context.Context, head Ref) ([]PullRequest, error) {
	op := fmt.Sprintf("list the pull requests from branch %s of %s", clip(head.Branch), clip(head.Repository))
	owner, ok := ownerOf(head)
	if !ok {
		return nil, engine.Errorf(engine.Invalid, op, engine.ID{}, "the branch has no repository")
	}
	pulls, err := all(ctx, c, op, "pulls", url.Values{"state": {"open"}, "head": {owner + ":" + head.Branch}, "per_page": {fmt.Sprint(textsPerPage)}}, pullOf)
	// A filter that GitHub does not understand filters nothing.
	var from []PullRequest
	for _, p := range pulls {
		if p.Head.Branch == head.Branch && p.Head.in(head.Repository) {
			from = append(from, p)
		}
	}
	return from, err
}
