package cli_test

import (
	"path/filepath"
	"strings"
	"testing"

	"galley/engine/forge/forgetest"
)

// TestAReviewerIsShownWhatHisApprovalDoes has an intern withdraw a post where a
// rule asks for a senior: until then it is held, and shown as what it is.
func TestAReviewerIsShownWhatHisApprovalDoes(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	rules := s.open("sam", "rules", map[string]string{"charter/charter.yaml": sceneCharter + "    - {when: {verb: [remove]}, require: [{profile: senior}]}\n"})
	s.merge(rules, "sam", "squash")
	s.wants(0, s.push("sam", "apply"))
	number := s.open("ines", "launch", postFile("launch", "It opens at six."))
	look := func() string {
		file := filepath.Join(s.dir, "artifact.json")
		s.wants(0, s.job("pull_request", s.hub.PullEvent(number, "opened"), s.hub.Head(number), "ci", "--artifact", file))
		return s.run(s.last, "pull_request", s.hub.PullEvent(number, "opened"), "comment", "--print", "--artifact", file).text
	}
	const waits = "⏳ Waits for the approval of a senior (Sam Okafor, Sue Lind)"
	got := look()
	wants(t, got, "## Galley: 1 to publish", "⏳ 1 waits for an approval", waits)
	if strings.Contains(got, "Blocked") || strings.Contains(got, "git commit") {
		t.Errorf("a post that waits for its review is shown as a failure:\n%s", got)
	}
	s.hub.Review(number, forgetest.Review{Login: "sam"})
	wants(t, look(), "✅ Approved by Sam Okafor (senior)")
	s.merge(number, "ines", "squash")
	s.wants(0, s.push("ines", "apply"), "blog/launch  published")

	number = s.open("ines", "retract", map[string]string{"calendar/launch.yaml": postFile("launch", "It opens at six.")["calendar/launch.yaml"] +
		"status: retracted\nreason: the price was wrong\n"})
	got = look()
	wants(t, got, "## Galley: 1 to withdraw", "> [!CAUTION]\n> **1 post is withdrawn**", waits)
	if strings.Contains(got, "re-opens") {
		t.Errorf("a withdrawal is said to need the approval of the post anew:\n%s", got)
	}
	s.merge(number, "ines", "squash")
	s.wants(0, s.push("ines", "apply"), "blog/launch  "+lacksSenior)
}
