package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"galley/cmd/galley/internal/cli"
	"galley/engine/forge/forgetest"
	"galley/providers"
)

// A scene is a team on a GitHub of its own: what people push lies in a real
// repository, and every job begins with a checkout of its own.
type scene struct {
	t      *testing.T
	hub    *forgetest.Server
	dir    string // of everything; the repository is hub.git, what people work in is desk
	now    time.Time
	behind time.Duration     // how far GitHub's clock is behind that of the jobs
	env    map[string]string // of every job, besides what GitHub sets
	runs   int
	last   string // folder of the last job
}

const sceneTeam = `kind: Team
id: team
members:
  - {name: Ines Roy, github: ines, profile: intern}
  - {name: Jo Frey, github: jo, profile: junior}
  - {name: Sam Okafor, github: sam, profile: senior}
  - {name: Sue Lind, github: sue, profile: senior}
`

const sceneCharter = `kind: Charter
id: charter
approvals:
  expires: 90d
  rules:
    - {when: {author.profile: [junior, intern]}, require: [{profile: senior}]}
    - {when: {kind: [Team]}, require: [{profile: senior}]}
`

// postFile is a post that is due.
func postFile(id, text string) map[string]string {
	return map[string]string{"calendar/" + id + ".yaml": fmt.Sprintf("kind: Post\nid: %s\nchannels: [blog]\nat: 2026-12-09 11:50\ntitle: %s\ntext: %s\n", id, id, text)}
}

// newScene is a newsroom whose first revision was applied: its rules judge what
// comes.
func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{t: t, dir: t.TempDir(), now: noon, env: map[string]string{}}
	s.hub = forgetest.New(t, forgetest.Options{Now: noon.Add(-time.Hour), Clock: func() time.Time { return s.now.Add(-s.behind) }})
	s.hub.Grant(forgetest.Token{Value: "ghs_job", Login: "github-actions[bot]"})
	git(t, s.dir, "init", "-q", "--bare", "-b", "main", "hub.git")
	git(t, s.dir, "init", "-q", "-b", "main", "desk")
	git(t, s.desk(), "remote", "add", "origin", "../hub.git")
	s.write(map[string]string{
		"galley.yaml": "kind: Project\nid: gazette\nname: Gazette\nzone: Europe/Paris\nlanguages: [en]\nschema: v1\n" +
			"record: {id: 0123456789abcdef, branch: galley/record, remote: origin}\n",
		"channels/blog.yaml":   "kind: Channel\nid: blog\nnetwork: site\nhandle: gazette\nurl: https://gazette.example/\ntarget: {branch: pages}\n",
		"team.yaml":            sceneTeam,
		"charter/charter.yaml": sceneCharter,
	})
	s.commit("sam", "our rules")
	git(t, s.desk(), "push", "-q", "origin", "main")
	s.wants(0, s.push("sam", "apply", "--first"), "bootstrap: this is the first revision with rules on approvals")
	return s
}

func (s *scene) desk() string { return filepath.Join(s.dir, "desk") }

// write writes files on the desk; an empty text takes one away.
func (s *scene) write(files map[string]string) {
	s.t.Helper()
	for name, text := range files {
		file := filepath.Join(s.desk(), name)
		var err error
		if text == "" {
			err = os.Remove(file)
		} else if err = os.MkdirAll(filepath.Dir(file), 0o777); err == nil {
			err = os.WriteFile(file, []byte(text), 0o666)
		}
		if err != nil {
			s.t.Fatal(err)
		}
	}
}

// names are what people call themselves in their commits.
var names = map[string]string{"ines": "Ines Roy", "jo": "Jo Frey", "sam": "Sam Okafor", "sue": "Sue Lind", "sam-at-home": "S. O."}

