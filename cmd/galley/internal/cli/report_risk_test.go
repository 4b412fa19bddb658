package cli_test

import (
	"strings"
	"testing"

	"galley/engine/forge/forgetest"
)

func TestWhatIsAtRiskHasOneIssueForAsLongAsItIs(t *testing.T) {
	t.Parallel()
	hub := forgetest.New(t, forgetest.Options{})
	hub.Grant(forgetest.Token{Value: "ghs_job", Login: "github-actions[bot]"})
	s := newSleeper(t, "11:58")
	if code, out, said := s.galley("apply", "--first"); code != 0 {
		t.Fatalf("apply: exit %d\n%s%s", code, out, said)
	}
	aim := func(target string) {
		s.write("charter.yaml", "kind: Charter\nid: charter\nobjectives:\n"+
			"  - {kpi: posts, baseline: 0, from: 2026-12-01, target: "+target+", due: 2026-12-31, note: '@everyone <!-- x -->'}\n")
		commitTree(t, s.dir)
	}
	look := func(want int, says string) {
		t.Helper()
		code, out := onGitHub(t, hub, s.dir, "report", "--at-risk", "--issue")
		if code != want || !strings.Contains(out, says) || says == "" && strings.Contains(out, "issue") {
			t.Errorf("exit %d, want %d and %q\n%s", code, want, says, out)
		}
	}
	aim("2")
	look(0, "")
	aim("60")
	look(1, "at risk: issue created: ")
	look(1, "at risk: issue kept: ")
	aim("70")
	look(1, "at risk: issue updated: ")
	issues := hub.Issues()
	if len(issues) != 1 || issues[0].Title != "At risk: 1" || !issues[0].Open {
		t.Fatalf("issues: %+v", issues)
	}
	wants(t, issues[0].Body, "70 by 31 December 2026")
	if strings.Contains(issues[0].Body, "@everyone") || strings.Contains(issues[0].Body, "<!-- x") {
		t.Errorf("the issue obeys what somebody wrote:\n%s", issues[0].Body)
	}
	aim("2")
	look(0, "nothing at risk any more: issue closed: ")
	look(0, "")
}
