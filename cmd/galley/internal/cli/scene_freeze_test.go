package cli_test

import (
	"net/http"
	"strings"
	"testing"

	"galley/engine/forge/forgetest"
)

func TestAFreezeIsLiftedByOneWhoMay(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	start := func(actor string, args ...string) said {
		s.hub.Start(forgetest.Run{ID: 77, Event: "workflow_dispatch", Actor: actor, Status: "in_progress"})
		return s.job("workflow_dispatch", s.hub.DispatchEvent(actor, nil), "main", args...)
	}
	s.wants(0, start("ines", "freeze", "--by=ines", "--", "wrong price"), "Frozen: everything.")
	s.merge(s.open("sam", "news", postFile("news", "News.")), "sam", "squash")
	s.wants(5, start("ines", "thaw"), lacksSenior, `hint: they start the workflow "thaw" on GitHub`)
	s.wants(5, start("reader", "thaw"), lacksSenior)
	s.wants(5, s.timer("thaw"), lacksSenior)
	forged := s.hub.DispatchEvent("sam", nil)
	s.hub.Start(forgetest.Run{ID: 77, Event: "workflow_dispatch", Actor: "ines", Status: "in_progress"})
	s.wants(5, s.job("workflow_dispatch", forged, "main", "thaw"), lacksSenior)
	s.holds(0, s.push("sam", "apply"), "wrong price")
	s.hub.Fail(forgetest.Fault{On: "GET /repos/{owner}/{repo}/actions/runs/{run_id}", Status: http.StatusForbidden,
		Header: map[string]string{"Content-Type": "application/json"}, Body: `{"message": "Resource not accessible by integration"}`})
	s.wants(5, start("sam", "thaw"), "ask who started this run", "hint: the job needs permissions: {pull-requests: read, actions: read}")
	s.wants(0, start("sam", "thaw"), "is approved by Sam Okafor (senior)", "Thawed: freeze-20261209-120000-")
	s.wants(0, s.timer("ledger", "show"), "approved  Freeze freeze-20261209-120000-", "by Sam Okafor (senior)")
	s.wants(0, s.timer("apply", "--only", "news", "--now"), "blog/news  published")
}

// TestAFreezeOnTheDefaultBranchIsLiftedByOneWhoMay takes its file away, ends it,
// and narrows it.
func TestAFreezeOnTheDefaultBranchIsLiftedByOneWhoMay(t *testing.T) {
	t.Parallel()
	const file = "freezes/crisis.yaml"
	const freeze = "kind: Freeze\nid: crisis\nreason: wrong price\nscope: {channels: [blog], tags: [sale]}\nfrom: 2026-12-09 09:00\n"
	for name, text := range map[string]string{
		"away":     "",
		"ended":    freeze + "until: 2026-12-09 11:30\n",
		"narrowed": strings.Replace(freeze, "channels: [blog], ", "", 1),
		"excepted": freeze + "allow: [news]\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			s.merge(s.open("ines", "crisis", map[string]string{file: freeze}), "ines", "squash")
			s.holds(0, s.push("ines", "apply"))
			number := s.open("sam", "lift", map[string]string{file: text})
			s.write(postFile("news", "News."))
			s.hub.Push(number, s.commit("sam", "news"))
			s.pushPull(number)
			s.hub.Review(number, forgetest.Review{Login: "jo"})
			s.merge(number, "sam", "squash")
			s.holds(0, s.push("sam", "apply"), "nobody who may has approved the end of the freeze crisis: it goes on, until galley thaw crisis", "wrong price")
			s.holds(0, s.timer("apply"), "wrong price")
			s.wants(5, s.timer("thaw", "crisis"), "the end of the freeze crisis "+lacksSenior)
		})
	}
	s := newScene(t)
	s.merge(s.open("ines", "crisis", map[string]string{file: freeze}), "ines", "squash")
	s.holds(0, s.push("ines", "apply"))
	number := s.open("ines", "lift", map[string]string{file: ""})
	s.hub.Review(number, forgetest.Review{Login: "sue"})
	s.merge(number, "ines", "squash")
	s.wants(0, s.push("ines", "apply"), "Freeze crisis is approved by Sue Lind (senior)")
	s.merge(s.open("sam", "news", postFile("news", "News.")), "sam", "squash")
	s.wants(0, s.push("sam", "apply"), "blog/news  published")
}
