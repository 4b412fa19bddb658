package cli

import (
	"context"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
	"galley/engine"
)

func (a *app) validateCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "validate [PATH...]",
		Short: "Check the content: schema, references, media, limits of the networks",
		Long: `Validate checks every file of the working tree, offline and without credentials,
and shows all mistakes at once, each at its place. With paths, only findings in
those files or folders are shown.
` + exitHelp("0 no errors", "1 failed", "4 the content is invalid"),
		RunE: func(cmd *cobra.Command, paths []string) error { return a.validate(cmd.Context(), paths) },
	}
}

func (a *app) validate(ctx context.Context, paths []string) error {
	c, err := a.worktree(ctx)
	if err != nil {
		return err
	}
	c.findings = under(c.findings, paths, c.prefix)
	_, errors := view.FindingCounts(c.findings)
	if err := a.showFindings(a.Stdout, c, c.findings); err != nil {
		return err
	}
	if errors > 0 {
		return silent(exitInvalid)
	}
	return nil
}

// showFindings writes findings with a count last.
func (a *app) showFindings(out io.Writer, c content, list []engine.Finding) error {
	if a.format == "json" && out == a.Stdout {
		return view.Write(out, view.NewFindingsJSON(list, Version(), c.revision))
	}
	style := a.style(out, c.zone)
	if err := view.Findings(out, style, list); err != nil {
		return err
	}
	counts, _ := view.FindingCounts(list)
	_, err := fmt.Fprintf(out, "%s in %s.\n", counts, view.Count(len(c.Posts), "post", "posts"))
	return err
}

// under keeps findings in the files or folders named, relative to the content
// root or to the repository's.
func under(list []engine.Finding, paths []string, prefix string) []engine.Finding {
	if len(paths) == 0 {
		return list
	}
	var kept []engine.Finding
	for _, f := range list {
		for _, p := range paths {
			p = path.Clean(strings.ReplaceAll(p, "\\", "/"))
			if within(f.Pos.File, p) || within(f.Pos.File, path.Join(prefix, p)) {
				kept = append(kept, f)
				break
			}
		}
	}
	return kept
}

func within(file, folder string) bool {
	return folder == "." || file == folder || strings.HasPrefix(file, folder+"/")
}
