package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"strings"

	"galley/engine/forge"
	"galley/engine/repo"
)

// intakeSubject begins the message of every commit that intake makes: by it the
// next run knows that nobody else has worked on the branch.
const intakeSubject = "intake: "

// propose brings the file to the branch of its issue, and opens a pull request.
func (h *handing) propose(ctx context.Context, f intakeFlags, data []byte) error {
	if h.c.repo == nil {
		return failed("", "%s is not in a git repository", h.c.root)
	}
	remote, err := h.c.repo.Remote(h.c.Project.Record.Remote)
	if err != nil {
		return err
	}
	if remote == nil {
		return failed("git remote add origin URL", "there is no remote %s to bring a branch to", h.c.Project.Record.Remote)
	}
	branch := fmt.Sprintf("galley/intake-%d", h.about.Number)
	why, err := h.push(ctx, remote, branch, data)
	if err != nil {
		return err
	}
	if why != "" {
		return h.beyond(ctx, f, why)
	}
	client, err := h.forge(h.event.Repository.Name)
	if err != nil {
		return err
	}
	done, err := client.UpsertPull(ctx, forge.Proposal{Head: branch, Base: h.event.Repository.DefaultBranch,
		Title: fmt.Sprintf("Post from issue #%d", h.about.Number), Body: h.about.Proposal()})
	if err != nil {
		return err
	}
	if err := h.reply(ctx, h.about.Draft(done.URL)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(h.Stdout, "Pull request %s: %s\n", done.Deed, done.URL)
	return err
}

// editor is the trailer that names who edited the issue of somebody else: he has a
// hand in what it says, and does not approve it.
func (h *handing) editor() string {
	by := h.event.Actor
	if strings.EqualFold(by, h.about.Author) || !loginForm.MatchString(by) {
		return ""
	}
	return fmt.Sprintf("\n\nCo-authored-by: %s <%s@users.noreply.github.com>", by, by)
}

// push puts one commit on the branch, unless it holds the file already. It
// returns why it left the branch alone, where somebody has worked on it.
func (h *handing) push(ctx context.Context, remote *repo.Remote, branch string, data []byte) (why string, err error) {
	ref, name := "refs/heads/"+branch, path.Join(h.c.prefix, h.about.File)
	old, err := h.c.repo.Fetch(ctx, remote, ref)
	if err != nil && !errors.Is(err, repo.ErrNotFound) {
		return "", err
	}
	head, err := h.c.repo.Resolve("HEAD")
	if err != nil {
		return "", err
	}
	parent := head.Hash
	if old != "" {
		last, err := h.c.repo.Resolve(old)
		if err != nil {
			return "", err
		}
		if !strings.HasPrefix(last.Subject, intakeSubject) {
			return "somebody has worked on branch " + branch, nil
		}
		tree, err := h.c.repo.Tree(old, "")
		if err != nil {
			return "", err
		}
		if there, err := inTree(tree, name); err != nil || bytes.Equal(there, data) {
			return "", err
		}
		parent = old
	}
	by := repo.Signature{Name: h.about.Author, Email: h.about.Author + "@users.noreply.github.com", Time: h.Now()}
	commit, err := h.c.repo.Commit(ctx, parent, []repo.File{{Path: name, Data: data}}, by,
		fmt.Sprintf("%spost from issue #%d%s", intakeSubject, h.about.Number, h.editor()))
	if err != nil {
		return "", err
	}
	return "", h.c.repo.Push(ctx, remote, []repo.RefUpdate{{Name: ref, Old: old, New: commit}})
}
