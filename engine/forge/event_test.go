package forge_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"

	"galley/engine"
	"galley/engine/forge"
	"galley/engine/forge/forgetest"
)

// examples are GitHub's own, by the name of their event.
func examples(t *testing.T) map[string][]json.RawMessage {
	t.Helper()
	var all []struct {
		Name     string            `json:"name"`
		Examples []json.RawMessage `json:"examples"`
	}
	if err := json.Unmarshal(forgetest.Examples(t), &all); err != nil {
		t.Fatal(err)
	}
	byName := map[string][]json.RawMessage{}
	for _, e := range all {
		byName[e.Name] = e.Examples
	}
	return byName
}

func TestEveryExampleOfGitHubIsRead(t *testing.T) {
	all := examples(t)
	for _, name := range []string{forge.PullRequestEvent, forge.ReviewEvent, forge.PushEvent, forge.DispatchEvent,
		forge.RunEvent, forge.MergeGroupEvent, forge.IssuesEvent} {
		if len(all[name]) == 0 {
			t.Errorf("GitHub has no example of %s", name)
		}
		for i, data := range all[name] {
			e, err := forge.ParseEvent(name, data)
			if err != nil {
				t.Errorf("%s %d: %v", name, i, err)
				continue
			}
			if e.Repository.Name == "" || e.Repository.DefaultBranch == "" || e.Actor == "" {
				t.Errorf("%s %d: repository %+v, actor %q", name, i, e.Repository, e.Actor)
			}
			if about := subject(e); about == "" {
				t.Errorf("%s %d is about nothing: %+v", name, i, e)
			}
		}
	}
}

// subject names what an event is about.
func subject(e forge.Event) string {
	switch {
	case e.Pull.Number > 0 && e.Head.SHA != "" && e.Base.SHA != "" && e.Pull.Author != "":
		return "a pull request"
	case e.Run.ID > 0 && e.Head.SHA != "" && e.Run.Status != "":
		return "a run"
	case e.Issue.Number > 0 && e.Issue.Author != "":
		return "an issue"
	case e.Name == forge.MergeGroupEvent && e.Base.Branch == "main":
		return "a merge group"
	case e.Ref != "":
		return "a branch"
	}
	return ""
}

func TestEveryOtherEventIsRefusedByName(t *testing.T) {
	others := examples(t)
	maps.DeleteFunc(others, func(name string, _ []json.RawMessage) bool {
		_, err := forge.ParseEvent(name, []byte("{}"))
		return engine.KindOf(err) != engine.Unsupported
	})
	if len(others) < 40 {
		t.Errorf("only %d events are refused", len(others))
	}
	_, err := forge.ParseEvent("star", others["star"][0])
	if engine.KindOf(err) != engine.Unsupported || !strings.Contains(err.Error(), `"star"`) {
		t.Errorf("star: %v, want a refusal that names it", err)
	}
}

const (
	hashA = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	hashB = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
	zeros = "0000000000000000000000000000000000000000"

	ours = `"repository": {"full_name": "revue/content", "default_branch": "main", "private": true, "html_url": "https://github.com/revue/content"}, "sender": {"login": "ana"}`
)

var repository = forge.Repository{Name: "revue/content", DefaultBranch: "main", URL: "https://github.com/revue/content"}

