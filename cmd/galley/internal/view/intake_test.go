package view_test

import (
	"strings"
	"testing"

	"galley/cmd/galley/internal/view"
	"galley/engine"
)

// TestWhatIsHandedInIsDataForTheReviewers hands in all that a pull request must
// not obey.
func TestWhatIsHandedInIsDataForTheReviewers(t *testing.T) {
	hostile := "@everyone <!-- galley:plan:content --> ${{ secrets.X }} #12 ![x](https://a.example/x.png)\n```\n<script>"
	h := view.Handed{Number: 7, Author: "ada", File: "calendar/issue-7.md", Remarks: hostile, Language: "en",
		Findings: []engine.Finding{{Severity: engine.SeverityError, Pos: engine.Pos{Line: 3}, Text: hostile}}}
	for name, text := range map[string]string{"proposal": h.Proposal(), "unread": h.Unread([][3]string{{hostile, hostile, hostile}}), "taken": h.Taken(hostile)} {
		for _, bad := range []string{"@everyone", "<!--", "${{", "#12", "<script", "```"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s holds %q:\n%s", name, bad, text)
			}
		}
	}
	if got := h.Proposal(); !strings.HasPrefix(got, "From #7, by <code>ada</code>. Closes #7.\n") || !strings.Contains(got, "line 3") {
		t.Errorf("the proposal is\n%s", got)
	}
	h.Remarks = strings.Repeat("@", 70000)
	for range 500 {
		h.Findings = append(h.Findings, engine.Finding{Text: strings.Repeat("$", 1000)})
	}
	if n := len([]rune(h.Proposal())); n > 60000 {
		t.Errorf("the proposal has %d characters", n)
	}
}

func TestAuthorsAreToldInTheirLanguage(t *testing.T) {
	fr, en := view.Handed{Language: "fr-CA"}, view.Handed{Language: "en"}
	for _, c := range []struct{ got, want string }{
		{fr.Draft("https://a.example"), "relecture : https://a.example"}, {en.Draft("https://a.example"), "review: https://a.example"},
		{fr.Proposal(), "D’après #0, par <code></code>. Closes #0."}, {en.Proposal(), "From #0, by "},
		{fr.Unread(nil), "Modifiez ce ticket"}, {en.Unread(nil), "Edit this issue"},
		{fr.Taken("x"), "n’en dépend plus"}, {en.Taken("x"), "no longer follows it"},
	} {
		if !strings.Contains(c.got, c.want) {
			t.Errorf("%q does not say %q", c.got, c.want)
		}
	}
}
