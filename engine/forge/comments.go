package forge

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/go-github/v60/github"

	"galley/engine"
)

// MaxText is how many characters GitHub takes of a comment, an issue or the
// description of a pull request.
const MaxText = 65536

// A Comment is one of the conversation of a pull request or an issue.
type Comment struct {
	ID        int64
	Author    string // login; empty for an account that is gone
	Body      string // whatever its author wrote
	CreatedAt time.Time
	UpdatedAt time.Time
	URL       string
}

func commentOf(i *github.IssueComment) Comment {
	return Comment{ID: i.GetID(), Author: i.GetUser().GetLogin(), Body: i.GetBody(), URL: i.GetHTMLURL(),
		CreatedAt: i.GetCreatedAt().UTC(), UpdatedAt: i.GetUpdatedAt().UTC()}
}

// Comments returns the whole conversation of a pull request or an issue, oldest
// first.
func (c *Client) Comments(ctx context.Context, number int) ([]Comment, error) {
	op := fmt.Sprintf("list the comments of %d of %s", number, c.Repository())
	return all(ctx, c, op, fmt.Sprintf("issues/%d/comments", number), texts(), commentOf)
}

// UpsertComment makes a pull request or an issue have one comment of ours with
// this marker and body. Ours is one that the account of the token wrote and
// whose first line is the marker; whoever else writes the marker is left alone.
// One that reads so already is not written again. Where two runs raced, the
// oldest of ours stays and the others are taken away.
//
// The marker is an HTML comment such as <!-- galley:plan:main -->, written above
// the body. With it the body has at most MaxText characters, or is Invalid.
func (c *Client) UpsertComment(ctx context.Context, number int, marker, body string) (Upsert, error) {
	op := fmt.Sprintf("comment on pull request %d of %s", number, c.Repository())
	text, err := marked(op, marker, body)
	if err != nil {
		return Upsert{}, err
	}
	self, err := c.Self(ctx)
	if err != nil {
		return Upsert{}, err
	}
	ours, err := c.ours(ctx, number, marker, self)
	if err != nil {
		return Upsert{}, err
	}
	deed := Kept
	if len(ours) == 0 {
		made, _, err := c.gh.Issues.CreateComment(ctx, c.owner, c.name, number, &github.IssueComment{Body: &text})
		if err != nil {
			return Upsert{}, c.fail(op, err)
		}
		deed = Created
		if ours, err = c.withRivals(ctx, number, marker, self, commentOf(made)); err != nil {
			return Upsert{}, err
		}
	}
	return c.settle(ctx, op, ours, text, deed)
}

// settle keeps the oldest of our comments, with this text, and no other.
func (c *Client) settle(ctx context.Context, op string, ours []Comment, text string, deed Deed) (Upsert, error) {
	done := Upsert{Deed: deed, ID: ours[0].ID, URL: ours[0].URL}
	if !sameText(ours[0].Body, text) {
		done.Deed = Updated
		if _, _, err := c.gh.Issues.EditComment(ctx, c.owner, c.name, done.ID, &github.IssueComment{Body: &text}); err != nil {
			return Upsert{}, c.fail(op, err)
		}
	}
	for _, spare := range ours[1:] {
		_, err := c.gh.Issues.DeleteComment(ctx, c.owner, c.name, spare.ID)
		if failed := c.failure(op, err); failed != nil && failed.Kind != engine.NotFound { // the other run was quicker
			return done, failed
		}
	}
	return done, nil
}

// ours are the comments that this account wrote under a marker, oldest first.
func (c *Client) ours(ctx context.Context, number int, marker string, self Self) ([]Comment, error) {
	comments, err := c.Comments(ctx, number)
	comments = slices.DeleteFunc(comments, func(k Comment) bool { return !self.wrote(k.Author) || !bears(k.Body, marker) })
	slices.SortFunc(comments, func(a, b Comment) int { return cmp.Compare(a.ID, b.ID) })
	return comments, err
}

// withRivals are ours and what another run wrote meanwhile, oldest first. A
// listing may lag behind what was written.
func (c *Client) withRivals(ctx context.Context, number int, marker string, self Self, made Comment) ([]Comment, error) {
	ours, err := c.ours(ctx, number, marker, self)
	if !slices.ContainsFunc(ours, func(k Comment) bool { return k.ID == made.ID }) {
		ours = append(ours, made)
	}
	return ours, err
}

var markerForm = regexp.MustCompile(`^<!-- [A-Za-z0-9][A-Za-z0-9_.:/-]* -->$`)

// marked puts a marker above a body.
func marked(op, marker, body string) (string, error) {
	if !markerForm.MatchString(marker) {
		return "", engine.Errorf(engine.Invalid, op, engine.ID{}, "%q is no marker", clip(marker))
	}
	text := marker + "\n" + body
	if n := len([]rune(text)); n > MaxText {
		return "", tooLong(op, n)
	}
	return text, nil
}

func tooLong(op string, n int) error {
	return engine.Errorf(engine.Invalid, op, engine.ID{}, "it has %d characters, GitHub takes %d", n, MaxText)
}

// bears reports whether a marker is the first line of a text. Further down it
// may be a quotation.
func bears(text, marker string) bool {
	first, _, _ := strings.Cut(text, "\n")
	return strings.TrimRight(first, " \r") == marker
}

// sameText compares what was written with what GitHub shows of it, which may
// have other ends of lines and none at the end.
func sameText(a, b string) bool { return plainText(a) == plainText(b) }

func plainText(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
}
