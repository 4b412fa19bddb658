package cli_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"galley/engine"
	"galley/engine/forge"
	"galley/engine/forge/forgetest"
)

// A press is a team whose reports are proposed for its main branch.
type press struct {
	*sleeper
	hub *forgetest.Server
}

func newPress(t *testing.T) *press {
	t.Helper()
	p := &press{newSleeper(t, "11:58", "11:59"), forgetest.New(t, forgetest.Options{})}
	p.hub.Grant(forgetest.Token{Value: "ghs_job", Login: "github-actions[bot]"})
	p.write("galley.yaml", "kind: Project\nid: gazette\nname: Gazette\nzone: Europe/Paris\nlanguages: [en]\nschema: v1\n"+
		"record: {id: 0123456789abcdef, branch: galley/record, remote: origin}\nreports: {pull: true}\n")
	p.commit("reports are read in main")
	if code, out, said := p.galley("apply", "--first"); code != 0 {
		t.Fatalf("apply: exit %d\n%s%s", code, out, said)
	}
	return p
}

// commit brings what lies in the folder to the main branch.
func (p *press) commit(subject string) {
	p.t.Helper()
	git(p.t, p.dir, "add", "-A")
	git(p.t, p.dir, "commit", "-qm", subject)
	git(p.t, p.dir, "push", "-q", "origin", "main")
}

// reports runs galley report in a job, which has to say want.
func (p *press) reports(want string, args ...string) {
	p.t.Helper()
	code, out := onGitHub(p.t, p.hub, p.dir, append([]string{"report"}, args...)...)
	if code != 0 || !strings.Contains(out, want) {
		p.t.Fatalf("exit %d, want %q\n%s", code, want, out)
	}
}

// at runs git on the remote.
func (p *press) at(args ...string) string {
	p.t.Helper()
	return strings.TrimSpace(git(p.t, filepath.Join(p.dir, "../hub.git"), args...))
}

// desk clones a branch for somebody to work on.
func (p *press) desk(name, branch string) string {
	p.t.Helper()
	git(p.t, p.dir, "clone", "-q", "-b", branch, "../hub.git", "../"+name)
	return filepath.Join(p.dir, "..", name)
}

func TestReportsAreProposedByOnePullRequest(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	p.reports("reports: pull request created: ")
	client, err := forge.New(forge.Options{Base: http.DefaultTransport, Repository: "revue/content", URL: p.hub.URL, Token: engine.NewSecret("ghs_job")})
	if err != nil {
		t.Fatal(err)
	}
	pulls, err := client.PullsFrom(t.Context(), forge.Ref{Repository: "revue/content", Branch: "galley/reports"})
	if err != nil || len(pulls) != 1 || pulls[0].Base.Branch != "main" {
		t.Fatalf("pull requests: %+v, %v", pulls, err)
	}
	if changed := p.at("diff", "--name-status", "main...galley/reports"); strings.Contains(changed, "ledger") || !strings.Contains(changed, "A\treports/2026-12/report.en.md") {
		t.Errorf("it brings %s", changed)
	}
	before := p.at("rev-parse", "galley/reports")
	p.reports("reports: pull request kept: ")
	if after := p.at("rev-parse", "galley/reports"); after != before {
		t.Errorf("nothing is new, and the branch moved")
	}

	// The main branch goes on, a report changes: it can still be merged, and
	// brings reports alone.
	p.write("note.md", "---\nkind: Post\nid: note\nchannels: [blog]\nat: 2026-12-20 09:00\n---\nA note.\n")
	p.commit("a note")
	p.reports("reports: pull request ")
	if base := p.at("merge-base", "main", "galley/reports"); base != p.at("rev-parse", "main") {
		t.Errorf("the branch lacks what main has")
	}
	if changed := p.at("diff", "--name-only", "main...galley/reports"); strings.Contains(changed, "note.md") {
		t.Errorf("it brings %s", changed)
	}
	if p.at("merge-base", before, "galley/reports") != before {
		t.Errorf("the branch was rewritten")
	}
	git(t, p.dir, "pull", "-q", "origin", "main")
	if code, out, _ := p.galley("validate"); code != 0 {
		t.Errorf("validate: exit %d\n%s", code, out)
	}
}

