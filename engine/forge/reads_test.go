package forge_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/forge"
	"galley/engine/forge/forgetest"
)

func TestThreeHundredReviewsAreRead(t *testing.T) {
	s := start(t, forgetest.Options{PageSize: 30})
	pull := s.Open(forgetest.Pull{Author: "ana"})
	for i := range 300 {
		s.Review(pull, forgetest.Review{Login: fmt.Sprint("reader-", i), State: "COMMENTED"})
	}
	last := s.Review(pull, forgetest.Review{Login: "zoe", Body: "Fine."})
	got := must[[]forge.Review](t)(as(t, s, workflow).Reviews(t.Context(), pull))
	if len(got) != 301 || got[300].ID != last || got[300].Author != "zoe" || got[300].State != forge.Approved || got[300].SubmittedAt.IsZero() {
		t.Errorf("%d reviews, the last %+v", len(got), got[len(got)-1])
	}
}

func TestADismissedAndAStaleReviewApproveNothing(t *testing.T) {
	s := start(t, forgetest.Options{})
	pull := s.Open(forgetest.Pull{Author: "ana"})
	s.Review(pull, forgetest.Review{Login: "stale"})
	head := s.Push(pull, forgetest.Commit{Login: "ana"})
	dismissed := s.Review(pull, forgetest.Review{Login: "dismissed"})
	s.Dismiss(pull, dismissed)
	s.Review(pull, forgetest.Review{Login: "refusing", State: "CHANGES_REQUESTED"})
	s.Review(pull, forgetest.Review{Login: "talking", State: "COMMENTED"})
	s.Review(pull, forgetest.Review{Login: "approving"})
	s.Review(pull, forgetest.Review{Login: ""}) // whose account is gone
	states := map[string]forge.ReviewState{}
	var approving []string
	for _, r := range must[[]forge.Review](t)(as(t, s, workflow).Reviews(t.Context(), pull)) {
		states[r.Author] = r.State
		if r.State == forge.Approved && r.Commit == head {
			approving = append(approving, r.Author)
		}
	}
	if want := []string{"approving", ""}; !reflect.DeepEqual(approving, want) {
		t.Errorf("%q approve, want %q", approving, want)
	}
	want := map[string]forge.ReviewState{"stale": forge.Approved, "dismissed": forge.Dismissed, "refusing": forge.ChangesRequested,
		"talking": forge.Commented, "approving": forge.Approved, "": forge.Approved}
	if !reflect.DeepEqual(states, want) {
		t.Errorf("states %v, want %v", states, want)
	}
}

