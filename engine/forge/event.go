package forge

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-github/v60/github"

	"galley/engine"
)

// MaxEvent is how many bytes an event may have: GitHub sends none that is
// larger.
const MaxEvent = 25 << 20

// The events that ParseEvent reads.
const (
	PullRequestEvent = "pull_request"
	ReviewEvent      = "pull_request_review"
	PushEvent        = "push"
	ScheduleEvent    = "schedule"
	DispatchEvent    = "workflow_dispatch"
	RunEvent         = "workflow_run"
	MergeGroupEvent  = "merge_group"
	IssuesEvent      = "issues"
)

// An Event is what started a workflow. What an event does not tell is zero.
//
// The words in it (titles, bodies, names of branches, inputs) are what anybody
// wrote. Hashes and names of repositories have the form of such.
type Event struct {
	Name       string     // such as PullRequestEvent
	Action     string     // such as "opened"; empty where the event has none
	Repository Repository // in which it happened
	Actor      string     // login of who caused it

	// Head is what the event is about and Base what it is to go into: of a pull
	// request and a merge group both, of a push and a workflow run the head, of
	// the others the branch of the head at most.
	Head, Base Ref
	Ref        string // of push and workflow_dispatch, in full, such as refs/heads/main
	Before     string // of push: the hash before; empty for a new branch. After it is Head.SHA, empty for one deleted
	Forced     bool   // of push: not a fast-forward

	Pull     PullRequest       // of pull_request and pull_request_review
	Review   Review            // of pull_request_review
	Run      Run               // of workflow_run: the run that ended, not this one
	Issue    Issue             // of issues
	Label    string            // of issues and pull_request, where a label was put on or taken off
	Inputs   map[string]string // of workflow_dispatch, as text
	Schedule string            // the cron line
}

// Fork reports whether the head is outside of the repository, or was in one
// that is gone. Code and content from there are a stranger's.
func (e Event) Fork() bool {
	return e.Head.SHA != "" && !e.Head.in(e.Repository.Name)
}

// A Repository is one as an event describes it.
type Repository struct {
	Name          string // owner/name
	DefaultBranch string
	Public        bool // everybody can read it; false where the event does not say
	Fork          bool // of another repository
	URL           string
}

// A Ref is a commit with the branch and the repository it is in.
type Ref struct {
	Repository string // owner/name; empty if it is gone
	Branch     string // short name; empty for a tag
	SHA        string
}

func (r Ref) in(repository string) bool {
	return r.Repository != "" && strings.EqualFold(r.Repository, repository)
}

// payload is what is read of all events: a member has one meaning wherever it
// occurs.
type payload struct {
	Action     string `json:"action"`
	Repository *struct {
		Name          string `json:"full_name"`
		DefaultBranch string `json:"default_branch"`
		Private       *bool  `json:"private"`
		Fork          bool   `json:"fork"`
		URL           string `json:"html_url"`
	} `json:"repository"`
	Sender *github.User `json:"sender"`
	Label  *struct {
		Name string `json:"name"`
	} `json:"label"`

	Pull       *github.PullRequest       `json:"pull_request"`
	Review     *github.PullRequestReview `json:"review"`
	Run        *github.WorkflowRun       `json:"workflow_run"`
	Issue      *github.Issue             `json:"issue"`
	MergeGroup *mergeGroup               `json:"merge_group"`

	Ref      string         `json:"ref"`
	Before   string         `json:"before"`
	After    string         `json:"after"`
	Forced   bool           `json:"forced"`
	Inputs   map[string]any `json:"inputs"`
	Schedule string         `json:"schedule"`
}

type mergeGroup struct {
	HeadSHA string `json:"head_sha"`
	HeadRef string `json:"head_ref"`
	BaseSHA string `json:"base_sha"`
	BaseRef string `json:"base_ref"`
}

const readEvent = "read the event of this run"

// ParseEvent reads the file of which GITHUB_EVENT_PATH tells; name is
// GITHUB_EVENT_NAME. The error is of kind Unsupported for an event that no job
// of Galley is made for, and Invalid for a payload that is too large, is no
// JSON, or lacks what its event is about.
func ParseEvent(name string, data []byte) (Event, error) {
	read, known := readers()[name]
	if !known {
		return Event{}, engine.Errorf(engine.Unsupported, readEvent, engine.ID{}, "a workflow on %q is not one Galley runs in", clip(name))
	}
	if len(data) > MaxEvent {
		return Event{}, invalidEvent(name, "it is larger than 25 MB")
	}
	var p payload
	if err := json.Unmarshal(data, &p); err != nil {
		return Event{}, invalidEvent(name, "it cannot be read as JSON: "+clip(err.Error()))
	}
	e := Event{Name: name, Action: p.Action, Actor: p.Sender.GetLogin()}
	if p.Label != nil {
		e.Label = p.Label.Name
	}
	if r := p.Repository; r != nil {
		e.Repository = Repository{Name: r.Name, DefaultBranch: r.DefaultBranch, Public: r.Private != nil && !*r.Private, Fork: r.Fork, URL: r.URL}
	}
	if lack := read(p, &e); lack != "" {
		return Event{}, invalidEvent(name, lack)
	}
	if lack := e.malformed(); lack != "" {
		return Event{}, invalidEvent(name, lack)
	}
	return e, nil
}

