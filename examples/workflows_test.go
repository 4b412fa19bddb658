package examples_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
)

// workflows returns every workflow that we run or that teams copy, by its path.
func workflows(t *testing.T) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	for _, folder := range []string{"../.github/workflows", "content/.github/workflows"} {
		files, err := filepath.Glob(folder + "/*.yml")
		if err != nil || len(files) < 2 {
			t.Fatalf("%s: found %d workflows: %v", folder, len(files), err)
		}
		for _, file := range files {
			found[file] = read(t, file)
		}
	}
	return found
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWorkflowsPassActionlint(t *testing.T) {
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for file, data := range workflows(t) {
		problems, err := linter.Lint(file, data, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			t.Errorf("%s:%d:%d: %s [%s]", file, p.Line, p.Column, p.Message, p.Kind)
		}
	}
}

// TestWorkflowsGiveNoMoreThanTheyMust holds each workflow to what an attacker
// would look for.
func TestWorkflowsGiveNoMoreThanTheyMust(t *testing.T) {
	for file, data := range workflows(t) {
		for _, fault := range faults(filepath.Base(file), data) {
			t.Errorf("%s: %s", file, fault)
		}
	}
}

// TestTheActionIsHeldToTheSame reads the composite action, which is no workflow.
func TestTheActionIsHeldToTheSame(t *testing.T) {
	text := string(read(t, "../action.yml"))
	uses := regexp.MustCompile(`(?m)^\s+uses: (.+)$`).FindAllStringSubmatch(text, -1)
	if len(uses) == 0 {
		t.Error("the action uses nothing: this test looks at the wrong file")
	}
	for _, m := range uses {
		if name, comment, _ := strings.Cut(m[1], " "); !pinned.MatchString(name) || !strings.HasPrefix(comment, "# v") {
			t.Errorf("uses %s: want a commit, and the tag it has as a comment", m[1])
		}
	}
	scripts := regexp.MustCompile(`(?m)^( +)run: \|\n((?:\s*\n|.+\n)+?)(?:\n|\z)`).FindAllString(text, -1)
	if len(scripts) < 2 {
		t.Errorf("found %d scripts only", len(scripts))
	}
	for _, script := range scripts {
		if strings.Contains(script, "${{") {
			t.Errorf("an expression in a script: pass it by env:\n%s", script)
		}
	}
}

