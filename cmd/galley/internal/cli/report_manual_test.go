package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestThePagesOnReportsDoWhatTheySay runs the commands of the pages in the worked
// example, and writes its whole objects into it.
func TestThePagesOnReportsDoWhatTheySay(t *testing.T) {
	t.Parallel()
	if ranWithoutRaceDetector(t) {
		return
	}
	for page, want := range map[string][]string{
		"reports.md":     {"reports/monthly/2026-11/report.en.md", "reports/campaign-muet-et-piano/report.fr.html", "reports/README.md"},
		"fr/rapports.md": {"reports/mensuel/2026-11/report.fr.md", "reports/2026-12/report.fr.csv", "reports/README.md"},
	} {
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join("../../../../docs", filepath.FromSlash(page)))
			if err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(t.TempDir(), "newsroom")
			if code, out := inProcess(t, filepath.Dir(dir), nil, "demo", "newsroom"); code != 0 {
				t.Fatalf("demo: exit %d\n%s", code, out)
			}
			ran := 0
			for _, block := range pageBlock.FindAllStringSubmatch(string(text), -1) {
				if block[1] == "yaml" {
					keepReport(t, dir, block[2])
					continue
				}
				for line := range strings.Lines(block[2]) {
					ran++
					args := strings.Fields(strings.TrimSpace(line))
					code, out := inProcess(t, dir, nil, args[1:]...)
					if code != 0 && !(code == 1 && strings.Contains(line, "--at-risk")) {
						t.Errorf("%s: exit %d\n%s", strings.TrimSpace(line), code, out)
					}
				}
			}
			files := git(t, dir, "ls-tree", "-r", "--name-only", "galley/record")
			wants(t, files, want...)
			if ran < 10 {
				t.Errorf("%d commands only", ran)
			}
		})
	}
}

// keepReport writes an object of kind Report into the content, in the place of one
// with its id.
func keepReport(t *testing.T, dir, text string) {
	t.Helper()
	if !strings.HasPrefix(text, "kind: Report\n") {
		return
	}
	_, rest, _ := strings.Cut(text, "\nid: ")
	id, _, _ := strings.Cut(rest, "\n")
	if err := os.WriteFile(filepath.Join(dir, "reports", id+".yaml"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	commitTree(t, dir)
}
