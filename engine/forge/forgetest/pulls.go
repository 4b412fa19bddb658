package forgetest

import (
	"cmp"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// A Pull is a pull request to be.
type Pull struct {
	Title, Body string
	Author      string // login; empty is an account that is gone
	Head, Base  string // branches; a name of its own and main if empty
	BaseSHA     string // head of the base branch; made up if empty
	Fork        string // owner/name that holds the head; the repository itself if empty
	Draft       bool
	Labels      []string
	Commits     []Commit // one by the author if none

	number          int
	forkGone        bool
	state           string
	created, merged time.Time
	mergedBy, merge string
	reviews         []*review
}

// A Commit is one of a pull request.
type Commit struct {
	SHA         string // made up if empty
	Login       string // of its author and committer; empty where GitHub knows none
	Name, Email string // of its author and committer
	Message     string
	Verified    bool
	Unverified  string // why it is not, such as unsigned
}

// A Review is one to be.
type Review struct {
	Login  string
	State  string // APPROVED, CHANGES_REQUESTED or COMMENTED
	Commit string // hash; the head if empty
	Body   string
}

type review struct {
	Review
	id int64
	at time.Time
}

// hash makes one up.
func (s *Server) hash() string {
	sum := sha1.Sum([]byte(fmt.Sprint(s.options.Repository, s.id())))
	return hex.EncodeToString(sum[:])
}

// Open opens a pull request and returns its number.
func (s *Server) Open(p Pull) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open(p).number
}

func (s *Server) open(p Pull) *Pull {
	p.number, p.state, p.created, p.BaseSHA = len(s.issues)+1, "open", s.now, cmp.Or(p.BaseSHA, s.hash())
	p.Head, p.Base = cmp.Or(p.Head, fmt.Sprintf("branch-%d", p.number)), cmp.Or(p.Base, "main")
	p.Title, p.Fork = cmp.Or(p.Title, "Change the calendar"), cmp.Or(p.Fork, s.options.Repository)
	commits := p.Commits
	p.Commits = nil
	if len(commits) == 0 {
		commits = []Commit{{Login: p.Author, Name: p.Author, Email: p.Author + "@example.org", Message: p.Title}}
	}
	s.pulls = append(s.pulls, &p)
	s.issues = append(s.issues, &issue{number: p.number, title: p.Title, body: p.Body, author: p.Author, labels: p.Labels,
		created: s.now, updated: s.now, state: "open", pull: &p})
	s.push(&p, commits)
	return &p
}

// Push adds commits to a pull request and returns the hash of its head.
func (s *Server) Push(number int, commits ...Commit) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.push(s.pull(number), commits)
}

// ForcePush makes commits all that a pull request has, and returns the hash of its
// head. Its reviews stay.
func (s *Server) ForcePush(number int, commits ...Commit) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pull(number)
	p.Commits = nil
	return s.push(p, commits)
}

func (s *Server) push(p *Pull, commits []Commit) string {
	for _, k := range commits {
		k.SHA, k.Message = cmp.Or(k.SHA, s.hash()), cmp.Or(k.Message, "Edit")
		k.Unverified = cmp.Or(k.Unverified, "unsigned")
		p.Commits = append(p.Commits, k)
	}
	return p.head()
}

func (p *Pull) head() string { return p.Commits[len(p.Commits)-1].SHA }

// Head is the hash of the head of a pull request.
func (s *Server) Head(number int) string { return s.Push(number) }

// Review reviews a pull request and returns the number of the review.
func (s *Server) Review(number int, r Review) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pull(number)
	r.Commit, r.State = cmp.Or(r.Commit, p.head()), cmp.Or(r.State, "APPROVED")
	made := &review{r, s.id(), s.now}
	p.reviews = append(p.reviews, made)
	return made.id
}

// Dismiss dismisses a review: what it said is forgotten.
func (s *Server) Dismiss(number int, id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.pull(number).reviews {
		if r.id == id {
			r.State = "DISMISSED"
		}
	}
}

