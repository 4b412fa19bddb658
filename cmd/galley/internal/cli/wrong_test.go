package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// What wrong content may cost at most, however wrong it is.
const (
	mostMemory = 500 << 20
	mostTime   = 30 * time.Second
)

// madeWrong are the files that an archive cannot hold.
var madeWrong = map[string]func(dir string) error{
	"invalid-utf8": func(dir string) error {
		return os.WriteFile(filepath.Join(dir, "calendar/bytes.yaml"), []byte("kind: Calendar\nid: bytes\nposts:\n  - {id: b, channels: [blog], text: \"\xff\xfe\"}\n"), 0o666)
	},
	"huge-file": func(dir string) error {
		line := "  - {id: p, channels: [blog], text: again and again}\n"
		return os.WriteFile(filepath.Join(dir, "calendar/huge.yaml"), []byte("kind: Calendar\nid: huge\nposts:\n"+strings.Repeat(line, 50<<20/len(line))), 0o666)
	},
	"deep": func(dir string) error {
		return os.WriteFile(filepath.Join(dir, "calendar/deep.yaml"), []byte("kind: Post\nid: deep\ntext: "+strings.Repeat("[", 100_000)), 0o666)
	},
	"deep-cue": func(dir string) error {
		return os.WriteFile(filepath.Join(dir, "deep.cue"), []byte("package rules\nx: "+strings.Repeat("{a:", 60_000)), 0o666)
	},
	"symlink": func(dir string) error {
		return os.Symlink("/etc/passwd", filepath.Join(dir, "calendar/passwd.yaml"))
	},
	"symlink-folder": func(dir string) error { return os.Symlink("/", filepath.Join(dir, "calendar/everything")) },
}

// blockOnlyThemselves are mistakes of one post that stop no other.
var blockOnlyThemselves = []string{"bad-date", "missing-media"}

// TestWrongContentIsExplainedAndNothingIsSent holds the whole output of validate
// for each archive of testdata/wrong against its section "want", and wants plan
// and apply to stop.
func TestWrongContentIsExplainedAndNothingIsSent(t *testing.T) {
	t.Parallel()
	base := filepath.Join(t.TempDir(), "newsroom")
	unpackTree(t, base, "testdata/newsroom.txtar")
	git(t, base, "init", "-q", "-b", "main")
	commitTree(t, base)
	if r := process(t, noon, base, "import", "blog", "--adopt"); r.code != 0 {
		t.Fatalf("begin the record: %+v", r)
	}
	archives, err := filepath.Glob("testdata/wrong/*.txtar")
	if err != nil || len(archives) < 10 {
		t.Fatalf("%d archives: %v", len(archives), err)
	}
	for _, path := range archives {
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "newsroom")
			if err := os.CopyFS(dir, os.DirFS(base)); err != nil {
				t.Fatal(err)
			}
			want := unpackTree(t, dir, path)
			if made := madeWrong[name]; made != nil {
				if err := made(dir); err != nil {
					t.Fatal(err)
				}
			}
			got := process(t, daysBefore, dir, "validate")
			if *update {
				keepWant(t, path, got.stdout)
			} else if got.stdout != want {
				t.Errorf("validate says\n%s\nwant\n%s", got.stdout, want)
			}
			if got.code != 4 || got.stderr != "" {
				t.Errorf("validate: exit code %d, want 4; stderr %q, want nothing", got.code, got.stderr)
			}
			commitTree(t, dir)
			if slices.Contains(blockOnlyThemselves, name) {
				if r := process(t, noon, dir, "apply"); r.code != 0 || !strings.Contains(r.stdout, "!   blog/wrong") ||
					!strings.Contains(r.stdout, "blog/launch  published") {
					t.Errorf("apply: exit code %d, want 0, the others published and this one not\n%s%s", r.code, r.stdout, r.stderr)
				}
				return
			}
			before := git(t, dir, "for-each-ref")
			for _, command := range []string{"plan", "apply"} {
				if r := process(t, noon, dir, command); r.code != 4 || r.stdout != "" || !strings.Contains(r.stderr, "nothing was sent") {
					t.Errorf("%s: exit code %d, want 4\nstdout: %s\nstderr: %s", command, r.code, r.stdout, r.stderr)
				}
			}
			if after := git(t, dir, "for-each-ref"); after != before {
				t.Errorf("references moved:\n%s\nwere\n%s", after, before)
			}
			if _, err := os.Stat(filepath.Join(dir, "public")); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("something was published: %v", err)
			}
		})
	}
}

// unpackTree writes an archive's files but for "want", which it returns.
func unpackTree(t *testing.T, dir, path string) (want string) {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		if f.Name == "want" {
			want = string(f.Data)
			continue
		}
		target := filepath.Join(dir, f.Name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(target), 0o777), os.WriteFile(target, f.Data, 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	return want
}

func keepWant(t *testing.T, path, want string) {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })
	archive.Files = append(archive.Files, txtar.File{Name: "want", Data: []byte(want)})
	if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A ranTo is what came of a process of galley.
type ranTo struct {
	code           int
	stdout, stderr string
}

// When processes run: at noon in Paris as scripts do, and before any post of the
// newsroom is due.
var (
	noon       = time.Date(2026, 12, 9, 11, 0, 0, 0, time.UTC)
	daysBefore = time.Date(2026, 12, 1, 11, 0, 0, 0, time.UTC)
)

// process runs galley at a time, within the bounds of time and memory.
func process(t *testing.T, at time.Time, dir string, args ...string) ranTo {
	t.Helper()
	spec, err := json.Marshal(child{Offset: time.Until(at)})
	if err != nil {
		t.Fatal(err)
	}
	return bounded(t, dir, append(gitEnv(), childEnv+"="+string(spec), "GITHUB_RUN_ID=", "NO_COLOR=1"), args...)
}

// bounded runs this binary as galley in an environment.
func bounded(t *testing.T, dir string, env []string, args ...string) ranTo {
	t.Helper()
	program := binary(t) // on a fresh machine it is built first, which takes its own time
	ctx, cancel := context.WithTimeout(context.Background(), mostTime)
	defer cancel()
	peak := filepath.Join(t.TempDir(), "peak")
	env = append(env[:len(env):len(env)], peakEnv+"="+peak)
	cmd := exec.CommandContext(ctx, program, args...)
	var stdout, stderr bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, env, &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	what := "galley " + strings.Join(args, " ")
	if ctx.Err() != nil {
		t.Errorf("%s: not done after %s", what, mostTime)
	}
	data, err := os.ReadFile(peak)
	switch {
	case err == nil:
		kib, err := strconv.Atoi(string(data))
		if err != nil || kib > mostMemory>>10 {
			t.Errorf("%s: took %s kB of memory (%v)", what, data, err)
		}
	case runtime.GOOS == "linux" && ctx.Err() == nil:
		t.Errorf("%s: did not tell its memory: %v", what, err)
	}
	return ranTo{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// git runs git in a folder.
func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = dir, gitEnv()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func commitTree(t *testing.T, dir string) {
	t.Helper()
	git(t, dir, "add", "-A")
	git(t, dir, "commit", "-q", "--allow-empty", "-m", "content")
}
