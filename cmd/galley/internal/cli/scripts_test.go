package cli_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"

	"galley/engine/vale/valetest"
)

// TestScripts runs testdata/script/*.txt, each in a folder of its own, at noon
// of Wednesday 9 December 2026 in Paris unless the script sets GALLEY_TEST_NOW.
// Beside what testscript knows, scripts have:
//
//	exits CODE galley ARG...   runs galley and wants this exit code
//	newsroom DIR               makes a committed newsroom with an empty record
//	commit DIR MESSAGE         commits everything in DIR
func TestScripts(t *testing.T) {
	t.Parallel()
	if ranWithoutRaceDetector(t) { // which sees every command in TestNoCommandShowsASecret
		return
	}
	codes := exitCodes{seen: map[string][]int{}}
	proofreader := installedVale(t)
	t.Run("script", func(t *testing.T) {
		testscript.Run(t, testscript.Params{
			Dir:                 "testdata/script",
			RequireExplicitExec: true,
			RequireUniqueNames:  true,
			UpdateScripts:       *update,
			Condition: func(cond string) (bool, error) {
				switch cond {
				case "root":
					return os.Getuid() == 0, nil
				case "vale":
					return proofreader != "", nil
				}
				return false, fmt.Errorf("unknown condition %q", cond)
			},
			Setup: func(env *testscript.Env) error {
				env.Setenv("GALLEY_TEST_NOW", "2026-12-09T11:00:00Z")
				env.Setenv("HOME", env.WorkDir)
				env.Setenv("GORACE", "atexit_sleep_ms=10") // a second by itself, for each command
				env.Setenv("VALE", proofreader)
				env.Setenv("GALLEYPATH", filepath.SplitList(env.Getenv("PATH"))[0]) // galley and nothing else
				for _, v := range gitEnv()[len(os.Environ()):] {
					name, value, _ := strings.Cut(v, "=")
					env.Setenv(name, value)
				}
				return nil
			},
			Cmds: map[string]func(*testscript.TestScript, bool, []string){
				"exits": codes.exits, "newsroom": makeNewsroom, "commit": commitAll,
			},
		})
	})
	for command, codes := range codes.seen {
		if strings.HasPrefix(command, "completion") {
			continue // cobra's own text
		}
		help := helpOf(t, command)
		for _, code := range codes {
			if !strings.Contains(help, "\n  "+strconv.Itoa(code)+" ") {
				t.Errorf("galley %s returned %d, which its help does not tell:\n%s", command, code, help)
			}
		}
	}
}

// exitCodes are the codes that scripts saw, by command.
type exitCodes struct {
	mu   sync.Mutex
	seen map[string][]int
}

func (c *exitCodes) exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE galley ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	if command := commandOf(args[2:]); command != "" {
		c.mu.Lock()
		c.seen[command] = append(c.seen[command], got)
		c.mu.Unlock()
	}
}

// commandOf returns the path of the command that arguments name.
func commandOf(args []string) string {
	longest := ""
	for path := range commands() {
		words := strings.Fields(path)
		at := slices.Index(args, words[0])
		if at >= 0 && len(args) >= at+len(words) && slices.Equal(args[at:at+len(words)], words) && len(path) > len(longest) {
			longest = path
		}
	}
	return longest
}

func makeNewsroom(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	archive, err := txtar.ParseFile(filepath.Join(must(os.Getwd()), "testdata", "newsroom.txtar"))
	ts.Check(err)
	for _, f := range archive.Files {
		path := filepath.Join(dir, f.Name)
		ts.Check(os.MkdirAll(filepath.Dir(path), 0o777))
		ts.Check(os.WriteFile(path, f.Data, 0o666))
	}
	ts.Check(ts.Exec("git", "init", "-q", "-b", "main", dir))
	commitAll(ts, false, []string{dir, "first content"})
	ts.Check(ts.Exec("galley", "-C", dir, "import", "blog", "--adopt"))
}

func commitAll(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	ts.Check(ts.Exec("git", "-C", dir, "add", "-A"))
	ts.Check(ts.Exec("git", "-C", dir, "commit", "-qm", args[1]))
}

func must(s string, err error) string {
	if err != nil {
		panic(err)
	}
	return s
}

// installedVale is the real Vale, or nothing on a machine where it cannot be
// built; CI never does without.
func installedVale(t *testing.T) string {
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	path, err := valetest.Install(t.Context(), filepath.Join(cache, "galley"))
	switch {
	case errors.Is(err, valetest.ErrUnavailable) && os.Getenv("CI") == "":
		fmt.Println("SKIPPED: scripts with the real Vale, because it cannot be built here")
		return ""
	case err != nil:
		t.Fatal(err)
	}
	return path
}