// Merge merges a pull request as a commit, whose hash is made up if it is
// empty, and returns it.
func (s *Server) Merge(number int, by, commit string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pull(number)
	p.merge, p.mergedBy, p.merged = cmp.Or(commit, s.hash()), by, s.now
	p.state, s.issues[number-1].state = "closed", "closed"
	return p.merge
}

// DeleteFork takes away the repository that holds a head.
func (s *Server) DeleteFork(number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pull(number).forkGone = true
}

// pull finds one. That a test names none that exists is its mistake.
func (s *Server) pull(number int) *Pull {
	i := slices.IndexFunc(s.pulls, func(p *Pull) bool { return p.number == number })
	if i < 0 {
		panic(fmt.Sprintf("there is no pull request %d", number))
	}
	return s.pulls[i]
}

func (s *Server) asked(c *call) *Pull {
	i := slices.IndexFunc(s.pulls, func(p *Pull) bool { return int64(p.number) == c.number("pull_number") })
	if i < 0 {
		return nil
	}
	return s.pulls[i]
}

func (s *Server) getPull(c *call) reply {
	p := s.asked(c)
	if p == nil {
		return failed(http.StatusNotFound, "Not Found")
	}
	return found(http.StatusOK, s.wholePull(p))
}

func (s *Server) listPulls(c *call) reply {
	query, matching := c.URL.Query(), []any{}
	for _, p := range slices.Backward(s.pulls) { // newest first
		owner, _, _ := strings.Cut(p.Fork, "/")
		state, head, base := cmp.Or(query.Get("state"), "open"), query.Get("head"), query.Get("base")
		if (state == "all" || state == p.state) && (base == "" || base == p.Base) &&
			(!strings.Contains(head, ":") || head == owner+":"+p.Head) { // without an owner it filters nothing
			matching = append(matching, s.simplePull(p))
		}
	}
	return s.page(c, matching)
}

func (s *Server) listPullsOf(c *call) reply {
	matching := []any{}
	for _, p := range s.pulls {
		inside := slices.ContainsFunc(p.Commits, func(k Commit) bool { return k.SHA == c.PathValue("commit_sha") }) &&
			(p.Fork == s.options.Repository || !p.merged.IsZero())
		if inside || p.merge == c.PathValue("commit_sha") {
			matching = append(matching, s.simplePull(p))
		}
	}
	return s.page(c, matching)
}

func (s *Server) createPull(c *call) reply {
	var in struct{ Title, Head, Base, Body string }
	if !c.decode(&in) {
		return failed(http.StatusBadRequest, "Problems parsing JSON")
	}
	for _, p := range s.pulls {
		if p.state == "open" && p.Head == in.Head && p.Base == in.Base && p.Fork == s.options.Repository {
			return unprocessable("PullRequest", "A pull request already exists for "+in.Head+".")
		}
	}
	p := s.open(Pull{Title: in.Title, Head: in.Head, Base: in.Base, Body: in.Body, Author: c.token.Login})
	return found(http.StatusCreated, s.wholePull(p))
}

func (s *Server) updatePull(c *call) reply {
	p := s.asked(c)
	var in struct{ Title, Body *string }
	if p == nil || !c.decode(&in) {
		return failed(http.StatusNotFound, "Not Found")
	}
	if in.Title != nil {
		p.Title = *in.Title
	}
	if in.Body != nil {
		p.Body = *in.Body
	}
	return found(http.StatusOK, s.wholePull(p))
}

func (s *Server) listCommits(c *call) reply {
	p := s.asked(c)
	if p == nil {
		return failed(http.StatusNotFound, "Not Found")
	}
	all := []any{}
	for _, k := range p.Commits[:min(len(p.Commits), 250)] { // GitHub tells of no more
		all = append(all, s.commit(k))
	}
	return s.page(c, all)
}

