package cli_test

import (
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"galley/engine/forge/forgetest"
)

const lacksSenior = "lacks the approval of a senior (Sam Okafor, Sue Lind)"

func TestAnInternsPostGoesOutAfterASeniorsReview(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"merge", "squash"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			number := s.open("ines", "launch", postFile("launch", "It opens at six."))
			s.hub.Review(number, forgetest.Review{Login: "sam"})
			s.merge(number, "ines", how)
			s.wants(0, s.push("ines", "apply"), "blog/launch is approved by Sam Okafor (senior)", "blog/launch  published")
			s.wants(0, s.timer("ledger", "show", "launch"), "pull request 1", "by Sam Okafor (senior)")
		})
	}
}

func TestReviewsThatDoNotCount(t *testing.T) {
	t.Parallel()
	launch := postFile("launch", "It opens at six.")
	for name, review := range map[string]func(s *scene, number int){
		"nobody's":      func(*scene, int) {},
		"a reader's":    func(s *scene, n int) { s.hub.Review(n, forgetest.Review{Login: "reader"}) },
		"a junior's":    func(s *scene, n int) { s.hub.Review(n, forgetest.Review{Login: "jo"}) },
		"one's own":     func(s *scene, n int) { s.hub.Review(n, forgetest.Review{Login: "ines"}) },
		"a comment":     func(s *scene, n int) { s.hub.Review(n, forgetest.Review{Login: "sam", State: "COMMENTED"}) },
		"one dismissed": func(s *scene, n int) { s.hub.Dismiss(n, s.hub.Review(n, forgetest.Review{Login: "sam"})) },
		"one of a commit that is gone": func(s *scene, n int) {
			s.hub.Review(n, forgetest.Review{Login: "sam", Commit: strings.Repeat("c", 40)})
		},
		"one that was taken back": func(s *scene, n int) {
			s.hub.Review(n, forgetest.Review{Login: "sam"})
			s.hub.Review(n, forgetest.Review{Login: "sam", State: "CHANGES_REQUESTED"})
		},
		"a bot's":                         func(s *scene, n int) { s.hub.Review(n, forgetest.Review{Login: "dependabot[bot]"}) },
		"one by a login that was renamed": func(s *scene, n int) { s.hub.Review(n, forgetest.Review{Login: "sam-okafor"}) },
		"one by an account that is gone":  func(s *scene, n int) { s.hub.Review(n, forgetest.Review{}) },
		"one before other commits were pushed over it": func(s *scene, n int) {
			s.hub.Review(n, forgetest.Review{Login: "sam"})
			s.replace(n, "ines", postFile("launch", "It opens at seven."))
		},
		"one before an edit": func(s *scene, n int) {
			s.hub.Review(n, forgetest.Review{Login: "sam"})
			s.edit(n, "ines", postFile("launch", "It opens at seven."))
		},
		"a review of another pull request": func(s *scene, n int) {
			s.hub.Review(s.hub.Open(forgetest.Pull{Author: "jo"}), forgetest.Review{Login: "sam", Commit: s.hub.Head(n)})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			number := s.open("ines", "launch", launch)
			review(s, number)
			s.merge(number, "ines", "merge")
			s.holds(0, s.push("ines", "apply"), "blog/launch  "+lacksSenior)
		})
	}
}

func TestAnApprovalOfAnOlderCommitCountsForWhatIsTheSame(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	number := s.open("ines", "two", postFile("same", "It opens at six."))
	s.edit(number, "ines", postFile("other", "Bring a friend."))
	s.hub.Review(number, forgetest.Review{Login: "sam"})
	s.edit(number, "ines", postFile("other", "Bring two friends."))
	s.edit(number, "ines", map[string]string{"README.md": "About us.\n"})
	s.merge(number, "ines", "squash")
	got := s.push("ines", "apply")
	s.wants(0, got, "blog/same  published", "blog/other  "+lacksSenior)
	if strings.Contains(got.text, "blog/other  published") {
		t.Errorf("what was edited after its approval went out:\n%s", got.text)
	}
}

