// Package galley_test keeps the shape of the repository: who may import whom,
// which package is the home of which module, and how large things may grow.
package galley_test

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// layers says which packages of ours a package may import, beside engine/zone,
// which is open to all. The first row that fits counts; "..." stands for
// anything below.
var layers = []struct{ folder, may string }{
	{"engine", ""},
	{"engine/zone", ""},
	{"schema", ""},
	{"schema/...", "schema"},
	{"engine/plan", "engine"},
	{"engine/approve", "engine"},
	{"engine/transport", "engine"},
	{"engine/markdown", "engine"},
	{"engine/match", "engine"},
	{"engine/watch", "engine"},
	{"engine/forge", "engine"},
	{"engine/forge/forgetest", ""},
	{"engine/repo", "engine"},
	{"engine/observe", "engine"},
	{"engine/report", "engine engine/markdown engine/metrics engine/report/chart"},
	{"engine/report/chart", ""},
	{"engine/report/browsertest", ""},
	{"engine/media", "engine"},
	{"engine/load", "engine schema engine/calendar"},
	{"engine/calendar", "engine schema"},
	{"engine/render", "engine schema engine/media engine/calendar"},
	{"engine/validate", "engine schema engine/calendar"},
	{"engine/charter", "engine schema engine/match engine/calendar"},
	{"engine/team", "engine schema engine/approve"},
	{"engine/vale", "engine engine/load"}, // styles are YAML, whose home is load
	{"engine/vale/valetest", ""},
	{"engine/intake", ""},
	{"engine/moderate", "engine schema engine/match"},
	{"engine/metrics", "engine schema"},
	{"engine/metrics/metricstest", "engine engine/metrics"},
	{"engine/preview", "engine schema engine/markdown"},
	{"engine/record", "engine engine/repo"},
	{"engine/apply", "engine engine/observe engine/plan engine/approve"},
	{"engine/cache", "engine schema engine/load engine/charter"},
	{"engine/audit", "engine engine/repo engine/record engine/load engine/approve"},
	{"providers", "engine providers/..."},
	{"providers/providertest", "engine"},
	{"providers/internal/...", "engine"},
	{"providers/...", "engine engine/markdown providers/internal/..."}, // never another provider, never a stage
	{"cmd/galley/internal/view", "engine schema"},
	{"cmd/galley/internal/cli", "engine/... schema providers providers/bluesky/testserver cmd/galley/internal/view examples"},
	{"cmd/galley", "cmd/galley/internal/cli"},
	{"examples", ""},
	{"bench", "engine/... schema providers/..."},
}

// homes says where a module of others may be imported: swapping it touches one
// folder. That holds for tests as well; "tests" is any of them.
var homes = []struct{ module, home string }{
	{"cuelang.org/go", "schema"},
	{"gopkg.in/yaml.v3", "engine/load"},
	{"github.com/go-git/", "engine/repo"},
	{"github.com/google/go-github", "engine/forge"},
	{"github.com/getkin/kin-openapi", "engine/forge/forgetest"}, // in no program, only in tests
	{"github.com/yuin/goldmark", "engine/markdown"},
	{"github.com/yuin/goldmark", "tests"}, // what becomes of a comment at a reader's
	{"golang.org/x/net/html", "engine/markdown"},
	{"golang.org/x/net/idna", "engine/charter"}, // hosts that only look like others
	{"golang.org/x/image", "engine/media"},
	{"github.com/go-analyze/charts", "engine/report/chart"},
	{"github.com/fsnotify/fsnotify", "engine/watch"},
	{"github.com/rivo/uniseg", "providers/..."},  // what a reader takes for one character: providers count it,
	{"github.com/rivo/uniseg", "engine/match"},   // and no match cuts it
	{"github.com/rivo/uniseg", "engine/charter"}, // nor does the charter count it twice
	{"github.com/teambition/rrule-go", "engine/calendar"},
	{"github.com/rickar/cal", "engine/calendar"},
	{"github.com/spf13/cobra", "cmd/galley/internal/cli"},
	{"github.com/spf13/pflag", "cmd/galley/internal/cli"}, // cobra's flags
	{"golang.org/x/crypto/ssh", "engine/repo"},
	{"golang.org/x/term", "cmd/galley/internal/cli"},
	{"github.com/sergi/go-diff", "cmd/galley/internal/view"},
	{"github.com/rivo/uniseg", "cmd/galley/internal/view"}, // how wide it is in a terminal
	{"github.com/rogpeppe/go-internal/lockedfile", "engine/repo"},
	{"github.com/rogpeppe/go-internal/", "tests"},
	{"github.com/rhysd/actionlint", "examples"},
	{"github.com/rhysd/actionlint", "cmd/galley/internal/cli"}, // tests: what init writes
	{"golang.org/x/sys", "..."},
	{"golang.org/x/text", "..."},
	{"golang.org/x/", "tests"},
}