func TestAnEventIsReadWhole(t *testing.T) {
	for _, tc := range []struct {
		claim, name, data string
		want              forge.Event
	}{
		{"APush", "push", `{"ref": "refs/heads/main", "before": "` + hashA + `", "after": "` + hashB + `", "forced": true, ` + ours + `}`,
			forge.Event{Ref: "refs/heads/main", Before: hashA, Forced: true,
				Head: forge.Ref{Repository: "revue/content", Branch: "main", SHA: hashB}}},
		{"ANewBranchHasNoBefore", "push", `{"ref": "refs/heads/new", "before": "` + zeros + `", "after": "` + hashB + `", ` + ours + `}`,
			forge.Event{Ref: "refs/heads/new", Head: forge.Ref{Repository: "revue/content", Branch: "new", SHA: hashB}}},
		{"ADeletedBranchHasNoHead", "push", `{"ref": "refs/heads/old", "before": "` + hashA + `", "after": "` + zeros + `", ` + ours + `}`,
			forge.Event{Ref: "refs/heads/old", Before: hashA, Head: forge.Ref{Repository: "revue/content", Branch: "old"}}},
		{"ATagIsNoBranch", "push", `{"ref": "refs/tags/v1", "before": "` + zeros + `", "after": "` + hashB + `", ` + ours + `}`,
			forge.Event{Ref: "refs/tags/v1", Head: forge.Ref{Repository: "revue/content", SHA: hashB}}},
		{"InputsAreText", "workflow_dispatch", `{"ref": "refs/heads/main", "inputs": {"only": "spring", "now": true, "n": 3, "why": null}, ` + ours + `}`,
			forge.Event{Ref: "refs/heads/main", Head: forge.Ref{Repository: "revue/content", Branch: "main"},
				Inputs: map[string]string{"only": "spring", "now": "true", "n": "3", "why": ""}}},
		{"ASchedule", "schedule", `{"schedule": "7,22 * * * *", ` + ours + `}`,
			forge.Event{Schedule: "7,22 * * * *", Head: forge.Ref{Repository: "revue/content", Branch: "main"}}},
		{"ALabelOfAnIssue", "issues", `{"action": "labeled", "label": {"name": "post"}, "issue": {"number": 4, "title": "New post", "body": "### Text", "state": "open",
			"user": {"login": "lea"}, "labels": [{"name": "post"}], "html_url": "https://github.com/revue/content/issues/4"}, ` + ours + `}`,
			forge.Event{Action: "labeled", Label: "post", Issue: forge.Issue{Number: 4, Title: "New post", Body: "### Text", Author: "lea", Open: true,
				Labels: []string{"post"}, URL: "https://github.com/revue/content/issues/4"}}},
	} {
		t.Run(tc.claim, func(t *testing.T) {
			tc.want.Name, tc.want.Actor, tc.want.Repository = tc.name, "ana", repository
			got, err := forge.ParseEvent(tc.name, []byte(tc.data))
			if err != nil || !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got  %+v, %v\nwant %+v", got, err, tc.want)
			}
		})
	}
}

func TestARepositoryIsPublicOnlyWhereTheEventSaysSo(t *testing.T) {
	for member, public := range map[string]bool{`, "private": false`: true, `, "private": true`: false, "": false, `, "private": null`: false} {
		e, err := forge.ParseEvent(forge.ScheduleEvent, []byte(`{"repository": {"full_name": "revue/content"`+member+`}}`))
		if err != nil || e.Repository.Public != public {
			t.Errorf("%q: public %v, %v; want %v", member, e.Repository.Public, err, public)
		}
	}
}

func TestAHeadElsewhereIsAFork(t *testing.T) {
	pull := func(head string) string {
		return `{"pull_request": {"number": 7, "head": {"sha": "` + hashB + `", "ref": "x", "repo": ` + head + `},
			"base": {"sha": "` + hashA + `", "ref": "main", "repo": {"full_name": "revue/content"}}}, ` + ours + `}`
	}
	run := func(head string) string {
		return `{"workflow_run": {"id": 9, "head_sha": "` + hashB + `", "head_branch": "x", "head_repository": ` + head + `}, ` + ours + `}`
	}
	for head, fork := range map[string]bool{
		`{"full_name": "revue/content"}`:    false,
		`{"full_name": "Revue/Content"}`:    false, // names of repositories differ in no letter's case alone
		`{"full_name": "stranger/content"}`: true,
		`null`:                              true, // the fork was deleted
	} {
		for name, data := range map[string]string{forge.PullRequestEvent: pull(head), forge.RunEvent: run(head)} {
			e, err := forge.ParseEvent(name, []byte(data))
			if err != nil || e.Fork() != fork {
				t.Errorf("%s from %s: fork %v, %v; want %v", name, head, e.Fork(), err, fork)
			}
			if name == forge.PullRequestEvent && e.Pull.Fork() != fork {
				t.Errorf("its pull request: fork %v, want %v", e.Pull.Fork(), fork)
			}
		}
	}
}

func TestAMalformedEventIsInvalid(t *testing.T) {
	for claim, tc := range map[string]struct{ name, data string }{
		"NoJSON":           {"push", `ref=main`},
		"Half":             {"push", `{"ref": "refs/heads/main"`},
		"TooLarge":         {"push", strings.Repeat(" ", forge.MaxEvent+1)},
		"NoRepository":     {"push", `{"ref": "refs/heads/main", "before": "` + hashA + `", "after": "` + hashB + `"}`},
		"NoPull":           {"pull_request", `{` + ours + `}`},
		"NoReview":         {"pull_request_review", `{` + ours + `}`},
		"NoRun":            {"workflow_run", `{` + ours + `}`},
		"NoIssue":          {"issues", `{` + ours + `}`},
		"NoGroup":          {"merge_group", `{` + ours + `}`},
		"AHashThatIsNone":  {"push", `{"ref": "refs/heads/main", "before": "` + hashA + `", "after": "--upload-pack=x", ` + ours + `}`},
		"ANameThatIsNone":  {"schedule", `{"repository": {"full_name": "a/b;reboot"}}`},
		"AnInputOfObjects": {"workflow_dispatch", `{"inputs": {"x": {"y": 1}}, ` + ours + `}`},
	} {
		t.Run(claim, func(t *testing.T) {
			if e, err := forge.ParseEvent(tc.name, []byte(tc.data)); engine.KindOf(err) != engine.Invalid || err == nil {
				t.Errorf("got %+v, %v; want an invalid one", e, err)
			}
		})
	}
}

