package cli_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
)

// TestWorkflowsThatInitWritesPassActionlint fits them to content below the top of
// a repository, with a credential.
func TestWorkflowsThatInitWritesPassActionlint(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	git(t, top, "init", "-q", "-b", "main")
	action := "somebody/galley@0123456789abcdef0123456789abcdef01234567"
	inside := func(args ...string) {
		if code, out := inProcess(t, top, nil, args...); code != 0 {
			t.Fatalf("galley %s: exit %d\n%s", strings.Join(args, " "), code, out)
		}
	}
	inside("init", "content")
	channel := "kind: Channel\nid: masto\nnetwork: mastodon\nhandle: gazette@social.example\nurl: https://social.example\ncredentials: MASTODON_TOKEN\n"
	if err := os.WriteFile(filepath.Join(top, "content", "masto.yaml"), []byte(channel), 0o666); err != nil {
		t.Fatal(err)
	}
	inside("init", "content", "--github", "--action", action)
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(top, ".github", "workflows", "*.yml"))
	if err != nil || len(files) < 8 {
		t.Fatalf("found %d workflows: %v", len(files), err)
	}
	secrets := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		problems, err := linter.Lint(file, data, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			t.Errorf("%s:%d:%d: %s [%s]", filepath.Base(file), p.Line, p.Column, p.Message, p.Kind)
		}
		text := string(data)
		if strings.Contains(text, "OWNER/galley") || strings.Contains(text, "CHANNEL_TOKEN") || !strings.Contains(text, "uses: "+action) {
			t.Errorf("%s was not fitted to this repository:\n%s", filepath.Base(file), text)
		}
		const token, key = "GALLEY_GIT_TOKEN: ${{ steps.app.outputs.token || secrets.GALLEY_GIT_TOKEN }}", "GALLEY_SIGNING_KEY: ${{ secrets.GALLEY_SIGNING_KEY }}"
		if strings.Count(text, " "+token) != strings.Count(text, " "+key) {
			t.Errorf("%s: not every job that writes the record is given its key:\n%s", filepath.Base(file), text)
		}
		secrets += strings.Count(text, "MASTODON_TOKEN: ${{ secrets.MASTODON_TOKEN }}")
	}
	if secrets != 5 {
		t.Errorf("the credential is given to %d jobs, want the five that speak with networks", secrets)
	}
}