func TestAPullRequestIsReadWhole(t *testing.T) {
	s := start(t, forgetest.Options{})
	c := as(t, s, workflow)
	number := s.Open(forgetest.Pull{Title: "Spring", Author: "lea", Head: "spring", Fork: "lea/content", Draft: true, Labels: []string{"post"}})
	got := must[forge.PullRequest](t)(c.PullRequest(t.Context(), number))
	want := forge.PullRequest{Number: number, Title: "Spring", Author: "lea", Open: true, Draft: true, Labels: []string{"post"}, Commits: 1,
		Head: forge.Ref{Repository: "lea/content", Branch: "spring", SHA: s.Head(number)},
		Base: forge.Ref{Repository: "revue/content", Branch: "main", SHA: got.Base.SHA}, URL: "https://github.com/revue/content/pull/1"}
	if !reflect.DeepEqual(got, want) || !got.Fork() || len(got.Base.SHA) != 40 {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	merge := s.Merge(number, "ines", "")
	s.DeleteFork(number)
	got = must[forge.PullRequest](t)(c.PullRequest(t.Context(), number))
	if !got.Merged || got.MergeCommit != merge || got.MergedBy != "ines" || got.MergedAt.IsZero() || got.Open || got.Head.Repository != "" || !got.Fork() {
		t.Errorf("merged, its fork deleted: %+v", got)
	}
	_, err := c.PullRequest(t.Context(), 99)
	wantKind(t, err, engine.NotFound)
}

func TestThePullRequestOfACommitIsFound(t *testing.T) {
	s := start(t, forgetest.Options{})
	c := as(t, s, workflow)
	open := s.Open(forgetest.Pull{Author: "ana", Head: "a"})
	fork := s.Open(forgetest.Pull{Author: "lea", Head: "a", Fork: "lea/content"})
	merge := s.Merge(s.Open(forgetest.Pull{Author: "ana", Head: "b"}), "ines", "")
	s.Open(forgetest.Pull{Author: "lea", Head: "a", Fork: "lea/other"}) // GitHub filters by the owner of a fork, not by its name
	for sha, want := range map[string][]int{s.Head(open): {open}, s.Head(fork): nil, merge: {3}, strings.Repeat("9", 40): nil} {
		var got []int
		for _, p := range must[[]forge.PullRequest](t)(c.PullsOf(t.Context(), sha)) {
			got = append(got, p.Number)
			if p.Merged != (p.Number == 3) || p.Merged != (p.MergeCommit != "") {
				t.Errorf("pull request %d: merged %v as %q", p.Number, p.Merged, p.MergeCommit)
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("pull requests of %s: %v, want %v", sha, got, want)
		}
	}
	_, err := c.PullsOf(t.Context(), "main; reboot")
	wantKind(t, err, engine.Invalid)
	from := must[[]forge.PullRequest](t)(c.PullsFrom(t.Context(), forge.Ref{Repository: "lea/content", Branch: "a"}))
	if len(from) != 1 || from[0].Number != fork {
		t.Errorf("from the fork: %+v, want %d alone", from, fork)
	}
	_, err = c.PullsFrom(t.Context(), forge.Ref{Branch: "a"})
	wantKind(t, err, engine.Invalid)
}

func TestEveryoneWhoMadeACommitIsNamed(t *testing.T) {
	s := start(t, forgetest.Options{})
	pull := s.Open(forgetest.Pull{Author: "ana", Commits: []forgetest.Commit{
		{SHA: hashA, Login: "ana", Name: "Ana", Email: "ana@example.org", Verified: true, Message: "Spring\n\nCo-authored-by: Léa Petit <lea@example.org>\n"},
		{SHA: hashB, Name: "Unknown", Email: "who@example.org", Unverified: "unknown_key"},
	}})
	got := must[forge.Commits](t)(as(t, s, workflow).Commits(t.Context(), pull))
	ana, who := forge.Person{Login: "ana", Name: "Ana", Email: "ana@example.org"}, forge.Person{Name: "Unknown", Email: "who@example.org"}
	want := forge.Commits{All: []forge.Commit{
		{SHA: hashA, Author: ana, Committer: ana, Signed: true, Reason: "valid", CoAuthors: []forge.Person{{Name: "Léa Petit", Email: "lea@example.org"}}},
		{SHA: hashB, Author: who, Committer: who, Reason: "unknown_key"},
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestCoAuthorsAreParsed(t *testing.T) {
	for _, tc := range []struct {
		claim, message string
		want           []forge.Person
	}{
		{"None", "Spring", nil},
		{"InTheMiddle", "Spring\nCo-authored-by: A <a@example.org>\n\nmore", []forge.Person{{Name: "A", Email: "a@example.org"}}},
		{"AnyCaseAndIndent", "x\n\n  CO-AUTHORED-BY : A B  < a@example.org >\r\n", []forge.Person{{Name: "A B", Email: "a@example.org"}}},
		{"EachOnce", "x\n\nCo-authored-by: A <a@example.org>\nCo-authored-by: Other <A@example.org>", []forge.Person{{Name: "A", Email: "a@example.org"}}},
		{"ALoginOfGitHub", "x\n\nCo-authored-by: L <41+lea-p@users.noreply.github.com>\nCo-authored-by: B <dependabot[bot]@users.noreply.github.com>",
			[]forge.Person{{Login: "lea-p", Name: "L", Email: "41+lea-p@users.noreply.github.com"},
				{Login: "dependabot[bot]", Name: "B", Email: "dependabot[bot]@users.noreply.github.com"}}},
		{"NoLoginOfAnother", "Co-authored-by: L <lea@users.noreply.github.com.evil.example>", []forge.Person{{Name: "L", Email: "lea@users.noreply.github.com.evil.example"}}},
		{"WithoutEmail", "Co-authored-by: Lea <>", []forge.Person{{Name: "Lea"}}},
		{"Nobody", "Co-authored-by: <>", nil},
	} {
		t.Run(tc.claim, func(t *testing.T) {
			if got := forge.CoAuthors(tc.message); !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got %+v, want %+v", got, tc.want)
			}
		})
	}
}

func TestWhatGitHubCutsIsSaidToBeCut(t *testing.T) {
	s := start(t, forgetest.Options{})
	c := as(t, s, workflow)
	for many, cut := range map[int]bool{250: false, 251: true} {
		pull := s.Open(forgetest.Pull{Author: "ana", Commits: make([]forgetest.Commit, many)})
		commits := must[forge.Commits](t)(c.Commits(t.Context(), pull))
		if len(commits.All) != 250 || commits.Cut != cut {
			t.Errorf("of %d commits %d, cut %v", many, len(commits.All), commits.Cut)
		}
	}
}

func TestAPullRequestIsProposedOnce(t *testing.T) {
	s := start(t, forgetest.Options{})
	c := as(t, s, workflow)
	s.Open(forgetest.Pull{Author: "lea", Head: "galley/import", Fork: "lea/content"})
	s.Open(forgetest.Pull{Author: "revue", Head: "galley/import", Fork: "revue/mirror"})
	p := forge.Proposal{Head: "galley/import", Base: "main", Title: "Import", Body: "3 posts"}
	propose := func(deed forge.Deed) {
		t.Helper()
		if got := must[forge.Upsert](t)(c.UpsertPull(t.Context(), p)); got.Deed != deed || got.Number != 3 || got.URL == "" {
			t.Errorf("upsert %+v, want number 3 %v", got, deed)
		}
	}
	propose(forge.Created)
	propose(forge.Kept)
	p.Body = "4 posts"
	propose(forge.Updated)
}

func TestAProposalThatAnotherRunWasQuickerWithIsRevised(t *testing.T) {
	s := start(t, forgetest.Options{})
	p := forge.Proposal{Head: "galley/import", Base: "main", Title: "Import", Body: "3 posts"}
	s.Meanwhile("POST /repos/{owner}/{repo}/pulls", func() { s.Open(forgetest.Pull{Author: workflow.Login, Head: p.Head, Title: "Other"}) })
	if got := must[forge.Upsert](t)(as(t, s, workflow).UpsertPull(t.Context(), p)); got.Deed != forge.Updated || got.Number != 1 {
		t.Errorf("upsert %+v, want number 1 updated", got)
	}
}

func TestATokenTellsWhoseItIs(t *testing.T) {
	s := start(t, forgetest.Options{})
	for token, want := range map[forgetest.Token]forge.Self{
		person:   {Login: "galley-keeper"},
		workflow: {Login: "github-actions[bot]", App: true},
	} {
		if got := must[forge.Self](t)(as(t, s, token).Self(t.Context())); got != want {
			t.Errorf("self %+v, want %+v", got, want)
		}
	}
	_, err := as(t, s, forgetest.Token{}).Self(t.Context())
	wantKind(t, err, engine.Unauthorized)
}

func TestARunIsOverOnlyOnceItIsCompleted(t *testing.T) {
	s := start(t, forgetest.Options{})
	c := as(t, s, workflow)
	for status, over := range map[string]bool{"queued": false, "in_progress": false, "waiting": false, "completed": true} {
		s.Start(forgetest.Run{ID: 77, Attempt: 2, Actor: "ines", Status: status, SHA: hashA})
		got := must[forge.Run](t)(c.Run(t.Context(), 77))
		if got.Over() != over || got.Attempt != 2 || got.Actor != "ines" || got.Head != (forge.Ref{Repository: "revue/content", Branch: "main", SHA: hashA}) {
			t.Errorf("%s: %+v, over %v", status, got, got.Over())
		}
	}
	_, err := c.Run(t.Context(), 78)
	wantKind(t, err, engine.NotFound)
}

func TestTheTimeIsGitHubs(t *testing.T) {
	now := time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)
	s := start(t, forgetest.Options{Now: now})
	if got := must[time.Time](t)(as(t, s, workflow).Time(t.Context())); !got.Equal(now) {
		t.Errorf("it is %v, want %v", got, now)
	}
	s.Fail(forgetest.Fault{Status: 404, Body: `{"message": "Rate limiting is not enabled."}`})
	if got := must[time.Time](t)(as(t, s, workflow).Time(t.Context())); !got.Equal(now.Add(time.Second)) {
		t.Errorf("without limits it is %v, want a second later", got)
	}
}

func TestTheLastDecisionOfAReviewerStands(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 3, 2, 9, minute, 0, 0, time.UTC) }
	r := func(minute int, author string, state forge.ReviewState) forge.Review {
		return forge.Review{ID: int64(minute), Author: author, State: state, SubmittedAt: at(minute)}
	}
	got := forge.Standing([]forge.Review{
		r(1, "ana", forge.Approved), r(2, "lea", forge.ChangesRequested), r(3, "Ana", forge.Commented), r(4, "zoe", forge.Approved),
		r(9, "lea", forge.Approved), r(6, "zoe", forge.Dismissed), r(7, "tom", forge.Commented), r(8, "", forge.Approved), r(5, "max", forge.Approved),
		r(10, "MAX", forge.ChangesRequested), r(11, "ana", forge.Pending),
	})
	want := []forge.Review{r(1, "ana", forge.Approved), r(6, "zoe", forge.Dismissed), r(9, "lea", forge.Approved), r(10, "MAX", forge.ChangesRequested)}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}