func FuzzParseEvent(f *testing.F) {
	f.Add("push", []byte(`{"ref": "refs/heads/main", "after": "`+hashB+`", `+ours+`}`))
	f.Add("workflow_run", []byte(`{"workflow_run": {"id": 9, "head_sha": "`+hashB+`", "pull_requests": [null]}, `+ours+`}`))
	f.Add("pull_request", []byte(`{"pull_request": {"number": 1, "labels": [null], "head": {"sha": "x"}, "base": {"sha": "y"}}, `+ours+`}`))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		e, err := forge.ParseEvent(name, data)
		if err == nil && e.Name != name {
			t.Errorf("ParseEvent(%q) is about %q", name, e.Name)
		}
		e.Fork()
	})
}

func TestEventsOfTheServerAreReadAsTheClientReadsIt(t *testing.T) {
	s := start(t, forgetest.Options{Private: true})
	c := as(t, s, workflow)
	own := s.Open(forgetest.Pull{Author: "ana", Head: "spring"})
	fork := s.Open(forgetest.Pull{Author: "lea", Head: "spring", Fork: "lea/content"})
	s.Review(own, forgetest.Review{Login: "ines"})
	s.Start(forgetest.Run{ID: 7, Actor: "ana", Event: "pull_request", Status: "completed", Conclusion: "success", Branch: "spring", SHA: s.Head(own)})
	s.Start(forgetest.Run{ID: 8, Actor: "lea", Event: "pull_request", Status: "completed", Branch: "spring", SHA: s.Head(fork), Fork: "lea/content"})
	parse := func(name string, data []byte) forge.Event {
		t.Helper()
		return must[forge.Event](t)(forge.ParseEvent(name, data))
	}
	for number, isFork := range map[int]bool{own: false, fork: true} {
		e, want := parse(forge.PullRequestEvent, s.PullEvent(number, "opened")), must[forge.PullRequest](t)(c.PullRequest(t.Context(), number))
		if !reflect.DeepEqual(e.Pull, want) || e.Fork() != isFork || e.Action != "opened" || e.Actor != want.Author || e.Repository.Public {
			t.Errorf("event %+v, want it about %+v", e, want)
		}
	}
	if e, want := parse(forge.ReviewEvent, s.ReviewEvent(own, "submitted")), must[[]forge.Review](t)(c.Reviews(t.Context(), own)); e.Review != want[0] {
		t.Errorf("review %+v, want %+v", e.Review, want[0])
	}
	for _, id := range []int64{7, 8} {
		e, run := parse(forge.RunEvent, s.RunEvent(id)), must[forge.Run](t)(c.Run(t.Context(), id))
		if e.Run != run || e.Fork() != (id == 8) {
			t.Errorf("run %+v of event %+v", run, e)
		}
	}
	e := parse(forge.PushEvent, s.PushEvent("ines", "main", hashA, hashB))
	if e.Before != hashA || e.Head != (forge.Ref{Repository: "revue/content", Branch: "main", SHA: hashB}) || e.Actor != "ines" {
		t.Errorf("push %+v", e)
	}
	if e := parse(forge.MergeGroupEvent, s.MergeGroupEvent(own)); e.Base.Branch != "main" || e.Head.SHA == s.Head(own) || e.Fork() {
		t.Errorf("merge group %+v", e)
	}
	if e := parse(forge.DispatchEvent, s.DispatchEvent("ines", map[string]string{"only": "spring"})); e.Inputs["only"] != "spring" || e.Actor != "ines" {
		t.Errorf("dispatch %+v", e)
	}
	if e := parse(forge.ScheduleEvent, s.ScheduleEvent("7 * * * *")); e.Schedule != "7 * * * *" || e.Actor != "" || e.Fork() {
		t.Errorf("schedule %+v", e)
	}
	filed := s.File(forgetest.Issue{Title: "New post", Body: "### Text", Author: "lea", Labels: []string{"post"}})
	if e := parse(forge.IssuesEvent, s.IssueEvent(filed, "opened")); e.Issue.Number != filed || e.Issue.Body != "### Text" || e.Actor != "lea" {
		t.Errorf("issue %+v", e)
	}
}