// as runs git on the desk as somebody, and returns what it says.
func (s *scene) as(login string, args ...string) string {
	s.t.Helper()
	name := names[login]
	if name == "" {
		name = login
	}
	cmd := exec.Command("git", args...)
	cmd.Dir = s.desk()
	stamp := s.now.Format(time.RFC3339)
	cmd.Env = append(gitEnv(), "GIT_AUTHOR_NAME="+name, "GIT_COMMITTER_NAME="+name, "GIT_AUTHOR_EMAIL="+login+"@example.org",
		"GIT_COMMITTER_EMAIL="+login+"@example.org", "GIT_AUTHOR_DATE="+stamp, "GIT_COMMITTER_DATE="+stamp)
	out, err := cmd.CombinedOutput()
	if err != nil {
		s.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// commit commits what lies on the desk and returns the commit as GitHub knows it.
func (s *scene) commit(login, message string) forgetest.Commit {
	s.t.Helper()
	s.as(login, "add", "-A")
	s.as(login, "commit", "-q", "--allow-empty", "-m", message)
	return forgetest.Commit{SHA: s.as(login, "rev-parse", "HEAD"), Login: login, Name: names[login], Email: login + "@example.org", Message: message}
}

// open opens a pull request with one commit.
func (s *scene) open(login, branch string, files map[string]string) int {
	s.t.Helper()
	return s.openFrom(forgetest.Pull{Author: login, Head: branch}, files)
}

func (s *scene) openFrom(p forgetest.Pull, files map[string]string) int {
	s.t.Helper()
	s.as(p.Author, "checkout", "-q", "-b", p.Head, "main")
	s.write(files)
	p.BaseSHA = s.as(p.Author, "rev-parse", "main")
	p.Commits = []forgetest.Commit{s.commit(p.Author, "write "+p.Head)}
	number := s.hub.Open(p)
	s.pushPull(number)
	return number
}

// edit adds a commit to the pull request that is checked out.
func (s *scene) edit(number int, login string, files map[string]string) string {
	s.t.Helper()
	s.write(files)
	head := s.hub.Push(number, s.commit(login, "edit"))
	s.pushPull(number)
	return head
}

// replace makes the pull request that is checked out one commit, with these files,
// in place of all that it had.
func (s *scene) replace(number int, login string, files map[string]string) {
	s.t.Helper()
	s.as(login, "reset", "-q", "--hard", "main")
	s.write(files)
	s.hub.ForcePush(number, s.commit(login, "all of it anew"))
	s.pushPull(number)
}

// pushPull makes git hold what GitHub holds of a pull request.
func (s *scene) pushPull(number int) {
	s.t.Helper()
	git(s.t, s.desk(), "push", "-q", "-f", "origin", fmt.Sprintf("HEAD:refs/pull/%d/head", number))
}

// merge merges the pull request that is checked out: with a commit that has both
// as parents, as one commit (squash), as copies of its commits (rebase), or as it is
// (fast-forward), which somebody pushed and GitHub noticed.
func (s *scene) merge(number int, by, how string) {
	s.t.Helper()
	branch := s.as(by, "rev-parse", "--abbrev-ref", "HEAD")
	s.as(by, "checkout", "-q", "main")
	switch how {
	case "squash":
		s.as(by, "merge", "-q", "--squash", branch)
		author := s.as(by, "log", "--reverse", "--format=%an <%ae>", "main.."+branch)
		author, _, _ = strings.Cut(author, "\n")
		s.as(by, "commit", "-q", "-m", fmt.Sprintf("%s (#%d)", branch, number), "--author", author)
	case "rebase":
		s.as(by, "cherry-pick", "main.."+branch)
	case "fast-forward":
		s.as(by, "merge", "-q", "--ff-only", branch)
	default:
		s.as(by, "merge", "-q", "--no-ff", "-m", fmt.Sprintf("Merge pull request #%d", number), branch)
	}
	s.hub.Merge(number, by, s.as(by, "rev-parse", "HEAD"))
	git(s.t, s.desk(), "push", "-q", "origin", "main")
}

// A said is what a job said, and how it ended.
type said struct {
	code int
	text string
}

// wants holds a job to its exit code and to what it says.
func (s *scene) wants(code int, got said, parts ...string) {
	s.t.Helper()
	if got.code != code {
		s.t.Errorf("exit %d, want %d:\n%s", got.code, code, got.text)
	}
	wants(s.t, got.text, parts...)
}

// holds is wants, and that nothing was published.
func (s *scene) holds(code int, got said, parts ...string) {
	s.t.Helper()
	s.wants(code, got, parts...)
	if strings.Contains(got.text, "  published") {
		s.t.Errorf("something went out:\n%s", got.text)
	}
}

// push is the job of a push to the default branch.
func (s *scene) push(actor string, args ...string) said {
	s.t.Helper()
	head := s.as(actor, "rev-parse", "main")
	return s.job("push", s.hub.PushEvent(actor, "main", head, head), "main", args...)
}

// timer is the job that a timer started.
func (s *scene) timer(args ...string) said {
	s.t.Helper()
	return s.job("schedule", s.hub.ScheduleEvent("7 * * * *"), "main", args...)
}

// checkout is what a job gets: the history of a revision, and no branches but
// the default one.
func (s *scene) checkout(revision string) string {
	s.t.Helper()
	s.runs++
	s.last = filepath.Join(s.dir, fmt.Sprintf("job%d", s.runs))
	git(s.t, s.dir, "clone", "-q", "--single-branch", "hub.git", s.last)
	if revision != "main" {
		git(s.t, s.last, "fetch", "-q", "origin", revision)
		git(s.t, s.last, "checkout", "-q", "FETCH_HEAD")
	}
	return s.last
}

// job runs a command in a checkout of its own.
func (s *scene) job(name string, event []byte, revision string, args ...string) said {
	s.t.Helper()
	dir := s.checkout(revision)
	return s.run(dir, name, event, args...)
}

// run runs a command in a folder, as a job that an event started.
func (s *scene) run(dir, name string, event []byte, args ...string) said {
	s.t.Helper()
	file := dir + ".event.json"
	if err := os.WriteFile(file, event, 0o666); err != nil {
		s.t.Fatal(err)
	}
	variables := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": file, "GITHUB_TOKEN": "ghs_job",
		"GITHUB_API_URL": s.hub.URL, "GITHUB_SERVER_URL": "https://forge.example", "GITHUB_REPOSITORY": "revue/content", "GITHUB_RUN_ID": "77",
		"GITHUB_STEP_SUMMARY": dir + ".summary.md", "GITHUB_OUTPUT": dir + ".output"}
	for name, value := range s.env {
		variables[name] = value
	}
	var out bytes.Buffer
	env := cli.Env{Args: args, Dir: dir, Stdout: &out, Stderr: &out, Now: func() time.Time { return s.now },
		Getenv: func(name string) string { return variables[name] }, Providers: providers.All(),
		Wait: func(context.Context, time.Duration) error { return nil }}
	code := cli.Main(s.t.Context(), env)
	if strings.Contains(out.String(), "ghs_job") {
		s.t.Errorf("the token is told: %s", out.String())
	}
	return said{code, out.String()}
}

// digest is how a plan names the change of a post.
func (s *scene) digest(id string) string {
	s.t.Helper()
	dir := s.checkout("main")
	got := s.run(dir, "schedule", s.hub.ScheduleEvent("7 * * * *"), "--format", "json", "plan")
	_, rest, _ := strings.Cut(got.text, `"id": "blog/`+id+`"`)
	_, rest, _ = strings.Cut(rest, `"digest": "`)
	digest, _, found := strings.Cut(rest, `"`)
	if !found {
		s.t.Fatalf("the plan has no digest of %s:\n%s", id, got.text)
	}
	return digest
}