func TestImportsFollowTheLayers(t *testing.T) {
	for _, file := range goFiles(t) {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		folder, test := path.Dir(file), strings.HasSuffix(file, "_test.go")
		for _, spec := range parsed.Imports {
			imported := strings.Trim(spec.Path.Value, `"`)
			own, ours := strings.CutPrefix(imported, "galley/")
			first, _, _ := strings.Cut(imported, "/")
			switch {
			case ours && !test && !mayImport(folder, own):
				t.Errorf("%s may not import %s: see the table in layers_test.go", file, imported)
			case !ours && strings.Contains(first, ".") && !atHome(folder, imported, test):
				t.Errorf("%s may not import %s: its home is elsewhere, see the table in layers_test.go", file, imported)
			}
		}
	}
}

func TestLayersRefuse(t *testing.T) {
	for folder, own := range map[string]string{
		"engine": "schema", "engine/plan": "engine/apply", "engine/report": "engine/record", "schema": "engine",
		"providers/site": "providers/memory", "engine/apply": "engine/record", "cmd/galley": "engine",
		"engine/nowhere": "engine",
	} {
		if mayImport(folder, own) {
			t.Errorf("%s may import %s", folder, own)
		}
	}
	if atHome("engine/plan", "gopkg.in/yaml.v3", false) || atHome("engine/load", "example.org/new", false) {
		t.Error("a module may be imported away from home")
	}
}

func mayImport(folder, own string) bool {
	if own == "engine/zone" || own == folder {
		return true
	}
	for _, l := range layers {
		if !fits(l.folder, folder) {
			continue
		}
		for allowed := range strings.FieldsSeq(l.may) {
			if fits(allowed, own) {
				return true
			}
		}
		return false
	}
	return false
}

func atHome(folder, imported string, test bool) bool {
	for _, h := range homes {
		if strings.HasPrefix(imported, h.module) && (fits(h.home, folder) || h.home == "tests" && test) {
			return true
		}
	}
	return false
}

// fits reports whether a folder is what a row names: itself, or with "..."
// everything below it and the folder itself.
func fits(row, folder string) bool {
	above, open := strings.CutSuffix(row, "...")
	return row == folder || open && strings.HasPrefix(folder+"/", above)
}

func TestMainOnlyStarts(t *testing.T) {
	if n := lines(t, "cmd/galley/main.go"); n > 15 {
		t.Errorf("cmd/galley/main.go has %d lines, at most 15 are allowed: work belongs into internal/cli", n)
	}
}

func TestFilesHoldOneIdea(t *testing.T) {
	for _, file := range goFiles(t) {
		if n := lines(t, file); n > 600 {
			t.Errorf("%s has %d lines, at most 600 are allowed", file, n)
		}
	}
}

func TestRootIsEasyToRead(t *testing.T) {
	out, err := exec.Command("git", "ls-files").Output()
	if err != nil {
		t.Skip("this is not a git repository")
	}
	entries := map[string]bool{}
	for file := range strings.FieldsSeq(string(out)) {
		first, _, _ := strings.Cut(file, "/")
		entries[first] = true
	}
	if len(entries) >= 20 {
		t.Errorf("the root has %d entries, fewer than 20 are allowed: %v", len(entries), entries)
	}
}

// goFiles returns the paths of all Go files, with slashes; none is an error.
func goFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return fs.SkipDir
		case strings.HasSuffix(name, ".go"):
			files = append(files, filepath.ToSlash(name))
		}
		return nil
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d Go files: %v", len(files), err)
	}
	return files
}

func lines(t *testing.T, file string) int {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Count(data, []byte("\n"))
}
