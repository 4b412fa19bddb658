package forge

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/go-github/v60/github"
)

// A ReviewState is what a reviewer said.
type ReviewState string

// The states of a review. GitHub forgets what a dismissed one said.
const (
	Approved         ReviewState = "approved"
	ChangesRequested ReviewState = "changes_requested"
	Commented        ReviewState = "commented"
	Dismissed        ReviewState = "dismissed"
	Pending          ReviewState = "pending"
)

// A Review is what one reviewer said at one moment.
type Review struct {
	ID          int64
	Author      string // login; empty for an account that is gone
	State       ReviewState
	Commit      string // that was the head then; empty if the commit is gone
	SubmittedAt time.Time
	Body        string // whatever the reviewer wrote
	URL         string
}

func reviewOf(r *github.PullRequestReview) Review {
	return Review{
		ID: r.GetID(), Author: r.GetUser().GetLogin(), Commit: r.GetCommitID(), Body: r.GetBody(), URL: r.GetHTMLURL(),
		State: ReviewState(strings.ToLower(r.GetState())), SubmittedAt: r.GetSubmittedAt().UTC(),
	}
}

// Standing returns of each reviewer the review that counts, in the order in
// which they were submitted: the last one that approved, asked for changes or
// was dismissed. A comment takes nothing back. What an account that is gone
// said stands for nobody.
func Standing(reviews []Review) []Review {
	ordered := slices.Clone(reviews)
	slices.SortStableFunc(ordered, func(a, b Review) int { return a.SubmittedAt.Compare(b.SubmittedAt) })
	var standing []Review
	heard := map[string]bool{}
	for _, r := range slices.Backward(ordered) {
		author := strings.ToLower(r.Author)
		decides := r.State == Approved || r.State == ChangesRequested || r.State == Dismissed
		if !decides || author == "" || heard[author] {
			continue
		}
		heard[author] = true
		standing = append(standing, r)
	}
	slices.Reverse(standing)
	return standing
}

// Reviews returns every review of a pull request, oldest first. A reviewer may
// have several: Standing tells which one counts.
func (c *Client) Reviews(ctx context.Context, number int) ([]Review, error) {
	op := fmt.Sprintf("list the reviews of pull request %d of %s", number, c.Repository())
	return all(ctx, c, op, fmt.Sprintf("pulls/%d/reviews", number), texts(), reviewOf)
}
