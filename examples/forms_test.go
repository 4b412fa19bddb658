package examples_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
)

// TestWhatIsWrittenIntoAFormIsAnArgumentAndNothingElse runs the scripts of the
// buttons, with a galley that says what it was called with.
func TestWhatIsWrittenIntoAFormIsAnArgumentAndNothingElse(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the scripts are for the shell of Ubuntu")
	}
	bin := t.TempDir()
	stub := "#!/bin/sh\nfor a in \"$@\"; do printf '[%s]' \"$a\"; done\n"
	if err := os.WriteFile(filepath.Join(bin, "galley"), []byte(stub), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		workflow string
		fields   []string
		want     string
	}{
		{"apply", nil, "[apply][--wait][10m]"},
		{"apply", []string{"ONLY=blog/a b", "NOW=true"}, "[apply][--wait][10m][--only=blog/a][--only=b][--now]"},
		{"apply", []string{"ONLY=\nblog/a\n b ", "NOW=false"}, "[apply][--wait][10m][--only=blog/a][--only=b]"},
		{"apply", []string{"ONLY=*", "APPROVED=0123456789ab,$(id)\t`id`;id"},
			"[apply][--wait][10m][--only=*][--approved=0123456789ab,$(id)][--approved=`id`;id]"},
		{"apply", []string{"APPROVED=--allow-deletes"}, "[apply][--wait][10m][--approved=--allow-deletes]"},
		{"apply", []string{"REPOST=blog/a *", "RESTORE=blog/b\n--first", "DELETES=0123456789ab --first"},
			"[apply][--wait][10m][--repost=blog/a][--repost=*][--restore=blog/b][--restore=--first][--allow-deletes=0123456789ab --first]"},
		{"freeze", []string{"REASON=--channel=x; $(id) 'a' \"b\"\n# c", "CHANNELS=", "ACTOR=ada"}, "[freeze][--by=ada][--][--channel=x; $(id) 'a' \"b\"\n# c]"},
		{"freeze", []string{"REASON=a", "CHANNELS=blog\n* --by=eve", "ACTOR=ada"}, "[freeze][--by=ada][--channel=blog][--channel=*][--channel=--by=eve][--][a]"},
		{"resolve", []string{"ID=--by=eve", "OUTCOME=it is not there", "URL=$(id)", "ACTOR=ada"}, "[ledger][resolve][--by=ada][--absent][--][--by=eve]"},
		{"resolve", []string{"ID=a", "OUTCOME=it is there", "URL=https://x.example/ --absent", "ACTOR=ada"},
			"[ledger][resolve][--by=ada][--published=https://x.example/ --absent][--][a]"},
		{"thaw", []string{"ID="}, "[thaw][--]"},
		{"thaw", []string{"ID=--help $(id)"}, "[thaw][--][--help $(id)]"},
	} {
		// As GitHub runs a step that says "shell: bash".
		cmd := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", scriptOf(t, tt.workflow))
		cmd.Env = append([]string{"PATH=" + bin + ":" + os.Getenv("PATH")}, tt.fields...)
		cmd.Dir = bin // where a star finds a file
		out, err := cmd.CombinedOutput()
		if err != nil || string(out) != tt.want {
			t.Errorf("%s with %q: %v\ngot  %s\nwant %s", tt.workflow, tt.fields, err, out, tt.want)
		}
	}
}

// scriptOf is the script by which a workflow calls galley.
func scriptOf(t *testing.T, workflow string) string {
	t.Helper()
	w, problems := actionlint.Parse(read(t, "content/.github/workflows/"+workflow+".yml"))
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	steps := w.Jobs[workflow].Steps
	i := slices.IndexFunc(steps, func(s *actionlint.Step) bool {
		run, is := s.Exec.(*actionlint.ExecRun)
		return is && strings.Contains(run.Run.Value, "exec galley ")
	})
	if i < 0 {
		t.Fatalf("%s calls galley nowhere", workflow)
	}
	return steps[i].Exec.(*actionlint.ExecRun).Run.Value
}
