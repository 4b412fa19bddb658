package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/load"
)

func (a *app) validateCommand() *cobra.Command {
	fix, how := false, proofreading{}
	cmd := takes(&cobra.Command{
		Use:   "validate [PATH...]",
		Short: "Check the content: schema, references, media, limits of the networks",
		Long: `Validate checks every file of the working tree, offline and without credentials,
and shows all mistakes at once, each at its place. With paths, only findings in
those files or folders are shown.

With --fix, mistakes with one right answer are mended in the files, in place: no
comment and no other line changes. Posts with "slot: next" get the time of the
next free slot.

What is found in a post is kept in the user's cache folder (or in GALLEY_CACHE)
until the post, or anything that it is judged by, changes. The folder may be
deleted at any time.

Where the charter lists styles of Vale, Vale reads the texts: the one that --vale
or GALLEY_VALE names, or the first on PATH.

With --format sarif the result is a SARIF log for code scanning; with --format
github, commands of a GitHub workflow that show errors in the pull request.
` + exitHelp("0 no errors", "1 failed", "4 the content is invalid"),
		RunE: func(cmd *cobra.Command, paths []string) error { return a.validate(cmd.Context(), paths, fix, how) },
	}, "json", "sarif", "github")
	cmd.Flags().StringVar(&how.tool, "vale", "", "the Vale at `PATH` reads the texts, where the charter lists styles")
	cmd.Flags().StringVar(&how.revision, "styles-from", "", "take Vale's styles from `REVISION`, such as the base of a pull request")
	cmd.Flags().BoolVar(&fix, "fix", false, "mend what has one right answer, in the files")
	cmd.Flags().BoolVar(&a.noCache, "no-cache", false, "look at every post, whatever was found in it last time")
	return cmd
}

func (a *app) validate(ctx context.Context, paths []string, fix bool, how proofreading) error {
	read := a.checked
	if fix { // every post whole
		read = a.worktree
	}
	c, err := a.proofreadBy(ctx, read, how)
	if err != nil {
		return err
	}
	if len(paths) > 0 {
		if paths, err = a.inRepository(c, paths); err != nil {
			return err
		}
	}
	var mended []view.Mended
	if fix {
		if c, mended, err = a.mend(ctx, c, paths, how); err != nil {
			return err
		}
	}
	if len(paths) > 0 {
		c.findings = under(c.findings, paths)
	}
	_, errors := view.FindingCounts(c.findings)
	if err := a.writeFindings(c, mended); err != nil {
		return err
	}
	if errors > 0 {
		return silent(exitInvalid)
	}
	return nil
}

// proofreadBy reads the content, with Vale's remarks. Vale reads every text, so
// every post is rendered where the charter lists its styles.
func (a *app) proofreadBy(ctx context.Context, read func(context.Context) (content, error), how proofreading) (content, error) {
	c, err := read(ctx)
	if err == nil && c.verdicts.Partial() && c.Charter != nil && c.Charter.Vale != nil {
		c, err = a.worktree(ctx)
	}
	if err != nil {
		return c, err
	}
	err = a.proofread(ctx, &c, how)
	return c, err
}

// writeFindings writes the result of a validation in the format asked for.
func (a *app) writeFindings(c content, mended []view.Mended) error {
	switch a.format {
	case "json":
		doc := view.NewFindingsJSON(c.findings, Version(), c.revision)
		doc.Mended = mended
		return view.Write(a.Stdout, doc)
	case "github":
		return view.GitHub(a.Stdout, c.findings)
	case "sarif":
		doc, omitted := view.NewSARIF(c.findings, rules(), Version(), load.Lines(c.files, c.prefix))
		if omitted > 0 {
			a.say("%d findings are left out of the log, as GitHub takes no more; --format text has them all", omitted)
		}
		return view.Write(a.Stdout, doc)
	}
	if err := view.Mendings(a.Stdout, a.style(a.Stdout, c.zone), mended); err != nil {
		return err
	}
	if err := a.showFindings(a.Stdout, c, c.findings); err != nil {
		return err
	}
	if left := view.Fixable(c.findings); left != "" {
		fmt.Fprintln(a.Stdout, left)
	}
	return nil
}

// showFindings writes findings as text with a count last.
func (a *app) showFindings(out io.Writer, c content, list []engine.Finding) error {
	style := a.style(out, c.zone)
	if err := view.Findings(out, style, list); err != nil {
		return err
	}
	counts, _ := view.FindingCounts(list)
	_, err := fmt.Fprintf(out, "%s in %s.\n", counts, view.Count(len(c.Posts), "post", "posts"))
	return err
}

// under keeps findings in the files or folders named, which are paths inside the
// repository.
func under(list []engine.Finding, paths []string) []engine.Finding {
	return slices.DeleteFunc(list, func(f engine.Finding) bool {
		return !slices.ContainsFunc(paths, func(p string) bool { return p == "." || f.Pos.File == p || strings.HasPrefix(f.Pos.File, p+"/") })
	})
}

// inRepository turns paths that a person gave into paths inside the repository.
// They count from the folder the command runs in, from the content root or from
// the repository's. One that is not there is an error: a slip of the pen must not
// pass for content without mistakes.
func (a *app) inRepository(c content, paths []string) ([]string, error) {
	var found []string
	for _, p := range paths {
		rel, ok := a.lookUp(c, p)
		if !ok {
			return nil, usage(fmt.Errorf("there is no %s in the content", p), "")
		}
		found = append(found, rel)
	}
	return found, nil
}

func (a *app) lookUp(c content, p string) (string, bool) {
	if c.root == "" {
		p = path.Clean(filepath.ToSlash(p))
		_, err := fs.Stat(c.files, p)
		return p, err == nil
	}
	bases := []string{a.dir(), c.root}
	if c.repo != nil {
		bases = append(bases, c.repo.Worktree())
	}
	for _, base := range bases {
		whole := filepath.Join(base, p)
		if filepath.IsAbs(p) {
			whole = filepath.Clean(p)
		}
		if _, err := os.Lstat(whole); err != nil {
			continue
		}
		if rel, err := inside(c.root, whole); err == nil {
			return path.Join(c.prefix, rel), true
		}
	}
	return "", false
}
