package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"galley/engine/forge"
	"galley/engine/repo"
	"galley/engine/report"
)

// reportSubject begins the message of every commit that brings reports to their
// branch: by it the next run knows what others have done there.
const reportSubject = "report: "

// A proposal is the branch from which reports are proposed for the branch of the
// content. It is never the record branch: nobody shall merge the ledger.
type proposal struct {
	*reporting
	remote *repo.Remote
	name   string // of the branch
	base   string // branch of the content
	head   string // commit of the base
	old    string // commit of the branch; empty if there is none
	merged bool   // head holds old
	shared bool   // others have worked on it
}

// propose keeps one pull request that brings the reports of the record to the
// branch of the content.
func (r *reporting) propose(ctx context.Context) error {
	p, err := r.proposal(ctx)
	if err != nil {
		return err
	}
	wanted, err := p.wanted(ctx)
	if err != nil {
		return err
	}
	changed, err := p.push(ctx, wanted)
	if err != nil || len(changed) == 0 {
		return err
	}
	return p.pull(ctx, changed)
}

// proposal finds out how the branches stand.
func (r *reporting) proposal(ctx context.Context) (*proposal, error) {
	p := &proposal{reporting: r, name: r.c.Project.Reports.Branch}
	var err error
	if p.remote, err = r.c.repo.Remote(r.c.Project.Record.Remote); err != nil {
		return nil, err
	}
	if p.remote == nil {
		return nil, failed("git remote add origin URL", "there is no remote %s to propose reports at", r.c.Project.Record.Remote)
	}
	if p.base, _, err = p.remote.Default(ctx); err != nil {
		return nil, err
	}
	if p.name == p.base || strings.HasPrefix(p.name, r.c.Project.Record.Branch) {
		return nil, failed("reports: {branch: galley/reports}", "reports cannot be proposed from branch %s", p.name)
	}
	base, branch := "refs/heads/"+p.base, "refs/heads/"+p.name
	found, err := r.c.repo.FetchAll(ctx, p.remote, base, branch)
	if err != nil {
		return nil, err
	}
	if p.head, p.old = found[base], found[branch]; p.old == "" {
		return p, nil
	}
	err = p.compare(ctx)
	if errors.Is(err, repo.ErrShallow) {
		if _, err = r.c.repo.Deepen(ctx, p.remote, base, branch); err == nil {
			err = p.compare(ctx)
		}
	}
	return p, err
}

// compare tells whether the branch was merged, and who has worked on it since it
// left the base.
func (p *proposal) compare(ctx context.Context) error {
	var err error
	if p.merged, err = p.c.repo.IsAncestor(ctx, p.old, p.head); err != nil || p.merged {
		return err
	}
	since, err := p.c.repo.Since(ctx, p.head, p.old)
	p.shared = slices.ContainsFunc(since, func(c repo.Commit) bool { return !strings.HasPrefix(c.Subject, reportSubject) })
	return err
}

// wanted are the reports of the record as the branch is to have them: with the
// notes that people wrote there.
func (p *proposal) wanted(ctx context.Context) ([]repo.File, error) {
	files, err := p.store.Files(ctx)
	if err != nil {
		return nil, err
	}
	var branch fs.FS
	if p.old != "" && !p.merged {
		if branch, err = p.c.repo.Tree(p.old, p.c.prefix); err != nil {
			return nil, err
		}
	}
	var list []repo.File
	err = fs.WalkDir(files, reportsFolder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err == nil && branch != nil && path.Ext(name) == ".md" {
			theirs, failure := inTree(branch, name)
			if err = failure; report.Commentary(theirs) != "" {
				data = report.Merge(theirs, data)
			}
		}
		list = append(list, repo.File{Path: path.Join(p.c.prefix, name), Data: data})
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return list, err
}

// differing are those of some files that a commit does not have so.
func (p *proposal) differing(commit string, files []repo.File) ([]repo.File, error) {
	tree, err := p.c.repo.Tree(commit, "")
	if err != nil {
		return nil, err
	}
	var list []repo.File
	for _, f := range files {
		there, err := inTree(tree, f.Path)
		if err != nil {
			return nil, err
		}
		if there == nil || !bytes.Equal(there, f.Data) {
			list = append(list, f)
		}
	}
	return list, nil
}

// push brings the files to the branch, in one commit, and returns those that the
// base does not have so. A branch that is ours alone always has the base of now in
// it, so that it can be merged; one that others have worked on keeps all they did.
func (p *proposal) push(ctx context.Context, wanted []repo.File) (changed []repo.File, err error) {
	if changed, err = p.differing(p.head, wanted); err != nil || len(changed) == 0 {
		return nil, err
	}
	by := repo.Signature{Name: "Galley", Email: p.c.repo.Email("galley@localhost"), Time: p.Now()}
	message := reportSubject + "what the record holds"
	commit := ""
	switch missing, err := p.missing(wanted); {
	case err != nil:
		return nil, err
	case p.old == "" || p.merged:
		commit, err = p.c.repo.Commit(ctx, p.head, changed, by, message)
		if err != nil {
			return nil, err
		}
	case len(missing) == 0:
		return changed, nil
	case p.shared:
		if commit, err = p.c.repo.Commit(ctx, p.old, missing, by, message); err != nil {
			return nil, err
		}
	default:
		if commit, err = p.c.repo.Merge(ctx, p.head, p.old, changed, by, message); err != nil {
			return nil, err
		}
	}
	return changed, p.c.repo.Push(ctx, p.remote, []repo.RefUpdate{{Name: "refs/heads/" + p.name, Old: p.old, New: commit}})
}

// missing are the files that the branch does not have so.
func (p *proposal) missing(wanted []repo.File) ([]repo.File, error) {
	if p.old == "" {
		return wanted, nil
	}
	return p.differing(p.old, wanted)
}

// pull opens the pull request, or brings its text up to date.
func (p *proposal) pull(ctx context.Context, changed []repo.File) error {
	repository := p.githubName(p.c)
	if repository == "" || p.Getenv("GITHUB_TOKEN") == "" {
		p.say("branch %s holds the reports: open a pull request from it", p.name)
		return nil
	}
	client, err := p.forge(repository)
	if err != nil {
		return err
	}
	title, body := p.words(changed)
	done, err := client.UpsertPull(ctx, forge.Proposal{Head: p.name, Base: p.base, Title: title, Body: body})
	if err == nil {
		p.say("reports: pull request %s: %s", done.Deed, done.URL)
	}
	return err
}

// words are those of the pull request.
func (p *proposal) words(changed []repo.File) (title, body string) {
	var b strings.Builder
	title = "Reports"
	b.WriteString("What became of the posts, from the record. Notes that you write between their marks are kept, here and once it is merged.\n\n")
	if reportLanguage("", p.c.Project.Languages) == "fr" {
		title = "Rapports"
		b.Reset()
		b.WriteString("Ce que sont devenues les publications, d’après le registre. Les notes écrites entre leurs marques sont gardées, ici comme après la fusion.\n\n")
	}
	const most = 50
	listed := 0
	for _, f := range changed {
		if path.Ext(f.Path) != ".md" {
			continue
		}
		if listed++; listed <= most {
			fmt.Fprintf(&b, "- `%s`\n", strings.ReplaceAll(f.Path, "`", "'"))
		}
	}
	if listed > most {
		fmt.Fprintf(&b, "- … %d\n", listed-most)
	}
	return title, b.String()
}