func TestWhoHadAHandInItDoesNotApproveIt(t *testing.T) {
	t.Parallel()
	const lacks = "lacks the approval of a senior (Sue Lind)"
	for name, write := range map[string]func(s *scene) (int, string){
		"in a commit": func(s *scene) (int, string) {
			n := s.open("ines", "launch", postFile("launch", "It opens at six."))
			s.edit(n, "sam", postFile("launch", "It opens at six, says Sam."))
			return n, "merge"
		},
		"in a commit that was squashed": func(s *scene) (int, string) {
			n := s.open("ines", "launch", postFile("launch", "It opens at six."))
			s.edit(n, "sam", postFile("launch", "It opens at six, says Sam."))
			return n, "squash"
		},
		"under another name, by the address of an account": func(s *scene) (int, string) {
			n := s.open("ines", "launch", postFile("launch", "It opens at six."))
			s.write(postFile("launch", "It opens at six, says somebody."))
			commit := s.commit("sam-at-home", "edit")
			commit.Login = "sam"
			s.hub.Push(n, commit)
			s.pushPull(n)
			return n, "merge"
		},
		"as a co-author of what was squashed": func(s *scene) (int, string) {
			n := s.open("ines", "launch", postFile("launch", "It opens at six."))
			s.write(postFile("launch", "It opens at six, say both."))
			s.hub.Push(n, s.commit("ines", "edit\n\nCo-authored-by: Sam <1+sam@users.noreply.github.com>"))
			s.pushPull(n)
			return n, "squash"
		},
		"as the author that the file names": func(s *scene) (int, string) {
			files := postFile("launch", "It opens at six.")
			files["calendar/launch.yaml"] += "author: Sam Okafor\n"
			return s.open("ines", "launch", files), "squash"
		},
		"in a commit that was rebased": func(s *scene) (int, string) {
			n := s.open("ines", "launch", postFile("launch", "It opens at six."))
			s.edit(n, "sam", postFile("launch", "It opens at six, says Sam."))
			return n, "rebase"
		},
		"by opening the pull request": func(s *scene) (int, string) {
			s.as("ines", "checkout", "-q", "-b", "launch", "main")
			s.write(postFile("launch", "It opens at six."))
			commit := s.commit("ines", "write")
			n := s.hub.Open(forgetest.Pull{Author: "sam", Head: "launch", BaseSHA: s.as("sam", "rev-parse", "main"), Commits: []forgetest.Commit{commit}})
			s.pushPull(n)
			return n, "squash"
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			number, how := write(s)
			s.hub.Review(number, forgetest.Review{Login: "sam"})
			s.merge(number, "ines", how)
			s.holds(0, s.push("ines", "apply"), lacks)
		})
	}
}

func TestNobodyApprovesHimselfByEditingTheTeam(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	files := postFile("launch", "Jo approves of it.")
	files["team.yaml"] = strings.Replace(sceneTeam, "jo, profile: junior", "jo, profile: senior", 1)
	number := s.open("ines", "coup", files)
	s.hub.Review(number, forgetest.Review{Login: "jo"})
	s.merge(number, "ines", "merge")
	got := s.push("ines", "apply")
	s.holds(0, got, "blog/launch  "+lacksSenior, "Team team "+lacksSenior+": until then, the charter and team of ")
	number = s.open("ines", "again", postFile("second", "Jo approves of this, too."))
	s.hub.Review(number, forgetest.Review{Login: "jo"})
	s.merge(number, "ines", "merge")
	s.holds(0, s.push("ines", "apply"), "blog/second  "+lacksSenior)
}

// TestAPullRequestOfAForkIsReviewedLikeAnyOther is by a stranger, of whom the
// repository has no branch.
func TestAPullRequestOfAForkIsReviewedLikeAnyOther(t *testing.T) {
	t.Parallel()
	for _, gone := range []string{"", "gone"} {
		s := newScene(t)
		number := s.openFrom(forgetest.Pull{Author: "stranger", Fork: "stranger/content", Head: "launch"}, postFile("launch", "From outside."))
		if gone != "" {
			s.hub.DeleteFork(number)
		}
		s.hub.Review(number, forgetest.Review{Login: "stranger"})
		s.merge(number, "sam", "squash")
		s.holds(0, s.push("sam", "apply"), "blog/launch  "+lacksSenior)

		number = s.openFrom(forgetest.Pull{Author: "stranger", Fork: "stranger/content", Head: "second"}, postFile("second", "From outside, too."))
		s.hub.Review(number, forgetest.Review{Login: "sue"})
		s.merge(number, "sam", "squash")
		s.wants(0, s.push("sam", "apply"), "blog/second  published")
	}
}

