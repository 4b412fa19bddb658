package cli_test

import (
	"strings"
	"testing"

	"galley/engine/forge/forgetest"
)

// TestAReviewCountsHoweverItsPullRequestIsMerged has one of two commits.
func TestAReviewCountsHoweverItsPullRequestIsMerged(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"merge", "squash", "rebase", "fast-forward"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			number := s.open("ines", "two", postFile("first", "It opens at six."))
			s.edit(number, "ines", postFile("second", "Bring a friend."))
			s.hub.Review(number, forgetest.Review{Login: "SAM"}) // names of accounts have no case
			s.hub.Review(number, forgetest.Review{Login: "sam", State: "COMMENTED", Body: "And well written."})
			s.merge(number, "sue", how)
			s.wants(0, s.push("sue", "apply"), "blog/first  published", "blog/second  published")
		})
	}
}

// TestWhoLeavesTheTeamHasApprovedWhatHeDid has a post due after its reviewer left:
// what counts is who he was when the push was judged.
func TestWhoLeavesTheTeamHasApprovedWhatHeDid(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	number := s.open("ines", "later", laterFile("later", "It opens tomorrow."))
	s.hub.Review(number, forgetest.Review{Login: "sam"})
	s.merge(number, "ines", "squash")
	s.holds(0, s.push("ines", "apply"), "blog/later is approved by Sam Okafor (senior)")
	number = s.open("ines", "farewell", map[string]string{"team.yaml": strings.Replace(sceneTeam, "  - {name: Sam Okafor, github: sam, profile: senior}\n", "", 1)})
	s.hub.Review(number, forgetest.Review{Login: "sue"})
	s.merge(number, "sue", "squash")
	s.wants(0, s.push("sue", "apply"), "Team team is approved by Sue Lind (senior)")
	number = s.open("ines", "other", postFile("other", "What Sam says now is what any reader says."))
	s.hub.Review(number, forgetest.Review{Login: "sam"})
	s.merge(number, "ines", "squash")
	s.holds(0, s.push("ines", "apply"), "blog/other  lacks the approval of a senior (Sue Lind)")
	s.now = s.now.Add(tomorrow)
	s.wants(0, s.timer("apply"), "blog/later  published")
}

// TestARevertToWhatWasApprovedNeedsNobody edits a post, and takes the edit back.
func TestARevertToWhatWasApprovedNeedsNobody(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	publish := func(branch, text string) {
		number := s.open("ines", branch, postFile("launch", text))
		s.hub.Review(number, forgetest.Review{Login: "sam"})
		s.merge(number, "ines", "squash")
		s.wants(0, s.push("ines", "apply"), "approved by Sam Okafor (senior)")
	}
	publish("one", "It opens at six.")
	publish("two", "It opens at seven.")
	s.as("ines", "checkout", "-q", "-b", "back", "main")
	s.as("ines", "revert", "--no-edit", "HEAD")
	head := s.as("ines", "rev-parse", "HEAD")
	number := s.hub.Open(forgetest.Pull{Author: "ines", Head: "back", BaseSHA: s.as("ines", "rev-parse", "main"),
		Commits: []forgetest.Commit{{SHA: head, Login: "ines", Name: names["ines"], Email: "ines@example.org", Message: "Revert"}}})
	s.pushPull(number)
	s.merge(number, "ines", "squash")
	s.wants(0, s.push("ines", "apply"), "blog/launch  edited")
}

// TestAPullRequestOfTooManyCommitsIsApprovedByHand has one of more commits than
// GitHub tells of: whoever wrote them may be who reviews it.
func TestAPullRequestOfTooManyCommitsIsApprovedByHand(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	number := s.open("sue", "month", postFile("launch", "It opens at six."))
	var untold []forgetest.Commit
	for range 250 {
		untold = append(untold, forgetest.Commit{Login: "sue", Name: names["sue"], Email: "sue@example.org"})
	}
	s.hub.Push(number, untold...)
	s.edit(number, "sam", postFile("launch", "It opens at seven."))
	s.hub.Review(number, forgetest.Review{Login: "sam"})
	s.merge(number, "sue", "squash")
	s.holds(0, s.push("sue", "apply"), "pull request 1 has more commits than GitHub tells of", "blog/launch  lacks the approval of a senior (Sam Okafor)")
	digest := s.digest("launch")
	s.hub.Start(forgetest.Run{ID: 77, Event: "workflow_dispatch", Actor: "sam", Status: "in_progress"})
	got := s.job("workflow_dispatch", s.hub.DispatchEvent("sam", map[string]string{"approved": digest}), "main", "apply", "--approved", digest)
	s.wants(0, got, "blog/launch is approved by Sam Okafor (senior)", "blog/launch  published")
}
