package cli_test

import (
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/forge/forgetest"
	"galley/engine/record"
	"galley/engine/repo"
)

const tomorrow = 25 * time.Hour

// laterFile is a post that is due tomorrow.
func laterFile(id, text string) map[string]string {
	files := postFile(id, text)
	for name := range files {
		files[name] = strings.Replace(files[name], "-09 11:50", "-10 11:50", 1)
	}
	return files
}

// TestAnApprovalIsReadAgainBeforeItIsUsed has a post approved and merged, and due
// a day later.
func TestAnApprovalIsReadAgainBeforeItIsUsed(t *testing.T) {
	t.Parallel()
	const reviews = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews"
	for name, tt := range map[string]struct {
		meanwhile func(s *scene, number int, review int64)
		code      int
		want      []string
	}{
		"it stands": {func(*scene, int, int64) {}, 0, []string{"blog/later  published"}},
		"it was dismissed": {func(s *scene, n int, r int64) { s.hub.Dismiss(n, r) }, 0,
			[]string{"the approval of blog/later by Sam Okafor (senior) does not count: on GitHub, pull request 1 has no such review that stands",
				"blog/later  " + lacksSenior}},
		"it was taken back": {func(s *scene, n int, _ int64) {
			s.hub.Review(n, forgetest.Review{Login: "sam", State: "CHANGES_REQUESTED"})
		}, 0, []string{"does not count", "blog/later  " + lacksSenior}},
		"GitHub does not answer": {func(s *scene, _ int, _ int64) {
			outage := forgetest.Outage(reviews)
			outage.Times = 3
			s.hub.Fail(outage)
		}, 5, []string{"the approval of blog/later by Sam Okafor (senior) cannot be read again", "hint: try again when it answers"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			number := s.open("ines", "later", laterFile("later", "It opens tomorrow."))
			review := s.hub.Review(number, forgetest.Review{Login: "sam"})
			s.merge(number, "ines", "squash")
			s.holds(0, s.push("ines", "apply"), "blog/later is approved by Sam Okafor (senior)")
			tt.meanwhile(s, number, review)
			s.now = s.now.Add(tomorrow)
			got := s.timer("apply")
			s.wants(tt.code, got, tt.want...)
			if stands := name == "it stands"; strings.Contains(got.text, "  published") != stands {
				t.Errorf("published, want %v:\n%s", stands, got.text)
			}
		})
	}
}

// TestALineThatSomebodyPushedApprovesNothing writes approvals into the ledger, as
// whoever may push can.
func TestALineThatSomebodyPushedApprovesNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	other := s.open("ines", "other", postFile("other", "Something else."))
	review := s.hub.Review(other, forgetest.Review{Login: "sam"})
	seen := s.hub.Head(other)
	s.merge(other, "ines", "squash")
	number := s.open("ines", "launch", laterFile("launch", "It opens tomorrow."))
	s.merge(number, "ines", "squash")
	s.wants(0, s.push("ines", "apply"), "blog/other  published")
	main := s.as("ines", "rev-parse", "main")
	honest := engine.Approval{ID: engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "launch"}, Digest: s.digest("launch"), By: "Sam Okafor", Role: engine.RoleSenior,
		Login: "sam", Base: main, At: s.now, Run: "20261209T110000Z-aaaaaaaa"}
	for i, forge := range []func(*engine.Approval){
		func(a *engine.Approval) { a.Kind, a.Pull, a.Review, a.Commit = engine.FromReview, number, 999, seen },
		func(a *engine.Approval) { a.Kind, a.Pull, a.Review, a.Commit = engine.FromReview, other, review, seen },
		func(a *engine.Approval) { a.Kind, a.Commit = engine.FromSignature, main },
		func(a *engine.Approval) { a.Kind, a.Commit = engine.FromSignature, strings.Repeat("c", 40) },
		func(a *engine.Approval) { a.Kind = "because" },
		func(a *engine.Approval) { a.Kind, a.Login, a.By = engine.FromActor, "jo", "Jo Frey" },
		func(a *engine.Approval) { a.Kind, a.Base = engine.FromActor, strings.Repeat("b", 40) },
	} {
		a := honest
		a.At = a.At.Add(time.Duration(i) * time.Second)
		forge(&a)
		s.forge(a)
	}
	s.now = s.now.Add(tomorrow)
	got := s.timer("apply")
	s.holds(0, got, "blog/launch  "+lacksSenior)
	if n := strings.Count(got.text, "does not count"); n != 7 {
		t.Errorf("%d approvals do not count, want 7:\n%s", n, got.text)
	}
}

// forge writes an approval into the ledger.
func (s *scene) forge(a engine.Approval) {
	s.t.Helper()
	r, err := repo.Open(s.checkout("main"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Close()
	remote, err := r.Remote("origin")
	if err != nil {
		s.t.Fatal(err)
	}
	run := record.ThisProcess()
	run.ID = a.Run
	store := record.Open(record.Config{Repo: r, Remote: remote, Branch: "galley/record", LedgerID: "0123456789abcdef", Run: run,
		Now: func() time.Time { return s.now }})
	ledger, err := store.Read(s.t.Context())
	if err == nil {
		err = ledger.Judge(s.t.Context(), engine.Judgement{Approvals: []engine.Approval{a}})
	}
	if err != nil {
		s.t.Fatal(err)
	}
}