func TestReportsGoOnAfterASquash(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	p.reports("reports: pull request created: ")
	git(t, p.dir, "fetch", "-q", "origin")
	git(t, p.dir, "merge", "-q", "--squash", "origin/galley/reports")
	p.commit("Reports (#1)")
	if code, out, _ := p.galley("validate"); code != 0 {
		t.Errorf("reports beside the content: exit %d\n%s", code, out)
	}
	writes := len(p.hub.Writes())
	p.reports("up to date")
	if n := len(p.hub.Writes()); n != writes {
		t.Errorf("with nothing to propose it wrote %v", p.hub.Writes()[writes:])
	}
	p.write("note.md", "---\nkind: Post\nid: note\nchannels: [blog]\nat: 2026-12-20 09:00\n---\nA note.\n")
	p.commit("a note")
	p.reports("reports: pull request ")
	if out := p.at("merge-tree", "main", "galley/reports"); strings.Contains(out, "CONFLICT") {
		t.Errorf("it cannot be merged: %s", out)
	}
	if changed := p.at("diff", "--name-status", "main...galley/reports"); strings.Contains(changed, "A\treports/2026-12/report.en.md") {
		t.Errorf("it brings again what main has: %s", changed)
	}
}

func TestNotesInAProposedReportAreKept(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	p.reports("reports: pull request created: ")
	desk := p.desk("desk", "galley/reports")
	replaceIn(t, desk, "What is written between these two marks is kept when the report is written again.", "Snow on **Monday**.")
	git(t, desk, "commit", "-qam", "notes, and a colleague's file")
	git(t, desk, "push", "-q", "origin", "galley/reports")
	p.write("note.md", "---\nkind: Post\nid: note\nchannels: [blog]\nat: 2026-12-20 09:00\n---\nA note.\n")
	p.commit("a note")
	p.reports("reports: pull request ")
	text := p.at("show", "galley/reports:reports/2026-12/report.en.md")
	wants(t, text, "Snow on **Monday**.", "| Site | 3 |")
	if who := p.at("log", "--format=%s", "main..galley/reports"); !strings.Contains(who, "notes, and a colleague's file") {
		t.Errorf("somebody's commit is lost: %s", who)
	}

	// Once merged, the record has them too.
	git(t, p.dir, "pull", "-q", "--no-rebase", "origin", "main")
	git(t, p.dir, "fetch", "-q", "origin")
	git(t, p.dir, "merge", "-q", "--no-ff", "-m", "Merge reports", "origin/galley/reports")
	git(t, p.dir, "push", "-q", "origin", "main")
	p.reports("committed reports/2026-12/report.en.md")
	wants(t, p.at("show", "galley/record:reports/2026-12/report.en.md"), "Snow on **Monday**.")
}

func TestTheLedgerIsNeverProposed(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	for branch, want := range map[string]struct {
		code int
		says string
	}{
		"galley/record":        {4, "propose reports from a branch of their own"},
		"galley/record-anchor": {1, "reports cannot be proposed from branch galley/record-anchor"},
		"main":                 {1, "reports cannot be proposed from branch main"},
	} {
		p.write("galley.yaml", "kind: Project\nid: gazette\nname: Gazette\nzone: Europe/Paris\nlanguages: [en]\nschema: v1\n"+
			"record: {id: 0123456789abcdef, branch: galley/record, remote: origin}\nreports: {pull: true, branch: "+branch+"}\n")
		p.commit("reports: " + branch)
		code, out := onGitHub(t, p.hub, p.dir, "report")
		if code != want.code || !strings.Contains(out, want.says) {
			t.Errorf("exit %d, want %d and %q\n%s", code, want.code, want.says, out)
		}
	}
	if pulls := p.hub.Writes(); len(pulls) > 0 {
		t.Errorf("it wrote %v", pulls)
	}
}

func TestReportsAreProposedFromAShallowClone(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	p.reports("reports: pull request created: ")
	p.write("note.md", "---\nkind: Post\nid: note\nchannels: [blog]\nat: 2026-12-20 09:00\n---\nA note.\n")
	p.commit("a note")
	git(t, p.dir, "clone", "-q", "--depth=1", "file://"+filepath.Join(p.dir, "../hub.git"), "../shallow")
	code, out := onGitHub(t, p.hub, filepath.Join(p.dir, "../shallow"), "report")
	if code != 0 || !strings.Contains(out, "reports: pull request kept: ") {
		t.Fatalf("exit %d\n%s", code, out)
	}
	if base := p.at("merge-base", "main", "galley/reports"); base != p.at("rev-parse", "main") {
		t.Errorf("the branch lacks what main has")
	}
}
