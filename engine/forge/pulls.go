package forge

import (
	"context"
	"fmt"
	"net/url"

	"github.com/google/go-github/v60/github"

	"galley/engine"
)

// PullRequest reads one; NotFound if there is none.
func (c *Client) PullRequest(ctx context.Context, number int) (PullRequest, error) {
	p, _, err := c.gh.PullRequests.Get(ctx, c.owner, c.name, number)
	if err != nil {
		return PullRequest{}, c.fail(fmt.Sprintf("read pull request %d of %s", number, c.Repository()), err)
	}
	return pullOf(p), nil
}

// PullsOf returns the pull requests that hold a commit or brought it, merged
// ones among them, those of forks only once they are merged. None is no error;
// a hash that is none is of kind Invalid.
func (c *Client) PullsOf(ctx context.Context, sha string) ([]PullRequest, error) {
	op := fmt.Sprintf("list the pull requests of commit %s of %s", clip(sha), c.Repository())
	if !hashForm.MatchString(sha) {
		return nil, engine.Errorf(engine.Invalid, op, engine.ID{}, "it is no hash of a commit")
	}
	return all(ctx, c, op, "commits/"+sha+"/pulls", nil, pullOf)
}

// PullsFrom returns the open pull requests whose head is a branch, of a fork as
// well: the event of a run that a fork started names none.
func (c *Client) PullsFrom(ctx context.Context, head Ref) ([]PullRequest, error) {
	op := fmt.Sprintf("list the pull requests from branch %s of %s", clip(head.Branch), clip(head.Repository))
	owner, ok := ownerOf(head)
	if !ok {
		return nil, engine.Errorf(engine.Invalid, op, engine.ID{}, "the branch has no repository")
	}
	pulls, err := all(ctx, c, op, "pulls", url.Values{"state": {"open"}, "head": {owner + ":" + head.Branch}}, pullOf)
	// A filter that GitHub does not understand filters nothing.
	var from []PullRequest
	for _, p := range pulls {
		if p.Head.Branch == head.Branch && p.Head.in(head.Repository) {
			from = append(from, p)
		}
	}
	return from, err
}

// Reviews returns every review of a pull request, oldest first. A reviewer may
// have several; the last one that approves, refuses or was dismissed counts.
func (c *Client) Reviews(ctx context.Context, number int) ([]Review, error) {
	op := fmt.Sprintf("list the reviews of pull request %d of %s", number, c.Repository())
	return all(ctx, c, op, fmt.Sprintf("pulls/%d/reviews", number), nil, reviewOf)
}

// A File is one that a pull request changes.
type File struct {
	Name   string // slash-separated, of the head; of the base for a removed one
	Was    string // its name before, for a renamed or copied one
	Status string // added, removed, modified, renamed, copied, changed or unchanged
}

// Files are those of a pull request.
type Files struct {
	All []File
	Cut bool // there are more than GitHub tells of
}

// maxFiles is how many GitHub tells of.
const maxFiles = 3000

// Files returns what a pull request changes, in GitHub's order.
func (c *Client) Files(ctx context.Context, number int) (Files, error) {
	op := fmt.Sprintf("list the files of pull request %d of %s", number, c.Repository())
	files, err := all(ctx, c, op, fmt.Sprintf("pulls/%d/files", number), nil, func(f *github.CommitFile) File {
		return File{Name: f.GetFilename(), Was: f.GetPreviousFilename(), Status: f.GetStatus()}
	})
	if err != nil || len(files) < maxFiles {
		return Files{All: files}, err
	}
	pull, err := c.PullRequest(ctx, number)
	return Files{All: files, Cut: pull.Files > len(files)}, err
}
