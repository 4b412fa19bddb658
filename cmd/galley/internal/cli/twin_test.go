package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/cmd/galley/internal/cli"
	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/providers"
)

// The broken twin of the worked example, and the pages of the manual that show
// what is said of it.
const (
	twinFolder  = "../../../../examples/broken"
	pagesFolder = "../../../../docs"
)

// twinNoon is when the twin is validated: a Monday, at noon in Paris.
var twinNoon = time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC)

// TestMessagePagesAreFresh validates the broken twin and holds the pages that
// show what is said of it against the result; -update writes them.
func TestMessagePagesAreFresh(t *testing.T) {
	t.Parallel()
	w := readTwin(t)
	pages := map[string]string{"messages.md": w.index()}
	for _, p := range messagePages {
		pages["messages/"+p.name+".md"] = w.page(t, p)
	}
	for name, text := range pages {
		file := filepath.Join(pagesFolder, name)
		if *update {
			writeFile(t, file, []byte(text))
		} else if got, err := os.ReadFile(file); err != nil || string(got) != text {
			t.Errorf("docs/%s is stale (%v): go test ./cmd/galley/internal/cli -run MessagePages -update", name, err)
		}
	}
	written, err := filepath.Glob(filepath.Join(pagesFolder, "messages", "*"))
	if err != nil || len(written) != len(messagePages) {
		t.Errorf("docs/messages has %d files (%v), want %d", len(written), err, len(messagePages))
	}
}

// TestEveryRuleIsShown wants each rule among what is said of the twin, or a word
// why it is not.
func TestEveryRuleIsShown(t *testing.T) {
	t.Parallel()
	w := readTwin(t)
	for _, r := range cli.Rules() {
		switch _, excused := notShown[r.ID]; {
		case w.shows(r.ID) && excused:
			t.Errorf("%s is shown: it needs no excuse", r.ID)
		case !w.shows(r.ID) && !excused:
			t.Errorf("%s is neither shown by examples/broken nor excused", r.ID)
		}
	}
	for rule := range notShown {
		if !slices.ContainsFunc(cli.Rules(), func(r engine.RuleDoc) bool { return r.ID == rule }) {
			t.Errorf("%s is excused and does not exist", rule)
		}
	}
}

// TestEveryFindingIsOnAPage wants what is said of the twin to be read somewhere.
func TestEveryFindingIsOnAPage(t *testing.T) {
	t.Parallel()
	onPage := map[string]bool{}
	for _, p := range messagePages {
		for _, file := range p.all() {
			if onPage[file] {
				t.Errorf("%s is shown twice", file)
			}
			onPage[file] = true
		}
	}
	found := readTwin(t).findings
	for file := range sorted(found) {
		if !onPage[file] {
			t.Errorf("%s has findings and is on no page", file)
		}
	}
	for file := range sorted(onPage) {
		if len(found[file]) == 0 {
			t.Errorf("%s is on a page and has no findings", file)
		}
	}
}

// A twin is what galley validate says of each folder of examples/broken.
type twin struct {
	dir      string
	findings map[string][]engine.Finding // by path below dir, in order
}

func readTwin(t *testing.T) twin {
	t.Helper()
	w := twin{dir: t.TempDir(), findings: map[string][]engine.Finding{}}
	if err := os.CopyFS(w.dir, os.DirFS(twinFolder)); err != nil {
		t.Fatal(err)
	}
	for _, m := range madeForTwin {
		if err := m.make(filepath.Join(w.dir, m.file)); err != nil {
			t.Skipf("make %s: %v", m.file, err) // not every system has symbolic links
		}
	}
	roots, err := filepath.Glob(filepath.Join(w.dir, "*", "galley.yaml"))
	if err != nil || len(roots) < 5 {
		t.Fatalf("%d projects in %s (%v)", len(roots), twinFolder, err)
	}
	for _, root := range roots {
		project := filepath.Base(filepath.Dir(root))
		for _, f := range validateAt(t, filepath.Dir(root), twinNoon) {
			file := path.Join(project, f.Pos.File)
			w.findings[file] = append(w.findings[file], f)
		}
	}
	return w
}

// validateAt runs galley validate over a folder, on a machine without Vale.
func validateAt(t *testing.T, dir string, now time.Time) []engine.Finding {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cli.Main(t.Context(), cli.Env{Args: []string{"--format", "json", "validate"}, Stdin: strings.NewReader(""), Stdout: &stdout,
		Stderr: &stderr, Getenv: func(string) string { return "" }, Now: func() time.Time { return now }, Dir: dir, Providers: providers.All()})
	var result view.FindingsJSON
	if err := json.Unmarshal(stdout.Bytes(), &result); err != nil || stderr.Len() > 0 {
		t.Fatalf("%s: %v, stderr: %s", dir, err, stderr.String())
	}
	return result.Findings
}

