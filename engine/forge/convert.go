package forge

import (
	"cmp"
	"strings"
	"time"

	"github.com/google/go-github/v60/github"
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
	Files       int // how many changed; zero in lists
}

// Fork reports whether the head is outside of the repository, or was in one
// that is gone.
func (p PullRequest) Fork() bool { return !p.Head.in(p.Base.Repository) }

func pullOf(p *github.PullRequest) PullRequest {
	pull := PullRequest{
		Number: p.GetNumber(), Title: p.GetTitle(), Author: p.GetUser().GetLogin(), Open: p.GetState() == "open",
		Head: refOf(p.GetHead()), Base: refOf(p.GetBase()), Draft: p.GetDraft(), URL: p.GetHTMLURL(),
		Commits: p.GetCommits(), Files: p.GetChangedFiles(), MergedBy: p.GetMergedBy().GetLogin(),
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

// Approves reports whether a review approves what is at a commit: it says so,
// was not dismissed, and was made when that commit was the head.
func (r Review) Approves(commit string) bool {
	return r.State == Approved && commit != "" && r.Commit == commit
}

func reviewOf(r *github.PullRequestReview) Review {
	return Review{
		ID: r.GetID(), Author: r.GetUser().GetLogin(), Commit: r.GetCommitID(), Body: r.GetBody(), URL: r.GetHTMLURL(),
		State: ReviewState(strings.ToLower(r.GetState())), SubmittedAt: r.GetSubmittedAt().UTC(),
	}
}

// A Run is a run of a workflow.
type Run struct {
	ID         int64
	Attempt    int    // from 1; a repeated run keeps its ID
	Workflow   string // its name
	Event      string // that started it
	Actor      string // login of who started this attempt
	Status     string // such as "queued", "in_progress", "completed"
	Conclusion string // such as "success", "failure", "cancelled"; empty until it is over
	Head       Ref
	Pulls      []int // numbers of the open pull requests of its head; empty for a fork
	StartedAt  time.Time
	UpdatedAt  time.Time
	URL        string
}

// Over reports whether the run will do nothing more. A later attempt may.
func (r Run) Over() bool { return r.Status == "completed" }

func runOf(r *github.WorkflowRun) Run {
	run := Run{
		ID: r.GetID(), Attempt: r.GetRunAttempt(), Workflow: r.GetName(), Event: r.GetEvent(),
		Actor:  cmp.Or(r.GetTriggeringActor().GetLogin(), r.GetActor().GetLogin()),
		Status: r.GetStatus(), Conclusion: r.GetConclusion(), URL: r.GetHTMLURL(),
		Head:      Ref{Repository: r.GetHeadRepository().GetFullName(), Branch: r.GetHeadBranch(), SHA: r.GetHeadSHA()},
		StartedAt: r.GetRunStartedAt().UTC(), UpdatedAt: r.GetUpdatedAt().UTC(),
	}
	for _, p := range r.PullRequests {
		if p.GetBase().GetRepo().GetID() == r.GetRepository().GetID() { // one of a fork's own is listed as well
			run.Pulls = append(run.Pulls, p.GetNumber())
		}
	}
	return run
}

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
