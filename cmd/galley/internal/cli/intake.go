package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
	"galley/engine/forge"
	"galley/engine/intake"
	"galley/engine/load"
)

func (a *app) intakeCommand() *cobra.Command {
	var f intakeFlags
	c := &cobra.Command{
		Use:   "intake",
		Short: "Make a draft post of an issue that was written with the form",
		Long: `Intake reads the issue that started the job, or its text in a file, and writes the
post it asks for as calendar/issue-NUMBER.md. A form that cannot be a post is told
what is missing.

With --propose it brings the file to a branch of its own, galley/intake-NUMBER, and
opens a pull request, or brings the open one up to date when the issue was edited.
A branch that somebody has worked on since is left alone. GITHUB_TOKEN has to be
allowed to write contents, pull requests and issues.
` + exitHelp("0 written, or it read so already", "1 failed", "4 the form, or the post made of it, is invalid",
			"5 refused: the post no longer follows the issue", "130 interrupted"),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.intake(cmd.Context(), f) },
	}
	c.Flags().StringVar(&f.file, "file", "", "read the text of the issue from this `FILE`, not the event of the job")
	c.Flags().StringVar(&f.author, "author", "", "with --file: `LOGIN` of who wrote it")
	c.Flags().BoolVar(&f.propose, "propose", false, "open a pull request with it")
	c.MarkFlagsMutuallyExclusive("file", "propose")
	return c
}

type intakeFlags struct {
	file, author string
	propose      bool
}

// A handing is one issue on its way into the content.
type handing struct {
	*app
	c     content
	event forge.Event // the zero one for a file
	body  string
	about view.Handed
}

// loginForm is what GitHub allows as the name of an account. An underscore is in
// those of accounts that a company manages.
var loginForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?$`)

func (a *app) intake(ctx context.Context, f intakeFlags) error {
	h, err := a.handing(ctx, f)
	if err != nil {
		return err
	}
	form := intake.ReadForm(h.body, h.c.zone)
	channels, problems := h.named(form)
	if len(problems) > 0 {
		return h.unread(ctx, f, problems)
	}
	h.about.Remarks = form.Remarks
	taken := map[string]bool{}
	for _, p := range h.c.Posts {
		taken[p.ID] = true
	}
	in := imported(form.Draft, channels, h.c.zone, taken)
	in.Author = h.about.Author
	if h.about.Number > 0 {
		if in.ID = fmt.Sprintf("issue-%d", h.about.Number); taken[in.ID] {
			return h.beyond(ctx, f, "post "+in.ID+" is part of the calendar; edit its file there")
		}
	}
	h.about.File = path.Join("calendar", in.ID+".md")
	return h.bring(ctx, f, load.PostFile(in))
}

// handing reads what was handed in, and the content it is for.
func (a *app) handing(ctx context.Context, f intakeFlags) (*handing, error) {
	h := &handing{app: a, about: view.Handed{Author: f.author}}
	var err error
	if f.file != "" {
		data, err := readBounded(a.under(f.file), 4*intake.MaxForm)
		if err != nil {
			return nil, err
		}
		h.body = string(data)
	} else if h.event, err = a.event(); err != nil {
		return nil, err
	} else if h.event.Name != forge.IssuesEvent {
		return nil, failed("on: issues", "this run was started by %s, not by an issue", h.event.Name)
	} else {
		h.body, h.about.Author, h.about.Number = h.event.Issue.Body, h.event.Issue.Author, h.event.Issue.Number
	}
	if h.about.Author != "" && !loginForm.MatchString(h.about.Author) {
		return nil, usage(fmt.Errorf("%.60q is no name of an account", h.about.Author), "")
	}
	if h.c, err = a.worktree(ctx); err != nil {
		return nil, err
	}
	if h.c.Project.Object == nil {
		return nil, a.invalid(h.c)
	}
	if h.c.root == "" {
		return nil, failed("clone it", "a bare repository has no folder to write files to")
	}
	h.about.Language = cmp.Or(append(slices.Clone(h.c.Project.Languages), "")[0], "en")
	return h, nil
}

// named finds the channels of a form; whatever keeps it from being a post is a
// problem.
func (h *handing) named(form intake.Form) ([]string, []intake.Problem) {
	channels, unknown, many := h.c.channelsNamed(form.Channels)
	problems := form.Problems
	for _, name := range []string{unknown, many} {
		if name != "" {
			problems = append(problems, intake.Problem{Field: string(intake.LabelChannels), Text: fmt.Sprintf("%.40q is no channel", name),
				Hint: "channels: " + strings.Join(h.c.channelNames(), ", ")})
		}
	}
	return channels, problems
}

// unread tells the author what is missing.
func (h *handing) unread(ctx context.Context, f intakeFlags, problems []intake.Problem) error {
	file := cmp.Or(f.file, "the issue")
	var said [][3]string
	for _, p := range problems {
		said = append(said, [3]string{p.Field, p.Text, p.Hint})
		if err := h.showProblem(file, p); err != nil {
			return err
		}
	}
	if f.propose {
		if err := h.reply(ctx, h.about.Unread(said)); err != nil {
			return err
		}
	}
	return silent(exitInvalid)
}

// beyond tells the author that the post is in other hands.
func (h *handing) beyond(ctx context.Context, f intakeFlags, why string) error {
	if f.propose {
		if err := h.reply(ctx, h.about.Taken(why)); err != nil {
			return err
		}
	}
	return refused("", "%s", why)
}

// intakeMarker is above the one comment that an issue gets.
const intakeMarker = "<!-- galley:intake -->"

func (h *handing) reply(ctx context.Context, text string) error {
	client, err := h.forge(h.event.Repository.Name)
	if err != nil {
		return err
	}
	_, err = client.UpsertComment(ctx, h.about.Number, intakeMarker, text)
	return err
}

// bring writes the file, looks at it as validate does, and proposes it if that
// was asked for.
func (h *handing) bring(ctx context.Context, f intakeFlags, data []byte) error {
	file := filepath.Join(h.c.root, filepath.FromSlash(h.about.File))
	if err := writeNew(file, data); err != nil {
		return err
	}
	if f.propose {
		defer os.Remove(file) // it is in the branch
	}
	c, err := h.worktree(ctx)
	if err != nil {
		return err
	}
	for _, found := range c.findings {
		if found.Pos.File == h.about.File {
			h.about.Findings = append(h.about.Findings, found)
		}
	}
	if _, err := fmt.Fprintf(h.Stdout, "  +   %s\n", h.about.File); err != nil {
		return err
	}
	if err := h.showFindings(h.Stdout, c, h.about.Findings); err != nil {
		return err
	}
	if f.propose {
		return h.propose(ctx, f, data)
	}
	if len(errorsOnly(h.about.Findings)) > 0 {
		return silent(exitInvalid)
	}
	return nil
}

// inTree returns a file of a commit; nil if it has none.
func inTree(tree fs.FS, name string) ([]byte, error) {
	data, err := fs.ReadFile(tree, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}
