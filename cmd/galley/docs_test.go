package main_test

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"galley/cmd/galley/internal/cli"
)

// TestCommandsOfTheManualWork runs what the blocks marked "console" show, in
// their order, page by page, on a fresh copy of the worked example. Lines that
// are no command have to appear in the output of the one above.
func TestCommandsOfTheManualWork(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not here")
	}
	pages := consolePages(t)
	if len(pages) < 3 {
		t.Fatalf("found %d pages with commands only", len(pages))
	}
	for page, steps := range pages {
		t.Run(filepath.Base(page), func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "newsroom")
			run(t, t.TempDir(), "demo", dir)
			for _, s := range steps {
				out := run(t, dir, s.args...)
				for _, want := range s.want {
					if !strings.Contains(out, want) {
						t.Errorf("galley %s does not say %q:\n%s", strings.Join(s.args, " "), want, out)
					}
				}
			}
		})
	}
}

// TestFlagsOfTheManualExist looks at every command that a page names.
func TestFlagsOfTheManualExist(t *testing.T) {
	named := regexp.MustCompile("galley(?: -C [^ `]+)? ([a-z]+(?: (?:resolve|restore|show|verify))?)([^`\n]*)")
	flag := regexp.MustCompile(`--[a-z][a-z-]+`)
	seen := 0
	for _, page := range manual(t) {
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, span := range regexp.MustCompile("`galley [^`]+`|(?m)^(?:\\$ )?galley .+$").FindAllString(string(data), -1) {
			m := named.FindStringSubmatch(span)
			if m == nil {
				continue
			}
			for _, f := range flag.FindAllString(m[2], -1) {
				seen++
				if help := run(t, t.TempDir(), append(strings.Fields(m[1]), "--help")...); !strings.Contains(help, f) {
					t.Errorf("%s: galley %s has no %s", page, m[1], f)
				}
			}
		}
	}
	if seen < 10 {
		t.Errorf("found %d flags only", seen)
	}
}

// TestCommandsOfTheWorkflowsExist looks at every command that a job runs, and at
// every flag of it.
func TestCommandsOfTheWorkflowsExist(t *testing.T) {
	files, err := filepath.Glob("../../examples/content/.github/workflows/*.yml")
	if err != nil || len(files) < 8 {
		t.Fatalf("found %d workflows: %v", len(files), err)
	}
	called := regexp.MustCompile(`(?m)^[^#\n]*\bgalley ([a-z]+(?: resolve)?)\b`)
	passed := regexp.MustCompile(`(?:galley [^#\n]*|args\+?=\(.*|word=.*)`)
	flag := regexp.MustCompile(`--[a-z][a-z-]+`)
	seen := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var help string // of all its commands
		for _, m := range called.FindAllStringSubmatch(string(data), -1) {
			help += run(t, t.TempDir(), append(strings.Fields(m[1]), "--help")...)
		}
		if help == "" {
			t.Errorf("%s runs nothing", file)
		}
		for _, line := range passed.FindAllString(string(data), -1) {
			for _, f := range flag.FindAllString(line, -1) {
				seen++
				if !strings.Contains(help, f) && !strings.Contains(line, "init --github") {
					t.Errorf("%s: what it runs has no %s", file, f)
				}
			}
		}
	}
	if seen < 12 {
		t.Errorf("found %d flags only", seen)
	}
}

// run returns what a command says, on a Wednesday of the example's second week.
func run(t *testing.T, dir string, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	env := cli.OS()
	env.Args, env.Dir, env.Stdout, env.Stderr = args, dir, &out, &out
	env.Now = func() time.Time { return time.Date(2026, 12, 9, 11, 0, 0, 0, time.UTC) }
	env.Getenv = func(string) string { return "" }
	if code := cli.Main(context.Background(), env); code != 0 {
		t.Fatalf("galley %s: exit code %d\n%s", strings.Join(args, " "), code, out.String())
	}
	return out.String()
}

type step struct {
	args []string
	want []string
}

func consolePages(t *testing.T) map[string][]step {
	t.Helper()
	found := map[string][]step{}
	for _, page := range manual(t) {
		if steps := consoleSteps(t, page); len(steps) > 0 {
			found[page] = steps
		}
	}
	return found
}

func manual(t *testing.T) []string {
	t.Helper()
	var pages []string
	for _, pattern := range []string{"../../*.md", "../../docs/*.md", "../../docs/*/*.md", "../../examples/content/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, found...)
	}
	return pages
}

func consoleSteps(t *testing.T, page string) []step {
	t.Helper()
	file, err := os.Open(page)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var steps []step
	inside := false
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		command, isCommand := strings.CutPrefix(line, "$ galley ")
		switch {
		case strings.HasPrefix(line, "```"):
			inside = line == "```console"
		case !inside || line == "":
		case isCommand:
			steps = append(steps, step{args: words(command)})
		case len(steps) > 0:
			steps[len(steps)-1].want = append(steps[len(steps)-1].want, line)
		}
	}
	return steps
}

// words splits a command line at spaces; double quotes hold words together.
func words(line string) []string {
	var list []string
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			list = append(list, part)
			continue
		}
		list = append(list, strings.Fields(part)...)
	}
	return list
}
