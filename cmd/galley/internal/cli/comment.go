package cli

import (
	"context"
	"fmt"
	"os"
	"regexp"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/forge"
	"galley/engine/transport"
)

func (a *app) commentCommand() *cobra.Command {
	var flags commentFlags
	c := &cobra.Command{
		Use:   "comment",
		Short: "Write the comment of a pull request from what a job handed on",
		Long: `Comment makes a pull request have one comment that says what an artifact of
galley ci holds. One that is there already is edited in place; one that says the
same is left as it is; what others wrote under the same hidden marker is not
touched.

It runs in a job that a finished run starts (workflow_run), without the files of
the pull request: the artifact is data from a stranger. Which pull request it is
about, and whether it comes from a fork, is taken from the event; an artifact of
another commit than the run's is refused. GITHUB_TOKEN has to be allowed to write
to pull requests.
` + exitHelp("0 written, or it read so already", "1 failed", "5 refused: the artifact is of another commit", "130 interrupted"),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.comment(cmd.Context(), flags) },
	}
	c.Flags().StringVar(&flags.artifact, "artifact", "", "what galley ci wrote, in `FILE`")
	c.Flags().StringVar(&flags.scope, "scope", "content", "`NAME` that tells several contents of one repository apart")
	c.Flags().BoolVar(&flags.print, "print", false, "write it to stdout and nowhere else")
	_ = c.MarkFlagRequired("artifact") // fails for a flag that does not exist
	return c
}

type commentFlags struct {
	artifact, scope string
	print           bool
}

var scopeForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

func (a *app) comment(ctx context.Context, flags commentFlags) error {
	if !scopeForm.MatchString(flags.scope) {
		return usage(fmt.Errorf("--scope %q: want letters, digits and hyphens", flags.scope), "")
	}
	f, err := os.Open(a.path(flags.artifact))
	if err != nil {
		return failed("", "read the artifact: %w", err)
	}
	defer f.Close()
	doc, err := view.DecodeArtifact(f)
	if err != nil {
		return failed("galley ci of the same version writes it", "%w", err)
	}
	options := view.CommentOptions{Marker: view.Marker(flags.scope), Files: a.filesAt(doc.Head)}
	if flags.print {
		_, err := fmt.Fprint(a.Stdout, view.Comment(doc, options))
		return err
	}
	return a.postComment(ctx, doc, options)
}

func (a *app) postComment(ctx context.Context, doc view.Artifact, options view.CommentOptions) error {
	event, err := a.event()
	if err != nil {
		return err
	}
	if event.Head.SHA != doc.Head {
		return refused("the next run comments", "the artifact is of commit %.7s, the run was of %.7s: nothing was written", doc.Head, event.Head.SHA)
	}
	client, err := a.forge(event.Repository.Name)
	if err != nil {
		return err
	}
	number, err := pullOf(ctx, client, event)
	if err != nil {
		return err
	}
	if number == 0 {
		a.say("there is no open pull request with the head %.7s any more: nothing was written", event.Head.SHA)
		return nil
	}
	// The forge writes the marker above the body.
	marker := options.Marker
	options.Marker, options.Fork = "", event.Fork()
	options.Limit = view.CommentLimit - len(marker) - 1
	done, err := client.UpsertComment(ctx, number, marker, view.Comment(doc, options))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.Stdout, "Comment %s: %s\n", done.Deed, done.URL)
	return err
}

// pullOf is the number of the pull request that an event is about: of a run, the
// open one from its branch whose head is the run's, and of several the one into
// the default branch. 0 where it was closed, or moved on, meanwhile.
//
// The list of pull requests in the event of a run is not believed: it is empty for
// a fork, holds what others opened in forks of their own, and does not tell that a
// branch moved on before an old run was repeated.
func pullOf(ctx context.Context, client *forge.Client, event forge.Event) (int, error) {
	if event.Pull.Number > 0 {
		return event.Pull.Number, nil
	}
	pulls, err := client.PullsFrom(ctx, event.Head)
	if err != nil {
		return 0, err
	}
	number := 0
	for _, p := range pulls {
		if p.Head.SHA == event.Head.SHA && (number == 0 || p.Base.Branch == event.Repository.DefaultBranch) {
			number = p.Number
		}
	}
	return number, nil
}

// forge is a client for one repository of GitHub.
func (a *app) forge(repository string) (*forge.Client, error) { return a.forgeBy(repository, nil) }

// forgeBy is one that tells a meter what time it is there.
func (a *app) forgeBy(repository string, meter *transport.Meter) (*forge.Client, error) {
	token := a.secret("GITHUB_TOKEN")
	if token.Empty() {
		return nil, failed("env: {GITHUB_TOKEN: ${{ github.token }}}", "GITHUB_TOKEN is empty")
	}
	base := transport.New(transport.Options{Version: Version(), Now: a.Now, Meter: meter, Secrets: []engine.Secret{token}})
	return forge.New(forge.Options{Base: base, Repository: repository, URL: a.Getenv("GITHUB_API_URL"), Token: token, Wait: a.Wait})
}
