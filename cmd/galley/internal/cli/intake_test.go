package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"galley/cmd/galley/internal/cli"
	"galley/engine/forge/forgetest"
	"galley/providers"
)

// A letterbox is a team's repository with a GitHub, at which issues arrive.
type letterbox struct {
	*sleeper
	forge  *forgetest.Server
	number int
	sender string // who caused the event; the author of the issue if empty
}

func form(text, channels, at string) string {
	return "### Titre / Title\n\n_No response_\n\n### Texte / Text\n\n" + text + "\n\n### Canaux / Channels\n\n" + channels +
		"\n\n### Date et heure / Date and time\n\n" + at + "\n\n### Lien / Link\n\n_No response_\n\n### Remarques / Remarks\n\nA picture of @everyone is to come <!-- x -->\n"
}

func newLetterbox(t *testing.T) *letterbox {
	t.Helper()
	l := &letterbox{sleeper: newSleeper(t), forge: forgetest.New(t, forgetest.Options{})}
	l.forge.Grant(forgetest.Token{Value: "ghs_job", Login: "github-actions[bot]"})
	return l
}

// arrives brings the event of an issue, and runs intake on it.
func (l *letterbox) arrives(body, action string, args ...string) (int, string) {
	l.t.Helper()
	l.number = l.forge.File(forgetest.Issue{Author: "ada", Title: "Post : $(reboot)", Body: body})
	return l.again(action, args...)
}

func (l *letterbox) again(action string, args ...string) (int, string) {
	l.t.Helper()
	event := filepath.Join(l.dir, "../event.json")
	data := l.forge.IssueEvent(l.number, action)
	if l.sender != "" {
		var e map[string]any
		if err := json.Unmarshal(data, &e); err != nil {
			l.t.Fatal(err)
		}
		e["sender"] = map[string]any{"login": l.sender}
		data, _ = json.Marshal(e)
	}
	if err := os.WriteFile(event, data, 0o666); err != nil {
		l.t.Fatal(err)
	}
	variables := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "issues", "GITHUB_EVENT_PATH": event,
		"GITHUB_TOKEN": "ghs_job", "GITHUB_API_URL": l.forge.URL, "GITHUB_REPOSITORY": "revue/content"}
	var out bytes.Buffer
	env := cli.Env{Args: append([]string{"intake"}, args...), Dir: l.dir, Stdout: &out, Stderr: &out, Now: func() time.Time { return noon },
		Getenv: func(name string) string { return variables[name] }, Providers: providers.All(),
		Wait: func(context.Context, time.Duration) error { return nil }}
	code := cli.Main(l.t.Context(), env)
	if strings.Contains(out.String(), "ghs_job") {
		l.t.Errorf("the token is told: %s", out.String())
	}
	return code, out.String()
}

func TestAnIssueBecomesAPullRequest(t *testing.T) {
	t.Parallel()
	l := newLetterbox(t)
	code, out := l.arrives(form("We open at ${{ secrets.X }} six.", "blog", "2026-12-24 09:00"), "opened", "--propose")
	if code != 0 {
		t.Fatalf("exit %d\n%s", code, out)
	}
	wants(t, out, "calendar/issue-1.md", "Pull request created: ")
	file := git(t, l.dir, "--git-dir", "../hub.git", "show", "galley/intake-1:calendar/issue-1.md")
	wants(t, file, "id: issue-1\n", "  - blog\n", "at: \"2026-12-24 09:00:00\"\n", "author: ada\n", "text: We open at $${{ secrets.X }} six.")
	wants(t, git(t, l.dir, "--git-dir", "../hub.git", "log", "-1", "--format=%an <%ae> %s", "galley/intake-1"),
		"ada <ada@users.noreply.github.com> intake: post from issue #1")
	if status := git(t, l.dir, "status", "--porcelain"); strings.TrimSpace(status) != "" {
		t.Errorf("the folder was left with %s", status)
	}
	comments := l.forge.Comments(l.number)
	if len(comments) != 1 || !strings.Contains(comments[0].Body, "The draft waits for its review: ") {
		t.Errorf("the author is told %+v", comments)
	}

	// The same again changes nothing.
	before := git(t, l.dir, "--git-dir", "../hub.git", "rev-parse", "galley/intake-1")
	if code, out := l.again("edited", "--propose"); code != 0 || !strings.Contains(out, "Pull request kept: ") {
		t.Errorf("exit %d\n%s", code, out)
	}
	if after := git(t, l.dir, "--git-dir", "../hub.git", "rev-parse", "galley/intake-1"); after != before {
		t.Errorf("the branch moved from %s to %s", before, after)
	}
}