func invalidEvent(name, why string) error {
	return engine.Errorf(engine.Invalid, readEvent, engine.ID{}, "%s: %s", name, why)
}

// A reader fills in what is particular to an event and says what it lacks.
type reader func(p payload, e *Event) (lack string)

func readers() map[string]reader {
	return map[string]reader{
		PullRequestEvent: readPull, ReviewEvent: readReview, PushEvent: readPush, ScheduleEvent: readSchedule,
		DispatchEvent: readDispatch, RunEvent: readRun, MergeGroupEvent: readMergeGroup, IssuesEvent: readIssue,
	}
}

func readPull(p payload, e *Event) string {
	if p.Pull.GetNumber() <= 0 || p.Pull.GetHead().GetSHA() == "" || p.Pull.GetBase().GetSHA() == "" {
		return "it names no pull request"
	}
	e.Pull = pullOf(p.Pull)
	e.Head, e.Base = e.Pull.Head, e.Pull.Base
	return ""
}

func readReview(p payload, e *Event) string {
	if p.Review.GetID() == 0 {
		return "it names no review"
	}
	e.Review = reviewOf(p.Review)
	return readPull(p, e)
}

func readPush(p payload, e *Event) string {
	if p.Ref == "" || p.After == "" {
		return "it names no branch or no commit"
	}
	e.Ref, e.Before, e.Forced = p.Ref, existing(p.Before), p.Forced
	e.Head = Ref{Repository: e.Repository.Name, Branch: branchOf(p.Ref), SHA: existing(p.After)}
	return ""
}

func readSchedule(p payload, e *Event) string {
	e.Schedule = p.Schedule
	if e.Repository.Name != "" {
		e.Head = Ref{Repository: e.Repository.Name, Branch: e.Repository.DefaultBranch}
	}
	return ""
}

func readDispatch(p payload, e *Event) string {
	inputs, lack := textOf(p.Inputs)
	e.Inputs, e.Ref = inputs, p.Ref
	e.Head = Ref{Repository: e.Repository.Name, Branch: branchOf(p.Ref)}
	return lack
}

func readRun(p payload, e *Event) string {
	if p.Run.GetID() == 0 || p.Run.GetHeadSHA() == "" {
		return "it names no run"
	}
	e.Run = runOf(p.Run)
	e.Head = e.Run.Head
	return ""
}

func readMergeGroup(p payload, e *Event) string {
	g := p.MergeGroup
	if g == nil || g.HeadSHA == "" || g.BaseSHA == "" {
		return "it names no merge group"
	}
	e.Head = Ref{Repository: e.Repository.Name, Branch: branchOf(g.HeadRef), SHA: g.HeadSHA}
	e.Base = Ref{Repository: e.Repository.Name, Branch: branchOf(g.BaseRef), SHA: g.BaseSHA}
	return ""
}

func readIssue(p payload, e *Event) string {
	if p.Issue.GetNumber() <= 0 {
		return "it names no issue"
	}
	e.Issue = issueOf(p.Issue)
	return ""
}

// textOf writes the fields of a form as text. GitHub sends text, and since it
// has typed fields true, false and numbers as well.
func textOf(inputs map[string]any) (map[string]string, string) {
	if len(inputs) == 0 {
		return nil, ""
	}
	texts := make(map[string]string, len(inputs))
	for name, value := range inputs {
		switch v := value.(type) {
		case nil:
			texts[name] = ""
		case string:
			texts[name] = v
		case bool:
			texts[name] = strconv.FormatBool(v)
		case float64:
			texts[name] = strconv.FormatFloat(v, 'f', -1, 64)
		default:
			return nil, "the input " + strconv.Quote(clip(name)) + " is neither text, nor a number, nor true or false"
		}
	}
	return texts, ""
}

var (
	repositoryForm = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}/[A-Za-z0-9._-]{1,100}$`)
	hashForm       = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
)

// malformed says which name or hash has not the form of one: commands and
// addresses are made of them.
func (e Event) malformed() string {
	if e.Repository.Name == "" && e.Name != ScheduleEvent {
		return "it names no repository"
	}
	repositories := []string{e.Repository.Name, e.Head.Repository, e.Base.Repository}
	if i := slices.IndexFunc(repositories, func(s string) bool { return s != "" && !repositoryForm.MatchString(s) }); i >= 0 {
		return strconv.Quote(clip(repositories[i])) + " is no name of a repository"
	}
	hashes := []string{e.Head.SHA, e.Base.SHA, e.Before, e.Pull.MergeCommit, e.Review.Commit}
	if i := slices.IndexFunc(hashes, func(s string) bool { return s != "" && !hashForm.MatchString(s) }); i >= 0 {
		return strconv.Quote(clip(hashes[i])) + " is no hash of a commit"
	}
	return ""
}

// branchOf is the short name of a branch; empty for what is none.
func branchOf(ref string) string {
	short, ok := strings.CutPrefix(ref, "refs/heads/")
	if !ok {
		return ""
	}
	return short
}

// existing is a hash, and empty for the one of zeros that stands for nothing.
func existing(hash string) string {
	if strings.Trim(hash, "0") == "" {
		return ""
	}
	return hash
}
