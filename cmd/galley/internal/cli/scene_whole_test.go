package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"galley/engine/forge/forgetest"
)

// look is what the jobs plan and comment do with a pull request: the one sees its
// files, the other what the first handed on.
func (s *scene) look(code, number int, event string, payload []byte, parts ...string) said {
	s.t.Helper()
	head := s.hub.Head(number)
	got := s.job(event, payload, head, "ci", "--artifact", "galley.json")
	s.wants(code, got, parts...)
	s.hub.Start(forgetest.Run{ID: 78, Event: event, Actor: "ines", Status: "completed", Conclusion: "success", SHA: head, Branch: "hello"})
	return s.tell(s.hub.RunEvent(78))
}

// tell is the job comment, after the run of an event has handed on what it found.
func (s *scene) tell(run []byte) said {
	s.t.Helper()
	artifact, err := os.ReadFile(filepath.Join(s.last, "galley.json"))
	if err != nil {
		s.t.Fatal(err)
	}
	empty := filepath.Join(s.dir, "comment")
	if err := os.MkdirAll(empty, 0o777); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(empty, "galley.json"), artifact, 0o666); err != nil {
		s.t.Fatal(err)
	}
	return s.run(empty, "workflow_run", run, "comment", "--artifact", "galley.json")
}

// comment is the one comment that a pull request has of ours.
func (s *scene) comment(number int, parts ...string) string {
	s.t.Helper()
	comments := s.hub.Comments(number)
	if len(comments) != 1 || !strings.HasPrefix(comments[0].Body, commentMarker) {
		s.t.Fatalf("comments %+v, want one of ours", comments)
	}
	wants(s.t, comments[0].Body, parts...)
	return comments[0].Body
}

// TestFromABranchToAReport goes the whole way of a post: what each job does, with
// real git, on a GitHub that is checked against GitHub's own description.
func TestFromABranchToAReport(t *testing.T) {
	t.Parallel()
	s := newScene(t)

	// A branch, and what is wrong with it, at its line.
	wrong := strings.Replace(postFile("hello", "Hello from all of us.")["calendar/hello.yaml"], "channels: [blog]", "channels: [blgo]", 1)
	number := s.open("ines", "hello", map[string]string{"calendar/hello.yaml": wrong})
	s.wants(0, s.look(4, number, "pull_request", s.hub.PullEvent(number, "opened"),
		"::error file=calendar/hello.yaml,line=3,col=12,", "blgo"), "Comment created: ")
	s.comment(number, "❌", "calendar/hello.yaml", "blgo")

	// Mended, the comment shows the post and who has to approve it.
	s.edit(number, "ines", postFile("hello", "Hello from all of us."))
	s.wants(0, s.look(0, number, "pull_request", s.hub.PullEvent(number, "synchronize"), "0 errors"), "Comment updated: ")
	s.comment(number, "✅", "Hello from all of us.", "Waits for the approval of a senior (Sam Okafor, Sue Lind)")
	s.wants(0, s.look(0, number, "pull_request", s.hub.PullEvent(number, "synchronize")), "Comment kept: ")
	summary, err := os.ReadFile(s.last + ".summary.md")
	output, err2 := os.ReadFile(s.last + ".output")
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	wants(t, string(summary), "Hello from all of us.")
	wants(t, string(output), "verdict=valid\n", "changes=1\n", "errors=0\n")

	// A senior approves, and the comment says so.
	s.hub.Review(number, forgetest.Review{Login: "sam"})
	s.wants(0, s.look(0, number, "pull_request_review", s.hub.ReviewEvent(number, "submitted")), "Comment updated: ")
	if body := s.comment(number, "Approved by Sam Okafor (senior)"); strings.Contains(body, "Waits for the approval") {
		t.Errorf("the comment still waits:\n%s", body)
	}

	// Merged, it goes out, on the site and nowhere before.
	if page := s.page("2026/12/hello/index.html"); page != "" {
		t.Errorf("it was out before it was merged:\n%s", page)
	}
	s.merge(number, "ines", "squash")
	s.wants(0, s.push("ines", "apply", "--wait", "10m"), "blog/hello is approved by Sam Okafor (senior)", "blog/hello  published  https://gazette.example/2026/12/hello/")
	wants(t, s.page("2026/12/hello/index.html"), "Hello from all of us.")
	s.wants(0, s.timer("apply"), "No changes. 1 post matches.")

	// The ledger knows who asked, who approved, and what was sent.
	s.wants(0, s.timer("ledger", "show", "hello"), "asked ", "approved ", "by Sam Okafor (senior)", "pull request 1", "https://gazette.example/2026/12/hello/")
	s.wants(0, s.timer("--format", "json", "ledger", "show", "hello"), `"approvers": [`, `"Sam Okafor (senior)"`, `"pull_request": 1`)
	s.wants(0, s.timer("ledger", "verify"))

	// The report is a commit of the record.
	s.wants(0, s.timer("report"), "**1 of 1 post due** went out", "committed reports/2026-12/report.en.md to the record branch")
	wants(t, git(t, s.dir, "-C", "hub.git", "log", "-1", "--format=%s", "galley/record"), "report: reports/2026-12/report.en.md")
	wants(t, git(t, s.dir, "-C", "hub.git", "show", "galley/record:reports/2026-12/report.en.md"), "**1 of 1 post due** went out")
}

// page is what the site shows; empty if nothing.
func (s *scene) page(name string) string {
	s.t.Helper()
	if git(s.t, s.dir, "-C", "hub.git", "branch", "--list", "pages") == "" {
		return ""
	}
	if git(s.t, s.dir, "-C", "hub.git", "ls-tree", "-r", "--name-only", "pages", "--", name) == "" {
		return ""
	}
	return git(s.t, s.dir, "-C", "hub.git", "show", "pages:"+name)
}
