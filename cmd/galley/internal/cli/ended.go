package cli

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"galley/engine/forge"
	"galley/engine/record"
)

// endedPoll is how often GitHub is asked about one run: an hour has room for a
// thousand questions of a job, and a lease that is waited for is looked at every
// other second.
const endedPoll = 20 * time.Second

// ended returns what asks GitHub whether the run that holds a lease is over, so
// that nobody waits for one that was killed; nil where there is no GitHub to ask.
func (a *app) ended(c content) func(context.Context, record.Lease) bool {
	repository := a.githubName(c)
	if repository == "" || a.secret("GITHUB_TOKEN").Empty() {
		return nil
	}
	return (&runs{app: a, repository: repository, asked: map[string]time.Time{}}).ended
}

// runs asks about the runs of one repository.
type runs struct {
	app        *app
	repository string

	mu     sync.Mutex
	client *forge.Client
	asked  map[string]time.Time // when last, by address
}

// ended believes only runs of the content's own repository, and what it cannot
// learn is not over. An attempt is over once there is a later one.
func (r *runs) ended(ctx context.Context, lease record.Lease) bool {
	id, attempt, ok := runOf(lease.URL, r.app.runsAt(r.repository))
	if !ok {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.app.Now()
	if last, before := r.asked[lease.URL]; before && now.Sub(last) < endedPoll {
		return false
	}
	r.asked[lease.URL] = now
	if r.client == nil {
		var err error
		if r.client, err = r.app.forge(r.repository); err != nil {
			return false
		}
	}
	run, err := r.client.Run(ctx, id)
	return err == nil && (run.Attempt > attempt || run.Attempt == attempt && run.Over())
}

// runsAt is what the addresses of the runs of a repository begin with.
func (a *app) runsAt(repository string) string {
	server := a.Getenv("GITHUB_SERVER_URL")
	if server == "" {
		server = "https://github.com"
	}
	return server + "/" + repository + "/actions/runs/"
}

// runAddress is where the log of this job is: that of one attempt, as another has
// the same number.
func (a *app) runAddress() string {
	id, attempt := a.Getenv("GITHUB_RUN_ID"), a.Getenv("GITHUB_RUN_ATTEMPT")
	if id == "" {
		return ""
	}
	if attempt == "" {
		attempt = "1"
	}
	return a.runsAt(a.Getenv("GITHUB_REPOSITORY")) + id + "/attempts/" + attempt
}

// runOf takes apart what runAddress wrote.
func runOf(address, runs string) (id int64, attempt int, ok bool) {
	rest, ok := strings.CutPrefix(address, runs)
	if !ok {
		return 0, 0, false
	}
	n, err := fmt.Sscanf(rest, "%d/attempts/%d", &id, &attempt)
	return id, attempt, err == nil && n == 2 && rest == fmt.Sprintf("%d/attempts/%d", id, attempt)
}
