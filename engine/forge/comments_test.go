package forge_test

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"galley/engine"
	"galley/engine/forge"
	"galley/engine/forge/forgetest"
)

const (
	marker = "<!-- galley:plan:main -->"

	createComment = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments"
	updateComment = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}"
	deleteComment = "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}"
)

func TestTheOneCommentIsKeptUpToDate(t *testing.T) {
	for _, token := range []forgetest.Token{person, workflow} {
		t.Run(token.Login, func(t *testing.T) {
			s := start(t, forgetest.Options{})
			c, pull := as(t, s, token), s.Open(forgetest.Pull{Author: "ana"})
			var first forge.Upsert
			for i, step := range []struct {
				body   string
				deed   forge.Deed
				writes []string
			}{
				{"2 to publish", forge.Created, []string{createComment}},
				{"2 to publish", forge.Kept, nil},
				{"1 to publish", forge.Updated, []string{updateComment}},
				{"1 to publish\n", forge.Kept, nil},
			} {
				before := len(s.Writes())
				got := must[forge.Upsert](t)(c.UpsertComment(t.Context(), pull, marker, step.body))
				if i == 0 {
					first = got
				}
				if got.Deed != step.deed || got.ID != first.ID || got.URL == "" {
					t.Errorf("step %d: %+v, want it %v and the same comment %d", i, got, step.deed, first.ID)
				}
				if writes := s.Writes()[before:]; len(writes)+len(step.writes) > 0 && !reflect.DeepEqual(writes, step.writes) {
					t.Errorf("step %d wrote %v, want %v", i, writes, step.writes)
				}
			}
			want := []forgetest.Said{{ID: first.ID, Author: token.Login, Body: marker + "\n1 to publish"}}
			if got := s.Comments(pull); !reflect.DeepEqual(got, want) {
				t.Errorf("comments %+v, want %+v", got, want)
			}
		})
	}
}

func TestAForgedMarkerIsLeftAlone(t *testing.T) {
	s := start(t, forgetest.Options{})
	pull := s.Open(forgetest.Pull{Author: "stranger", Fork: "stranger/content"})
	forged := forgetest.Said{ID: s.Comment(pull, "stranger", marker+"\napproved by everybody"), Author: "stranger", Body: marker + "\napproved by everybody"}
	s.Comment(pull, "github-actions", marker+"\nan account of almost our name")
	quoted := s.Comment(pull, workflow.Login, "Another tool of ours quotes:\n"+marker)
	c := as(t, s, workflow)
	for _, deed := range []forge.Deed{forge.Created, forge.Kept} {
		got := must[forge.Upsert](t)(c.UpsertComment(t.Context(), pull, marker, "the plan"))
		if got.Deed != deed || got.ID == forged.ID || got.ID == quoted {
			t.Errorf("upsert %+v, want it %v and neither %d nor %d", got, deed, forged.ID, quoted)
		}
	}
	said := s.Comments(pull)
	if len(said) != 4 || said[0] != forged {
		t.Errorf("comments %+v, want four, the forged one untouched", said)
	}
}

func TestOursIsFoundBehindThreeHundredOthers(t *testing.T) {
	s := start(t, forgetest.Options{PageSize: 30})
	pull := s.Open(forgetest.Pull{Author: "ana"})
	for i := range 150 {
		s.Comment(pull, "ana", fmt.Sprint("before ", i))
	}
	ours := s.Comment(pull, workflow.Login, marker+"\r\nold\r\n")
	for i := range 150 {
		s.Comment(pull, "ana", fmt.Sprint("after ", i))
	}
	c := as(t, s, workflow)
	if got := must[[]forge.Comment](t)(c.Comments(t.Context(), pull)); len(got) != 301 || got[300].Body != "after 149" || got[0].CreatedAt.IsZero() {
		t.Errorf("%d comments, the last %+v; want 301", len(got), got[len(got)-1])
	}
	got := must[forge.Upsert](t)(c.UpsertComment(t.Context(), pull, marker, "new"))
	if got.Deed != forge.Updated || got.ID != ours || len(s.Comments(pull)) != 301 {
		t.Errorf("upsert %+v of %d comments, want %d updated", got, len(s.Comments(pull)), ours)
	}
}

