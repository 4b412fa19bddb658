package forge

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/google/go-github/v60/github"
)

// A Commit is one of a pull request, with everyone who says to have made it.
type Commit struct {
	SHA       string
	Author    Person
	Committer Person
	CoAuthors []Person // of the Co-authored-by lines of its message, each once
	Signed    bool     // GitHub has verified the signature
	Reason    string   // what it says of it, such as "valid", "unsigned", "unknown_key"
}

// A Person is who a commit names. Name and Email are whatever was written into
// the commit; Login is the account GitHub holds the e-mail for, empty if none.
type Person struct{ Login, Name, Email string }

// Commits are those of a pull request.
type Commits struct {
	All []Commit
	Cut bool // there are more than GitHub tells of: its authors are not all known
}

// maxCommits is how many GitHub tells of.
const maxCommits = 250

// Commits returns the commits of a pull request, oldest first.
func (c *Client) Commits(ctx context.Context, number int) (Commits, error) {
	op := fmt.Sprintf("list the commits of pull request %d of %s", number, c.Repository())
	commits, err := all(ctx, c, op, fmt.Sprintf("pulls/%d/commits", number), nil, commitOf)
	if err != nil || len(commits) < maxCommits {
		return Commits{All: commits}, err
	}
	pull, err := c.PullRequest(ctx, number)
	return Commits{All: commits, Cut: pull.Commits > len(commits)}, err
}

func commitOf(r *github.RepositoryCommit) Commit {
	inner := r.GetCommit()
	return Commit{
		SHA: r.GetSHA(), CoAuthors: CoAuthors(inner.GetMessage()),
		Author:    personOf(r.GetAuthor().GetLogin(), inner.GetAuthor()),
		Committer: personOf(r.GetCommitter().GetLogin(), inner.GetCommitter()),
		Signed:    inner.GetVerification().GetVerified(), Reason: inner.GetVerification().GetReason(),
	}
}

func personOf(login string, a *github.CommitAuthor) Person {
	return Person{Login: login, Name: a.GetName(), Email: a.GetEmail()}
}

var (
	coAuthored = regexp.MustCompile(`(?im)^[ \t]*co-authored-by[ \t]*:[ \t]*(.*?)[ \t]*<[ \t]*([^<>\s]*)[ \t]*>`)
	noReply    = regexp.MustCompile(`(?i)^(?:\d+\+)?([a-z0-9][a-z0-9_-]*(?:\[bot\])?)@users\.noreply\.github\.com$`)
)

// maxCoAuthors bounds what one message may name.
const maxCoAuthors = 100

// CoAuthors returns whom the Co-authored-by lines of a message name, each
// e-mail once. A line counts wherever it stands: an author too many only asks
// for one more look. Their login is known where the e-mail is GitHub's own
// ID+login@users.noreply.github.com.
func CoAuthors(message string) []Person {
	var people []Person
	seen := map[string]bool{}
	for _, m := range coAuthored.FindAllStringSubmatch(message, maxCoAuthors) {
		name, email := m[1], m[2]
		key := strings.ToLower(cmp.Or(email, name))
		if key == "" || seen[key] {
			continue
		}
		seen[key] = true
		p := Person{Name: name, Email: email}
		if login := noReply.FindStringSubmatch(email); login != nil {
			p.Login = login[1]
		}
		people = append(people, p)
	}
	return people
}
