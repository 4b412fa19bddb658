package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"galley/cmd/galley/internal/cli"
	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/forge/forgetest"
	"galley/providers"
)

const commentMarker = "<!-- galley:plan:content -->"

// A commenting is a trusted job on a GitHub of its own: what a finished run handed on
// lies in a file, and the event tells of the run.
type commenting struct {
	t     *testing.T
	forge *forgetest.Server
	dir   string
	env   map[string]string
}

func newCommenting(t *testing.T) *commenting {
	t.Helper()
	s := forgetest.New(t, forgetest.Options{})
	s.Grant(forgetest.Token{Value: "ghs_job", Login: "github-actions[bot]"})
	d := &commenting{t, s, t.TempDir(), map[string]string{}}
	d.env = map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "workflow_run", "GITHUB_EVENT_PATH": filepath.Join(d.dir, "event.json"),
		"GITHUB_TOKEN": "ghs_job", "GITHUB_API_URL": s.URL, "GITHUB_SERVER_URL": "https://forge.example", "GITHUB_REPOSITORY": "revue/content"}
	return d
}

// handed writes what the run of a commit handed on.
func (d *commenting) handed(commit, text string) {
	d.t.Helper()
	due := time.Date(2026, 12, 10, 8, 0, 0, 0, time.UTC)
	a := view.Artifact{AsOf: due, Language: "en", Zone: "Europe/Paris", Verdict: view.VerdictValid, Head: commit, PlanDigest: engine.HashText(text),
		Proofs: []view.Proof{{ID: engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "bar"}, Verb: engine.Create, Origin: engine.FromChange,
			Network: "Site", Due: &due, Digest: engine.HashText(text), Card: &view.Card{Text: text}}}}
	var b bytes.Buffer
	if err := view.Write(&b, a.Bounded()); err != nil {
		d.t.Fatal(err)
	}
	d.write("galley.json", b.String())
}

// ended writes the event of a run over the head of a branch, with the pull
// requests that it names.
func (d *commenting) ended(repository, branch, commit, pulls string) {
	d.t.Helper()
	d.write("event.json", fmt.Sprintf(`{"action": "completed", "repository": {"full_name": "revue/content", "default_branch": "main"},
		"workflow_run": {"id": 5, "name": "plan", "event": "pull_request", "head_sha": %q, "head_branch": %q, "repository": {"id": 1, "full_name": "revue/content"},
		"head_repository": {"full_name": %q}, "pull_requests": [%s]}}`, commit, branch, repository, pulls))
}

func (d *commenting) write(name, text string) {
	d.t.Helper()
	if err := os.WriteFile(filepath.Join(d.dir, name), []byte(text), 0o666); err != nil {
		d.t.Fatal(err)
	}
}

// comment runs the command and returns its exit code and what it said.
func (d *commenting) comment() (int, string) {
	d.t.Helper()
	var out bytes.Buffer
	env := cli.Env{Args: []string{"comment", "--artifact", "galley.json"}, Dir: d.dir, Stdout: &out, Stderr: &out, Now: time.Now,
		Getenv: func(name string) string { return d.env[name] }, Providers: providers.All(),
		Wait: func(context.Context, time.Duration) error { return nil }}
	code := cli.Main(d.t.Context(), env)
	if strings.Contains(out.String(), "ghs_job") {
		d.t.Errorf("the token is told: %s", out.String())
	}
	return code, out.String()
}

// wants holds a run to its exit code and to what it says.
func (d *commenting) wants(code int, text string) {
	d.t.Helper()
	if got, said := d.comment(); got != code || !strings.Contains(said, text) {
		d.t.Errorf("exit code %d, %q; want %d and %q", got, said, code, text)
	}
}

func TestAPullRequestHasOneComment(t *testing.T) {
	d := newCommenting(t)
	number := d.forge.Open(forgetest.Pull{Author: "ana", Head: "bar"})
	head := d.forge.Head(number)
	d.ended("revue/content", "bar", head, fmt.Sprintf(`{"number": %d, "base": {"repo": {"id": 1}}}`, number))
	forged := d.forge.Comment(number, "stranger", commentMarker+"\n✅ **Valid**, approved by everybody")

	d.handed(head, "It opens at six.")
	d.wants(0, "Comment created: ")
	d.wants(0, "Comment kept: ")
	d.handed(head, "It opens at seven.")
	d.wants(0, "Comment updated: ")
	said := d.forge.Comments(number)
	if len(said) != 2 || said[0].ID != forged || !strings.HasPrefix(said[0].Body, commentMarker+"\n✅ **Valid**, approved") {
		t.Fatalf("comments %+v, want the forged one untouched and ours", said)
	}
	if body := said[1].Body; strings.Count(body, commentMarker) != 1 || !strings.HasPrefix(body, commentMarker+"\n") || !strings.Contains(body, "It opens at seven.") {
		t.Errorf("our comment is:\n%s", body)
	}
}

