package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/forge"
)

// keepDriftIssue makes the repository on GitHub have one open issue that tells of
// the drift in a plan, and none where there is no drift. A channel that could not
// be read proves nothing: then an issue stays as it is.
func (a *app) keepDriftIssue(ctx context.Context, c content, p engine.Plan) error {
	repository := a.githubName(c)
	if repository == "" {
		return failed("run it in a job of GitHub, or in a clone of a repository there", "--drift-issue: which repository is this?")
	}
	client, err := a.forge(repository)
	if err != nil {
		return err
	}
	drifts := view.Drifts(p)
	unread := slices.ContainsFunc(p.Problems, func(x engine.Problem) bool { return !x.Refused })
	switch {
	case len(drifts) == 0 && unread:
		a.say("not all channels could be read: an issue that tells of drift stays as it is")
		return nil
	case len(drifts) == 0:
		done, err := client.CloseIssue(ctx, view.DriftMarker)
		if err == nil && done.URL != "" {
			a.say("no drift any more: issue %s: %s", done.Deed, done.URL)
		}
		return err
	}
	doc := a.driftArtifact(c, engine.Plan{Changes: drifts})
	options := view.CommentOptions{Limit: view.CommentLimit - len(view.DriftMarker) - 1}
	title, body := view.DriftIssue(doc, options)
	done, err := client.UpsertIssue(ctx, view.DriftMarker, title, body, []string{})
	if err == nil {
		a.say("drift: issue %s: %s", done.Deed, done.URL)
	}
	return err
}

// driftArtifact is what an issue is written from.
func (a *app) driftArtifact(c content, p engine.Plan) view.Artifact {
	doc := view.Artifact{Zone: c.Project.Zone, Language: "en", Proofs: view.Sheet{Desired: c.desired, Infos: a.Providers.Infos()}.Proofs(p)}
	if len(c.Project.Languages) > 0 {
		doc.Language = c.Project.Languages[0]
	}
	doc.Proofs = slices.DeleteFunc(doc.Proofs, func(x view.Proof) bool { return x.Origin != engine.FromDrift })
	for i := range doc.Proofs {
		x := &doc.Proofs[i]
		x.Reason, x.Hint = a.redact(x.Reason), a.redact(x.Hint)
	}
	return doc.Bounded()
}

// githubName is owner/name of the content's repository on GitHub; empty if it is
// on none.
func (a *app) githubName(c content) string {
	if name := a.Getenv("GITHUB_REPOSITORY"); name != "" || c.repo == nil {
		return name
	}
	remote, err := c.repo.Remote(c.Project.Record.Remote)
	if err != nil || remote == nil {
		return ""
	}
	for _, prefix := range []string{"https://github.com/", "ssh://git@github.com/", "git@github.com:"} {
		if name, found := strings.CutPrefix(remote.URL, prefix); found {
			return strings.TrimSuffix(strings.TrimSuffix(name, "/"), ".git")
		}
	}
	return ""
}

// protection tells what protects the record branch, as far as a token lets us
// see; nil without one, or without a GitHub.
func (a *app) protection(ctx context.Context, c content) *view.RecordStatus {
	repository := a.githubName(c)
	if repository == "" || a.Getenv("GITHUB_TOKEN") == "" {
		return nil
	}
	status := &view.RecordStatus{Branch: c.Project.Record.Branch, Open: []string{}, Signed: len(c.Project.Record.Signing.Keys) > 0}
	client, err := a.forge(repository)
	if err == nil {
		err = a.openDoors(ctx, client, status)
	}
	if err != nil {
		status.Failure = a.redact(err.Error())
	}
	return status
}

// openDoors finds what nobody forbids to do with the record.
func (a *app) openDoors(ctx context.Context, client guarded, status *view.RecordStatus) error {
	for _, branch := range []string{status.Branch, status.Branch + "-anchor"} {
		p, err := client.Protection(ctx, branch)
		if err != nil {
			return err
		}
		status.Hidden = status.Hidden || p.Hidden
		for _, act := range mustForbid() {
			if !p.Forbids(act) {
				status.Open = append(status.Open, fmt.Sprintf("%s %s", act, branch))
			}
		}
		status.Unlocked = status.Unlocked || !p.Forbids(forge.Update)
	}
	return nil
}

// A guarded is a forge that knows its rules.
type guarded interface {
	Protection(ctx context.Context, branch string) (forge.Protection, error)
}

// mustForbid is what the ruleset that init writes forbids.
func mustForbid() []forge.Act { return []forge.Act{forge.Delete, forge.ForcePush} }
