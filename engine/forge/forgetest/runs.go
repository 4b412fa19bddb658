package forgetest

import (
	"cmp"
	"net/http"
	"strings"
	"time"
)

// A Run is one of a workflow.
type Run struct {
	ID         int64
	Attempt    int
	Event      string
	Actor      string
	Status     string // such as in_progress, completed
	Conclusion string
	Branch     string // of the head; main if empty
	SHA        string
	Fork       string // owner/name that holds the head; the repository itself if empty
}

// Start starts a run, or makes the one of this number what it says.
func (s *Server) Start(r Run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.runs[r.ID] = &r
}

func (s *Server) getRun(c *call) reply {
	r := s.runs[c.number("run_id")]
	if r == nil {
		return failed(http.StatusNotFound, "Not Found")
	}
	return found(http.StatusOK, s.run(r))
}

func (s *Server) run(r *Run) object {
	at := s.api("/actions/runs/%d", r.ID)
	sha, now := cmp.Or(r.SHA, strings.Repeat("a", 40)), stamp(s.options.Now.Add(time.Minute))
	return links(at, "jobs_url logs_url check_suite_url cancel_url rerun_url artifacts_url workflow_url").with(object{"id": r.ID, "node_id": "WFR_1",
		"name": "apply", "path": ".github/workflows/apply.yml", "display_title": "apply", "run_number": 1, "run_attempt": max(1, r.Attempt),
		"event": cmp.Or(r.Event, "push"), "status": r.Status, "conclusion": orNull(r.Conclusion), "workflow_id": 1, "url": at, "html_url": at,
		"created_at": now, "updated_at": now, "run_started_at": now, "head_branch": cmp.Or(r.Branch, "main"), "head_sha": sha, "pull_requests": s.pullsOf(r),
		"actor": s.account(r.Actor), "triggering_actor": s.account(r.Actor), "repository": s.repository(s.options.Repository),
		"head_repository": s.repository(cmp.Or(r.Fork, s.options.Repository)),
		"head_commit": object{"id": sha, "tree_id": sha, "message": "x", "timestamp": now, "author": object{"name": "a", "email": "a@example.org"},
			"committer": object{"name": "a", "email": "a@example.org"}}})
}

// pullsOf are the open pull requests of the head of a run; GitHub tells of none
// for a fork.
func (s *Server) pullsOf(r *Run) []any {
	all := []any{}
	for _, p := range s.pulls {
		if r.Fork != "" || p.Fork != s.options.Repository || p.state != "open" || p.head() != r.SHA {
			continue
		}
		end := func(name, sha string) object {
			return object{"ref": name, "sha": sha, "repo": object{"id": s.repository(s.options.Repository)["id"], "url": s.api(""), "name": "content"}}
		}
		all = append(all, object{"id": 1000 + p.number, "number": p.number, "url": s.api("/pulls/%d", p.number),
			"head": end(p.Head, p.head()), "base": end(p.Base, p.BaseSHA)})
	}
	return all
}
