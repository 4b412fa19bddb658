package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/forge"
)

// A job is what surrounds this run.
type job struct {
	github bool
	event  forge.Event // the zero one outside of GitHub, and for events we know nothing of
	base   string      // revision the event compares with; empty if it has none
}

// job reads what GitHub tells of a job. Nothing is an error outside of one.
func (a *app) job() (job, error) {
	j := job{github: a.Getenv("GITHUB_ACTIONS") == "true"}
	event, err := a.event()
	if engine.KindOf(err) == engine.Unsupported || errors.Is(err, errNoEvent) {
		return j, nil
	}
	if err != nil {
		return j, err
	}
	j.event, j.base = event, event.Base.SHA
	if event.Name == forge.PushEvent {
		j.base = event.Before
	}
	return j, nil
}

var errNoEvent = errors.New("this is no job of GitHub: GITHUB_EVENT_NAME and GITHUB_EVENT_PATH are not set")

// event reads the event that started the job.
func (a *app) event() (forge.Event, error) {
	name, file := a.Getenv("GITHUB_EVENT_NAME"), a.Getenv("GITHUB_EVENT_PATH")
	if name == "" || file == "" {
		return forge.Event{}, errNoEvent
	}
	f, err := os.Open(a.path(file))
	if err != nil {
		return forge.Event{}, fmt.Errorf("read the event of this run: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, forge.MaxEvent+1))
	if err != nil {
		return forge.Event{}, fmt.Errorf("read the event of this run: %w", err)
	}
	return forge.ParseEvent(name, data)
}

// everybodyReads reports whether this is a job of GitHub for a repository that is
// public.
func (a *app) everybodyReads() bool {
	if a.Getenv("GITHUB_ACTIONS") != "true" {
		return false
	}
	event, err := a.event()
	return err == nil && event.Repository.Public
}

// writeJob writes the summary of the job, and its outputs. Nothing that anybody
// wrote is an output: workflows put them into commands.
func (a *app) writeJob(k checkup) error {
	if file := a.Getenv("GITHUB_STEP_SUMMARY"); file != "" {
		options := view.CommentOptions{Summary: true, Limit: view.SummaryLimit, Bytes: view.SummaryLimit, Fork: k.job.event.Fork(),
			Files: a.filesAt(k.doc.Head)}
		if err := a.append(file, view.Comment(k.doc, options)); err != nil {
			return err
		}
	}
	if file := a.Getenv("GITHUB_OUTPUT"); file != "" {
		counts := map[engine.Severity]int{}
		for _, f := range k.content.findings {
			counts[f.Severity]++
		}
		changes := 0
		for _, p := range k.doc.Proofs {
			if p.Origin == engine.FromChange {
				changes++
			}
		}
		return a.append(file, fmt.Sprintf("verdict=%s\nplan_digest=%s\nchanges=%d\nerrors=%d\nwarnings=%d\n", k.doc.Verdict, k.doc.PlanDigest,
			changes, counts[engine.SeverityError], counts[engine.SeverityWarning]))
	}
	return nil
}

// filesAt is the address of the files at a commit; empty outside of GitHub.
func (a *app) filesAt(commit string) string {
	server, repository := a.Getenv("GITHUB_SERVER_URL"), a.Getenv("GITHUB_REPOSITORY")
	if server == "" || repository == "" || commit == "" {
		return ""
	}
	return server + "/" + repository + "/blob/" + commit + "/"
}

// append writes behind what a file holds.
func (a *app) append(file, text string) error {
	f, err := os.OpenFile(a.path(file), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return fmt.Errorf("write for the job: %w", err)
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}
