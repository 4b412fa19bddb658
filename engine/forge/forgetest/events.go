package forgetest

import (
	"encoding/json"
	"strings"
)

// The events are what GitHub writes into the file that GITHUB_EVENT_PATH names.

// PullEvent is pull_request, caused by the author of the pull request.
func (s *Server) PullEvent(number int, action string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pull(number)
	return s.event(p.Author, object{"action": action, "number": number, "pull_request": s.wholePull(p)})
}

// ReviewEvent is pull_request_review for the latest review.
func (s *Server) ReviewEvent(number int, action string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pull(number)
	r := p.reviews[len(p.reviews)-1]
	review := s.review(p, r)
	review["state"] = strings.ToLower(r.State) // in events, and in events alone
	return s.event(r.Login, object{"action": action, "pull_request": s.simplePull(p), "review": review})
}

// PushEvent is push to a branch of the repository. A hash of zeros stands for
// no commit.
func (s *Server) PushEvent(actor, branch, before, after string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	zeros := strings.Repeat("0", 40)
	return s.event(actor, object{"ref": "refs/heads/" + branch, "before": before, "after": after, "forced": false,
		"created": before == zeros, "deleted": after == zeros, "base_ref": nil, "commits": []any{}})
}

// DispatchEvent is workflow_dispatch from the default branch.
func (s *Server) DispatchEvent(actor string, inputs map[string]string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.event(actor, object{"ref": "refs/heads/main", "workflow": ".github/workflows/apply.yml", "inputs": inputs})
}

// ScheduleEvent is schedule.
func (s *Server) ScheduleEvent(cron string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.event("", object{"schedule": cron, "workflow": ".github/workflows/apply.yml"})
}

// RunEvent is workflow_run for a run that ended.
func (s *Server) RunEvent(id int64) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.runs[id]
	return s.event(r.Actor, object{"action": "completed", "workflow_run": s.run(r)})
}

// MergeGroupEvent is merge_group for a pull request in a queue: its commits on
// top of the base, at a hash of their own.
func (s *Server) MergeGroupEvent(number int) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pull(number)
	return s.event(p.Author, object{"action": "checks_requested", "merge_group": object{"head_sha": s.hash(), "base_sha": p.BaseSHA,
		"head_ref": "refs/heads/gh-readonly-queue/" + p.Base + "/pr", "base_ref": "refs/heads/" + p.Base}})
}

// IssueEvent is issues, caused by the author of the issue.
func (s *Server) IssueEvent(number int, action string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.issues[number-1]
	return s.event(i.author, object{"action": action, "issue": s.issue(i)})
}

// event adds what every event has.
func (s *Server) event(actor string, o object) []byte {
	o["repository"], o["sender"] = s.repository(s.options.Repository), s.account(actor)
	data, err := json.Marshal(o)
	if err != nil {
		panic(err) // nothing in it can fail to be JSON
	}
	return data
}
