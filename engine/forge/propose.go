package forge

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/google/go-github/v60/github"

	"galley/engine"
)

// A Deed says what an upsert did.
type Deed uint8

// The deeds.
const (
	Kept    Deed = iota // it was as asked for already, or there was nothing to close
	Created             // it is new
	Updated             // its text was changed
	Closed
)

var deedNames = [...]string{"kept", "created", "updated", "closed"}

// String returns the lower-case name.
func (d Deed) String() string { return deedNames[d] }

// An Upsert is what came of writing one thing that is to exist once.
type Upsert struct {
	Deed   Deed
	ID     int64  // of a comment
	Number int    // of an issue or pull request
	URL    string // for people
}

// A Proposal is a pull request to be. Head is a branch of the repository
// itself.
type Proposal struct {
	Head, Base  string // names of branches
	Title, Body string
	Draft       bool // of a new one; an open one stays what it is
}

// UpsertPull opens a pull request from a branch into another, or gives the open
// one its title and body.
func (c *Client) UpsertPull(ctx context.Context, p Proposal) (Upsert, error) {
	op := fmt.Sprintf("propose branch %s of %s", clip(p.Head), c.Repository())
	if n := len([]rune(p.Body)); n > MaxText {
		return Upsert{}, tooLong(op, n)
	}
	open, err := c.proposed(ctx, op, p)
	if err != nil || open != nil {
		return c.revise(ctx, op, open, p, err)
	}
	made, _, err := c.gh.PullRequests.Create(ctx, c.owner, c.name, &github.NewPullRequest{
		Title: &p.Title, Body: &p.Body, Head: &p.Head, Base: &p.Base, Draft: &p.Draft})
	if failed := c.failure(op, err); failed != nil {
		if failed.Kind != engine.Invalid {
			return Upsert{}, failed
		}
		// GitHub refuses a second one: another run may have been quicker.
		if open, err := c.proposed(ctx, op, p); err == nil && open != nil {
			return c.revise(ctx, op, open, p, nil)
		}
		return Upsert{}, failed
	}
	return Upsert{Deed: Created, Number: made.GetNumber(), URL: made.GetHTMLURL()}, nil
}

// proposed finds the open pull request of a proposal; nil if there is none.
func (c *Client) proposed(ctx context.Context, op string, p Proposal) (*github.PullRequest, error) {
	query := url.Values{"state": {"open"}, "head": {c.owner + ":" + p.Head}, "base": {p.Base}, "per_page": {fmt.Sprint(textsPerPage)}}
	found, err := all(ctx, c, op, "pulls", query, func(g *github.PullRequest) *github.PullRequest { return g })
	for _, g := range found {
		if at := refOf(g.GetHead()); at.Branch == p.Head && at.in(c.Repository()) && g.GetBase().GetRef() == p.Base {
			return g, nil
		}
	}
	return nil, err
}

// revise gives an open pull request the texts of a proposal.
func (c *Client) revise(ctx context.Context, op string, open *github.PullRequest, p Proposal, err error) (Upsert, error) {
	if err != nil {
		return Upsert{}, err
	}
	done := Upsert{Number: open.GetNumber(), URL: open.GetHTMLURL()}
	if open.GetTitle() == p.Title && sameText(open.GetBody(), p.Body) {
		return done, nil
	}
	_, _, err = c.gh.PullRequests.Edit(ctx, c.owner, c.name, done.Number, &github.PullRequest{Title: &p.Title, Body: &p.Body})
	if err != nil {
		return Upsert{}, c.fail(op, err)
	}
	done.Deed = Updated
	return done, nil
}

// failure is fail for a caller that looks at the kind; nil if there is none.
func (c *Client) failure(op string, err error) *engine.Error {
	if err == nil {
		return nil
	}
	return c.fail(op, err)
}

func ownerOf(r Ref) (owner string, ok bool) {
	owner, _, ok = strings.Cut(r.Repository, "/")
	return owner, ok && r.Branch != "" && repositoryForm.MatchString(r.Repository)
}