func (w twin) shows(rule string) bool {
	for _, list := range w.findings {
		if slices.ContainsFunc(list, func(f engine.Finding) bool { return f.Rule == rule }) {
			return true
		}
	}
	return false
}

// page shows the files of one subject.
func (w twin) page(t *testing.T, p messagePage) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%s# %s\n\n%s\n\n[All subjects](../messages.md)\n", generated, p.title, p.intro)
	for _, file := range p.files {
		fmt.Fprintf(&b, "\n## %s\n", file)
		first, list := 0, w.passages(t, file)
		for i, one := range list {
			if len(one.said) > 0 || i == len(list)-1 {
				w.show(t, &b, file, list[first:i+1])
				first = i + 1
			}
		}
	}
	for _, file := range p.partly {
		fmt.Fprintf(&b, "\n## %s\n", file)
		for _, one := range w.passages(t, file) {
			if len(one.said) > 0 {
				w.show(t, &b, file, []passage{one})
			}
		}
	}
	return b.String()
}

// show writes passages, with what is said of the last of them.
func (w twin) show(t *testing.T, b *strings.Builder, file string, list []passage) {
	t.Helper()
	var lines []string
	for _, p := range list {
		lines = append(lines, p.text)
	}
	text := strings.Trim(strings.Join(lines, "\n"), "\n")
	if path.Ext(file) != ".md" {
		text = strings.TrimSuffix(text, "\n---")
	}
	if madeForTwinAt(file) != nil {
		fmt.Fprintf(b, "\n%s\n", text)
	} else if text != "" {
		fence(b, path.Ext(file)[1:], text)
	}
	if last := list[len(list)-1]; len(last.said) > 0 {
		w.say(t, b, last.said)
	}
}

// A passage is lines of a file up to a blank one or the end of a document, and
// what is said of them.
type passage struct {
	text string
	said []engine.Finding
}

func (w twin) passages(t *testing.T, file string) []passage {
	t.Helper()
	left := w.findings[file]
	if made := madeForTwinAt(file); made != nil {
		return []passage{{made.shows, left}}
	}
	data, err := os.ReadFile(filepath.Join(w.dir, file))
	if err != nil {
		t.Fatal(err)
	}
	var list []passage
	var lines []string
	all := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	for i, line := range all {
		lines = append(lines, line)
		if line != "" && line != "---" && i < len(all)-1 || i == 0 {
			continue
		}
		n := slices.IndexFunc(left, func(f engine.Finding) bool { return f.Pos.Line > i+1 })
		if n < 0 {
			n = len(left)
		}
		list = append(list, passage{strings.Join(lines, "\n"), left[:n]})
		lines, left = nil, left[n:]
	}
	return list
}

// say writes findings as the terminal shows them, and where their rules are
// explained.
func (w twin) say(t *testing.T, b *strings.Builder, list []engine.Finding) {
	t.Helper()
	var text bytes.Buffer
	if err := view.Findings(&text, view.Style{Width: 100}, list); err != nil {
		t.Fatal(err)
	}
	_, below, _ := strings.Cut(text.String(), "\n") // the name of the file is the heading
	fence(b, "text", below)
	var rules []string
	for _, f := range list {
		if link := fmt.Sprintf("[%s](../rules.md#%[1]s)", f.Rule); !slices.Contains(rules, link) {
			rules = append(rules, link)
		}
	}
	fmt.Fprintf(b, "\n%s\n", strings.Join(rules, " · "))
}

func fence(b *strings.Builder, language, text string) {
	fmt.Fprintf(b, "\n```%s\n%s\n```\n", language, trimLines(strings.Trim(text, "\n")))
}

// index introduces the pages, with the rules that each shows.
func (w twin) index() string {
	var b strings.Builder
	b.WriteString(generated + messagesIntro + "\n| Subject | Rules |\n| --- | --- |\n")
	for _, p := range messagePages {
		var rules []string
		for _, file := range p.all() {
			for _, f := range w.findings[file] {
				rules = append(rules, "`"+f.Rule+"`")
			}
		}
		slices.Sort(rules)
		fmt.Fprintf(&b, "| [%s](messages/%s.md) | %s |\n", p.title, p.name, strings.Join(slices.Compact(rules), " "))
	}
	b.WriteString("\n## What the twin does not show\n\n")
	for rule := range sorted(notShown) {
		fmt.Fprintf(&b, "- [`%s`](rules.md#%[1]s): %s\n", rule, notShown[rule])
	}
	return b.String()
}
