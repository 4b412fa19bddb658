package cli

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/load"
	"galley/engine/validate"
)

func (a *app) ciCommand() *cobra.Command {
	var flags ciFlags
	c := takes(&cobra.Command{
		Use:   "ci",
		Short: "Validate and plan in a job, and hand on what was found",
		Long: `Ci does what a job on a pull request needs: it validates the files of the working
tree, plans what they would do, and tells what this revision changes from what
was waiting before it.

A channel is read live where its credentials are in the environment, and else
taken as it was last recorded, which the result says. So is one that the revision
itself adds or points elsewhere, and all of them for a fork or with --offline: a
credential is never sent where a change under review wants it. With --live a
credential that is missing is a failure.

In a job of GitHub it reads the event, writes findings as annotations (those on
changed lines first), the summary of the job, and the outputs verdict,
plan_digest, changes, errors and warnings. Elsewhere --base names the revision to
compare with. The artifact is what galley comment writes the comment from.
` + exitHelp("0 no errors", "1 failed, or a channel could not be read", "4 the content is invalid",
			"6 uncertain outcomes await a person", "130 interrupted"),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.ci(cmd.Context(), flags) },
	}, "json")
	c.Flags().StringVar(&flags.base, "base", "", "compare with `REVISION`; default: what the event of the job names")
	c.Flags().StringVar(&flags.artifact, "artifact", "", "write what was found as JSON to `FILE`")
	c.Flags().StringVar(&flags.sarif, "sarif", "", "write the findings for code scanning to `FILE`")
	c.Flags().BoolVar(&flags.live, "live", false, "fail where a channel's credential is missing")
	c.Flags().BoolVar(&flags.offline, "offline", false, "ask no network, whatever credentials there are")
	c.MarkFlagsMutuallyExclusive("live", "offline")
	return c
}

type ciFlags struct {
	base, artifact, sarif string
	live, offline         bool
}

// A checkup is one run of ci.
type checkup struct {
	flags   ciFlags
	job     job
	content content
	base    base
	plan    engine.Plan
	doc     view.Artifact
}

func (a *app) ci(ctx context.Context, flags ciFlags) error {
	j, err := a.job()
	if err != nil {
		return err
	}
	k := checkup{flags: flags, job: j}
	if err := a.ciContent(ctx, &k); err != nil {
		return err
	}
	if k.doc, err = a.ciHead(k); err != nil {
		return err
	}
	code := 0
	if validate.Fatal(k.content.findings) {
		code = exitInvalid
	} else if code, err = a.ciPlan(ctx, &k); err != nil {
		return err
	}
	if k.doc.Verdict == view.VerdictInvalid {
		code = exitInvalid
	}
	k.doc = k.doc.Bounded()
	if err := a.ciWrite(k); err != nil {
		return err
	}
	return silent(code)
}

// ciContent reads what the job is about and what it is compared with. The styles
// of a stranger are not obeyed.
func (a *app) ciContent(ctx context.Context, k *checkup) error {
	c, err := a.worktree(ctx)
	if err != nil {
		return err
	}
	if c.repo == nil {
		return failed("git init, or galley validate", "%s is not in a git repository, and a job is about a commit", c.root)
	}
	k.base = a.compared(ctx, c, cmp.Or(k.flags.base, k.job.base))
	if k.base.note != "" {
		a.say("what this revision changes cannot be told: %s", k.base.note)
	}
	how := proofreading{}
	if k.job.event.Fork() {
		how.revision = k.base.commit
	}
	k.content = c
	return a.proofread(ctx, &k.content, how)
}

// ciHead is the artifact without a plan.
func (a *app) ciHead(k checkup) (view.Artifact, error) {
	c := k.content
	head := k.job.event.Head.SHA
	if head == "" {
		commit, err := c.repo.Resolve("HEAD")
		if err != nil {
			return view.Artifact{}, err
		}
		head = commit.Hash
	}
	doc := view.Artifact{ToolVersion: Version(), AsOf: a.Now().UTC(), Project: c.Project.ID, Zone: c.Project.Zone, Language: "en",
		Verdict: view.VerdictValid, Head: head, Base: k.base.commit}
	if len(c.Project.Languages) > 0 {
		doc.Language = c.Project.Languages[0]
	}
	near := k.base.nearness(c)
	for _, f := range c.findings {
		doc.Remarks = append(doc.Remarks, view.NewRemark(f, near(f)))
		if f.Severity == engine.SeverityError {
			doc.Verdict = view.VerdictInvalid
		}
	}
	view.SortRemarks(doc.Remarks)
	return doc, nil
}