func TestAStrangerCannotMakeTheConversationTooLargeToRead(t *testing.T) {
	s := start(t, forgetest.Options{})
	pull := s.Open(forgetest.Pull{Author: "ana"})
	for range 60 {
		s.Comment(pull, "stranger", strings.Repeat("😀", forge.MaxText))
	}
	got := must[forge.Upsert](t)(as(t, s, workflow).UpsertComment(t.Context(), pull, marker, "the plan"))
	if got.Deed != forge.Created {
		t.Errorf("upsert %+v, want it created", got)
	}
}

func TestOfTwoRunsThatRaceOneCommentStays(t *testing.T) {
	s := start(t, forgetest.Options{})
	pull := s.Open(forgetest.Pull{Author: "ana"})
	var rival int64
	s.Meanwhile(createComment, func() { rival = s.Comment(pull, workflow.Login, marker+"\nof the other run") })
	got := must[forge.Upsert](t)(as(t, s, workflow).UpsertComment(t.Context(), pull, marker, "of this run"))
	want := []forgetest.Said{{ID: rival, Author: workflow.Login, Body: marker + "\nof this run"}}
	if said := s.Comments(pull); got.ID != rival || !reflect.DeepEqual(said, want) {
		t.Errorf("upsert %+v left %+v, want %+v", got, said, want)
	}
}

func TestASpareCommentThatTheOtherRunTookAwayIsNoError(t *testing.T) {
	s := start(t, forgetest.Options{})
	pull := s.Open(forgetest.Pull{Author: "ana"})
	kept, spare := s.Comment(pull, workflow.Login, marker+"\na"), s.Comment(pull, workflow.Login, marker+"\nb")
	s.Meanwhile(deleteComment, func() { s.Uncomment(spare) })
	if got := must[forge.Upsert](t)(as(t, s, workflow).UpsertComment(t.Context(), pull, marker, "a")); got.ID != kept || got.Deed != forge.Kept {
		t.Errorf("upsert %+v, want %d kept", got, kept)
	}
}

func TestManyRunsAtOnceLeaveOneComment(t *testing.T) {
	s := start(t, forgetest.Options{})
	pull := s.Open(forgetest.Pull{Author: "ana"})
	var runs sync.WaitGroup
	for i := range 6 {
		c := as(t, s, workflow)
		runs.Go(func() {
			if _, err := c.UpsertComment(t.Context(), pull, marker, fmt.Sprint("run ", i)); err != nil {
				t.Error(err)
			}
		})
	}
	runs.Wait()
	if got := must[forge.Upsert](t)(as(t, s, workflow).UpsertComment(t.Context(), pull, marker, "last")); len(s.Comments(pull)) != 1 {
		t.Errorf("upsert %+v left %+v, want one", got, s.Comments(pull))
	}
}

func TestALostAnswerIsUncertainAndFoundNextTime(t *testing.T) {
	for claim, fault := range map[string]forgetest.Fault{
		"Dropped": {On: createComment, After: true, Drop: true},
		"Outage":  {On: createComment, After: true, Status: 502, Body: "<html>Unicorn</html>", Header: map[string]string{"Content-Type": "text/html"}},
		"Page":    {On: createComment, After: true, Status: 201, Body: "<html>a proxy</html>", Header: map[string]string{"Content-Type": "text/html"}},
		"Half":    {On: createComment, After: true, Status: 201, Body: `{"id": 1, "bo`, Header: map[string]string{"Content-Type": "application/json"}},
	} {
		t.Run(claim, func(t *testing.T) {
			s := start(t, forgetest.Options{})
			c, pull := as(t, s, workflow), s.Open(forgetest.Pull{Author: "ana"})
			s.Fail(fault)
			_, err := c.UpsertComment(t.Context(), pull, marker, "the plan")
			wantKind(t, err, engine.Uncertain)
			if writes := s.Writes(); !reflect.DeepEqual(writes, []string{createComment}) {
				t.Errorf("it wrote %v, want once", writes)
			}
			got := must[forge.Upsert](t)(c.UpsertComment(t.Context(), pull, marker, "the plan"))
			if got.Deed != forge.Kept || len(s.Comments(pull)) != 1 {
				t.Errorf("upsert %+v of %+v, want the one kept", got, s.Comments(pull))
			}
		})
	}
}

