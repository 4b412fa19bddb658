package cli_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"galley/cmd/galley/internal/cli"
	"galley/engine/forge/forgetest"
	"galley/providers"
)

// onGitHub runs a command in a job of a repository on a GitHub of its own.
func onGitHub(t *testing.T, hub *forgetest.Server, dir string, args ...string) (int, string) {
	t.Helper()
	variables := map[string]string{"GITHUB_TOKEN": "ghs_job", "GITHUB_API_URL": hub.URL, "GITHUB_REPOSITORY": "revue/content"}
	var out bytes.Buffer
	env := cli.Env{Args: args, Dir: dir, Stdout: &out, Stderr: &out, Now: func() time.Time { return noon },
		Getenv: func(name string) string { return variables[name] }, Providers: providers.All(),
		Wait: func(context.Context, time.Duration) error { return nil }}
	code := cli.Main(t.Context(), env)
	if strings.Contains(out.String(), "ghs_job") {
		t.Errorf("the token is told: %s", out.String())
	}
	return code, out.String()
}

// replaceIn writes one text for another in all files of a folder.
func replaceIn(t *testing.T, dir, old, text string) {
	t.Helper()
	changed := 0
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil || !bytes.Contains(data, []byte(old)) {
			return err
		}
		changed++
		return os.WriteFile(name, bytes.ReplaceAll(data, []byte(old), []byte(text)), 0o666)
	})
	if err != nil || changed == 0 {
		t.Fatalf("%d files changed: %v", changed, err)
	}
}

func TestDriftHasOneIssueForAsLongAsItLasts(t *testing.T) {
	t.Parallel()
	hub := forgetest.New(t, forgetest.Options{})
	hub.Grant(forgetest.Token{Value: "ghs_job", Login: "github-actions[bot]"})
	s := newSleeper(t, "11:58", "11:59")
	s.write("blog.yaml", "kind: Channel\nid: blog\nnetwork: site\nhandle: gazette\nurl: https://gazette.example/\ntarget: {dir: public}\n")
	s.write(".gitignore", "/public/\n")
	commitTree(t, s.dir)
	git(t, s.dir, "push", "-q", "origin", "main")
	if code, out, said := s.galley("apply", "--first"); code != 0 {
		t.Fatalf("apply: exit %d\n%s%s", code, out, said)
	}
	look := func(want string) {
		t.Helper()
		code, out := onGitHub(t, hub, s.dir, "plan", "--refresh", "all", "--drift-issue")
		if code != 0 || !strings.Contains(out, want) || want == "" && strings.Contains(out, "issue") {
			t.Errorf("exit %d, want %q\n%s", code, want, out)
		}
	}
	look("")
	public := filepath.Join(s.dir, "public")
	replaceIn(t, public, "Number 0.", "Number @everyone <b>9</b>.")
	look("drift: issue created: ")
	look("drift: issue kept: ")
	replaceIn(t, public, "Number 1.", "Number 8.")
	look("drift: issue updated: ")
	issues := hub.Issues()
	if len(issues) != 1 || issues[0].Title != "Drift: 2 posts were changed on the networks" || !issues[0].Open {
		t.Fatalf("issues: %+v", issues)
	}
	wants(t, issues[0].Body, "blog/p0", "blog/p1", "galley apply --restore")
	if strings.Contains(issues[0].Body, "@everyone") {
		t.Errorf("the issue calls somebody:\n%s", issues[0].Body)
	}
	replaceIn(t, public, "Number @everyone <b>9</b>.", "Number 0.")
	replaceIn(t, public, "Number 8.", "Number 1.")
	look("no drift any more: issue closed: ")
	look("")
	if issues := hub.Issues(); len(issues) != 1 || issues[0].Open {
		t.Errorf("issues: %+v", issues)
	}
}

func TestStatusTellsWhatOfTheRecordIsOpen(t *testing.T) {
	t.Parallel()
	hub := forgetest.New(t, forgetest.Options{})
	hub.Grant(forgetest.Token{Value: "ghs_job", Login: "admin", Admin: true})
	hub.Member("admin", "admin")
	s := newSleeper(t, "11:59")
	if code, out, said := s.galley("apply", "--first"); code != 0 {
		t.Fatalf("apply: exit %d\n%s%s", code, out, said)
	}
	code, out := onGitHub(t, hub, s.dir, "status")
	if code != 0 {
		t.Errorf("exit %d\n%s", code, out)
	}
	wants(t, out, "galley/record: ", "delete galley/record, force-push galley/record, delete galley/record-anchor", "hint: import .github/rulesets/galley.json")
	hub.Protect(forgetest.Ruleset{Name: "galley", Branches: "galley/*", Rules: []string{"deletion", "non_fast_forward"}})
	_, out = onGitHub(t, hub, s.dir, "status")
	wants(t, out, "galley/record: nobody may delete it or rewrite its history; everybody who can push may add lines to it\n", "hint: sign it (record.signing)")
	hub.Protect(forgetest.Ruleset{Name: "galley app", Branches: "galley/*", Rules: []string{"creation", "update"}})
	_, out = onGitHub(t, hub, s.dir, "status")
	wants(t, out, "galley/record: protected\n")
	if code, out, _ := s.galley("status"); code != 0 || strings.Contains(out, "galley/record") {
		t.Errorf("without a token nobody is asked: exit %d\n%s", code, out)
	}
}