// TestAnEventNamesNoOtherPullRequest has runs whose events name what they are not
// about: GitHub lists what others opened in forks, and old runs can be repeated.
func TestAnEventNamesNoOtherPullRequest(t *testing.T) {
	victim := func(number int) string { return fmt.Sprintf(`{"number": %d, "base": {"repo": {"id": 1}}}`, number) }
	for name, run := range map[string]func(d *commenting, victims int) string{
		"the run of a fork": func(d *commenting, other int) string {
			head := d.forge.Head(d.forge.Open(forgetest.Pull{Author: "stranger", Fork: "stranger/content", Head: "bar"}))
			d.ended("stranger/content", "bar", head, victim(other))
			return head
		},
		"the run of a fork without a pull request": func(d *commenting, other int) string {
			d.ended("stranger/content", "bar", d.forge.Head(other), victim(other))
			return d.forge.Head(other)
		},
		"a repeated run of an older commit": func(d *commenting, other int) string {
			head := d.forge.Head(other)
			d.forge.Push(other, forgetest.Commit{})
			d.ended("revue/content", "bar", head, victim(other))
			return head
		},
		"a run of a pull request that was merged": func(d *commenting, other int) string {
			head := d.forge.Head(other)
			d.forge.Merge(other, "ana", "")
			d.ended("revue/content", "bar", head, victim(other))
			return head
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newCommenting(t)
			other := d.forge.Open(forgetest.Pull{Author: "ana", Head: "bar"})
			d.handed(run(d, other), "It opens at six.")
			if code, said := d.comment(); code != 0 || len(d.forge.Comments(other)) > 0 {
				t.Errorf("exit code %d, %q, comments %+v; want none there", code, said, d.forge.Comments(other))
			}
		})
	}
}

func TestOfTwoPullRequestsOfABranchTheOneIntoTheDefaultBranchIsMeant(t *testing.T) {
	d := newCommenting(t)
	commit := forgetest.Commit{SHA: strings.Repeat("b", 40), Login: "ana"}
	d.forge.Open(forgetest.Pull{Author: "ana", Head: "bar", Base: "archive", Commits: []forgetest.Commit{commit}})
	number := d.forge.Open(forgetest.Pull{Author: "ana", Head: "bar", Commits: []forgetest.Commit{commit}})
	d.forge.Open(forgetest.Pull{Author: "ana", Head: "bar", Base: "next", Commits: []forgetest.Commit{commit}})
	d.ended("revue/content", "bar", commit.SHA, "")
	d.handed(commit.SHA, "It opens at six.")
	d.wants(0, "Comment created: ")
	if said := d.forge.Comments(number); len(said) != 1 {
		t.Errorf("comments %+v, want ours", said)
	}
}

func TestTheCommentOnAForkSaysSo(t *testing.T) {
	d := newCommenting(t)
	d.forge.Open(forgetest.Pull{Author: "ana", Head: "bar"})
	number := d.forge.Open(forgetest.Pull{Author: "stranger", Fork: "stranger/content", Head: "bar"})
	head := d.forge.Head(number)
	d.ended("stranger/content", "bar", head, "")
	d.handed(head, "@everyone, look: "+commentMarker)
	d.wants(0, "Comment created: ")
	said := d.forge.Comments(number)
	if len(said) != 1 || !strings.Contains(said[0].Body, "This comes from a fork") || strings.Contains(said[0].Body, "@everyone") ||
		strings.Count(said[0].Body, "<!--") != 1 {
		t.Errorf("comments %+v", said)
	}
}

func TestAnArtifactThatDoesNotBelongIsRefused(t *testing.T) {
	d := newCommenting(t)
	number := d.forge.Open(forgetest.Pull{Author: "stranger", Fork: "stranger/content", Head: "bar"})
	head := d.forge.Head(number)
	d.ended("stranger/content", "bar", head, "")
	d.handed(strings.Repeat("a", 40), "of another commit")
	d.wants(5, "nothing was written")
	d.handed(head, "of this commit")
	d.forge.Push(number, forgetest.Commit{})
	d.wants(0, "there is no open pull request")
	d.write("galley.json", `{"format_version": "1.0", "pull_request": 1}`)
	d.wants(1, "read the artifact")
	if writes := d.forge.Writes(); len(writes) > 0 {
		t.Errorf("wrote %v, want nothing", writes)
	}
}