// ciPlan adds what the revision would do.
func (a *app) ciPlan(ctx context.Context, k *checkup) (int, error) {
	live, unread := a.readable(*k)
	for _, u := range unread {
		k.doc.Offline = append(k.doc.Offline, view.Unread{Channel: string(u.channel), Why: u.why})
	}
	k.doc.Live = live
	l, err := a.look(ctx, k.content, planFlags{base: k.base.digests(), unread: names(unread)})
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	if err != nil {
		k.doc.Failure, k.doc.Hint = a.safe(err.Error()), a.safe(hintOf(err))
		if k.doc.Verdict == view.VerdictValid {
			k.doc.Verdict = view.VerdictFailed
		}
		a.say("%s", err.Error())
		return exitFailed, nil
	}
	k.plan = l.plan
	sheet := view.Sheet{Desired: k.content.desired, Base: k.base.desired, Infos: a.Providers.Infos(), Said: map[engine.Channel]engine.ServerLimits{},
		Consent: k.base.consents(k.doc.Language, k.content.desired, l.input)}
	for _, ch := range k.content.Channels {
		sheet.Said[engine.Channel(ch.ID)] = engine.ServerLimits(ch.Limits)
	}
	doc := view.NewPlanJSON(l.plan, Version(), "", nil)
	k.doc.PlanDigest, k.doc.Summary, k.doc.Problems = doc.Digest, doc.Summary, append(doc.Problems, a.ungoverned(k.content, l.input)...)
	k.doc.Proofs = sheet.Proofs(l.plan)
	k.doc.Removed = k.base.removed(k.content, l.plan)
	for _, p := range k.doc.Proofs {
		if p.Consent.Void {
			k.doc.Reopened++
		}
	}
	for i := range k.doc.Problems {
		k.doc.Problems[i].Text, k.doc.Problems[i].Hint = a.redact(k.doc.Problems[i].Text), a.redact(k.doc.Problems[i].Hint)
	}
	return planExit(l.plan), nil
}

// ciWrite writes the files that were asked for and what the job shows.
func (a *app) ciWrite(k checkup) error {
	if k.flags.artifact != "" {
		if err := a.writeJSON(k.flags.artifact, k.doc); err != nil {
			return err
		}
	}
	if k.flags.sarif != "" {
		doc, _ := view.NewSARIF(k.content.findings, rules(), Version(), load.Lines(k.content.files, k.content.prefix))
		if err := a.writeJSON(k.flags.sarif, doc); err != nil {
			return err
		}
	}
	if err := a.writeJob(k); err != nil {
		return err
	}
	if a.format == "json" {
		return view.Write(a.Stdout, k.doc)
	}
	return a.writeLog(k)
}

func (a *app) writeJSON(file string, doc any) error {
	var b bytes.Buffer
	if err := view.Write(&b, doc); err != nil {
		return err
	}
	if err := os.WriteFile(a.path(file), b.Bytes(), 0o666); err != nil {
		return failed("", "write %s: %w", file, err)
	}
	return nil
}

// writeLog writes findings and plan where people look at the job. In the log of
// GitHub no line of it is a command but the annotations.
func (a *app) writeLog(k checkup) error {
	if !k.job.github {
		if err := a.showFindings(a.Stdout, k.content, k.content.findings); err != nil {
			return err
		}
		if k.doc.PlanDigest == "" {
			return nil
		}
		return view.Plan(a.Stdout, a.style(a.Stdout, k.content.zone), k.plan)
	}
	near := k.base.nearness(k.content)
	list := slices.Clone(k.content.findings)
	slices.SortStableFunc(list, func(x, y engine.Finding) int { return near(x).Compare(near(y)) })
	if err := view.GitHub(a.log, list); err != nil {
		return err
	}
	if k.doc.PlanDigest == "" {
		return nil
	}
	var text strings.Builder
	if err := view.Plan(&text, a.style(a.Stdout, k.content.zone), k.plan); err != nil {
		return err
	}
	_, err := fmt.Fprint(a.Stdout, a.redact(text.String()))
	return err
}