// TestAQueueMergesWhatWasReviewed has two pull requests land as one push, each
// with a commit that the queue made.
func TestAQueueMergesWhatWasReviewed(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	first := s.open("ines", "first", postFile("first", "One."))
	s.hub.Review(first, forgetest.Review{Login: "sam"})
	event := s.hub.MergeGroupEvent(first)
	s.wants(0, s.job("merge_group", event, s.hub.Head(first), "ci", "--artifact", "galley.json"), "first  Wed 9 Dec 11:50 Paris")
	second := s.open("jo", "second", postFile("second", "Two."))
	third := s.open("jo", "third", postFile("third", "Three."))
	for number, branch := range map[int]string{second: "second", third: "third"} {
		s.hub.Review(number, forgetest.Review{Login: "sue"})
		s.as("sue", "checkout", "-q", branch)
	}
	for number, branch := range map[int]string{first: "first", second: "second"} {
		s.as("sue", "checkout", "-q", branch)
		s.merge(number, "github-merge-queue[bot]", "merge")
	}
	got := s.push("github-merge-queue[bot]", "apply")
	s.wants(0, got, "blog/first  published", "blog/second  published")
	if strings.Contains(got.text, "third") {
		t.Errorf("what is not merged is there:\n%s", got.text)
	}
}

func TestNothingGoesOutWhileGitHubDoesNotAnswer(t *testing.T) {
	t.Parallel()
	for _, on := range []string{
		"GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls",
		"GET /repos/{owner}/{repo}/pulls/{pull_number}/commits",
		"GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
	} {
		t.Run(on, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			number := s.open("ines", "launch", postFile("launch", "It opens at six."))
			s.hub.Review(number, forgetest.Review{Login: "sam"})
			s.merge(number, "ines", "merge")
			outage := forgetest.Outage(on)
			outage.Times = 3
			s.hub.Fail(outage)
			s.holds(5, s.push("ines", "apply"), "approvals cannot be judged", "hint: try again when it answers")
			s.hub.Fail(forgetest.Fault{On: on, Status: http.StatusForbidden, Header: map[string]string{"Content-Type": "application/json"},
				Body: `{"message": "Resource not accessible by integration"}`})
			s.holds(5, s.push("ines", "apply"), "approvals cannot be judged", "hint: the job needs permissions: {pull-requests: read")
			s.env["GITHUB_TOKEN"] = ""
			s.holds(5, s.push("ines", "apply"), "GITHUB_TOKEN is empty", "hint: env: {GITHUB_TOKEN: ${{ github.token }}}")
			delete(s.env, "GITHUB_TOKEN")
			s.wants(0, s.push("ines", "apply"), "blog/launch  published")
		})
	}
}

// TestNothingGoesOutByAClockThatIsNotGitHubs is of networks that tell no time.
func TestNothingGoesOutByAClockThatIsNotGitHubs(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	number := s.open("ines", "launch", postFile("launch", "It opens at six."))
	s.hub.Review(number, forgetest.Review{Login: "sam"})
	s.merge(number, "ines", "merge")
	s.behind = 62 * time.Second
	s.holds(1, s.push("ines", "apply"), "this machine's clock is wrong: it is 1m1s off a network's; nothing is sent")
	s.behind = -62 * time.Second
	s.holds(1, s.push("ines", "apply"), "this machine's clock is wrong")
	s.behind = 58 * time.Second
	s.wants(0, s.push("ines", "apply"), "blog/launch  published")
}

func TestOneWhoStartsARunApprovesWhatHeNames(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	number := s.open("ines", "launch", postFile("launch", "It opens at six."))
	s.merge(number, "ines", "squash")
	s.holds(0, s.push("ines", "apply"), lacksSenior)
	digest := s.digest("launch")
	dispatch := func(actor string) said {
		s.hub.Start(forgetest.Run{ID: 77, Event: "workflow_dispatch", Actor: actor, Status: "in_progress"})
		return s.job("workflow_dispatch", s.hub.DispatchEvent(actor, map[string]string{"approved": digest}), "main", "apply", "--approved", digest)
	}
	s.holds(5, dispatch("ines"), lacksSenior)
	s.holds(5, dispatch("reader"), lacksSenior)
	s.wants(0, dispatch("sue"), "blog/launch is approved by Sue Lind (senior)", "blog/launch  published")
}

func TestTwoRunsAtOncePublishOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	number := s.open("ines", "launch", postFile("launch", "It opens at six."))
	s.hub.Review(number, forgetest.Review{Login: "sam"})
	s.merge(number, "ines", "merge")
	var other said
	s.hub.Meanwhile("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", func() { other = s.push("ines", "apply") })
	mine := s.push("ines", "apply")
	s.wants(0, mine)
	s.wants(0, other)
	if n := strings.Count(mine.text+other.text, "blog/launch  published"); n != 1 {
		t.Errorf("published %d times:\n%s\nthe other:\n%s", n, mine.text, other.text)
	}
	s.now = s.now.Add(time.Hour)
	s.wants(0, s.timer("ledger", "verify"))
	if n := strings.Count(s.timer("ledger", "show", "launch").text, "approved "); n != 1 {
		t.Errorf("the ledger has %d approvals, want 1", n)
	}
}

