package forge

import (
	"context"
	"fmt"
)

// Run reads a run of a workflow, as its latest attempt is. NotFound if there is
// none, or somebody deleted it: then nothing tells that it is over.
func (c *Client) Run(ctx context.Context, id int64) (Run, error) {
	r, _, err := c.gh.Actions.GetWorkflowRunByID(ctx, c.owner, c.name, id)
	if err != nil {
		return Run{}, c.fail(fmt.Sprintf("read run %d of %s", id, c.Repository()), err)
	}
	return runOf(r), nil
}
