package load

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"galley/engine"
)

var update = flag.Bool("update", false, "write the golden files")

// TestBrokenContentIsExplained holds the whole findings of broken trees against
// their golden form. The section "want" of each archive is the output.
func TestBrokenContentIsExplained(t *testing.T) {
	archives, err := filepath.Glob("testdata/broken/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives:", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			tree, want := unpack(archive)
			_, findings, err := Tree(t.Context(), tree, Options{Prefix: "content"})
			if err != nil {
				t.Fatal(err)
			}
			got := show(findings)
			if *update {
				repack(t, name, archive, got)
			} else if got != want {
				t.Errorf("findings:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func unpack(archive *txtar.Archive) (tree fstest.MapFS, want string) {
	tree = fstest.MapFS{}
	for _, f := range archive.Files {
		if f.Name == "want" {
			want = string(f.Data)
		} else {
			tree[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return tree, want
}

func repack(t *testing.T, name string, archive *txtar.Archive, got string) {
	t.Helper()
	files := archive.Files[:0:0]
	for _, f := range archive.Files {
		if f.Name != "want" {
			files = append(files, f)
		}
	}
	archive.Files = append(files, txtar.File{Name: "want", Data: []byte(got)})
	if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// show writes findings in full.
func show(findings []engine.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fatal := ""
		if f.Fatal {
			fatal = "fatal "
		}
		fmt.Fprintf(&b, "%s: %s%s %s: %s\n", f.Pos, fatal, f.Severity, f.Rule, f.Text)
		if f.Object != "" {
			fmt.Fprintf(&b, "    in %s\n", f.Object)
		}
		if f.Excerpt != "" {
			fmt.Fprintf(&b, "    | %s\n", f.Excerpt)
		}
		if f.Hint != "" {
			fmt.Fprintf(&b, "    hint: %s\n", f.Hint)
		}
	}
	return b.String()
}
