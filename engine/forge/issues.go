package forge

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/go-github/v60/github"
)

// An Issue is one as GitHub describes it.
type Issue struct {
	Number int
	Title  string // whatever its author wrote
	Body   string // whatever its author wrote
	Author string // login; empty for an account that is gone
	Open   bool
	Labels []string
	URL    string
}

func issueOf(i *github.Issue) Issue {
	return Issue{
		Number: i.GetNumber(), Title: i.GetTitle(), Body: i.GetBody(), Author: i.GetUser().GetLogin(),
		Open: i.GetState() == "open", Labels: labelsOf(i.Labels), URL: i.GetHTMLURL(),
	}
}

// UpsertIssue makes the repository have one open issue of ours with this
// marker, title and body; what is ours and the marker are as for UpsertComment.
// Labels are put on a new one; those of an open one are people's. Of several
// open ones the oldest is kept, the others are closed.
func (c *Client) UpsertIssue(ctx context.Context, marker, title, body string, labels []string) (Upsert, error) {
	op := "keep an issue of " + c.Repository()
	text, err := marked(op, marker, body)
	if err != nil {
		return Upsert{}, err
	}
	ours, err := c.openIssues(ctx, op, marker)
	if err != nil {
		return Upsert{}, err
	}
	if len(ours) == 0 {
		made, _, err := c.gh.Issues.Create(ctx, c.owner, c.name, &github.IssueRequest{Title: &title, Body: &text, Labels: &labels})
		if err != nil {
			return Upsert{}, c.fail(op, err)
		}
		return Upsert{Deed: Created, Number: made.GetNumber(), URL: made.GetHTMLURL()}, nil
	}
	done := Upsert{Number: ours[0].Number, URL: ours[0].URL}
	if ours[0].Title != title || !sameText(ours[0].Body, text) {
		done.Deed = Updated
		if _, _, err := c.gh.Issues.Edit(ctx, c.owner, c.name, done.Number, &github.IssueRequest{Title: &title, Body: &text}); err != nil {
			return Upsert{}, c.fail(op, err)
		}
	}
	return done, c.closeAll(ctx, op, ours[1:])
}

// CloseIssue closes the open issue of ours with this marker. That there is none
// is no error: the deed is Kept.
func (c *Client) CloseIssue(ctx context.Context, marker string) (Upsert, error) {
	op := "close an issue of " + c.Repository()
	if _, err := marked(op, marker, ""); err != nil {
		return Upsert{}, err
	}
	ours, err := c.openIssues(ctx, op, marker)
	if err != nil || len(ours) == 0 {
		return Upsert{}, err
	}
	if err := c.closeAll(ctx, op, ours); err != nil {
		return Upsert{}, err
	}
	return Upsert{Deed: Closed, Number: ours[0].Number, URL: ours[0].URL}, nil
}

func (c *Client) closeAll(ctx context.Context, op string, issues []Issue) error {
	for _, i := range issues {
		state, reason := "closed", "completed"
		_, _, err := c.gh.Issues.Edit(ctx, c.owner, c.name, i.Number, &github.IssueRequest{State: &state, StateReason: &reason})
		if err != nil {
			return c.fail(op+fmt.Sprintf(", number %d", i.Number), err)
		}
	}
	return nil
}

// openIssues are the open ones that this account wrote under a marker, oldest
// first. GitHub lists pull requests among them.
func (c *Client) openIssues(ctx context.Context, op, marker string) ([]Issue, error) {
	self, err := c.Self(ctx)
	if err != nil {
		return nil, err
	}
	oldestFirst := texts()
	for name, value := range map[string]string{"state": "open", "sort": "created", "direction": "asc"} {
		oldestFirst.Set(name, value)
	}
	found, err := all(ctx, c, op, "issues", oldestFirst, func(g *github.Issue) *github.Issue { return g })
	if err != nil {
		return nil, err
	}
	var ours []Issue
	for _, g := range found {
		if i := issueOf(g); !g.IsPullRequest() && self.wrote(i.Author) && bears(i.Body, marker) {
			ours = append(ours, i)
		}
	}
	slices.SortFunc(ours, func(a, b Issue) int { return cmp.Compare(a.Number, b.Number) })
	return ours, nil
}