// TestTheActionKeepsWhatACommitNames runs the script that says what is kept: a tag
// or a branch can be moved, and the next program would not be built.
func TestTheActionKeepsWhatACommitNames(t *testing.T) {
	_, place, _ := strings.Cut(string(read(t, "../action.yml")), "      id: place\n")
	_, script, found := strings.Cut(place, "      run: |\n")
	script, _, ended := strings.Cut(script, "\n\n")
	if !found || !ended {
		t.Fatal("the action has no script that says what is kept")
	}
	commit := strings.Repeat("0123456789", 4)
	for source, want := range map[string]string{
		"/home/runner/work/_actions/revue/galley/" + commit: commit,
		`D:\a\_actions\revue\galley\` + commit:              commit,
		"/home/runner/work/_actions/revue/galley/v1":        "",
		"/home/runner/work/galley/galley/./":                "",
	} {
		output := filepath.Join(t.TempDir(), "output")
		c := exec.Command("bash", "-euo", "pipefail", "-c", script)
		c.Env = append(os.Environ(), "SOURCE="+source, "RUNNER_TOOL_CACHE="+t.TempDir(), "RUNNER_OS=Linux", "RUNNER_ARCH=X64", "GITHUB_OUTPUT="+output)
		if said, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", source, err, said)
		}
		_, got, _ := strings.Cut(string(read(t, output)), "\ncommit=")
		if strings.TrimSpace(got) != want {
			t.Errorf("%s: kept as %q, want %q", source, got, want)
		}
	}
}

func TestBadWorkflowsAreFound(t *testing.T) {
	good := string(read(t, "content/.github/workflows/apply.yml"))
	for name, c := range map[string]struct{ old, new, want string }{
		"cancels":           {"cancel-in-progress: false", "cancel-in-progress: true", "cancelled in progress"},
		"injection":         {`"${args[@]}"`, `"${{ github.event.inputs.only }}"`, "an expression in run"},
		"no top":            {"permissions: {}", "permissions: read-all", "permissions: {}"},
		"no job":            {"    permissions:\n      contents: write # the record branch\n      pull-requests: read # who approved what\n      actions: read # who started this run by hand, and whether one that holds the lease is over\n", "", "no permissions of its own"},
		"blind":             {"      actions: read # who started this run by hand, and whether one that holds the lease is over\n", "", "may not ask about runs"},
		"no reason":         {"contents: write # the record branch", "contents: write", "no word why"},
		"tag":               {"@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "@v6", "no commit"},
		"credentials":       {"persist-credentials: false", "persist-credentials: true", "persist-credentials"},
		"without a limit":   {"    timeout-minutes: 60\n", "", "timeout"},
		"an old commit":     {"          ref: ${{ github.event.repository.default_branch }}\n", "", "as it was"},
		"pull_request_targ": {"  push:\n    branches: [main]\n", "  pull_request_target:\n", "pull_request_target"},
	} {
		bad := strings.Replace(good, c.old, c.new, 1)
		if bad == good {
			t.Errorf("%s: %q is not in the workflow", name, c.old)
		}
		found := faults("apply.yml", []byte(bad))
		if !slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, c.want) }) {
			t.Errorf("%s: found %q, want one that says %q", name, found, c.want)
		}
	}
}

var (
	pinned = regexp.MustCompile(`^[A-Za-z0-9-]+/[A-Za-z0-9._-]+@[0-9a-f]{40}$`)
	// who takes the lease, or counts as the word of a person
	asksAboutRuns = regexp.MustCompile(`\bgalley (apply|thaw|ledger resolve)\b`)

	reason   = regexp.MustCompile(`^\s+[a-z-]+: (read|write) # .`)
	ourTests = []string{"test.yml", "release.yml"}
)

// faults lists what is wrong with a workflow, beyond its syntax.
func faults(name string, data []byte) []string {
	w, problems := actionlint.Parse(data)
	if len(problems) > 0 {
		return []string{problems[0].Message}
	}
	var found []string
	fault := func(text string) { found = append(found, text) }
	if w.Permissions == nil || w.Permissions.All != nil || len(w.Permissions.Scopes) > 0 {
		fault("it does not begin with permissions: {}")
	}
	for _, event := range w.On {
		if event.EventName() == "pull_request_target" {
			fault("pull_request_target gives a stranger's files our secrets")
		}
	}
	if name == "apply.yml" && (w.Concurrency == nil || w.Concurrency.CancelInProgress == nil || w.Concurrency.CancelInProgress.Value ||
		w.Concurrency.CancelInProgress.Expression != nil) {
		fault("an apply may be cancelled in progress")
	}
	if name == "comment.yml" && (w.Concurrency == nil || !strings.Contains(w.Concurrency.Group.Value, "github.event.workflow_run.name")) {
		fault("the comment of one workflow pushes that of another out of the queue")
	}
	if name == "apply.yml" && !slices.ContainsFunc(w.Jobs["apply"].Steps, checksOutTheBranch) {
		fault("a run that stood in the queue applies the branch as it was")
	}
	lines := strings.Split(string(data), "\n")
	for id, job := range w.Jobs {
		found = append(found, jobFaults(id, job, lines, slices.Contains(ourTests, name))...)
	}
	return found
}

func jobFaults(id string, job *actionlint.Job, lines []string, ours bool) []string {
	var found []string
	if job.TimeoutMinutes == nil {
		found = append(found, id+" has no timeout")
	}
	if job.Permissions == nil || job.Permissions.All != nil {
		found = append(found, id+" has no permissions of its own")
	} else {
		for _, scope := range job.Permissions.Scopes {
			if line := lines[scope.Name.Pos.Line-1]; !ours && !reason.MatchString(line) {
				found = append(found, id+" has no word why: "+strings.TrimSpace(line))
			}
		}
	}
	for _, step := range job.Steps {
		switch exec := step.Exec.(type) {
		case *actionlint.ExecRun:
			if asksAboutRuns.MatchString(exec.Run.Value) && (job.Permissions == nil || job.Permissions.Scopes["actions"] == nil) {
				found = append(found, id+" may not ask about runs: which is over, and who started it")
			}
			if strings.Contains(exec.Run.Value, "${{") {
				found = append(found, id+" has an expression in run: pass it by env")
			}
		case *actionlint.ExecAction:
			found = append(found, useFaults(id, exec)...)
		}
	}
	return found
}

// checksOutTheBranch reports whether a step takes the default branch, not the
// commit of the event.
func checksOutTheBranch(step *actionlint.Step) bool {
	exec, uses := step.Exec.(*actionlint.ExecAction)
	return uses && exec.Inputs["ref"] != nil && exec.Inputs["ref"].Value.Value == "${{ github.event.repository.default_branch }}"
}

func useFaults(id string, exec *actionlint.ExecAction) []string {
	var found []string
	if !pinned.MatchString(exec.Uses.Value) {
		found = append(found, id+" uses what is no commit: "+exec.Uses.Value)
	}
	if strings.HasPrefix(exec.Uses.Value, "actions/checkout@") {
		if keep := exec.Inputs["persist-credentials"]; keep == nil || keep.Value.Value != "false" {
			found = append(found, id+" checks out without persist-credentials: false")
		}
	}
	return found
}
