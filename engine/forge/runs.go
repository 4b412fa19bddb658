package forge

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/google/go-github/v60/github"
)

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
	StartedAt  time.Time
	UpdatedAt  time.Time
	URL        string
}

// Over reports whether the run will do nothing more. A later attempt may.
func (r Run) Over() bool { return r.Status == "completed" }

func runOf(r *github.WorkflowRun) Run {
	return Run{
		ID: r.GetID(), Attempt: r.GetRunAttempt(), Workflow: r.GetName(), Event: r.GetEvent(),
		Actor:  cmp.Or(r.GetTriggeringActor().GetLogin(), r.GetActor().GetLogin()),
		Status: r.GetStatus(), Conclusion: r.GetConclusion(), URL: r.GetHTMLURL(),
		Head:      Ref{Repository: r.GetHeadRepository().GetFullName(), Branch: r.GetHeadBranch(), SHA: r.GetHeadSHA()},
		StartedAt: r.GetRunStartedAt().UTC(), UpdatedAt: r.GetUpdatedAt().UTC(),
	}
}

// Run reads a run of a workflow, as its latest attempt is. NotFound if there is
// none, or somebody deleted it: then nothing tells that it is over.
func (c *Client) Run(ctx context.Context, id int64) (Run, error) {
	r, _, err := c.gh.Actions.GetWorkflowRunByID(ctx, c.owner, c.name, id)
	if err != nil {
		return Run{}, c.fail(fmt.Sprintf("read run %d of %s", id, c.Repository()), err)
	}
	return runOf(r), nil
}