func (s *Server) listReviews(c *call) reply {
	p := s.asked(c)
	if p == nil {
		return failed(http.StatusNotFound, "Not Found")
	}
	all := []any{}
	for _, r := range p.reviews {
		all = append(all, s.review(p, r))
	}
	return s.page(c, all)
}

func (s *Server) review(p *Pull, r *review) object {
	at := s.api("/pulls/%d", p.number)
	return object{"id": r.id, "node_id": "PRR_1", "user": s.account(r.Login), "body": r.Body, "state": r.State,
		"commit_id": orNull(r.Commit), "submitted_at": stamp(r.at), "author_association": "MEMBER", "pull_request_url": at,
		"html_url": s.forPeople("/pull/%d#pullrequestreview-%d", p.number, r.id),
		"_links":   object{"html": object{"href": at}, "pull_request": object{"href": at}}}
}

// simplePull is one as in lists.
func (s *Server) simplePull(p *Pull) object {
	at := s.api("/pulls/%d", p.number)
	o := links(at, "comments_url commits_url diff_url issue_url patch_url review_comment_url review_comments_url statuses_url")
	addresses := object{}
	for _, name := range strings.Fields("self html issue comments review_comments review_comment commits statuses") {
		addresses[name] = object{"href": at}
	}
	return o.with(object{"id": 1000 + p.number, "node_id": "PR_1", "number": p.number, "title": p.Title, "body": orNull(p.Body), "url": at,
		"html_url": s.forPeople("/pull/%d", p.number), "user": s.account(p.Author), "state": p.state, "locked": false, "draft": p.Draft,
		"labels": s.labels(p.Labels), "assignee": nil, "milestone": nil, "auto_merge": nil, "author_association": "CONTRIBUTOR",
		"created_at": stamp(p.created), "updated_at": stamp(p.created), "closed_at": stamp(p.merged), "merged_at": stamp(p.merged),
		"merge_commit_sha": cmp.Or(p.merge, strings.Repeat("f", 40)), "_links": addresses,
		"head": s.branch(p.Fork, p.Head, p.head(), p.forkGone), "base": s.branch(s.options.Repository, p.Base, p.BaseSHA, false)})
}

func (s *Server) branch(repository, name, sha string, gone bool) object {
	owner, _, _ := strings.Cut(repository, "/")
	o := object{"label": owner + ":" + name, "ref": name, "sha": sha, "user": s.account(owner), "repo": s.repository(repository)}
	if gone {
		o["repo"] = nil
	}
	return o
}

// wholePull is one read by itself.
func (s *Server) wholePull(p *Pull) object {
	return s.simplePull(p).with(object{"additions": 1, "deletions": 0, "changed_files": 1, "commits": len(p.Commits),
		"comments": 0, "review_comments": 0, "mergeable": true, "mergeable_state": "clean", "maintainer_can_modify": false, "rebaseable": true,
		"merged": !p.merged.IsZero(), "merged_by": s.account(p.mergedBy)})
}

func (s *Server) commit(k Commit) object {
	at := s.api("/commits/%s", k.SHA)
	person := object{"name": k.Name, "email": k.Email, "date": stamp(s.options.Now)}
	verification := object{"verified": k.Verified, "reason": "valid", "signature": "-----BEGIN SSH SIGNATURE-----", "payload": "tree",
		"verified_at": stamp(s.options.Now)}
	if !k.Verified {
		verification.with(object{"reason": k.Unverified, "signature": nil, "payload": nil, "verified_at": nil})
	}
	return object{"url": at, "html_url": at, "comments_url": at, "sha": k.SHA, "node_id": "C_1", "parents": []any{},
		"author": s.account(k.Login), "committer": s.account(k.Login),
		"commit": object{"url": at, "message": k.Message, "author": person, "committer": person, "comment_count": 0,
			"tree": object{"sha": strings.Repeat("d", 40), "url": at}, "verification": verification}}
}
