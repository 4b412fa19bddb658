package cli

import (
	"testing"
	"time"

	"galley/engine/forge/forgetest"
	"galley/engine/record"
)

// TestALeaseEndsWithItsRunOnGitHub is of a job that was killed: the next one need
// not wait for the end of its lease.
func TestALeaseEndsWithItsRunOnGitHub(t *testing.T) {
	hub := forgetest.New(t, forgetest.Options{})
	hub.Grant(forgetest.Token{Value: "ghs_job", Login: "github-actions[bot]"})
	hub.Start(forgetest.Run{ID: 7, Actor: "ines", Attempt: 2, Status: "completed", Conclusion: "cancelled"})
	hub.Start(forgetest.Run{ID: 8, Actor: "ines", Status: "in_progress"})
	env := map[string]string{"GITHUB_REPOSITORY": "revue/content", "GITHUB_API_URL": hub.URL, "GITHUB_SERVER_URL": "https://github.com",
		"GITHUB_TOKEN": "ghs_job", "GITHUB_RUN_ID": "9", "GITHUB_RUN_ATTEMPT": "3"}
	now := time.Date(2026, 12, 9, 11, 0, 0, 0, time.UTC)
	a := &app{Env: Env{Getenv: func(name string) string { return env[name] }, Now: func() time.Time { return now }}}
	const runs = "https://github.com/revue/content/actions/runs/"
	if got := a.run().URL; got != runs+"9/attempts/3" {
		t.Errorf("the log of this job is at %s", got)
	}
	for url, want := range map[string]bool{
		runs + "7/attempts/2":       true,
		runs + "7/attempts/1":       true,  // it was started again since
		runs + "7/attempts/3":       false, // GitHub does not know of it yet
		runs + "8/attempts/1":       false,
		runs + "99/attempts/1":      false, // nobody knows
		runs + "7":                  false,
		runs + "7/attempts/2/job/1": false,
		"https://github.com/others/content/actions/runs/7/attempts/2":   false,
		"https://forge.example/revue/content/actions/runs/7/attempts/2": false,
		"": false,
	} {
		if got := a.ended(content{})(t.Context(), record.Lease{Run: record.Run{URL: url}}); got != want {
			t.Errorf("the run at %q has ended: %t, want %t", url, got, want)
		}
	}
	env["GITHUB_TOKEN"] = ""
	if a.ended(content{}) != nil {
		t.Error("GitHub is asked without a credential")
	}
}

// TestGitHubIsAskedAboutARunNowAndThen keeps a run that waits for another from
// using up the questions that its job has.
func TestGitHubIsAskedAboutARunNowAndThen(t *testing.T) {
	hub := forgetest.New(t, forgetest.Options{})
	hub.Grant(forgetest.Token{Value: "ghs_job", Login: "github-actions[bot]"})
	hub.Start(forgetest.Run{ID: 7, Actor: "ines", Status: "in_progress"})
	env := map[string]string{"GITHUB_REPOSITORY": "revue/content", "GITHUB_API_URL": hub.URL, "GITHUB_TOKEN": "ghs_job"}
	now := time.Date(2026, 12, 9, 11, 0, 0, 0, time.UTC)
	a := &app{Env: Env{Getenv: func(name string) string { return env[name] }, Now: func() time.Time { return now }}}
	ended := a.ended(content{})
	lease := record.Lease{Run: record.Run{URL: "https://github.com/revue/content/actions/runs/7/attempts/1"}}
	if ended(t.Context(), lease) {
		t.Fatal("a run at work has ended")
	}
	hub.Start(forgetest.Run{ID: 7, Actor: "ines", Status: "completed"})
	now = now.Add(endedPoll - time.Second)
	if ended(t.Context(), lease) {
		t.Error("GitHub is asked again at once")
	}
	now = now.Add(time.Second)
	if !ended(t.Context(), lease) {
		t.Error("a run that was completed meanwhile has not ended")
	}
}