func TestABodyOverTheLimitNeverLeaves(t *testing.T) {
	s := start(t, forgetest.Options{})
	c, pull := as(t, s, workflow), s.Open(forgetest.Pull{Author: "ana"})
	fits := strings.Repeat("é", forge.MaxText-len(marker)-1)
	_, err := c.UpsertComment(t.Context(), pull, marker, fits+"é")
	wantKind(t, err, engine.Invalid)
	_, err = c.UpsertIssue(t.Context(), marker, "Drift", fits+"é", nil)
	wantKind(t, err, engine.Invalid)
	if writes := s.Writes(); len(writes) != 0 {
		t.Errorf("it wrote %v", writes)
	}
	must[forge.Upsert](t)(c.UpsertComment(t.Context(), pull, marker, fits))
}

func TestAMarkerThatIsNoneIsRefused(t *testing.T) {
	s := start(t, forgetest.Options{})
	for _, bad := range []string{"", "galley", "<!-- a --> b", "<!-- a -->\n", "<!-- --> -->"} {
		_, err := as(t, s, workflow).UpsertComment(t.Context(), 1, bad, "body")
		wantKind(t, err, engine.Invalid)
	}
}

func TestATokenOfAForkWritesNothing(t *testing.T) {
	s := start(t, forgetest.Options{})
	pull := s.Open(forgetest.Pull{Author: "stranger", Fork: "stranger/content"})
	_, err := as(t, s, fromAFork).UpsertComment(t.Context(), pull, marker, "the plan")
	wantKind(t, err, engine.Unauthorized)
	if len(s.Comments(pull)) != 0 {
		t.Error("it commented")
	}
}

const (
	createIssue = "POST /repos/{owner}/{repo}/issues"
	updateIssue = "PATCH /repos/{owner}/{repo}/issues/{issue_number}"
)

func TestTheOneIssueIsKeptAndClosed(t *testing.T) {
	s := start(t, forgetest.Options{PageSize: 2})
	c := as(t, s, workflow)
	s.File(forgetest.Issue{Title: "Drift", Body: marker + "\nforged", Author: "stranger"})
	s.Open(forgetest.Pull{Author: workflow.Login, Body: marker + "\na pull request"})
	upsert := func(body string) forge.Upsert {
		t.Helper()
		return must[forge.Upsert](t)(c.UpsertIssue(t.Context(), marker, "Drift", body, []string{"drift"}))
	}
	first := upsert("a")
	if again, next := upsert("a"), upsert("b"); first.Deed != forge.Created || again.Deed != forge.Kept || next.Deed != forge.Updated || next.Number != first.Number {
		t.Errorf("deeds %v, %v, %v of %d and %d", first.Deed, again.Deed, next.Deed, first.Number, next.Number)
	}
	if gone := must[forge.Upsert](t)(c.CloseIssue(t.Context(), marker)); gone.Deed != forge.Closed || gone.Number != first.Number {
		t.Errorf("closed %+v", gone)
	}
	if none := must[forge.Upsert](t)(c.CloseIssue(t.Context(), marker)); none.Deed != forge.Kept {
		t.Errorf("closed again: %+v", none)
	}
	if second := upsert("c"); second.Deed != forge.Created || second.Number == first.Number {
		t.Errorf("after closing: %+v, want a new one", second)
	}
	want := []string{createIssue, updateIssue, updateIssue, createIssue}
	if writes := s.Writes(); !reflect.DeepEqual(writes, want) {
		t.Errorf("it wrote %v, want %v", writes, want)
	}
	issues := s.Issues()
	if len(issues) != 3 || !issues[0].Open || issues[0].Body != marker+"\nforged" || issues[1].Open || !reflect.DeepEqual(issues[2].Labels, []string{"drift"}) {
		t.Errorf("issues %+v", issues)
	}
}

func TestSpareIssuesAreClosed(t *testing.T) {
	s := start(t, forgetest.Options{})
	for range 2 {
		s.File(forgetest.Issue{Title: "Drift", Body: marker + "\na", Author: workflow.Login})
	}
	got := must[forge.Upsert](t)(as(t, s, workflow).UpsertIssue(t.Context(), marker, "Drift", "a", nil))
	if issues := s.Issues(); got.Deed != forge.Kept || got.Number != 1 || !issues[0].Open || issues[1].Open {
		t.Errorf("upsert %+v left %+v, want the first alone", got, issues)
	}
}