func TestAPullRequestIsLookedAtAlsoWhereReviewsMayNotBeRead(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	number := s.open("ines", "launch", postFile("launch", "It opens at six."))
	s.hub.Review(number, forgetest.Review{Login: "sam"})
	s.hub.Fail(forgetest.Fault{On: "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", Status: http.StatusForbidden,
		Header: map[string]string{"Content-Type": "application/json"}, Body: `{"message": "Resource not accessible by integration"}`})
	got := s.job("pull_request", s.hub.PullEvent(number, "opened"), s.hub.Head(number), "ci")
	s.wants(0, got, "who approved it already is not known here: ", lacksSenior)
	if n := strings.Count(got.text, "not known here"); n != 1 {
		t.Errorf("it is told %d times, want once", n)
	}
}

// TestASeniorsOwnPostNeedsNobodyHoweverOftenItIsEdited has a post wait for its day
// while its author edits it in pull requests that came long before.
func TestASeniorsOwnPostNeedsNobodyHoweverOftenItIsEdited(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	later := map[string]string{"calendar/later.yaml": strings.Replace(postFile("later", "It opens soon.")["calendar/later.yaml"], "-09 11:50", "-10 11:50", 1)}
	s.merge(s.open("sam", "later", later), "sam", "squash")
	s.wants(0, s.push("sam", "apply"), "No changes.")
	s.merge(s.open("sue", "edit", postFile("later", "It opens now.")), "sue", "squash")
	s.wants(0, s.push("sue", "apply"), "blog/later  published")
	s.merge(s.open("ines", "again", postFile("later", "It opens now!")), "ines", "squash")
	s.holds(0, s.push("ines", "apply"), "blog/later  lacks the approval of a senior (Sam Okafor, Sue Lind)")
}

// TestAReviewApprovesNothingThatWasThereBefore has somebody review a pull request
// that shows, as all later ones do, a post that came without approval.
func TestAReviewApprovesNothingThatWasThereBefore(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"merge", "squash"} {
		s := newScene(t)
		s.merge(s.open("ines", "launch", postFile("launch", "Nobody read this.")), "ines", how)
		s.holds(0, s.push("ines", "apply"), "blog/launch  "+lacksSenior)
		number := s.open("jo", "other", postFile("other", "Somebody read this."))
		s.hub.Review(number, forgetest.Review{Login: "sam"})
		s.merge(number, "jo", how)
		got := s.push("jo", "apply")
		s.wants(0, got, "blog/other  published", "blog/launch  "+lacksSenior)
		if strings.Contains(got.text, "blog/launch  published") {
			t.Errorf("%s: it approved what nobody had read:\n%s", how, got.text)
		}
	}
}

// TestALongHistoryAsksGitHubAFewTimes begins with rules where there were none, and
// a calendar of many commits.
func TestALongHistoryAsksGitHubAFewTimes(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	var stream strings.Builder
	for i := range 230 {
		post := postFile("launch", fmt.Sprintf("Version %d.", i))["calendar/launch.yaml"]
		fmt.Fprintf(&stream, "commit refs/heads/main\ncommitter Sam Okafor <sam@example.org> %d +0000\ndata 4\nedit\n", s.now.Unix())
		if i == 0 {
			stream.WriteString("from refs/heads/main^0\n")
		}
		fmt.Fprintf(&stream, "M 100644 inline calendar/launch.yaml\ndata %d\n%s\n", len(post), post)
	}
	cmd := exec.Command("git", "fast-import", "--quiet")
	cmd.Dir, cmd.Env, cmd.Stdin = s.desk(), gitEnv(), strings.NewReader(stream.String())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	git(t, s.desk(), "reset", "-q", "--hard")
	git(t, s.desk(), "push", "-q", "origin", "main")
	s.holds(0, s.push("sam", "apply"), "GitHub is asked about 200 commits and no more", "blog/launch  lacks the approval of a senior (Sue Lind)")
	asked := 0
	for _, r := range s.hub.Requests() {
		if strings.HasSuffix(r, "/commits/{commit_sha}/pulls") {
			asked++
		}
	}
	if asked > 210 {
		t.Errorf("GitHub was asked %d times", asked)
	}
}
