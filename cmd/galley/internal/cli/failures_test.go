package cli_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/cmd/galley/internal/cli"
	"galley/providers"
	"galley/providers/manual"
	"galley/providers/memory"
	"galley/providers/site"
)

// beyondExamples are rules that a few lines of one file cannot break.
var beyondExamples = []string{"bad-variant", "cue-timeout", "house-rule", "invalid-utf8", "media-too-big", "nested-project",
	"no-project", "symlink-escape", "too-deep", "too-large", "unreadable"}

// TestRulesAreExplainedInBothLanguages wants of every rule what explain shows.
func TestRulesAreExplainedInBothLanguages(t *testing.T) {
	t.Parallel()
	rules := cli.Rules()
	if len(rules) < 50 {
		t.Errorf("found %d rules only", len(rules))
	}
	for _, r := range rules {
		for _, language := range []string{"en", "fr"} {
			if r.Title[language] == "" || len(r.Text[language]) < 20 {
				t.Errorf("%s in %s: title %q, text %q", r.ID, language, r.Title[language], r.Text[language])
			}
		}
		if (r.Bad == "" || r.Good == "") && !slices.Contains(beyondExamples, r.ID) {
			t.Errorf("%s has no example of what breaks it (%q) or of what keeps it (%q)", r.ID, r.Bad, r.Good)
		}
	}
}

// TestFailuresHaveTheirExitCode applies to a network that refuses some posts,
// loses the answer to others, or does not know us.
func TestFailuresHaveTheirExitCode(t *testing.T) {
	t.Parallel()
	const good, bad, lost = "A good post.", "Refuse this one.", "Lose the answer to this one."
	for _, tt := range []struct {
		name  string
		texts []string
		token string // the one in the environment; the network wants "t0ken"
		code  int
		want  []string
		more  string // another file
	}{
		{"nothing fails", []string{good}, "t0ken", 0, []string{"+   net/p0  published", "Applied: 1 published, 0 updated, 0 deleted."}, ""},
		{"one is refused, the others go out", []string{good, bad}, "t0ken", 3, []string{"+   net/p0  published", "x   net/p1  refused by the network", "1 published, 0 updated, 0 deleted, 1 failed"}, ""},
		{"one is refused, and a channel has no credential", []string{good, bad}, "t0ken", 1, []string{"+   net/p0  published", "x   net/p1  refused by the network", "!   mute: "},
			"kind: Channel\nid: mute\nnetwork: memory\nhandle: mute\ncredentials: MUTE_CREDENTIAL\nurl: http://127.0.0.1\n"},
		{"all are refused", []string{bad}, "t0ken", 1, []string{"x   net/p0  refused by the network"}, ""},
		{"an answer is lost", []string{good, lost}, "t0ken", 6, []string{"?   net/p1  uncertain: it may have gone out; the next run looks", "1 uncertain"}, ""},
		{"the credential is refused", []string{good}, "old", 1, []string{"!   net: ", "hint: look at what the environment variable NET_CREDENTIAL holds", "No changes. 0 posts match, 1 channel failed."}, ""},
		{"the credential is missing", []string{good}, "", 1, []string{"!   net: the environment variable NET_CREDENTIAL, which holds its credentials, is empty"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := failingRoom(t, tt.texts)
			if tt.more != "" {
				if err := os.WriteFile(filepath.Join(dir, "more.yaml"), []byte(tt.more), 0o666); err != nil {
					t.Fatal(err)
				}
				commitTree(t, dir)
			}
			code, out := inProcess(t, dir, map[string]string{"NET_CREDENTIAL": tt.token}, "apply", "--first")
			for _, want := range tt.want {
				if !strings.Contains(out, want) {
					t.Errorf("apply does not say %q:\n%s", want, out)
				}
			}
			if code != tt.code {
				t.Errorf("exit code %d, want %d:\n%s", code, tt.code, out)
			}
			if help := helpOf(t, "apply"); !strings.Contains(help, "\n  "+string(rune('0'+code))+" ") {
				t.Errorf("the help of apply does not tell exit code %d", code)
			}
		})
	}
}

// failingRoom is a newsroom whose network fails posts by their text.
func failingRoom(t *testing.T, texts []string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	net := memory.NewNetwork(func() time.Time { return noon }, memory.Options{Token: "t0ken"})
	inner := memory.Handler(net, memory.Points{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", noon.Format(http.TimeFormat))
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		switch {
		case r.Method != http.MethodGet && bytes.Contains(body, []byte("Refuse this")):
			http.Error(w, `{"error": "this text is not wanted here"}`, http.StatusUnprocessableEntity)
		case r.Method != http.MethodGet && bytes.Contains(body, []byte("Lose the answer")):
			w.WriteHeader(http.StatusBadGateway)
		default:
			inner.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	calendar := "kind: Calendar\nid: posts\nposts:\n"
	for i, text := range texts {
		calendar += "  - {id: p" + string(rune('0'+i)) + ", channels: [net], at: 2026-12-09 11:30, text: " + text + "}\n"
	}
	for name, text := range map[string]string{
		"galley.yaml":   "kind: Project\nid: gazette\nname: Gazette\nzone: Europe/Paris\nlanguages: [en]\nschema: v1\nrecord: {id: 0123456789abcdef, branch: galley/record}\n",
		"net.yaml":      "kind: Channel\nid: net\nnetwork: memory\nhandle: gazette\ncredentials: NET_CREDENTIAL\nurl: " + server.URL + "\n",
		"calendar.yaml": calendar,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	git(t, dir, "init", "-q", "-b", "main")
	commitTree(t, dir)
	return dir
}

// inProcess runs galley at noon with the memory network and these variables.
func inProcess(t *testing.T, dir string, variables map[string]string, args ...string) (code int, out string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), mostTime)
	defer cancel()
	var said bytes.Buffer
	begun := time.Now()
	env := cli.OS()
	env.Args, env.Dir, env.Stdout, env.Stderr, env.Signals = args, dir, &said, &said, nil
	env.Now = func() time.Time { return noon.Add(time.Since(begun)) }
	env.Getenv = func(name string) string { return variables[name] }
	env.Wait = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	env.Providers = providers.New(site.Constructor(), manual.Constructor(), memory.Constructor(powers("")))
	code = cli.Main(ctx, env)
	if ctx.Err() != nil {
		t.Errorf("galley %s did not end", strings.Join(args, " "))
	}
	return code, said.String()
}
