package forgetest

import (
	"net/http"
	"slices"
	"time"
)

type issue struct {
	number           int
	title, body      string
	author, state    string
	labels           []string
	created, updated time.Time
	pull             *Pull // it is one
}

type comment struct {
	id               int64
	number           int
	author, body     string
	created, updated time.Time
}

// Uncomment deletes a comment.
func (s *Server) Uncomment(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.comments = slices.DeleteFunc(s.comments, func(k *comment) bool { return k.id == id })
}

// A Said is a comment as it stands.
type Said struct {
	ID           int64
	Author, Body string
}

// Comment writes one as somebody and returns its number.
func (s *Server) Comment(number int, login, body string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.say(number, login, body).id
}

func (s *Server) say(number int, login, body string) *comment {
	made := &comment{id: s.id(), number: number, author: login, body: body, created: s.now, updated: s.now}
	s.comments = append(s.comments, made)
	return made
}

// Comments are those of a pull request or an issue, oldest first.
func (s *Server) Comments(number int) []Said {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Said
	for _, k := range s.comments {
		if k.number == number {
			all = append(all, Said{k.id, k.author, k.body})
		}
	}
	return all
}

// An Issue is one as it stands, or to be. Number and Open are ignored then.
type Issue struct {
	Number              int
	Title, Body, Author string
	Labels              []string
	Open                bool
}

// File files an issue and returns its number.
func (s *Server) File(i Issue) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.file(i).number
}

func (s *Server) file(i Issue) *issue {
	made := &issue{number: len(s.issues) + 1, title: i.Title, body: i.Body, author: i.Author, labels: i.Labels, state: "open",
		created: s.now, updated: s.now}
	s.issues = append(s.issues, made)
	return made
}

// Issues are all that are no pull requests, oldest first.
func (s *Server) Issues() []Issue {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Issue
	for _, i := range s.issues {
		if i.pull == nil {
			all = append(all, Issue{i.number, i.title, i.body, i.author, i.labels, i.state == "open"})
		}
	}
	return all
}

// maxText is how many characters GitHub takes.
const maxText = 65536

func (s *Server) discussed(c *call) *issue {
	n := c.number("issue_number")
	if n < 1 || n > int64(len(s.issues)) {
		return nil
	}
	return s.issues[n-1]
}

func (s *Server) listComments(c *call) reply {
	i := s.discussed(c)
	if i == nil {
		return failed(http.StatusNotFound, "Not Found")
	}
	all := []any{}
	for _, k := range s.comments {
		if k.number == i.number {
			all = append(all, s.comment(k))
		}
	}
	return s.page(c, all)
}

func (s *Server) createComment(c *call) reply {
	i := s.discussed(c)
	var in struct{ Body string }
	switch {
	case i == nil || !c.decode(&in):
		return failed(http.StatusNotFound, "Not Found")
	case len([]rune(in.Body)) > maxText:
		return unprocessable("IssueComment", "body is too long (maximum is 65536 characters)")
	}
	return found(http.StatusCreated, s.comment(s.say(i.number, c.token.Login, in.Body)))
}

func (s *Server) updateComment(c *call) reply {
	var in struct{ Body string }
	i := s.said(c)
	switch {
	case i < 0 || !c.decode(&in):
		return failed(http.StatusNotFound, "Not Found")
	case len([]rune(in.Body)) > maxText:
		return unprocessable("IssueComment", "body is too long (maximum is 65536 characters)")
	}
	s.comments[i].body, s.comments[i].updated = in.Body, s.now
	return found(http.StatusOK, s.comment(s.comments[i]))
}

func (s *Server) deleteComment(c *call) reply {
	i := s.said(c)
	if i < 0 {
		return failed(http.StatusNotFound, "Not Found")
	}
	s.comments = slices.Delete(s.comments, i, i+1)
	return reply{status: http.StatusNoContent, header: http.Header{}}
}

func (s *Server) said(c *call) int {
	return slices.IndexFunc(s.comments, func(k *comment) bool { return k.id == c.number("comment_id") })
}

// listIssues tells of pull requests as well, as GitHub does.
func (s *Server) listIssues(c *call) reply {
	query, all := c.URL.Query(), []any{}
	for _, i := range s.issues {
		if state := query.Get("state"); state == "all" || i.state == state || state == "" && i.state == "open" {
			all = append(all, s.issue(i))
		}
	}
	if query.Get("direction") != "asc" {
		slices.Reverse(all)
	}
	return s.page(c, all)
}

func (s *Server) createIssue(c *call) reply {
	var in struct {
		Title, Body string
		Labels      []string
	}
	if !c.decode(&in) {
		return failed(http.StatusBadRequest, "Problems parsing JSON")
	}
	made := s.file(Issue{Title: in.Title, Body: in.Body, Author: c.token.Login, Labels: in.Labels})
	return found(http.StatusCreated, s.issue(made))
}

func (s *Server) updateIssue(c *call) reply {
	i := s.discussed(c)
	var in struct{ Title, Body, State *string }
	if i == nil || !c.decode(&in) {
		return failed(http.StatusNotFound, "Not Found")
	}
	for from, to := range map[*string]*string{in.Title: &i.title, in.Body: &i.body, in.State: &i.state} {
		if from != nil {
			*to = *from
		}
	}
	i.updated = s.now
	return found(http.StatusOK, s.issue(i))
}

func (s *Server) comment(k *comment) object {
	at := s.api("/issues/comments/%d", k.id)
	return object{"id": k.id, "node_id": "IC_1", "url": at, "html_url": s.forPeople("/pull/%d#issuecomment-%d", k.number, k.id),
		"issue_url": s.api("/issues/%d", k.number), "user": s.account(k.author), "body": k.body, "author_association": "NONE",
		"created_at": stamp(k.created), "updated_at": stamp(k.updated)}
}

func (s *Server) issue(i *issue) object {
	at := s.api("/issues/%d", i.number)
	o := links(at, "comments_url events_url labels_url").with(object{"id": 2000 + i.number, "node_id": "I_1", "number": i.number, "url": at,
		"html_url": s.forPeople("/issues/%d", i.number), "repository_url": s.api(""), "title": i.title, "body": orNull(i.body),
		"user": s.account(i.author), "state": i.state, "locked": false, "labels": s.labels(i.labels), "assignee": nil, "milestone": nil,
		"comments": 0, "created_at": stamp(i.created), "updated_at": stamp(i.updated), "closed_at": nil, "author_association": "NONE"})
	if i.pull != nil {
		o["pull_request"] = object{"url": at, "html_url": at, "diff_url": at, "patch_url": at}
	}
	return o
}
