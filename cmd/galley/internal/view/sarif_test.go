package view_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"galley/cmd/galley/internal/view"
	"galley/engine"
)

var update = flag.Bool("update", false, "write the golden files")

var rulesOfTest = []engine.RuleDoc{
	{ID: "lexicon", Severity: engine.SeverityWarning, Subject: "charter", Waivable: true,
		Title: map[string]string{"en": "A word", "fr": "Un mot"}, Text: map[string]string{"en": "We say guests.", "fr": "Parce que."},
		Bad: "text: users\n", Good: "text: guests\n", Match: []string{"Users"}, NoMatch: []string{"reusers"}},
	{ID: "unknown-channel", Subject: "references", Title: map[string]string{"en": "No such channel"}, Text: map[string]string{"en": "Why."}},
}

func sarifOf(t *testing.T, list []engine.Finding, lines map[int]string) (text string, omitted int) {
	t.Helper()
	doc, omitted := view.NewSARIF(list, rulesOfTest, "1.2.3", func(at engine.Pos) string { return lines[at.Line] })
	var b bytes.Buffer
	if err := view.Write(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.String(), omitted
}

func TestSARIFIsWhatCodeScanningReads(t *testing.T) {
	list := []engine.Finding{
		{Pos: engine.Pos{File: "calendar/été 1:2.yaml", Line: 2, Col: 9}, Width: 5, Rule: "lexicon", Severity: engine.SeverityWarning,
			Text: `"users" [is](https://evil.example) a word`, Reason: "they are guests", Cite: "charter#3.2", Hint: "guests", Excerpt: "text: 🎄 users", Object: "Post rink"},
		{Pos: engine.Pos{File: "galley.yaml"}, Rule: "no-project", Severity: engine.SeverityInfo, Text: "there is none"},
		{Pos: engine.Pos{File: "a.yaml", Line: 1, Col: 3}, Rule: "unknown-channel", Text: "\x1b[2J\u202e"},
	}
	got, _ := sarifOf(t, list, map[int]string{1: "ab", 2: "text: 🎄 users"})
	golden := filepath.Join("testdata", "findings.sarif")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || got != string(want) {
		t.Errorf("%v\n%s", err, got)
	}
	strict(t, got)
}

// strict holds a log against the parts of the SARIF 2.1.0 schema that it uses,
// and against what GitHub asks beyond.
func strict(t *testing.T, text string) {
	t.Helper()
	var doc view.SARIF
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	if doc.Version != "2.1.0" || len(doc.Runs) != 1 {
		t.Fatalf("version %q, %d runs", doc.Version, len(doc.Runs))
	}
	run := doc.Runs[0]
	rules := run.Tool.Driver.Rules
	if run.ColumnKind != "utf16CodeUnits" || run.Tool.Driver.Name == "" || run.Results == nil || run.Bases["%SRCROOT%"].Description == nil {
		t.Errorf("the run lacks what it must have: %+v", run)
	}
	for i, r := range rules {
		if r.ID == "" || r.Short.Text == "" || r.Full.Text == "" || r.Help.Text == "" || r.Help.Markdown == "" ||
			len([]rune(r.Full.Text)) > 1024 || len(r.Properties.Tags) > 10 || slices.ContainsFunc(rules[:i], func(o view.SARIFRule) bool { return o.ID == r.ID }) {
			t.Errorf("rule %d: %+v", i, r)
		}
	}
	prints := map[string]bool{}
	for i, r := range run.Results {
		at := r.Locations[0].Physical
		uri, err := url.Parse(at.Artifact.URI)
		if err != nil || uri.Scheme != "" || strings.HasPrefix(at.Artifact.URI, "/") || at.Artifact.Base != "%SRCROOT%" {
			t.Errorf("result %d: uri %q (%v)", i, at.Artifact.URI, err)
		}
		if rules[r.RuleIndex].ID != r.Rule || r.Message.Text == "" || !slices.Contains([]string{"error", "warning", "note"}, r.Level) {
			t.Errorf("result %d: %+v", i, r)
		}
		if at.Region.StartLine < 1 || at.Region.EndColumn < at.Region.StartColumn {
			t.Errorf("result %d: region %+v", i, at.Region)
		}
		print := r.Fingerprints["primaryLocationLineHash"]
		if print == "" || prints[print] {
			t.Errorf("result %d: fingerprint %q", i, print)
		}
		prints[print] = true
	}
}

func TestSARIFCountsColumnsAsUTF16(t *testing.T) {
	for _, tt := range []struct {
		line             string
		col, width       int
		startCol, endCol int
		why              string
	}{
		{"text: users", 7, 5, 7, 12, "ASCII"},
		{"é: users", 4, 5, 4, 9, "an accent is one unit"},
		{"🎄 users", 3, 5, 4, 9, "an emoji is two"},
		{"a 👨‍👩‍👧‍👦 b", 3, 7, 3, 14, "a family is eleven"},
		{"a", 2, 0, 2, 2, "behind the line"},
		{"", 5, 3, 1, 1, "beyond the line"},
	} {
		text, _ := sarifOf(t, []engine.Finding{{Pos: engine.Pos{File: "f", Line: 1, Col: tt.col}, Width: tt.width, Rule: "r", Text: "t"}}, map[int]string{1: tt.line})
		want := fmt.Sprintf("\"startColumn\": %d,\n                  \"endColumn\": %d\n", tt.startCol, tt.endCol)
		if !strings.Contains(text, want) {
			_, region, _ := strings.Cut(text, `"region"`)
			t.Errorf("%s: got %.120s\nwant %s", tt.why, region, want)
		}
	}
}

func TestSARIFHasTheWorstFirstAndNoMoreThanGitHubTakes(t *testing.T) {
	list := make([]engine.Finding, 25_003)
	for i := range list {
		list[i] = engine.Finding{Pos: engine.Pos{File: "f", Line: i + 1, Col: 1}, Rule: "r", Text: "t", Excerpt: fmt.Sprint(i), Severity: engine.SeverityInfo}
	}
	list[25_002].Severity = engine.SeverityError
	text, omitted := sarifOf(t, list, nil)
	if omitted != 3 || !strings.Contains(text, `"text": "3 findings are left out, as GitHub takes 25000 of one run`) {
		t.Errorf("%d findings are left out", omitted)
	}
	if n := strings.Count(text, `"ruleId"`); n != 25_000 {
		t.Errorf("%d results", n)
	}
	if _, results, _ := strings.Cut(text, `"results"`); !strings.Contains(results[:200], `"level": "error"`) {
		t.Errorf("the error is not the first: %s", results[:200])
	}
}

func TestDescriptionsAreAsLongAsGitHubTakes(t *testing.T) {
	long := map[string]string{"en": strings.Repeat("é", 2000)}
	doc, _ := view.NewSARIF(nil, []engine.RuleDoc{{ID: "r", Title: long, Text: long}}, "1", nil)
	rule := doc.Runs[0].Tool.Driver.Rules[0]
	if n, m := len([]rune(rule.Short.Text)), len([]rune(rule.Full.Text)); n != 1024 || m != 1024 || !strings.HasPrefix(rule.Help.Markdown, long["en"]) {
		t.Errorf("got %d and %d characters", n, m)
	}
}

func TestAFindingIsFollowedWhenItsLineMoves(t *testing.T) {
	hash := func(f engine.Finding) string {
		f.Rule, f.Text = "r", "t"
		text, _ := sarifOf(t, []engine.Finding{f}, nil)
		_, after, _ := strings.Cut(text, `"primaryLocationLineHash": "`)
		value, _, _ := strings.Cut(after, `"`)
		return value
	}
	before := hash(engine.Finding{Pos: engine.Pos{File: "a", Line: 1, Col: 1}, Excerpt: "at: soon"})
	moved := hash(engine.Finding{Pos: engine.Pos{File: "b", Line: 90, Col: 3}, Excerpt: "  at: soon"})
	edited := hash(engine.Finding{Pos: engine.Pos{File: "a", Line: 1, Col: 1}, Excerpt: "at: later"})
	if before != moved || before == edited {
		t.Errorf("before %s, moved %s, edited %s", before, moved, edited)
	}
}