// TestWhoEditsAnIssueHasAHandInItsPost has somebody edit what another wrote, who
// could else approve his own words.
func TestWhoEditsAnIssueHasAHandInItsPost(t *testing.T) {
	t.Parallel()
	for sender, want := range map[string]string{"sam": "Co-authored-by: sam <sam@users.noreply.github.com>", "Ada": "", "a b <x>": ""} {
		l := newLetterbox(t)
		l.sender = sender
		if code, out := l.arrives(form("We open at six.", "blog", "2026-12-24 09:00"), "edited", "--propose"); code != 0 {
			t.Fatalf("exit %d\n%s", code, out)
		}
		if got := strings.TrimSpace(git(t, l.dir, "--git-dir", "../hub.git", "log", "-1", "--format=%b", "galley/intake-1")); got != want {
			t.Errorf("%s: the commit says %q, want %q", sender, got, want)
		}
	}
}

func TestAFormThatIsNoPostIsAnswered(t *testing.T) {
	t.Parallel()
	l := newLetterbox(t)
	code, out := l.arrives(form("_No response_", "blog, radio", "24/12/2026"), "opened", "--propose")
	if code != 4 {
		t.Errorf("exit %d, want 4\n%s", code, out)
	}
	comments := l.forge.Comments(l.number)
	if len(comments) != 1 {
		t.Fatalf("comments: %+v", comments)
	}
	wants(t, comments[0].Body, "Texte / Text", "it is empty", "radio", "channels: blog", "2026-12-24")
	if pulls := len(l.forge.Writes()); pulls != 1 {
		t.Errorf("it wrote %v, want one comment", l.forge.Writes())
	}
	if branches := git(t, l.dir, "--git-dir", "../hub.git", "branch", "--list", "galley/*"); branches != "" {
		t.Errorf("a branch was made: %s", branches)
	}
}

// TestABranchWithWorkOnItIsLeftAlone edits the issue after a reviewer took the
// post away.
func TestABranchWithWorkOnItIsLeftAlone(t *testing.T) {
	t.Parallel()
	l := newLetterbox(t)
	if code, out := l.arrives(form("One text.", "blog", "_No response_"), "opened", "--propose"); code != 0 {
		t.Fatalf("exit %d\n%s", code, out)
	}
	git(t, l.dir, "clone", "-q", "-b", "galley/intake-1", "../hub.git", "../desk")
	desk := filepath.Join(l.dir, "../desk")
	git(t, desk, "rm", "-q", "calendar/issue-1.md")
	git(t, desk, "commit", "-qm", "no, not this one")
	git(t, desk, "push", "-q", "origin", "HEAD")
	if code, out := l.again("edited", "--propose"); code != 5 || !strings.Contains(out, "somebody has worked on branch galley/intake-1") {
		t.Errorf("exit %d, want 5\n%s", code, out)
	}
	comments := l.forge.Comments(l.number)
	if len(comments) != 1 || !strings.Contains(comments[0].Body, "no longer follows it") {
		t.Errorf("the author is told %+v", comments)
	}
}

func TestIntakeReadsAFile(t *testing.T) {
	t.Parallel()
	s := newSleeper(t)
	s.write("handed.md", form("We open at six.", "blog", "2026-12-24 09:00"))
	code, out, said := s.galley("intake", "--file", "handed.md", "--author", "ada_acme") // of an account that a company manages
	if code != 0 {
		t.Fatalf("exit %d\n%s%s", code, out, said)
	}
	wants(t, out, "+   calendar/2026-12-24-we-open-at-six.md")
	if code, out, said := s.galley("intake", "--file", "handed.md", "--author", "a b; c"); code != 1 || !strings.Contains(said, "no name of an account") {
		t.Errorf("exit %d\n%s%s", code, out, said)
	}
	s.write("handed.md", "Hello, I have an idea.")
	if code, out, _ := s.galley("intake", "--file", "handed.md"); code != 4 || !strings.Contains(out, "handed.md:1: it does not begin with a field of the form") {
		t.Errorf("exit %d\n%s", code, out)
	}
	if code, _, said := s.galley("intake"); code != 1 || !strings.Contains(said, "GITHUB_EVENT_PATH") {
		t.Errorf("exit %d\n%s", code, said)
	}
}
